//! What is said of a body agrees with its name: « La Métropole …, représentée », « Les Départements …, représentés ».

use super::flat;

/// Gender of a noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// « le Département ».
    Masculine,
    /// « la Métropole ».
    Feminine,
}

/// What the words that qualify a name agree with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreement {
    /// Gender; `None` when the name does not tell it.
    pub gender: Option<Gender>,
    /// Whether the name is in the plural.
    pub is_plural: bool,
}

/// Nouns by which the names of public bodies begin, folded, when their article does not tell their gender.
const FEMININE: &[&str] = &[
    "academie",
    "agence",
    "agglomeration",
    "ars",
    "association",
    "assurance",
    "autorite",
    "banque",
    "caf",
    "caisse",
    "carsat",
    "chambre",
    "collectivite",
    "communaute",
    "commune",
    "confederation",
    "cooperative",
    "cour",
    "cpam",
    "ddets",
    "delegation",
    "direction",
    "dreets",
    "ecole",
    "entreprise",
    "eurometropole",
    "federation",
    "fondation",
    "ligue",
    "madame",
    "mairie",
    "maison",
    "mdph",
    "metropole",
    "mission",
    "mme",
    "msa",
    "mutualite",
    "mutuelle",
    "organisation",
    "plateforme",
    "prefecture",
    "prefete",
    "presidente",
    "regie",
    "region",
    "republique",
    "societe",
    "udaf",
    "union",
    "universite",
    "ville",
];
const MASCULINE: &[&str] = &[
    "bureau",
    "ccas",
    "centre",
    "cias",
    "college",
    "comite",
    "commissariat",
    "conseil",
    "conservatoire",
    "departement",
    "etablissement",
    "etat",
    "fonds",
    "foyer",
    "gip",
    "groupement",
    "hopital",
    "institut",
    "lycee",
    "ministere",
    "monsieur",
    "observatoire",
    "office",
    "organisme",
    "parc",
    "pays",
    "pole",
    "prefet",
    "president",
    "rectorat",
    "reseau",
    "secretariat",
    "service",
    "syndicat",
    "territoire",
    "tribunal",
];

impl Agreement {
    /// The agreement of the name of a body, from its article, else from its first noun: « L’Agence régionale de santé »
    /// is feminine, « Les Villes de … » feminine and plural, « Nantes Métropole » feminine.
    pub fn of(name: &str) -> Self {
        let folded = flat(name);
        let mut words = folded.split(' ');
        let first = words.next().unwrap_or_default();
        let singular = |gender| Self { gender, is_plural: false };
        let noun = match first {
            "la" | "le" | "les" | "l" => words.next().unwrap_or_default(),
            _ => first,
        };
        // « Le Mans Métropole », « Les Sables d’Olonne Agglomération »: the article is that of the town.
        let last = folded.split(' ').next_back().unwrap_or_default();
        if gender_of(noun).is_none() && ["metropole", "agglomeration"].contains(&last) {
            return singular(Some(Gender::Feminine));
        }
        match first {
            "la" => singular(Some(Gender::Feminine)),
            "le" => singular(Some(Gender::Masculine)),
            "les" => Self { gender: gender_of(noun).map(|(gender, _)| gender), is_plural: true },
            _ => match gender_of(noun) {
                Some((gender, is_plural)) => Self { gender: Some(gender), is_plural },
                None => singular(None),
            },
        }
    }

    /// What a participle takes: « représenté », « représentée », « représentés »; « représenté(e) » when the gender is
    /// not known.
    pub fn ending(self) -> &'static str {
        match (self.gender, self.is_plural) {
            (Some(Gender::Masculine), false) => "",
            (Some(Gender::Masculine), true) => "s",
            (Some(Gender::Feminine), false) => "e",
            (Some(Gender::Feminine), true) => "es",
            (None, false) => "(e)",
            (None, true) => "(e)s",
        }
    }
}

/// Nouns of the tables that begin a proper name, or the name of a person: no article is sure.
const WITHOUT_ARTICLE: [&str; 8] =
    ["madame", "mme", "monsieur", "pole", "prefet", "prefete", "president", "presidente"];

/// The name of a body as a sentence begins with it: « Caisse d’allocations familiales » is « La Caisse… ». A name that has
/// its article keeps it, and so does one whose first noun is not known: « France Travail ».
pub fn with_article(name: &str) -> String {
    let folded = flat(name);
    let noun = folded.split(' ').next().unwrap_or_default();
    let starts_high = name.trim_start().starts_with(char::is_uppercase);
    let known = gender_of(noun).filter(|_| starts_high && !WITHOUT_ARTICLE.contains(&noun));
    let article = match known {
        None => return name.to_owned(),
        Some((_, true)) => "Les ",
        Some((_, false)) if noun.starts_with(['a', 'e', 'i', 'o', 'u', 'h']) => "L’",
        Some((Gender::Feminine, false)) => "La ",
        Some((Gender::Masculine, false)) => "Le ",
    };
    format!("{article}{}", name.trim_start())
}

/// The same within a sentence: « la Caisse d’allocations familiales », « l’État ». An article of a proper name keeps its
/// capital: « Le Mans Métropole ».
pub fn in_a_sentence(name: &str) -> String {
    let name = with_article(name);
    let folded = flat(&name);
    let mut words = folded.split(' ');
    let has_article = ["la", "le", "les", "l"].contains(&words.next().unwrap_or_default());
    let is_common = words.next().and_then(gender_of).is_some();
    match name.strip_prefix('L').filter(|_| has_article && is_common) {
        Some(rest) => format!("l{rest}"),
        None => name,
    }
}

/// Gender of a folded noun of the tables, and whether it is written in the plural.
fn gender_of(noun: &str) -> Option<(Gender, bool)> {
    let known = |noun: &str| match () {
        () if FEMININE.contains(&noun) => Some(Gender::Feminine),
        () if MASCULINE.contains(&noun) => Some(Gender::Masculine),
        () => None,
    };
    let plural = || noun.strip_suffix(['s', 'x']).and_then(known).map(|gender| (gender, true));
    known(noun).map(|gender| (gender, false)).or_else(plural)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_takes_the_article_of_its_first_noun_and_no_other() {
        for (name, there, inside) in [
            (
                "Caisse d'allocations familiales",
                "La Caisse d'allocations familiales",
                "la Caisse d'allocations familiales",
            ),
            ("Département de La Réunion", "Le Département de La Réunion", "le Département de La Réunion"),
            ("Agence régionale de santé", "L’Agence régionale de santé", "l’Agence régionale de santé"),
            (
                "Villes de Brest et de Quimper",
                "Les Villes de Brest et de Quimper",
                "les Villes de Brest et de Quimper",
            ),
            ("Hôpital du Nord", "L’Hôpital du Nord", "l’Hôpital du Nord"),
            ("CCAS de Brest", "Le CCAS de Brest", "le CCAS de Brest"),
            ("La Métropole de Lyon", "La Métropole de Lyon", "la Métropole de Lyon"),
            ("L'État", "L'État", "l'État"),
            ("France Travail", "France Travail", "France Travail"),
            ("Pôle emploi", "Pôle emploi", "Pôle emploi"),
            ("Nantes Métropole", "Nantes Métropole", "Nantes Métropole"),
            ("Le Mans Métropole", "Le Mans Métropole", "Le Mans Métropole"),
            ("La Réunion", "La Réunion", "La Réunion"),
            ("Madame Roy", "Madame Roy", "Madame Roy"),
            ("caisse", "caisse", "caisse"),
            ("", "", ""),
        ] {
            assert_eq!((with_article(name), in_a_sentence(name)), (there.to_owned(), inside.to_owned()));
        }
    }

    #[test]
    fn a_name_tells_its_agreement_by_its_article_or_its_noun() {
        let said = |name| format!("représenté{}", Agreement::of(name).ending());
        for (name, agreed) in [
            ("L'État", "représenté"),
            ("l’Etat", "représenté"),
            ("Le Département de la Drôme", "représenté"),
            ("La Métropole de Lyon", "représentée"),
            ("LA VILLE DE PARIS", "représentée"),
            ("L’Eurométropole de Strasbourg", "représentée"),
            ("L'Agence régionale de santé Bretagne", "représentée"),
            ("Agence régionale de santé", "représentée"),
            ("Caisse d'allocations familiales", "représentée"),
            ("Conseil départemental de l'accès au droit", "représenté"),
            ("Les Départements du Nord et du Pas-de-Calais", "représentés"),
            ("Les Villes de Lens et de Liévin", "représentées"),
            ("Les Restos du Cœur", "représenté(e)s"),
            ("Toulouse Métropole", "représentée"),
            ("Le Mans Métropole", "représentée"),
            ("Les Sables d’Olonne Agglomération", "représentée"),
            ("La Rochelle", "représentée"),
            ("Le Fonds social", "représenté"),
            ("Fonds social", "représenté"),
            ("France Travail", "représenté(e)"),
            ("L'Îlot", "représenté(e)"),
            ("", "représenté(e)"),
        ] {
            assert_eq!(said(name), agreed, "{name}");
        }
    }

    #[test]
    fn no_noun_is_of_two_genders_and_the_tables_are_sorted() {
        assert!(FEMININE.iter().all(|noun| !MASCULINE.contains(noun)));
        assert!([FEMININE, MASCULINE].iter().all(|table| table.is_sorted()));
    }
}
