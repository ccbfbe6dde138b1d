//! The words of a text that say what it is about, without their inflection.

use super::fold::flat;
use super::stem::stem;

/// Words that say nothing of the subject.
const STOP_WORDS: [&str; 37] = [
    "a", "au", "aux", "avec", "c", "ce", "ces", "d", "dans", "de", "des", "du", "elle", "en", "est", "et",
    "ete", "il", "ils", "l", "la", "le", "les", "leur", "leurs", "n", "ont", "ou", "par", "pour", "qu",
    "que", "qui", "s", "sa", "sont", "sur",
];

/// The roots of the words of a text, without stop words, in order.
pub fn roots(text: &str) -> Vec<String> {
    flat(text).split(' ').filter(|m| !m.is_empty() && !STOP_WORDS.contains(m)).map(stem).collect()
}
