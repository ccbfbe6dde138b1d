//! A heading that is nearly that of a rubrique, and what an act holds that no page prints: either is told, never lost.

use crate::common::{Scenario, read_tree};

const FICHE: &str = "content/2024/fiches/01.md";
const CADRE: &str = "content/cadres/essai.yaml";
const CHARGE: &str = "Accueillants";

fn minimal() -> Scenario {
    Scenario::new().project("minimal")
}

/// The emitted pages of the convention of a project.
fn pages(scenario: &Scenario) -> String {
    let outcome = scenario.command_with(&["build", "--format", "typ"]).output().unwrap();
    assert_eq!(outcome.status.code(), Some(0), "{}", String::from_utf8_lossy(&outcome.stderr));
    let output = read_tree(&scenario.path("output"));
    let pages = output.iter().filter(|(path, _)| path.ends_with(".typ"));
    pages.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect()
}

fn checked(scenario: &Scenario) -> String {
    let outcome = scenario.command_with(&["check"]).output().unwrap();
    String::from_utf8_lossy(&outcome.stdout).into_owned() + &String::from_utf8_lossy(&outcome.stderr)
}

#[test]
fn a_nearly_right_heading_prints_its_datum_and_is_told() {
    for (cadre, heading, told) in [
        ("Budget", "## Buget", true),
        ("Budget", "## b) Budget", false),
        ("Budget", "## B – Budgets", true),
        ("Budget détaillé", "## Budget", true),
        ("Budget détaillé", "## c/ Budget détailé pour 2024", true),
        ("Budget détaillé", "## Rubrique 2 : **budget** détaillé", false),
        ("Budget détaillé", "## BUDJET DETAILLE", true),
        ("Budget détaillé", "## Budget 2024", true),
        ("Budget détaillé", "## Chapitre 5 : Budget", true),
        ("Budget détaillé", "## Chapitre 5 : Budget détaillé", false),
    ] {
        let scenario = minimal().replace(CADRE, "titre: Budget,", &format!("titre: {cadre},")).replace(
            FICHE,
            "## Budget",
            heading,
        );
        assert!(pages(&scenario).contains(CHARGE), "{heading}");
        let found = checked(&scenario);
        assert_eq!(found.contains("STR-010"), told, "{heading}\n{found}");
        assert!(
            !found.contains("n’imprime le détail du budget") && !found.contains("STR-001"),
            "{heading}\n{found}"
        );
    }
}

#[test]
fn the_repair_writes_the_title_of_the_cadre_and_keeps_the_number() {
    for (from, to) in [
        ("## b) Buget\n", "## b) Budget détaillé\n"),
        ("## 2. Budget…\n", "## 2. Budget détaillé\n"),
        ("## Budjet détailé pour 2024\n", "## Budget détaillé pour 2024\n"),
    ] {
        let scenario = minimal().replace(CADRE, "titre: Budget,", "titre: Budget détaillé,").replace(
            FICHE,
            "## Budget\n",
            from,
        );
        let outcome = scenario.command_with(&["check", "--fix"]).output().unwrap();
        assert!(scenario.read(FICHE).contains(to), "{}\n{outcome:?}", scenario.read(FICHE));
        let found = checked(&scenario);
        assert!(!found.contains("STR-010"), "{found}");
    }
}

#[test]
fn a_table_of_indicateurs_under_a_singular_is_printed() {
    let scenario = minimal().replace(FICHE, "## Objectifs", "## Objectif");
    assert!(pages(&scenario).contains("40"));
    assert!(checked(&scenario).contains("« Objectif » est pris pour la rubrique « Objectifs »"));
}

#[test]
fn a_budget_that_no_rubrique_prints_is_told() {
    for heading in ["## Ressources", "## Bilan", "### Budget"] {
        let scenario = minimal().replace(FICHE, "## Budget", heading);
        assert!(!pages(&scenario).contains(CHARGE), "{heading}");
        let found = checked(&scenario);
        assert!(found.contains("aucune page n’imprime le détail du budget"), "{heading}\n{found}");
        assert!(found.contains("ouvrir la rubrique « ## Budget »"), "{heading}\n{found}");
    }
}

#[test]
fn a_heading_that_another_opens_takes_nothing() {
    let scenario = minimal().replace(FICHE, "## Objectifs", "## Budgets\n\nDeux budgets.\n\n## Objectifs");
    let found = checked(&scenario);
    assert!(!found.contains("est pris pour"), "{found}");
}

#[test]
fn executions_that_no_annexe_prints_are_told() {
    let executions =
        "executions:\n  etat: { \"2022\": 7 000 € }\n  departement: { \"2023\": 8 000 € }\nindicateurs:";
    let scenario = minimal().replace(FICHE, "indicateurs:", executions);
    assert!(pages(&scenario).contains("8\u{202f}000"));
    let found = checked(&scenario);
    assert!(found.contains("aucune page de l’acte n’imprime ce qu’a exécuté « État »"), "{found}");
    assert_eq!(found.matches("ce qu’a exécuté").count(), 1, "{found}");
    let scenario =
        scenario.replace(CADRE, ", titre_tableau: Tableau des engagements, tableau: executions", "");
    assert!(!pages(&scenario).contains("8\u{202f}000"));
    let found = checked(&scenario);
    assert_eq!(found.matches("ce qu’a exécuté").count(), 2, "{found}");
    assert!(found.contains("donner « tableau: executions » à"), "{found}");
}

#[test]
fn an_amount_in_an_annexe_without_a_table_is_told() {
    let scenario =
        minimal().replace(FICHE, "indicateurs:", "affiche_en_annexe: { etat: 1 300 € }\nindicateurs:");
    assert!(!checked(&scenario).contains("montant en annexe"));
    let scenario =
        scenario.replace(CADRE, ", titre_tableau: Tableau des engagements, tableau: executions", "");
    assert!(checked(&scenario).contains("le montant en annexe de « État »"), "{}", checked(&scenario));
}

#[test]
fn a_matrix_that_no_annexe_prints_is_told() {
    let values = "par_defaut: vide\nvaleurs:\n  1.1/accueils: { \"2023\": 35 }\n";
    let scenario = minimal().write("content/2024/indicateurs.yaml", values);
    let found = checked(&scenario);
    assert!(found.contains("aucune page n’imprime les valeurs de cette ligne"), "{found}");
    let scenario = scenario.replace(CADRE, "tableau: executions", "tableau: matrice");
    assert!(!checked(&scenario).contains("aucune page n’imprime les valeurs"));
}

#[test]
fn a_nearly_right_heading_of_a_rapport_is_told() {
    let file = "content/2024/rapports/2024/fiches/02-equipe-mobile.md";
    let rapport = || Scenario::new().project("temoin-rapport");
    assert!(!checked(&rapport()).contains("est pris pour"));
    for heading in
        ["## Difficulté et écarts", "## 2. Dificultés et écarts", "## Difficultés et écart pour 2024"]
    {
        let scenario = rapport().replace(file, "## Difficultés et écarts", heading);
        let found = checked(&scenario);
        assert!(found.contains("est pris pour la rubrique « Difficultés et écarts »"), "{heading}\n{found}");
        let outcome = scenario.command_with(&["check", "--fix"]).output().unwrap();
        assert!(scenario.read(file).contains("Difficultés et écarts"), "{heading}\n{outcome:?}");
        assert!(!checked(&scenario).contains("est pris pour"), "{heading}");
    }
    for heading in ["## Difficultés et écarts", "## 2. DIFFICULTES ET ECARTS :", "## Méthode"] {
        let found = checked(&rapport().replace(file, "## Difficultés et écarts", heading));
        assert!(!found.contains("est pris pour"), "{heading}\n{found}");
    }
}

#[test]
fn empty_data_has_nothing_to_print() {
    let values = "par_defaut: vide\nvaleurs:\n  1.1/accueils: { \"2023\": vide }\n";
    let scenario = minimal().write("content/2024/indicateurs.yaml", values);
    assert!(!checked(&scenario).contains("n’imprime les valeurs"), "{}", checked(&scenario));
    let scenario =
        minimal().replace(FICHE, "indicateurs:", "executions:\n  etat: { \"2022\": vide }\nindicateurs:");
    assert!(!checked(&scenario).contains("ce qu’a exécuté"), "{}", checked(&scenario));
    let mention = |answer: &str| {
        let scenario = minimal().replace(
            CADRE,
            "titre: Budget,",
            "titre: FAPI, contenu: mention }\n  - { id: argent, titre: Budget,",
        );
        scenario.replace(FICHE, "indicateurs:", &format!("mentions: {{ budget: {answer} }}\nindicateurs:"))
    };
    assert!(!checked(&mention("vide")).contains("n’imprime la mention"), "{}", checked(&mention("vide")));
    assert!(checked(&mention("Non.")).contains("n’imprime la mention"), "{}", checked(&mention("Non.")));
}
