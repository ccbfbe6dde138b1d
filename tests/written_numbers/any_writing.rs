//! However a number is written, it is read as itself or refused.

use calpae::lang::numbers::{NumberError, read_decimal};
use calpae::model::{Measured, Montant};
use calpae::parse::scalars::read_measured;
use proptest::prelude::*;
use rust_decimal::Decimal;

/// A way to write a number, made of one choice each.
#[derive(Debug, Clone)]
struct Writing {
    cents: i64,
    grouping: &'static str,
    mark: &'static str,
    decimals: usize,
    sign: usize,
    currency: &'static str,
    around: (&'static str, &'static str),
}

const GROUPINGS: [&str; 15] = [
    "", " ", "\u{a0}", "\u{202f}", "\u{2009}", "\u{2007}", "\u{2002}", "\t", "  ", " \u{a0}", "'", "’", ".",
    ",", "\u{200b}",
];
const CURRENCIES: [&str; 10] =
    ["", "€", " €", "\u{a0}€", "\u{202f}€", " euros", " Euros", " EUR", " k€", " € TTC"];
const AROUND: [(&str, &str); 8] = [
    ("", ""),
    (" ", " "),
    ("\u{a0}", "\u{a0}"),
    ("“", "”"),
    ("« ", " »"),
    ("\"", "\""),
    ("'", ""),
    ("= ", ""),
];

impl Writing {
    /// The number meant.
    fn value(&self) -> Decimal {
        Decimal::new(self.cents, 2)
    }

    fn text(&self) -> String {
        let digits = (self.cents.unsigned_abs() / 100).to_string();
        let mut grouped = String::new();
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                grouped.push_str(self.grouping);
            }
            grouped.push(c);
        }
        let cents = format!("{:02}", self.cents.unsigned_abs() % 100);
        let fraction = match self.decimals {
            0 if cents == "00" => String::new(),
            1 if cents.ends_with('0') => format!("{}{}", self.mark, &cents[..1]),
            n => format!("{}{cents}{}", self.mark, "0".repeat(n.saturating_sub(2))),
        };
        let number = format!("{grouped}{fraction}");
        let signed = match (self.cents < 0, self.sign) {
            (false, 0) => format!("+{number}"),
            (false, _) => number,
            (true, 0) => format!("({number})"),
            (true, 1) => format!("{number}-"),
            (true, 2) => format!("−{number}"),
            (true, 3) => format!("–{number}"),
            (true, 4) => format!("- {number}"),
            (true, 5) => format!("\u{2011}{number}"),
            (true, _) => format!("-{number}"),
        };
        format!("{}{signed}{}{}", self.around.0, self.currency, self.around.1)
    }

    /// Whether the format promises to read it.
    fn is_promised(&self) -> bool {
        let grouped = !matches!(self.grouping, "." | "," | "\u{200b}");
        let sign = if self.cents < 0 { self.sign >= 2 } else { self.sign != 0 };
        let around = self.around.0.trim().is_empty();
        grouped && sign && around && self.decimals <= 2 && !matches!(self.currency, " k€" | " € TTC")
    }
}

fn writings() -> impl Strategy<Value = Writing> {
    let cents = prop_oneof![
        4 => -99_999_999_999i64..99_999_999_999,
        2 => (-999_999i64..999_999).prop_map(|euros| euros * 1_000),
        1 => (-9_999i64..9_999).prop_map(|euros| euros * 100),
    ];
    let choices = (
        cents,
        proptest::sample::select(&GROUPINGS[..]),
        proptest::sample::select(vec![",", "."]),
        0usize..5,
        0usize..8,
        proptest::sample::select(&CURRENCIES[..]),
        prop_oneof![3 => Just(AROUND[0]), 1 => proptest::sample::select(&AROUND[..])],
    );
    // One mark for groups and for decimals is no way to write.
    let choices = choices.prop_filter("deux signes", |(_, grouping, mark, ..)| grouping != mark);
    choices.prop_map(|(cents, grouping, mark, decimals, sign, currency, around)| Writing {
        cents,
        grouping,
        mark,
        decimals,
        sign,
        currency,
        around,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 50_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// However an amount is written, it is read as itself or refused; and what the format promises is read.
    #[test]
    fn an_amount_is_never_read_as_another(writing in writings()) {
        let text = writing.text();
        match Montant::read(&text) {
            Ok(montant) => prop_assert_eq!(montant.euros(), writing.value().normalize(), "{}", text),
            Err(error) => prop_assert!(!writing.is_promised(), "{} : {}", text, error),
        }
    }

    /// The same for the value of an indicator and for a bare number.
    #[test]
    fn a_number_is_never_read_as_another(writing in writings()) {
        let text = writing.text();
        match read_measured(&text) {
            Ok(Measured::Number(number)) => {
                // « k€ » is a unit as any other: it stays beside its number.
                prop_assert_eq!(number.value.normalize(), writing.value().normalize(), "{}", text);
            }
            Ok(other) => prop_assert!(false, "{} : {:?}", text, other),
            Err(error) => prop_assert!(!writing.is_promised(), "{} : {}", text, error),
        }
        match read_decimal(&text) {
            Ok(number) => prop_assert_eq!(number.normalize(), writing.value().normalize(), "{}", text),
            Err(NumberError::Ambiguous { grouped, decimal }) => {
                let meant = writing.value().normalize();
                prop_assert!([grouped.normalize(), decimal.normalize()].contains(&meant), "{}", text);
            }
            Err(_) => prop_assert!(!writing.is_promised() || !writing.currency.is_empty(), "{}", text),
        }
    }
}
