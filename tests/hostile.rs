//! Texts that only a bad paste makes: paragraphs, or a single word, of the longest size that is read, 100 kB in all. Every
//! rule runs on each. Nothing is timed, but a rule in quadratic time makes this test last minutes.

use calpae::check::Selection;
use calpae::diagnostic::view;
use calpae::pipeline;
use calpae::project::{self, Disk};
use calpae::snapshot::Snapshot;

use crate::common::Scenario;

const FICHE: &str = "content/2024/fiches/02-diagnostics.md";
const CONVENTION: &str = "content/2024/convention.yaml";
/// Bytes of a paragraph, just below the limit; five make 100 kB.
const SIZE: usize = 19_900;

/// Repeated to make a paragraph.
const PATTERNS: [&str; 16] = [
    "a",
    "1",
    "é",
    "RSA ",
    "la fiche 3 vaut 12 € ",
    "3 postes à 2 € soit 7 € ",
    "1 € + 1 € + ",
    "5 % de 10 € par jour, ",
    "en mars 2024, fin 2025, le 3 mai 2024 a été rendu, ",
    "l'article 4 et l'annexe B ",
    "accompagnement global, acompagnement ",
    "`a` ``b ",
    "{budget ",
    "un  mot , 95% \"oui\" ",
    "« ( [ ",
    "n ° 5... etc... ",
];

fn check(text: &str) {
    assert!(text.len() > SIZE - 200 && text.len() <= 20_000);
    let scenario = Scenario::new().project("temoin").add(FICHE, &format!("\n\n{text}\n").repeat(5));
    let project = project::open(&Disk::new(scenario.path("")), None).unwrap();
    let snapshot = Snapshot::read(project);
    let report = pipeline::check(&snapshot, &Selection { preview: true, ..Selection::default() });
    let (seen, _) = view::findings(&report, &snapshot.sources);
    for shown in seen.iter().flat_map(|c| &c.lieux) {
        assert!(shown.debut.ligne <= shown.fin.ligne && shown.debut.colonne > 0);
        assert!(shown.extrait.chars().count() < 200, "{}", shown.extrait);
    }
}

#[test]
fn a_paragraph_of_seven_pages_is_checked_as_any_other() {
    for pattern in PATTERNS {
        check(&pattern.repeat(SIZE / pattern.len()));
    }
    let stars = "*".repeat(SIZE / 2 - 10);
    check(&format!("{stars}a{stars}"));
}

#[test]
fn a_long_paragraph_of_all_sorts_is_checked_too() {
    check(&PATTERNS.concat().repeat(SIZE / PATTERNS.concat().len()));
}

#[test]
fn a_line_past_what_is_read_is_told_and_walked_once() {
    for sign in ["( ", "*", "_a", "| ", "# ", "~", "-"] {
        let line = sign.repeat(400_000 / sign.len());
        let scenario = Scenario::new().project("temoin").add(FICHE, &format!("\n\nmot {line}\n"));
        let project = project::open(&Disk::new(scenario.path("")), None).unwrap();
        let report = pipeline::check(&Snapshot::read(project), &Selection::default());
        assert!(report.diagnostics().iter().any(|d| d.code == "MD-008"), "{sign}");
    }
}

/// Lists that no one writes, of as many keys as a file may have. What compares each with all the others, or with the
/// whole text, would not end here.
#[test]
fn thousands_of_acronyms_are_read_as_four_are() {
    let letter = |rank: usize| char::from(b'A' + u8::try_from(rank % 26).unwrap());
    let name = |rank: usize| -> String {
        ['Q', letter(rank / 17_576), letter(rank / 676), letter(rank / 26), letter(rank)].iter().collect()
    };
    let number = 12_000;
    let lines: String = (0..number).map(|rank| format!("  {}: quantité de {rank}\n", name(rank))).collect();
    let report = with_acronyms(&lines);
    let unused = report.diagnostics().iter().filter(|d| d.code == "FRM-006");
    assert_eq!(unused.count(), number);
}

#[test]
fn a_key_written_thousands_of_times_is_told_each_time() {
    let number = 12_000;
    let report = with_acronyms(&"  RSA: revenu de solidarité active\n".repeat(number));
    let doubles = report.diagnostics().iter().filter(|d| d.code == "YAML-003");
    assert_eq!(doubles.count(), number);
}

fn with_acronyms(lines: &str) -> calpae::diagnostic::Report {
    let scenario =
        Scenario::new().project("temoin").replace(CONVENTION, "sigles:\n", &format!("sigles:\n{lines}"));
    let snapshot = Snapshot::read(project::open(&Disk::new(scenario.path("")), None).unwrap());
    pipeline::check(&snapshot, &Selection::default())
}

#[test]
fn keys_that_none_asks_for_are_told_by_thousands() {
    for (key, code) in
        [("inconnue: x", "YAML-003"), ("inconnue@: x", "CLE-001"), ("montan@t_etat: x", "CLE-001")]
    {
        let number = 20_000;
        let lines: String =
            (0..number).map(|rank| format!("{}\n", key.replace('@', &rank.to_string()))).collect();
        let scenario = Scenario::new().project("minimal").add(CONVENTION, &format!("\n{lines}"));
        let snapshot = Snapshot::read(project::open(&Disk::new(scenario.path("")), None).unwrap());
        let report = pipeline::check(&snapshot, &Selection::default());
        let told = report.diagnostics().iter().filter(|d| d.code == code);
        assert!(told.count() >= number - 1, "{key}");
    }
}
