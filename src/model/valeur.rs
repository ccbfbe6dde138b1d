//! Values of indicators. A blank, a zero, « non contracté » and « non renseigné » are four different things.

use rust_decimal::Decimal;

use super::temps::Fenetre;
use crate::text::Spanned;

/// Why there is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Absence {
    /// The box is empty in the act, and nobody says why.
    Vide,
    /// The measure is not part of the contract.
    NonContracte,
    /// Known to be missing.
    NonRenseigne,
    /// The question does not arise.
    SansObjet,
    /// Promised for later.
    ATransmettre,
    /// The measuring instrument is being made.
    EnConstruction,
    /// Somebody holds it and has not given it.
    NonCommunique,
}

impl Absence {
    /// All of them.
    pub const TOUTES: [Self; 7] = [
        Self::Vide,
        Self::NonContracte,
        Self::NonRenseigne,
        Self::SansObjet,
        Self::ATransmettre,
        Self::EnConstruction,
        Self::NonCommunique,
    ];

    /// The word written in the content and printed.
    pub fn mot(self) -> &'static str {
        match self {
            Self::Vide => "vide",
            Self::NonContracte => "non contracté",
            Self::NonRenseigne => "non renseigné",
            Self::SansObjet => "sans objet",
            Self::ATransmettre => "à transmettre",
            Self::EnConstruction => "en cours de construction",
            Self::NonCommunique => "non communiqué",
        }
    }

    /// Reads one of the words, whatever the case of its letters.
    pub fn lire(texte: &str) -> Option<Self> {
        let texte = texte.trim().to_lowercase();
        Self::TOUTES.into_iter().find(|a| a.mot() == texte)
    }
}

/// A figure with its unit (`%`, `jours`, `ETP`…).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nombre {
    /// The figure, with the decimals typed.
    pub valeur: Decimal,
    /// The unit as typed.
    pub unite: Option<String>,
}

/// Comparison of a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparaison {
    /// `<`
    Inferieur,
    /// `≤`
    AuPlus,
    /// `>`
    Superieur,
    /// `≥`
    AuMoins,
}

impl Comparaison {
    /// The sign.
    pub fn signe(self) -> &'static str {
        match self {
            Self::Inferieur => "<",
            Self::AuPlus => "≤",
            Self::Superieur => ">",
            Self::AuMoins => "≥",
        }
    }
}

/// What a value says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mesurage {
    /// A figure.
    Nombre(Nombre),
    /// A bound: `< 30 %`.
    Borne(Comparaison, Nombre),
    /// A range: `250 à 300`.
    Fourchette(Decimal, Nombre),
    /// A figure and its tolerance in per cent: `120 ± 10 %`.
    Tolerance(Nombre, Decimal),
    /// Words.
    Texte(String),
    /// Nothing, for a reason.
    Absent(Absence),
}

/// A value and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Valeur {
    /// What it says, and where.
    pub mesurage: Spanned<Mesurage>,
    /// When it was true.
    pub fenetre: Option<Fenetre>,
    /// Of whom.
    pub perimetre: Option<String>,
    /// Says who.
    pub source: Option<String>,
    /// A remark printed with it.
    pub note: Option<String>,
    /// What the act prints, when it is not that.
    pub affiche: Option<String>,
}

/// One box: a value, or several when the act puts several in it.
pub type Case = Vec<Valeur>;
