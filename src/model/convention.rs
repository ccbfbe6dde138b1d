//! The act: parties, dates, visas, articles, and the whole of what a project says.

use super::cadre::Cadre;
use super::fiche::Fiche;
use super::passage::Passage;
use super::texte::Bloc;
use super::{Absence, Case, Duree, Jour, Montant};
use crate::diagnostic::Gravite;
use crate::text::{Chemin, Span, Spanned};

/// How far the act has gone. The order is that of its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Etat {
    /// Being written.
    Projet,
    /// Voted by the assembly.
    Delibere,
    /// Signed by both parties.
    Signe,
    /// Sent to the préfecture.
    Transmis,
    /// In force (CGCT, art. L. 3131-1: published and sent to the State's representative).
    Executoire,
}

impl Etat {
    /// All of them, in order.
    pub const TOUS: [Self; 5] = [Self::Projet, Self::Delibere, Self::Signe, Self::Transmis, Self::Executoire];

    /// The word written in the content and printed.
    pub fn mot(self) -> &'static str {
        match self {
            Self::Projet => "projet",
            Self::Delibere => "délibéré",
            Self::Signe => "signé",
            Self::Transmis => "transmis",
            Self::Executoire => "exécutoire",
        }
    }
}

/// A signing party.
#[derive(Debug, Clone)]
pub struct Partie {
    /// Full name.
    pub nom: String,
    /// Who signs.
    pub representant: Spanned<String>,
    /// In what quality.
    pub qualite: String,
    /// Its name in the act.
    pub designation: String,
    /// Lines above the signature.
    pub signature: Vec<String>,
}

/// The Département.
#[derive(Debug, Clone)]
pub struct Departement {
    /// Name.
    pub nom: String,
    /// Name with its preposition: « de Seine-et-Marne ».
    pub de: String,
    /// Official code.
    pub code: String,
    /// SIREN of the collectivité.
    pub siren: Spanned<String>,
}

/// A datum, or the reason of its absence.
pub type Champ = Spanned<Result<String, Absence>>;

/// A bank account; what the act leaves empty stays so.
#[derive(Debug, Clone)]
pub struct Compte {
    /// Holder.
    pub titulaire: String,
    /// IBAN as printed.
    pub iban: Spanned<String>,
    /// BIC.
    pub bic: Spanned<String>,
    /// The four parts of the RIB.
    pub code_etablissement: Champ,
    /// Branch.
    pub code_guichet: Champ,
    /// Account number.
    pub numero: Champ,
    /// Key.
    pub cle: Champ,
}

/// Those who sign.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// The Département.
    pub departement: Departement,
    /// The State as a party.
    pub etat: Partie,
    /// The Département as a party.
    pub collectivite: Partie,
    /// Where the State pays.
    pub compte: Option<Compte>,
}

/// A citation of a law, instruction, earlier act or vote.
#[derive(Debug, Clone)]
pub struct Visa {
    /// What is cited, with its article: « l'instruction ».
    pub designation: String,
    /// Number.
    pub numero: Option<Spanned<String>>,
    /// Date.
    pub date: Option<Spanned<Jour>>,
    /// The end of the sentence.
    pub objet: Option<String>,
    /// Whether the visa announces it in annex, and whether it is there.
    pub annexee: Option<bool>,
    /// Where it is written.
    pub span: Span,
}

/// The days of the act's life.
#[derive(Debug, Clone, Default)]
pub struct Dates {
    /// Vote.
    pub deliberation: Option<Spanned<Jour>>,
    /// Signature.
    pub signature: Option<Spanned<Jour>>,
    /// Sending to the préfecture.
    pub envoi: Option<Spanned<Jour>>,
    /// Reception by the préfecture.
    pub reception: Option<Spanned<Jour>>,
    /// Publication.
    pub publication: Option<Spanned<Jour>>,
}

/// A document that an article announces in annex.
#[derive(Debug, Clone)]
pub struct AnnexeAnnoncee {
    /// Its name.
    pub titre: Spanned<String>,
    /// The article that announces it.
    pub article: Option<Spanned<String>>,
    /// Whether it is there.
    pub presente: bool,
}

/// A finding that is known and kept: the act is signed. It is listed apart and does not fail.
#[derive(Debug, Clone)]
pub struct Tolerance {
    /// Code of the rule.
    pub regle: Spanned<String>,
    /// File of the finding, from the folder of the edition, with or without its ending: `fiches/04-aave`.
    pub lieu: Spanned<String>,
    /// Words that the place of the finding contains, when the file has several findings of the rule.
    pub extrait: Option<String>,
    /// Why it is kept.
    pub raison: String,
    /// Where it is declared.
    pub span: Span,
}

/// The act itself.
#[derive(Debug, Clone)]
pub struct Convention {
    /// Name of its framework.
    pub cadre: Spanned<String>,
    /// Year of the edition.
    pub annee: u16,
    /// How far it has gone.
    pub etat: Etat,
    /// A mention printed on the title page and on every page.
    pub mention: Option<String>,
    /// What the act says that the State pays.
    pub montant_etat: Spanned<Montant>,
    /// Place of signature.
    pub lieu: String,
    /// Days.
    pub dates: Dates,
    /// The day that the document bears, in its metadata too.
    pub date_du_document: Jour,
    /// Number given by the préfecture.
    pub accuse_de_reception: Option<Spanned<String>>,
    /// The visas of this act.
    pub visas: Vec<Visa>,
    /// Documents announced in annex.
    pub annexes_annoncees: Vec<AnnexeAnnoncee>,
    /// Acronyms and what they stand for.
    pub sigles: Vec<(Spanned<String>, String)>,
    /// The window in which the actions are carried out and evaluated; the year of the edition when absent.
    pub execution: Option<Spanned<Duree>>,
    /// Findings that the act, once signed, keeps.
    pub tolerances: Vec<Tolerance>,
    /// Severities of the project: code of a rule, and none when the rule is left aside.
    pub regles: Vec<(Spanned<String>, Option<Gravite>)>,
}

/// The preamble or an article.
#[derive(Debug, Clone)]
pub struct Article {
    /// Its file.
    pub chemin: Chemin,
    /// Number as printed; none for a preamble.
    pub numero: Option<Spanned<String>>,
    /// Title.
    pub titre: Option<Spanned<String>>,
    /// Text.
    pub corps: Vec<Bloc>,
    /// Where the text stands.
    pub span: Span,
}

/// The values of the matrix.
#[derive(Debug, Clone)]
pub struct ValeursMatrice {
    /// What a box that is not written holds.
    pub par_defaut: Absence,
    /// Where that is written; none when the project has no file of values.
    pub span_par_defaut: Option<Span>,
    /// Per indicator (or whole measure, by its number) and column.
    pub valeurs: Vec<LigneMatrice>,
}

/// The boxes of an indicator, or of a whole measure.
#[derive(Debug, Clone)]
pub struct LigneMatrice {
    /// Identifier.
    pub cible: Spanned<String>,
    /// Column and content.
    pub cases: Vec<(Spanned<String>, Case)>,
}

/// All that an edition of a project says: the only thing that the later stages see.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The framework.
    pub cadre: Cadre,
    /// Those who sign.
    pub organisation: Organisation,
    /// The act.
    pub convention: Convention,
    /// The preamble and the articles in order.
    pub articles: Vec<Article>,
    /// The fiches in the order of their numbers.
    pub fiches: Vec<Fiche>,
    /// The matrix.
    pub matrice: ValeursMatrice,
    /// Every text that is printed, in the order of the files.
    pub passages: Vec<Passage>,
    /// What comments of the content say is to be decided.
    pub a_decider: Vec<Spanned<String>>,
    /// The report of its execution, once there is one.
    pub rapport: Option<super::rapport::RapportExecution>,
}

impl Dossier {
    /// The fiches of an annexe, in order.
    pub fn fiches_de<'a>(&'a self, annexe: &'a str) -> impl Iterator<Item = &'a Fiche> {
        self.fiches.iter().filter(move |f| f.annexe.valeur == annexe)
    }
}
