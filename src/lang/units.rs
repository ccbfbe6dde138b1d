//! Units as people write them: « jour », « Jours », « j » are one; « jours » and « mois » are two.

use super::{flat, singular};

/// Units that all count people.
const PERSONS: [&str; 11] = [
    "personne",
    "beneficiaire",
    "jeune",
    "usager",
    "allocataire",
    "participant",
    "agent",
    "salarie",
    "enfant",
    "eleve",
    "stagiaire",
];

/// First word of a unit, folded and singular, its signs and abbreviations in words: « % » and « pour cent » are
/// `pourcent`, « j » is `jour`.
pub fn unit_stem(unit: &str) -> String {
    words(unit).into_iter().next().unwrap_or_default()
}

/// Whether two units are the same: case, accents, plural and abbreviations aside; the end of one may be left out
/// (« jours » and « jours ouvrés »), and people may be said otherwise.
pub fn same_unit(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    match (a.split_first(), b.split_first()) {
        (Some((first, a)), Some((other, b))) => {
            let persons = [first, other].iter().all(|stem| PERSONS.contains(&stem.as_str()));
            persons || (first == other && a.iter().zip(b).all(|(a, b)| a == b))
        }
        _ => true,
    }
}

/// The words of a unit, remarks in brackets left out.
fn words(unit: &str) -> Vec<String> {
    let unit = unit.split('(').next().unwrap_or_default();
    let unit = flat(&unit.replace('%', " pourcent ").replace('€', " euro "));
    let unit = unit.replace("pour cent", "pourcent");
    let words = unit.split(' ').filter(|word| !["", "de", "d", "des", "du", "environ"].contains(word));
    words
        .map(|word| match word {
            "j" => "jour".to_owned(),
            "h" => "heure".to_owned(),
            "eur" => "euro".to_owned(),
            word => singular(word).into_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_itself_however_it_is_typed() {
        for (a, b) in [
            ("jour", "jours"),
            ("Jours", "JOURS"),
            ("j", "jours"),
            ("jours", "jours ouvrés"),
            ("%", "pour cent"),
            ("% des personnes", "%"),
            ("€", "euros"),
            ("bénéficiaires", "personnes"),
            ("be\u{301}ne\u{301}ficiaires", "bénéficiaire"),
            ("jours (moyenne)", "jours"),
            ("(provisoire)", "jours"),
            ("", "jours"),
            ("places", "place"),
        ] {
            assert!(same_unit(a, b) && same_unit(b, a), "{a} / {b}");
        }
        for (a, b) in [
            ("mois", "jours"),
            ("ans", "jours"),
            ("heures", "jours"),
            ("jeunes", "jours"),
            ("%", "personnes"),
            ("jours ouvrés", "jours calendaires"),
            ("places", "personnes"),
        ] {
            assert!(!same_unit(a, b) && !same_unit(b, a), "{a} / {b}");
        }
    }
}
