//! A file and its objects, as they were at the end of each revision.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    ops::Range,
    rc::Rc,
};

use super::{
    PdfDictionary, PdfError, PdfId, PdfObject, PdfParser, PdfRevision, PdfStream, XrefEntry, filters,
    xref::read_revisions,
};

/// What all the object streams of a file may unpack to, in bytes.
const MAX_OBJECT_STREAMS: usize = 128 << 20;

/// References followed one after the other before giving up.
const MAX_HOPS: usize = 16;

/// Nodes of a tree (pages, fields, names) that are looked at.
pub(crate) const MAX_NODES: usize = 200_000;

/// A PDF, read but not unpacked: objects are parsed when asked for.
pub(crate) struct PdfFile<'a> {
    bytes: &'a [u8],
    revisions: Vec<PdfRevision>,
    unpacked: Cell<usize>,
    object_streams: RefCell<BTreeMap<usize, Rc<ObjectStream>>>,
}

struct ObjectStream {
    data: Vec<u8>,
    offsets: Vec<(usize, usize)>,
}

/// An object and the bytes of the file that hold it; no span when it is in an object stream.
#[derive(Debug, Clone)]
pub(crate) struct Located {
    pub(crate) object: PdfObject,
    pub(crate) span: Option<Range<usize>>,
}

impl<'a> PdfFile<'a> {
    /// # Errors
    /// [`PdfError`] when the sections cannot be read with certainty.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, PdfError> {
        Ok(Self {
            bytes,
            revisions: read_revisions(bytes)?,
            unpacked: Cell::new(0),
            object_streams: RefCell::default(),
        })
    }

    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Oldest first; never empty.
    pub(crate) fn revisions(&self) -> &[PdfRevision] {
        &self.revisions
    }

    /// The index of the newest revision.
    pub(crate) fn last(&self) -> usize {
        self.revisions.len().saturating_sub(1)
    }

    /// Where the object was at the end of that revision.
    pub(crate) fn entry(&self, number: u32, revision: usize) -> Option<XrefEntry> {
        let known = self.revisions.get(..=revision)?;
        known.iter().rev().find_map(|revision| revision.entries.get(&number).copied())
    }

    /// The object as it was at the end of that revision; `None` if it was not (§7.3.10: then it is null).
    ///
    /// # Errors
    /// [`PdfError`] when what stands at its place is not it.
    pub(crate) fn locate(&self, id: PdfId, revision: usize) -> Result<Option<Located>, PdfError> {
        match self.entry(id.number, revision) {
            None | Some(XrefEntry::Free) => Ok(None),
            Some(XrefEntry::InFile { generation, .. }) if generation != id.generation => Ok(None),
            Some(XrefEntry::InFile { offset, .. }) => {
                let length_of = |length: PdfId| self.length(length, revision);
                let indirect = PdfParser::new(self.bytes, offset).indirect(&length_of)?;
                if indirect.id != id {
                    return Err(PdfError::Malformed {
                        at: offset, expected: "l’objet annoncé par la table"
                    });
                }
                Ok(Some(Located { object: indirect.object, span: Some(offset..indirect.end) }))
            }
            Some(XrefEntry::InStream { .. }) if id.generation != 0 => Ok(None),
            Some(XrefEntry::InStream { container, index }) => {
                let object = self.compressed(id.number, container, index, revision)?;
                Ok(Some(Located { object, span: None }))
            }
        }
    }

    /// An indirect /Length: a bare number, which needs no length itself.
    fn length(&self, id: PdfId, revision: usize) -> Option<usize> {
        let XrefEntry::InFile { offset, generation } = self.entry(id.number, revision)? else {
            return None;
        };
        let indirect = PdfParser::new(self.bytes, offset).indirect(&|_: PdfId| None).ok()?;
        (indirect.id == id && generation == id.generation).then(|| indirect.object.as_length()).flatten()
    }

    fn compressed(
        &self,
        number: u32,
        container: u32,
        index: usize,
        revision: usize,
    ) -> Result<PdfObject, PdfError> {
        let missing = PdfError::Missing { what: "un flux d’objets" };
        let Some(XrefEntry::InFile { offset, .. }) = self.entry(container, revision) else {
            return Err(missing);
        };
        let known = self.object_streams.borrow().get(&offset).cloned();
        let stream = if let Some(stream) = known {
            stream
        } else {
            let id = PdfId { number: container, generation: 0 };
            let Some(Located { object: PdfObject::Stream(stream), .. }) = self.locate(id, revision)? else {
                return Err(missing);
            };
            let stream = Rc::new(self.unpack(&stream)?);
            self.object_streams.borrow_mut().insert(offset, Rc::clone(&stream));
            stream
        };
        match stream.offsets.get(index) {
            Some((found, at)) if u32::try_from(*found) == Ok(number) => {
                PdfParser::new(&stream.data, *at).object()
            }
            _ => Err(missing),
        }
    }

    fn unpack(&self, stream: &PdfStream) -> Result<ObjectStream, PdfError> {
        let missing = PdfError::Missing { what: "un flux d’objets" };
        let left = MAX_OBJECT_STREAMS.saturating_sub(self.unpacked.get());
        let data = self.decode(stream, left)?;
        self.unpacked.set(self.unpacked.get() + data.len());
        let read = |key: &[u8]| stream.dictionary.get(key).and_then(PdfObject::as_length);
        let (Some(count), Some(first)) = (read(b"N"), read(b"First")) else {
            return Err(missing);
        };
        let mut parser = PdfParser::new(&data, 0);
        let mut offsets = Vec::new();
        for _ in 0..count {
            parser.skip_blank();
            let number = parser.number()?;
            parser.skip_blank();
            let at = parser.number()?.checked_add(first).ok_or_else(|| missing.clone())?;
            offsets.push((number, at));
        }
        Ok(ObjectStream { data, offsets })
    }

    /// The decoded bytes of a stream, at most `limit` of them.
    ///
    /// # Errors
    /// [`PdfError`] beyond the bound or for a filter that is not read.
    pub(crate) fn decode(&self, stream: &PdfStream, limit: usize) -> Result<Vec<u8>, PdfError> {
        filters::decode(&stream.dictionary, self.raw(stream), limit)
    }

    /// The bytes of a stream as they are in the file.
    pub(crate) fn raw(&self, stream: &PdfStream) -> &'a [u8] {
        self.bytes.get(stream.data.clone()).unwrap_or_default()
    }

    /// The object itself, references followed; null when there is none.
    ///
    /// # Errors
    /// [`PdfError`] when an object cannot be read, or references chase one another.
    pub(crate) fn resolve(&self, object: &PdfObject, revision: usize) -> Result<PdfObject, PdfError> {
        let mut current = object.clone();
        for _ in 0..MAX_HOPS {
            let PdfObject::Reference(id) = current else {
                return Ok(current);
            };
            current = self.locate(id, revision)?.map_or(PdfObject::Null, |located| located.object);
        }
        Err(PdfError::Missing { what: "un objet au bout de ses renvois" })
    }

    /// The value of a key, references followed; null when there is none.
    ///
    /// # Errors
    /// As [`Self::resolve`].
    pub(crate) fn get(
        &self,
        dictionary: &PdfDictionary,
        key: &str,
        revision: usize,
    ) -> Result<PdfObject, PdfError> {
        dictionary.get(key.as_bytes()).map_or(Ok(PdfObject::Null), |value| self.resolve(value, revision))
    }

    /// The number of the catalog, and the catalog (§7.7.2).
    ///
    /// # Errors
    /// [`PdfError::Missing`] when the trailer names none.
    pub(crate) fn catalog(&self, revision: usize) -> Result<(PdfId, PdfDictionary), PdfError> {
        let missing = PdfError::Missing { what: "le catalogue" };
        let trailer = &self.revisions.get(revision).ok_or_else(|| missing.clone())?.trailer;
        let id = trailer
            .get(b"Root".as_slice())
            .and_then(PdfObject::as_reference)
            .ok_or_else(|| missing.clone())?;
        match self.locate(id, revision)? {
            Some(Located { object: PdfObject::Dictionary(catalog), .. }) => Ok((id, catalog)),
            _ => Err(missing),
        }
    }

    /// The pages in order, as they were at the end of that revision (§7.7.3).
    ///
    /// # Errors
    /// [`PdfError`] when the tree loops or is out of bounds.
    pub(crate) fn pages(&self, revision: usize) -> Result<Vec<(PdfId, PdfDictionary)>, PdfError> {
        let missing = PdfError::Missing { what: "une page" };
        let (_, catalog) = self.catalog(revision)?;
        let mut seen = std::collections::BTreeSet::new();
        let mut waiting: Vec<PdfObject> = catalog.get(b"Pages".as_slice()).cloned().into_iter().collect();
        let mut pages = Vec::new();
        while let Some(node) = waiting.pop() {
            let id = node.as_reference().ok_or_else(|| missing.clone())?;
            if !seen.insert(id) || seen.len() > MAX_NODES {
                return Err(missing);
            }
            let Some(Located { object: PdfObject::Dictionary(node), .. }) = self.locate(id, revision)? else {
                return Err(missing);
            };
            match self.get(&node, "Kids", revision)? {
                PdfObject::Array(kids) => waiting.extend(kids.into_iter().rev()),
                _ => pages.push((id, node)),
            }
        }
        Ok(pages)
    }
}
