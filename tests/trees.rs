//! What a project can be read from: a folder, files in memory, unsaved texts over either. Each file is read once, and two
//! projects can be open side by side in one process.

use calpae::parse;
use calpae::project::{self, FileRole, Memory, Overlay, Part, Project, ProjectError};

use crate::common::trees::{Counting, fixture, in_memory, path};

const FICHE: &str = "content/2024/fiches/01-accueil.md";

/// Number and headings of each fiche.
fn fiches(project: &Project) -> Vec<(u16, String)> {
    let parsed = parse::read(&project.sources, &project.plan);
    assert_eq!(parsed.diagnostics, []);
    let fiches = parsed.dossier.unwrap().fiches;
    fiches.into_iter().map(|f| (f.number.value.whole().unwrap(), f.title.value.to_string())).collect()
}

fn refusal(tree: &Memory) -> ProjectError {
    project::open(tree, None).unwrap_err()
}

#[test]
fn a_project_in_memory_is_the_one_of_the_disk() {
    for name in ["minimal", "temoin", "temoin-rapport", "val-d-ambre"] {
        let disk = fixture(name);
        let memory = in_memory(&disk);
        let (a, b) = (project::open(&disk, None).unwrap(), project::open(&memory, None).unwrap());
        assert_eq!(format!("{a:?}"), format!("{b:?}"), "{name}");
    }
}

#[test]
fn each_file_is_read_once_and_only_what_has_a_role() {
    let mut memory = in_memory(&fixture("temoin-rapport"));
    memory.insert(path("content/2024/plan.dwg"), "à moi");
    memory.insert(path("content/2019/convention.yaml"), "annee: 2019");
    let tree = Counting::new(memory);
    let project = project::open(&tree, None).unwrap();
    let reads = tree.reads();
    assert!(reads.values().all(|n| *n == 1), "{reads:#?}");
    let read: Vec<_> = reads.into_keys().collect();
    let mut kept: Vec<_> = project.sources.iter().map(|(_, source)| source.path().clone()).collect();
    kept.extend(project.images.into_keys());
    kept.sort();
    assert_eq!(read, kept);
    let of_the_rapport =
        kept.iter().filter(|path| FileRole::of(path, "2024").map(FileRole::part) == Some(Part::Rapport));
    assert_eq!(
        of_the_rapport.count(),
        kept.iter().filter(|path| path.as_str().contains("/rapports/")).count()
    );
}

#[test]
fn two_versions_stand_side_by_side_in_one_process() {
    let signed = in_memory(&fixture("temoin"));
    let text = String::from_utf8(project::Tree::read(&signed, &path(FICHE), u64::MAX).unwrap()).unwrap();
    let mut unsaved = Overlay::new(&signed);
    unsaved.insert(path(FICHE), text.replacen("\nintitule: ", "\nintitule: Nouvel ", 1));
    let (before, after) = (project::open(&signed, None).unwrap(), project::open(&unsaved, None).unwrap());
    let (before, after) = (fiches(&before), fiches(&after));
    assert_eq!(before.len(), after.len());
    let changed: Vec<_> = before.iter().zip(&after).filter(|(a, b)| a != b).collect();
    let [((1, old), (1, new))] = changed.as_slice() else { panic!("{changed:#?}") };
    assert_eq!(*new, format!("Nouvel {old}"));
}

#[test]
fn what_prevents_opening_is_said_by_path() {
    let whole = in_memory(&fixture("minimal"));
    let with = |name: &str, bytes: &[u8]| {
        let mut memory = whole.clone();
        memory.insert(path(name), bytes);
        memory
    };
    let without = |name: &str| {
        let files = project::Tree::files(&whole, &[path("content")]).unwrap().into_iter();
        let kept = files.filter(|file| file.as_str() != name);
        kept.map(|file| (file.clone(), project::Tree::read(&whole, &file, u64::MAX).unwrap()))
            .collect::<Memory>()
    };
    let organisation = "content/organisation.yaml";
    for (tree, message) in [
        (
            Memory::default(),
            "le dossier « mémoire » n’est pas un projet : il ne contient pas de dossier « content »",
        ),
        (
            without("content/2024/convention.yaml"),
            "le projet n’a pas d’édition : aucun dossier de « content » ne contient de convention.yaml",
        ),
        (without(organisation), "le fichier « content/organisation.yaml » manque au projet"),
    ] {
        assert_eq!(refusal(&tree).to_string(), message);
    }
    // What is there and cannot be read is told with the rest.
    for (bytes, code) in [(vec![b' '; 2_000_001], "PRJ-001"), (b"nom: D\xe9partement".to_vec(), "TXT-001")] {
        let opened = project::open(&with(organisation, &bytes), None).unwrap();
        assert_eq!(opened.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), [code]);
    }
    let unknown = project::open(&whole, Some("1999")).unwrap_err().to_string();
    assert_eq!(unknown, "l’édition « 1999 » n’existe pas ; éditions du projet : 2024");
}

#[test]
fn the_most_recent_edition_is_the_last_year_before_a_copy_beside_it() {
    let mut memory = in_memory(&fixture("minimal"));
    memory.insert(path("content/2024 (copie)/convention.yaml"), "");
    memory.insert(path("content/2019/convention.yaml"), "");
    memory.insert(path("content/2030/notes.md"), "");
    assert_eq!(project::editions(&memory).unwrap(), ["2019", "2024", "2024 (copie)"]);
    assert_eq!(project::open(&memory, None).unwrap().edition, "2024");
}
