//! The difference between two parts: applied to the first, it gives the second; turned round, it is the difference of the
//! second with the first.

use super::pairing::{self, Pairs};
use super::portion::{Keys, Portion, PortionContent};
use crate::text::Span;

/// What one part became.
#[derive(Debug, Clone)]
pub struct Delta {
    /// What it was called, and is; the same but for a row that was renamed.
    pub keys: (String, String),
    /// What a reader called it, and calls it.
    pub names: (String, String),
    /// Both parts without what is in them: topic and places.
    pub heads: (Portion, Portion),
    /// What changed in it.
    pub change: DeltaChange,
}

/// What changed in a part.
#[derive(Debug, Clone)]
pub enum DeltaChange {
    /// All that it says, or its shape: an amount became one for each exercice.
    Content(PortionContent, PortionContent),
    /// Some of its fields.
    Fields {
        /// Those that are on both sides and differ.
        changed: Vec<Delta>,
        /// Those that came.
        added: Vec<Portion>,
        /// Those that went.
        removed: Vec<Portion>,
    },
    /// Some of its rows.
    Rows {
        /// The rows of the second side, in order.
        steps: Vec<RowStep>,
        /// The rows that went, with their ranks in the first side.
        removed: Vec<(usize, Portion)>,
        /// What their keys are worth.
        keys: Keys,
    },
}

/// Where a row of the second side comes from.
#[derive(Debug, Clone)]
pub enum RowStep {
    /// From a row of the first side, by its rank.
    Kept {
        /// Its rank.
        from: usize,
        /// Whether its place among the others changed.
        moved: bool,
        /// The row, on the first side.
        row: Box<Portion>,
        /// What changed in it; none when it says the same.
        change: Option<Box<Delta>>,
    },
    /// From nowhere.
    Added(Portion),
}

/// The difference between two parts that are the same one; none when both say the same.
pub fn between(before: &Portion, after: &Portion) -> Option<Delta> {
    if before.says_as(after) {
        return None;
    }
    let change = match (&before.content, &after.content) {
        (PortionContent::Fields(a), PortionContent::Fields(b)) => fields(a, b),
        (PortionContent::Rows(a, keys), PortionContent::Rows(b, _)) => rows(a, b, *keys),
        (a, b) => DeltaChange::Content(a.clone(), b.clone()),
    };
    Some(Delta {
        keys: (before.key.clone(), after.key.clone()),
        names: (before.name.clone(), after.name.clone()),
        heads: (head(before), head(after)),
        change,
    })
}

/// A part without what is in it.
fn head(part: &Portion) -> Portion {
    Portion {
        content: PortionContent::Fields(Vec::new()),
        key: part.key.clone(),
        name: part.name.clone(),
        topic: part.topic,
        place: part.place,
    }
}

fn fields(before: &[Portion], after: &[Portion]) -> DeltaChange {
    let twin = |parts: &'_ [Portion], key: &str| parts.iter().position(|part| part.key == key);
    let both = after.iter().filter_map(|part| Some((before.get(twin(before, &part.key)?)?, part)));
    let lacks = |parts: &[Portion], part: &&Portion| twin(parts, &part.key).is_none();
    DeltaChange::Fields {
        changed: both.filter_map(|(a, b)| between(a, b)).collect(),
        added: after.iter().filter(|part| lacks(before, part)).cloned().collect(),
        removed: before.iter().filter(|part| lacks(after, part)).cloned().collect(),
    }
}

fn rows(before: &[Portion], after: &[Portion], keys: Keys) -> DeltaChange {
    let pairs: Pairs = pairing::pair(before, after, keys);
    let stays = pairing::unmoved(&pairs);
    let mut paired = pairs.iter().zip(stays).peekable();
    let mut steps = Vec::new();
    for (rank, row) in after.iter().enumerate() {
        let own = paired.next_if(|((_, b), _)| *b == rank);
        let step = own.and_then(|((a, _), stays)| {
            let from = before.get(*a)?;
            let change = between(from, row).map(Box::new);
            Some(RowStep::Kept { from: *a, moved: !stays, row: Box::new(from.clone()), change })
        });
        steps.push(step.unwrap_or_else(|| RowStep::Added(row.clone())));
    }
    let went = before.iter().enumerate().filter(|(rank, _)| pairs.iter().all(|(a, _)| a != rank));
    DeltaChange::Rows { steps, removed: went.map(|(rank, part)| (rank, part.clone())).collect(), keys }
}

impl Delta {
    /// The second part, made from the first.
    pub fn applied(&self, before: &Portion) -> Portion {
        let content = match &self.change {
            DeltaChange::Content(_, after) => after.clone(),
            DeltaChange::Fields { changed, added, removed } => {
                let own = before.parts().iter().filter(|p| removed.iter().all(|gone| gone.key != p.key));
                let own = own.map(|part| {
                    let change = changed.iter().find(|delta| delta.keys.0 == part.key);
                    change.map_or_else(|| part.clone(), |delta| delta.applied(part))
                });
                PortionContent::Fields(own.chain(added.iter().cloned()).collect())
            }
            DeltaChange::Rows { steps, keys, .. } => {
                let row = |step: &RowStep| match step {
                    RowStep::Added(part) => Some(part.clone()),
                    RowStep::Kept { from, change, .. } => {
                        let row = before.parts().get(*from)?;
                        Some(change.as_ref().map_or_else(|| row.clone(), |delta| delta.applied(row)))
                    }
                };
                PortionContent::Rows(steps.iter().filter_map(row).collect(), *keys)
            }
        };
        Portion { content, ..self.heads.1.clone() }
    }

    /// What the first part is to the second.
    pub fn mirrored(&self) -> Self {
        let change = match &self.change {
            DeltaChange::Content(a, b) => DeltaChange::Content(b.clone(), a.clone()),
            DeltaChange::Fields { changed, added, removed } => DeltaChange::Fields {
                changed: changed.iter().map(Self::mirrored).collect(),
                added: removed.clone(),
                removed: added.clone(),
            },
            DeltaChange::Rows { steps, removed, keys } => mirrored_rows(steps, removed, *keys),
        };
        let swap = |pair: &(String, String)| (pair.1.clone(), pair.0.clone());
        Self {
            keys: swap(&self.keys),
            names: swap(&self.names),
            heads: (self.heads.1.clone(), self.heads.0.clone()),
            change,
        }
    }

    /// Where it is written, on each side.
    pub fn places(&self) -> (Option<Span>, Option<Span>) {
        (self.heads.0.place, self.heads.1.place)
    }
}

fn mirrored_rows(steps: &[RowStep], removed: &[(usize, Portion)], keys: Keys) -> DeltaChange {
    let mut back: Vec<(usize, RowStep)> =
        removed.iter().map(|(rank, part)| (*rank, RowStep::Added(part.clone()))).collect();
    let mut gone = Vec::new();
    for (rank, step) in steps.iter().enumerate() {
        match step {
            RowStep::Added(part) => gone.push((rank, part.clone())),
            RowStep::Kept { from, moved, row, change } => {
                let after = change.as_ref().map_or_else(|| (**row).clone(), |delta| delta.applied(row));
                let change = change.as_ref().map(|delta| Box::new(delta.mirrored()));
                let kept = RowStep::Kept { from: rank, moved: *moved, row: Box::new(after), change };
                back.push((*from, kept));
            }
        }
    }
    back.sort_by_key(|(rank, _)| *rank);
    DeltaChange::Rows { steps: back.into_iter().map(|(_, step)| step).collect(), removed: gone, keys }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compare::portion::{ChangeTopic, Datum};

    fn part(key: String, content: PortionContent) -> Portion {
        Portion::new(&key, &key, ChangeTopic::Wording, content, None)
    }

    /// Any part: few keys and few words, so that parts resemble one another.
    fn any_part() -> impl Strategy<Value = Portion> {
        let datum = ("[ab]", "[abc]( [abc]){0,4}");
        let leaf = datum.prop_map(|(key, words)| part(key, PortionContent::Datum(Datum::Words(words))));
        leaf.prop_recursive(3, 24, 4, |inner| {
            let keys = prop::sample::select(vec![Keys::Names, Keys::Hints, Keys::None]);
            ("[ab]", prop::collection::vec(inner, 0..4), any::<bool>(), keys).prop_map(
                |(key, parts, has_order, keys)| {
                    let content = match has_order {
                        true => PortionContent::Rows(parts, keys),
                        false => PortionContent::Fields(parts),
                    };
                    part(key, content)
                },
            )
        })
    }

    proptest! {
        #[test]
        fn a_difference_is_applied_and_turned_round(before in any_part(), after in any_part()) {
            prop_assert!(between(&before, &before).is_none());
            let Some(delta) = between(&before, &after) else {
                prop_assert!(before.says_as(&after));
                return Ok(());
            };
            prop_assert!(delta.applied(&before).says_as(&after));
            prop_assert!(delta.mirrored().applied(&after).says_as(&before));
            prop_assert!(delta.mirrored().mirrored().applied(&before).says_as(&after));
        }
    }
}
