//! The pages of `docs/regles/` are the program's own text. `CALPAE_MAJ=1 cargo test docs` writes them again.

use std::collections::BTreeMap;
use std::fs;

use calpae::check::{page, registre::REGLES};

use crate::commun::depot;

fn pages() -> BTreeMap<String, String> {
    let mut pages: BTreeMap<_, _> =
        REGLES.iter().map(|r| (format!("{}.md", r.code), page::markdown(r))).collect();
    pages.insert("README.md".to_owned(), page::index());
    pages
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the pages are written again from the program, on request")]
fn the_pages_of_the_rules_are_those_of_the_program() {
    let dossier = depot().join("docs/regles");
    if std::env::var("CALPAE_MAJ").is_ok() {
        let _ = fs::remove_dir_all(&dossier);
        fs::create_dir_all(&dossier).unwrap();
        for (nom, texte) in pages() {
            fs::write(dossier.join(nom), texte).unwrap();
        }
    }
    let ecrites: BTreeMap<String, String> = fs::read_dir(&dossier)
        .unwrap()
        .map(|e| e.unwrap())
        .map(|e| (e.file_name().into_string().unwrap(), fs::read_to_string(e.path()).unwrap()))
        .collect();
    let perimees: Vec<String> = pages()
        .into_iter()
        .filter(|(nom, texte)| ecrites.get(nom) != Some(texte))
        .map(|(nom, _)| nom)
        .chain(ecrites.keys().filter(|nom| !pages().contains_key(*nom)).cloned())
        .collect();
    assert!(perimees.is_empty(), "pages périmées (CALPAE_MAJ=1 cargo test docs) : {perimees:?}");
}

#[test]
fn every_rule_says_what_why_and_from_where() {
    for r in REGLES {
        for texte in [r.titre, r.verifie, r.pourquoi, r.source] {
            assert!(
                texte.trim().len() > 15 && !texte.replace("« TODO »", "").contains("TODO"),
                "{} : « {texte} »",
                r.code
            );
        }
        assert!(
            !r.titre.ends_with('.') && r.verifie.ends_with(['.', '…']) && r.pourquoi.ends_with('.'),
            "{}",
            r.code
        );
    }
}

#[test]
fn every_code_of_the_other_stages_is_explained() {
    let mut manquants = Vec::new();
    for (nom, octets) in crate::commun::lire_arbre(&depot().join("src")) {
        let texte = String::from_utf8(octets).unwrap();
        for morceau in texte.split('"').skip(1).step_by(2) {
            let forme = morceau.split_once('-').is_some_and(|(f, n)| {
                f.len() >= 2
                    && f.chars().all(|c| c.is_ascii_uppercase())
                    && n.len() == 3
                    && n.parse::<u16>().is_ok()
            });
            if forme && page::expliquer(morceau).is_none() {
                manquants.push(format!("{nom} : {morceau}"));
            }
        }
    }
    assert!(manquants.is_empty(), "{manquants:#?}");
}
