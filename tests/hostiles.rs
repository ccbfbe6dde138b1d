//! Texts that nobody writes by hand and that a bad paste makes: paragraphs as long as is admitted, a hundred
//! kilobytes in all, one word as long. All the rules run on each; nothing is timed, but a rule that reads a paragraph once for each of its
//! numbers makes this test last minutes.

use calpae::check::{self, Reglages};
use calpae::diagnostic::vue;
use calpae::{diagnostic, parse, project};

use crate::commun::Essai;

const FICHE: &str = "content/2024/fiches/02-diagnostics.md";
/// Bytes of a paragraph: a longer one is refused. Five make a hundred kilobytes.
const TAILLE: usize = 19_900;

/// What is repeated to make the paragraph.
const MOTIFS: [&str; 16] = [
    "a",
    "1",
    "é",
    "RSA ",
    "la fiche 3 vaut 12 € ",
    "3 postes à 2 € soit 7 € ",
    "1 € + 1 € + ",
    "5 % de 10 € par jour, ",
    "en mars 2024, fin 2025, le 3 mai 2024 a été rendu, ",
    "l'article 4 et l'annexe B ",
    "accompagnement global, acompagnement ",
    "`a` ``b ",
    "{budget ",
    "un  mot , 95% \"oui\" ",
    "« ( [ ",
    "n ° 5... etc... ",
];

fn verifier(texte: &str) {
    assert!(texte.len() > TAILLE - 200 && texte.len() <= 20_000);
    let essai = Essai::new().projet("temoin").ajouter(FICHE, &format!("\n\n{texte}\n").repeat(5));
    let projet = project::ouvrir(&essai.chemin(""), None).unwrap();
    let lecture = parse::lire(&projet.sources, &projet.plan);
    // What cannot be read has been told, and is not checked.
    let Some(dossier) = lecture.dossier else { return };
    let trouves = check::verifier(&dossier, &projet.sources, &Reglages::default());
    let mut rapport = diagnostic::Rapport::default();
    rapport.etendre(trouves.constats);
    let (vus, _) = vue::constats(&rapport, &projet.sources);
    for vu in vus.iter().flat_map(|c| &c.lieux) {
        assert!(vu.debut.ligne <= vu.fin.ligne && vu.debut.colonne > 0);
        assert!(vu.ligne.chars().count() < 200, "{}", vu.ligne);
    }
}

#[test]
fn a_paragraph_of_seven_pages_is_checked_as_any_other() {
    for motif in MOTIFS {
        verifier(&motif.repeat(TAILLE / motif.len()));
    }
}

#[test]
fn a_long_paragraph_of_all_sorts_is_checked_too() {
    verifier(&MOTIFS.concat().repeat(TAILLE / MOTIFS.concat().len()));
}
