//! What a check was asked to show, kept with its record: two records are compared on what both of them show.

use serde::{Deserialize, Serialize};

use super::{Diagnostic, Severity};
use crate::text::Sources;

/// What a check shows of an edition; everything by default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckCoverage {
    /// The word of the lowest severity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gravite: Option<String>,
    /// Files and folders, by their path from the root of the project; all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fichiers: Vec<String>,
    /// Codes and families; all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regles: Vec<String>,
    /// Codes and families left aside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sans_regles: Vec<String>,
}

impl CheckCoverage {
    /// Whether it is everything.
    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a finding is shown.
    pub fn shows(&self, finding: &Diagnostic, sources: &Sources) -> bool {
        let files = finding.labels.iter().map(|label| sources.source(label.span.file).path().as_str());
        self.has(finding.code, finding.severity.word(), files)
    }

    /// Whether a finding of a code, of a severity, with places in some files, is shown.
    pub(super) fn has<'f>(
        &self,
        code: &str,
        severity: &str,
        mut files: impl Iterator<Item = &'f str>,
    ) -> bool {
        let rank = |word: &str| Severity::ALL.iter().position(|severity| severity.word() == word);
        let is_serious = self.gravite.as_deref().is_none_or(|lowest| rank(severity) <= rank(lowest));
        let names = |list: &[String]| {
            list.iter().any(|name| {
                code.strip_prefix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            })
        };
        let is_of_rule = (self.regles.is_empty() || names(&self.regles)) && !names(&self.sans_regles);
        let is_within = |file: &str| {
            self.fichiers.iter().any(|asked| {
                file.strip_prefix(asked.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        };
        is_serious && is_of_rule && (self.fichiers.is_empty() || files.any(is_within))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_shown_by_its_severity_its_code_and_its_files() {
        let has = |coverage: &CheckCoverage| {
            coverage.has("FIN-003", "avertissement", ["content/2024/fiches/01.md"].into_iter())
        };
        let with = |gravite: Option<&str>, fichiers: &[&str], regles: &[&str], without: &[&str]| {
            let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
            CheckCoverage {
                gravite: gravite.map(str::to_owned),
                fichiers: owned(fichiers),
                regles: owned(regles),
                sans_regles: owned(without),
            }
        };
        for shown in [
            CheckCoverage::default(),
            with(Some("avertissement"), &[], &[], &[]),
            with(Some("conseil"), &["content/2024/fiches"], &["FIN"], &["FIN-004"]),
            with(None, &["content/2024/fiches/01.md"], &["FIN-003"], &["FI"]),
        ] {
            assert!(has(&shown), "{shown:?}");
        }
        for hidden in [
            with(Some("erreur"), &[], &[], &[]),
            with(None, &["content/2024/fiches/0"], &[], &[]),
            with(None, &[], &["DAT"], &[]),
            with(None, &[], &[], &["FIN"]),
        ] {
            assert!(!has(&hidden), "{hidden:?}");
        }
    }
}
