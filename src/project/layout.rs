//! What is written beside what is read: each file that nothing reads is passed over for a stated reason, or told with
//! the name expected. [`FileRole`] says which files are read.

use std::collections::{BTreeMap, BTreeSet};

use super::misnamed::{Ending, Expected, clean, is_word};
use super::role::{FileRole, Part, is_image, rapport_of};
use super::tree::{DEPTH_MAX, EntryKind, LeftOut, LeftOutReason, Listing, Tree, is_hidden};
use crate::diagnostic::{Diagnostic, Gap};
use crate::lang::flat;
use crate::model::edition::{OLD_RAPPORT, RAPPORTS, old_rapport_id};
use crate::text::ProjectPath;

/// Most names that one finding lists.
const LISTED: usize = 5;

/// What is said of something that nothing reads.
#[derive(Debug)]
pub(super) struct Unread {
    /// Its path, when it is a file that can be shown.
    pub path: Option<ProjectPath>,
    /// The image that it would have been: what cites it must say the same.
    pub image: Option<ProjectPath>,
    /// The report that lacks it, when the act does not.
    pub rapport: Option<String>,
    /// What is said.
    pub finding: Diagnostic,
}

/// A folder, and the names of its files that are of no kind that the program knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherFiles {
    folder: String,
    names: Vec<String>,
}

impl OtherFiles {
    /// One finding for those that no text cites, the path of which is told otherwise; none when all are cited.
    pub(crate) fn tell(&self, is_cited: impl Fn(&str) -> bool) -> Option<Diagnostic> {
        let names = self.names.iter().map(String::as_str);
        let names: Vec<&str> = names.filter(|name| !is_cited(&format!("{}/{name}", self.folder))).collect();
        (!names.is_empty()).then(|| passed_over(&self.folder, &names))
    }
}

/// All that an edition and `content/` have and that nothing reads.
#[derive(Debug, Default)]
pub(super) struct AllUnread {
    /// What is said of it, in the order of paths.
    pub told: Vec<Unread>,
    /// The files of no known kind, which a text may cite as images.
    pub others: Vec<OtherFiles>,
    /// The paths; what no one takes for a part of an act is not among them.
    pub paths: BTreeSet<String>,
}

/// Looks for what nothing reads, in the listing of an edition and directly in `content/`.
pub(super) fn unread(tree: &dyn Tree, listing: &Listing, edition: &str, editions: &[String]) -> AllUnread {
    let mut told = Vec::new();
    let mut paths = BTreeSet::new();
    let mut others: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut folders: BTreeMap<(String, String), (usize, Option<String>)> = BTreeMap::new();
    for path in &listing.files {
        let (folder, name) = split(path.as_str());
        if FileRole::of(path, edition).is_some() || is_passed_over(name) {
            continue;
        }
        paths.insert(path.to_string());
        match Expected::of(path.as_str(), edition).filter(|e| !listing.files.contains(&e.path)) {
            Some(expected) if expected.is_certain || has_header(tree, path) => {
                let rapport = || rapport_of(expected.path.as_str(), edition);
                match misnamed_folder(path.as_str(), expected.path.as_str()) {
                    Some(pair) => folders.entry(pair).or_insert_with(|| (0, rapport())).0 += 1,
                    None => told.push(misnamed(path, &expected, edition)),
                }
            }
            _ => match misplaced(tree, listing, path, edition) {
                Some(unread) => told.push(unread),
                None => others.entry(folder).or_default().push(name),
            },
        }
    }
    told.extend(folders.into_iter().map(|((folder, expected), (number, rapport))| {
        let s = if number > 1 { "s" } else { "" };
        let message = format!("le dossier « {folder} » n’est pas lu : il a {number} fichier{s} de l’édition");
        let finding = error(message).help(did_you_mean(split(&expected).1));
        let is_of_pages = ["articles", "fiches"].contains(&split(&expected).1);
        Unread { rapport, ..unlisted(if is_of_pages { finding.leaves(Gap::Pages) } else { finding }) }
    }));
    for (shown, left_out) in &listing.left_out {
        if !is_passed_over(split(shown).1) {
            paths.insert(shown.clone());
        }
        match tell_left_out(shown, *left_out, edition) {
            Some(unread) => told.push(unread),
            None if is_passed_over(split(shown).1) => {}
            None => others.entry(split(shown).0).or_default().push(split(shown).1),
        }
    }
    let others = others.into_iter().map(|(folder, names)| OtherFiles {
        folder: folder.to_owned(),
        names: names.into_iter().map(str::to_owned).collect(),
    });
    let mut unread = AllUnread { told, others: others.collect(), paths };
    unread_in_content(tree, edition, editions, &mut unread);
    unread
}

/// Adds the files and folders directly in `content/` that are neither of an edition nor of all of them.
fn unread_in_content(tree: &dyn Tree, edition: &str, editions: &[String], unread: &mut AllUnread) {
    let Ok(entries) = ProjectPath::new("content").map_or(Ok(Vec::new()), |content| tree.entries(&content))
    else {
        return;
    };
    let told = &mut unread.told;
    let mut names = Vec::new();
    let has_cadres = entries.iter().any(|e| e.name == "cadres");
    for entry in &entries {
        let name = entry.name.as_str();
        let is_shared = matches!(name, "organisation.yaml" | "cadres");
        let is_read = is_shared || editions.iter().any(|e| e == name);
        if is_read || is_passed_over(name) {
            continue;
        }
        let shown = format!("content/{name}");
        unread.paths.insert(shown.clone());
        if entry.kind == EntryKind::Folder && is_word(name, "cadres") && !has_cadres {
            let finding = error(format!("le dossier « {shown} » n’est pas lu")).warning();
            told.push(unlisted(finding.help(did_you_mean("cadres"))));
        } else if let Some((page, folder)) = entry.path.as_ref().and_then(|path| stray_page(tree, path)) {
            let message =
                format!("« {page} » n’est pas lu : une page de l’acte est dans le dossier de son édition");
            let finding = error(message).help(format!("la déplacer dans « content/{edition}/{folder} »"));
            told.push(unlisted(finding.leaves(Gap::Pages)));
        } else if let Some(convention) = entry.path.as_ref().and_then(|path| misnamed_convention(tree, path))
        {
            let message = format!("« {shown} » n’est pas une édition : « {convention} » n’est pas lu");
            told.push(unlisted(error(message).advice().help(did_you_mean("convention.yaml"))));
        } else {
            names.push(name.to_owned());
        }
    }
    if !names.is_empty() {
        unread.others.push(OtherFiles { folder: "content".to_owned(), names });
    }
}

/// A page of an act that stands directly in `content/`, or in a folder `fiches` or `articles` there; and the folder where
/// one like it is read.
fn stray_page(tree: &dyn Tree, path: &ProjectPath) -> Option<(ProjectPath, &'static str)> {
    let is_page = |path: &ProjectPath| Ending::of(split(path.as_str()).1).is_page;
    let folder_of = |kind: PageKind| match kind {
        PageKind::Article => "articles",
        PageKind::Fiche => "fiches",
    };
    if is_page(path) {
        return page_kind(tree, path).map(|kind| (path.clone(), folder_of(kind)));
    }
    let name = split(path.as_str()).1;
    if !(is_word(name, "fiches") || is_word(name, "articles")) {
        return None;
    }
    let pages = tree.entries(path).ok()?.into_iter().filter_map(|entry| entry.path).filter(is_page);
    pages.into_iter().find_map(|page| Some((page.clone(), folder_of(page_kind(tree, &page)?))))
}

/// The file of a folder that was meant to be its `convention.yaml`.
pub(super) fn misnamed_convention(tree: &dyn Tree, folder: &ProjectPath) -> Option<ProjectPath> {
    misnamed_file(tree, folder, "convention")
}

/// The file of a folder that has the stem of a YAML page, and not its name.
pub(super) fn misnamed_file(tree: &dyn Tree, folder: &ProjectPath, stem: &str) -> Option<ProjectPath> {
    let is_meant = |name: &str| {
        let ending = Ending::of(name);
        is_word(&ending.stem, stem) && ending.is_data && !is_passed_over(name)
    };
    tree.entries(folder).ok()?.into_iter().find(|e| is_meant(&e.name)).and_then(|e| e.path)
}

/// Files that no one takes for a part of an act: hidden files, copies of editors, locks of Word and LibreOffice,
/// what Windows and macOS leave in folders, and presentations of a folder.
fn is_passed_over(name: &str) -> bool {
    let lower = name.to_lowercase();
    let ending = lower.rsplit_once('.').map_or("", |(_, end)| end);
    let stem = lower.split('.').next().unwrap_or_default();
    is_hidden(name)
        || name.ends_with('~')
        || name.starts_with("~$")
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(ending, "bak" | "swp" | "swo" | "tmp" | "orig" | "lock")
        || matches!(lower.as_str(), "thumbs.db" | "ehthumbs.db" | "desktop.ini" | "icon\r")
        || matches!(flat(stem).as_str(), "licence" | "license")
        || is_presentation(name)
}

/// Whether a file presents its folder to those who open it, as its name says: it is no page of an act.
pub(super) fn is_presentation(name: &str) -> bool {
    matches!(flat(name.split('.').next().unwrap_or_default()).as_str(), "readme" | "lisezmoi" | "lisez moi")
}

/// Whether a file opens as a page does.
fn has_header(tree: &dyn Tree, path: &ProjectPath) -> bool {
    let bytes = tree.read(path, super::role::TEXT_MAX).unwrap_or_default();
    String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').starts_with("---")
}

/// A folder and the name it should have, when a file is misplaced for no other reason.
fn misnamed_folder(path: &str, expected: &str) -> Option<(String, String)> {
    let mut wrong = Vec::new();
    for (name, meant) in path.split('/').zip(expected.split('/')) {
        wrong.push(name);
        if name != meant {
            let parent = wrong.get(..wrong.len() - 1)?.join("/");
            let is_folder = wrong.len() < path.split('/').count();
            return is_folder.then(|| (wrong.join("/"), format!("{parent}/{meant}")));
        }
    }
    None
}

/// What is said of a page of an edition that stands where none is read: the place where one like it is. An error when its
/// header is that of an article or of a fiche, which the act then lacks.
fn misplaced(tree: &dyn Tree, listing: &Listing, path: &ProjectPath, edition: &str) -> Option<Unread> {
    let within = path.as_str().strip_prefix("content/")?.strip_prefix(edition)?.strip_prefix('/')?;
    let (folder, name) = split(within);
    let ending = Ending::of(name);
    let top = folder.split('/').next().unwrap_or_default();
    let is_data_page = ending.is_data && matches!(top, "articles" | "fiches");
    let may_be_a_page = ending.is_page || ending.is_data || ending.is_text;
    let kind = may_be_a_page.then(|| page_kind(tree, path)).flatten();
    if ending.stem.is_empty() || (kind.is_none() && !ending.is_page && !is_data_page) {
        return None;
    }
    let rapport =
        rapport_of(path.as_str(), edition).or_else(|| (top == RAPPORTS).then(|| old_rapport_id(edition)));
    let place = match (top, kind, &rapport) {
        (OLD_RAPPORT, ..) => "rapport/fiches".to_owned(),
        (_, _, Some(id)) => format!("{RAPPORTS}/{id}/fiches"),
        ("articles" | "fiches", ..) => top.to_owned(),
        (_, Some(PageKind::Article), _) => "articles".to_owned(),
        (_, Some(PageKind::Fiche), _) => "fiches".to_owned(),
        (_, None, _) => String::new(),
    };
    let expected = format!("content/{edition}/{place}/{}.md", ending.stem);
    // A copy of a page that is read.
    if listing.files.iter().any(|file| file.as_str() == expected) {
        return None;
    }
    let finding = error(format!("« {path} » n’est pas lu : ce n’est pas la place d’une page"));
    let finding = match (place.as_str(), kind) {
        ("", _) => finding.help("le déplacer hors de l’édition, ou, si c’est une page de l’acte, dans son dossier « articles » ou « fiches »"),
        (_, Some(_)) => finding.help(format!("le nommer « {expected} »")),
        (_, None) => finding.help(format!("si c’est une page, le nommer « {expected} » ; sinon, le déplacer hors de l’édition")),
    };
    let finding = if kind.is_some() { finding.leaves(Gap::Pages) } else { finding.warning() };
    Some(Unread { path: Some(path.clone()), image: None, rapport, finding })
}

/// What the header of a page says that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PageKind {
    Article,
    /// Of the act or of the rapport.
    Fiche,
}

/// What the keys of the header of a file say that it is; none without a header of a page.
fn page_kind(tree: &dyn Tree, path: &ProjectPath) -> Option<PageKind> {
    let bytes = tree.read(path, super::role::TEXT_MAX).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim_end);
    if lines.next() != Some("---") {
        return None;
    }
    let header = lines.take_while(|line| !matches!(*line, "---" | "..."));
    let keys: BTreeSet<&str> = header.filter_map(|line| Some(line.split_once(':')?.0)).collect();
    let has = |names: &[&str]| names.iter().any(|name| keys.contains(name));
    if has(&["intitule", "mesures", "annexe", "axe", "fiche"]) {
        Some(PageKind::Fiche)
    } else {
        has(&["numero", "titre"]).then_some(PageKind::Article)
    }
}

fn misnamed(path: &ProjectPath, expected: &Expected, edition: &str) -> Unread {
    let (folder, name) = split(expected.path.as_str());
    let is_elsewhere = folder.split('/').count() != split(path.as_str()).0.split('/').count();
    let help = match is_elsewhere {
        true => format!("si c’est une page d’un rapport, le nommer « {} »", expected.path),
        false => did_you_mean(name),
    };
    let finding = error(format!("« {path} » n’est pas lu")).help(help);
    let is_frame_of_one_act = !matches!(expected.role, FileRole::Cadre | FileRole::Template);
    Unread {
        path: Some(path.clone()),
        image: None,
        rapport: rapport_of(expected.path.as_str(), edition),
        finding: if is_frame_of_one_act { finding } else { finding.warning() },
    }
}

/// What is said of what cannot be read at all; none of what is not a part of the edition.
fn tell_left_out(shown: &str, left_out: LeftOut, edition: &str) -> Option<Unread> {
    let name = split(shown).1;
    if is_passed_over(name) {
        return None;
    }
    let path = ProjectPath::new(shown).ok();
    let role = path.as_ref().and_then(|path| FileRole::of(path, edition));
    let expected = Expected::of(shown, edition);
    let role = role.or(expected.as_ref().filter(|e| e.is_certain).map(|e| e.role));
    let part =
        role.map(FileRole::part).or_else(|| part_of_folder(shown, edition).filter(|_| !name.contains('.')));
    let why = match left_out.reason {
        LeftOutReason::Name => "son nom a un caractère qu’un fichier du projet ne peut pas avoir".to_owned(),
        LeftOutReason::Link => "c’est un lien symbolique, que le programme ne suit pas".to_owned(),
        LeftOutReason::Special => "ce n’est pas un fichier ordinaire".to_owned(),
        LeftOutReason::Depth => format!("ce dossier est à plus de {DEPTH_MAX} niveaux"),
    };
    let help = match (left_out.reason, &expected) {
        (LeftOutReason::Name, Some(expected)) => did_you_mean(split(expected.path.as_str()).1),
        (LeftOutReason::Name, None) => did_you_mean(&clean(name)),
        (LeftOutReason::Link, _) => "mettre à la place du lien ce qu’il désigne".to_owned(),
        (LeftOutReason::Special, _) => "mettre un fichier à sa place".to_owned(),
        (LeftOutReason::Depth, _) => "le placer plus haut".to_owned(),
    };
    let finding = error(format!("« {shown} » n’est pas lu : {why}")).help(help);
    let image = path.filter(|_| role.is_some_and(is_image));
    let (is_left_out, is_image) = (part.is_some(), image.is_some());
    if !is_left_out && left_out.reason != LeftOutReason::Link {
        return None;
    }
    let finding = if is_left_out && !is_image { finding } else { finding.warning() };
    // What is left out may be the folder of a report.
    let rapport =
        rapport_of(shown, edition).or_else(|| rapport_of(&format!("{shown}/rapport.yaml"), edition));
    let rapport = rapport.filter(|_| part == Some(Part::Rapport));
    Some(Unread { path: None, image, rapport, finding })
}

/// The report of an edition in its old folder, when the one of the same name is in that of the reports too: nothing says
/// which is right.
#[derive(Debug)]
pub(super) struct RapportInTwoPlaces {
    id: String,
    /// The folder that is not read, ended by a slash.
    old: String,
    /// The folder that is.
    new: String,
    /// A file of the former.
    file: ProjectPath,
}

impl RapportInTwoPlaces {
    /// Whether a file is one of the folder that is not read.
    pub(super) fn leaves_out(&self, path: &ProjectPath) -> bool {
        path.as_str().starts_with(&self.old)
    }

    /// What is said of it.
    pub(super) fn told(&self) -> Unread {
        let Self { id, old, new, file } = self;
        let (old, new) = (old.trim_end_matches('/'), new.trim_end_matches('/'));
        let message = format!("le rapport {id} est à deux places : « {old} » n’est pas lu, « {new} » l’est");
        let finding =
            error(message).help("garder l’un des deux dossiers, et ranger l’autre hors de l’édition");
        Unread { path: Some(file.clone()), image: None, rapport: Some(id.clone()), finding }
    }
}

/// The report of an edition that is in two places, if it is.
pub(super) fn rapport_in_two_places(listing: &Listing, edition: &str) -> Option<RapportInTwoPlaces> {
    let id = old_rapport_id(edition);
    let old = format!("content/{edition}/{OLD_RAPPORT}/");
    let new = format!("content/{edition}/{RAPPORTS}/{id}/");
    let is_read = |path: &&ProjectPath| FileRole::of(path, edition).is_some();
    let first = |folder: &str| {
        listing.files.iter().filter(is_read).find(|path| path.as_str().starts_with(folder)).cloned()
    };
    let file = first(&old)?;
    first(&new).map(|_| RapportInTwoPlaces { id, old, new, file })
}

/// What the pages of a folder are part of, as `content/2024/fiches`.
fn part_of_folder(path: &str, edition: &str) -> Option<Part> {
    if path.split('/').next() == Some("templates") {
        return Some(Part::Layout);
    }
    let within = path.strip_prefix("content/")?;
    let names: Vec<&str> = within.split('/').collect();
    match names.as_slice() {
        ["cadres", ..] => Some(Part::Act),
        [of, RAPPORTS | OLD_RAPPORT, ..] if *of == edition => Some(Part::Rapport),
        [of, "fiches" | "articles", ..] if *of == edition => Some(Part::Act),
        _ => None,
    }
}

/// One finding for the files of a folder that are of no kind that the program knows.
fn passed_over(folder: &str, names: &[&str]) -> Diagnostic {
    let message = match names {
        [name] => format!("« {folder}/{name} » n’est pas lu"),
        names => {
            let listed = names.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
            let more = if names.len() > LISTED { "…" } else { "" };
            format!(
                "« {folder} » a {} fichiers ou dossiers qui ne sont pas lus : {listed}{more}",
                names.len()
            )
        }
    };
    error(message).advice().help(
        "le déplacer hors du dossier, ou lui donner un nom qui est lu : « calpae explain PRJ-005 » les dit",
    )
}

fn error(message: String) -> Diagnostic {
    Diagnostic::without_place("PRJ-005", message)
}

fn unlisted(finding: Diagnostic) -> Unread {
    Unread { path: None, image: None, rapport: None, finding }
}

fn did_you_mean(name: &str) -> String {
    format!("vouliez-vous dire « {name} » ?")
}

/// The folder of a path, and its last name.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}
