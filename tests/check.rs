//! `calpae check` and `calpae explain`, as a person or another program uses them.

use insta::assert_snapshot;
use serde_json::Value;

use crate::common::{Scenario, repository};

const FAULT: (&str, &str, &str) =
    ("content/2024/fiches/01-accueil.md", "total_affiche: 120 000 €", "total_affiche: 130 000 €");

fn faulty() -> Scenario {
    let (file, from, a) = FAULT;
    Scenario::new().project("temoin").replace(file, from, a)
}

/// The same fault, tolerated by the act.
fn tolerated() -> Scenario {
    faulty().add(
        "content/2024/convention.yaml",
        "\ntolerances:\n  - { regle: FIN-001, lieu: fiches/01, extrait: 130 000, raison: l’acte est signé }\n",
    )
}

fn schema(path: &str) -> jsonschema::Validator {
    let text = std::fs::read_to_string(repository().join(path)).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

fn json(scenario: Scenario, format: &str) -> Value {
    let outcome = scenario.args(["check", "--format", format]).run();
    assert_eq!(outcome.stderr, "", "{outcome}");
    serde_json::from_str(&outcome.stdout).unwrap()
}

#[test]
fn a_project_that_is_right_says_nothing() {
    let outcome = Scenario::new().project("temoin").args(["check"]).run();
    assert_eq!((outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()), (0, "", ""));
}

#[test]
fn a_finding_shows_its_place_its_terms_and_its_arithmetic() {
    let outcome = faulty().args(["check", "--select", "FIN-001"]).run();
    assert_eq!(outcome.code, 1);
    assert_snapshot!(outcome.stdout);
}

#[test]
fn the_short_github_and_markdown_forms() {
    for format in ["short", "github", "markdown"] {
        let outcome = faulty().args(["check", "--select", "FIN-001", "--format", format]).run();
        assert_eq!((outcome.code, outcome.stderr.as_str()), (1, ""));
        assert_snapshot!(format!("constats_{format}"), outcome.stdout);
    }
}

#[test]
fn json_follows_its_schema_whatever_the_findings() {
    let schema = schema("docs/schemas/constats-1.schema.json");
    for scenario in
        [Scenario::new().project("temoin"), faulty(), tolerated(), Scenario::new().repository_project()]
    {
        let value = json(scenario, "json");
        let faults: Vec<String> = schema.iter_errors(&value).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }
}

#[test]
fn sarif_follows_the_public_schema() {
    let schema = schema("tests/fixtures/schemas/sarif-2.1.0.json");
    for scenario in
        [Scenario::new().project("temoin"), faulty(), tolerated(), Scenario::new().repository_project()]
    {
        let value = json(scenario, "sarif");
        let faults: Vec<String> = schema.iter_errors(&value).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }
    let result = &json(faulty(), "sarif")["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "FIN-001");
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 28);
    assert_eq!(json(tolerated(), "sarif")["runs"][0]["results"][0]["suppressions"][0]["kind"], "external");
}

#[test]
fn a_finding_that_the_act_keeps_is_listed_apart_and_does_not_fail() {
    let outcome = tolerated().args(["check"]).run();
    assert_eq!(outcome.code, 0, "{outcome}");
    assert_snapshot!(outcome.stdout);
    let (summary, reason) = (
        json(tolerated(), "json")["bilan"].clone(),
        json(tolerated(), "json")["toleres"][0]["raison"].clone(),
    );
    assert_eq!((summary["erreurs"].as_u64(), summary["toleres"].as_u64()), (Some(0), Some(1)));
    assert_eq!(reason, "l’acte est signé");
}

#[test]
fn a_tolerance_that_serves_no_more_is_itself_a_finding() {
    let (file, from, a) = FAULT;
    let outcome = tolerated().replace(file, a, from).args(["check", "--deny", "avertissement"]).run();
    assert_eq!(outcome.code, 1, "{outcome}");
    assert_snapshot!(outcome.stdout);
}

#[test]
fn a_tolerance_for_another_place_or_words_keeps_nothing() {
    for (from, a) in [("fiches/01", "fiches/02"), ("extrait: 130 000", "extrait: 140 000")] {
        let outcome = tolerated()
            .replace("content/2024/convention.yaml", from, a)
            .args(["check", "--format", "short"])
            .run();
        assert_eq!(outcome.code, 1, "{outcome}");
        assert!(outcome.stdout.contains("FIN-001") && outcome.stdout.contains("TOL-001"), "{outcome}");
    }
}

#[test]
fn an_unknown_rule_is_told_with_the_nearest() {
    let outcome = tolerated()
        .replace("content/2024/convention.yaml", "regle: FIN-001", "regle: FIN-0O1")
        .args(["check", "--select", "TOL"])
        .run();
    assert!(outcome.stdout.contains(&format!("avertissement[{}-", "TOL-002")), "{outcome}");
    assert_snapshot!(outcome.stdout);
    let outcome = faulty().args(["check", "--select", "FIN-01"]).run();
    assert_eq!(outcome.code, 2);
    assert_snapshot!(outcome.stderr);
}

#[test]
fn severities_belong_to_the_project() {
    let with = |word: &str| {
        faulty()
            .add("content/2024/convention.yaml", &format!("\nregles: {{ FIN-001: {word} }}\n"))
            .args(["check", "--format", "short"])
            .run()
    };
    assert_eq!(with("ignorée").stdout, "");
    let advice = with("conseil");
    assert_eq!(advice.code, 0);
    assert!(advice.stdout.contains(": conseil FIN-001-"), "{advice}");
}

#[test]
fn select_ignore_and_deny_choose_what_fails() {
    let code = |args: &[&str]| faulty().args([&["check"], args].concat()).run().code;
    assert_eq!(code(&[]), 1);
    assert_eq!(code(&["--ignore", "FIN"]), 0);
    assert_eq!(code(&["--select", "DAT,NUM"]), 0);
    assert_eq!(code(&["--select", "FIN-001"]), 1);
    assert_eq!(code(&["--ignore", "FIN-001"]), 0);
}

#[test]
fn colours_never_reach_a_pipe() {
    let outcome = faulty().env("CLICOLOR_FORCE", "1").args(["check"]).run();
    assert!(!outcome.stdout.contains('\u{1b}'));
}

#[test]
fn a_file_that_cannot_be_read_hides_only_what_depends_on_it() {
    let broken = |scenario: Scenario| {
        let scenario = scenario.replace(
            "content/2024/fiches/02-diagnostics.md",
            "montant: 30 880 €",
            "montant: trente mille",
        );
        scenario.args(["check", "--format", "short"]).run()
    };
    // Still reports the fault of the other fiche, and nothing on sums that miss a term; says what was left aside.
    let outcome = broken(faulty());
    assert_eq!(outcome.code, 1);
    let codes: Vec<&str> =
        ["FIN-001", "VAL-001"].into_iter().filter(|c| outcome.stdout.contains(c)).collect();
    assert_eq!((codes, outcome.stdout.lines().count()), (vec!["FIN-001", "VAL-001"], 3), "{outcome}");
    // Without the frame of the act, no rule runs.
    let frame = faulty().replace("content/2024/convention.yaml", "annee: 2024", "annee: demain");
    let outcome = frame.args(["check", "--format", "short"]).run();
    assert_eq!(outcome.code, 1);
    assert!(!outcome.stdout.contains("FIN-001"), "{outcome}");
}

#[test]
fn check_writes_nothing() {
    let scenario = faulty().args(["check"]);
    let _ = scenario.run();
    assert!(!scenario.path("output").exists());
}

#[test]
fn a_heading_with_a_slip_is_told_once() {
    for (title, typo) in [
        ("## 1. Description de l'action", "## 1. Descrption de l'action"),
        ("## 2. Date de mise en place", "## 2. Date de mise en palce"),
        ("## 3. Durée de l'action", "## 3. Duree de laction"),
        ("## 4. Partenaires", "## 4. Partenaries"),
        ("## 5. Budget détaillé", "## 5. Buget détaillé"),
        ("## 6. Objectifs et progression", "## 6. Objectif et progressions"),
    ] {
        let file = "content/2024/fiches/01-accueil.md";
        let outcome = Scenario::new().project("temoin").replace(file, title, typo).args(["check"]).run();
        assert!(outcome.stdout.starts_with("conseil[STR-010-"), "{outcome}");
        assert!(outcome.stdout.ends_with("\n1 conseil\n"), "{outcome}");
        let (_, own) = title.split_once(". ").unwrap();
        assert!(outcome.stdout.contains(&format!("à faire: écrire « {own}")), "{outcome}");
    }
}

#[test]
fn since_an_earlier_check_what_is_settled_new_left_and_not_looked_at() {
    let before = faulty().args(["check", "--format", "json"]).run().stdout;
    let fiche = "content/2024/fiches/02-diagnostics.md";
    let since = |scenario: Scenario| {
        scenario.write("avant.json", &before).args(["check", "--depuis", "avant.json"]).run()
    };
    let same = since(faulty());
    assert_eq!((same.code, same.stdout.as_str()), (1, "0 constat réglé, 0 nouveau ; 1 reste.\n"), "{same}");
    let settled = since(Scenario::new().project("temoin"));
    assert_eq!(settled.code, 0, "{settled}");
    assert!(
        settled.stdout.starts_with("1 constat réglé, 0 nouveau ; 0 reste.\n\nRéglés :\n  FIN-001-"),
        "{settled}"
    );
    // Another cause: the first stays, the second is new.
    let more = since(faulty().replace(fiche, "numero: 2", "numero: deux"));
    assert!(more.stdout.starts_with("0 constat réglé, 1 nouveau ; 1 reste.\n"), "{more}");
    assert!(more.stdout.contains("Nouveaux :\n  VAL-002-"), "{more}");
    // A fiche that cannot be read hides its faults, and settles none of them.
    let broken = since(faulty().replace("content/2024/fiches/01-accueil.md", "---\nnumero", "numero"));
    assert!(broken.stdout.starts_with("0 constat réglé, 1 nouveau ; 0 reste.\n\nNon vérifiés"), "{broken}");
    for (text, said) in
        [("{}", "n’est pas une vérification enregistrée"), ("main", "n’est pas une vérification")]
    {
        let outcome = faulty().write("avant.json", text).args(["check", "--depuis", "avant.json"]).run();
        assert_eq!(outcome.code, 2);
        assert!(outcome.stderr.contains(said), "{outcome}");
    }
    let absent = faulty().args(["check", "--depuis", "HEAD~1"]).run();
    assert!(
        absent.stderr.contains("« HEAD~1 » n’est pas un fichier, et le projet n’est pas dans un dépôt git"),
        "{absent}"
    );
    assert!(absent.code == 2 && absent.stderr.contains("calpae check --format json > FICHIER"), "{absent}");
}

#[test]
fn since_an_earlier_check_only_what_both_show_is_compared() {
    let before = |args: &[&str]| {
        let args: Vec<&str> = ["check", "--format", "json"].iter().chain(args).copied().collect();
        faulty().args(args).run().stdout
    };
    let since = |scenario: Scenario, record: &str, args: &[&str]| {
        let args: Vec<&str> = ["check", "--depuis", "avant.json"].iter().chain(args).copied().collect();
        scenario.write("avant.json", record).args(args).run()
    };
    let whole = before(&[]);
    // A rule that the project leaves aside settles nothing.
    let ignored = faulty().add("content/2024/convention.yaml", "\nregles: { FIN: ignorée }\n");
    let said = since(ignored, &whole, &[]);
    assert!(said.stdout.starts_with("0 constat réglé, 0 nouveau ; 0 reste.\n\nNon vérifiés"), "{said}");
    // A record of another edition is refused; so is one of another project.
    let other = since(faulty(), &whole.replace("\"edition\": \"2024\"", "\"edition\": \"2022\""), &[]);
    assert_eq!(other.code, 2);
    assert!(other.stderr.contains("est celui de l’édition 2022, et non de 2024"), "{other}");
    let other =
        since(faulty(), &whole.replace("Haute-Vaunoise\",\n  \"edition", "Ambre\",\n  \"edition"), &[]);
    assert!(other.code == 2 && other.stderr.contains("« Ambre », et non « Haute-Vaunoise »"), "{other}");
    // What is not ours is refused, and so is a JSON that has only the list.
    for text in
        ["{\"constats\":[]}", "{\"format\":9,\"calpae\":\"1\",\"bilan\":{},\"constats\":[],\"toleres\":[]}"]
    {
        let outcome = since(faulty(), text, &[]);
        assert!(outcome.code == 2 && outcome.stderr.contains("n’est pas une vérification"), "{outcome}");
    }
    // Severity, rules and files: of the record, of this check, of both.
    let with_warning = || faulty().add("content/2024/articles/03-suivi.md", "\nLe le Département.\n");
    let all = since(with_warning(), &whole, &[]);
    assert!(all.stdout.starts_with("0 constat réglé, 1 nouveau ; 1 reste.\n"), "{all}");
    for (record, args) in [
        (before(&["--gravite", "erreur"]), vec![]),
        (whole.clone(), vec!["--gravite", "erreur"]),
        (before(&["--select", "FIN"]), vec![]),
        (before(&["content/2024/fiches"]), vec![]),
        (whole.clone(), vec!["content/2024/fiches/01-accueil.md"]),
    ] {
        let said = since(with_warning(), &record, &args);
        assert_eq!(said.stdout, "0 constat réglé, 0 nouveau ; 1 reste.\n", "{args:?}");
    }
    let elsewhere = since(Scenario::new().project("temoin"), &whole, &["content/2024/articles"]);
    assert_eq!(elsewhere.stdout, "0 constat réglé, 0 nouveau ; 0 reste.\n");
}

#[test]
fn since_an_earlier_check_a_gap_that_grew_or_shrank_is_told() {
    let before = faulty().args(["check", "--format", "json"]).run().stdout;
    for (total, said, title) in [
        ("9 130 000 €", "1 reste ; 1 aggravé", "\nAggravés :\n  FIN-001-"),
        ("121 000 €", "1 reste ; 1 réduit", "\nRéduits :\n  FIN-001-"),
    ] {
        let (file, from, _) = FAULT;
        let scenario =
            Scenario::new().project("temoin").replace(file, from, &format!("total_affiche: {total}"));
        let outcome = scenario.write("avant.json", &before).args(["check", "--depuis", "avant.json"]).run();
        assert!(outcome.stdout.starts_with(&format!("0 constat réglé, 0 nouveau ; {said}.\n")), "{outcome}");
        assert!(
            outcome.stdout.contains(title)
                && outcome.stdout.replace(['\u{202f}', '\u{a0}'], " ").contains("(était de 10 000 €)"),
            "{outcome}"
        );
    }
}

#[test]
fn since_an_earlier_check_a_fiche_that_took_another_title_settles_nothing() {
    let before = faulty().args(["check", "--format", "json"]).run().stdout;
    let title = faulty().read(FAULT.0).lines().find(|line| line.starts_with("intitule:")).unwrap().to_owned();
    let scenario = faulty().replace(FAULT.0, &title, "intitule: Accueillir autrement");
    let outcome = scenario.write("avant.json", &before).args(["check", "--depuis", "avant.json"]).run();
    assert!(outcome.stdout.starts_with("0 constat réglé, 0 nouveau ; 1 reste.\n"), "{outcome}");
}

#[test]
fn the_first_screen_says_which_edition_and_project_it_is_of() {
    let here = faulty().args(["check", "--format", "resume"]).run();
    assert!(here.stdout.starts_with("Édition 2024\n"), "{here}");
    let within = faulty().from("content").args(["check", "--format", "resume"]).run();
    assert!(within.stdout.starts_with("Édition 2024, projet « "), "{within}");
}

#[test]
fn a_summary_shows_what_to_settle_first_and_a_severity_hides_the_rest() {
    let summary = Scenario::new().repository_project().args(["check", "--format", "resume"]).run();
    assert_eq!(summary.code, 1);
    assert!(summary.stdout.lines().count() <= 24, "{summary}");
    assert!(summary.stdout.contains("erreurs, dont 7 sur les montants"), "{summary}");
    let errors = Scenario::new().repository_project().args(["check", "--gravite", "erreur"]).run();
    assert!(!errors.stdout.contains("avertissement["), "{errors}");
    assert!(errors.stdout.contains("\nNon montrés : 59 avertissements"), "{errors}");
    assert!(!errors.stdout.contains("FRM-009"), "{errors}");
}

#[test]
fn an_identifier_is_explained_with_its_finding_and_its_rule() {
    let short = faulty().args(["check", "--format", "short"]).run().stdout;
    let name =
        short.split_whitespace().find(|word| word.starts_with("FIN-001-")).unwrap().trim_end_matches(':');
    let outcome = faulty().args(["explain", &name.to_lowercase()]).run();
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(outcome.stdout.starts_with(&format!("erreur[{name}]")), "{outcome}");
    assert!(outcome.stdout.contains("# FIN-001 :"), "{outcome}");
    let settled = Scenario::new().project("temoin").args(["explain", name]).run();
    assert!(settled.code == 0 && settled.stdout.starts_with("Aucun constat"), "{settled}");
}

#[test]
fn a_total_lists_its_terms_and_what_the_act_says() {
    let scenario = Scenario::new().project("temoin").replace(
        "content/2024/convention.yaml",
        "montant_etat: \"90 666,67 €\"",
        "montant_etat: \"95 666,67 €\"",
    );
    let outcome = scenario.args(["explain", "article-2.1:etat"]).run();
    assert_eq!(outcome.code, 0, "{outcome}");
    assert_snapshot!(outcome.stdout);
}

#[test]
fn explain_lists_what_it_explains() {
    let outcome = Scenario::new().project("temoin").args(["explain"]).run();
    assert!(outcome.stdout.contains("  FIN-001  le total affiché"), "{outcome}");
    let totals = outcome.stdout.split("Totaux du projet\n").nth(1).unwrap();
    assert_snapshot!(totals);
}

#[test]
fn a_family_and_a_fiche_are_lists() {
    let say = |subject: &str| Scenario::new().project("temoin").args(["explain", subject]).run().stdout;
    let family = say("dat");
    assert!(family.starts_with("Dates"), "{family}");
    assert!(family.lines().skip(1).all(|l| l.starts_with("  DAT-")), "{family}");
    for (subject, start) in
        [("fiches/01", "  fiches/01:"), ("fiches/", "  fiches/"), ("annexe-b", "  annexe-b:")]
    {
        let list = say(subject);
        assert!(!list.is_empty() && list.lines().all(|l| l.starts_with(start)), "{subject} {list}");
    }
}

#[test]
fn an_unknown_subject_is_told_with_the_nearest() {
    for (subject, expected) in [
        ("annexe-b:totale", "vouliez-vous dire « annexe-b:total » ?"),
        ("FIN-0001", "vouliez-vous dire « FIN-001 » ?"),
    ] {
        let outcome = Scenario::new().project("temoin").args(["explain", subject]).run();
        assert_eq!(outcome.code, 2);
        assert!(outcome.stderr.contains(expected), "{outcome}");
    }
}

#[test]
fn completion_offers_the_names() {
    let scenario = Scenario::new().project("temoin").env("COMPLETE", "bash").env("_CLAP_COMPLETE_INDEX", "2");
    let outcome = scenario.args(["--", "calpae", "explain", "annexe-b:"]).run();
    assert!(outcome.stdout.contains("annexe-b:executes-2022"), "{outcome}");
}

#[test]
fn the_page_of_a_rule_is_the_one_of_the_docs_then_its_file() {
    let outcome = Scenario::new().args(["explain", "fin-001"]).run();
    let page = std::fs::read_to_string(repository().join("docs/regles/FIN-001.md")).unwrap();
    let file = "src/check/rules/finance/budget_total.rs";
    assert_eq!((outcome.code, outcome.stdout), (0, format!("{page}\nLa règle est écrite dans {file}.\n")));
}

#[test]
fn the_file_of_each_rule_is_there() {
    for rule in calpae::check::registry::RULES {
        assert!(repository().join(rule.file).is_file(), "{} : {}", rule.code, rule.file);
    }
}
