//! `calpae check` and `calpae explain` as a person or a program meets them.

use insta::assert_snapshot;
use serde_json::Value;

use crate::commun::{Essai, depot};

const FAUTE: (&str, &str, &str) =
    ("content/2024/fiches/01-accueil.md", "total_affiche: 120 000 €", "total_affiche: 130 000 €");

fn fautif() -> Essai {
    let (fichier, de, a) = FAUTE;
    Essai::new().projet("temoin").remplacer(fichier, de, a)
}

/// The same fault, kept by the act.
fn tolere() -> Essai {
    fautif().ajouter(
        "content/2024/convention.yaml",
        "\ntolerances:\n  - { regle: FIN-001, lieu: fiches/01, extrait: 130 000, raison: l’acte est signé }\n",
    )
}

fn schema(chemin: &str) -> jsonschema::Validator {
    let texte = std::fs::read_to_string(depot().join(chemin)).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&texte).unwrap()).unwrap()
}

fn json(essai: Essai, format: &str) -> Value {
    let issue = essai.args(["check", "--format", format]).lancer();
    assert_eq!(issue.stderr, "", "{issue}");
    serde_json::from_str(&issue.stdout).unwrap()
}

#[test]
fn a_project_that_is_right_says_nothing() {
    let issue = Essai::new().projet("temoin").args(["check"]).lancer();
    assert_eq!((issue.code, issue.stdout.as_str(), issue.stderr.as_str()), (0, "", ""));
}

#[test]
fn a_finding_shows_its_place_its_terms_and_its_arithmetic() {
    let issue = fautif().args(["check", "--select", "FIN-001"]).lancer();
    assert_eq!(issue.code, 1);
    assert_snapshot!(issue.stdout);
}

#[test]
fn the_short_github_and_markdown_forms() {
    for format in ["short", "github", "markdown"] {
        let issue = fautif().args(["check", "--select", "FIN-001", "--format", format]).lancer();
        assert_eq!((issue.code, issue.stderr.as_str()), (1, ""));
        assert_snapshot!(format!("constats_{format}"), issue.stdout);
    }
}

#[test]
fn json_follows_its_schema_whatever_the_findings() {
    let schema = schema("docs/schemas/constats-1.schema.json");
    for essai in [Essai::new().projet("temoin"), fautif(), tolere(), Essai::new().projet_du_depot()] {
        let valeur = json(essai, "json");
        let fautes: Vec<String> = schema.iter_errors(&valeur).map(|e| e.to_string()).collect();
        assert!(fautes.is_empty(), "{fautes:#?}");
    }
}

#[test]
fn sarif_follows_the_public_schema() {
    let schema = schema("tests/fixtures/schemas/sarif-2.1.0.json");
    for essai in [Essai::new().projet("temoin"), fautif(), tolere(), Essai::new().projet_du_depot()] {
        let valeur = json(essai, "sarif");
        let fautes: Vec<String> = schema.iter_errors(&valeur).map(|e| e.to_string()).collect();
        assert!(fautes.is_empty(), "{fautes:#?}");
    }
    let resultat = &json(fautif(), "sarif")["runs"][0]["results"][0];
    assert_eq!(resultat["ruleId"], "FIN-001");
    assert_eq!(resultat["locations"][0]["physicalLocation"]["region"]["startLine"], 28);
    assert_eq!(json(tolere(), "sarif")["runs"][0]["results"][0]["suppressions"][0]["kind"], "external");
}

#[test]
fn a_finding_that_the_act_keeps_is_listed_apart_and_does_not_fail() {
    let issue = tolere().args(["check"]).lancer();
    assert_eq!(issue.code, 0, "{issue}");
    assert_snapshot!(issue.stdout);
    let (bilan, raison) =
        (json(tolere(), "json")["bilan"].clone(), json(tolere(), "json")["toleres"][0]["raison"].clone());
    assert_eq!((bilan["erreurs"].as_u64(), bilan["toleres"].as_u64()), (Some(0), Some(1)));
    assert_eq!(raison, "l’acte est signé");
}

#[test]
fn a_tolerance_that_serves_no_more_is_itself_a_finding() {
    let (fichier, de, a) = FAUTE;
    let issue = tolere().remplacer(fichier, a, de).args(["check", "--deny", "avertissement"]).lancer();
    assert_eq!(issue.code, 1, "{issue}");
    assert_snapshot!(issue.stdout);
}

#[test]
fn a_tolerance_for_another_place_or_words_keeps_nothing() {
    for (de, a) in [("fiches/01", "fiches/02"), ("extrait: 130 000", "extrait: 140 000")] {
        let issue = tolere()
            .remplacer("content/2024/convention.yaml", de, a)
            .args(["check", "--format", "short"])
            .lancer();
        assert_eq!(issue.code, 1, "{issue}");
        assert!(issue.stdout.contains("FIN-001") && issue.stdout.contains("TOL-001"), "{issue}");
    }
}

#[test]
fn an_unknown_rule_is_told_with_the_nearest() {
    let issue = tolere()
        .remplacer("content/2024/convention.yaml", "regle: FIN-001", "regle: FIN-0O1")
        .args(["check", "--select", "TOL"])
        .lancer();
    assert!(issue.stdout.contains("avertissement[TOL-002]"), "{issue}");
    assert_snapshot!(issue.stdout);
    let issue = fautif().args(["check", "--select", "FIN-01"]).lancer();
    assert_eq!(issue.code, 2);
    assert_snapshot!(issue.stderr);
}

#[test]
fn severities_belong_to_the_project() {
    let avec = |mot: &str| {
        fautif()
            .ajouter("content/2024/convention.yaml", &format!("\nregles: {{ FIN-001: {mot} }}\n"))
            .args(["check", "--format", "short"])
            .lancer()
    };
    assert_eq!(avec("ignorée").stdout, "");
    let conseil = avec("conseil");
    assert_eq!(conseil.code, 0);
    assert!(conseil.stdout.contains(": conseil FIN-001:"), "{conseil}");
}

#[test]
fn select_ignore_and_deny_choose_what_fails() {
    let code = |args: &[&str]| fautif().args([&["check"], args].concat()).lancer().code;
    assert_eq!(code(&[]), 1);
    assert_eq!(code(&["--ignore", "FIN"]), 0);
    assert_eq!(code(&["--select", "DAT,NUM"]), 0);
    assert_eq!(code(&["--select", "FIN-001"]), 1);
    assert_eq!(code(&["--ignore", "FIN-001"]), 0);
}

#[test]
fn colours_never_reach_a_pipe() {
    let issue = fautif().env("CLICOLOR_FORCE", "1").args(["check"]).lancer();
    assert!(!issue.stdout.contains('\u{1b}'));
}

#[test]
fn rules_wait_until_everything_can_be_read() {
    let issue = fautif()
        .remplacer("content/2024/fiches/02-diagnostics.md", "montant: 30 880 €", "montant: trente mille")
        .args(["check", "--format", "short"])
        .lancer();
    assert_eq!(issue.code, 1);
    assert_eq!(issue.stdout.lines().count(), 1, "{issue}");
    assert!(issue.stdout.contains("VAL-001"), "{issue}");
}

#[test]
fn check_writes_nothing() {
    let essai = fautif().args(["check"]);
    let _ = essai.lancer();
    assert!(!essai.chemin("output").exists());
}

#[test]
fn a_heading_with_a_slip_is_told_once() {
    for (titre, coquille) in [
        ("## 1. Description de l'action", "## 1. Descrption de l'action"),
        ("## 2. Date de mise en place", "## 2. Date de mise en palce"),
        ("## 3. Durée de l'action", "## 3. Duree de laction"),
        ("## 4. Partenaires", "## 4. Partenaries"),
        ("## 5. Budget détaillé", "## 5. Buget détaillé"),
        ("## 6. Objectifs et progression", "## 6. Objectif et progressions"),
    ] {
        let fichier = "content/2024/fiches/01-accueil.md";
        let issue =
            Essai::new().projet("temoin").remplacer(fichier, titre, coquille).args(["check"]).lancer();
        assert!(issue.stdout.starts_with("erreur[STR-001]"), "{issue}");
        assert!(issue.stdout.ends_with("\n1 erreur\n"), "{issue}");
        let (_, propre) = titre.split_once(". ").unwrap();
        assert!(issue.stdout.contains(&format!("à faire: écrire « {propre} » au lieu de «")), "{issue}");
    }
}

#[test]
fn a_total_lists_its_terms_and_what_the_act_says() {
    let essai = Essai::new().projet("temoin").remplacer(
        "content/2024/convention.yaml",
        "montant_etat: \"90 666,67 €\"",
        "montant_etat: \"95 666,67 €\"",
    );
    let issue = essai.args(["explain", "article-2.1:etat"]).lancer();
    assert_eq!(issue.code, 0, "{issue}");
    assert_snapshot!(issue.stdout);
}

#[test]
fn explain_lists_what_it_explains() {
    let issue = Essai::new().projet("temoin").args(["explain"]).lancer();
    assert!(issue.stdout.contains("  FIN-001  le total affiché"), "{issue}");
    let totaux = issue.stdout.split("Totaux du projet\n").nth(1).unwrap();
    assert_snapshot!(totaux);
}

#[test]
fn a_family_and_a_fiche_are_lists() {
    let dire = |sujet: &str| Essai::new().projet("temoin").args(["explain", sujet]).lancer().stdout;
    let famille = dire("dat");
    assert!(famille.starts_with("Dates"), "{famille}");
    assert!(famille.lines().skip(1).all(|l| l.starts_with("  DAT-")), "{famille}");
    for (sujet, debut) in
        [("fiches/01", "  fiches/01:"), ("fiches/", "  fiches/"), ("annexe-b", "  annexe-b:")]
    {
        let liste = dire(sujet);
        assert!(!liste.is_empty() && liste.lines().all(|l| l.starts_with(debut)), "{sujet} {liste}");
    }
}

#[test]
fn an_unknown_subject_is_told_with_the_nearest() {
    for (sujet, attendu) in [
        ("annexe-b:totale", "vouliez-vous dire « annexe-b:total » ?"),
        ("FIN-0001", "vouliez-vous dire « FIN-001 » ?"),
    ] {
        let issue = Essai::new().projet("temoin").args(["explain", sujet]).lancer();
        assert_eq!(issue.code, 2);
        assert!(issue.stderr.contains(attendu), "{issue}");
    }
}

#[test]
fn completion_offers_the_names() {
    let essai = Essai::new().projet("temoin").env("COMPLETE", "bash").env("_CLAP_COMPLETE_INDEX", "2");
    let issue = essai.args(["--", "calpae", "explain", "annexe-b:"]).lancer();
    assert!(issue.stdout.contains("annexe-b:executes-2022"), "{issue}");
}

#[test]
fn the_page_of_a_rule_is_the_one_of_the_docs() {
    let issue = Essai::new().args(["explain", "fin-001"]).lancer();
    let page = std::fs::read_to_string(depot().join("docs/regles/FIN-001.md")).unwrap();
    assert_eq!((issue.code, issue.stdout), (0, page));
}
