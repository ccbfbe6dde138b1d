//! The project is found from any folder of it, before or after the verb; where there is none, what to do is told.

use std::fs;

use insta::assert_snapshot;

use crate::common::{Outcome, Scenario};

fn minimal() -> Scenario {
    Scenario::new().project("minimal")
}

#[test]
fn a_build_from_a_subfolder_writes_in_the_project_and_gives_paths_that_hold_there() {
    let scenario = minimal().from("content/2024/fiches");
    let outcome = scenario.run();
    let line = outcome.stdout.lines().next().unwrap_or_default();
    assert_eq!(line, "écrit : ../../../output/2024/convention.pdf, 5 pages", "{outcome}");
    assert!(scenario.path("output/2024/convention.pdf").exists());
    assert!(!scenario.path("content/2024/fiches/output").exists());
    let outcome = minimal().run();
    assert!(outcome.stdout.starts_with("écrit : output/2024/convention.pdf, "), "{outcome}");
}

#[test]
fn every_verb_finds_the_project_above() {
    let faulty = || minimal().replace("content/2024/fiches/01.md", "numero: 1", "numero: un");
    let said = |scenario: Scenario, from: &str, args: &[&str]| {
        let scenario = if from.is_empty() { scenario } else { scenario.from(from) };
        scenario.args(args.iter().copied()).run()
    };
    for args in [&["check"][..], &["explain", "fiches/01:charges"], &["explain"]] {
        let root = said(minimal(), "", args);
        for from in ["content", "content/2024", "content/2024/fiches", "output/2024", "notes/de/reunion"] {
            assert_eq!(said(minimal(), from, args), root, "{from} {args:?}");
        }
    }
    // Places are given from the root of the project, wherever one stands.
    let here = said(faulty(), "content/2024/fiches", &["check", "--format", "short"]);
    assert!(here.stdout.starts_with("content/2024/fiches/01.md:"), "{here}");
    let scenario = minimal().from("content/2024").args(["new", "rapport"]);
    let outcome = scenario.run();
    assert!(outcome.stdout.starts_with("créé : content/2024/rapports/2024/"), "{outcome}");
    assert!(scenario.path("content/2024/rapports/2024/rapport.yaml").exists());
}

#[test]
fn the_nearest_project_is_the_one() {
    let scenario = minimal();
    let inner = scenario.path("dedans");
    let copy = |from: &str, to: &str| {
        fs::create_dir_all(inner.join(to).parent().unwrap()).unwrap();
        fs::copy(scenario.path(from), inner.join(to)).unwrap();
    };
    copy("content/organisation.yaml", "content/organisation.yaml");
    let outcome = scenario.from("dedans/content").run();
    assert!(outcome.stderr.starts_with("erreur : le projet n’a pas d’édition"), "{outcome}");
    // A folder « content » of something else is passed over.
    let scenario = minimal().write("site/content/article.html", "<p>").from("site/pages");
    assert_eq!(scenario.run().code, 0);
}

#[test]
fn the_folder_is_given_before_or_after_the_verb() {
    let said = |args: &[&str]| Scenario::new().project_in("minimal", "acte").args(args.iter().copied()).run();
    let expected = said(&["check", "-C", "acte"]);
    assert_eq!(expected.code, 0, "{expected}");
    for args in [
        &["-C", "acte", "check"][..],
        &["check", "--projet", "acte"],
        &["--projet=acte", "check"],
        &["check", "-C", "acte/content/2024"],
        &["check", "-C", "acte/content/../content"],
    ] {
        assert_eq!(said(args), expected, "{args:?}");
    }
    let outcome = said(&["build", "-C", "acte/content/2024"]);
    assert!(outcome.stdout.starts_with("écrit : acte/output/2024/convention.pdf, "), "{outcome}");
}

#[test]
fn where_there_is_no_project_what_to_do_is_told() {
    let said = |scenario: Scenario| -> Outcome {
        let outcome = scenario.run();
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{outcome}");
        outcome
    };
    let in_folder =
        |folder: &str| Scenario::new().project_in("minimal", "acte").args(["check", "-C", folder]);
    let page = "content/2024/convention.yaml";
    let mut whole = String::new();
    for (name, scenario) in [
        ("un dossier qui n’existe pas", in_folder("ailleurs")),
        ("presque son nom", in_folder("acta")),
        ("un fichier", in_folder("acte/content/organisation.yaml")),
        ("rien", Scenario::new().args(["check"])),
        ("un projet au-dessous", Scenario::new().project_in("minimal", "acte").args(["check"])),
        ("un autre content", Scenario::new().write("content/article.html", "<p>").args(["check"])),
        ("un cran trop bas", Scenario::new().project_in("minimal", "content").args(["check"])),
        ("sans dossier d’édition", Scenario::new().write("content/convention.yaml", "").args(["check"])),
        ("sans content", Scenario::new().write("2024/convention.yaml", "").args(["check"])),
        ("sans édition", minimal().delete(page).args(["check"])),
    ] {
        whole.push_str(&format!("# {name}\n{}\n", said(scenario).stderr));
    }
    assert_snapshot!(whole);
}

#[test]
fn nothing_is_written_among_the_sources() {
    for folder in
        ["content", "content/2024", "content/neuf/dossier", "templates", "neuf/../content", "./content/"]
    {
        let scenario = minimal().args(["build", "-o", folder]);
        let outcome = scenario.run();
        assert_eq!(outcome.code, 2, "{folder} {outcome}");
        assert!(outcome.stderr.contains("est dans les sources du projet : rien ne s’y écrit"), "{outcome}");
        assert!(!scenario.path("content/2024/convention.pdf").exists());
        assert!(!scenario.path("content/neuf").exists() && !scenario.path("templates").exists());
    }
    // The folder is told from where one stands.
    let outcome = minimal().from("content/2024").args(["build", "-o", "ici"]).run();
    assert_eq!(outcome.code, 2, "{outcome}");
    // That of somebody else's site is no source.
    let outcome = minimal().args(["build", "-o", "site/content"]).run();
    assert_eq!(outcome.code, 0, "{outcome}");
}
