//! Constant regular expressions over French text.

use regex::Regex;

/// Compiles a constant pattern.
///
/// # Panics
/// When the pattern is malformed: a bug of ours, that the test of its rule shows.
#[expect(clippy::expect_used, reason = "patterns are constants, compiled by the test of their rule")]
pub fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}
