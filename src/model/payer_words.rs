//! The everyday words for the two payers who sign an act: « Conseil départemental », « Préfecture ». Money filed under
//! such words would be counted as another payer's.

use super::cadre::Financeur;
use super::parties::Collectivite;
use super::parties::PartyRole;
use crate::lang::flat;

/// What the State is called.
const ETAT: [&[&str]; 7] = [
    &["etat"],
    &["prefecture"],
    &["prefet"],
    &["prefete"],
    &["ddets"],
    &["ddetspp"],
    &["services", "de", "l", "etat"],
];
/// What a conseil départemental is called, and what any collectivité takes the place of.
const COUNCIL: [&[&str]; 6] = [
    &["conseil", "departemental"],
    &["conseil", "general"],
    &["departement"],
    &["cd"],
    &["collectivite", "departementale"],
    &["collectivite"],
];
/// What a métropole is called.
const METROPOLE: [&[&str]; 3] =
    [&["conseil", "metropolitain"], &["conseil", "de", "metropole"], &["metropole"]];
/// Words that name nobody.
const LINKS: [&str; 7] = ["de", "du", "des", "d", "la", "le", "l"];

/// The financeur of the cadre that words designate: the one of this name, article aside, or the only one of its role.
/// « Département de la Drôme » is the collectivité only when this is its name; without a collectivité, only bare words are
/// understood.
pub fn designated<'c>(
    label: &str,
    known: &'c [Financeur],
    collectivite: Option<&Collectivite>,
) -> Option<&'c Financeur> {
    let said = flat(label);
    let bare = ["le ", "la ", "les ", "l "].iter().find_map(|article| said.strip_prefix(article));
    let bare = bare.unwrap_or(&said);
    let is_named =
        |financeur: &&Financeur| [&financeur.name, &financeur.id].iter().any(|name| flat(name) == bare);
    if let Some(named) = known.iter().find(is_named) {
        return Some(named);
    }
    let role = role_of(bare, known, collectivite)?;
    let mut of_role = known.iter().filter(|financeur| financeur.role == role);
    of_role.next().filter(|_| of_role.next().is_none())
}

/// The role of the payer that words designate, whatever the cadre.
pub fn signing_role(label: &str) -> Option<PartyRole> {
    role_of(&flat(label), &[], None)
}

/// The role of the payer that flat words designate.
fn role_of(said: &str, known: &[Financeur], collectivite: Option<&Collectivite>) -> Option<PartyRole> {
    let words: Vec<&str> = said.split(' ').collect();
    let own: Vec<String> = collectivite
        .map(|c| [flat(&c.name.value), flat(&c.name_with_de.value), flat(&c.code.value)].join(" "))
        .map(|names| names.split(' ').map(str::to_owned).collect())
        .unwrap_or_default();
    let is_own = |word: &&str| LINKS.contains(word) || own.iter().any(|own| own == word);
    // « CD 77 », « CD77 »: the number is that of the collectivité.
    let words: Vec<&str> = match words.split_first() {
        Some((first, rest)) if first.len() > 2 && first.starts_with("cd") => {
            let number = first.get(2..).filter(|number| number.bytes().all(|b| b.is_ascii_digit()));
            number.map_or_else(|| words.clone(), |number| [&["cd", number], rest].concat())
        }
        _ => words,
    };
    let starts = |names: &[&[&str]]| {
        names.iter().any(|name| words.strip_prefix(*name).is_some_and(|rest| rest.iter().all(&is_own)))
    };
    // A département and the métropole on its territory are two payers.
    let is_metropole = own.iter().any(|word| word == "metropole")
        || known.iter().any(|f| f.role == PartyRole::Authority && flat(&f.name).contains("metropole"));
    if starts(&ETAT) {
        Some(PartyRole::Etat)
    } else if starts(&COUNCIL) || (is_metropole && starts(&METROPOLE)) {
        Some(PartyRole::Authority)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn financeur(id: &str, name: &str, role: PartyRole) -> Financeur {
        Financeur { id: id.to_owned(), name: name.to_owned(), role }
    }

    #[test]
    fn everyday_words_are_those_of_who_signs() {
        let known = [
            financeur("etat", "État", PartyRole::Etat),
            financeur("departement", "Département", PartyRole::Authority),
            financeur("caf", "CAF", PartyRole::ThirdParty),
        ];
        let id = |label| designated(label, &known, None).map(|f| f.id.as_str());
        for label in
            ["Conseil départemental", "le Département", "conseil-departemental", "Collectivité", "CD"]
        {
            assert_eq!(id(label), Some("departement"), "{label}");
        }
        for label in ["État", "l’Etat", "Préfecture", "DDETS", "services de l’État"] {
            assert_eq!(id(label), Some("etat"), "{label}");
        }
        assert_eq!(id("la CAF"), Some("caf"));
        for label in [
            "Département de la Drôme",
            "Métropole",
            "État (FNADT)",
            "Conseil régional",
            "Commune",
            "CD 26",
            "",
        ] {
            assert_eq!(id(label), None, "{label}");
        }
    }

    #[test]
    fn a_metropole_has_the_place_of_a_departement() {
        let known = [
            financeur("etat", "État", PartyRole::Etat),
            financeur("metropole", "Métropole", PartyRole::Authority),
        ];
        let id = |label| designated(label, &known, None).map(|f| f.id.as_str());
        for label in ["departement", "Métropole", "Conseil métropolitain", "la Métropole"] {
            assert_eq!(id(label), Some("metropole"), "{label}");
        }
        assert_eq!(id("Département du Rhône"), None);
    }

    #[test]
    fn a_role_of_two_payers_designates_neither() {
        let known = [
            financeur("etat", "État", PartyRole::Etat),
            financeur("etat-147", "État, programme 147", PartyRole::Etat),
        ];
        assert_eq!(designated("Préfecture", &known, None).map(|f| f.id.as_str()), None);
    }
}
