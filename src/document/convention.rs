//! The convention, as its templates read it.

use serde::Serialize;

use super::act::{ActView, act_view};
use super::annexes::{self, AxeView};
use super::avenant::{EarlierAvenant, named, public_stem};
use super::composer::Composer;
use super::fiche::FicheView;
use super::money::{self, TitledTable};
use super::presentation::{Imprint, Presentation};
use super::scanned::ScannedCode;
use super::signatures::{self, Signature};
use super::view::{Fragment, Proses, TableView};
use crate::lang::numbers::read_year;
use crate::lang::opening_number;
use crate::model::cadre::MoneyTablePlace;
use crate::model::convention::{Article, Visa};
use crate::model::life::LifeStep;
use crate::model::text::{Block, Inline, plain_text};
use crate::model::{Dossier, Exercices};
use crate::resolve::{LinkTarget, Links};

/// All that the convention prints, in the order of its pages.
#[derive(Debug, Serialize)]
pub struct ConventionDocument {
    /// Title page and metadata.
    pub acte: ActView,
    /// Visas of the cadre, then of the act, without « Vu ».
    pub visas: Vec<String>,
    /// Preamble and articles.
    pub articles: Vec<ArticleView>,
    /// « Fait à …, le … »; `None` until the act is signed.
    pub fait: Option<String>,
    /// Place of signature, printed alone while the act waits for its signature.
    pub lieu: String,
    /// A block for each signatory, in the order of the parties on the cover.
    pub signatures: Vec<Signature>,
    /// What a telephone reads beside them; none when nobody signs this document.
    pub code: Option<ScannedCode>,
    /// In the order of the cadre.
    pub axes: Vec<AxeView>,
    /// Level of the deepest heading of a node.
    pub niveaux: u8,
    /// In the order of the act.
    pub fiches: Vec<FicheView>,
    /// What the récapitulatif counts, in a sentence.
    pub recapitulatif_portee: String,
    /// Récapitulatif financier.
    pub recapitulatif: TableView,
    /// The other tables of money of the act.
    pub tableaux: Vec<TitledTable>,
    /// Documents that the act announces in annexe; `None` when it announces none.
    pub pieces: Option<TableView>,
    /// Acronyms and their meaning; `None` when the act declares none.
    pub sigles: Option<TableView>,
    /// What was consolidated; `None` for the act as it was signed.
    pub consolidation: Option<ConsolidationView>,
    /// Paths of the emitted files.
    pub fichiers: ConventionFiles,
    /// Prose that the fragments name by rank; `render` makes it Typst.
    #[serde(skip)]
    pub proses: Proses,
}

/// What the consolidated version of an act is made of.
#[derive(Debug, Serialize)]
pub struct ConsolidationView {
    /// The day when the act was signed, in words.
    pub acte_signe_le: Option<String>,
    /// The avenants that it has, in order.
    pub avenants: Vec<EarlierAvenant>,
    /// Whether all of them are in force.
    pub en_vigueur: bool,
}

/// The emitted files of the convention beside those of its parts.
#[derive(Debug, Serialize)]
pub struct ConventionFiles {
    /// The main file, whose stem names the document.
    #[serde(skip)]
    pub principal: String,
    /// The récapitulatif.
    pub recapitulatif: String,
}

/// The preamble or an article.
#[derive(Debug, Serialize)]
pub struct ArticleView {
    /// Path of its emitted file.
    pub chemin: String,
    /// Number as printed; `None` for the preamble.
    pub numero: Option<String>,
    /// Heading; the preamble may have none.
    pub titre: Option<String>,
    /// Text and the tables in it.
    pub corps: Vec<Fragment>,
    /// The tables of money that the cadre wants after it.
    pub tableaux: Vec<TitledTable>,
}

/// Composes the convention. A reference without link prints nothing.
pub fn convention(dossier: &Dossier, links: &Links, imprint: Imprint<'_>) -> ConventionDocument {
    let mut composer = Composer::new(dossier, links);
    let articles =
        dossier.articles.iter().enumerate().map(|(rank, a)| article(rank, a, &mut composer)).collect();
    let fiches = dossier.fiches.iter().map(|f| composer.fiche(f)).collect();
    let convention = &dossier.convention;
    let axes = annexes::axes(dossier);
    let mut document = ConventionDocument {
        acte: act_view(dossier, imprint),
        visas: dossier.cadre.visas.iter().chain(&convention.visas).map(visa).collect(),
        articles,
        fait: signatures::done_at(convention),
        lieu: convention.signature_place.clone(),
        signatures: signatures::signatures(convention, imprint.masked.is_some()),
        code: signatures::code(dossier, imprint),
        niveaux: axes.iter().map(|axe| axe.niveau).max().unwrap_or(1),
        axes,
        fiches,
        recapitulatif_portee: recapitulatif_scope(&convention.exercices),
        tableaux: money::tables(dossier),
        recapitulatif: annexes::recapitulatif(dossier, article_of_montant(dossier, links).as_deref()),
        pieces: annexes::announced_documents(&convention.announced_annexes),
        sigles: annexes::acronyms(&convention.acronyms),
        consolidation: None,
        fichiers: ConventionFiles {
            principal: "convention.typ".to_owned(),
            recapitulatif: "convention/recapitulatif.typ".to_owned(),
        },
        proses: composer.proses,
    };
    if imprint.presentation == Presentation::Clean {
        document.make_clean();
    }
    if imprint.masked.is_some() {
        document.move_files("convention", &public_stem("convention"));
    }
    document
}

/// Composes the consolidated version of the convention: the act as its avenants leave it. Nobody signs it.
pub fn consolidated(dossier: &Dossier, links: &Links, imprint: Imprint<'_>) -> ConventionDocument {
    let mut document = convention(dossier, links, imprint);
    let is_whole = dossier.open_avenant().is_none();
    document.consolidation = Some(ConsolidationView {
        acte_signe_le: dossier.convention.life.day(LifeStep::Signature).map(ToString::to_string),
        avenants: named(&dossier.avenants),
        en_vigueur: is_whole,
    });
    let act = &mut document.acte;
    act.timbre = None;
    if let Some(open) = dossier.open_avenant() {
        open.status.word().clone_into(&mut act.etat);
        act.projet = true;
    }
    document.signatures.clear();
    document.code = None;
    document.move_files("convention", "consolidee");
    document
}

impl ConventionDocument {
    /// Gives its emitted files another name at their start.
    fn move_files(&mut self, from: &str, to: &str) {
        let moved = |path: &mut String| *path = path.replacen(from, to, 1);
        self.articles.iter_mut().for_each(|article| moved(&mut article.chemin));
        self.axes.iter_mut().for_each(|axe| moved(&mut axe.chemin));
        self.fiches.iter_mut().for_each(|fiche| moved(&mut fiche.chemin));
        moved(&mut self.fichiers.principal);
        moved(&mut self.fichiers.recapitulatif);
    }
}

/// What the récapitulatif counts.
fn recapitulatif_scope(exercices: &Exercices) -> String {
    let years = exercices.label_of_all();
    let period = match exercices.are_several() {
        false if read_year(&years).is_some() => format!("de l’année {years}"),
        false => format!("de l’exercice {years}"),
        true => format!("des exercices {years}, ensemble"),
    };
    format!("Montants {period}, par action et par financeur, calculés à partir des fiches.")
}

/// A visa in words: « l’instruction n° X du 4 février 2019 relative à … ».
pub(super) fn visa(visa: &Visa) -> String {
    let mut text = visa.designation.value.clone();
    if let Some(number) = &visa.number {
        text.push_str(&format!(" n°\u{a0}{number}"));
    }
    if let Some(date) = &visa.date {
        text.push_str(&format!(" du {date}"));
    }
    if let Some(object) = &visa.object {
        text.push(' ');
        text.push_str(&object.value);
    }
    text
}

pub(super) fn article(rank: usize, article: &Article, composer: &mut Composer<'_>) -> ArticleView {
    ArticleView {
        chemin: format!("convention/article-{}.typ", article.path.stem()),
        numero: article.number.as_ref().map(|n| n.value.clone()),
        titre: article.title.as_ref().map(|t| t.value.clone()),
        corps: composer.fragments(&article.body, 0),
        tableaux: money::tables_after(MoneyTablePlace::Article(rank), composer.dossier),
    }
}

/// Number of the article, or of its numbered part, that quotes the amount of the État.
fn article_of_montant(dossier: &Dossier, links: &Links) -> Option<String> {
    for article in &dossier.articles {
        let mut number = article.number.as_ref().map(|n| n.value.clone());
        for block in &article.body {
            match block {
                Block::Heading { content, .. } => {
                    let own = opening_number(&plain_text(content)).map(str::to_owned);
                    number = own.or(number);
                }
                Block::Paragraph(inlines) if quotes_montant_etat(inlines, links) => return number,
                _ => {}
            }
        }
    }
    None
}

fn quotes_montant_etat(inlines: &[Inline], links: &Links) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Reference(reference) => {
            links.get(reference.span).is_some_and(|link| link.target == LinkTarget::ConventionMontantEtat)
        }
        Inline::Bold(content) | Inline::Italic(content) | Inline::Link { content, .. } => {
            quotes_montant_etat(content, links)
        }
        _ => false,
    })
}
