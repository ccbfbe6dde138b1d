//! Footnotes: printed where they are called, once; told when nothing calls them, or when nothing writes them.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Page, SpannedEvent};
use crate::diagnostic::Diagnostic;

/// A footnote as it is written.
pub(super) struct NoteDefinition<'e> {
    pub(super) name: String,
    pub(super) body: Vec<SpannedEvent<'e>>,
    bytes: Range<usize>,
}

/// Takes the definitions of footnotes out of the flow.
pub(super) fn extract<'e>(events: &mut Vec<SpannedEvent<'e>>) -> Vec<NoteDefinition<'e>> {
    let mut definitions = Vec::new();
    let mut remainder = Vec::with_capacity(events.len());
    let mut open: Option<NoteDefinition<'e>> = None;
    for (event, bytes) in events.drain(..) {
        match (&event, &mut open) {
            (Event::Start(Tag::FootnoteDefinition(name)), None) => {
                open = Some(NoteDefinition { name: name.to_string(), body: Vec::new(), bytes });
            }
            (Event::End(TagEnd::FootnoteDefinition), Some(_)) => definitions.extend(open.take()),
            (_, Some(definition)) => definition.body.push((event, bytes)),
            (_, None) => remainder.push((event, bytes)),
        }
    }
    *events = remainder;
    definitions
}

/// What is wrong between the notes and their calls. A call inside a note is told where it is read.
pub(super) fn faults(
    definitions: &[NoteDefinition<'_>],
    flow: &[SpannedEvent<'_>],
    page: Page<'_>,
) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut calls: BTreeMap<&str, Vec<&Range<usize>>> = BTreeMap::new();
    let bodies = definitions.iter().flat_map(|d| &d.body);
    for (rank, (event, bytes)) in flow.iter().chain(bodies).enumerate() {
        if let Event::FootnoteReference(name) = event {
            let places = calls.entry(name.as_ref()).or_default();
            if rank < flow.len() || places.is_empty() {
                places.push(bytes);
            }
        }
    }
    for (name, places) in &calls {
        if let [first, second, ..] = places.as_slice() {
            let message = format!(
                "la note « {name} » est appelée {} fois : elle s’imprimerait à chaque fois",
                places.len()
            );
            faults.push(
                Diagnostic::error("MD-009", page.span(second), message)
                    .also(page.span(first), "déjà appelée ici")
                    .help(
                        "n’en garder qu’un appel ; ailleurs, écrire par exemple « voir la note plus haut »",
                    ),
            );
        }
    }
    for (rank, definition) in definitions.iter().enumerate() {
        let NoteDefinition { name, bytes, .. } = definition;
        let label = bytes.start
            ..page
                .text
                .get(bytes.clone())
                .and_then(|t| t.find(':'))
                .map_or(bytes.end, |i| bytes.start + i + 1);
        if let Some(first) = definitions.iter().take(rank).find(|d| d.name == *name) {
            faults.push(
                Diagnostic::error(
                    "MD-009",
                    page.span(&label),
                    format!("la note « {name} » est écrite deux fois"),
                )
                .also(page.span(&first.bytes), "déjà ici")
                .help("donner un autre nom à l’une des deux, là où elle est appelée aussi"),
            );
        } else if !calls.contains_key(name.as_str()) {
            faults.push(
                Diagnostic::error(
                    "MD-009",
                    page.span(&label),
                    format!("la note « {name} » n’est appelée nulle part : elle ne s’imprimerait pas"),
                )
                .help(format!("écrire « [^{name}] » là où elle s’appelle, ou retirer la note")),
            );
        }
    }
    faults
}
