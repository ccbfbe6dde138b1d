//! Patterns of French text, cheap to compile and to search: the classes are those of French rather than all of
//! Unicode, and an edge of word (`\b`) is searched over bytes first. In Latin letters, what is found is what `regex`
//! would find.

use std::ops::Range;
use std::sync::OnceLock;

use regex_automata::Span;
use regex_automata::util::{captures, syntax};
use regex_syntax::hir::Hir;

use super::boundaries::{Boundaries, Wide, boundaries, is_word_char};
use super::engine::Engine;

/// Letters: the Latin ones with an accent or a ligature, and the combining accents.
const LETTERS: &str = "A-Za-z\u{aa}\u{b5}\u{ba}\u{c0}-\u{d6}\u{d8}-\u{f6}\u{f8}-\u{17f}\u{300}-\u{36f}";
/// Blanks, with those that do not break.
const BLANKS: &str = "\t-\r \u{85}\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}";
/// A pattern: `large` finds wherever the pattern does, and where it is not sure `exact` decides.
#[derive(Debug)]
pub struct Pattern {
    /// What `exact` is compiled from.
    source: Hir,
    boundaries: Boundaries,
    wide: Engine,
    /// Whether what `large` finds among characters of ASCII is exact.
    clean: bool,
    exact: OnceLock<Engine>,
}

/// Compiles a constant pattern. `\w`, `\d` and `\s` mean French letters, digits and blanks.
#[expect(clippy::expect_used, reason = "the patterns are constants, compiled by the test of their rule")]
pub fn pattern(text: &str) -> Pattern {
    let hir = syntax::parse(&rewrite(text)).expect("a constant pattern");
    let boundaries = boundaries(&hir);
    if boundaries == Boundaries::Nothing {
        return Pattern {
            boundaries,
            source: Hir::empty(),
            wide: Engine::new(hir),
            clean: true,
            exact: OnceLock::new(),
        };
    }
    let wide = Wide::from(&hir);
    Pattern {
        boundaries,
        source: hir,
        wide: Engine::new(wide.hir),
        clean: wide.clean,
        exact: OnceLock::new(),
    }
}

/// What a pattern found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match<'t> {
    text: &'t str,
    span: Span,
}

impl<'t> Match<'t> {
    /// Its bytes.
    pub fn range(&self) -> Range<usize> {
        self.span.range()
    }

    /// Its first byte.
    pub fn start(&self) -> usize {
        self.span.start
    }

    /// The byte after it.
    pub fn end(&self) -> usize {
        self.span.end
    }

    /// Its text.
    pub fn as_str(&self) -> &'t str {
        self.text.get(self.range()).unwrap_or("")
    }
}

/// What a pattern found, and its groups.
#[derive(Debug)]
pub struct Captures<'t> {
    text: &'t str,
    groups: captures::Captures,
}

impl<'t> Captures<'t> {
    /// A group by its rank: 0 is the whole.
    pub fn get(&self, index: usize) -> Option<Match<'t>> {
        self.groups.get_group(index).map(|span| Match { text: self.text, span })
    }

    /// A group by its name.
    pub fn name(&self, name: &str) -> Option<Match<'t>> {
        self.groups.get_group_by_name(name).map(|span| Match { text: self.text, span })
    }

    /// The groups in order.
    pub fn iter(&self) -> impl Iterator<Item = Option<Match<'t>>> {
        self.groups.iter().map(|group| group.map(|span| Match { text: self.text, span }))
    }
}

impl Pattern {
    /// Whether the text has a match.
    pub fn is_match(&self, text: &str) -> bool {
        if self.boundaries == Boundaries::Nothing {
            self.wide.occurs_in(text)
        } else {
            self.find(text).is_some()
        }
    }

    /// The first match.
    pub fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.find_at(text, 0)
    }

    /// The groups of the first match.
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.captures_at(text, 0)
    }

    /// The matches, none over another.
    pub fn find_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Match<'t>> {
        rest(text, |from| self.find_at(text, from).map(|m| (m.range(), m)))
    }

    /// The groups of each match, none over another.
    pub fn captures_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        rest(text, |from| self.captures_at(text, from).and_then(|c| Some((c.get(0)?.range(), c))))
    }

    fn find_at<'t>(&self, text: &'t str, from: usize) -> Option<Match<'t>> {
        let span = match self.locate(text, from)? {
            Found::Wide(span) => span,
            Found::Exact(groups) => groups.get_match()?.span(),
        };
        Some(Match { text, span })
    }

    fn captures_at<'t>(&self, text: &'t str, from: usize) -> Option<Captures<'t>> {
        let groups = match self.locate(text, from)? {
            Found::Wide(span) => self.wide.groups(text, span)?,
            Found::Exact(groups) => groups,
        };
        Some(Captures { text, groups })
    }

    /// The first match from a byte on: that of `large`, when its edges are edges, or else that of `exact` at the
    /// same place. No match starts where `large` has none.
    fn locate(&self, text: &str, mut from: usize) -> Option<Found> {
        loop {
            let span = self.wide.locate(text, from)?;
            let (start, stop) = match self.boundaries {
                Boundaries::Nothing => (true, true),
                Boundaries::Ends(start, stop) => {
                    (!start || boundary(text, span.start), !stop || boundary(text, span.end))
                }
                Boundaries::Inside => (true, false),
            };
            let around = span.start.saturating_sub(1)..text.len().min(span.end + 1);
            if start && stop || self.clean && text.as_bytes().get(around).is_some_and(<[u8]>::is_ascii) {
                return Some(Found::Wide(span));
            }
            let rest = Span { start: span.start, end: text.len() };
            if let Some(groups) = start.then(|| self.exact().groups(text, rest)).flatten() {
                return Some(Found::Exact(groups));
            }
            from = span.start + text.get(span.start..)?.chars().next()?.len_utf8();
        }
    }

    fn exact(&self) -> &Engine {
        self.exact.get_or_init(|| Engine::new(self.source.clone()))
    }
}

/// A match.
enum Found {
    /// Of `large`.
    Wide(Span),
    /// Of `exact`.
    Exact(captures::Captures),
}

/// Matches one after the other, from a search that starts at a byte.
fn rest<T>(text: &str, mut check: impl FnMut(usize) -> Option<(Range<usize>, T)>) -> impl Iterator<Item = T> {
    let mut from = Some(0);
    let mut stop = None;
    std::iter::from_fn(move || {
        loop {
            let (bytes, found) = check(from?)?;
            // An empty match does not stop the walk, nor is it told against the end of the one before.
            let empty = bytes.is_empty();
            let stride = text.get(bytes.end..).and_then(|t| t.chars().next()).map(char::len_utf8);
            from = if empty { stride.map(|p| bytes.end + p) } else { Some(bytes.end) };
            if !(empty && stop == Some(bytes.end)) {
                stop = Some(bytes.end);
                return Some(found);
            }
        }
    })
}

/// Whether a word starts or ends at a byte.
pub fn boundary(text: &str, byte: usize) -> bool {
    let before = text.get(..byte).and_then(|t| t.chars().next_back());
    let after = text.get(byte..).and_then(|t| t.chars().next());
    before.is_some_and(is_word_char) != after.is_some_and(is_word_char)
}

/// The pattern with the classes of French.
fn rewrite(pattern: &str) -> String {
    let mut output = String::with_capacity(pattern.len() * 2);
    let mut class = false;
    let mut remainder = pattern;
    let tokens: [(&str, String, &str); 8] = [
        (r"[^\W\d_]", format!("(?-i:[{LETTERS}])"), ""),
        (r"\w", format!("(?-i:[0-9_{LETTERS}])"), r"0-9_LETTRES"),
        (r"\W", format!("(?-i:[^0-9_{LETTERS}])"), ""),
        (r"\d", "[0-9]".to_owned(), "0-9"),
        (r"\s", format!("[{BLANKS}]"), BLANKS),
        (r"\S", format!("[^{BLANKS}]"), ""),
        (r"\\", r"\\".to_owned(), r"\\"),
        (r"\x", r"\x".to_owned(), r"\x"),
    ];
    while let Some(c) = remainder.chars().next() {
        // What is written anew starts with one of two signs.
        let token = matches!(c, '\\' | '[')
            .then(|| tokens.iter().find(|(name, ..)| remainder.starts_with(name)))
            .flatten();
        match token {
            Some((name, out_of_range, _)) if !class => {
                output.push_str(out_of_range);
                remainder = remainder.get(name.len()..).unwrap_or("");
                continue;
            }
            Some((name, _, within)) if !within.is_empty() => {
                output.push_str(&within.replace("LETTRES", LETTERS));
                remainder = remainder.get(name.len()..).unwrap_or("");
                continue;
            }
            _ => {}
        }
        // An escaped sign stays as it is written.
        let taken =
            if c == '\\' { 1 + remainder.chars().nth(1).map_or(0, char::len_utf8) } else { c.len_utf8() };
        match c {
            '[' => class = true,
            ']' => class = false,
            _ => {}
        }
        output.push_str(remainder.get(..taken).unwrap_or(remainder));
        remainder = remainder.get(taken..).unwrap_or("");
    }
    output
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    const TEXTS: [&str; 9] = [
        "L’océan, par an ; par année pleine, né en 2021.",
        "à l’été 2022, l’État a été l’allié de 3 à 12 ans",
        "",
        "an",
        "é",
        "Président·e élu(e) ; 12 % (soit 3 ans) – œuvre, bœuf_an é an",
        "déjà an.ané éan an",
        "catégorie A, catégorie\u{a0}Bé catégorie C",
        "e\u{301}an ₂an ²an ªan",
    ];

    const PATTERNS: [&str; 16] = [
        r"\ban\b",
        r"(?i)\bpar an\b|\bannée pleine\b",
        r"(?i)\bétat",
        r"\b\w+é\b",
        r"\bcatégorie[ \x{a0}]([ABC])\b",
        r"([^\W\d_]+)\s(?:en|à)\b",
        r"(?i)\b[0-9]{1,2}\s?(?:-|–|à)\s?(?P<n>[0-9]{1,2})\s?ans\b",
        r"\w*",
        r"[\w’-]+$",
        r"\bl['’](\w+)",
        r"[^\s.;]+",
        r"\W+",
        r"(?i)\ban\b[^.;]{0,4}?\b(\w+)",
        r"^\s*(?:\b(an|né)\b\W?)+",
        r"\b(?:an\b)?(é|'|)\b",
        r"(?i)(?:s|k)a\b|\b'\b",
    ];

    /// The places of the matches of a pattern, and of their groups.
    type Places = Vec<Vec<Option<Range<usize>>>>;

    /// What this module finds, in every way that it has to.
    fn here(pattern: &Pattern, text: &str) -> Places {
        let locations: Places =
            pattern.captures_iter(text).map(|c| c.iter().map(|m| m.map(|m| m.range())).collect()).collect();
        let lone: Vec<_> = pattern.find_iter(text).map(|m| Some(m.range())).collect();
        assert_eq!(locations.iter().map(|l| l[0].clone()).collect::<Vec<_>>(), lone, "{pattern:?} in {text}");
        assert_eq!(pattern.is_match(text), !locations.is_empty(), "{pattern:?} in {text}");
        assert_eq!(pattern.captures(text).is_some(), !locations.is_empty(), "{pattern:?} in {text}");
        locations
    }

    fn there(pattern: &Regex, text: &str) -> Places {
        pattern.captures_iter(text).map(|c| c.iter().map(|m| m.map(|m| m.range())).collect()).collect()
    }

    #[test]
    fn a_pattern_finds_what_regex_finds() {
        for text in PATTERNS {
            let (m, r) = (pattern(text), Regex::new(text).unwrap());
            // Searched often, a pattern takes other ways.
            for t in TEXTS.iter().cycle().take(4 * TEXTS.len()) {
                assert_eq!(here(&m, t), there(&r, t), "{text} in {t}");
            }
        }
    }

    #[test]
    fn a_long_text_is_searched_like_a_short_one() {
        let text = "an é ".repeat(3_000);
        for source in PATTERNS {
            assert_eq!(here(&pattern(source), &text), there(&Regex::new(source).unwrap(), &text), "{source}");
        }
    }

    proptest! {
        #[test]
        fn a_pattern_finds_what_regex_finds_in_any_text(text in "[aank élsE0-2.;'’ _\u{a0}\u{301}-]{0,40}") {
            use std::sync::LazyLock;
            static PAIRS: LazyLock<Vec<(Pattern, Regex)>> =
                LazyLock::new(|| PATTERNS.iter().map(|m| (pattern(m), Regex::new(m).unwrap())).collect());
            for (m, r) in &*PAIRS {
                prop_assert_eq!(here(m, &text), there(r, &text), "{}", r);
            }
        }
    }
}
