//! A tree of axes of three levels: which page holds what, the levels of the headings, and sums that count what is below.

use std::collections::BTreeMap;

use calpae::document::Imprint;
use calpae::document::view::TableView;
use calpae::document::{self, ConventionDocument, RapportDocument};
use calpae::resolve::{Holes, resolve};

use crate::common::Scenario;
use crate::refaction::{read, rows};

const CADRE: &str = "content/cadres/contrat-essai.yaml";
const RULE: &str = "refaction: { part: prorata, assiette: depense, niveau: action, horizon: exercice, source: article 2 du contrat }";

/// Axe 1 has nothing of its own, and an objectif of two volets beside one that only says where its actions are. Axe 2 has an
/// action of its own beside an objectif. Axes 3 and 4 are as they were.
const AXES: &str = r#"axes:
  - id: "1"
    titre: Prévenir la pauvreté dès l'enfance
    axes:
      - id: 1.A
        mot: objectif
        titre: Être présent auprès des familles
        axes:
          - { id: 1.A.1, mot: volet, titre: Aller vers les familles, actions_min: 1 }
          - { id: 1.A.2, mot: volet, titre: Se déplacer, actions_min: 1 }
      - { id: 1.B, mot: objectif, titre: Garder les tout-petits, renvoi: Les actions sont celles du schéma de l'enfance. }
  - id: "2"
    titre: Accéder aux droits essentiels
    axes:
      - { id: 2.A, mot: objectif, titre: Soigner }
"#;

/// The contract of four years on this tree, with the report of 2024.
fn tree() -> Scenario {
    let mut scenario = Scenario::new().project("quatre-ans");
    let cadre = scenario.read(CADRE);
    let (start, end) = (cadre.find("axes:\n").unwrap(), cadre.find("  - { id: \"3\"").unwrap());
    scenario = scenario.write(CADRE, &format!("{}{AXES}{}", &cadre[..start], &cadre[end..]));
    for report in ["2025", "mi-parcours"] {
        std::fs::remove_dir_all(scenario.path(&format!("content/2024-2027/rapports/{report}"))).unwrap();
    }
    let reference = "content/2024-2027/rapports/2024/reference.yaml";
    for (number, file, before, after) in [
        ("1.1", "1.1-familles", "1", "1.A.1"),
        ("1.2", "1.2-bus", "1", "1.A.2"),
        ("2.2", "2.2-sante", "2", "2.A"),
    ] {
        let fiche = format!("content/2024-2027/fiches/{file}.md");
        scenario = scenario.replace(&fiche, &format!("axe: \"{before}\""), &format!("axe: {after}")).replace(
            reference,
            &format!("fiche: {number}\n        annexe: \"{before}\""),
            &format!("fiche: {number}\n        annexe: \"{after}\""),
        );
    }
    scenario
}

fn convention(scenario: &Scenario) -> ConventionDocument {
    let (dossier, said) = read(scenario);
    assert_eq!(said, [] as [&str; 0]);
    document::convention(&dossier, &resolve(&dossier, &Holes::default()).links, Imprint::annotated(""))
}

fn rapport(scenario: &Scenario) -> RapportDocument {
    let (dossier, said) = read(scenario);
    assert_eq!(said, [] as [&str; 0]);
    let links = resolve(&dossier, &Holes::default()).links;
    document::rapport(&dossier, dossier.rapports.first().unwrap(), &links, Imprint::annotated(""))
}

/// The first words and the last cell of each row.
fn ends(table: &TableView) -> Vec<String> {
    let ends = |row: String| {
        let cells: Vec<&str> = row.split(" | ").filter(|cell| !cell.is_empty()).collect();
        match cells.as_slice() {
            [only] => (*only).to_owned(),
            [first, .., last] => format!("{first} | {last}"),
            [] => String::new(),
        }
    };
    rows(table).into_iter().map(ends).collect()
}

/// 1.1 has 340 000, 1.2 178 000; 2.1 192 000, 2.2 140 000,50.
#[test]
fn the_table_of_a_node_counts_what_is_right_under_it() {
    let document = convention(&tree());
    let of = |name: &str| {
        let axe = document.axes.iter().find(|axe| axe.appellation == name).unwrap();
        (axe.titre_tableau.as_str(), axe.tableau.as_ref().map(ends).unwrap_or_default())
    };
    let (title, table) = of("Axe 1");
    assert_eq!(title, "Les montants de l’axe 1");
    assert_eq!(
        table,
        [
            "Objectif 1.A · Être présent auprès des familles | 518 000 €",
            "Objectif 1.B · Garder les tout-petits",
            "Total | 518 000 €",
        ]
    );
    assert_eq!(
        of("Objectif 1.A").1,
        [
            "Volet 1.A.1 · Aller vers les familles | 340 000 €",
            "Volet 1.A.2 · Se déplacer | 178 000 €",
            "Total | 518 000 €",
        ]
    );
    assert_eq!(
        of("Volet 1.A.2"),
        ("Les actions du volet 1.A.2", vec!["1.2 | 178 000 €".into(), "Total | 178 000 €".into()])
    );
    assert_eq!(of("Objectif 1.B").1, [] as [&str; 0]);
    let axe_2 =
        document.axes.iter().find(|axe| axe.appellation == "Axe 2").unwrap().tableau.as_ref().unwrap();
    assert_eq!(axe_2.colonnes[1].titre, "Action ou objectif");
    assert_eq!(
        ends(axe_2),
        ["2.1 | 192 000,00 €", "Objectif 2.A · Soigner | 140 000,50 €", "Total | 332 000,50 €"]
    );
}

/// The total of an axe is that of all its actions, as in the table by axe and in what is quoted.
#[test]
fn the_recapitulatif_adds_up_each_node_with_what_it_holds() {
    let document = convention(&tree());
    assert_eq!(
        ends(&document.recapitulatif),
        [
            "Axe 1 · Prévenir la pauvreté dès l'enfance",
            "Objectif 1.A · Être présent auprès des familles",
            "Volet 1.A.1 · Aller vers les familles",
            "1.1 | 340 000,00 €",
            "Total du volet 1.A.1 | 340 000,00 €",
            "Volet 1.A.2 · Se déplacer",
            "1.2 | 178 000,00 €",
            "Total du volet 1.A.2 | 178 000,00 €",
            "Total de l’objectif 1.A | 518 000,00 €",
            "Total de l’axe 1 | 518 000,00 €",
            "Axe 2 · Accéder aux droits essentiels",
            "2.1 | 192 000,00 €",
            "Objectif 2.A · Soigner",
            "2.2 | 140 000,50 €",
            "Total de l’objectif 2.A | 140 000,50 €",
            "Total de l’axe 2 | 332 000,50 €",
            "Axe 3 · Une transition écologique qui n'oublie personne",
            "3.1 | 92 000,00 €",
            "3.2 | 99 999,99 €",
            "Total de l’axe 3 | 191 999,99 €",
            "Total des fiches | 1 042 000,49 €",
        ]
    );
    let by_axe =
        document.tableaux.iter().find(|table| table.titre == "Montants par axe et par exercice").unwrap();
    assert!(ends(&by_axe.tableau)[1].ends_with(" | 332 000,50 €"), "{:?}", ends(&by_axe.tableau));
}

/// In 2024, contracted: 1.1 70 000; 2.1 48 000; 2.2 50 000,50; 3.1 20 000.
#[test]
fn the_report_adds_up_each_node_with_what_it_holds() {
    let contracted = |table: &TableView| -> Vec<String> {
        let totals = rows(table).into_iter().filter(|row| row.starts_with("Total"));
        totals.map(|row| row.split(" | ").take(2).collect::<Vec<_>>().join(" : ")).collect()
    };
    let document = rapport(&tree());
    assert_eq!(
        contracted(&document.financier),
        [
            "Total du volet 1.A.1 : 70 000,00 €",
            "Total de l’objectif 1.A : 70 000,00 €",
            "Total de l’axe 1 : 70 000,00 €",
            "Total de l’objectif 2.A : 50 000,50 €",
            "Total de l’axe 2 : 98 000,50 €",
            "Total de l’axe 3 : 20 000,00 €",
            "Total : 188 000,50 €",
        ]
    );
    let by_axe = document.synthese.annexes.as_ref().unwrap();
    let by_axe: Vec<String> =
        rows(by_axe).iter().map(|row| row.split(" | ").nth(1).unwrap().to_owned()).collect();
    assert_eq!(by_axe, ["70 000,00 €", "98 000,50 €", "20 000,00 €", "188 000,50 €"]);
    // An objectif that keeps its money settles it alone; the rest of the contract is in no node alone.
    let apart = tree().replace(CADRE, "id: 2.A, ", "id: 2.A, fongible: non, ").replace(
        CADRE,
        RULE,
        "refaction: { part: 30 %, assiette: depense, niveau: contrat }",
    );
    let document = rapport(&apart);
    let units = document.refaction.as_ref().unwrap();
    let names: Vec<String> =
        rows(&units.tableau).iter().map(|row| row.split(" | ").next().unwrap().to_owned()).collect();
    assert_eq!(names, ["Reste du contrat", "Objectif 2.A · Soigner", "Total"]);
    let balances: Vec<String> = rows(&document.financier)
        .into_iter()
        .filter(|row| row.starts_with("Total") || row.starts_with("Solde"))
        .map(|row| {
            let cells: Vec<&str> = row.split(" | ").collect();
            format!("{} : {}", cells[0], cells[cells.len() - 2])
        })
        .collect();
    let due = |name: &str| {
        let rows = rows(&units.tableau);
        let row = rows.iter().find(|row| row.starts_with(name)).unwrap();
        row.split(" | ").nth(3).unwrap().to_owned()
    };
    assert_eq!(
        balances,
        [
            "Total du volet 1.A.1 : –".to_owned(),
            "Total de l’objectif 1.A : –".to_owned(),
            "Total de l’axe 1 : –".to_owned(),
            format!("Total de l’objectif 2.A : {}", due("Objectif 2.A")),
            "Total de l’axe 2 : –".to_owned(),
            "Total de l’axe 3 : –".to_owned(),
            format!("Solde : Reste du contrat : {}", due("Reste du contrat")),
            format!("Total : {}", due("Total")),
        ]
    );
}

/// The levels of the headings in the order of the pages, from what the templates wrote.
fn levels(output: &BTreeMap<String, Vec<u8>>) -> Vec<(usize, String)> {
    let file = |name: &str| {
        let found = output.iter().find(|(path, _)| path.ends_with(name));
        String::from_utf8_lossy(found.unwrap_or_else(|| panic!("{name}")).1).into_owned()
    };
    let mut levels = Vec::new();
    let mut waiting = vec!["2024-2027/convention.typ".to_owned()];
    while let Some(name) = waiting.pop() {
        let text = file(&name);
        let mut included = Vec::new();
        let mut fiche = None;
        for line in text.lines() {
            if let Some(path) = line.trim().strip_prefix("#include \"") {
                let path = path.trim_end_matches('"');
                included.push(if path.contains('/') {
                    path.to_owned()
                } else {
                    format!("convention/{path}")
                });
            } else if let Some((_, level)) = line.split_once("#heading(level: ") {
                levels.push((level[..1].parse().unwrap(), line.to_owned()));
            } else if line.contains("#annexe(") {
                let level = line.split_once("niveau: ").map_or(1, |(_, level)| level[..1].parse().unwrap());
                levels.push((level, line.to_owned()));
            } else if line.starts_with("#titre-article(") {
                levels.push((1, line.to_owned()));
            } else if let Some((_, level)) = line.split_once("#rubrique-breve(niveau: ") {
                levels.push((level[..1].parse().unwrap(), line.to_owned()));
            } else if line.starts_with("#rubrique-breve[") {
                levels.push((3, line.to_owned()));
            } else if line.starts_with("#fiche(") {
                fiche = Some(levels.len());
                levels.push((2, line.to_owned()));
            } else if let (Some(rank), Some(level)) = (fiche, line.strip_prefix("  niveau: "))
                && levels.len() == rank + 1
            {
                levels[rank].0 = level[..1].parse().unwrap();
            }
        }
        waiting.extend(included.into_iter().rev());
    }
    levels
}

#[test]
fn headings_follow_the_tree_and_skip_no_level() {
    let output = tree().args(["build", "convention", "--format", "typ"]).output();
    let levels = levels(&output);
    for pair in levels.windows(2) {
        assert!(pair[1].0 <= pair[0].0 + 1, "{pair:#?}");
    }
    let level_of =
        |words: &str| levels.iter().find(|(_, line)| line.replace('\\', "").contains(words)).unwrap().0;
    assert_eq!(["Axe 1 –", "Objectif 1.A –", "Volet 1.A.2 –", "Objectif 2.A –"].map(level_of), [1, 2, 3, 2]);
    assert_eq!(levels.iter().map(|(level, _)| *level).max(), Some(5), "sections of the fiches of a volet");
    let file = |name: &str| {
        String::from_utf8_lossy(output.iter().find(|(path, _)| path.ends_with(name)).unwrap().1).into_owned()
    };
    assert!(file("2024-2027/convention.typ").contains("#sommaire(profondeur: 4)"));
    // A node goes on the page of what is before it unless a fiche is; one that only says where its actions are, always.
    for (name, follows) in [
        ("axe-1", false),
        ("objectif-1-a", true),
        ("volet-1-a-1", true),
        ("volet-1-a-2", false),
        ("objectif-1-b", true),
        ("axe-2", false),
        ("objectif-2-a", false),
        ("axe-3", false),
    ] {
        assert_eq!(file(&format!("convention/{name}.typ")).contains("suite: true"), follows, "{name}");
    }
}

/// What Typst makes of it, which refuses a heading that skips a level in an accessible PDF.
#[cfg(feature = "pdf")]
#[test]
fn three_levels_make_an_accessible_pdf() {
    let outcome = tree().args(["build", "convention", "rapport"]).run();
    assert_eq!(outcome.code, 0, "{outcome}");
}

/// Deeper than three levels, and with a fiche at each: the levels of a PDF are six.
#[test]
fn a_deeper_tree_keeps_to_the_headings_of_a_pdf() {
    let mut axes = "axes:\n".to_owned();
    for depth in 1..=6 {
        let indent = "  ".repeat(2 * depth - 1);
        axes.push_str(&format!("{indent}- id: N{depth}\n{indent}  titre: Niveau {depth}\n"));
        axes.push_str(&if depth < 6 { format!("{indent}  axes:\n") } else { String::new() });
    }
    let mut scenario = Scenario::new().project("quatre-ans");
    std::fs::remove_dir_all(scenario.path("content/2024-2027/rapports")).unwrap();
    let cadre = scenario.read(CADRE);
    let (start, end) = (cadre.find("axes:\n").unwrap(), cadre.find("tableaux:").unwrap());
    scenario = scenario.write(CADRE, &format!("{}{axes}\n{}", &cadre[..start], &cadre[end..]));
    for (rank, file) in
        ["1.1-familles", "1.2-bus", "2.1-accueil", "2.2-sante", "3.1-jardins", "3.2-renovation"]
            .iter()
            .enumerate()
    {
        let path = format!("content/2024-2027/fiches/{file}.md");
        let before = format!("axe: \"{}\"", &file[..1]);
        scenario = scenario.replace(&path, &before, &format!("axe: N{}", rank + 1));
    }
    let levels = levels(&scenario.args(["build", "convention", "--format", "typ"]).output());
    assert!(levels.windows(2).all(|pair| pair[1].0 <= pair[0].0 + 1), "{levels:#?}");
    assert_eq!(levels.iter().map(|(level, _)| *level).max(), Some(5));
}
