//! The little languages of one value: amounts, numbers, percentages, values; and the findings on those, and on the
//! dates, that cannot be read.

use rust_decimal::Decimal;

use super::dates::{DayError, is_reversed, read_date, read_day, read_duration};
use super::first_try::in_figures;
use super::free_dates::{date_to_write, duration_to_write, free_words};
use super::letters_for_digits::in_figures_alone;
use super::number_words::{changes_number, in_one_number};
use super::reader::Reader;
use crate::diagnostic::Diagnostic;
use crate::lang::decimals::{is_blank, refuse_strange};
use crate::lang::numbers::{NumberError, format_french, read_decimal, read_fraction, read_year};
use crate::model::montant::MontantError;
use crate::model::{
    Absence, CellValues, Comparison, Day, Duration, ImpreciseDate, Measured, Montant, Number, Numero, Value,
    Window,
};
use crate::syntax::{Node, NodeKind, comments};
use crate::text::lookalikes::plain_form;
use crate::text::{Span, Spanned};

const MONTANT_HELP: &str = "écrire un montant comme « 415 000 € » ou « 835 580,45 € »";
const AMOUNT_OR_ABSENCE: &str = "écrire un montant, comme « 415 000 € », ou « non renseigné »";
const NUMBER_HELP: &str = "écrire un nombre comme « 14 », « 10 323 » ou « 44,05 »";

/// What curved or French quotes hold: a word processor puts them around a value.
fn in_quotes(text: &str) -> Option<&str> {
    let pairs = [('“', '”'), ('«', '»'), ('„', '“'), ('‘', '’')];
    let inside = pairs.iter().find_map(|(open, close)| text.trim().strip_prefix(*open)?.strip_suffix(*close));
    inside.map(|inside| inside.trim_matches(is_blank))
}

fn is_amount(text: &str) -> bool {
    Montant::read(text).is_ok()
}

/// The invisible character that keeps an amount from being read.
fn invisible(error: MontantError) -> Option<char> {
    match error {
        MontantError::Number(error) => number_invisible(error),
        _ => None,
    }
}

/// The invisible character that keeps a number from being read.
fn number_invisible(error: NumberError) -> Option<char> {
    match error {
        NumberError::Invisible(c) => Some(c),
        _ => None,
    }
}

impl Reader<'_> {
    /// An amount.
    pub fn montant(&mut self, node: &Node) -> Option<Spanned<Montant>> {
        let word = self.word(node)?;
        match Montant::read(&word.value) {
            Ok(m) => Some(Spanned::new(m, word.span)),
            Err(error) => {
                if self.tells_letter("VAL-001", &word, is_amount) {
                    return None;
                }
                let help = match in_quotes(&word.value) {
                    Some(inside) if Montant::read(inside).is_ok() => {
                        format!("écrire « {inside} », sans guillemets")
                    }
                    _ => error.advice().unwrap_or_else(|| MONTANT_HELP.to_owned()),
                };
                self.say(self.unread("VAL-001", &word, &error, invisible(error)).help(help));
                None
            }
        }
    }

    /// An amount, or why there is none; `None` when it cannot be read, which is told.
    pub fn montant_or_absence(&mut self, node: &Node) -> Option<Result<Spanned<Montant>, Spanned<Absence>>> {
        if let Some(absence) = self.absence(node) {
            return Some(Err(absence));
        }
        let is_a_mark = |text: &str| !text.chars().any(char::is_alphanumeric) && !text.contains('€');
        let is_left_out = match &node.kind {
            NodeKind::Null => true,
            NodeKind::Scalar(text) => is_a_mark(text),
            _ => false,
        };
        if is_left_out && comments::in_place_of(self.sources, node).is_none() {
            self.say(Diagnostic::error("CLE-003", node.span, "le montant manque").help(AMOUNT_OR_ABSENCE));
            return None;
        }
        let word = self.word(node)?;
        let has_letter = in_figures_alone(&word.value, is_amount).is_some();
        let is_read = Montant::read(&word.value) != Err(MontantError::Unreadable);
        if is_read || has_letter || in_quotes(&word.value).is_some() {
            return self.montant(node).map(Ok);
        }
        let help = format!("{MONTANT_HELP}, ou pourquoi il manque : {}", Absence::words());
        self.say(self.unread("VAL-001", &word, &MontantError::Unreadable, None).help(help));
        None
    }

    /// A number.
    pub fn number(&mut self, node: &Node) -> Option<Spanned<Decimal>> {
        self.number_read_by(node, read_decimal)
    }

    /// The number of a fiche.
    pub fn fiche_number(&mut self, node: &Node) -> Option<Spanned<Numero>> {
        let word = self.word(node)?;
        let number = Numero::read(&word.value);
        if number.is_none() {
            let help = format!(
                "écrire « 4 », « 1.1 » ou « A2 » : des chiffres, et au besoin des lettres ou des points, {} signes au plus",
                Numero::LONGEST
            );
            self.say(Diagnostic::error("VAL-002", word.span, "ce n’est pas un numéro de fiche").help(help));
        }
        number.map(|number| Spanned::new(number, word.span))
    }

    /// A number, read as its context has it.
    pub(super) fn number_read_by(
        &mut self,
        node: &Node,
        read: fn(&str) -> Result<Decimal, NumberError>,
    ) -> Option<Spanned<Decimal>> {
        let word = self.word(node)?;
        match read(&word.value) {
            Ok(n) => Some(Spanned::new(n, word.span)),
            Err(error) => {
                let is_number = |text: &str| read(text).is_ok();
                if self.tells_letter("VAL-002", &word, is_number) {
                    return None;
                }
                let help = error.advice().unwrap_or_else(|| NUMBER_HELP.to_owned());
                self.say(self.unread("VAL-002", &word, &error, number_invisible(error)).help(help));
                None
            }
        }
    }

    /// A percentage, as a number of per cent.
    pub fn percentage(&mut self, node: &Node) -> Option<Spanned<Decimal>> {
        let word = self.word(node)?;
        let error = match word.value.trim_end_matches(is_blank).strip_suffix('%').map(read_fraction) {
            Some(Ok(n)) => return Some(Spanned::new(n, word.span)),
            Some(Err(error)) => error,
            None => NumberError::Unreadable,
        };
        let bare = word.value.trim_matches(is_blank);
        if let Ok(number) = read_fraction(bare) {
            let said = format!("« {bare} » n’est pas un pourcentage : il lui manque « % »");
            // A spreadsheet keeps 50 % as 0,5: what is at most 1 has two readings.
            let is_fraction = !number.is_zero() && number.abs() <= Decimal::ONE;
            let help = match number.checked_mul(Decimal::ONE_HUNDRED).filter(|_| is_fraction) {
                Some(percent) => {
                    let percent = format_french(percent.normalize(), None);
                    format!("écrire « {percent} % » si c’est une part de 1, « {bare} % » sinon")
                }
                None => format!("écrire « {bare} % »"),
            };
            self.say(Diagnostic::error("VAL-003", word.span, said).help(help));
            return None;
        }
        let example = || "écrire un pourcentage comme « 10 % » ou « 32,5 % »".to_owned();
        let finding = match error {
            NumberError::Unreadable | NumberError::Groups | NumberError::TooLarge => Diagnostic::error(
                "VAL-003",
                word.span,
                format!("« {} » n’est pas un pourcentage", word.value),
            ),
            error => self.unread("VAL-003", &word, &error, number_invisible(error)),
        };
        self.say(finding.help(error.advice().map_or_else(example, |advice| advice.replace(" »", " % »"))));
        None
    }

    /// The finding on a value that is not read, placed on its invisible character when it has one.
    fn unread(
        &self,
        code: &'static str,
        word: &Spanned<String>,
        error: &dyn std::fmt::Display,
        invisible: Option<char>,
    ) -> Diagnostic {
        let span = invisible.and_then(|c| self.span_of_char(word.span, c)).unwrap_or(word.span);
        Diagnostic::error(code, span, format!("« {} » : {error}", word.value))
    }

    /// The place of the first occurrence of a character within a span.
    pub(super) fn span_of_char(&self, span: Span, c: char) -> Option<Span> {
        let start = span.start + self.sources.text(span).find(c)?;
        Some(Span { start, end: start + c.len_utf8(), ..span })
    }

    /// A day of the calendar.
    pub fn day(&mut self, node: &Node) -> Option<Day> {
        self.spanned_day(node).map(|j| j.value)
    }

    /// A day of the calendar, and its place.
    pub fn spanned_day(&mut self, node: &Node) -> Option<Spanned<Day>> {
        let word = self.word(node)?;
        match read_day(&word.value) {
            Ok(day) => Some(Spanned::new(day, word.span)),
            Err(error) => {
                self.say(self.not_a_day("VAL-004", &word, error));
                None
            }
        }
    }

    fn not_a_day(&self, code: &'static str, word: &Spanned<String>, error: DayError) -> Diagnostic {
        let span = match error {
            DayError::Invisible(c) => self.span_of_char(word.span, c).unwrap_or(word.span),
            _ => word.span,
        };
        Diagnostic::error(code, span, error.say(&word.value)).help(error.help())
    }

    /// What keeps a date or a duration from being read, when it is a day that tells it.
    fn fault_of_a_day(&self, code: &'static str, word: &Spanned<String>) -> Option<Diagnostic> {
        let error = read_day(&word.value).err()?;
        let told = matches!(
            error,
            DayError::Serial(_) | DayError::Invisible(_) | DayError::NoSuchDay | DayError::Year
        );
        told.then(|| self.not_a_day(code, word, error))
    }

    /// An imprecise date, or free words under `texte`.
    pub fn imprecise_date(&mut self, node: &Node) -> Option<ImpreciseDate> {
        if let Some(text) = self.free_text(node) {
            return text.map(ImpreciseDate::Text);
        }
        let word = self.word(node)?;
        let parsed = read_date(&word.value);
        if parsed.is_none() {
            let finding = self.fault_of_a_day("VAL-005", &word).unwrap_or_else(|| {
                let said = format!("la date « {} » n’est pas comprise", word.value);
                let any_form = |words: String| {
                    format!("écrire un jour, « septembre 2022 », « 2022 », « fin 2019 », « en cours », ou « {words} » pour des mots libres")
                };
                let help = date_to_write(&word.value).unwrap_or_else(|| any_form(free_words(&word.value)));
                Diagnostic::error("VAL-005", word.span, said).help(help)
            });
            self.say(finding);
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
        match &parsed {
            Some(duration) if is_reversed(duration) => {
                self.say(
                    Diagnostic::error(
                        "VAL-006",
                        word.span,
                        format!("« {} » finit avant de commencer", word.value),
                    )
                    .help("échanger ou corriger les deux dates"),
                );
                None
            }
            Some(_) => parsed,
            None => {
                let figures = in_figures(&word.value).filter(|figures| read_duration(figures).is_some());
                let finding = self.fault_of_a_day("VAL-006", &word).unwrap_or_else(|| {
                    let said = format!("la durée « {} » n’est pas comprise", word.value);
                    let finding = Diagnostic::error("VAL-006", word.span, said);
                    if let Some(figures) = figures {
                        return finding.help(format!("écrire « {figures} », en chiffres"));
                    }
                    let words = free_words(&word.value);
                    finding.help(duration_to_write(&word.value).unwrap_or_else(|| {
                        format!("écrire « indéterminée », « 2 ans », « 9 mois, jusqu’en mai 2023 », « 2023 », « 2021-2023 », ou « {words} » pour des mots libres")
                    }))
                });
                self.say(finding);
                None
            }
        }
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
        let error = match read_measured(&word.value) {
            Ok(measured) => return Some(Spanned::new(measured, word.span)),
            Err(error) => error,
        };
        let finding = match error {
            NumberError::Unreadable => Diagnostic::error(
                "VAL-008",
                word.span,
                format!("la valeur « {} » n’est pas comprise", word.value),
            ),
            error => self.unread("VAL-008", word, &error, number_invisible(error)),
        };
        let figure = || in_one_number(&word.value).filter(|_| error == NumberError::Changed);
        let advice = error.advice().or_else(|| figure().map(|figure| format!("écrire « {figure} »")));
        let help = advice.unwrap_or_else(|| {
            format!(
                "écrire un nombre et son unité (« 95 % »), une absence ({}), ou « {{ texte: … }} » pour des mots libres",
                Absence::words()
            )
        });
        self.say(finding.help(help));
        None
    }
}

/// A value of which nothing more is known.
pub fn simple(measured: Spanned<Measured>) -> Value {
    Value { measured, window: None, perimeter: None, source: None, note: None, printed: None }
}

/// The values of section 1 of the format.
///
/// # Errors
/// See [`NumberError`].
pub fn read_measured(text: &str) -> Result<Measured, NumberError> {
    if let Some(absence) = Absence::read(text) {
        return Ok(Measured::Absent(absence));
    }
    refuse_strange(text)?;
    let text = &plain_form(text);
    for (signs, comparison) in [
        (["≤", "<="], Comparison::AtMost),
        (["≥", ">="], Comparison::AtLeast),
        (["<", "<"], Comparison::LessThan),
        ([">", ">"], Comparison::Above),
    ] {
        if let Some(remainder) = signs.iter().find_map(|s| text.strip_prefix(s)) {
            return Ok(Measured::Bound(comparison, read_number(remainder)?));
        }
    }
    if let Some((n, tolerance)) = text.split_once('±') {
        let tolerance = tolerance.trim().strip_suffix('%').ok_or(NumberError::Unreadable)?;
        return Ok(Measured::Tolerance(read_number(n)?, read_fraction(tolerance)?));
    }
    if let Some((a, b)) = text.split_once(" à ") {
        let high = read_number(b)?;
        let read = if high.unit.as_deref() == Some("%") { read_fraction } else { read_decimal };
        return Ok(Measured::Between(read(a)?, high));
    }
    read_number(text).map(Measured::Number)
}

/// A number and its unit: what follows the last digit.
fn read_number(text: &str) -> Result<Number, NumberError> {
    let text = text.trim();
    let end = text.rfind(|c: char| c.is_ascii_digit()).map_or(0, |i| i + 1);
    let (digits, unit) = text.split_at_checked(end).ok_or(NumberError::Unreadable)?;
    let unit = unit.trim();
    // A mark glued to the number is no unit: « 12- », « 14 000,- », the bracket of « (12) ».
    if unit.starts_with(['-', '−', '–']) && unit.chars().count() == 1 {
        return read_decimal(text).and(Err(NumberError::Sign));
    }
    if unit.chars().count() > 40 || unit.starts_with(['-', '−', '–', ',', '.', '+', ')', '\'']) {
        return read_decimal(text).and(Err(NumberError::Unreadable));
    }
    if changes_number(unit) {
        return read_decimal(digits).and(Err(NumberError::Changed));
    }
    let value = if unit.starts_with('%') { read_fraction(digits)? } else { read_decimal(digits)? };
    Ok(Number { value, unit: (!unit.is_empty()).then(|| unit.to_owned()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_value_is_a_figure_a_bound_a_range_or_an_absence() {
        assert!(
            matches!(read_measured("95 %"), Ok(Measured::Number(Number { unit: Some(u), .. })) if u == "%")
        );
        assert!(matches!(read_measured("19 795"), Ok(Measured::Number(Number { unit: None, .. }))));
        assert!(matches!(read_measured("< 30 %"), Ok(Measured::Bound(Comparison::LessThan, _))));
        assert!(matches!(read_measured("250 à 300 personnes"), Ok(Measured::Between(..))));
        assert!(matches!(read_measured("120 ± 10 %"), Ok(Measured::Tolerance(..))));
        for text in ["Non contracté", "non\u{a0}contracté", "non  contracte\u{301}"] {
            assert_eq!(read_measured(text), Ok(Measured::Absent(Absence::NotContracted)), "{text}");
        }
        assert_eq!(read_measured("beaucoup"), Err(NumberError::Unreadable));
        assert_eq!(read_measured("26342 211"), Err(NumberError::Groups));
    }

    #[test]
    fn a_value_is_never_another_number() {
        let number = |text: &str| match read_measured(text) {
            Ok(Measured::Number(n)) => format!("{} {}", n.value, n.unit.unwrap_or_default()),
            Ok(other) => format!("{other:?}"),
            Err(error) => format!("{error}"),
        };
        assert_eq!(number("1.300"), "1 300 ou 1,300 ?");
        assert_eq!(number("1.300 jours"), "1 300 ou 1,300 ?");
        assert_eq!(number("12,345 %"), "12.345 %");
        assert_eq!(number("–12\u{2007}500,5 jours"), "-12500.5 jours");
        assert!(read_measured("1.250 à 1.300").is_err());
        assert!(read_measured("< 1.300").is_err());
        assert_eq!(read_measured("12-"), Err(NumberError::Sign));
        assert_eq!(read_measured("(12)"), Err(NumberError::Brackets(Decimal::from(-12))));
        assert_eq!(read_measured("#DIV/0!"), Err(NumberError::Spreadsheet));
        assert_eq!(read_measured("1,5E+05"), Err(NumberError::Exponent(Some(Decimal::from(150_000)))));
        assert_eq!(read_measured("95\u{200b} %"), Err(NumberError::Invisible('\u{200b}')));
        for text in ["12.", "14 000,-", "12)"] {
            assert_eq!(read_measured(text), Err(NumberError::Unreadable), "{text}");
        }
        for text in ["12 jours et demi", "12½ jours", "12¹ jours", "1,5 k", "< 2 milliers", "2 à 3 milliers"]
        {
            assert_eq!(read_measured(text), Err(NumberError::Changed), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_them_panic(text in "\\PC{0,30}") {
            let _ = read_measured(&text);
        }
    }
}
