//! `calpae new edition`: what continues is carried over, what must be decided is marked, `check` lists it.

use calpae::model::Measured;
use calpae::model::fiche::ObjectiveRow;
use calpae::parse;
use calpae::project::{self, Disk};

use crate::common::{Scenario, read_tree};

const MARK: &str = "# à décider";

/// What `check` says of an edition, as file below it, line, and the rest of the sentence.
fn findings(scenario: &Scenario) -> Vec<(String, String, String)> {
    let outcome = scenario.run();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
    let split = |l: &str| {
        let parties: Vec<&str> = l.splitn(4, ':').collect();
        let file = parties[0].splitn(3, '/').nth(2).unwrap().to_owned();
        (file, parties[1].to_owned(), parties[3].trim().to_owned())
    };
    outcome.stdout.lines().map(split).collect()
}

/// The marks of the new edition as `file:line`, and the findings of its first check, those that the edition
/// before has as well left aside: they come with what is carried over.
fn marks_and_findings(
    scenario: &Scenario,
    before: &[(String, String, String)],
) -> (Vec<String>, Vec<String>) {
    let mut marks = Vec::new();
    for (name, bytes) in read_tree(&scenario.path("content/2025")) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let lines = text.lines().enumerate().filter(|(_, l)| l.contains(MARK));
        marks.extend(lines.map(|(i, _)| format!("content/2025/{name}:{}", i + 1)));
    }
    marks.sort();
    let is_inherited = |f: &str, what: &str| before.iter().any(|(file, _, q)| file == f && q == what);
    let mut findings: Vec<String> = findings(scenario)
        .into_iter()
        .filter(|(file, _, what)| !is_inherited(file, what))
        .map(|(file, line, what)| {
            assert!(what.contains("RAP-013"), "{file}:{line} {what}");
            format!("content/2025/{file}:{line}")
        })
        .collect();
    findings.sort();
    (marks, findings)
}

#[test]
fn the_first_check_lists_exactly_what_must_be_decided() {
    for project in ["temoin", "temoin-rapport"] {
        let scenario = Scenario::new().project(project).args(["new", "edition", "2025", "--from", "2024"]);
        let before = read_tree(&scenario.path("content/2024"));
        let outcome = scenario.run();
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
        assert!(read_tree(&scenario.path("content/2024")) == before, "l’édition reprise a changé");
        let scenario = scenario.args(["check", "--edition", "2024", "--ignore", "RAP", "--format", "short"]);
        let inherited = findings(&scenario);
        let scenario = scenario.args(["check", "--edition", "2025", "--format", "short"]);
        let (marks, findings) = marks_and_findings(&scenario, &inherited);
        assert!(marks.len() > 10);
        assert_eq!(marks, findings, "{project}");
    }
}

#[test]
fn images_are_copied_to_the_byte_and_words_are_kept() {
    let scenario = Scenario::new().project("temoin").args(["new", "edition", "2025"]);
    assert_eq!(scenario.run().code, 0);
    let tree = read_tree(&scenario.path("content"));
    assert!(tree["2024/images/parcours.png"] == tree["2025/images/parcours.png"]);
    // An article is kept to the word; only its header says that a year is to be read again.
    let article = "articles/03-suivi.md";
    let (before, after) = (
        scenario.read(&format!("content/2024/{article}")),
        scenario.read(&format!("content/2025/{article}")),
    );
    assert_eq!(after.replace("     # à décider : le texte, qui nomme une année", ""), before);
    let body = |name: &str| scenario.read(name).split("\n---\n").nth(1).unwrap().to_owned();
    let fiche = "fiches/01-accueil.md";
    assert_eq!(body(&format!("content/2024/{fiche}")), body(&format!("content/2025/{fiche}")));
}

#[test]
fn the_last_results_are_where_the_next_year_starts() {
    let scenario = Scenario::new().project("temoin-rapport").args(["new", "edition", "2025"]);
    assert_eq!(scenario.run().code, 0);
    let project = project::open(&Disk::new(scenario.path("")), Some("2025")).unwrap();
    let reading = parse::read(&project.sources, &project.plan);
    assert_eq!(reading.diagnostics, []);
    let dossier = reading.dossier.unwrap();
    let objectives = dossier.fiches[0].objectives.as_ref().unwrap();
    assert_eq!(objectives.columns[0].value, "Résultat 2024");
    let ObjectiveRow::Indicateur { cells, .. } = &objectives.lines[0] else { panic!() };
    let Measured::Number(n) = &cells[0][0].measured.value else { panic!("{:?}", cells[0]) };
    assert_eq!(n.value.to_string(), "1450");
    assert!(scenario.read("content/2025/fiches/02-equipe-mobile.md").contains("\"2024\": \"16 000 €\""));
    assert!(scenario.read("content/2025/convention.yaml").contains("execution: du 2025-04-01 au 2026-03-31"));
}

#[test]
fn an_edition_that_exists_is_left_alone() {
    let scenario = Scenario::new().project("temoin").write("content/2025/note.txt", "à moi");
    let scenario = scenario.args(["new", "edition", "2025"]);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stderr.contains("existe déjà"), "{outcome}");
    assert_eq!(read_tree(&scenario.path("content/2025")).len(), 1);
    let outcome = Scenario::new().project("temoin").args(["new", "edition", "2024"]).run();
    assert_eq!(outcome.code, 2, "{outcome}");
}

#[test]
fn in_an_act_that_was_voted_a_point_to_decide_is_an_error() {
    let scenario = Scenario::new()
        .project("temoin-rapport")
        .replace(
            "content/2024/convention.yaml",
            "lieu: Vaunes-le-Haut",
            "lieu: Vaunes-le-Haut # à décider : le lieu",
        )
        .args(["check", "--select", "RAP-013", "--format", "short"]);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stdout.contains("erreur RAP-013: à décider : le lieu"), "{outcome}");
}
