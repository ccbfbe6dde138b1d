//! The findings of a run together: those to settle, those that the act tolerates, and the rules that did not run.

use std::fmt;

use super::{Diagnostic, Severity, order, view};
use crate::text::{ProjectPath, Sources};

/// The findings of a run, and those that the act tolerates.
#[must_use = "a report is shown, or asked whether it holds errors"]
#[derive(Debug, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
    tolerated: Vec<Tolerated>,
    left_aside: Option<LeftAside>,
}

/// Rules that did not run, because what they look at could not be read whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftAside {
    /// Their codes.
    pub rules: Vec<&'static str>,
    /// The files that lack something.
    pub files: Vec<ProjectPath>,
    /// What they look at.
    pub look_at: LookedAt,
}

/// What rules that did not run look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookedAt {
    /// Anything: no rule ran.
    Anything,
    /// Several parts of the act, or the rapport beside the act.
    Act,
    /// The reports.
    Rapport,
    /// The reports, and they ran over those that were read.
    SomeRapports,
}

/// Most files that a sentence names.
const FILES_NAMED: usize = 3;

/// « 12 règles qui regardent l’acte entier n’ont pas été passées, à cause de content/2022/fiches/04.md », without a final
/// period.
impl fmt::Display for LeftAside {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let look_at = match self.look_at {
            LookedAt::Anything => "",
            LookedAt::Act => " qui regardent l’acte entier",
            LookedAt::Rapport => " qui regardent le rapport",
            LookedAt::SomeRapports => "",
        };
        match (self.rules.len(), self.look_at) {
            (_, LookedAt::Anything) => formatter.write_str("aucune règle n’a été passée")?,
            (1, _) => {
                write!(formatter, "1 règle{} n’a pas été passée", look_at.replace("regardent", "regarde"))?
            }
            (n, _) => write!(formatter, "{n} règles{look_at} n’ont pas été passées")?,
        }
        if self.look_at == LookedAt::SomeRapports {
            formatter.write_str(" sur un rapport")?;
        }
        let mut names: Vec<String> = self.files.iter().take(FILES_NAMED).map(ToString::to_string).collect();
        match self.files.len().saturating_sub(FILES_NAMED) {
            0 => {}
            1 => names.push("1 autre fichier".to_owned()),
            n => names.push(format!("{n} autres fichiers")),
        }
        match names.split_last() {
            None => Ok(()),
            Some((only, [])) => write!(formatter, ", à cause de {only}"),
            Some((last, others)) => write!(formatter, ", à cause de {} et de {last}", others.join(", de ")),
        }
    }
}

/// A finding that the act declares it keeps.
#[derive(Debug, Clone)]
pub struct Tolerated {
    /// What the rule found.
    pub finding: Diagnostic,
    /// Reason given in the act.
    pub reason: String,
}

impl Report {
    /// Adds a finding.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds findings.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// Adds tolerated findings.
    pub fn tolerate(&mut self, tolerated: impl IntoIterator<Item = Tolerated>) {
        self.tolerated.extend(tolerated);
    }

    /// Says which rules did not run.
    pub fn leave_aside(&mut self, rules: Option<LeftAside>) {
        self.left_aside = rules;
    }

    /// The rules that did not run, if any.
    pub fn left_aside(&self) -> Option<&LeftAside> {
        self.left_aside.as_ref()
    }

    /// Number of tolerated findings.
    pub fn tolerated_count(&self) -> usize {
        self.tolerated.len()
    }

    /// The tolerated findings, in no particular order.
    pub fn tolerated_findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.tolerated.iter().map(|t| &t.finding)
    }

    /// The findings that the act does not tolerate, in no particular order and with duplicates.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The tolerated findings, sorted as [`Report::sorted`].
    pub fn tolerated(&self, sources: &Sources) -> Vec<&Tolerated> {
        order::by_stake(self.tolerated.iter().collect(), |tolerated| &tolerated.finding, sources)
    }

    /// The findings, and the tolerated ones.
    pub fn into_parts(self) -> (Vec<Diagnostic>, Vec<Tolerated>) {
        (self.diagnostics, self.tolerated)
    }

    /// All the findings, tolerated ones included, for who names them.
    pub fn findings_mut(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        self.diagnostics.iter_mut().chain(self.tolerated.iter_mut().map(|tolerated| &mut tolerated.finding))
    }

    /// Sorts the findings by place, and keeps one of those that are the same: two stages may tell one thing.
    pub fn remove_doubles(&mut self, sources: &Sources) {
        self.diagnostics.sort_by(|a, b| order::place(a, sources).cmp(&order::place(b, sources)));
        self.diagnostics.dedup();
    }

    /// Leaves out the findings less serious than a severity, and counts them.
    pub fn hide_below(&mut self, severity: Severity) -> view::Counts {
        let before = view::Counts::new(self);
        self.diagnostics.retain(|finding| finding.severity <= severity);
        self.tolerated.retain(|tolerated| tolerated.finding.severity <= severity);
        before - view::Counts::new(self)
    }

    /// The finding of an identifier, tolerated or not, whatever its case.
    pub fn identified(&self, identifier: &str) -> Option<&Diagnostic> {
        let named = |finding: &&Diagnostic| {
            !finding.identifier.is_empty() && finding.identifier.eq_ignore_ascii_case(identifier.trim())
        };
        self.diagnostics.iter().chain(self.tolerated_findings()).find(named)
    }

    /// Whether an error prevents the document.
    pub fn has_errors(&self) -> bool {
        self.number(Severity::Error) > 0
    }

    /// Number of findings of a severity.
    pub fn number(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|d| d.severity == severity).count()
    }

    /// The findings without duplicates, those to settle first at the head: by severity, by what is at stake, by euros.
    /// Under one severity and one stake, the findings of a file stay together.
    pub fn sorted(&self, sources: &Sources) -> Vec<&Diagnostic> {
        let mut sorted = order::by_stake(self.diagnostics.iter().collect(), |finding| finding, sources);
        sorted.dedup();
        sorted
    }
}
