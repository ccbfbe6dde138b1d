//! What `calpae diff` rests on: a difference is applied, turned round, and leaves nothing out that a document prints.

use std::collections::BTreeMap;

use calpae::compare::{self, delta, outline};
use calpae::diagnostic::Report;
use calpae::document::Presentation;
use calpae::pipeline::{self, DocumentForm, Formats, WantedDocument};
use calpae::project::{self, Memory};
use calpae::render::TemplateStore;
use calpae::snapshot::Snapshot;
use calpae::text::ProjectPath;
use proptest::prelude::*;

use crate::common::{read_tree, repository};

const PROJECTS: [&str; 5] = ["minimal", "temoin", "temoin-rapport", "quatre-ans", "val-d-ambre"];

type Files = BTreeMap<String, Vec<u8>>;

fn files(name: &str) -> Files {
    read_tree(&repository().join("tests/fixtures").join(name))
}

fn snapshot(files: &Files) -> Option<Snapshot> {
    let memory: Memory =
        files.iter().map(|(path, bytes)| (ProjectPath::new(path).unwrap(), bytes.clone())).collect();
    Some(Snapshot::read(project::open(&memory, None).ok()?))
}

/// The files of the convention, without what names the version of its sources.
fn printed(snapshot: &Snapshot) -> Option<BTreeMap<String, String>> {
    let (store, _) = TemplateStore::new(snapshot);
    let typ = Formats { typ: true, pdf: false, png: false, heard: false };
    let wanted = (WantedDocument::Convention, DocumentForm::without_sources(Presentation::Clean));
    let made = pipeline::make(wanted, snapshot, &store, typ, &mut Report::default(), |_| ())?;
    let digest = snapshot.act_digest();
    let short = digest.get(..8).unwrap_or_default();
    // The code near the signatures is drawn from the digest.
    let is_drawn = |line: &&str| !line.contains("version-signee(");
    let text = |bytes: &Vec<u8>| {
        let text = String::from_utf8_lossy(bytes).replace(short, "--------");
        text.lines().filter(is_drawn).collect::<Vec<_>>().join("\n")
    };
    Some(made.files.iter().map(|(path, bytes)| (path.to_string(), text(bytes))).collect())
}

/// Applies and turns round the difference of two acts.
fn holds(before: &Snapshot, after: &Snapshot) {
    let (Some(a), Some(b)) = (outline::of(before), outline::of(after)) else { return };
    assert!(delta::between(&a, &a).is_none());
    let Some(there) = delta::between(&a, &b) else {
        assert!(delta::between(&b, &a).is_none());
        assert!(a.says_as(&b));
        return;
    };
    let back = there.mirrored();
    assert!(there.applied(&a).says_as(&b), "applied to the first, it gives the second");
    assert!(back.applied(&b).says_as(&a), "turned round, it gives the first back");
    let turned = delta::between(&b, &a).expect("what differs one way differs the other");
    assert!(turned.applied(&b).says_as(&a));
    assert!(there.mirrored().mirrored().applied(&a).says_as(&b));
}

#[test]
fn an_act_differs_from_itself_in_nothing() {
    for name in PROJECTS {
        let (one, other) = (snapshot(&files(name)).unwrap(), snapshot(&files(name)).unwrap());
        let comparison = compare::compare(&one, &other).unwrap();
        assert!(comparison.changes.is_empty() && comparison.consequences.is_empty(), "{name}");
    }
}

#[test]
fn the_difference_of_any_two_acts_is_applied_and_turned_round() {
    let all: Vec<Snapshot> = PROJECTS.iter().filter_map(|name| snapshot(&files(name))).collect();
    for before in &all {
        for after in &all {
            holds(before, after);
        }
    }
}

/// A slip in a line: another figure, another word, a line that goes, comes twice or changes place.
fn slipped(text: &str, line: usize, kind: usize) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let line = line % lines.len().max(1);
    let own = lines[line].clone();
    match kind {
        0 => {
            let digit = own.rfind(|c: char| c.is_ascii_digit());
            if let Some(at) = digit {
                let other = if &own[at..=at] == "7" { "3" } else { "7" };
                lines[line].replace_range(at..=at, other);
            }
        }
        1 => lines[line].push_str(" zq"),
        2 => drop(lines.remove(line)),
        3 => lines.insert(line, own),
        4 => {
            let other = (line + 1).min(lines.len() - 1);
            lines.swap(line, other);
        }
        _ => {
            if let Some(at) = own.find(char::is_alphabetic) {
                lines[line].insert_str(at, "zq");
            }
        }
    }
    lines.join("\n") + "\n"
}

/// The text files of the act, but for its reports and settings.
fn of_act(files: &Files) -> Vec<String> {
    let is_text = |path: &&String| path.ends_with(".md") || path.ends_with(".yaml");
    let paths = files.keys().filter(is_text).filter(|path| path.starts_with("content/"));
    paths.filter(|path| !path.contains("/rapport")).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_slip_what_is_printed_otherwise_is_told(
        name in prop::sample::select(PROJECTS.to_vec()),
        file in any::<prop::sample::Index>(),
        line in 0_usize..400,
        kind in 0_usize..6,
    ) {
        let original = files(name);
        let paths = of_act(&original);
        let path = &paths[file.index(paths.len())];
        let text = String::from_utf8(original[path].clone()).unwrap();
        let mut changed = original.clone();
        changed.insert(path.clone(), slipped(&text, line, kind).into_bytes());
        let (Some(before), Some(after)) = (snapshot(&original), snapshot(&changed)) else { return Ok(()) };
        holds(&before, &after);
        let Some(comparison) = compare::compare(&before, &after) else { return Ok(()) };
        if comparison.changes.is_empty() {
            // With an error, nothing is made: nothing is printed otherwise.
            if let (Some(a), Some(b)) = (printed(&before), printed(&after)) {
                let differs = a.iter().find(|(file, text)| b.get(*file) != Some(text));
                prop_assert!(differs.is_none(), "{}:{} ({}), {:?}", path, line, kind, differs.map(|(file, _)| file));
            }
        }
    }
}

/// The same words, which stand otherwise in the page: one difference each way.
#[test]
fn the_same_words_that_stand_otherwise_are_a_difference() {
    let path = "content/2024/articles/01-objet.md";
    let original = files("temoin");
    let with = |text: &str| {
        let mut files = original.clone();
        files.get_mut(path).unwrap().extend(format!("\nPour finir.\n\n{text}\n").bytes());
        snapshot(&files).unwrap()
    };
    for (one, other) in [
        // A note of two paragraphs, or of one; of a list; with a word in bold.
        (
            "Un mot[^n].\n\n[^n]: Une note.\n\n    Et sa suite.",
            "Un mot[^n].\n\n[^n]: Une note.\n    Et sa suite.",
        ),
        (
            "Un mot[^n].\n\n[^n]: Une note.\n\n    - Et sa suite.",
            "Un mot[^n].\n\n[^n]: Une note.\n\n    Et sa suite.",
        ),
        ("Un mot[^n].\n\n[^n]: Une **note**.", "Un mot[^n].\n\n[^n]: Une note."),
        // One quotation or two, of paragraphs or of a list.
        ("> Un.\n>\n> Deux.", "> Un.\n\n> Deux."),
        ("> Un.\n>\n> - Deux ;\n> - trois.", "> Un.\n\n> - Deux ;\n> - trois."),
        ("> Un.\n>\n> - Deux ;\n> - trois.", "> Un.\n\n- Deux ;\n- trois."),
        ("> Un.", "Un."),
        // One list or two.
        ("- Un ;\n- deux ;\n- trois ;\n- quatre.", "- Un ;\n- deux ;\n\n* trois ;\n* quatre."),
        ("1. Un ;\n2. deux.", "1. Un ;\n2) deux."),
        ("1. Un ;\n2. deux.", "2. Un ;\n3. deux."),
        ("- > Un.\n  >\n  > Deux.", "- Un.\n\n  Deux."),
        // How deep a quotation is, and what it holds.
        ("> Un.", "> > Un."),
        ("> > Un.\n>\n> Deux.", "> > Un.\n> >\n> > Deux."),
        ("> Un.\n>\n> | A | B |\n> |---|---|\n> | 1 | 2 |", "> Un.\n\n| A | B |\n|---|---|\n| 1 | 2 |"),
        ("- Un ;\n- deux.\n\n  ```\n  trois\n  ```", "- Un ;\n- deux.\n\n```\ntrois\n```"),
        (
            "- Un ;\n- deux.\n\n  | A | B |\n  |---|---|\n  | 1 | 2 |",
            "- Un ;\n- deux.\n\n| A | B |\n|---|---|\n| 1 | 2 |",
        ),
        // The titles of a table.
        ("| A | B |\n|---|---|\n| 1 | 2 |", "| **A** | B |\n|---|---|\n| 1 | 2 |"),
        (
            "| A[^n] | B |\n|---|---|\n| 1 | 2 |\n\n[^n]: Un.",
            "| A[^n] | B |\n|---|---|\n| 1 | 2 |\n\n[^n]: Deux.",
        ),
        // Letters kept, the same words set off elsewhere, a link that leads elsewhere.
        ("Un `mot  deux` là.", "Un `mot deux` là."),
        ("Un **mot** et un mot.", "Un mot et un **mot**."),
        ("[Un](https://a.fr) et deux.", "[Un](https://b.fr) et deux."),
    ] {
        let (before, after) = (with(one), with(other));
        holds(&before, &after);
        let differs = printed(&before).unwrap() != printed(&after).unwrap();
        let changes = |a, b| compare::compare(a, b).unwrap().changes;
        let (there, back) = (changes(&before, &after), changes(&after, &before));
        assert!(differs && !there.is_empty() && there.len() == back.len(), "{one}\n{other}\n{there:#?}");
        assert!(there.iter().all(|change| change.before != change.after), "{one}\n{other}\n{there:#?}");
    }
    // A list that is numbered is one change, whatever the number of its items.
    let (before, after) = (with("- Un ;\n- deux ;\n- trois."), with("1. Un ;\n2. deux ;\n3. trois."));
    let changes = compare::compare(&before, &after).unwrap().changes;
    let said: Vec<_> =
        changes.iter().map(|change| (change.before.as_deref(), change.after.as_deref())).collect();
    let before = "tiret de niveau 1, de « Un ; » à « trois. »";
    assert_eq!(
        said,
        [(Some(before), Some("élément de niveau 1, numéroté à partir de 1., de « Un ; » à « trois. »"))]
    );
    // What is added above is no difference of what stands below.
    let (before, after) = (with("> Un.\n\nDeux."), with("> Zéro.\n>\n> Un.\n\nDeux."));
    assert_eq!(compare::compare(&before, &after).unwrap().changes.len(), 1);
}

#[test]
fn what_changes_nothing_in_the_document_is_no_change() {
    let original = files("temoin");
    // Prose is wrapped otherwise: each sentence on its own line.
    let wrapped = |line: &str| match line.starts_with(char::is_uppercase) {
        true => line.replace(". ", ".\n"),
        false => line.to_owned(),
    };
    let mut changed = original.clone();
    let mut grown = 0;
    for (path, bytes) in changed.iter_mut().filter(|(path, _)| path.ends_with(".md")) {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let lines: Vec<String> = text.lines().map(wrapped).collect();
        let reflowed = format!("{}\n", lines.join("\n"));
        grown += reflowed.lines().count() - text.lines().count();
        let reflowed = reflowed.replacen("---\n", "---\n# une remarque\n", 1).replace('\n', "\r\n");
        assert!(reflowed.contains("# une remarque") || !path.contains("/2024/"));
        *bytes = reflowed.into_bytes();
    }
    assert!(grown > 0);
    let comparison = compare::compare(&snapshot(&original).unwrap(), &snapshot(&changed).unwrap()).unwrap();
    assert_eq!(comparison.changes.iter().map(|c| c.path.clone()).collect::<Vec<_>>(), Vec::<String>::new());
}
