//! The rapport d'exécution: what was spent, obtained and proposed, bound to the revision of the convention that
//! it executes. Amounts and targets that were contracted come from there; a report only adds to them.

use rust_decimal::Decimal;

use super::cadre::Sens;
use super::convention::{Etat, LigneMatrice};
use super::passage::Passage;
use super::texte::{Bloc, Inline};
use super::{Absence, Case, DateImprecise, Jour, Montant};
use crate::text::{Chemin, Span, Spanned};

/// An amount as it was told, or the reason why there is none.
pub type Releve = Result<Spanned<Montant>, Spanned<Absence>>;

/// What a framework asks of the report.
#[derive(Debug, Clone)]
pub struct CadreRapport {
    /// Name of the document.
    pub titre: String,
    /// Headings of the global account.
    pub bilan: Vec<String>,
    /// Sections of a sheet: identifier and title.
    pub rubriques: Vec<(String, String)>,
    /// Gap between contracted and executed, in per cent, above which a section must say why.
    pub ecart_a_commenter: Option<(Decimal, String)>,
    /// Share of a target, in per cent, from which it is reached in part.
    pub atteinte_partielle: Decimal,
}

impl Default for CadreRapport {
    fn default() -> Self {
        let couple = |(id, titre): (&str, &str)| (id.to_owned(), titre.to_owned());
        Self {
            titre: "Rapport d’exécution".to_owned(),
            bilan: ["Faits marquants", "Bilan de l’action conduite avec les partenaires", "Perspectives"]
                .map(str::to_owned)
                .to_vec(),
            rubriques: [
                ("realisations", "Réalisations"),
                ("difficultes", "Difficultés et écarts"),
                ("proposition", "Proposition pour la suite"),
            ]
            .map(couple)
            .to_vec(),
            ecart_a_commenter: None,
            atteinte_partielle: Decimal::from(50),
        }
    }
}

/// How what the State owes follows from what was spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModeRefaction {
    /// The State's amount times the rate of execution of the whole budget.
    Proportionnel,
    /// What was spent of the State's amount.
    DepenseReelle,
}

/// Over what the rule is applied: one gap may make up for another within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NiveauRefaction {
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
    pub mode: ModeRefaction,
    /// Over what.
    pub niveau: NiveauRefaction,
    /// Shortfall, in per cent, up to which nothing is taken back.
    pub seuil: Decimal,
    /// Largest amount due, in per cent of the State's contracted amount.
    pub plafond: Decimal,
    /// Largest share of the State in what was spent, in per cent.
    pub part_max: Option<Decimal>,
    /// What was paid beforehand, in per cent of the State's contracted amount.
    pub avance: Decimal,
    /// Where the rule comes from.
    pub source: Option<String>,
}

/// A report.
#[derive(Debug, Clone)]
pub struct RapportExecution {
    /// First and last day of what it accounts for.
    pub periode: Spanned<(Jour, Jour)>,
    /// Whether another one will follow for the same period.
    pub intermediaire: bool,
    /// How far it has gone.
    pub etat: Etat,
    /// Day of the vote.
    pub deliberation: Option<Spanned<Jour>>,
    /// Day of sending to the préfets.
    pub envoi: Option<Spanned<Jour>>,
    /// The day that the document bears.
    pub date_du_document: Spanned<Jour>,
    /// A mention printed on every page, instead of the convention's.
    pub mention: Option<String>,
    /// The global account.
    pub bilan: Vec<Bloc>,
    /// The sheets, in the order of their numbers.
    pub fiches: Vec<FicheRapport>,
    /// Results of indicators that no sheet tells.
    pub matrice: Vec<LigneMatrice>,
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
    pub etat: Etat,
    /// The day that the act bore.
    pub date: Option<Jour>,
    /// Digest of its data.
    pub empreinte: String,
    /// What the act said that the State pays.
    pub montant_etat: Spanned<Montant>,
    /// The actions.
    pub contrats: Vec<Contrat>,
    /// Where it is written.
    pub span: Span,
}

/// What was contracted for an action.
#[derive(Debug, Clone)]
pub struct Contrat {
    /// Number of the fiche.
    pub fiche: Spanned<u16>,
    /// Its annexe.
    pub annexe: String,
    /// Its short title.
    pub titre: String,
    /// What it should cost.
    pub charges: Vec<LigneContrat>,
    /// Who should pay: a line per funder, « dont » shares already with the one who pays them.
    pub financements: Vec<LigneContrat>,
    /// What it should obtain.
    pub objectifs: Vec<Objectif>,
    /// Where it is written.
    pub span: Span,
}

/// An amount that was contracted.
#[derive(Debug, Clone)]
pub struct LigneContrat {
    /// Funder of the framework; none for a charge, or for another funder named by its label.
    pub financeur: Option<String>,
    /// Label.
    pub libelle: Option<String>,
    /// How much.
    pub montant: Releve,
}

/// A target.
#[derive(Debug, Clone)]
pub struct Objectif {
    /// Indicator of the framework; none when it is the fiche's own.
    pub indicateur: Option<String>,
    /// Label of the fiche.
    pub libelle: Option<String>,
    /// The target, or what the act holds in its place.
    pub cible: Case,
    /// The situation before.
    pub depart: Option<Case>,
    /// Which way is progress, when the fiche's own indicator says it.
    pub sens: Option<Sens>,
    /// Where it is written.
    pub span: Span,
}

impl Objectif {
    /// By what a result is bound to it.
    pub fn cle(&self) -> &str {
        self.indicateur.as_deref().or(self.libelle.as_deref()).unwrap_or("")
    }
}

/// What becomes of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suite {
    /// It goes on as it is.
    Poursuivi,
    /// It goes on otherwise.
    Modifie,
    /// It stops.
    Abandonne,
}

impl Suite {
    /// All of them.
    pub const TOUTES: [Self; 3] = [Self::Poursuivi, Self::Modifie, Self::Abandonne];

    /// The word written in the content and printed.
    pub fn mot(self) -> &'static str {
        match self {
            Self::Poursuivi => "poursuivi",
            Self::Modifie => "modifié",
            Self::Abandonne => "abandonné",
        }
    }
}

/// A datum of a sheet, or the reason of its absence.
pub type Donnee<T> = Result<Spanned<T>, Spanned<Absence>>;

/// The sheet of an action.
#[derive(Debug, Clone)]
pub struct FicheRapport {
    /// Its file.
    pub chemin: Chemin,
    /// Number of the fiche that it executes.
    pub fiche: Spanned<u16>,
    /// When the action began.
    pub debut: Donnee<DateImprecise>,
    /// When it ended.
    pub fin: Donnee<DateImprecise>,
    /// What it cost.
    pub charges: Vec<LigneExecution>,
    /// Who paid.
    pub financements: Vec<LigneExecution>,
    /// What it obtained.
    pub resultats: Vec<Resultat>,
    /// What becomes of it.
    pub suite: Donnee<Suite>,
    /// Documents in support.
    pub pieces: Vec<Spanned<String>>,
    /// Text before the first section.
    pub introduction: Vec<Bloc>,
    /// Its sections.
    pub sections: Vec<SectionRapport>,
    /// The header.
    pub span: Span,
}

/// A section of a sheet.
#[derive(Debug, Clone)]
pub struct SectionRapport {
    /// Its heading.
    pub titre: Vec<Inline>,
    /// The section of the framework that it is.
    pub rubrique: Option<String>,
    /// Its text.
    pub corps: Vec<Bloc>,
    /// The heading.
    pub span: Span,
}

/// A line of what was spent.
#[derive(Debug, Clone)]
pub struct LigneExecution {
    /// Funder of the framework; none for a charge, or for another funder named by its label.
    pub financeur: Option<Spanned<String>>,
    /// Label.
    pub libelle: Option<Spanned<String>>,
    /// What is legally due.
    pub engage: Releve,
    /// What was established for payment.
    pub liquide: Releve,
    /// The line.
    pub span: Span,
}

/// A result.
#[derive(Debug, Clone)]
pub struct Resultat {
    /// Indicator of the framework.
    pub indicateur: Option<Spanned<String>>,
    /// Label, for the fiche's own indicator.
    pub libelle: Option<Spanned<String>>,
    /// What was obtained: a value, several, or an absence.
    pub valeur: Case,
    /// Why the act's figure is no target, when the report says so.
    pub sans_cible: Option<Spanned<Absence>>,
    /// What is said of it.
    pub commentaire: Option<Spanned<String>>,
    /// The line.
    pub span: Span,
}

impl Resultat {
    /// By what it is bound to a target.
    pub fn cle(&self) -> &str {
        self.indicateur.as_ref().or(self.libelle.as_ref()).map_or("", |c| c.valeur.as_str())
    }
}
