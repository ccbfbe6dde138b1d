//! What is not done yet: steps of the life of the act and of its avenants, reports.

use super::{ActStanding, ReportedPeriod, SignedAct};
use crate::model::Day;
use crate::model::asked_rapport::RapportDue;
use crate::model::life::{ActStatus, LifeStep};

/// Days after the signature in which it is well to send an act (CGCT, art. L. 3131-1: fifteen days for individual decisions).
const SENDING: i32 = 15;

/// A thing to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueThing {
    /// What.
    pub what: String,
    /// Who does it; empty when nobody does: a period ends.
    pub by: String,
    /// When, at the latest.
    pub day: Option<Day>,
    /// Whether nothing but good use sets that day.
    pub is_advised: bool,
    /// Whether the day has passed.
    pub is_late: bool,
}

/// All of them, by day; what has no day comes first.
pub(super) fn all(standing: &ActStanding<'_>) -> Vec<DueThing> {
    let mut due: Vec<DueThing> = standing.acts.iter().flat_map(|act| of_act(standing, act)).collect();
    due.extend(standing.rapports.iter().flat_map(|period| of_rapport(standing, period)));
    due.extend(ends(standing));
    for thing in &mut due {
        thing.is_late = thing.day.is_some_and(|day| day < standing.day);
    }
    due.sort_by_key(|thing| thing.day);
    due
}

fn thing(what: String, by: &str, day: Option<Day>) -> DueThing {
    DueThing { what, by: by.to_owned(), day, is_advised: false, is_late: false }
}

/// The next steps of the act, or of an avenant.
fn of_act(standing: &ActStanding<'_>, act: &SignedAct<'_>) -> Vec<DueThing> {
    let life = &act.life;
    // What is in doubt may have been done.
    if life.has(LifeStep::End) || !act.is_sure() {
        return Vec::new();
    }
    let collectivite = standing.authority();
    let of = match act.avenant {
        Some(number) => format!(" de l’avenant n°\u{a0}{number}"),
        None => String::new(),
    };
    let planned = |step| {
        let events = life.events.iter().filter(|event| event.is_planned && event.step == step);
        events.filter_map(|event| event.day.as_ref()).map(|day| day.value).next()
    };
    let is_sent = life.has(LifeStep::Transmission) || life.has(LifeStep::Receipt);
    let is_told = life.has(LifeStep::Publication) || life.has(LifeStep::Notification);
    let mut due = Vec::new();
    if act.status == ActStatus::Draft {
        due.push(thing(format!("vote{of}"), &collectivite, planned(LifeStep::Vote)));
        return due;
    }
    if act.status < ActStatus::Signed {
        if !life.has(LifeStep::Vote) && !standing.cites_the_vote(act) {
            due.push(thing(format!("vote{of}"), &collectivite, planned(LifeStep::Vote)));
        }
        let day = planned(LifeStep::Signature);
        let signs = |party: &crate::model::parties::Party| {
            thing(format!("signature{of}"), &party.designation.value, day)
        };
        due.extend(act.awaited().map(signs));
        return due;
    }
    if !is_sent {
        let advised = act.since.and_then(|day| day.shift(SENDING));
        let day = planned(LifeStep::Transmission);
        let mut sending = thing(format!("transmission{of} au préfet"), &collectivite, day.or(advised));
        sending.is_advised = day.is_none() && advised.is_some();
        due.push(sending);
    }
    if !is_told {
        let day = planned(LifeStep::Publication).or_else(|| planned(LifeStep::Notification));
        due.push(thing(format!("publication ou notification{of}"), &collectivite, day));
    }
    if is_sent && !life.has(LifeStep::Receipt) && act.status < ActStatus::Executoire {
        due.push(thing(format!("accusé de réception{of}"), "la préfecture", planned(LifeStep::Receipt)));
    }
    due
}

/// A report that is not sent, and what is to be done before.
fn of_rapport(standing: &ActStanding<'_>, period: &ReportedPeriod<'_>) -> Vec<DueThing> {
    let dossier = standing.dossier;
    let is_signed = standing.acts.first().is_some_and(|act| act.status >= ActStatus::Signed);
    let kind = dossier.cadre.rapport_kind(&period.id).map(|kind| kind.due);
    // One that another will follow does not do for it, unless its kind has its own day.
    let follows = period.is_interim() && !matches!(kind, Some(RapportDue::Once(_)));
    let is_done = period.is_sent() && !follows;
    let Some((day, steps)) = period.deadline.as_ref().filter(|_| is_signed && !is_done) else {
        return Vec::new();
    };
    let collectivite = standing.authority();
    let before = steps.iter().filter(|_| *day >= standing.day);
    let before = before.map(|(what, before)| {
        thing(format!("rapport {}\u{a0}: {what}", period.id), &collectivite, Some(*before))
    });
    before.chain([thing(format!("rapport {} à transmettre", period.id), &collectivite, Some(*day))]).collect()
}

/// The end of the period of execution, when it is to come.
fn ends(standing: &ActStanding<'_>) -> Option<DueThing> {
    let (_, last) = standing.period()?;
    (last >= standing.day).then(|| thing("fin de la période d’exécution".to_owned(), "", Some(last)))
}
