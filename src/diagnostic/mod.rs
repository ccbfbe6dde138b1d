//! What is wrong in the user's files: code, severity, places, what to do. Stages return diagnostics
//! beside what they could make; [`humain`] shows them.

pub mod humain;

use std::fmt;

use crate::text::{Sources, Span};

/// How serious a diagnostic is. The order is that of the display.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravite {
    /// The document cannot be made, or would be false.
    Erreur,
    /// The document is made; something deserves a look.
    Avertissement,
}

impl fmt::Display for Gravite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Erreur => "erreur",
            Self::Avertissement => "avertissement",
        })
    }
}

/// A place and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Etiquette {
    /// The place.
    pub span: Span,
    /// A few words under the carets; may be empty.
    pub texte: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, such as `YAML-001`; never reused.
    pub code: &'static str,
    /// How serious it is.
    pub gravite: Gravite,
    /// One sentence without a final period.
    pub message: String,
    /// The place, then the places it is compared with. Empty when no file is concerned.
    pub etiquettes: Vec<Etiquette>,
    /// What to do.
    pub aide: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn erreur(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            gravite: Gravite::Erreur,
            message: message.into(),
            etiquettes: vec![Etiquette { span, texte: String::new() }],
            aide: None,
        }
    }

    /// An error that concerns no place in a file.
    pub fn sans_lieu(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, gravite: Gravite::Erreur, message: message.into(), etiquettes: Vec::new(), aide: None }
    }

    /// Lowers an error to a warning.
    #[must_use]
    pub fn avertissement(mut self) -> Self {
        self.gravite = Gravite::Avertissement;
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn aide(mut self, aide: impl Into<String>) -> Self {
        self.aide = Some(aide.into());
        self
    }

    /// Says a few words under the first place.
    #[must_use]
    pub fn ici(mut self, texte: impl Into<String>) -> Self {
        if let Some(e) = self.etiquettes.first_mut() {
            e.texte = texte.into();
        }
        self
    }

    /// Adds the place it is compared with.
    #[must_use]
    pub fn voir(mut self, span: Span, texte: impl Into<String>) -> Self {
        self.etiquettes.push(Etiquette { span, texte: texte.into() });
        self
    }
}

/// The findings of a run, with the files they speak of.
#[must_use = "a report is shown, or asked whether it holds errors"]
#[derive(Debug, Default)]
pub struct Rapport {
    diagnostics: Vec<Diagnostic>,
}

impl Rapport {
    /// Adds a finding.
    pub fn ajouter(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds findings.
    pub fn etendre(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// Whether a finding prevents the document.
    pub fn a_des_erreurs(&self) -> bool {
        self.nombre(Gravite::Erreur) > 0
    }

    /// Number of findings of a severity.
    pub fn nombre(&self, gravite: Gravite) -> usize {
        self.diagnostics.iter().filter(|d| d.gravite == gravite).count()
    }

    /// The findings sorted by file path, place and code, without doubles.
    pub fn tries(&self, sources: &Sources) -> Vec<&Diagnostic> {
        let mut tries: Vec<_> = self.diagnostics.iter().collect();
        tries.sort_by_key(|d| {
            let lieu = d.etiquettes.first().map(|e| (sources.source(e.span.fichier).chemin(), e.span.debut));
            (lieu, d.code, &d.message)
        });
        tries.dedup();
        tries
    }
}

/// The nearest of some words, when one is near.
pub fn proche<'m>(mot: &str, candidats: impl Iterator<Item = &'m str>) -> Option<&'m str> {
    candidats
        .map(|c| (strsim::osa_distance(&mot.to_lowercase(), &c.to_lowercase()), c))
        .filter(|(d, c)| *d <= (c.chars().count() / 3).max(1))
        .min()
        .map(|(_, c)| c)
}
