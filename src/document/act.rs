//! What every document of an act says of it: its title page, its metadata, its parties, its stamp.

use serde::Serialize;

use super::presentation::{Imprint, Presentation};
use super::references::emitted_path;
use crate::lang::numbers::read_year;
use crate::lang::{flat, with_article};
use crate::model::convention::Convention;
use crate::model::life::{ActStatus, LifeEvent, LifeStep};
use crate::model::masked::MaskedKind;
use crate::model::parties::{Party, PartyRole, Signatory};
use crate::model::{Dossier, Exercices};
use crate::text::{Spanned, one_line};

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
    /// Whether the acronym says another word than the act calls itself by: « convention CLS » would be a « convention
    /// contrat ».
    pub sigle_seul: bool,
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
    /// The same as a sentence begins with it: « La Caisse d’allocations familiales ».
    pub avec_article: String,
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
        sigle_seul: is_of_another_kind(&dossier.cadre.act_name, dossier.cadre.act_word.word()),
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
        annotee: imprint.presentation == Presentation::Annotated,
        sources: imprint.sources.map(str::to_owned),
        publication: imprint.masked.map(|masked| publication_view(convention, masked)),
        demonstration: convention.is_demonstration,
        timbre: stamp(convention).filter(|_| !convention.is_demonstration),
        parties: convention.parties.iter().map(party_view).collect(),
        deux_parties: convention.parties.len() == 2,
    }
}

/// What an act may be, by the first word of its name.
const ACT_KINDS: [&str; 6] = ["accord", "charte", "contrat", "convention", "pacte", "protocole"];

/// Whether the name of an act says that it is something else than what it calls itself.
fn is_of_another_kind(name: &str, word: &str) -> bool {
    let first = |text: &str| flat(text).split(' ').next().unwrap_or_default().to_owned();
    let named = first(name);
    ACT_KINDS.contains(&named.as_str()) && named != first(word)
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
        avec_article: with_article(&party.name.value),
        signataires: party.signatories.iter().map(signatory).collect(),
        designation: party.designation.value.clone(),
        accord: party.agreement.ending(),
        marque: party.mark.as_ref().map(|mark| MarkView {
            image: emitted_path(&mark.file.value),
            alternative: mark.alternative.value.clone(),
        }),
    }
}

/// Prints what happened, and only what the status of the act allows: a date that is known ahead of its step stays out. That
/// an act is in force follows from what is printed; certifying it is for its executive alone (CGCT, art. L. 2131-1, I).
fn stamp(convention: &Convention) -> Option<Stamp> {
    let life = &convention.life;
    let line = |key: &str, value: String| StampLine { cle: key.to_owned(), valeur: value };
    let is_at = |status| convention.status >= status;
    let last = |step| life.past(step).max_by_key(|event| event.day.as_ref().map(|day| day.value));
    let day = |word: &str, step, at_least| {
        let event = last(step).filter(|_| is_at(at_least))?;
        event.day.as_ref().map(|day| line(word, day.to_string()))
    };
    let detail = |word: &str, step| {
        let event = last(step).filter(|_| is_at(ActStatus::Executoire))?;
        event.detail.as_ref().map(|detail| line(word, detail.to_string()))
    };
    let received = life.past(LifeStep::Receipt).filter(|_| is_at(ActStatus::Transmitted));
    let receipt = received.filter_map(|event| event.number.as_ref()).next_back();
    let lines: Vec<StampLine> = [
        receipt.map(|number| line("Accusé de réception", number.value.clone())),
        last(LifeStep::Vote)
            .filter(|_| is_at(ActStatus::Voted))
            .and_then(voted)
            .map(|vote| line("Délibération", vote)),
        day("Envoi à la préfecture", LifeStep::Transmission, ActStatus::Transmitted),
        day("Réception par le préfet", LifeStep::Receipt, ActStatus::Transmitted),
        day("Publication", LifeStep::Publication, ActStatus::Executoire),
        detail("Lieu de publication", LifeStep::Publication),
        day("Notification", LifeStep::Notification, ActStatus::Executoire),
    ]
    .into_iter()
    .flatten()
    .collect();
    (convention.status != ActStatus::Draft)
        .then(|| Stamp { titre: format!("Acte {}", convention.status.word()), lignes: lines })
}

/// « n° CD-2024-05 du 2 mai 2024 », of a vote; none when it has neither number nor day.
fn voted(vote: &LifeEvent) -> Option<String> {
    match (&vote.number, &vote.day) {
        (Some(number), Some(day)) => Some(format!("n°\u{a0}{number} du {day}")),
        (Some(number), None) => Some(format!("n°\u{a0}{number}")),
        (None, day) => day.as_ref().map(ToString::to_string),
    }
}
