//! `decisions.yaml`: what the services decided of the findings comes back in the annexe de contrôle, and nowhere else.

use crate::common::{Scenario, read_tree};

const PATH: &str = "content/2024/decisions.yaml";

/// A project of which a total is wrong, and the name of that finding.
fn faulty() -> (Scenario, String) {
    let scenario = Scenario::new().project("temoin").replace(
        "content/2024/fiches/03-prevention.md",
        "total_affiche: \"33 333,33 €\"",
        "total_affiche: 33 000 €",
    );
    let scenario = scenario.args(["check", "--select", "FIN-001", "--format", "json"]);
    let said = scenario.run().stdout;
    let name = said.split("\"identifiant\": \"").nth(1).and_then(|rest| rest.split('"').next());
    let name = name.unwrap_or_else(|| panic!("{said}")).to_owned();
    (scenario, name)
}

/// What the annexe de contrôle prints.
fn annexe(scenario: Scenario) -> (Scenario, String) {
    let scenario = scenario.args(["build", "controle", "--format", "typ"]);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    let text = scenario.read("output/2024/controle.typ");
    (scenario, text)
}

/// What `calpae check` says of the decisions.
fn said_of_decisions(scenario: Scenario) -> String {
    let lines = scenario.args(["check", "--format", "short"]).run().stdout;
    lines.lines().filter(|line| line.starts_with(PATH)).map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_decision_is_printed_in_place_of_its_boxes() {
    let (scenario, name) = faulty();
    let (scenario, before) = annexe(scenario);
    let at = |text: &str| text.matches(&format!("identifiant: [{}]", name.replace('-', "\\-"))).count();
    // On the first page, under its fiche, and in the annexe of files.
    assert_eq!(at(&before), 3, "{before}");
    assert!(!before.contains("choix: \"corriger\""), "{before}");
    let written = format!(
        "- {{ constat: {}, decision: corriger, qui: Mme Martin, quand: 2024-09-12, note: voir le devis }}\n",
        name.to_lowercase()
    );
    let scenario = scenario.write(PATH, &written);
    let (scenario, after) = annexe(scenario);
    assert!(
        after.contains(
            "decision: (choix: \"corriger\", qui: [Mme Martin], quand: [12\u{a0}septembre 2024], note: [voir le devis])"
        ),
        "{after}"
    );
    assert_eq!(said_of_decisions(scenario), "");
}

#[test]
fn decisions_change_neither_the_act_nor_its_digest() {
    let built = |scenario: Scenario| {
        let scenario = scenario.args(["build", "convention", "--format", "typ", "--annotee"]);
        let outcome = scenario.run();
        assert_eq!(outcome.code, 0, "{outcome}");
        read_tree(&scenario.path("output"))
    };
    let (plain, name) = faulty();
    let (decided, _) = faulty();
    // Even when they cannot be read.
    let written =
        format!("- {{ constat: {name}, decision: garder }}\n- {{ constat: {name}, decision: oui }}\n");
    let decided = decided.write(PATH, &written);
    assert!(built(plain) == built(decided));
}

#[test]
fn a_decision_on_nothing_is_told_with_the_nearest_name() {
    let (scenario, name) = faulty();
    let last = if name.ends_with('z') { 'x' } else { 'z' };
    let mistyped = format!("{}{last}", &name[..name.len() - 1]);
    let written = format!(
        "- {{ constat: {mistyped}, decision: corriger }}\n\
         - {{ constat: FIN-999-9vkf, decision: corriger }}\n\
         - {{ constat: le total, decision: garder }}\n\
         - {{ constat: FIN-003-zzzz, decision: garder }}\n\
         - {{ constat: FIN-002-zzzz, decision: corriger }}\n"
    );
    let said = said_of_decisions(scenario.write(PATH, &written));
    let told: Vec<&str> = said.lines().collect();
    assert_eq!(told.len(), 4, "{said}");
    assert!(told[0].contains(&format!("« {mistyped} » n’est le nom d’aucun constat")), "{said}");
    assert!(told[1].contains("« FIN-999-9vkf » n’est le nom d’aucun constat"), "{said}");
    assert!(told[2].contains("« le total » n’est le nom d’aucun constat"), "{said}");
    assert!(told[3].contains("plus aucun constat n’a le nom « FIN-003-zzzz »"), "{said}");
    assert!(told.iter().all(|line| line.contains("avertissement")), "{said}");
    let (scenario, _) = faulty();
    let outcome = scenario.write(PATH, &written).args(["check", "--tout"]).run();
    assert!(outcome.stdout.contains(&format!("vouliez-vous dire « {name} » ?")), "{outcome}");
}

#[test]
fn what_cannot_be_read_is_told_and_prevents_nothing() {
    for (written, told) in [
        ("- { constat: FIN-003-zzzz, decision: corrigé }\n", "« corrigé » n’est pas un mot attendu ici"),
        ("- { constat: FIN-003-zzzz }\n", "la clé « decision » manque"),
        (
            "- { constat: FIN-003-zzzz, decision: corriger, quant: 2024-09-12 }\n",
            "la clé « quant » est inconnue ici",
        ),
        ("constat: FIN-003-zzzz\n", "une liste"),
        (
            "- { constat: FIN-002-zzzz, decision: corriger }\n- { constat: fin-002-ZZZZ, decision: corriger }\n",
            "la décision sur « FIN-002-zzzz » apparaît deux fois",
        ),
    ] {
        let (scenario, _) = faulty();
        let (scenario, _) = annexe(scenario.write(PATH, written));
        let said = said_of_decisions(scenario);
        assert!(said.contains(told) && !said.contains("erreur"), "{written} : {said}");
    }
    let (scenario, _) = faulty();
    assert_eq!(said_of_decisions(scenario.write(PATH, "# rien encore\n")), "");
}

#[test]
fn a_decision_that_was_carried_out_is_listed_apart() {
    let written = "- { constat: FIN-002-zzzz, decision: corriger, qui: Mme Martin }\n";
    let (scenario, text) = annexe(Scenario::new().project("temoin").write(PATH, written));
    assert!(text.contains("Décisions suivies d’effet") && text.contains("[FIN\\-002\\-zzzz]"), "{text}");
    assert_eq!(said_of_decisions(scenario), "");
}

#[test]
fn no_file_no_key_and_no_command_stand_before_the_last_annexe() {
    for project in ["temoin", "quatre-ans", "val-d-ambre"] {
        let scenario = Scenario::new().project(project).args(["build", "controle", "--format", "typ"]);
        let outcome = scenario.run();
        assert_eq!(outcome.code, 0, "{outcome}");
        let made = read_tree(&scenario.path("output"));
        let text =
            made.iter().find(|(name, _)| name.ends_with("/controle.typ")).map(|(_, text)| text.clone());
        let text = String::from_utf8(text.unwrap()).unwrap();
        let meeting = text.split("#pour-les-agents").next().unwrap();
        for mark in [".md", ".yaml", "calpae check", "role:", "--fix"] {
            let said = meeting.lines().skip(1).filter(|line| line.contains(mark)).collect::<Vec<_>>();
            assert!(said.is_empty(), "{project}, « {mark} » : {said:?}");
        }
    }
}
