//! `calpae tolerer`.

use super::{refusal, run};
use crate::common::Scenario;

const CONVENTION: &str = "content/2024/convention.yaml";

/// A project with two errors of one rule in a fiche, and one in another.
fn faulty() -> Scenario {
    Scenario::new().project("temoin").replace(
        "content/2024/fiches/03-prevention.md",
        "total_affiche: \"33 333,33 €\"",
        "total_affiche: 33 000 €",
    )
}

fn tolerated(scenario: Scenario) -> (Scenario, String) {
    let (scenario, outcome) = run(scenario, &["check"]);
    (scenario, outcome.stdout)
}

const REASON: &str = "total tel que \"voté\" : 33 000 €";

#[test]
fn a_finding_is_kept_with_its_reason_and_every_other_byte_of_the_file() {
    let scenario = faulty();
    let before = scenario.read(CONVENTION);
    let (scenario, first) = run(scenario, &["check", "--select", "FIN-001", "--format", "short"]);
    let place = first.stdout.split(": erreur").next().unwrap().to_owned();
    let (scenario, outcome) = run(scenario, &["tolerer", "fin-001", &place, "--raison", REASON]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
    assert_eq!(
        outcome.stdout,
        "FIN-001, fiches/03-prevention : 1 constat toléré, déclaré dans « convention.yaml »\n"
    );
    let after = scenario.read(CONVENTION);
    let added = after.strip_prefix(&before).unwrap();
    let entry = "  - { regle: FIN-001, lieu: \"fiches/03-prevention\", raison: \"total tel que \\\"voté\\\" : 33 000 €\" }\n";
    assert_eq!(added, format!("tolerances:\n{entry}"));
    let (scenario, shown) = tolerated(scenario);
    assert!(shown.contains("total tel que \"voté\""), "{shown}");
    let said = refusal(&scenario.args(["tolerer", "FIN-001", "fiches/03", "--raison", "encore"]));
    assert!(said.contains("déjà toléré : « total tel que \"voté\" : 33 000 € »"), "{said}");
}

#[test]
fn the_list_is_prolonged_however_it_is_written() {
    let other = "{ regle: DOC-001, lieu: fiches/09, raison: autre }";
    for (written, expected) in [
        (
            format!("# mes tolérances\ntolerances:   # ici\n  - {other}   # la première\n# fin\n"),
            format!("  - {other}   # la première\n  - {{ regle: FIN-001"),
        ),
        (format!("tolerances: [{other}]\n"), format!("tolerances: [{other}, {{ regle: FIN-001")),
        ("tolerances: []\n".to_owned(), "tolerances:\n  - { regle: FIN-001".to_owned()),
        ("tolerances:\n".to_owned(), "tolerances:\n  - { regle: FIN-001".to_owned()),
        (format!("tolerances:\r\n  - {other}\r\n"), format!("  - {other}\r\n  - {{ regle: FIN-001")),
    ] {
        let (scenario, outcome) = run(
            faulty().add(CONVENTION, &written),
            &["tolerer", "FIN-001", "fiches/03", "--raison", "ainsi voté"],
        );
        assert_eq!(outcome.code, 0, "{outcome}");
        let after = scenario.read(CONVENTION);
        assert!(after.contains(&expected), "{written} : {after}");
        for comment in ["# mes tolérances", "# la première", "# fin"] {
            assert_eq!(after.contains(comment), written.contains(comment), "{after}");
        }
        let (_, shown) = tolerated(scenario);
        assert!(shown.contains("ainsi voté"), "{shown}");
    }
}

#[test]
fn of_several_findings_of_a_file_the_line_chooses_one() {
    let path = "content/2024/articles/03-suivi.md";
    let scenario = Scenario::new().project("temoin").add(path, "\nUn [date] ici.\n\nEt un [montant] là.\n");
    let (scenario, found) = run(scenario, &["check", "--select", "FRM-001", "--format", "short"]);
    let places: Vec<String> =
        found.stdout.lines().map(|l| l.split(": erreur").next().unwrap().to_owned()).collect();
    assert_eq!(places.len(), 2, "{found}");
    let (scenario, outcome) =
        run(scenario, &["tolerer", "FRM-001", &places[1], "--raison", "laissé en blanc"]);
    assert!(outcome.stdout.contains("1 constat toléré"), "{outcome}");
    assert!(scenario.read(CONVENTION).contains("extrait: \"[montant]\""), "{}", scenario.read(CONVENTION));
    let (scenario, left) = run(scenario, &["check", "--select", "FRM-001", "--format", "short"]);
    assert_eq!(left.stdout.lines().filter(|l| !l.contains("(toléré")).count(), 1, "{left}");
    let (_, outcome) = run(
        scenario,
        &["tolérer", "FRM-001", "articles/03-suivi", "--raison", "aussi", "--extrait", "Un [date]"],
    );
    assert!(outcome.stdout.contains("1 constat toléré"), "{outcome}");
}

#[test]
fn what_matches_nothing_is_refused_with_what_is_near() {
    for (args, expected) in [
        (
            vec!["FIN-001", "fiches/01", "--raison", "x"],
            "ses constats sont à : content/2024/fiches/03-prevention.md:17",
        ),
        (
            vec!["FIN-001", "fiches/03:1", "--raison", "x"],
            "ses constats sont à : content/2024/fiches/03-prevention.md:17",
        ),
        (
            vec!["FIN-001", "fiches/03", "--raison", "x", "--extrait", "absent"],
            "ne trouve rien à « fiches/03 »",
        ),
        (vec!["FIN-004", "fiches/03", "--raison", "x"], "ne donne aucun constat à tolérer"),
        (vec!["FIN-001", "fiches/03", "--raison", " … "], "la raison est vide"),
        (vec!["FIN-001", "fiches/03"], "il manque : --raison"),
        (vec!["FIN-101", "fiches/03", "--raison", "x"], "la règle « FIN-101 » n’existe pas"),
        (vec!["CLE-001", "fiches/03", "--raison", "x"], "CLE-001 ne peut être toléré"),
    ] {
        let mut all = vec!["tolerer"];
        all.extend(args);
        let said = refusal(&faulty().args(all));
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn a_reason_that_no_file_may_hold_is_refused_and_nothing_is_written() {
    let (scenario, before) = (faulty(), faulty().read(CONVENTION));
    let (scenario, outcome) =
        run(scenario, &["tolerer", "FIN-001", "fiches/03", "--raison", "in\u{200b}visible"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    assert_eq!(scenario.read(CONVENTION), before);
}

#[test]
fn a_finding_is_kept_by_its_name() {
    let (scenario, first) = run(faulty(), &["check", "--select", "FIN-001", "--format", "short"]);
    let name =
        first.stdout.split("erreur ").nth(1).and_then(|rest| rest.split(':').next()).unwrap().to_owned();
    let (scenario, outcome) = run(scenario, &["tolerer", &name.to_lowercase(), "--raison", REASON]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
    let (scenario, shown) = tolerated(scenario);
    assert!(shown.contains("1 constat toléré"), "{shown}");
    assert!(shown.contains(&name), "the name stays: {shown}");
    let (scenario, outcome) = run(scenario, &["tolerer", &name, "--raison", "encore"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stderr.contains("déjà toléré"), "{outcome}");
    let (scenario, outcome) = run(scenario, &["tolerer", "FIN-001-zzzz", "--raison", "encore"]);
    assert!(outcome.stderr.contains("aucun constat ne se nomme « FIN-001-zzzz »"), "{outcome}");
    let (_, outcome) = run(scenario, &["tolerer", "FIN-001", "--raison", "encore"]);
    assert!(outcome.stderr.contains("il manque le lieu"), "{outcome}");
}
