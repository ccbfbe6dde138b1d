//! The ledger of a contract of four years: each table of money against sums done by hand, and what holds of every view.

use calpae::ledger::entry::{LedgerEntry, MoneyStage, of_act};
use calpae::ledger::rapport::summarize;
use calpae::ledger::view::Key;
use calpae::ledger::view::{Filter, View, sum, view};
use calpae::ledger::{ceilings, cofinancement, cumulated, reported};
use calpae::model::cadre::{Dimension, Payer, Side};
use calpae::model::parties::PartyRole;
use calpae::model::{Absence, Dossier, Montant};
use calpae::project::{self, Disk};
use calpae::snapshot::Snapshot;
use proptest::prelude::*;

use crate::common::{Scenario, repository};

/// The contract of four years, without a finding.
fn contract() -> Dossier {
    let root = repository().join("tests/fixtures/quatre-ans");
    let snapshot = Snapshot::read(project::open(&Disk::new(&root), None).unwrap());
    let said: Vec<_> = snapshot.findings().map(|d| d.message.clone()).collect();
    assert!(said.is_empty(), "{said:?}");
    snapshot.dossier.unwrap()
}

fn euros(written: &str) -> Montant {
    Montant::read(written).unwrap()
}

/// The labels and the amounts of a view: its rows, then its columns, then its total.
fn shown(view: &View, dossier: &Dossier) -> Vec<String> {
    let amount =
        |sum: &calpae::ledger::Sum| if sum.is_empty() { "-".to_owned() } else { sum.total.in_prose() };
    let mut lines = Vec::new();
    for ((key, cells), total) in view.rows.iter().zip(&view.cells).zip(&view.row_totals) {
        let cells: Vec<String> = cells.iter().map(amount).collect();
        lines.push(format!("{} : {} = {}", key.label(dossier), cells.join(" + "), amount(total)));
    }
    let totals: Vec<String> = view.column_totals.iter().map(amount).collect();
    lines.push(format!("{} = {}", totals.join(" + "), amount(&view.total)));
    lines.iter().map(|line| line.replace(['\u{a0}', '\u{202f}'], " ")).collect()
}

#[test]
fn what_the_state_pays_by_action_and_exercice_is_the_sum_done_by_hand() {
    let dossier = contract();
    let entries = of_act(&dossier);
    let etat = Payer::Role(PartyRole::Etat);
    let filter = Filter { payer: Some(&etat), ..Filter::resources() };
    let by_action = view(&entries, &dossier, (Dimension::Action, Dimension::Exercice), &filter);
    assert_eq!(
        shown(&by_action, &dossier),
        [
            "Aller vers les familles : 35 000 € + 45 000 € + 45 000 € + 45 000 € = 170 000 €",
            "Bus des familles : - + 53 000 € + 18 000 € + 18 000 € = 89 000 €",
            "Accueil social : 24 000 € + 24 000 € + 24 000 € + 24 000 € = 96 000 €",
            "Équipe mobile de santé : 25 000,25 € + 30 000 € + 15 000 € + - = 70 000,25 €",
            "Jardins nourriciers : 10 000 € + 11 000 € + 12 000 € + 13 000 € = 46 000 €",
            "Petits travaux : - + 16 666,66 € + 16 666,66 € + 16 666,66 € = 49 999,98 €",
            "94 000,25 € + 179 666,66 € + 130 666,66 € + 116 666,66 € = 521 000,23 €",
        ]
    );
}

#[test]
fn axes_and_funders_by_exercice_are_the_sums_done_by_hand() {
    let dossier = contract();
    let entries = of_act(&dossier);
    let by_axe = view(&entries, &dossier, (Dimension::Axe, Dimension::Exercice), &Filter::resources());
    // Axe 1: 1.1 (70 000, then 90 000) and 1.2 (106 000, then 36 000). Axe 2: 2.1 (48 000 each) and 2.2. Axe 3: 3.1 and 3.2.
    assert_eq!(
        shown(&by_axe, &dossier),
        [
            "Axe 1 : 70 000 € + 196 000 € + 126 000 € + 126 000 € = 518 000 €",
            "Axe 2 : 98 000,50 € + 108 000 € + 78 000 € + 48 000 € = 332 000,50 €",
            "Axe 3 : 20 000 € + 55 333,33 € + 57 333,33 € + 59 333,33 € = 191 999,99 €",
            "188 000,50 € + 359 333,33 € + 261 333,33 € + 233 333,33 € = 1 042 000,49 €",
        ]
    );
    let by_financeur =
        view(&entries, &dossier, (Dimension::Financeur, Dimension::Exercice), &Filter::resources());
    assert_eq!(
        shown(&by_financeur, &dossier),
        [
            "État : 94 000,25 € + 179 666,66 € + 130 666,66 € + 116 666,66 € = 521 000,23 €",
            "Département : 75 000,25 € + 140 666,67 € + 116 666,67 € + 107 666,67 € = 440 000,26 €",
            "Agence régionale de santé : 10 000 € + 10 000 € + 5 000 € + - = 25 000 €",
            "FSE+ : - + 20 000 € + - + - = 20 000 €",
            "CAF : 5 000 € + 5 000 € + 5 000 € + 5 000 € = 20 000 €",
            "Autres : 4 000 € + 4 000 € + 4 000 € + 4 000 € = 16 000 €",
            "188 000,50 € + 359 333,33 € + 261 333,33 € + 233 333,33 € = 1 042 000,49 €",
        ]
    );
}

#[test]
fn charges_by_section_are_the_sums_done_by_hand() {
    let dossier = contract();
    let entries = of_act(&dossier);
    let by_section = view(&entries, &dossier, (Dimension::Action, Dimension::Section), &Filter::charges());
    let bus = shown(&by_section, &dossier).into_iter().find(|line| line.starts_with("Bus")).unwrap();
    // 58 333,33 € and 20 % of tax: 69 999,996, which is 70 000,00. Three years of 36 000 €.
    assert_eq!(bus, "Bus des familles : - + 108 000 € + 70 000 € = 178 000 €");
    assert_eq!(by_section.total.total, euros("1 042 000,49 €"), "each action costs what it is paid");
}

#[test]
fn a_ceiling_leaves_in_each_exercice_what_the_actions_do_not_take() {
    let dossier = contract();
    let entries = of_act(&dossier);
    let left: Vec<Montant> = ceilings::uses(&dossier, &entries).iter().map(|u| u.left()).collect();
    assert_eq!(left, ["85 999,75 €", "333,34 €", "49 333,34 €", "63 333,34 €"].map(euros));
}

#[test]
fn the_state_pays_half_of_each_action_over_the_contract() {
    let dossier = contract();
    let entries = of_act(&dossier);
    let units = cofinancement::units(&dossier, &entries);
    // Six actions, and the four nodes of the tree, one of which has no action.
    assert_eq!(units.len(), 10);
    assert_eq!(units.iter().filter(|unit| unit.is_complete()).count(), 9);
    let families = &units[0];
    assert_eq!((families.part.total, families.whole.total), (euros("170 000 €"), euros("340 000 €")));
}

#[test]
fn a_reference_quotes_the_ledger() {
    let text = "La part de l'État est de {total.etat.2025} en 2025, sur {total.2025} ; l'axe 1 reçoit {axe.1.total}, et \
                l'action 1.2 {fiche.1.2.etat.2025}. Le plafond est de {plafond.etat.2025}, et il en reste {plafond.reste.2025}.";
    let scenario = Scenario::new().project("quatre-ans").replace(
        "content/2024-2027/articles/02-financement.md",
        "Les actions en répartissent le montant",
        &format!("{text}\n\nLes actions en répartissent le montant"),
    );
    let output = scenario.args(["build", "convention", "--format", "typ"]).output();
    let article = output.iter().find(|(path, _)| path.contains("article-2") || path.contains("02-")).unwrap();
    let article = String::from_utf8_lossy(article.1).replace(['\u{a0}', '\u{202f}', '~'], " ");
    for amount in ["179 666,66 €", "359 333,33 €", "518 000 €", "53 000 €", "180 000 €", "333,34 €"]
    {
        assert!(article.contains(amount), "{amount} dans {article}");
    }
}

const DIMENSIONS: [Dimension; 6] = [
    Dimension::Action,
    Dimension::Axe,
    Dimension::Exercice,
    Dimension::Financeur,
    Dimension::Section,
    Dimension::Stage,
];

/// The entries of the contract, with other amounts, exercices, stages and absences.
fn shuffled<'d>(dossier: &'d Dossier, seeds: &[(i64, u8)]) -> Vec<LedgerEntry<'d>> {
    let stages = [
        MoneyStage::Planned,
        MoneyStage::Revised,
        MoneyStage::Committed,
        MoneyStage::Paid,
        MoneyStage::Granted,
        MoneyStage::Sent,
    ];
    let mut entries = of_act(dossier);
    for (entry, (cents, choice)) in entries.iter_mut().zip(seeds) {
        entry.exercice = (choice % 5 < 4).then_some(usize::from(choice % 5));
        entry.stage = stages[usize::from(choice / 5) % stages.len()];
        entry.counted = choice % 11 != 0;
        entry.montant = match choice % 7 {
            0 => Err(Absence::NotReported),
            _ => Ok(Montant::rounded(rust_decimal::Decimal::new(*cents, 2)).unwrap()),
        };
    }
    entries
}

fn add_up<'s>(sums: impl IntoIterator<Item = &'s calpae::ledger::Sum>) -> (Montant, usize) {
    sums.into_iter()
        .fold((Montant::ZERO, 0), |(total, terms), sum| (total + sum.total, terms + sum.terms.len()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A view counts each entry that its filter admits once, and its totals are the same whatever its sides.
    #[test]
    fn each_view_is_the_sum_of_its_entries(
        seeds in proptest::collection::vec((-9_999_999_i64..9_999_999, any::<u8>()), 80..160),
        exercice in proptest::option::of(0_usize..4),
        side in proptest::option::of(prop_oneof![Just(Side::Charge), Just(Side::Resource)]),
        axe in proptest::option::of(prop_oneof![Just("1"), Just("2"), Just("4")]),
    ) {
        let dossier = contract();
        let entries = shuffled(&dossier, &seeds);
        let filter = Filter { exercice, side, axe, ..Filter::default() };
        let expected = sum(&entries, &dossier, &filter);
        for rows in DIMENSIONS {
            for columns in DIMENSIONS {
                let view = view(&entries, &dossier, (rows, columns), &filter);
                let whole = (expected.total, expected.terms.len());
                prop_assert_eq!(add_up(view.cells.iter().flatten()), whole);
                // What crosses several stages is the same money many times: no total.
                let crosses = |keys: &[Key]| keys.len() > 1 && matches!(keys[0], Key::Stage(_));
                let (over_rows, over_columns) = (crosses(&view.rows), crosses(&view.columns));
                let unless = |blank: bool| if blank { (Montant::ZERO, 0) } else { whole };
                prop_assert_eq!(add_up(&view.row_totals), unless(over_columns));
                prop_assert_eq!(add_up(&view.column_totals), unless(over_rows));
                prop_assert_eq!(add_up([&view.total]), unless(over_rows || over_columns));
                if !over_rows && !over_columns {
                    prop_assert_eq!(view.total.missing(), expected.missing());
                }
            }
        }
    }
}

/// The entries of the report of two exercices: what was contracted, then what the two yearly reports tell.
#[test]
fn what_was_contracted_and_spent_by_stage_is_the_sum_done_by_hand() {
    let dossier = contract();
    let midway = dossier.rapports.iter().find(|rapport| rapport.id == "mi-parcours").unwrap();
    let money = cumulated::cumulate(&dossier, midway).unwrap();
    assert_eq!(
        shown(&money.by_exercice, &dossier),
        [
            // Contracted, revised, committed, paid. Of the training of 1.1, 2 500 € were not spent in 2024: 188 000,50 less them.
            "2024 : 188 000,50 € + 188 000,50 € + 185 500,50 € + 185 500,50 € = -",
            "2025 : 359 333,33 € + 359 333,33 € + 359 333,33 € + 359 333,33 € = -",
            "547 333,83 € + 547 333,83 € + 544 833,83 € + 544 833,83 € = -",
        ]
    );
}

#[test]
fn the_stages_of_a_report_never_add_up_with_one_another() {
    let dossier = contract();
    for rapport in &dossier.rapports {
        let entries = reported::of_rapport(&dossier, rapport);
        let summary = summarize(&dossier, rapport);
        let of_stage = |stage| {
            let filter = Filter { side: Some(Side::Resource), stage: Some(stage), ..Filter::default() };
            sum(&entries, &dossier, &filter).total
        };
        assert_eq!(of_stage(MoneyStage::Revised), summary.total.total.contracted.total, "{}", rapport.id);
        assert_eq!(of_stage(MoneyStage::Paid), summary.total.total.paid.total, "{}", rapport.id);
        let by_stage = view(
            &entries,
            &dossier,
            (Dimension::Stage, Dimension::Financeur),
            &Filter { side: Some(Side::Resource), ..Filter::default() },
        );
        let total = |key| by_stage.rows.iter().position(|row| *row == Key::Stage(key));
        let at = |key| total(key).map(|row| by_stage.row_totals[row].total);
        assert_eq!(at(MoneyStage::Committed), Some(of_stage(MoneyStage::Committed)));
    }
}

#[test]
fn a_total_of_an_exercice_explains_itself_by_each_of_its_names() {
    let explained = |name: &str| Scenario::new().project("quatre-ans").args(["explain", name]).run();
    for (name, total) in [
        ("total:etat:2025", "179 666,66 €  total calculé"),
        ("total.etat.2025", "179 666,66 €  total calculé"),
        ("axe-1:etat:2025", "98 000 €  total calculé"),
        ("fiches/1.1:2025", "90 000 €  total calculé"),
        ("plafond.reste.2025", "333,34 €  total calculé"),
        ("rapport-2024:engage", "185 500,50 €  total calculé"),
    ] {
        let said = explained(name).stdout.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(said.contains(total), "{name} : {said}");
    }
    assert_eq!(explained("total.etat.2031").code, 2);
    assert_eq!(explained("total:etat:2031").code, 2);
}
