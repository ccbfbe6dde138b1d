//! One report for two conventions of a project.

use super::{done, run};
use crate::common::{Scenario, repository};

/// The minimal project, with a second convention beside the first: the same pages, and what a test changes in them.
fn two_conventions(numero: &str, title: &str, financeur: &str) -> Scenario {
    let folder = repository().join("tests/fixtures/minimal/content/2024");
    let mut scenario = Scenario::new().project("minimal");
    for file in ["convention.yaml", "articles/01-objet.md", "fiches/01.md", "indicateurs.yaml"] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        let text = text
            .replace("numero: 1\n", &format!("numero: {numero}\n"))
            .replace("Ouvrir un accueil", title)
            .replace(
                "financeur: departement, montant: 1 800 €",
                &format!("financeur: {financeur}, montant: 1 800 €"),
            )
            .replace("1 200 €", "800 €");
        scenario = scenario.write(&format!("content/2024-metropole/{file}"), &text);
    }
    scenario
}

#[test]
fn a_report_accounts_for_two_conventions() {
    let scenario = two_conventions("M1", "Ouvrir un relais", "departement");
    let opened = run(&scenario, &["new", "rapport", "--edition", "2024", "--avec", "2024-metropole"]);
    assert_eq!(opened.code, 0, "{opened}");
    let reference = scenario.read("content/2024/rapports/2024/reference.yaml");
    assert_eq!(reference.matches("- edition: ").count(), 2, "{reference}");
    assert!(scenario.read("content/2024/rapports/2024/fiches/M1-01.md").contains("fiche: M1"));
    let total =
        |name: &str| run(&scenario, &["explain", name, "--edition", "2024"]).stdout.replace('\u{202f}', " ");
    // 3 000 € of the first, 2 600 € of the second; the State pays 1 200 € and 800 €.
    assert!(
        total("rapport-2024:contracte").contains("5 600 €  total calculé"),
        "{}",
        total("rapport-2024:contracte")
    );
    assert!(total("rapport-2024:etat:contracte").contains("2 000 €  total calculé"));
    let again = run(&scenario, &["new", "rapport", "--edition", "2024", "--avec", "2024-metropole"]);
    assert_eq!(again.stdout, "rien à ajouter : le rapport a tout ce que la convention demande\n", "{again}");
    // Without the other, what was written stays.
    let alone = run(&scenario, &["new", "rapport", "--edition", "2024"]);
    assert_eq!(alone.stdout, again.stdout, "{alone}");
    done(&scenario, &["build", "rapport", "--edition", "2024", "--format", "typ"]);
    let title = scenario.read("output/2024/rapport-2024.typ").replace("\\", "");
    assert!(title.contains("édition 2024-metropole"), "{title}");
    let checked = run(&scenario, &["check", "--edition", "2024", "--format", "short"]);
    assert!(!checked.stdout.contains("erreur"), "{checked}");
}

#[test]
fn a_second_convention_joins_a_report_that_is_there() {
    let scenario = two_conventions("M1", "Ouvrir un relais", "departement");
    done(&scenario, &["new", "rapport", "--edition", "2024"]);
    let joined = run(&scenario, &["new", "rapport", "--edition", "2024", "--avec", "2024-metropole"]);
    assert!(joined.stdout.contains("l’édition 2024-metropole est ajoutée"), "{joined}");
    let reference = scenario.read("content/2024/rapports/2024/reference.yaml");
    assert_eq!(reference.matches("- edition: ").count(), 2, "{reference}");
}

#[test]
fn two_actions_of_one_number_or_a_payer_that_is_unknown_are_refused() {
    let new = ["new", "rapport", "--edition", "2024", "--avec", "2024-metropole"];
    for (scenario, expected) in [
        (
            two_conventions("1", "Ouvrir un relais", "departement"),
            "n’est pas la même action dans les deux actes",
        ),
        (two_conventions("M1", "Ouvrir un relais", "ville"), "ville"),
    ] {
        let refused = run(&scenario, &new);
        assert_ne!(refused.code, 0, "{refused}");
        assert!(format!("{refused}").contains(expected), "{refused}");
        assert!(!scenario.path("content/2024/rapports").exists(), "nothing is written");
    }
    let same = run(&two_conventions("1", "Ouvrir un accueil", "departement"), &new);
    assert_eq!(same.code, 0, "{same}");
    let itself = run(&Scenario::new().project("minimal"), &["new", "rapport", "--avec", "2024"]);
    assert_eq!(itself.code, 2, "{itself}");
    let nobody = run(&Scenario::new().project("minimal"), &["new", "rapport", "--avec", "2031"]);
    assert_eq!(nobody.code, 2, "{nobody}");
}
