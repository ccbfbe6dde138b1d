//! Checks a convention as a compiler checks code: every rule, one file of `rules/` each, runs over the whole model. No
//! rule knows a particular act; all that it compares is in the model, with the place where it was written.

mod blocks;
pub mod context;
mod example_text;
mod figures_and_words;
mod folded_words;
mod headings;
mod last_check;
pub mod other_acts;
pub mod page;
mod pending;
mod pieces;
pub mod reading_codes;
mod readings;
pub mod registry;
mod rules;
mod section_headings;
mod shares;
pub mod tolerances;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, LeftAside, LookedAt, Report, Severity, Stage, Tolerated};
use crate::identifiers;
use crate::model::Dossier;
use crate::model::rapport::Rapport;
use crate::snapshot::{Holes, Snapshot};
use crate::text::{Span, Spanned};

pub use context::Context;
pub use last_check::LastCheck;
pub use other_acts::OtherAct;
pub use readings::Readings;
pub use registry::{Rule, Scope, Status};

/// What a rule says of itself, in its own file.
#[derive(Debug)]
pub struct Page {
    /// One line, without a final period.
    pub title: &'static str,
    /// Default severity. A rule may lower that of one of its findings, never raise it.
    pub severity: Severity,
    /// What it verifies, and what it leaves aside.
    pub checks: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// Its legal, accounting or editorial source.
    pub source: &'static str,
    /// A fault and its repair, in the project that shows the rules.
    pub example: Example,
}

/// How a rule is shown and tested, in `tests/fixtures/temoin`: that project is right, the fault makes it wrong
/// and gives this finding and no other.
#[derive(Debug)]
pub struct Example {
    /// Changes that both the faulty and the repaired text need.
    pub context: &'static [Change],
    /// From the repaired text to the faulty one.
    pub fault: &'static [Change],
    /// Texts that resemble the fault and are right: one finding there would be a false one.
    pub admitted: &'static [Change],
}

/// A text of a file of the project, and another in its place.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    /// The file, from the root of the project.
    pub file: &'static str,
    /// The text that is there, once.
    pub from: &'static str,
    /// What replaces it.
    pub to: &'static str,
}

/// What is asked of a run.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Codes or families (`FIN`) to run; all when empty.
    pub chosen: BTreeSet<String>,
    /// Codes or families left aside.
    pub ignored: BTreeSet<String>,
    /// Whether rules run that have proved themselves on one act only.
    pub preview: bool,
}

impl Selection {
    /// Whether a code is wanted.
    pub fn wants(&self, code: &str) -> bool {
        let within = |list: &BTreeSet<String>| list.contains(code) || list.contains(family(code));
        (self.chosen.is_empty() || within(&self.chosen)) && !within(&self.ignored)
    }

    /// Whether a rule runs: one in preview, when that is asked or its own code is.
    pub fn runs(&self, rule: &Rule) -> bool {
        let admitted = rule.status == Status::Stable || self.preview || self.chosen.contains(rule.code);
        admitted && self.wants(rule.code)
    }
}

/// The family of a code: `FIN` of `FIN-003`.
fn family(code: &str) -> &str {
    code.split_once('-').map_or(code, |(family, _)| family)
}

/// What a run finds.
#[derive(Debug, Default)]
#[must_use = "the findings are to be shown"]
pub struct Findings {
    /// The findings.
    pub findings: Vec<Diagnostic>,
    /// Those that the act keeps.
    pub tolerated: Vec<Tolerated>,
    /// The rules that were asked for and did not run.
    pub left_aside: Option<LeftAside>,
}

/// Runs the rules over what could be read. A rule is left aside when a hole could make it speak falsely.
pub fn check(snapshot: &Snapshot, selection: &Selection) -> Findings {
    check_beside(snapshot, selection, &[])
}

/// The same, with the rules that compare the act with others.
pub fn check_beside(snapshot: &Snapshot, selection: &Selection, others: &[OtherAct<'_>]) -> Findings {
    LastCheck::check_once(snapshot, selection, others)
}

/// The rules that run, each with the severity that the project gives it. Those that compare the act with another do not
/// without one.
fn selected(
    snapshot: &Snapshot,
    dossier: &Dossier,
    selection: &Selection,
    has_others: bool,
) -> Vec<(&'static Rule, Option<Severity>)> {
    let severities: BTreeMap<&str, Option<Severity>> =
        dossier.convention.rules.iter().map(|(code, severity)| (code.value.as_str(), *severity)).collect();
    registry::RULES
        .iter()
        .filter(|rule| rule.scope != Scope::OtherAct || has_others)
        .filter(|rule| selection.runs(rule) && has_what_it_needs(rule.scope, &snapshot.holes))
        .filter_map(|rule| match severities.get(rule.code).or_else(|| severities.get(family(rule.code))) {
            Some(None) => None,
            chosen => Some((rule, chosen.copied().flatten())),
        })
        .collect()
}

/// Sets aside what is still to be decided, and apart what the act tolerates.
fn gather(
    rules: &[(&'static Rule, Option<Severity>)],
    found: Vec<Vec<Diagnostic>>,
    snapshot: &Snapshot,
    dossier: &Dossier,
    selection: &Selection,
    has_others: bool,
) -> Findings {
    let sources = &snapshot.sources;
    let mut findings: Vec<Diagnostic> = found.into_iter().flatten().collect();
    findings.retain(|finding| !is_told_by_reading(finding, snapshot));
    pending::remove(&mut findings, dossier, sources);
    // Names cost a reading of the files: only a tolerance that is written with one needs them here.
    if dossier.convention.tolerances.iter().any(|tolerance| tolerance.finding.is_some()) {
        let mut report = Report::default();
        report.extend(findings);
        identifiers::name(&mut report, sources, &snapshot.edition);
        findings = report.into_parts().0;
    }
    // A tolerance of what is in another act than those of this run is not idle.
    let of_this_act = rules.iter().filter(|(rule, _)| rule.scope != Scope::OtherAct);
    let ran: BTreeSet<&str> = of_this_act.map(|(rule, _)| rule.code).collect();
    let mut output = tolerances::split_tolerated(findings, dossier, snapshot, selection, &ran);
    output.left_aside = left_aside(snapshot, selection, has_others);
    let tolerated = output.tolerated.iter_mut().map(|t| &mut t.finding);
    output.findings.iter_mut().chain(tolerated).for_each(|d| d.stage = Stage::Check);
    output
}

/// Whether an error of reading stands at the same place: one cause is one finding.
fn is_told_by_reading(finding: &Diagnostic, snapshot: &Snapshot) -> bool {
    let Some(place) = finding.labels.first().map(|label| label.span) else { return false };
    let errors = snapshot.findings().filter(|told| told.severity == Severity::Error);
    let holds = |span: Span| span.file == place.file && span.start <= place.start && place.end <= span.end;
    errors.filter_map(|told| told.labels.first()).any(|label| holds(label.span))
}

/// Whether the project leaves a rule aside, by its own code before its family.
pub fn is_ignored(dossier: &Dossier, code: &str) -> bool {
    let written = |wanted: &str| {
        let own = |(code, _): &&(Spanned<String>, Option<Severity>)| code.value == wanted;
        dossier.convention.rules.iter().rfind(own).map(|(_, severity)| severity.is_none())
    };
    written(code).or_else(|| written(family(code))).unwrap_or(false)
}

fn has_what_it_needs(scope: Scope, holes: &Holes) -> bool {
    match scope {
        // An action that was not read is not compared, and nothing false is said of the others.
        Scope::Passage | Scope::File | Scope::OtherAct => !holes.frame,
        // A report that lacks something is not in what rules see; the others are.
        Scope::Act | Scope::Rapport => !holes.in_act(),
    }
}

/// The rules that were asked for and that a hole leaves aside, and the files where it is.
fn left_aside(snapshot: &Snapshot, selection: &Selection, has_others: bool) -> Option<LeftAside> {
    let (holes, dossier) = (&snapshot.holes, snapshot.dossier.as_ref());
    let is_blind = holes.frame || dossier.is_none();
    let has_rapport =
        !holes.rapports.is_empty() || dossier.is_some_and(|dossier| !dossier.rapports.is_empty());
    let sees_all =
        |scope| has_what_it_needs(scope, holes) && (scope != Scope::Rapport || holes.rapports.is_empty());
    let left = registry::RULES.iter().filter(|rule| {
        selection.runs(rule)
            && (has_rapport || rule.scope != Scope::Rapport)
            && (has_others || rule.scope != Scope::OtherAct)
            && (dossier.is_none() || !sees_all(rule.scope))
            && !dossier.is_some_and(|dossier| is_ignored(dossier, rule.code))
    });
    let rules: Vec<&'static str> = left.map(|rule| rule.code).collect();
    let files = snapshot.files_with_holes().into_iter().cloned().collect();
    let look_at = match (is_blind, holes.in_act()) {
        (true, _) => LookedAt::Anything,
        (false, true) => LookedAt::Act,
        (false, false) => {
            let is_read = |rapport: &Rapport| !holes.rapports.contains(&rapport.id);
            match dossier.is_some_and(|dossier| dossier.rapports.iter().any(is_read)) {
                true => LookedAt::SomeRapports,
                false => LookedAt::Rapport,
            }
        }
    };
    (!rules.is_empty()).then_some(LeftAside { rules, files, look_at })
}

/// Runs the rules on all the cores. What each finds, in the order of the registry.
fn run(
    rules: &[(&'static Rule, Option<Severity>)],
    find: impl Fn(&'static Rule) -> Vec<Diagnostic> + Sync,
) -> Vec<Vec<Diagnostic>> {
    rules
        .par_iter()
        .with_max_len(1)
        .map(|(rule, severity)| {
            let mut findings = find(rule);
            for finding in &mut findings {
                finding.code = rule.code;
                finding.weight = rule.weight;
                finding.severity = severity.unwrap_or_else(|| finding.severity.max(rule.page.severity));
            }
            findings
        })
        .collect()
}
