//! A fault is a hole, not a gate: what could be read is checked as it was, nothing false is said of what could not, and
//! what was left aside is said.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::common::{Scenario, repository};

/// Code, message and file of a finding.
type Said = (String, String, String);

fn json(scenario: Scenario) -> Value {
    let outcome = scenario.args(["check", "--format", "json"]).run();
    serde_json::from_str(&outcome.stdout).unwrap_or_else(|_| panic!("{outcome}"))
}

fn said(findings: &Value) -> BTreeSet<Said> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = findings["constats"].as_array().unwrap().iter();
    findings.map(|f| (text(&f["code"]), text(&f["message"]), text(&f["lieux"][0]["fichier"]))).collect()
}

/// The demonstration, which has findings of every family.
fn demonstration() -> Scenario {
    Scenario::new().repository_project()
}

fn witness() -> Scenario {
    Scenario::new().project("temoin")
}

/// The same project, a file of which is saved in Latin-1.
fn latin_1(scenario: Scenario, path: &str) -> Scenario {
    let text = format!("{}\n# é\n", scenario.read(path));
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    scenario.bytes(path, &bytes)
}

/// What a fault adds to what is found, and what it hides.
fn difference(before: &Value, after: &Value) -> (Vec<Said>, Vec<Said>) {
    let (before, after) = (said(before), said(after));
    (after.difference(&before).cloned().collect(), before.difference(&after).cloned().collect())
}

fn codes(said: &[Said]) -> BTreeSet<&str> {
    said.iter().map(|(code, ..)| code.as_str()).collect()
}

const FICHE: &str = "content/2022/fiches/04-accompagnement-differencie.md";
const RAPPORT_FICHE: &str = "content/2022/rapports/2022/fiches/04-accompagnement-differencie.md";

#[test]
fn a_fiche_that_cannot_be_read_hides_itself_and_what_needs_the_whole_act() {
    let before = json(demonstration());
    let broken = |text: String| text.replacen("---\n", "---\nfoo: [1, 2\n", 1);
    let yaml = demonstration();
    let text = broken(yaml.read(FICHE));
    for scenario in [latin_1(demonstration(), FICHE), yaml.write(FICHE, &text)] {
        let after = json(scenario);
        let (new, hidden) = difference(&before, &after);
        assert_eq!(new.len(), 1, "{new:?}");
        assert_eq!(new[0].2, FICHE);
        assert!(said(&after).len() > 60, "{}", said(&after).len());
        // What is hidden is of this file, or of rules that are said to be left aside.
        let left = &after["regles_non_passees"];
        let rules: BTreeSet<&str> =
            left["regles"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert_eq!(left["fichiers"], serde_json::json!([FICHE]));
        for (code, _, file) in &hidden {
            assert!(file == FICHE || rules.contains(code.as_str()), "{code} {file}");
        }
        // A tolerance of this file is still needed: it keeps what the file will say again.
        assert!(!codes(&new).contains("TOL-001"));
    }
}

#[test]
fn a_file_of_the_rapport_hides_only_what_looks_at_the_rapport() {
    let before = json(demonstration());
    let scenario = latin_1(demonstration(), RAPPORT_FICHE);
    let typ = scenario.command_with(&["build", "convention", "--format", "typ"]).output().unwrap();
    assert!(typ.status.success() && scenario.path("output/2022/convention.typ").exists());
    let explained = scenario.command_with(&["explain", "fiches/04:financements"]).output().unwrap();
    assert!(explained.status.success());
    let (new, hidden) = difference(&before, &json(scenario));
    assert_eq!(codes(&new), BTreeSet::from(["TXT-001"]));
    assert!(hidden.iter().all(|(code, ..)| code.starts_with("RAP-")), "{hidden:?}");
}

#[test]
fn a_rapport_whose_main_page_is_not_read_is_said_once() {
    let path = "content/2024/rapports/2024/rapport.yaml";
    let whole = || Scenario::new().project("temoin-rapport");
    for scenario in [latin_1(whole(), path), whole().replace(path, "\nperiode:", "\nperiod:")] {
        let (new, _) = difference(&json(whole()), &json(scenario));
        assert!(new.iter().all(|(_, _, file)| file == path), "{new:?}");
    }
}

#[test]
fn a_template_an_image_or_a_cadre_that_nothing_uses_hides_nothing() {
    let before = json(demonstration());
    let cadre = latin_1(
        demonstration().write("content/cadres/autre.yaml", "intitule: Autre"),
        "content/cadres/autre.yaml",
    );
    let typ = cadre.command_with(&["build", "convention", "--format", "typ"]).output().unwrap();
    assert!(typ.status.success());
    let template = "templates/convention/article.typ.tera";
    for scenario in [
        cadre,
        demonstration().bytes(template, b"\xe9"),
        demonstration().bytes("content/2022/images/cassee.png", b"rien"),
    ] {
        let after = json(scenario);
        let (new, hidden) = difference(&before, &after);
        assert_eq!((new.len(), hidden), (1, Vec::new()), "{new:?}");
        assert_eq!(after["regles_non_passees"], Value::Null);
    }
}

#[test]
fn a_reference_that_cannot_be_read_names_some_revision_all_the_same() {
    let path = "content/2024/rapports/2024/reference.yaml";
    let scenario = Scenario::new().project("temoin-rapport");
    for scenario in
        [latin_1(Scenario::new().project("temoin-rapport"), path), scenario.write(path, "a: [1, 2\n")]
    {
        let (new, _) = difference(&json(Scenario::new().project("temoin-rapport")), &json(scenario));
        assert_eq!((new.len(), codes(&new).contains("PRJ-004")), (1, false), "{new:?}");
    }
}

#[test]
fn a_cadre_that_lacks_a_list_does_not_deny_the_names_of_the_fiches() {
    let path = "content/cadres/essai-2024.yaml".to_owned();
    let without = |key: &str, renamed: &str| {
        let after = json(witness().replace(&path, &format!("\n{key}:"), &format!("\n{renamed}:")));
        let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        let all: Vec<_> =
            after["constats"].as_array().unwrap().iter().map(|f| text(&f["lieux"][0]["fichier"])).collect();
        assert!(all.iter().all(|file| *file == path), "{key}: {:?}", said(&after));
        said(&after)
    };
    // Each says that the key is unknown, with the one that was meant, and no more.
    assert_eq!(without("financeurs", "financeurz").len(), 1);
    assert_eq!(without("rubriques", "rubriquez").len(), 1);
    let item = json(witness().replace(&path, "{ id: etat, nom: État", "{ idd: etat, nom: État"));
    assert_eq!(codes(&said(&item).into_iter().collect::<Vec<_>>()), BTreeSet::from(["CLE-001"]));
    let empty = json(witness().write(&path, ""));
    assert!(said(&empty).iter().all(|(code, ..)| code == "CLE-002"), "{:?}", said(&empty));
}

#[test]
fn a_key_that_nothing_knows_hides_nothing() {
    let before = json(demonstration());
    for path in ["content/organisation.yaml", "content/2022/convention.yaml", "content/2022/indicateurs.yaml"]
    {
        let scenario = demonstration();
        let text = format!("couleur_du_papier: bleu\n{}", scenario.read(path));
        let after = json(scenario.write(path, &text));
        let (new, hidden) = difference(&before, &after);
        assert_eq!(codes(&new), BTreeSet::from(["CLE-001"]), "{path}: {new:?}");
        assert_eq!(hidden, Vec::new(), "{path}");
    }
    // A key that is known under another spelling may hold what a rule would miss.
    let after = json(demonstration().replace("content/2022/convention.yaml", "\nsigles:", "\nsigle:"));
    assert_eq!(said(&after).len(), 1, "{:?}", said(&after));
}

#[test]
fn an_unknown_indicateur_leaves_aside_what_the_matrix_is_compared_with() {
    let before = json(demonstration());
    let scenario = demonstration().add("content/2022/indicateurs.yaml", "\n  9.9/licornes: { }\n");
    let after = json(scenario);
    let (new, _) = difference(&before, &after);
    assert_eq!(codes(&new), BTreeSet::from(["REF-001"]), "{new:?}");
    assert!(said(&after).len() > 60, "{}", said(&after).len());
    assert!(after["regles_non_passees"]["message"].as_str().unwrap().contains("qui regardent l’acte entier"));
}

/// A fault of the temoin that a rule finds in its first fiche.
fn faulty() -> Scenario {
    witness().replace(
        "content/2024/fiches/01-accueil.md",
        "total_affiche: 120 000 €",
        "total_affiche: 130 000 €",
    )
}

#[test]
fn a_name_that_leads_nowhere_does_not_hide_the_fiche_that_was_read() {
    let path = "content/2024/fiches/01-accueil.md";
    for (what, scenario, code) in [
        ("reference", faulty().add(path, "\n{fiches.99}\n"), "REF-002"),
        ("its own table", faulty().replace(path, "{tableau.sites}", "{tableau.site}"), "REF-002"),
        ("in a sentence", faulty().add(path, "\nVoir {budget.charges} ici.\n"), "REF-004"),
        ("mesure", faulty().replace(path, "mesures: [\"1.1\"]", "mesures: [\"9.9\"]"), "REF-001"),
        ("image", faulty().add(path, "\n![Une carte](images/carte.png)\n"), "MD-002"),
        ("figure", faulty().replace(path, "images/parcours.png", "images/parcour.png"), "MD-002"),
    ] {
        let (new, _) = difference(&json(witness()), &json(scenario));
        assert_eq!(codes(&new), BTreeSet::from(["FIN-001", code]), "{what}: {new:?}");
    }
}

#[test]
fn the_texts_of_a_fiche_whose_header_is_broken_are_checked() {
    let path = "content/2024/fiches/01-accueil.md";
    let scenario = witness()
        .replace(path, "---\nnumero", "---\nfoo: [1, 2\nnumero")
        .add(path, "\nLe lundi 2 janvier 2024.\n");
    let (new, _) = difference(&json(witness()), &json(scenario));
    assert_eq!(codes(&new), BTreeSet::from(["DAT-018", "YAML-001"]), "{new:?}");
}

#[test]
fn what_was_left_aside_is_said_in_every_form() {
    let broken =
        || witness().replace("content/2024/fiches/02-diagnostics.md", "montant: 30 880 €", "montant: trente");
    let words = "règles qui regardent l’acte entier n’ont pas été passées, à cause de content/2024/fiches/02-diagnostics.md";
    for format in ["human", "short", "json", "sarif", "github", "markdown"] {
        let outcome = broken().args(["check", "--format", format]).run();
        let text = outcome.stdout.replace("\\_", "_");
        assert_eq!(text.matches(words).count(), 1, "{format}: {outcome}");
        let whole = witness().args(["check", "--format", format]).run();
        assert!(!whole.stdout.contains("n’ont pas été passées"), "{format}: {whole}");
    }
    let summed = broken().args(["check", "--format", "json", "--bilan"]).run();
    assert_eq!(summed.stderr.matches(words).count(), 1, "{summed}");
    let frame = witness().replace("content/2024/convention.yaml", "annee: 2024", "annee: demain");
    let outcome = frame.args(["check"]).run();
    let words = "aucune règle n’a été passée, à cause de content/2024/convention.yaml\n";
    assert!(outcome.stdout.ends_with(words), "{outcome}");
    // A rule that is not asked for is not missed.
    let outcome = broken().args(["check", "--select", "FIN-001"]).run();
    assert!(!outcome.stdout.contains("passées"), "{outcome}");
    let schema = std::fs::read_to_string(repository().join("docs/schemas/constats-1.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let value = json(broken());
    assert!(
        schema.is_valid(&value),
        "{:#?}",
        schema.iter_errors(&value).map(|e| e.to_string()).collect::<Vec<_>>()
    );
}

#[test]
fn a_frame_in_another_encoding_is_a_finding_with_its_place() {
    for path in
        ["content/organisation.yaml", "content/2024/convention.yaml", "content/cadres/essai-2024.yaml"]
    {
        let scenario = latin_1(witness(), path).args(["check", "--format", "json"]);
        let outcome = scenario.run();
        assert_eq!((outcome.code, outcome.stderr.as_str()), (1, ""), "{outcome}");
        let value: Value = serde_json::from_str(&outcome.stdout).unwrap();
        let findings: Vec<Said> = said(&value).into_iter().collect();
        assert_eq!(codes(&findings), BTreeSet::from(["TXT-001"]), "{findings:?}");
        assert_eq!((findings.len(), findings[0].2.as_str()), (1, path));
    }
}

#[test]
fn a_total_is_explained_when_it_does_not_depend_on_what_is_missing() {
    let explain = |scenario: Scenario, total: &str| scenario.args(["explain", total]).run().code;
    let article = || latin_1(witness(), "content/2024/articles/03-suivi.md");
    let matrix = || witness().add("content/2024/indicateurs.yaml", "\n  9.9/licornes: { }\n");
    for total in ["convention:etat", "annexe-a:total", "recapitulatif:total", "fiches/01:total"] {
        assert_eq!(explain(article(), total), 0, "{total}");
        assert_eq!(explain(matrix(), total), 0, "{total}");
    }
    let fiche = || latin_1(witness(), "content/2024/fiches/02-diagnostics.md");
    assert_eq!(explain(fiche(), "fiches/01:total"), 0);
    assert_eq!(explain(fiche(), "annexe-a:total"), 1);
    let list = fiche().args(["explain"]).run().stdout;
    assert!(list.contains("fiches/01:total") && !list.contains("recapitulatif:total"), "{list}");
}

#[test]
fn new_alone_names_what_it_can_prepare() {
    let outcome = Scenario::new().args(["new"]).run();
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(
        outcome.stderr.contains("« calpae new » : projet, fiche, gabarit, rapport, avenant, edition\n"),
        "{outcome}"
    );
}
