//! `calpae new fiche`.

use super::{builds_and_checks, refusal, run};
use crate::common::{Scenario, read_tree};

fn begun() -> Scenario {
    run(Scenario::new(), &["new", "projet", "--departement", "29", "--annee", "2025", "--cadre", "appui"]).0
}

#[test]
fn the_next_fiche_has_its_number_its_rubriques_and_its_indicators() {
    let title = "Aller vers les familles : l'œuvre d'un \"été\" # 1";
    let (scenario, outcome) = run(begun(), &["new", "fiche", title, "--annexe", "b", "--mesure", "2.1"]);
    let path = "content/2025/fiches/02-aller-vers-les-familles-l-oeuvre-d-un-ete-1.md";
    assert!(outcome.stdout.starts_with(&format!("créé : {path}\n")), "{outcome}");
    let text = scenario.read(path);
    for expected in [
        "numero: 2\n",
        "annexe: \"B\"\n",
        "mesures: [\"2.1\"]\n",
        "- { financeur: \"etat\", montant: non renseigné }",
        "indicateur: \"2.1/lieux\"",
        "## Partenaires et co-financeurs\n",
    ] {
        assert!(text.contains(expected), "{expected} : {text}");
    }
    let (scenario, found) = builds_and_checks(scenario);
    assert!(found.lines().all(|line| line.contains("RAP-013")), "{found}");
    let (scenario, _) = run(scenario, &["new", "fiche", "Sans mesure", "--annexe", "A", "--numero", "14"]);
    let (scenario, _) = run(scenario, &["new", "fiche", "Après", "--annexe", "A"]);
    assert!(scenario.path("content/2025/fiches/15-apres.md").exists());
    builds_and_checks(scenario);
}

#[test]
fn a_fiche_added_to_any_project_brings_no_error() {
    for project in ["minimal", "temoin", "val-d-ambre"] {
        let (scenario, before) = run(Scenario::new().project(project), &["check", "--format", "short"]);
        let (scenario, outcome) = run(scenario, &["new", "fiche", "Une action de plus", "--annexe", "A"]);
        assert_eq!(outcome.code, 0, "{outcome}");
        let (_, after) = run(scenario, &["check", "--format", "short"]);
        let errors = |text: &str| {
            text.lines()
                .filter(|l| l.contains(" erreur ") && !l.contains("RAP-013"))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(errors(&after.stdout), errors(&before.stdout), "{project}");
    }
}

#[test]
fn in_an_act_that_was_voted_it_is_said_that_a_fiche_comes_late() {
    let (_, outcome) = run(Scenario::new().project("temoin"), &["new", "fiche", "De plus", "--annexe", "A"]);
    assert!(outcome.stdout.contains("l’acte est « exécutoire »"), "{outcome}");
    let (_, outcome) = run(begun(), &["new", "fiche", "De plus", "--annexe", "A"]);
    assert!(!outcome.stdout.contains("l’acte est"), "{outcome}");
}

#[test]
fn the_number_of_a_fiche_that_cannot_be_read_is_not_given_again() {
    let scenario = begun().write("content/2025/fiches/07-en-cours.md", "---\nnumero: sept\n---\n");
    let (scenario, outcome) = run(scenario, &["new", "fiche", "Suivante", "--annexe", "A"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(scenario.path("content/2025/fiches/08-suivante.md").exists());
}

#[test]
fn what_does_not_fit_is_refused_with_what_there_is() {
    for (args, expected) in [
        (vec!["Titre"], "l’annexe reste à choisir : A (Engagements du socle), B ("),
        (vec!["Titre", "--annexe", "Z"], "pas d’annexe « Z »"),
        (vec!["Titre", "--annexe", "A", "--mesure", "9.9"], "pas de mesure « 9.9 » ; il a : 1.1 ("),
        (
            vec!["Titre", "--annexe", "A", "--numero", "1"],
            "la fiche 1 existe déjà : « content/2025/fiches/01-",
        ),
        (vec!["Titre", "--annexe", "A", "--numero", "1000"], "n’est pas une valeur de « --numero <N> »"),
        (vec!["…", "--annexe", "A"], "ne dit rien de l’action"),
        (vec!["--annexe", "A"], "il manque le titre"),
    ] {
        let mut all = vec!["new", "fiche"];
        all.extend(args);
        let said = refusal(&begun().args(all));
        assert!(said.contains(expected), "{said}");
    }
    let scenario = begun();
    let before = read_tree(&scenario.path("content"));
    let (scenario, outcome) = run(scenario, &["new", "fiche", "In\u{200b}visible", "--annexe", "A"]);
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stderr.contains("U+200B") && read_tree(&scenario.path("content")) == before, "{outcome}");
}

#[test]
fn a_budget_that_is_one_amount_is_answered_by_what_a_budget_is_made_of() {
    let fiche = "content/2025/fiches/01-premiere-action.md";
    let text = begun().read(fiche);
    let (before, rest) = text.split_once("budget:\n").unwrap();
    let after = rest.split_once("\nindicateurs:").unwrap().1;
    for written in ["100 000 €", "[100 000 €]"] {
        let scenario = begun().write(fiche, &format!("{before}budget: {written}\n\nindicateurs:{after}"));
        let (_, outcome) = run(scenario, &["check", "--gravite", "erreur"]);
        assert_eq!(outcome.stdout.matches("erreur[").count(), 1, "{outcome}");
        for expected in ["il faut ici un budget", "« charges: » et « financements: »", "libelle: Personnel"]
        {
            assert!(outcome.stdout.contains(expected), "{outcome}");
        }
    }
}

#[test]
fn the_matrix_of_a_draft_shows_what_is_to_fill_and_that_of_a_voted_act_what_was_not_given() {
    let matrix = |scenario: Scenario| {
        let files = scenario.args(["build", "--format", "typ"]).output().into_iter();
        let annexes = files.filter(|(name, _)| name.contains("/convention/") && !name.contains("/fiches/"));
        let texts = annexes.map(|(_, bytes)| String::from_utf8(bytes).unwrap());
        texts.filter(|text| text.contains("Commentaires et éléments de définition")).collect::<String>()
    };
    let draft = matrix(begun());
    assert!(draft.contains("à compléter") && !draft.contains("non renseigné"), "{draft}");
    let values = "content/2024/indicateurs.yaml";
    let voted = Scenario::new().project("temoin").replace(
        values,
        "\"2.2\": { \"2022\": non contracté, \"2023\": non contracté, \"2024\": non contracté }",
        "\"2.2\": { \"2022\": non contracté, \"2023\": non contracté, \"2024\": non renseigné }",
    );
    let voted = matrix(voted);
    assert!(voted.contains("non renseigné") && !voted.contains("à compléter"), "{voted}");
}
