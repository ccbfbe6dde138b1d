//! The little languages of one value: amounts, numbers, days, imprecise dates, durations, values.

use rust_decimal::Decimal;

use super::reader::Reader;
use crate::diagnostic::Diagnostic;
use crate::lang::numbers::{read_decimal, read_year};
use crate::model::time::{TimeUnit, month_number};
use crate::model::{
    Absence, CellValues, Comparison, Day, Duration, ImpreciseDate, Measured, Montant, Number, Value, Window,
};
use crate::syntax::{Node, NodeKind};
use crate::text::Spanned;

impl Reader<'_> {
    /// An amount.
    pub fn montant(&mut self, node: &Node) -> Option<Spanned<Montant>> {
        let word = self.word(node)?;
        match Montant::read(&word.value) {
            Ok(m) => Some(Spanned::new(m, word.span)),
            Err(e) => {
                self.say(
                    Diagnostic::error("VAL-001", word.span, format!("« {} » : {e}", word.value))
                        .help("écrire un montant comme « 415 000 € » ou « 835 580,45 € »"),
                );
                None
            }
        }
    }

    /// A number.
    pub fn number(&mut self, node: &Node) -> Option<Spanned<Decimal>> {
        let word = self.word(node)?;
        match read_decimal(&word.value) {
            Ok(n) => Some(Spanned::new(n, word.span)),
            Err(e) => {
                self.say(
                    Diagnostic::error("VAL-002", word.span, format!("« {} » : {e}", word.value))
                        .help("écrire un nombre comme « 14 », « 10 323 » ou « 44,05 »"),
                );
                None
            }
        }
    }

    /// A percentage, as a number of per cent.
    pub fn percentage(&mut self, node: &Node) -> Option<Spanned<Decimal>> {
        let word = self.word(node)?;
        match word.value.strip_suffix('%').map(str::trim).map(read_decimal) {
            Some(Ok(n)) => Some(Spanned::new(n, word.span)),
            _ => {
                self.say(
                    Diagnostic::error(
                        "VAL-003",
                        word.span,
                        format!("« {} » n’est pas un pourcentage", word.value),
                    )
                    .help("écrire un pourcentage comme « 10 % » ou « 32,5 % »"),
                );
                None
            }
        }
    }

    /// A day of the calendar.
    pub fn day(&mut self, node: &Node) -> Option<Day> {
        self.spanned_day(node).map(|j| j.value)
    }

    /// A day of the calendar, and its place.
    pub fn spanned_day(&mut self, node: &Node) -> Option<Spanned<Day>> {
        let word = self.word(node)?;
        let parsed = read_day(&word.value);
        if parsed.is_none() {
            let looks_alike = word.value.chars().filter(char::is_ascii_digit).count() >= 5;
            let message = if looks_alike {
                format!("le jour « {} » n’existe pas dans le calendrier", word.value)
            } else {
                format!("« {} » n’est pas un jour", word.value)
            };
            self.say(
                Diagnostic::error("VAL-004", word.span, message)
                    .help("écrire un jour comme « 2022-09-29 », « 29/09/2022 » ou « 29 septembre 2022 »"),
            );
        }
        parsed.map(|j| Spanned::new(j, word.span))
    }

    /// An imprecise date, or free words under `texte`.
    pub fn imprecise_date(&mut self, node: &Node) -> Option<ImpreciseDate> {
        if let Some(text) = self.free_text(node) {
            return text.map(ImpreciseDate::Text);
        }
        let word = self.word(node)?;
        let parsed = read_date(&word.value);
        if parsed.is_none() {
            self.say(
                Diagnostic::error("VAL-005", word.span, format!("la date « {} » n’est pas comprise", word.value)).help(
                    "écrire un jour, « septembre 2022 », « 2022 », « fin 2019 », « en cours », ou « { texte: … } » pour des mots libres",
                ),
            );
        }
        parsed
    }

    /// A duration, or free words under `texte`.
    pub fn duration(&mut self, node: &Node) -> Option<Duration> {
        if let Some(text) = self.free_text(node) {
            return text.map(|text| read_year(&text).map_or(Duration::Text(text), Duration::year));
        }
        let word = self.word(node)?;
        let parsed = read_duration(&word.value);
        if parsed.is_none() {
            self.say(
                Diagnostic::error("VAL-006", word.span, format!("la durée « {} » n’est pas comprise", word.value)).help(
                    "écrire « indéterminée », « 2 ans », « 9 mois, jusqu'en mai 2023 », « 2023 », « 2021-2023 », ou « { texte: … } » pour des mots libres",
                ),
            );
        }
        parsed
    }

    /// The words of `{ texte: … }`; the outer `None` when the node is not of that form.
    fn free_text(&mut self, node: &Node) -> Option<Option<String>> {
        let NodeKind::Map(_) = node.kind else { return None };
        let mut map = self.map(node)?;
        let text = self.required_text(&mut map, "texte").map(|t| t.value);
        self.finish(&map);
        Some(text)
    }

    /// A box of the table of objectives or of the matrix: a value, or a list of them.
    pub fn cell(&mut self, node: &Node) -> Option<CellValues> {
        match &node.kind {
            NodeKind::List(items) => items.iter().map(|n| self.value(n)).collect(),
            _ => Some(vec![self.value(node)?]),
        }
    }

    /// One value.
    fn value(&mut self, node: &Node) -> Option<Value> {
        let NodeKind::Map(_) = node.kind else {
            let word = self.text(node)?;
            return Some(simple(self.measured(&word)?));
        };
        let mut map = self.map(node)?;
        let measured = match (map.take("valeur"), map.take("texte")) {
            (Some(n), _) => {
                let word = self.text(n)?;
                self.measured(&word)
            }
            (None, Some(n)) => self.text(n).map(|t| t.map(Measured::Text)),
            (None, None) => {
                self.require(&mut map, "valeur");
                None
            }
        };
        let due = map.take("du").and_then(|n| self.day(n));
        let span_to = map.span_of("au");
        let to = map.take("au").and_then(|n| self.day(n));
        let window = match (due, to) {
            (Some(due), Some(to)) if due > to => {
                self.say(
                    Diagnostic::error(
                        "VAL-004",
                        span_to,
                        format!("la période finit le {to}, avant de commencer le {due}"),
                    )
                    .help("échanger ou corriger les deux dates"),
                );
                None
            }
            (Some(due), Some(to)) => Some(Window::FromTo(due, to)),
            (None, Some(to)) => Some(Window::AsOf(to)),
            (Some(_), None) => {
                self.require(&mut map, "au");
                None
            }
            (None, None) => None,
        };
        let value = Value {
            measured: measured?,
            window,
            perimeter: self.optional_text(&mut map, "perimetre"),
            source: self.optional_text(&mut map, "source"),
            note: self.optional_text(&mut map, "note"),
            printed: self.optional_text(&mut map, "affiche"),
        };
        self.finish(&map);
        Some(value)
    }

    fn measured(&mut self, word: &Spanned<String>) -> Option<Spanned<Measured>> {
        let parsed = read_measured(&word.value);
        if parsed.is_none() {
            self.say(
                Diagnostic::error("VAL-008", word.span, format!("la valeur « {} » n’est pas comprise", word.value)).help(
                    "écrire un nombre et son unité (« 95 % »), une absence (« vide », « non renseigné »…), ou « { texte: … } » pour des mots libres",
                ),
            );
        }
        parsed.map(|m| Spanned::new(m, word.span))
    }
}

/// A value of which nothing more is known.
pub fn simple(measured: Spanned<Measured>) -> Value {
    Value { measured, window: None, perimeter: None, source: None, note: None, printed: None }
}

/// `2022-09-29`, `29/09/2022`, `29 septembre 2022`, `1er juillet 2022`.
pub fn read_day(text: &str) -> Option<Day> {
    for (separator, iso) in [('-', true), ('/', false), ('.', false)] {
        let parts: Vec<&str> = text.split(separator).collect();
        if let [a, b, c] = parts.as_slice() {
            let (year, day) = if iso && a.len() == 4 { (a, c) } else { (c, a) };
            return Day::new(whole(year)?, whole(b)?, whole(day)?);
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let [day, month, year] = words.as_slice() else { return None };
    let day = day.strip_suffix("er").unwrap_or(day);
    Day::new(whole(year)?, month_number(month)?, whole(day)?)
}

fn whole<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.chars().all(|c| c.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// The dates of section 1 of the format.
pub fn read_date(text: &str) -> Option<ImpreciseDate> {
    let text = text.trim();
    if let Some(day) = read_day(text) {
        return Some(ImpreciseDate::Day(day));
    }
    if let Some(year) = read_year(text) {
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
    let text = text.trim().replace('’', "'");
    if matches!(text.to_lowercase().as_str(), "indéterminée" | "indéterminé") {
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
    if let Some(remainder) = text.strip_prefix("du ")
        && let Some((a, b)) = remainder.split_once(" au ")
    {
        return Some(Duration::Period(read_date(a)?, read_date(b)?));
    }
    if let Some((a, b)) = text.split_once(" à ") {
        return Some(Duration::Period(read_date(a)?, read_date(b)?));
    }
    if let Some((a, b)) = text.split_once('-')
        && let (Some(a), Some(b)) = (read_year(a), read_year(b))
    {
        return Some(Duration::Period(ImpreciseDate::Year(a), ImpreciseDate::Year(b)));
    }
    let (n, unit) = text.split_once(' ')?;
    let unit = match unit.trim() {
        "jour" | "jours" => TimeUnit::Days,
        "semaine" | "semaines" => TimeUnit::Weeks,
        "mois" => TimeUnit::Month,
        "an" | "ans" | "année" | "années" => TimeUnit::Years,
        _ => return None,
    };
    whole(n).map(|n| Duration::Length(n, unit, None))
}

/// The values of section 1 of the format.
pub fn read_measured(text: &str) -> Option<Measured> {
    let text = text.trim();
    if let Some(absence) = Absence::read(text) {
        return Some(Measured::Absent(absence));
    }
    for (signs, comparison) in [
        (["≤", "<="], Comparison::AtMost),
        (["≥", ">="], Comparison::AtLeast),
        (["<", "<"], Comparison::LessThan),
        ([">", ">"], Comparison::Above),
    ] {
        if let Some(remainder) = signs.iter().find_map(|s| text.strip_prefix(s)) {
            return Some(Measured::Bound(comparison, read_number(remainder)?));
        }
    }
    if let Some((n, tolerance)) = text.split_once('±') {
        let tolerance = read_decimal(tolerance.trim().strip_suffix('%')?.trim()).ok()?;
        return Some(Measured::Tolerance(read_number(n)?, tolerance));
    }
    if let Some((a, b)) = text.split_once(" à ") {
        return Some(Measured::Between(read_decimal(a.trim()).ok()?, read_number(b)?));
    }
    read_number(text).map(Measured::Number)
}

/// A number and its unit: what follows the last digit.
fn read_number(text: &str) -> Option<Number> {
    let text = text.trim();
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (digits, unit) = text.split_at_checked(end)?;
    let unit = unit.trim();
    if unit.chars().count() > 40 {
        return None;
    }
    let value = read_decimal(digits.trim()).ok()?;
    Some(Number { value, unit: (!unit.is_empty()).then(|| unit.to_owned()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_day_exists_or_is_refused() {
        for text in ["2022-09-29", "29/09/2022", "29.09.2022", "29-09-2022", "29 septembre 2022"] {
            assert_eq!(read_day(text), Day::new(2022, 9, 29), "{text}");
        }
        assert_eq!(read_day("1er juillet 2022"), Day::new(2022, 7, 1));
        for text in ["2022-02-30", "31/11/2022", "0000-01-01", "2022-13-01", "hier", "+2022-01-01"] {
            assert_eq!(read_day(text), None, "{text}");
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

    #[test]
    fn a_value_is_a_figure_a_bound_a_range_or_an_absence() {
        assert!(
            matches!(read_measured("95 %"), Some(Measured::Number(Number { unit: Some(u), .. })) if u == "%")
        );
        assert!(matches!(read_measured("19 795"), Some(Measured::Number(Number { unit: None, .. }))));
        assert!(matches!(read_measured("< 30 %"), Some(Measured::Bound(Comparison::LessThan, _))));
        assert!(matches!(read_measured("250 à 300 personnes"), Some(Measured::Between(..))));
        assert!(matches!(read_measured("120 ± 10 %"), Some(Measured::Tolerance(..))));
        assert_eq!(read_measured("Non contracté"), Some(Measured::Absent(Absence::NotContracted)));
        assert_eq!(read_measured("beaucoup"), None);
        assert_eq!(read_measured("26342 211"), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_them_panic(text in "\\PC{0,30}") {
            let _ = (read_day(&text), read_date(&text), read_duration(&text), read_measured(&text));
        }
    }
}
