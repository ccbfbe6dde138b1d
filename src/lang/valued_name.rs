//! The name of what the label of a charge values, without the words that say how much of it.

use super::flat;
use crate::text::words_and_numbers;

/// Words by which a label says how much of the staff is valued, before it names them.
const VALUED_SHARE: [&str; 8] =
    ["valorisation", "etp", "etps", "etpt", "temps", "quotite", "remuneration", "salaires"];

/// The name of what a label values: what stands before a bracket, a colon or a semicolon, without « valorisation de 50 %
/// des ETP de ».
pub fn valued_name(label: &str) -> &str {
    let end = label.find(['(', ':', ';']).unwrap_or(label.len());
    let label = label.get(..end).unwrap_or(label).trim();
    let mut says_share = false;
    for (start, word) in words_and_numbers(label) {
        let folded = flat(word);
        let is_share = VALUED_SHARE.contains(&folded.as_str());
        let is_small = matches!(folded.as_str(), "de" | "des" | "du" | "d" | "la" | "le" | "les" | "l");
        says_share |= is_share;
        if !is_share && !is_small && !word.bytes().all(|b| b.is_ascii_digit()) {
            return if says_share { label.get(start..).unwrap_or(label) } else { label };
        }
    }
    label
}
