//! The emitted folder of the rapport d’exécution: one file per part and per fiche, beside the charte and the images.

use super::emission::{Emission, Emitter, WithAct};
use super::prose::proses;
use super::templates::TemplateStore;
use crate::diagnostic::Diagnostic;
use crate::document::RapportDocument;
use crate::document::references::emitted_path;
use crate::snapshot::{PrintedPart, Snapshot};

/// Renders the rapport.
///
/// # Errors
/// What is wrong in the templates.
pub fn emit(
    document: &RapportDocument,
    snapshot: &Snapshot,
    store: &TemplateStore,
) -> Result<Emission, Vec<Diagnostic>> {
    let mut emitter = Emitter::new(store, proses(&document.proses));
    let files = &document.fichiers;
    // Parts whose template gets the whole document.
    for (path, template) in [
        (&files.principal, "rapport/rapport.typ.tera"),
        (&files.synthese, "rapport/synthese.typ.tera"),
        (&files.bilan, "rapport/bilan.typ.tera"),
        (&files.annexe_1, "rapport/annexe-1.typ.tera"),
        (&files.annexe_2, "rapport/annexe-2.typ.tera"),
        (&files.annexe_3, "rapport/annexe-3.typ.tera"),
    ] {
        emitter.render(path, template, document);
    }
    let act = &document.acte;
    for view in &document.fiches {
        emitter.render(&view.chemin, "rapport/fiche.typ.tera", &WithAct { act, name: "fiche", view });
    }
    let date = &document.acte.date;
    let images = snapshot.images_of(PrintedPart::Rapport(&document.rapport));
    let images = images.map(|(path, bytes)| (emitted_path(path), bytes.clone()));
    emitter.finish(&files.principal, (date.annee, date.mois, date.jour), images)
}
