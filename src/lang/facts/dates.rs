//! Days, months, halves, quarters and years, as precise as they are written.

use std::ops::Range;

use super::said::SaidDate;
use super::tokens::Tokens;

/// A date and the tokens that write it.
#[derive(Debug, Clone)]
pub(super) struct DateRead {
    pub tokens: Range<usize>,
    pub date: SaidDate,
}

/// Years that a text may mean.
const YEARS: std::ops::RangeInclusive<u16> = 1900..=2200;
/// Days of each month; February has its longest.
const DAYS: [u8; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// The number of a month. Bytes are compared: the compiler goes from one to the next, where it tries each string in turn.
pub(super) fn month(word: &str) -> Option<u8> {
    Some(match word.as_bytes() {
        b"janvier" | b"janv" => 1,
        b"fevrier" | b"fevr" => 2,
        b"mars" => 3,
        b"avril" => 4,
        b"mai" => 5,
        b"juin" => 6,
        b"juillet" | b"juil" => 7,
        b"aout" => 8,
        b"septembre" | b"sept" => 9,
        b"octobre" | b"oct" => 10,
        b"novembre" | b"nov" => 11,
        b"decembre" | b"dec" => 12,
        _ => return None,
    })
}

/// Whether a word that is no digits may start a date: most do not, and each is asked for twice.
fn may_start(word: &str) -> bool {
    let is_other = || {
        matches!(
            word.as_bytes(),
            b"s" | b"t"
                | b"premier"
                | b"premiere"
                | b"second"
                | b"seconde"
                | b"deuxieme"
                | b"troisieme"
                | b"quatrieme"
                | b"cinquieme"
                | b"dernier"
                | b"debut"
                | b"fin"
                | b"mi"
                | b"milieu"
                | b"courant"
                | b"rentree"
        )
    };
    is_other() || month(word).is_some()
}

/// The month at a place; « sept » is a number, unless a dot says otherwise.
fn month_at(tokens: &Tokens<'_>, at: usize) -> Option<(u8, usize)> {
    let word = tokens.word(at);
    let number = month(word)?;
    if word.len() >= 5 || matches!(word, "mars" | "mai" | "juin" | "aout") {
        return Some((number, at + 1));
    }
    (tokens.word(at + 1) == "." && tokens.is_glued(at + 1)).then_some((number, at + 2))
}

/// The year at a place.
pub(super) fn year(tokens: &Tokens<'_>, at: usize) -> Option<u16> {
    let word = tokens.word(at);
    if !tokens.is_digits(at) || word.len() != 4 {
        return None;
    }
    word.parse().ok().filter(|year| YEARS.contains(year))
}

/// A year of a date, or one that nobody means and that can be nothing else where a date needs a year: no round number, which
/// counts, nor one that counts what follows it.
pub(super) fn any_year(tokens: &Tokens<'_>, at: usize) -> Option<u16> {
    let unlikely = || {
        let word = tokens.word(at);
        let year: u16 = word.parse().ok().filter(|_| tokens.is_digits(at) && word.len() == 4)?;
        let ends = !tokens.is_word(at + 1) && !is_decimal(tokens, at) && !is_unit(tokens, at + 1)
            || AFTER_A_YEAR.contains(&tokens.word(at + 1));
        // No count starts with a zero.
        (year < 1000 || ends && !year.is_multiple_of(50)).then_some(year)
    };
    year(tokens, at).or_else(unlikely)
}

/// Whether digits go on after a point or a comma.
fn is_decimal(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(tokens.word(at + 1), "." | ",")
        && tokens.is_glued(at + 1)
        && tokens.is_glued(at + 2)
        && tokens.is_digits(at + 2)
}

/// Words that follow a year, and not what a number counts.
const AFTER_A_YEAR: &[&str] =
    &["pour", "par", "a", "au", "aux", "sont", "est", "du", "selon", "dans", "afin", "avec", "sur", "lors"];

/// The number of a day in its month, 0 when there is none such, as « 2er ».
fn day_number(tokens: &Tokens<'_>, at: usize) -> Option<(u8, usize)> {
    if tokens.word(at) == "premier" {
        return Some((1, at + 1));
    }
    let word = tokens.word(at);
    if !tokens.is_digits(at) || word.len() > 2 {
        return None;
    }
    let number: u8 = word.parse().ok()?;
    if tokens.word(at + 1) == "er" {
        return Some((u8::from(number == 1), at + 2));
    }
    Some((number, at + 1))
}

fn valid(year: Option<u16>, month: u8, day: u8) -> bool {
    let longest = DAYS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or(0);
    let is_leap =
        |year: u16| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    day >= 1 && day <= longest && !(month == 2 && day == 29 && year.is_some_and(|year| !is_leap(year)))
}

/// What stands at a place: a date, or tokens that are none and are not to be read again.
pub(super) enum DateFound {
    /// A date.
    Date(DateRead),
    /// « 31 février 2022 ».
    Impossible(Range<usize>),
    /// A name: « avenue du 8 mai 1945 », « France 2030 ».
    None(Range<usize>),
}

/// The date at a place.
pub(super) fn date(tokens: &Tokens<'_>, at: usize) -> Option<DateFound> {
    if !tokens.is_digits(at) && !may_start(tokens.word(at)) {
        return None;
    }
    let found = |date, end| Some(DateFound::Date(DateRead { tokens: at..end, date }));
    if tokens.is_digits(at)
        && let Some(numeric) = numeric_date(tokens, at)
    {
        return Some(numeric);
    }
    if let Some((day, end)) = day_number(tokens, at)
        && let Some((month, end)) = month_at(tokens, end)
    {
        let year = year_after(tokens, end);
        let end = year.map_or(end, |(_, end)| end);
        let year = year.map(|(year, _)| year);
        // « avenue du 8 Mai 1945 » is an address.
        let is_street = tokens
            .ending_any(at, &["rue du", "avenue du", "place du", "boulevard du", "square du", "quai du"])
            .is_some();
        if is_street {
            return Some(DateFound::None(at..end));
        }
        if !valid(year, month, day) {
            return Some(impossible(tokens, at..end));
        }
        let date = year.map_or(SaidDate::DayOfMonth(month, day), |year| SaidDate::Day(year, month, day));
        return found(date, end);
    }
    if let Some((part, end)) = part_of_year(tokens, at) {
        return found(part, end);
    }
    if let Some((edge, end)) = edge_of_year(tokens, at) {
        return found(edge, end);
    }
    if let Some((month, end)) = month_at(tokens, at) {
        return match year_after(tokens, end) {
            Some((year, end)) => found(SaidDate::Month(year, month), end),
            None => found(SaidDate::MonthAlone(month), end),
        };
    }
    if let Some(year) = year(tokens, at) {
        if NAMES_WITH_A_YEAR.contains(&tokens.before(at)) {
            return Some(DateFound::None(at..at + 1));
        }
        return if is_bare_year(tokens, at) { found(SaidDate::Year(year), at + 1) } else { None };
    }
    let needs_a_year = matches!(
        tokens.before(at),
        "en" | "depuis" | "des" | "annee" | "fin" | "debut" | "courant" | "rentree" | "exercice"
    );
    let year = any_year(tokens, at).filter(|_| needs_a_year && !tokens.is_glued(at))?;
    found(SaidDate::Year(year), at + 1)
}

/// A day that no calendar has, unless its digits are a part of a longer number.
fn impossible(tokens: &Tokens<'_>, range: Range<usize>) -> DateFound {
    let is_mark = |word: &str| matches!(word, "-" | "/" | "." | "," | "°");
    let goes_on = is_mark(tokens.before(range.start)) && tokens.is_glued(range.start)
        || matches!(tokens.before(range.start), "°" | "n°" | "n")
        || tokens.is_digits(range.start.saturating_sub(1)) && range.start > 0
        || matches!(tokens.word(range.end), "-" | "/") && tokens.is_glued(range.end);
    if goes_on { DateFound::None(range) } else { DateFound::Impossible(range) }
}

/// The year that ends a date, after « de » or « de l'année ».
fn year_after(tokens: &Tokens<'_>, at: usize) -> Option<(u16, usize)> {
    let place = tokens.after_any(at, &["de l' annee", "de l' an", "de"]).unwrap_or(at);
    let followed = |place: usize| !is_unit(tokens, place + 1);
    let year = any_year(tokens, place).filter(|_| followed(place))?;
    Some((year, place + 1))
}

/// « 31/12/2024 », « 2024-12-31 », « 03/2024 ».
fn numeric_date(tokens: &Tokens<'_>, at: usize) -> Option<DateFound> {
    let mark = tokens.word(at + 1);
    if !matches!(mark, "/" | "-" | ".")
        || !tokens.is_glued(at + 1)
        || !tokens.is_digits(at + 2)
        || !tokens.is_glued(at + 2)
    {
        return None;
    }
    let number = |place: usize| tokens.word(place).parse::<u16>().ok();
    let has_third = tokens.word(at + 3) == mark
        && tokens.is_glued(at + 3)
        && tokens.is_digits(at + 4)
        && tokens.is_glued(at + 4);
    let is_longer = |end: usize| {
        matches!(tokens.word(end), "/" | "-" | ".")
            && tokens.is_glued(end)
            && tokens.is_digits(end + 1)
            && tokens.is_glued(end + 1)
    };
    if has_third {
        let (first, second, third) = (number(at)?, number(at + 2)?, number(at + 4)?);
        let lengths = [at, at + 2, at + 4].map(|place| tokens.word(place).len());
        let (year, month, day) = match lengths {
            [1..=2, 1..=2, 4] => (third, second, first),
            [1..=2, 1..=2, 2] if mark == "/" => (third + 2000, second, first),
            [4, 2, 2] if mark == "-" => (first, second, third),
            _ => return None,
        };
        if is_longer(at + 5) {
            return None;
        }
        let (month, day) = (u8::try_from(month).unwrap_or(0), u8::try_from(day).unwrap_or(0));
        let is_day = valid(Some(year), month, day);
        let is_year = YEARS.contains(&year) || year >= 1000 && lengths[2] == 4;
        let date = DateRead { tokens: at..at + 5, date: SaidDate::Day(year, month, day) };
        return Some(match mark {
            _ if is_day && is_year => DateFound::Date(date),
            // « 12.15.2024 » may be the number of a version.
            "-" | "/" if is_year => impossible(tokens, at..at + 5),
            _ => DateFound::None(at..at + 5),
        });
    }
    let month = number(at).filter(|month| (1..=12).contains(month))?;
    let year = year(tokens, at + 2)?;
    let is_month = mark == "/" && tokens.word(at).len() == 2 && !is_longer(at + 3);
    let date = SaidDate::Month(year, u8::try_from(month).unwrap_or(1));
    is_month.then_some(DateFound::Date(DateRead { tokens: at..at + 3, date }))
}

/// « premier semestre 2025 », « T3 2025 ».
fn part_of_year(tokens: &Tokens<'_>, at: usize) -> Option<(SaidDate, usize)> {
    let letter = tokens.word(at);
    if matches!(letter, "s" | "t")
        && tokens.is_capitalized(at)
        && tokens.is_digits(at + 1)
        && tokens.is_glued(at + 1)
    {
        let rank: u8 = tokens.word(at + 1).parse().ok()?;
        let (year, end) = year_after(tokens, at + 2)?;
        return part(letter == "s", rank, year).map(|date| (date, end));
    }
    let (rank, end) = rank(tokens, at)?;
    let is_semester = match tokens.word(end) {
        "semestre" => true,
        "trimestre" => false,
        _ => return None,
    };
    let rank = match rank {
        0 if is_semester => 2,
        0 => 4,
        rank => rank,
    };
    let (year, end) = year_after(tokens, end + 1)?;
    part(is_semester, rank, year).map(|date| (date, end))
}

fn part(is_semester: bool, rank: u8, year: u16) -> Option<SaidDate> {
    match rank {
        1..=2 if is_semester => Some(SaidDate::Semester(year, rank)),
        1..=4 if !is_semester => Some(SaidDate::Quarter(year, rank)),
        _ => None,
    }
}

/// An ordinal: « premier », « 2e », « IIIe »; « dernier » is 0.
pub(super) fn rank(tokens: &Tokens<'_>, at: usize) -> Option<(u8, usize)> {
    let number = match tokens.word(at) {
        "premier" | "premiere" => 1,
        "second" | "seconde" | "deuxieme" => 2,
        "troisieme" => 3,
        "quatrieme" => 4,
        "cinquieme" => 5,
        "dernier" => 0,
        digits if tokens.is_digits(at) && is_ordinal_end(tokens, at + 1) => {
            return digits.parse().ok().map(|number| (number, at + 2));
        }
        _ => return None,
    };
    Some((number, at + 1))
}

/// Whether the end of an ordinal is glued to digits: « 1er », « 2e ».
pub(super) fn is_ordinal_end(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_glued(at)
        && matches!(
            tokens.word(at),
            "er" | "ere" | "re" | "e" | "eme" | "ieme" | "nd" | "nde" | "d" | "de" | "ers" | "emes" | "es"
        )
}

/// « début 2024 », « fin mars 2025 », « mi-2024 », « rentrée 2024 ».
fn edge_of_year(tokens: &Tokens<'_>, at: usize) -> Option<(SaidDate, usize)> {
    let edge = tokens.word(at);
    if !matches!(edge, "debut" | "fin" | "mi" | "milieu" | "courant" | "rentree") {
        return None;
    }
    let mut place = at + 1;
    if tokens.word(place) == "-" && tokens.is_glued(place) {
        place += 1;
    }
    if edge == "rentree" {
        place = tokens.after_any(place, &["scolaire", "universitaire"]).unwrap_or(place);
        place = tokens.after_any(place, &["de septembre", "de"]).unwrap_or(place);
        return any_year(tokens, place).map(|year| (SaidDate::Month(year, 9), place + 1));
    }
    place = tokens
        .after_any(
            place,
            &[
                "d' annee",
                "de l' annee",
                "de l' exercice",
                "du mois de",
                "du mois d'",
                "l' annee",
                "de",
                "d'",
                "du",
            ],
        )
        .unwrap_or(place);
    if let Some((month, end)) = month_at(tokens, place) {
        return Some(match year_after(tokens, end) {
            Some((year, end)) => (SaidDate::Month(year, month), end),
            None => (SaidDate::MonthAlone(month), end),
        });
    }
    if let Some((part, end)) = part_of_year(tokens, place) {
        return Some((part, end));
    }
    let year = any_year(tokens, place).filter(|_| !is_unit(tokens, place + 1))?;
    let date = match edge {
        "debut" => SaidDate::StartOf(year),
        "fin" => SaidDate::EndOf(year),
        "courant" => SaidDate::Year(year),
        _ => SaidDate::MiddleOf(year),
    };
    Some((date, place + 1))
}

/// Whether a unit stands at a place: what precedes counts, and is no year.
pub(super) fn is_unit(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(
        tokens.word(at),
        "€" | "%"
            | "euro"
            | "euros"
            | "eur"
            | "k"
            | "m"
            | "etp"
            | "heures"
            | "jours"
            | "millions"
            | "milliers"
            | "points"
    )
}

/// Names that a year is a part of: « France 2030 ».
const NAMES_WITH_A_YEAR: &[&str] = &[
    "france",
    "quartiers",
    "quartier",
    "horizon",
    "agenda",
    "ambition",
    "territoires",
    "cap",
    "villes",
    "vision",
];

/// Words before a year.
const BEFORE_A_YEAR: &[&str] = &[
    "en", "annee", "annees", "an", "exercice", "de", "depuis", "fin", "debut", "des", "jusqu'en", "courant",
    "budget", "campagne", "a", "et", "pour", "edition",
];

/// Whether four digits are a year, and not a count, a number or a part of a code.
fn is_bare_year(tokens: &Tokens<'_>, at: usize) -> bool {
    let before = tokens.before(at);
    let glued_before = tokens.is_glued(at) && !matches!(before, "(" | "'" | "\"" | "«" | "[" | "d'");
    let next = tokens.word(at + 1);
    let glued_after = tokens.is_glued(at + 1)
        && !matches!(next, "." | "," | ";" | ":" | ")" | "\"" | "»" | "!" | "?" | "]" | "…")
        || is_decimal(tokens, at);
    if glued_before || glued_after || is_unit(tokens, at + 1) || matches!(before, "n°" | "°" | "numero" | "n")
    {
        return false;
    }
    // « 2000 jeunes », « les 2024 foyers »: a plural noun follows, and no word of time precedes.
    let counts = tokens.is_word(at + 1)
        && next.len() > 3
        && next.ends_with('s')
        && !matches!(
            next,
            "dans"
                | "sans"
                | "sous"
                | "plus"
                | "puis"
                | "mais"
                | "vers"
                | "lors"
                | "sera"
                | "apres"
                | "mis"
                | "moins"
                | "tous"
        )
        && !BEFORE_A_YEAR.contains(&before);
    let numbers_follow = tokens.is_digits(at + 1) && !tokens.is_glued(at + 1) && before == "les";
    !(counts || numbers_follow)
}
