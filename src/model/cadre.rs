//! What the State fixes for a year: annexes, measures, indicators, sections of a fiche, national visas.
//! All of it is data; nothing here knows one framework.

use rust_decimal::Decimal;

use super::convention::Visa;
use crate::text::{Span, Spanned};

/// A framework.
#[derive(Debug, Clone)]
pub struct Cadre {
    /// Name of the act.
    pub intitule: String,
    /// Its acronym.
    pub sigle: String,
    /// The annexes in order.
    pub annexes: Vec<Annexe>,
    /// The words of the field `statut` and what is printed for each.
    pub statuts: Vec<(String, String)>,
    /// The funders in the order of the columns.
    pub financeurs: Vec<Financeur>,
    /// The sections of a fiche in the order of the national template.
    pub rubriques: Vec<Rubrique>,
    /// The national visas.
    pub visas: Vec<Visa>,
    /// Columns of the matrix of indicators.
    pub colonnes: Vec<ColonneMatrice>,
    /// The themes with their measures.
    pub themes: Vec<Theme>,
    /// Largest share of the State in a fiche, in per cent.
    pub part_etat_max: Option<Decimal>,
    /// Pairs of words of `statut` that contradict each other.
    pub statuts_exclusifs: Vec<(String, String)>,
    /// Deadlines that the State fixes.
    pub echeances: Vec<Echeance>,
    /// What it asks of the report.
    pub rapport: super::rapport::CadreRapport,
    /// How the State pays or takes back; none when the framework does not say.
    pub refaction: Option<super::rapport::Refaction>,
}

/// A deadline: what is due, and the day of the year that follows the edition's.
#[derive(Debug, Clone)]
pub struct Echeance {
    /// What is due: the word by which the prose calls it (« rapport »).
    pub objet: String,
    /// Month, from 1.
    pub mois: u8,
    /// Day of the month.
    pub jour: u8,
    /// The deadline of the acts concluded from that month and day of the edition's year on, only.
    pub conclue_depuis: Option<(u8, u8)>,
    /// What must be done before, and how many days before.
    pub etapes: Vec<(String, u16)>,
}

impl Echeance {
    /// The day, for an edition.
    pub fn jour_de(&self, annee: u16) -> Option<super::Jour> {
        super::Jour::new(annee.checked_add(1)?, self.mois, self.jour)
    }
}

/// The State's identifier among the funders.
pub const ETAT: &str = "etat";
/// The Département's identifier among the funders.
pub const DEPARTEMENT: &str = "departement";

impl Cadre {
    /// The measure of a number, with its theme.
    pub fn mesure(&self, numero: &str) -> Option<(&Theme, &Mesure)> {
        self.themes.iter().find_map(|t| t.mesures.iter().find(|m| m.numero == numero).map(|m| (t, m)))
    }

    /// The indicator of a full identifier such as `2.1/taux-de-couverture`.
    pub fn indicateur(&self, id: &str) -> Option<(&Mesure, &Indicateur)> {
        let (mesure, court) = id.split_once('/')?;
        let (_, mesure) = self.mesure(mesure)?;
        mesure.indicateurs.iter().find(|i| i.id.valeur == court).map(|i| (mesure, i))
    }

    /// The full identifiers of all the indicators.
    pub fn identifiants(&self) -> impl Iterator<Item = String> {
        self.themes
            .iter()
            .flat_map(|t| &t.mesures)
            .flat_map(|m| m.indicateurs.iter().map(|i| format!("{}/{}", m.numero, i.id.valeur)))
    }

    /// The deadline of something, for an act concluded on a day: the most particular one that holds for it.
    pub fn echeance(&self, objet: &str, annee: u16, conclue: Option<super::Jour>) -> Option<&Echeance> {
        let vaut = |e: &&Echeance| match e.conclue_depuis {
            None => true,
            Some((mois, jour)) => {
                super::Jour::new(annee, mois, jour).zip(conclue).is_some_and(|(d, c)| c >= d)
            }
        };
        self.echeances.iter().filter(|e| e.objet == objet).filter(vaut).max_by_key(|e| e.conclue_depuis)
    }

    /// The funder of an identifier.
    pub fn financeur(&self, id: &str) -> Option<&Financeur> {
        self.financeurs.iter().find(|f| f.id == id)
    }
}

/// The table that opens an annexe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableauAnnexe {
    /// The matrix of indicators.
    Matrice,
    /// Amounts executed and foreseen per action.
    Executions,
}

/// An annexe.
#[derive(Debug, Clone)]
pub struct Annexe {
    /// Letter.
    pub id: String,
    /// Title of the annexe.
    pub titre: String,
    /// Title of its table.
    pub titre_tableau: String,
    /// Its table.
    pub tableau: TableauAnnexe,
    /// A remark under the table.
    pub note: Option<String>,
}

/// A funder.
#[derive(Debug, Clone)]
pub struct Financeur {
    /// Identifier.
    pub id: String,
    /// Name printed.
    pub nom: String,
}

/// What a section of a fiche prints when it is left without text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContenuRubrique {
    /// Nothing: it is prose.
    Prose,
    /// The date of implementation.
    MiseEnPlace,
    /// The duration.
    Duree,
    /// The partners.
    Partenaires,
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
    pub titre: String,
    /// Whether the framework wants it.
    pub obligatoire: bool,
    /// What it prints when left without text.
    pub contenu: ContenuRubrique,
}

/// A column of the matrix.
#[derive(Debug, Clone)]
pub struct ColonneMatrice {
    /// Identifier.
    pub id: String,
    /// Heading.
    pub titre: String,
    /// Where the heading is written.
    pub span: Span,
}

/// A theme: a group of measures.
#[derive(Debug, Clone)]
pub struct Theme {
    /// Number printed.
    pub numero: String,
    /// Title.
    pub titre: String,
    /// Its measures.
    pub mesures: Vec<Mesure>,
}

/// A measure.
#[derive(Debug, Clone)]
pub struct Mesure {
    /// Number printed, and identifier.
    pub numero: String,
    /// Title.
    pub titre: String,
    /// Its indicators.
    pub indicateurs: Vec<Indicateur>,
}

/// Which way an indicator goes when things get better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sens {
    /// More is better.
    Hausse,
    /// Less is better.
    Baisse,
}

/// An indicator of the framework.
#[derive(Debug, Clone)]
pub struct Indicateur {
    /// Identifier within the measure.
    pub id: Spanned<String>,
    /// Label printed.
    pub libelle: String,
    /// What is counted.
    pub definition: Option<String>,
    /// Unit.
    pub unite: Option<String>,
    /// Flow, stock, rate, delay…
    pub nature: Option<String>,
    /// Which way is progress.
    pub sens: Option<Sens>,
    /// The two indicators of which it is the quotient.
    pub quotient: Option<(Spanned<String>, Spanned<String>)>,
    /// The indicator of which it is a part.
    pub dont_de: Option<Spanned<String>>,
    /// Title of a group of neighbouring indicators.
    pub groupe: Option<String>,
    /// Footnote.
    pub note: Option<String>,
}
