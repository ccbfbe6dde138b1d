//! What is wrong in the user's files: code, severity, places, what to do. Stages return diagnostics
//! beside what they could make; [`human`], [`machine`] and [`markdown`] show them.

pub mod human;
pub mod machine;
pub mod markdown;
mod names;
pub mod summary;
pub mod view;

use std::fmt;

use rust_decimal::Decimal;

use crate::text::{Sources, Span};

/// How serious a diagnostic is. The order is that of the display.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The document cannot be made, or would be false.
    Error,
    /// The document is made; something is probably wrong.
    Warning,
    /// Nothing is false; something could be clearer or is worth knowing.
    Advice,
}

impl Severity {
    /// All of them, the most serious first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Advice];

    /// The word shown and written in the content.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "erreur",
            Self::Warning => "avertissement",
            Self::Advice => "conseil",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The stage that says something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stage {
    /// Opening the project and reading its files.
    #[default]
    Read,
    /// Following names and references.
    Resolve,
    /// Running the rules.
    Check,
    /// Filling the templates.
    Render,
    /// Setting the pages.
    Typeset,
}

/// A place and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A few words under the carets; may be empty.
    pub text: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, such as `YAML-001`; never reused.
    pub code: &'static str,
    /// The stage that says it.
    pub stage: Stage,
    /// How serious it is.
    pub severity: Severity,
    /// One sentence without a final period.
    pub message: String,
    /// The place, then the places it is compared with. Empty when no file is concerned.
    pub labels: Vec<Label>,
    /// The arithmetic in figures, when there is one.
    pub arithmetic: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// The euros at stake, when the finding is a difference of money.
    pub stake: Option<Decimal>,
    /// The repair, when it is certain and mechanical.
    pub fix: Vec<TextEdit>,
}

/// A change of some bytes of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEdit {
    /// The bytes that go.
    pub span: Span,
    /// The text that comes.
    pub text: String,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { labels: vec![Label { span, text: String::new() }], ..Self::without_place(code, message) }
    }

    /// An error that concerns no place in a file.
    pub fn without_place(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            stage: Stage::default(),
            severity: Severity::Error,
            message: message.into(),
            labels: Vec::new(),
            arithmetic: None,
            help: None,
            stake: None,
            fix: Vec::new(),
        }
    }

    /// A finding of a rule, which gives it its code and its severity afterwards.
    pub fn finding(span: Span, message: impl Into<String>) -> Self {
        Self::error("", span, message)
    }

    /// Says which stage it comes from. Each stage does so once, where it gathers its findings; those of reading
    /// are born so.
    #[must_use]
    pub fn at_stage(mut self, stage: Stage) -> Self {
        self.stage = stage;
        self
    }

    /// Lowers it to an advice.
    #[must_use]
    pub fn advice(mut self) -> Self {
        self.severity = Severity::Advice;
        self
    }

    /// Shows the arithmetic.
    #[must_use]
    pub fn arithmetic(mut self, arithmetic: impl Into<String>) -> Self {
        self.arithmetic = Some(arithmetic.into());
        self
    }

    /// Says how many euros are at stake.
    #[must_use]
    pub fn stake(mut self, euros: Decimal) -> Self {
        self.stake = Some(euros.abs());
        self
    }

    /// Adds a change to the repair.
    #[must_use]
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix.push(TextEdit { span, text: text.into() });
        self
    }

    /// The family of its code: `FIN` of `FIN-003`.
    pub fn family(&self) -> &'static str {
        self.code.split_once('-').map_or(self.code, |(family, _)| family)
    }

    /// Lowers an error to a warning.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says a few words under the first place.
    #[must_use]
    pub fn here(mut self, text: impl Into<String>) -> Self {
        if let Some(e) = self.labels.first_mut() {
            e.text = text.into();
        }
        self
    }

    /// Adds the place it is compared with.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }
}

/// The findings of a run, with the files they speak of.
#[must_use = "a report is shown, or asked whether it holds errors"]
#[derive(Debug, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
    tolerated: Vec<Tolerated>,
}

/// A finding that the act keeps, and why.
#[derive(Debug, Clone)]
pub struct Tolerated {
    /// The finding.
    pub finding: Diagnostic,
    /// The reason declared.
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

    /// Adds findings that the act keeps.
    pub fn tolerate(&mut self, tolerated: impl IntoIterator<Item = Tolerated>) {
        self.tolerated.extend(tolerated);
    }

    /// Number of findings that the act keeps.
    pub fn tolerated_count(&self) -> usize {
        self.tolerated.len()
    }

    /// The findings that the act keeps, in any order.
    pub fn tolerated_findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.tolerated.iter().map(|t| &t.finding)
    }

    /// All the findings but those that the act keeps.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The findings that the act keeps, sorted.
    pub fn tolerated(&self, sources: &Sources) -> Vec<&Tolerated> {
        let mut sorted: Vec<_> = self.tolerated.iter().collect();
        sorted.sort_by_key(|t| key(&t.finding, sources));
        sorted
    }

    /// Whether a finding prevents the document.
    pub fn has_errors(&self) -> bool {
        self.number(Severity::Error) > 0
    }

    /// Number of findings of a severity.
    pub fn number(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|d| d.severity == severity).count()
    }

    /// The findings sorted by file path, place and code, without doubles.
    pub fn sorted(&self, sources: &Sources) -> Vec<&Diagnostic> {
        let mut sorted: Vec<_> = self.diagnostics.iter().collect();
        sorted.sort_by_key(|d| key(d, sources));
        sorted.dedup();
        sorted
    }
}

/// The order of the findings: file, place, code.
fn key<'d>(d: &'d Diagnostic, sources: &'d Sources) -> impl Ord + use<'d> {
    let location = d.labels.first().map(|e| (sources.source(e.span.file).path(), e.span.start));
    (location, d.code, &d.message)
}

/// The nearest of some words, when one is near.
pub fn near<'m>(word: &str, candidates: impl Iterator<Item = &'m str>) -> Option<&'m str> {
    candidates
        .map(|c| (strsim::osa_distance(&word.to_lowercase(), &c.to_lowercase()), c))
        .filter(|(d, c)| *d <= (c.chars().count() / 3).max(1))
        .min()
        .map(|(_, c)| c)
}
