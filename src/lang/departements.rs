//! The départements and the collectivités that stand in their place, with the words that name them: one table, in
//! `modeles/`.

use std::sync::LazyLock;

use super::flat;
use super::official_numbers::compact;

/// A département, as a territory of the State.
#[derive(Debug, PartialEq, Eq)]
pub struct KnownDepartement {
    /// Official code: `29`, `2A`, `974`.
    pub code: &'static str,
    /// Official name.
    pub name: &'static str,
    /// Name with its preposition: « du Finistère ».
    pub name_with_de: &'static str,
    /// The town of the préfecture.
    pub main_town: &'static str,
}

/// A collectivité that is no conseil départemental.
#[derive(Debug, PartialEq, Eq)]
pub struct KnownAuthority {
    /// Official name, without article.
    pub name: &'static str,
    /// Name with its preposition.
    pub name_with_de: &'static str,
    /// The one word that an act calls it by: « Métropole ».
    pub word: &'static str,
    /// Office of who signs for it.
    pub office: &'static str,
    /// Its assembly, with a preposition.
    pub assembly_with_de: &'static str,
    /// Codes of the départements of its territory.
    pub departements: Vec<&'static str>,
    /// Whether these have no council of their own.
    pub replaces_council: bool,
}

/// The départements, by code.
pub static DEPARTEMENTS: LazyLock<Vec<KnownDepartement>> = LazyLock::new(|| {
    let lines = rows(include_str!("../../modeles/departements.csv"));
    let read = |[code, name, name_with_de, main_town]: [&'static str; 4]| KnownDepartement {
        code,
        name,
        name_with_de,
        main_town,
    };
    lines.map(read).collect()
});

/// The collectivités that are no conseil départemental.
pub static AUTHORITIES: LazyLock<Vec<KnownAuthority>> = LazyLock::new(|| {
    let lines = rows(include_str!("../../modeles/collectivites.csv"));
    let read = |[name, name_with_de, word, office, assembly_with_de, codes, replaces]: [&'static str; 7]| {
        let departements = codes.split(' ').collect();
        let replaces_council = replaces == "oui";
        KnownAuthority { name, name_with_de, word, office, assembly_with_de, departements, replaces_council }
    };
    lines.map(read).collect()
});

/// The rows of a table separated by semicolons, after its headings.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().skip(1).filter_map(|line| line.split(';').collect::<Vec<_>>().try_into().ok())
}

/// The département of a code or a name, however typed: « 1 », « 2a », « Cotes d’Armor », « la Réunion ».
pub fn departement(text: &str) -> Option<&'static KnownDepartement> {
    let typed = flat(text);
    let code = format!("{:0>2}", typed.to_uppercase());
    let bare = |name: &str| {
        let name = flat(name);
        name.strip_prefix("la ").map(str::to_owned).unwrap_or(name)
    };
    let wanted = bare(&typed);
    let is_named = |known: &&KnownDepartement| {
        known.code == code || flat(known.name) == typed || bare(known.name) == wanted
    };
    DEPARTEMENTS.iter().find(is_named)
}

/// A code on three characters, as the numbers of acts write it: « 012 », « 02A », « 974 ».
pub fn long_code(code: &str) -> String {
    format!("{:0>3}", compact(code))
}

/// The collectivité of a name that is in the table.
pub fn authority(text: &str) -> Option<&'static KnownAuthority> {
    let typed = flat(text);
    let typed = typed.strip_prefix("la ").unwrap_or(&typed);
    AUTHORITIES.iter().find(|authority| flat(authority.name) == typed)
}

/// Codes and names by which a collectivité is called where a département is asked for, flat.
const INSTEAD_OF_A_DEPARTEMENT: [(&str, &str); 7] = [
    ("69m", "Métropole de Lyon"),
    ("grand lyon", "Métropole de Lyon"),
    ("20", "Collectivité de Corse"),
    ("20r", "Collectivité de Corse"),
    ("corse", "Collectivité de Corse"),
    ("6ae", "Collectivité européenne d'Alsace"),
    ("alsace", "Collectivité européenne d'Alsace"),
];

/// The collectivité that a person names, or gives the code of, where a département is asked for.
pub fn authority_instead(text: &str) -> Option<&'static KnownAuthority> {
    let typed = flat(text);
    let known = INSTEAD_OF_A_DEPARTEMENT.iter().find(|(name, _)| *name == typed);
    known.and_then(|(_, name)| authority(name)).or_else(|| authority(text))
}

/// The collectivité that has the place of the council of a département.
pub fn replacement(departement: &KnownDepartement) -> Option<&'static KnownAuthority> {
    AUTHORITIES.iter().find(|a| a.replaces_council && a.departements.contains(&departement.code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_departement_and_its_words() {
        assert_eq!(DEPARTEMENTS.len(), 101);
        for known in DEPARTEMENTS.iter() {
            assert!(known.name_with_de.starts_with('d'), "{}", known.name);
            assert!(flat(known.name_with_de).ends_with(&flat(known.name)), "{}", known.name);
            assert_eq!(departement(known.code), Some(known));
            assert_eq!(departement(&known.name.to_uppercase().replace('-', " ")), Some(known));
        }
        for authority in AUTHORITIES.iter() {
            assert!(authority.departements.iter().all(|code| departement(code).is_some()));
            assert!(authority.name.starts_with(authority.word));
        }
        for (_, name) in INSTEAD_OF_A_DEPARTEMENT {
            assert!(authority(name).is_some(), "{name}");
        }
        assert_eq!(AUTHORITIES.len(), 6);
    }

    #[test]
    fn a_departement_is_known_however_it_is_typed() {
        let code = |text| departement(text).map(|known| known.code);
        assert_eq!(code("1"), Some("01"));
        assert_eq!(code("2a"), Some("2A"));
        assert_eq!(code("cotes d’armor"), Some("22"));
        assert_eq!(code("Réunion"), Some("974"));
        assert_eq!(code("La Réunion"), Some("974"));
        assert_eq!((code("99"), code("20"), code("")), (None, None, None));
        assert_eq!(replacement(departement("2B").unwrap()).unwrap().word, "Collectivité");
        assert_eq!(replacement(departement("69").unwrap()), None);
    }
}
