//! What changed since an earlier report: settled, new, left, and what of it grew. The earlier one is the JSON of
//! `calpae check`.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::coverage::CheckCoverage;
use super::first_screen::table_of;
use super::machine::VERSION;
use super::summary::euros;
use super::{Diagnostic, Gap, Report, Severity, Weight, visible};
use crate::text::Sources;

/// A report written earlier, as far as it is compared.
#[derive(Debug, Deserialize)]
pub struct Earlier {
    format: u32,
    /// What tells our JSON from another that has findings.
    #[serde(rename = "calpae")]
    _calpae: String,
    #[serde(rename = "bilan")]
    _summary: IgnoredAny,
    collectivite: Option<String>,
    edition: Option<String>,
    #[serde(default)]
    portee: CheckCoverage,
    constats: Vec<EarlierFinding>,
    toleres: Vec<EarlierFinding>,
}

/// A finding of an earlier report.
#[derive(Debug, Clone, Deserialize)]
pub struct EarlierFinding {
    /// Its code.
    pub code: String,
    /// Its identifier; reports of the first versions had none.
    identifiant: Option<String>,
    gravite: String,
    message: String,
    /// Euros at stake, as the JSON writes them.
    enjeu: Option<String>,
    lieux: Vec<EarlierPlace>,
}

impl EarlierFinding {
    fn stake(&self) -> Option<Decimal> {
        Decimal::from_str_exact(self.enjeu.as_deref()?).ok()
    }

    fn is_shown_by(&self, coverage: &CheckCoverage) -> bool {
        coverage.has(&self.code, &self.gravite, self.lieux.iter().map(|place| place.fichier.as_str()))
    }
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
        if earlier.format != VERSION {
            return Err(EarlierError::NotAReport);
        }
        if earlier.constats.iter().any(|finding| finding.identifiant.is_none()) {
            return Err(EarlierError::NotNamed);
        }
        Ok(earlier)
    }

    /// The edition that it is of; reports of the first versions do not say it.
    pub fn edition(&self) -> Option<&str> {
        self.edition.as_deref()
    }

    /// The collectivité of the project that it is of; reports of the first versions do not say it.
    pub fn collectivite(&self) -> Option<&str> {
        self.collectivite.as_deref()
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
    /// What is found still, with more at stake, and what was then.
    worse: Vec<(&'r Diagnostic, Decimal)>,
    /// What is found still, with less at stake, and what was then.
    better: Vec<(&'r Diagnostic, Decimal)>,
    /// Number of findings of both.
    left: usize,
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
            worse: Vec::new(),
            better: Vec::new(),
            left: 0,
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
                since.left += 1;
            }
        }
        let renamed = since.take_renamed(&earlier.constats, &names, sources);
        for finding in earlier.constats {
            let name = finding.identifiant.as_deref().unwrap_or_default();
            if names.contains(name) || renamed.contains(name) || !finding.is_shown_by(asked) {
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
        self.new.retain(|new| {
            let path = new.labels.first().map(|label| sources.source(label.span.file).path().as_str());
            let same = gone.iter().position(|(old, _)| {
                let file = old.lieux.first().map(|place| place.fichier.as_str());
                old.code == new.code && old.message == new.message && file == path
            });
            if let Some(same) = same {
                renamed.insert(gone.remove(same).1.to_owned());
            }
            same.is_none()
        });
        self.left += renamed.len();
        renamed
    }

    /// The numbers, then each finding on one line; those that are left as they were are only counted.
    pub fn render(&self, sources: &Sources) -> String {
        let count = |n: usize, one: &str, several: &str| format!("{n} {}", if n < 2 { one } else { several });
        let changed = [(self.worse.len(), "aggravé", "aggravés"), (self.better.len(), "réduit", "réduits")];
        let changed: Vec<String> = changed
            .into_iter()
            .filter(|(n, ..)| *n > 0)
            .map(|(n, one, several)| count(n, one, several))
            .collect();
        let changed = if changed.is_empty() { String::new() } else { format!(" ; {}", changed.join(", ")) };
        let mut output = format!(
            "{}, {} ; {}{changed}.\n",
            count(self.settled.len(), "constat réglé", "constats réglés"),
            count(self.new.len(), "nouveau", "nouveaux"),
            count(self.left, "reste", "restent"),
        );
        let was = |finding: &EarlierFinding| {
            let name = finding.identifiant.as_deref().unwrap_or_default();
            let place = finding.lieux.first().map_or(String::new(), |place| format!("{} : ", place.fichier));
            format!("  {name}  {place}{}\n", finding.message)
        };
        for (title, list) in [("Aggravés", &self.worse), ("Réduits", &self.better)] {
            if list.is_empty() {
                continue;
            }
            output.push_str(&format!("\n{title} :\n"));
            let findings: Vec<&Diagnostic> = list.iter().map(|(finding, _)| *finding).collect();
            for (line, (_, was)) in table_of(&findings, sources).iter().zip(list) {
                output.push_str(&format!("{line} (était de {})\n", euros(*was)));
            }
        }
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
