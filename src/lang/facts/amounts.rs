//! Amounts in euros: thousands and millions multiplied out, the tax, what they are per.

use rust_decimal::Decimal;

use super::measures::{FigureRead, sign, time_unit};
use super::numerals::{Numeral, is_change, range, repeated, times};
use super::said::{CalendarUnit, PerUnit, SaidAmount, SaidNumber, SaidValue, TaxSaid};
use super::tokens::Tokens;
use crate::text::lookalikes::plain_form;
use crate::text::unseen::unseen_kind;

/// Words for euros.
pub(super) const EUROS: &[&str] = &["euros", "euro", "€", "eur"];

/// An amount: its unit, its tax, what it is per.
pub(super) fn amount(tokens: &Tokens<'_>, numeral: &Numeral) -> Option<FigureRead> {
    let end = numeral.tokens.end;
    let (factor, unit_end) = match tokens.word(end) {
        "€" | "euros" | "euro" => (1, end + 1),
        "eur" if tokens.at(end).is_some_and(|token| token.is_capitals) => (1, end + 1),
        "d'" | "de" if matches!(tokens.word(end + 1), "euros" | "euro") => (1, end + 2),
        "k" | "ke" if tokens.word(end + 1) == "€" => (1_000, end + 2),
        "keuros" => (1_000, end + 1),
        "m" if tokens.word(end + 1) == "€" => (1_000_000, end + 2),
        "md" | "mds" if tokens.word(end + 1) == "€" => (1_000_000_000, end + 2),
        "centimes" | "centime" => (0, end + 1),
        _ => return None,
    };
    // « 30 000 € à 40 000 € »: two units, one range.
    let mut euros = match factor {
        0 => {
            let hundredth = |value: Decimal| value.checked_div(Decimal::ONE_HUNDRED).unwrap_or(value);
            SaidNumber { low: hundredth(numeral.number.low), high: numeral.number.high.map(hundredth) }
        }
        factor => times(numeral.number, factor),
    };
    let mut unit_end = unit_end;
    let mut is_rounded = numeral.is_rounded || factor > 1;
    let joined = match tokens.word(unit_end) {
        "a" => {
            !tokens.is_written(unit_end, "a")
                && !is_change(tokens, numeral.tokens.start)
                && tokens.before(numeral.tokens.start) == "de"
        }
        "et" => tokens.before(numeral.tokens.start) == "entre",
        _ => false,
    };
    if joined
        && euros.high.is_none()
        && let Some(other) = range(tokens, unit_end + 1)
        && other.number.high.is_none()
        && other.error.is_none()
        && let Some(last) = amount(tokens, &other)
        && let SaidValue::Amount(last_amount) = &last.value
        && last_amount.euros.low > euros.low
        && last_amount.per.is_empty()
    {
        euros.high = Some(last_amount.euros.low);
        is_rounded |= last_amount.is_rounded;
        unit_end = last.tokens.end;
    }
    let mut in_words = numeral.in_words;
    if let Some((value, after)) = repeated(tokens, unit_end, EUROS) {
        in_words = Some(value);
        unit_end = after;
    }
    // « soixante-dix-neuf euros et quatre-vingts centimes ».
    if factor == 1
        && tokens.word(unit_end) == "et"
        && let Some(cents) = range(tokens, unit_end + 1)
        && cents.number.high.is_none()
        && euros.high.is_none()
        && cents.number.low < Decimal::ONE_HUNDRED
        && matches!(tokens.word(cents.tokens.end), "centimes" | "centime")
    {
        euros.low += cents.number.low.checked_div(Decimal::ONE_HUNDRED).unwrap_or_default();
        unit_end = cents.tokens.end + 1;
    }
    let (tax, per, end) = qualities(tokens, unit_end);
    let value = SaidValue::Amount(SaidAmount { euros, is_rounded, per, tax, in_words });
    Some(FigureRead {
        value,
        tokens: numeral.tokens.start..unit_end,
        end,
        is_about: numeral.is_about,
        is_age: false,
        sign: sign(tokens, numeral.tokens.start),
    })
}

/// Tax and « par » after an amount.
fn qualities(tokens: &Tokens<'_>, at: usize) -> (Option<TaxSaid>, Vec<PerUnit>, usize) {
    let (mut tax, mut per, mut end) = (None, Vec::new(), at);
    loop {
        if let Some((said, after)) = tax_at(tokens, end) {
            tax = tax.or(Some(said));
            end = after;
        } else if let Some((unit, after)) = per_at(tokens, end, !per.is_empty()) {
            per.push(unit);
            end = after;
        } else {
            return (tax, per, end);
        }
        if per.len() > 4 {
            return (tax, per, end);
        }
    }
}

fn tax_at(tokens: &Tokens<'_>, at: usize) -> Option<(TaxSaid, usize)> {
    let inside = if tokens.word(at) == "(" { at + 1 } else { at };
    let (tax, end) = match tokens.word(inside) {
        "ht" => (TaxSaid::Excluded, inside + 1),
        "ttc" => (TaxSaid::Included, inside + 1),
        "hors" if matches!(tokens.word(inside + 1), "taxe" | "taxes" | "tva") => {
            (TaxSaid::Excluded, inside + 2)
        }
        "toutes" => (TaxSaid::Included, tokens.after(inside, "toutes taxes comprises")?),
        _ => return None,
    };
    match inside == at {
        true => Some((tax, end)),
        false => (tokens.word(end) == ")").then_some((tax, end + 1)),
    }
}

/// What follows « par » without being what is counted.
const NOT_PER: &[&str] = &[
    "le",
    "la",
    "les",
    "l'",
    "un",
    "une",
    "des",
    "convention",
    "virement",
    "cheque",
    "arrete",
    "avenant",
    "voie",
    "rapport",
    "ailleurs",
    "exemple",
    "consequent",
    "decision",
    "deliberation",
    "mandat",
    "fraction",
    "tranche",
    "tiers",
    "moitie",
];

/// « par an », « /ETP », « de l'heure », « la journée », « mensuels ».
fn per_at(tokens: &Tokens<'_>, at: usize, is_second: bool) -> Option<(PerUnit, usize)> {
    let start = match tokens.word(at) {
        "/" => at + 1,
        "par" => at + 1,
        "et" if is_second && tokens.word(at + 1) == "par" => at + 2,
        "de" if tokens.after(at, "de l' heure").is_some() => at + 2,
        "l'" if matches!(tokens.word(at + 1), "heure" | "unite" | "an" | "annee" | "atelier") => at + 1,
        "la" if !is_second
            && matches!(
                tokens.word(at + 1),
                "journee"
                    | "demi"
                    | "seance"
                    | "place"
                    | "nuit"
                    | "nuitee"
                    | "session"
                    | "semaine"
                    | "minute"
                    | "piece"
            ) =>
        {
            at + 1
        }
        "chaque" if !is_second && time_unit(tokens.word(at + 1)).is_some() => at + 1,
        "mensuel" | "mensuels" | "mensuelle" | "mensuelles" => {
            return Some((PerUnit::Time(CalendarUnit::Month), at + 1));
        }
        "annuel" | "annuels" | "annuelle" | "annuelles" | "annuellement" => {
            return Some((PerUnit::Time(CalendarUnit::Year), at + 1));
        }
        "trimestriels" | "trimestriel" => return Some((PerUnit::Time(CalendarUnit::Quarter), at + 1)),
        "hebdomadaires" | "hebdomadaire" => return Some((PerUnit::Time(CalendarUnit::Week), at + 1)),
        "journaliers" | "journalier" => return Some((PerUnit::Time(CalendarUnit::Day), at + 1)),
        _ => return None,
    };
    let word = tokens.word(start);
    if !tokens.is_word(start) || NOT_PER.contains(&word) {
        return None;
    }
    let is_full_time = matches!(word, "etp" | "etpt");
    // « 3 000 € par France Travail » is who pays.
    if tokens.is_capitalized(start) && !is_full_time && tokens.word(at) == "par" {
        return None;
    }
    let end = tokens.whole_word(start);
    if word == "equivalent" {
        return tokens
            .after_any(start, &["equivalent temps plein", "equivalent temps - plein"])
            .map(|end| (PerUnit::FullTimePost, end));
    }
    let written = tokens.written(&(start..end));
    let unit = match crate::lang::singular(word).as_ref() {
        _ if end > start + 1 => PerUnit::Noun(as_typed_plainly(written)),
        "etp" | "etpt" => PerUnit::FullTimePost,
        "personne" => PerUnit::Person,
        "foyer" | "menage" => PerUnit::Household,
        "place" => PerUnit::Place,
        "session" => PerUnit::Session,
        "journee" => PerUnit::Time(CalendarUnit::Day),
        _ => match time_unit(word) {
            Some(unit) => PerUnit::Time(unit),
            None => PerUnit::Noun(singular_as_written(written)),
        },
    };
    Some((unit, end))
}

/// A noun in small letters, without what nobody sees, its accents joined.
fn as_typed_plainly(word: &str) -> String {
    let seen: String = word.chars().filter(|letter| unseen_kind(*letter).is_none()).collect();
    plain_form(&seen).to_lowercase()
}

fn singular_as_written(word: &str) -> String {
    let word = as_typed_plainly(word);
    match word.strip_suffix('s') {
        Some(singular) if singular.len() > 3 && !singular.ends_with('a') => singular.to_owned(),
        _ => word,
    }
}
