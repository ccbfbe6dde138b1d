//! A fiche-action: its identity, its budgets, its tables, its indicators, its text.

use super::budget::{Bordereau, Budget};
use super::cadre::Direction;
use super::column::ObjectiveColumn;
use super::indicateur::TypedIndicateur;
use super::table::{DataTable, Figure};
use super::text::Block;
use super::{Absence, CellValues, Duration, ImpreciseDate, Montant, Numero};
use crate::text::{ProjectPath, Span, Spanned};

/// A statement on the novelty of an action.
#[derive(Debug, Clone)]
pub struct ActionStatus {
    /// Word of the framework.
    pub word: Spanned<String>,
    /// A precision printed with it.
    pub precision: Option<String>,
    /// By how much the action is reinforced, when it says so.
    pub proof: Option<Reinforcement>,
}

/// What shows that an action is reinforced: a quantity, before and after.
#[derive(Debug, Clone)]
pub struct Reinforcement {
    /// By what: « file active », « public », « zone ».
    pub by: Spanned<String>,
    /// Before.
    pub from: Option<CellValues>,
    /// After.
    pub to: Option<CellValues>,
    /// Unit, when the figures bear none.
    pub unit: Option<String>,
}

/// A datum, for the whole action or for a part of it that is named.
#[derive(Debug, Clone)]
pub struct MeantFor<T> {
    /// The part of the action.
    pub object: Option<String>,
    /// The datum.
    pub datum: T,
    /// Where it is written.
    pub span: Span,
}

/// A header field: some data, or the reason of their absence. `None` when the fiche has no such section.
pub type HeaderField<T> = Option<Result<T, Spanned<Absence>>>;

/// Partners of an action.
#[derive(Debug, Clone)]
pub enum Partners {
    /// Their names.
    List(Vec<Spanned<String>>),
    /// Said to be none, there.
    DeclaredNone(Span),
}

/// A row of the table of objectives.
#[derive(Debug, Clone)]
pub enum ObjectiveRow {
    /// An indicator.
    Indicateur {
        /// Identifier in the framework; none when it is the fiche's own.
        indicateur: Option<Spanned<String>>,
        /// What is printed, when it is not the framework's label.
        label: Option<Spanned<String>>,
        /// Which way is progress, when the fiche says it: the framework says it for the others.
        direction: Option<Direction>,
        /// One box per column.
        cells: Vec<CellValues>,
        /// The row.
        span: Span,
    },
    /// A title over the whole width.
    Heading(String),
}

/// The table of objectives.
#[derive(Debug, Clone)]
pub struct Objectives {
    /// The columns of values.
    pub columns: Vec<ObjectiveColumn>,
    /// The rows.
    pub lines: Vec<ObjectiveRow>,
    /// The indicators whose figures are typed, from which columns and rows are then derived; none when the fiche writes
    /// the table itself.
    pub typed: Vec<TypedIndicateur>,
}

/// What a funder executed in earlier years.
#[derive(Debug, Clone)]
pub struct Execution {
    /// Funder.
    pub financeur: Spanned<String>,
    /// Year and amount, or why there is none and what the act prints then.
    pub years: Vec<(Spanned<u16>, Executed)>,
}

/// An amount executed, or the reason of its absence.
#[derive(Debug, Clone)]
pub enum Executed {
    /// An amount.
    Montant(Spanned<Montant>),
    /// Nothing, and what the act prints in the box.
    Absent(Absence, Option<String>),
}

/// A fiche-action.
#[derive(Debug, Clone)]
pub struct Fiche {
    /// Its file.
    pub path: ProjectPath,
    /// What it is called from one version to the next, whatever its number, its file and its title become; most have none.
    pub id: Option<Spanned<String>>,
    /// Number.
    pub number: Spanned<Numero>,
    /// The node of the cadre that it stands in: an annexe, an axe.
    pub axe: Spanned<String>,
    /// Title of the action.
    pub title: Spanned<String>,
    /// Title for tables and contents.
    pub short_title: Option<String>,
    /// Whether the title is ours, the act having none.
    pub title_supplied: bool,
    /// Measures that it serves.
    pub mesures: Vec<Spanned<String>>,
    /// What the act calls the measure.
    pub printed_mesure: Option<Spanned<String>>,
    /// Statements on its novelty.
    pub statuses: Vec<ActionStatus>,
    /// When it starts.
    pub launch: HeaderField<Vec<MeantFor<ImpreciseDate>>>,
    /// How long it lasts.
    pub duration: HeaderField<Vec<MeantFor<Duration>>>,
    /// Partners and funders named.
    pub partners: HeaderField<Partners>,
    /// Answers to the sections « mention » of the framework.
    pub mentions: Vec<(Spanned<String>, Result<String, Absence>)>,
    /// Budgets.
    pub budgets: Vec<Budget>,
    /// Why there is none, when the fiche says it.
    pub no_budget: Option<Spanned<Absence>>,
    /// Priced schedules.
    pub bordereaux: Vec<Bordereau>,
    /// Tables of data.
    pub tables: Vec<DataTable>,
    /// Figures.
    pub figures: Vec<Figure>,
    /// Objectives.
    pub objectives: Option<Objectives>,
    /// Executed before the edition.
    pub executions: Vec<Execution>,
    /// What the table of the annexe prints for a funder, when it differs.
    pub printed_in_annexe: Vec<(Spanned<String>, Spanned<Montant>)>,
    /// Text before the first section.
    pub introduction: Vec<Block>,
    /// The sections as printed.
    pub sections: Vec<Section>,
    /// Where its text stands.
    pub span: Span,
}

impl Fiche {
    /// Title for tables and contents.
    pub fn title_in_table(&self) -> &str {
        self.short_title.as_deref().unwrap_or(&self.title.value)
    }
}

/// By what a heading is that of a rubrique of the framework.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenedBy {
    /// The title of the rubrique, number aside; or nothing, and it is a section of the fiche alone.
    Title,
    /// A mark, `{#budget}`.
    Mark,
    /// What is nearly the title, and where these words stand; the whole heading when marks part them.
    NearTitle(Span),
}

/// A section of a fiche as printed.
#[derive(Debug, Clone)]
pub struct Section {
    /// Heading, number included.
    pub title: Vec<super::text::Inline>,
    /// The section of the framework that it is, when known.
    pub rubrique: Option<String>,
    /// What its heading was recognised by.
    pub opened_by: OpenedBy,
    /// Text; when empty, the datum of the section is printed.
    pub body: Vec<Block>,
    /// The heading.
    pub span: Span,
}
