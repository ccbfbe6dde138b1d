//! Regular expressions written in the source.

use regex::Regex;

/// Compiles a pattern that is a constant of the program.
///
/// # Panics
/// When the pattern is malformed. It never comes from input, so the first test that reaches it fails.
#[expect(clippy::expect_used, reason = "patterns are constants, compiled by the tests")]
pub fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}
