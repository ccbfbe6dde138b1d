//! What a passage says about time: its moments, its sentences, and whether a sentence tells a past event.

use std::ops::Range;
use std::sync::LazyLock;

use super::{DayRange, bounds};
use crate::model::passage::Fact;
use crate::model::{Day, ImpreciseDate, Passage};
use crate::text::{pattern, tail};
use regex::{Captures, Regex};

/// A verb in the passé composé: « a rendu », « s’est réuni », « est paru ». With « être », only the verbs that form
/// their past with it: « sont évaluées » is a present.
static PAST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\b(?:a|ont|avait|avaient|ayant) (?:(?:\w+ment|ainsi|aussi|bien|déjà|depuis|donc|enfin|plus|par conséquent|par ailleurs|en outre|en effet|de plus) )?(?:été )?\w+(?:é|ée|és|ées|i|ie|is|it|u|ue|us|ues|t)\b|\b(?:s['’]est|se sont|s['’]était|s['’]étaient) \w+(?:é|ée|és|ées|i|ie|is|u|ue|us|ues)\b|\b(?:est|sont) (?:paru|entré|sorti|né|intervenu|devenu|arrivé|venu)e?s?\b)",
    )
});

/// Words that end like a participle: « a lieu », « ont droit », « A cet effet ».
const NOT_PARTICIPLES: [&str; 17] = [
    "lieu", "droit", "tout", "plus", "huit", "sept", "vingt", "cent", "cet", "ainsi", "aussi", "depuis",
    "qui", "trait", "effet", "sujet", "jusqu",
];

/// Whether a sentence tells an accomplished event.
pub(in crate::check) fn is_accomplished(sentence: &str) -> bool {
    PAST.find_iter(sentence).any(|verb| {
        let last = verb.as_str().rsplit(' ').next().unwrap_or("").to_lowercase();
        !NOT_PARTICIPLES.contains(&last.as_str())
    })
}

/// A year and what narrows it: « second semestre 2022 », « fin 2019 », « rentrée 2022 ».
static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\b(?P<rang>premier|1er|second|deuxième|2e|2nd|2ème|troisième|3e|3ème|quatrième|4e|4ème|dernier) (?P<part>semestre|trimestre) (?:de )?|\b(?P<bord>début|fin)(?: d['’]année| de l['’]année)? |\b(?P<rentree>rentrée) (?:de )?)?\b(?P<an>(?:19|20)[0-9]{2})\b",
    )
});

/// A moment written in a passage.
#[derive(Debug, Clone)]
pub(in crate::check) struct Moment {
    /// The days that it may be.
    pub days: DayRange,
    /// Its bytes in the text of the passage.
    pub bytes: Range<usize>,
}

/// The days, months, seasons and years of a passage, in order, without the days that have no year.
pub(in crate::check) fn moments(passage: &Passage) -> Vec<Moment> {
    let mut moments: Vec<Moment> = Vec::new();
    for mention in &passage.mentions {
        let days = match mention.fact {
            Fact::Day(day) => Some((day, day)),
            // « Le premier janvier 2021 » is a day.
            Fact::Month(month, year) if is_preceded_by(&passage.text, mention.bytes.start, "premier") => {
                Day::new(year, month, 1).map(|j| (j, j))
            }
            Fact::Month(month, year) => bounds(&ImpreciseDate::Month(month, year)),
            Fact::Montant(_) | Fact::DayWithoutYear(..) | Fact::Percentage(_) | Fact::CrossReference(_) => {
                None
            }
        };
        moments.extend(days.map(|days| Moment { days, bytes: mention.bytes.clone() }));
    }
    if !["19", "20"].iter().any(|century| passage.text.contains(century)) {
        return moments;
    }
    for found in YEAR.captures_iter(&passage.text) {
        let Some(bytes) = found.get(0).map(|m| m.range()) else { continue };
        if passage.mention_in(&bytes).is_none() && is_bare(&passage.text, &bytes) {
            moments.extend(season(&found).map(|days| Moment { days, bytes }));
        }
    }
    moments.sort_by_key(|m| m.bytes.start);
    moments
}

fn is_preceded_by(text: &str, start: usize, word: &str) -> bool {
    text.get(..start).is_some_and(|t| tail(t.trim_end(), 4 * word.len()).to_lowercase().ends_with(word))
}

/// Whether a year stands alone, unlike in « n° 2021-1900 », « {budget.an2024} », « 2019/24 ».
fn is_bare(text: &str, bytes: &Range<usize>) -> bool {
    let before = text.get(..bytes.start).and_then(|t| t.chars().next_back());
    let mut after = text.get(bytes.end..).unwrap_or("").chars();
    let (next, afterwards) = (after.next(), after.next());
    let is_joined = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "_{+.,".contains(c));
    let is_dash = |c: Option<char>| c.is_some_and(|c| c == '-' || c == '/');
    let is_second_year = || {
        let second_year = text.get(bytes.end + 1..bytes.end + 5);
        let following = text.get(bytes.end + 5..).and_then(|t| t.chars().next());
        second_year.is_some_and(|s| s.starts_with("19") || s.starts_with("20"))
            && !following.is_some_and(char::is_alphanumeric)
            && !is_dash(following)
    };
    let is_number = is_dash(next) && afterwards.is_some_and(|c| c.is_ascii_digit()) && !is_second_year();
    let decimal = matches!(next, Some('.' | ',')) && afterwards.is_some_and(|c| c.is_ascii_digit());
    !is_joined(before) && !is_number && !decimal && !next.is_some_and(|c| c.is_alphanumeric() || c == '}')
}

fn season(found: &Captures<'_>) -> Option<DayRange> {
    let year: u16 = found.name("an")?.as_str().parse().ok()?;
    let month = |first: u8, last: u8| {
        Some((
            bounds(&ImpreciseDate::Month(first, year)).map(|i| i.0)?,
            bounds(&ImpreciseDate::Month(last, year)).map(|i| i.1)?,
        ))
    };
    if found.name("rentree").is_some() {
        return month(8, 10);
    }
    if let Some(boundary) = found.name("bord") {
        let start = boundary.as_str().to_lowercase().starts_with('d');
        return bounds(&if start { ImpreciseDate::Start(year) } else { ImpreciseDate::End(year) });
    }
    let (Some(index), Some(part)) = (found.name("rang"), found.name("part")) else {
        return bounds(&ImpreciseDate::Year(year));
    };
    let quarter = part.as_str().to_lowercase() == "trimestre";
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
