//! A finding with its places in lines and columns: what the formats for machines and tables show.

use serde::Serialize;

use super::{Diagnostic, Report, Severity};
use crate::text::{Sources, Span};

/// A point of a file, both counted from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Point {
    /// Line.
    pub ligne: usize,
    /// Column.
    pub colonne: usize,
}

/// A place and what is said of it.
#[derive(Debug, Clone, Serialize)]
pub struct LabelView {
    /// Path from the root of the project, with `/`.
    pub fichier: String,
    /// First character.
    pub debut: Point,
    /// After the last character.
    pub fin: Point,
    /// What stands there.
    pub extrait: String,
    /// A few words; may be empty.
    pub texte: String,
    /// The line around it, for documents; a long one is cut around the place.
    #[serde(skip)]
    pub ligne: String,
}

/// A change that repairs.
#[derive(Debug, Clone, Serialize)]
pub struct Replacement {
    /// The file.
    pub fichier: String,
    /// First character that goes.
    pub debut: Point,
    /// After the last one.
    pub fin: Point,
    /// The text that comes.
    pub texte: String,
}

/// A finding.
#[derive(Debug, Clone, Serialize)]
pub struct FindingView {
    /// Code.
    pub code: &'static str,
    /// Severity, by its word.
    pub gravite: &'static str,
    /// One sentence.
    pub message: String,
    /// The place, then those it is compared with.
    pub lieux: Vec<LabelView>,
    /// The arithmetic.
    pub calcul: Option<String>,
    /// What to do.
    pub a_faire: Option<String>,
    /// Euros at stake, with a decimal point.
    pub enjeu: Option<String>,
    /// The repair.
    pub correction: Vec<Replacement>,
    /// Why the act keeps it, when it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raison: Option<String>,
}

/// Longest excerpt, in characters.
const EXCERPT_MAX: usize = 160;

/// The findings of a report, sorted, then those that the act keeps.
pub fn findings(report: &Report, sources: &Sources) -> (Vec<FindingView>, Vec<FindingView>) {
    let findings = report.sorted(sources).into_iter().map(|d| finding(d, None, sources)).collect();
    let tolerated = report.tolerated(sources);
    (findings, tolerated.into_iter().map(|t| finding(&t.finding, Some(&t.reason), sources)).collect())
}

fn finding(d: &Diagnostic, reason: Option<&str>, sources: &Sources) -> FindingView {
    let place = |e: &super::Label| {
        let (start, end) = points(e.span, sources);
        let file = sources.source(e.span.file).path().to_string();
        let text = sources.text(e.span);
        let mut excerpt: String = text.chars().take(EXCERPT_MAX).collect();
        if excerpt.len() < text.len() {
            excerpt.push('…');
        }
        LabelView {
            fichier: file,
            debut: start,
            fin: end,
            extrait: excerpt,
            texte: e.text.clone(),
            ligne: excerpt_line(e.span, start, sources),
        }
    };
    let replacement = |e: &super::TextEdit| {
        let (start, end) = points(e.span, sources);
        let file = sources.source(e.span.file).path().to_string();
        Replacement { fichier: file, debut: start, fin: end, texte: e.text.clone() }
    };
    FindingView {
        code: d.code,
        gravite: d.severity.word(),
        message: d.message.clone(),
        lieux: d.labels.iter().map(place).collect(),
        calcul: d.arithmetic.clone(),
        a_faire: d.help.clone(),
        enjeu: d.stake.map(|e| e.to_string()),
        correction: d.fix.iter().map(replacement).collect(),
        raison: reason.map(str::to_owned),
    }
}

/// The line where a span starts, without its margin; past a screen, what stands around the span.
fn excerpt_line(span: Span, start: Point, sources: &Sources) -> String {
    let source = sources.source(span.file);
    let here = source.line_start(start.ligne);
    let next_one = source.line_start(start.ligne + 1);
    let text = source.text().get(here..next_one).unwrap_or("").trim_end();
    let margin = text.chars().take_while(|c| c.is_whitespace()).count();
    let before = start.colonne.saturating_sub(1 + EXCERPT_MAX / 3).max(margin);
    let (first, cut) = if before < margin + 12 {
        (text.len() - text.trim_start().len(), "")
    } else {
        // What stands before is counted back from the place: a line may be very long.
        let head = source.text().get(here..span.start).unwrap_or("");
        let step_back = start.colonne.saturating_sub(1 + before);
        let first = step_back.checked_sub(1).map(|n| head.char_indices().rev().nth(n).map_or(0, |(i, _)| i));
        (first.unwrap_or(head.len()), "…")
    };
    let mut letters = text.get(first..).unwrap_or("").chars();
    let excerpt: String = letters.by_ref().take(EXCERPT_MAX).collect();
    let rest = if letters.next().is_some() { "…" } else { "" };
    format!("{cut}{excerpt}{rest}")
}

fn points(span: Span, sources: &Sources) -> (Point, Point) {
    let source = sources.source(span.file);
    let point = |byte| {
        let (line, column) = source.line_column(byte);
        Point { ligne: line, colonne: column }
    };
    (point(span.start), point(span.end.max(span.start)))
}

/// How many findings of each severity, and how many are kept.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Counts {
    /// Errors.
    pub erreurs: usize,
    /// Warnings.
    pub avertissements: usize,
    /// Advices.
    pub conseils: usize,
    /// Findings that the act keeps.
    pub toleres: usize,
}

impl Counts {
    /// All the findings, kept ones included.
    pub fn total(&self) -> usize {
        self.erreurs + self.avertissements + self.conseils + self.toleres
    }

    /// Counts a report.
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

/// « 2 erreurs, 1 conseil, 3 constats tolérés », or nothing.
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
