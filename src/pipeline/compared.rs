//! From two versions to their comparison as a document.

use super::{Formats, MadeDocument, printable, typeset};
use crate::compare::shown::Shown;
use crate::diagnostic::Report;
use crate::document;
use crate::model::Dossier;
use crate::render::{self, TemplateStore};

/// The comparison of two acts as a document; none when its templates have faults, which go to the report.
pub fn make_comparison(
    shown: &Shown<'_>,
    acts: (&Dossier, &Dossier),
    only_changed: bool,
    store: &TemplateStore,
    formats: Formats,
    report: &mut Report,
) -> Option<MadeDocument> {
    let document = document::redline(shown, acts, only_changed);
    let made = render::redline::emit(&document, store).and_then(|mut emission| {
        // It shows what either version says, signs that no font has included.
        printable::make_legible(&mut emission);
        typeset(emission, formats, store.sources())
    });
    match made {
        Ok(made) => Some(made),
        Err(faults) => {
            report.extend(faults);
            None
        }
    }
}
