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
pub struct Location {
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
    pub lieux: Vec<Location>,
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
pub fn constats(rapport: &Report, sources: &Sources) -> (Vec<FindingView>, Vec<FindingView>) {
    let seen = rapport.sorted(sources).into_iter().map(|d| finding(d, None, sources)).collect();
    let toleres = rapport.tolerated(sources);
    (seen, toleres.into_iter().map(|t| finding(&t.finding, Some(&t.reason), sources)).collect())
}

fn finding(d: &Diagnostic, raison: Option<&str>, sources: &Sources) -> FindingView {
    let lieu = |e: &super::Label| {
        let (debut, fin) = points(e.span, sources);
        let fichier = sources.source(e.span.file).path().to_string();
        let texte = sources.text(e.span);
        let mut extrait: String = texte.chars().take(EXCERPT_MAX).collect();
        if extrait.len() < texte.len() {
            extrait.push('…');
        }
        Location { fichier, debut, fin, extrait, texte: e.text.clone(), ligne: ligne(e.span, debut, sources) }
    };
    let replacement = |e: &super::TextEdit| {
        let (debut, fin) = points(e.span, sources);
        let fichier = sources.source(e.span.file).path().to_string();
        Replacement { fichier, debut, fin, texte: e.text.clone() }
    };
    FindingView {
        code: d.code,
        gravite: d.severity.word(),
        message: d.message.clone(),
        lieux: d.labels.iter().map(lieu).collect(),
        calcul: d.arithmetic.clone(),
        a_faire: d.help.clone(),
        enjeu: d.stake.map(|e| e.to_string()),
        correction: d.fix.iter().map(replacement).collect(),
        raison: raison.map(str::to_owned),
    }
}

/// The line where a span starts, without its margin; past a screen, what stands around the span.
fn ligne(span: Span, debut: Point, sources: &Sources) -> String {
    let source = sources.source(span.file);
    let here = source.line_start(debut.ligne);
    let next_one = source.line_start(debut.ligne + 1);
    let texte = source.text().get(here..next_one).unwrap_or("").trim_end();
    let margin = texte.chars().take_while(|c| c.is_whitespace()).count();
    let before = debut.colonne.saturating_sub(1 + EXCERPT_MAX / 3).max(margin);
    let (depart, cut) = if before < margin + 12 {
        (texte.len() - texte.trim_start().len(), "")
    } else {
        // What stands before is counted back from the place: a line may be very long.
        let head = source.text().get(here..span.start).unwrap_or("");
        let step_back = debut.colonne.saturating_sub(1 + before);
        let depart = step_back.checked_sub(1).map(|n| head.char_indices().rev().nth(n).map_or(0, |(i, _)| i));
        (depart.unwrap_or(head.len()), "…")
    };
    let mut letters = texte.get(depart..).unwrap_or("").chars();
    let extrait: String = letters.by_ref().take(EXCERPT_MAX).collect();
    let suite = if letters.next().is_some() { "…" } else { "" };
    format!("{cut}{extrait}{suite}")
}

fn points(span: Span, sources: &Sources) -> (Point, Point) {
    let source = sources.source(span.file);
    let point = |byte| {
        let (ligne, colonne) = source.line_column(byte);
        Point { ligne, colonne }
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
    pub fn new(rapport: &Report) -> Self {
        Self {
            erreurs: rapport.number(Severity::Error),
            avertissements: rapport.number(Severity::Warning),
            conseils: rapport.number(Severity::Advice),
            toleres: rapport.tolerated_count(),
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
        let parties: Vec<String> = [
            count(self.erreurs, "erreur", "erreurs"),
            count(self.avertissements, "avertissement", "avertissements"),
            count(self.conseils, "conseil", "conseils"),
            count(self.toleres, "constat toléré", "constats tolérés"),
        ]
        .into_iter()
        .flatten()
        .collect();
        f.write_str(&parties.join(", "))
    }
}
