//! Days, imprecise dates and durations as people and spreadsheets write them.

use crate::lang::decimals::is_invisible;
use crate::lang::flat;
use crate::lang::numbers::read_year;
use crate::model::time::{TimeUnit, month_number};
use crate::model::{Day, Duration, ImpreciseDate};
use crate::text::lookalikes::plain_form;

/// Why a text is not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayError {
    /// It names no day.
    NotADay,
    /// It may name one, in a form that is not read.
    Form,
    /// A year before 1900 or after 2200.
    Year,
    /// Its month or its day is not in the calendar.
    NoSuchDay,
    /// The number of days by which a spreadsheet stores this day.
    Serial(Day),
    /// It holds a character that nobody sees.
    Invisible(char),
}

impl DayError {
    /// What is wrong, with the text.
    pub fn say(self, text: &str) -> String {
        match self {
            Self::NotADay => format!("« {text} » n’est pas un jour"),
            Self::Form => format!("« {text} » : cette façon d’écrire un jour n’est pas comprise"),
            Self::Year => format!("« {text} » : l’année d’un jour est entre 1900 et 2200"),
            Self::NoSuchDay => format!("le jour « {text} » n’existe pas dans le calendrier"),
            Self::Serial(day) => {
                format!("« {text} » n’est pas un jour, mais le numéro par lequel un tableur garde le {day}")
            }
            Self::Invisible(c) => {
                format!("« {text} » : il s’y trouve un caractère invisible, U+{:04X}", u32::from(c))
            }
        }
    }

    /// What to write.
    pub fn help(self) -> String {
        match self {
            Self::Serial(day) => format!("écrire « {} » si c’est ce jour", day.iso()),
            Self::Invisible(_) => "effacer ce caractère, qui a été collé avec le texte".to_owned(),
            _ => "écrire un jour comme « 2022-09-29 », « 29/09/2022 » ou « 29 septembre 2022 »".to_owned(),
        }
    }
}

/// `2022-09-29`, `2022/09/29`, `29/09/2022`, `29 septembre 2022`, `le 1er juillet 2022`.
///
/// # Errors
/// See [`DayError`].
pub fn read_day(text: &str) -> Result<Day, DayError> {
    if let Some(c) = text.chars().find(|c| is_invisible(*c)) {
        return Err(DayError::Invisible(c));
    }
    let text = plain_form(text).to_lowercase();
    let text = text.strip_prefix("le ").unwrap_or(&text);
    if let Some(number) = whole::<u32>(text) {
        let serial = (text.len() == 5).then(|| Day::of_spreadsheet(number)).flatten();
        return Err(serial.map_or(DayError::Form, DayError::Serial));
    }
    if let Some((year, month, day)) = numeric_parts(text).or_else(|| worded_parts(text)) {
        return match Day::new(year, month, day) {
            Some(day) => Ok(day),
            None if (1900..=2200).contains(&year) => Err(DayError::NoSuchDay),
            None => Err(DayError::Year),
        };
    }
    let names_month = || flat(text).split(' ').any(|word| month_number(word).is_some());
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    Err(if digits >= 5 || (digits > 0 && names_month()) { DayError::Form } else { DayError::NotADay })
}

/// Year, month and day of three numbers, the year in four digits at either end.
fn numeric_parts(text: &str) -> Option<(u16, u8, u8)> {
    ['-', '/', '.'].into_iter().find_map(|separator| {
        let parts: Vec<&str> = text.split(separator).map(str::trim).collect();
        let [a, month, c] = parts.as_slice() else { return None };
        let (year, day) = if a.len() == 4 { (a, c) } else { (c, a) };
        let sizes = year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len());
        if sizes { Some((whole(year)?, whole(month)?, whole(day)?)) } else { None }
    })
}

/// Year, month and day of « 1er juillet 2022 ».
fn worded_parts(text: &str) -> Option<(u16, u8, u8)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (day, month, year) = match words.as_slice() {
        [day, month, year] => (*day, month, year),
        ["1", "er", month, year] => ("1", month, year),
        _ => return None,
    };
    let first = matches!(day, "1er" | "1°" | "1ᵉʳ");
    let day = if first { 1 } else { whole(day).filter(|_| day.len() <= 2)? };
    Some((whole(year).filter(|_| year.len() == 4)?, month_number(month)?, day))
}

fn whole<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.chars().all(|c| c.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// The dates of section 1 of the format.
pub fn read_date(text: &str) -> Option<ImpreciseDate> {
    let text = plain_form(text);
    if let Ok(day) = read_day(&text) {
        return Some(ImpreciseDate::Day(day));
    }
    if let Some(year) = read_year(&text) {
        return Some(ImpreciseDate::Year(year));
    }
    match text.to_lowercase().as_str() {
        "en cours" => return Some(ImpreciseDate::Ongoing),
        "action déjà existante" | "déjà existante" => return Some(ImpreciseDate::AlreadyExisting),
        _ => {}
    }
    if let Some((a, b)) = text.split_once('/') {
        return Some(ImpreciseDate::Either(Box::new(read_date(a)?), Box::new(read_date(b)?)));
    }
    let (word, remainder) = text.split_once(' ')?;
    let yr = read_year(remainder)?;
    match word.to_lowercase().as_str() {
        "début" => Some(ImpreciseDate::Start(yr)),
        "fin" => Some(ImpreciseDate::End(yr)),
        word => month_number(word).map(|m| ImpreciseDate::Month(m, yr)),
    }
}

/// The durations of section 1 of the format.
pub fn read_duration(text: &str) -> Option<Duration> {
    let text = plain_form(text).to_lowercase();
    if matches!(text.as_str(), "indéterminée" | "indéterminé" | "indeterminee" | "indetermine") {
        return Some(Duration::Indefinite);
    }
    if let Some(year) = read_year(&text) {
        return Some(Duration::year(year));
    }
    if let Some((length, end)) = text.split_once(", jusqu'") {
        let end = ["en ", "au ", "à "].iter().find_map(|p| end.strip_prefix(p))?;
        let Duration::Length(n, unit, None) = read_duration(length)? else { return None };
        return Some(Duration::Length(n, unit, Some(read_date(end)?)));
    }
    if let Some(period) = named(&text) {
        return Some(period);
    }
    let range = ["du ", "de ", "d'"].iter().find_map(|start| text.strip_prefix(start)).unwrap_or(&text);
    for link in [" au ", " à ", " - ", " – "] {
        if let Some((a, b)) = range.split_once(link) {
            return between(a, b);
        }
    }
    // The dash of a day in figures is not the one of a period.
    for dash in ['-', '–', '/'] {
        if let Some((a, b)) = text.split_once(dash)
            && let (Some(a), Some(b)) = (read_year(a), read_year(b))
        {
            return Some(Duration::Period(ImpreciseDate::Year(a), ImpreciseDate::Year(b)));
        }
        if dash != '/'
            && let Some((a, b)) = text.split_once(dash)
            && let (Ok(a), Ok(b)) = (read_day(a), read_day(b))
        {
            return Some(Duration::Period(ImpreciseDate::Day(a), ImpreciseDate::Day(b)));
        }
    }
    let (n, unit) = text.split_once(' ')?;
    let unit = match unit.trim() {
        "jour" | "jours" => TimeUnit::Days,
        "semaine" | "semaines" => TimeUnit::Weeks,
        "mois" => TimeUnit::Month,
        "an" | "ans" | "année" | "années" | "annee" | "annees" => TimeUnit::Years,
        _ => return None,
    };
    whole(n).map(|n| Duration::Length(n, unit, None))
}

/// From a date to another. The first may leave its year to the second: « 1er janvier au 31 décembre 2024 ».
fn between(a: &str, b: &str) -> Option<Duration> {
    let end = read_date(b)?;
    if let Some(start) = read_date(a) {
        return Some(Duration::Period(start, end));
    }
    let (year, _) = rank(&end, false)?;
    let start = read_date(&format!("{a} {year}"))?;
    let ordered = rank(&start, true)? <= rank(&end, false)?;
    ordered.then_some(Duration::Period(start, end))
}

/// Year, and month and day, by which two dates compare; a year alone is its first day when `first`, else its last.
fn rank(date: &ImpreciseDate, first: bool) -> Option<(u16, (u8, u8))> {
    let within = |start: (u8, u8), end: (u8, u8)| if first { start } else { end };
    match date {
        ImpreciseDate::Day(day) => Some((u16::try_from(day.year()).ok()?, (day.month(), day.day()))),
        ImpreciseDate::Month(month, year) => Some((*year, within((*month, 1), (*month, 31)))),
        ImpreciseDate::Year(year) | ImpreciseDate::Start(year) | ImpreciseDate::End(year) => {
            Some((*year, within((1, 1), (12, 31))))
        }
        _ => None,
    }
}

/// Whether a period surely ends before it starts.
pub fn is_reversed(duration: &Duration) -> bool {
    duration.bounds().is_some_and(|(start, end)| match (rank(start, true), rank(end, false)) {
        (Some(start), Some(end)) => start > end,
        _ => false,
    })
}

/// A period that has a name: « 1er semestre 2024 », « T3 2024 », « année scolaire 2024-2025 », « exercice 2024 ».
fn named(text: &str) -> Option<Duration> {
    let words = flat(text);
    let words: Vec<&str> = words.split(' ').collect();
    let months = |year: u16, first: u8, length: u8| {
        let (start, end) =
            (ImpreciseDate::Month(first, year), ImpreciseDate::Month(first + length - 1, year));
        Some(Duration::Named(text.to_owned(), start, end))
    };
    let part = |rank: u8, length: u8, year: &str| {
        let year = read_year(year)?;
        if (1..=12 / length).contains(&rank) { months(year, (rank - 1) * length + 1, length) } else { None }
    };
    match words.as_slice() {
        [rank, "semestre", year] => part(ordinal(rank)?, 6, year),
        [rank, "trimestre", year] => part(ordinal(rank)?, 3, year),
        [name, year] if name.len() == 2 && name.starts_with(['s', 't']) => {
            let length = if name.starts_with('s') { 6 } else { 3 };
            part(whole(name.get(1..)?)?, length, year)
        }
        ["annee", "scolaire" | "universitaire", first, last] => {
            let (first, last) = (read_year(first)?, read_year(last)?);
            let (start, end) = (ImpreciseDate::Month(9, first), ImpreciseDate::Month(8, last));
            (first + 1 == last).then(|| Duration::Named(text.to_owned(), start, end))
        }
        ["annee" | "exercice", year] | ["annee", "civile", year] => {
            let year = ImpreciseDate::Year(read_year(year)?);
            Some(Duration::Named(text.to_owned(), year.clone(), year))
        }
        ["annees" | "exercices" | "exercice", first, last] => {
            let (first, last) = (read_year(first)?, read_year(last)?);
            Some(Duration::Named(text.to_owned(), ImpreciseDate::Year(first), ImpreciseDate::Year(last)))
        }
        _ => None,
    }
}

/// « 1er », « premier », « 2e », « second »…
fn ordinal(word: &str) -> Option<u8> {
    match word {
        "1er" | "premier" => Some(1),
        "2e" | "2eme" | "2nd" | "second" | "deuxieme" => Some(2),
        "3e" | "3eme" | "troisieme" => Some(3),
        "4e" | "4eme" | "quatrieme" => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_are_written_in_many_ways() {
        for text in [
            "le 1er mars 2024",
            "1ER mars 2024",
            "1° mars 2024",
            "1 er mars 2024",
            "1er\u{a0}mars\u{202f}2024",
            "2024/03/01",
            "01 . 03 . 2024",
        ] {
            assert_eq!(read_day(text).ok(), Day::new(2024, 3, 1), "{text}");
        }
        for text in ["21 fevrier 2024", "21 FÉVRIER 2024", "21 fe\u{301}vrier 2024"] {
            assert_eq!(read_day(text).ok(), Day::new(2024, 2, 21), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_day_is_told_apart() {
        let serial = DayError::Serial(Day::new(2022, 1, 1).unwrap());
        for (text, error) in [
            ("44562", serial),
            ("printemps", DayError::NotADay),
            ("2024-03-21 00:00:00", DayError::Form),
            ("21/03/24", DayError::Form),
            ("20240321", DayError::Form),
            ("21 févr. 2024", DayError::Form),
            ("21 mars", DayError::Form),
            ("31/02/2024", DayError::NoSuchDay),
            ("31 février 2024", DayError::NoSuchDay),
            ("2024-13-01", DayError::NoSuchDay),
            ("29/09/1822", DayError::Year),
            ("21\u{200b}/03/2024", DayError::Invisible('\u{200b}')),
        ] {
            assert_eq!(read_day(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_period_is_read_with_its_bounds() {
        for (text, first, last) in [
            ("2024", "2024", "2024"),
            ("2024-2025", "2024", "2025"),
            ("2024 – 2025", "2024", "2025"),
            ("2024/2025", "2024", "2025"),
            ("année scolaire 2024-2025", "septembre 2024", "août 2025"),
            ("1er semestre 2024", "janvier 2024", "juin 2024"),
            ("second semestre 2024", "juillet 2024", "décembre 2024"),
            ("T3 2024", "juillet 2024", "septembre 2024"),
            ("exercice 2024", "2024", "2024"),
            ("01/01/2024-31/12/2024", "1er\u{a0}janvier 2024", "31\u{a0}décembre 2024"),
            ("01/01/2024 au 31/12/2024", "1er\u{a0}janvier 2024", "31\u{a0}décembre 2024"),
            ("du 1er janvier au 31 décembre 2024", "1er\u{a0}janvier 2024", "31\u{a0}décembre 2024"),
            ("de mars à juin 2024", "mars 2024", "juin 2024"),
        ] {
            let duration = read_duration(text).unwrap();
            let (a, b) = duration.bounds().unwrap();
            assert_eq!((a.to_string().as_str(), b.to_string().as_str()), (first, last), "{text}");
        }
        for text in [
            "44562",
            "20222",
            "3e semestre 2024",
            "T5 2024",
            "de novembre à février 2024",
            "année scolaire 2024-2026",
        ] {
            assert_eq!(read_duration(text), None, "{text}");
        }
        assert_eq!(
            read_duration("année scolaire 2024-2025").unwrap().to_string(),
            "année scolaire 2024-2025"
        );
        assert!(is_reversed(&read_duration("2025-2024").unwrap()));
        assert!(!is_reversed(&read_duration("juin 2024 à 2024").unwrap()));
    }

    #[test]
    fn a_day_exists_or_is_refused() {
        for text in ["2022-09-29", "29/09/2022", "29.09.2022", "29-09-2022", "29 septembre 2022"] {
            assert_eq!(read_day(text).ok(), Day::new(2022, 9, 29), "{text}");
        }
        assert_eq!(read_day("1er juillet 2022").ok(), Day::new(2022, 7, 1));
        for text in ["2022-02-30", "31/11/2022", "0000-01-01", "2022-13-01", "hier", "+2022-01-01"] {
            assert_eq!(read_day(text).ok(), None, "{text}");
        }
    }

    #[test]
    fn dates_and_durations_are_printed_as_they_were_meant() {
        for (text, expected_print) in [
            ("Fin 2019", "fin 2019"),
            ("fin 2022 / début 2023", "fin 2022 ou début 2023"),
            ("septembre 2022", "septembre 2022"),
            ("2008", "2008"),
            ("Action déjà existante", "action déjà existante"),
            ("1.07.2022", "1er\u{a0}juillet 2022"),
        ] {
            assert_eq!(read_date(text).unwrap().to_string(), expected_print);
        }
        for (text, expected_print) in [
            ("Indéterminée", "indéterminée"),
            ("1 an, jusqu'en octobre 2023", "1\u{a0}an, jusqu’en octobre 2023"),
            ("2021-2023", "2021-2023"),
            ("juillet 2022 à janvier 2023", "juillet 2022 à janvier 2023"),
            ("9 mois", "9\u{a0}mois"),
            ("du 2021-10-01 au 2022-12-31", "du 1er\u{a0}octobre 2021 au 31\u{a0}décembre 2022"),
        ] {
            assert_eq!(read_duration(text).unwrap().to_string(), expected_print);
        }
        assert_eq!(read_duration("longtemps"), None);
        assert_eq!(read_date("99999"), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_them_panic(text in "\\PC{0,30}") {
            let _ = (read_day(&text), read_date(&text), read_duration(&text));
        }
    }
}
