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
        "FIN-001, fiches/03 : 1 constat toléré, déclaré dans « content/2024/convention.yaml »\n"
    );
    let after = scenario.read(CONVENTION);
    let added = after.strip_prefix(&before).unwrap();
    let entry = "  - { regle: FIN-001, lieu: \"fiches/03\", ecart: \"333,33 €\", raison: \"total tel que \\\"voté\\\" : 33 000 €\" }\n";
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

/// The names of the findings of a rule.
fn names(scenario: Scenario, code: &str) -> (Scenario, Vec<String>) {
    let (scenario, outcome) = run(scenario, &["check", "--select", code, "--format", "short"]);
    let lines = outcome.stdout.lines().filter(|line| !line.contains("(toléré"));
    let names = lines.flat_map(|line| line.split(' ')).filter(|word| word.starts_with(&format!("{code}-")));
    let names = names.map(|name| name.trim_end_matches(':').to_owned()).collect();
    (scenario, names)
}

#[test]
fn a_gap_that_grew_is_tolerated_no_more_and_says_so() {
    let path = "content/2024/fiches/03-prevention.md";
    let (scenario, found) = names(faulty(), "FIN-001");
    let (scenario, outcome) = run(scenario, &["tolerer", &found[0], "--raison", "voté"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(outcome.stdout.ends_with("déclaré dans « content/2024/convention.yaml »\n"), "{outcome}");
    let (scenario, kept) = run(scenario, &["check", "--format", "json"]);
    let scenario = scenario.write("avant.json", &kept.stdout);
    for (total, is_kept) in [("33 100 €", true), ("33 000 €", true), ("9 033 000 €", false)] {
        let text = faulty().read(path).replacen("33 000 €", total, 1);
        let (_, outcome) = run(scenario_with(&scenario, path, &text), &["check", "--select", "FIN-001"]);
        assert_eq!(outcome.code == 0, is_kept, "{total} : {outcome}");
        let said = outcome.stdout.contains("toléré pour 333,33 €, l’écart est de 8 999 666,67 €");
        assert_eq!(said, !is_kept, "{outcome}");
        assert!(!outcome.stdout.contains("TOL-001"), "{outcome}");
    }
    let text = faulty().read(path).replacen("33 000 €", "9 033 000 €", 1);
    let (_, since) = run(scenario_with(&scenario, path, &text), &["check", "--depuis", "avant.json"]);
    assert!(since.stdout.contains("\nAggravés :\n  FIN-001-"), "{since}");
    // One that a person wrote without an amount keeps any.
    let any = "\ntolerances:\n  - { regle: FIN-001, lieu: fiches/3, raison: voté }\n";
    let scenario = faulty().write(path, &text).add(CONVENTION, any);
    let (_, outcome) = run(scenario, &["check", "--select", "FIN-001"]);
    assert_eq!(outcome.code, 0, "{outcome}");
}

/// The files of a scenario, one of them changed.
fn scenario_with(scenario: &Scenario, path: &str, text: &str) -> Scenario {
    let other = Scenario::new().project("temoin").write(path, text);
    let other = other.write(CONVENTION, &scenario.read(CONVENTION));
    other.write("avant.json", &scenario.read("avant.json"))
}

#[test]
fn a_name_keeps_one_finding_of_several_in_a_line() {
    let path = "content/2024/articles/03-suivi.md";
    let text = "\nLe [date] à partir de huit heures, et le [date] ensuite.\n";
    let (scenario, found) = names(Scenario::new().project("temoin").add(path, text), "FRM-001");
    assert_eq!(found.len(), 2);
    let (scenario, outcome) =
        run(scenario, &["tolerer", &found[1], "--extrait", "heures", "--raison", "laissé en blanc"]);
    assert!(outcome.stdout.starts_with(&format!("{}, articles/03-suivi : 1 constat toléré", found[1])));
    assert!(scenario.read(CONVENTION).contains(&format!("constat: {}, extrait: \"heures\"", found[1])));
    let (scenario, left) = names(scenario, "FRM-001");
    assert_eq!(left, [found[0].as_str()]);
    let (scenario, outcome) = run(scenario, &["tolerer", &found[0], "--raison", "laissé aussi"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let (_, outcome) = run(scenario, &["check"]);
    assert!(outcome.code == 0 && outcome.stdout.contains("2 constats tolérés"), "{outcome}");
}

#[test]
fn a_tolerance_follows_the_number_of_a_fiche_whose_file_is_renamed() {
    let path = "content/2024/fiches/03-prevention.md";
    for by_name in [true, false] {
        let (scenario, found) = names(faulty(), "FIN-001");
        let args = match by_name {
            true => vec!["tolerer", &found[0], "--raison", "voté"],
            false => vec!["tolerer", "FIN-001", "fiches/03", "--raison", "voté"],
        };
        let (scenario, outcome) = run(scenario, &args);
        assert!(outcome.stdout.contains(", fiches/03 : 1 constat toléré"), "{outcome}");
        assert!(scenario.read(CONVENTION).contains("lieu: \"fiches/03\""));
        let text = scenario.read(path);
        let scenario = scenario.delete(path).write("content/2024/fiches/prevenir.md", &text);
        let (_, outcome) = run(scenario, &["check", "--select", "FIN-001,TOL-001"]);
        assert_eq!(outcome.code, 0, "{outcome}");
        assert!(!outcome.stdout.contains("TOL-001"), "{outcome}");
    }
}

#[test]
fn a_name_of_what_is_not_read_is_not_said_to_be_settled() {
    let path = "content/2024/fiches/03-prevention.md";
    let (scenario, found) = names(faulty(), "FIN-001");
    let scenario = scenario.replace(path, "---\nnumero", "numero");
    for args in [vec!["tolerer", &found[0], "--raison", "voté"], vec!["explain", &found[0]]] {
        let (_, outcome) = run(scenario_with_all(&scenario), &args);
        let said = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(said.contains("content/2024/fiches/03-prevention.md, qui ne se lit pas"), "{outcome}");
        assert!(!said.contains("il est réglé"), "{outcome}");
    }
    let scenario = faulty().add(CONVENTION, "\nregles: { FIN: ignorée }\n");
    let (_, outcome) = run(scenario, &["tolerer", &found[0], "--raison", "voté"]);
    assert!(outcome.stderr.contains("met FIN-001 à « ignorée »"), "{outcome}");
}

fn scenario_with_all(scenario: &Scenario) -> Scenario {
    let path = "content/2024/fiches/03-prevention.md";
    Scenario::new().project("temoin").write(path, &scenario.read(path))
}
