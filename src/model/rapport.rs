//! The rapport d'exécution: what was spent, obtained and proposed, bound to the revision of the convention that
//! it executes. Amounts and targets that were contracted come from there; a report only adds to them.

use rust_decimal::Decimal;

use super::cadre::Direction;
use super::convention::{ActStatus, IndicateurValues};
use super::indicateur::{ExerciceId, QuotientTerms, TypedIndicateur};
use super::passage::Passage;
use super::text::{Block, Inline};
use super::{Absence, CellValues, Day, ImpreciseDate, Montant, Numero};
use crate::text::{ProjectPath, Span, Spanned};

/// What a report says, or the reason why it says nothing.
pub type Reported<T> = Result<Spanned<T>, Spanned<Absence>>;

/// What a framework asks of the report.
#[derive(Debug, Clone)]
pub struct CadreRapport {
    /// Name of the document.
    pub title: String,
    /// Headings of the global account.
    pub summary: Vec<String>,
    /// Sections of a sheet: identifier and title.
    pub rubriques: Vec<(String, String)>,
    /// Gap between contracted and executed, in per cent, above which a section must say why.
    pub gap_to_comment: Option<(Decimal, String)>,
    /// Share of a target, in per cent, from which it is reached in part.
    pub partial_attainment: Decimal,
}

impl Default for CadreRapport {
    fn default() -> Self {
        let couple = |(id, title): (&str, &str)| (id.to_owned(), title.to_owned());
        Self {
            title: "Rapport d’exécution".to_owned(),
            summary: ["Faits marquants", "Bilan de l’action conduite avec les partenaires", "Perspectives"]
                .map(str::to_owned)
                .to_vec(),
            rubriques: [
                ("realisations", "Réalisations"),
                ("difficultes", "Difficultés et écarts"),
                ("proposition", "Proposition pour la suite"),
            ]
            .map(couple)
            .to_vec(),
            gap_to_comment: None,
            partial_attainment: Decimal::from(50),
        }
    }
}

/// How what the State owes follows from what was spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefactionMode {
    /// The State's amount times the rate of execution of the whole budget.
    Proportional,
    /// What was spent of the State's amount.
    ActualExpense,
}

/// Over what the rule is applied: one gap may make up for another within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefactionLevel {
    /// Each action alone.
    Fiche,
    /// The actions of an annexe together.
    Annexe,
    /// All the actions together.
    Convention,
}

/// The rule by which the State pays or takes back.
#[derive(Debug, Clone)]
pub struct Refaction {
    /// How the amount due is computed.
    pub mode: RefactionMode,
    /// Over what.
    pub level: RefactionLevel,
    /// Shortfall, in per cent, up to which nothing is taken back.
    pub threshold: Decimal,
    /// Largest amount due, in per cent of the State's contracted amount.
    pub cap: Decimal,
    /// Largest share of the State in what was spent, in per cent.
    pub max_share: Option<Decimal>,
    /// What was paid beforehand, in per cent of the State's contracted amount.
    pub advance: Decimal,
    /// Where the rule comes from.
    pub source: Option<String>,
}

/// A report.
#[derive(Debug, Clone)]
pub struct Rapport {
    /// First and last day of what it accounts for.
    pub period: Spanned<(Day, Day)>,
    /// Whether another one will follow for the same period.
    pub interim: bool,
    /// The exercice of its results, among those of the act.
    pub exercice: Option<ExerciceId>,
    /// How far it has gone.
    pub status: ActStatus,
    /// Day of the vote.
    pub deliberation: Option<Spanned<Day>>,
    /// Day of sending to the préfets.
    pub sending: Option<Spanned<Day>>,
    /// The day that the document bears.
    pub document_date: Spanned<Day>,
    /// A mention printed on every page, instead of the convention's.
    pub mention: Option<String>,
    /// The global account.
    pub summary: Vec<Block>,
    /// The sheets, in the order of their numbers.
    pub fiches: Vec<RapportFiche>,
    /// Results of indicators that no sheet tells.
    pub matrix: Vec<IndicateurValues>,
    /// The revisions that it executes, in the order of time.
    pub revisions: Vec<Revision>,
    /// Every text that it prints.
    pub passages: Vec<Passage>,
}

/// What was contracted, once: written when the report was opened, and never computed again.
#[derive(Debug, Clone)]
pub struct Revision {
    /// The edition.
    pub edition: Spanned<String>,
    /// How far the act had gone.
    pub status: ActStatus,
    /// The day that the act bore.
    pub date: Option<Day>,
    /// Digest of its data.
    pub fingerprint: String,
    /// What the act said that the State pays, when it said it.
    pub montant_etat: Option<Spanned<Montant>>,
    /// The actions.
    pub contracts: Vec<Contract>,
    /// Where it is written.
    pub span: Span,
}

/// What was contracted for an action.
#[derive(Debug, Clone)]
pub struct Contract {
    /// Number of the fiche.
    pub fiche: Spanned<Numero>,
    /// Its annexe.
    pub annexe: String,
    /// Its short title.
    pub title: String,
    /// What it should cost.
    pub charges: Vec<ContractRow>,
    /// Who should pay: a line per funder, « dont » shares already with the one who pays them.
    pub financements: Vec<ContractRow>,
    /// What it should obtain.
    pub objectives: Vec<ContractedObjective>,
    /// Where it is written.
    pub span: Span,
}

/// An amount that was contracted.
#[derive(Debug, Clone)]
pub struct ContractRow {
    /// Funder of the framework; none for a charge, or for another funder named by its label.
    pub financeur: Option<String>,
    /// Label.
    pub label: Option<String>,
    /// How much.
    pub montant: Reported<Montant>,
}

/// A target.
#[derive(Debug, Clone)]
pub struct ContractedObjective {
    /// Indicator of the framework; none when it is the fiche's own.
    pub indicateur: Option<String>,
    /// Label of the fiche.
    pub label: Option<String>,
    /// The target, or what the act holds in its place.
    pub target: CellValues,
    /// The situation before.
    pub baseline: Option<CellValues>,
    /// Which way is progress, when the fiche's own indicator says it.
    pub direction: Option<Direction>,
    /// Its figures by exercice, when they are typed: the target is then that of the exercice of the report.
    pub typed: Option<TypedIndicateur>,
    /// Where it is written.
    pub span: Span,
}

impl ContractedObjective {
    /// By what a result is bound to it.
    pub fn key(&self) -> &str {
        self.indicateur.as_deref().or(self.label.as_deref()).unwrap_or("")
    }
}

/// What becomes of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowUp {
    /// It goes on as it is.
    Continued,
    /// It goes on otherwise.
    Modified,
    /// It stops.
    Abandoned,
}

impl FollowUp {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Continued, Self::Modified, Self::Abandoned];

    /// The word written in the content and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Continued => "poursuivi",
            Self::Modified => "modifié",
            Self::Abandoned => "abandonné",
        }
    }
}

/// The sheet of an action.
#[derive(Debug, Clone)]
pub struct RapportFiche {
    /// Its file.
    pub path: ProjectPath,
    /// Number of the fiche that it executes.
    pub fiche: Spanned<Numero>,
    /// When the action began.
    pub start: Reported<ImpreciseDate>,
    /// When it ended.
    pub end: Reported<ImpreciseDate>,
    /// What it cost.
    pub charges: Vec<ExecutionRow>,
    /// Who paid.
    pub financements: Vec<ExecutionRow>,
    /// What it obtained.
    pub results: Vec<ResultValue>,
    /// What becomes of it.
    pub follow_up: Reported<FollowUp>,
    /// Documents in support.
    pub supporting_documents: Vec<Spanned<String>>,
    /// Text before the first section.
    pub introduction: Vec<Block>,
    /// Its sections.
    pub sections: Vec<RapportSection>,
    /// The header.
    pub span: Span,
}

/// A section of a sheet.
#[derive(Debug, Clone)]
pub struct RapportSection {
    /// Its heading.
    pub title: Vec<Inline>,
    /// The section of the framework that it is.
    pub rubrique: Option<String>,
    /// Its text.
    pub body: Vec<Block>,
    /// The heading.
    pub span: Span,
}

/// A line of what was spent.
#[derive(Debug, Clone)]
pub struct ExecutionRow {
    /// Funder of the framework; none for a charge, or for another funder named by its label.
    pub financeur: Option<Spanned<String>>,
    /// Label.
    pub label: Option<Spanned<String>>,
    /// What is legally due.
    pub committed: Reported<Montant>,
    /// What was established for payment.
    pub paid: Reported<Montant>,
    /// The line.
    pub span: Span,
}

/// A result.
#[derive(Debug, Clone)]
pub struct ResultValue {
    /// Indicator of the framework.
    pub indicateur: Option<Spanned<String>>,
    /// Label, for the fiche's own indicator.
    pub label: Option<Spanned<String>>,
    /// What was obtained: a value, several, or an absence.
    pub value: CellValues,
    /// The two terms of the value, when it is a quotient.
    pub terms: Option<QuotientTerms>,
    /// What was obtained in each exercice that the line tells, that of the value included.
    pub by_exercice: Vec<ExerciceResult>,
    /// Why the act's figure is no target, when the report says so.
    pub no_target: Option<Spanned<Absence>>,
    /// What is said of it.
    pub comment: Option<Spanned<String>>,
    /// The line.
    pub span: Span,
}

/// What was obtained in an exercice.
#[derive(Debug, Clone)]
pub struct ExerciceResult {
    /// The exercice.
    pub exercice: Spanned<String>,
    /// Its first and last days.
    pub days: Option<(Day, Day)>,
    /// What was obtained.
    pub value: CellValues,
    /// Its two terms, when it is a quotient.
    pub terms: Option<QuotientTerms>,
}

impl ResultValue {
    /// By what it is bound to a target.
    pub fn key(&self) -> &str {
        self.indicateur.as_ref().or(self.label.as_ref()).map_or("", |c| c.value.as_str())
    }
}
