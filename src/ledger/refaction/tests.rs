use crate::model::cadre::{Horizon, Level};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{
    RefactionCell, RefactionTerms, RefactionUnit, StillToSpend, balance, compute, due, still_to_spend,
};
use crate::model::Montant;
use crate::model::refaction::{Refaction, RefactionBase, RefactionPart, RefactionRounding};

fn euros(text: &str) -> Montant {
    Montant::read(text).unwrap()
}

fn cents(number: i64) -> Montant {
    Montant::rounded(Decimal::new(number, 2)).unwrap()
}

/// The share of the State in the contracted cost, over what all spent, action by action; all was paid beforehand.
fn plain() -> Refaction {
    Refaction {
        part: RefactionPart::Prorata,
        base: RefactionBase::Spent,
        level: Level::Action,
        horizon: Horizon::Exercice,
        threshold: Decimal::ZERO,
        cap: Decimal::ONE_HUNDRED,
        max_share: None,
        advance: Decimal::ONE_HUNDRED,
        rounding: RefactionRounding::HalfUp,
        source: None,
    }
}

fn percent(part: i64) -> RefactionPart {
    RefactionPart::Percent(Decimal::from(part))
}

/// Contracted by the State, contracted cost, spent, spent by the other funders.
fn cell(action: &str, axe: &str, exercice: &str, amounts: [&str; 4]) -> RefactionCell {
    let [etat, total, spent, others] = amounts.map(|text| Some(euros(text)));
    RefactionCell {
        action: action.to_owned(),
        axe: axe.to_owned(),
        node: axe.to_owned(),
        pool: None,
        exercice: exercice.to_owned(),
        terms: RefactionTerms {
            contracted_etat: etat,
            contracted_total: total,
            spent,
            spent_by_others: others,
            // Not told: only a rule on the credits asks for it.
            spent_of_etat: None,
        },
    }
}

/// The three actions of the issue: a and b of the axe X, c of the axe Y.
fn three_actions() -> Vec<RefactionCell> {
    vec![
        cell("a", "X", "2024", ["30 000", "80 000", "60 000", "8 000"]),
        cell("b", "X", "2024", ["20 000", "40 000", "41 234,56", "0"]),
        cell("c", "Y", "2024", ["50 000", "120 000", "98 765,40", "24 000"]),
    ]
}

fn dues(units: &[RefactionUnit]) -> Vec<Montant> {
    units.iter().map(|unit| unit.balance.unwrap().due).collect()
}

fn recovered(units: &[RefactionUnit]) -> Montant {
    units.iter().map(|unit| unit.balance.unwrap().recovered()).sum()
}

fn more(unit: &RefactionUnit) -> Montant {
    match unit.still_to_spend {
        Some(StillToSpend::Amount(more)) => more,
        other => panic!("{other:?}"),
    }
}

/// Worked by hand. What an action spends above its cost (b) counts in its axe and in the contract.
///   a: 30 000 × 60 000 / 80 000 = 22 500 ; b: 20 000 × 41 234,56 / 40 000 = 20 617,28 → 20 000 ;
///   c: 50 000 × 98 765,40 / 120 000 = 41 152,25.
///   X: 50 000 × 101 234,56 / 120 000 = 42 181,066… ; all: 100 000 × 199 999,96 / 240 000 = 83 333,316…
///   Net of the others: a 52 000 / 2, b 41 234,56 / 2 → 20 000, c 74 765,40 / 2.
///   Gaps: a 25 %, b none, c 17,69 %: a threshold of 20 % forgives c alone.
#[test]
fn the_rules_of_the_issue_as_worked_by_hand() {
    let half = Refaction { part: percent(50), ..plain() };
    let at = |rule: &Refaction, level| Refaction { level, ..rule.clone() };
    for (rule, expected, total, taken_back) in [
        (plain(), vec!["22 500", "20 000", "41 152,25"], "83 652,25", "16 347,75"),
        (half.clone(), vec!["30 000", "20 000", "49 382,70"], "99 382,70", "617,30"),
        (at(&plain(), Level::Contract), vec!["83 333,32"], "83 333,32", "16 666,68"),
        (at(&plain(), Level::Axe), vec!["42 181,07", "41 152,25"], "83 333,32", "16 666,68"),
        (
            Refaction { base: RefactionBase::Net, ..half.clone() },
            vec!["26 000", "20 000", "37 382,70"],
            "83 382,70",
            "16 617,30",
        ),
        (
            Refaction { threshold: Decimal::from(20), ..plain() },
            vec!["22 500", "20 000", "50 000"],
            "92 500",
            "7 500",
        ),
        (at(&half, Level::Contract), vec!["99 999,98"], "99 999,98", "0,02"),
    ] {
        let units = compute(&rule, &three_actions());
        assert_eq!(dues(&units), expected.into_iter().map(euros).collect::<Vec<_>>(), "{rule:?}");
        assert_eq!(dues(&units).into_iter().sum::<Montant>(), euros(total), "{rule:?}");
        assert_eq!(recovered(&units), euros(taken_back), "{rule:?}");
    }
}

/// The same three actions over two exercices.
fn two_exercices() -> Vec<RefactionCell> {
    vec![
        cell("a", "X", "2024", ["10 000", "30 000", "36 000", "3 000"]),
        cell("b", "X", "2024", ["20 000", "40 000", "41 234,56", "0"]),
        cell("c", "Y", "2024", ["25 000", "60 000", "50 000", "12 000"]),
        cell("a", "X", "2025", ["20 000", "50 000", "24 000", "5 000"]),
        cell("c", "Y", "2025", ["25 000", "60 000", "48 765,40", "12 000"]),
    ]
}

/// The same three actions over two exercices. E / C / spent / others, 2024 then 2025:
///   a: 10 000 / 30 000 / 36 000 / 3 000, then 20 000 / 50 000 / 24 000 / 5 000;
///   b: 20 000 / 40 000 / 41 234,56 / 0 in 2024 only;
///   c: 25 000 / 60 000 / 50 000 / 12 000, then 25 000 / 60 000 / 48 765,40 / 12 000.
///
/// Prorata, each exercice apart, action by action:
///   2024: a 10 000 × 36 000 / 30 000 = 12 000 → 10 000; b → 20 000; c 25 000 × 50 000 / 60 000 = 20 833,333… → 20 833,33.
///   2025: a 20 000 × 24 000 / 50 000 = 9 600; c 25 000 × 48 765,40 / 60 000 = 20 318,916… → 20 318,92.
///   Due 80 752,25; recovered 19 247,75. What a overspent in 2024 does not help 2025.
/// The whole contract, action by action: the sums are those of one exercice, 83 652,25 and 16 347,75.
/// The contract as one unit, each exercice apart:
///   2024: 55 000 × 127 234,56 / 130 000 = 53 830,006… → 53 830,01; 2025: 45 000 × 72 765,40 / 110 000 = 29 767,663… →
///   29 767,66. Due 83 597,67; recovered 16 402,33. Over the whole contract: 83 333,32.
/// By axe, each exercice apart: X 2024: 30 000 × 77 234,56 / 70 000 = 33 100,52… → 30 000; Y 2024: 20 833,33;
///   X 2025: 9 600; Y 2025: 20 318,92. Due 80 752,25.
/// Half, net, action by action, each exercice apart:
///   2024: a 33 000 / 2 = 16 500 → 10 000; b 20 000; c 38 000 / 2 = 19 000; 2025: a 19 000 / 2 = 9 500;
///   c 36 765,40 / 2 = 18 382,70. Due 76 882,70; recovered 23 117,30. Over the whole contract: 83 382,70.
/// Prorata, nothing below a gap of 20 %, action by action:
///   2024: gaps a none, b none, c 16,67 %: 10 000 + 20 000 + 25 000; 2025: a 52 % → 9 600; c 18,72 % → 25 000.
///   Due 89 600; recovered 10 400. Over the whole contract: 92 500.
#[test]
fn two_exercices_apart_or_together_as_worked_by_hand() {
    let cells = two_exercices();
    let apart = plain();
    let by = |level| Refaction { level, ..plain() };
    let net = Refaction { part: percent(50), base: RefactionBase::Net, ..plain() };
    let tolerant = Refaction { threshold: Decimal::from(20), ..plain() };
    for (rule, expected, taken_back, whole) in [
        (
            apart,
            vec!["10 000", "20 000", "20 833,33", "9 600", "20 318,92"],
            "19 247,75",
            vec!["22 500", "20 000", "41 152,25"],
        ),
        (by(Level::Contract), vec!["53 830,01", "29 767,66"], "16 402,33", vec!["83 333,32"]),
        (
            by(Level::Axe),
            vec!["30 000", "20 833,33", "9 600", "20 318,92"],
            "19 247,75",
            vec!["42 181,07", "41 152,25"],
        ),
        (
            net,
            vec!["10 000", "20 000", "19 000", "9 500", "18 382,70"],
            "23 117,30",
            vec!["26 000", "20 000", "37 382,70"],
        ),
        (
            tolerant,
            vec!["10 000", "20 000", "25 000", "9 600", "25 000"],
            "10 400",
            vec!["22 500", "20 000", "50 000"],
        ),
    ] {
        let units = compute(&rule, &cells);
        assert_eq!(dues(&units), expected.into_iter().map(euros).collect::<Vec<_>>(), "{rule:?}");
        assert_eq!(recovered(&units), euros(taken_back), "{rule:?}");
        assert!(units.iter().all(|unit| unit.exercice.is_some()));
        let together = Refaction { horizon: Horizon::Contract, ..rule };
        let units = compute(&together, &cells);
        assert_eq!(dues(&units), whole.into_iter().map(euros).collect::<Vec<_>>(), "{together:?}");
        assert!(units.iter().all(|unit| unit.exercice.is_none()));
    }
}

/// The three actions, the money of X staying in X. Over the contract, what b spends above its cost helps a and no more c.
///   Prorata, one exercice: X: 50 000 × 101 234,56 / 120 000 = 42 181,066… → 42 181,07; the rest (c):
///   50 000 × 98 765,40 / 120 000 = 41 152,25. Due 83 333,32; recovered 16 666,68, which is here that of the whole contract,
///   as both shares are 50 000 of 120 000.
///   Half: X: 101 234,56 / 2 = 50 617,28 → 50 000; c: 98 765,40 / 2 = 49 382,70. Due 99 382,70; recovered 617,30, where the
///   contract as one unit recovers 0,02: the 617,28 that X has too much stay in X.
///   Two exercices, half, each apart: 2024: X: (36 000 + 41 234,56) / 2 = 38 617,28 → 30 000; c: 25 000. 2025: X:
///   24 000 / 2 = 12 000 of 20 000; c: 48 765,40 / 2 = 24 382,70 of 25 000. Due 91 382,70; recovered 8 617,30.
#[test]
fn money_that_cannot_serve_elsewhere_is_counted_apart() {
    let apart = |cells: Vec<RefactionCell>| {
        let pool = |cell: &RefactionCell| (cell.axe == "X").then(|| "X".to_owned());
        cells.into_iter().map(|cell| RefactionCell { pool: pool(&cell), ..cell }).collect::<Vec<_>>()
    };
    let one = apart(three_actions());
    let two = apart(two_exercices());
    let half = Refaction { part: percent(50), ..plain() };
    let at = |rule: &Refaction, horizon| Refaction { level: Level::Contract, horizon, ..rule.clone() };
    let (each, whole) = (Horizon::Exercice, Horizon::Contract);
    for (rule, cells, expected, taken_back) in [
        (at(&plain(), each), &one, vec!["42 181,07", "41 152,25"], "16 666,68"),
        (at(&plain(), whole), &one, vec!["42 181,07", "41 152,25"], "16 666,68"),
        (at(&half, each), &one, vec!["50 000", "49 382,70"], "617,30"),
        (at(&half, whole), &one, vec!["50 000", "49 382,70"], "617,30"),
        (at(&half, each), &two, vec!["30 000", "25 000", "12 000", "24 382,70"], "8 617,30"),
        (at(&half, whole), &two, vec!["50 000", "49 382,70"], "617,30"),
    ] {
        let units = compute(&rule, cells);
        assert_eq!(dues(&units), expected.into_iter().map(euros).collect::<Vec<_>>(), "{rule:?}");
        assert_eq!(recovered(&units), euros(taken_back), "{rule:?}");
        let pools: Vec<Option<&str>> = units.iter().map(|unit| unit.pool.as_deref()).collect();
        assert!(pools.chunks(2).all(|pair| pair == [Some("X"), None]), "{pools:?}");
    }
    // Action by action, nothing makes up for anything.
    let units = compute(&half, &one);
    assert_eq!((units.len(), recovered(&units)), (3, euros("617,30")));
    assert!(units.iter().all(|unit| unit.pool.is_none()));
}

/// An axe whose part keeps its money: a in X itself, b in X1. Prorata: a 22 500 and b 20 000, where X as one unit is due
/// 42 181,07 of its 50 000.
#[test]
fn a_part_of_an_axe_that_keeps_its_money_is_apart_from_the_axe() {
    let mut cells = three_actions();
    let rule = Refaction { level: Level::Axe, ..plain() };
    cells[1].node = "X1".to_owned();
    let whole = compute(&rule, &cells);
    assert_eq!(dues(&whole), [euros("42 181,07"), euros("41 152,25")]);
    assert_eq!(whole[0].nodes, ["X", "X1"]);
    cells[1].pool = Some("X1".to_owned());
    let units = compute(&rule, &cells);
    assert_eq!(dues(&units), [euros("22 500"), euros("20 000"), euros("41 152,25")]);
    let named: Vec<_> = units.iter().map(|unit| (unit.axe.as_deref(), unit.pool.as_deref())).collect();
    assert_eq!(named, [(Some("X"), None), (Some("X"), Some("X1")), (Some("Y"), None)]);
}

/// What is left to spend, worked by hand: prorata, a lacks 20 000 of its 80 000 and c 21 234,60 of its 120 000, less what
/// rounds up (c: 0,00 : 50 000 × 119 999,99 / 120 000 = 49 999,9958… → 50 000 at 119 999,99). Half: c lacks 1 234,59, as
/// 99 999,99 / 2 rounds to 50 000. With a threshold of 20 %, a is forgiven from 64 000 spent: it lacks 4 000.
#[test]
fn what_is_left_to_spend_is_told_to_the_cent() {
    let of = |rule: &Refaction| compute(rule, &three_actions()).iter().map(more).collect::<Vec<_>>();
    assert_eq!(of(&plain()), [euros("19 999,99"), euros("0"), euros("21 234,59")]);
    let half = Refaction { part: percent(50), ..plain() };
    assert_eq!(of(&half), [euros("0"), euros("0"), euros("1 234,59")]);
    let tolerant = Refaction { threshold: Decimal::from(20), ..plain() };
    assert_eq!(of(&tolerant), [euros("4 000"), euros("0"), euros("0")]);
    // 2 × 0,02 less half a cent twice.
    let whole = Refaction { level: Level::Contract, ..half };
    assert_eq!(of(&whole), [euros("0,03")]);
    // Rounded down, nothing is forgiven to the last cent.
    let down = Refaction { rounding: RefactionRounding::Down, ..plain() };
    assert_eq!(of(&down), [euros("20 000"), euros("0"), euros("21 234,60")]);
    // A ceiling that no spending lifts.
    let capped = Refaction { cap: Decimal::from(80), ..plain() };
    let units = compute(&capped, &three_actions());
    assert!(units.iter().all(|unit| unit.still_to_spend == Some(StillToSpend::Impossible)));
    // Half of the State's credits is never all of them.
    let terms = RefactionTerms { spent_of_etat: Some(euros("20 000")), ..three_actions()[0].terms };
    let credits = Refaction { base: RefactionBase::Credits, part: percent(50), ..plain() };
    assert_eq!(still_to_spend(&credits, &terms), Some(StillToSpend::Impossible));
    let credits = Refaction { base: RefactionBase::Credits, part: percent(100), ..plain() };
    assert_eq!(still_to_spend(&credits, &terms), Some(StillToSpend::Amount(euros("10 000"))));
}

/// Three ways of rounding 0,005: 1 of 200 contracted, 1 spent.
#[test]
fn half_a_cent_goes_where_the_rule_says() {
    for (rounding, spent, expected) in [
        (RefactionRounding::HalfUp, "1", "0,01"),
        (RefactionRounding::Down, "1", "0"),
        (RefactionRounding::HalfEven, "1", "0"),
        (RefactionRounding::HalfEven, "3", "0,02"),
        (RefactionRounding::Down, "3", "0,01"),
    ] {
        let terms = cell("a", "X", "2024", ["1", "200", spent, "0"]).terms;
        assert_eq!(due(&Refaction { rounding, ..plain() }, &terms), Some(euros(expected)), "{rounding:?}");
    }
}

/// The two rules of the first format. Columns: contracted and executed State, contracted and executed total; due, balance.
#[test]
fn two_frameworks_with_two_rules_as_worked_by_hand() {
    let proportional = Refaction { threshold: Decimal::from(10), ..plain() };
    let actual_expense = Refaction {
        part: percent(100),
        base: RefactionBase::Credits,
        max_share: Some(Decimal::from(50)),
        advance: Decimal::from(70),
        ..plain()
    };
    // First framework: all was paid beforehand, a shortfall of 10 % is forgiven.
    //   60 000 of 120 000; 108 000 spent: 90 %, shortfall 10 %, forgiven.          due 60 000      balance 0
    //   60 000 of 120 000; 107 999,99 spent: shortfall above 10 %.                  60 000 × 107 999,99 / 120 000 = 53 999,995 → 54 000,00 ; −6 000,00
    //   20 000 of 40 000;  30 000 spent: 75 %.                                      due 15 000      balance −5 000
    //   10 666,67 of 33 333,33; 20 000 spent: 10 666,67 × 20 000 / 33 333,33 = 6 400,0026… → 6 400,00 ; −4 266,67
    //   20 000 of 40 000;  50 000 spent: 125 %, never more than contracted.         due 20 000      balance 0
    //   20 000 of 40 000;  nothing spent.                                           due 0           balance −20 000
    // Second: 70 % was paid beforehand, the State pays what was spent of its credits, half of the whole at most.
    //   60 000 of 120 000; 48 000 of 96 000 spent.                                  due 48 000      balance +6 000
    //   60 000 of 120 000; 60 000 of 100 000 spent: half of 100 000.                due 50 000      balance +8 000
    //   20 000 of 40 000;  12 500,55 of 40 000 spent.                               due 12 500,55   balance −1 499,45
    //   20 000 of 40 000;  26 000 of 80 000 spent: never more than contracted.      due 20 000      balance +6 000
    for (rule, etat, etat_spent, total, spent, due, net) in [
        (&proportional, "60 000", "54 000", "120 000", "108 000", "60 000", "0"),
        (&proportional, "60 000", "54 000", "120 000", "107 999,99", "54 000", "-6 000"),
        (&proportional, "20 000", "20 000", "40 000", "30 000", "15 000", "-5 000"),
        (&proportional, "10 666,67", "5 000", "33 333,33", "20 000", "6 400", "-4 266,67"),
        (&proportional, "20 000", "25 000", "40 000", "50 000", "20 000", "0"),
        (&proportional, "20 000", "0", "40 000", "0", "0", "-20 000"),
        (&actual_expense, "60 000", "48 000", "120 000", "96 000", "48 000", "6 000"),
        (&actual_expense, "60 000", "60 000", "120 000", "100 000", "50 000", "8 000"),
        (&actual_expense, "20 000", "12 500,55", "40 000", "40 000", "12 500,55", "-1 499,45"),
        (&actual_expense, "20 000", "26 000", "40 000", "80 000", "20 000", "6 000"),
    ] {
        let terms = RefactionTerms {
            spent_of_etat: Some(euros(etat_spent)),
            ..cell("a", "X", "2024", [etat, total, spent, "0"]).terms
        };
        let computed = balance(rule, &terms).unwrap();
        assert_eq!((computed.due, computed.net()), (euros(due), euros(net)), "{rule:?} {terms:?}");
    }
}

/// A rule asks only for what it needs, and divides by no zero.
#[test]
fn what_the_rule_does_not_need_may_be_unknown() {
    let known = three_actions()[0].terms;
    let split = RefactionTerms { spent_by_others: None, spent_of_etat: None, ..known };
    assert_eq!(due(&plain(), &split), Some(euros("22 500")));
    let half = Refaction { part: percent(50), ..plain() };
    assert_eq!(due(&half, &RefactionTerms { contracted_total: None, ..split }), Some(euros("30 000")));
    let net = Refaction { base: RefactionBase::Net, ..half.clone() };
    assert_eq!(due(&net, &split), None);
    let credits = Refaction { base: RefactionBase::Credits, ..half };
    assert_eq!(due(&credits, &split), None);
    let of_etat =
        RefactionTerms { contracted_total: None, spent: None, spent_of_etat: Some(euros("12 000")), ..split };
    assert_eq!(due(&credits, &of_etat), Some(euros("6 000")));
    let no_cost = RefactionTerms { contracted_total: Some(Montant::ZERO), ..known };
    assert_eq!((due(&plain(), &no_cost), still_to_spend(&plain(), &no_cost)), (None, None));
    assert_eq!(due(&plain(), &RefactionTerms::ZERO), Some(Montant::ZERO));
    let mut cells = three_actions();
    cells[1].terms.spent = None;
    let whole = compute(&Refaction { level: Level::Contract, ..plain() }, &cells);
    assert_eq!((whole[0].balance, whole[0].still_to_spend), (None, None));
}

fn rules() -> impl Strategy<Value = Refaction> {
    let part = prop_oneof![Just(RefactionPart::Prorata), (0i64..=100).prop_map(percent)];
    let base = prop::sample::select(vec![RefactionBase::Spent, RefactionBase::Net, RefactionBase::Credits]);
    let level = prop::sample::select(vec![Level::Action, Level::Axe, Level::Contract]);
    let rounding = prop::sample::select(vec![
        RefactionRounding::HalfUp,
        RefactionRounding::Down,
        RefactionRounding::HalfEven,
    ]);
    let rates = (
        prop_oneof![Just(0i64), 1i64..=100],
        prop_oneof![3 => Just(100i64), 1 => 0i64..=100],
        prop::option::weighted(0.3, 1i64..=100),
    );
    (part, base, level, rounding, rates).prop_map(
        |(part, base, level, rounding, (threshold, cap, max_share))| Refaction {
            part,
            base,
            level,
            rounding,
            threshold: threshold.into(),
            cap: cap.into(),
            max_share: max_share.map(Decimal::from),
            ..plain()
        },
    )
}

/// An action in an exercice: the State contracts a part of the cost, the others and the State spend a part of the whole.
fn random_cells() -> impl Strategy<Value = Vec<RefactionCell>> {
    let cell = (0usize..4, 0usize..2, 1i64..20_000_000, 0i64..=100, 0i64..25_000_000, 0i64..=50, 0i64..=50);
    let cell = cell.prop_map(|(action, exercice, total, share, spent, others, of_etat)| RefactionCell {
        action: ["1", "2", "3", "4"][action].to_owned(),
        axe: ["X", "X", "Y", "Y"][action].to_owned(),
        node: ["X", "X1", "Y", "Y"][action].to_owned(),
        pool: [None, Some("X1".to_owned()), None, None][action].clone(),
        exercice: ["2024", "2025"][exercice].to_owned(),
        terms: RefactionTerms {
            contracted_etat: Some(cents(total * share / 100)),
            contracted_total: Some(cents(total)),
            spent: Some(cents(spent)),
            spent_by_others: Some(cents(spent * others / 100)),
            spent_of_etat: Some(cents(spent * of_etat / 100)),
        },
    });
    prop::collection::vec(cell, 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_due_is_between_nothing_and_what_was_contracted(rule in rules(), cells in random_cells()) {
        let units = compute(&rule, &cells);
        for unit in &units {
            let balance = unit.balance.unwrap();
            prop_assert!(balance.due >= Montant::ZERO && balance.due <= balance.contracted);
            prop_assert_eq!(balance.due + balance.recovered(), balance.contracted);
        }
        // Each cell is in one unit and no other.
        let contracted: Montant = cells.iter().filter_map(|cell| cell.terms.contracted_etat).sum();
        let of_units: Montant = units.iter().map(|unit| unit.balance.unwrap().contracted).sum();
        prop_assert_eq!(contracted, of_units);
        let split: Montant = units.iter().map(|unit| unit.balance.unwrap().due).sum();
        prop_assert_eq!(split + recovered(&units), contracted);
    }

    #[test]
    fn who_spends_more_is_owed_no_less(rule in rules(), cells in random_cells(), more in 0i64..10_000_000) {
        for unit in compute(&rule, &cells) {
            let after = due(&rule, &unit.terms.after_spending(cents(more))).unwrap();
            prop_assert!(after >= unit.balance.unwrap().due);
        }
    }

    #[test]
    fn what_is_left_to_spend_is_enough_and_a_cent_less_is_not(rule in rules(), cells in random_cells()) {
        for unit in compute(&rule, &cells) {
            let lost = |more: i64| balance(&rule, &unit.terms.after_spending(cents(more))).unwrap().recovered();
            match unit.still_to_spend.unwrap() {
                StillToSpend::Amount(more) => {
                    let more: i64 = (more.euros() * Decimal::ONE_HUNDRED).try_into().unwrap();
                    prop_assert_eq!(lost(more), Montant::ZERO);
                    prop_assert!(more == 0 || lost(more - 1) > Montant::ZERO);
                }
                StillToSpend::Impossible => prop_assert!(lost(99_000_000_000) > Montant::ZERO),
            }
        }
    }

    #[test]
    fn over_one_exercice_both_horizons_are_the_same(rule in rules(), mut cells in random_cells()) {
        cells.iter_mut().for_each(|cell| "2024".clone_into(&mut cell.exercice));
        let apart = compute(&rule, &cells);
        let together = compute(&Refaction { horizon: Horizon::Contract, ..rule }, &cells);
        prop_assert_eq!(apart.len(), together.len());
        for (one, other) in apart.iter().zip(&together) {
            prop_assert_eq!((one.balance, one.still_to_spend), (other.balance, other.still_to_spend));
        }
    }
}
