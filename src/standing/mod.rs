//! Where an act stands on a day: what happened to it, to its avenants and to its reports, what is due next, by whom, and what
//! is late.

mod doubt;
mod due;
mod shown;
mod view;

use crate::diagnostic::Diagnostic;
use crate::model::convention::Visa;
use crate::model::in_force::force_source;
use crate::model::life::{ActStatus, Life, LifeEvent, LifeStep};
use crate::model::parties::Party;
use crate::model::{Day, Dossier, Rapport};
use crate::parse::dates::read_day;
use crate::text::{Span, capitalized};

pub use doubt::{not_come, of_lives};
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
    /// How far it has gone at least: nothing is derived from what is in doubt.
    pub status: ActStatus,
    /// Since when; none when it is not known.
    pub since: Option<Day>,
    /// What happened to it on the day that it is looked at, and what is expected.
    pub life: Life,
    /// Those who sign it.
    pub parties: &'d [Party],
    /// The lines of its life that are in doubt, by their places.
    doubted: Vec<Span>,
    /// Whether some of its life could not be read.
    is_partial: bool,
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
    pub fn events(&self) -> Vec<&LifeEvent> {
        let day = |event: &LifeEvent| event.day.as_ref().map(|day| day.value);
        let place = |event: &LifeEvent| {
            let before = self.life.events.iter().filter(|other| other.step <= event.step);
            day(event).or_else(|| before.filter_map(day).max())
        };
        let mut events: Vec<&LifeEvent> = self.life.events.iter().collect();
        events.sort_by_key(|event| (event.is_planned, place(event), event.step));
        events
    }

    /// Those who have not signed it; none when its life is in doubt.
    pub fn awaited(&self) -> impl Iterator<Item = &'d Party> {
        let is_told = !self.is_sure() || self.life.is_signed(self.parties);
        self.parties.iter().filter(move |party| !is_told && !self.life.has_signed(party))
    }

    /// Its end, when nothing puts it in doubt.
    fn end(&self) -> Option<&LifeEvent> {
        self.life.past(LifeStep::End).find(|event| !self.doubts(event))
    }
}

/// The day that a person gives.
///
/// # Errors
/// When it is none: what is wrong, and what to write.
pub fn day_of(text: &str) -> Result<Day, (String, String)> {
    read_day(text).map_err(|error| (error.say(text), error.help()))
}

/// Where the act of a dossier stands on a day. What is dated after `reached` has not happened: it is the day itself, or the
/// next one where the clock may be a day late. Nothing is derived from the lines on which an error of `findings` stands.
pub fn on<'d>(dossier: &'d Dossier, (day, reached): (Day, Day), findings: &[&Diagnostic]) -> ActStanding<'d> {
    let convention = &dossier.convention;
    let act = |avenant, object, life: &Life, parties| {
        let (doubted, is_partial) = doubt::doubts(life, findings);
        let life = life.on(reached);
        let mut sure = life.clone();
        sure.events.retain(|event| !doubted.contains(&event.extent));
        let status = sure.status(parties);
        let since = sure.since(status);
        SignedAct { avenant, object, status, since, life, parties, doubted, is_partial }
    };
    let mut acts = vec![act(None, None, &convention.life, convention.parties.as_slice())];
    for avenant in &dossier.avenants {
        let parties = if avenant.parties.is_empty() { &convention.parties } else { &avenant.parties };
        let object = avenant.object.as_ref().map(|object| object.value.as_str());
        acts.push(act(Some(avenant.number), object, &avenant.life, parties));
    }
    let rapports = rapports(dossier);
    let mut standing = ActStanding { dossier, day, acts, rapports, due: Vec::new() };
    standing.due = due::all(&standing);
    standing
}

/// The reports that are there, and those that the framework asks for, in the order in which they are due.
fn rapports(dossier: &Dossier) -> Vec<ReportedPeriod<'_>> {
    let convention = &dossier.convention;
    let concluded = convention.life.day(LifeStep::Signature).map(|day| day.value);
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
        force_source(&self.dossier.organisation.collectivite)
    }

    /// Whether nothing of the lives is in doubt.
    pub fn is_sure(&self) -> bool {
        self.acts.iter().all(SignedAct::is_sure)
    }

    /// Whether a visa of an act says when it was voted.
    fn cites_the_vote(&self, act: &SignedAct<'_>) -> bool {
        let avenants = &self.dossier.avenants;
        let visas = match act.avenant {
            None => Some(&self.dossier.convention.visas),
            Some(number) => {
                avenants.iter().find(|avenant| avenant.number == number).map(|avenant| &avenant.visas)
            }
        };
        visas.into_iter().flatten().any(Visa::dates_the_vote)
    }

    /// The collectivité with a capital, as acts name it: « le Département ». Who signs for it may bear another name.
    fn authority(&self) -> String {
        let kind = self.dossier.organisation.collectivite.kind;
        kind.with_the().replacen(kind.word(), &capitalized(kind.word()), 1)
    }
}
