//! What the program says of each mistake: the whole sentence, the place, what to do. A chargée de mission who
//! knows neither git nor code must be able to mend her file with these words alone.

mod codes;
mod cross_references;
mod headers;
mod keys;
mod markdown;
mod overall;
mod project;
mod structures;
mod tables;
mod templates;
mod texts;
mod values;
mod yaml;

use crate::common::Scenario;

const ORGANISATION: &str = "content/organisation.yaml";
const CADRE: &str = "content/cadres/essai.yaml";
const CONVENTION: &str = "content/2024/convention.yaml";
const INDICATEURS: &str = "content/2024/indicateurs.yaml";
const ARTICLE: &str = "content/2024/articles/01-objet.md";
const FICHE: &str = "content/2024/fiches/01.md";

/// A project without a mistake, for the test to make one.
fn minimal() -> Scenario {
    Scenario::new().project("minimal")
}

/// What is said of the fiche once a text stands in place of another.
fn fiche(from: &str, a: &str) -> String {
    minimal().replace(FICHE, from, a).faults()
}

/// What is said of a paragraph of the fiche.
fn prose(text: &str) -> String {
    fiche("Un accueil ouvre chaque matin.", text)
}

/// What is said of keys added to the header of the fiche.
fn field(yaml: &str) -> String {
    fiche("partenaires: [État]\n", &format!("partenaires: [État]\n{yaml}\n"))
}
