//! What Typst says of an emitted file, with the place. The words stay the engine's; the caller turns the
//! place into that of a template or of a fiche and says in French what to do.

use std::fmt;
use std::ops::Range;

use typst::World;
use typst::diag::{Severity, SourceDiagnostic};
use typst::syntax::{DiagSpan, DiagSpanKind};

use super::monde::Monde;
use crate::diagnostic::Gravite;

/// A place in an emitted file. Lines end at `\n` alone, as in [`crate::text::Source`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lieu {
    /// Path in the emitted folder.
    pub fichier: String,
    /// Line, from 1.
    pub ligne: usize,
    /// Column in characters, from 1.
    pub colonne: usize,
}

impl fmt::Display for Lieu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.fichier, self.ligne, self.colonne)
    }
}

/// A sentence that completes an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The engine's words.
    pub texte: String,
    /// The place it speaks of, when it is not that of the error.
    pub lieu: Option<Lieu>,
}

/// An error or a warning of Typst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erreur {
    /// Whether it prevented the document.
    pub gravite: Gravite,
    /// The engine's words.
    pub message: String,
    /// Where, when Typst knows it: faults of the whole document have no place.
    pub lieu: Option<Lieu>,
    /// What Typst proposes.
    pub indices: Vec<Note>,
    /// The calls and inclusions that led there, innermost first: when a function of the charte
    /// complains, the fiche that called it is here.
    pub trace: Vec<Note>,
}

impl Erreur {
    /// An error of the whole document.
    pub(super) fn sans_lieu(message: impl Into<String>) -> Self {
        Self {
            gravite: Gravite::Erreur,
            message: message.into(),
            lieu: None,
            indices: Vec::new(),
            trace: Vec::new(),
        }
    }

    /// The places of the error and of its trace, innermost first.
    pub fn lieux(&self) -> impl Iterator<Item = &Lieu> {
        self.lieu.iter().chain(self.trace.iter().filter_map(|note| note.lieu.as_ref()))
    }
}

/// `place: message`, then a line per hint and per call.
impl fmt::Display for Erreur {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(lieu) = &self.lieu {
            write!(f, "{lieu}: ")?;
        }
        f.write_str(&self.message)?;
        for note in self.indices.iter().chain(&self.trace) {
            write!(f, "\n  {}", note.texte)?;
            if let Some(lieu) = &note.lieu {
                write!(f, " ({lieu})")?;
            }
        }
        Ok(())
    }
}

/// Translates the diagnostics of Typst.
pub(super) fn traduire<'a>(
    monde: &Monde,
    diagnostics: impl IntoIterator<Item = &'a SourceDiagnostic>,
) -> Vec<Erreur> {
    diagnostics.into_iter().map(|diagnostic| un(monde, diagnostic)).collect()
}

fn un(monde: &Monde, diagnostic: &SourceDiagnostic) -> Erreur {
    Erreur {
        gravite: match diagnostic.severity {
            Severity::Error => Gravite::Erreur,
            Severity::Warning => Gravite::Avertissement,
        },
        message: diagnostic.message.to_string(),
        lieu: lieu(monde, diagnostic.span),
        indices: diagnostic
            .hints
            .iter()
            .map(|indice| Note { texte: indice.v.to_string(), lieu: lieu(monde, indice.span) })
            .collect(),
        trace: diagnostic
            .trace
            .iter()
            .map(|point| Note { texte: point.v.to_string(), lieu: lieu(monde, point.span.into()) })
            .collect(),
    }
}

fn lieu(monde: &Monde, span: DiagSpan) -> Option<Lieu> {
    let (id, octets, place) = match span.get() {
        DiagSpanKind::Detached => return None,
        DiagSpanKind::Number { id, num, sub_range } => {
            let source = monde.source(id).ok()?;
            let place = source.range(num, sub_range)?;
            return Some(compter(id.vpath().get_without_slash(), source.text().as_bytes(), place));
        }
        // A file that is data, such as JSON: its bytes need not be UTF-8.
        DiagSpanKind::Range { id, range } => (id, monde.file(id).ok()?, range),
    };
    Some(compter(id.vpath().get_without_slash(), &octets, place))
}

fn compter(fichier: &str, octets: &[u8], place: Range<usize>) -> Lieu {
    let avant = octets.get(..place.start).unwrap_or(octets);
    let mut lignes = avant.split(|&octet| octet == b'\n');
    let derniere = lignes.next_back().unwrap_or_default();
    Lieu {
        fichier: fichier.to_owned(),
        ligne: lignes.count() + 1,
        colonne: String::from_utf8_lossy(derniere).chars().count() + 1,
    }
}
