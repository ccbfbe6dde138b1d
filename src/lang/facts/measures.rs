//! What a number measures, told by what follows it: euros, per cent, a length of time, a noun.

use std::ops::Range;

use rust_decimal::Decimal;

use super::amounts::amount;
use super::nouns::{after_de, noun_group};
use super::numerals::{Numeral, is_change, range};
use super::said::{CalendarUnit, SaidNumber, SaidPercentage, SaidValue};
use super::scopes::Scopes;
use super::tokens::Tokens;
use crate::lang::decimals::NumberError;

/// A figure that is read: its value, its own tokens, and where what it says ends (its noun, « par an », « HT »).
#[derive(Debug, Clone)]
pub(super) struct FigureRead {
    pub value: SaidValue,
    pub tokens: Range<usize>,
    pub end: usize,
    pub is_about: bool,
    /// Whether it is the age of persons.
    pub is_age: bool,
    /// « + 17 % », « − 3 % ».
    pub sign: Option<char>,
}

/// What a place of the text is.
pub(super) enum MeasureRead {
    /// A figure.
    Figure(FigureRead),
    /// A number that is no figure: these tokens are read.
    Skipped(usize),
}

/// The figure whose number starts at a place.
pub(super) fn figure(tokens: &Tokens<'_>, scopes: &Scopes, at: usize) -> Option<MeasureRead> {
    let numeral = match tokens.word(at) {
        "zero" => {
            Numeral { number: SaidNumber { low: Decimal::ZERO, high: None }, ..range_of_zero(tokens, at)? }
        }
        _ => range(tokens, at)?,
    };
    if let Some(figure) = amount(tokens, &numeral) {
        return Some(refused(&numeral).map_or(MeasureRead::Figure(figure), MeasureRead::Figure));
    }
    if let Some(figure) = percentage(tokens, scopes, &numeral) {
        // What cannot be in thousands is read: « 12,345 % ».
        let is_bad = numeral.error.filter(|error| !matches!(error, NumberError::Ambiguous { .. }));
        return Some(MeasureRead::Figure(match is_bad {
            Some(_) => refused(&numeral)?,
            None => figure,
        }));
    }
    if numeral.error.is_some() {
        return Some(match is_code(tokens, &numeral) {
            true => MeasureRead::Skipped(numeral.tokens.end),
            false => refused(&numeral).map_or(MeasureRead::Skipped(numeral.tokens.end), MeasureRead::Figure),
        });
    }
    if is_label(tokens, &numeral) {
        return Some(MeasureRead::Skipped(numeral.tokens.end));
    }
    if let Some(figure) = super::durations::duration(tokens, &numeral) {
        return Some(figure);
    }
    if let Some(figure) = count(tokens, scopes, &numeral) {
        return Some(MeasureRead::Figure(figure));
    }
    (!numeral.is_letters).then(|| MeasureRead::Figure(bare(&numeral)))
}

fn bare(numeral: &Numeral) -> FigureRead {
    FigureRead {
        value: SaidValue::Bare(numeral.number),
        tokens: numeral.tokens.clone(),
        end: numeral.tokens.end,
        is_about: numeral.is_about,
        is_age: false,
        sign: None,
    }
}

fn range_of_zero(tokens: &Tokens<'_>, at: usize) -> Option<Numeral> {
    // « Zéro » counts nothing but money.
    let is_money = super::amounts::EUROS.contains(&tokens.word(at + 1));
    is_money.then(|| Numeral {
        tokens: at..at + 1,
        number: SaidNumber { low: Decimal::ZERO, high: None },
        in_words: None,
        is_about: false,
        is_rounded: false,
        is_article: false,
        is_letters: true,
        error: None,
    })
}

/// Digits that are not read.
fn refused(numeral: &Numeral) -> Option<FigureRead> {
    numeral.error.map(|error| FigureRead {
        value: SaidValue::Unread(error),
        tokens: numeral.tokens.clone(),
        end: numeral.tokens.end,
        is_about: false,
        is_age: false,
        sign: None,
    })
}

/// Digits that number something: a telephone, an identifier, a postal code, an address.
fn is_code(tokens: &Tokens<'_>, numeral: &Numeral) -> bool {
    let digits: usize = numeral.tokens.clone().map(|at| tokens.word(at).len()).sum();
    digits > 9
        || numeral
            .tokens
            .clone()
            .any(|at| tokens.is_digits(at) && tokens.word(at).starts_with('0') && tokens.word(at).len() == 2)
        || tokens.word(numeral.tokens.start).starts_with('0')
        || is_label(tokens, numeral)
}

/// Words whose number is a label, and counts nothing.
const LABELS: &[&str] = &[
    "n°",
    "°",
    "no",
    "numero",
    "numeros",
    "page",
    "pages",
    "ligne",
    "lignes",
    "tableau",
    "tableaux",
    "programme",
    "programmes",
    "salle",
    "bp",
    "cs",
    "point",
    "niveau",
    "bus",
    "version",
    "dossier",
    "titre",
    "chapitre",
    "volet",
    "lot",
    "phase",
    "etape",
    "bac",
    "categorie",
    "quartier",
    "rd",
    "rn",
    "siret",
    "siren",
    "iban",
    "telephone",
    "tel",
    "figure",
    "graphique",
    "bop",
    "action",
    "objectif",
    "module",
    "groupe",
    "zone",
    "chambre",
    "bureau",
    "cedex",
    "v",
    "appelez",
    "section",
    "classe",
];

/// Words of an address.
const STREETS: &[&str] = &[
    "rue",
    "avenue",
    "boulevard",
    "bd",
    "av",
    "chemin",
    "impasse",
    "allee",
    "route",
    "quai",
    "square",
    "bis",
    "ter",
    "cours",
    "esplanade",
];

fn is_label(tokens: &Tokens<'_>, numeral: &Numeral) -> bool {
    let (start, end) = (numeral.tokens.start, numeral.tokens.end);
    let before = tokens.before(start);
    if numeral.is_letters {
        return false;
    }
    // « 2e », « v12 », « 12-b », « #2 ».
    let is_glued = tokens.is_glued(start)
        && !matches!(
            before,
            "(" | "«"
                | "\""
                | "'"
                | "["
                | "~"
                | "≈"
                | "+"
                | "d'"
                | "l'"
                | "-"
                | "×"
                | "="
                | "/"
                | ":"
                | ","
                | ">"
                | "<"
                | "≥"
                | "≤"
                | "*"
        );
    let is_glued = is_glued
        || tokens.is_glued(start)
            && matches!(before, "-" | "/" | "_")
            && start > 1
            && tokens.is_glued(start - 1);
    let is_ordinal = super::dates::is_ordinal_end(tokens, end);
    let after = tokens.word(end);
    let goes_on = tokens.is_glued(end)
        && (matches!(after, "-" | "/" | "_" | "*" | "°" | "@" | ":")
            && (tokens.is_digits(end + 1) || tokens.is_word(end + 1))
            && tokens.is_glued(end + 1));
    let is_street = STREETS.contains(&after)
        || after == "," && STREETS.contains(&tokens.word(end + 1))
        || matches!(after, "place") && tokens.is_capitalized(end + 2);
    let is_post_code = end == start + 1
        && tokens.word(start).len() == 5
        && tokens.is_word(end)
        && tokens.is_capitalized(end);
    let is_list_mark = matches!(after, ")") && tokens.before(start) != "(" && !scopes_open(tokens, start);
    is_glued
        || is_ordinal
        || goes_on
        || is_street
        || is_post_code
        || is_list_mark
        || LABELS.contains(&before)
        || before == "+" && !tokens.is_glued(start) && !matches!(after, "×" | "*" | "=")
        || matches!(tokens.before(start.saturating_sub(1)), "annees") && before == "des"
}

/// Whether a bracket is open on the same line before a place, in the few tokens before.
fn scopes_open(tokens: &Tokens<'_>, at: usize) -> bool {
    (at.saturating_sub(12)..at).rev().map(|place| tokens.word(place)).find(|word| matches!(*word, "(" | ")"))
        == Some("(")
}

/// A sign before a number, apart from the word before.
pub(super) fn sign(tokens: &Tokens<'_>, at: usize) -> Option<char> {
    match tokens.before(at) {
        "+" => Some('+'),
        "-" if at < 2 || !tokens.is_digits(at - 2) => Some('-'),
        _ => None,
    }
}

/// The unit of time that a word names.
pub(super) fn time_unit(word: &str) -> Option<CalendarUnit> {
    Some(match word {
        "an" | "ans" | "annee" | "annees" => CalendarUnit::Year,
        "mois" => CalendarUnit::Month,
        "semaine" | "semaines" => CalendarUnit::Week,
        "jour" | "jours" => CalendarUnit::Day,
        "heure" | "heures" | "h" => CalendarUnit::Hour,
        "minute" | "minutes" | "min" | "mn" => CalendarUnit::Minute,
        "trimestre" | "trimestres" => CalendarUnit::Quarter,
        "semestre" | "semestres" => CalendarUnit::Semester,
        _ => return None,
    })
}

/// A percentage: its unit, its base.
fn percentage(tokens: &Tokens<'_>, scopes: &Scopes, numeral: &Numeral) -> Option<FigureRead> {
    let end = numeral.tokens.end;
    let (is_points, unit_end) = match tokens.word(end) {
        "%" => (false, end + 1),
        "pour" if tokens.word(end + 1) == "cent" => (false, end + 2),
        "pourcent" => (false, end + 1),
        "points" | "point" if !numeral.is_article => {
            (true, tokens.after_any(end + 1, &["de pourcentage", "de %"]).unwrap_or(end + 1))
        }
        _ => return None,
    };
    let mut number = numeral.number;
    let mut start_end = unit_end;
    // « 10 % à 20 % », « entre 10 % et 20 % ».
    let joins = match tokens.word(unit_end) {
        "a" => tokens.before(numeral.tokens.start) == "de" && !is_change(tokens, numeral.tokens.start),
        "et" => tokens.before(numeral.tokens.start) == "entre",
        _ => false,
    };
    if joins
        && number.high.is_none()
        && let Some(other) = range(tokens, unit_end + 1)
        && other.error.is_none()
        && tokens.word(other.tokens.end) == "%"
        && other.number.low > number.low
    {
        number.high = Some(other.number.low);
        start_end = other.tokens.end + 1;
    }
    // « 50 % au plus du coût éligible ».
    let of = tokens
        .after_any(
            start_end,
            &["au plus", "au maximum", "au moins", "au minimum", "environ", "maximum", "minimum"],
        )
        .unwrap_or(start_end);
    let base = after_de(tokens, of).filter(|_| !is_points);
    let base = base.and_then(|at| noun_group(tokens, scopes, at));
    let stop = base.as_ref().map_or(start_end, |base| base.end);
    let base = base.map(|base| tokens.bytes(&base));
    let value = SaidValue::Percentage(SaidPercentage { number, base, trend: None, is_points });
    Some(FigureRead {
        value,
        tokens: numeral.tokens.start..start_end,
        end: stop,
        is_about: numeral.is_about,
        is_age: false,
        sign: sign(tokens, numeral.tokens.start),
    })
}

/// Adjectives that may stand between a number and a unit of time: « six derniers mois ».
pub(super) const BEFORE_UNITS: &[&str] =
    &["derniers", "dernieres", "premiers", "premieres", "prochains", "prochaines", "petites", "pleines"];

/// A number of things.
fn count(tokens: &Tokens<'_>, scopes: &Scopes, numeral: &Numeral) -> Option<FigureRead> {
    let end = numeral.tokens.end;
    let is_only = numeral.is_article && matches!(tokens.word(end), "seul" | "seule");
    if numeral.is_article && !is_only {
        return None;
    }
    let start = if is_only { end + 1 } else { end };
    // « une vingtaine de familles », « un millier d'heures », « deux millions de personnes ».
    let start = match tokens.word(start) {
        "de" | "d'" if numeral.is_about || numeral.is_rounded => start + 1,
        _ => start,
    };
    if is_counting_nothing(tokens, numeral, start) {
        return None;
    }
    // « dont 120 dans les quartiers »: the noun is that of the figure before.
    let is_elliptical = !numeral.is_letters
        && tokens.before(numeral.tokens.start) == "dont"
        && matches!(
            tokens.word(end),
            "dans" | "par" | "pour" | "vers" | "en" | "au" | "aux" | "a" | "chez" | "avec" | "sans" | "sur"
        );
    let noun = match noun_group(tokens, scopes, start) {
        Some(noun) => noun,
        None if is_elliptical => end..end,
        None => return None,
    };
    let value =
        SaidValue::Count { number: numeral.number, noun: tokens.bytes(&noun), in_words: numeral.in_words };
    Some(FigureRead {
        value,
        tokens: numeral.tokens.start..end,
        end: noun.end,
        is_about: numeral.is_about,
        is_age: false,
        sign: None,
    })
}

/// Words before a number that counts what follows, capital or not: « les 14 Directeurs ».
const PLURAL_DETERMINERS: &[&str] = &["les", "ces", "aux", "ses", "leurs", "nos"];

/// Fractions, ordinals and fixed phrases.
fn is_counting_nothing(tokens: &Tokens<'_>, numeral: &Numeral, noun: usize) -> bool {
    let next = tokens.word(noun);
    let is_fraction = numeral.is_letters
        && matches!(next, "tiers" | "quarts" | "cinquiemes" | "demis" | "dixiemes")
        || matches!(next, "er" | "eme" | "degre" | "degres");
    let before = tokens.before(numeral.tokens.start);
    let is_every = matches!(before, "tous" | "toutes") && numeral.is_letters;
    let is_mille = numeral.is_letters
        && tokens.word(numeral.tokens.start) == "mille"
        && (tokens.word(noun) == "mercis" || tokens.before(noun) == "une");
    // « 1 jeune, 1 solution » is the name of a programme.
    let is_quoted = matches!(before, "«" | "\"")
        || numeral.number.low == Decimal::ONE
            && (numeral.tokens.start.saturating_sub(8)..numeral.tokens.start)
                .rev()
                .map(|at| tokens.word(at))
                .find(|word| matches!(*word, "«" | "»" | "."))
                == Some("«");
    let is_hundred_times =
        numeral.is_letters && tokens.word(numeral.tokens.start) == "cent" && matches!(next, "fois");
    is_fraction
        || is_every
        || is_mille
        || is_quoted
        || is_hundred_times
        || tokens.is_capitalized(noun)
            && !PLURAL_DETERMINERS.contains(&before)
            && tokens.before(noun) != "."
            && !tokens.at(noun).is_some_and(|token| token.is_capitals)
            && !numeral.is_letters
}
