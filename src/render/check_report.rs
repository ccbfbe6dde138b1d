//! The emitted folder of the annexe de contrôle: one file and the charte.

use super::emission::{Emission, Emitter};
use crate::diagnostic::Diagnostic;
use crate::document::CheckReport;
use crate::text::{FileId, ProjectPath, Sources};

/// Renders the annexe de contrôle.
///
/// # Errors
/// The mistakes of the templates.
pub fn emit(
    document: &CheckReport,
    overrides: &[(ProjectPath, FileId)],
    sources: &mut Sources,
) -> Result<Emission, Vec<Diagnostic>> {
    let mut emitter = Emitter::new(sources, overrides, Vec::new())?;
    emitter.render("controle.typ", "controle/controle.typ.tera", document);
    emitter.finish("controle.typ", std::iter::empty())
}
