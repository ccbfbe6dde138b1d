//! A document made again from the sources that a PDF carries: the same bytes, or not those pages.

use super::{DocumentForm, DocumentKind, Formats, Presentation, WantedDocument, make};
use crate::diagnostic::Report;
use crate::export::SourcesManifest;
use crate::render::TemplateStore;
use crate::snapshot::Snapshot;

/// Why a document cannot be made again.
#[derive(Debug, thiserror::Error)]
pub enum RemakeError {
    /// They have no such document.
    #[error("les sources n’ont pas de document « {0} »")]
    NoDocument(String),
    /// Something in them prevents it; what is in the report.
    #[error("les sources ne permettent plus de faire ce document : {0}")]
    Prevented(String),
}

/// The PDF of the document that a manifest names, made from the sources of its edition.
///
/// # Errors
/// See [`RemakeError`].
pub fn remake(manifest: &SourcesManifest, latest: &Snapshot) -> Result<Vec<u8>, RemakeError> {
    let missing = || RemakeError::NoDocument(manifest.document.clone());
    let document = WantedDocument::of_stem(&manifest.document, latest).ok_or_else(missing)?;
    let version = document.version(latest).ok_or_else(missing)?;
    let presentation = Presentation::ALL.into_iter().find(|known| known.word() == manifest.presentation);
    let form = DocumentForm { presentation: presentation.ok_or_else(missing)?, carries_sources: true };
    let (store, faults) = TemplateStore::new(version);
    let mut report = Report::default();
    report.extend(faults);
    let formats = Formats { typ: false, pdf: true, png: false, heard: false };
    let made = make((document, form), version, &store, formats, &mut report, |_| ());
    let pdf = made.and_then(|made| made.files.into_values().next());
    pdf.ok_or_else(|| {
        let first = report.diagnostics().first();
        RemakeError::Prevented(first.map_or_else(String::new, |finding| finding.message.clone()))
    })
}

impl<'a> WantedDocument<'a> {
    /// The document that a stem names, if an edition has it.
    pub fn of_stem(stem: &str, snapshot: &'a Snapshot) -> Option<Self> {
        let latest = snapshot.dossier.iter().flat_map(|dossier| &dossier.avenants);
        let avenants = latest.map(|avenant| WantedDocument::Avenant(avenant.number));
        let kinds = DocumentKind::ALL.into_iter().flat_map(|kind| kind.documents(snapshot));
        kinds.chain(avenants).find(|document| document.stem() == stem)
    }
}
