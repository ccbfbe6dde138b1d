//! Which presentation of a document `build` makes, and why: clean when no error prevents it, annotated otherwise.

use crate::check::Selection;
use crate::cli::args::BuildArgs;
use crate::diagnostic::{Diagnostic, Report};

use crate::pipeline::{self, Presentation, WantedDocument};
use crate::snapshot::Snapshot;

/// What was chosen for a document.
pub(super) struct Chosen {
    /// How to make it.
    pub presentation: Presentation,
    /// Whether the command line asked for it.
    is_asked: bool,
    /// What keeps the document from being clean.
    pub errors: Vec<Diagnostic>,
}

impl Chosen {
    /// Chooses for a document, given what `check` found.
    pub(super) fn new(
        document: WantedDocument<'_>,
        args: &BuildArgs,
        snapshot: &Snapshot,
        found: &Report,
    ) -> Self {
        let errors = pipeline::prevents_clean(document, snapshot, found);
        let presentation = match (args.nette, args.annotee, errors.is_empty()) {
            (true, ..) | (false, false, true) => Presentation::Clean,
            (false, true, _) | (false, false, false) => Presentation::Annotated,
        };
        Self {
            presentation,
            is_asked: args.nette || args.annotee,
            errors: errors.into_iter().cloned().collect(),
        }
    }

    /// Whether the clean presentation was asked for and cannot be made.
    pub(super) fn is_prevented(&self) -> bool {
        self.presentation == Presentation::Clean && !self.errors.is_empty()
    }

    /// Why the clean presentation that was asked for is not made, and what to do.
    pub(super) fn refusal(&self) -> String {
        format!(
            "rien n’a été écrit : {} la version nette ; corriger, ou garder par « calpae tolerer » ce qu’un acte signé dit\n",
            self.errors_in_words()
        )
    }

    fn errors_in_words(&self) -> String {
        match self.errors.len() {
            0 | 1 => "1 erreur empêche".to_owned(),
            count => format!("{count} erreurs empêchent"),
        }
    }

    /// « convention : version annotée, car 2 erreurs empêchent la version nette »; `None` for a document that has only one.
    pub(super) fn line(&self, document: WantedDocument<'_>) -> Option<String> {
        if document == WantedDocument::CheckReport {
            return None;
        }
        let errors = self.errors_in_words();
        let why = match (self.presentation, self.is_asked) {
            (Presentation::Clean, false) => "aucune erreur ne l’empêche".to_owned(),
            (_, true) if self.errors.is_empty() => "comme demandé".to_owned(),
            (Presentation::Annotated, true) => format!("comme demandé ; {errors} la version nette"),
            (Presentation::Clean, true) | (Presentation::Annotated, false) => {
                format!("car {errors} la version nette")
            }
        };
        Some(format!("{} : version {}, {why}\n", document.stem(), self.presentation.word()))
    }
}

/// What is checked before anything is made: the presentation depends on it.
pub(super) fn found(snapshot: &Snapshot) -> Report {
    pipeline::check(snapshot, &Selection::default())
}
