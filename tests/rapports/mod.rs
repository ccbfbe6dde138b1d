//! Several reports of one act: their folders, their documents, and the money of their time.

mod decisions;
mod filling;
mod joint;
mod old_folder;

use std::fs;

use crate::common::{Outcome, Scenario};

/// Kinds of report, for the cadre of the fixture.
const KINDS: &str = "
rapports:
  - { id: annuel, jour: 30 juin, chaque: exercice, etapes: [{ libelle: vote du rapport, jours: 14 }] }
  - id: mi-parcours
    titre: Rapport à mi-parcours
    le: 2026-06-30
    bilan: [Où en est le contrat]
    rubriques: [{ id: realisations, titre: Réalisations }, { id: avis, titre: Avis du comité }]
";
const CADRE: &str = "content/cadres/essai-rapport.yaml";

/// An act of three years with the report of its first.
fn of_three_years() -> Scenario {
    let scenario = Scenario::new().project("temoin-rapport").add(CADRE, KINDS);
    fs::rename(scenario.path("content/2024"), scenario.path("content/2024-2026")).unwrap();
    let reference = "content/2024-2026/rapports/2024/reference.yaml";
    scenario.replace(reference, "edition: \"2024\"", "edition: \"2024-2026\"")
}

fn run(scenario: &Scenario, args: &[&str]) -> Outcome {
    let output = scenario.command_with(args).output().unwrap();
    Outcome {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap().replace('\u{a0}', " "),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs a command that must do its work.
fn done(scenario: &Scenario, args: &[&str]) {
    let outcome = run(scenario, args);
    assert_eq!(outcome.code, 0, "{outcome}");
}

/// The lines of the findings that name the reports, one a line.
fn said_of_rapports(scenario: &Scenario) -> Vec<String> {
    let said = run(scenario, &["check", "--format", "short"]).stdout;
    said.lines().filter(|line| line.contains("PRJ-0") || line.contains("RAP-0")).map(str::to_owned).collect()
}

#[test]
fn an_act_of_three_years_has_a_report_each_year_and_one_midway() {
    let scenario = of_three_years();
    let opened = |args: &[&str]| {
        let outcome = run(&scenario, args);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
        outcome.stdout.lines().last().unwrap().to_owned()
    };
    assert_eq!(opened(&["new", "rapport"]), "rapport 2025 : « calpae build rapport-2025 » le compose");
    let midway = opened(&["new", "rapport", "mi-parcours"]);
    assert_eq!(midway, "rapport mi-parcours : « calpae build rapport-mi-parcours » le compose");
    assert_eq!(opened(&["new", "rapport"]), "rapport 2026 : « calpae build rapport-2026 » le compose");
    let nothing = "rien à ajouter : le rapport 2026 a tout ce que la convention demande";
    assert_eq!(opened(&["new", "rapport"]), nothing);
    let first = opened(&["new", "rapport", "2024"]);
    assert_eq!(first, "rien à ajouter : le rapport 2024 a tout ce que la convention demande");

    // Each has the deadline and the sections of its kind.
    let page = scenario.read("content/2024-2026/rapports/2025/rapport.yaml");
    assert!(page.contains("au plus tard le 30 juin 2026. À rebours :"), "{page}");
    assert!(page.contains("2026-06-16 : vote du rapport") && page.contains("du 2025-01-01 au 2025-12-31"));
    let page = scenario.read("content/2024-2026/rapports/mi-parcours/rapport.yaml");
    assert!(
        page.contains("au plus tard le 30 juin 2026.\n") && page.contains("intermediaire: oui"),
        "{page}"
    );
    assert!(page.contains("periode: du 2024-01-01 au 2025-12-31"), "{page}");
    let sheet = scenario.read("content/2024-2026/rapports/mi-parcours/fiches/01-accueil.md");
    assert!(sheet.ends_with("## Réalisations\n\n## Avis du comité\n"), "{sheet}");
    let summary = scenario.read("content/2024-2026/rapports/mi-parcours/bilan.md");
    assert_eq!(summary, "## Où en est le contrat\n");
    assert_eq!(said_of_rapports(&scenario), Vec::<String>::new());

    // All are made, or one.
    let built = run(&scenario, &["build", "rapport", "--format", "typ"]);
    assert_eq!(built.code, 0, "{built}");
    let main = |id: &str| scenario.read(&format!("output/2024-2026/rapport-{id}.typ"));
    for id in ["2024", "2025", "2026"] {
        assert!(main(id).contains(&format!("titre: [Rapport d’exécution {id}]")), "{}", main(id));
        assert!(main(id).contains(&format!("#include \"rapport-{id}/synthese.typ\"")), "{}", main(id));
    }
    assert!(main("mi-parcours").contains("titre: [Rapport à mi-parcours]"), "{}", main("mi-parcours"));
    let before = main("2024");
    let one = run(&scenario, &["build", "rapport-2025", "--format", "typ"]);
    assert!(one.stdout.starts_with("inchangé : output/2024-2026/rapport-2025.typ\n"), "{one}");
    assert_eq!(one.stdout.matches("/rapport-").count(), 1, "{one}");

    // What fills one report changes nothing in another.
    let scenario = scenario.add("content/2024-2026/rapports/2025/bilan.md", "Tout va bien.\n");
    done(&scenario, &["build", "rapport", "--format", "typ"]);
    assert_eq!(scenario.read("output/2024-2026/rapport-2024.typ"), before);

    // Totals are told apart.
    let total = run(&scenario, &["explain", "rapport-2024:etat:execute"]);
    assert!(
        total.stdout.starts_with("rapport-2024:etat:execute : rapport d’exécution 2024, part État"),
        "{total}"
    );
    assert_eq!(run(&scenario, &["explain", "rapport:etat:execute"]).code, 2);
}

#[test]
fn a_fault_of_a_report_is_a_hole_of_that_one_alone() {
    let scenario = of_three_years();
    done(&scenario, &["new", "rapport"]);
    let scenario = scenario.replace(
        "content/2024-2026/rapports/2025/rapport.yaml",
        "periode: du 2025-01-01 au 2025-12-31",
        "periode: jamais",
    );
    let outcome = run(&scenario, &["build", "rapport", "--format", "typ"]);
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(scenario.path("output/2024-2026/rapport-2024.typ").exists(), "{outcome}");
    assert!(!scenario.path("output/2024-2026/rapport-2025.typ").exists(), "{outcome}");
    assert!(outcome.stderr.contains("VAL-006") && outcome.stderr.contains("rien n’a été écrit"), "{outcome}");
    // The rules of the reports still look at the one that was read.
    let late = scenario.replace(
        "content/2024-2026/rapports/2024/rapport.yaml",
        "envoi: 2025-03-28 ",
        "envoi: 2025-07-01 ",
    );
    let said = run(&late, &["check", "--format", "short"]).stdout;
    assert!(said.contains("après l’échéance du 30 juin 2025"), "{said}");
    let stderr = run(&late, &["check", "--format", "short", "--select", "RAP"]).stdout;
    assert!(
        stderr.contains(
            "règles n’ont pas été passées sur un rapport, à cause de content/2024-2026/rapports/2025/"
        ),
        "{stderr}"
    );
}

#[test]
fn a_report_has_the_deadline_of_its_kind() {
    let page = "content/2024-2026/rapports/mi-parcours/rapport.yaml";
    let said = |day: &str| {
        let scenario = of_three_years();
        done(&scenario, &["new", "rapport", "mi-parcours"]);
        let scenario = scenario.replace(page, "envoi: ", &format!("envoi: {day} "));
        run(&scenario, &["check", "--select", "RAP", "--format", "short"]).stdout
    };
    assert_eq!(said("2026-06-30"), "");
    assert!(
        said("2026-07-01")
            .contains("le rapport est envoyé le 1er juillet 2026, après l’échéance du 30 juin 2026")
    );
}

#[test]
fn a_report_that_nothing_asks_for_is_refused_and_one_that_is_there_is_told() {
    let scenario = of_three_years();
    for (args, expected) in [
        (
            &["new", "rapport", "2030"][..],
            "« 2030 » n’est ni un exercice de l’acte, ni un rapport que demande le cadre\nà faire : écrire l’un de ceux-ci : \
             2024, 2025, 2026, mi-parcours",
        ),
        (&["new", "rapport", "mi-parcour"], "vouliez-vous dire « mi-parcours » ?"),
        (
            &["build", "rapport-2025"],
            "n’a pas de rapport « 2025 »\nà faire : « calpae new rapport 2025 » l’ouvre",
        ),
        (
            &["build", "rapport-2031"],
            "n’a pas de rapport « 2031 »\nà faire : rapports de l’édition : rapport-2024",
        ),
        (&["build", "2024"], "pour un rapport, « rapport-2024 »"),
        (
            &["new", "edition", "2025"],
            "2025 est un exercice de l’édition « 2024-2026 », qui va jusqu’à 2026 : ce n’est pas une autre édition\nà faire : \
             « calpae new rapport 2025 --edition 2024-2026 »",
        ),
    ] {
        let outcome = run(&scenario, args);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{outcome}");
        assert!(outcome.stderr.contains(expected), "{outcome}");
    }
    done(&scenario, &["new", "edition", "2027"]);
    fs::remove_dir_all(scenario.path("content/2027")).unwrap();
    let reports = scenario.path("content/2024-2026/rapports");
    fs::rename(reports.join("2024"), reports.join("2031")).unwrap();
    let said = said_of_rapports(&scenario);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].contains("PRJ-010") && said[0].contains("le rapport « 2031 » n’est ni d’un exercice"),
        "{said:?}"
    );
}

#[test]
fn the_kinds_of_a_cadre_are_read_or_told() {
    for (kind, expected) in [
        ("{ id: a/b }", "VAL-007"),
        ("{ id: a, jour: 30 juin }", "CLE-002"),
        ("{ id: a, chaque: exercice }", "CLE-002"),
        ("{ id: a, chaque: mois, jour: 30 juin }", "VAL-007"),
        ("{ id: a, chaque: exercice, jour: 31 juin }", "VAL-004"),
        ("{ id: a, chaque: exercice, jour: 30 juin, le: 2026-06-30 }", "CLE-005"),
        ("{ id: a, le: jamais }", "VAL-004"),
        ("{ id: a, couleur: bleu }", "CLE-001"),
        ("{ titre: Sans nom }", "CLE-002"),
        ("{ id: a }\n  - { id: a }", "REF-003"),
    ] {
        let scenario =
            Scenario::new().project("temoin-rapport").add(CADRE, &format!("\nrapports:\n  - {kind}\n"));
        let said = run(&scenario, &["check", "--format", "short"]).stdout;
        let errors: Vec<&str> = said.lines().filter(|line| line.contains(": erreur ")).collect();
        assert!(
            errors.len() == 1 && errors[0].contains(expected) && errors[0].contains(CADRE),
            "{kind} : {errors:?}"
        );
    }
    let scenario = Scenario::new().project("temoin-rapport").add(CADRE, "\nrapports:\n  - { id: a }\n");
    assert_eq!(run(&scenario, &["check", "--format", "short", "--select", "CLE"]).stdout, "");
}

#[test]
fn a_misplaced_page_of_a_report_is_told_with_its_place() {
    for (name, expected) in [
        ("rapports/rapport.yaml", "le nommer « content/2024/rapports/2024/rapport.yaml »"),
        ("rapports/2025/Rapport.YAML", "vouliez-vous dire « rapport.yaml » ?"),
        ("Rapports/2025/bilan.md", "vouliez-vous dire « rapports » ?"),
        ("rapport/2025/bilan.md", "vouliez-vous dire « rapports » ?"),
        ("rapports/2025/fiche/01.md", "vouliez-vous dire « fiches » ?"),
    ] {
        let scenario =
            Scenario::new().project("minimal").write(&format!("content/2024/{name}"), "periode: 2024\n");
        let outcome = run(&scenario, &["check"]);
        assert!(
            outcome.stdout.contains("PRJ-005") && outcome.stdout.contains(expected),
            "{name} : {outcome}"
        );
        // The act does not depend on it.
        assert_eq!(run(&scenario, &["build", "--format", "typ"]).code, 0, "{name}");
    }
}

/// An act of four years with the report of two of them and one midway: `quatre-ans`, whose amounts are by exercice.
#[test]
fn a_report_compares_the_money_of_its_own_exercices() {
    let scenario = Scenario::new().project("quatre-ans");
    std::fs::remove_dir_all(scenario.path("content/2024-2027/rapports")).unwrap();
    for id in ["2024", "2025", "mi-parcours"] {
        done(&scenario, &["new", "rapport", id]);
    }
    let reference = scenario.read("content/2024-2027/rapports/2024/reference.yaml");
    assert!(reference.contains("montants: { \"2024\": "), "{reference}");
    let contracted = |id: &str| {
        let said = run(&scenario, &["explain", &format!("rapport-{id}:contracte")]).stdout;
        let total = said.lines().find(|line| line.ends_with("total calculé")).unwrap_or_default().to_owned();
        let digits: String =
            total.chars().take_while(|c| *c != '€' && *c != ',').filter(char::is_ascii_digit).collect();
        digits.parse::<u64>().unwrap_or_else(|_| panic!("{id} : {said}"))
    };
    let (first, second, midway) = (contracted("2024"), contracted("2025"), contracted("mi-parcours"));
    assert!(first > 0 && second > 0 && first != second, "{first} {second}");
    assert_eq!(midway, first + second);
    // A record that is read again is the same act: nothing is added to it.
    for id in ["2024", "mi-parcours"] {
        let again = run(&scenario, &["new", "rapport", id]);
        assert!(again.stdout.starts_with("rien à ajouter"), "{again}");
    }
    done(&scenario, &["build", "rapport", "--format", "typ"]);
    let synthesis = |id: &str| scenario.read(&format!("output/2024-2027/rapport-{id}/synthese.typ"));
    assert!(synthesis("mi-parcours").contains("Exécution cumulée"), "{}", synthesis("mi-parcours"));
    assert!(!synthesis("2024").contains("Exécution cumulée"));
}

/// The filled reports of `quatre-ans`: each figure was computed by hand.
#[test]
fn the_reports_of_a_contract_of_four_years_are_clean_and_tell_the_money_of_their_time() {
    let scenario = Scenario::new().project("quatre-ans");
    let check = run(&scenario, &["check"]);
    assert_eq!((check.code, check.stdout.trim()), (0, ""), "{check}");
    done(&scenario, &["build", "rapport", "--format", "typ"]);
    let page = |path: &str| {
        scenario
            .read(&format!("output/2024-2027/{path}"))
            .replace(['\u{202f}', '\u{a0}'], " ")
            .replace("~", " ")
    };
    // 2024: 188 000,50 € contracted for four actions; 2 500 € of training were not spent: 185 500,50 / 188 000,50 = 98,67 %.
    let first = page("rapport-2024/synthese.typ");
    assert!(first.contains("98,7 %") && first.contains("188 000,50 €"), "{first}");
    assert!(
        !first.contains("Bus des familles") && !first.contains("FSE+"),
        "what begins in 2025 is not of 2024"
    );
    // The State owes 35 000 × 67 500 / 70 000 = 33 750 €; spending 2 499,99 € more gives 34 999,995 €, which is 35 000,00 €.
    let refaction = page("rapport-2024/annexe-1.typ");
    for figure in ["33750", "1250", "2499"] {
        assert!(refaction.replace(['"', ' '], "").contains(figure), "{figure} : {refaction}");
    }
    // Midway: two years of families, 132 + 305 = 437 for 150 + 300 = 450.
    let families = page("rapport-mi-parcours/fiche-1.1.typ").replace("\\-", "-");
    assert!(families.contains("437, pour une cible de 450"), "{families}");
}
