//! Regular expressions written in the source.

use regex::Regex;

/// The letters of French and of its neighbours, with the accents that may be typed apart, for the inside of a class.
/// `\w` and `\p{L}` hold hundreds of ranges, which take milliseconds to compile once they are repeated.
pub const LETTERS: &str = r"A-Za-zÀ-ÖØ-öø-ɏ\u{300}-\u{36f}";

/// Compiles a pattern that is a constant of the program.
///
/// # Panics
/// When the pattern is malformed. It never comes from input, so the first test that reaches it fails.
#[expect(clippy::expect_used, reason = "patterns are constants, compiled by the tests")]
pub fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}
