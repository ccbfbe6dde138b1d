//! What is at stake in a finding, which comes right after its severity in the order of a report.

/// What is at stake, the weightiest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// What could not be read, printed or followed: it may hide anything else.
    #[default]
    Reading,
    /// Money of the parties: what is paid, by whom, to which account.
    Money,
    /// What binds: dates, articles and references, parties, choices left open.
    Binding,
    /// What is missing: rubriques, pieces, titles, blanks to fill in.
    Missing,
    /// Results and targets.
    Indicators,
    /// How it is written and laid out.
    Form,
}

impl Weight {
    /// All of them, the weightiest first.
    pub const ALL: [Self; 6] =
        [Self::Reading, Self::Money, Self::Binding, Self::Missing, Self::Indicators, Self::Form];

    /// The word of the JSON and of the tables that users read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reading => "lecture",
            Self::Money => "montants",
            Self::Binding => "dates et articles",
            Self::Missing => "parties manquantes",
            Self::Indicators => "indicateurs",
            Self::Form => "forme",
        }
    }

    /// What follows a number of findings: « 4 sur les montants ».
    pub fn about(self) -> &'static str {
        match self {
            Self::Reading => "de lecture",
            Self::Money => "sur les montants",
            Self::Binding => "sur les dates et les articles",
            Self::Missing => "sur ce qui manque",
            Self::Indicators => "sur les indicateurs",
            Self::Form => "de forme",
        }
    }
}
