//! Faults before each change of the disk, in turn: errors of the system, and a process that ends there. What was there
//! is whole, what is unfinished does not look finished, and the next run finishes it.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "the tests write what a person would, and say how much they tried"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use super::creation::{NewFile, create_project_with, create_with};
use super::fix::FixedFiles;
use super::output;
use super::tree::{Disk, Tree};
use crate::diagnostic::{FolderMove, TextEdit};
use crate::text::{ProjectPath, Sources, Span};

type Files = BTreeMap<String, Vec<u8>>;

const EVERYTHING: output::WriteOptions<'_> = output::WriteOptions { is_asked: &|_| true, replaces: false };

type Hook<'a> = &'a mut dyn FnMut() -> io::Result<()>;

/// Something that writes.
struct Operation {
    name: &'static str,
    /// Writes, with a hook before each change; the error as a person reads it.
    run: fn(&Path, Hook<'_>) -> Result<(), String>,
    /// Whether each path may have these bytes once the operation was stopped. `before` is what was there.
    is_whole: fn(before: &Files, after: &Files) -> bool,
    /// Whether everything is done.
    is_done: fn(&Files) -> bool,
}

const PAGES: [&str; 4] = ["convention.yaml", "fiches/01.md", "fiches/02.md", "articles/01.md"];

fn edition(root: &Path, before: Hook<'_>) -> Result<(), String> {
    let names: Vec<String> = PAGES.iter().map(|page| format!("content/2025/{page}")).collect();
    let mut files: Vec<_> = names.iter().map(|name| (name.as_str(), NewFile::Text("nouveau"))).collect();
    files.push(("content/2025/images/a.png", NewFile::CopyOf("content/2024/images/a.png")));
    create_with(&Disk::new(root), &files, before).map_err(|e| e.to_string())
}

/// Files that join those of a folder; a file that is there is left aside, as `calpae new rapport` does.
fn rapport(root: &Path, before: Hook<'_>) -> Result<(), String> {
    let names = ["rapport.yaml", "bilan.md", "reference.yaml", "fiches/01.md", "fiches/02.md"];
    let names: Vec<String> = names.iter().map(|name| format!("content/2024/rapport/{name}")).collect();
    let absent = names.iter().filter(|name| !root.join(name).exists());
    let files: Vec<_> = absent.map(|name| (name.as_str(), NewFile::Text("rapport"))).collect();
    create_with(&Disk::new(root), &files, before).map_err(|e| e.to_string())
}

/// A project in a folder that is not there.
fn begin(root: &Path, before: Hook<'_>) -> Result<(), String> {
    let files = BEGUN.map(|name| (name, NewFile::Text("nouveau")));
    create_project_with(&Disk::new(root.join("neuf")), &files, before).map_err(|e| e.to_string())
}

const BEGUN: [&str; 3] =
    ["content/organisation.yaml", "content/2025/convention.yaml", "content/2025/fiches/01.md"];

fn is_begun(files: &Files) -> bool {
    BEGUN.iter().all(|name| files.contains_key(&format!("neuf/{name}")))
}

fn repair(root: &Path, before: Hook<'_>) -> Result<(), String> {
    let disk = Disk::new(root);
    let mut fixed = FixedFiles::new(&disk);
    let mut sources = Sources::default();
    let mut edits = Vec::new();
    for name in ["content/2024/a.md", "content/2024/b.md", "content/2024/c.md"] {
        let path = ProjectPath::new(name).map_err(|e| e.to_string())?;
        let text = String::from_utf8(disk.read(&path, 1_000).map_err(|e| e.to_string())?).unwrap();
        let file = sources.add(path, &text);
        if let Some(start) = sources.source(file).text().find("faute") {
            edits.push(TextEdit { span: Span { file, start, end: start + 5 }, text: "juste".to_owned() });
        }
    }
    fixed.apply(&sources, &edits).map_err(|e| e.to_string())?;
    fixed.write_with(&disk, before).1.map_err(|e| e.to_string())
}

/// A folder that takes another name, with all that it has.
fn relocate(root: &Path, before: Hook<'_>) -> Result<(), String> {
    let disk = Disk::new(root);
    let mut fixed = FixedFiles::new(&disk);
    let path = |text| ProjectPath::new(text).unwrap();
    let moved = FolderMove { from: path("content/2024/rapport"), to: path("content/2024/rapports/2024") };
    fixed.move_folder(moved);
    fixed.write_with(&disk, before).1.map_err(|e| e.to_string())
}

fn is_relocated(files: &Files) -> bool {
    files.get("content/2024/rapports/2024/bilan.md").is_some_and(|bytes| bytes == "à moi".as_bytes())
        && !files.contains_key("content/2024/rapport/bilan.md")
}

fn build(root: &Path, before: Hook<'_>) -> Result<(), String> {
    let files = [("a.typ", "2"), ("a.pdf", "deux"), ("images/neuve.svg", "<svg/>")];
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    let folder = output::folder(root, &["output", "2024"]).map_err(|e| e.to_string())?;
    output::write_with(&folder, "a", &files, EVERYTHING, before).map(drop).map_err(|e| e.to_string())
}

/// The files of a folder, the manifests of the output left aside, and what hidden folders have.
fn files(root: &Path) -> Files {
    let entries = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file()).map(|entry| {
        let name = entry.path().strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        (name, fs::read(entry.path()).unwrap())
    });
    files.filter(|(name, _)| !name.contains("/.calpae")).collect()
}

fn leftovers(root: &Path) -> usize {
    let entries = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap);
    entries
        .filter(|e| {
            e.file_name().to_str().is_some_and(|n| n.starts_with(".calpae-") || n.starts_with("tmp-"))
        })
        .count()
}

/// A project, with an output that was built once.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("content/2024/a.md", "une faute"),
        ("content/2024/b.md", "une faute\r\n"),
        ("content/2024/c.md", "\u{feff}une faute"),
        ("content/2024/images/a.png", "PNG"),
        ("content/2024/rapport/bilan.md", "à moi"),
    ] {
        let place = folder.path().join(name);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }
    let first = [("a.typ", "1"), ("a.pdf", "un"), ("images/vieille.svg", "<svg/>")];
    let first = first.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    output::write(&folder.path().join("output/2024"), "a", &first, EVERYTHING).unwrap();
    folder
}

fn is_new(files: &Files, name: &str) -> bool {
    files.contains_key(&format!("content/2025/{name}"))
}

/// Every file that was there has its bytes, or those of another version.
fn keeps(before: &Files, after: &Files, other: fn(&[u8]) -> bool) -> bool {
    before.iter().all(|(name, bytes)| after.get(name).is_some_and(|now| now == bytes || other(now)))
}

const OPERATIONS: [Operation; 6] = [
    Operation {
        name: "édition",
        run: edition,
        is_whole: |before, after| {
            before == after || is_new(after, "convention.yaml") && is_new(after, "images/a.png")
        },
        is_done: |files| PAGES.iter().all(|page| is_new(files, page)) && is_new(files, "images/a.png"),
    },
    Operation {
        name: "rapport",
        run: rapport,
        // What is unfinished lacks the page that makes a rapport.
        is_whole: |before, after| {
            let has = |name: &str| after.contains_key(&format!("content/2024/rapport/{name}"));
            keeps(before, after, |_| false)
                && (!has("rapport.yaml") || has("reference.yaml") && has("fiches/02.md"))
        },
        is_done: |files| files.contains_key("content/2024/rapport/rapport.yaml"),
    },
    Operation {
        name: "corrections",
        run: repair,
        is_whole: |before, after| {
            before.len() == after.len()
                && keeps(before, after, |now| {
                    String::from_utf8_lossy(now).trim_matches(['\u{feff}', '\r', '\n']) == "une juste"
                })
        },
        is_done: |files| !files.values().any(|bytes| String::from_utf8_lossy(bytes).contains("faute")),
    },
    Operation {
        name: "documents",
        run: build,
        is_whole: |before, after| {
            let old = |name: &str| before.get(name) == after.get(name);
            let is = |name: &str, text: &str| after.get(name).is_some_and(|bytes| bytes == text.as_bytes());
            (old("output/2024/a.typ") || is("output/2024/a.typ", "2"))
                && (old("output/2024/a.pdf") || is("output/2024/a.pdf", "deux"))
        },
        is_done: |files| {
            files.get("output/2024/a.pdf").is_some_and(|bytes| bytes == b"deux")
                && files.contains_key("output/2024/images/neuve.svg")
                && !files.contains_key("output/2024/images/vieille.svg")
        },
    },
    Operation {
        name: "projet",
        run: begin,
        is_whole: |before, after| before == after || is_begun(after),
        is_done: is_begun,
    },
    Operation {
        name: "déplacement",
        run: relocate,
        is_whole: |before, after| before == after || (is_relocated(after) && before.len() == after.len()),
        is_done: is_relocated,
    },
];

/// Number of changes of the disk of an operation that succeeds.
fn changes(operation: &Operation) -> usize {
    let (folder, mut count) = (project(), 0);
    let result = (operation.run)(folder.path(), &mut || {
        count += 1;
        Ok(())
    });
    assert_eq!(result, Ok(()), "{}", operation.name);
    assert!((operation.is_done)(&files(folder.path())), "{}", operation.name);
    assert_eq!(leftovers(folder.path()), 0, "{}", operation.name);
    count
}

/// What must hold once an operation was stopped, and once it ran again.
fn ensure_whole(operation: &Operation, root: &Path, before: &Files, stop: usize) {
    let after = files(root);
    assert!((operation.is_whole)(before, &after), "{} stopped at {stop}: {after:#?}", operation.name);
    // The edition, or the project, is there, whole: it was stopped after its rename.
    let is_there = match operation.name {
        "édition" => is_new(&after, "convention.yaml"),
        "projet" => is_begun(&after),
        "déplacement" => is_relocated(&after),
        _ => false,
    };
    let again = (operation.run)(root, &mut || Ok(()));
    assert!(is_there || again == Ok(()), "{} stopped at {stop}: {again:?}", operation.name);
    assert!((operation.is_done)(&files(root)), "{} stopped at {stop}", operation.name);
    assert!(is_there || leftovers(root) == 0, "{} stopped at {stop}", operation.name);
}

#[test]
fn an_error_of_the_system_may_come_before_each_change() {
    let mut faults = 0;
    for operation in &OPERATIONS {
        for stop in 0..changes(operation) {
            for number in [5, 13, 24, 28] {
                let (folder, mut count) = (project(), 0);
                let before = files(folder.path());
                let result = (operation.run)(folder.path(), &mut || {
                    count += 1;
                    if count == stop + 1 { Err(io::Error::from_raw_os_error(number)) } else { Ok(()) }
                });
                let error = result.unwrap_err();
                assert!(!error.contains("os error"), "{error}");
                assert_eq!(leftovers(folder.path()), 0, "{} stopped at {stop}", operation.name);
                ensure_whole(operation, folder.path(), &before, stop);
                faults += 1;
            }
        }
    }
    assert!(faults > 250, "{faults}");
    eprintln!("{faults} errors of the system");
}

/// Where the process that is to end runs what, and before which change.
const ENDS: &str = "TEST_ENDS_BEFORE";

/// Run as a process of its own by the test below; alone, it does nothing.
#[test]
fn a_process_that_ends() {
    let Ok(what) = std::env::var(ENDS) else { return };
    let mut words = what.splitn(3, ' ');
    let mut word = || words.next().unwrap();
    let (operation, stop, root) = (word(), word().parse::<usize>().unwrap(), word());
    let operation = OPERATIONS.iter().find(|o| o.name == operation).unwrap();
    let mut count = 0;
    let _ = (operation.run)(Path::new(root), &mut || {
        count += 1;
        // Nothing is tidied up, as after a kill.
        if count == stop + 1 {
            std::process::exit(9)
        }
        Ok(())
    });
}

#[test]
fn a_process_may_be_killed_before_each_change() {
    let mut faults = 0;
    for operation in &OPERATIONS {
        for stop in 0..changes(operation) {
            let folder = project();
            let before = files(folder.path());
            let status = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "project::faults::a_process_that_ends"])
                .env(ENDS, format!("{} {stop} {}", operation.name, folder.path().display()))
                .output()
                .unwrap()
                .status;
            assert_eq!(status.code(), Some(9), "{} stopped at {stop}", operation.name);
            ensure_whole(operation, folder.path(), &before, stop);
            faults += 1;
        }
    }
    assert!(faults > 50, "{faults}");
    eprintln!("{faults} processes killed");
}

/// Saves a file from another program before each change: what was saved is never lost.
#[test]
fn another_program_may_save_a_file_before_each_change() {
    let mut faults = 0;
    for (operation, target) in [
        (&OPERATIONS[2], "content/2024/c.md"),
        (&OPERATIONS[2], "content/2024/a.md"),
        (&OPERATIONS[3], "output/2024/a.typ"),
        (&OPERATIONS[3], "output/2024/a.pdf"),
        (&OPERATIONS[3], "output/2024/images/neuve.svg"),
        (&OPERATIONS[3], "output/2024/images/vieille.svg"),
        (&OPERATIONS[0], "content/2025/convention.yaml"),
        (&OPERATIONS[1], "content/2024/rapport/reference.yaml"),
    ] {
        for stop in 0..changes(operation) {
            let (folder, mut count) = (project(), 0);
            let place = folder.path().join(target);
            let result = (operation.run)(folder.path(), &mut || {
                count += 1;
                if count == stop + 1 {
                    fs::create_dir_all(place.parent().unwrap()).unwrap();
                    fs::write(&place, "enregistré à l’instant").unwrap();
                }
                Ok(())
            });
            let now = fs::read_to_string(&place).unwrap_or_default();
            assert_eq!(
                now, "enregistré à l’instant",
                "{} {target} stopped at {stop}: {result:?}",
                operation.name
            );
            faults += 1;
        }
    }
    assert!(faults > 100, "{faults}");
    eprintln!("{faults} files saved meanwhile");
}
