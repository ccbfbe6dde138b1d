//! Three versions of a text merged line by line, and what is written where both sides clash: whole lines between marks.

use std::collections::BTreeMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A run of a merged text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Chunk {
    Settled(String),
    Clash { base: String, ours: String, theirs: String },
}

/// A merged text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chunks(pub(super) Vec<Chunk>);

impl Chunks {
    /// The text, when nothing clashes.
    pub(super) fn settled(&self) -> Option<String> {
        let text = |chunk: &Chunk| match chunk {
            Chunk::Settled(text) => Some(text.clone()),
            Chunk::Clash { .. } => None,
        };
        self.0.iter().map(text).collect()
    }

    /// The text, the smallest whole lines standing between marks where both sides clash.
    pub(super) fn marked(&self, size: usize) -> String {
        let mut text = String::new();
        let (mut ours, mut theirs, mut clashes) = (String::new(), String::new(), false);
        let mut close = |ours: &mut String, theirs: &mut String, clashes: &mut bool| {
            if *clashes {
                let mark = |sign: &str, name: &str| format!("{}{name}\n", sign.repeat(size));
                let whole = |side: &str| if side.is_empty() || side.ends_with('\n') { "" } else { "\n" };
                let between = [mark("<", " la nôtre"), mark("=", ""), mark(">", " la leur")];
                let [open, middle, end] = &between;
                text.push_str(&format!("{open}{ours}{}{middle}{theirs}{}{end}", whole(ours), whole(theirs)));
            } else {
                text.push_str(ours);
            }
            ours.clear();
            theirs.clear();
            *clashes = false;
        };
        for chunk in &self.0 {
            match chunk {
                Chunk::Settled(run) => {
                    for line in run.split_inclusive('\n') {
                        if is_whole(&ours) && is_whole(&theirs) {
                            close(&mut ours, &mut theirs, &mut clashes);
                        }
                        ours.push_str(line);
                        theirs.push_str(line);
                    }
                }
                Chunk::Clash { ours: one, theirs: two, .. } => {
                    if is_whole(&ours) && is_whole(&theirs) {
                        close(&mut ours, &mut theirs, &mut clashes);
                    }
                    ours.push_str(one);
                    theirs.push_str(two);
                    clashes = true;
                }
            }
        }
        close(&mut ours, &mut theirs, &mut clashes);
        text
    }
}

fn is_whole(lines: &str) -> bool {
    lines.is_empty() || lines.ends_with('\n')
}

/// Merges three texts line by line.
pub(super) fn merge(base: &str, ours: &str, theirs: &str) -> Chunks {
    let lines = |text| str::split_inclusive(text, '\n').collect::<Vec<&str>>();
    let (was, one, two) = (lines(base), lines(ours), lines(theirs));
    let (here, there) = (matches(&was, &one), matches(&was, &two));
    let mut chunks = Vec::new();
    let (mut i, mut j, mut k) = (0, 0, 0);
    let stable = here.iter().filter_map(|(at, own)| Some((*at, *own, *there.get(at)?)));
    for (at, own, other) in stable.chain([(was.len(), one.len(), two.len())]) {
        let text = |lines: &[&str], from: usize, to: usize| lines.get(from..to).unwrap_or(&[]).concat();
        let (base, ours, theirs) = (text(&was, i, at), text(&one, j, own), text(&two, k, other));
        chunks.push(if ours == theirs || theirs == base {
            Chunk::Settled(ours)
        } else if ours == base {
            Chunk::Settled(theirs)
        } else {
            Chunk::Clash { base, ours, theirs }
        });
        chunks.push(Chunk::Settled(text(&was, at, (at + 1).min(was.len()))));
        (i, j, k) = (at + 1, own + 1, other + 1);
    }
    Chunks(chunks)
}

/// The text that both sides share at both ends, and what is between them as one clash.
pub(super) fn whole(base: &str, ours: &str, theirs: &str) -> Chunks {
    let lines = |text| str::split_inclusive(text, '\n').collect::<Vec<&str>>();
    let (one, two) = (lines(ours), lines(theirs));
    let head = one.iter().zip(&two).take_while(|(a, b)| a == b).count();
    let rest = one.len().min(two.len()) - head;
    let tail = one.iter().rev().zip(two.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let middle = |lines: &[&str]| lines.get(head..lines.len() - tail).unwrap_or(&[]).concat();
    Chunks(vec![
        Chunk::Settled(one.iter().take(head).copied().collect()),
        Chunk::Clash { base: base.to_owned(), ours: middle(&one), theirs: middle(&two) },
        Chunk::Settled(one.iter().skip(one.len() - tail).copied().collect()),
    ])
}

/// Most pairs of lines that are compared one by one.
const PAIRS_MAX: usize = 4_000_000;
/// Deepest cut of two texts by the lines that both have once.
const DEPTH_MAX: usize = 8;

/// The lines that two texts share, in order: for each line of the first one, its rank in the other.
fn matches(a: &[&str], b: &[&str]) -> BTreeMap<usize, usize> {
    let mut found = BTreeMap::new();
    add_matches(a, b, (0, 0), DEPTH_MAX, &mut found);
    found
}

fn add_matches(
    a: &[&str],
    b: &[&str],
    (x, y): (usize, usize),
    depth: usize,
    found: &mut BTreeMap<usize, usize>,
) {
    let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    found.extend((0..head).map(|n| (x + n, y + n)));
    let (a, b) = (a.get(head..).unwrap_or(&[]), b.get(head..).unwrap_or(&[]));
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    found.extend((1..=tail).map(|n| (x + head + a.len() - n, y + head + b.len() - n)));
    let (a, b) = (a.get(..a.len() - tail).unwrap_or(&[]), b.get(..b.len() - tail).unwrap_or(&[]));
    let (x, y) = (x + head, y + head);
    if a.is_empty() || b.is_empty() {
        return;
    }
    if a.len().saturating_mul(b.len()) <= PAIRS_MAX {
        for operation in capture_diff_slices(Algorithm::Myers, a, b) {
            if let DiffOp::Equal { old_index, new_index, len } = operation {
                found.extend((0..len).map(|n| (x + old_index + n, y + new_index + n)));
            }
        }
        return;
    }
    let anchors = if depth == 0 { Vec::new() } else { anchors(a, b) };
    if anchors.is_empty() {
        return;
    }
    let (mut i, mut j) = (0, 0);
    for (at, other) in anchors.into_iter().chain([(a.len(), b.len())]) {
        let (one, two) = (a.get(i..at).unwrap_or(&[]), b.get(j..other).unwrap_or(&[]));
        add_matches(one, two, (x + i, y + j), depth - 1, found);
        if at < a.len() {
            found.insert(x + at, y + other);
        }
        (i, j) = (at + 1, other + 1);
    }
}

/// The lines that each text has once, as many as possible in the same order.
fn anchors(a: &[&str], b: &[&str]) -> Vec<(usize, usize)> {
    let once = |lines: &[&str]| {
        let mut places = BTreeMap::<String, Option<usize>>::new();
        for (rank, line) in lines.iter().enumerate() {
            places.entry((*line).to_owned()).and_modify(|place| *place = None).or_insert(Some(rank));
        }
        places
    };
    let (one, two) = (once(a), once(b));
    let mut pairs: Vec<(usize, usize)> =
        one.iter().filter_map(|(line, place)| Some(((*place)?, (*two.get(line)?)?))).collect();
    pairs.sort_unstable();
    // The longest run that grows on both sides, by piles.
    let mut piles: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    for (rank, (_, other)) in pairs.iter().enumerate() {
        let at = piles.partition_point(|top| pairs.get(*top).is_some_and(|(_, y)| y < other));
        before.push(at.checked_sub(1).and_then(|under| piles.get(under).copied()));
        match piles.get_mut(at) {
            Some(top) => *top = rank,
            None => piles.push(rank),
        }
    }
    let mut chain = Vec::new();
    let mut next = piles.last().copied();
    while let Some(rank) = next {
        chain.extend(pairs.get(rank).copied());
        next = before.get(rank).copied().flatten();
    }
    chain.reverse();
    chain
}
