//! The emitted folder of an avenant: its act, a file per fiche that it replaces or adds, and the tables of money.

use super::emission::{Emission, Emitter, WithAct};
use super::prose::proses;
use super::templates::TemplateStore;
use crate::diagnostic::Diagnostic;
use crate::document::AvenantDocument;
use crate::document::references::emitted_path;
use crate::snapshot::{PrintedPart, Snapshot};

/// Renders the avenant.
///
/// # Errors
/// What is wrong in the templates.
pub fn emit(
    document: &AvenantDocument,
    snapshot: &Snapshot,
    store: &TemplateStore,
) -> Result<Emission, Vec<Diagnostic>> {
    let mut emitter = Emitter::new(store, proses(&document.proses));
    let (act, files) = (&document.acte, &document.fichiers);
    emitter.render(&files.principal, "avenant/avenant.typ.tera", document);
    for view in &document.fiches {
        emitter.render(&view.chemin, "convention/fiche.typ.tera", &WithAct { act, name: "fiche", view });
    }
    if document.recapitulatif.is_some() {
        emitter.render(&files.tableaux, "avenant/tableaux.typ.tera", document);
    }
    let date = &document.acte.date;
    let images = snapshot.images_of(PrintedPart::Act);
    let images = images.map(|(path, bytes)| (emitted_path(path), bytes.clone()));
    emitter.finish(&files.principal, (date.annee, date.mois, date.jour), images)
}
