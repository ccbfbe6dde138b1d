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
    let has_account = !(document.introduction.is_empty() && document.bilan.is_empty());
    // Parts whose template gets the whole document, those that have something to say.
    for (path, template, is_told) in [
        (&files.principal, "rapport/rapport.typ.tera", true),
        (&files.synthese, "rapport/synthese.typ.tera", true),
        (&files.bilan, "rapport/bilan.typ.tera", has_account),
        (&files.annexe_1, "rapport/annexe-1.typ.tera", document.synthese.execution_connue),
        (&files.annexe_2, "rapport/annexe-2.typ.tera", document.matrice.is_some()),
        (&files.attendu, "rapport/attendu.typ.tera", document.attendu.is_some()),
    ] {
        if is_told {
            emitter.render(path, template, document);
        }
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
