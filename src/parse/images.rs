//! The images of an edition, which texts and figures name by their path.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Gap, near};
use crate::model::edition::old_rapport_id;
use crate::text::lookalikes::same_name;
use crate::text::{ProjectPath, Spanned};

/// What the project holds besides its texts, for the parser to check paths without a disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Images {
    /// The folder of the edition, to which paths are relative.
    pub edition: ProjectPath,
    /// The images found below it.
    pub present: BTreeSet<ProjectPath>,
    /// Those of an avenant, by the path in the edition that texts write.
    pub moved: BTreeMap<ProjectPath, ProjectPath>,
    /// What is wrong with those that cannot be read.
    pub faults: BTreeMap<ProjectPath, Diagnostic>,
    /// The other files of the project.
    pub others: BTreeSet<ProjectPath>,
}

/// The formats that are taken, for a person.
const FORMATS: &str = "PNG, JPEG, GIF, WebP ou SVG";

/// Code: a path that names no image.
pub(super) const NO_IMAGE: &str = "MD-002";

impl Images {
    /// Whether both have the same images: a path that leads to one leads to the same, whatever the other files.
    pub(super) fn has_those_of(&self, other: &Self) -> bool {
        let Self { edition, present, moved, faults, others: _ } = self;
        (edition, present, moved, faults) == (&other.edition, &other.present, &other.moved, &other.faults)
    }

    /// The file of a path written in the edition.
    ///
    /// # Errors
    /// One diagnostic: the path leaves the project, or names no image that is there (MD-002); what prevents reading the
    /// image that it names.
    pub fn find(&self, written: &Spanned<String>) -> Result<Spanned<ProjectPath>, Box<Diagnostic>> {
        let fault = |message| Diagnostic::error(NO_IMAGE, written.span, message).leaves(Gap::Link);
        let path = ProjectPath::new(&written.value).and_then(|_| self.edition.join(&written.value)).map_err(
            |e| {
                let message = format!("« {} » : {e}", written.value);
                let help = "écrire un chemin comme « images/carte.png », depuis le dossier de l’édition";
                Box::new(fault(message).help(help))
            },
        )?;
        let decoded = decoded(&written.value).and_then(|decoded| self.edition.join(&decoded).ok());
        let moved = self.moved(&written.value);
        let of_avenant = |path: &ProjectPath| self.moved.get(named(path, self.moved.keys())?);
        let is_present = |path: &ProjectPath| of_avenant(path).or_else(|| named(path, &self.present));
        let others = [decoded.as_ref(), moved.as_ref()].into_iter().flatten();
        if let Some(present) = is_present(&path).or_else(|| others.into_iter().find_map(is_present)) {
            return Ok(Spanned::new(present.clone(), written.span));
        }
        if let Some(unreadable) = named(&path, self.faults.keys())
            && let Some(told) = self.faults.get(unreadable)
        {
            let fault = Diagnostic::error(told.code, written.span, told.message.clone()).leaves(Gap::Link);
            return Err(Box::new(Diagnostic { help: told.help.clone(), ..fault }));
        }
        if named(&path, &self.others).is_some() {
            let message = format!("« {} » n’est pas d’un format d’image que le programme lit", written.value);
            return Err(Box::new(fault(message).help(format!("l’enregistrer en {FORMATS}"))));
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

impl Images {
    /// The place of an image of the only report of the edition, whose folder was `rapport/` in the first versions.
    fn moved(&self, written: &str) -> Option<ProjectPath> {
        let within = written.trim_start_matches("./").strip_prefix("rapport/")?;
        self.edition.join(&format!("rapports/{}/{within}", old_rapport_id(self.edition.name()))).ok()
    }
}

/// A path without the signs that addresses write their blanks and accents with: « mon%20plan.png ». None when it has
/// none of them.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut parts = path.split('%');
    bytes.extend_from_slice(parts.next()?.as_bytes());
    for part in parts {
        let (code, rest) = part.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(code, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok().filter(|decoded| decoded != path)
}

/// The path that is written, or one that a person sees as the same.
fn named<'p>(
    path: &ProjectPath,
    paths: impl IntoIterator<Item = &'p ProjectPath> + Clone,
) -> Option<&'p ProjectPath> {
    let is_written = |p: &&ProjectPath| *p == path;
    let is_same = |p: &&ProjectPath| same_name(p.as_str(), path.as_str());
    paths.clone().into_iter().find(is_written).or_else(|| paths.into_iter().find(is_same))
}
