//! Facts in the notation of the corpus: one a line, the value first, then what qualifies it.

use calpae::lang::facts::*;
use rust_decimal::Decimal;

/// The facts of a text, one a line, figures that are not read left out.
pub(crate) fn lines(text: &str) -> Vec<String> {
    read(text).facts.iter().filter_map(|fact| line(text, fact)).collect()
}

fn line(text: &str, fact: &SaidFact) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    match &fact.value {
        SaidValue::Amount(amount) => {
            words.push(format!("amount {}", number(&amount.euros)));
            words.extend(amount.is_rounded.then(|| "rounded".to_owned()));
            let per: Vec<String> = amount.per.iter().map(per).collect();
            words.extend((!per.is_empty()).then(|| format!("per={}", per.join(","))));
            words.extend(amount.tax.map(|tax| match tax {
                TaxSaid::Excluded => "tax=excl".to_owned(),
                TaxSaid::Included => "tax=incl".to_owned(),
            }));
            words.extend(in_words(amount.in_words));
        }
        SaidValue::Percentage(percentage) => {
            words.push(format!("percent {}", number(&percentage.number)));
            words.extend(percentage.base.clone().map(|bytes| format!("of={}", quoted(text, bytes))));
            words.extend(percentage.trend.map(|trend| match trend {
                Trend::Up => "change=up".to_owned(),
                Trend::Down => "change=down".to_owned(),
            }));
            words.extend(percentage.is_points.then(|| "points".to_owned()));
        }
        SaidValue::Count { number: n, noun, in_words: same } => {
            words.push(format!("count {}", number(n)));
            words.extend((!noun.is_empty()).then(|| format!("of={}", quoted(text, noun.clone()))));
            words.extend(in_words(*same));
        }
        SaidValue::Date { date, role } => {
            words.push(format!("date {}", day(*date)));
            words.extend(role.map(|role| match role {
                DateRole::From => "role=from".to_owned(),
                DateRole::Until => "role=until".to_owned(),
                DateRole::By => "role=by".to_owned(),
            }));
        }
        SaidValue::Period { from, to, .. } => words.push(format!("period {}..{}", day(*from), day(*to))),
        SaidValue::Duration { number: n, unit: of, in_words: same } => {
            words.push(format!("duration {} {}", number(n), unit(*of)));
            words.extend(in_words(*same));
        }
        SaidValue::Every { number: n, unit: of } => words.push(format!("every {} {}", number(n), unit(*of))),
        SaidValue::Reference { kind, number } => {
            let kind = match kind {
                ReferenceKind::Article => "article",
                ReferenceKind::Annexe => "annexe",
                ReferenceKind::Fiche => "fiche",
                ReferenceKind::Mesure => "mesure",
                ReferenceKind::Axe => "axe",
                ReferenceKind::Paragraph => "alinea",
                ReferenceKind::Law => "law",
            };
            words.push(format!("ref {kind} {number}"));
        }
        SaidValue::Acronym { letters, expansion } => {
            words.push(format!("acronym {letters}"));
            words.extend(expansion.clone().map(|bytes| format!("expands={}", quoted(text, bytes))));
        }
        SaidValue::NoSuchDate => words.push("no date".to_owned()),
        SaidValue::Bare(_) | SaidValue::Unread(_) => return None,
    }
    words.extend(qualities(fact).into_iter().map(str::to_owned));
    words.extend(fact.frame.by.clone().map(|bytes| format!("by={}", quoted(text, bytes))));
    words.extend(fact.frame.thing.map(|thing| format!("thing={}", name(thing))));
    words.extend(fact.frame.period.map(|(from, to)| match to {
        Some(to) => format!("for={}..{}", day(from), day(to)),
        None => format!("for={}", day(from)),
    }));
    Some(words.join(" "))
}

fn qualities(fact: &SaidFact) -> Vec<&'static str> {
    let modality = match fact.modality {
        Modality::Exact => None,
        Modality::About => Some("about"),
        Modality::AtMost => Some("at-most"),
        Modality::AtLeast => Some("at-least"),
        Modality::Above => Some("above"),
        Modality::Below => Some("below"),
    };
    let tense = match fact.tense {
        Tense::Present => None,
        Tense::Planned => Some("planned"),
        Tense::Past => Some("past"),
    };
    let link = match fact.link {
        FigureLink::Alone => None,
        FigureLink::Part => Some("part"),
        FigureLink::Restated => Some("soit"),
    };
    [modality, tense, link].into_iter().flatten().collect()
}

fn name(thing: Thing) -> &'static str {
    match thing {
        Thing::Total => "total",
        Thing::Contribution => "contribution",
        Thing::Expense => "expense",
        Thing::UnitCost => "unit",
        Thing::Advance => "advance",
        Thing::FinalPayment => "balance",
        Thing::LeftToPay => "remainder",
    }
}

fn decimal(value: Decimal) -> String {
    value.normalize().to_string()
}

fn number(number: &SaidNumber) -> String {
    match number.high {
        Some(high) => format!("{}..{}", decimal(number.low), decimal(high)),
        None => decimal(number.low),
    }
}

fn in_words(value: Option<Decimal>) -> Option<String> {
    value.map(|value| format!("words={}", decimal(value)))
}

/// Words of the text between quotes, in the form of the corpus.
fn quoted(text: &str, bytes: std::ops::Range<usize>) -> String {
    let plain = calpae::text::lookalikes::plain_form(&text[bytes]).replace('\u{ad}', "");
    format!("\"{plain}\"")
}

fn per(of: &PerUnit) -> String {
    match of {
        PerUnit::Person => "person".to_owned(),
        PerUnit::FullTimePost => "etp".to_owned(),
        PerUnit::Household => "household".to_owned(),
        PerUnit::Place => "place".to_owned(),
        PerUnit::Session => "session".to_owned(),
        PerUnit::Time(of) => unit(*of).to_owned(),
        PerUnit::Noun(noun) => noun.clone(),
    }
}

fn unit(unit: CalendarUnit) -> &'static str {
    match unit {
        CalendarUnit::Minute => "minute",
        CalendarUnit::Hour => "hour",
        CalendarUnit::Day => "day",
        CalendarUnit::Week => "week",
        CalendarUnit::Month => "month",
        CalendarUnit::Quarter => "quarter",
        CalendarUnit::Semester => "semester",
        CalendarUnit::Year => "year",
    }
}

fn day(date: SaidDate) -> String {
    match date {
        SaidDate::Day(year, month, day) => format!("{year}-{month:02}-{day:02}"),
        SaidDate::DayOfMonth(month, day) => format!("--{month:02}-{day:02}"),
        SaidDate::Month(year, month) => format!("{year}-{month:02}"),
        SaidDate::MonthAlone(month) => format!("--{month:02}"),
        SaidDate::Semester(year, rank) => format!("{year}-S{rank}"),
        SaidDate::Quarter(year, rank) => format!("{year}-T{rank}"),
        SaidDate::Year(year) => year.to_string(),
        SaidDate::StartOf(year) => format!("{year}-start"),
        SaidDate::MiddleOf(year) => format!("{year}-mid"),
        SaidDate::EndOf(year) => format!("{year}-end"),
    }
}
