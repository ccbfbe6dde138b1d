//! `<édition>/vie.yaml` and `<édition>/avenants/NN/vie.yaml`: what happened to an act.

use super::reader::Reader;
use crate::diagnostic::{Diagnostic, Gap, Severity};
use crate::lang::flat;
use crate::model::life::{ActStatus, Life, LifeEvent, LifeStep};
use crate::model::parties::Party;
use crate::syntax::Node;
use crate::text::{FileId, Span};

/// Other words for an event, folded.
const OTHER_WORDS: [(&str, LifeStep); 8] = [
    ("deliberation", LifeStep::Vote),
    ("vote", LifeStep::Vote),
    ("envoi", LifeStep::Transmission),
    ("reception", LifeStep::Receipt),
    ("accuse de reception", LifeStep::Receipt),
    ("accuse_de_reception", LifeStep::Receipt),
    ("affichage", LifeStep::Publication),
    ("resiliation", LifeStep::End),
];

/// Reads a page of events. What cannot be read of it is told, and leaves the act whole: [`Life::is_partial`].
pub(super) fn read(reader: &mut Reader<'_>, file: FileId) -> Life {
    let told = reader.gathered.diagnostics.len();
    let zone = Span { file, start: 0, end: reader.sources.source(file).text().len() };
    let mut life = Life { places: vec![zone], ..Life::default() };
    if let Some(root) = reader.tree(zone)
        && let Some(mut map) = reader.map(&root)
    {
        let listed = map.take("evenements").map(|node| reader.list(node)).unwrap_or_default();
        life.events = listed.iter().filter_map(|node| event(reader, node)).collect();
        let sending = map.take("teletransmission");
        life.transmission = sending.map(|node| super::transmission::read(reader, node)).unwrap_or_default();
        reader.finish(&map);
    }
    let faults = reader.gathered.diagnostics.iter_mut().skip(told);
    let sending = life.transmission.extent;
    for fault in faults.filter(|fault| fault.severity == Severity::Error && fault.gap != Gap::Nothing) {
        fault.gap = Gap::Nothing;
        // What is asked of a sending says nothing of what happened.
        let is_of_the_sending =
            fault.labels.first().is_some_and(|label| sending.is_some_and(|extent| extent.has(label.span)));
        life.is_partial |= !is_of_the_sending;
    }
    life
}

fn event(reader: &mut Reader<'_>, node: &Node) -> Option<LifeEvent> {
    let mut map = reader.map(node)?;
    let step = reader.require(&mut map, "evenement").and_then(|n| step(reader, n));
    let mut event = LifeEvent::new(LifeStep::End, None, node.span);
    event.extent = node.extent;
    let (past, planned) = (map.take("le"), map.take("prevu_le"));
    event.is_planned = past.is_none() && planned.is_some();
    event.day = past.or(planned).and_then(|n| reader.spanned_day(n));
    let unread = event.day.is_none() && past.or(planned).is_some();
    match step {
        Some(LifeStep::Vote) => {
            event.body = map.take("organe").and_then(|n| reader.word(n));
            event.number = map.take("numero").and_then(|n| reader.word(n));
        }
        Some(LifeStep::Signature) => {
            event.party = map.take("partie").and_then(|n| reader.name(n));
            event.signatory = map.take("par").and_then(|n| reader.word(n));
            event.detail = map.take("lieu").and_then(|n| reader.word(n));
        }
        Some(LifeStep::Receipt) => event.number = map.take("numero").and_then(|n| reader.text(n)),
        Some(LifeStep::Publication) => event.detail = map.take("ou").and_then(|n| reader.word(n)),
        Some(LifeStep::Notification) => event.detail = map.take("a").and_then(|n| reader.word(n)),
        Some(LifeStep::End) => event.detail = map.take("motif").and_then(|n| reader.word(n)),
        Some(LifeStep::Transmission) => {}
        // The keys of an event that is not known are not either.
        None => return None,
    }
    reader.finish(&map);
    event.step = step?;
    // A line whose day cannot be read says nothing sure.
    (!unread).then_some(event)
}

fn step(reader: &mut Reader<'_>, node: &Node) -> Option<LifeStep> {
    let written = node.scalar().map(flat).unwrap_or_default();
    if let Some((_, step)) = OTHER_WORDS.iter().find(|(word, _)| *word == written) {
        return Some(*step);
    }
    reader.one_of(node, &LifeStep::ALL.map(|step| (step.word(), step)))
}

/// How far an act has gone, given those who sign it. A party that it has not is told where it signs.
pub(super) fn status(reader: &mut Reader<'_>, life: &mut Life, parties: &[Party]) -> ActStatus {
    for event in &mut life.events {
        let Some(named) = &mut event.party else { continue };
        match parties.iter().find(|party| flat(&party.id.value) == flat(&named.value)) {
            Some(party) => named.value.clone_from(&party.id.value),
            None if parties.is_empty() => {}
            None => {
                let ids = parties.iter().map(|party| party.id.value.as_str());
                let unknown = Diagnostic::unknown_name(named, "une partie de l’acte", ids);
                reader.say(unknown.leaves(Gap::Nothing));
                life.is_partial = true;
            }
        }
    }
    life.status(parties)
}
