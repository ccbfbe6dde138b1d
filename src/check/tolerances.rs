//! Findings that a signed act tolerates, listed apart with their reason. A tolerance that no longer matches anything
//! is a finding too, so that the list stays true.

use std::collections::BTreeSet;

use crate::check::registry;
use crate::check::{Findings, Selection};
use crate::diagnostic::{Diagnostic, Tolerated, Weight, near};
use crate::model::convention::Tolerance;
use crate::model::edition::designates;
use crate::model::{Dossier, Montant, Numero};
use crate::snapshot::Snapshot;
use crate::text::{FileId, ProjectPath, Sources};

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
    let is_in_a_hole = |tolerance: &Tolerance| {
        let may_hold = |path: &ProjectPath| {
            // By its name, or by the number of a fiche that its file does not say, it may be anywhere.
            let is_of_some_fiche = tolerance.file.value.contains("fiches/")
                && path.as_str().contains("/fiches/")
                && Numero::of_file(path).is_none();
            tolerance.finding.is_some() || is_of_some_fiche || designates(&tolerance.file.value, path)
        };
        holes.iter().any(|path| may_hold(path))
    };
    let tolerances = &dossier.convention.tolerances;
    let mut served_items = vec![false; tolerances.len()];
    let mut output = Findings::default();
    for finding in findings {
        let mut kept = None;
        let mut exceeded = None;
        for (tolerance, served) in tolerances.iter().zip(served_items.iter_mut()) {
            if !designates_finding(tolerance, &finding, dossier, sources) {
                continue;
            }
            *served = true;
            match excess(tolerance, &finding) {
                None => {
                    kept = Some(tolerance);
                    break;
                }
                beyond => exceeded = exceeded.max(beyond),
            }
        }
        match (kept, exceeded) {
            (Some(tolerance), _) => {
                output.tolerated.push(Tolerated { finding, reason: tolerance.reason.clone() });
            }
            (None, Some((most, gap))) => output.findings.push(told_beyond(finding, most, gap)),
            (None, None) => output.findings.push(finding),
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

/// What a tolerance keeps at most, and what is at stake in a finding that goes beyond it.
fn excess(tolerance: &Tolerance, finding: &Diagnostic) -> Option<(Montant, Montant)> {
    let (most, gap) = (tolerance.gap?, Montant::rounded(finding.stake?)?);
    (gap > most).then_some((most, gap))
}

/// A finding that is no longer tolerated, as its gap grew since: it says so.
fn told_beyond(finding: Diagnostic, most: Montant, gap: Montant) -> Diagnostic {
    let told = format!("toléré pour {most}, l’écart est de {gap}");
    let help = match &finding.help {
        Some(help) => format!("{told} : {help}"),
        None => format!("{told} : corriger, ou revoir la tolérance"),
    };
    finding.help(help)
}

/// Whether a tolerance is of a finding, whatever is at stake.
fn designates_finding(
    tolerance: &Tolerance,
    finding: &Diagnostic,
    dossier: &Dossier,
    sources: &Sources,
) -> bool {
    if finding.code != tolerance.rule.value {
        return false;
    }
    let Some(place) = finding.labels.first() else { return false };
    let source = sources.source(place.span.file);
    let same = match &tolerance.finding {
        Some(name) => finding.identifier.eq_ignore_ascii_case(name.trim()),
        None => is_at_place(&tolerance.file.value, place.span.file, dossier, sources),
    };
    let has_excerpt = || {
        tolerance.excerpt.as_deref().is_none_or(|excerpt| {
            let (start, _) = source.line_column(place.span.start);
            let (end, _) = source.line_column(place.span.end);
            let text = source.text();
            text.get(source.line_start(start)..source.line_start(end + 1))
                .is_some_and(|lines| lines.contains(excerpt))
        })
    };
    same && has_excerpt()
}

/// Whether the place that a tolerance writes is a file, by its path or by the number of its fiche, which stays when the
/// file takes another name.
pub(crate) fn is_at_place(location: &str, file: FileId, dossier: &Dossier, sources: &Sources) -> bool {
    let number = location.rsplit_once("fiches/").filter(|(head, _)| !head.contains("rapport"));
    let number = number.and_then(|(_, number)| Numero::read(number));
    let is_of_number = |number: Numero| {
        dossier.fiches.iter().any(|fiche| fiche.span.file == file && fiche.number.value == number)
    };
    number.is_some_and(is_of_number) || designates(location, sources.source(file).path())
}
