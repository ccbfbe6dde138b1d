//! Calculations whose signs are more than « + »: brackets, differences, quotients, rates: « 2 × (1 000 € + 500 €) = 3 000 € ».

use rust_decimal::Decimal;

use super::super::stated_numbers::{NumberKind, StatedNumber, roots};
use super::addition::{LEAD_MAX, OTHER_SIGNS, starts_a_line};
use super::{StatedCalculation, in_between, in_euros};
use crate::check::figures_and_words::number;
use crate::lang::flat;
use crate::lang::numbers::number_in_letters;
use crate::model::passage::is_prose;

/// Signs between two numbers; « x », « fois » and « de » after a rate are read as « × ».
const SIGNS: [char; 9] = ['+', '-', '−', '–', '×', '*', '/', '÷', ':'];
/// Most words that say what a number counts.
const WORDS_MAX: usize = 4;

/// A piece of a calculation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// A number, by its rank.
    Number(usize),
    /// A sign, among « + − × / ».
    Sign(char),
    /// A dash, which subtracts, or only parts two terms.
    Dash,
    /// « de » after a rate: of the next term, or of all that follows.
    Of,
    Open,
    Close,
}

/// What stands before a result.
pub(super) enum SignedCalculation<'p> {
    /// Terms and products under « + », or words among the numbers: another reader has them.
    Plain {
        /// Whether nothing but what the numbers count stands among the signs.
        is_bare: bool,
    },
    /// Signs that may be read in several ways.
    Ambiguous,
    /// A calculation.
    Calculation(StatedCalculation<'p>),
}

/// The calculation that ends right before a result, whose sign is taken off `tail`, the text after its last number.
pub(super) fn before<'p>(
    result: &StatedNumber<'p>,
    numbers: &[StatedNumber<'p>],
    tail: &str,
) -> SignedCalculation<'p> {
    let Some(mut pieces) = last_pieces(tail) else { return SignedCalculation::Plain { is_bare: false } };
    let mut first = numbers.len();
    let mut nouns = Vec::new();
    while let Some((rank, own)) = first.checked_sub(1).and_then(|rank| Some((rank, numbers.get(rank)?))) {
        if let Some(next) = numbers.get(first) {
            let Some((between, words)) = pieces_between(own, next) else { break };
            pieces.splice(0..0, between);
            nouns.push(words);
        }
        pieces.insert(0, Piece::Number(rank));
        first = rank;
    }
    // What opens a bracket that is still open there stands outside of it.
    let mut depth = 0usize;
    let opened = pieces.iter().rposition(|piece| {
        match piece {
            Piece::Close => depth += 1,
            Piece::Open if depth == 0 => return true,
            Piece::Open => depth -= 1,
            _ => {}
        }
        false
    });
    if let Some(opened) = opened {
        pieces.drain(..=opened);
        depth = 0;
    }
    let terms: Vec<StatedNumber<'p>> = ranks(&pieces).filter_map(|rank| numbers.get(rank).cloned()).collect();
    let Some(lead) = terms.first() else { return SignedCalculation::Plain { is_bare: false } };
    // Brackets that close here may open right before the first number.
    let mut text = lead.passage.text.get(..lead.bytes.start).unwrap_or("").trim_end();
    for _ in 0..depth {
        let Some(outer) = text.strip_suffix('(') else { return SignedCalculation::Ambiguous };
        text = outer.trim_end();
        pieces.insert(0, Piece::Open);
    }
    let is_bracketed = depth > 0;
    let follows_sign = text.ends_with(OTHER_SIGNS) || text.ends_with('+') || text.ends_with(" x");
    if opened.is_none() && follows_sign && (is_bracketed || !starts_a_line(lead)) {
        return SignedCalculation::Ambiguous;
    }
    let is_plain = |piece: &Piece| matches!(piece, Piece::Number(_) | Piece::Sign('+' | '×'));
    if pieces.iter().all(is_plain) && result.kind != NumberKind::Count {
        let is_priced = opened.is_none() && is_priced(lead, numbers);
        return if is_priced {
            SignedCalculation::Ambiguous
        } else {
            SignedCalculation::Plain { is_bare: pieces.len() > 2 }
        };
    }
    let is_sum = !pieces.iter().any(|piece| matches!(piece, Piece::Sign('×' | '/')));
    if result.kind == NumberKind::Count && !are_of_one_noun(result, &terms, &nouns, is_sum) {
        return SignedCalculation::Ambiguous;
    }
    let is_priced = opened.is_none() && !is_bracketed && is_priced(lead, numbers);
    match calculation(result, &pieces, numbers, terms) {
        Some(calculation) if calculation.is_correct() || !is_priced => {
            SignedCalculation::Calculation(calculation)
        }
        _ => SignedCalculation::Ambiguous,
    }
}

/// « 10 000 € = 8 000 € + 2 000 € »: a total, then its terms.
pub(super) fn after<'p>(numbers: &[StatedNumber<'p>], index: usize) -> Option<StatedCalculation<'p>> {
    let (total, first) = (numbers.get(index)?, numbers.get(index + 1)?);
    if total.kind != NumberKind::Euros || in_between(total, first).trim() != "=" {
        return None;
    }
    let text = total.passage.text.get(..total.bytes.start)?.trim_end();
    let follows_sign = text.ends_with(OTHER_SIGNS) || text.ends_with(['+', '(']) || text.ends_with(" x");
    if (follows_sign && !starts_a_line(total)) || is_priced(total, numbers) {
        return None;
    }
    let mut pieces = vec![Piece::Number(index + 1)];
    let mut last = first;
    for (rank, next) in numbers.iter().enumerate().skip(index + 2) {
        let Some((between, _)) = pieces_between(last, next) else { break };
        pieces.extend(between);
        pieces.push(Piece::Number(rank));
        last = next;
    }
    let rest = last.rest();
    let after = last.passage.text.get(last.bytes.end..)?.trim_start();
    let is_cut = after.starts_with(SIGNS)
        || after.starts_with(['(', ')', '='])
        || rest.contains(SIGNS)
        || rest.contains('=');
    let is_sum = pieces.len() > 2 && pieces.iter().all(|p| matches!(p, Piece::Number(_) | Piece::Sign('+')));
    if is_cut || !is_sum {
        return None;
    }
    let terms: Vec<StatedNumber<'p>> = ranks(&pieces).filter_map(|rank| numbers.get(rank).cloned()).collect();
    calculation(total, &pieces, numbers, terms)
}

fn ranks(pieces: &[Piece]) -> impl Iterator<Item = usize> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Number(rank) => Some(*rank),
        _ => None,
    })
}

/// What the pieces make, by the readings that they have.
fn calculation<'p>(
    result: &StatedNumber<'p>,
    pieces: &[Piece],
    numbers: &[StatedNumber<'p>],
    terms: Vec<StatedNumber<'p>>,
) -> Option<StatedCalculation<'p>> {
    let dimension = i32::from(result.kind == NumberKind::Euros);
    let value_of = |pieces: &[Piece]| {
        let mut parser = Parser { pieces, numbers };
        let value = parser.sum()?;
        (parser.pieces.is_empty() && value.1 == dimension).then_some(value.0)
    };
    let expected = value_of(pieces)?;
    let margin = result.half_last_unit();
    let fits = |value: &Decimal| (*value - result.value).abs() <= margin;
    let has_months = terms.iter().any(|term| {
        term.kind == NumberKind::Count && term.names().first().is_some_and(|name| name.starts_with("moi"))
    });
    let twelfths = expected.checked_div(Decimal::from(12)).filter(|_| has_months);
    let others =
        [with_plus(pieces), of_all(pieces)].into_iter().flatten().filter_map(|pieces| value_of(&pieces));
    let other = others.chain(twelfths).find(&fits);
    let expected = if fits(&expected) { expected } else { other.unwrap_or(expected) };
    let shown = if dimension == 1 { in_euros(expected) } else { number(expected) };
    Some(StatedCalculation {
        result: result.clone(),
        expected,
        margin,
        formula: format!("{} = {shown}", written(pieces, numbers)),
        terms,
        increased: false,
    })
}

/// The pieces with dashes that only part their terms.
fn with_plus(pieces: &[Piece]) -> Option<Vec<Piece>> {
    let plus = |piece: &Piece| if *piece == Piece::Dash { Piece::Sign('+') } else { *piece };
    pieces.contains(&Piece::Dash).then(|| pieces.iter().map(plus).collect())
}

/// The pieces with a rate of all that follows.
fn of_all(pieces: &[Piece]) -> Option<Vec<Piece>> {
    let rank = pieces.iter().position(|piece| *piece == Piece::Of)?;
    let (start, end) = (pieces.get(..rank)?, pieces.get(rank + 1..)?);
    Some([start, &[Piece::Of, Piece::Open], end, &[Piece::Close]].concat())
}

/// Reads pieces with the usual order of the signs. A value has its dimension: 1 for euros, 0 for a number or a rate.
struct Parser<'c, 'p> {
    pieces: &'c [Piece],
    numbers: &'c [StatedNumber<'p>],
}

impl Parser<'_, '_> {
    fn next_if(&mut self, is_wanted: impl Fn(Piece) -> bool) -> Option<Piece> {
        let (first, rest) = self.pieces.split_first()?;
        is_wanted(*first).then(|| {
            self.pieces = rest;
            *first
        })
    }

    fn sum(&mut self) -> Option<(Decimal, i32)> {
        let mut sum = self.product()?;
        let is_sign = |piece| matches!(piece, Piece::Dash | Piece::Sign('+' | '-'));
        while let Some(sign) = self.next_if(is_sign) {
            let term = self.product().filter(|term| term.1 == sum.1)?;
            let value = if sign == Piece::Sign('+') { term.0 } else { -term.0 };
            sum.0 = sum.0.checked_add(value)?;
        }
        Some(sum)
    }

    fn product(&mut self) -> Option<(Decimal, i32)> {
        let mut product = self.factor()?;
        let is_sign = |piece| matches!(piece, Piece::Of | Piece::Sign('×' | '/'));
        while let Some(sign) = self.next_if(is_sign) {
            let factor = self.factor()?;
            product = match sign {
                Piece::Sign('/') => (product.0.checked_div(factor.0)?, product.1 - factor.1),
                _ => (product.0.checked_mul(factor.0)?, product.1 + factor.1),
            };
        }
        Some(product)
    }

    fn factor(&mut self) -> Option<(Decimal, i32)> {
        match self.next_if(|piece| matches!(piece, Piece::Open | Piece::Number(_)))? {
            Piece::Number(rank) => {
                let number = self.numbers.get(rank)?;
                Some(match number.kind {
                    NumberKind::Euros => (number.value, 1),
                    NumberKind::Count => (number.value, 0),
                    NumberKind::Percentage => (number.value.checked_div(Decimal::ONE_HUNDRED)?, 0),
                })
            }
            _ => {
                let inside = self.sum()?;
                self.next_if(|piece| piece == Piece::Close)?;
                Some(inside)
            }
        }
    }
}

/// The pieces between two numbers, and the words that say what the first counts; `None` when something else is there.
fn pieces_between(from: &StatedNumber<'_>, to: &StatedNumber<'_>) -> Option<(Vec<Piece>, String)> {
    let link = without_remarks(in_between(from, to));
    // « 48 000 €/an », « un demi-poste »: a sign before a letter is none.
    let is_sign = |(at, c): &(usize, char)| {
        let next = link.get(at + c.len_utf8()..).unwrap_or("").trim_start().chars().next();
        (SIGNS.contains(c) || "()".contains(*c)) && !next.is_some_and(char::is_alphabetic)
    };
    let at = link.char_indices().find(is_sign).map_or(link.len(), |(at, _)| at);
    let (words, signs) = link.split_at_checked(at)?;
    let mut words = words.trim().to_owned();
    let mut pieces = Vec::new();
    if signs.chars().all(|c| c == '(' || c.is_whitespace()) {
        let (before, last) = words.rsplit_once(char::is_whitespace).unwrap_or(("", words.as_str()));
        pieces.push(match last {
            "x" | "X" | "fois" => Piece::Sign('×'),
            "de" | "des" if from.kind == NumberKind::Percentage && before.is_empty() => Piece::Of,
            _ => return None,
        });
        words = before.trim().to_owned();
    }
    for sign in signs.chars().filter(|c| !c.is_whitespace()) {
        pieces.push(match sign {
            '(' => Piece::Open,
            ')' => Piece::Close,
            '+' => Piece::Sign('+'),
            '−' => Piece::Sign('-'),
            '-' | '–' => Piece::Dash,
            '×' | '*' => Piece::Sign('×'),
            '/' | '÷' => Piece::Sign('/'),
            _ => return None,
        });
    }
    // « ) + ( »: one sign, brackets that close before it and open after it.
    let sign = pieces.iter().position(|piece| !matches!(piece, Piece::Open | Piece::Close))?;
    let (closing, opening) = (pieces.get(..sign)?, pieces.get(sign + 1..)?);
    let is_ordered = closing.iter().all(|p| *p == Piece::Close) && opening.iter().all(|p| *p == Piece::Open);
    (is_ordered && are_words(&words)).then_some((pieces, words))
}

/// The brackets that close after the last number.
fn last_pieces(tail: &str) -> Option<Vec<Piece>> {
    let tail = without_remarks(tail);
    let words = tail.trim().trim_end_matches([')', ' ', '\u{a0}', '\u{202f}']);
    let closing = tail.get(words.len()..)?.matches(')').count();
    are_words(words.trim()).then(|| vec![Piece::Close; closing])
}

/// A text without its remarks in brackets, « (repas) »: those without a figure.
fn without_remarks(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once('(') {
        kept.push_str(before);
        match after.split_once(')') {
            Some((inside, next)) if inside.contains(char::is_alphabetic) => rest = next,
            _ => {
                kept.push('(');
                rest = after;
            }
        }
    }
    kept + rest
}

fn are_words(text: &str) -> bool {
    text.split_whitespace().count() <= WORDS_MAX
        && text.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || "'’/€%-".contains(c))
}

/// Whether a number multiplies the first of a calculation in words: « 10 agents à 1 000 € + 500 € », « trois postes de ».
fn is_priced(first: &StatedNumber<'_>, numbers: &[StatedNumber<'_>]) -> bool {
    let lead = first.before(LEAD_MAX);
    let clause = lead.rsplit(['.', ';', ':', '|', '(', '\n', ',']).next().unwrap_or("");
    let words = flat(clause);
    let words: Vec<&str> = words.trim_end().split(' ').collect();
    let in_letters = words.iter().any(|word| number_in_letters(word).is_some_and(|n| n > 1));
    let start = first.bytes.start - clause.len();
    let in_figures = numbers.iter().any(|n| n.bytes.start >= start && n.bytes.end <= first.bytes.start);
    (in_letters || in_figures)
        && words.last().is_some_and(|last| ["a", "de", "des", "du", "fois", "par", "x"].contains(last))
}

/// Whether counts are surely added, multiplied or divided: numbers without a noun, or terms of one noun.
fn are_of_one_noun(
    result: &StatedNumber<'_>,
    terms: &[StatedNumber<'_>],
    nouns: &[String],
    is_sum: bool,
) -> bool {
    let mut named: Vec<Vec<String>> =
        nouns.iter().map(|words| roots(words)).filter(|words| !words.is_empty()).collect();
    named.sort();
    named.dedup();
    let ten = Decimal::TEN;
    is_prose(result.passage)
        && result.value >= ten
        && terms.len() > 1
        && terms.iter().all(|term| term.kind == NumberKind::Count && term.exact)
        && named.len() <= usize::from(is_sum)
}

/// Pieces as they are read aloud.
fn written(pieces: &[Piece], numbers: &[StatedNumber<'_>]) -> String {
    let words = pieces.iter().map(|piece| match piece {
        Piece::Number(rank) => numbers.get(*rank).map(|n| n.as_written().to_owned()).unwrap_or_default(),
        Piece::Sign('-') | Piece::Dash => " − ".to_owned(),
        Piece::Sign(sign) => format!(" {sign} "),
        Piece::Of => " × ".to_owned(),
        Piece::Open => "(".to_owned(),
        Piece::Close => ")".to_owned(),
    });
    words.collect()
}
