//! The Tab key: what the program proposes to a shell.

use crate::common::Scenario;

/// What is proposed for the last of some words, in a folder of a project.
fn proposed(from: &str, words: &[&str]) -> Vec<String> {
    let line = ["--", "calpae"].into_iter().chain(words.iter().copied());
    let scenario = Scenario::new().project("temoin-rapport").from(from).args(line);
    let scenario = scenario.env("COMPLETE", "fish");
    let outcome = scenario.run();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
    let words = outcome.stdout.lines().map(|line| line.split('\t').next().unwrap_or_default().to_owned());
    words.collect()
}

#[test]
fn documents_editions_formats_codes_and_folders_are_proposed() {
    for (words, expected) in [
        (&["build", ""][..], &["convention", "controle", "rapport", "rapport-2024"][..]),
        (&["new", "rapport", ""], &["2024"]),
        (&["build", "con"], &["convention", "controle"]),
        (&["build", "--edition", ""], &["2024"]),
        (&["-C", "..", "check", "--edition", ""], &["2024"]),
        (&["new", "edition", "2025", "--depuis", ""], &["2024"]),
        (&["build", "--format", ""], &["typ", "pdf", "png"]),
        (&["build", "--format", "typ,p"], &["typ,pdf", "typ,png"]),
        (&["check", "--format", "s"], &["short", "sarif"]),
        (&["explain", "CLE-0"], &["CLE-001", "CLE-002"]),
        (&["explain", "FIN-00"], &["FIN-001", "FIN-002"]),
        (&["explain", "fiches/01:ch"], &["fiches/01:charges"]),
        (&["check", "--select", "FIN,DA"], &["FIN,DAT"]),
        (&["help", "bu"], &["build"]),
        (&["build", "-C", "fi"], &["fiches/"]),
        (&["build", "-o", "fi"], &["fiches/"]),
        (&["check", "fiches/0"], &["fiches/01-accueil.md"]),
        (&["bu"], &["build"]),
    ] {
        let proposed = proposed("content/2024", words);
        for word in expected {
            assert!(proposed.iter().any(|p| p == word), "{words:?} : {word} : {proposed:?}");
        }
    }
    assert_eq!(proposed("content/2024/fiches", &["build", "--edition", ""]), ["2024"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_completion_that_cannot_be_written_is_a_failure() {
    let scenario =
        Scenario::new().project("minimal").args(["--", "calpae", "build", ""]).env("COMPLETE", "bash");
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = scenario.command().stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "erreur : la sortie standard ne peut être écrite\n"
    );
}
