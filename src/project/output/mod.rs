//! Writes the files of a document to its output folder: never over somebody else's work, and so that a full disk or a
//! killed process leaves each file whole, old or new.

mod error;
mod folder;
mod manifest;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

pub use error::{Obstacle, ObstacleReason, OutputError};

use crate::text::ProjectPath;
use folder::{FileStanding, OutputFolder};
use manifest::{Manifest, Manifests, sha256};

/// Folder, inside the output folder, reserved for the manifests and for files being written.
const RESERVED: &str = ".calpae";

/// What a write did; paths are sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WriteSummary {
    /// Files created or replaced.
    pub written: Vec<String>,
    /// Files that already had the right bytes; not touched.
    pub unchanged: Vec<String>,
    /// Files of an earlier run that are no longer part of the document; deleted.
    pub removed: Vec<String>,
    /// Files of an earlier run that somebody modified since, or whose name changed only by case: kept, and no longer
    /// ours.
    pub left_alone: Vec<String>,
}

/// Writes the files of a document, given by relative path, and deletes those it no longer has.
///
/// Each document keeps the checksums of its files in `.calpae/<document>.sha256`, so that documents share a folder,
/// and even files, without deleting each other's. A file that no manifest names, or whose checksum differs, is
/// somebody's work: unless it already has the right bytes, nothing at all is written.
///
/// All files are written and synced aside before the first is renamed into place, so that a full disk changes nothing.
/// During the renames the manifest has both old and new checksums: after a run killed there, the next one recognizes
/// the files as ours and finishes the work.
///
/// # Errors
/// See [`OutputError`]; it says whether files were already replaced.
pub fn write(
    folder: &Path,
    document: &str,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<WriteSummary, OutputError> {
    write_with(folder, document, files, &mut || Ok(()))
}

/// [`write`], with a hook called before each change of the disk, which tests make fail.
fn write_with(
    folder: &Path,
    document: &str,
    files: &BTreeMap<String, Vec<u8>>,
    before: &mut dyn FnMut() -> io::Result<()>,
) -> Result<WriteSummary, OutputError> {
    check_names(document, files)?;
    let mut output = OutputFolder::open(folder, before)?;
    let manifests = output.manifests()?;
    let plan = WritePlan::build(&output, document, files, &manifests)?;
    let old = manifests.of(document);
    if !plan.summary.written.is_empty() || !plan.summary.removed.is_empty() || plan.manifest != old {
        execute(&mut output, document, files, &plan, old)?;
    }
    Ok(plan.summary)
}

/// What to do, decided before anything is changed.
struct WritePlan {
    summary: WriteSummary,
    /// The manifest once everything is done.
    manifest: Manifest,
}

impl WritePlan {
    fn build(
        output: &OutputFolder<'_>,
        document: &str,
        files: &BTreeMap<String, Vec<u8>>,
        manifests: &Manifests,
    ) -> Result<Self, OutputError> {
        let mut summary = WriteSummary::default();
        let mut manifest = Manifest::default();
        let mut obstacles = Vec::new();
        for (path, bytes) in files {
            let wanted = sha256(bytes);
            match output.standing(path)? {
                FileStanding::Absent => summary.written.push(path.clone()),
                FileStanding::File(sum) if sum == wanted => summary.unchanged.push(path.clone()),
                FileStanding::File(sum) if manifests.knows(path, &sum) => summary.written.push(path.clone()),
                FileStanding::File(_) => {
                    let known = manifests.named(path);
                    let reason = if known { ObstacleReason::Modified } else { ObstacleReason::Foreign };
                    obstacles.push(Obstacle { path: path.clone(), reason });
                }
                FileStanding::Obstacle(obstacle) => obstacles.push(obstacle),
            }
            manifest.add(path, wanted);
        }
        if !obstacles.is_empty() {
            obstacles.sort();
            obstacles.dedup();
            return Err(OutputError::Obstacles { folder: output.folder().to_owned(), obstacles });
        }
        for path in manifests.of(document).paths() {
            if files.contains_key(path) || manifests.named_elsewhere(document, path) {
                continue;
            }
            // On a case-insensitive disk, the new `Plan.svg` is the file that was `plan.svg`.
            if files.keys().any(|new_path| new_path.to_lowercase() == path.to_lowercase()) {
                summary.left_alone.push(path.to_owned());
                continue;
            }
            match output.standing(path)? {
                FileStanding::Absent => {}
                FileStanding::File(sum) if manifests.knows(path, &sum) => {
                    summary.removed.push(path.to_owned())
                }
                FileStanding::File(_) | FileStanding::Obstacle(_) => summary.left_alone.push(path.to_owned()),
            }
        }
        Ok(Self { summary, manifest })
    }
}

fn execute(
    output: &mut OutputFolder<'_>,
    document: &str,
    files: &BTreeMap<String, Vec<u8>>,
    plan: &WritePlan,
    old: Manifest,
) -> Result<(), OutputError> {
    let place = format!("{RESERVED}/{document}.sha256");
    let mut prepared_files = Vec::new();
    for path in &plan.summary.written {
        let bytes = files.get(path).map_or(&[][..], Vec::as_slice);
        prepared_files.push((output.prepare(path, bytes)?, path));
    }
    let temporary = output.prepare(&place, old.union(&plan.manifest).text().as_bytes())?;
    let final_manifest = output.prepare(&place, plan.manifest.text().as_bytes())?;
    output.sync(&place)?;

    for (_, path) in &prepared_files {
        output.create_dirs(path)?;
    }
    output.put(temporary, &place)?;
    output.sync_directories([place.as_str()]);
    for (ready, path) in prepared_files {
        output.put(ready, path)?;
    }
    for path in &plan.summary.removed {
        output.remove(path)?;
    }
    let touched = plan.summary.written.iter().chain(&plan.summary.removed);
    output.sync_directories(touched.map(String::as_str));
    output.put(final_manifest, &place)?;
    output.sync_directories([place.as_str()]);
    Ok(())
}

/// Refuses names that leave the folder or collide: templates name most files, but people name images.
fn check_names(document: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<(), OutputError> {
    let refusal =
        |name: &str, cause: &str| Err(OutputError::Name { name: name.to_owned(), cause: cause.to_owned() });
    for name in std::iter::once(document).chain(files.keys().map(String::as_str)) {
        match ProjectPath::new(name) {
            Err(cause) => return refusal(name, &cause.to_string()),
            Ok(path) if path.as_str() != name => return refusal(name, "il a des « / » ou des « . » en trop"),
            Ok(_) => {}
        }
        if name.split('/').next().is_some_and(|head| head.eq_ignore_ascii_case(RESERVED)) {
            return refusal(name, "ce dossier est réservé à calpae");
        }
        if parents(name).any(|parent| files.contains_key(parent)) {
            return refusal(name, "un autre fichier porte le nom de son dossier");
        }
    }
    if document.contains('/') {
        return refusal(document, "le nom d’un document n’a pas de « / »");
    }
    Ok(())
}

/// The folders of a path, outermost first.
fn parents(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices('/').filter_map(|(end, _)| path.get(..end))
}
