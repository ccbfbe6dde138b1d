//! The command line as a person uses it: help, exit codes, silence on success, and no file ever lost.

use std::fs;

use insta::assert_snapshot;

use crate::common::Scenario;

fn minimal() -> Scenario {
    Scenario::new().project("minimal")
}

#[test]
fn help_speaks_french() {
    let help = |args: &[&str]| minimal().args(args.iter().copied().chain(["--help"])).run();
    let verbs = [
        &["check"][..],
        &["explain"],
        &["new"],
        &["new", "rapport"],
        &["new", "edition"],
        &["historique"],
        &["git-setup"],
        &["git-merge"],
        &["git-textconv"],
        &["help"],
    ];
    let verbs: String =
        verbs.into_iter().map(|verb| format!("$ calpae {}\n{}\n", verb.join(" "), help(verb))).collect();
    let (whole, build) = (help(&[]), help(&["build"]));
    assert_snapshot!(whole.to_string());
    assert_snapshot!(build.to_string());
    assert_snapshot!(verbs);
    for text in [whole.stdout, build.stdout, verbs] {
        for word in ["Usage:", "Options:", "default", "help for", "Print", "possible values"] {
            assert!(!text.contains(word), "{word} : {text}");
        }
    }
}

#[test]
fn what_is_not_understood_is_said_with_exit_code_2() {
    let mut whole = String::new();
    for args in [
        vec!["-C", "ailleurs"],
        vec!["buidl"],
        vec!["build", "--formt", "pdf"],
        vec!["build", "--format", "docx"],
        vec!["build", "--edition"],
        vec!["build", "convntion"],
        vec!["build", "--edition", "1999"],
        vec!["check", "--formt", "short", "un.md"],
        vec!["new", "edition"],
        vec!["new"],
        vec!["explain", "--zzz"],
        vec!["-C", ".", "check", "--zzz"],
        vec!["check", "--deny"],
        vec!["help", "buidl"],
        vec!["help", "fiche"],
        vec!["pdf"],
        vec!["new", "convention"],
        vec!["new", "fiche", "Les", "crèches"],
        vec!["tolerer", "FIN-001", "fiches/01", "--raison", "voté", "ainsi"],
        vec!["new", "edition", "2025", "2024"],
        vec!["build", "2024"],
        vec!["build", "pdf"],
    ] {
        let outcome = minimal().args(args.iter().copied()).run();
        assert_eq!(outcome.code, 2, "{args:?} {outcome}");
        whole.push_str(&format!("$ calpae {}\n{outcome}\n", args.join(" ")));
    }
    assert_snapshot!(whole);
}

#[test]
fn what_is_meant_is_said() {
    for (args, advice) in [
        (vec!["build", "fiches/01"], "« calpae build » compose toute la convention"),
        (vec!["build", "content/2024/fiches/01.md"], "« calpae build » compose toute la convention"),
        (vec!["check", "--erreurs"], "écrire « --gravite erreur »"),
        (vec!["check", "--avertissement"], "écrire « --gravite avertissement »"),
        (vec!["new", "edition", "2026-2028"], "donner la première année : « 2026 »"),
    ] {
        let outcome = minimal().args(args.iter().copied()).run();
        assert_eq!(outcome.code, 2, "{args:?} {outcome}");
        assert!(outcome.stderr.ends_with(&format!("{advice}\n")), "{args:?} {outcome}");
    }
}

#[test]
fn a_total_of_a_project_without_amounts_is_not_misspelt() {
    let (scenario, args) = (Scenario::new(), ["new", "projet", "--departement", "29", "--annee", "2025"]);
    let scenario = scenario.args(args);
    assert_eq!(scenario.run().code, 0);
    let outcome = scenario.args(["explain", "article-3:etat"]).run();
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stderr.contains("aucun montant n’est encore écrit"), "{outcome}");
}

#[test]
fn each_family_of_codes_is_listed() {
    for family in ["CLE", "VAL", "YAML", "MD", "PRJ", "TOL", "REF", "TXT", "FIN", "fin", "cle"] {
        let outcome = minimal().args(["explain", family]).run();
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{family} {outcome}");
        let codes = outcome.stdout.lines().filter_map(|line| line.strip_prefix("  "));
        let wanted = format!("{}-", family.to_uppercase());
        let codes: Vec<&str> = codes.collect();
        assert!(!codes.is_empty() && codes.iter().all(|code| code.starts_with(&wanted)), "{outcome}");
    }
}

#[test]
fn help_is_asked_for_in_any_way() {
    let said = |args: &[&str]| minimal().args(args.iter().copied()).run();
    let whole = said(&["--help"]);
    assert_eq!(whole.code, 0);
    assert!(whole.stdout.contains("Exemples\u{a0}:"), "{whole}");
    for args in [&[][..], &["-h"], &["--aide"], &["help"], &["aide"]] {
        assert_eq!(said(args), whole, "{args:?}");
    }
    for verb in ["build", "check", "explain", "new"] {
        let help = said(&[verb, "--help"]);
        assert!(help.stdout.contains("Exemples\u{a0}:"), "{help}");
        assert_eq!(said(&["help", verb]), help);
        assert_eq!(said(&["aide", verb]), help);
    }
    assert_eq!(said(&["help", "composer"]), said(&["build", "--help"]));
    assert_eq!(said(&["help", "new", "edition"]), said(&["new", "edition", "--help"]));
}

#[test]
fn formats_are_what_was_asked_for() {
    let names = |formats: &str| -> Vec<String> {
        let scenario = minimal().args(["build", "--format", formats, "--output", "ici"]);
        let outcome = scenario.run();
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
        let dossier = scenario.path("ici/2024");
        let mut names: Vec<_> = fs::read_dir(dossier)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .filter(|n| n.starts_with("convention"))
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("typ"), ["convention", "convention.typ"]);
    assert_eq!(names("pdf"), ["convention.pdf"]);
    assert!(names("png").contains(&"convention-001.png".to_owned()));
}

#[test]
fn a_failed_build_leaves_the_previous_pdf() {
    let scenario = minimal();
    assert_eq!(scenario.run().code, 0);
    let before = fs::read(scenario.path("output/2024/convention.pdf")).unwrap();
    let scenario = scenario.replace("content/2024/fiches/01.md", "numero: 1", "numero: un");
    assert_eq!(scenario.run().code, 1);
    assert!(fs::read(scenario.path("output/2024/convention.pdf")).unwrap() == before);
}

#[test]
fn a_second_build_writes_nothing_and_what_was_edited_by_hand_stays() {
    let scenario = minimal();
    assert_eq!(scenario.run().code, 0);
    let date = |name: &str| fs::metadata(scenario.path(name)).unwrap().modified().unwrap();
    let before = date("output/2024/convention.pdf");
    assert_eq!(scenario.run().code, 0);
    assert_eq!(date("output/2024/convention.pdf"), before);
    let scenario = scenario.add("output/2024/convention.typ", "// à la main\n");
    let scenario = scenario.replace("content/2024/convention.yaml", "lieu: ", "lieu: Bourg-");
    let outcome = scenario.run();
    assert_eq!(outcome.code, 2);
    assert_snapshot!(outcome.to_string());
    assert!(scenario.read("output/2024/convention.typ").ends_with("// à la main\n"));
}

/// Runs a command with a device as standard output; returns its standard error.
#[cfg(target_os = "linux")]
fn written_to(path: &str, args: &[&str]) -> (i32, String) {
    let scenario = minimal().args(args.iter().copied());
    let output = scenario.command().stdout(fs::OpenOptions::new().write(true).open(path).unwrap()).output();
    let output = output.unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
#[cfg(target_os = "linux")]
fn a_failed_write_is_never_a_success() {
    let rapport = ["new", "rapport"];
    let edition = ["new", "edition", "2025"];
    for args in [
        &["explain"][..],
        &["build", "--format", "typ"],
        &["help", "build"],
        &[],
        &["explain", "FIN-001"],
        &["explain", "FIN"],
        &["explain", "fiches/01"],
        &["explain", "fiches/01:charges"],
        &["check", "--format", "json"],
        &["check", "--format", "sarif"],
        &["check", "--format", "markdown"],
        &["check", "--bilan"],
        &["--help"],
        &["build", "--aide"],
        &["check", "--help"],
        &["new", "edition", "--help"],
        &["--version"],
        &rapport,
        &edition,
    ] {
        let expected = "erreur : la sortie standard ne peut être écrite : plus de place sur le disque\n";
        assert_eq!(written_to("/dev/full", args), (2, expected.to_owned()), "{args:?}");
    }
    // A command with nothing to print does not touch standard output.
    assert_eq!(written_to("/dev/full", &["check", "--select", "NUM"]), (0, String::new()));
}

#[test]
#[cfg(target_os = "linux")]
fn what_cannot_be_told_on_standard_error_is_a_failure_too() {
    let scenario = minimal().replace("content/2024/fiches/01.md", "numero: 1", "numero: un");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = scenario.command().stderr(full).output().unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), &b""[..]));
}

#[test]
fn a_reader_that_closes_the_pipe_is_nobody_s_fault() {
    for args in [&["explain"][..], &["--help"], &["--version"], &["check", "--format", "json"]] {
        let scenario = minimal().args(args.iter().copied());
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = scenario.command().stdout(writer).output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{args:?}");
    }
}
