//! The folder of the first versions, which had one report: how it is read, and moved.

use std::fs;

use super::{done, run, said_of_rapports};
use crate::common::{Scenario, read_tree};

/// The act of a year, with its report where the first versions had it, an image and a file of somebody.
fn old_place() -> Scenario {
    let scenario = Scenario::new().project("temoin-rapport");
    fs::rename(scenario.path("content/2024/rapports/2024"), scenario.path("content/2024/rapport")).unwrap();
    fs::remove_dir(scenario.path("content/2024/rapports")).unwrap();
    let image = fs::read("tests/fixtures/point.png").unwrap();
    scenario
        .add("content/2024/rapport/bilan.md", "\n![Un point](rapport/point.png)\n")
        .bytes("content/2024/rapport/point.png", &image)
        .write("content/2024/rapport/brouillon.odt", "à moi")
        .replace("content/2024/rapport/rapport.yaml", "envoi: 2025-03-28 ", "envoi: 2025-04-02 ")
}

#[test]
fn a_report_in_the_folder_of_the_first_versions_is_read_and_moved() {
    let scenario = old_place();
    let said = said_of_rapports(&scenario);
    let told: Vec<&String> = said.iter().filter(|line| line.contains("PRJ-009")).collect();
    assert_eq!(told.len(), 1, "{said:?}");
    assert!(told[0].starts_with("content/2024/rapport/rapport.yaml:1:1: conseil PRJ-009"), "{told:?}");
    // What a PDF carries is where it is in the project.
    let build = ["build", "rapport", "--format", "pdf", "--sans-sources"];
    let made = run(&scenario, &build);
    assert_eq!(made.code, 0, "{made}");
    let pdf = fs::read(scenario.path("output/2024/rapport-2024.pdf")).unwrap();
    let identifiers =
        |scenario: &Scenario| run(scenario, &["check", "--select", "RAP", "--format", "json"]).stdout;
    let (before, files) = (identifiers(&scenario), read_tree(&scenario.path("content/2024/rapport")));

    // It goes on where it is until it is moved.
    assert_eq!(run(&scenario, &["new", "rapport"]).code, 0);
    assert!(!scenario.path("content/2024/rapports").exists());
    // What is asked of other files moves nothing.
    done(&scenario, &["check", "--fix", "content/2024/fiches"]);
    assert!(scenario.path("content/2024/rapport").exists());
    let shown = run(&scenario, &["check", "--diff"]);
    let expected = "rename from content/2024/rapport\nrename to content/2024/rapports/2024\n";
    assert_eq!((shown.code, shown.stdout.as_str()), (1, expected), "{shown}");
    assert!(scenario.path("content/2024/rapport").exists());

    let moved = run(&scenario, &["check", "--fix"]);
    assert!(
        moved.stderr.contains("content/2024/rapport : déplacé, « content/2024/rapports/2024 »"),
        "{moved}"
    );
    assert!(!moved.stdout.contains("PRJ-009"), "{moved}");
    assert!(!scenario.path("content/2024/rapport").exists());
    assert!(read_tree(&scenario.path("content/2024/rapports/2024")) == files);
    // The same document, and the same names for what is found.
    done(&scenario, &build);
    assert!(fs::read(scenario.path("output/2024/rapport-2024.pdf")).unwrap() == pdf);
    let names = |json: &str| {
        let value: serde_json::Value = serde_json::from_str(json).unwrap();
        let found = value["constats"].as_array().unwrap().clone();
        let names = found.iter().map(|finding| finding["identifiant"].as_str().unwrap().to_owned());
        names.filter(|name| name.starts_with("RAP")).collect::<Vec<_>>()
    };
    assert_eq!(names(&before).len(), 1, "{before}");
    assert_eq!(names(&identifiers(&scenario)), names(&before));
    assert_eq!(run(&scenario, &["check", "--diff"]).stderr, "aucune correction à proposer\n");
}

#[test]
fn a_tolerance_of_the_old_folder_still_keeps_what_it_kept() {
    let scenario = Scenario::new()
        .project("temoin-rapport")
        .replace("content/2024/rapports/2024/rapport.yaml", "envoi: 2025-03-28 ", "envoi: 2025-04-02 ")
        .add(
            "content/2024/convention.yaml",
            "\ntolerances:\n  - { regle: RAP-010, lieu: rapport/rapport, raison: délai accordé }\n",
        );
    let said = run(&scenario, &["check", "--select", "RAP,TOL", "--format", "short"]).stdout;
    assert!(said.contains("(toléré : délai accordé)") && !said.contains("TOL-001"), "{said}");
}

#[test]
fn two_folders_of_one_report_are_told_and_nothing_is_moved_over_the_other() {
    let scenario = old_place();
    let other = "content/2024/rapports/2024/bilan.md";
    let scenario = scenario.write(other, "## Faits marquants\n");
    let before = read_tree(&scenario.path("content"));
    let fixed = run(&scenario, &["check", "--fix"]);
    let message = "le rapport 2024 est à deux places : « content/2024/rapport » n’est pas lu";
    assert!(fixed.code == 1 && fixed.stdout.contains(message), "{fixed}");
    assert!(read_tree(&scenario.path("content")) == before);
    let act = run(&scenario, &["build", "convention", "--format", "typ"]);
    assert_eq!(act.code, 0, "{act}");
}

#[test]
#[cfg(unix)]
fn a_folder_that_cannot_be_moved_stays_whole() {
    use std::os::unix::fs::PermissionsExt as _;
    let scenario = old_place();
    let edition = scenario.path("content/2024");
    let before = read_tree(&scenario.path("content"));
    let protect = |mode| fs::set_permissions(&edition, fs::Permissions::from_mode(mode)).unwrap();
    protect(0o555);
    // The superuser writes everywhere: nothing is protected from him.
    let is_protected = fs::create_dir(edition.join("essai")).is_err();
    let outcome = run(&scenario, &["check", "--fix"]);
    protect(0o755);
    if is_protected {
        assert_eq!(outcome.code, 2, "{outcome}");
        let said = "le dossier « content/2024/rapport » ne peut devenir « content/2024/rapports/2024 » : permission refusée";
        assert!(outcome.stderr.contains(said), "{outcome}");
        assert!(read_tree(&scenario.path("content")) == before);
    } else {
        assert_eq!(outcome.code, 0, "{outcome}");
    }
    // A file, or a link, where the folder would go.
    let scenario = old_place();
    fs::create_dir(scenario.path("content/2024/rapports")).unwrap();
    std::os::unix::fs::symlink("ailleurs", scenario.path("content/2024/rapports/2024")).unwrap();
    let before = read_tree(&scenario.path("content/2024/rapport"));
    let outcome = run(&scenario, &["check", "--fix"]);
    assert!(outcome.code != 0, "{outcome}");
    assert!(read_tree(&scenario.path("content/2024/rapport")) == before);
}
