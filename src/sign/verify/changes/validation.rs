//! Certificates and revocation lists that may be added after signing (/DSS: ETSI EN 319 142-1 §5.4.2).

use std::collections::{BTreeMap, BTreeSet};

use crate::sign::pdf::{MAX_NODES, PdfDictionary, PdfError, PdfFile, PdfId, PdfObject, XrefEntry};

/// The objects of /DSS that a revision may bring or change.
#[derive(Default)]
pub(super) struct ValidationObjects(BTreeSet<u32>);

impl ValidationObjects {
    /// New objects that /DSS reaches and that nothing named before; and /DSS with its own lists, when nothing else
    /// names them. A dangling reference of the signed pages cannot be given a target under that cover.
    ///
    /// # Errors
    /// [`PdfError`] when an object cannot be read.
    pub(super) fn read(
        file: &PdfFile<'_>,
        before: usize,
        now: usize,
        catalog: &PdfDictionary,
    ) -> Result<Self, PdfError> {
        let Some(root) = catalog.get(b"DSS".as_slice()) else {
            return Ok(Self::default());
        };
        if file.catalog(before)?.1.get(b"DSS".as_slice()) == Some(root) && !touches(file, root, now) {
            return Ok(Self::default());
        }
        let named = count_references(file, before)?;
        let mut allowed = BTreeSet::new();
        let mut waiting = vec![root.clone()];
        while let Some(object) = waiting.pop() {
            match object {
                PdfObject::Reference(id) => {
                    let times = named.get(&id.number).copied().unwrap_or_default();
                    let is_new = file.entry(id.number, before).is_none();
                    let target = file.resolve(&PdfObject::Reference(id), now)?;
                    let own_list = !is_new && times == 1 && !matches!(target, PdfObject::Stream(_));
                    if ((is_new && times == 0) || own_list) && allowed.insert(id.number) {
                        waiting.push(target);
                    }
                    if allowed.len() > MAX_NODES {
                        return Err(PdfError::Unsupported { what: "trop de données de validation" });
                    }
                }
                PdfObject::Array(items) => waiting.extend(items),
                PdfObject::Dictionary(dictionary) => waiting.extend(dictionary.into_values()),
                _ => {}
            }
        }
        Ok(Self(allowed))
    }

    pub(super) fn may_change(&self, number: u32) -> bool {
        self.0.contains(&number)
    }
}

/// Whether that revision writes the object that `root` names.
fn touches(file: &PdfFile<'_>, root: &PdfObject, now: usize) -> bool {
    let entries = file.revisions().get(now).map(|revision| &revision.entries);
    root.as_reference().is_some_and(|id| entries.is_some_and(|entries| entries.contains_key(&id.number)))
}

/// How many times each object is named, by all the objects of a revision.
pub(super) fn count_references(
    file: &PdfFile<'_>,
    revision: usize,
) -> Result<BTreeMap<u32, usize>, PdfError> {
    let numbers: BTreeSet<u32> = file
        .revisions()
        .iter()
        .take(revision + 1)
        .flat_map(|revision| revision.entries.keys().copied())
        .collect();
    let mut times = BTreeMap::new();
    for number in numbers {
        let generation = match file.entry(number, revision) {
            None | Some(XrefEntry::Free) => continue,
            Some(XrefEntry::InFile { generation, .. }) => generation,
            Some(XrefEntry::InStream { .. }) => 0,
        };
        let Some(located) = file.locate(PdfId { number, generation }, revision)? else { continue };
        let mut waiting = vec![&located.object];
        while let Some(object) = waiting.pop() {
            match object {
                PdfObject::Reference(id) => *times.entry(id.number).or_default() += 1,
                PdfObject::Array(items) => waiting.extend(items),
                PdfObject::Dictionary(dictionary) => waiting.extend(dictionary.values()),
                PdfObject::Stream(stream) => waiting.extend(stream.dictionary.values()),
                _ => {}
            }
        }
    }
    Ok(times)
}
