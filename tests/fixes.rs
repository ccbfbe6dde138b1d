//! What `calpae check --fix` promises: it converges, never changes a figure, keeps every other byte, and leaves tolerated
//! findings alone; `--diff` by itself writes nothing.

use std::collections::BTreeMap;

use calpae::ledger::totals;
use calpae::parse;
use calpae::project::{self, Disk};

use crate::common::{Outcome, Scenario, read_tree};

const FICHE: &str = "content/2024/fiches/01-accueil.md";
const ARTICLE: &str = "content/2024/articles/04-duree.md";

/// The project that shows the rules, with faults of form in each syntax that a text can have.
fn faulty() -> Scenario {
    Scenario::new()
        .project("temoin")
        .replace(
            FICHE,
            "titre: Les sites d'accueil",
            "titre: \"Les sites  d'accueil du R.S.A. : 95%\" # un commentaire",
        )
        .replace(FICHE, "libelle: Locaux,", "libelle: 'L''Etat et ses  locaux...',")
        .replace(FICHE, "Roquenoire     | 20", "Roquenoire, 2ème étage, 5%, etc...     | 20")
        .replace(
            FICHE,
            "titre: Le parcours d'une personne reçue",
            "titre: >-\n      Le parcours  d'une\n      personne reçue , puis suivie",
        )
        .replace(
            ARTICLE,
            "La convention vaut un an.",
            "A l'issue de  un an , l'Etat \"décide\" de de la suite; `a  b...` et {convention.annee}...",
        )
}

/// A project with the byte order marks and line ends of Windows.
fn windows(scenario: Scenario) -> Scenario {
    [FICHE, ARTICLE].into_iter().fold(scenario, |scenario, path| {
        let text = format!("\u{feff}{}", scenario.read(path).replace('\n', "\r\n"));
        scenario.write(path, &text)
    })
}

fn fix(scenario: Scenario, args: &[&str]) -> (Scenario, Outcome) {
    let scenario = scenario.args([&["check", "--select", "FRM"], args].concat());
    let outcome = scenario.run();
    (scenario, outcome)
}

fn digits(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).chars().filter(char::is_ascii_digit).collect()
}

/// The totals of a project: computed, their terms, and those that the act prints.
fn montants(scenario: &Scenario) -> Vec<String> {
    let project = project::open(&Disk::new(scenario.path("")), None).unwrap();
    let reading = parse::read(&project.sources, &project.plan);
    assert_eq!(reading.diagnostics, []);
    let say = |t: totals::Total| {
        let terms: Vec<_> = t.sum.terms.iter().map(|t| t.montant).collect();
        format!("{} {} {terms:?} {:?}", t.name, t.sum.total, t.printed.map(|a| a.value))
    };
    totals::all(&reading.dossier.unwrap()).into_iter().map(say).collect()
}

fn projects() -> BTreeMap<&'static str, Scenario> {
    let mut projects: BTreeMap<_, _> = ["temoin", "val-d-ambre", "minimal"]
        .into_iter()
        .map(|name| (name, Scenario::new().project(name)))
        .collect();
    projects.insert("dépôt", Scenario::new().repository_project());
    projects.insert("fautif", faulty());
    projects.insert("windows", windows(faulty()));
    projects
}

#[test]
fn a_second_run_changes_nothing() {
    for (name, scenario) in projects() {
        let (scenario, _) = fix(scenario, &["--fix"]);
        let first_one = read_tree(&scenario.path("content"));
        let (scenario, outcome) = fix(scenario, &["--fix"]);
        assert_eq!(outcome.stderr, "", "{name} : {outcome}");
        assert!(read_tree(&scenario.path("content")) == first_one, "{name}");
        assert!(!outcome.stdout.contains("--fix"), "{name} : une correction reste à faire\n{outcome}");
    }
}

#[test]
fn no_figure_changes() {
    for (name, scenario) in projects() {
        let (before, sums) = (read_tree(&scenario.path("content")), montants(&scenario));
        let (scenario, _) = fix(scenario, &["--fix"]);
        let after = read_tree(&scenario.path("content"));
        assert!(before.keys().eq(after.keys()), "{name}");
        for (file, bytes) in &before {
            assert_eq!(digits(bytes), digits(&after[file]), "{name} : {file}");
        }
        assert_eq!(sums, montants(&scenario), "{name}");
    }
}

#[test]
fn what_is_the_state_s_is_not_rewritten() {
    let (scenario, _) = fix(Scenario::new().repository_project(), &["--fix"]);
    let origin = Scenario::new().repository_project();
    let cadres = |e: &Scenario| read_tree(&e.path("content/cadres"));
    assert!(cadres(&scenario) == cadres(&origin));
}

#[test]
fn only_the_words_at_fault_change() {
    let (scenario, outcome) = fix(faulty(), &["--fix"]);
    assert!(outcome.stderr.contains("01-accueil.md : "), "{outcome}");
    for (file, line) in [
        (FICHE, "    titre: \"Les sites d'accueil du RSA : 95 %\" # un commentaire\n"),
        (
            FICHE,
            "    - { libelle: 'L''État et ses locaux…', montant: 20 000 €, part_affichee: \"16,7 %\" }\n",
        ),
        (FICHE, "      Roquenoire, 2e étage, 5 %, etc.     | 20 | 7 050,50 € | 60 %\n"),
        (FICHE, "    titre: >-\n      Le parcours d'une\n      personne reçue, puis suivie\n"),
        (ARTICLE, "\nÀ l'issue de un an, l'État « décide » de la suite ; `a  b...` et {convention.annee}…"),
    ] {
        assert!(scenario.read(file).contains(line), "{line}\n{}", scenario.read(file));
    }
}

#[test]
fn the_bytes_around_are_kept() {
    let (linux, _) = fix(faulty(), &["--fix"]);
    let (scenario, _) = fix(windows(faulty()), &["--fix"]);
    for file in [FICHE, ARTICLE] {
        let expected = format!("\u{feff}{}", linux.read(file).replace('\n', "\r\n"));
        assert!(scenario.read(file) == expected, "{file}");
    }
    // Lines without a fault did not change.
    let (before, after) = (faulty().read(FICHE), linux.read(FICHE));
    let changed = before.lines().zip(after.lines()).filter(|(a, b)| a != b).count();
    assert_eq!((before.lines().count(), changed), (after.lines().count(), 5));
}

#[test]
fn diff_alone_writes_nothing() {
    let scenario = faulty();
    let before = read_tree(&scenario.path("content"));
    let (scenario, outcome) = fix(scenario, &["--diff"]);
    assert!(read_tree(&scenario.path("content")) == before);
    let expected = format!("--- a/{ARTICLE}\n+++ b/{ARTICLE}\n@@ ");
    assert!(outcome.stdout.starts_with(&expected), "{outcome}");
    assert!(outcome.stdout.contains("\n-A l'issue de  un an , l'Etat"), "{outcome}");
    assert!(outcome.stdout.contains("\n+À l'issue de un an, l'État"), "{outcome}");
    assert_eq!(outcome.stderr, "");
    // `--fix` writes what `--diff` shows.
    let (_, written) = fix(faulty(), &["--fix", "--diff"]);
    assert!(written.stdout.starts_with(&outcome.stdout), "{written}");
}

#[test]
fn what_the_act_keeps_is_not_repaired() {
    let scenario = faulty().add(
        "content/2024/convention.yaml",
        "\ntolerances:\n  - { regle: FRM-014, lieu: articles/04-duree, raison: l’acte est signé }\n",
    );
    let (scenario, _) = fix(scenario, &["--fix"]);
    let text = scenario.read(ARTICLE);
    assert!(text.contains("A l'issue de un an, l'Etat « décide »"), "{text}");
    assert!(scenario.read(FICHE).contains("L''État et ses locaux…"));
}

#[test]
fn a_name_that_leads_nowhere_prevents_no_repair() {
    let scenario = faulty().replace(FICHE, "statut: renforcée", "statut: renforcee");
    let (scenario, outcome) = fix(scenario, &["--fix"]);
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(scenario.read(ARTICLE).contains("À l'issue de un an"), "{}", scenario.read(ARTICLE));
    assert!(scenario.read(FICHE).contains("statut: renforcee"), "what is not certain stays");
    assert!(outcome.to_string().contains("REF-001"), "{outcome}");
}

#[test]
fn what_cannot_be_read_stays_and_the_rest_is_repaired() {
    let bad = b"---\nnumero: 2\n---\nIl co\xfbte \"cher\".\n";
    for (path, bytes) in [
        ("content/2024/fiches/02.md", &bad[..]),
        ("content/2024/articles/02-cout.md", &bad[..]),
        ("content/2024/fiches/02.md", b"---\nnumero: [\n---\nIl est \"cher\".\n"),
    ] {
        let scenario = Scenario::new().project("minimal").bytes(path, bytes).replace(
            "content/2024/fiches/01.md",
            "Un accueil ouvre",
            "Un \"accueil\" à { budget.total } ouvre",
        );
        let outcome = scenario.command_with(&["check", "--fix"]).output().unwrap();
        let said =
            String::from_utf8_lossy(&outcome.stdout).into_owned() + &String::from_utf8_lossy(&outcome.stderr);
        assert_eq!(outcome.status.code(), Some(1), "{said}");
        let text = scenario.read("content/2024/fiches/01.md");
        assert!(text.contains("à {budget.total} ouvre"), "{path}\n{text}\n{said}");
        assert!(said.contains("content/2024/fiches/01.md : ") && said.contains(path), "{said}");
        assert_eq!(std::fs::read(scenario.path(path)).unwrap(), bytes, "{path} stays as it was");
    }
}

#[test]
fn a_repair_that_would_prevent_reading_is_set_aside_and_the_others_are_made() {
    let scenario = Scenario::new()
        .project("temoin")
        .add(FICHE, "\n\nVoir {Indicateurs} dans la phrase.\n")
        .replace(ARTICLE, "La convention vaut un an.", "La convention  vaut un an.");
    let (scenario, outcome) = fix(scenario, &["--fix"]);
    assert!(scenario.read(ARTICLE).contains("La convention vaut un an."), "{outcome}");
    assert!(scenario.read(FICHE).contains("Voir {Indicateurs} dans la phrase."), "{outcome}");
    let told = format!("{FICHE}:");
    let line = outcome.stderr.lines().find(|line| line.contains("laissée de côté")).unwrap_or_default();
    assert!(line.starts_with(&told) && line.contains("REF-005"), "{outcome}");
}
