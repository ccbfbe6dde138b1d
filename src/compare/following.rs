//! One part of the act from one version to another: what it was called, where it comes from, what changed in it.

use super::changes::{self, AMOUNTS, Difference, Trail, amount, summary};
use super::identity::source_of;
use super::portion::{Portion, PortionContent};
use super::{delta, moves, pairing, part_path, telling};
use crate::model::Montant;

/// What a part of the second of two versions is in the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The same part, by its keys then; with the names of the pages that went into it since.
    Same(Vec<String>, Vec<String>),
    /// A piece of another page, by its name.
    PieceOf(String),
    /// Nothing.
    None,
}

/// The parts of the act that are pages.
const PAGES: [&str; 2] = ["fiches", "articles"];

/// What the part that keys lead to in `after` was in `before`.
pub fn origin(before: &Portion, after: &Portion, keys: &[String]) -> Origin {
    let (mut then, mut now) = (before, after);
    let are_pages = keys.first().is_some_and(|key| PAGES.contains(&key.as_str()));
    let mut own = Vec::new();
    let mut taken_in = Vec::new();
    for (depth, key) in keys.iter().enumerate() {
        let Some(rank) = part_path::rank(now.parts(), key) else { return Origin::None };
        let Some(part) = now.parts().get(rank) else { return Origin::None };
        let found = match (&then.content, &now.content) {
            (PortionContent::Rows(a, keys), PortionContent::Rows(b, _)) => {
                let pairs = pairing::pair(a, b, *keys);
                let twin = pairs.iter().find(|(_, to)| *to == rank).map(|(from, _)| *from);
                if are_pages && depth == 1 {
                    match twin {
                        Some(_) => taken_in = taken(a, b, &pairs, rank),
                        None => return piece_of(part, a, &pairs),
                    }
                }
                twin
            }
            _ => part_path::rank(then.parts(), key).or_else(|| {
                // An amount that took another shape is the same amount.
                let other = |key: &&str| part_path::rank(then.parts(), key);
                AMOUNTS.contains(&key.as_str()).then(|| AMOUNTS.iter().find_map(&other))?
            }),
        };
        let Some(twin) = found.and_then(|rank| then.parts().get(rank).map(|part| (rank, part))) else {
            return Origin::None;
        };
        own.push(part_path::key(then.parts(), twin.0));
        (then, now) = (twin.1, part);
    }
    Origin::Same(own, taken_in)
}

/// The page that one was cut from, if it is still there.
fn piece_of(part: &Portion, before: &[Portion], pairs: &[(usize, usize)]) -> Origin {
    let twin = |rank: usize| pairs.iter().find(|(from, _)| *from == rank).map(|(_, to)| *to);
    let source = source_of(part, before, twin).and_then(|(from, _)| before.get(from));
    source.map_or(Origin::None, |source| Origin::PieceOf(source.name.clone()))
}

/// The pages that went into one.
fn taken(before: &[Portion], after: &[Portion], pairs: &[(usize, usize)], rank: usize) -> Vec<String> {
    let gone = before.iter().enumerate().filter(|(from, _)| pairs.iter().all(|(known, _)| known != from));
    let twin = |rank: usize| pairs.iter().find(|(_, to)| *to == rank).map(|(from, _)| *from);
    let into = |part: &Portion| source_of(part, after, twin).map(|(to, _)| to);
    gone.filter(|(_, part)| into(part) == Some(rank)).map(|(_, part)| part.name.clone()).collect()
}

/// What changed in a part, whatever it was called.
pub fn differences(before: &Portion, after: &Portion) -> Vec<Difference> {
    if before.content.says_as(&after.content) {
        return Vec::new();
    }
    let mut told = Vec::new();
    if let Some(delta) = delta::between(before, after) {
        telling::tell(&delta, &Trail::default().at(delta.places()), &mut told);
    }
    moves::find(&mut told);
    changes::sort(&mut told);
    told
}

/// A part in one line, and its amount if it says one.
pub fn in_one_line(part: &Portion) -> (String, Option<Montant>) {
    let euros = amount(part);
    let words = summary(part);
    // Of a fiche, what it commits.
    match euros.filter(|_| part.part("budgets").is_some()) {
        Some(montant) => (montant.in_prose(), Some(montant)),
        None => (words, euros),
    }
}
