//! What a passage says of time: its moments, its sentences, and whether a sentence tells of the past.

use std::ops::Range;
use std::sync::LazyLock;

use super::{Interval, bounds};
use crate::model::passage::Fact;
use crate::model::{Day, ImpreciseDate, Passage};
use crate::text::{pattern, tail};
use regex::{Captures, Regex};

/// A verb at the past of what is accomplished: « a rendu », « s’est réuni », « est paru ». « Sont évaluées » is
/// a present: with « être », only the verbs that make their past with it.
static PAST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\b(?:a|ont|avait|avaient|ayant) (?:(?:\w+ment|ainsi|aussi|bien|déjà|depuis|donc|enfin|plus|par conséquent|par ailleurs|en outre|en effet|de plus) )?(?:été )?\w+(?:é|ée|és|ées|i|ie|is|it|u|ue|us|ues|t)\b|\b(?:s['’]est|se sont|s['’]était|s['’]étaient) \w+(?:é|ée|és|ées|i|ie|is|u|ue|us|ues)\b|\b(?:est|sont) (?:paru|entré|sorti|né|intervenu|devenu|arrivé|venu)e?s?\b)",
    )
});

/// Words that end as a participle does and are none: « a lieu », « ont droit », « A cet effet ».
const NOT_PARTICIPLES: [&str; 17] = [
    "lieu", "droit", "tout", "plus", "huit", "sept", "vingt", "cent", "cet", "ainsi", "aussi", "depuis",
    "qui", "trait", "effet", "sujet", "jusqu",
];

/// Whether a sentence tells of something accomplished.
pub(in crate::check) fn is_accomplished(sentence: &str) -> bool {
    PAST.find_iter(sentence).any(|verb| {
        let last = verb.as_str().rsplit(' ').next().unwrap_or("").to_lowercase();
        !NOT_PARTICIPLES.contains(&last.as_str())
    })
}

/// A year, and what makes it narrower: « second semestre 2022 », « fin 2019 », « rentrée 2022 ».
static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\b(?P<rang>premier|1er|second|deuxième|2e|2nd|2ème|troisième|3e|3ème|quatrième|4e|4ème|dernier) (?P<part>semestre|trimestre) (?:de )?|\b(?P<bord>début|fin)(?: d['’]année| de l['’]année)? |\b(?P<rentree>rentrée) (?:de )?)?\b(?P<an>(?:19|20)[0-9]{2})\b",
    )
});

/// A moment that a text states.
#[derive(Debug, Clone)]
pub(in crate::check) struct Moment {
    /// Its days.
    pub days: Interval,
    /// Where the text states it.
    pub bytes: Range<usize>,
}

/// The days, months, seasons and years of a passage, in order; days without a year are left aside.
pub(in crate::check) fn moments(passage: &Passage) -> Vec<Moment> {
    let mut output: Vec<Moment> = Vec::new();
    for mention in &passage.mentions {
        let days = match mention.fact {
            Fact::Day(day) => Some((day, day)),
            // « Le premier janvier 2021 » is a day, written in letters.
            Fact::Month(month, year) if preceding(&passage.text, mention.bytes.start, "premier") => {
                Day::new(year, month, 1).map(|j| (j, j))
            }
            Fact::Month(month, year) => bounds(&ImpreciseDate::Month(month, year)),
            Fact::Montant(_) | Fact::DayWithoutYear(..) | Fact::Percentage(_) | Fact::CrossReference(_) => {
                None
            }
        };
        output.extend(days.map(|days| Moment { days, bytes: mention.bytes.clone() }));
    }
    if !["19", "20"].iter().any(|century| passage.text.contains(century)) {
        return output;
    }
    for found in YEAR.captures_iter(&passage.text) {
        let Some(bytes) = found.get(0).map(|m| m.range()) else { continue };
        if passage.mention_in(&bytes).is_none() && is_bare(&passage.text, &bytes) {
            output.extend(season(&found).map(|days| Moment { days, bytes }));
        }
    }
    output.sort_by_key(|m| m.bytes.start);
    output
}

fn preceding(text: &str, start: usize, word: &str) -> bool {
    text.get(..start).is_some_and(|t| tail(t.trim_end(), 4 * word.len()).to_lowercase().ends_with(word))
}

/// Whether a year is not a part of a number or of a reference: « n° 2021-1900 », « {budget.an2024} », « 2019/24 ».
fn is_bare(text: &str, bytes: &Range<usize>) -> bool {
    let before = text.get(..bytes.start).and_then(|t| t.chars().next_back());
    let mut after = text.get(bytes.end..).unwrap_or("").chars();
    let (next, afterwards) = (after.next(), after.next());
    let joined = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "_{+.,".contains(c));
    let dash = |c: Option<char>| c.is_some_and(|c| c == '-' || c == '/');
    let year = || {
        let rest = text.get(bytes.end + 1..bytes.end + 5);
        let word = text.get(bytes.end + 5..).and_then(|t| t.chars().next());
        rest.is_some_and(|s| s.starts_with("19") || s.starts_with("20"))
            && !word.is_some_and(char::is_alphanumeric)
            && !dash(word)
    };
    let number = dash(next) && afterwards.is_some_and(|c| c.is_ascii_digit()) && !year();
    let decimal = matches!(next, Some('.' | ',')) && afterwards.is_some_and(|c| c.is_ascii_digit());
    !joined(before) && !number && !decimal && !next.is_some_and(|c| c.is_alphanumeric() || c == '}')
}

fn season(found: &Captures<'_>) -> Option<Interval> {
    let year: u16 = found.name("an")?.as_str().parse().ok()?;
    let month = |from: u8, a: u8| {
        Some((
            bounds(&ImpreciseDate::Month(from, year)).map(|i| i.0)?,
            bounds(&ImpreciseDate::Month(a, year)).map(|i| i.1)?,
        ))
    };
    if found.name("rentree").is_some() {
        return month(8, 10);
    }
    if let Some(boundary) = found.name("bord") {
        let start = boundary.as_str().to_lowercase().starts_with('d');
        return bounds(&if start { ImpreciseDate::Start(year) } else { ImpreciseDate::End(year) });
    }
    let (Some(index), Some(share)) = (found.name("rang"), found.name("part")) else {
        return bounds(&ImpreciseDate::Year(year));
    };
    let quarter = share.as_str().to_lowercase() == "trimestre";
    let index = match index.as_str().to_lowercase().as_str() {
        "premier" | "1er" => 0,
        "troisième" | "3e" | "3ème" => 2,
        "quatrième" | "4e" | "4ème" => 3,
        "dernier" if quarter => 3,
        _ => 1,
    };
    let length = if quarter { 3 } else { 6 };
    month(index * length + 1, index * length + length)
}
