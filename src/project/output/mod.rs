//! Writes the files of a document to its output folder: never over somebody else's work, and so that a full disk or a
//! killed process leaves each file whole, old or new.

mod error;
mod folder;
mod manifest;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

pub use error::{Obstacle, ObstacleReason, OutputError};

use super::search::is_in_sources;
use super::tree::{EntryKind, standing};
use crate::text::ProjectPath;
use folder::{FileStanding, OutputFolder};
pub use manifest::sha256;
use manifest::{Manifest, Manifests};

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
    /// Where the files that were not ours and that a person asked to replace are kept.
    pub kept: Vec<String>,
    /// Files of another format, as an earlier run wrote them, when those that were asked for were not the same then.
    pub others: Vec<String>,
}

/// What is asked of a write.
#[derive(Clone, Copy)]
pub struct WriteOptions<'a> {
    /// Which files of the document are of the formats asked for: those of another format, which an earlier run made, stay
    /// as they are.
    pub is_asked: &'a dyn Fn(&str) -> bool,
    /// Whether what is not ours is replaced too, and kept aside.
    pub replaces: bool,
}

/// Folder, inside the output folder, where what was replaced on demand is kept.
const KEPT: &str = "anciens";

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
    options: WriteOptions<'_>,
) -> Result<WriteSummary, OutputError> {
    write_with(folder, document, files, options, &mut || Ok(()))
}

/// Whether a folder has the main file of a Typst folder, but not these files as they are: another version of it.
pub fn has_another_version(folder: &Path, main_file: &str, files: &BTreeMap<String, Vec<u8>>) -> bool {
    let is_there = folder.join(main_file).symlink_metadata().is_ok_and(|metadata| metadata.is_file());
    let is_same = |(path, bytes): (&String, &Vec<u8>)| {
        std::fs::read(folder.join(path)).is_ok_and(|read| read == *bytes)
    };
    is_there && !files.iter().all(is_same)
}

/// The output folder of an edition. What is below the root may not be a link, which could lead out of the project;
/// the root is where a person said.
///
/// # Errors
/// When a folder on the way is a link or not a folder, or when the folder is among what a project reads.
pub fn folder(root: &Path, below: &[&str]) -> Result<PathBuf, OutputError> {
    // « output/2022 » is what a person would write, not « ./output/2022 ».
    let mut folder = if root == Path::new(".") { PathBuf::new() } else { root.to_owned() };
    if is_in_sources(&below.iter().fold(folder.clone(), |folder, name| folder.join(name))) {
        return Err(OutputError::InSources(root.to_owned()));
    }
    for name in below {
        let refusal = |reason| {
            let obstacles = vec![Obstacle { path: (*name).to_owned(), reason }];
            OutputError::Obstacles { folder: folder.clone(), obstacles }
        };
        match standing(&folder, name) {
            Ok(None | Some(EntryKind::Folder)) => {}
            Ok(Some(EntryKind::Link)) => return Err(refusal(ObstacleReason::Link)),
            Ok(Some(_)) => return Err(refusal(ObstacleReason::NotAFolder)),
            Err(cause) => return Err(OutputError::disk(&folder.join(name), cause)),
        }
        folder.push(name);
    }
    Ok(folder)
}

/// [`write`], with a hook called before each change of the disk, which tests make fail.
pub(super) fn write_with(
    folder: &Path,
    document: &str,
    files: &BTreeMap<String, Vec<u8>>,
    options: WriteOptions<'_>,
    before: &mut dyn FnMut() -> io::Result<()>,
) -> Result<WriteSummary, OutputError> {
    check_names(document, files)?;
    let mut output = OutputFolder::open(folder, before)?;
    let manifests = output.manifests()?;
    let plan = WritePlan::build(&output, document, files, options, &manifests)?;
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
    /// The checksums of the files that are replaced or deleted.
    seen: BTreeMap<String, String>,
    /// Where to keep the files that are replaced and not ours: from, to.
    kept: Vec<(String, String)>,
}

impl WritePlan {
    fn build(
        output: &OutputFolder<'_>,
        document: &str,
        files: &BTreeMap<String, Vec<u8>>,
        WriteOptions { is_asked, replaces }: WriteOptions<'_>,
        manifests: &Manifests,
    ) -> Result<Self, OutputError> {
        let mut summary = WriteSummary::default();
        let mut seen = BTreeMap::new();
        let mut manifest = Manifest::default();
        let mut obstacles = Vec::new();
        let mut kept = Vec::new();
        let aside = output.free_name(KEPT)?;
        for (path, bytes) in files {
            let wanted = sha256(bytes);
            match output.standing(path)? {
                FileStanding::Absent => summary.written.push(path.clone()),
                FileStanding::File { sum, .. } if sum == wanted => summary.unchanged.push(path.clone()),
                FileStanding::File { sum, is_read_only: false } if manifests.knows(path, &sum) => {
                    summary.written.push(path.clone());
                    seen.insert(path.clone(), sum);
                }
                FileStanding::File { sum, is_read_only: false } if replaces => {
                    summary.written.push(path.clone());
                    kept.push((path.clone(), format!("{aside}/{path}")));
                    seen.insert(path.clone(), sum);
                }
                FileStanding::File { sum, .. } => {
                    let reason = match manifests.named(path) {
                        true if manifests.knows(path, &sum) => ObstacleReason::ReadOnly,
                        true => ObstacleReason::Modified,
                        false => ObstacleReason::Foreign,
                    };
                    obstacles.push(Obstacle { path: path.clone(), reason });
                }
                FileStanding::Obstacle(obstacle) => obstacles.push(obstacle),
            }
            manifest.add(path, wanted);
        }
        if !obstacles.is_empty() {
            obstacles.sort();
            obstacles.dedup();
            let folder = output.folder().to_owned();
            return Err(match manifests.0.is_empty() {
                true => OutputError::Unknown { folder, obstacles },
                false => OutputError::Obstacles { folder, obstacles },
            });
        }
        let old = manifests.of(document);
        manifest = manifest.union(&old.only(|path| !files.contains_key(path) && !is_asked(path)));
        for path in old.paths().filter(|path| is_asked(path)) {
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
                FileStanding::File { sum, is_read_only: false } if manifests.knows(path, &sum) => {
                    summary.removed.push(path.to_owned());
                    seen.insert(path.to_owned(), sum);
                }
                FileStanding::File { .. } | FileStanding::Obstacle(_) => {
                    summary.left_alone.push(path.to_owned());
                }
            }
        }
        summary.kept = kept.iter().map(|(_, to)| to.clone()).collect();
        // What is replaced or removed has changed.
        if !seen.is_empty() {
            for path in old.paths().filter(|path| !is_asked(path) && !files.contains_key(*path)) {
                if matches!(output.standing(path)?, FileStanding::File { .. }) {
                    summary.others.push(path.to_owned());
                }
            }
        }
        Ok(Self { summary, manifest, seen, kept })
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
    let mut kept_files = Vec::new();
    for (from, to) in &plan.kept {
        kept_files.push((output.prepare_copy(from, to)?, to));
    }
    let temporary = output.prepare(&place, old.union(&plan.manifest).text().as_bytes())?;
    let final_manifest = output.prepare(&place, plan.manifest.text().as_bytes())?;
    output.sync(&place)?;

    for (_, path) in prepared_files.iter().chain(&kept_files) {
        output.create_dirs(path)?;
    }
    // What is not ours is safe in its other place before anything takes its own.
    for (ready, to) in kept_files {
        output.put(ready, to)?;
    }
    output.sync_directories(plan.summary.kept.iter().map(String::as_str));
    output.put(temporary, &place)?;
    output.sync_directories([place.as_str()]);
    for (ready, path) in prepared_files {
        output.replace(ready, path, plan.seen.get(path).map(String::as_str))?;
    }
    for path in &plan.summary.removed {
        output.remove(path, plan.seen.get(path).map_or("", String::as_str))?;
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
