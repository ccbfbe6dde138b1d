//! A fiche-action: its identity, its budgets, its tables, its indicators, its text.

use super::budget::{Bordereau, Budget};
use super::tableau::{Donnees, Figure};
use super::texte::Bloc;
use super::{Absence, Case, DateImprecise, Duree, Montant};
use crate::text::{Chemin, Span, Spanned};

/// A statement on the novelty of an action.
#[derive(Debug, Clone)]
pub struct Statut {
    /// Word of the framework.
    pub mot: Spanned<String>,
    /// A precision printed with it.
    pub precision: Option<String>,
}

/// A datum, for the whole action or for a part of it that is named.
#[derive(Debug, Clone)]
pub struct Pour<T> {
    /// The part of the action.
    pub objet: Option<String>,
    /// The datum.
    pub donnee: T,
    /// Where it is written.
    pub span: Span,
}

/// A header field: some data, or the reason of their absence. `None` when the fiche has no such section.
pub type Champ<T> = Option<Result<T, Spanned<Absence>>>;

/// Partners of an action.
#[derive(Debug, Clone)]
pub enum Partenaires {
    /// Their names.
    Liste(Vec<Spanned<String>>),
    /// Said to be none, there.
    Aucun(Span),
}

/// A row of the table of objectives.
#[derive(Debug, Clone)]
pub enum LigneObjectif {
    /// An indicator.
    Indicateur {
        /// Identifier in the framework; none when it is the fiche's own.
        indicateur: Option<Spanned<String>>,
        /// What is printed, when it is not the framework's label.
        libelle: Option<Spanned<String>>,
        /// One box per column.
        cases: Vec<Case>,
        /// The row.
        span: Span,
    },
    /// A title over the whole width.
    Titre(String),
}

/// The table of objectives.
#[derive(Debug, Clone)]
pub struct Objectifs {
    /// Headings of the columns of values.
    pub colonnes: Vec<Spanned<String>>,
    /// The rows.
    pub lignes: Vec<LigneObjectif>,
}

/// What a funder executed in earlier years.
#[derive(Debug, Clone)]
pub struct Execution {
    /// Funder.
    pub financeur: Spanned<String>,
    /// Year and amount, or why there is none and what the act prints then.
    pub annees: Vec<(Spanned<u16>, Execute)>,
}

/// An amount executed, or the reason of its absence.
#[derive(Debug, Clone)]
pub enum Execute {
    /// An amount.
    Montant(Spanned<Montant>),
    /// Nothing, and what the act prints in the box.
    Absent(Absence, Option<String>),
}

/// A fiche-action.
#[derive(Debug, Clone)]
pub struct Fiche {
    /// Its file.
    pub chemin: Chemin,
    /// Number.
    pub numero: Spanned<u16>,
    /// Annexe.
    pub annexe: Spanned<String>,
    /// Title of the action.
    pub intitule: Spanned<String>,
    /// Title for tables and contents.
    pub titre_court: Option<String>,
    /// Whether the title is ours, the act having none.
    pub intitule_absent: bool,
    /// Measures that it serves.
    pub mesures: Vec<Spanned<String>>,
    /// What the act calls the measure.
    pub mesure_affichee: Option<Spanned<String>>,
    /// Statements on its novelty.
    pub statuts: Vec<Statut>,
    /// When it starts.
    pub mise_en_place: Champ<Vec<Pour<DateImprecise>>>,
    /// How long it lasts.
    pub duree: Champ<Vec<Pour<Duree>>>,
    /// Partners and funders named.
    pub partenaires: Champ<Partenaires>,
    /// Answers to the sections « mention » of the framework.
    pub mentions: Vec<(Spanned<String>, Result<String, Absence>)>,
    /// Budgets.
    pub budgets: Vec<Budget>,
    /// Priced schedules.
    pub bordereaux: Vec<Bordereau>,
    /// Tables of data.
    pub tableaux: Vec<Donnees>,
    /// Figures.
    pub figures: Vec<Figure>,
    /// Objectives.
    pub objectifs: Option<Objectifs>,
    /// Executed before the edition.
    pub executions: Vec<Execution>,
    /// What the table of the annexe prints for a funder, when it differs.
    pub affiche_en_annexe: Vec<(Spanned<String>, Spanned<Montant>)>,
    /// Text before the first section.
    pub introduction: Vec<Bloc>,
    /// The sections as printed.
    pub sections: Vec<Section>,
    /// Where its text stands.
    pub span: Span,
}

impl Fiche {
    /// Title for tables and contents.
    pub fn titre_en_tableau(&self) -> &str {
        self.titre_court.as_deref().unwrap_or(&self.intitule.valeur)
    }
}

/// A section of a fiche as printed.
#[derive(Debug, Clone)]
pub struct Section {
    /// Heading, number included.
    pub titre: Vec<super::texte::Inline>,
    /// The section of the framework that it is, when known.
    pub rubrique: Option<String>,
    /// Text; when empty, the datum of the section is printed.
    pub corps: Vec<Bloc>,
    /// The heading.
    pub span: Span,
}
