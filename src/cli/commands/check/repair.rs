//! `check --fix` and `--diff`: what is mechanical is repaired in memory, checked again, then written or shown.

use std::collections::{BTreeMap, BTreeSet};

use super::{check, prevents_reading};
use crate::check::OtherAct;
use crate::cli::args::CheckArgs;
use crate::cli::error::CommandError;
use crate::cli::selected_files::SelectedFiles;
use crate::cli::{Console, Outcome};
use crate::diagnostic::{Diagnostic, FolderMove, NewPage, Report, TextEdit};
use crate::project::Disk;
use crate::project::fix::{FixedFile, FixedFiles, Written};
use crate::snapshot::Snapshot;
use crate::text::Sources;

/// Limit on repair passes; one pass may uncover faults for the next.
const PASSES: usize = 8;

/// Repairs in memory until nothing is left to repair, and returns the check of the result; prints the repairs with
/// `--diff`. What cannot be read stays as it is, a repair that would prevent reading is set aside and told, and findings
/// tolerated by the act are not repaired.
pub(super) fn repair(
    args: &CheckArgs,
    others: &[OtherAct<'_>],
    files: &SelectedFiles,
    fixes: &mut FixedFiles<'_>,
    console: &Console,
) -> Result<(Report, Snapshot), CommandError> {
    let (mut report, mut snapshot) = check(args, fixes.tree(), others)?;
    // What cannot be read stays as it is, and prevents no repair of what can.
    let unread = unread(&report);
    let mut set_aside: BTreeSet<(&'static str, String)> = BTreeSet::new();
    for _ in 0..PASSES {
        let wanted = report.diagnostics().iter().filter(|d| d.new_page.is_none() && !d.fix.is_empty());
        let wanted = wanted.filter(|d| files.may_fix(d, &snapshot.sources));
        let mut wanted: Vec<&Diagnostic> = wanted.filter(|d| !set_aside.contains(&named(d))).collect();
        let before = fixes.clone();
        if fixes.apply(&snapshot.sources, &edits(&wanted))? == 0 {
            break;
        }
        let mut next = check(args, fixes.tree(), others)?;
        if ensure_readable(&next.0, &unread).is_err() {
            let trial = Trial { args, others, before: &before, sources: &snapshot.sources, unread: &unread };
            for breaking in trial.breaking(&wanted)? {
                tell_set_aside(breaking, &snapshot.sources, console)?;
                set_aside.insert(named(breaking));
            }
            wanted.retain(|d| !set_aside.contains(&named(d)));
            *fixes = before;
            if fixes.apply(&snapshot.sources, &edits(&wanted))? == 0 {
                break;
            }
            next = check(args, fixes.tree(), others)?;
            ensure_readable(&next.0, &unread)?;
        }
        (report, snapshot) = next;
    }
    let wanted = report.diagnostics().iter().filter(|d| files.may_fix(d, &snapshot.sources));
    let pages: Vec<_> = wanted.filter_map(|d| Some((d.new_page.clone()?, d.fix.clone()))).collect();
    if !pages.is_empty() {
        for (page, edits) in pages {
            fixes.create(page);
            fixes.apply(&snapshot.sources, &edits)?;
        }
        (report, snapshot) = check(args, fixes.tree(), others)?;
        ensure_readable(&report, &unread)?;
    }
    let wanted = report.diagnostics().iter().filter(|d| files.may_move(d, &snapshot.sources));
    let moves: Vec<FolderMove> = wanted.filter_map(|d| d.folder_move.clone()).collect();
    if !moves.is_empty() {
        moves.into_iter().for_each(|moved| fixes.move_folder(moved));
        (report, snapshot) = check(args, fixes.tree(), others)?;
        ensure_readable(&report, &unread)?;
    }
    if args.diff {
        for fixed in fixes.iter() {
            console.write(&difference(fixed))?;
        }
        for NewPage { path, text } in fixes.created() {
            let diff = similar::TextDiff::from_lines("", text);
            console.write(&diff.unified_diff().header("/dev/null", &format!("b/{path}")).to_string())?;
        }
        for FolderMove { from, to } in fixes.moves() {
            console.write(&format!("rename from {from}\nrename to {to}\n"))?;
        }
    }
    Ok((report, snapshot))
}

fn named(finding: &Diagnostic) -> (&'static str, String) {
    (finding.code, finding.message.clone())
}

fn edits(findings: &[&Diagnostic]) -> Vec<TextEdit> {
    findings.iter().flat_map(|finding| finding.fix.iter().cloned()).collect()
}

fn tell_set_aside(finding: &Diagnostic, sources: &Sources, console: &Console) -> Result<(), CommandError> {
    let Some(label) = finding.labels.first() else { return Ok(()) };
    let source = sources.source(label.span.file);
    let (line, column) = source.line_column(label.span.start);
    console.say(&format!(
        "{}:{}:{} : correction laissée de côté ({}), le texte ne se lirait plus\n",
        source.path(),
        line,
        column,
        finding.code
    ))
}

/// Repairs tried apart, to find those that prevent reading.
struct Trial<'t> {
    args: &'t CheckArgs,
    others: &'t [OtherAct<'t>],
    before: &'t FixedFiles<'t>,
    sources: &'t Sources,
    unread: &'t UnreadFaults,
}

impl Trial<'_> {
    /// Those of some findings whose repair prevents reading, by halves.
    fn breaking<'d>(&self, findings: &[&'d Diagnostic]) -> Result<Vec<&'d Diagnostic>, CommandError> {
        let mut fixes = self.before.clone();
        if findings.is_empty() || fixes.apply(self.sources, &edits(findings))? == 0 {
            return Ok(Vec::new());
        }
        let (report, _) = check(self.args, fixes.tree(), self.others)?;
        if ensure_readable(&report, self.unread).is_ok() {
            return Ok(Vec::new());
        }
        let (first, rest) = findings.split_at(findings.len() / 2);
        if first.is_empty() {
            return Ok(rest.to_vec());
        }
        let mut breaking = self.breaking(first)?;
        breaking.extend(self.breaking(rest)?);
        Ok(breaking)
    }
}

/// What prevents reading: code, message, how many times.
type UnreadFaults = BTreeMap<(&'static str, String), usize>;

/// What prevents reading, and how many times each is told: places move with repairs.
fn unread(report: &Report) -> UnreadFaults {
    let mut faults = BTreeMap::new();
    for fault in report.diagnostics().iter().filter(|d| prevents_reading(d)) {
        *faults.entry((fault.code, fault.message.clone())).or_default() += 1;
    }
    faults
}

/// Refuses repairs that prevent reading what was read before them.
fn ensure_readable(report: &Report, before: &UnreadFaults) -> Result<(), CommandError> {
    let more = unread(report).into_iter().find(|(fault, count)| count > before.get(fault).unwrap_or(&0));
    match more {
        Some(((code, message), _)) => Err(CommandError::new(format!(
            "une correction rendrait le projet illisible, rien n’est écrit : {message} ({code})"
        ))),
        None => Ok(()),
    }
}

/// Writes what was repaired, and tells it.
pub(super) fn save(fixes: &FixedFiles<'_>, disk: &Disk, console: &Console) -> Result<(), CommandError> {
    let (written, result) = fixes.write(disk);
    for Written { file, has_other_names } in written {
        let plural = if file.number > 1 { "s" } else { "" };
        console.say(&format!("{} : {} correction{plural}\n", file.path, file.number))?;
        if has_other_names {
            console.say(&format!(
                "{} : le fichier avait un autre nom sur le disque (lien physique), qui garde l’ancien texte\n",
                file.path
            ))?;
        }
    }
    result?;
    for page in fixes.created() {
        console.say(&format!("{} : créé\n", page.path))?;
    }
    for FolderMove { from, to } in fixes.moves() {
        console.say(&format!("{from} : déplacé, « {to} »\n"))?;
    }
    Ok(())
}

fn difference(fixed: &FixedFile) -> String {
    let (before, after) = (fixed.text_before(), fixed.text_after());
    let diff = similar::TextDiff::from_lines(&before, &after);
    let (a, b) = (format!("a/{}", fixed.path), format!("b/{}", fixed.path));
    diff.unified_diff().header(&a, &b).to_string()
}

/// Ends `--diff` without `--fix`: reports what prevents reading, or that there is nothing to repair. A difference
/// counts as a fault.
pub(super) fn show(
    report: &Report,
    sources: &Sources,
    fixes: &FixedFiles<'_>,
    console: &Console,
) -> Result<Outcome, CommandError> {
    if report.diagnostics().iter().any(prevents_reading) {
        console.say_findings(report, sources)?;
        return Ok(Outcome::Faults);
    }
    if fixes.is_empty() {
        console.say("aucune correction à proposer\n")?;
        return Ok(Outcome::Success);
    }
    Ok(Outcome::Faults)
}
