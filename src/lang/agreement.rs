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
