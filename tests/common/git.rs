//! The `git` program on a folder of a test, without the settings of the machine: same commits everywhere.

use std::path::Path;
use std::process::{Command, Output};

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
