//! A new project whose first fiche is filled, and nothing else: what is said of its matrix, and what the advice makes of it.

use super::run;
use crate::common::{Scenario, read_tree};

const FICHE: &str = "content/2026/fiches/01-premiere-action.md";
const MATRIX: &str = "content/2026/indicateurs.yaml";

/// A project whose marks are gone and whose fiche gives its targets; the matrix is that of `calpae new projet`.
fn filled() -> Scenario {
    let args = ["new", "projet", "--departement", "974", "--annee", "2026"];
    let scenario = run(Scenario::new(), &args).0;
    let text = scenario
        .read(FICHE)
        .replacen(
            "familles\", valeurs: { Cible 2026: non renseigné",
            "familles\", valeurs: { Cible 2026: 120 familles",
            1,
        )
        .replacen(
            "enfants\", valeurs: { Cible 2026: non renseigné",
            "enfants\", valeurs: { Cible 2026: 200 enfants",
            1,
        );
    assert!(text.contains("120 familles") && text.contains("200 enfants"), "{text}");
    without_marks(scenario.write(FICHE, &text))
}

/// The same once all is decided, or said to be.
fn without_marks(scenario: Scenario) -> Scenario {
    let files = read_tree(&scenario.path("content"));
    files.into_iter().fold(scenario, |scenario, (path, bytes)| {
        let text = String::from_utf8(bytes).unwrap();
        let bare: Vec<&str> =
            text.lines().map(|line| line.split("# à décider").next().unwrap().trim_end()).collect();
        scenario.write(&format!("content/{path}"), &(bare.join("\n") + "\n"))
    })
}

fn said(scenario: Scenario) -> (Scenario, Vec<String>) {
    let (scenario, outcome) = run(scenario, &["check", "--format", "short"]);
    let said = outcome.stdout.lines().map(str::to_owned).collect();
    (scenario, said)
}

fn of(code: &str, said: &[String]) -> Vec<String> {
    said.iter().filter(|line| line.contains(code)).cloned().collect()
}

#[test]
fn what_a_draft_prints_as_a_place_to_fill_is_not_lost_and_build_counts_as_check_does() {
    let (scenario, found) = said(filled());
    let (_, outcome) = run(scenario, &["build", "--format", "typ"]);
    assert!(!outcome.stderr.contains("TXT-004"), "{outcome}");
    let warnings = found.iter().filter(|line| line.contains(": avertissement ")).count();
    assert!(outcome.stdout.contains(&format!(", {warnings} avertissements\n")), "{outcome}");
}

#[test]
fn a_target_of_the_fiche_that_the_matrix_lacks_is_told_once_and_so_is_the_reverse() {
    let (scenario, found) = said(filled());
    let [told] = &of("IND-039", &found)[..] else { panic!("{found:#?}") };
    assert!(told.contains("2 valeurs sont dans les fiches, et la matrice dit « non renseigné »"), "{told}");

    // A row that is not written is what the matrix says by default.
    let text = scenario.read(MATRIX);
    let without: Vec<&str> = text.lines().filter(|line| !line.contains("1.1/familles")).collect();
    let (scenario, found) = said(scenario.write(MATRIX, &without.join("\n")));
    assert_eq!(of("IND-039", &found).len(), 1, "{found:#?}");

    let both = text.replace("\"2026\": non renseigné", "\"2026\": 120");
    let (scenario, found) = said(scenario.write(MATRIX, &both));
    assert_eq!(of("IND-039", &found), [] as [&str; 0], "{found:#?}");

    let fiche = scenario.read(FICHE).replace("120 familles", "non renseigné");
    let (_, found) = said(scenario.write(FICHE, &fiche));
    let [told] = &of("IND-039", &found)[..] else { panic!("{found:#?}") };
    assert!(
        told.contains("1.1/familles vaut 120 dans la matrice, et la fiche dit « non renseigné »"),
        "{told}"
    );
}

/// What the advice of a finding puts between « », where it has a colon: a line to copy.
fn advised(scenario: Scenario, code: &str) -> (Scenario, String) {
    let (scenario, outcome) = run(scenario, &["check", "--select", &code[..7], "--tout"]);
    let advice =
        outcome.stdout.split("à faire: ").find(|advice| advice.contains("\": {")).expect("an advice");
    let line = advice.split("« ").find(|quoted| quoted.starts_with('"')).unwrap();
    (scenario, line.split(" »").next().unwrap().to_owned())
}

#[test]
fn the_line_that_an_advice_gives_is_copied_and_read() {
    let (scenario, line) = advised(filled(), "STR-005");
    assert!(line.starts_with("\"2.1\": { \"2025\": non contracté"), "{line}");
    let text = scenario.read(MATRIX);
    let (scenario, found) = said(scenario.write(MATRIX, &format!("{text}  {line}\n")));
    assert!(!found.iter().any(|line| line.contains("CLE-") || line.contains("la mesure 2.1")), "{found:#?}");

    // What a person writes first: the mesure and the word.
    for (typed, first) in
        [("\"3.1\": non contracté", "{ \"2025\": non contracté, "), ("\"3.1\": 12", "{ \"2025\": 12, ")]
    {
        let written = format!("{text}  {typed}\n");
        let (again, outcome) = run(filled().write(MATRIX, &written), &["check"]);
        assert!(outcome.stdout.contains("CLE-003"), "{outcome}");
        let line =
            outcome.stdout.split("à faire: écrire « ").nth(1).unwrap().split(" »").next().unwrap().to_owned();
        assert!(line.starts_with(&format!("\"3.1\": {first}")), "{line}");
        let (_, found) = said(again.write(MATRIX, &written.replace(typed, &line)));
        assert!(!found.iter().any(|line| line.contains("CLE-")), "{found:#?}");
    }
    drop(scenario);
}
