#![expect(clippy::disallowed_methods, reason = "the tests write what a person would")]

use std::fs;
use std::io;

use tempfile::{TempDir, tempdir};

use super::*;

fn path(text: &str) -> ProjectPath {
    ProjectPath::new(text).unwrap()
}

fn memory(files: &[(&str, &str)]) -> Memory {
    files.iter().map(|(name, text)| (path(name), text.as_bytes().to_vec())).collect()
}

fn on_disk(files: &[(&str, &str)]) -> (TempDir, Disk) {
    let folder = tempdir().unwrap();
    for (name, text) in files {
        let place = folder.path().join(name);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }
    let disk = Disk::new(folder.path());
    (folder, disk)
}

fn listed(tree: &dyn Tree, places: &[&str]) -> Vec<String> {
    let places: Vec<_> = places.iter().map(|place| path(place)).collect();
    tree.files(&places).unwrap().iter().map(ToString::to_string).collect()
}

fn folders(tree: &dyn Tree) -> Vec<String> {
    tree.folders(&path("content")).unwrap().iter().map(ToString::to_string).collect()
}

fn text(tree: &dyn Tree, name: &str) -> String {
    String::from_utf8(tree.read(&path(name), 100).unwrap()).unwrap()
}

fn refusal(tree: &dyn Tree, name: &str) -> String {
    tree.read(&path(name), 3).unwrap_err().to_string()
}

const FILES: [(&str, &str); 6] = [
    ("content/2024/convention.yaml", "une"),
    ("content/2024/fiches/a/b.md", "deux"),
    ("content/2024/fiches/.cache.md", "non"),
    ("content/1/2/3/4/5/6/7/8/9.md", "trop bas"),
    ("content/organisation.yaml", "tiers"),
    ("README.md", "ailleurs"),
];

#[test]
fn the_disk_and_the_memory_say_the_same() {
    let (_folder, disk) = on_disk(&FILES);
    let memory = memory(&FILES);
    let bare = Memory::default();
    let mut overlay = Overlay::new(&bare);
    FILES.iter().for_each(|(name, text)| overlay.insert(path(name), *text));
    for tree in [&disk as &dyn Tree, &memory, &overlay] {
        assert_eq!(
            listed(tree, &["content", "absent", "content/2024"]),
            ["content/2024/convention.yaml", "content/2024/fiches/a/b.md", "content/organisation.yaml"]
        );
        assert_eq!(listed(tree, &["content/organisation.yaml"]), ["content/organisation.yaml"]);
        assert_eq!(listed(tree, &["content/organisation"]), Vec::<String>::new());
        assert_eq!(listed(tree, &["content/1/2"]), ["content/1/2/3/4/5/6/7/8/9.md"]);
        assert_eq!(folders(tree), ["content/1", "content/2024"]);
        assert_eq!(text(tree, "content/2024/fiches/a/b.md"), "deux");
        assert_eq!(
            refusal(tree, "content/2024/fiches/a/b.md"),
            "le fichier « content/2024/fiches/a/b.md » dépasse 0 Mo"
        );
        assert_eq!(
            refusal(tree, "content/non.md"),
            "le fichier « content/non.md » ne peut être lu : introuvable"
        );
        let error = tree.folders(&path("templates")).unwrap_err();
        let TreeError::Folder { cause, .. } = error else { panic!("{error}") };
        assert_eq!(cause.kind(), io::ErrorKind::NotFound);
    }
}

#[test]
fn an_overlay_changes_one_file_only() {
    let (_folder, disk) = on_disk(&FILES);
    let mut overlay = Overlay::new(&disk);
    overlay.insert(path("content/organisation.yaml"), "quatre");
    overlay.insert(path("content/2025/convention.yaml"), "neuve");
    for name in listed(&disk, &["content"]) {
        let expected =
            if name == "content/organisation.yaml" { "quatre".to_owned() } else { text(&disk, &name) };
        assert_eq!(text(&overlay, &name), expected, "{name}");
    }
    assert_eq!(text(&disk, "content/organisation.yaml"), "tiers");
    assert_eq!(folders(&overlay), ["content/1", "content/2024", "content/2025"]);
    assert_eq!(listed(&overlay, &["content/2025"]), ["content/2025/convention.yaml"]);
    assert_eq!(listed(&disk, &["content/2025"]), Vec::<String>::new());
    assert_eq!(overlay.name(), disk.name());
    // An overlay is a tree: another may be laid over it.
    let mut second = Overlay::new(&overlay);
    second.insert(path("content/organisation.yaml"), "cinq");
    assert_eq!(
        (text(&second, "content/organisation.yaml"), text(&second, "README.md")),
        ("cinq".into(), "ailleurs".into())
    );
}

#[test]
fn more_files_than_a_project_has_are_refused() {
    let mut many: Memory = (0..FILES_MAX).map(|n| (path(&format!("content/{n}.md")), Vec::new())).collect();
    assert_eq!(listed(&many, &["content"]).len(), FILES_MAX);
    let mut overlay = Overlay::new(&many);
    overlay.insert(path("content/encore.md"), "");
    let refused = |tree: &dyn Tree| tree.files(&[path("content")]).unwrap_err().to_string();
    assert_eq!(refused(&overlay), "le projet a plus de 5 000 fichiers");
    many.insert(path("content/encore.md"), "");
    assert_eq!(refused(&many), "le projet a plus de 5 000 fichiers");
}

/// A path cannot be written that leaves the project ([`ProjectPath`] refuses it); a link cannot be followed.
#[test]
#[cfg(unix)]
fn nothing_outside_the_project_is_read() {
    use std::os::unix::fs::symlink;
    let (elsewhere, _) = on_disk(&[("secret.md", "chut"), ("dedans/secret.md", "chut")]);
    let (folder, disk) = on_disk(&FILES);
    symlink(elsewhere.path().join("secret.md"), folder.path().join("content/lien.md")).unwrap();
    symlink(elsewhere.path().join("dedans"), folder.path().join("content/dedans")).unwrap();
    assert!(ProjectPath::new("../secret.md").is_err());
    assert!(!listed(&disk, &["content"]).iter().any(|name| name.contains("lien") || name.contains("dedans")));
    assert_eq!(
        refusal(&disk, "content/lien.md"),
        "le fichier « content/lien.md » ne peut être lu : ce n’est pas un fichier ordinaire"
    );
}
