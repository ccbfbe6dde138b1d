//! What changed since an earlier check: settled, new, left, what of it grew, and what one of the two could not look at.

mod earlier;
mod shown;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

pub use earlier::{Earlier, EarlierError, EarlierFinding, EarlierPlace};
pub use shown::ComparedWith;

use super::coverage::CheckCoverage;
use super::{Diagnostic, Report};
use crate::text::Sources;
use earlier::NotLookedAt;

/// An earlier report beside the one of now.
#[derive(Debug)]
pub struct Since<'r> {
    /// What is no longer found.
    settled: Vec<EarlierFinding>,
    /// What the act keeps since, by a declared tolerance.
    tolerated: Vec<EarlierFinding>,
    /// What is not looked at any more: its rule did not run, or its file could not be read.
    unchecked: Vec<EarlierFinding>,
    /// What was not found then.
    new: Vec<&'r Diagnostic>,
    /// What was not found then, where the earlier check could not look.
    unknown: Vec<&'r Diagnostic>,
    /// What is found still, with more at stake, and what was then.
    worse: Vec<(&'r Diagnostic, Decimal)>,
    /// What is found still, with less at stake, and what was then.
    better: Vec<(&'r Diagnostic, Decimal)>,
    /// The findings of both.
    left: Vec<&'r Diagnostic>,
    /// What is said of the rules that did not run then.
    left_aside: Option<String>,
}

impl<'r> Since<'r> {
    /// Compares an earlier report with a named one, on what both show; `asked` is what this one shows. `has_run` says
    /// whether a rule was run; none for a code of reading.
    pub fn new(
        earlier: Earlier,
        report: &'r Report,
        sources: &Sources,
        asked: &CheckCoverage,
        has_run: impl Fn(&str) -> Option<bool>,
    ) -> Self {
        let found = report.sorted(sources);
        let names: BTreeSet<&str> = found.iter().map(|finding| finding.name()).collect();
        let tolerated: BTreeSet<&str> = report.tolerated_findings().map(Diagnostic::name).collect();
        let known = |findings: &[EarlierFinding]| -> BTreeMap<String, Option<Decimal>> {
            findings.iter().filter_map(|f| Some((f.identifiant.clone()?, f.stake()))).collect()
        };
        let (before, kept) = (known(&earlier.constats), known(&earlier.toleres));
        let is_shown = |f: &&&Diagnostic| asked.shows(f, sources) && earlier.portee.shows(f, sources);
        let mut since = Self {
            settled: Vec::new(),
            tolerated: Vec::new(),
            unchecked: Vec::new(),
            new: Vec::new(),
            unknown: Vec::new(),
            worse: Vec::new(),
            better: Vec::new(),
            left: Vec::new(),
            left_aside: earlier.left_aside().map(str::to_owned),
        };
        for finding in found.iter().filter(is_shown).copied() {
            let was_found = before.contains_key(finding.name());
            let was = before.get(finding.name()).or_else(|| kept.get(finding.name())).copied().flatten();
            match (finding.stake, was) {
                (Some(is), Some(was)) if is > was => since.worse.push((finding, was)),
                (Some(is), Some(was)) if is < was && was_found => since.better.push((finding, was)),
                _ if !was_found => since.new.push(finding),
                _ => {}
            }
            if was_found {
                since.left.push(finding);
            }
        }
        let renamed = since.take_renamed(&earlier.constats, &names, sources);
        let could_be_found = |finding: &&'r Diagnostic| {
            !earlier.could_not_find(finding, sources, has_run(finding.code).is_some())
        };
        (since.new, since.unknown) = since.new.into_iter().partition(could_be_found);
        let not_looked_at = NotLookedAt::of(report, sources);
        for finding in earlier.constats {
            let name = finding.identifiant.as_deref().unwrap_or_default();
            if names.contains(name) || renamed.contains(name) || !finding.is_shown_by(asked) {
                continue;
            }
            let runs = has_run(&finding.code);
            let is_checked =
                runs.unwrap_or(true) && !not_looked_at.has(&finding.code, finding.file(), runs.is_some());
            let list = if tolerated.contains(name) {
                &mut since.tolerated
            } else if is_checked {
                &mut since.settled
            } else {
                &mut since.unchecked
            };
            list.push(finding);
        }
        since
    }

    /// What is no longer found.
    pub fn settled(&self) -> &[EarlierFinding] {
        &self.settled
    }

    /// What was not found then.
    pub fn new_findings(&self) -> &[&'r Diagnostic] {
        &self.new
    }

    /// How many findings both have.
    pub fn left_count(&self) -> usize {
        self.left.len()
    }

    /// Takes out of the new findings those that say the same of the same file as one that has no name any more: what
    /// names them was changed (the title of the fiche), nothing was settled. Gives the earlier names.
    fn take_renamed(
        &mut self,
        earlier: &[EarlierFinding],
        names: &BTreeSet<&str>,
        sources: &Sources,
    ) -> BTreeSet<String> {
        let mut gone: Vec<(&EarlierFinding, &str)> = earlier
            .iter()
            .filter_map(|finding| Some((finding, finding.identifiant.as_deref()?)))
            .filter(|(_, name)| !names.contains(name))
            .collect();
        let mut renamed = BTreeSet::new();
        let left = &mut self.left;
        self.new.retain(|new| {
            let path = new.labels.first().map(|label| sources.source(label.span.file).path().as_str());
            let same = gone.iter().position(|(old, _)| {
                old.code == new.code && old.message == new.message && old.file() == path
            });
            if let Some(same) = same {
                renamed.insert(gone.remove(same).1.to_owned());
                left.push(new);
            }
            same.is_none()
        });
        renamed
    }
}
