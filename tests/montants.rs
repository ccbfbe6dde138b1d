//! The figures of the documents are the sums of the fiches, to the cent, recomputed here another way.

use std::path::Path;

use calpae::aggregate::{executions, recapitulatif};
use calpae::model::budget::{Apport, Budget, Financement, Role};
use calpae::model::cadre::{DEPARTEMENT, ETAT, TableauAnnexe};
use calpae::model::{Dossier, Fiche};
use calpae::text::Sources;
use calpae::{document, parse, project, render, typeset};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::commun::{Essai, depot};

fn dossier(racine: &Path) -> (Dossier, Sources, project::Projet) {
    let projet = project::ouvrir(racine, None).unwrap();
    let sources = projet.sources.clone();
    let lecture = parse::lire(&sources, &projet.plan);
    assert!(lecture.diagnostics.is_empty(), "{:?}", lecture.diagnostics);
    (lecture.dossier.unwrap(), sources, projet)
}

fn euros(apport: &Apport) -> Decimal {
    match apport {
        Apport::Montant(m) => m.valeur.euros(),
        Apport::Termes(termes) => termes.iter().map(|t| t.montant.valeur.euros()).sum(),
        Apport::Absent(_) => Decimal::ZERO,
    }
}

/// What a funder pays in a fiche, « dont » taken from the line that holds them.
fn part(fiche: &Fiche, financeur: &str) -> Decimal {
    let de = |f: &Financement| f.financeur.as_ref().is_some_and(|n| n.valeur == financeur);
    let ligne = |f: &Financement| -> Decimal {
        let dont: Decimal = f.dont.iter().map(|d| euros(&d.apport)).sum();
        let propre = if de(f) { euros(&f.apport) - dont } else { Decimal::ZERO };
        propre + f.dont.iter().filter(|d| de(d)).map(|d| euros(&d.apport)).sum::<Decimal>()
    };
    let budgets = fiche.budgets.iter().filter(|b: &&Budget| b.role == Role::Convention);
    budgets.flat_map(|b| &b.financements).map(ligne).sum()
}

fn verifier(racine: &Path) {
    let (dossier, ..) = dossier(racine);
    let recapitulatif = recapitulatif::calculer(&dossier);
    for (rang, financeur) in recapitulatif.financeurs.iter().enumerate() {
        let attendu: Decimal = dossier.fiches.iter().map(|f| part(f, &financeur.id)).sum();
        assert_eq!(recapitulatif.total.parts[rang].total.euros(), attendu, "{}", financeur.id);
        let annexes: Decimal = recapitulatif.annexes.iter().map(|b| b.total.parts[rang].total.euros()).sum();
        assert_eq!(annexes, attendu);
    }
    for annexe in dossier.cadre.annexes.iter().filter(|a| a.tableau == TableauAnnexe::Executions) {
        let tableau = executions::calculer(&dossier, &annexe.id);
        for (somme, financeur) in [(&tableau.etat, ETAT), (&tableau.departement, DEPARTEMENT)] {
            let attendu: Decimal = dossier.fiches_de(&annexe.id).map(|f| part(f, financeur)).sum();
            assert_eq!(somme.total.euros(), attendu);
            assert_eq!(somme.termes.iter().map(|t| t.montant.euros()).sum::<Decimal>(), attendu);
        }
    }
}

#[test]
fn annexes_and_recapitulatif_are_the_sums_of_the_fiches() {
    verifier(depot());
    verifier(&depot().join("tests/fixtures/val-d-ambre"));
    verifier(&depot().join("tests/fixtures/minimal"));
}

#[test]
fn every_term_of_a_total_is_where_it_says() {
    let (dossier, sources, _) = dossier(depot());
    let recapitulatif = recapitulatif::calculer(&dossier);
    let etat = &recapitulatif.total.parts[0];
    assert!(etat.termes.len() >= dossier.fiches.len());
    for terme in &etat.termes {
        let ecrit = calpae::model::Montant::lire(sources.texte(terme.span)).unwrap();
        assert_eq!(ecrit, terme.montant, "{}", sources.lieu(terme.span));
    }
}

/// The text of each emitted file and of the pages.
fn pages(racine: &Path) -> Vec<String> {
    let (dossier, mut sources, projet) = dossier(racine);
    let (document, fautes) = document::convention(&dossier, "0");
    assert!(fautes.is_empty(), "{fautes:?}");
    let emission = render::convention::emettre(&document, &projet.images, &[], &mut sources).unwrap();
    let composition = typeset::composer(&emission.liasse).unwrap_or_else(|e| panic!("{}", e[0]));
    assert!(composition.avertissements().is_empty(), "{}", composition.avertissements()[0]);
    composition.textes().iter().map(|t| t.replace(['\u{202f}', '\u{a0}'], " ")).collect()
}

#[test]
fn the_act_and_its_fiches_are_both_told() {
    let pages = pages(depot());
    let tout = pages.join("\n");
    assert_eq!(tout.matches("2 574 959 €").count(), 1, "une fois, à l’article 2.2");
    let recapitulatif = pages.iter().find(|p| p.contains("Total des fiches")).unwrap();
    for figure in ["2 554 959", "2 574 959", "20 000"] {
        assert!(recapitulatif.contains(figure), "{figure} : {recapitulatif}");
    }
}

#[test]
fn one_amount_changed_changes_every_table_that_depends_on_it() {
    let essai = Essai::new().projet_du_depot();
    let avant = pages(&essai.chemin("."));
    let fiche = "content/2022/fiches/04-accompagnement-differencie.md";
    let texte = essai.lire(fiche);
    let essai = essai.ecrire(fiche, &texte.replacen("835 580,45", "835 581,45", 1));
    let apres = pages(&essai.chemin("."));
    assert_eq!(avant.len(), apres.len());
    let changees: Vec<_> =
        avant.iter().zip(&apres).filter(|(a, b)| a != b).map(|(_, b)| b.as_str()).collect();
    let tout = changees.join("\n");
    // The identity block and the table of the fiche, and in the récapitulatif its row and the totals above it.
    assert!(tout.matches("835 581,45").count() >= 3, "{tout}");
    assert!(changees.iter().any(|p| p.contains("Total des fiches")));
    assert!(!apres.join("\n").contains("835 580,45"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn totals_of_any_project_are_the_sums_of_its_fiches(
        montants in proptest::collection::vec((0u64..9_999_999_999, 0u64..9_999_999_999), 1..20)
    ) {
        let mut essai = Essai::new().projet("minimal").supprimer("content/2024/fiches/01.md");
        let ecrit = |c: u64| format!("{},{:02} €", c / 100, c % 100);
        for (rang, (etat, departement)) in montants.iter().enumerate() {
            essai = essai.ecrire(
                &format!("content/2024/fiches/{rang:02}.md"),
                &format!(
                    "---\nnumero: {}\nannexe: A\nintitule: Essai\nbudget:\n  financements:\n    - {{ financeur: etat, montant: \"{}\" }}\n    - {{ financeur: departement, montant: \"{}\" }}\n---\n",
                    rang + 1, ecrit(*etat), ecrit(*departement)
                ),
            );
        }
        let (dossier, ..) = dossier(&essai.chemin("."));
        let r = recapitulatif::calculer(&dossier);
        let somme = |choix: fn(&(u64, u64)) -> u64| Decimal::new(i64::try_from(montants.iter().map(choix).sum::<u64>()).unwrap(), 2);
        prop_assert_eq!(r.total.parts[0].total.euros(), somme(|m| m.0));
        prop_assert_eq!(r.total.parts[1].total.euros(), somme(|m| m.1));
        prop_assert_eq!(r.total.total.total.euros(), somme(|m| m.0 + m.1));
    }
}
