//! What the State decided of a report, and the steps of its review.

use super::{done, run, said_of_rapports};
use crate::common::Scenario;

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
