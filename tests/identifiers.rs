//! Identifiers of findings: the same while the act is edited around, gone when the cause is mended, never shared.

use std::collections::BTreeMap;

use calpae::check::Selection;
use calpae::pipeline;
use calpae::project::{self, Memory};
use calpae::snapshot::Snapshot;
use calpae::text::ProjectPath;

use crate::common::{read_tree, repository};

type Files = BTreeMap<String, String>;

/// The texts of a project; what is not text counts for nothing here.
fn files(folder: &str) -> Files {
    let tree = read_tree(&repository().join(folder).join("content"));
    let text = |(path, bytes)| Some((format!("content/{path}"), String::from_utf8(bytes).ok()?));
    tree.into_iter().filter_map(text).collect()
}

/// The identifier of each finding, with its code and message.
fn identified(files: &Files) -> BTreeMap<String, String> {
    let memory: Memory = files
        .iter()
        .map(|(path, text)| (ProjectPath::new(path).unwrap(), text.clone().into_bytes()))
        .collect();
    let snapshot = Snapshot::read(project::open(&memory, None).unwrap());
    let report = pipeline::check(&snapshot, &Selection { preview: true, ..Selection::default() });
    let findings = report.sorted(&snapshot.sources);
    let tolerated = report.tolerated_findings();
    let all: Vec<_> = findings.iter().copied().chain(tolerated).collect();
    let named: BTreeMap<String, String> =
        all.iter().map(|d| (d.identifier.clone(), format!("{} {}", d.code, d.message))).collect();
    assert_eq!(named.len(), all.len(), "two findings share an identifier");
    assert!(named.keys().all(|name| !name.is_empty()));
    named
}

/// What is in one and not in the other, both ways.
fn difference(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    let lost =
        before.iter().filter(|(name, _)| !after.contains_key(*name)).map(|(n, m)| format!("- {n} {m}"));
    let new = after.iter().filter(|(name, _)| !before.contains_key(*name)).map(|(n, m)| format!("+ {n} {m}"));
    lost.chain(new).collect()
}

const ACT: &str = ".";
const PROJECTS: [&str; 4] =
    [ACT, "tests/fixtures/val-d-ambre", "tests/fixtures/temoin-rapport", "tests/fixtures/minimal"];

#[test]
fn blank_lines_and_remarks_above_change_no_identifier() {
    for project in PROJECTS {
        let mut files = files(project);
        let before = identified(&files);
        for (path, text) in &mut files {
            if path.ends_with(".md") && text.starts_with("---\n") {
                *text = text.replacen("---\n", "---\n# une remarque\n\n", 1);
                let body = text.match_indices("\n---\n").next().unwrap().0 + 5;
                text.insert_str(body, "\n\n\n");
            } else if path.ends_with(".yaml") {
                text.insert_str(0, "# une remarque\n\n");
            }
        }
        assert_eq!(difference(&before, &identified(&files)), [""; 0], "{project}");
    }
}

#[test]
fn a_sentence_above_changes_no_identifier() {
    let mut files = files(ACT);
    let before = identified(&files);
    let mut changed = 0;
    for (path, text) in &mut files {
        if path.contains("/fiches/") && path.starts_with("content/2022/fiches") {
            let body = text.match_indices("\n---\n").next().unwrap().0 + 5;
            let Some(heading) = text[body..].find("\n## ") else { continue };
            let line = body + heading + 1;
            let end = line + text[line..].find('\n').unwrap();
            text.insert_str(end, "\n\nLa présente partie se lit avec les autres.\n");
            changed += 1;
        }
    }
    assert!(changed > 10);
    let said = difference(&before, &identified(&files));
    // The same sentence in every fiche is a finding of its own.
    let of_sentence = |line: &&String| line.contains("FRM-007") || line.contains("FRM-008");
    let others: Vec<&String> = said.iter().filter(|line| !of_sentence(line)).collect();
    assert_eq!(others, [""; 0]);
}

#[test]
fn keys_in_another_order_change_no_identifier() {
    let path = "content/2022/fiches/04-accompagnement-differencie.md";
    let mut files = files(ACT);
    let before = identified(&files);
    let text = files.get_mut(path).unwrap();
    let line = text.lines().find(|line| line.starts_with("duree:")).map(str::to_owned);
    let line = line.unwrap_or_else(|| text.lines().find(|l| l.starts_with("statut:")).unwrap().to_owned());
    *text = text.replacen(&format!("{line}\n"), "", 1).replacen("numero:", &format!("{line}\nnumero:"), 1);
    assert_eq!(difference(&before, &identified(&files)), [""; 0]);
}

#[test]
fn another_number_and_another_file_name_change_no_identifier_of_another() {
    let mut files = files(ACT);
    let before = identified(&files);
    let path = "content/2022/fiches/16-contrats-jeunes-majeurs.md";
    let text = files.remove(path).unwrap();
    files.insert(path.replace("/16-", "/17-"), text.replacen("numero: 16", "numero: 17", 1));
    let said = difference(&before, &identified(&files));
    // A number that is skipped and an action that changed since its rapport are faults of their own.
    let others: Vec<&String> =
        said.iter().filter(|line| !line.contains(" NUM-00") && !line.contains(" RAP-011")).collect();
    assert_eq!(others, [""; 0]);
}

#[test]
fn another_fiche_changes_no_identifier_of_the_others() {
    let mut files = files("tests/fixtures/val-d-ambre");
    let path = files.keys().find(|p| p.contains("/fiches/")).unwrap().clone();
    // A fault of each notation, to have something to lose.
    let text = files.get_mut(&path).unwrap();
    *text = text.replacen("total_affiche: ", "total_affiche: 1", 1);
    text.push_str("\nEtat et Etat, avec le le DGAS.\n");
    let before = identified(&files);
    assert!(before.len() > 2, "{before:?}");
    let fiche = files[&path].replacen("numero: ", "numero: 9", 1);
    let folder = path.rsplit_once('/').unwrap().0;
    files.insert(format!("{folder}/00-une-autre.md"), fiche);
    let after = identified(&files);
    let lost: Vec<String> =
        difference(&before, &after).into_iter().filter(|line| line.starts_with('-')).collect();
    assert_eq!(lost, [""; 0]);
}

#[test]
fn another_wrong_amount_is_the_same_finding_and_the_right_one_none() {
    let path = "content/2022/fiches/01-premier-accueil.md";
    let mut files = files(ACT);
    let before = identified(&files);
    let is_it = |name: &&String| name.starts_with("FIN-001");
    let totals: Vec<&String> = before.keys().filter(is_it).collect();
    let [name] = totals.as_slice() else { panic!("{totals:?}") };
    let name = (*name).clone();
    let text = files.get_mut(path).unwrap();
    assert!(text.contains("total_affiche: 415 000 €"));
    *text = text.replacen("total_affiche: 415 000 €", "total_affiche: 416 000 €", 1);
    assert!(identified(&files).contains_key(&name));
    let text = files.get_mut(path).unwrap();
    *text = text.replacen("total_affiche: 416 000 €", "total_affiche: 405 000 €", 1);
    assert!(!identified(&files).contains_key(&name));
}

/// The identifier of each finding of a rule, by its place and message.
fn named(files: &Files, code: &str) -> BTreeMap<String, String> {
    identified(files).into_iter().filter(|(name, _)| name.starts_with(code)).map(|(n, m)| (m, n)).collect()
}

#[test]
fn a_mark_that_is_removed_leaves_its_name_to_no_other() {
    let path = "content/2024/convention.yaml";
    let mut files = files("tests/fixtures/minimal");
    let text = files.get_mut(path).unwrap();
    let lines: Vec<String> = text
        .lines()
        .map(|line| match line.split_once(':') {
            Some((key @ ("montant_etat" | "lieu" | "date_du_document" | "etat"), _)) => {
                let what = if key == "lieu" || key == "etat" { "ce point" } else { key };
                format!("{line}   # à décider : {what} en 2024")
            }
            _ => line.to_owned(),
        })
        .collect();
    *text = lines.join("\n") + "\n# à décider : le compte bancaire\n";
    let before = identified(&files);
    let marks = before.keys().filter(|name| name.starts_with("RAP-013")).count();
    assert!(marks >= 4, "{before:?}");
    for line in &lines {
        if !line.contains("# à décider") {
            continue;
        }
        let mut fewer = files.clone();
        let text = fewer.get_mut(path).unwrap();
        *text = text.replacen(line, line.split("   # à décider").next().unwrap(), 1);
        let after = identified(&fewer);
        let said = difference(&before, &after);
        let marks: Vec<_> = said.iter().filter(|line| line.contains("RAP-013")).collect();
        let what = line.split("# ").nth(1).unwrap();
        assert!(
            matches!(marks.as_slice(), [one] if one.starts_with("- ") && one.ends_with(what)),
            "{said:?}"
        );
    }
}

#[test]
fn a_blank_that_is_filled_leaves_its_name_to_no_other() {
    let path = "content/2024/articles/03-suivi.md";
    let sentences = [
        "Le montant annuel est de [à compléter].",
        "Le lieu de la réunion est [à compléter]. La date est [à compléter].",
        "[à compléter] personnes y prennent part.",
    ];
    let blank = |text: &str| {
        let mut files = files("tests/fixtures/temoin");
        files.get_mut(path).unwrap().push_str(text);
        let found = identified(&files).into_keys().filter(|name| name.starts_with("FRM-001"));
        found.collect::<Vec<String>>()
    };
    let all = blank(&format!("\n{}\n", sentences.join("\n\n")));
    assert_eq!(all.len(), 4, "{all:?}");
    let mut gone = Vec::new();
    for sentence in sentences {
        let filled = sentence.replacen("[à compléter]", "douze", 1);
        let text = format!("\n{}\n", sentences.join("\n\n").replacen(sentence, &filled, 1));
        let left = blank(&text);
        assert!(left.iter().all(|name| all.contains(name)), "{sentence} : {left:?} {all:?}");
        let lost: Vec<&String> = all.iter().filter(|name| !left.contains(name)).collect();
        let [lost] = lost.as_slice() else { panic!("{sentence} : {lost:?}") };
        gone.push((*lost).clone());
    }
    let count = gone.len();
    gone.sort_unstable();
    gone.dedup();
    assert_eq!(gone.len(), count);
}

#[test]
fn a_fiche_whose_file_is_renamed_or_moved_keeps_its_names() {
    let path = "content/2022/fiches/12-prevention-specialisee.md";
    for other in ["12-animer-la-prevention.md", "axe-1/12-animer.md", "12.md"] {
        let mut files = files(ACT);
        let before = identified(&files);
        let text = files.remove(path).unwrap();
        files.insert(format!("content/2022/fiches/{other}"), text);
        let said = difference(&before, &identified(&files));
        assert_eq!(said, [""; 0], "{other}");
    }
}

#[test]
fn another_financeur_before_the_first_is_the_same_gap_of_the_budget() {
    let path = "content/2024/fiches/02-diagnostics.md";
    let mut files = files("tests/fixtures/temoin");
    let text = files.get_mut(path).unwrap();
    *text = text.replacen("  total_affiche: 40 000 €\n", "", 1).replacen(
        "Accompagnement, montant: 30 880 €",
        "Accompagnement, montant: 28 880 €",
        1,
    );
    let before = named(&files, "FIN-003");
    let text = files.get_mut(path).unwrap();
    *text = text.replacen(
        "  financements:\n",
        "  financements:\n    - { financeur: departement, libelle: autre, montant: 500 € }\n",
        1,
    );
    let after = named(&files, "FIN-003");
    assert_eq!(before.len(), 1, "{before:?}");
    assert!(before.values().eq(after.values()), "{before:?} {after:?}");
}

#[test]
fn two_faults_of_writing_in_one_file_have_two_names() {
    let path = "content/2024/convention.yaml";
    let fault = |from: &str, to: &str| {
        let mut files = files("tests/fixtures/temoin");
        let text = files.get_mut(path).unwrap();
        assert!(text.contains(from));
        *text = text.replacen(from, to, 1);
        let names: Vec<String> = named(&files, "YAML-001").into_values().collect();
        let [name] = names.as_slice() else { panic!("{names:?}") };
        name.clone()
    };
    let first = fault("lieu: Vaunes-le-Haut", "lieu: 'Vaunes");
    let second = fault("mention: Document", "mention: \"Document\" et");
    let third = fault("annee: 2024", "annee 2024");
    assert!(first != second && second != third && first != third, "{first} {second} {third}");
    assert_eq!(first, fault("lieu: Vaunes-le-Haut", "# une remarque\n\nlieu: 'Vaunes"));
}
