#![expect(clippy::disallowed_methods, reason = "the tests write what a person would")]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use tempfile::{TempDir, tempdir};

use super::manifest::sha256;
use super::{Obstacle, ObstacleReason, OutputError, WriteOptions, WriteSummary};

const EVERYTHING: WriteOptions<'_> = WriteOptions { is_asked: &|_| true, replaces: false };

/// Writes some of the formats of a document.
fn only<'a>(is_asked: &'a dyn Fn(&str) -> bool) -> WriteOptions<'a> {
    WriteOptions { is_asked, replaces: false }
}

/// Writes a document in all its formats.
fn write(folder: &Path, document: &str, files: &Files) -> Result<WriteSummary, OutputError> {
    super::write(folder, document, files, EVERYTHING)
}

fn write_with(
    folder: &Path,
    document: &str,
    files: &Files,
    before: &mut dyn FnMut() -> io::Result<()>,
) -> Result<WriteSummary, OutputError> {
    super::write_with(folder, document, files, EVERYTHING, before)
}

type Files = BTreeMap<String, Vec<u8>>;

fn files(list: &[(&str, &str)]) -> Files {
    list.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

fn first_files() -> Files {
    files(&[("a.typ", "un"), ("a.pdf", "PDF 1"), ("fiches/01.typ", "fiche"), ("images/vieux.svg", "<svg/>")])
}

fn second_files() -> Files {
    files(&[("a.typ", "deux"), ("a.pdf", "PDF 2"), ("fiches/01.typ", "fiche"), ("fiches/02.typ", "neuve")])
}

/// A folder where the first version of a document was written.
fn written() -> TempDir {
    let folder = tempdir().unwrap();
    write(folder.path(), "convention", &first_files()).unwrap();
    folder
}

/// All the files of a folder, manifests and leftovers included.
fn content(folder: &Path) -> Files {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file() || entry.path_is_symlink());
    files.map(|f| (name(f.path().strip_prefix(folder).unwrap()), fs::read(f.path()).unwrap())).collect()
}

fn name(path: &Path) -> String {
    path.to_str().unwrap().replace('\\', "/")
}

/// What must be in the folder once a version is written: its files and the manifest.
fn expected(files: &Files) -> Files {
    let lines = files.iter().map(|(path, bytes)| format!("{}  {path}\n", sha256(bytes)));
    let manifest = lines.collect::<String>().into_bytes();
    files.clone().into_iter().chain([(".calpae/convention.sha256".to_owned(), manifest)]).collect()
}

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(|name| (*name).to_owned()).collect()
}

/// The obstacles of a run that must be refused and change nothing.
fn refusal(folder: &Path, files: &Files) -> Vec<(String, ObstacleReason)> {
    let before = content(folder);
    let error = write(folder, "convention", files).unwrap_err();
    assert_eq!(content(folder), before);
    let (OutputError::Obstacles { obstacles, .. } | OutputError::Unknown { obstacles, .. }) = error else {
        panic!("{error}")
    };
    obstacles.into_iter().map(|Obstacle { path, reason }| (path, reason)).collect()
}

#[test]
fn a_document_is_written_then_kept_up_to_date() {
    let root = tempdir().unwrap();
    let folder = root.path().join("output/2022");
    let summary = write(&folder, "convention", &first_files()).unwrap();
    assert_eq!(
        summary,
        WriteSummary { written: first_files().into_keys().collect(), ..WriteSummary::default() }
    );
    assert_eq!(content(&folder), expected(&first_files()));

    let summary = write(&folder, "convention", &second_files()).unwrap();
    let written = names(&["a.pdf", "a.typ", "fiches/02.typ"]);
    let unchanged = names(&["fiches/01.typ"]);
    assert_eq!(
        summary,
        WriteSummary { written, unchanged, removed: names(&["images/vieux.svg"]), ..WriteSummary::default() }
    );
    assert_eq!(content(&folder), expected(&second_files()));
    assert!(!folder.join("images").exists(), "a folder left empty goes with its last file");
}

#[test]
fn a_file_with_the_right_bytes_is_not_touched() {
    let folder = written();
    let date = |name: &str| fs::metadata(folder.path().join(name)).unwrap().modified().unwrap();
    let (pdf, manifest) = (date("a.pdf"), date(".calpae/convention.sha256"));
    std::thread::sleep(std::time::Duration::from_millis(20));
    let summary = write(folder.path(), "convention", &first_files()).unwrap();
    assert_eq!(
        summary,
        WriteSummary { unchanged: first_files().into_keys().collect(), ..WriteSummary::default() }
    );
    assert_eq!((date("a.pdf"), date(".calpae/convention.sha256")), (pdf, manifest));
}

#[test]
#[cfg(unix)]
fn files_have_the_permissions_of_an_ordinary_program() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = written();
    fs::write(folder.path().join("ordinaire"), "").unwrap();
    let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
    assert_eq!(mode("a.pdf"), mode("ordinaire"));
    assert_eq!(mode(".calpae/convention.sha256"), mode("ordinaire"));
}

#[test]
fn the_work_of_somebody_is_never_overwritten() {
    let folder = written();
    fs::write(folder.path().join("a.typ"), "corrigé à la main").unwrap();
    fs::write(folder.path().join("fiches/02.typ"), "la mienne").unwrap();
    fs::write(folder.path().join("notes.txt"), "sans rapport").unwrap();
    let expected = [
        ("a.typ".to_owned(), ObstacleReason::Modified),
        ("fiches/02.typ".to_owned(), ObstacleReason::Foreign),
    ];
    assert_eq!(refusal(folder.path(), &second_files()), expected);

    let error = write(folder.path(), "convention", &second_files()).unwrap_err();
    let text = error.to_string().replace(folder.path().to_str().unwrap(), "output/2022");
    assert_eq!(
        text,
        "rien n’a été écrit dans output/2022 :\n  a.typ : modifié depuis que calpae l’a écrit\n  \
         fiches/02.typ : ce fichier ne vient pas de calpae"
    );
    assert!(error.help().starts_with("relancer avec « --remplacer »"));

    fs::remove_file(folder.path().join("a.typ")).unwrap();
    fs::write(folder.path().join("fiches/02.typ"), "neuve").unwrap();
    let summary = write(folder.path(), "convention", &second_files()).unwrap();
    assert_eq!(
        summary.unchanged,
        names(&["fiches/01.typ", "fiches/02.typ"]),
        "the right bytes are never an obstacle"
    );
    assert_eq!(fs::read(folder.path().join("notes.txt")).unwrap(), b"sans rapport");
}

#[test]
fn what_is_not_ours_is_replaced_on_demand_and_kept_aside() {
    let folder = written();
    let replacing = WriteOptions { replaces: true, ..EVERYTHING };
    let mine = [("a.typ", "corrigé à la main"), ("fiches/02.typ", "la mienne")];
    let keep = |name: &str| {
        for (path, text) in mine {
            fs::write(folder.path().join(path), text).unwrap();
        }
        let summary = super::write(folder.path(), "convention", &second_files(), replacing).unwrap();
        assert_eq!(summary.kept, [format!("{name}/a.typ"), format!("{name}/fiches/02.typ")]);
        for (path, text) in mine {
            let read = |path: &str| fs::read(folder.path().join(path)).unwrap();
            assert_eq!(read(&format!("{name}/{path}")), text.as_bytes());
            assert_eq!(read(path), second_files()[path]);
        }
    };
    keep("anciens");
    keep("anciens-2");
    let summary = super::write(folder.path(), "convention", &second_files(), replacing).unwrap();
    assert!(summary.kept.is_empty() && summary.written.is_empty(), "{summary:?}");
}

#[test]
fn a_run_that_replaces_on_demand_may_stop_anywhere_and_loses_nothing() {
    for stop in 0.. {
        let folder = tempdir().unwrap();
        fs::write(folder.path().join("a.typ"), "la mienne").unwrap();
        let mut stride = 0;
        let options = WriteOptions { replaces: true, ..EVERYTHING };
        let result = super::write_with(folder.path(), "convention", &first_files(), options, &mut || {
            stride += 1;
            if stride > stop { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        });
        let after = content(folder.path());
        assert!(after.values().any(|bytes| bytes == b"la mienne"), "stopped at {stop}: {after:?}");
        if result.is_ok() {
            return;
        }
    }
}

#[test]
fn a_copy_that_lost_its_hidden_folder_is_told_so() {
    let folder = written();
    fs::remove_dir_all(folder.path().join(".calpae")).unwrap();
    assert_eq!(write(folder.path(), "convention", &first_files()).unwrap().written, names(&[]), "same bytes");
    fs::remove_dir_all(folder.path().join(".calpae")).unwrap();
    let error = write(folder.path(), "convention", &second_files()).unwrap_err();
    assert!(matches!(error, OutputError::Unknown { .. }), "{error}");
    assert!(
        error
            .to_string()
            .contains("le dossier caché « .calpae », où calpae note ce qu’il a écrit, n’y est pas")
    );
    assert!(error.help().starts_with("relancer avec « --remplacer »"));
}

#[test]
#[cfg(unix)]
fn what_is_protected_or_leads_elsewhere_is_not_replaced_on_demand() {
    let folder = tempdir().unwrap();
    std::os::unix::fs::symlink("/dev/null", folder.path().join("a.typ")).unwrap();
    let options = WriteOptions { replaces: true, ..EVERYTHING };
    let error = super::write(folder.path(), "convention", &first_files(), options).unwrap_err();
    assert!(error.help().starts_with("déplacer ou supprimer"), "{error}");
    assert!(folder.path().join("a.typ").is_symlink());
}

#[test]
fn a_file_no_longer_made_stays_if_somebody_modified_it() {
    let folder = written();
    fs::write(folder.path().join("images/vieux.svg"), "repris").unwrap();
    let summary = write(folder.path(), "convention", &second_files()).unwrap();
    assert_eq!((summary.removed, summary.left_alone), (vec![], names(&["images/vieux.svg"])));
    // It is no longer ours, even if we make such a file again.
    assert_eq!(
        refusal(folder.path(), &first_files()),
        [("images/vieux.svg".to_owned(), ObstacleReason::Foreign)]
    );
}

#[test]
fn a_change_of_case_removes_nothing() {
    let folder = written();
    let mut files = first_files();
    files.remove("images/vieux.svg");
    files.insert("images/Vieux.svg".to_owned(), b"<svg/>".to_vec());
    let summary = write(folder.path(), "convention", &files).unwrap();
    assert_eq!((summary.removed, summary.left_alone), (vec![], names(&["images/vieux.svg"])));
}

#[test]
fn something_that_is_not_a_file_is_an_obstacle() {
    let folder = tempdir().unwrap();
    fs::create_dir(folder.path().join("a.pdf")).unwrap();
    fs::write(folder.path().join("fiches"), "un fichier").unwrap();
    let expected =
        [("a.pdf".to_owned(), ObstacleReason::NotAFile), ("fiches".to_owned(), ObstacleReason::NotAFolder)];
    assert_eq!(refusal(folder.path(), &second_files()), expected);
    fs::write(folder.path().join(".calpae"), "").unwrap();
    assert_eq!(refusal(folder.path(), &second_files()), [(".calpae".to_owned(), ObstacleReason::NotAFolder)]);
}

#[test]
#[cfg(unix)]
fn no_symbolic_link_is_followed_below_the_folder() {
    use std::os::unix::fs::symlink;
    let elsewhere = tempdir().unwrap();
    fs::write(elsewhere.path().join("a.typ"), "un").unwrap();
    let folder = tempdir().unwrap();
    symlink(elsewhere.path().join("a.typ"), folder.path().join("a.typ")).unwrap();
    symlink(elsewhere.path(), folder.path().join("fiches")).unwrap();
    let expected = [("a.typ".to_owned(), ObstacleReason::Link), ("fiches".to_owned(), ObstacleReason::Link)];
    let obstacles = |error| match error {
        Err(OutputError::Obstacles { obstacles, .. } | OutputError::Unknown { obstacles, .. }) => {
            obstacles.into_iter().map(|o| (o.path, o.reason)).collect()
        }
        other => panic!("{other:?}"),
    };
    let hits: Vec<_> = obstacles(write(folder.path(), "convention", &first_files()));
    assert_eq!(hits, expected);
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);

    let folder = tempdir().unwrap();
    symlink(elsewhere.path(), folder.path().join(".calpae")).unwrap();
    let hits = obstacles(write(folder.path(), "convention", &first_files()));
    assert_eq!(hits, [(".calpae".to_owned(), ObstacleReason::Link)]);
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
}

/// Runs that stop before each of their changes in turn: a full disk, a folder that cannot be written, a
/// process killed.
#[test]
fn a_run_may_stop_anywhere() {
    let mut stop = 0;
    loop {
        let folder = written();
        let before = content(folder.path());
        let mut stride = 0;
        let result = write_with(folder.path(), "convention", &second_files(), &mut || {
            stride += 1;
            if stride > stop { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        });
        let Err(error) = result else {
            assert_eq!(content(folder.path()), expected(&second_files()));
            break;
        };
        assert!(error.to_string().ends_with(" : plus de place sur le disque"), "{error}");
        let after = content(folder.path());
        if error.help().starts_with("aucun fichier de la sortie n’a changé") {
            assert_eq!(after, before, "stopped at {stop}");
        }
        for (path, bytes) in &after {
            let whole = first_files().get(path) == Some(bytes) || second_files().get(path) == Some(bytes);
            assert!(whole || path == ".calpae/convention.sha256", "{path} stopped at {stop}");
        }
        assert!(after.contains_key("a.pdf"), "there always is a PDF");
        // Neither the new version nor a return to the first takes our files for somebody's.
        let following = if stop % 2 == 0 { second_files() } else { first_files() };
        write(folder.path(), "convention", &following).unwrap();
        assert_eq!(content(folder.path()), expected(&following), "stopped at {stop}");
        stop += 1;
    }
    assert!(stop > 10, "each change is preceded by a call");
}

#[test]
fn what_a_killed_run_had_prepared_is_cleaned() {
    let folder = written();
    fs::create_dir(folder.path().join(".calpae/tmp-Xy12")).unwrap();
    fs::write(folder.path().join(".calpae/tmp-Xy12/0"), "à moitié").unwrap();
    write(folder.path(), "convention", &first_files()).unwrap();
    assert_eq!(content(folder.path()), expected(&first_files()));
}

#[test]
fn two_documents_share_a_folder_and_its_charte() {
    let folder = tempdir().unwrap();
    let convention = files(&[("charte.typ", "1"), ("convention.pdf", "C")]);
    let rapport = files(&[("charte.typ", "2"), ("rapport.pdf", "R")]);
    write(folder.path(), "convention", &convention).unwrap();
    let summary = write(folder.path(), "rapport", &rapport).unwrap();
    assert_eq!((summary.written, summary.removed), (names(&["charte.typ", "rapport.pdf"]), vec![]));
    let summary = write(folder.path(), "convention", &files(&[("convention.pdf", "C")])).unwrap();
    assert_eq!(summary, WriteSummary { unchanged: names(&["convention.pdf"]), ..WriteSummary::default() });
    let summary = write(folder.path(), "rapport", &files(&[])).unwrap();
    assert_eq!(
        summary.removed,
        names(&["charte.typ", "rapport.pdf"]),
        "the last that names a file removes it"
    );
}

#[test]
fn a_run_for_one_format_leaves_the_others() {
    let folder = written();
    let is_png = |path: &str| path.ends_with(".png");
    let pages = files(&[("a-001.png", "1"), ("a-002.png", "2")]);
    super::write(folder.path(), "convention", &pages, only(&is_png)).unwrap();
    let mut both = first_files();
    both.extend(pages);
    assert_eq!(content(folder.path()), expected(&both));
    let page = files(&[("a-001.png", "1")]);
    let summary = super::write(folder.path(), "convention", &page, only(&is_png)).unwrap();
    assert_eq!(summary.removed, names(&["a-002.png"]), "a page that the document no longer has");
    let is_other = |path: &str| !is_png(path);
    let summary = super::write(folder.path(), "convention", &second_files(), only(&is_other)).unwrap();
    assert_eq!(summary.removed, names(&["images/vieux.svg"]));
    let mut both = second_files();
    both.extend(page);
    assert_eq!(content(folder.path()), expected(&both));
}

#[test]
fn the_marks_of_a_merge_conflict_do_not_lose_what_is_ours() {
    let folder = written();
    let manifest = folder.path().join(".calpae/convention.sha256");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, format!("<<<<<<< HEAD\n{text}=======\r\n>>>>>>> autre\n0  ../../dehors\n")).unwrap();
    write(folder.path(), "convention", &second_files()).unwrap();
    assert_eq!(content(folder.path()), expected(&second_files()));
}

#[test]
#[cfg(unix)]
fn two_runs_do_not_write_at_once() {
    let folder = written();
    let result = write_with(folder.path(), "convention", &second_files(), &mut || {
        let second = write(folder.path(), "rapport", &first_files());
        assert!(matches!(second, Err(OutputError::Busy(_))), "{second:?}");
        Ok(())
    });
    assert!(result.is_ok());
}

#[test]
fn a_name_that_leaves_the_folder_is_refused() {
    let folder = tempdir().unwrap();
    let scenario = |document: &str, list: &[(&str, &str)]| {
        let error = write(&folder.path().join("sortie"), document, &files(list)).unwrap_err();
        assert!(matches!(error, OutputError::Name { .. }), "{error}");
    };
    for name in ["../a", "/a", "a/../b", "a//b", "./a", "", "a\\b", "C:a", ".calpae/x", ".Calpae/x", "a\n"] {
        scenario("convention", &[(name, "")]);
    }
    scenario("convention", &[("a", ""), ("a/b", "")]);
    scenario("../convention", &[]);
    scenario("a/b", &[]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_disk_that_refuses_is_told_in_french() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("fichier"), "").unwrap();
    let error = write(&folder.path().join("fichier/2022"), "convention", &first_files()).unwrap_err();
    assert!(error.to_string().ends_with("fichier/2022 : ce n’est pas un dossier"), "{error}");
}

#[test]
#[cfg(unix)]
fn a_read_only_folder_is_left_as_it_was() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = written();
    let allow = |mode| {
        for name in ["", ".calpae"] {
            fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    allow(0o555);
    // Nothing is refused to the administrator.
    if fs::create_dir(folder.path().join("essai")).is_err() {
        let error = write(folder.path(), "convention", &second_files()).unwrap_err();
        assert!(error.to_string().ends_with(" : permission refusée"), "{error}");
        assert_eq!(content(folder.path()), expected(&first_files()));
    }
    allow(0o755);
}
