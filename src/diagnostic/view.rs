//! Findings with their places as lines and columns, for [`super::machine`], [`super::markdown`] and documents. Fields are
//! French because users read them in the JSON (`docs/schemas`).

use serde::Serialize;

use super::{Diagnostic, Report, Severity};
use crate::text::{Sources, Span};

/// A point of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Point {
    /// Counted from 1.
    pub ligne: usize,
    /// In characters, counted from 1.
    pub colonne: usize,
}

/// A place that a finding shows.
#[derive(Debug, Clone, Serialize)]
pub struct LabelView {
    /// Path from the root of the project, `/`-separated.
    pub fichier: String,
    /// First character.
    pub debut: Point,
    /// Just past the last character.
    pub fin: Point,
    /// The text there, cut when it is long.
    pub extrait: String,
    /// What is said of it, in a few words; may be empty.
    pub texte: String,
}

/// An edit of a repair.
#[derive(Debug, Clone, Serialize)]
pub struct Replacement {
    /// Path from the root of the project, `/`-separated.
    pub fichier: String,
    /// First character to remove.
    pub debut: Point,
    /// Just past the last one.
    pub fin: Point,
    /// What to put in their place.
    pub texte: String,
}

/// A finding as users and programs see it.
#[derive(Debug, Clone, Serialize)]
pub struct FindingView {
    /// Stable code, such as `FIN-001`.
    pub code: &'static str,
    /// The same from one run to the next: `FIN-001-7k2q`. Left out of a report that was not named.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub identifiant: String,
    /// Word of its severity.
    pub gravite: &'static str,
    /// Word of what is at stake.
    pub poids: &'static str,
    /// One sentence without a final period.
    pub message: String,
    /// The place, then those it is compared with.
    pub lieux: Vec<LabelView>,
    /// The arithmetic in figures.
    pub calcul: Option<String>,
    /// Advice.
    pub a_faire: Option<String>,
    /// Euros at stake, as a decimal number with a point.
    pub enjeu: Option<String>,
    /// Edits that repair it; empty when no repair is certain.
    pub correction: Vec<Replacement>,
    /// Reason of the tolerance, for a tolerated finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raison: Option<String>,
}

/// Most characters of an excerpt.
const EXCERPT_MAX: usize = 160;

/// The findings of a report and the tolerated ones, each list sorted.
pub fn findings(report: &Report, sources: &Sources) -> (Vec<FindingView>, Vec<FindingView>) {
    let findings = report.sorted(sources).into_iter().map(|d| finding(d, None, sources)).collect();
    let tolerated = report.tolerated(sources);
    (findings, tolerated.into_iter().map(|t| finding(&t.finding, Some(&t.reason), sources)).collect())
}

/// A finding, with the reason of its tolerance.
pub(super) fn finding(diagnostic: &Diagnostic, reason: Option<&str>, sources: &Sources) -> FindingView {
    let place = |label: &super::Label| {
        let (start, end) = points(label.span, sources);
        let file = sources.source(label.span.file).path().to_string();
        let text = sources.text(label.span);
        let mut excerpt: String = text.chars().take(EXCERPT_MAX).collect();
        if excerpt.len() < text.len() {
            excerpt.push('…');
        }
        LabelView { fichier: file, debut: start, fin: end, extrait: excerpt, texte: label.text.clone() }
    };
    let replacement = |edit: &super::TextEdit| {
        let (start, end) = points(edit.span, sources);
        let file = sources.source(edit.span.file).path().to_string();
        Replacement { fichier: file, debut: start, fin: end, texte: edit.text.clone() }
    };
    FindingView {
        code: diagnostic.code,
        identifiant: diagnostic.identifier.clone(),
        gravite: diagnostic.severity.word(),
        poids: diagnostic.weight.word(),
        message: diagnostic.message.clone(),
        lieux: diagnostic.labels.iter().map(place).collect(),
        calcul: diagnostic.arithmetic.clone(),
        a_faire: diagnostic.help.clone(),
        enjeu: diagnostic.stake.map(|euros| euros.to_string()),
        correction: diagnostic.fix.iter().map(replacement).collect(),
        raison: reason.map(str::to_owned),
    }
}

fn points(span: Span, sources: &Sources) -> (Point, Point) {
    let source = sources.source(span.file);
    let point = |byte| {
        let (line, column) = source.line_column(byte);
        Point { ligne: line, colonne: column }
    };
    (point(span.start), point(span.end.max(span.start)))
}

impl FindingView {
    /// What to call it: its identifier, or its code when its report was not named.
    pub fn name(&self) -> &str {
        if self.identifiant.is_empty() { self.code } else { &self.identifiant }
    }

    /// What stands above it and those of its severity and stake: « Erreurs : montants ».
    pub fn heading(&self) -> String {
        let mut letters = self.gravite.chars();
        let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
        format!("{first}{}s : {}", letters.as_str(), self.poids)
    }
}

/// The number of findings by severity, and of tolerated ones.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Counts {
    /// Findings of [`Severity::Error`].
    pub erreurs: usize,
    /// Findings of [`Severity::Warning`].
    pub avertissements: usize,
    /// Findings of [`Severity::Advice`].
    pub conseils: usize,
    /// Findings that the act tolerates, whatever their severity.
    pub toleres: usize,
}

impl Counts {
    /// All the findings, tolerated ones included.
    pub fn total(&self) -> usize {
        self.erreurs + self.avertissements + self.conseils + self.toleres
    }

    /// Counts one more finding.
    pub(super) fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.erreurs += 1,
            Severity::Warning => self.avertissements += 1,
            Severity::Advice => self.conseils += 1,
        }
    }

    /// The number of findings of a severity.
    pub fn of(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.erreurs,
            Severity::Warning => self.avertissements,
            Severity::Advice => self.conseils,
        }
    }

    /// Counts the findings of a report.
    pub fn new(report: &Report) -> Self {
        Self {
            erreurs: report.number(Severity::Error),
            avertissements: report.number(Severity::Warning),
            conseils: report.number(Severity::Advice),
            toleres: report.tolerated_count(),
        }
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.erreurs += other.erreurs;
        self.avertissements += other.avertissements;
        self.conseils += other.conseils;
        self.toleres += other.toleres;
    }
}

impl std::ops::Sub for Counts {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            erreurs: self.erreurs.saturating_sub(other.erreurs),
            avertissements: self.avertissements.saturating_sub(other.avertissements),
            conseils: self.conseils.saturating_sub(other.conseils),
            toleres: self.toleres.saturating_sub(other.toleres),
        }
    }
}

/// « 2 erreurs, 1 conseil, 3 constats tolérés »; empty when nothing was found.
impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let count = |n: usize, one: &str, several: &str| match n {
            0 => None,
            1 => Some(format!("1 {one}")),
            n => Some(format!("{n} {several}")),
        };
        let parts: Vec<String> = [
            count(self.erreurs, "erreur", "erreurs"),
            count(self.avertissements, "avertissement", "avertissements"),
            count(self.conseils, "conseil", "conseils"),
            count(self.toleres, "constat toléré", "constats tolérés"),
        ]
        .into_iter()
        .flatten()
        .collect();
        f.write_str(&parts.join(", "))
    }
}
