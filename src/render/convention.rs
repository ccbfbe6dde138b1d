//! The emitted folder of the convention: one file per article, node of the tree and fiche, beside the charte and the images.

use super::emission::{Emission, Emitter, WithAct};
use super::prose::proses;
use super::templates::TemplateStore;
use crate::diagnostic::Diagnostic;
use crate::document::ConventionDocument;
use crate::document::references::emitted_path;
use crate::snapshot::Snapshot;

/// Renders the convention.
///
/// # Errors
/// What is wrong in the templates.
pub fn emit(
    document: &ConventionDocument,
    snapshot: &Snapshot,
    store: &TemplateStore,
) -> Result<Emission, Vec<Diagnostic>> {
    let mut emitter = Emitter::new(store, proses(&document.proses));
    let act = &document.acte;
    emitter.render(&document.fichiers.principal, "convention/convention.typ.tera", document);
    for view in &document.articles {
        emitter.render(&view.chemin, "convention/article.typ.tera", &WithAct { act, name: "article", view });
    }
    for view in &document.axes {
        emitter.render(&view.chemin, "convention/axe.typ.tera", &WithAct { act, name: "axe", view });
    }
    for view in &document.fiches {
        emitter.render(&view.chemin, "convention/fiche.typ.tera", &WithAct { act, name: "fiche", view });
    }
    emitter.render(&document.fichiers.recapitulatif, "convention/recapitulatif.typ.tera", document);
    let date = &document.acte.date;
    let images = snapshot.images.iter().map(|(path, bytes)| (emitted_path(path), bytes.clone()));
    emitter.finish(&document.fichiers.principal, (date.annee, date.mois, date.jour), images)
}
