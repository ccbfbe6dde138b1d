//! The emitted folder of the annexe de contrôle (`controle`): one file and the charte.

use super::emission::{Emission, Emitter};
use super::templates::TemplateStore;
use crate::diagnostic::Diagnostic;
use crate::document::CheckReport;

/// Renders the annexe de contrôle.
///
/// # Errors
/// What is wrong in the templates.
pub fn emit(document: &CheckReport, store: &TemplateStore) -> Result<Emission, Vec<Diagnostic>> {
    let mut emitter = Emitter::new(store, Vec::new());
    emitter.render("controle.typ", "controle/controle.typ.tera", document);
    let date = &document.acte.date;
    emitter.finish("controle.typ", (date.annee, date.mois, date.jour), std::iter::empty())
}
