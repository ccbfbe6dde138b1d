//! `calpae new edition`: what continues is carried over, what must be decided is marked, `check` lists it.

use calpae::model::Mesurage;
use calpae::model::fiche::LigneObjectif;
use calpae::{parse, project};

use crate::commun::{Essai, lire_arbre};

const MARQUE: &str = "# à décider";

/// What `check` says of an edition, as file below it, line, and the rest of the sentence.
fn constats(essai: &Essai) -> Vec<(String, String, String)> {
    let issue = essai.lancer();
    assert_eq!((issue.code, issue.stderr.as_str()), (0, ""), "{issue}");
    let couper = |l: &str| {
        let parties: Vec<&str> = l.splitn(4, ':').collect();
        let fichier = parties[0].splitn(3, '/').nth(2).unwrap().to_owned();
        (fichier, parties[1].to_owned(), parties[3].trim().to_owned())
    };
    issue.stdout.lines().map(couper).collect()
}

/// The marks of the new edition as `file:line`, and the findings of its first check, those that the edition
/// before has as well left aside: they come with what is carried over.
fn marques_et_constats(essai: &Essai, avant: &[(String, String, String)]) -> (Vec<String>, Vec<String>) {
    let mut marques = Vec::new();
    for (nom, octets) in lire_arbre(&essai.chemin("content/2025")) {
        let texte = String::from_utf8_lossy(&octets).into_owned();
        let lignes = texte.lines().enumerate().filter(|(_, l)| l.contains(MARQUE));
        marques.extend(lignes.map(|(i, _)| format!("content/2025/{nom}:{}", i + 1)));
    }
    marques.sort();
    let herite = |f: &str, quoi: &str| avant.iter().any(|(fichier, _, q)| fichier == f && q == quoi);
    let mut constats: Vec<String> = constats(essai)
        .into_iter()
        .filter(|(fichier, _, quoi)| !herite(fichier, quoi))
        .map(|(fichier, ligne, quoi)| {
            assert!(quoi.contains("RAP-013"), "{fichier}:{ligne} {quoi}");
            format!("content/2025/{fichier}:{ligne}")
        })
        .collect();
    constats.sort();
    (marques, constats)
}

#[test]
fn the_first_check_lists_exactly_what_must_be_decided() {
    for projet in ["temoin", "temoin-rapport"] {
        let essai = Essai::new().projet(projet).args(["new", "edition", "2025", "--from", "2024"]);
        let avant = lire_arbre(&essai.chemin("content/2024"));
        let issue = essai.lancer();
        assert_eq!((issue.code, issue.stderr.as_str()), (0, ""), "{issue}");
        assert!(lire_arbre(&essai.chemin("content/2024")) == avant, "l’édition reprise a changé");
        let essai = essai.args(["check", "--edition", "2024", "--ignore", "RAP", "--format", "short"]);
        let herites = constats(&essai);
        let essai = essai.args(["check", "--edition", "2025", "--format", "short"]);
        let (marques, constats) = marques_et_constats(&essai, &herites);
        assert!(marques.len() > 10);
        assert_eq!(marques, constats, "{projet}");
    }
}

#[test]
fn images_are_copied_to_the_byte_and_words_are_kept() {
    let essai = Essai::new().projet("temoin").args(["new", "edition", "2025"]);
    assert_eq!(essai.lancer().code, 0);
    let arbre = lire_arbre(&essai.chemin("content"));
    assert!(arbre["2024/images/parcours.png"] == arbre["2025/images/parcours.png"]);
    // An article is kept to the word; only its header says that a year is to be read again.
    let article = "articles/03-suivi.md";
    let (avant, apres) =
        (essai.lire(&format!("content/2024/{article}")), essai.lire(&format!("content/2025/{article}")));
    assert_eq!(apres.replace("     # à décider : le texte, qui nomme une année", ""), avant);
    let corps = |nom: &str| essai.lire(nom).split("\n---\n").nth(1).unwrap().to_owned();
    let fiche = "fiches/01-accueil.md";
    assert_eq!(corps(&format!("content/2024/{fiche}")), corps(&format!("content/2025/{fiche}")));
}

#[test]
fn the_last_results_are_where_the_next_year_starts() {
    let essai = Essai::new().projet("temoin-rapport").args(["new", "edition", "2025"]);
    assert_eq!(essai.lancer().code, 0);
    let projet = project::ouvrir(&essai.chemin(""), Some("2025")).unwrap();
    let lecture = parse::lire(&projet.sources, &projet.plan);
    assert_eq!(lecture.diagnostics, []);
    let dossier = lecture.dossier.unwrap();
    let objectifs = dossier.fiches[0].objectifs.as_ref().unwrap();
    assert_eq!(objectifs.colonnes[0].valeur, "Résultat 2024");
    let LigneObjectif::Indicateur { cases, .. } = &objectifs.lignes[0] else { panic!() };
    let Mesurage::Nombre(n) = &cases[0][0].mesurage.valeur else { panic!("{:?}", cases[0]) };
    assert_eq!(n.valeur.to_string(), "1450");
    assert!(essai.lire("content/2025/fiches/02-equipe-mobile.md").contains("\"2024\": \"16 000 €\""));
    assert!(essai.lire("content/2025/convention.yaml").contains("execution: du 2025-04-01 au 2026-03-31"));
}

#[test]
fn an_edition_that_exists_is_left_alone() {
    let essai = Essai::new().projet("temoin").ecrire("content/2025/note.txt", "à moi");
    let essai = essai.args(["new", "edition", "2025"]);
    let issue = essai.lancer();
    assert_eq!(issue.code, 2, "{issue}");
    assert!(issue.stderr.contains("existe déjà"), "{issue}");
    assert_eq!(lire_arbre(&essai.chemin("content/2025")).len(), 1);
    let issue = Essai::new().projet("temoin").args(["new", "edition", "2024"]).lancer();
    assert_eq!(issue.code, 2, "{issue}");
}

#[test]
fn in_an_act_that_was_voted_a_point_to_decide_is_an_error() {
    let essai = Essai::new()
        .projet("temoin-rapport")
        .remplacer(
            "content/2024/convention.yaml",
            "lieu: Vaunes-le-Haut",
            "lieu: Vaunes-le-Haut # à décider : le lieu",
        )
        .args(["check", "--select", "RAP-013", "--format", "short"]);
    let issue = essai.lancer();
    assert_eq!(issue.code, 1, "{issue}");
    assert!(issue.stdout.contains("erreur RAP-013: à décider : le lieu"), "{issue}");
}
