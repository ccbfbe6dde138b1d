//! `calpae check FICHIER`: what has a place in these files, and how much stands elsewhere.

use crate::common::{Outcome, Scenario};

const FICHE: &str = "content/2024/fiches/01-accueil.md";

/// A project with one fault of form in a fiche and one in an article.
fn scenario() -> Scenario {
    let scenario = Scenario::new().project("temoin");
    scenario.add(FICHE, "\nLe Departement finance  .\n")
}

fn check(args: &[&str]) -> Outcome {
    scenario().args(["check", "--format", "short"].into_iter().chain(args.iter().copied())).run()
}

fn files(outcome: &Outcome) -> Vec<&str> {
    let mut files: Vec<_> = outcome.stdout.lines().filter_map(|line| line.split(':').next()).collect();
    files.dedup();
    files
}

#[test]
fn only_what_has_a_place_in_the_files_is_shown() {
    let whole = check(&[]);
    assert!(whole.stdout.contains(FICHE), "{whole}");
    assert_eq!(whole.stderr, "");
    let here = check(&[FICHE]);
    assert_eq!(files(&here), [FICHE], "{here}");
    let elsewhere = whole.stdout.lines().count() - here.stdout.lines().count();
    let expected = match elsewhere {
        0 => format!("dans {FICHE} ; aucun constat ailleurs\n"),
        1 => format!("dans {FICHE} ; 1 constat ailleurs\n"),
        n => format!("dans {FICHE} ; {n} constats ailleurs\n"),
    };
    assert_eq!(here.stderr, expected);
    let convention = check(&["content/2024/convention.yaml"]);
    assert!(!convention.stdout.contains(FICHE), "{convention}");
    assert_eq!(convention.code, 0);
    assert_eq!(check(&["."]), whole);
    let folder = check(&["content/2024/fiches", "content/2024/convention.yaml"]);
    assert!(folder.stdout.contains(FICHE) && folder.stderr.starts_with("dans ces fichiers ; "), "{folder}");
}

#[test]
fn a_file_is_named_from_the_current_folder_or_from_the_root() {
    let expected = check(&[FICHE]);
    for path in ["01-accueil.md", "./01-accueil.md", FICHE] {
        let args = ["check", "--format", "short", path];
        assert_eq!(scenario().from("content/2024/fiches").args(args).run(), expected, "{path}");
    }
}

#[test]
fn the_exit_code_is_that_of_what_is_shown() {
    let faulty =
        || Scenario::new().project("minimal").replace("content/2024/fiches/01.md", "numero: 1", "numero: un");
    assert_eq!(faulty().args(["check"]).run().code, 1);
    assert_eq!(faulty().args(["check", "content/2024/fiches/01.md"]).run().code, 1);
    assert_eq!(faulty().args(["check", "content/2024/convention.yaml"]).run().code, 0);
}

#[test]
fn an_unknown_file_is_told_with_the_nearest() {
    for (path, message) in [
        ("content/2024/fiches/10.md", "erreur : le fichier « content/2024/fiches/10.md » n’existe pas\n"),
        ("01-accueil.md", "à faire : vouliez-vous dire « content/2024/fiches/01-accueil.md » ?"),
        (
            "content/2024/fiche/01-acceuil.md",
            "à faire : vouliez-vous dire « content/2024/fiches/01-accueil.md » ?",
        ),
        ("fiches/01", "à faire : vouliez-vous dire « content/2024/fiches/01-accueil.md » ?"),
        ("content/2024/fiches/01", "à faire : vouliez-vous dire « content/2024/fiches/01-accueil.md » ?"),
        ("01", "« content/2024/fiches/01-accueil.md » ?"),
        ("/", "erreur : « / » n’est pas dans le projet\n"),
        ("output", "erreur : le fichier « output » n’existe pas\n"),
    ] {
        let outcome = check(&[path]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{outcome}");
        assert!(outcome.stderr.contains(message), "{outcome}");
    }
    let outcome = scenario().write("notes.txt", "").args(["check", "notes.txt"]).run();
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("« notes.txt » n’est pas un texte de l’édition"), "{outcome}");
}

#[test]
fn only_these_files_are_repaired() {
    let scenario = scenario().args(["check", "--fix", "content/2024/convention.yaml"]);
    let before = scenario.read(FICHE);
    assert_eq!(scenario.run().code, 0);
    assert_eq!(scenario.read(FICHE), before);
    let scenario = scenario.args(["check", "--fix", FICHE]);
    assert_eq!(scenario.run().code, 0);
    assert_ne!(scenario.read(FICHE), before);
}
