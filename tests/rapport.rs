//! The rapport d’exécution: what it sums, what it refuses to compute, what `calpae new rapport` keeps.

use calpae::document::Imprint;
use calpae::document::view::{Cell, TableView};
use calpae::document::{self, RapportDocument};
use calpae::ledger::rapport::summarize;
use calpae::model::rapport::Reported;
use calpae::model::{Absence, Dossier, Montant};
use calpae::parse;
use calpae::project::{self, Disk};
use calpae::resolve::{Holes, resolve};
use calpae::scaffold::joint_rapport::RecordedAct;
use calpae::text::Spanned;
use proptest::prelude::*;
use rust_decimal::Decimal;
use similar::{ChangeTag, TextDiff};

use crate::common::{Scenario, read_tree};

const FICHE_1: &str = "content/2024/rapports/2024/fiches/01-accueil.md";
const FICHE_2: &str = "content/2024/rapports/2024/fiches/02-equipe-mobile.md";

fn scenario() -> Scenario {
    Scenario::new().project("temoin-rapport")
}

fn dossier(scenario: &Scenario) -> Dossier {
    let project = project::open(&Disk::new(scenario.path("")), None).unwrap();
    let reading = parse::read(&project.sources, &project.plan);
    assert_eq!(reading.diagnostics, []);
    reading.dossier.unwrap()
}

fn compose(dossier: &Dossier) -> RapportDocument {
    let resolved = resolve(dossier, &Holes::default());
    assert_eq!(resolved.diagnostics, []);
    document::rapport(dossier, dossier.rapports.first().unwrap(), &resolved.links, Imprint::annotated(""))
}

/// The amount printed in a cell; zero for a word or a dash.
fn montant(cell: &Cell) -> Montant {
    let text = format!("{}{}", cell.lignes.concat(), cell.fraction);
    Montant::read(text.trim_start_matches('+')).unwrap_or(Montant::ZERO)
}

fn cell(table: &TableView, line: &str, column: usize) -> Cell {
    let name = |l: &&calpae::document::view::Row| l.cellules[0].lignes.concat();
    let exact = table.lignes.iter().find(|l| name(l) == line);
    let row = exact.or_else(|| table.lignes.iter().find(|l| name(l).contains(line))).unwrap();
    row.cellules[column].clone()
}

/// The cell of a row under a heading; empty in a table that has not the column.
fn under(table: &TableView, line: &str, title: &str) -> Cell {
    let column = table.colonnes.iter().position(|column| column.titre == title);
    column.map_or_else(Cell::nothing, |column| cell(table, line, column))
}

fn reported() -> impl Strategy<Value = Option<i64>> {
    prop_oneof![1 => Just(None), 1 => Just(Some(0)), 8 => (0i64..1_000_000_000).prop_map(Some)]
}

fn put(place: &mut Reported<Montant>, cents: Option<i64>) {
    let span = match place {
        Ok(m) => m.span,
        Err(a) => a.span,
    };
    *place = match cents {
        Some(c) => Ok(Spanned::new(Montant::rounded(Decimal::new(c, 2)).unwrap(), span)),
        None => Err(Spanned::new(Absence::NotReported, span)),
    };
}

#[test]
fn the_synthesis_is_the_sum_of_the_sheets_to_the_cent() {
    let scenario = scenario();
    let original = dossier(&scenario);
    proptest!(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() }, |(values in proptest::collection::vec(reported(), 8))| {
        let mut dossier = original.clone();
        let mut values = values.into_iter();
        for line in dossier.rapports.first_mut().unwrap().fiches.iter_mut().flat_map(|f| &mut f.financements) {
            put(&mut line.committed, values.next().flatten());
            put(&mut line.paid, values.next().flatten());
        }
        let document = compose(&dossier);
        // Executed, by financeur and in total: on the synthesis page and on those of the fiches.
        for financeur in ["État", "Département", "Total"] {
            let synthesis = montant(&cell(&document.synthese.financeurs, financeur, 2));
            let fiches: Montant =
                document.fiches.iter().map(|f| montant(&under(&f.financements, financeur, "Liquidé"))).sum();
            prop_assert_eq!(synthesis, fiches, "{}", financeur);
        }
        let financial = montant(&cell(&document.financier, "Total", 2));
        prop_assert_eq!(financial, montant(&cell(&document.synthese.financeurs, "Total", 2)));
        // A rate divides sums over the same actions.
        let summary = summarize(&dossier, dossier.rapport("2024").unwrap());
        let complete: Vec<_> = summary.actions().filter(|a| a.total.is_complete()).collect();
        let total = &summary.total.total;
        prop_assert_eq!(total.reported_count, complete.len());
        prop_assert_eq!(total.comparable.0, complete.iter().map(|a| a.total.contracted.total).sum::<Montant>());
        prop_assert_eq!(total.comparable.1, complete.iter().map(|a| a.total.paid.total).sum::<Montant>());
        prop_assert_eq!(total.rate().is_none(), complete.is_empty());
    });
}

#[test]
fn a_report_half_told_builds_and_computes_no_false_rate() {
    let half = scenario().replace(
        FICHE_2,
        "engage: 20 000 €\n      liquide: 20 000 €",
        "engage: 20 000 €\n      liquide: à transmettre",
    );
    let document = compose(&dossier(&half));
    let total = |column| cell(&document.synthese.financeurs, "Total", column);
    assert_eq!(total(0).precisions, ["taux et écart : sur 1 action renseignée (2 au total)"]);
    // 97 500 of 100 000: the first action only, the second having none of it.
    assert_eq!((total(3).lignes.concat(), total(3).fraction), ("97".to_owned(), ",5".to_owned()));
    assert_eq!(montant(&total(4)), Montant::read("-2 500").unwrap());
    assert_eq!(montant(&total(2)), Montant::read("113 500").unwrap());
    assert_eq!(document.apercu.groupes[1].actions[0].taux.lignes, ["–"]);
    let lacks = document.attendu.as_ref().unwrap();
    let line = lacks.lignes.iter().find(|l| l.raison == "à transmettre").unwrap();
    assert_eq!(line.quoi, ["financeur : État (liquidé)"]);
    let output = half.args(["build", "rapport", "--format", "typ"]).output();
    assert!(
        output.contains_key("2024/rapport-2024.typ") && output.contains_key("2024/rapport-2024/fiche-02.typ")
    );
}

#[test]
fn a_report_just_opened_builds_and_says_that_nothing_is_told() {
    let parties = [
        "rapport.yaml",
        "reference.yaml",
        "bilan.md",
        "indicateurs.yaml",
        "fiches/01-accueil.md",
        "fiches/02-equipe-mobile.md",
    ];
    let fresh = parties.iter().fold(scenario(), |e, p| e.delete(&format!("content/2024/rapports/2024/{p}")));
    let fresh = fresh.args(["new", "rapport"]);
    assert_eq!(fresh.run().code, 0);
    let page = fresh.read("content/2024/rapports/2024/rapport.yaml");
    assert!(
        page.contains("au plus tard le 31 mars 2025") && page.contains("2025-03-17 : vote du rapport"),
        "{page}"
    );
    assert!(page.contains("periode: du 2024-04-01 au 2025-03-31"), "{page}");
    let document = compose(&dossier(&fresh));
    let total = |column| cell(&document.synthese.financeurs, "Total", column).lignes.concat();
    assert_eq!((total(2).as_str(), total(3).as_str(), total(4).as_str()), ("non renseigné", "–", "–"));
    assert!(document.synthese.ecarts.is_none() && document.synthese.graphique.is_none());
    // Nobody said anything: no page but what is contracted, and what is awaited.
    assert!(document.fiches.is_empty() && document.matrice.is_none() && document.bilan.is_empty());
    let awaited = document.attendu.as_ref().unwrap();
    let names: Vec<(&str, bool)> = awaited.lignes.iter().map(|l| (l.nom.as_str(), l.parle)).collect();
    assert_eq!(
        names,
        [
            ("Rapport", false),
            ("1. Premier accueil", false),
            ("2. Équipe mobile", false),
            ("Matrice, hors fiches", false)
        ]
    );
    let labels: Vec<&str> = document.synthese.chiffres.iter().map(|c| c.etiquette.as_str()).collect();
    assert_eq!(labels, ["Contracté", "Crédits de l’État"]);
    let files = fresh.args(["build", "rapport", "--format", "typ", "--sans-sources"]).output();
    let written: Vec<&str> =
        files.keys().filter(|name| name.starts_with("2024/rapport-2024/")).map(String::as_str).collect();
    assert_eq!(written, ["2024/rapport-2024/attendu.typ", "2024/rapport-2024/synthese.typ"]);
    let synthesis = String::from_utf8(files["2024/rapport-2024/synthese.typ"].clone()).unwrap();
    let figures = synthesis.split_once("#chiffres-cles((").unwrap().1.split_once("))").unwrap().0;
    assert!(figures.contains("Contracté") && !figures.contains("non renseigné"), "{figures}");
}

/// Two rules of réfaction, each with its table computed by hand.
#[test]
fn the_state_pays_or_takes_back_by_the_rule_of_the_cadre() {
    // What was spent of the credits of the État, annexe by annexe, 80 % paid in advance:
    // A: 48 750 − 40 000 = +8 750 ; B: 20 000 − 19 680 = +320.
    let document = compose(&dossier(&scenario()));
    let balance = |line: &str| montant(&cell(&document.financier, line, 9));
    assert_eq!(balance("annexe A"), Montant::read("8 750").unwrap());
    assert_eq!(balance("annexe B"), Montant::read("320").unwrap());
    assert_eq!(montant(&cell(&document.financier, "annexe A", 8)), Montant::read("48 750").unwrap());
    // In proportion to the whole budget, action by action, within a threshold of 10 %, all paid in advance:
    // 1: 104 %, 0 ; 2: 26 399,98 × 50 296,07 / 65 999,95 = 20 118,43, −6 281,55 ; 3: unknown, a financeur did not report.
    let document = compose(&dossier(&Scenario::new().project("val-d-ambre")));
    let balance = |index: usize| document.financier.lignes[index].cellules[9].clone();
    assert_eq!(montant(&balance(1)), Montant::ZERO);
    assert_eq!(montant(&balance(2)), Montant::read("-6 281,55").unwrap());
    assert_eq!(balance(3).lignes, ["–"], "ce qui ne se calcule pas est un tiret, comme dans le calcul");
}

/// Asserts that lines were only added.
fn nothing_lost(before: &str, after: &str) {
    let diff = TextDiff::from_lines(before, after);
    let lost_lines: Vec<_> = diff.iter_all_changes().filter(|c| c.tag() == ChangeTag::Delete).collect();
    assert!(lost_lines.is_empty(), "{lost_lines:#?}");
    assert!(after.len() >= before.len());
}

const CONTRACT_1: &str = "content/2024/fiches/01-accueil.md";
const CONTRACT_2: &str = "content/2024/fiches/02-equipe-mobile.md";

/// An avenant that changes amounts, adds a charge, a financeur, a target and an action, and drops a target.
fn avenant(scenario: Scenario) -> Scenario {
    scenario
        .replace(CONTRACT_1, "{ libelle: Locaux, montant: 20 000 € }", "{ libelle: Locaux, montant: 20 000 € }\n    - { libelle: \"Mobilier : tables\", montant: 5 000 € }")
        .replace(CONTRACT_1, "{ financeur: departement, montant: 50 000 € }", "{ financeur: departement, montant: 52 000 € }\n    - { financeur: region, montant: 3 000 € }")
        .replace(CONTRACT_1, "    - { indicateur: 1.1/agees, valeur: vide }\n", "    - { libelle: Nombre de sites, valeur: 2 }\n")
        .write("content/2024/fiches/03-nuit.md", "---\nnumero: 3\nannexe: A\nintitule: Ouvrir la nuit\nbudget:\n  financements:\n    - { financeur: etat, montant: 9 000 € }\n---\n")
        .replace(CONTRACT_2, "numero: 2", "numero: 2 # relu")
}

#[test]
fn after_an_avenant_nothing_written_is_lost_and_the_new_fields_are_there() {
    for windows in [false, true] {
        let mut scenario = avenant(scenario());
        if windows {
            let raw = format!("\u{feff}{}", scenario.read(FICHE_1).replace('\n', "\r\n"));
            scenario = scenario.bytes(FICHE_1, raw.as_bytes());
        }
        let before = read_tree(&scenario.path("content/2024/rapports/2024"));
        let scenario = scenario.args(["new", "rapport"]);
        let outcome = scenario.run();
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
        let after = read_tree(&scenario.path("content/2024/rapports/2024"));
        for (name, bytes) in &before {
            let text = |o: &[u8]| String::from_utf8(o.to_vec()).unwrap();
            nothing_lost(&text(bytes), &text(&after[name]));
        }
        assert!(after.contains_key("fiches/03-nuit.md"));
        let fiche = scenario.read(FICHE_1).replace("\r\n", "\n");
        for fresh in [
            "    - libelle: \"Mobilier : tables\"\n      engage:\n      liquide:\n  financements:",
            "    - financeur: region\n      engage:\n      liquide:\n",
            "  - libelle: \"Nombre de sites\"\n    valeur:\n",
        ] {
            assert!(fiche.contains(fresh), "{fresh}\n{fiche}");
        }
        insta::assert_snapshot!("avenant", outcome.stdout);
        // The project can be read, has the figures of the avenant, and a third run has nothing to do.
        let dossier = dossier(&scenario);
        let rapport = dossier.rapport("2024").unwrap();
        assert_eq!(rapport.revisions.len(), 2);
        let summary = summarize(&dossier, rapport);
        let one_action = summary.actions().next().unwrap();
        assert_eq!(one_action.total.contracted.total, Montant::read("105 000").unwrap());
        assert!(one_action.total.rate().is_none(), "la Région n’est pas renseignée");
        let again = scenario.run();
        assert_eq!(
            again.stdout.lines().filter(|l| !l.contains("plus de contrepartie")).collect::<Vec<_>>(),
            Vec::<&str>::new()
        );
        assert!(read_tree(&scenario.path("content/2024/rapports/2024")) == after);
    }
}

#[test]
fn a_file_in_the_way_is_never_overwritten() {
    let scenario = scenario().delete("content/2024/rapports/2024/bilan.md").args(["new", "rapport"]);
    let scenario = scenario.write("content/2024/rapports/2024/fiches/autre.txt", "à moi");
    assert_eq!(scenario.run().code, 0);
    assert_eq!(scenario.read("content/2024/rapports/2024/fiches/autre.txt"), "à moi");
    assert!(scenario.read("content/2024/rapports/2024/bilan.md").starts_with("## Faits marquants"));
}

#[test]
fn a_fault_in_the_report_does_not_prevent_the_convention() {
    let wrong = scenario().replace(FICHE_1, "liquide: 78 500 €", "liquide: soixante-dix");
    assert_eq!(wrong.args(["build", "--format", "typ"]).run().code, 0);
    let wrong = scenario().replace(FICHE_1, "liquide: 78 500 €", "liquide: soixante-dix");
    let outcome = wrong.args(["build", "rapport", "--format", "typ"]).run();
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stderr.contains("VAL-001") && outcome.stderr.contains("01-accueil.md:12"), "{outcome}");
}

#[test]
fn filling_the_report_does_not_change_the_convention() {
    let one = scenario().args(["build", "--format", "typ"]).output();
    let two = scenario()
        .replace(FICHE_1, "liquide: 78 500 €", "liquide: 78 400 €")
        .args(["build", "--format", "typ"])
        .output();
    assert!(one == two);
}

#[test]
fn a_total_of_the_report_lists_its_terms() {
    let outcome = scenario().args(["explain", "rapport:etat:execute"]).run();
    assert_eq!(outcome.code, 0, "{outcome}");
    insta::assert_snapshot!("total_du_rapport", outcome.stdout);
}

#[test]
fn an_edition_without_a_report_says_how_to_open_one() {
    let outcome = Scenario::new().project("temoin").args(["build", "rapport", "--format", "typ"]).run();
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("PRJ-003") && outcome.stderr.contains("calpae new rapport"), "{outcome}");
}

#[test]
fn the_demonstration_claims_nothing_that_its_source_does_not_say() {
    let scenario = Scenario::new().repository_project();
    let dossier = dossier(&scenario);
    let rapport = dossier.rapport("2022").unwrap();
    assert!(rapport.interim);
    let document = compose(&dossier);
    assert!(document.titre.ends_with("intermédiaire"));
    assert!(document.synthese.graphique.is_none(), "aucun montant exécuté n’est connu");
    assert_eq!(document.synthese.objectifs.compares, 0, "aucun objectif ne peut être dit atteint");
    let pages: Vec<&str> = document.fiches.iter().map(|fiche| fiche.numero.as_str()).collect();
    assert_eq!(pages, ["4", "5", "6"], "les autres fiches ne disent rien");
    let filled_cells: Vec<String> = rapport
        .fiches
        .iter()
        .filter(|f| f.results.iter().flat_map(|r| &r.value).any(|v| v.source.is_some()))
        .map(|f| f.fiche.value.to_string())
        .collect();
    assert_eq!(filled_cells, ["4", "5", "6"]);
}

#[test]
fn a_report_that_lost_its_reference_says_how_to_find_it_again() {
    let lost = scenario().delete("content/2024/rapports/2024/reference.yaml");
    let outcome = lost.args(["check", "--format", "short"]).run();
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.contains("PRJ-004") && outcome.stdout.contains("rapport.yaml"), "{outcome}");
    let lost = scenario().delete("content/2024/rapports/2024/reference.yaml").args(["new", "rapport"]);
    let outcome = lost.run();
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (0, "créé : content/2024/rapports/2024/reference.yaml\n"),
        "{outcome}"
    );
    assert_eq!(dossier(&lost).rapports.first().unwrap().revisions.len(), 1);
}

/// A rapport may cover two conventions: what they contract adds up, and an avenant replaces its own convention.
#[test]
fn two_conventions_add_up_and_an_avenant_replaces() {
    let revision = |edition: &str, etat: &str| {
        format!(
            "  - edition: \"{edition}\"\n    etat: signé\n    date: 2024-12-01\n    empreinte: \"0\"\n    montant_etat: 1 €\n    fiches:\n      - fiche: 2\n        annexe: B\n        titre: Équipe mobile\n        financements:\n          - {{ financeur: etat, montant: {etat} }}\n"
        )
    };
    let reference = "content/2024/rapports/2024/reference.yaml";
    let contracted = |scenario: &Scenario| {
        let dossier = dossier(scenario);
        let summary = summarize(&dossier, dossier.rapport("2024").unwrap());
        let two = summary.actions().find(|a| a.number.as_str() == "2").unwrap().total.contracted.total;
        (summary.actions().count(), two)
    };
    let euros = |t: &str| Montant::read(t).unwrap();
    // 44 600 from this edition; 5 000 from the other, which its avenant raises to 6 000.
    let scenario = scenario().add(reference, &revision("2025", "5 000 €"));
    assert_eq!(contracted(&scenario), (2, euros("49 600")));
    let scenario = scenario.add(reference, &revision("2025", "6 000 €"));
    assert_eq!(contracted(&scenario), (2, euros("50 600")));
    // An avenant to this edition, which drops the first action.
    let scenario = scenario.add(reference, &revision("2024", "7 000 €"));
    assert_eq!(contracted(&scenario), (2, euros("13 000")));
    let fiches = compose(&dossier(&scenario)).fiches;
    assert_eq!(fiches.iter().filter(|f| f.surtitre == "Compte rendu d’exécution").count(), 1);
}

#[test]
fn no_text_makes_a_report_panic() {
    use calpae::check::{Selection, check};
    use calpae::project::Project;
    use calpae::snapshot::Snapshot;
    use calpae::text::Sources;
    let scenario = scenario();
    let project = project::open(&Disk::new(scenario.path("")), None).unwrap();
    let piece = "[ \\-a-cé:#\\[\\]{}|'\"\n0-9€%.]{0,12}";
    proptest!(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() },
        |(file in 0usize..6, per_mille in 0usize..1000, long in 0usize..40, text in piece)| {
        let mut sources = Sources::default();
        let rapports: Vec<_> =
            project.sources.iter().filter(|(_, s)| s.path().as_str().contains("/rapports/")).map(|(f, _)| f).collect();
        for (f, source) in project.sources.iter() {
            let mut content = source.text().to_owned();
            if rapports.get(file) == Some(&f) {
                let towards = |n: usize| (0..=n.min(content.len())).rev().find(|i| content.is_char_boundary(*i)).unwrap();
                let start = towards(content.len() * per_mille / 1000);
                let end = towards(start + long).max(start);
                content.replace_range(start..end, &text);
            }
            sources.add(source.path().clone(), &content);
        }
        let snapshot = Snapshot::read(Project { sources, ..project.clone() });
        let _ = check(&snapshot, &Selection::default());
        if let Some(dossier) = &snapshot.dossier {
            for rapport in &dossier.rapports {
                let _ = document::rapport(dossier, rapport, &snapshot.links, Imprint::annotated(""));
            }
            let act = RecordedAct { dossier, sources: &snapshot.sources, fingerprint: "0".to_owned() };
            let _ = calpae::scaffold::rapport::prepare(&[act], "2024", |_| true);
        }
    });
}

#[test]
fn a_charge_told_twice_is_told() {
    let sheet = "content/2024/rapports/2024/fiches/02-equipe-mobile.md";
    let row = "    - libelle: \"Équipe mobile\"\n      engage: 38 900 €\n      liquide: 36 000 €\n";
    let told = |rows: &str| {
        let scenario = Scenario::new().project("temoin-rapport").replace(sheet, row, rows);
        let outcome = scenario.args(["check", "--format", "short", "--ignore", "RAP-003,RAP-008"]).run();
        outcome.stdout.lines().filter(|line| line.contains("REF-003")).map(str::to_owned).collect::<Vec<_>>()
    };
    let half = "      engage: 19 450 €\n      liquide: 18 000 €\n";
    let twice =
        told(&format!("    - libelle: \"Équipe mobile\"\n{half}    - libelle: Équipe mobile\n{half}"));
    assert_eq!(twice.len(), 1, "{twice:?}");
    assert!(twice[0].contains("erreur REF-003"), "{twice:?}");
    let two = told(&format!("    - libelle: \"Équipe mobile\"\n{half}    - libelle: Équipe d'été\n{half}"));
    assert_eq!(two, [] as [&str; 0]);
}

const SHEET: &str = "content/2024/rapports/2024/fiches/01-accueil.md";

/// What is said of a changed sheet, a line each, by some rules.
fn told(edits: &[(&str, &str)], codes: &[&str]) -> Vec<String> {
    let scenario = edits.iter().fold(scenario(), |scenario, (from, to)| scenario.replace(SHEET, from, to));
    let said = scenario.args(["check", "--format", "short"]).run().stdout;
    said.lines().filter(|line| codes.iter().any(|code| line.contains(code))).map(str::to_owned).collect()
}

#[test]
fn a_result_in_another_unit_has_no_rate() {
    for value in ["2 mois", "2 ans", "12 heures", "12 jeunes", "96,5 %"] {
        let changed = scenario().replace(SHEET, "valeur: 14 jours", &format!("valeur: {value}"));
        let document = compose(&dossier(&changed));
        let objective = &document.fiches[0].objectifs[3];
        assert_eq!(
            (objective.jauge.mot.as_str(), objective.jauge.taux.as_str()),
            ("unités différentes", ""),
            "{value}"
        );
        let said = told(&[("valeur: 14 jours", &format!("valeur: {value}"))], &["RAP-014"]);
        assert_eq!(said.len(), 1, "{value} : {said:?}");
    }
    for value in ["12 jours", "12 Jour", "12 JOURS", "12 j", "12", "12 jours ouvrés", "12 jours (moyenne)"] {
        let changed = scenario().replace(SHEET, "valeur: 14 jours", &format!("valeur: {value}"));
        let document = compose(&dossier(&changed));
        assert_eq!(document.fiches[0].objectifs[3].jauge.mot, "atteint", "{value}");
        assert_eq!(told(&[("valeur: 14 jours", &format!("valeur: {value}"))], &["RAP-014"]), [] as [&str; 0]);
    }
}

#[test]
fn a_charge_is_met_by_its_label_and_none_vanishes() {
    let rows = |to: &str| {
        let changed = scenario().replace(SHEET, "libelle: \"Locaux\"", &format!("libelle: \"{to}\""));
        let document = compose(&dossier(&changed));
        let table = document.fiches[0].charges.clone().unwrap();
        let name = |row: &calpae::document::view::Row| row.cellules[0].lignes.concat();
        table.lignes.iter().map(|row| (name(row), montant(&row.cellules[1]).to_string())).collect::<Vec<_>>()
    };
    let said =
        |to: &str| told(&[("libelle: \"Locaux\"", &format!("libelle: \"{to}\""))], &["RAP-015", "REF-003"]);
    let row = |name: &str, planned: &str| (name.to_owned(), planned.to_owned());
    for label in ["locaux", "LOCAUX", "Locaux ", "lócaux"] {
        let expected =
            [row("Personnel", "80 000 €"), row(label.trim(), "20 000 €"), row("Total", "100 000 €")];
        assert_eq!(rows(label), expected);
        assert_eq!(said(label), [] as [&str; 0]);
    }
    let lost = row("Locaux", "20 000 €");
    for (label, code) in [("Loyers", "RAP-015"), ("Locau", "RAP-015")] {
        let expected =
            [row("Personnel", "80 000 €"), row(label, "0 €"), lost.clone(), row("Total", "100 000 €")];
        assert_eq!(rows(label), expected);
        let told = said(label);
        assert!(told.len() == 1 && told[0].contains(code), "{told:?}");
    }
    let told = said("Personnel");
    assert!(told.len() == 1 && told[0].contains("erreur REF-003"), "{told:?}");
}

#[test]
fn a_result_is_met_by_its_label() {
    let said = |to: &str| {
        let scenario =
            scenario().replace(FICHE_2, "libelle: \"Nombre de visites\"", &format!("libelle: \"{to}\""));
        let said = scenario.args(["check", "--format", "short"]).run().stdout;
        said.lines().filter(|line| line.contains("RAP-015")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(said("nombre de visites"), [] as [&str; 0]);
    for label in ["Visites", "Nombre de visite", "Entretiens"] {
        let told = said(label);
        assert_eq!(told.len(), 1, "{told:?}");
    }
    let changed =
        scenario().replace(FICHE_2, "libelle: \"Nombre de visites\"", "libelle: \"NOMBRE DE VISITES\"");
    assert_eq!(compose(&dossier(&changed)).fiches[1].objectifs.len(), 1);
}
