//! Typst's errors and warnings, with their place in the emitted folder. The words stay Typst's: `pipeline` maps the
//! place back to a template or a fiche and says in French what to do.

use std::fmt;
use std::ops::Range;

use typst::World;
use typst::diag::{Severity as TypstSeverity, SourceDiagnostic};
use typst::syntax::{DiagSpan, DiagSpanKind};

use super::world::TypstWorld;
use crate::diagnostic::Severity;

/// A place in an emitted file. Lines end at `\n` only, as in [`crate::text::Source`] and unlike Typst.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Path from the root of the emitted folder.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// A hint, or a step of the trace of an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Typst's words.
    pub text: String,
    /// The place it is about, when it has its own.
    pub location: Option<Location>,
}

/// An error or a warning of Typst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// `Error` when it prevented the document, else `Warning`.
    pub severity: Severity,
    /// Typst's words.
    pub message: String,
    /// `None` for a fault of the whole document.
    pub location: Option<Location>,
    /// What Typst suggests.
    pub hints: Vec<Note>,
    /// Calls and inclusions that led there, innermost first: when a function of the charte complains, this tells
    /// which fiche called it.
    pub trace: Vec<Note>,
}

impl Error {
    /// An error about the whole document.
    pub(super) fn without_place(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            message: message.into(),
            location: None,
            hints: Vec::new(),
            trace: Vec::new(),
        }
    }

    /// The place of the error, then those of its trace, innermost first.
    pub fn locations(&self) -> impl Iterator<Item = &Location> {
        self.location.iter().chain(self.trace.iter().filter_map(|note| note.location.as_ref()))
    }
}

/// `file:line:column: message`, then one line per hint and per step of the trace.
impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(location) = &self.location {
            write!(formatter, "{location}: ")?;
        }
        formatter.write_str(&self.message)?;
        for note in self.hints.iter().chain(&self.trace) {
            write!(formatter, "\n  {}", note.text)?;
            if let Some(location) = &note.location {
                write!(formatter, " ({location})")?;
            }
        }
        Ok(())
    }
}

/// Turns Typst's diagnostics into [`Error`]s while their sources are at hand.
pub(super) fn translate<'a>(
    world: &TypstWorld,
    diagnostics: impl IntoIterator<Item = &'a SourceDiagnostic>,
) -> Vec<Error> {
    diagnostics.into_iter().map(|diagnostic| located(world, diagnostic)).collect()
}

fn located(world: &TypstWorld, diagnostic: &SourceDiagnostic) -> Error {
    Error {
        severity: match diagnostic.severity {
            TypstSeverity::Error => Severity::Error,
            TypstSeverity::Warning => Severity::Warning,
        },
        message: diagnostic.message.to_string(),
        location: location(world, diagnostic.span),
        hints: diagnostic
            .hints
            .iter()
            .map(|hint| Note { text: hint.v.to_string(), location: location(world, hint.span) })
            .collect(),
        trace: diagnostic
            .trace
            .iter()
            .map(|point| Note { text: point.v.to_string(), location: location(world, point.span.into()) })
            .collect(),
    }
}

fn location(world: &TypstWorld, span: DiagSpan) -> Option<Location> {
    let (id, bytes, place) = match span.get() {
        DiagSpanKind::Detached => return None,
        DiagSpanKind::Number { id, num, sub_range } => {
            let source = world.source(id).ok()?;
            let place = source.range(num, sub_range)?;
            return Some(line_column(id.vpath().get_without_slash(), source.text().as_bytes(), place));
        }
        // A data file, such as JSON, need not be UTF-8.
        DiagSpanKind::Range { id, range } => (id, world.file(id).ok()?, range),
    };
    Some(line_column(id.vpath().get_without_slash(), &bytes, place))
}

/// Counted here and not by Typst, for which U+2028 and others end a line.
fn line_column(file: &str, bytes: &[u8], place: Range<usize>) -> Location {
    let before = bytes.get(..place.start).unwrap_or(bytes);
    let mut lines = before.split(|&byte| byte == b'\n');
    let last = lines.next_back().unwrap_or_default();
    Location {
        file: file.to_owned(),
        line: lines.count() + 1,
        column: String::from_utf8_lossy(last).chars().count() + 1,
    }
}
