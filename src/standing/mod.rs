//! Where an act stands on a day: what happened to it, to its avenants and to its reports, what is due next, by whom, and what
//! is late.

mod due;
mod shown;
mod view;

use crate::model::life::{ActStatus, Life, LifeEvent, force_source};
use crate::model::parties::Party;
use crate::model::{Day, Dossier, Rapport};
use crate::parse::dates::read_day;

pub use due::DueThing;

/// Where an act and what follows it stand, on a day.
#[derive(Debug)]
pub struct ActStanding<'d> {
    dossier: &'d Dossier,
    /// The day that it is looked at.
    pub day: Day,
    /// The act, then its avenants.
    pub acts: Vec<SignedAct<'d>>,
    /// What was reported, and what is to be.
    pub rapports: Vec<ReportedPeriod<'d>>,
    /// What is not done yet, by day; what has none comes first.
    pub due: Vec<DueThing>,
}

/// An act that is voted and signed: the act, or one of its avenants.
#[derive(Debug)]
pub struct SignedAct<'d> {
    /// The number of the avenant; none for the act.
    pub avenant: Option<u16>,
    /// What it is for.
    pub object: Option<&'d str>,
    /// How far it has gone.
    pub status: ActStatus,
    /// Since when; none when it is not known.
    pub since: Option<Day>,
    /// What happened to it, and what is expected.
    pub life: &'d Life,
    /// Those who sign it.
    pub parties: &'d [Party],
}

/// A report of the act: one that was begun, or one that the framework asks for.
#[derive(Debug)]
pub struct ReportedPeriod<'d> {
    /// Its identifier.
    pub id: String,
    /// What is written of it; none when nothing is.
    pub rapport: Option<&'d Rapport>,
    /// The day when it is due, and what is to be done before, with its day.
    pub deadline: Option<(Day, Vec<(String, Day)>)>,
}

impl ReportedPeriod<'_> {
    /// Whether it was sent.
    pub fn is_sent(&self) -> bool {
        self.rapport
            .is_some_and(|rapport| rapport.sending.is_some() || rapport.status >= ActStatus::Transmitted)
    }

    /// Whether another is to follow for the same days.
    pub fn is_interim(&self) -> bool {
        self.rapport.is_some_and(|rapport| rapport.interim)
    }
}

impl<'d> SignedAct<'d> {
    /// The events, in the order of their days; one without a day comes after what had to happen before it.
    pub fn events(&self) -> Vec<&'d LifeEvent> {
        let day = |event: &LifeEvent| event.day.as_ref().map(|day| day.value);
        let place = |event: &LifeEvent| {
            let before = self.life.events.iter().filter(|other| other.step <= event.step);
            day(event).or_else(|| before.filter_map(day).max())
        };
        let mut events: Vec<&LifeEvent> = self.life.events.iter().collect();
        events.sort_by_key(|event| (event.is_planned, place(event), event.step));
        events
    }

    /// Those who have not signed it.
    pub fn awaited(&self) -> impl Iterator<Item = &'d Party> {
        let life = self.life;
        let is_signed = life.is_signed(self.parties);
        self.parties.iter().filter(move |party| !is_signed && !life.has_signed(party))
    }
}

/// The day that a person gives.
///
/// # Errors
/// When it is none: what is wrong, and what to write.
pub fn day_of(text: &str) -> Result<Day, (String, String)> {
    read_day(text).map_err(|error| (error.say(text), error.help()))
}

/// Where the act of a dossier stands on a day.
pub fn on(dossier: &Dossier, day: Day) -> ActStanding<'_> {
    let convention = &dossier.convention;
    let act = |avenant, object, status, life, parties| SignedAct {
        avenant,
        object,
        status,
        since: Life::since(life, status),
        life,
        parties,
    };
    let mut acts = vec![act(None, None, convention.status, &convention.life, convention.parties.as_slice())];
    for avenant in &dossier.avenants {
        let parties = if avenant.parties.is_empty() { &convention.parties } else { &avenant.parties };
        let object = avenant.object.as_ref().map(|object| object.value.as_str());
        acts.push(act(Some(avenant.number), object, avenant.status, &avenant.life, parties));
    }
    let rapports = rapports(dossier);
    let mut standing = ActStanding { dossier, day, acts, rapports, due: Vec::new() };
    standing.due = due::all(&standing);
    standing
}

/// The reports that are there, and those that the framework asks for, in the order in which they are due.
fn rapports(dossier: &Dossier) -> Vec<ReportedPeriod<'_>> {
    let convention = &dossier.convention;
    let concluded = convention.life.day(crate::model::life::LifeStep::Signature).map(|day| day.value);
    let asked = dossier.exercices().into_iter().chain(dossier.single_rapports().map(str::to_owned));
    let mut ids: Vec<String> = asked.collect();
    for rapport in &dossier.rapports {
        if !ids.contains(&rapport.id) {
            ids.push(rapport.id.clone());
        }
    }
    let of = |id: String| {
        let rapport = dossier.rapport(&id);
        let deadline = dossier.cadre.rapport_deadline(&id, convention.year, concluded);
        let deadline = deadline.map(|(day, steps)| {
            let before = |(what, days): &(String, u16)| Some((what.clone(), day.shift(-i32::from(*days))?));
            (day, steps.iter().filter_map(before).collect())
        });
        ReportedPeriod { id, rapport, deadline }
    };
    let mut found: Vec<ReportedPeriod<'_>> = ids.into_iter().map(of).collect();
    found.retain(|period| period.rapport.is_some() || period.deadline.is_some());
    found.sort_by_key(|period| period.deadline.as_ref().map(|(day, _)| *day));
    found
}

impl ActStanding<'_> {
    /// The days in which the act is carried out: its period of execution, else its exercices.
    fn period(&self) -> Option<(Day, Day)> {
        let convention = &self.dossier.convention;
        let execution = convention.execution.as_ref().and_then(|period| period.value.days());
        execution.map(|range| (range.0, range.1)).or_else(|| convention.exercices.bounds())
    }

    /// The law by which the act is in force.
    fn source(&self) -> &'static str {
        force_source(self.dossier.organisation.collectivite.kind)
    }
}
