//! The emitted folder of the annexe de contrôle: one file and the charte.

use super::emission::{Emetteur, Emission};
use crate::diagnostic::Diagnostic;
use crate::document::DocumentControle;
use crate::text::{Chemin, Fichier, Sources};

/// Renders the annexe de contrôle.
///
/// # Errors
/// The mistakes of the templates.
pub fn emettre(
    document: &DocumentControle,
    surcharges: &[(Chemin, Fichier)],
    sources: &mut Sources,
) -> Result<Emission, Vec<Diagnostic>> {
    let mut emetteur = Emetteur::new(sources, surcharges, Vec::new())?;
    emetteur.rendre("controle.typ", "controle/controle.typ.tera", document);
    emetteur.finir("controle.typ", std::iter::empty())
}
