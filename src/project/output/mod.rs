//! Writes the files of a document in its output folder: never over somebody else's work, and so that a full
//! disk or a killed process leaves each file whole, as it was or as it must be.

mod error;
mod folder;
mod manifest;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

pub use error::{Obstacle, OutputError, Reason};

use crate::text::ProjectPath;
use folder::{OutputFolder, Standing};
use manifest::{Manifest, Manifests, sum};

/// Folder, inside the output folder, of the manifests and of the files being written. It is ours alone.
const RESERVED: &str = ".calpae";

/// What was done, by path, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WriteSummary {
    /// Files created or replaced.
    pub written: Vec<String>,
    /// Files that had the right bytes and were not touched.
    pub unchanged: Vec<String>,
    /// Files made by an earlier run, no longer part of the document, removed.
    pub removed: Vec<String>,
    /// Such files that somebody has modified since, or whose name changed by its case alone: they stay, and
    /// are no longer ours.
    pub left_alone: Vec<String>,
}

/// Writes the files of a document, by relative path, and removes those that it no longer has.
///
/// Each document keeps in `.calpae/<document>.sha256` the sums of what it made, in the format of
/// `sha256sum -c`; so two documents share a folder, and even files, without removing each other's. A file
/// that no manifest knows, or whose bytes are not those of its line, is somebody's work: nothing is written
/// at all then, unless its bytes are the right ones.
///
/// All the files are written and synced aside before the first is renamed to its place: a full disk changes
/// nothing. During the renames the manifest has both the old and the new sums, so that a run killed there
/// does not take its own files for somebody's; the next run finishes its work.
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

/// As [`write`], with a function called before each change of the disk: the tests make it fail.
fn write_with(
    folder: &Path,
    document: &str,
    files: &BTreeMap<String, Vec<u8>>,
    before: &mut dyn FnMut() -> io::Result<()>,
) -> Result<WriteSummary, OutputError> {
    check_names(document, files)?;
    let mut output = OutputFolder::open(folder, before)?;
    let manifests = output.manifests()?;
    let plan = Plan::build(&output, document, files, &manifests)?;
    let old = manifests.from(document);
    if !plan.summary.written.is_empty() || !plan.summary.removed.is_empty() || plan.manifest != old {
        execute(&mut output, document, files, &plan, old)?;
    }
    Ok(plan.summary)
}

/// What there is to do, decided before anything is done.
struct Plan {
    summary: WriteSummary,
    /// The manifest once it is done.
    manifest: Manifest,
}

impl Plan {
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
            let wanted = sum(bytes);
            match output.standing(path)? {
                Standing::Absent => summary.written.push(path.clone()),
                Standing::File(sum) if sum == wanted => summary.unchanged.push(path.clone()),
                Standing::File(sum) if manifests.knows(path, &sum) => summary.written.push(path.clone()),
                Standing::File(_) => {
                    let known = manifests.named(path);
                    let reason = if known { Reason::Modified } else { Reason::Foreign };
                    obstacles.push(Obstacle { path: path.clone(), reason });
                }
                Standing::Obstacle(obstacle) => obstacles.push(obstacle),
            }
            manifest.add(path, wanted);
        }
        if !obstacles.is_empty() {
            obstacles.sort();
            obstacles.dedup();
            return Err(OutputError::Obstacles { folder: output.folder().to_owned(), obstacles });
        }
        for path in manifests.from(document).paths() {
            if files.contains_key(path) || manifests.named_elsewhere(document, path) {
                continue;
            }
            // Where case does not count, the new `Plan.svg` is the file that was `plan.svg`.
            if files.keys().any(|new_path| new_path.to_lowercase() == path.to_lowercase()) {
                summary.left_alone.push(path.to_owned());
                continue;
            }
            match output.standing(path)? {
                Standing::Absent => {}
                Standing::File(sum) if manifests.knows(path, &sum) => summary.removed.push(path.to_owned()),
                Standing::File(_) | Standing::Obstacle(_) => summary.left_alone.push(path.to_owned()),
            }
        }
        Ok(Self { summary, manifest })
    }
}

fn execute(
    output: &mut OutputFolder<'_>,
    document: &str,
    files: &BTreeMap<String, Vec<u8>>,
    plan: &Plan,
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

/// Paths come from our own templates, but an image is named by a person.
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
