//! Which pages the act has at one version: those that were signed, in place of some those of its avenants, up to one of them.

use std::collections::BTreeMap;

use super::layout::Unread;
use super::role::TEXT_MAX;
use super::{FileRole, Tree};
use crate::diagnostic::Diagnostic;
use crate::model::edition::{as_amended, designates, in_avenant};
use crate::syntax::yaml;
use crate::text::{ProjectPath, Sources, Span};

/// An avenant that has its own page, before anything of it is parsed.
#[derive(Debug)]
struct AvenantFolder {
    number: u16,
    /// The pages that it withdraws, as they are written.
    withdrawn: Vec<String>,
}

/// The files of an edition, as its avenants leave them.
#[derive(Debug, Default)]
pub(super) struct AmendedFiles {
    avenants: Vec<AvenantFolder>,
    /// Folders without a page that says what they are.
    strays: BTreeMap<u16, ProjectPath>,
    /// The files that have a role for the edition, of all versions.
    files: Vec<(u16, String, ProjectPath, FileRole)>,
}

impl AmendedFiles {
    /// Sorts the files of a listing.
    pub(super) fn of<'p>(
        tree: &dyn Tree,
        files: impl Iterator<Item = &'p ProjectPath>,
        edition: &str,
    ) -> Self {
        let mut all = Self::default();
        for path in files {
            let Some(role) = FileRole::of(path, edition) else { continue };
            let (number, within) =
                in_avenant(path.as_str(), edition).unwrap_or((0, path.as_str().to_owned()));
            if role == FileRole::Avenant && all.avenants.iter().all(|other| other.number != number) {
                all.avenants.push(AvenantFolder { number, withdrawn: withdrawn(tree, path) });
            }
            all.files.push((number, place_of(role, within), path.clone(), role));
        }
        all.avenants.sort_by_key(|avenant| avenant.number);
        let is_known = |number: u16| all.avenants.iter().any(|avenant| avenant.number == number);
        let lost = all.files.iter().filter(|(number, ..)| *number > 0 && !is_known(*number));
        all.strays = lost.map(|(number, _, path, _)| (*number, path.clone())).collect();
        all
    }

    /// The number of the last avenant; 0 without any.
    pub(super) fn last(&self) -> u16 {
        self.avenants.last().map_or(0, |avenant| avenant.number)
    }

    /// The number of the avenant before another; 0 when it is the first.
    pub(super) fn before(&self, number: u16) -> u16 {
        let others = self.avenants.iter().map(|avenant| avenant.number);
        others.filter(|other| *other < number).max().unwrap_or(0)
    }

    /// The files to read, in the order of the pages that they are, up to an avenant.
    pub(super) fn up_to(&self, last: u16) -> Vec<(ProjectPath, FileRole)> {
        let mut chosen: BTreeMap<&str, (&ProjectPath, FileRole)> = BTreeMap::new();
        let mut own_pages: Vec<(&ProjectPath, FileRole)> = Vec::new();
        let numbers = self.avenants.iter().map(|avenant| avenant.number);
        for number in std::iter::once(0).chain(numbers).filter(|number| *number <= last) {
            let avenant = self.avenants.iter().find(|avenant| avenant.number == number);
            for place in avenant.into_iter().flat_map(|avenant| &avenant.withdrawn) {
                chosen.retain(|within, (_, role)| !is_withdrawn(place, within, *role));
            }
            for (_, within, path, role) in self.files.iter().filter(|(of, ..)| *of == number) {
                match role {
                    FileRole::Avenant => own_pages.push((path, *role)),
                    FileRole::Life if number > 0 => own_pages.push((path, *role)),
                    _ => drop(chosen.insert(within, (path, *role))),
                }
            }
        }
        chosen.into_values().chain(own_pages).map(|(path, role)| (path.clone(), role)).collect()
    }

    /// What is said of the folders that have no page of their own.
    pub(super) fn told(&self) -> impl Iterator<Item = Unread> {
        self.strays.values().map(|path| {
            let mut folder = path.as_str();
            while folder.matches('/').count() > 3 {
                folder = folder.rsplit_once('/').map_or(folder, |(folder, _)| folder);
            }
            let message = format!("« {folder} » n’est pas lu : « avenant.yaml » y manque");
            let help = "y écrire au moins « objet: ce que change l’avenant » (« calpae new avenant » en fait un), ou ranger ce dossier hors de l’édition";
            let finding = Diagnostic::without_place("PRJ-005", message).help(help);
            Unread { path: Some(path.clone()), image: None, rapport: None, finding }
        })
    }
}

/// What tells a page from the others. The parties are the same page whether the edition has its own file or shares one.
fn place_of(role: FileRole, within: String) -> String {
    if role == FileRole::Organisation { "content/organisation.yaml".to_owned() } else { within }
}

/// Whether a page of the act is the one that an avenant withdraws.
fn is_withdrawn(place: &str, within: &str, role: FileRole) -> bool {
    let may_go = !matches!(role, FileRole::Organisation | FileRole::Convention | FileRole::Cadre);
    may_go && ProjectPath::new(within).is_ok_and(|path| designates(place, &path))
}

/// What a page withdraws, read before the others: it says which of them there are. What is wrong in it is told when it is
/// parsed.
fn withdrawn(tree: &dyn Tree, path: &ProjectPath) -> Vec<String> {
    let text = String::from_utf8(tree.read(path, TEXT_MAX).unwrap_or_default()).unwrap_or_default();
    let mut sources = Sources::default();
    let file = sources.add(path.clone(), &text);
    let zone = Span { file, start: 0, end: sources.source(file).text().len() };
    let Ok(root) = yaml::read(&sources, zone) else { return Vec::new() };
    let items = root.entry("retire").map(|(_, node)| node.items()).unwrap_or_default();
    items.iter().filter_map(|item| item.scalar()).map(str::to_owned).collect()
}

/// The real paths of the images that stand for others, by the path that texts write.
pub(super) fn moved_images<'p>(
    images: impl Iterator<Item = &'p ProjectPath>,
    edition: &str,
) -> BTreeMap<ProjectPath, ProjectPath> {
    let moved = images.filter_map(|path| {
        let within = as_amended(path.as_str(), edition);
        (within != path.as_str()).then(|| Some((ProjectPath::new(&within).ok()?, path.clone())))?
    });
    moved.collect()
}
