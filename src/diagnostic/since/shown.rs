//! The three forms of what changed since an earlier check: for a terminal, for a note or a ticket, for another program.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{EarlierFinding, Since};
use crate::diagnostic::coverage::CheckCoverage;
use crate::diagnostic::first_screen::table_of;
use crate::diagnostic::machine::{self, LeftAsideView, Recorded};
use crate::diagnostic::markdown::{escape, item};
use crate::diagnostic::summary::euros;
use crate::diagnostic::view::{FindingView, finding};
use crate::diagnostic::{Diagnostic, LeftAside, visible};
use crate::text::Sources;
use crate::text::words::capitalized;

/// Version of the JSON of what changed. Raise it when a reader of the previous one could misunderstand the new one.
const VERSION: u32 = 1;

/// Title of what the check of now did not look at.
const UNCHECKED: &str = "Non vérifiés cette fois : on ne sait pas s’ils sont réglés";
/// Title of what the earlier check did not look at.
const UNKNOWN: &str = "Non vérifiés alors : on ne sait pas s’ils sont nouveaux";

/// What a check is compared with.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ComparedWith {
    /// The JSON of an earlier check, by the name of its file.
    Fichier(String),
    /// A revision of the git repository.
    Revision {
        /// What the user wrote.
        nom: String,
        /// The first letters of the commit.
        commit: String,
        /// Its day, as `2024-03-14`.
        #[serde(skip_serializing_if = "Option::is_none")]
        jour: Option<String>,
        /// The same, as a person reads it.
        #[serde(skip)]
        jour_en_lettres: String,
        /// The first line of its message.
        objet: String,
    },
}

impl ComparedWith {
    /// « la révision « HEAD~1 » (3f2a1bc, 14 mars 2024 : un message) »; none for a file, which the reader has just named.
    fn sentence(&self) -> Option<String> {
        let Self::Revision { nom, commit, jour_en_lettres, objet, .. } = self else { return None };
        let day = if jour_en_lettres.is_empty() { String::new() } else { format!(", {jour_en_lettres}") };
        let subject = if objet.is_empty() { String::new() } else { format!(" : {objet}") };
        Some(format!("la révision « {nom} » ({commit}{day}{subject})"))
    }

    fn name(&self) -> &str {
        match self {
            Self::Fichier(name) | Self::Revision { nom: name, .. } => name,
        }
    }
}

#[derive(Debug, Serialize)]
struct SinceDocument<'a> {
    format: u32,
    calpae: &'static str,
    depuis: &'a ComparedWith,
    #[serde(skip_serializing_if = "Option::is_none")]
    collectivite: Option<&'a str>,
    edition: &'a str,
    #[serde(skip_serializing_if = "CheckCoverage::is_whole")]
    portee: &'a CheckCoverage,
    bilan: SinceCounts,
    resolus: &'a [EarlierFinding],
    toleres: &'a [EarlierFinding],
    nouveaux: Vec<FindingView>,
    restent: Vec<FindingView>,
    aggraves: Vec<ChangedStake>,
    reduits: Vec<ChangedStake>,
    non_verifies: &'a [EarlierFinding],
    non_verifies_alors: Vec<FindingView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    regles_non_passees: Option<LeftAsideView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    regles_non_passees_alors: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct SinceCounts {
    resolus: usize,
    toleres: usize,
    nouveaux: usize,
    restent: usize,
    aggraves: usize,
    reduits: usize,
    non_verifies: usize,
    non_verifies_alors: usize,
}

/// A finding whose euros at stake are not those of then.
#[derive(Debug, Serialize)]
struct ChangedStake {
    #[serde(flatten)]
    finding: FindingView,
    /// Euros at stake then, as a decimal number with a point.
    enjeu_avant: String,
}

impl Since<'_> {
    /// For a terminal: the numbers, then each finding on one line; those that are left as they were are only counted.
    /// `left` are the rules that did not run now.
    pub fn human(&self, sources: &Sources, compared_with: &ComparedWith, left: Option<&LeftAside>) -> String {
        let mut output = String::new();
        if let Some(sentence) = compared_with.sentence() {
            output.push_str(&format!("Depuis {sentence} :\n"));
        }
        output.push_str(&format!("{}.\n", self.numbers()));
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
        for (title, list) in self.gone() {
            if !list.is_empty() {
                output.push_str(&format!("\n{title} :\n"));
                for finding in list {
                    let name = finding.identifiant.as_deref().unwrap_or_default();
                    let place = finding.file().map_or(String::new(), |file| format!("{file} : "));
                    output.push_str(&format!("  {name}  {place}{}\n", finding.message));
                }
            }
        }
        for (title, list) in [("Nouveaux", &self.new), (UNKNOWN, &self.unknown)] {
            if !list.is_empty() {
                output.push_str(&format!("\n{title} :\n"));
                output.extend(table_of(list, sources).iter().map(|line| format!("{line}\n")));
            }
        }
        for sentence in self.left_aside(left) {
            output.push_str(&format!("\n{sentence}\n"));
        }
        visible(&output).into_owned()
    }

    /// For a note or a ticket.
    pub fn markdown(
        &self,
        sources: &Sources,
        compared_with: &ComparedWith,
        left: Option<&LeftAside>,
    ) -> String {
        let what = compared_with.sentence().unwrap_or_else(|| format!("« {} »", compared_with.name()));
        let mut output = format!("# Depuis {}\n\n{}.\n", escape(&what), self.numbers());
        for sentence in self.left_aside(left) {
            output.push_str(&format!("\n{}.\n", escape(&sentence)));
        }
        for (title, list) in [("Aggravés", &self.worse), ("Réduits", &self.better)] {
            if !list.is_empty() {
                output.push_str(&format!("\n## {title}\n\n"));
                for (found, was) in list {
                    let is =
                        found.stake.map_or(String::new(), |stake| format!(" ; {} à présent", euros(stake)));
                    output.push_str(&item(&finding(found, None, sources)));
                    output.push_str(&format!("  - écart : {} alors{is}\n", euros(*was)));
                }
            }
        }
        for (title, list) in self.gone() {
            if !list.is_empty() {
                output.push_str(&format!("\n## {title}\n\n"));
                for finding in list {
                    let name = finding.identifiant.as_deref().unwrap_or_default();
                    let place = finding.file().map_or(String::new(), |file| format!(" {}.", escape(file)));
                    output.push_str(&format!("- **{name}** : {}.{place}\n", escape(&finding.message)));
                }
            }
        }
        for (title, list) in [("Nouveaux", &self.new), (UNKNOWN, &self.unknown)] {
            if !list.is_empty() {
                output.push_str(&format!("\n## {title}\n\n"));
                list.iter().for_each(|found| output.push_str(&item(&finding(found, None, sources))));
            }
        }
        visible(&output).into_owned()
    }

    /// For another program: `docs/schemas/depuis-1.schema.json`.
    pub fn json(
        &self,
        sources: &Sources,
        compared_with: &ComparedWith,
        recorded: &Recorded,
        left: Option<&LeftAside>,
    ) -> String {
        let views = |list: &[&Diagnostic]| list.iter().map(|found| finding(found, None, sources)).collect();
        let changed = |list: &[(&Diagnostic, Decimal)]| -> Vec<ChangedStake> {
            let one = |(found, was): &(&Diagnostic, Decimal)| ChangedStake {
                finding: finding(found, None, sources),
                enjeu_avant: was.to_string(),
            };
            list.iter().map(one).collect()
        };
        machine::write(&SinceDocument {
            format: VERSION,
            calpae: env!("CARGO_PKG_VERSION"),
            depuis: compared_with,
            collectivite: recorded.collectivite.as_deref(),
            edition: &recorded.edition,
            portee: &recorded.coverage,
            bilan: SinceCounts {
                resolus: self.settled.len(),
                toleres: self.tolerated.len(),
                nouveaux: self.new.len(),
                restent: self.left.len(),
                aggraves: self.worse.len(),
                reduits: self.better.len(),
                non_verifies: self.unchecked.len(),
                non_verifies_alors: self.unknown.len(),
            },
            resolus: &self.settled,
            toleres: &self.tolerated,
            nouveaux: views(&self.new),
            restent: views(&self.left),
            aggraves: changed(&self.worse),
            reduits: changed(&self.better),
            non_verifies: &self.unchecked,
            non_verifies_alors: views(&self.unknown),
            regles_non_passees: left.map(LeftAsideView::from),
            regles_non_passees_alors: self.left_aside.as_deref(),
        })
    }

    /// The earlier findings that are not found any more.
    fn gone(&self) -> [(&'static str, &[EarlierFinding]); 3] {
        [("Réglés", &self.settled), ("Tolérés depuis", &self.tolerated), (UNCHECKED, &self.unchecked)]
    }

    /// « 1 constat réglé, 2 nouveaux ; 3 restent ; 1 aggravé », without a final period.
    fn numbers(&self) -> String {
        let count = |n: usize, one: &str, several: &str| format!("{n} {}", if n < 2 { one } else { several });
        let changed = [(self.worse.len(), "aggravé", "aggravés"), (self.better.len(), "réduit", "réduits")];
        let changed: Vec<String> = changed
            .into_iter()
            .filter(|(n, ..)| *n > 0)
            .map(|(n, one, several)| count(n, one, several))
            .collect();
        let changed = if changed.is_empty() { String::new() } else { format!(" ; {}", changed.join(", ")) };
        format!(
            "{}, {} ; {}{changed}",
            count(self.settled.len(), "constat réglé", "constats réglés"),
            count(self.new.len(), "nouveau", "nouveaux"),
            count(self.left.len(), "reste", "restent"),
        )
    }

    /// What is said of the rules that did not run, then and now.
    fn left_aside(&self, now: Option<&LeftAside>) -> Vec<String> {
        let then = self.left_aside.as_ref().map(|message| format!("Alors, {message}"));
        let now = now.map(|left| match then {
            Some(_) => format!("À présent, {left}"),
            None => capitalized(&left.to_string()),
        });
        then.into_iter().chain(now).collect()
    }
}
