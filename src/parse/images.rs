//! The images of an edition, which texts and figures name by their path.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, near};
use crate::text::{ProjectPath, Spanned};

/// What the project holds besides its texts, for the parser to check paths without a disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Images {
    /// The folder of the edition, to which paths are relative.
    pub edition: ProjectPath,
    /// The images found below it.
    pub present: BTreeSet<ProjectPath>,
}

impl Images {
    /// The file of a path written in the edition.
    ///
    /// # Errors
    /// One diagnostic (MD-002): the path leaves the project, or names no image that is there.
    pub fn find(&self, written: &Spanned<String>) -> Result<Spanned<ProjectPath>, Box<Diagnostic>> {
        let fault = |message| Diagnostic::error("MD-002", written.span, message);
        let path = ProjectPath::new(&written.value).and_then(|_| self.edition.join(&written.value)).map_err(
            |e| {
                let message = format!("« {} » : {e}", written.value);
                let help = "écrire un chemin comme « images/carte.png », depuis le dossier de l’édition";
                Box::new(fault(message).help(help))
            },
        )?;
        if self.present.contains(&path) {
            return Ok(Spanned::new(path, written.span));
        }
        let edition = format!("{}/", self.edition);
        let names = self.present.iter().filter_map(|c| c.as_str().strip_prefix(&edition));
        let help = match near(&written.value, names) {
            Some(near) => format!("vouliez-vous dire « {near} » ?"),
            None => format!("placer le fichier dans {edition} (formats PNG, JPEG, GIF, WebP, SVG)"),
        };
        Err(Box::new(fault(format!("l’image « {} » n’existe pas", written.value)).help(help)))
    }
}
