//! What the State fixes for a year: annexes, measures, indicators, sections of a fiche, national visas.
//! All of it is data; nothing here knows one framework.

use rust_decimal::Decimal;

use super::column::ColumnMeaning;
use super::convention::Visa;
use super::parties::PartyRole;
use super::time::Day;
use crate::lang::noun::Noun;
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
    /// The nodes of its tree, each before its own: annexes, axes, volets…
    pub axes: Vec<Axe>,
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
    /// What it calls the act: « convention », « contrat ».
    pub act_word: Noun,
    /// How many exercices its acts cover; none when the framework does not say.
    pub exercice_count: Option<u16>,
    /// Largest share of the State in a fiche, in per cent.
    pub max_etat_share: Option<Decimal>,
    /// How the parties share what every action costs.
    pub cofinancement: Vec<Cofinancement>,
    /// The tables of money that it asks for, beside the récapitulatif.
    pub money_tables: Vec<MoneyTable>,
    /// Pairs of words of `statut` that contradict each other.
    pub exclusive_statuses: Vec<(String, String)>,
    /// Deadlines that the State fixes.
    pub deadlines: Vec<Deadline>,
    /// What it asks of each report.
    pub rapport: super::asked_rapport::CadreRapport,
    /// The kinds of report that it asks for; none when there is but the yearly one.
    pub rapport_kinds: Vec<super::asked_rapport::RapportKind>,
    /// How the State pays or takes back; none when the framework does not say.
    pub refaction: Option<super::Refaction>,
    /// The matière under which its acts are sent to the préfecture; none when the framework does not say.
    pub matiere: Option<Spanned<super::transmission::Matiere>>,
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
    pub fn financeurs_of(&self, role: PartyRole) -> impl Iterator<Item = &Financeur> {
        self.financeurs.iter().filter(move |f| f.role == role)
    }

    /// A funder as who pays, for a filter of the ledger; it is written nowhere.
    pub fn payer(&self, financeur: &Financeur) -> Payer {
        let nowhere = Span { file: self.file, start: 0, end: 0 };
        Payer::Financeur(Spanned::new(financeur.id.clone(), nowhere))
    }

    /// The status of a word.
    pub fn status(&self, word: &str) -> Option<&FicheStatus> {
        self.statuses.iter().find(|status| status.word == word)
    }

    /// Whether an identifier is that of a funder of a role.
    pub fn has_role(&self, id: &str, role: PartyRole) -> bool {
        self.financeur(id).is_some_and(|f| f.role == role)
    }
}

/// The table that opens a node of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AxeTable {
    /// The matrix of indicators.
    Matrix,
    /// Amounts executed and foreseen per action.
    Executions,
}

/// A node of the tree in which the actions stand: an annexe, an axe, a volet, an objectif.
#[derive(Debug, Clone)]
pub struct Axe {
    /// Letter or number.
    pub id: Spanned<String>,
    /// What the act calls it.
    pub word: Noun,
    /// The node that holds it; none at the top.
    pub parent: Option<String>,
    /// Its title.
    pub title: String,
    /// Its table; none when it opens with none.
    pub table: Option<AxeTable>,
    /// Title of its table; empty without a table.
    pub table_title: String,
    /// A remark under the table.
    pub note: Option<String>,
    /// Least number of actions that the framework wants in it.
    pub min_actions: Option<u16>,
    /// Where its actions are, when they are in another act.
    pub referral: Option<Spanned<String>>,
    /// The last day of its actions, when it is not that of the act.
    pub end: Option<Spanned<Day>>,
    /// Whether money may pass from it to another node.
    pub fungible: bool,
    /// How the parties share what its actions cost.
    pub cofinancement: Vec<Cofinancement>,
}

impl Axe {
    /// « l’axe 2 », « le volet V1 ».
    pub fn the(&self) -> String {
        format!("{} {}", self.word.the(), self.id)
    }

    /// « de l’axe 2 », « du volet V1 ».
    pub fn of_the(&self) -> String {
        format!("{} {}", self.word.of_the(), self.id)
    }

    /// « Axe 2 », « Volet V1 ».
    pub fn heading(&self) -> String {
        format!("{} {}", self.word.capitalized(), self.id)
    }
}

/// Who pays a share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payer {
    /// All the funders of a role.
    Role(PartyRole),
    /// One funder, by its identifier.
    Financeur(Spanned<String>),
}

impl Payer {
    /// Its name: those of all its funders, for a role.
    pub fn name(&self, cadre: &Cadre) -> String {
        match self {
            Self::Financeur(id) => cadre
                .financeur(&id.value)
                .map_or_else(|| id.value.clone(), |financeur| financeur.name.clone()),
            Self::Role(role) => {
                cadre.financeurs_of(*role).map(|f| f.name.as_str()).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

/// How a rule shares what is paid.
#[derive(Debug, Clone, PartialEq)]
pub enum ShareRule {
    /// A payer pays at most this much of the cost, in per cent.
    AtMost(Payer, Decimal),
    /// A payer pays at least this much of the cost, in per cent.
    AtLeast(Payer, Decimal),
    /// Two payers pay as much as one another, whatever the others pay.
    Parity(Payer, Payer),
}

/// A table of money: what it counts, by row and by column.
#[derive(Debug, Clone, PartialEq)]
pub struct MoneyTable {
    /// Heading.
    pub title: String,
    /// By what its rows are counted.
    pub rows: Dimension,
    /// By what its columns are counted.
    pub columns: Dimension,
    /// Whether it counts what is spent, or what pays for it.
    pub side: Side,
    /// Who pays; none for all.
    pub payer: Option<Payer>,
    /// What it is printed after: « article 3 », « axe 1 »; none after the récapitulatif.
    pub after: Option<Spanned<String>>,
}

/// Where a table of money is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyTablePlace {
    /// At the end of an article, by its rank.
    Article(usize),
    /// After the table of a node, before its fiches, by its rank.
    Axe(usize),
    /// After the récapitulatif.
    Recapitulatif,
}

/// By what amounts are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// The fiches.
    Action,
    /// The nodes of the tree at the top.
    Axe,
    /// The exercices.
    Exercice,
    /// Who pays.
    Financeur,
    /// Operating and investment.
    Section,
    /// How far it has gone.
    Stage,
}

/// The two sides of a budget, which are equal when it balances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// What is spent.
    Charge,
    /// What pays for it.
    Resource,
}

/// Over what a rule of money is applied: one gap may make up for another within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Each action alone.
    Action,
    /// The actions of a node of the tree together.
    Axe,
    /// All the actions together.
    Contract,
}

/// Over what time a rule of money is applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Horizon {
    /// Each exercice alone.
    Exercice,
    /// All the exercices of the act together.
    Contract,
}

/// A rule of cofinancement, where it is written: at the top for all the actions, or at a node for its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Cofinancement {
    /// Who pays what.
    pub rule: ShareRule,
    /// Over which actions.
    pub level: Level,
    /// Over which exercices.
    pub horizon: Horizon,
    /// Where it is written.
    pub span: Span,
}

impl Cofinancement {
    /// Those that it names.
    pub fn payers(&self) -> Vec<&Payer> {
        match &self.rule {
            ShareRule::AtMost(payer, _) | ShareRule::AtLeast(payer, _) => vec![payer],
            ShareRule::Parity(a, b) => vec![a, b],
        }
    }
}

/// A funder.
#[derive(Debug, Clone)]
pub struct Financeur {
    /// Identifier.
    pub id: String,
    /// Name printed.
    pub name: String,
    /// What it is in the act.
    pub role: PartyRole,
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
    /// Whether a fiche that bears it says by how much, from what to what.
    pub needs_proof: bool,
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

/// What an indicator is about, as an evaluation tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndicateurPurpose {
    /// What changes for those whom the action serves.
    Impact,
    /// What the action does.
    Outcome,
    /// What it does it with.
    Means,
}

impl IndicateurPurpose {
    /// « indicateur de résultat ».
    pub fn words(self) -> &'static str {
        match self {
            Self::Impact => "indicateur d’impact",
            Self::Outcome => "indicateur de résultat",
            Self::Means => "indicateur de moyens",
        }
    }
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
    /// What it is about.
    pub purpose: Option<IndicateurPurpose>,
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
