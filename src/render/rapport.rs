//! The emitted folder of the report: one file per part and per sheet, the charte, the images.

use std::collections::BTreeMap;

use super::emission::{Avec, Emetteur, Emission};
use super::prose::proses;
use crate::diagnostic::Diagnostic;
use crate::document::DocumentRapport;
use crate::document::references::chemin_emis;
use crate::text::{Chemin, Fichier, Sources};

/// The parts that see the whole document: emitted file, template.
const PARTIES: [(&str, &str); 6] = [
    ("rapport.typ", "rapport/rapport.typ.tera"),
    ("rapport/synthese.typ", "rapport/synthese.typ.tera"),
    ("rapport/bilan.typ", "rapport/bilan.typ.tera"),
    ("rapport/annexe-1.typ", "rapport/annexe-1.typ.tera"),
    ("rapport/annexe-2.typ", "rapport/annexe-2.typ.tera"),
    ("rapport/annexe-3.typ", "rapport/annexe-3.typ.tera"),
];

/// Renders the report.
///
/// # Errors
/// The mistakes of the templates.
pub fn emettre(
    document: &DocumentRapport,
    images: &BTreeMap<Chemin, Vec<u8>>,
    surcharges: &[(Chemin, Fichier)],
    sources: &mut Sources,
) -> Result<Emission, Vec<Diagnostic>> {
    let mut emetteur = Emetteur::new(sources, surcharges, proses(&document.proses))?;
    for (chemin, gabarit) in PARTIES {
        emetteur.rendre(chemin, gabarit, document);
    }
    let acte = &document.acte;
    for vue in &document.fiches {
        emetteur.rendre(&vue.chemin, "rapport/fiche.typ.tera", &Avec { acte, nom: "fiche", vue });
    }
    let images = images.iter().map(|(chemin, octets)| (chemin_emis(chemin), octets.clone()));
    emetteur.finir("rapport.typ", images)
}
