//! The input of the convention's templates.

use serde::Serialize;

use super::annexes::{self, AnnexeView};
use super::composer::Composer;
use super::fiche::FicheView;
use super::view::{Fragment, Proses, TableView};
use crate::model::convention::{ActStatus, Article, Convention, Party, Visa};
use crate::model::text::{Block, Inline, plain_text};
use crate::model::{Day, Dossier};
use crate::resolve::{LinkTarget, Links};
use crate::text::Spanned;

/// All that the convention prints.
#[derive(Debug, Serialize)]
pub struct ConventionDocument {
    /// Title page and metadata.
    pub acte: ActView,
    /// The visas, without « Vu ».
    pub visas: Vec<String>,
    /// Preamble and articles.
    pub articles: Vec<ArticleView>,
    /// Place and day, when it is signed.
    pub fait: Option<String>,
    /// Place alone, for an act still to be signed.
    pub lieu: String,
    /// Signature blocks.
    pub signatures: Vec<Signature>,
    /// Annexes.
    pub annexes: Vec<AnnexeView>,
    /// Fiches.
    pub fiches: Vec<FicheView>,
    /// Récapitulatif.
    pub recapitulatif: TableView,
    /// Documents announced in annex.
    pub pieces: Option<TableView>,
    /// Acronyms.
    pub sigles: Option<TableView>,
    /// The prose, for the render stage.
    #[serde(skip)]
    pub proses: Proses,
}

/// Title page and metadata.
#[derive(Debug, Serialize)]
pub struct ActView {
    /// Name of the act.
    pub titre: String,
    /// Title of the document in its metadata.
    pub titre_complet: String,
    /// Author of the document in its metadata.
    pub auteur: String,
    /// Its acronym.
    pub sigle: String,
    /// Year.
    pub annee: u16,
    /// Name of the Département.
    pub departement: String,
    /// Name with its preposition.
    pub de_departement: String,
    /// How far it has gone.
    pub etat: String,
    /// Whether it is still a draft.
    pub projet: bool,
    /// Day of the document.
    pub date: DayView,
    /// Mention printed everywhere.
    pub mention: Option<String>,
    /// First digits of the digest of the sources.
    pub empreinte: String,
    /// Stamp of the legality control; none before the vote.
    pub timbre: Option<Stamp>,
    /// The parties.
    pub parties: Vec<PartyView>,
}

/// The stamp of the legality control.
#[derive(Debug, Serialize)]
pub struct Stamp {
    /// State of the act.
    pub titre: String,
    /// Number and days.
    pub lignes: Vec<String>,
}

/// A day as Typst wants it.
#[derive(Debug, Serialize)]
pub struct DayView {
    /// Year.
    pub annee: i32,
    /// Month from 1.
    pub mois: u8,
    /// Day from 1.
    pub jour: u8,
}

/// A party.
#[derive(Debug, Serialize)]
pub struct PartyView {
    /// Full name.
    pub nom: String,
    /// Who signs.
    pub representant: String,
    /// In what quality.
    pub qualite: String,
    /// Its name in the act.
    pub designation: String,
}

/// A signature block.
#[derive(Debug, Serialize)]
pub struct Signature {
    /// Lines above.
    pub lignes: Vec<String>,
    /// Who signs.
    pub nom: String,
}

/// The preamble or an article.
#[derive(Debug, Serialize)]
pub struct ArticleView {
    /// Its emitted file.
    pub chemin: String,
    /// Number as printed.
    pub numero: Option<String>,
    /// Title.
    pub titre: Option<String>,
    /// Text.
    pub corps: Vec<Fragment>,
}

/// Composes the convention; `digest` identifies the sources. A reference without link prints nothing.
pub fn convention(dossier: &Dossier, links: &Links, digest: &str) -> ConventionDocument {
    let mut composer = Composer::new(dossier, links);
    let articles = dossier.articles.iter().map(|a| article(a, &mut composer)).collect();
    let fiches = dossier.fiches.iter().map(|f| composer.fiche(f)).collect();
    let c = &dossier.convention;
    let signed = c.status >= ActStatus::Signed;
    let organisation = &dossier.organisation;
    ConventionDocument {
        acte: act_view(dossier, digest),
        visas: dossier.cadre.visas.iter().chain(&c.visas).map(visa).collect(),
        articles,
        fait: c
            .dates
            .signature
            .as_ref()
            .filter(|_| signed)
            .map(|day| format!("Fait à {}, le {day}", c.signature_place)),
        lieu: c.signature_place.clone(),
        signatures: [&organisation.authority, &organisation.etat].map(|p| signature(p, signed)).into(),
        annexes: dossier.cadre.annexes.iter().map(|a| annexes::annexe(a, dossier)).collect(),
        fiches,
        recapitulatif: annexes::recapitulatif(dossier, article_of_montant(dossier, links).as_deref()),
        pieces: annexes::announced_documents(&c.announced_annexes),
        sigles: annexes::acronyms(&c.acronyms),
        proses: composer.proses,
    }
}

/// What every document of an act says of it; `digest` identifies the sources.
pub(super) fn act_view(dossier: &Dossier, digest: &str) -> ActView {
    let c = &dossier.convention;
    let party = |p: &Party| PartyView {
        nom: p.name.value.clone(),
        representant: p.representative.value.clone(),
        qualite: p.title_held.value.clone(),
        designation: p.designation.value.clone(),
    };
    ActView {
        titre: dossier.cadre.act_name.clone(),
        titre_complet: format!(
            "{} – {} – {}",
            dossier.cadre.act_name, dossier.organisation.departement.name, c.year
        ),
        auteur: dossier.organisation.authority.name.value.clone(),
        sigle: dossier.cadre.acronym.clone(),
        annee: c.year,
        departement: dossier.organisation.departement.name.value.clone(),
        de_departement: dossier.organisation.departement.name_with_de.value.clone(),
        etat: c.status.word().to_owned(),
        projet: c.status == ActStatus::Draft,
        date: DayView {
            annee: c.document_date.year(),
            mois: c.document_date.month(),
            jour: c.document_date.day(),
        },
        mention: c.mention.clone(),
        empreinte: digest.to_owned(),
        timbre: stamp(c),
        parties: [&dossier.organisation.etat, &dossier.organisation.authority].map(party).into(),
    }
}

/// The stamp of the legality control: what the state of the act lets print.
fn stamp(c: &Convention) -> Option<Stamp> {
    let day = |word: &str, day: &Option<Spanned<Day>>, at_least: ActStatus| {
        day.as_ref().filter(|_| c.status >= at_least).map(|j| format!("{word} : {j}"))
    };
    let receipt = c.receipt_number.as_ref().filter(|_| c.status >= ActStatus::Transmitted);
    let lines: Vec<String> = [
        receipt.map(|_| "Accusé de réception, ministère de l’Intérieur".to_owned()),
        receipt.map(|a| a.value.clone()),
        day("Délibération", &c.dates.deliberation, ActStatus::Voted),
        day("Envoi à la préfecture", &c.dates.sending, ActStatus::Transmitted),
        day("Réception par le préfet", &c.dates.reception, ActStatus::Transmitted),
        day("Publication (RAAD)", &c.dates.publication, ActStatus::Executoire),
    ]
    .into_iter()
    .flatten()
    .collect();
    let title = match c.status {
        ActStatus::Draft => return None,
        ActStatus::Executoire => "Acte certifié exécutoire".to_owned(),
        other => format!("Acte {}", other.word()),
    };
    Some(Stamp { titre: title, lignes: lines })
}

fn signature(party: &Party, signed: bool) -> Signature {
    Signature {
        lignes: party.signature.iter().map(|line| line.value.clone()).collect(),
        nom: if signed { party.representative.value.clone() } else { String::new() },
    }
}

/// « l’instruction n° X du 4 février 2019 relative à … ».
fn visa(v: &Visa) -> String {
    let mut text = v.designation.value.clone();
    if let Some(number) = &v.number {
        text.push_str(&format!(" n°\u{a0}{number}"));
    }
    if let Some(date) = &v.date {
        text.push_str(&format!(" du {date}"));
    }
    if let Some(object) = &v.object {
        text.push(' ');
        text.push_str(&object.value);
    }
    text
}

fn article(article: &Article, composer: &mut Composer<'_>) -> ArticleView {
    ArticleView {
        chemin: format!("convention/article-{}.typ", article.path.stem()),
        numero: article.number.as_ref().map(|n| n.value.clone()),
        titre: article.title.as_ref().map(|t| t.value.clone()),
        corps: composer.fragments(&article.body, 0),
    }
}

/// The number of the article, or of its part, that quotes the State's amount.
fn article_of_montant(dossier: &Dossier, links: &Links) -> Option<String> {
    for article in &dossier.articles {
        let mut number = article.number.as_ref().map(|n| n.value.clone());
        for block in &article.body {
            match block {
                Block::Heading { content, .. } => {
                    let title = plain_text(content);
                    let first = title.split_whitespace().next().unwrap_or_default().trim_end_matches('.');
                    if first.starts_with(|c: char| c.is_ascii_digit()) {
                        number = Some(first.to_owned());
                    }
                }
                Block::Paragraph(inlines) if quotes_montant_etat(inlines, links) => return number,
                _ => {}
            }
        }
    }
    None
}

fn quotes_montant_etat(inlines: &[Inline], links: &Links) -> bool {
    inlines.iter().any(|i| match i {
        Inline::Reference(reference) => {
            links.get(reference.span).is_some_and(|link| link.target == LinkTarget::ConventionMontantEtat)
        }
        Inline::Bold(c) | Inline::Italic(c) | Inline::Strikethrough(c) | Inline::Link { content: c, .. } => {
            quotes_montant_etat(c, links)
        }
        _ => false,
    })
}
