//! The `git` program on a folder of a test, without the settings of the machine: same commits everywhere.

#![expect(clippy::disallowed_methods, reason = "the tests write what a person would")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use super::{read_tree, repository};

/// Runs `git`, and gives what it printed.
pub(crate) fn git(folder: &Path, args: &[&str]) -> String {
    git_on(folder, "2022-06-30T10:00:00+0200", args)
}

/// Runs `git` on a day, given with its hour, and gives what it printed.
pub(crate) fn git_on(folder: &Path, day: &str, args: &[&str]) -> String {
    let output = run(folder, day, args);
    assert!(output.status.success(), "git {args:?} : {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn run(folder: &Path, day: &str, args: &[&str]) -> Output {
    let mut command = Command::new("git");
    // The variables that git sets for its hooks would lead to another repository.
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        command.env_remove(name);
    }
    command
        .args(["-c", "init.defaultBranch=main", "-c", "core.autocrlf=false", "-c", "commit.gpgsign=false"])
        .args(["-c", "protocol.file.allow=always", "-c", "advice.detachedHead=false", "-c", "gc.auto=0"])
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", folder.join("absent.gitconfig"))
        .env("GIT_AUTHOR_NAME", "Une agente")
        .env("GIT_AUTHOR_EMAIL", "agente@exemple.fr")
        .env("GIT_AUTHOR_DATE", day)
        .env("GIT_COMMITTER_NAME", "Une agente")
        .env("GIT_COMMITTER_EMAIL", "agente@exemple.fr")
        .env("GIT_COMMITTER_DATE", day);
    command.output().unwrap()
}

/// Makes a repository of a folder, with all that it holds in one commit.
pub(crate) fn init(folder: &Path) {
    git(folder, &["init", "-q"]);
    commit(folder, "2022-06-30T10:00:00+0200", "Premier projet");
}

/// Commits all that a folder holds.
pub(crate) fn commit(folder: &Path, day: &str, message: &str) {
    git_on(folder, day, &["add", "-A"]);
    git_on(folder, day, &["commit", "-q", "-m", message]);
}

/// The program on a folder: what it said, and its exit code.
pub(crate) fn calpae(folder: &Path, args: &[&str]) -> (String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_calpae")).args(args).current_dir(folder).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (text, output.status.code().unwrap())
}

/// A history: an act of four years, to which a test does one thing after another.
pub(crate) struct History(TempDir);

impl History {
    const EDITION: &str = "content/2024-2027";

    /// The act, in one commit.
    pub(crate) fn new() -> Self {
        let acts = Self::uncommitted();
        init(acts.folder());
        acts
    }

    /// The act in a folder that is no repository.
    pub(crate) fn uncommitted() -> Self {
        let folder = TempDir::new().unwrap();
        for (path, bytes) in read_tree(&repository().join("tests/fixtures/quatre-ans")) {
            // The reports follow the numbers of the fiches: they would only add findings.
            if path.contains("/rapports/") {
                continue;
            }
            let place = folder.path().join(path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, bytes).unwrap();
        }
        Self(folder)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    /// A file of the edition.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder().join(Self::EDITION).join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).unwrap();
    }

    pub(crate) fn replace(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} : {from}");
        self.write(path, &text.replace(from, to));
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).unwrap();
    }

    /// Commits what was done.
    pub(crate) fn commit(&self, what: &str) {
        commit(self.folder(), "2024-05-14T10:00:00+0200", what);
    }

    pub(crate) fn calpae(&self, args: &[&str]) -> (String, i32) {
        calpae(self.folder(), args)
    }
}
