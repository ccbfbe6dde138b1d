//! Edges of words (`\b`) in a pattern. They need a table of Unicode, at which the fast engine gives up at the first
//! accent: a larger pattern asks for edges of words of ASCII, and finds wherever the pattern does.

use regex_syntax::hir::{Capture, Class, Hir, HirKind, Look, Repetition};

/// Where a pattern asks for edges of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Boundaries {
    /// Nowhere.
    Nothing,
    /// At its start (first) or at its end (second) and nowhere else.
    Ends(bool, bool),
    /// Inside.
    Inside,
}

/// Where a pattern asks for edges.
pub(super) fn boundaries(hir: &Hir) -> Boundaries {
    let has_boundaries = |h: &Hir| h.properties().look_set().contains(Look::WordUnicode);
    if !has_boundaries(hir) {
        return Boundaries::Nothing;
    }
    let HirKind::Concat(shares) = hir.kind() else { return Boundaries::Inside };
    let [initial, middle @ .., last] = shares.as_slice() else { return Boundaries::Inside };
    if middle.iter().any(has_boundaries)
        || [initial, last].into_iter().any(|p| has_boundaries(p) && !boundary(p))
    {
        return Boundaries::Inside;
    }
    Boundaries::Ends(boundary(initial), boundary(last))
}

/// A pattern that finds wherever a pattern does, and whether both find the same where all characters are of ASCII.
#[derive(Debug)]
pub(super) struct Wide {
    /// The pattern.
    pub(super) hir: Hir,
    /// Whether it differs by letters with an accent only.
    pub(super) clean: bool,
}

impl Wide {
    /// The larger pattern of one.
    pub(super) fn from(hir: &Hir) -> Self {
        let mut clean = true;
        let hir = widen(hir, &mut clean);
        Self { hir, clean }
    }
}

fn widen(hir: &Hir, clean: &mut bool) -> Hir {
    match hir.kind() {
        HirKind::Look(Look::WordUnicode) => half(None, None, clean),
        HirKind::Concat(shares) => Hir::concat(
            (0..)
                .zip(shares)
                .map(|(i, share): (usize, _)| {
                    if !boundary(share) {
                        return widen(share, clean);
                    }
                    let full = |h: &&Hir| !matches!(h.kind(), HirKind::Look(_));
                    half(shares.iter().take(i).rev().find(full), shares.iter().skip(i + 1).find(full), clean)
                })
                .collect(),
        ),
        HirKind::Alternation(shares) => Hir::alternation(shares.iter().map(|p| widen(p, clean)).collect()),
        HirKind::Repetition(r) => {
            let sub = Box::new(widen(&r.sub, clean));
            Hir::repetition(Repetition { sub, ..r.clone() })
        }
        HirKind::Capture(c) => {
            let sub = Box::new(widen(&c.sub, clean));
            Hir::capture(Capture { sub, ..c.clone() })
        }
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => hir.clone(),
    }
}

fn boundary(hir: &Hir) -> bool {
    matches!(hir.kind(), HirKind::Look(Look::WordUnicode))
}

/// What holds wherever an edge does: after a word, that no letter of ASCII follows; before a word, that none stands
/// before; or else one of both.
fn half(before: Option<&Hir>, after: Option<&Hir>, clean: &mut bool) -> Hir {
    if before.is_some_and(|h| is_word(h, Side::End)) {
        return Hir::look(Look::WordEndHalfAscii);
    }
    if after.is_some_and(|h| is_word(h, Side::Start)) {
        return Hir::look(Look::WordStartHalfAscii);
    }
    *clean = false;
    Hir::alternation(vec![Hir::look(Look::WordStartHalfAscii), Hir::look(Look::WordEndHalfAscii)])
}

/// A side of what a pattern finds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Start,
    End,
}

/// Whether all that a pattern finds starts, or ends, with a character of a word.
fn is_word(hir: &Hir, side: Side) -> bool {
    match hir.kind() {
        HirKind::Literal(text) => std::str::from_utf8(&text.0).is_ok_and(|t| {
            let letter = if side == Side::Start { t.chars().next() } else { t.chars().next_back() };
            letter.is_some_and(is_word_char)
        }),
        HirKind::Class(Class::Unicode(class)) => {
            class.iter().all(|range| (range.start()..=range.end()).all(is_word_char))
        }
        HirKind::Repetition(r) => r.min > 0 && is_word(&r.sub, side),
        HirKind::Capture(c) => is_word(&c.sub, side),
        HirKind::Alternation(shares) => shares.iter().all(|p| is_word(p, side)),
        HirKind::Concat(shares) => {
            let edge = if side == Side::Start { shares.first() } else { shares.last() };
            edge.is_some_and(|p| is_word(p, side))
        }
        HirKind::Empty | HirKind::Class(Class::Bytes(_)) | HirKind::Look(_) => false,
    }
}

/// Whether a character is one of those of a word, as `\w` of Unicode has it for Latin letters.
pub(super) fn is_word_char(c: char) -> bool {
    c == '_'
        || c.is_ascii_alphanumeric()
        || !c.is_ascii()
            && (c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}'))
}
