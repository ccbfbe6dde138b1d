//! What is wrong in the user's files: code, severity, places, what to do. Stages return diagnostics
//! beside what they could make; [`humain`], [`machine`] and [`markdown`] show them.

pub mod bilan;
pub mod humain;
pub mod machine;
pub mod markdown;
pub mod vue;

use std::fmt;

use rust_decimal::Decimal;

use crate::text::{Sources, Span};

/// How serious a diagnostic is. The order is that of the display.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravite {
    /// The document cannot be made, or would be false.
    Erreur,
    /// The document is made; something is probably wrong.
    Avertissement,
    /// Nothing is false; something could be clearer or is worth knowing.
    Conseil,
}

impl Gravite {
    /// All of them, the most serious first.
    pub const TOUTES: [Self; 3] = [Self::Erreur, Self::Avertissement, Self::Conseil];

    /// The word shown and written in the content.
    pub fn mot(self) -> &'static str {
        match self {
            Self::Erreur => "erreur",
            Self::Avertissement => "avertissement",
            Self::Conseil => "conseil",
        }
    }
}

impl fmt::Display for Gravite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.mot())
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
    /// The arithmetic in figures, when there is one.
    pub calcul: Option<String>,
    /// What to do.
    pub aide: Option<String>,
    /// The euros at stake, when the finding is a difference of money.
    pub enjeu: Option<Decimal>,
    /// The repair, when it is certain and mechanical.
    pub correction: Vec<Edition>,
}

/// A change of some bytes of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The bytes that go.
    pub span: Span,
    /// The text that comes.
    pub texte: String,
}

impl Diagnostic {
    /// An error at a place.
    pub fn erreur(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { etiquettes: vec![Etiquette { span, texte: String::new() }], ..Self::sans_lieu(code, message) }
    }

    /// An error that concerns no place in a file.
    pub fn sans_lieu(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            gravite: Gravite::Erreur,
            message: message.into(),
            etiquettes: Vec::new(),
            calcul: None,
            aide: None,
            enjeu: None,
            correction: Vec::new(),
        }
    }

    /// A finding of a rule, which gives it its code and its severity afterwards.
    pub fn constat(span: Span, message: impl Into<String>) -> Self {
        Self::erreur("", span, message)
    }

    /// Lowers it to an advice.
    #[must_use]
    pub fn conseil(mut self) -> Self {
        self.gravite = Gravite::Conseil;
        self
    }

    /// Shows the arithmetic.
    #[must_use]
    pub fn calcul(mut self, calcul: impl Into<String>) -> Self {
        self.calcul = Some(calcul.into());
        self
    }

    /// Says how many euros are at stake.
    #[must_use]
    pub fn enjeu(mut self, euros: Decimal) -> Self {
        self.enjeu = Some(euros.abs());
        self
    }

    /// Adds a change to the repair.
    #[must_use]
    pub fn corriger(mut self, span: Span, texte: impl Into<String>) -> Self {
        self.correction.push(Edition { span, texte: texte.into() });
        self
    }

    /// The family of its code: `FIN` of `FIN-003`.
    pub fn famille(&self) -> &'static str {
        self.code.split_once('-').map_or(self.code, |(famille, _)| famille)
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
    toleres: Vec<Tolere>,
}

/// A finding that the act keeps, and why.
#[derive(Debug, Clone)]
pub struct Tolere {
    /// The finding.
    pub constat: Diagnostic,
    /// The reason declared.
    pub raison: String,
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

    /// Adds findings that the act keeps.
    pub fn tolerer(&mut self, toleres: impl IntoIterator<Item = Tolere>) {
        self.toleres.extend(toleres);
    }

    /// Number of findings that the act keeps.
    pub fn nombre_toleres(&self) -> usize {
        self.toleres.len()
    }

    /// The findings that the act keeps, in any order.
    pub fn constats_toleres(&self) -> impl Iterator<Item = &Diagnostic> {
        self.toleres.iter().map(|t| &t.constat)
    }

    /// All the findings but those that the act keeps.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The findings that the act keeps, sorted.
    pub fn toleres(&self, sources: &Sources) -> Vec<&Tolere> {
        let mut tries: Vec<_> = self.toleres.iter().collect();
        tries.sort_by_key(|t| cle(&t.constat, sources));
        tries
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
        tries.sort_by_key(|d| cle(d, sources));
        tries.dedup();
        tries
    }
}

/// The order of the findings: file, place, code.
fn cle<'d>(d: &'d Diagnostic, sources: &'d Sources) -> impl Ord + use<'d> {
    let lieu = d.etiquettes.first().map(|e| (sources.source(e.span.fichier).chemin(), e.span.debut));
    (lieu, d.code, &d.message)
}

/// The nearest of some words, when one is near.
pub fn proche<'m>(mot: &str, candidats: impl Iterator<Item = &'m str>) -> Option<&'m str> {
    candidats
        .map(|c| (strsim::osa_distance(&mot.to_lowercase(), &c.to_lowercase()), c))
        .filter(|(d, c)| *d <= (c.chars().count() / 3).max(1))
        .min()
        .map(|(_, c)| c)
}
