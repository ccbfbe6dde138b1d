//! What the State did with a report and decided of its credits: `examen` of `rapport.yaml`, `decision` of a sheet.

use super::filled;
use crate::model::Montant;
use crate::model::rapport::{ReviewState, ReviewStep, StateDecision};
use crate::parse::keys::MapReader;
use crate::parse::reader::Reader;
use crate::syntax::Node;
use crate::text::Spanned;

/// Reads the steps of the review of a report, as they are written.
pub(super) fn reviews(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Vec<ReviewStep> {
    match filled(map, "examen") {
        Some(n) => reader.list(n).iter().filter_map(|n| step(reader, n)).collect(),
        None => Vec::new(),
    }
}

fn step(reader: &mut Reader<'_>, node: &Node) -> Option<ReviewStep> {
    let mut map = reader.map(node)?;
    let states = ReviewState::ALL.map(|state| (state.word(), state));
    let state = reader.require(&mut map, "etat").and_then(|n| {
        let state = reader.one_of(n, &states)?;
        Some(Spanned::new(state, n.span))
    });
    let day = reader.require(&mut map, "le").and_then(|n| reader.spanned_day(n));
    let by = text(reader, &mut map, "par");
    let reason = text(reader, &mut map, "motif");
    reader.finish(&map);
    Some(ReviewStep { state: state?, day: day?, by, reason })
}

/// Reads what the State decided of the credits of an action.
pub(super) fn decision(reader: &mut Reader<'_>, node: &Node) -> Option<StateDecision> {
    let mut map = reader.map(node)?;
    let requested = amount(reader, &mut map, "demande");
    let granted = amount(reader, &mut map, "accorde");
    let paid = amount(reader, &mut map, "verse");
    let (mut refused, mut reason) = (None, None);
    if let Some(n) = filled(&mut map, "refuse")
        && let Some(mut refusal) = reader.map(n)
    {
        refused = reader.require(&mut refusal, "montant").and_then(|n| reader.montant(n));
        reason = reader.required_text(&mut refusal, "motif").map(|text| text.value);
        reader.finish(&refusal);
    }
    reader.finish(&map);
    Some(StateDecision { requested, granted, refused, reason, paid, span: node.span })
}

/// The text of a key that has one.
fn text(reader: &mut Reader<'_>, map: &mut MapReader<'_>, key: &'static str) -> Option<String> {
    filled(map, key).and_then(|n| reader.text(n)).map(|text| text.value)
}

/// An amount that is known: an absence, whatever its reason, is none.
fn amount(reader: &mut Reader<'_>, map: &mut MapReader<'_>, key: &'static str) -> Option<Spanned<Montant>> {
    let node = filled(map, key)?;
    reader.montant_or_absence(node).and_then(Result::ok)
}
