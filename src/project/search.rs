//! Finds the project that a folder is in: the nearest one above whose `content/` is that of an act.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::error::ProjectError;

/// Most entries looked at in a folder, to say where a project might be.
const ENTRIES_MAX: usize = 1_000;

/// What stands at `content` in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Nothing,
    /// Neither an edition, nor what all editions share.
    Foreign,
    /// A link, which is not followed, or a folder that cannot be listed.
    Closed,
    /// Of a project.
    OfAProject,
}

/// The root of the project that a folder is in, as a path that holds from where `start` does. The folder may be deep in
/// `content/`, or beside it.
///
/// # Errors
/// When the folder does not exist, when neither it nor any above is a project, or when its `content/` is something else's.
pub fn find_project(start: &Path) -> Result<PathBuf, ProjectError> {
    let here = match fs::canonicalize(start) {
        Ok(here) if here.is_dir() => here,
        Ok(_) => return Err(ProjectError::NotAFolder(start.to_owned())),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Err(no_folder(start)),
        Err(cause) => return Err(ProjectError::UnreadableFolder(start.to_owned(), cause)),
    };
    let mut foreign = None;
    let mut below = None;
    for (depth, folder) in here.ancestors().enumerate() {
        match content_of(folder) {
            Content::OfAProject => return Ok(shown(start, folder, depth)),
            // Reading the project says what is wrong.
            Content::Closed if depth == 0 => return Ok(start.to_owned()),
            // Far above, a folder called « content » has nothing to do with us.
            Content::Foreign if depth == 0 || below == Some("content".as_ref()) => {
                foreign = foreign.or(Some((folder, depth)));
            }
            Content::Foreign | Content::Closed | Content::Nothing => {}
        }
        below = folder.file_name();
    }
    Err(match foreign {
        Some((folder, depth)) => {
            let folder_shown = shown(start, folder, depth);
            ProjectError::ForeignContent {
                misplaced: misplaced(&folder.join("content")),
                folder: folder_shown,
            }
        }
        None => ProjectError::NoProject {
            from: start.to_owned(),
            has_an_edition: here.join("convention.yaml").is_file() || has_an_edition(&here),
            below: project_below(&here).map(|name| trimmed(start).join(name)),
        },
    })
}

/// Whether a path, once made, would be inside what a project reads: its `content/` or its `templates/`.
pub(super) fn is_in_sources(path: &Path) -> bool {
    let place = resolved(path);
    let is_source =
        |folder: &Path| folder.file_name().is_some_and(|name| name == "content" || name == "templates");
    place.ancestors().any(|folder| {
        is_source(folder) && folder.parent().is_some_and(|root| content_of(root) == Content::OfAProject)
    })
}

/// A path with no link and no `..`, even when its end does not exist.
fn resolved(path: &Path) -> PathBuf {
    let mut place = fs::canonicalize(".").unwrap_or_default();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(place.pop()),
            component => place.push(component),
        }
        // What does not exist yet is no link.
        place = fs::canonicalize(&place).unwrap_or(place);
    }
    place
}

fn content_of(folder: &Path) -> Content {
    let content = folder.join("content");
    match fs::symlink_metadata(&content) {
        Ok(metadata) if metadata.is_symlink() => Content::Closed,
        Ok(metadata) if !metadata.is_dir() => Content::Nothing,
        Ok(_) if fs::read_dir(&content).is_err() => Content::Closed,
        Ok(_) if is_of_a_project(&content) => Content::OfAProject,
        Ok(_) => Content::Foreign,
        Err(_) => Content::Nothing,
    }
}

/// Whether a folder has what all the editions of a project share, or an edition, be it under a wrong name.
fn is_of_a_project(content: &Path) -> bool {
    let is_shared = |name: &str| name.starts_with("organisation.y") || matches!(name, "cadres" | "cadre");
    names(content).iter().any(|name| is_shared(name)) || has_an_edition(content)
}

/// Whether a folder has a folder with a convention.
fn has_an_edition(folder: &Path) -> bool {
    let is_convention = |name: &String| name.to_lowercase().starts_with("convention.y");
    names(folder).iter().any(|name| names(&folder.join(name)).iter().any(is_convention))
}

/// The names of what is in a folder, sorted; none when it cannot be listed.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().take(ENTRIES_MAX);
    let mut names: Vec<_> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// A folder of this one that is a project.
fn project_below(folder: &Path) -> Option<String> {
    let is_project = |name: &String| content_of(&folder.join(name)) == Content::OfAProject;
    names(folder).into_iter().filter(|name| !name.starts_with('.')).find(is_project)
}

/// The folder that should stand where `content` does, or the file that should be in an edition of it.
fn misplaced(content: &Path) -> Option<&'static str> {
    if is_of_a_project(&content.join("content")) {
        return Some("content/content");
    }
    content.join("convention.yaml").is_file().then_some("content/convention.yaml")
}

fn no_folder(start: &Path) -> ProjectError {
    let name = start.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let parent = start.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folders = names(parent).into_iter().filter(|name| parent.join(name).is_dir()).collect::<Vec<_>>();
    let near = crate::diagnostic::near(name, folders.iter().map(String::as_str));
    ProjectError::NoFolder(start.to_owned(), near.map(|near| start.with_file_name(near)))
}

/// The path of a folder above `start`, written as `start` is: relative when it is.
fn shown(start: &Path, folder: &Path, depth: usize) -> PathBuf {
    if depth == 0 {
        return start.to_owned();
    }
    let is_it = |path: &Path| fs::canonicalize(path).is_ok_and(|place| place == folder);
    if let Some(above) = start.ancestors().nth(depth) {
        let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        if is_it(above) {
            return above.to_owned();
        }
    }
    let mut up = trimmed(start).to_owned();
    up.extend(std::iter::repeat_n("..", depth));
    if is_it(&up) { up } else { folder.to_owned() }
}

/// A path to which names can be added: empty for the current folder.
fn trimmed(start: &Path) -> &Path {
    if start == Path::new(".") { Path::new("") } else { start }
}
