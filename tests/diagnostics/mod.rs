//! The words of each mistake: message, place, what to do. An agent who knows neither git nor code must be able to mend the
//! file with these alone.

mod as_written;
mod codes;
mod cross_references;
mod headers;
mod keys;
mod markdown;
mod overall;
mod pasted;
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
/// A page of values that has one.
const VALUES: &str = "par_defaut: vide\nvaleurs:\n  1.1/accueils: { \"2023\": 35 }\n";
const ARTICLE: &str = "content/2024/articles/01-objet.md";
const FICHE: &str = "content/2024/fiches/01.md";

/// A project without a mistake, for the test to add one.
fn minimal() -> Scenario {
    Scenario::new().project("minimal")
}

/// The findings once a text replaces another in the fiche.
fn fiche(from: &str, a: &str) -> String {
    minimal().replace(FICHE, from, a).faults()
}

/// The findings on a paragraph added to the fiche.
fn prose(text: &str) -> String {
    fiche("Un accueil ouvre chaque matin.", text)
}

/// The findings on keys added to the header of the fiche.
fn field(yaml: &str) -> String {
    fiche("partenaires: [État]\n", &format!("partenaires: [État]\n{yaml}\n"))
}
