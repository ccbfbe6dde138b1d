//! From the act to the emitted folder of one of its documents, with the sources that its PDF is to carry.

use super::{DocumentForm, WantedDocument, check, printable};
use crate::check::Selection;
use crate::check::registry::{self, FAMILIES};
use crate::compare::compare;
use crate::diagnostic::Diagnostic;
use crate::document::{self, Imprint};
use crate::export::CarriedSources;
use crate::export::sources::PrintedDocument;
use crate::model::Dossier;
use crate::render::templates::own_templates;
use crate::render::{self, Emission, TemplateStore};
use crate::snapshot::{PrintedPart, Snapshot};

/// The emitted document, or what is wrong with its templates; none when the act has no such document.
pub(super) fn render(
    (document, form): (WantedDocument<'_>, DocumentForm),
    dossier: &Dossier,
    snapshot: &Snapshot,
    store: &TemplateStore,
    step: &impl Fn(&str),
) -> Option<Result<Emission, Vec<Diagnostic>>> {
    let digest = digest(document, snapshot);
    let carried = form.carries_sources.then(|| carried(document, form, &digest, snapshot)).flatten();
    let place = format!("{}/sources.typ", document.stem());
    let sources = carried.is_some().then_some(place.as_str());
    let masked = snapshot.public.as_ref().map(|public| public.masked.as_slice());
    let imprint = Imprint { digest: &digest, presentation: form.presentation, sources, masked };
    let emission = match document {
        WantedDocument::Convention => {
            let document = document::convention(dossier, &snapshot.links, imprint);
            step("composition des gabarits…");
            render::convention::emit(&document, snapshot, store)
        }
        WantedDocument::Avenant(_) => {
            let before = snapshot.amended.as_deref()?;
            let comparison = compare(before, snapshot)?;
            let after = (dossier, &snapshot.links);
            let document = document::avenant(before.dossier.as_ref()?, after, &comparison, imprint)?;
            step("composition des gabarits…");
            render::avenant::emit(&document, snapshot, store)
        }
        WantedDocument::Consolidated => {
            let document = document::consolidated(dossier, &snapshot.links, imprint);
            step("composition des gabarits…");
            render::convention::emit(&document, snapshot, store)
        }
        WantedDocument::CheckReport => {
            step("contrôle…");
            // What is found is the document: it prevents nothing.
            let found = check(snapshot, &Selection::default());
            let document = document::check_report(
                dossier,
                &found,
                (FAMILIES, &|code| registry::rule(code).map(|rule| rule.page.title)),
                (&snapshot.sources, &snapshot.links),
                &digest,
            );
            step("composition des gabarits…");
            render::check_report::emit(&document, store).map(|mut emission| {
                printable::make_legible(&mut emission);
                emission
            })
        }
        WantedDocument::Rapport(id) => {
            let rapport = dossier.rapport(id)?;
            let document = document::rapport(dossier, rapport, &snapshot.links, imprint);
            step("composition des gabarits…");
            render::rapport::emit(&document, snapshot, store)
        }
    };
    Some(emission.and_then(|mut emission| {
        if let Some(carried) = &carried {
            render::carried::attach(&mut emission, &place, carried, store)?;
        }
        Ok(emission)
    }))
}

/// The digest of what a document is made of, in hexadecimal.
fn digest(document: WantedDocument<'_>, snapshot: &Snapshot) -> String {
    match document {
        WantedDocument::Convention | WantedDocument::CheckReport => snapshot.act_digest(),
        WantedDocument::Avenant(_) | WantedDocument::Consolidated => snapshot.digest_with_avenants(),
        WantedDocument::Rapport(id) => snapshot.digest_with_rapport(id),
    }
}

/// What the PDF of a document carries; nothing for the annexe de contrôle, a working paper.
fn carried(
    document: WantedDocument<'_>,
    form: DocumentForm,
    digest: &str,
    snapshot: &Snapshot,
) -> Option<CarriedSources> {
    let part = match document {
        WantedDocument::CheckReport => return None,
        WantedDocument::Rapport(id) => PrintedPart::Rapport(id),
        WantedDocument::Convention | WantedDocument::Avenant(_) | WantedDocument::Consolidated => {
            PrintedPart::Act
        }
    };
    let stem = document.stem();
    let own: Vec<_> = own_templates(snapshot).map(|(path, _)| path).collect();
    let presentation = form.presentation.word();
    let document = PrintedDocument { stem: &stem, part, presentation, digest, templates: &own };
    Some(CarriedSources::new(snapshot, document))
}
