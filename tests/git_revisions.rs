//! A project at a revision of its git repository: the same as a checkout of it, with nothing checked out and nothing
//! written.

#![expect(clippy::disallowed_methods, reason = "the tests write what a person would")]

use std::fs;
use std::path::Path;

use calpae::project::{self, EntryKind, GitTree, RevisionError, Tree};
use tempfile::{TempDir, tempdir};

use crate::common::git::{commit, git, git_on, init};
use crate::common::trees::{fixture, in_memory, path};
use crate::common::{read_tree, repository};

const FICHE: &str = "content/2024/fiches/01.md";

/// A project of `tests/fixtures` in a folder, its first commit made.
fn versioned(name: &str, within: &str) -> TempDir {
    let folder = tempdir().unwrap();
    for (path, bytes) in read_tree(&repository().join("tests/fixtures").join(name)) {
        let place = folder.path().join(within).join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, bytes).unwrap();
    }
    init(folder.path());
    folder
}

/// The same, changed three times: « Accueil un », « Accueil deux », « Accueil trois ».
fn with_history(within: &str) -> TempDir {
    let folder = versioned("minimal", within);
    for (month, word) in [("07", "un"), ("08", "deux"), ("09", "trois")] {
        fs::write(folder.path().join(within).join(FICHE), title(word)).unwrap();
        commit(
            folder.path(),
            &format!("2022-{month}-15T10:00:00+0200"),
            &format!("Titre {word}\n\nParce que."),
        );
    }
    folder
}

fn title(word: &str) -> String {
    format!("---\nnumero: 1\nintitule: Accueil {word}\n---\n")
}

fn at(folder: &Path, revision: &str) -> String {
    match GitTree::open(folder, revision) {
        Ok(tree) => String::from_utf8(tree.read(&path(FICHE), 10_000).unwrap()).unwrap(),
        Err(error) => error.to_string(),
    }
}

fn refusal(folder: &Path, revision: &str) -> (String, String) {
    let error = GitTree::open(folder, revision).unwrap_err();
    (error.to_string(), error.help())
}

#[test]
fn a_project_at_its_last_commit_is_the_one_of_the_disk() {
    for name in ["minimal", "temoin", "temoin-rapport", "val-d-ambre"] {
        let folder = versioned(name, "");
        let tree = GitTree::open(folder.path(), "HEAD").unwrap();
        let expected = project::open(&in_memory(&fixture(name)), None).unwrap();
        assert_eq!(format!("{:?}", project::open(&tree, None).unwrap()), format!("{expected:?}"), "{name}");
        assert_eq!(tree.name(), folder.path().display().to_string());
    }
}

#[test]
fn a_revision_is_named_as_in_git() {
    let folder = with_history("");
    let here = folder.path();
    git_on(here, "2022-08-15T10:00:00+0200", &["tag", "-a", "vote", "-m", "voté", "HEAD~1"]);
    git(here, &["branch", "essai", "HEAD~2"]);
    let whole = git(here, &["rev-parse", "HEAD~1"]);
    for (revision, word) in [
        ("HEAD", "trois"),
        ("main", "trois"),
        ("refs/heads/main", "trois"),
        ("HEAD~1", "deux"),
        ("HEAD^", "deux"),
        ("vote", "deux"),
        ("vote^{}", "deux"),
        ("vote~1", "un"),
        (&whole, "deux"),
        (&whole[..8], "deux"),
        ("essai", "un"),
        ("main~2", "un"),
        ("main@{1}", "deux"),
        ("HEAD@{2022-08-20}", "deux"),
        ("main@{2022-08-01 08:00:00 +0200}", "un"),
    ] {
        assert_eq!(at(here, revision), title(word), "{revision}");
    }
    let tree = GitTree::open(here, "vote").unwrap();
    let revision = tree.revision();
    assert_eq!((revision.asked.as_str(), revision.subject.as_str()), ("vote", "Titre deux"));
    assert_eq!(revision.day.unwrap().to_string(), "15\u{a0}août 2022");
    assert!(whole.starts_with(&revision.commit) && revision.commit.len() >= 7, "{revision:?}");
}

#[test]
fn whatever_the_repository_nothing_is_written() {
    let origin = with_history("conventions/pauvreté");
    let within = |root: &Path| root.join("conventions/pauvreté");
    let others = tempdir().unwrap();
    let url = format!("file://{}", origin.path().display());
    let clone = |args: &[&str], name: &str| {
        let place = others.path().join(name);
        git(others.path(), &[&["clone", "-q"], args, &[url.as_str(), name]].concat());
        place
    };
    let shallow = clone(&["--depth", "2"], "superficiel");
    let sparse = clone(&["--no-checkout"], "partiel");
    git(&sparse, &["sparse-checkout", "set", "ailleurs"]);
    git(&sparse, &["checkout", "-q"]);
    assert!(!within(&sparse).join(FICHE).exists());
    fs::create_dir_all(within(&sparse)).unwrap();
    let linked = others.path().join("lié");
    git(origin.path(), &["worktree", "add", "-q", "--detach", linked.to_str().unwrap(), "HEAD~2"]);
    git(&shallow, &["gc", "-q"]);
    for root in [origin.path(), &shallow, &sparse, &linked] {
        let before = read_tree(root);
        let expected = if root == linked { "main~1" } else { "HEAD~1" };
        assert_eq!(at(&within(root), expected), title("deux"), "{}", root.display());
        assert!(read_tree(root) == before, "{} a changé", root.display());
    }
    assert_eq!(at(&within(&linked), "HEAD"), title("un"));
    let (said, help) = refusal(&within(&shallow), "HEAD~3");
    assert_eq!(said, "la révision « HEAD~3 » n’existe pas dans le dépôt git");
    assert!(help.contains("git fetch --unshallow"), "{help}");
}

#[test]
fn a_bare_repository_is_read_from_its_root() {
    let origin = with_history("");
    let others = tempdir().unwrap();
    git(others.path(), &["clone", "-q", "--bare", origin.path().to_str().unwrap(), "nu.git"]);
    let bare = others.path().join("nu.git");
    let before = read_tree(&bare);
    assert_eq!(at(&bare, "main~1"), title("deux"));
    assert_eq!(project::editions(&GitTree::open(&bare, "main").unwrap()).unwrap(), ["2024"]);
    assert!(read_tree(&bare) == before);
}

#[test]
fn what_is_no_revision_is_told_with_what_to_do() {
    let folder = with_history("projet");
    let here = &folder.path().join("projet");
    git(here, &["tag", "signature-2022"]);
    for (revision, said, help) in [
        ("mian", "la révision « mian » n’existe pas dans le dépôt git", "vouliez-vous dire « main » ?"),
        (
            "signature-2023",
            "la révision « signature-2023 » n’existe pas dans le dépôt git",
            "vouliez-vous dire « signature-2022 » ?",
        ),
        (
            "HEAD~9",
            "la révision « HEAD~9 » n’existe pas dans le dépôt git",
            "« git log --oneline » montre celles qui existent",
        ),
        (
            "HEAD@{99}",
            "la révision « HEAD@{99} » n’existe pas dans le dépôt git",
            "le journal de git ne dit que ce qui s’est fait dans ce dépôt : « git reflog » le montre",
        ),
        (
            "main@{2021-01-01}",
            "« main@{2021-01-01} » est d’avant le journal de git, qui commence le 30\u{a0}juin 2022",
            "donner un commit : « git log --oneline --before=AAAA-MM-JJ » montre ceux d’avant un jour",
        ),
        (
            "HEAD~1..HEAD",
            "« HEAD~1..HEAD » ne désigne pas une révision",
            "donner une branche, une étiquette ou un commit, par exemple « HEAD~1 »",
        ),
        (
            "HEAD:projet",
            "« HEAD:projet » ne désigne pas une révision",
            "donner une branche, une étiquette ou un commit, par exemple « HEAD~1 »",
        ),
        (
            " ",
            "«   » ne désigne pas une révision",
            "donner une branche, une étiquette ou un commit, par exemple « HEAD~1 »",
        ),
    ] {
        assert_eq!(refusal(here, revision), (said.to_owned(), help.to_owned()), "{revision}");
    }
    let later = here.join("nouveau");
    fs::create_dir(&later).unwrap();
    assert_eq!(
        refusal(&later, "HEAD").0,
        "à la révision « HEAD », le dépôt git n’a pas de dossier « projet/nouveau »"
    );
    let empty = tempdir().unwrap();
    assert!(matches!(GitTree::open(empty.path(), "HEAD"), Err(RevisionError::NoRepository(_))));
    git(empty.path(), &["init", "-q"]);
    assert_eq!(refusal(empty.path(), "HEAD").0, "le dépôt git n’a pas encore de révision");
}

/// Two commits whose names begin alike are made by trying messages; four letters are enough to be refused.
#[test]
fn letters_that_begin_several_names_are_refused() {
    let folder = versioned("minimal", "");
    let tree = git(folder.path(), &["rev-parse", "HEAD^{tree}"]);
    let mut known = std::collections::BTreeMap::new();
    let shared = (0..3_000).find_map(|n| {
        let id = git(folder.path(), &["commit-tree", "-m", &n.to_string(), &tree]);
        let head = id[..4].to_owned();
        known.insert(head.clone(), n).map(|_| head)
    });
    let shared = shared.unwrap();
    assert_eq!(
        refusal(folder.path(), &shared).0,
        format!("« {shared} » est le début du nom de plusieurs révisions")
    );
}

#[test]
fn a_damaged_or_incomplete_repository_is_told() {
    let folder = versioned("minimal", "");
    let object = |name: &str| {
        let id = git(folder.path(), &["rev-parse", name]);
        folder.path().join(".git/objects").join(&id[..2]).join(&id[2..])
    };
    let tree = GitTree::open(folder.path(), "HEAD").unwrap();
    fs::remove_file(object(&format!("HEAD:{FICHE}"))).unwrap();
    let said = tree.read(&path(FICHE), 10_000).unwrap_err().to_string();
    assert_eq!(
        said,
        format!(
            "le fichier « {FICHE} » ne peut être lu : l’objet manque au dépôt git, ou il est abîmé (« git fsck » le dit)"
        )
    );
    // The act is read without it.
    assert!(project::open(&tree, None).unwrap().diagnostics.iter().any(|d| d.message.contains("git fsck")));
    let root = object("HEAD^{tree}");
    fs::remove_file(&root).unwrap();
    fs::write(root, "autre chose").unwrap();
    let opened = GitTree::open(folder.path(), "HEAD").map(|tree| project::editions(&tree));
    let Ok(Err(error)) = opened else { panic!("{opened:?}") };
    assert!(error.to_string().contains("git fsck"), "{error}");
    fs::write(folder.path().join(".git/config"), "[core").unwrap();
    assert!(matches!(GitTree::open(folder.path(), "HEAD"), Err(RevisionError::UnreadableRepository(_))));
}

#[test]
#[cfg(unix)]
fn links_and_what_is_too_large_are_what_they_are_on_the_disk() {
    use std::os::unix::fs::symlink;
    let folder = versioned("minimal", "");
    let here = folder.path();
    symlink("01.md", here.join("content/2024/fiches/lien.md")).unwrap();
    symlink("fiches", here.join("content/2024/dossier")).unwrap();
    let inner = versioned("minimal", "");
    git(here, &["submodule", "add", "-q", inner.path().to_str().unwrap(), "content/autre"]);
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n";
    fs::write(here.join("content/2024/plan.png"), pointer).unwrap();
    commit(here, "2022-07-01T10:00:00+0200", "Liens");
    let tree = GitTree::open(here, "HEAD").unwrap();
    let disk = project::Disk::new(here);
    for (name, kind) in [
        ("content/2024/fiches/lien.md", Some(EntryKind::Link)),
        ("content/2024/dossier", Some(EntryKind::Link)),
        ("content/2024/dossier/01.md", Some(EntryKind::Link)),
        ("content/2024/fiches", Some(EntryKind::Folder)),
        (FICHE, Some(EntryKind::File)),
        ("content/2024/fiches/01.md/encore", None),
        ("content/absent", None),
    ] {
        assert_eq!(tree.kind(&path(name)).unwrap(), kind, "{name}");
        assert_eq!(disk.kind(&path(name)).unwrap(), kind, "{name}");
    }
    assert_eq!(tree.kind(&path("content/autre")).unwrap(), Some(EntryKind::Special));
    for (name, said) in [
        ("content/2024/fiches/lien.md", "ce n’est pas un fichier ordinaire"),
        ("content/autre", "ce n’est pas un fichier ordinaire"),
        ("content/2024/plan.png", "le dépôt git n’en a que le renvoi vers Git LFS"),
        ("content/non.md", "introuvable"),
    ] {
        let error = tree.read(&path(name), 10_000).unwrap_err().to_string();
        assert_eq!(error, format!("le fichier « {name} » ne peut être lu : {said}"));
    }
    let large = tree.read(&path(FICHE), 3).unwrap_err().to_string();
    assert_eq!(large, format!("le fichier « {FICHE} » dépasse 0 Mo"));
    let names = |tree: &dyn Tree| {
        let entries = tree.entries(&path("content/2024")).unwrap();
        entries.into_iter().map(|entry| (entry.name, entry.kind)).collect::<Vec<_>>()
    };
    assert_eq!(names(&tree), names(&disk));
}

/// What a person or a program might give by mistake: a refusal or a revision, never a panic.
#[test]
fn no_text_that_is_given_for_a_revision_panics() {
    let folder = with_history("");
    for asked in [
        "",
        "@",
        "@{",
        "@{}",
        "^",
        "~",
        "HEAD~99999999999999999999",
        "HEAD^0",
        "HEAD^9",
        "HEAD^{",
        "HEAD^{tree}",
        ":/",
        ":/Titre",
        "HEAD^{/Titre}",
        "..",
        "a..b",
        "...",
        "^HEAD",
        "-n",
        "--",
        "@{-1}",
        "@{u}",
        "@{push}",
        "HEAD@{0}",
        "HEAD@{demain}",
        "HEAD@{99999999999999}",
        "HEAD@{2022-99-99}",
        "é",
        "main\u{0}",
        "a\nb",
        "0",
        "0000",
        "0000000000000000000000000000000000000000",
        "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
        "HEAD:",
        "HEAD:../..",
        ":0:content",
        "HEAD~-1",
        "\u{1f600}",
        "main.lock",
        "refs/heads/../main",
        "a\\b",
        "HEAD@{yesterday}",
    ] {
        if let Err(error) = GitTree::open(folder.path(), asked) {
            assert!(
                error.to_string().contains("révision") && !error.help().is_empty(),
                "{asked:?} : {error}"
            );
        }
    }
}
