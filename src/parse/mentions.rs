//! The facts that a text states: amounts, percentages, days, references. Whatever is not surely one of them
//! is left aside: a rule never sees a fact that is not there.

use crate::model::Numero;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::dates::read_day;
use crate::lang::numbers::read_fraction;
use crate::model::montant::Montant;
use crate::model::passage::{DocumentPart, Fact, Mention};
use crate::model::time::month_number;
use crate::text::pattern;
use regex::Regex;

/// The patterns, in the order in which they claim their bytes.
static PATTERNS: LazyLock<[(Regex, Parsed); 5]> = LazyLock::new(|| {
    const MONTHS: &str =
        "(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)";
    const NUMBER: &str = r"[0-9]{1,3}(?:[ \x{a0}\x{202f}][0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?";
    [
        (
            pattern(&format!(r"(?:1er|[0-9]{{1,2}})[ \x{{a0}}]{MONTHS}(?:[ \x{{a0}}][0-9]{{4}})?")),
            day as Parsed,
        ),
        (pattern(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}"), numeric_day),
        (pattern(&format!(r"{MONTHS}[ \x{{a0}}][0-9]{{4}}")), month),
        (pattern(&format!(r"(?:{NUMBER})[ \x{{a0}}\x{{202f}}]?(?:€|euros?|k€|M€|%)")), unit),
        (
            pattern(
                r"(?:[Aa]rticles?|[Aa]nnexes?|[Ff]iches?(?:[- ]actions?)?|[Mm]esures?)[ \x{a0}](?:n°[ \x{a0}]?)?(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[A-H])",
            ),
            cross_reference,
        ),
    ]
});

type Parsed = fn(&str) -> Option<Fact>;

/// The facts of a text, in order; none overlaps another.
pub fn read(text: &str) -> Vec<Mention> {
    // Every fact has a digit, but a reference to an annexe.
    if !text.bytes().any(|b| b.is_ascii_digit()) && !text.contains("nnexe") {
        return Vec::new();
    }
    // A day that does not exist claims its bytes too: its month alone would be another fact.
    let mut scanned: BTreeMap<usize, (Range<usize>, Option<Fact>)> = BTreeMap::new();
    for (pattern, reading) in PATTERNS.iter() {
        for found in pattern.find_iter(text) {
            let bytes = found.range();
            let previous = scanned.range(..bytes.end).next_back();
            let taken = previous.is_some_and(|(_, (taken, _))| bytes.start < taken.end);
            if taken || !is_isolated(text, bytes.start, bytes.end) {
                continue;
            }
            scanned.insert(bytes.start, (bytes, reading(found.as_str())));
        }
    }
    scanned.into_values().filter_map(|(bytes, fact)| Some(Mention { fact: fact?, bytes })).collect()
}

/// Whether what stands around is not a part of the same number or word.
fn is_isolated(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|t| t.chars().next_back());
    let mut after = text.get(end..).unwrap_or("").chars();
    let next = after.next();
    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-');
    // « 12,5 % » is not « 5 % »; « article 2.1 » is not « article 2 ».
    let decimal = before.is_some_and(|c| matches!(c, ',' | '.' | '/'));
    let rest = matches!(next, Some('.' | ',' | '/')) && after.next().is_some_and(|c| c.is_ascii_digit());
    !word(before) && !word(next) && !decimal && !rest
}

fn day(text: &str) -> Option<Fact> {
    let text = text.replace('\u{a0}', " ");
    if let Ok(day) = read_day(&text) {
        return Some(Fact::Day(day));
    }
    let (day, month) = text.split_once(' ')?;
    let day = day.strip_suffix("er").unwrap_or(day).parse().ok()?;
    Some(Fact::DayWithoutYear(day, month_number(month)?))
}

fn numeric_day(text: &str) -> Option<Fact> {
    read_day(text).ok().map(Fact::Day)
}

fn month(text: &str) -> Option<Fact> {
    let (month, year) = text.split_once([' ', '\u{a0}'])?;
    Some(Fact::Month(month_number(month)?, year.parse().ok()?))
}

fn unit(text: &str) -> Option<Fact> {
    let end = text.find(|c: char| c.is_alphabetic() || c == '€' || c == '%')?;
    let (number, unit) = text.split_at_checked(end)?;
    let number = number.trim();
    match unit {
        "%" => read_fraction(number).ok().map(Fact::Percentage),
        // Thousands and millions of euros are round on purpose: they state no amount to the euro.
        "k€" | "M€" => None,
        _ => Montant::read(number).ok().map(Fact::Montant),
    }
}

fn cross_reference(text: &str) -> Option<Fact> {
    let name = text.get(text.rfind([' ', '\u{a0}', '°'])?..)?;
    let name = name.trim_start_matches([' ', '\u{a0}', '°']).to_owned();
    let letter = name.starts_with(|c: char| c.is_ascii_uppercase());
    Some(Fact::CrossReference(match text.chars().next()?.to_ascii_lowercase() {
        'f' if !letter => DocumentPart::Fiche(Numero::read(&name)?),
        'm' if name.contains('.') => DocumentPart::Mesure(name),
        'a' if text.to_lowercase().starts_with("article") && !letter => DocumentPart::Article(name),
        'a' if text.to_lowercase().starts_with("annexe") => DocumentPart::Annexe(name),
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Day;
    use proptest::prelude::*;

    fn facts(text: &str) -> Vec<(Fact, &str)> {
        read(text).into_iter().map(|m| (m.fact, text.get(m.bytes).unwrap())).collect()
    }

    #[test]
    fn facts_are_found_in_prose() {
        let m = |t: &str| Fact::Montant(Montant::read(t).unwrap());
        let j = |a, m, j| Fact::Day(Day::new(a, m, j).unwrap());
        let r = Fact::CrossReference;
        for (text, expected) in [
            ("soit 2 574 959 € en 2022", vec![(m("2574959"), "2 574 959 €")]),
            (
                "835 580,45 € et 60 500 euros",
                vec![(m("835580.45"), "835 580,45 €"), (m("60500"), "60 500 euros")],
            ),
            ("le 1er juillet 2022", vec![(j(2022, 7, 1), "1er juillet 2022")]),
            ("au 30/06/2022.", vec![(j(2022, 6, 30), "30/06/2022")]),
            ("depuis mars 2022", vec![(Fact::Month(3, 2022), "mars 2022")]),
            ("avant le 31 mars", vec![(Fact::DayWithoutYear(31, 3), "31 mars")]),
            (
                "12,5 % ou 10%",
                vec![
                    (Fact::Percentage("12.5".parse().unwrap()), "12,5 %"),
                    (Fact::Percentage("10".parse().unwrap()), "10%"),
                ],
            ),
            (
                "l’article 2.1 et l’annexe A",
                vec![
                    (r(DocumentPart::Article("2.1".into())), "article 2.1"),
                    (r(DocumentPart::Annexe("A".into())), "annexe A"),
                ],
            ),
            (
                "la fiche-action n° 4, mesure 3.2",
                vec![
                    (r(DocumentPart::Fiche(Numero::from(4))), "fiche-action n° 4"),
                    (r(DocumentPart::Mesure("3.2".into())), "mesure 3.2"),
                ],
            ),
        ] {
            assert_eq!(facts(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_resembles_a_fact_is_left_aside() {
        for text in [
            "2 parts",
            "150 k€",
            "n° 2021-1900",
            "Annexe Bis",
            "la mesure 3 fois",
            "v12 %x",
            "1,2,3 €",
            "31 février 2022",
            "{budget.total}",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,60}") {
            let mentions = read(&text);
            prop_assert!(mentions.windows(2).all(|w| w[0].bytes.end <= w[1].bytes.start));
            prop_assert!(mentions.iter().all(|m| text.get(m.bytes.clone()).is_some()));
        }
    }
}
