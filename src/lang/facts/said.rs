//! What French prose states, as values: the figures with their noun, their party and their period, the dates, the
//! references, the acronyms. Nothing here knows an act.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::lang::decimals::NumberError;

/// The facts that a text states.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Bytes of each sentence, its final sign included.
    pub sentences: Vec<Range<usize>>,
    /// The clauses, in order; they do not overlap.
    pub clauses: Vec<SaidClause>,
    /// The facts, by the place of their first byte; none overlaps another, but for the acronyms inside a noun group.
    pub facts: Vec<SaidFact>,
}

/// A clause: what one verb says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidClause {
    /// Its bytes.
    pub bytes: Range<usize>,
    /// Rank of its sentence.
    pub sentence: usize,
    /// When its verb says that it happens.
    pub tense: Tense,
    /// Whether its verb is negated: its figures are bound to nothing.
    pub is_negated: bool,
}

/// A fact stated by a text.
#[derive(Debug, Clone, PartialEq)]
pub struct SaidFact {
    /// What is stated.
    pub value: SaidValue,
    /// Bytes of the figure with its unit, of the date, of the reference or of the acronym.
    pub bytes: Range<usize>,
    /// Rank of the sentence.
    pub sentence: usize,
    /// Rank of the clause.
    pub clause: usize,
    /// How exact the figure is.
    pub modality: Modality,
    /// When the clause says that it happens.
    pub tense: Tense,
    /// What the figure is to the one before.
    pub link: FigureLink,
    /// What the clause binds the figure to.
    pub frame: Frame,
}

/// What a fact states.
#[derive(Debug, Clone, PartialEq)]
pub enum SaidValue {
    /// Euros.
    Amount(SaidAmount),
    /// Per cent.
    Percentage(SaidPercentage),
    /// A number of things.
    Count {
        /// The number.
        number: SaidNumber,
        /// Bytes of the noun group that is counted.
        noun: Range<usize>,
        /// The same number in letters, when both are written.
        in_words: Option<Decimal>,
    },
    /// A date, as precise as it is written.
    Date {
        /// The date.
        date: SaidDate,
        /// What it bounds.
        role: Option<DateRole>,
    },
    /// From a date to another, both included.
    Period {
        /// Its start.
        from: SaidDate,
        /// Its end.
        to: SaidDate,
        /// Bytes of its start and of its end.
        ends: [Range<usize>; 2],
    },
    /// A day or a month that no calendar has: « 31 février 2022 ».
    NoSuchDate,
    /// A length of time.
    Duration {
        /// The number of units.
        number: SaidNumber,
        /// The unit.
        unit: CalendarUnit,
        /// The same number in letters, when both are written.
        in_words: Option<Decimal>,
    },
    /// How often: each so many units.
    Every {
        /// The number of units.
        number: SaidNumber,
        /// The unit.
        unit: CalendarUnit,
    },
    /// A reference to a part of the document, or to a law.
    Reference {
        /// What is referred to.
        kind: ReferenceKind,
        /// Its number: `2.2`, `A`, `L. 262-13`, `2022-217`; `2..5` for a range.
        number: String,
    },
    /// An acronym.
    Acronym {
        /// Its capitals, dots taken off.
        letters: String,
        /// Bytes of the words that it stands for, when they are beside it in parentheses.
        expansion: Option<Range<usize>>,
    },
    /// A number that counts nothing that is said beside it: « Personnes suivies : 157 ».
    Bare(SaidNumber),
    /// Digits that have two readings or none: no fact, but a figure that somebody should look at.
    Unread(NumberError),
}

/// A number, or the two ends of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaidNumber {
    /// The number, or the low end.
    pub low: Decimal,
    /// The high end of a range.
    pub high: Option<Decimal>,
}

/// An amount in euros.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidAmount {
    /// Euros, thousands and millions multiplied out.
    pub euros: SaidNumber,
    /// Whether it is written in thousands, millions or milliards of euros.
    pub is_rounded: bool,
    /// What it is the amount of one of, in the order written.
    pub per: Vec<PerUnit>,
    /// Whether the tax is in it, when it is said.
    pub tax: Option<TaxSaid>,
    /// The same amount in letters, when both are written.
    pub in_words: Option<Decimal>,
}

/// A percentage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidPercentage {
    /// The number of per cent.
    pub number: SaidNumber,
    /// Bytes of what it is a percentage of, without its article.
    pub base: Option<Range<usize>>,
    /// Whether it is a growth or a fall.
    pub trend: Option<Trend>,
    /// Whether it counts points, a difference of two percentages.
    pub is_points: bool,
}

/// What an amount is the amount of one of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PerUnit {
    /// A person.
    Person,
    /// A full-time post.
    FullTimePost,
    /// A household.
    Household,
    /// A place in a structure.
    Place,
    /// A session.
    Session,
    /// A unit of time.
    Time(CalendarUnit),
    /// Another noun, in the singular.
    Noun(String),
}

/// Whether tax is in an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaxSaid {
    /// « HT ».
    Excluded,
    /// « TTC ».
    Included,
}

/// A growth or a fall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    /// A growth.
    Up,
    /// A fall.
    Down,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarUnit {
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// Six months.
    Semester,
    /// A year.
    Year,
}

/// A date, as precise as it is written. Months and days are those of a calendar: the 31st of February is none. A year that
/// nobody means is kept where it can be nothing else: « mars 2204 ».
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaidDate {
    /// Year, month from 1, day.
    Day(u16, u8, u8),
    /// Month from 1 and day, no year said.
    DayOfMonth(u8, u8),
    /// Year and month from 1.
    Month(u16, u8),
    /// Month from 1, no year said.
    MonthAlone(u8),
    /// Year and its half, 1 or 2.
    Semester(u16, u8),
    /// Year and its quarter, from 1 to 4.
    Quarter(u16, u8),
    /// A year.
    Year(u16),
    /// « Début 2024 ».
    StartOf(u16),
    /// « Mi-2024 ».
    MiddleOf(u16),
    /// « Fin 2024 ».
    EndOf(u16),
}

impl SaidDate {
    /// Its year, when it is said.
    pub fn year(self) -> Option<u16> {
        match self {
            Self::Day(year, ..)
            | Self::Month(year, _)
            | Self::Semester(year, _)
            | Self::Quarter(year, _)
            | Self::Year(year)
            | Self::StartOf(year)
            | Self::MiddleOf(year)
            | Self::EndOf(year) => Some(year),
            Self::DayOfMonth(..) | Self::MonthAlone(_) => None,
        }
    }
}

/// What a date bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateRole {
    /// « À compter de ».
    From,
    /// « Jusqu'au ».
    Until,
    /// « Au plus tard le », « d'ici ».
    By,
}

/// What a reference leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceKind {
    /// An article of an act.
    Article,
    /// An annexe.
    Annexe,
    /// A fiche.
    Fiche,
    /// A mesure.
    Mesure,
    /// An axe.
    Axe,
    /// A paragraph of an article.
    Paragraph,
    /// A law, a décret, or an article of a code.
    Law,
}

/// How exact a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Modality {
    /// As written.
    #[default]
    Exact,
    /// « Environ ».
    About,
    /// « Au plus ».
    AtMost,
    /// « Au moins ».
    AtLeast,
    /// « Plus de ».
    Above,
    /// « Moins de ».
    Below,
}

/// When a clause says that it happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tense {
    /// Now, or no verb says it.
    #[default]
    Present,
    /// To come, foreseen or aimed at.
    Planned,
    /// Done.
    Past,
}

/// What a figure is to the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FigureLink {
    /// Nothing is said.
    #[default]
    Alone,
    /// « Dont »: a part of it.
    Part,
    /// « Soit »: the same in other terms, or what follows from it.
    Restated,
}

/// What a clause binds a figure to. Nothing is bound when a careful reader would doubt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    /// Bytes of the name of who pays or does, without its article.
    pub by: Option<Range<usize>>,
    /// What the figure is.
    pub thing: Option<Thing>,
    /// Whether a noun says what it is: « la contribution de l'État est de » gives the whole of it, « l'État verse » may give
    /// a part.
    pub is_named: bool,
    /// The year or the period that it belongs to: one date, or the two ends.
    pub period: Option<(SaidDate, Option<SaidDate>)>,
}

/// What an amount or a rate is in the money of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// The whole cost or budget of an action, a project, an act.
    Total,
    /// What a party gives.
    Contribution,
    /// What is spent.
    Expense,
    /// The cost of one.
    UnitCost,
    /// Paid before.
    Advance,
    /// Paid at the end.
    FinalPayment,
    /// What is left to somebody's charge.
    LeftToPay,
}
