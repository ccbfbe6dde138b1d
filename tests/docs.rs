//! The pages of `docs/regles/` are what `calpae explain` prints. `CALPAE_MAJ=1 cargo test docs` rewrites them.

use std::collections::BTreeMap;
use std::fs;

use calpae::check::page;
use calpae::check::reading_codes;
use calpae::check::registry::{FAMILIES, RULES, WITHDRAWN};
use calpae::pipeline::DocumentKind;

use crate::common::{Scenario, repository};

fn pages() -> BTreeMap<String, String> {
    let mut pages: BTreeMap<_, _> =
        RULES.iter().map(|r| (format!("{}.md", r.code), page::markdown(r))).collect();
    pages.extend(reading_codes::pages().map(|p| (format!("{}.md", p.code), page::reading_markdown(p))));
    pages.insert("README.md".to_owned(), page::index());
    pages
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the pages are written again from the program, on request")]
fn the_pages_of_the_rules_are_those_of_the_program() {
    let dossier = repository().join("docs/regles");
    if std::env::var("CALPAE_MAJ").is_ok() {
        let _ = fs::remove_dir_all(&dossier);
        fs::create_dir_all(&dossier).unwrap();
        for (name, text) in pages() {
            fs::write(dossier.join(name), text).unwrap();
        }
    }
    let written: BTreeMap<String, String> = fs::read_dir(&dossier)
        .unwrap()
        .map(|e| e.unwrap())
        .map(|e| (e.file_name().into_string().unwrap(), fs::read_to_string(e.path()).unwrap()))
        .collect();
    let outdated: Vec<String> = pages()
        .into_iter()
        .filter(|(name, text)| written.get(name) != Some(text))
        .map(|(name, _)| name)
        .chain(written.keys().filter(|name| !pages().contains_key(*name)).cloned())
        .collect();
    assert!(outdated.is_empty(), "pages périmées (CALPAE_MAJ=1 cargo test docs) : {outdated:?}");
}

#[test]
fn every_rule_says_what_why_and_from_where() {
    for r in RULES {
        for text in [r.page.title, r.page.checks, r.page.why, r.page.source] {
            assert!(
                text.trim().len() > 15 && !text.replace("« TODO »", "").contains("TODO"),
                "{} : « {text} »",
                r.code
            );
        }
        assert!(
            !r.page.title.ends_with('.') && r.page.checks.ends_with(['.', '…']) && r.page.why.ends_with('.'),
            "{}",
            r.code
        );
    }
}

#[test]
fn every_code_of_the_other_stages_is_explained() {
    let mut missing_ones = Vec::new();
    for (name, bytes) in crate::common::read_tree(&repository().join("src")) {
        let text = String::from_utf8(bytes).unwrap();
        for piece in text.split('"').skip(1).step_by(2) {
            let form = piece.split_once('-').is_some_and(|(f, n)| {
                f.len() >= 2
                    && f.chars().all(|c| c.is_ascii_uppercase())
                    && n.len() == 3
                    && n.parse::<u16>().is_ok()
            });
            if form && page::explain(piece).is_none() && !WITHDRAWN.contains(&piece) {
                missing_ones.push(format!("{name} : {piece}"));
            }
        }
    }
    assert!(missing_ones.is_empty(), "{missing_ones:#?}");
}

#[test]
fn a_code_is_given_once_and_a_withdrawn_one_never_again() {
    for (family, _) in FAMILIES {
        let number = |code: &str| code.strip_prefix(family)?.strip_prefix('-')?.parse::<u16>().ok();
        let given: Vec<u16> = RULES.iter().filter_map(|rule| number(rule.code)).collect();
        let withdrawn: Vec<u16> = WITHDRAWN.iter().filter_map(|code| number(code)).collect();
        let mut all: Vec<u16> = given.iter().chain(&withdrawn).copied().collect();
        all.sort_unstable();
        // A code that is in neither list, or in both, breaks the row.
        let last = all.last().copied().unwrap_or(0);
        assert_eq!(all, (1..=last).collect::<Vec<_>>(), "{family}");
    }
}

#[test]
fn all_the_documents_are_in_the_help_and_in_the_texts() {
    let help = Scenario::new().args(["build", "--help"]).run().stdout;
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = |name: &str| fs::read_to_string(repository().join(name)).unwrap();
    let rebuilt = text(".ci/run").lines().find(|line| line.contains("build ")).unwrap().to_owned();
    for kind in DocumentKind::ALL {
        let word = kind.word();
        assert!(help.contains(&format!("{word} ({})", kind.title())), "{help}");
        assert!(text("README.md").contains(word), "README.md : {word}");
        // The demonstration has no avenant.
        let is_of_avenants = matches!(kind, DocumentKind::Avenant | DocumentKind::Consolidated);
        assert!(is_of_avenants || rebuilt.split_whitespace().any(|w| w == word), ".ci/run : {word}");
        // The consolidated act is the convention, once more.
        let word = if kind == DocumentKind::Consolidated { DocumentKind::Convention.word() } else { word };
        let template = format!("`{word}/{word}.typ.tera`");
        assert!(text("docs/gabarits.md").contains(&template), "docs/gabarits.md : {template}");
        assert!(repository().join(format!("templates/{word}/{word}.typ.tera")).exists(), "{word}");
    }
}
