//! Several reports of one act: their folders, their documents, the folder of the first versions and its move.

use std::fs;

use crate::common::{Outcome, Scenario, read_tree};

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
    assert_eq!(one.stdout.matches("rapport-").count(), 1, "{one}");

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
fn a_report_in_the_folder_of_the_first_versions_is_read_and_moved() {
    let scenario = old_place();
    let said = said_of_rapports(&scenario);
    let told: Vec<&String> = said.iter().filter(|line| line.contains("PRJ-009")).collect();
    assert_eq!(told.len(), 1, "{said:?}");
    assert!(told[0].starts_with("content/2024/rapport/rapport.yaml:1:1: conseil PRJ-009"), "{told:?}");
    let build = ["build", "rapport", "--format", "pdf"];
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

const SHEET: &str = "content/2024/rapports/2024/fiches/02-equipe-mobile.md";
const PAGE: &str = "content/2024/rapports/2024/rapport.yaml";

/// The act of a year, with what the State decided of an action, and the steps of the review.
fn decided(decision: &str, review: &str) -> Scenario {
    let scenario = Scenario::new().project("temoin-rapport");
    let scenario =
        scenario.replace(SHEET, "suite: modifié\n", &format!("suite: modifié\ndecision: {decision}\n"));
    scenario.replace(PAGE, "deliberation: 2025-03-20", &format!("examen: {review}\ndeliberation: 2025-03-20"))
}

#[test]
fn what_the_state_decided_is_printed_with_what_is_left_to_pay() {
    let whole = "{ demande: 20 000 €, accorde: 18 000 €, refuse: { montant: 2 000 €, motif: Pièces zqperdues }, verse: 15 000 € }";
    let review = "[{ etat: déposé, le: 2025-03-28 }, { etat: à corriger, le: 2025-04-10, par: DDETS, motif: Pièce zqabsente }]";
    let scenario = decided(whole, review);
    assert_eq!(said_of_rapports(&scenario), Vec::<String>::new());
    done(&scenario, &["build", "rapport", "--format", "typ"]);
    let sheet = scenario.read("output/2024/rapport-2024/fiche-02.typ");
    assert!(sheet.contains("Décision de l’État") && sheet.contains("Solde à verser"), "{sheet}");
    assert!(sheet.contains("3000") || sheet.contains("3\u{202f}000") || sheet.contains("3 000"), "{sheet}");
    assert!(sheet.contains("Pièces zqperdues"), "{sheet}");
    let synthesis = scenario.read("output/2024/rapport-2024/synthese.typ");
    assert!(synthesis.contains("À reverser") && synthesis.contains("Pièce zqabsente"), "{synthesis}");
    // Paid more than granted: it is given back.
    let scenario = decided("{ demande: 20 000 €, accorde: 18 000 €, verse: 19 500 € }", "[]");
    done(&scenario, &["build", "rapport", "--format", "typ"]);
    assert!(scenario.read("output/2024/rapport-2024/fiche-02.typ").contains("[À reverser]"));
    // Nothing told, nothing printed.
    let scenario = Scenario::new().project("temoin-rapport");
    done(&scenario, &["build", "rapport", "--format", "typ"]);
    assert!(!scenario.read("output/2024/rapport-2024/synthese.typ").contains("Décision"));
}

#[test]
fn a_decision_that_does_not_add_up_is_told() {
    let refuse = "refuse: { montant: 2 000 €, motif: Hors délai }";
    for (decision, expected) in [
        ("{ demande: 20 000 €, accorde: 21 000 € }", "erreur RAP-016"),
        ("{ demande: 20 000 €, accorde: 18 000 € }", "avertissement RAP-016"),
        (&format!("{{ demande: 20 000 €, accorde: 19 000 €, {refuse} }}"), "dépassent le demandé de 1 000 €"),
        (
            &format!("{{ demande: 20 000 €, accorde: 17 000 €, {refuse} }}"),
            "1 000 € ne sont ni accordés, ni refusés",
        ),
        ("{ demande: 20 000 €, refuse: { montant: 2 000 € } }", "CLE-002"),
        ("{ demande: beaucoup }", "VAL-001"),
        ("{ demande: 20 000 €, donne: 3 € }", "CLE-001"),
        ("oui", "CLE-003"),
    ] {
        let said = run(&decided(decision, "[]"), &["check", "--format", "short"]).stdout;
        let told: Vec<&str> = said.lines().filter(|line| line.starts_with(SHEET)).collect();
        assert!(
            told.len() == 1 && told[0].replace(['\u{202f}', '\u{a0}'], " ").contains(expected),
            "{decision} : {told:?}"
        );
    }
    for right in [
        &format!("{{ demande: 20 000 €, accorde: 18 000 €, {refuse} }}")[..],
        "{ demande: 20 000 €, accorde: à transmettre }",
        "{ demande: 20 000 €, accorde: 20 000 €, verse: 25 000 € }",
        "{}",
    ] {
        assert_eq!(said_of_rapports(&decided(right, "[]")), Vec::<String>::new(), "{right}");
    }
    for (review, expected) in [
        ("[{ etat: déposé, le: 2025-04-02 }, { etat: complet, le: 2025-04-01 }]", "RAP-017"),
        ("[{ etat: refusé, le: 2025-04-02 }]", "« refusé » n’a pas de motif"),
        ("[{ etat: perdu, le: 2025-04-02 }]", "VAL-007"),
        ("[{ etat: déposé }]", "CLE-002"),
        ("[{ etat: déposé, le: bientôt }]", "VAL-004"),
    ] {
        let said = run(&decided("{}", review), &["check", "--format", "short"]).stdout;
        let told: Vec<&str> = said.lines().filter(|line| line.starts_with(PAGE)).collect();
        assert!(told.len() == 1 && told[0].contains(expected), "{review} : {told:?}");
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
