//! The rapport d'exécution: what was spent, obtained and proposed, bound to the revision of the convention that
//! it executes. Amounts and targets that were contracted come from there; a report only adds to them.

use super::cadre::Direction;
use super::convention::{Dossier, IndicateurValues};
use super::edition;
use super::exercice::Exercices;
use super::fiche::OpenedBy;
use super::indicateur::{ExerciceId, QuotientTerms, TypedIndicateur};
use super::life::ActStatus;
use super::passage::Passage;
use super::text::{Block, Inline};
use super::{Absence, CellValues, Day, ImpreciseDate, Montant, Numero};
use crate::text::{ProjectPath, Span, Spanned};

/// What a report says, or the reason why it says nothing.
pub type Reported<T> = Result<Spanned<T>, Spanned<Absence>>;

/// A report.
#[derive(Debug, Clone)]
pub struct Rapport {
    /// Its identifier, which names its folder and its documents: an exercice (« 2024 »), or a word of the framework
    /// (« mi-parcours »).
    pub id: String,
    /// The names of the exercices of the act that it accounts for, in order.
    pub exercices: Vec<String>,
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
    /// What the State did with it, as the report tells it.
    pub reviews: Vec<ReviewStep>,
    /// Every text that it prints.
    pub passages: Vec<Passage>,
}

/// A step of the review of a report by the State.
#[derive(Debug, Clone)]
pub struct ReviewStep {
    /// What it became.
    pub state: Spanned<ReviewState>,
    /// The day.
    pub day: Spanned<Day>,
    /// Who did it.
    pub by: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// What a report that was handed in becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewState {
    /// It was handed in.
    HandedIn,
    /// Nothing is missing.
    Complete,
    /// Something is to be mended.
    ToMend,
    /// It is accepted.
    Accepted,
    /// It is accepted in part.
    AcceptedInPart,
    /// It is refused.
    Refused,
}

impl ReviewState {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::HandedIn, Self::Complete, Self::ToMend, Self::Accepted, Self::AcceptedInPart, Self::Refused];

    /// The word written in the content and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::HandedIn => "déposé",
            Self::Complete => "complet",
            Self::ToMend => "à corriger",
            Self::Accepted => "accepté",
            Self::AcceptedInPart => "accepté en partie",
            Self::Refused => "refusé",
        }
    }

    /// Whether a reason is due.
    pub fn wants_a_reason(self) -> bool {
        matches!(self, Self::ToMend | Self::AcceptedInPart | Self::Refused)
    }
}

/// What the State decided of the credits of an action; what is not told is none.
#[derive(Debug, Clone)]
pub struct StateDecision {
    /// What was asked for.
    pub requested: Option<Spanned<Montant>>,
    /// What is granted.
    pub granted: Option<Spanned<Montant>>,
    /// What is refused.
    pub refused: Option<Spanned<Montant>>,
    /// Why.
    pub reason: Option<String>,
    /// What was paid already.
    pub paid: Option<Spanned<Montant>>,
    /// Where it is written.
    pub span: Span,
}

impl Rapport {
    /// Finds the exercices that the report accounts for: the one that it names, else those that its period covers. Of what
    /// was contracted by exercice, the report compares the part of these.
    pub fn find_exercices(&mut self, all: &Exercices) {
        let (from, to) = self.period.value;
        let mut ranks = all.rank(&self.id).map_or_else(|| all.covered(from, to), |rank| vec![rank]);
        if ranks.is_empty() {
            ranks = (0..all.count()).collect();
        }
        self.exercices = ranks.into_iter().map(|rank| all.name(rank).to_owned()).collect();
        let contracts = self.revisions.iter_mut().flat_map(|revision| &mut revision.contracts);
        for row in contracts.flat_map(|c| c.charges.iter_mut().chain(&mut c.financements)) {
            if let Some(montant) = row.of_exercices(&self.exercices) {
                row.montant = montant;
            }
        }
    }

    /// The name of the document: that of its kind, or that of all the reports and whether another will follow; its exercice,
    /// when the act has several.
    pub fn title(&self, dossier: &Dossier) -> String {
        let cadre = &dossier.cadre;
        let kind = cadre.rapport_kind(&self.id).and_then(|kind| kind.title.clone());
        let title = kind.unwrap_or_else(|| match self.interim {
            true => format!("{} intermédiaire", cadre.rapport.title),
            false => cadre.rapport.title.clone(),
        });
        let has_several =
            dossier.convention.exercices.are_several() && edition::only_years(&self.id).is_some();
        if has_several { format!("{title} {}", self.id) } else { title }
    }
}

/// What was contracted, once: written when the report was opened, and never computed again.
#[derive(Debug, Clone)]
pub struct Revision {
    /// The edition.
    pub edition: Spanned<String>,
    /// The number of the avenant by which the act was so; none for the act as it was signed.
    pub avenant: Option<u16>,
    /// How far the act, or that avenant, had gone.
    pub status: ActStatus,
    /// The day that it bore.
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
    /// How much, for the exercices of the report.
    pub montant: Reported<Montant>,
    /// How much for each exercice of the act, by its name; empty when the act has but one, or when nothing says it.
    pub by_exercice: Vec<(Spanned<String>, Montant)>,
}

impl ContractRow {
    /// How much over all the exercices of the act.
    pub fn of_whole_act(&self) -> Reported<Montant> {
        match self.by_exercice.first() {
            None => self.montant.clone(),
            Some((first, _)) => {
                let total = self.by_exercice.iter().fold(Montant::ZERO, |sum, (_, montant)| sum + *montant);
                Ok(Spanned::new(total, first.span))
            }
        }
    }

    /// How much for some exercices; `None` when nothing is said by exercice.
    fn of_exercices(&self, names: &[String]) -> Option<Reported<Montant>> {
        let (first, _) = self.by_exercice.first()?;
        let mut own = self.by_exercice.iter().filter(|(name, _)| names.contains(&name.value)).peekable();
        Some(match own.peek() {
            // An action that has not begun, or that is over, contracts nothing here.
            None => Err(Spanned::new(Absence::NotApplicable, first.span)),
            Some((name, _)) => {
                let span = name.span;
                Ok(Spanned::new(own.fold(Montant::ZERO, |sum, (_, montant)| sum + *montant), span))
            }
        })
    }
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
    /// What the State decided of its credits.
    pub decision: Option<StateDecision>,
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
    /// What its heading was recognised by.
    pub opened_by: OpenedBy,
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
