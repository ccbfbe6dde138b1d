//! The changes, each with its number and the place of the document that shows it.

use crate::compare::portion::Datum;
use crate::compare::{ChangeKind, Difference, Portion};

/// The way to a part, in keys, as changes name it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct KeyPath(String);

impl KeyPath {
    /// One step down; none for a part without a key.
    pub(super) fn to(&self, key: &str) -> Self {
        match (self.0.is_empty(), key.is_empty()) {
            (_, true) => self.clone(),
            (true, false) => Self(key.to_owned()),
            (false, false) => Self(format!("{}/{key}", self.0)),
        }
    }

    fn holds(&self, path: &str) -> bool {
        path.strip_prefix(self.0.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Which changes have been shown, and where what was not is found.
#[derive(Debug)]
pub(super) struct Numbering<'c> {
    changes: &'c [Difference],
    is_shown: Vec<bool>,
    /// The pages, with what leads to them.
    pages: Vec<(KeyPath, String)>,
}

impl<'c> Numbering<'c> {
    /// The changes in the order in which they are told.
    pub(super) fn new(changes: &'c [Difference]) -> Self {
        Self { changes, is_shown: vec![false; changes.len()], pages: Vec::new() }
    }

    /// Says where a page is.
    pub(super) fn add_page(&mut self, path: KeyPath, anchor: &str) {
        self.pages.push((path, anchor.to_owned()));
    }

    /// The changes of a part and of what is in it, which are shown here.
    pub(super) fn claim(&mut self, path: &KeyPath) -> Vec<usize> {
        self.claim_if(|change| path.holds(&change.path))
    }

    /// What became of a page itself: its place, its number; by rank.
    pub(super) fn of_page(&mut self, path: &KeyPath) -> Vec<(usize, &'c Difference)> {
        let mut found = Vec::new();
        let changes = self.changes;
        for (rank, change) in changes.iter().enumerate() {
            let own = std::iter::once(change).chain(&change.details).find(|one| one.path == path.0);
            let is_of_page =
                |one: &&Difference| !matches!(one.kind, ChangeKind::Changed | ChangeKind::Reworded);
            if let Some(one) = own.filter(is_of_page) {
                found.push((rank, one));
            }
        }
        found
    }

    /// The change of a paragraph, or of a row of a text, whose neighbours have the same path.
    pub(super) fn claim_row(
        &mut self,
        path: &KeyPath,
        before: Option<&Portion>,
        after: Option<&Portion>,
    ) -> Vec<usize> {
        let text = |part: Option<&Portion>| part.and_then(Portion::said).map(Datum::to_string);
        let (was, is) = (text(before), text(after));
        let row = after.or(before);
        let mut taken = false;
        self.claim_if(|change| {
            let is_its = change.path == path.0
                && match (&change.part, change.kind) {
                    (Some(part), _) => row.is_some_and(|row| part.content.says_as(&row.content)),
                    (None, ChangeKind::Moved) => change.before == was,
                    (None, _) => change.before == was && change.after == is,
                };
            let is_first = is_its && !taken;
            taken |= is_first;
            is_first
        })
    }

    fn claim_if(&mut self, mut is_its: impl FnMut(&Difference) -> bool) -> Vec<usize> {
        let mut claimed = Vec::new();
        for (rank, (change, is_shown)) in self.changes.iter().zip(&mut self.is_shown).enumerate() {
            if !*is_shown && is_its(change) {
                *is_shown = true;
                claimed.push(rank + 1);
            }
        }
        claimed
    }

    /// Marks a change as shown here; its number, unless it was already.
    pub(super) fn claim_rank(&mut self, rank: usize) -> Option<usize> {
        let slot = self.is_shown.get_mut(rank).filter(|is_shown| !**is_shown)?;
        *slot = true;
        Some(rank + 1)
    }

    /// What leads to where a change is shown: its own place, else its page.
    pub(super) fn anchor(&self, rank: usize) -> Option<String> {
        if self.is_shown.get(rank) == Some(&true) {
            return Some(anchor(rank + 1));
        }
        let path = &self.changes.get(rank)?.path;
        self.pages.iter().find(|(page, _)| page.holds(path)).map(|(_, anchor)| anchor.clone())
    }
}

/// What leads to the place that shows a change.
pub(super) fn anchor(number: usize) -> String {
    format!("changement-{number}")
}
