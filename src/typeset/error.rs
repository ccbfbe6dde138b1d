//! What Typst says of an emitted file, with the place. The words stay the engine's; the caller turns the
//! place into that of a template or of a fiche and says in French what to do.

use std::fmt;
use std::ops::Range;

use typst::World;
use typst::diag::{Severity as TypstSeverity, SourceDiagnostic};
use typst::syntax::{DiagSpan, DiagSpanKind};

use super::world::TypstWorld;
use crate::diagnostic::Severity;

/// A place in an emitted file. Lines end at `\n` alone, as in [`crate::text::Source`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Path in the emitted folder.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// A sentence that completes an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The engine's words.
    pub text: String,
    /// The place it speaks of, when it is not that of the error.
    pub location: Option<Location>,
}

/// An error or a warning of Typst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// Whether it prevented the document.
    pub severity: Severity,
    /// The engine's words.
    pub message: String,
    /// Where, when Typst knows it: faults of the whole document have no place.
    pub location: Option<Location>,
    /// What Typst proposes.
    pub hints: Vec<Note>,
    /// The calls and inclusions that led there, innermost first: when a function of the charte
    /// complains, the fiche that called it is here.
    pub trace: Vec<Note>,
}

impl Error {
    /// An error of the whole document.
    pub(super) fn without_place(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            message: message.into(),
            location: None,
            hints: Vec::new(),
            trace: Vec::new(),
        }
    }

    /// The places of the error and of its trace, innermost first.
    pub fn locations(&self) -> impl Iterator<Item = &Location> {
        self.location.iter().chain(self.trace.iter().filter_map(|note| note.location.as_ref()))
    }
}

/// `place: message`, then a line per hint and per call.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(location) = &self.location {
            write!(f, "{location}: ")?;
        }
        f.write_str(&self.message)?;
        for note in self.hints.iter().chain(&self.trace) {
            write!(f, "\n  {}", note.text)?;
            if let Some(location) = &note.location {
                write!(f, " ({location})")?;
            }
        }
        Ok(())
    }
}

/// Translates the diagnostics of Typst.
pub(super) fn translate<'a>(
    world: &TypstWorld,
    diagnostics: impl IntoIterator<Item = &'a SourceDiagnostic>,
) -> Vec<Error> {
    diagnostics.into_iter().map(|diagnostic| one(world, diagnostic)).collect()
}

fn one(world: &TypstWorld, diagnostic: &SourceDiagnostic) -> Error {
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
            return Some(tally(id.vpath().get_without_slash(), source.text().as_bytes(), place));
        }
        // A file that is data, such as JSON: its bytes need not be UTF-8.
        DiagSpanKind::Range { id, range } => (id, world.file(id).ok()?, range),
    };
    Some(tally(id.vpath().get_without_slash(), &bytes, place))
}

fn tally(file: &str, bytes: &[u8], place: Range<usize>) -> Location {
    let before = bytes.get(..place.start).unwrap_or(bytes);
    let mut lines = before.split(|&byte| byte == b'\n');
    let last = lines.next_back().unwrap_or_default();
    Location {
        file: file.to_owned(),
        line: lines.count() + 1,
        column: String::from_utf8_lossy(last).chars().count() + 1,
    }
}
