//! The rules of law by which the acts of a collectivité are in force: sent to the State's representative, and published or
//! notified. It is their one table.
//!
//! Sources: CGCT, art. L. 2131-1 as ordonnance n° 2021-1310 rewrote it, art. 6 (communes); art. L. 2511-1 (the Ville de Paris
//! follows the rules of communes); art. L. 5211-3 (groupings follow L. 2131-1); art. L. 3131-1 (départements, of which the
//! Collectivité européenne d'Alsace is one: décret n° 2019-142); art. L. 3611-3 (the métropole de Lyon follows title III of
//! book I of the third part, so L. 3131-1); art. L. 4141-1 (régions). For Guyane and Martinique, art. L. 7131-1 and L. 7231-1, to
//! which the code des relations entre le public et l'administration refers for their entry into force. For Corse, Mayotte and
//! the other collectivités of a status of their own, no article was found that is sure, and none is cited.

use super::parties::{Collectivite, CollectiviteKind};
use crate::lang::flat;

const OF_DEPARTEMENT: &str = "CGCT, art. L. 3131-1";
/// No article is better than a wrong one.
const NOT_KNOWN: &str = "selon les règles de contrôle de légalité applicables à cette collectivité";

/// Those that have rules of their own beside the other acts of their kind, by a word of their name, folded.
const BY_NAME: [(CollectiviteKind, &str, &str); 9] = [
    (CollectiviteKind::Metropole, "lyon", "CGCT, art. L. 3131-1, par renvoi de l’art. L. 3611-3"),
    (CollectiviteKind::Special, "alsace", OF_DEPARTEMENT),
    (CollectiviteKind::Special, "guyane", "CGCT, art. L. 7131-1"),
    (CollectiviteKind::Special, "martinique", "CGCT, art. L. 7231-1"),
    (CollectiviteKind::Departement, "mayotte", NOT_KNOWN),
    (CollectiviteKind::Region, "corse", NOT_KNOWN),
    (CollectiviteKind::Region, "guyane", NOT_KNOWN),
    (CollectiviteKind::Region, "martinique", NOT_KNOWN),
    (CollectiviteKind::Region, "mayotte", NOT_KNOWN),
];

/// The article of law by which the acts of a collectivité are in force, or words in its place when none is sure.
pub fn force_source(collectivite: &Collectivite) -> &'static str {
    let name = flat(&collectivite.name.value);
    let has = |word: &str| name.split(|c: char| !c.is_alphanumeric()).any(|own| own == word);
    let own = BY_NAME.iter().find(|(kind, word, _)| *kind == collectivite.kind && has(word));
    own.map_or_else(|| of_kind(collectivite.kind), |(_, _, source)| source)
}

fn of_kind(kind: CollectiviteKind) -> &'static str {
    match kind {
        CollectiviteKind::Commune | CollectiviteKind::City => "CGCT, art. L. 2131-1",
        CollectiviteKind::Metropole | CollectiviteKind::Community => {
            "CGCT, art. L. 2131-1, par renvoi de l’art. L. 5211-3"
        }
        CollectiviteKind::Region => "CGCT, art. L. 4141-1",
        CollectiviteKind::Departement => OF_DEPARTEMENT,
        CollectiviteKind::Special => NOT_KNOWN,
    }
}

#[cfg(test)]
mod tests {
    use super::{Collectivite, CollectiviteKind, force_source};
    use crate::text::{ProjectPath, Sources, Span, Spanned};

    fn collectivite(kind: CollectiviteKind, name: &str) -> Collectivite {
        let mut sources = Sources::default();
        let file = sources.add(ProjectPath::new("content/organisation.yaml").unwrap(), "");
        let word = |text: &str| Spanned::new(text.to_owned(), Span { file, start: 0, end: 0 });
        Collectivite { kind, name: word(name), name_with_de: word(""), code: word(""), siren: word("") }
    }

    #[test]
    fn the_law_is_that_of_the_collectivite() {
        for (kind, name, expected) in [
            (CollectiviteKind::Departement, "Haute-Vaunoise", "L. 3131-1"),
            (CollectiviteKind::Commune, "Commune de Lyon", "L. 2131-1"),
            (CollectiviteKind::City, "Ville de Paris", "L. 2131-1"),
            (CollectiviteKind::Metropole, "Métropole de Lyon", "L. 3611-3"),
            (CollectiviteKind::Metropole, "Eurométropole de Strasbourg", "L. 5211-3"),
            (CollectiviteKind::Community, "Communauté de communes de la Martinique", "L. 5211-3"),
            (CollectiviteKind::Region, "Région Bretagne", "L. 4141-1"),
            (CollectiviteKind::Special, "Collectivité européenne d’Alsace", "L. 3131-1"),
            (CollectiviteKind::Special, "Collectivité territoriale de Guyane", "L. 7131-1"),
            (CollectiviteKind::Special, "Collectivité territoriale de Martinique", "L. 7231-1"),
            (CollectiviteKind::Special, "Collectivité de Corse", "cette collectivité"),
            (CollectiviteKind::Departement, "Mayotte", "cette collectivité"),
            (CollectiviteKind::Special, "Collectivité de Saint-Martin", "cette collectivité"),
        ] {
            let source = force_source(&collectivite(kind, name));
            assert!(source.contains(expected), "{name} : {source}");
        }
    }
}
