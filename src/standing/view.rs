//! Where an act stands, as data: `docs/schemas/etat-1.schema.json`.

use serde::Serialize;

use super::{ActStanding, ReportedPeriod, SignedAct};
use crate::diagnostic::machine;
use crate::model::Day;
use crate::model::life::LifeEvent;
use crate::model::receipt::ReceiptNumber;

/// Version of the form.
const VERSION: u8 = 1;

#[derive(Debug, Serialize)]
struct StandingView<'s> {
    format: u8,
    calpae: &'static str,
    edition: &'s str,
    titre: &'s str,
    au: String,
    source: &'static str,
    periode: Option<PeriodView>,
    acte: ActStandingView<'s>,
    avenants: Vec<ActStandingView<'s>>,
    rapports: Vec<RapportStandingView<'s>>,
    a_venir: Vec<DueView<'s>>,
}

#[derive(Debug, Serialize)]
struct PeriodView {
    du: String,
    au: String,
}

#[derive(Debug, Serialize)]
struct ActStandingView<'s> {
    #[serde(skip_serializing_if = "Option::is_none")]
    numero: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    objet: Option<&'s str>,
    etat: &'static str,
    certain: bool,
    depuis: Option<String>,
    signatures_attendues: Vec<&'s str>,
    evenements: Vec<EventView<'s>>,
}

#[derive(Debug, Serialize)]
struct EventView<'s> {
    evenement: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    le: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prevu_le: Option<String>,
    prevu: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    partie: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    par: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organe: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    numero: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accuse: Option<ReceiptView<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    precision: Option<&'s str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    en_cause: bool,
}

#[derive(Debug, Serialize)]
struct ReceiptView<'s> {
    departement: &'s str,
    siren: &'s str,
    jour: Option<String>,
    numero: &'s str,
    nature: &'s str,
}

#[derive(Debug, Serialize)]
struct RapportStandingView<'s> {
    id: &'s str,
    etat: Option<&'static str>,
    intermediaire: bool,
    envoye_le: Option<String>,
    echeance: Option<String>,
}

#[derive(Debug, Serialize)]
struct DueView<'s> {
    quoi: &'s str,
    qui: Option<&'s str>,
    avant_le: Option<String>,
    conseille: bool,
    en_retard: bool,
}

impl ActStanding<'_> {
    /// Where the act stands, as JSON.
    pub fn json(&self) -> String {
        let period = self.period().map(|(from, to)| PeriodView { du: from.iso(), au: to.iso() });
        let mut acts = self.acts.iter().map(act);
        let Some(own) = acts.next() else { return String::new() };
        machine::write(&StandingView {
            format: VERSION,
            calpae: env!("CARGO_PKG_VERSION"),
            edition: &self.dossier.edition,
            titre: &self.dossier.cadre.act_name,
            au: self.day.iso(),
            source: self.source(),
            periode: period,
            acte: own,
            avenants: acts.collect(),
            rapports: self.rapports.iter().map(rapport).collect(),
            a_venir: self
                .due
                .iter()
                .map(|thing| DueView {
                    quoi: &thing.what,
                    qui: Some(thing.by.as_str()).filter(|by| !by.is_empty()),
                    avant_le: thing.day.map(Day::iso),
                    conseille: thing.is_advised,
                    en_retard: thing.is_late,
                })
                .collect(),
        })
    }
}

fn act<'s>(act: &'s SignedAct<'_>) -> ActStandingView<'s> {
    ActStandingView {
        numero: act.avenant,
        objet: act.object,
        etat: act.status.word(),
        certain: act.is_sure(),
        depuis: act.since.map(Day::iso),
        signatures_attendues: act.awaited().map(|party| party.designation.value.as_str()).collect(),
        evenements: act.events().into_iter().map(|own| event(own, act.doubts(own))).collect(),
    }
}

fn event(event: &LifeEvent, is_doubted: bool) -> EventView<'_> {
    let day = event.day.as_ref().map(|day| day.value.iso());
    let (past, planned) = if event.is_planned { (None, day) } else { (day, None) };
    let number = event.number.as_ref().map(|number| number.value.as_str());
    let receipt = number.filter(|_| event.step == crate::model::life::LifeStep::Receipt);
    let receipt = receipt.and_then(ReceiptNumber::read).map(|parts| ReceiptView {
        departement: parts.departement.0,
        siren: parts.siren.0,
        jour: parts.act_day().map(Day::iso),
        numero: parts.internal.0,
        nature: parts.kind.0,
    });
    EventView {
        evenement: event.step.word(),
        le: past,
        prevu_le: planned,
        prevu: event.is_planned,
        partie: event.party.as_ref().map(|party| party.value.as_str()),
        par: event.signatory.as_ref().map(|by| by.value.as_str()),
        organe: event.body.as_ref().map(|body| body.value.as_str()),
        numero: number,
        accuse: receipt,
        precision: event.detail.as_ref().map(|detail| detail.value.as_str()),
        en_cause: is_doubted,
    }
}

fn rapport<'s>(period: &'s ReportedPeriod<'_>) -> RapportStandingView<'s> {
    RapportStandingView {
        id: &period.id,
        etat: period.rapport.map(|rapport| rapport.status.word()),
        intermediaire: period.is_interim(),
        envoye_le: period.rapport.and_then(|rapport| rapport.sending.as_ref()).map(|day| day.value.iso()),
        echeance: period.deadline.as_ref().map(|(day, _)| day.iso()),
    }
}
