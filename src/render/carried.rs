//! The files that a PDF carries, beside the emitted folder of its document: copies, and the file that attaches them.

use serde::Serialize;

use super::Emission;
use super::templates::{Rendered, TemplateStore};
use crate::diagnostic::Diagnostic;
use crate::export::{CarriedFile, CarriedKind, CarriedSources};

/// Folder of the copies, shared by the documents of an edition.
const COPIES: &str = "sources";

#[derive(Serialize)]
struct AttachmentsView<'a> {
    fichiers: Vec<AttachedFileView<'a>>,
}

/// A file to attach.
#[derive(Serialize)]
struct AttachedFileView<'a> {
    /// The name that it has in the PDF, from the root that Typst knows.
    nom: String,
    /// Where its copy is.
    copie: String,
    nature: CarriedKind,
    type_mime: &'a str,
}

/// Adds to an emitted folder the copies of what its PDF carries, and the file that attaches them, which the main file of the
/// document includes.
///
/// # Errors
/// What is wrong in the template.
pub fn attach(
    emission: &mut Emission,
    path: &str,
    carried: &CarriedSources,
    store: &TemplateStore,
) -> Result<(), Vec<Diagnostic>> {
    // What is computed differs from one document to the next; a source is the same for all.
    let own = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let copy = |file: &CarriedFile| match file.kind {
        CarriedKind::Amounts | CarriedKind::Manifest => format!("{own}/{}", file.path),
        CarriedKind::Page | CarriedKind::Image | CarriedKind::Template => format!("{COPIES}/{}", file.path),
    };
    let attached = carried.files.iter().map(|file| AttachedFileView {
        nom: format!("/{}", file.path),
        copie: format!("/{}", copy(file)),
        nature: file.kind,
        type_mime: file.media_type(),
    });
    let view = AttachmentsView { fichiers: attached.collect() };
    let rendered = store.with_proses(Vec::new()).render("sources/sources.typ.tera", &view);
    let Rendered { text, lines } = rendered.map_err(|fault| vec![*fault])?;
    emission.bundle.files.insert(path.to_owned(), text.into_bytes());
    emission.lines.insert(path.to_owned(), lines);
    emission.bundle.files.extend(carried.files.iter().map(|file| (copy(file), file.bytes.clone())));
    Ok(())
}
