//! The emitted folder of the convention: one file per article, annexe and fiche, the charte, the images.

use std::collections::BTreeMap;

use super::emission::{Avec, Emetteur, Emission};
use super::prose::proses;
use crate::diagnostic::Diagnostic;
use crate::document::DocumentConvention;
use crate::document::references::chemin_emis;
use crate::text::{Chemin, Fichier, Sources};

/// Renders the convention.
///
/// # Errors
/// The mistakes of the templates.
pub fn emettre(
    document: &DocumentConvention,
    images: &BTreeMap<Chemin, Vec<u8>>,
    surcharges: &[(Chemin, Fichier)],
    sources: &mut Sources,
) -> Result<Emission, Vec<Diagnostic>> {
    let mut emetteur = Emetteur::new(sources, surcharges, proses(&document.proses))?;
    let acte = &document.acte;
    emetteur.rendre("convention.typ", "convention/convention.typ.tera", document);
    for vue in &document.articles {
        emetteur.rendre(&vue.chemin, "convention/article.typ.tera", &Avec { acte, nom: "article", vue });
    }
    for vue in &document.annexes {
        emetteur.rendre(&vue.chemin, "convention/annexe.typ.tera", &Avec { acte, nom: "annexe", vue });
    }
    for vue in &document.fiches {
        emetteur.rendre(&vue.chemin, "convention/fiche.typ.tera", &Avec { acte, nom: "fiche", vue });
    }
    emetteur.rendre("convention/recapitulatif.typ", "convention/recapitulatif.typ.tera", document);
    let images = images.iter().map(|(chemin, octets)| (chemin_emis(chemin), octets.clone()));
    emetteur.finir("convention.typ", images)
}
