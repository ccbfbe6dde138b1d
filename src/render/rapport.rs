//! The emitted folder of the rapport d’exécution: one file per part and per fiche, beside the charte and the images.

use super::emission::{Emission, Emitter, WithAct};
use super::prose::proses;
use super::templates::TemplateStore;
use crate::diagnostic::Diagnostic;
use crate::document::RapportDocument;
use crate::document::references::emitted_path;
use crate::snapshot::Snapshot;

/// Parts whose template gets the whole document: emitted file, template.
const PARTS: [(&str, &str); 6] = [
    ("rapport.typ", "rapport/rapport.typ.tera"),
    ("rapport/synthese.typ", "rapport/synthese.typ.tera"),
    ("rapport/bilan.typ", "rapport/bilan.typ.tera"),
    ("rapport/annexe-1.typ", "rapport/annexe-1.typ.tera"),
    ("rapport/annexe-2.typ", "rapport/annexe-2.typ.tera"),
    ("rapport/annexe-3.typ", "rapport/annexe-3.typ.tera"),
];

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
    for (path, template) in PARTS {
        emitter.render(path, template, document);
    }
    let act = &document.acte;
    for view in &document.fiches {
        emitter.render(&view.chemin, "rapport/fiche.typ.tera", &WithAct { act, name: "fiche", view });
    }
    let date = &document.acte.date;
    let images = snapshot.images.iter().map(|(path, bytes)| (emitted_path(path), bytes.clone()));
    emitter.finish("rapport.typ", (date.annee, date.mois, date.jour), images)
}
