//! The life of an act, apart from what is signed: what happened to it, and how far it has gone. A new event changes nothing
//! of what was voted.

use super::Day;
use super::parties::Party;
use super::transmission::TransmissionData;
use crate::lang::flat;
use crate::text::{Span, Spanned};

/// The page of an act to which nothing has happened yet. Events are written after it.
pub const EMPTY_LIFE: &str = include_str!("../../modeles/projet/vie.yaml");

/// How far the act has gone. The order is that of its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActStatus {
    /// Being written.
    Draft,
    /// Voted by the assembly.
    Voted,
    /// Signed by some of the parties.
    Signing,
    /// Signed by all the parties.
    Signed,
    /// Sent to the préfecture.
    Transmitted,
    /// In force: sent to the State's representative, and published or notified ([`super::in_force::force_source`]).
    Executoire,
}

impl ActStatus {
    /// All of them, in order.
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Voted, Self::Signing, Self::Signed, Self::Transmitted, Self::Executoire];

    /// Those that a page may type: of an act whose signatures are told, [`Self::Signing`] is derived.
    pub const TYPED: [Self; 5] =
        [Self::Draft, Self::Voted, Self::Signed, Self::Transmitted, Self::Executoire];

    /// The word that is printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "projet",
            Self::Voted => "délibéré",
            Self::Signing => "en cours de signature",
            Self::Signed => "signé",
            Self::Transmitted => "transmis",
            Self::Executoire => "exécutoire",
        }
    }
}

/// What happens to an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LifeStep {
    /// Its assembly votes it.
    Vote,
    /// A party signs it, or one of those who sign for the party.
    Signature,
    /// It is sent to the préfecture.
    Transmission,
    /// The préfecture acknowledges it.
    Receipt,
    /// It is published.
    Publication,
    /// It is notified to those whom it concerns.
    Notification,
    /// It ends: its term, or its termination. What it was does not change.
    End,
}

impl LifeStep {
    /// All of them, in the order of a life.
    pub const ALL: [Self; 7] = [
        Self::Vote,
        Self::Signature,
        Self::Transmission,
        Self::Receipt,
        Self::Publication,
        Self::Notification,
        Self::End,
    ];

    /// The word written in the content.
    pub fn word(self) -> &'static str {
        match self {
            Self::Vote => "vote",
            Self::Signature => "signature",
            Self::Transmission => "transmission",
            Self::Receipt => "accusé de réception",
            Self::Publication => "publication",
            Self::Notification => "notification",
            Self::End => "fin",
        }
    }

    /// The word with its article: « l’accusé de réception ».
    pub fn with_the(self) -> String {
        match self {
            Self::Vote => "le vote".to_owned(),
            Self::Receipt => "l’accusé de réception".to_owned(),
            _ => format!("la {}", self.word()),
        }
    }
}

/// One thing that happened to an act, or that is expected to.
#[derive(Debug, Clone)]
pub struct LifeEvent {
    /// What.
    pub step: LifeStep,
    /// When; none when nobody wrote it.
    pub day: Option<Spanned<Day>>,
    /// Whether it is expected: nothing is derived from it, nor printed.
    pub is_planned: bool,
    /// Number of the délibération, or of the receipt.
    pub number: Option<Spanned<String>>,
    /// Who votes: « séance plénière ».
    pub body: Option<Spanned<String>>,
    /// The party that signs, by its identifier; all of them when absent.
    pub party: Option<Spanned<String>>,
    /// Who signs for the party; all those who do when absent.
    pub signatory: Option<Spanned<String>>,
    /// Where it is signed or published; to whom it is notified; why it ends.
    pub detail: Option<Spanned<String>>,
    /// Where it is written.
    pub span: Span,
    /// All of what is written of it.
    pub extent: Span,
}

impl LifeEvent {
    /// An event of which only the day is known.
    pub fn new(step: LifeStep, day: Option<Spanned<Day>>, span: Span) -> Self {
        Self {
            step,
            day,
            is_planned: false,
            number: None,
            body: None,
            party: None,
            signatory: None,
            detail: None,
            span,
            extent: span,
        }
    }

    /// Where to show it: its day, else all of it.
    pub fn place(&self) -> Span {
        self.day.as_ref().map_or(self.span, |day| day.span)
    }

    /// Whether it is of a party. What names none is of all.
    pub fn is_of(&self, party: &Party) -> bool {
        self.party.as_ref().is_none_or(|named| named.value == party.id.value)
    }
}

/// What happened to an act, in the order written.
#[derive(Debug, Clone, Default)]
pub struct Life {
    /// The events.
    pub events: Vec<LifeEvent>,
    /// What is asked of an act that is sent, and that no event says.
    pub transmission: TransmissionData,
    /// Whether some of what is written could not be read: what is missing may be there.
    pub is_partial: bool,
    /// Where it is written: its page, or the old keys of another.
    pub places: Vec<Span>,
}

impl Life {
    /// Whether something stands where it is written.
    pub fn holds(&self, place: Span) -> bool {
        self.places.iter().any(|own| own.has(place))
    }

    /// The same on a day: what is dated later has not happened.
    #[must_use]
    pub fn on(&self, day: Day) -> Self {
        let mut life = self.clone();
        for event in &mut life.events {
            event.is_planned |= event.day.as_ref().is_some_and(|own| own.value > day);
        }
        life
    }

    /// What happened, of a kind.
    pub fn past(&self, step: LifeStep) -> impl DoubleEndedIterator<Item = &LifeEvent> {
        self.events.iter().filter(move |event| event.step == step && !event.is_planned)
    }

    /// Whether a thing happened.
    pub fn has(&self, step: LifeStep) -> bool {
        self.past(step).next().is_some()
    }

    /// The day of a thing: the last one when it happened several times, as signatures do; the expected one when it did not.
    pub fn day(&self, step: LifeStep) -> Option<&Spanned<Day>> {
        let past = self.past(step).filter_map(|event| event.day.as_ref());
        let planned = self.events.iter().filter(|event| event.step == step && event.is_planned);
        past.max_by_key(|day| day.value).or_else(|| planned.filter_map(|event| event.day.as_ref()).next())
    }

    /// The last receipt of the préfecture, by its number; the one that is expected when there is none.
    pub fn receipt_number(&self) -> Option<&Spanned<String>> {
        let all = || self.events.iter().filter(|event| event.step == LifeStep::Receipt);
        let past = all().rev().filter(|event| !event.is_planned).find_map(|event| event.number.as_ref());
        past.or_else(|| all().find_map(|event| event.number.as_ref()))
    }

    /// What a party has signed. Several persons may sign for it, each on a line or all on one.
    pub fn signatures_of<'l>(&'l self, party: &'l Party) -> impl Iterator<Item = &'l LifeEvent> {
        self.past(LifeStep::Signature).filter(|event| event.is_of(party))
    }

    /// The signature of one of those who sign for a party, by their rank: on a line of its own, or for the whole party.
    pub fn signature_of<'l>(&'l self, party: &'l Party, rank: usize) -> Option<&'l LifeEvent> {
        let signatory = party.signatories.get(rank)?;
        let is_own = |event: &&LifeEvent| match &event.signatory {
            Some(by) => names(&by.value, &signatory.name.value, &signatory.title_held.value),
            None => true,
        };
        let is_only = party.signatories.len() == 1;
        self.signatures_of(party).find(is_own).or_else(|| self.signatures_of(party).find(|_| is_only))
    }

    /// Whether all those who sign for a party have signed.
    pub fn has_signed(&self, party: &Party) -> bool {
        let mut persons = std::collections::BTreeSet::new();
        for event in self.signatures_of(party) {
            match &event.signatory {
                Some(by) => drop(persons.insert(flat(&by.value))),
                None => return true,
            }
        }
        !persons.is_empty() && persons.len() >= party.signatories.len()
    }

    /// Whether all the parties have signed.
    pub fn is_signed(&self, parties: &[Party]) -> bool {
        let of_all =
            self.past(LifeStep::Signature).any(|event| event.party.is_none() && event.signatory.is_none());
        of_all || (!parties.is_empty() && parties.iter().all(|party| self.has_signed(party)))
    }

    /// How far the act has gone, given those who sign it. A receipt says that it was sent.
    pub fn status(&self, parties: &[Party]) -> ActStatus {
        let is_sent = self.has(LifeStep::Transmission) || self.has(LifeStep::Receipt);
        let is_told = self.has(LifeStep::Publication) || self.has(LifeStep::Notification);
        match self.is_signed(parties) {
            true if is_sent && is_told => ActStatus::Executoire,
            true if is_sent => ActStatus::Transmitted,
            true => ActStatus::Signed,
            false if self.has(LifeStep::Signature) => ActStatus::Signing,
            false if self.has(LifeStep::Vote) => ActStatus::Voted,
            false => ActStatus::Draft,
        }
    }

    /// The day on which the act became what it is; none when it is not known.
    pub fn since(&self, status: ActStatus) -> Option<Day> {
        let day = |step| {
            let days = self.past(step).filter_map(|event| event.day.as_ref()).map(|day| day.value);
            days.max()
        };
        let sent = || day(LifeStep::Receipt).or_else(|| day(LifeStep::Transmission));
        let told = || {
            let first =
                |step| self.past(step).filter_map(|event| event.day.as_ref()).map(|day| day.value).min();
            [first(LifeStep::Publication), first(LifeStep::Notification)].into_iter().flatten().min()
        };
        let signed = day(LifeStep::Signature);
        match status {
            ActStatus::Draft => None,
            ActStatus::Voted => day(LifeStep::Vote),
            ActStatus::Signing | ActStatus::Signed => signed,
            ActStatus::Transmitted => signed.max(sent()).filter(|_| sent().is_some()),
            ActStatus::Executoire => match (sent(), told()) {
                (Some(sent), Some(told)) => Some(sent.max(told)).max(signed),
                _ => None,
            },
        }
    }
}

/// Whether some words name a person, by name or by title: « Pierre Ory », « le Préfet de région, Pierre Ory ».
fn names(words: &str, name: &str, title: &str) -> bool {
    let (words, name, title) = (flat(words), flat(name), flat(title));
    words.contains(&name)
        || words == title
        || words.strip_prefix("le ").or(words.strip_prefix("la ")) == Some(&title)
}
