//! Values of indicators. A blank, a zero, « non contracté » and « non renseigné » are four different things.

use rust_decimal::Decimal;

use super::masked::MASK;
use super::time::Window;
use crate::lang::same_label;
use crate::text::Spanned;

/// Why there is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Absence {
    /// The box is empty in the act, and nobody says why.
    Blank,
    /// The measure is not part of the contract.
    NotContracted,
    /// Known to be missing.
    NotReported,
    /// The question does not arise.
    NotApplicable,
    /// Promised for later.
    ToBeSent,
    /// The measuring instrument is being made.
    UnderConstruction,
    /// Somebody holds it and has not given it.
    NotDisclosed,
    /// It is in the act, and not in its public version. Nobody writes it.
    NotPublished,
}

impl Absence {
    /// Those that may be written.
    pub const ALL: [Self; 7] = [
        Self::Blank,
        Self::NotContracted,
        Self::NotReported,
        Self::NotApplicable,
        Self::ToBeSent,
        Self::UnderConstruction,
        Self::NotDisclosed,
    ];

    /// What a draft prints for [`Self::NotReported`] where a value is to be written.
    pub const TO_FILL: &str = "à compléter";

    /// The word written in the content and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Blank => "vide",
            Self::NotContracted => "non contracté",
            Self::NotReported => "non renseigné",
            Self::NotApplicable => "sans objet",
            Self::ToBeSent => "à transmettre",
            Self::UnderConstruction => "en cours de construction",
            Self::NotDisclosed => "non communiqué",
            Self::NotPublished => "non publié",
        }
    }

    /// Whether there is a value, which is not given: a sum without it is not whole.
    pub fn is_awaited(self) -> bool {
        !matches!(self, Self::Blank | Self::NotApplicable | Self::NotContracted)
    }

    /// Whether there may be a value that is not told: all but what is a fact, a question that does not arise or a measure that
    /// is not part of the contract.
    pub fn is_untold(self) -> bool {
        !matches!(self, Self::NotApplicable | Self::NotContracted)
    }

    /// Whether something lacks: all but a question that does not arise.
    pub fn is_missing(self) -> bool {
        self != Self::NotApplicable
    }

    /// The words, to tell which ones may be written: « vide », « non contracté »…
    pub fn words() -> String {
        Self::ALL.map(|a| format!("« {} »", a.word())).join(", ")
    }

    /// Reads one of the words, whatever the case of its letters, its blanks and its accents.
    pub fn read(text: &str) -> Option<Self> {
        if text == MASK {
            return Some(Self::NotPublished);
        }
        Self::ALL.into_iter().find(|a| same_label(a.word(), text))
    }
}

/// What a sum is without: its terms that have no value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lack {
    /// How many have a value that is not told.
    pub untold: usize,
    /// Why: of the first of those, else of the first without a value.
    pub why: Option<Absence>,
}

impl Lack {
    /// Counts a term without a value.
    pub fn add(&mut self, absence: Absence) {
        self.extend(Self { untold: usize::from(absence.is_untold()), why: Some(absence) });
    }

    /// Counts those of another sum.
    pub fn extend(&mut self, other: Self) {
        let leads = self.why.is_none() || (self.untold == 0 && other.untold > 0);
        self.why = if leads { other.why } else { self.why };
        self.untold += other.untold;
    }

    /// « hors 2 montants non renseignés »: what stands beside a total that is not whole, from the words of one and of several
    /// terms; `None` when nothing lacks.
    pub fn in_words(self, one: &str, several: &str) -> Option<String> {
        match self.untold {
            0 => None,
            1 => Some(format!("hors 1 {one}")),
            n => Some(format!("hors {n} {several}")),
        }
    }
}

/// A figure with its unit (`%`, `jours`, `ETP`…).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The figure, with the decimals typed.
    pub value: Decimal,
    /// The unit as typed.
    pub unit: Option<String>,
}

/// Comparison of a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    LessThan,
    /// `≤`
    AtMost,
    /// `>`
    Above,
    /// `≥`
    AtLeast,
}

impl Comparison {
    /// The sign.
    pub fn sign(self) -> &'static str {
        match self {
            Self::LessThan => "<",
            Self::AtMost => "≤",
            Self::Above => ">",
            Self::AtLeast => "≥",
        }
    }
}

/// What a value says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measured {
    /// A figure.
    Number(Number),
    /// A bound: `< 30 %`.
    Bound(Comparison, Number),
    /// A range: `250 à 300`.
    Between(Decimal, Number),
    /// A figure and its tolerance in per cent: `120 ± 10 %`.
    Tolerance(Number, Decimal),
    /// Words.
    Text(String),
    /// Nothing, for a reason.
    Absent(Absence),
}

/// A value and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// What it says, and where.
    pub measured: Spanned<Measured>,
    /// When it was true.
    pub window: Option<Window>,
    /// Of whom.
    pub perimeter: Option<String>,
    /// Says who.
    pub source: Option<String>,
    /// A remark printed with it.
    pub note: Option<String>,
    /// What the act prints, when it is not that.
    pub printed: Option<String>,
}

/// One box: a value, or several when the act puts several in it.
pub type CellValues = Vec<Value>;
