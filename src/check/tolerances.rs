//! Findings that a signed act tolerates, listed apart with their reason. A tolerance that no longer matches anything
//! is a finding too, so that the list stays true.

use std::collections::BTreeSet;

use crate::check::registry;
use crate::check::{Findings, Selection};
use crate::diagnostic::{Diagnostic, Tolerated, Weight, near};
use crate::model::Dossier;
use crate::model::convention::Tolerance;
use crate::model::edition::unmoved;
use crate::snapshot::Snapshot;
use crate::text::lookalikes::joined_accents;
use crate::text::{ProjectPath, Sources};

/// Code: a tolerance matches no finding.
pub const UNUSED_TOLERANCE: &str = "TOL-001";
/// Code: a tolerance, or a severity of the project, names an unknown rule.
pub const UNKNOWN_RULE: &str = "TOL-002";

/// Separates tolerated findings from the others.
pub fn split_tolerated(
    findings: Vec<Diagnostic>,
    dossier: &Dossier,
    snapshot: &Snapshot,
    selection: &Selection,
    ran: &BTreeSet<&str>,
) -> Findings {
    let sources = &snapshot.sources;
    let holes = snapshot.files_with_holes();
    // What it keeps may be in a file that could not be read.
    let is_in_a_hole =
        |tolerance: &Tolerance| holes.iter().any(|path| designates(&tolerance.file.value, path));
    let tolerances = &dossier.convention.tolerances;
    let mut served_items = vec![false; tolerances.len()];
    let mut output = Findings::default();
    for finding in findings {
        let matched =
            tolerances.iter().zip(served_items.iter_mut()).find(|(t, _)| covers(t, &finding, sources));
        match matched {
            Some((tolerance, served)) => {
                *served = true;
                output.tolerated.push(Tolerated { finding, reason: tolerance.reason.clone() });
            }
            None => output.findings.push(finding),
        }
    }
    for (tolerance, served) in tolerances.iter().zip(served_items) {
        let code = tolerance.rule.value.as_str();
        let is_known = registry::rule(code).is_some();
        if !is_known && selection.wants(UNKNOWN_RULE) {
            output.findings.push(unknown_rule(&tolerance.rule));
        } else if is_known
            && !served
            && selection.wants(UNUSED_TOLERANCE)
            && ran.contains(code)
            && !is_in_a_hole(tolerance)
        {
            let finding = Diagnostic::error(
                UNUSED_TOLERANCE,
                tolerance.file.span,
                format!("cette tolérance ne garde aucun constat de {code}"),
            );
            output.findings.push(finding.warning().weighs(Weight::Form).help(
                "retirer la tolérance, ou corriger son lieu ou son extrait s’ils désignent autre chose",
            ));
        }
    }
    let codes = dossier.convention.rules.iter().map(|(code, _)| code);
    let is_known = |c: &str| registry::rule(c).is_some() || registry::FAMILIES.iter().any(|(f, _)| *f == c);
    let unknowns = codes.filter(|c| !is_known(&c.value) && selection.wants(UNKNOWN_RULE));
    output.findings.extend(unknowns.map(unknown_rule));
    output
}

fn unknown_rule(code: &crate::text::Spanned<String>) -> Diagnostic {
    let help = match near(&code.value, registry::RULES.iter().map(|r| r.code)) {
        Some(near) => format!("vouliez-vous dire « {near} » ?"),
        None => "« calpae explain » donne la liste des règles".to_owned(),
    };
    Diagnostic::error(UNKNOWN_RULE, code.span, format!("la règle « {} » n’existe pas", code.value))
        .warning()
        .weighs(Weight::Form)
        .help(help)
}

fn covers(tolerance: &Tolerance, finding: &Diagnostic, sources: &Sources) -> bool {
    let Some(place) = finding.labels.first() else { return false };
    let source = sources.source(place.span.file);
    let same = designates(&tolerance.file.value, source.path());
    let excerpt = tolerance.excerpt.as_deref().is_none_or(|excerpt| {
        let (start, _) = source.line_column(place.span.start);
        let (end, _) = source.line_column(place.span.end);
        let text = source.text();
        text.get(source.line_start(start)..source.line_start(end + 1))
            .is_some_and(|lines| lines.contains(excerpt))
    });
    finding.code == tolerance.rule.value && same && excerpt
}

/// Whether the place that a tolerance writes is a file: `fiches/04`, `fiches/04-mobilite`, `2024/fiches/04-mobilite.md`,
/// `cadres/contrat`.
pub(crate) fn designates(location: &str, path: &ProjectPath) -> bool {
    let path = joined_accents(path.as_str());
    let path = path.as_ref();
    let edition = path.split('/').nth(1).unwrap_or_default();
    // A tolerance may name the folder that a report had.
    let old = unmoved(path, edition);
    [path, &old].into_iter().any(|path| is_at(location, path))
}

fn is_at(location: &str, path: &str) -> bool {
    let under_content = path.strip_prefix("content/").unwrap_or(path);
    let under_edition = under_content.split_once('/').map_or(under_content, |(_, remainder)| remainder);
    [path, under_content, under_edition]
        .into_iter()
        .any(|c| c.strip_prefix(location).is_some_and(|end| end.is_empty() || end.starts_with(['.', '-'])))
}
