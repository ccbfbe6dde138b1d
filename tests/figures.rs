//! Every figure of the prose is accounted for: what a typed one is, is cited again, and nothing else is.

use std::collections::BTreeMap;

use calpae::check::Selection;
use calpae::document::Imprint;
use calpae::ledger::cited::Citations;
use calpae::pipeline;
use calpae::project::fix::FixedFiles;
use calpae::project::{self, Disk, Memory, Tree};
use calpae::resolve::LinkTarget;
use calpae::snapshot::Snapshot;
use calpae::text::ProjectPath;
use proptest::prelude::*;

use crate::common::trees::in_memory;
use crate::common::{Scenario, repository};

/// The references in sentences of the articles and the fiches that print a figure, in order: their file and their target.
fn figures_cited(snapshot: &Snapshot) -> Vec<(String, LinkTarget, String)> {
    let dossier = snapshot.dossier.as_ref().unwrap();
    let citations = Citations::new(dossier);
    let cited = snapshot.links.iter().filter(|(_, link)| !link.target.stands_alone());
    cited
        .filter_map(|(span, link)| {
            let words = citations.words(&link.target)?;
            let path = snapshot.sources.source(span.file).path().to_string();
            let is_figure = words.bytes().any(|b| b.is_ascii_digit()) && path.ends_with(".md");
            is_figure.then(|| (path, link.target.clone(), words))
        })
        .collect()
}

/// The project with each of its references to a figure replaced by what it prints.
fn typed(tree: &Memory) -> Memory {
    let snapshot = Snapshot::read(project::open(tree, None).unwrap());
    let citations = Citations::new(snapshot.dossier.as_ref().unwrap());
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let links: Vec<_> = snapshot.links.iter().collect();
    for (span, link) in links.into_iter().rev().filter(|(_, link)| !link.target.stands_alone()) {
        let source = snapshot.sources.source(span.file);
        let path = source.path().to_string();
        let Some(words) = citations.words(&link.target) else { continue };
        if !words.bytes().any(|b| b.is_ascii_digit()) || !path.ends_with(".md") {
            continue;
        }
        let text = texts.entry(path).or_insert_with(|| source.text().to_owned());
        text.replace_range(span.start..span.end, &words);
    }
    let mut copy = tree.clone();
    for (path, text) in texts {
        copy.insert(ProjectPath::new(&path).unwrap(), text.into_bytes());
    }
    copy
}

/// The project as `check --fix` leaves it, with the repairs of this rule only.
fn linked_again(tree: &Memory) -> Snapshot {
    let mut fixes = FixedFiles::new(tree);
    let selection = Selection { chosen: ["FRM-018".to_owned()].into(), ..Selection::default() };
    let snapshot = Snapshot::read(project::open(tree, None).unwrap());
    let report = pipeline::check(&snapshot, &selection);
    let edits: Vec<_> = report.diagnostics().iter().flat_map(|d| d.fix.iter().cloned()).collect();
    fixes.apply(&snapshot.sources, &edits).unwrap();
    Snapshot::read(project::open(fixes.tree(), None).unwrap())
}

#[test]
fn typed_figures_of_the_convention_are_cited_again_and_no_other_is() {
    for project in [repository().to_owned(), repository().join("tests/fixtures/quatre-ans")] {
        let tree = in_memory(&Disk::new(&project));
        let original = figures_cited(&Snapshot::read(project::open(&tree, None).unwrap()));
        let back = figures_cited(&linked_again(&typed(&tree)));
        let mut missed = original.clone();
        let mut wrong = back;
        wrong.retain(|found| {
            match missed.iter().position(|wanted| wanted.0 == found.0 && wanted.2 == found.2) {
                Some(at) => {
                    let wanted = missed.remove(at);
                    // Two names of one datum print the same for ever; two data do not.
                    wanted.1 != found.1 && !are_the_same(&wanted.1, &found.1)
                }
                None => true,
            }
        });
        assert!(wrong.is_empty(), "{} : {wrong:#?}", project.display());
        let back = original.len() - missed.len();
        assert!(
            back * 10 >= original.len() * 9,
            "{} : {back} sur {}, il manque {missed:#?}",
            project.display(),
            original.len()
        );
    }
}

/// Whether two targets are one datum: what the act announces of the State and what the fiches give it, what pays for a budget
/// and what it costs.
fn are_the_same(a: &LinkTarget, b: &LinkTarget) -> bool {
    use calpae::resolve::FicheDatum::{BudgetTotal, ChargesTotal, FinancementsTotal};
    let budgets = |target: &LinkTarget| match target {
        LinkTarget::Fiche {
            fiche,
            datum: BudgetTotal(ranks) | ChargesTotal(ranks) | FinancementsTotal(ranks),
        } => Some((*fiche, ranks.clone())),
        _ => None,
    };
    budgets(a).is_some() && budgets(a) == budgets(b)
}

#[test]
fn the_pages_of_an_act_stay_the_same_when_its_figures_are_cited() {
    let tree = in_memory(&Disk::new(repository()));
    let original = Snapshot::read(project::open(&tree, None).unwrap());
    let back = linked_again(&typed(&tree));
    let printed = |snapshot: &Snapshot| {
        let dossier = snapshot.dossier.as_ref().unwrap();
        let document = calpae::document::convention(dossier, &snapshot.links, Imprint::annotated("0"));
        let (store, _) = calpae::render::TemplateStore::new(snapshot);
        calpae::render::convention::emit(&document, snapshot, &store).unwrap().bundle.files
    };
    let (before, after) = (printed(&original), printed(&back));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (path, bytes) in &before {
        // A sign at the start of a run of text is escaped, and prints the same.
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\\', "");
        let (was, is) = (text(bytes), text(&after[path]));
        let differing = was.lines().zip(is.lines()).find(|(was, is)| was != is);
        assert!(was == is, "{path:?} : {differing:#?}");
    }
}

#[test]
fn the_inventory_counts_the_figures_and_says_what_they_can_cite() {
    let outcome = Scenario::new()
        .project("temoin")
        .replace(
            "content/2024/articles/02-financement.md",
            "**{convention.montant_etat}**",
            "**90 666,67 €**",
        )
        .args(["check", "--figures"])
        .run();
    insta::assert_snapshot!(outcome);
}

#[test]
fn a_source_or_a_declaration_holds_a_figure() {
    let with = |figures: &str| {
        let outcome = Scenario::new()
            .project("temoin")
            .replace(
                "content/2024/convention.yaml",
                "montant_etat: \"90 666,67 €\"",
                &format!("montant_etat: \"90 666,67 €\"\n{figures}"),
            )
            .args(["check", "--figures", "--format", "json"])
            .run();
        let record: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
        let all = &record["ensemble"];
        ["sources", "declares", "libres"].map(|key| all[key].as_u64().unwrap())
    };
    let [sources, declared, free] = with("");
    let line =
        |why: &str| format!("chiffres:\n  - {{ lieu: fiches/02, extrait: au prix de 9 120 €, {why} }}");
    assert_eq!(with(&line("source: marché 2023-12")), [sources + 1, declared, free - 1]);
    assert_eq!(with(&line("raison: prix de départ")), [sources, declared + 1, free - 1]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever amount is written, in whatever sentence, a repair that cites a datum prints the very words that were typed.
    #[test]
    fn a_repair_never_changes_what_is_printed(
        sentence in prop::sample::select(vec![
            "La contribution de l'État est de {}.",
            "Le coût total de l'action est de {}.",
            "Le FSE apporte {} et l'État le reste.",
            "Une subvention de {} est versée à l'association.",
            "Au total, {} sont prévus.",
        ]),
        amount in prop::sample::select(vec!["20 000 €", "40 000 €", "15 000 €", "5 000 €", "30 880 €", "12 345 €", "20 000,00 €", "20 000 euros"]),
    ) {
        let written = sentence.replace("{}", amount);
        let mut tree = in_memory(&Disk::new(repository().join("tests/fixtures/temoin")));
        let path = ProjectPath::new("content/2024/fiches/02-diagnostics.md").unwrap();
        let text = String::from_utf8(tree.read(&path, 1 << 20).unwrap()).unwrap();
        tree.insert(path.clone(), text.replace("Deux conseillers suivent", &format!("{written}\n\nDeux conseillers suivent")).into_bytes());
        let back = linked_again(&tree);
        let citations = Citations::new(back.dossier.as_ref().unwrap());
        let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
        for (span, link) in back.links.iter().filter(|(_, link)| !link.target.stands_alone()) {
            let source = back.sources.source(span.file);
            if source.path() == &path {
                prop_assert_eq!(plain(&citations.words(&link.target).unwrap()), plain(amount));
            }
        }
    }
}
