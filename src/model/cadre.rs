//! What the State fixes for a year: annexes, measures, indicators, sections of a fiche, national visas.
//! All of it is data; nothing here knows one framework.

use rust_decimal::Decimal;

use super::column::ColumnMeaning;
use super::convention::Visa;
use crate::text::{FileId, Span, Spanned};

/// A framework.
#[derive(Debug, Clone)]
pub struct Cadre {
    /// Its file.
    pub file: FileId,
    /// Whether all of it was read; otherwise it may declare other names.
    pub is_whole: bool,
    /// Name of the act.
    pub act_name: String,
    /// Its acronym.
    pub acronym: String,
    /// The annexes in order.
    pub annexes: Vec<Annexe>,
    /// The words of the field `statut`.
    pub statuses: Vec<FicheStatus>,
    /// The funders in the order of the columns.
    pub financeurs: Vec<Financeur>,
    /// The sections of a fiche in the order of the national template.
    pub rubriques: Vec<Rubrique>,
    /// The national visas.
    pub visas: Vec<Visa>,
    /// Columns of the matrix of indicators.
    pub columns: Vec<MatrixColumn>,
    /// The themes with their measures.
    pub themes: Vec<Theme>,
    /// Largest share of the State in a fiche, in per cent.
    pub max_etat_share: Option<Decimal>,
    /// Pairs of words of `statut` that contradict each other.
    pub exclusive_statuses: Vec<(String, String)>,
    /// Deadlines that the State fixes.
    pub deadlines: Vec<Deadline>,
    /// What it asks of the report.
    pub rapport: super::rapport::CadreRapport,
    /// How the State pays or takes back; none when the framework does not say.
    pub refaction: Option<super::Refaction>,
}

/// A deadline: what is due, and the day of the year that follows the edition's.
#[derive(Debug, Clone)]
pub struct Deadline {
    /// What is due: the word by which the prose calls it (« rapport »).
    pub object: String,
    /// Month, from 1.
    pub month: u8,
    /// Day of the month.
    pub day: u8,
    /// The deadline of the acts concluded from that month and day of the edition's year on, only.
    pub concluded_since: Option<(u8, u8)>,
    /// What must be done before, and how many days before.
    pub steps: Vec<(String, u16)>,
}

impl Deadline {
    /// The day, for an edition.
    pub fn day_of(&self, year: u16) -> Option<super::Day> {
        super::Day::new(year.checked_add(1)?, self.month, self.day)
    }
}

impl Cadre {
    /// The measure of a number, with its theme.
    pub fn mesure(&self, number: &str) -> Option<(&Theme, &Mesure)> {
        self.themes.iter().find_map(|t| t.mesures.iter().find(|m| m.number == number).map(|m| (t, m)))
    }

    /// The indicator of a full identifier such as `2.1/taux-de-couverture`.
    pub fn indicateur(&self, id: &str) -> Option<(&Mesure, &Indicateur)> {
        let (mesure, short) = id.split_once('/')?;
        let (_, mesure) = self.mesure(mesure)?;
        mesure.indicateurs.iter().find(|i| i.id.value == short).map(|i| (mesure, i))
    }

    /// The full identifiers of all the indicators.
    pub fn identifiers(&self) -> impl Iterator<Item = String> {
        self.themes
            .iter()
            .flat_map(|t| &t.mesures)
            .flat_map(|m| m.indicateurs.iter().map(|i| format!("{}/{}", m.number, i.id.value)))
    }

    /// The deadline of something, for an act concluded on a day: the most particular one that holds for it.
    pub fn deadline(&self, object: &str, year: u16, concluded: Option<super::Day>) -> Option<&Deadline> {
        let holds = |e: &&Deadline| match e.concluded_since {
            None => true,
            Some((month, day)) => {
                super::Day::new(year, month, day).zip(concluded).is_some_and(|(d, c)| c >= d)
            }
        };
        self.deadlines.iter().filter(|e| e.object == object).filter(holds).max_by_key(|e| e.concluded_since)
    }

    /// The funder of an identifier.
    pub fn financeur(&self, id: &str) -> Option<&Financeur> {
        self.financeurs.iter().find(|f| f.id == id)
    }

    /// The funders of a role: the State may pay through several.
    pub fn financeurs_of(&self, role: FinanceurRole) -> impl Iterator<Item = &Financeur> {
        self.financeurs.iter().filter(move |f| f.role == role)
    }

    /// The status of a word.
    pub fn status(&self, word: &str) -> Option<&FicheStatus> {
        self.statuses.iter().find(|status| status.word == word)
    }

    /// Whether an identifier is that of a funder of a role.
    pub fn has_role(&self, id: &str, role: FinanceurRole) -> bool {
        self.financeur(id).is_some_and(|f| f.role == role)
    }
}

/// The table that opens an annexe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnnexeTable {
    /// The matrix of indicators.
    Matrix,
    /// Amounts executed and foreseen per action.
    Executions,
}

/// An annexe.
#[derive(Debug, Clone)]
pub struct Annexe {
    /// Letter.
    pub id: String,
    /// Title of the annexe.
    pub title: String,
    /// Title of its table.
    pub table_title: String,
    /// Its table.
    pub table: AnnexeTable,
    /// A remark under the table.
    pub note: Option<String>,
}

/// What a funder is in the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FinanceurRole {
    /// The State, which signs: its amount is the one that the act states.
    Etat,
    /// The collectivité that signs and carries the actions.
    Authority,
    /// Whoever pays without signing.
    ThirdParty,
}

/// A funder.
#[derive(Debug, Clone)]
pub struct Financeur {
    /// Identifier.
    pub id: String,
    /// Name printed.
    pub name: String,
    /// What it is in the act.
    pub role: FinanceurRole,
}

/// A word of the field `statut` of a fiche.
#[derive(Debug, Clone)]
pub struct FicheStatus {
    /// The word.
    pub word: String,
    /// What is printed for it.
    pub label: String,
    /// Whether it says that the action did not exist before.
    pub is_new: bool,
}

/// What a section of a fiche prints when it is left without text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RubriqueContent {
    /// Nothing: it is prose.
    Prose,
    /// The date of implementation.
    Launch,
    /// The duration.
    Duration,
    /// The partners.
    Partners,
    /// The budgets.
    Budget,
    /// The answer of `mentions`.
    Mention,
    /// The indicators.
    Indicateurs,
}

/// A section of a fiche.
#[derive(Debug, Clone)]
pub struct Rubrique {
    /// Identifier.
    pub id: String,
    /// Title of the national template.
    pub title: String,
    /// Whether the framework wants it.
    pub required: bool,
    /// What it prints when left without text.
    pub content: RubriqueContent,
}

/// A column of the matrix.
#[derive(Debug, Clone)]
pub struct MatrixColumn {
    /// Identifier.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What its figures are.
    pub meaning: ColumnMeaning,
    /// Where the heading is written.
    pub span: Span,
}

/// A theme: a group of measures.
#[derive(Debug, Clone)]
pub struct Theme {
    /// Number printed.
    pub number: String,
    /// Title.
    pub title: String,
    /// Its measures.
    pub mesures: Vec<Mesure>,
}

/// A measure.
#[derive(Debug, Clone)]
pub struct Mesure {
    /// Number printed, and identifier.
    pub number: String,
    /// Title.
    pub title: String,
    /// Its indicators.
    pub indicateurs: Vec<Indicateur>,
}

/// Which way an indicator goes when things get better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Increase,
    /// Less is better.
    Decrease,
}

/// What the figures of an indicator are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndicateurKind {
    /// What happened over a period.
    Flow,
    /// What there is on a day.
    Stock,
    /// A share, in per cent.
    Rate,
    /// A length of time: the shorter, the better.
    Delay,
    /// A number of persons at work.
    Headcount,
}

/// An indicator of the framework.
#[derive(Debug, Clone)]
pub struct Indicateur {
    /// Identifier within the measure.
    pub id: Spanned<String>,
    /// Label printed.
    pub label: String,
    /// What is counted.
    pub definition: Option<String>,
    /// Unit.
    pub unit: Option<String>,
    /// What its figures are.
    pub kind: Option<IndicateurKind>,
    /// Which way is progress.
    pub direction: Option<Direction>,
    /// The two indicators of which it is the quotient.
    pub quotient: Option<(Spanned<String>, Spanned<String>)>,
    /// The indicator of which it is a part.
    pub part_of: Option<Spanned<String>>,
    /// Title of a group of neighbouring indicators.
    pub group: Option<String>,
    /// Footnote.
    pub note: Option<String>,
}
