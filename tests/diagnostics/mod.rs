//! What the program says of each mistake: the whole sentence, the place, what to do. A chargée de mission who
//! knows neither git nor code must be able to mend her file with these words alone.

mod cles;
mod codes;
mod ensemble;
mod entetes;
mod gabarits;
mod markdown;
mod projet;
mod renvois;
mod structures;
mod tableaux;
mod textes;
mod valeurs;
mod yaml;

use crate::commun::Essai;

const ORGANISATION: &str = "content/organisation.yaml";
const CADRE: &str = "content/cadres/essai.yaml";
const CONVENTION: &str = "content/2024/convention.yaml";
const INDICATEURS: &str = "content/2024/indicateurs.yaml";
const ARTICLE: &str = "content/2024/articles/01-objet.md";
const FICHE: &str = "content/2024/fiches/01.md";

/// A project without a mistake, for the test to make one.
fn minimal() -> Essai {
    Essai::new().projet("minimal")
}

/// What is said of the fiche once a text stands in place of another.
fn fiche(de: &str, a: &str) -> String {
    minimal().remplacer(FICHE, de, a).fautes()
}

/// What is said of a paragraph of the fiche.
fn prose(texte: &str) -> String {
    fiche("Un accueil ouvre chaque matin.", texte)
}

/// What is said of keys added to the header of the fiche.
fn champ(yaml: &str) -> String {
    fiche("partenaires: [État]\n", &format!("partenaires: [État]\n{yaml}\n"))
}
