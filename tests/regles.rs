//! Every rule of `check` on the project that shows them, `tests/fixtures/temoin`: right as it is, wrong in one
//! way with the example of the rule, and right again with the texts that only resemble the fault.

use std::collections::BTreeSet;

use calpae::check::registre::REGLES;
use calpae::check::{Changement, Reglages, verifier};
use calpae::{parse, project};

use crate::commun::Essai;

fn temoin(changements: &[&[Changement]]) -> Essai {
    appliquer("temoin", changements)
}

/// The project that shows a rule: those of the report have their own, so that a fault of the act elsewhere does
/// not also restate what was signed.
fn projet_de(code: &str) -> (&'static str, Reglages) {
    if code.starts_with("RAP") {
        ("temoin-rapport", Reglages { choisies: ["RAP".to_owned()].into(), ..Reglages::default() })
    } else {
        ("temoin", Reglages::default())
    }
}

fn appliquer(projet: &str, changements: &[&[Changement]]) -> Essai {
    changements
        .iter()
        .flat_map(|c| c.iter())
        .fold(Essai::new().projet(projet), |essai, c| essai.remplacer(c.fichier, c.de, c.a))
}

/// The findings as `code lieu message`.
fn constats(essai: &Essai, reglages: &Reglages) -> Vec<String> {
    let projet = project::ouvrir(&essai.chemin(""), None).unwrap();
    assert_eq!(projet.diagnostics, []);
    let lecture = parse::lire(&projet.sources, &projet.plan);
    assert_eq!(lecture.diagnostics, [], "l’exemple d’une règle doit se lire");
    let bilan = verifier(&lecture.dossier.unwrap(), &projet.sources, reglages);
    let dire = |d: calpae::diagnostic::Diagnostic| {
        format!("{} {} {}", d.code, projet.sources.lieu(d.etiquettes[0].span), d.message)
    };
    bilan.constats.into_iter().map(dire).collect()
}

#[test]
fn the_project_that_shows_the_rules_is_right() {
    assert_eq!(constats(&temoin(&[]), &Reglages::default()), Vec::<String>::new());
}

#[test]
fn the_fault_of_each_rule_gives_its_finding_and_no_other() {
    let mut manques = Vec::new();
    for regle in REGLES {
        let exemple = &regle.exemple;
        let (projet, reglages) = projet_de(regle.code);
        assert!(!exemple.faute.is_empty(), "{} n’a pas d’exemple", regle.code);
        let avant = constats(&appliquer(projet, &[exemple.contexte]), &reglages);
        if !avant.is_empty() {
            manques.push(format!("{} : le contexte de l’exemple donne {avant:#?}", regle.code));
        }
        let trouves = constats(&appliquer(projet, &[exemple.contexte, exemple.faute]), &reglages);
        let codes: BTreeSet<&str> = trouves.iter().filter_map(|t| t.split(' ').next()).collect();
        if codes != BTreeSet::from([regle.code]) {
            manques.push(format!("{} : sa faute donne {trouves:#?}", regle.code));
        }
        for admis in exemple.admis {
            let trouves =
                constats(&appliquer(projet, &[exemple.contexte, std::slice::from_ref(admis)]), &reglages);
            if !trouves.is_empty() {
                manques.push(format!("{} : « {} » est admis et donne {trouves:#?}", regle.code, admis.a));
            }
        }
    }
    assert!(manques.is_empty(), "{}", manques.join("\n"));
}

#[test]
fn codes_are_unique_sorted_and_of_a_known_family() {
    let codes: Vec<&str> = REGLES.iter().map(|r| r.code).collect();
    assert!(codes.windows(2).all(|c| c[0] < c[1]), "{codes:?}");
    let familles: Vec<&str> = calpae::check::registre::FAMILLES.iter().map(|(f, _)| *f).collect();
    for code in codes {
        let (famille, numero) = code.split_once('-').unwrap();
        assert!(familles.contains(&famille) && numero.len() == 3, "{code}");
    }
}
