//! What an object is, to be told to people.

use std::collections::BTreeSet;

use super::ObjectChangeKind;
use crate::sign::pdf::{PdfDictionary, PdfError, PdfFile, PdfId, PdfObject};

/// What the pages of a revision name: what they draw, and the lists of their annotations.
pub(super) struct PageParts {
    pub(super) contents: BTreeSet<u32>,
    pub(super) annotation_lists: BTreeSet<u32>,
}

impl PageParts {
    /// # Errors
    /// [`PdfError`] when the tree of pages cannot be read.
    pub(super) fn read(file: &PdfFile<'_>, revision: usize) -> Result<Self, PdfError> {
        let mut contents = BTreeSet::new();
        let mut annotation_lists = BTreeSet::new();
        for (_, page) in file.pages(revision)? {
            match page.get(b"Contents".as_slice()) {
                Some(PdfObject::Array(items)) => {
                    contents.extend(items.iter().filter_map(PdfObject::as_reference).map(|id| id.number));
                }
                other => contents.extend(other.and_then(PdfObject::as_reference).map(|id| id.number)),
            }
            let list = page.get(b"Annots".as_slice()).and_then(PdfObject::as_reference);
            annotation_lists.extend(list.map(|id| id.number));
        }
        Ok(Self { contents, annotation_lists })
    }
}

/// The kind of an object, by what it says of itself and who names it.
pub(super) fn kind_of(
    id: PdfId,
    object: &PdfObject,
    information: Option<PdfId>,
    parts: &PageParts,
) -> ObjectChangeKind {
    if information == Some(id) {
        return ObjectChangeKind::Information;
    }
    if parts.contents.contains(&id.number) {
        return ObjectChangeKind::Content;
    }
    if parts.annotation_lists.contains(&id.number) {
        return ObjectChangeKind::Annotations;
    }
    object.as_dictionary().map_or(ObjectChangeKind::Other, kind_of_dictionary)
}

fn kind_of_dictionary(dictionary: &PdfDictionary) -> ObjectChangeKind {
    let name = |key: &[u8]| dictionary.get(key).and_then(PdfObject::as_name).unwrap_or_default();
    match name(b"Type") {
        b"Page" => ObjectChangeKind::Page,
        b"Pages" => ObjectChangeKind::PageTree,
        b"Catalog" => ObjectChangeKind::Catalog,
        b"Filespec" | b"F" | b"EmbeddedFile" => ObjectChangeKind::AttachedFile,
        b"Metadata" => ObjectChangeKind::Metadata,
        b"StructElem" | b"StructTreeRoot" | b"OBJR" | b"MCR" => ObjectChangeKind::Structure,
        b"Sig" | b"DocTimeStamp" => ObjectChangeKind::SignatureValue,
        b"DSS" => ObjectChangeKind::ValidationData,
        b"XRef" | b"ObjStm" => ObjectChangeKind::Container,
        _ if name(b"FT") == b"Sig" => ObjectChangeKind::SignatureField,
        _ if name(b"Type") == b"Annot" || dictionary.contains_key(b"FT".as_slice()) => {
            ObjectChangeKind::Annotation
        }
        _ if dictionary.contains_key(b"SigFlags".as_slice()) => ObjectChangeKind::Form,
        _ => ObjectChangeKind::Other,
    }
}
