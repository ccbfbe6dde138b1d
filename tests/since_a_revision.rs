//! `calpae check --depuis REV`: the same check at a revision, compared by the names of the findings.

use serde_json::Value;

use crate::common::git::{commit, git, init};
use crate::common::{Outcome, Scenario, read_tree, repository};

const FICHE: &str = "content/2024/fiches/01-accueil.md";
const RIGHT: &str = "total_affiche: 120 000 €";
const WRONG: &str = "total_affiche: 130 000 €";

/// A project whose first commit has an error in a total.
fn faulty_then() -> Scenario {
    let scenario = Scenario::new().project("temoin").replace(FICHE, RIGHT, WRONG);
    init(&scenario.path(""));
    scenario
}

fn since(scenario: Scenario, asked: &str, more: &[&str]) -> Outcome {
    let args: Vec<&str> = ["check", "--depuis", asked].iter().chain(more).copied().collect();
    scenario.args(args).run()
}

/// What is said after the line that names the revision.
fn after_the_head(outcome: &Outcome) -> &str {
    let (head, rest) = outcome.stdout.split_once('\n').unwrap();
    assert!(head.starts_with("Depuis la révision « HEAD » ("), "{head}");
    assert!(head.ends_with(", 30\u{a0}juin 2022 : Premier projet) :"), "{head}");
    rest
}

#[test]
fn since_a_revision_what_is_settled_new_and_left() {
    let same = since(faulty_then(), "HEAD", &[]);
    assert_eq!((same.code, after_the_head(&same)), (1, "0 constat réglé, 0 nouveau ; 1 reste.\n"), "{same}");
    let settled = since(faulty_then().replace(FICHE, WRONG, RIGHT), "HEAD", &[]);
    assert_eq!(settled.code, 0, "{settled}");
    assert!(
        after_the_head(&settled).starts_with("1 constat réglé, 0 nouveau ; 0 reste.\n\nRéglés :\n  FIN-001-")
    );
    let worse = since(faulty_then().replace(FICHE, WRONG, "total_affiche: 900 000 €"), "HEAD", &[]);
    assert!(
        after_the_head(&worse).starts_with("0 constat réglé, 0 nouveau ; 1 reste ; 1 aggravé.\n"),
        "{worse}"
    );
    let renamed = faulty_then();
    git(&renamed.path(""), &["mv", FICHE, "content/2024/fiches/01-premier-accueil.md"]);
    let renamed = since(renamed, "HEAD", &[]);
    assert_eq!(after_the_head(&renamed), "0 constat réglé, 0 nouveau ; 1 reste.\n", "{renamed}");
}

/// The record of a revision and the revision itself say the same.
#[test]
fn a_revision_is_compared_as_its_record() {
    let before = faulty_then().args(["check", "--format", "json"]).run().stdout;
    let today = || faulty_then().add("content/2024/articles/03-suivi.md", "\nLe le Département.\n");
    for more in [&[][..], &["--select", "FIN"], &["--gravite", "erreur"], &["content/2024/articles"]] {
        let recorded = since(today().write("avant.json", &before), "avant.json", more);
        let revision = since(today(), "HEAD", more);
        assert_eq!(after_the_head(&revision), recorded.stdout, "{more:?}");
        assert_eq!(revision.code, recorded.code);
    }
}

#[test]
fn what_could_not_be_checked_then_is_not_said_to_be_new() {
    // The fiche could not be read: its error may have been there.
    let unread = Scenario::new()
        .project("temoin")
        .replace(FICHE, "---\nnumero", "numero")
        .replace(FICHE, RIGHT, WRONG);
    init(&unread.path(""));
    let said = since(unread.replace(FICHE, "numero: 1", "---\nnumero: 1"), "HEAD", &[]);
    assert_eq!(said.code, 1, "{said}");
    let rest = after_the_head(&said);
    assert!(rest.contains(", 0 nouveau ; 0 reste.\n"), "{said}");
    assert!(
        rest.contains("\nNon vérifiés alors : on ne sait pas s’ils sont nouveaux :\n  FIN-001-"),
        "{said}"
    );
    assert!(rest.contains("\nAlors, ") && rest.contains(&format!("à cause de {FICHE}")), "{said}");
    // The project told the program to look elsewhere.
    let ignored = Scenario::new()
        .project("temoin")
        .replace(FICHE, RIGHT, WRONG)
        .add("content/2024/convention.yaml", "\nregles: { FIN: ignorée }\n");
    init(&ignored.path(""));
    let said = since(
        ignored.replace("content/2024/convention.yaml", "\nregles: { FIN: ignorée }\n", ""),
        "HEAD",
        &[],
    );
    assert!(
        after_the_head(&said).starts_with("0 constat réglé, 0 nouveau ; 0 reste.\n\nNon vérifiés alors"),
        "{said}"
    );
}

#[test]
fn a_file_comes_before_a_revision_of_the_same_name() {
    let record = faulty_then().args(["check", "--format", "json"]).run().stdout;
    let scenario = faulty_then().write("main", &record);
    assert_eq!(since(scenario, "main", &[]).stdout, "0 constat réglé, 0 nouveau ; 1 reste.\n");
    // A folder is not a record.
    let folder = faulty_then();
    git(&folder.path(""), &["branch", "content"]);
    assert!(since(folder, "content", &[]).stdout.starts_with("Depuis la révision « content » ("));
}

#[test]
fn the_project_may_be_in_a_folder_of_the_repository_and_the_edition_is_the_one_of_now() {
    let scenario = Scenario::new().project_in("temoin", "actes/pauvreté").write("LISEZMOI", "un dépôt");
    init(&scenario.path(""));
    let within = since(scenario.from("actes/pauvreté/content"), "HEAD", &[]);
    assert_eq!(after_the_head(&within), "0 constat réglé, 0 nouveau ; 0 reste.\n", "{within}");
    let scenario = Scenario::new().project("temoin");
    init(&scenario.path(""));
    let edition = read_tree(&scenario.path("content/2024")).into_iter();
    let scenario = edition
        .fold(scenario, |scenario, (path, bytes)| scenario.bytes(&format!("content/2025/{path}"), &bytes));
    let unknown = since(scenario, "HEAD", &[]);
    assert_eq!(unknown.code, 2, "{unknown}");
    assert_eq!(
        unknown.stderr,
        "erreur : à la révision « HEAD », l’édition « 2025 » n’existe pas ; éditions du projet : 2024\n\
         à faire : donner une révision où cette édition existe, ou une autre édition par « --edition »\n"
    );
}

#[test]
fn what_names_neither_a_file_nor_a_revision_is_refused() {
    let no_repository = || Scenario::new().project("temoin");
    let keep = "« calpae check --format json > FICHIER » enregistre une vérification";
    for (scenario, asked, said, help) in [
        (
            no_repository(),
            "HEAD~1",
            "« HEAD~1 » n’est pas un fichier, et le projet n’est pas dans un dépôt git",
            keep,
        ),
        (
            faulty_then(),
            "HEAD~1",
            "la révision « HEAD~1 » n’existe pas dans le dépôt git",
            "« git log --oneline » montre celles qui existent",
        ),
        (
            faulty_then(),
            "avant.json",
            "« avant.json » n’est ni un fichier, ni une révision du dépôt git",
            keep,
        ),
        (
            faulty_then(),
            "mian",
            "la révision « mian » n’existe pas dans le dépôt git",
            "vouliez-vous dire « main » ?",
        ),
    ] {
        let outcome = since(scenario, asked, &[]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{outcome}");
        assert_eq!(outcome.stderr, format!("erreur : {said}\nà faire : {help}\n"));
    }
    let before_the_project = Scenario::new().write("LISEZMOI", "un dépôt vide");
    init(&before_the_project.path(""));
    let outcome = since(before_the_project.project("temoin"), "HEAD", &[]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("à la révision « HEAD », le dossier « . » n’est pas un projet"),
        "{outcome}"
    );
    assert!(outcome.stderr.contains("donner une révision plus récente"), "{outcome}");
}

#[test]
fn nothing_is_written_and_the_working_tree_is_left_as_it_is() {
    let scenario = faulty_then().add(FICHE, "\nUn texte qui n’est pas enregistré.\n");
    let before = read_tree(&scenario.path(""));
    let scenario = scenario.args(["check", "--depuis", "HEAD"]);
    assert_eq!(scenario.run().code, 1);
    assert!(read_tree(&scenario.path("")) == before);
}

fn schema() -> jsonschema::Validator {
    let read = |name: &str| -> Value {
        let text = std::fs::read_to_string(repository().join("docs/schemas").join(name)).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    let findings = jsonschema::Resource::from_contents(read("constats-1.schema.json"));
    let beside = jsonschema::Registry::new();
    let beside =
        beside.add("https://calpae.invalid/constats-1.schema.json", findings).unwrap().prepare().unwrap();
    let options = jsonschema::options().with_base_uri("https://calpae.invalid/depuis-1.schema.json");
    options.with_registry(&beside).build(&read("depuis-1.schema.json")).unwrap()
}

fn json(scenario: Scenario, asked: &str) -> Value {
    let outcome = since(scenario, asked, &["--format", "json"]);
    assert_eq!(outcome.stderr, "", "{outcome}");
    let value = serde_json::from_str(&outcome.stdout).unwrap();
    let faults: Vec<String> = schema().iter_errors(&value).map(|e| e.to_string()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    value
}

#[test]
fn the_json_form_follows_its_schema() {
    let more = || {
        let article = "content/2024/articles/03-suivi.md";
        faulty_then().replace(FICHE, WRONG, "total_affiche: 900 000 €").add(article, "\nLe le Département.\n")
    };
    let value = json(more(), "HEAD");
    let number = |value: &Value, key: &str| {
        let counted = value["bilan"][key].as_u64().unwrap();
        assert_eq!(value[key].as_array().unwrap().len() as u64, counted, "{key}");
        counted
    };
    assert_eq!((value["format"].as_u64(), value["edition"].as_str()), (Some(1), Some("2024")));
    assert_eq!(value["depuis"]["revision"]["nom"], "HEAD");
    assert_eq!(value["depuis"]["revision"]["jour"], "2022-06-30");
    assert_eq!(value["depuis"]["revision"]["objet"], "Premier projet");
    assert_eq!((number(&value, "resolus"), number(&value, "nouveaux")), (0, 1));
    assert_eq!((number(&value, "restent"), number(&value, "aggraves")), (1, 1));
    assert_eq!(value["aggraves"][0]["enjeu_avant"], "10000");
    assert_eq!(value["aggraves"][0]["identifiant"], value["restent"][0]["identifiant"]);
    let settled = json(faulty_then().replace(FICHE, WRONG, RIGHT), "HEAD");
    assert_eq!(number(&settled, "resolus"), 1);
    assert_eq!(settled["resolus"][0]["code"], "FIN-001");
    assert_eq!(settled["resolus"][0]["lieux"][0]["fichier"], FICHE);
    let broken = json(faulty_then().replace(FICHE, "---\nnumero", "numero"), "HEAD");
    assert_eq!(number(&broken, "non_verifies"), 1);
    assert!(broken["regles_non_passees"]["message"].is_string());
    let record = faulty_then().args(["check", "--format", "json"]).run().stdout;
    let recorded = json(more().write("avant.json", &record), "avant.json");
    assert_eq!(recorded["depuis"]["fichier"], "avant.json");
    assert_eq!(recorded["nouveaux"], value["nouveaux"]);
}

#[test]
fn the_markdown_form_and_the_forms_that_there_are_not() {
    let scenario = faulty_then()
        .replace(FICHE, WRONG, "total_affiche: 900 000 €")
        .add("content/2024/articles/03-suivi.md", "\nLe le Département.\n");
    let outcome = since(scenario, "HEAD", &["--format", "markdown"]);
    let (head, rest) = outcome.stdout.split_once('\n').unwrap();
    assert!(head.starts_with("# Depuis la révision « HEAD » ("), "{outcome}");
    insta::assert_snapshot!("since_a_revision_markdown", rest);
    for format in ["short", "sarif", "github"] {
        let outcome = since(faulty_then(), "HEAD", &["--format", format]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{outcome}");
        assert!(outcome.stderr.contains("« --format json » ou « --format markdown »"), "{outcome}");
    }
}

#[test]
fn a_second_commit_is_a_second_revision() {
    let scenario = faulty_then().replace(FICHE, WRONG, RIGHT);
    commit(&scenario.path(""), "2022-07-14T10:00:00+0200", "Total juste");
    let outcome = since(scenario, "HEAD~1", &[]);
    assert!(outcome.stdout.starts_with("Depuis la révision « HEAD~1 » ("), "{outcome}");
    assert!(outcome.stdout.contains("\n1 constat réglé, 0 nouveau ; 0 reste.\n"), "{outcome}");
}
