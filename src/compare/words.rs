//! Prose as words: what a paragraph is compared by, and which words of it came, went and stayed.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHashMap;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::text::lookalikes::joined_accents;
use crate::text::typography::apply_typography;

/// A word, a number with its groups of digits, or a sign, as it is printed.
#[derive(Debug, Clone, Eq)]
pub struct ProseWord {
    /// The word; between braces, the name of what a reference quotes.
    pub text: String,
    /// Whether a blank stands before it.
    pub spaced: bool,
    /// How it is set off.
    pub style: WordStyle,
    /// Where a link leads.
    pub target: Option<String>,
    /// What a reference prints. Two references of one name are the same, whatever they print: the difference is told where
    /// the figure is.
    pub printed: Option<String>,
}

/// How a word is set off from its neighbours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct WordStyle {
    /// In bold.
    pub bold: bool,
    /// In italic.
    pub italic: bool,
    /// Literal.
    pub code: bool,
    /// In a note at the foot of the page.
    pub note: bool,
}

impl PartialEq for ProseWord {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
            && self.spaced == other.spaced
            && self.style == other.style
            && self.target == other.target
    }
}

impl Hash for ProseWord {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.text, self.spaced, self.style, &self.target).hash(state);
    }
}

impl ProseWord {
    /// What is printed of it.
    pub fn shown(&self) -> &str {
        self.printed.as_deref().unwrap_or(&self.text)
    }
}

/// What became of some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// They are on both sides.
    Same,
    /// They went.
    Removed,
    /// They came.
    Added,
}

/// Words that follow one another and have one fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What became of them.
    pub fate: Fate,
    /// The words: those of the second side when they are on both.
    pub tokens: Vec<ProseWord>,
}

/// Words as one line.
pub fn text(tokens: &[ProseWord]) -> String {
    let mut line = String::new();
    for token in tokens {
        if token.spaced && !line.is_empty() {
            line.push(' ');
        }
        line.push_str(token.shown());
    }
    line
}

/// The word that ends a line.
pub const LINE_END: &str = "\n";

/// Adds the words of a run of text.
pub fn cut(text: &str, style: WordStyle, target: Option<&str>, tokens: &mut Vec<ProseWord>) {
    let text = apply_typography(&joined_accents(text));
    let mut spaced = false;
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        if letter.is_whitespace() {
            spaced = true;
            continue;
        }
        let mut end = start + letter.len_utf8();
        if letter.is_alphanumeric() {
            while let Some((at, next)) = letters.peek().copied() {
                let is_group = || is_group_of_digits(text.get(start..at), text.get(at..));
                if !(next.is_alphanumeric() || (next.is_whitespace() && is_group())) {
                    break;
                }
                end = at + next.len_utf8();
                letters.next();
            }
        }
        let word: String = text.get(start..end).unwrap_or_default().chars().map(plain_blank).collect();
        tokens.push(ProseWord {
            text: word,
            spaced,
            style,
            target: target.map(str::to_owned),
            printed: None,
        });
        spaced = false;
    }
    if spaced {
        // The blank that ends a run belongs to the next word, which may be in bold.
        tokens.push(ProseWord { text: String::new(), spaced, style, target: None, printed: None });
    }
}

/// Gives the blank that ends a run to the word that opens the next.
pub fn join(tokens: Vec<ProseWord>) -> Vec<ProseWord> {
    let mut joined: Vec<ProseWord> = Vec::with_capacity(tokens.len());
    let mut spaced = false;
    for mut token in tokens {
        if token.text.is_empty() {
            spaced = true;
            continue;
        }
        token.spaced = (token.spaced || spaced) && !joined.is_empty();
        spaced = false;
        joined.push(token);
    }
    joined
}

fn plain_blank(letter: char) -> char {
    if letter.is_whitespace() { ' ' } else { letter }
}

/// Whether a blank stands between two groups of digits of one number.
fn is_group_of_digits(before: Option<&str>, after: Option<&str>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_number = !before.is_empty() && before.chars().all(|c| c.is_ascii_digit() || c.is_whitespace());
    let digits = after.trim_start().bytes().take_while(u8::is_ascii_digit).count();
    is_number && last.len() <= 3 && digits == 3 && !after.starts_with('\n')
}

/// Most pairs of words that are compared one by one; past it, the paragraph is told as replaced.
const MAX_PAIRS: usize = 16_000_000;

/// What became of the words of a paragraph. Runs that print the same on both sides are the same.
pub fn compare(before: &[ProseWord], after: &[ProseWord]) -> Vec<Run> {
    if before.len().saturating_mul(after.len()) > MAX_PAIRS {
        return tidied(vec![(Fate::Removed, before.to_vec()), (Fate::Added, after.to_vec())]);
    }
    let mut runs = Vec::new();
    let slice = |tokens: &[ProseWord], start: usize, len: usize| {
        tokens.get(start..start + len).map(<[ProseWord]>::to_vec).unwrap_or_default()
    };
    let mut known: FxHashMap<&ProseWord, usize> = FxHashMap::default();
    let mut numbered = |tokens| numbered(tokens, &mut known);
    let (a, b) = (numbered(before), numbered(after));
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        match op {
            DiffOp::Equal { new_index, len, .. } => runs.push((Fate::Same, slice(after, new_index, len))),
            DiffOp::Delete { old_index, old_len, .. } => {
                runs.push((Fate::Removed, slice(before, old_index, old_len)));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                runs.push((Fate::Added, slice(after, new_index, new_len)));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let (old, new) = (slice(before, old_index, old_len), slice(after, new_index, new_len));
                if prints_as(&old, &new) {
                    runs.push((Fate::Same, new));
                } else {
                    runs.push((Fate::Removed, old));
                    runs.push((Fate::Added, new));
                }
            }
        }
    }
    tidied(runs)
}

/// A number for each word, the same for the same words.
fn numbered<'t>(tokens: &'t [ProseWord], known: &mut FxHashMap<&'t ProseWord, usize>) -> Vec<usize> {
    let number = |token: &'t ProseWord| {
        let next = known.len();
        *known.entry(token).or_insert(next)
    };
    tokens.iter().map(number).collect()
}

/// Whether two runs of words print the same: a typed figure and the reference that takes its place.
fn prints_as(before: &[ProseWord], after: &[ProseWord]) -> bool {
    let is_quoted = |tokens: &[ProseWord]| tokens.iter().any(|token| token.printed.is_some());
    let printed = |tokens: &[ProseWord]| text(tokens).split_whitespace().collect::<Vec<_>>().join(" ");
    (is_quoted(before) || is_quoted(after)) && printed(before) == printed(after)
}

/// One run for each stretch that changed: what was removed, then what was added, small words between two changes included.
fn tidied(runs: Vec<(Fate, Vec<ProseWord>)>) -> Vec<Run> {
    let mut tidy: Vec<Run> = Vec::new();
    let (mut removed, mut added): (Vec<ProseWord>, Vec<ProseWord>) = (Vec::new(), Vec::new());
    let count = runs.len();
    let changes_follow = |rank: usize| rank + 1 < count;
    for (rank, (fate, tokens)) in runs.into_iter().enumerate() {
        let is_open = !removed.is_empty() || !added.is_empty();
        match fate {
            Fate::Removed => removed.extend(tokens),
            Fate::Added => added.extend(tokens),
            Fate::Same if is_open && changes_follow(rank) && is_slight(&tokens) => {
                removed.extend(tokens.iter().cloned());
                added.extend(tokens);
            }
            Fate::Same => {
                close(&mut tidy, &mut removed, &mut added);
                tidy.push(Run { fate: Fate::Same, tokens });
            }
        }
    }
    close(&mut tidy, &mut removed, &mut added);
    tidy
}

fn close(tidy: &mut Vec<Run>, removed: &mut Vec<ProseWord>, added: &mut Vec<ProseWord>) {
    for (fate, tokens) in [(Fate::Removed, std::mem::take(removed)), (Fate::Added, std::mem::take(added))] {
        if !tokens.is_empty() {
            tidy.push(Run { fate, tokens });
        }
    }
}

/// Whether words are too few to separate two changes: an article, a comma.
fn is_slight(tokens: &[ProseWord]) -> bool {
    tokens.len() <= 2 && tokens.iter().map(|token| token.text.chars().count()).sum::<usize>() <= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<ProseWord> {
        let mut tokens = Vec::new();
        cut(text, WordStyle::default(), None, &mut tokens);
        join(tokens)
    }

    fn shown(before: &str, after: &str) -> String {
        let runs = compare(&tokens(before), &tokens(after));
        let shown = runs.iter().map(|run| match run.fate {
            Fate::Same => text(&run.tokens),
            Fate::Removed => format!("[-{}-]", text(&run.tokens)),
            Fate::Added => format!("[+{}+]", text(&run.tokens)),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_number_is_one_word_and_kinds_of_blanks_are_one() {
        let words: Vec<String> =
            tokens("soit 1 427 050 € en 2024, 12 agents").into_iter().map(|t| t.text).collect();
        assert_eq!(words, ["soit", "1 427 050", "€", "en", "2024", ",", "12", "agents"]);
        assert_eq!(tokens("l'acte : 10 000 €"), tokens("l’acte\u{a0}: 10\u{202f}000\u{202f}€"));
        assert_eq!(text(&tokens("l’acte, soit 3.")), "l’acte, soit 3.");
        assert_eq!(tokens("en 2024 350 agents").len(), 4);
    }

    #[test]
    fn what_changes_is_told_by_words() {
        assert_eq!(
            shown("L’État verse 12 000 € par an.", "L’État verse 15 000 € par an."),
            "L’État verse [-12 000-] [+15 000+] € par an."
        );
        assert_eq!(
            shown("un suivi de la mission", "une aide à la mission"),
            "[-un suivi de-] [+une aide à+] la mission"
        );
        assert_eq!(shown("a b", "a b"), "a b");
    }

    #[test]
    fn a_reference_that_prints_the_typed_figure_is_no_change() {
        let quoted = |name: &str, printed: &str| {
            let mut all = tokens("L’État verse x par an.");
            let place = all.iter().position(|token| token.text == "x").unwrap();
            all[place].text = name.to_owned();
            all[place].printed = Some(printed.to_owned());
            all
        };
        let typed = tokens("L’État verse 12 000 € par an.");
        let same = |a: &[ProseWord], b: &[ProseWord]| compare(a, b).iter().all(|run| run.fate == Fate::Same);
        assert!(same(&typed, &quoted("{total.etat}", "12\u{202f}000\u{202f}€")));
        assert!(!same(&typed, &quoted("{total.etat}", "13\u{202f}000\u{202f}€")));
        assert!(same(&quoted("{total.etat}", "1 €"), &quoted("{total.etat}", "2 €")));
    }
}
