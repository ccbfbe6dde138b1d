//! What changed since an earlier report: settled, new, left. The earlier one is the JSON of `calpae check`.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::first_screen::table_of;
use super::{Diagnostic, Gap, Report, Severity, Weight, visible};
use crate::text::Sources;

/// A report written earlier, as far as it is compared.
#[derive(Debug, Deserialize)]
pub struct Earlier {
    constats: Vec<EarlierFinding>,
}

/// A finding of an earlier report.
#[derive(Debug, Clone, Deserialize)]
pub struct EarlierFinding {
    /// Its code.
    pub code: String,
    /// Its identifier; reports of the first versions had none.
    identifiant: Option<String>,
    message: String,
    lieux: Vec<EarlierPlace>,
}

#[derive(Debug, Clone, Deserialize)]
struct EarlierPlace {
    fichier: String,
}

/// Why an earlier report cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EarlierError {
    /// It is not the JSON of a check.
    NotAReport,
    /// It names no finding: a version without identifiers wrote it.
    NotNamed,
}

impl Earlier {
    /// Reads the JSON of a check, whatever the encoding that a shell gave it when it wrote the file.
    ///
    /// # Errors
    /// When it is something else, or has no identifiers.
    pub fn read(bytes: &[u8]) -> Result<Self, EarlierError> {
        let text = match bytes {
            // PowerShell redirects in UTF-16.
            [0xff, 0xfe, rest @ ..] => {
                let units: Vec<u16> =
                    rest.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
                String::from_utf16_lossy(&units)
            }
            [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
            _ => String::from_utf8_lossy(bytes).into_owned(),
        };
        let earlier: Self = serde_json::from_str(&text).map_err(|_| EarlierError::NotAReport)?;
        if earlier.constats.iter().any(|finding| finding.identifiant.is_none()) {
            return Err(EarlierError::NotNamed);
        }
        Ok(earlier)
    }
}

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
    /// Number of findings of both.
    left: usize,
}

impl<'r> Since<'r> {
    /// Compares an earlier report with a named one. `has_run` says whether a rule was run; none for a code of reading.
    pub fn new(
        earlier: Earlier,
        report: &'r Report,
        sources: &Sources,
        has_run: impl Fn(&str) -> Option<bool>,
    ) -> Self {
        let found = report.sorted(sources);
        let names: BTreeSet<&str> = found.iter().map(|finding| finding.name()).collect();
        let tolerated: BTreeSet<&str> = report.tolerated_findings().map(Diagnostic::name).collect();
        let before: BTreeSet<String> =
            earlier.constats.iter().filter_map(|f| f.identifiant.clone()).collect();
        let new: Vec<&Diagnostic> = found.iter().filter(|f| !before.contains(f.name())).copied().collect();
        let left = found.len() - new.len();
        let mut since = Self { settled: Vec::new(), tolerated: Vec::new(), unchecked: Vec::new(), new, left };
        for finding in earlier.constats {
            let name = finding.identifiant.as_deref().unwrap_or_default();
            if names.contains(name) {
                continue;
            }
            let list = if tolerated.contains(name) {
                &mut since.tolerated
            } else if is_checked(&finding, report, sources, &has_run) {
                &mut since.settled
            } else {
                &mut since.unchecked
            };
            list.push(finding);
        }
        since
    }

    /// The numbers, then each finding on one line; those that are left are only counted.
    pub fn render(&self, sources: &Sources) -> String {
        let count = |n: usize, one: &str, several: &str| format!("{n} {}", if n < 2 { one } else { several });
        let mut output = format!(
            "{}, {} ; {}.\n",
            count(self.settled.len(), "constat réglé", "constats réglés"),
            count(self.new.len(), "nouveau", "nouveaux"),
            count(self.left, "reste", "restent"),
        );
        let was = |finding: &EarlierFinding| {
            let name = finding.identifiant.as_deref().unwrap_or_default();
            let place = finding.lieux.first().map_or(String::new(), |place| format!("{} : ", place.fichier));
            format!("  {name}  {place}{}\n", finding.message)
        };
        for (title, list) in [
            ("Réglés", &self.settled),
            ("Tolérés depuis", &self.tolerated),
            ("Non vérifiés cette fois : on ne sait pas s’ils sont réglés", &self.unchecked),
        ] {
            if !list.is_empty() {
                output.push_str(&format!("\n{title} :\n"));
                output.extend(list.iter().map(was));
            }
        }
        if !self.new.is_empty() {
            output.push_str("\nNouveaux :\n");
            output.extend(table_of(&self.new, sources).iter().map(|line| format!("{line}\n")));
        }
        visible(&output).into_owned()
    }
}

/// Whether a finding of an earlier report would be found again if it were still there.
fn is_checked(
    finding: &EarlierFinding,
    report: &Report,
    sources: &Sources,
    has_run: impl Fn(&str) -> Option<bool>,
) -> bool {
    let file = finding.lieux.first().map(|place| place.fichier.as_str());
    let has_run = has_run(&finding.code);
    let is_rule = has_run.is_some();
    let left = report.left_aside();
    let is_aside = left.is_some_and(|left| left.rules.iter().any(|code| *code == finding.code));
    let hides = |told: &&Diagnostic| {
        let whole_file = told.gap == Gap::File;
        let part = is_rule && told.gap != Gap::Nothing && told.weight == Weight::Reading;
        told.severity == Severity::Error && (whole_file || part)
    };
    let is_there = |told: &Diagnostic| {
        let place = told.labels.first().map(|label| sources.source(label.span.file).path());
        place.map(|path| path.as_str()) == file
    };
    let is_hidden = report.diagnostics().iter().filter(hides).any(is_there);
    has_run.unwrap_or(true) && !is_aside && !is_hidden
}
