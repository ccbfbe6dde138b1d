//! What a revision changes, and whether it may: after a signature, only the filling of a field that was there, validation
//! data and timestamps of the document; before, the making of empty fields too (ISO 32000-1 §12.8.2.2, ETSI EN 319 142-1
//! §5.5).
//!
//! What is allowed is listed; all the rest is not.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    FileRevision, ObjectChange, ObjectChangeKind,
    kinds::{PageParts, kind_of},
    stray::stray_bytes,
};
use crate::sign::{
    fields::{FormField, form, signature_fields},
    pdf::{PdfDictionary, PdfError, PdfFile, PdfId, PdfObject, XrefEntry},
};

mod metadata;
mod validation;

use metadata::{information_may_become, metadata_may_become, same_text};
use validation::{ValidationObjects, count_references};

/// Looks at a revision against the one before.
///
/// # Errors
/// [`PdfError`] when one of them cannot be read.
pub(super) fn read_revision(
    file: &PdfFile<'_>,
    index: usize,
    after_signature: bool,
) -> Result<FileRevision, PdfError> {
    let revision = file.revisions().get(index).ok_or(PdfError::NoEnd)?;
    let bytes = revision.start..revision.end;
    let Some(before) = index.checked_sub(1) else {
        return Ok(FileRevision { bytes, after_signature, changes: Vec::new(), stray_bytes: Vec::new() });
    };
    let step = RevisionStep::new(file, before, index, after_signature)?;
    let mut changes: Vec<_> = step.trailer_change().into_iter().collect();
    for (number, entry) in &revision.entries {
        changes.extend(step.object_change(*number, *entry)?);
    }
    Ok(FileRevision { bytes, after_signature, changes, stray_bytes: stray_bytes(file, index)? })
}

/// Two revisions that follow one another, and what the second may bring.
struct RevisionStep<'f, 'a> {
    file: &'f PdfFile<'a>,
    before: usize,
    now: usize,
    after_signature: bool,
    catalog_before: (PdfId, PdfDictionary),
    catalog_now: (PdfId, PdfDictionary),
    /// Fields that were there, by their object: as they were.
    fields_before: BTreeMap<u32, FormField>,
    /// Fields by their object, as they are.
    fields_now: BTreeMap<u32, FormField>,
    /// New signatures, in fields that may be filled.
    values: BTreeSet<u32>,
    /// New fields that are empty of surface.
    new_fields: BTreeSet<u32>,
    /// The empty appearances of these.
    appearances: BTreeSet<u32>,
    validation: ValidationObjects,
    parts: PageParts,
}

impl<'f, 'a> RevisionStep<'f, 'a> {
    fn new(
        file: &'f PdfFile<'a>,
        before: usize,
        now: usize,
        after_signature: bool,
    ) -> Result<Self, PdfError> {
        let by_object = |revision| -> Result<BTreeMap<u32, FormField>, PdfError> {
            let fields = signature_fields(file, revision)?.0;
            Ok(fields.into_iter().filter_map(|field| Some((field.id?.number, field))).collect())
        };
        let catalog_now = file.catalog(now)?;
        let mut step = Self {
            file,
            before,
            now,
            after_signature,
            catalog_before: file.catalog(before)?,
            fields_before: by_object(before)?,
            fields_now: by_object(now)?,
            values: BTreeSet::new(),
            new_fields: BTreeSet::new(),
            appearances: BTreeSet::new(),
            validation: ValidationObjects::read(file, before, now, &catalog_now.1)?,
            catalog_now,
            parts: PageParts::read(file, now)?,
        };
        step.read_fields()?;
        Ok(step)
    }

    /// Sorts the fields: which are new, which are being filled, with what.
    fn read_fields(&mut self) -> Result<(), PdfError> {
        for (number, field) in &self.fields_now {
            let known = self.fields_before.get(number);
            let is_new = known.is_none() && !self.existed(*number);
            let may_come = !self.after_signature || self.is_document_timestamp(field)?;
            if is_new && may_come && self.has_no_surface(field)? {
                self.new_fields.insert(*number);
                self.appearances.extend(self.appearance(field)?);
            }
            let fillable = known.is_some_and(|known| known.value().is_none() && known.name == field.name)
                || self.new_fields.contains(number);
            if let Some(value) = field.value().and_then(PdfObject::as_reference).filter(|_| fillable)
                && !self.existed(value.number)
                && self.is_signature(value)?
            {
                self.values.insert(value.number);
            }
        }
        Ok(())
    }

    fn existed(&self, number: u32) -> bool {
        !matches!(self.file.entry(number, self.before), None | Some(XrefEntry::Free))
    }

    fn is_signature(&self, id: PdfId) -> Result<bool, PdfError> {
        let value = self.file.resolve(&PdfObject::Reference(id), self.now)?;
        Ok(value.as_dictionary().is_some_and(|value| {
            value.contains_key(b"ByteRange".as_slice()) && value.contains_key(b"Contents".as_slice())
        }))
    }

    /// Whether a field holds a timestamp of the whole document: long-term archiving adds it after all signatures, whatever
    /// they permit (ISO 32000-2 §12.8.2.2.2, ETSI EN 319 142-1 §5.4.3).
    fn is_document_timestamp(&self, field: &FormField) -> Result<bool, PdfError> {
        let value = self.file.get(&field.dictionary, "V", self.now)?;
        let Some(value) = value.as_dictionary() else { return Ok(false) };
        let kind = self.file.get(value, "SubFilter", self.now)?;
        Ok(kind.as_name() == Some(b"ETSI.RFC3161".as_slice()))
    }

    /// A zero rectangle, no action, no appearance but an empty one.
    fn has_no_surface(&self, field: &FormField) -> Result<bool, PdfError> {
        const KEYS: [&[u8]; 11] =
            [b"Type", b"Subtype", b"FT", b"T", b"TU", b"F", b"Ff", b"Rect", b"P", b"AP", b"V"];
        let rectangle =
            field.dictionary.get(b"Rect".as_slice()).and_then(PdfObject::as_array).unwrap_or_default();
        let is_zero = |side: &PdfObject| match side {
            PdfObject::Integer(value) => *value == 0,
            PdfObject::Real(text) => text.iter().all(|byte| matches!(byte, b'0' | b'.')),
            _ => false,
        };
        Ok(rectangle.len() == 4
            && rectangle.iter().all(is_zero)
            && field.dictionary.keys().all(|key| KEYS.contains(&key.as_slice()))
            && (!field.dictionary.contains_key(b"AP".as_slice()) || self.appearance(field)?.is_some()))
    }

    /// The appearance of a field, if it is a new and empty stream.
    fn appearance(&self, field: &FormField) -> Result<Option<u32>, PdfError> {
        let appearances = self.file.get(&field.dictionary, "AP", self.now)?;
        let Some(appearances) = appearances.as_dictionary().filter(|appearances| appearances.len() == 1)
        else {
            return Ok(None);
        };
        let Some(id) = appearances.get(b"N".as_slice()).and_then(PdfObject::as_reference) else {
            return Ok(None);
        };
        let object = self.file.resolve(&PdfObject::Reference(id), self.now)?;
        let empty = matches!(object, PdfObject::Stream(stream) if stream.data.is_empty());
        Ok((empty && !self.existed(id.number)).then_some(id.number))
    }

    /// The trailer may only grow: same catalog, same information, same first identifier.
    fn trailer_change(&self) -> Option<ObjectChange> {
        let trailer = |index: usize| self.file.revisions().get(index).map(|revision| &revision.trailer);
        let (before, now) = (trailer(self.before)?, trailer(self.now)?);
        let same = |key: &[u8]| before.get(key) == now.get(key);
        let identifier = |trailer: &PdfDictionary| {
            trailer.get(b"ID".as_slice()).and_then(PdfObject::as_array).and_then(|id| id.first().cloned())
        };
        let size = |trailer: &PdfDictionary| trailer.get(b"Size".as_slice()).and_then(PdfObject::as_length);
        let allowed = same(b"Root")
            && same(b"Info")
            && identifier(before) == identifier(now)
            && size(before) <= size(now);
        (!allowed).then_some(ObjectChange {
            number: 0,
            kind: ObjectChangeKind::Trailer,
            existed: true,
            allowed,
        })
    }

    fn object_change(&self, number: u32, entry: XrefEntry) -> Result<Option<ObjectChange>, PdfError> {
        let existed = self.existed(number);
        let generation = match entry {
            XrefEntry::Free if existed => {
                let kind = ObjectChangeKind::Freed;
                return Ok(Some(ObjectChange { number, kind, existed, allowed: false }));
            }
            XrefEntry::Free => return Ok(None),
            XrefEntry::InFile { generation, .. } => generation,
            XrefEntry::InStream { .. } => 0,
        };
        let id = PdfId { number, generation };
        let now = self.file.resolve(&PdfObject::Reference(id), self.now)?;
        let old_generation = match self.file.entry(number, self.before) {
            Some(XrefEntry::InFile { generation, .. }) => generation,
            _ => 0,
        };
        let before = PdfId { number, generation: old_generation };
        let before = self.file.resolve(&PdfObject::Reference(before), self.before)?;
        let information =
            self.file.revisions().get(self.now).and_then(|revision| revision.trailer.get(b"Info".as_slice()));
        let told = kind_of(id, &now, information.and_then(PdfObject::as_reference), &self.parts);
        if existed && generation == old_generation && self.is_same(&before, &now) {
            return Ok(Some(ObjectChange { number, kind: told, existed, allowed: true }));
        }
        let (kind, allowed) = self.judge(number, &before, &now, told)?;
        Ok(Some(ObjectChange { number, kind, existed, allowed }))
    }

    fn is_same(&self, before: &PdfObject, now: &PdfObject) -> bool {
        match (before, now) {
            (PdfObject::Stream(before), PdfObject::Stream(now)) => {
                before.dictionary == now.dictionary && self.file.raw(before) == self.file.raw(now)
            }
            _ => before == now,
        }
    }

    /// The kind of a change, and whether it is one of those that are allowed.
    fn judge(
        &self,
        number: u32,
        before: &PdfObject,
        now: &PdfObject,
        told: ObjectChangeKind,
    ) -> Result<(ObjectChangeKind, bool), PdfError> {
        use ObjectChangeKind as Kind;
        let existed = self.existed(number);
        if self.values.contains(&number) {
            return Ok((Kind::SignatureValue, true));
        }
        if self.new_fields.contains(&number) {
            return Ok((Kind::SignatureField, true));
        }
        if self.appearances.contains(&number) {
            return Ok((Kind::EmptyAppearance, true));
        }
        if self.fields_before.contains_key(&number) {
            return Ok((Kind::SignatureField, self.is_filling(number)));
        }
        if number == self.catalog_now.0.number {
            return Ok((Kind::Catalog, existed && self.catalog_may_become()?));
        }
        if self.names(&self.catalog_now.1, b"AcroForm", number) || self.is_list_of_fields(number)? {
            return Ok((Kind::Form, self.form_may_become()?));
        }
        if self.names(&self.catalog_now.1, b"Perms", number) {
            return Ok((Kind::Permissions, !existed && self.permissions_may_become()?));
        }
        if self.validation.may_change(number) {
            return Ok((Kind::ValidationData, true));
        }
        match (told, before.as_dictionary(), now.as_dictionary()) {
            // A container is only what its objects are: these are judged one by one.
            (Kind::Container, ..) => Ok((told, !existed)),
            (Kind::Page, Some(before), Some(now)) => {
                Ok((told, existed && self.page_may_become(before, now)?))
            }
            (Kind::Annotations, ..) => {
                let lists = (before.as_array().unwrap_or_default(), now.as_array().unwrap_or_default());
                Ok((told, self.gains_only_fields(lists.0, lists.1)))
            }
            (Kind::Information, Some(before), Some(now)) => {
                Ok((told, existed && information_may_become(before, now)))
            }
            (Kind::Metadata, ..) => Ok((told, existed && self.metadata_may_become(number, before, now)?)),
            _ => Ok((told, false)),
        }
    }

    /// The metadata of the document, which nothing else names: an attached file could be the same object.
    fn metadata_may_become(
        &self,
        number: u32,
        before: &PdfObject,
        now: &PdfObject,
    ) -> Result<bool, PdfError> {
        let (PdfObject::Stream(before), PdfObject::Stream(now)) = (before, now) else {
            return Ok(false);
        };
        let is_own = [&self.catalog_before.1, &self.catalog_now.1]
            .iter()
            .all(|catalog| self.names(catalog, b"Metadata", number));
        let limit = 1 << 20;
        Ok(is_own
            && count_references(self.file, self.before)?.get(&number) == Some(&1)
            && metadata_may_become(&self.file.decode(before, limit)?, &self.file.decode(now, limit)?))
    }

    fn names(&self, dictionary: &PdfDictionary, key: &[u8], number: u32) -> bool {
        dictionary.get(key).and_then(PdfObject::as_reference).is_some_and(|id| id.number == number)
    }

    fn is_list_of_fields(&self, number: u32) -> Result<bool, PdfError> {
        Ok(form(self.file, self.now)?.is_some_and(|(_, form)| self.names(&form, b"Fields", number)))
    }

    /// A field that was empty, the same but for /V.
    fn is_filling(&self, number: u32) -> bool {
        let (Some(before), Some(now)) = (self.fields_before.get(&number), self.fields_now.get(&number))
        else {
            return false;
        };
        let filled =
            now.value().and_then(PdfObject::as_reference).is_some_and(|id| self.values.contains(&id.number));
        let strip = |field: &FormField| {
            let mut dictionary = field.dictionary.clone();
            dictionary.remove(b"V".as_slice());
            dictionary
        };
        filled && before.value().is_none() && same_text(&strip(before), &strip(now))
    }

    /// The form, the permissions, validation data; and the version that the signature needs (pyHanko says 2.0 for ECDSA).
    fn catalog_may_become(&self) -> Result<bool, PdfError> {
        let strip = |catalog: &PdfDictionary| {
            let mut catalog = catalog.clone();
            for key in [b"AcroForm".as_slice(), b"Perms", b"DSS", b"Extensions", b"Version"] {
                catalog.remove(key);
            }
            catalog
        };
        let same = same_text(&strip(&self.catalog_before.1), &strip(&self.catalog_now.1));
        Ok(same
            && self.catalog_before.0 == self.catalog_now.0
            && self.form_may_become()?
            && self.permissions_may_become()?)
    }

    /// The form: flags, and before any signature the new fields.
    fn form_may_become(&self) -> Result<bool, PdfError> {
        let before = form(self.file, self.before)?.map(|(_, form)| form).unwrap_or_default();
        let now = form(self.file, self.now)?.map(|(_, form)| form).unwrap_or_default();
        let list = |form: &PdfDictionary, revision| -> Result<Vec<PdfObject>, PdfError> {
            Ok(self.file.get(form, "Fields", revision)?.as_array().unwrap_or_default().to_vec())
        };
        let strip = |form: &PdfDictionary| {
            let mut form = form.clone();
            form.remove(b"Fields".as_slice());
            form.remove(b"SigFlags".as_slice());
            form
        };
        let fields = self.gains_only_fields(&list(&before, self.before)?, &list(&now, self.now)?);
        Ok(fields && strip(&before) == strip(&now))
    }

    /// The first signature may say that it certifies; nothing else, and nobody after.
    fn permissions_may_become(&self) -> Result<bool, PdfError> {
        let before = self.file.get(&self.catalog_before.1, "Perms", self.before)?;
        let now = self.file.get(&self.catalog_now.1, "Perms", self.now)?;
        if before == now {
            return Ok(true);
        }
        let certifies = now.as_dictionary().is_some_and(|now| {
            let value = now.get(b"DocMDP".as_slice()).and_then(PdfObject::as_reference);
            now.len() == 1 && value.is_some_and(|id| self.values.contains(&id.number))
        });
        Ok(!self.after_signature && before == PdfObject::Null && certifies)
    }

    fn page_may_become(&self, before: &PdfDictionary, now: &PdfDictionary) -> Result<bool, PdfError> {
        let strip = |page: &PdfDictionary| {
            let mut page = page.clone();
            page.remove(b"Annots".as_slice());
            page.remove(b"Tabs".as_slice());
            page
        };
        let tabs = |page: &PdfDictionary| page.get(b"Tabs".as_slice()).cloned();
        let list = |page: &PdfDictionary, revision| -> Result<Vec<PdfObject>, PdfError> {
            Ok(self.file.get(page, "Annots", revision)?.as_array().unwrap_or_default().to_vec())
        };
        let same_tabs =
            tabs(before) == tabs(now) || (tabs(before).is_none() && tabs(now) == Some(PdfObject::name("S")));
        let gains = self.gains_only_fields(&list(before, self.before)?, &list(now, self.now)?);
        Ok(same_tabs && gains && strip(before) == strip(now))
    }

    /// The list is the same, with new fields after.
    fn gains_only_fields(&self, before: &[PdfObject], now: &[PdfObject]) -> bool {
        now.split_at_checked(before.len()).is_some_and(|(kept, added)| {
            let is_field =
                |item: &PdfObject| item.as_reference().is_some_and(|id| self.new_fields.contains(&id.number));
            kept == before && added.iter().all(is_field)
        })
    }
}
