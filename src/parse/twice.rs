//! Names that a file gives twice, where only one would be kept or both would be counted.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::reader::Reader;
use crate::diagnostic::Diagnostic;
use crate::syntax::{Node, NodeKind};
use crate::text::Spanned;
use crate::text::lookalikes::plain_form;

impl Reader<'_> {
    /// Tells the names of a list that are there twice. `kind` has its article: « le statut ».
    pub(super) fn twice(&mut self, names: &[Spanned<String>], kind: &str) {
        let mut first_places: FxHashMap<Cow<'_, str>, &Spanned<String>> = FxHashMap::default();
        for name in names {
            let first = *first_places.entry(plain_form(&name.value)).or_insert(name);
            if first.span != name.span {
                self.say(Diagnostic::duplicate_name(name, first, kind));
            }
        }
    }

    /// Tells the items of a list that bear the same name under a key, such as `id`.
    pub(super) fn twice_under(&mut self, items: &[Node], key: &str, kind: &str) {
        let names: Vec<Spanned<String>> = items.iter().filter_map(|item| scalar_under(item, key)).collect();
        self.twice(&names, kind);
    }
}

/// The text of a key of a mapping.
fn scalar_under(item: &Node, key: &str) -> Option<Spanned<String>> {
    let NodeKind::Map(entries) = &item.kind else { return None };
    let (_, value) = entries.iter().find(|(name, _)| name.value == key)?;
    match &value.kind {
        NodeKind::Scalar(text) => Some(Spanned::new(text.clone(), value.span)),
        _ => None,
    }
}
