//! The act: parties, dates, visas, articles, and the whole of what a project says.

use std::collections::BTreeSet;

use super::cadre::{Cadre, Horizon, MoneyTable, MoneyTablePlace, Payer};
use super::exercice::Exercices;
use super::fiche::Fiche;
use super::life::{ActStatus, Life};
use super::masked::ConfidentialMark;
use super::parties::{Collectivite, Party, PartyRole};
use super::passage::Passage;
use super::text::Block;
use super::{Absence, CellValues, Day, Duration, Montant};
use crate::diagnostic::Severity;
use crate::lang::flat;
use crate::text::{FileId, ProjectPath, Span, Spanned};

/// A datum, or the reason of its absence.
pub type BankField = Spanned<Result<String, Absence>>;

/// A bank account; what the act leaves empty stays so.
#[derive(Debug, Clone)]
pub struct BankAccount {
    /// Holder.
    pub holder: Spanned<String>,
    /// IBAN as printed.
    pub iban: Spanned<String>,
    /// BIC.
    pub bic: Spanned<String>,
    /// The four parts of the RIB.
    pub bank_code: BankField,
    /// Branch.
    pub branch_code: BankField,
    /// Account number.
    pub number: BankField,
    /// Key.
    pub key: BankField,
}

/// What the acts of a collectivité have in common.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// The collectivité that carries the act.
    pub collectivite: Collectivite,
    /// Where the State pays.
    pub account: Option<BankAccount>,
    /// Where parties are written for the acts that write none of their own.
    pub parties_span: Option<Span>,
}

/// What a visa cites, as far as the act depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisaKind {
    /// The vote that lets this act be signed.
    Vote,
    /// Any other text.
    Text,
}

/// A citation of a law, instruction, earlier act or vote.
#[derive(Debug, Clone)]
pub struct Visa {
    /// What is cited, with its article: « l'instruction ».
    pub designation: Spanned<String>,
    /// Number.
    pub number: Option<Spanned<String>>,
    /// Date.
    pub date: Option<Spanned<Day>>,
    /// The end of the sentence.
    pub object: Option<Spanned<String>>,
    /// What it is to this act.
    pub kind: VisaKind,
    /// Whether the visa announces it in annex, and whether it is there.
    pub annexed: Option<bool>,
    /// Where it is written.
    pub span: Span,
}

impl Visa {
    /// Whether it says when the act was voted.
    pub fn dates_the_vote(&self) -> bool {
        self.kind == VisaKind::Vote && self.date.is_some()
    }

    /// Its words, without its number and its date.
    pub fn words(&self) -> String {
        match &self.object {
            Some(object) => format!("{} {object}", self.designation),
            None => format!("{} ", self.designation),
        }
    }
}

/// A document that an article announces in annex.
#[derive(Debug, Clone)]
pub struct AnnouncedAnnexe {
    /// Its name.
    pub title: Spanned<String>,
    /// The article that announces it.
    pub article: Option<Spanned<String>>,
    /// Whether it is there.
    pub present: bool,
}

/// A finding that is known and kept: the act is signed. It is listed apart and does not fail.
#[derive(Debug, Clone)]
pub struct Tolerance {
    /// Code of the rule.
    pub rule: Spanned<String>,
    /// File of the finding, from the folder of the edition, with or without its ending: `fiches/04-aave`.
    pub file: Spanned<String>,
    /// Words that the place of the finding contains, when the file has several findings of the rule.
    pub excerpt: Option<String>,
    /// Identifier of the only finding that it keeps.
    pub finding: Option<String>,
    /// Most euros at stake that it keeps; any when absent.
    pub gap: Option<Montant>,
    /// Why it is kept.
    pub reason: String,
    /// Where it is declared.
    pub span: Span,
}

/// A figure of the prose that no datum holds, and why: its source, or a reason to leave it free.
#[derive(Debug, Clone)]
pub struct DeclaredFigure {
    /// File, from the folder of the edition, with or without its ending: `fiches/04-aave`.
    pub file: Spanned<String>,
    /// Words that hold the figure.
    pub excerpt: Spanned<String>,
    /// Where it comes from.
    pub source: Option<String>,
    /// Why it is free.
    pub reason: Option<String>,
}

impl DeclaredFigure {
    /// Whether it speaks of a figure of a file, in a text, as both are written.
    pub fn covers(&self, path: &ProjectPath, text: &str, figure: &str) -> bool {
        let plain = |text: &str| text.split(char::is_whitespace).collect::<Vec<_>>().join(" ");
        let excerpt = plain(&self.excerpt.value);
        super::edition::designates(&self.file.value, path)
            && excerpt.contains(&plain(figure))
            && plain(text).contains(&excerpt)
    }
}

/// The most that a party pays in each exercice, or over all of them. What the actions leave of it is printed.
#[derive(Debug, Clone)]
pub struct Ceiling {
    /// Who.
    pub payer: Payer,
    /// How much.
    pub montant: Spanned<Montant>,
    /// In each exercice, or over all.
    pub horizon: Horizon,
    /// Ranks of the exercices that it holds for; all of them when it names none.
    pub exercices: Vec<usize>,
    /// Where it is written.
    pub span: Span,
}

/// The act itself.
#[derive(Debug, Clone)]
pub struct Convention {
    /// Name of its framework.
    pub cadre: Spanned<String>,
    /// Year of the edition: the first of its exercices.
    pub year: u16,
    /// The years, or windows, by which its money is counted.
    pub exercices: Exercices,
    /// The day from which it holds, when it is not that of its signature.
    pub effect: Option<Spanned<Day>>,
    /// The most that a party pays.
    pub ceilings: Vec<Ceiling>,
    /// How far it has gone: what its life says.
    pub status: ActStatus,
    /// What happened to it.
    pub life: Life,
    /// A mention printed on the title page and on every page.
    pub mention: Option<String>,
    /// Whether it only shows what the program does: it is not the act, and bears no stamp.
    pub is_demonstration: bool,
    /// Those who sign it, in the order written.
    pub parties: Vec<Party>,
    /// Where the act writes them; `None` when they are those of `organisation.yaml`.
    pub parties_span: Option<Span>,
    /// What the act says that the State pays, exactly; none when it sets ceilings instead.
    pub montant_etat: Option<Spanned<Montant>>,
    /// Place of signature.
    pub signature_place: String,
    /// The day that the document bears, in its metadata too.
    pub document_date: Day,
    /// The visas of this act.
    pub visas: Vec<Visa>,
    /// Documents announced in annex.
    pub announced_annexes: Vec<AnnouncedAnnexe>,
    /// Acronyms and what they stand for.
    pub acronyms: Vec<(Spanned<String>, String)>,
    /// The window in which the actions are carried out and evaluated; the year of the edition when absent.
    pub execution: Option<Spanned<Duration>>,
    /// Findings that the act, once signed, keeps.
    pub tolerances: Vec<Tolerance>,
    /// Figures of the prose that rest on a source, or on nothing on purpose.
    pub figures: Vec<DeclaredFigure>,
    /// What its public version does not have.
    pub confidential: Vec<ConfidentialMark>,
    /// Severities of the project: code of a rule, and none when the rule is left aside.
    pub rules: Vec<(Spanned<String>, Option<Severity>)>,
    /// Its own rule of réfaction, in place of the framework's.
    pub refaction: Option<super::Refaction>,
}

impl Convention {
    /// The parties of a role, in the order written.
    pub fn parties_of(&self, role: PartyRole) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(move |party| party.role == role)
    }
}

/// The preamble or an article.
#[derive(Debug, Clone)]
pub struct Article {
    /// Its file.
    pub path: ProjectPath,
    /// Number as printed; none for a preamble.
    pub number: Option<Spanned<String>>,
    /// Title.
    pub title: Option<Spanned<String>>,
    /// Text.
    pub body: Vec<Block>,
    /// Where the text stands.
    pub span: Span,
}

/// The values of the matrix.
#[derive(Debug, Clone)]
pub struct MatrixValues {
    /// What a box that is not written holds.
    pub default_value: Absence,
    /// Where that is written; none when the project has no file of values.
    pub default_span: Option<Span>,
    /// Per indicator (or whole measure, by its number) and column.
    pub values: Vec<IndicateurValues>,
}

impl MatrixValues {
    /// The matrix of a project that gives no value: every box is blank.
    pub fn empty() -> Self {
        Self { default_value: Absence::Blank, default_span: None, values: Vec::new() }
    }
}

/// The boxes of an indicator, or of a whole measure.
#[derive(Debug, Clone)]
pub struct IndicateurValues {
    /// Identifier.
    pub key: Spanned<String>,
    /// Column and content.
    pub cells: Vec<(Spanned<String>, CellValues)>,
}

/// All that an edition of a project says: the only thing that the later stages see.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// Name of the edition: that of its folder.
    pub edition: String,
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
    pub matrix: MatrixValues,
    /// Every text that is printed, in the order of the files.
    pub passages: Vec<Passage>,
    /// What comments of the content say is to be decided.
    pub to_decide: Vec<Spanned<String>>,
    /// The braces of the prose that open no reference, each up to those that close it, or to the end of its word.
    pub braces: Vec<Spanned<String>>,
    /// The reports of its execution, in the order of their periods.
    pub rapports: Vec<super::rapport::Rapport>,
    /// The avenants by which it was amended, in order: those of this version.
    pub avenants: Vec<super::avenant::Avenant>,
    /// What the services decided of the findings.
    pub decisions: Vec<super::meeting::FindingDecision>,
}

impl Dossier {
    /// What is left when some files, and some reports by their identifiers, are set aside.
    #[must_use]
    pub fn without(&self, files: &BTreeSet<FileId>, rapports: &BTreeSet<String>) -> Self {
        // A check of an edited fiche does this: only what is left is copied.
        Self {
            edition: self.edition.clone(),
            cadre: self.cadre.clone(),
            organisation: self.organisation.clone(),
            convention: self.convention.clone(),
            articles: self.articles.iter().filter(|a| !files.contains(&a.span.file)).cloned().collect(),
            fiches: self.fiches.iter().filter(|f| !files.contains(&f.span.file)).cloned().collect(),
            matrix: self.matrix.clone(),
            passages: self.passages.iter().filter(|p| !files.contains(&p.file())).cloned().collect(),
            to_decide: self.to_decide.iter().filter(|m| !files.contains(&m.span.file)).cloned().collect(),
            braces: self.braces.iter().filter(|brace| !files.contains(&brace.span.file)).cloned().collect(),
            rapports: self.rapports.iter().filter(|r| !rapports.contains(&r.id)).cloned().collect(),
            avenants: self.avenants.clone(),
            decisions: self.decisions.clone(),
        }
    }

    /// The avenant that is being written, if there is one: the last, which not all the parties have signed.
    pub fn open_avenant(&self) -> Option<&super::avenant::Avenant> {
        self.avenants.last().filter(|avenant| !avenant.is_in_force())
    }

    /// The exercices of the act: the identifiers of its yearly reports.
    pub fn exercices(&self) -> Vec<String> {
        self.convention.exercices.iter().map(|exercice| exercice.id.value.clone()).collect()
    }

    /// Whether a report of this identifier is one of the act's: of an exercice, of a kind of the framework, or the one that
    /// the first versions left without a name.
    pub fn may_have_rapport(&self, id: &str) -> bool {
        let (first, last) = self.years();
        let is_exercice = self.convention.exercices.rank(id).is_some()
            || super::edition::only_years(id).is_some_and(|(year, _)| (first..=last).contains(&year));
        let is_kind = || self.single_rapports().any(|kind| kind == id);
        is_exercice || is_kind() || id == super::edition::old_rapport_id(&self.edition)
    }

    /// The reports that the framework asks for once, whatever the exercices.
    pub fn single_rapports(&self) -> impl Iterator<Item = &str> {
        use super::asked_rapport::RapportDue;
        let is_single = |due| !matches!(due, RapportDue::EachExercice { .. });
        self.cadre
            .rapport_kinds
            .iter()
            .filter(move |kind| is_single(kind.due))
            .map(|kind| kind.id.value.as_str())
    }

    /// The report of an identifier.
    pub fn rapport(&self, id: &str) -> Option<&super::rapport::Rapport> {
        self.rapports.iter().find(|rapport| rapport.id == id)
    }

    /// First and last years of the act: those of its exercices.
    pub fn years(&self) -> (u16, u16) {
        let year = self.convention.year;
        self.convention.exercices.years().unwrap_or((year, year))
    }

    /// Where a table of money is printed; `None` when nothing of the act has that name.
    pub fn place_of(&self, table: &MoneyTable) -> Option<MoneyTablePlace> {
        let Some(after) = &table.after else { return Some(MoneyTablePlace::Recapitulatif) };
        let name = flat(&after.value);
        if name.trim_start_matches("le ").starts_with("recapitulatif") {
            return Some(MoneyTablePlace::Recapitulatif);
        }
        let of_article = |article: &Article| {
            article.number.as_ref().is_some_and(|number| flat(&format!("article {number}")) == name)
        };
        let of_axe = |axe: &super::cadre::Axe| {
            let words = [axe.word.word(), "axe", "annexe"];
            words.iter().any(|word| flat(&format!("{word} {}", axe.id)) == name)
        };
        let article = self.articles.iter().position(of_article).map(MoneyTablePlace::Article);
        article.or_else(|| self.cadre.axes.iter().position(of_axe).map(MoneyTablePlace::Axe))
    }

    /// The names of the places where a table of money may be printed.
    pub fn table_places(&self) -> Vec<String> {
        let articles = self.articles.iter().filter_map(|a| a.number.as_ref());
        let mut places: Vec<String> = articles.map(|number| format!("article {number}")).collect();
        places.extend(self.cadre.axes.iter().map(|axe| format!("{} {}", axe.word.word(), axe.id)));
        places.push("récapitulatif".to_owned());
        places
    }

    /// The rule of réfaction: that of the act, else that of the framework.
    pub fn refaction(&self) -> Option<&super::Refaction> {
        self.convention.refaction.as_ref().or(self.cadre.refaction.as_ref())
    }

    /// The fiches of an annexe, in order.
    pub fn fiches_of<'a>(&'a self, annexe: &'a str) -> impl Iterator<Item = &'a Fiche> {
        self.fiches.iter().filter(move |f| f.axe.value == annexe)
    }
}
