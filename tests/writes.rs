//! What is written, and what is not when the disk, another program or a person stands in the way.

use std::fs;

use crate::common::{Outcome, Scenario, read_tree};

const FICHE: &str = "content/2024/fiches/01-accueil.md";
const ARTICLE: &str = "content/2024/articles/04-duree.md";

/// A project where two files are to be repaired.
fn faulty() -> Scenario {
    Scenario::new()
        .project("temoin")
        .replace(ARTICLE, "La convention vaut un an.", "A l'issue de  un an , la convention cesse.")
        .replace(FICHE, "titre: Les sites d'accueil", "titre: Les sites  d'accueil")
}

/// Runs the command under a limit of the shell, with the signal of a file too large ignored: writes then fail.
#[cfg(target_os = "linux")]
fn limited(scenario: &Scenario, limit: &str) -> Outcome {
    let command = scenario.command();
    let args = std::iter::once(command.get_program()).chain(command.get_args());
    let output = std::process::Command::new("sh")
        .args(["-c", &format!("trap '' XFSZ; ulimit {limit}; exec \"$@\""), "sh"])
        .args(args)
        .current_dir(scenario.path(""))
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Outcome {
        stdout: text(output.stdout),
        stderr: text(output.stderr),
        code: output.status.code().unwrap_or(-1),
    }
}

/// A disk that takes no more bytes after some kilobytes: exit code 2, in French, and every file as it was.
#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_takes_no_more_leaves_everything_as_it_was() {
    let rapport: fn() -> Scenario = || Scenario::new().project("temoin").args(["new", "rapport"]);
    let edition: fn() -> Scenario = || Scenario::new().project("temoin").args(["new", "edition", "2025"]);
    let fix: fn() -> Scenario = || faulty().args(["check", "--fix", "--select", "FRM"]);
    let build: fn() -> Scenario = || Scenario::new().project("temoin").args(["build", "--format", "typ"]);
    let mut failures = 0;
    for (name, make) in [("rapport", rapport), ("edition", edition), ("fix", fix), ("build", build)] {
        for blocks in [0, 1, 2, 4, 8, 16] {
            let scenario = make();
            let before = read_tree(&scenario.path(""));
            let outcome = limited(&scenario, &format!("-f {blocks}"));
            if !outcome.stderr.contains("le fichier serait trop grand") {
                continue;
            }
            failures += 1;
            assert_eq!(outcome.code, 2, "{name} {blocks} : {outcome}");
            assert!(read_tree(&scenario.path("")) == before, "{name} {blocks} : {outcome}");
            assert!(!scenario.path("output").exists(), "{name} {blocks} : un dossier vide est resté");
            // Nothing has to be tidied up before the next run.
            let again = scenario.run();
            assert!(again.code < 2, "{name} {blocks} : {again}");
        }
    }
    assert!(failures >= 10, "{failures}");
}

#[test]
#[cfg(target_os = "linux")]
fn too_many_open_files_is_told_in_french() {
    for limit in 3..12 {
        let outcome = limited(&Scenario::new().project("minimal").args(["check"]), &format!("-n {limit}"));
        assert!(!outcome.stderr.contains("os error") && !outcome.stdout.contains("os error"), "{outcome}");
    }
}

#[test]
fn a_read_only_file_is_not_replaced() {
    let protect = |scenario: &Scenario, name: &str| {
        let place = scenario.path(name);
        let mut permissions = fs::metadata(&place).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(place, permissions).unwrap();
    };
    let scenario = faulty().args(["check", "--fix", "--select", "FRM"]);
    protect(&scenario, FICHE);
    let before = read_tree(&scenario.path("content"));
    let outcome = scenario.run();
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stderr.contains(&format!("« {FICHE} » est en lecture seule")), "{outcome}");
    assert!(read_tree(&scenario.path("content")) == before);

    let scenario = Scenario::new().project("minimal").args(["build", "--format", "typ"]);
    assert_eq!(scenario.run().code, 0);
    protect(&scenario, "output/2024/convention.typ");
    // The bytes are right: nothing is to be replaced.
    let outcome = scenario.run();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
    assert!(outcome.stdout.starts_with("inchangé : "), "{outcome}");
    let scenario = scenario.replace("content/2024/convention.yaml", "lieu: ", "lieu: Bourg-");
    let outcome = scenario.run();
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stderr.contains("convention.typ : en lecture seule"), "{outcome}");
}

#[test]
#[cfg(unix)]
fn the_permissions_of_a_file_are_kept_and_its_other_names_told() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let scenario = faulty().args(["check", "--fix", "--select", "FRM"]);
    let place = scenario.path(FICHE);
    fs::set_permissions(&place, fs::Permissions::from_mode(0o640)).unwrap();
    let owner = fs::metadata(&place).unwrap();
    fs::hard_link(&place, scenario.path("copie.md")).unwrap();
    let outcome = scenario.run();
    assert!(
        outcome.stderr.contains(&format!("{FICHE} : le fichier avait un autre nom sur le disque")),
        "{outcome}"
    );
    let after = fs::metadata(&place).unwrap();
    assert_eq!((after.mode() & 0o777, after.uid(), after.gid()), (0o640, owner.uid(), owner.gid()));
    assert!(scenario.read("copie.md").contains("Les sites  d'accueil"));
    assert!(scenario.read(FICHE).contains("Les sites d'accueil"));
}

/// What a killed run left is removed by the next that writes; a folder of somebody's with such a name stays.
#[test]
fn what_a_killed_run_left_is_removed_by_the_next() {
    let scenario = Scenario::new()
        .project("temoin")
        .write("content/.calpae-aB3dE9/0/convention.yaml", "à moitié")
        .write("content/.calpae-aB3dE9/1", "à moitié")
        .write("content/.calpae-notes1/mes notes.md", "à moi")
        .write("content/.calpae-x/0", "à moi")
        .args(["check"]);
    let _ = scenario.run();
    assert!(scenario.path("content/.calpae-aB3dE9").exists(), "« check » n’écrit rien");
    let scenario = scenario.args(["new", "edition", "2025"]);
    assert_eq!(scenario.run().code, 0);
    let hidden: Vec<String> =
        read_tree(&scenario.path("content")).into_keys().filter(|n| n.starts_with('.')).collect();
    assert_eq!(hidden, [".calpae-notes1/mes notes.md", ".calpae-x/0"]);
}

#[test]
fn a_format_deletes_nothing_of_another() {
    let scenario = Scenario::new().project("temoin");
    let mut all = read_tree(&scenario.path("output"));
    for format in ["typ,pdf", "png", "pdf", "typ", "png"] {
        let scenario = &scenario;
        let output = scenario.command_with(&["build", "--format", format]).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let after = read_tree(&scenario.path("output"));
        for (name, bytes) in all.iter().filter(|(name, _)| !name.ends_with(".sha256")) {
            assert!(after.get(name) == Some(bytes), "{format} : {name}");
        }
        all = after;
    }
    for name in ["2024/convention.pdf", "2024/convention.typ", "2024/convention-001.png"] {
        assert!(all.contains_key(name), "{name} : {:?}", all.keys());
    }
}

/// No control character of the content, of a file name or of the command line reaches a terminal.
#[test]
fn no_control_character_reaches_the_terminal() {
    let bad = "\u{1b}]0;titre\u{7}\u{9b}31m\u{202e}\u{7f}\u{2066}";
    let scenario = || {
        faulty()
            .replace(ARTICLE, "la convention cesse.", &format!("la  convention {bad} cesse."))
            .replace(FICHE, "titre: Les sites", "titre: Les \u{202e}sites")
            .add("content/2024/convention.yaml", &format!("cl\u{202e}é: x # {}\n", '\u{85}'))
    };
    let is_bad = |c: char| {
        (c.is_control() && !"\n\t".contains(c)) || ('\u{202a}'..='\u{202e}').contains(&c) || c == '\u{2066}'
    };
    let mut runs = vec![
        vec!["check", "--diff"],
        vec!["check", "--fix", "--diff"],
        vec!["build", "--format", "typ"],
        vec!["explain", "fiches/01:charges"],
        vec!["explain", bad],
        vec!["check", "--edition", bad],
        vec![bad],
        vec!["new", "rapport"],
    ];
    for format in ["human", "short", "json", "sarif", "github", "markdown"] {
        runs.push(vec!["check", "--preview", "--bilan", "--format", format]);
    }
    for args in runs {
        for faults_too in [false, true] {
            let scenario = match faults_too {
                true => scenario(),
                false => scenario().replace(
                    "content/2024/convention.yaml",
                    &format!("cl\u{202e}é: x # {}\n", '\u{85}'),
                    "",
                ),
            };
            let outcome = scenario.args(args.iter().copied()).run();
            let said = format!("{}{}", outcome.stdout, outcome.stderr);
            assert!(!said.is_empty() && !said.contains(is_bad), "{args:?} : {said:?}");
        }
    }
}

#[test]
fn an_environment_that_is_not_understood_stops_nothing() {
    let outcome = Scenario::new().project("minimal").args(["check"]).env("RAYON_NUM_THREADS", "100000").run();
    assert_eq!(outcome.code, 0, "{outcome}");
    let outcome = Scenario::new().project("minimal").args(["check"]).env("COMPLETE", "x").run();
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stderr.starts_with("erreur : COMPLETE=x : ce shell"), "{outcome}");
    let outcome = Scenario::new().project("minimal").args([]).env("COMPLETE", "bash").run();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
}
