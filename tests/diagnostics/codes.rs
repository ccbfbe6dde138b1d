//! No code without a test: each code of the sources stands in a message that a test compares. Those of the
//! rules of `check` have their own, which runs the examples of all of them.

use std::collections::BTreeSet;
use std::path::Path;

use crate::commun::{depot, lire_arbre};

/// A code that only a program built otherwise can give, and a name that has the form of one.
const AILLEURS: [&str; 2] = ["TYP-002", "SHA-256"];

fn codes(dossier: &Path) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for (_, octets) in lire_arbre(dossier).into_iter().filter(|(nom, _)| nom.ends_with(".rs")) {
        let texte = String::from_utf8(octets).unwrap();
        for morceau in texte.split(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-')) {
            let forme = morceau.split_once('-').is_some_and(|(famille, numero)| {
                (2..=4).contains(&famille.len())
                    && famille.chars().all(|c| c.is_ascii_uppercase())
                    && numero.len() == 3
                    && numero.chars().all(|c| c.is_ascii_digit())
            });
            if forme {
                codes.insert(morceau.to_owned());
            }
        }
    }
    codes
}

#[test]
fn every_code_has_a_test() {
    let mut sources = codes(&depot().join("src"));
    for code in AILLEURS {
        assert!(sources.remove(code), "{code} n’existe plus");
    }
    sources.retain(|code| calpae::check::registre::regle(code).is_none());
    let tests = codes(&depot().join("tests"));
    let oublies: Vec<_> = sources.difference(&tests).collect();
    assert!(oublies.is_empty(), "sans test : {oublies:?}");
}
