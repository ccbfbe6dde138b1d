//! Findings on a line or text marked « à décider » are withheld until the decision is taken. The marks themselves are
//! listed by RAP-013.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Weight};
use crate::model::Dossier;
use crate::text::{FileId, Sources, Span};

/// Beginning of a mark in a header that covers the whole text below.
const TEXT: &str = "le texte";

/// Removes the findings whose first place is still to be decided.
pub(super) fn remove(findings: &mut Vec<Diagnostic>, dossier: &Dossier, sources: &Sources) {
    if dossier.to_decide.is_empty() {
        return;
    }
    let line = |span: Span| (span.file, sources.source(span.file).line_column(span.start).0);
    let lines: BTreeSet<(FileId, usize)> = dossier.to_decide.iter().map(|m| line(m.span)).collect();
    let texts: BTreeSet<FileId> =
        dossier.to_decide.iter().filter(|m| m.value.starts_with(TEXT)).map(|m| m.span.file).collect();
    // The money of a fiche is not in its text: amounts that are typed are checked.
    let is_data = |place: Span| {
        let fiche = dossier.fiches.iter().find(|fiche| fiche.span.file == place.file);
        fiche.is_some_and(|fiche| place.start < fiche.span.start)
    };
    findings.retain(|finding| {
        let place = finding.labels.first().map(|e| e.span);
        let is_money = |place: Span| finding.weight == Weight::Money && is_data(place);
        let is_in_text = |place: Span| texts.contains(&place.file) && !is_money(place);
        let is_pending = place.is_some_and(|p| lines.contains(&line(p)) || is_in_text(p));
        finding.code == crate::check::registry::TO_DECIDE || !is_pending
    });
}
