//! An earlier check, as far as it is compared: read from the JSON of `calpae check`, or made of a report of a revision.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::diagnostic::coverage::CheckCoverage;
use crate::diagnostic::machine::{Recorded, VERSION};
use crate::diagnostic::view::{self, FindingView};
use crate::diagnostic::{Diagnostic, Gap, Report, Severity, Weight};
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
    pub(super) portee: CheckCoverage,
    pub(super) constats: Vec<EarlierFinding>,
    pub(super) toleres: Vec<EarlierFinding>,
    regles_non_passees: Option<EarlierLeftAside>,
    #[serde(skip)]
    not_looked_at: NotLookedAt,
}

/// A finding of an earlier report.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EarlierFinding {
    /// Its code.
    pub code: String,
    /// Its identifier; reports of the first versions had none.
    pub identifiant: Option<String>,
    /// Its word of severity.
    pub gravite: String,
    #[serde(default)]
    poids: String,
    /// What it says.
    pub message: String,
    /// Euros at stake, as the JSON writes them.
    enjeu: Option<String>,
    pub(super) lieux: Vec<EarlierPlace>,
}

/// Where an earlier finding stood.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EarlierPlace {
    /// Path from the root of the project.
    pub(super) fichier: String,
}

#[derive(Debug, Deserialize)]
struct EarlierLeftAside {
    message: String,
    regles: Vec<String>,
}

/// What a check did not look at: what is found there now may have been there.
#[derive(Debug, Default)]
pub(super) struct NotLookedAt {
    rules: BTreeSet<String>,
    /// Nothing was read of these files.
    files: BTreeSet<String>,
    /// Rules did not see these ones whole.
    parts: BTreeSet<String>,
}

impl NotLookedAt {
    /// What the errors of a report hide, and the rules that it leaves aside.
    pub(super) fn of(report: &Report, sources: &Sources) -> Self {
        let mut not_looked_at = Self::default();
        for told in report.diagnostics().iter().filter(|told| told.severity == Severity::Error) {
            let Some(label) = told.labels.first() else { continue };
            let file = || sources.source(label.span.file).path().to_string();
            if matches!(told.gap, Gap::File | Gap::Pages) {
                not_looked_at.files.insert(file());
            } else if told.gap != Gap::Nothing && told.weight == Weight::Reading {
                not_looked_at.parts.insert(file());
            }
        }
        let left = report.left_aside().into_iter().flat_map(|left| &left.rules);
        not_looked_at.rules.extend(left.map(|code| (*code).to_owned()));
        not_looked_at
    }

    /// Whether a finding of a code in a file would have been found.
    pub(super) fn has(&self, code: &str, file: Option<&str>, is_rule: bool) -> bool {
        let within = |files: &BTreeSet<String>| file.is_some_and(|file| files.contains(file));
        self.rules.contains(code) || within(&self.files) || (is_rule && within(&self.parts))
    }
}

impl EarlierFinding {
    pub(super) fn stake(&self) -> Option<Decimal> {
        Decimal::from_str_exact(self.enjeu.as_deref()?).ok()
    }

    pub(super) fn is_shown_by(&self, coverage: &CheckCoverage) -> bool {
        coverage.has(&self.code, &self.gravite, self.lieux.iter().map(|place| place.fichier.as_str()))
    }

    /// The file of its first place.
    pub fn file(&self) -> Option<&str> {
        self.lieux.first().map(|place| place.fichier.as_str())
    }
}

impl From<FindingView> for EarlierFinding {
    fn from(finding: FindingView) -> Self {
        Self {
            code: finding.code.to_owned(),
            identifiant: Some(finding.identifiant),
            gravite: finding.gravite.to_owned(),
            poids: finding.poids.to_owned(),
            message: finding.message,
            enjeu: finding.enjeu,
            lieux: finding.lieux.into_iter().map(|label| EarlierPlace { fichier: label.fichier }).collect(),
        }
    }
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
        let mut earlier: Self = serde_json::from_str(&text).map_err(|_| EarlierError::NotAReport)?;
        if earlier.format != VERSION {
            return Err(EarlierError::NotAReport);
        }
        if earlier.constats.iter().any(|finding| finding.identifiant.is_none()) {
            return Err(EarlierError::NotNamed);
        }
        earlier.not_looked_at.rules =
            earlier.regles_non_passees.iter().flat_map(|left| left.regles.clone()).collect();
        let (reading, error) = (Weight::Reading.word(), Severity::Error.word());
        let unread = earlier.constats.iter().filter(|told| told.poids == reading && told.gravite == error);
        earlier.not_looked_at.parts = unread.filter_map(|told| told.file().map(str::to_owned)).collect();
        Ok(earlier)
    }

    /// A report of the same project at another time, named; `ignored` are the rules that it was told to ignore.
    pub fn of<'c>(
        report: &Report,
        sources: &Sources,
        recorded: Recorded,
        ignored: impl IntoIterator<Item = &'c str>,
    ) -> Self {
        let (findings, tolerated) = view::findings(report, sources);
        let mut not_looked_at = NotLookedAt::of(report, sources);
        not_looked_at.rules.extend(ignored.into_iter().map(str::to_owned));
        Self {
            format: VERSION,
            _calpae: String::new(),
            _summary: IgnoredAny,
            collectivite: recorded.collectivite,
            edition: Some(recorded.edition),
            portee: recorded.coverage,
            constats: findings.into_iter().map(EarlierFinding::from).collect(),
            toleres: tolerated.into_iter().map(EarlierFinding::from).collect(),
            regles_non_passees: report.left_aside().map(|left| EarlierLeftAside {
                message: left.to_string(),
                regles: left.rules.iter().map(|code| (*code).to_owned()).collect(),
            }),
            not_looked_at,
        }
    }

    /// The edition that it is of; reports of the first versions do not say it.
    pub fn edition(&self) -> Option<&str> {
        self.edition.as_deref()
    }

    /// The collectivité of the project that it is of; reports of the first versions do not say it.
    pub fn collectivite(&self) -> Option<&str> {
        self.collectivite.as_deref()
    }

    /// What is said of the rules that did not run, without a final period.
    pub(super) fn left_aside(&self) -> Option<&str> {
        self.regles_non_passees.as_ref().map(|left| left.message.as_str())
    }

    /// Whether a finding of now could not have been found then.
    pub(super) fn could_not_find(&self, finding: &Diagnostic, sources: &Sources, is_rule: bool) -> bool {
        let file = finding.labels.first().map(|label| sources.source(label.span.file).path());
        self.not_looked_at.has(finding.code, file.map(|path| path.as_str()), is_rule)
    }
}
