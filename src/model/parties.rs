//! Those who sign: any number of parties, each with its role and its signatories, and the collectivité that carries the
//! act, whatever its nature.

use crate::lang::{Agreement, flat};
use crate::text::{ProjectPath, Spanned};

/// What a party, or a funder, is in the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartyRole {
    /// The State, by whatever authorities it signs and pays: its amount is the one that the act states.
    Etat,
    /// A collectivité that signs and carries the actions.
    Authority,
    /// Any other body that signs, or that pays without signing: an agence régionale de santé, a caisse.
    ThirdParty,
}

impl PartyRole {
    /// The words written in the content.
    pub const WORDS: [(&str, Self); 3] =
        [("etat", Self::Etat), ("collectivite", Self::Authority), ("tiers", Self::ThirdParty)];

    /// The role of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, role)| *role)
    }
}

/// A signing party.
#[derive(Debug, Clone)]
pub struct Party {
    /// Its identifier in the act.
    pub id: Spanned<String>,
    /// What it is in the act.
    pub role: PartyRole,
    /// Full name.
    pub name: Spanned<String>,
    /// Its name in the act.
    pub designation: Spanned<String>,
    /// What « représenté », « désigné » agree with.
    pub agreement: Agreement,
    /// What the title page shows of it.
    pub mark: Option<Mark>,
    /// Who signs for it, one or several; none when what is written of them could not be read.
    pub signatories: Vec<Signatory>,
}

/// The mark of a party: a coat of arms, a logotype.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Its image.
    pub file: Spanned<ProjectPath>,
    /// What it says to who does not see it.
    pub alternative: Spanned<String>,
}

/// A person who signs for a party.
#[derive(Debug, Clone)]
pub struct Signatory {
    /// First and last names.
    pub name: Spanned<String>,
    /// In what capacity.
    pub title_held: Spanned<String>,
    /// Lines above the signature.
    pub block: Vec<Spanned<String>>,
}

/// What a collectivité is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CollectiviteKind {
    /// A département.
    Departement,
    /// A métropole or eurométropole.
    Metropole,
    /// A ville, such as that of Paris.
    City,
    /// A commune.
    Commune,
    /// A région.
    Region,
    /// A communauté of communes.
    Community,
    /// A collectivité unique, européenne or of special status.
    Special,
}

impl CollectiviteKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Departement,
        Self::Metropole,
        Self::City,
        Self::Commune,
        Self::Region,
        Self::Community,
        Self::Special,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Departement => "département",
            Self::Metropole => "métropole",
            Self::City => "ville",
            Self::Commune => "commune",
            Self::Region => "région",
            Self::Community => "communauté",
            Self::Special => "collectivité",
        }
    }

    /// The word with its article: « le département ».
    pub fn with_the(self) -> String {
        let article = if self == Self::Departement { "le" } else { "la" };
        format!("{article} {}", self.word())
    }

    /// The word with its preposition: « de la métropole ».
    pub fn with_of(self) -> String {
        let preposition = if self == Self::Departement { "du" } else { "de la" };
        format!("{preposition} {}", self.word())
    }

    /// Its assembly, which texts also name it by, folded.
    pub fn assembly(self) -> Option<&'static str> {
        match self {
            Self::Departement => Some("conseil departemental"),
            Self::Region => Some("conseil regional"),
            Self::City | Self::Commune => Some("conseil municipal"),
            Self::Metropole | Self::Community | Self::Special => None,
        }
    }

    /// The kind that the first word of a name says: « Métropole de Lyon ». `None` when it says none.
    pub fn of_name(name: &str) -> Option<Self> {
        let folded = flat(name);
        let first = folded.split(' ').next()?;
        let first = if first == "eurometropole" { "metropole" } else { first };
        Self::ALL.into_iter().find(|kind| flat(kind.word()) == first)
    }
}

/// The collectivité that carries the act.
#[derive(Debug, Clone)]
pub struct Collectivite {
    /// What it is.
    pub kind: CollectiviteKind,
    /// Name.
    pub name: Spanned<String>,
    /// Name with its preposition: « de Seine-et-Marne ».
    pub name_with_de: Spanned<String>,
    /// Official code of the département whose préfecture receives its acts.
    pub code: Spanned<String>,
    /// SIREN.
    pub siren: Spanned<String>,
}
