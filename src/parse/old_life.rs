//! The keys by which an act said its life before it had a page of its own: `etat`, `dates`, `accuse_de_reception`. They are
//! read for ever, since commits have them.

use super::keys::MapReader;
use super::reader::Reader;
use crate::diagnostic::{Diagnostic, Gap, NewPage};
use crate::model::edition::{as_amended, in_avenant};
use crate::model::life::{ActStatus, EMPTY_LIFE, Life, LifeEvent, LifeStep};
use crate::syntax::{Edits, Node};
use crate::text::{FileId, ProjectPath, Span};

/// Each of them, in the order in which they were written.
const KEYS: [&str; 3] = ["etat", "dates", "accuse_de_reception"];

/// The life that the old keys of a page say, if it has some, and the finding that says where they go. `life` is what the
/// page of the life says: both may not be written.
pub(super) fn read(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    root: &Node,
    (own, life): (FileId, Option<(FileId, Life)>),
) -> Life {
    let typed = ActStatus::TYPED.map(|status| (status.word(), status));
    let written = [map.take("etat"), map.take("dates"), map.take("accuse_de_reception")];
    let [status, dates, receipt] = written;
    let nodes = written.into_iter().flatten();
    let status = status.map(|n| reader.one_of(n, &typed));
    let dates = dates.map(|n| self::dates(reader, n));
    let receipt = receipt.map(|n| reader.text(n));
    let Some(key) = KEYS.into_iter().find(|key| map.has(key)) else {
        return life.map(|(_, life)| life).unwrap_or_default();
    };
    let mut events = dates.clone().unwrap_or_default();
    if let Some(number) = receipt.as_ref().and_then(Option::as_ref) {
        match events.iter_mut().find(|event| event.step == LifeStep::Receipt) {
            Some(event) => event.number = Some(number.clone()),
            None => {
                let mut event = LifeEvent::new(LifeStep::Receipt, None, number.span);
                event.number = Some(number.clone());
                events.push(event);
            }
        }
    }
    // Without a state, the days say it.
    let reached = status.flatten().unwrap_or(match status {
        None => ActStatus::Executoire,
        Some(_) => ActStatus::Draft,
    });
    events.iter_mut().for_each(|event| event.is_planned = reached < reached_by(event.step));
    let is_said = |step| events.iter().any(|event: &LifeEvent| event.step == step);
    let place = map.span_of("etat");
    let undated: Vec<LifeEvent> =
        [LifeStep::Vote, LifeStep::Signature, LifeStep::Transmission, LifeStep::Publication]
            .into_iter()
            .filter(|step| status.is_some() && reached >= reached_by(*step) && !is_said(*step))
            // A notification, which the old keys do not have, is no less than a publication.
            .map(|step| LifeEvent::new(step, None, place))
            .collect();
    events.extend(undated);
    events.sort_by_key(|event| event.step);
    let was_read = status.is_none_or(|status| status.is_some());
    let transmission = life.as_ref().map(|(_, life)| life.transmission.clone()).unwrap_or_default();
    let mut places: Vec<Span> = nodes.map(|node| node.extent).collect();
    places.extend(KEYS.into_iter().filter(|key| map.has(key)).map(|key| map.span_of(key)));
    places.extend(life.iter().flat_map(|(_, life)| life.places.iter().copied()));
    let old = Life { events, transmission, is_partial: !was_read, places };
    tell(reader, (map.span_of(key), root), own, life, old)
}

/// The state from which a thing has happened.
fn reached_by(step: LifeStep) -> ActStatus {
    match step {
        LifeStep::Vote => ActStatus::Voted,
        LifeStep::Signature => ActStatus::Signed,
        LifeStep::Transmission | LifeStep::Receipt => ActStatus::Transmitted,
        LifeStep::Publication | LifeStep::Notification | LifeStep::End => ActStatus::Executoire,
    }
}

fn dates(reader: &mut Reader<'_>, node: &Node) -> Vec<LifeEvent> {
    let Some(mut map) = reader.map(node) else { return Vec::new() };
    let mut day = |node: Option<&Node>, step| {
        let day = node.and_then(|n| reader.spanned_day(n))?;
        let place = day.span;
        Some(LifeEvent::new(step, Some(day), place))
    };
    let days = [
        day(map.take("deliberation"), LifeStep::Vote),
        day(map.take("signature"), LifeStep::Signature),
        day(map.take("envoi"), LifeStep::Transmission),
        day(map.take("reception"), LifeStep::Receipt),
        day(map.take("publication"), LifeStep::Publication),
    ];
    reader.finish(&map);
    days.into_iter().flatten().collect()
}

/// Says where the old keys go, and gives what the act is to follow.
fn tell(
    reader: &mut Reader<'_>,
    (key, root): (Span, &Node),
    own: FileId,
    life: Option<(FileId, Life)>,
    old: Life,
) -> Life {
    let page = reader.sources.source(own).path();
    let edition = reader.images.edition.name();
    // An avenant may hold a copy of the page of the act, whose life is the act's.
    let is_copy = page.stem() == "convention" && in_avenant(page.as_str(), edition).is_some();
    let place = if is_copy { as_amended(page.as_str(), edition) } else { page.as_str().into() };
    let target = place
        .rsplit_once('/')
        .map_or_else(|| "vie.yaml".to_owned(), |(folder, _)| format!("{folder}/vie.yaml"));
    let mut edits = Edits::new(reader.sources, Span { start: 0, end: root.extent.end, file: own }, root);
    edits.remove(root, &KEYS);
    let removal = edits.finish();
    match life {
        Some((file, life)) if !life.events.is_empty() || life.is_partial => {
            let message = format!("la vie de l’acte est écrite deux fois : ici, et dans « {target} »");
            let mut finding = Diagnostic::error("PRJ-019", key, message)
                .also(Span { file, start: 0, end: 0 }, "l’autre page")
                .help("n’en garder qu’une : retirer d’ici « etat », « dates » et « accuse_de_reception »")
                .leaves(Gap::Nothing);
            // As a move that was interrupted leaves them.
            if is_same(&life, &old) {
                finding = finding.warning();
                finding.fix = removal;
            }
            reader.say(finding);
            let places = life.places.iter().chain(&old.places).copied().collect();
            Life { places, ..life }
        }
        life => {
            let message = format!("la vie de l’acte s’écrit maintenant dans « {target} »");
            let finding = Diagnostic::error("PRJ-018", key, message).advice();
            let lines = old.events.iter().map(|event| line(reader, event)).collect::<String>();
            let help = match (&life, lines.is_empty()) {
                (_, true) => "« calpae check --fix » retire ces clés : un projet n’a pas encore d’événement",
                (None, false) if is_copy => {
                    "l’y écrire, un événement par ligne, et retirer ces clés d’ici et de la page signée"
                }
                (None, false) => "« calpae check --fix » l’y écrit, et retire d’ici ces clés",
                (Some(_), false) => "l’y écrire, un événement par ligne, et retirer d’ici ces clés",
            };
            let mut finding = finding.help(help);
            if !old.is_partial && (lines.is_empty() || (life.is_none() && !is_copy)) {
                finding.fix = removal;
                finding.new_page = ProjectPath::new(&target)
                    .ok()
                    .filter(|_| !lines.is_empty())
                    .map(|path| NewPage { path, text: format!("{EMPTY_LIFE}{lines}") });
            }
            reader.say(finding);
            old
        }
    }
}

/// An event as its page writes it.
fn line(reader: &Reader<'_>, event: &LifeEvent) -> String {
    let key = if event.is_planned { "prevu_le" } else { "le" };
    let day = event.day.as_ref().map(|day| format!(", {key}: {}", day.value.iso()));
    // Of what is expected some day, only the key says that it did not happen.
    let day = day.or_else(|| event.is_planned.then(|| format!(", {key}:"))).unwrap_or_default();
    let number =
        event.number.as_ref().map(|number| format!(", numero: {}", reader.sources.text(number.span)));
    format!("  - {{ evenement: {}{day}{} }}\n", event.step.word(), number.unwrap_or_default())
}

/// Whether two lives say the same.
fn is_same(a: &Life, b: &Life) -> bool {
    let said = |life: &Life| {
        let event = |event: &LifeEvent| {
            let words = |field: &Option<crate::text::Spanned<String>>| {
                field.as_ref().map(|field| field.value.clone())
            };
            let LifeEvent {
                step,
                day,
                is_planned,
                number,
                body,
                party,
                signatory,
                detail,
                span: _,
                extent: _,
            } = event;
            let own = [words(number), words(body), words(party), words(signatory), words(detail)];
            (*step, day.as_ref().map(|day| day.value.index()), *is_planned, own)
        };
        let mut events: Vec<_> = life.events.iter().map(event).collect();
        events.sort();
        events
    };
    !a.is_partial && !b.is_partial && said(a) == said(b)
}
