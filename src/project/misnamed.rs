//! The name that a file was meant to have: endings, case, accents and plurals put aside.

use super::role::{FileRole, is_image};
use crate::lang::flat;
use crate::model::edition::{OLD_RAPPORT, RAPPORTS, old_rapport_id};
use crate::text::ProjectPath;

/// The path that a misnamed file was meant to have.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Expected {
    /// The path.
    pub path: ProjectPath,
    /// What the file would be there.
    pub role: FileRole,
    /// Whether its ending tells that it is a page; a note in `.txt` must show a header.
    pub is_certain: bool,
}

impl Expected {
    /// The path meant by one that has no role.
    pub(super) fn of(path: &str, edition: &str) -> Option<Self> {
        let (folder, name) = path.rsplit_once('/')?;
        let ending = Ending::of(name);
        let mut folders: Vec<String> = folder.split('/').map(str::to_owned).collect();
        let name = match folders.as_slice() {
            [content] if content == "content" && ending.is_data && is_word(&ending.stem, "organisation") => {
                "organisation.yaml".to_owned()
            }
            [content, cadres, ..] if content == "content" && is_word(cadres, "cadres") && ending.is_data => {
                format!("{}.yaml", ending.stem)
            }
            [content, of, ..] if content == "content" && of == edition => {
                name_in_edition(&mut folders, edition, &ending)?
            }
            [templates, ..] if templates == "templates" => lower_ending(name),
            _ => return None,
        };
        let path = ProjectPath::new(&format!("{}/{name}", folders.join("/"))).ok()?;
        let role = FileRole::of(&path, edition).filter(|role| !is_image(*role))?;
        Some(Self { path, role, is_certain: ending.is_data || ending.is_page || role == FileRole::Template })
    }
}

/// The name meant in an edition; the names of its folders are mended on the way.
fn name_in_edition(folders: &mut Vec<String>, edition: &str, ending: &Ending) -> Option<String> {
    mend_folders(folders, edition);
    let names: Vec<&str> = folders.iter().skip(2).map(String::as_str).collect();
    let (is_pages, words): (bool, &[(&str, bool)]) = match names.as_slice() {
        ["articles" | "fiches", ..] => (true, &[]),
        [RAPPORTS, _, within @ ..] | [OLD_RAPPORT, within @ ..] => (
            within.first() == Some(&"fiches"),
            &[("rapport", false), ("reference", false), ("indicateurs", false), ("bilan", true)],
        ),
        [] => (
            false,
            &[
                ("convention", false),
                ("indicateurs", false),
                ("organisation", false),
                ("decisions", false),
                ("vie", false),
            ],
        ),
        _ => return None,
    };
    if is_pages {
        return (!ending.is_data && !ending.stem.is_empty()).then(|| format!("{}.md", ending.stem));
    }
    let (word, is_page) = words.iter().find(|(word, _)| is_word(&ending.stem, word))?;
    let fits = if *is_page { ending.is_page || ending.is_text } else { ending.is_data };
    fits.then(|| format!("{word}.{}", if *is_page { "md" } else { "yaml" }))
}

/// Gives the folders of an edition the names that they were meant to have. A report has a folder of its own: one that is
/// directly in that of the reports is the report of the year of the edition.
fn mend_folders(folders: &mut Vec<String>, edition: &str) {
    let is_plural = folders.get(2).is_some_and(|folder| flat(folder).ends_with('s'));
    let mut mend = |rank: usize, word: &str| match folders.get_mut(rank) {
        Some(folder) if is_word(folder, word) => word.clone_into(folder),
        _ => {}
    };
    mend(2, "articles");
    mend(2, "fiches");
    mend(2, if is_plural { RAPPORTS } else { OLD_RAPPORT });
    let is_fiches = |rank: usize| folders.get(rank).is_some_and(|folder| is_word(folder, "fiches"));
    match folders.get(2).map(String::as_str) {
        Some(OLD_RAPPORT) if folders.len() > 3 && !is_fiches(3) => {
            if let Some(folder) = folders.get_mut(2) {
                RAPPORTS.clone_into(folder);
            }
        }
        Some(RAPPORTS) if folders.len() == 3 || is_fiches(3) => folders.insert(3, old_rapport_id(edition)),
        _ => {}
    }
    let fiches = match folders.get(2).map(String::as_str) {
        Some(RAPPORTS) => 4,
        _ => 3,
    };
    if let Some(folder) = folders.get_mut(fiches).filter(|folder| is_word(folder, "fiches")) {
        "fiches".clone_into(folder);
    }
}

/// A name without its endings, and what they say.
#[derive(Debug)]
pub(super) struct Ending {
    /// The name without them, without what a path cannot have.
    pub stem: String,
    pub is_page: bool,
    pub is_data: bool,
    pub is_text: bool,
}

impl Ending {
    pub(super) fn of(name: &str) -> Self {
        let mut ending = Self { stem: String::new(), is_page: false, is_data: false, is_text: false };
        let mut rest = clean(name);
        while let Some((before, end)) = rest.rsplit_once('.') {
            match end.trim().to_lowercase().as_str() {
                "md" | "markdown" | "mdown" | "mdwn" | "mkd" => ending.is_page = true,
                "yaml" | "yml" => ending.is_data = true,
                // Windows hides it: « 04.md » saved by the Bloc-notes is « 04.md.txt ».
                "txt" | "text" => ending.is_text = true,
                "" => {}
                _ => break,
            }
            rest = before.trim_end().to_owned();
        }
        ending.is_text |= !rest.contains('.') && !ending.is_page && !ending.is_data;
        ending.stem = rest;
        ending
    }
}

/// A name with a dash for each character that a path cannot have.
pub(super) fn clean(name: &str) -> String {
    let is_refused = |c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let name: String = name.chars().map(|c| if is_refused(c) { '-' } else { c }).collect();
    name.trim().to_owned()
}

/// The endings of a template in lower case.
fn lower_ending(name: &str) -> String {
    let (stem, endings) = name.split_once('.').unwrap_or((name, ""));
    format!("{stem}.{}", endings.trim().to_lowercase())
}

/// Whether a name is a word but for case, accents, blanks and a final s.
pub(super) fn is_word(name: &str, word: &str) -> bool {
    flat(name).trim_end_matches('s') == word.trim_end_matches('s')
}
