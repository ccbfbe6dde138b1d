//! What every document of an act says of it: its title page, its metadata, its parties, its stamp.

use serde::Serialize;

use super::presentation::{Imprint, Presentation};
use super::references::emitted_path;
use crate::lang::numbers::read_year;
use crate::model::convention::Convention;
use crate::model::life::{ActStatus, LifeStep};
use crate::model::masked::MaskedKind;
use crate::model::parties::{Party, PartyRole, Signatory};
use crate::model::{Day, Dossier, Exercices};
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
