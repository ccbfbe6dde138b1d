//! The figures printed in the documents are the sums of the fiches, to the cent, recomputed here in another way.

use std::path::Path;

use calpae::document::Imprint;
use calpae::ledger::{executions, recapitulatif};
use calpae::model::budget::{Budget, Contribution, Financement, Role};
use calpae::model::cadre::AxeTable;
use calpae::model::{Dossier, Fiche};
use calpae::project::{self, Disk};
use calpae::render::TemplateStore;
use calpae::snapshot::Snapshot;
use calpae::text::Sources;
use calpae::{document, parse, render, typeset};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::common::{Scenario, repository};

fn dossier(root: &Path) -> (Dossier, Sources, project::Project) {
    let project = project::open(&Disk::new(root), None).unwrap();
    let sources = project.sources.clone();
    let reading = parse::read(&sources, &project.plan);
    assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
    (reading.dossier.unwrap(), sources, project)
}

fn euros(contribution: &Contribution) -> Decimal {
    match contribution {
        Contribution::Montant(m) => m.value.euros(),
        Contribution::Terms(terms) => terms.iter().map(|t| t.montant.value.euros()).sum(),
        Contribution::ByExercice(_) | Contribution::Absent(_) => Decimal::ZERO,
    }
}

/// What a financeur pays in a fiche; « dont » lines are taken out of the line that contains them.
fn share(fiche: &Fiche, financeur: &str) -> Decimal {
    let from = |f: &Financement| f.financeur.as_ref().is_some_and(|n| n.value == financeur);
    let line = |f: &Financement| -> Decimal {
        let of_which: Decimal = f.of_which.iter().map(|d| euros(&d.contribution)).sum();
        let own = if from(f) { euros(&f.contribution) - of_which } else { Decimal::ZERO };
        own + f.of_which.iter().filter(|d| from(d)).map(|d| euros(&d.contribution)).sum::<Decimal>()
    };
    let budgets = fiche.budgets.iter().filter(|b: &&Budget| b.role == Role::Convention);
    budgets.flat_map(|b| &b.financements).map(line).sum()
}

fn check(root: &Path) {
    let (dossier, ..) = dossier(root);
    let recapitulatif = recapitulatif::summarize(&dossier);
    for (index, financeur) in recapitulatif.financeurs.iter().enumerate() {
        let expected: Decimal = dossier.fiches.iter().map(|f| share(f, &financeur.id)).sum();
        assert_eq!(recapitulatif.total.shares[index].total.euros(), expected, "{}", financeur.id);
        let annexes: Decimal = recapitulatif.axes.iter().map(|b| b.total.shares[index].total.euros()).sum();
        assert_eq!(annexes, expected);
    }
    for annexe in dossier.cadre.axes.iter().filter(|a| a.table == Some(AxeTable::Executions)) {
        let table = executions::table(&dossier, &annexe.id.value);
        for (sum, financeur) in [(&table.etat, "etat"), (&table.departement, "departement")] {
            let expected: Decimal = dossier.fiches_of(&annexe.id.value).map(|f| share(f, financeur)).sum();
            assert_eq!(sum.total.euros(), expected);
            assert_eq!(sum.terms.iter().map(|t| t.montant.euros()).sum::<Decimal>(), expected);
        }
    }
}

#[test]
fn annexes_and_recapitulatif_are_the_sums_of_the_fiches() {
    check(repository());
    check(&repository().join("tests/fixtures/val-d-ambre"));
    check(&repository().join("tests/fixtures/minimal"));
}

#[test]
fn every_term_of_a_total_is_where_it_says() {
    let (dossier, sources, _) = dossier(repository());
    let recapitulatif = recapitulatif::summarize(&dossier);
    let etat = &recapitulatif.total.shares[0];
    assert!(etat.terms.len() >= dossier.fiches.len());
    for term in &etat.terms {
        let written = calpae::model::Montant::read(sources.text(term.span)).unwrap();
        assert_eq!(written, term.montant, "{}", sources.location(term.span));
    }
}

/// The text of the emitted files and of the pages.
fn pages(root: &Path) -> Vec<String> {
    let snapshot = Snapshot::read(project::open(&Disk::new(root), None).unwrap());
    assert!(snapshot.findings().next().is_none(), "{:?}", snapshot.findings().collect::<Vec<_>>());
    let document = document::convention(snapshot.whole().unwrap(), &snapshot.links, Imprint::annotated("0"));
    let (store, _) = TemplateStore::new(&snapshot);
    let emission = render::convention::emit(&document, &snapshot, &store).unwrap();
    let composition = typeset::compose(&emission.bundle).unwrap_or_else(|e| panic!("{}", e[0]));
    assert!(composition.typst_warnings().is_empty(), "{}", composition.typst_warnings()[0]);
    composition.texts().iter().map(|t| t.replace(['\u{202f}', '\u{a0}'], " ")).collect()
}

#[test]
fn the_act_and_its_fiches_are_both_told() {
    let pages = pages(repository());
    let whole = pages.join("\n");
    assert_eq!(whole.matches("2 574 959 €").count(), 1, "une fois, à l’article 2.2");
    let recapitulatif = pages.iter().find(|p| p.contains("Total des fiches")).unwrap();
    for figure in ["2 554 959", "2 574 959", "20 000"] {
        assert!(recapitulatif.contains(figure), "{figure} : {recapitulatif}");
    }
}

#[test]
fn one_amount_changed_changes_every_table_that_depends_on_it() {
    let scenario = Scenario::new().repository_project();
    let before = pages(&scenario.path("."));
    let fiche = "content/2022/fiches/04-accompagnement-differencie.md";
    let text = scenario.read(fiche);
    let scenario = scenario.write(fiche, &text.replacen("835 580,45", "835 581,45", 1));
    let after = pages(&scenario.path("."));
    assert_eq!(before.len(), after.len());
    let changed: Vec<_> =
        before.iter().zip(&after).filter(|(a, b)| a != b).map(|(_, b)| b.as_str()).collect();
    let whole = changed.join("\n");
    // Identity block and table of the fiche; its row and the totals in the récapitulatif.
    assert!(whole.matches("835 581,45").count() >= 3, "{whole}");
    assert!(changed.iter().any(|p| p.contains("Total des fiches")));
    assert!(!after.join("\n").contains("835 580,45"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn totals_of_any_project_are_the_sums_of_its_fiches(
        montants in proptest::collection::vec((0u64..9_999_999_999, 0u64..9_999_999_999), 1..20)
    ) {
        let mut scenario = Scenario::new().project("minimal").delete("content/2024/fiches/01.md");
        let written = |c: u64| format!("{},{:02} €", c / 100, c % 100);
        for (index, (etat, departement)) in montants.iter().enumerate() {
            scenario = scenario.write(
                &format!("content/2024/fiches/{index:02}.md"),
                &format!(
                    "---\nnumero: {}\nannexe: A\nintitule: Essai\nbudget:\n  financements:\n    - {{ financeur: etat, montant: \"{}\" }}\n    - {{ financeur: departement, montant: \"{}\" }}\n---\n",
                    index + 1, written(*etat), written(*departement)
                ),
            );
        }
        let (dossier, ..) = dossier(&scenario.path("."));
        let r = recapitulatif::summarize(&dossier);
        let sum = |choice: fn(&(u64, u64)) -> u64| Decimal::new(i64::try_from(montants.iter().map(choice).sum::<u64>()).unwrap(), 2);
        prop_assert_eq!(r.total.shares[0].total.euros(), sum(|m| m.0));
        prop_assert_eq!(r.total.shares[1].total.euros(), sum(|m| m.1));
        prop_assert_eq!(r.total.total.total.euros(), sum(|m| m.0 + m.1));
    }
}
