//! The corpus: sentences, and the facts that a careful reader finds in them.

use std::collections::BTreeMap;

/// A case of the corpus.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// Line of the sentence in the file.
    pub line: usize,
    /// The sentences.
    pub text: String,
    /// The facts, one a line.
    pub facts: Vec<String>,
    /// Whether the reader is known to miss it.
    pub is_known_miss: bool,
}

/// Reads a corpus.
pub(crate) fn cases(corpus: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (number, line) in corpus.lines().enumerate() {
        match line {
            _ if line.starts_with('#') || line.trim().is_empty() => {}
            _ if line.starts_with("= ") => cases.push(Case {
                line: number + 1,
                text: line["= ".len()..].to_owned(),
                facts: Vec::new(),
                is_known_miss: false,
            }),
            "! known miss" => {
                if let Some(case) = cases.last_mut() {
                    case.is_known_miss = true;
                }
            }
            fact => {
                if let Some(case) = cases.last_mut() {
                    case.facts.push(fact.trim().to_owned());
                }
            }
        }
    }
    cases
}

/// A fact without the order of its qualities.
pub(crate) fn sorted(fact: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut inside = false;
    for word in fact.split(' ') {
        match words.last_mut() {
            Some(last) if inside => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
        inside ^= word.matches('"').count() % 2 == 1;
    }
    let (value, qualities) = words.split_at(value_length(&words).min(words.len()));
    let mut qualities = qualities.to_vec();
    qualities.sort();
    [value.join(" "), qualities.join(" ")].join(" ").trim_end().to_owned()
}

fn value_length(words: &[String]) -> usize {
    match words.first().map(String::as_str) {
        Some("ref" | "duration" | "every") => 3,
        _ => 2,
    }
}

/// Counts of facts found, missed and invented, by kind.
#[derive(Debug, Default)]
pub(crate) struct Tally(pub BTreeMap<String, [usize; 3]>);

impl Tally {
    /// Adds a case.
    pub(crate) fn add(&mut self, expected: &[String], found: &[String]) {
        let mut left: Vec<String> = found.iter().map(|fact| sorted(fact)).collect();
        for fact in expected {
            let counts = self.0.entry(kind(fact)).or_default();
            match left.iter().position(|other| *other == sorted(fact)) {
                Some(place) => {
                    left.remove(place);
                    counts[0] += 1;
                }
                None => counts[1] += 1,
            }
        }
        for fact in left {
            self.0.entry(kind(&fact)).or_default()[2] += 1;
        }
    }

    /// Recall and precision of each kind, in per cent.
    pub(crate) fn table(&self) -> String {
        let row = |kind: &str, [right, missed, wrong]: [usize; 3]| {
            let rate = |part: usize, whole: usize| (100 * part).checked_div(whole).unwrap_or(100);
            format!(
                "{kind:10} recall {:3} % precision {:3} % ({right} right, {missed} missed, {wrong} wrong)\n",
                rate(right, right + missed),
                rate(right, right + wrong)
            )
        };
        let total = self
            .0
            .values()
            .fold([0; 3], |sum, counts| [sum[0] + counts[0], sum[1] + counts[1], sum[2] + counts[2]]);
        let rows: String = self.0.iter().map(|(kind, counts)| row(kind, *counts)).collect();
        rows + &row("all", total)
    }
}

fn kind(fact: &str) -> String {
    fact.split(' ').next().unwrap_or_default().to_owned()
}

/// Whether two lists state the same facts in the same order.
pub(crate) fn is_right(expected: &[String], found: &[String]) -> bool {
    expected.len() == found.len() && expected.iter().zip(found).all(|(a, b)| sorted(a) == sorted(b))
}
