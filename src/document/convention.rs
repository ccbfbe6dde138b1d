//! The convention, as its templates read it.

use std::collections::BTreeSet;

use crate::lang::numbers::read_year;
use crate::lang::opening_number;
use crate::model::Exercices;
use serde::Serialize;

use super::annexes::{self, AxeView};
use super::avenant::{EarlierAvenant, named, public_stem};
use super::composer::Composer;
use super::fiche::FicheView;
use super::money::{self, TitledTable};
use super::presentation::{Imprint, Presentation};
use super::references::emitted_path;
use super::scanned::ScannedCode;
use super::view::{Fragment, Proses, TableView};
use crate::model::cadre::MoneyTablePlace;
use crate::model::convention::{Article, Convention, Visa};
use crate::model::life::{ActStatus, LifeStep};
use crate::model::masked::MaskedKind;
use crate::model::parties::{Party, PartyRole, Signatory};
use crate::model::text::{Block, Inline, plain_text};
use crate::model::{Day, Dossier};
use crate::resolve::{LinkTarget, Links};
use crate::text::Spanned;

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

/// Title page and PDF metadata, shared by the documents of an act.
#[derive(Debug, Serialize)]
pub struct ActView {
    /// Name of the act in the cadre.
    pub titre: String,
    /// Title in the metadata: act, collectivité, year.
    pub titre_complet: String,
    /// Author in the metadata: the signing authority.
    pub auteur: String,
    /// Acronym of the act.
    pub sigle: String,
    /// What the act calls itself: « Convention », « Contrat ».
    pub mot: String,
    /// The same with its preposition: « de la convention ».
    pub du_mot: String,
    /// The same with its article: « la convention ».
    pub le_mot: String,
    /// What a participle takes to agree with it: « e », or nothing.
    pub mot_accord: &'static str,
    /// The exercices of the act: « 2022 », « 2024 à 2027 ».
    pub periode: String,
    /// The same with its word: « Année 2022 », « Exercices 2024 à 2027 ».
    pub exercices: String,
    /// Whether there are several.
    pub pluriannuel: bool,
    /// Name of the collectivité.
    pub collectivite: String,
    /// The same with its preposition: « de la Drôme ».
    pub de_collectivite: String,
    /// Word of its [`ActStatus`].
    pub etat: String,
    /// Whether the document is a draft.
    pub projet: bool,
    /// Date of the document, also that of the PDF.
    pub date: DayView,
    /// Words printed on every page, such as a warning.
    pub mention: Option<String>,
    /// First digits of the digest of the sources, to tell two versions apart on paper.
    pub empreinte: String,
    /// The whole digest.
    pub empreinte_entiere: String,
    /// What a telephone reads beside the signatures; none of a document whose whole digest is not known.
    pub code: Option<ScannedCode>,
    /// Whether what the act got wrong is shown.
    pub annotee: bool,
    /// The emitted file that attaches the sources to the PDF; none when it carries none.
    pub sources: Option<String>,
    /// What is said of the public version; `None` for the act itself.
    pub publication: Option<PublicationView>,
    /// Whether it only shows what the program does: not the act, whatever its state.
    pub demonstration: bool,
    /// Stamp of the contrôle de légalité; `None` for a draft.
    pub timbre: Option<Stamp>,
    /// In the order that the act writes them.
    pub parties: Vec<PartyView>,
    /// Whether there are two: « d’une part », « d’autre part ».
    pub deux_parties: bool,
}

/// What the public version of an act says of itself.
#[derive(Debug, Serialize)]
pub struct PublicationView {
    /// What is masked in it.
    pub masque: Vec<MaskedKind>,
    /// The day when the act was published, in words; `None` while it is not.
    pub publie_le: Option<String>,
    /// Where.
    pub publie_ou: Option<String>,
}

/// The stamp of the contrôle de légalité.
#[derive(Debug, Serialize)]
pub struct Stamp {
    /// How far the act has gone.
    pub titre: String,
    /// Receipt number and dates, as far as the status of the act lets them be printed.
    pub lignes: Vec<StampLine>,
}

/// A line of the stamp.
#[derive(Debug, Serialize)]
pub struct StampLine {
    /// What it gives: « Délibération ».
    pub cle: String,
    /// The number, or the day.
    pub valeur: String,
}

/// A day in numbers, as Typst's `datetime` takes it.
#[derive(Debug, Serialize)]
pub struct DayView {
    /// Of the Gregorian calendar.
    pub annee: i32,
    /// From 1 to 12.
    pub mois: u8,
    /// From 1 to 31.
    pub jour: u8,
}

/// A party of the act.
#[derive(Debug, Serialize)]
pub struct PartyView {
    /// Full name of the body.
    pub nom: String,
    /// Who signs for it.
    pub signataires: Vec<SignatoryView>,
    /// What the act calls it from then on: « l’État ».
    pub designation: String,
    /// What a participle takes to agree with it: « représenté », then « e », « s », « es » or nothing.
    pub accord: &'static str,
    /// What the title page shows of it.
    pub marque: Option<MarkView>,
}

/// The mark of a party.
#[derive(Debug, Serialize)]
pub struct MarkView {
    /// Path of its image, from the main file of a document.
    pub image: String,
    /// What it says to who does not see it.
    pub alternative: String,
}

/// A person who signs for a party.
#[derive(Debug, Serialize)]
pub struct SignatoryView {
    /// First and last names.
    pub nom: String,
    /// Capacity in which the person signs.
    pub qualite: String,
}

/// A signature block.
#[derive(Debug, Serialize)]
pub struct Signature {
    /// Lines above the signature.
    pub lignes: Vec<String>,
    /// Name of the signer; empty until the act is signed.
    pub nom: String,
    /// The day, when each signs on a day of its own, or when some have not signed yet.
    pub signe_le: Option<String>,
    /// The place, said with that day.
    pub signe_a: Option<String>,
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
        fait: done_at(convention),
        lieu: convention.signature_place.clone(),
        signatures: signatures(convention, imprint.masked.is_some()),
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

/// « Fait à …, le … », once the act is signed.
pub(super) fn done_at(convention: &Convention) -> Option<String> {
    let day = convention.life.day(LifeStep::Signature).filter(|_| convention.status >= ActStatus::Signed);
    day.map(|day| format!("Fait à {}, le {day}", convention.signature_place))
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

/// « Année 2022 », « Années 2024 à 2027 »; windows are exercices.
fn exercices_in_words(exercices: &Exercices) -> String {
    let are_years = exercices.iter().all(|exercice| read_year(&exercice.id.value).is_some());
    let word = match (are_years, exercices.are_several()) {
        (true, false) => "Année",
        (true, true) => "Années",
        (false, false) => "Exercice",
        (false, true) => "Exercices",
    };
    format!("{word} {}", exercices.label_of_all())
}

/// What every document of an act says of it.
pub(super) fn act_view(dossier: &Dossier, imprint: Imprint<'_>) -> ActView {
    let convention = &dossier.convention;
    let collectivite = &dossier.organisation.collectivite;
    let author = convention.parties_of(PartyRole::Authority).next().map_or(&collectivite.name, |p| &p.name);
    ActView {
        titre: dossier.cadre.act_name.clone(),
        titre_complet: one_line(&format!(
            "{} – {} – {}",
            dossier.cadre.act_name,
            collectivite.name,
            convention.exercices.label_of_all()
        )),
        auteur: one_line(&author.value),
        sigle: dossier.cadre.acronym.clone(),
        mot: dossier.cadre.act_word.capitalized(),
        du_mot: dossier.cadre.act_word.of_the(),
        le_mot: dossier.cadre.act_word.the(),
        mot_accord: if dossier.cadre.act_word.is_feminine() { "e" } else { "" },
        periode: convention.exercices.label_of_all(),
        exercices: exercices_in_words(&convention.exercices),
        pluriannuel: convention.exercices.are_several(),
        collectivite: collectivite.name.value.clone(),
        de_collectivite: collectivite.name_with_de.value.clone(),
        etat: convention.status.word().to_owned(),
        projet: convention.status == ActStatus::Draft,
        date: DayView {
            annee: convention.document_date.year(),
            mois: convention.document_date.month(),
            jour: convention.document_date.day(),
        },
        mention: convention.mention.clone(),
        empreinte: imprint.short_digest().to_owned(),
        empreinte_entiere: imprint.digest.to_owned(),
        code: (imprint.is_whole() && imprint.masked.is_none()).then(|| code(dossier, imprint)).flatten(),
        annotee: imprint.presentation == Presentation::Annotated,
        sources: imprint.sources.map(str::to_owned),
        publication: imprint.masked.map(|masked| publication_view(convention, masked)),
        demonstration: convention.is_demonstration,
        timbre: stamp(convention).filter(|_| !convention.is_demonstration),
        parties: convention.parties.iter().map(party_view).collect(),
        deux_parties: convention.parties.len() == 2,
    }
}

/// What a scanned page says: which act, how far it had gone, and of which sources.
fn code(dossier: &Dossier, imprint: Imprint<'_>) -> Option<ScannedCode> {
    let (act, collectivite) = (&dossier.cadre.acronym, &dossier.organisation.collectivite.name);
    let convention = &dossier.convention;
    let state = if convention.is_demonstration { "démonstration" } else { convention.status.word() };
    let years = convention.exercices.label_of_all();
    ScannedCode::new(format!(
        "{act}, {collectivite}, {years}, {state}. Empreinte des sources : {}",
        imprint.digest
    ))
}

fn publication_view(convention: &Convention, masked: &[MaskedKind]) -> PublicationView {
    let published = convention.life.past(LifeStep::Publication).next_back();
    let words = |text: &Spanned<String>| text.value.clone();
    PublicationView {
        masque: masked.to_vec(),
        publie_le: published.and_then(|event| event.day.as_ref()).map(ToString::to_string),
        publie_ou: published.and_then(|event| event.detail.as_ref()).map(words),
    }
}

pub(super) fn party_view(party: &Party) -> PartyView {
    let signatory = |signatory: &Signatory| SignatoryView {
        nom: signatory.name.value.clone(),
        qualite: signatory.title_held.value.clone(),
    };
    PartyView {
        nom: party.name.value.clone(),
        signataires: party.signatories.iter().map(signatory).collect(),
        designation: party.designation.value.clone(),
        accord: party.agreement.ending(),
        marque: party.mark.as_ref().map(|mark| MarkView {
            image: emitted_path(&mark.file.value),
            alternative: mark.alternative.value.clone(),
        }),
    }
}

/// Prints only what the status of the act allows: a date that is known ahead of its step stays out.
fn stamp(convention: &Convention) -> Option<Stamp> {
    let line = |key: &str, value: String| StampLine { cle: key.to_owned(), valeur: value };
    let day = |word: &str, day: Option<&Spanned<Day>>, at_least: ActStatus| {
        day.filter(|_| convention.status >= at_least).map(|day| line(word, day.to_string()))
    };
    let receipt = convention.life.receipt_number().filter(|_| convention.status >= ActStatus::Transmitted);
    let lines: Vec<StampLine> = [
        receipt.map(|number| line("Accusé de réception", number.value.clone())),
        day("Délibération", convention.life.day(LifeStep::Vote), ActStatus::Voted),
        day("Envoi à la préfecture", convention.life.day(LifeStep::Transmission), ActStatus::Transmitted),
        day("Réception par le préfet", convention.life.day(LifeStep::Receipt), ActStatus::Transmitted),
        day("Publication (RAAD)", convention.life.day(LifeStep::Publication), ActStatus::Executoire),
    ]
    .into_iter()
    .flatten()
    .collect();
    let title = match convention.status {
        ActStatus::Draft => return None,
        ActStatus::Executoire => "Acte certifié exécutoire".to_owned(),
        other => format!("Acte {}", other.word()),
    };
    Some(Stamp { titre: title, lignes: lines })
}

/// The signatures, in the order of the parties: the names of those who have signed, with their days when they differ or when
/// `says_days` asks for them.
pub(super) fn signatures(convention: &Convention, says_days: bool) -> Vec<Signature> {
    let life = &convention.life;
    let is_signed = convention.status >= ActStatus::Signed;
    let days: BTreeSet<Option<i32>> =
        life.past(LifeStep::Signature).map(|event| event.day.as_ref().map(|day| day.value.index())).collect();
    let says_days = says_days || !is_signed || days.len() > 1;
    let block = |(party, rank, signatory): (&Party, usize, &Signatory)| {
        let event = life.signature_of(party, rank);
        let own = event.filter(|_| says_days);
        Signature {
            lignes: signatory.block.iter().map(|line| line.value.clone()).collect(),
            nom: if is_signed || event.is_some() { signatory.name.value.clone() } else { String::new() },
            signe_le: own.and_then(|event| event.day.as_ref()).map(ToString::to_string),
            signe_a: own.and_then(|event| event.detail.as_ref()).map(|place| place.value.clone()),
        }
    };
    let ranked = |party: &'_ Party| -> Vec<Signature> {
        let signatories = party.signatories.iter().enumerate();
        signatories.map(|(rank, signatory)| block((party, rank, signatory))).collect()
    };
    convention.parties.iter().flat_map(ranked).collect()
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

/// A text as metadata show it: one line, its blanks plain spaces.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
