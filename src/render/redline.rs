//! The emitted folder of a comparison: the table of the changes, one file a page of the act, and the charte.

use super::emission::{Emission, Emitter, WithAct};
use super::templates::TemplateStore;
use crate::diagnostic::Diagnostic;
use crate::document::RedlineDocument;
use crate::document::redline::RedlinePage;

/// Renders the comparison.
///
/// # Errors
/// What is wrong in the templates.
pub fn emit(document: &RedlineDocument, store: &TemplateStore) -> Result<Emission, Vec<Diagnostic>> {
    let mut emitter = Emitter::new(store, Vec::new());
    let act = &document.acte;
    emitter.render("comparaison.typ", "comparaison/comparaison.typ.tera", document);
    for page in &document.pages {
        if let RedlinePage::Page(view) = page {
            let view = view.as_ref();
            emitter.render(&view.chemin, "comparaison/page.typ.tera", &WithAct { act, name: "page", view });
        }
    }
    let date = &act.date;
    emitter.finish("comparaison.typ", (date.annee, date.mois, date.jour), std::iter::empty())
}
