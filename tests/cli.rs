//! The command as a person meets it: help, exit codes, silence, and files that are never lost.

use std::fs;

use insta::assert_snapshot;

use crate::commun::Essai;

fn minimal() -> Essai {
    Essai::new().projet("minimal")
}

#[test]
fn help_speaks_french() {
    let aide = minimal().args(["--help"]).lancer();
    assert_snapshot!(aide.to_string());
    let build = minimal().args(["build", "--help"]).lancer();
    assert_snapshot!(build.to_string());
    for texte in [aide.stdout, build.stdout] {
        for mot in ["Usage:", "Options:", "default", "help for", "Print", "possible values"] {
            assert!(!texte.contains(mot), "{mot} : {texte}");
        }
    }
}

#[test]
fn what_is_not_understood_is_said_with_exit_code_2() {
    let mut tout = String::new();
    for args in [
        vec![],
        vec!["buidl"],
        vec!["build", "--formt", "pdf"],
        vec!["build", "--format", "docx"],
        vec!["build", "--edition"],
        vec!["build", "convntion"],
        vec!["build", "--edition", "1999"],
        vec!["build", "-C", "ailleurs"],
    ] {
        let issue = minimal().args(args.iter().copied()).lancer();
        assert_eq!(issue.code, 2, "{args:?} {issue}");
        tout.push_str(&format!("$ calpae {}\n{issue}\n", args.join(" ")));
    }
    assert_snapshot!(tout);
}

#[test]
fn formats_are_what_was_asked_for() {
    let noms = |formats: &str| -> Vec<String> {
        let essai = minimal().args(["build", "--format", formats, "--output", "ici"]);
        assert_eq!(essai.lancer().to_string(), "code 0\n");
        let dossier = essai.chemin("ici/2024");
        let mut noms: Vec<_> = fs::read_dir(dossier)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .filter(|n| n.starts_with("convention"))
            .collect();
        noms.sort();
        noms
    };
    assert_eq!(noms("typ"), ["convention", "convention.typ"]);
    assert_eq!(noms("pdf"), ["convention.pdf"]);
    assert!(noms("png").contains(&"convention-001.png".to_owned()));
}

#[test]
fn a_failed_build_leaves_the_previous_pdf() {
    let essai = minimal();
    assert_eq!(essai.lancer().code, 0);
    let avant = fs::read(essai.chemin("output/2024/convention.pdf")).unwrap();
    let essai = essai.remplacer("content/2024/fiches/01.md", "numero: 1", "numero: un");
    assert_eq!(essai.lancer().code, 1);
    assert!(fs::read(essai.chemin("output/2024/convention.pdf")).unwrap() == avant);
}

#[test]
fn a_second_build_writes_nothing_and_what_was_edited_by_hand_stays() {
    let essai = minimal();
    assert_eq!(essai.lancer().code, 0);
    let date = |nom: &str| fs::metadata(essai.chemin(nom)).unwrap().modified().unwrap();
    let avant = date("output/2024/convention.pdf");
    assert_eq!(essai.lancer().code, 0);
    assert_eq!(date("output/2024/convention.pdf"), avant);
    let essai = essai.ajouter("output/2024/convention.typ", "// à la main\n");
    let essai = essai.remplacer("content/2024/convention.yaml", "lieu: ", "lieu: Bourg-");
    let issue = essai.lancer();
    assert_eq!(issue.code, 2);
    assert_snapshot!(issue.to_string());
    assert!(essai.lire("output/2024/convention.typ").ends_with("// à la main\n"));
}
