//! In which order findings are shown: what must be settled first comes first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Diagnostic, Severity, Weight};
use crate::text::{FileId, ProjectPath, Sources};

/// Key of a place: path, byte, code, message. Findings without a place come first.
pub(super) fn place<'d>(finding: &'d Diagnostic, sources: &'d Sources) -> impl Ord + use<'d> {
    (path(finding, sources), start(finding), finding.code, &finding.message)
}

/// Sorts by severity, weight and euros, largest first. Under one severity and weight, what stands in one file stays
/// together, at the rank of its largest stake.
pub(super) fn by_stake<T>(mut items: Vec<T>, of: impl Fn(&T) -> &Diagnostic, sources: &Sources) -> Vec<T> {
    type Group = (Severity, Weight, Option<FileId>);
    let group = |d: &Diagnostic| (d.severity, d.weight, d.labels.first().map(|label| label.span.file));
    let mut largest: BTreeMap<Group, Decimal> = BTreeMap::new();
    for finding in items.iter().map(&of) {
        let stake = largest.entry(group(finding)).or_default();
        *stake = (*stake).max(euros(finding));
    }
    let key = |d: &Diagnostic| (d.severity, d.weight, Reverse(largest.get(&group(d)).copied()));
    items.sort_by(|a, b| {
        let (a, b) = (of(a), of(b));
        key(a)
            .cmp(&key(b))
            .then_with(|| path(a, sources).cmp(&path(b, sources)))
            .then_with(|| euros(b).cmp(&euros(a)))
            .then_with(|| place(a, sources).cmp(&place(b, sources)))
    });
    items
}

fn euros(finding: &Diagnostic) -> Decimal {
    finding.stake.unwrap_or_default()
}

fn start(finding: &Diagnostic) -> Option<usize> {
    finding.labels.first().map(|label| label.span.start)
}

fn path<'d>(finding: &Diagnostic, sources: &'d Sources) -> Option<&'d ProjectPath> {
    finding.labels.first().map(|label| sources.source(label.span.file).path())
}
