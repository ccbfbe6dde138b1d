//! An incremental update (ISO 32000-1 §7.5.6): the bytes before are never touched.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{PdfDictionary, PdfError, PdfFile, PdfId, PdfObject, PdfStream, object::write_dictionary};

/// Objects to be appended, and the numbers that are still free.
pub(crate) struct IncrementalUpdate<'a> {
    base: &'a [u8],
    trailer: PdfDictionary,
    previous: usize,
    objects: BTreeMap<u32, (u16, Vec<u8>)>,
    next: u32,
}

impl<'a> IncrementalUpdate<'a> {
    /// # Errors
    /// [`PdfError::Unsupported`] when the last section is an xref stream: the table that would follow is then forbidden.
    pub(crate) fn new(file: &PdfFile<'a>) -> Result<Self, PdfError> {
        let missing = PdfError::Missing { what: "le nombre de ses objets (/Size)" };
        let last = file.revisions().last().ok_or_else(|| missing.clone())?;
        if last.xref_stream.is_some() {
            return Err(PdfError::Unsupported { what: "une table compressée" });
        }
        let size = last.trailer.get(b"Size".as_slice()).and_then(PdfObject::as_length);
        let used = file.revisions().iter().filter_map(|revision| revision.entries.last_key_value());
        let used = used.map(|(number, _)| *number).max().unwrap_or_default();
        // /Size never decreases, and never hides an object that a table names.
        let next = size.and_then(|size| u32::try_from(size).ok()).ok_or(missing)?.max(used.saturating_add(1));
        Ok(Self {
            base: file.bytes(),
            trailer: last.trailer.clone(),
            previous: last.xref_at,
            objects: BTreeMap::new(),
            next,
        })
    }

    /// A number that nobody uses.
    pub(crate) fn reserve(&mut self) -> PdfId {
        let number = self.next;
        self.next = self.next.saturating_add(1);
        PdfId { number, generation: 0 }
    }

    pub(crate) fn put(&mut self, id: PdfId, object: &PdfObject) {
        let mut body = Vec::new();
        object.write(&mut body);
        self.put_raw(id, body);
    }

    /// A stream without filter.
    pub(crate) fn put_stream(&mut self, id: PdfId, mut dictionary: PdfDictionary, data: &[u8]) {
        let length = i64::try_from(data.len()).unwrap_or(i64::MAX);
        dictionary.insert(b"Length".to_vec(), PdfObject::Integer(length));
        let mut body = Vec::new();
        PdfObject::Stream(PdfStream { dictionary, data: 0..0 }).write(&mut body);
        body.extend_from_slice(b"\nstream\n");
        body.extend_from_slice(data);
        body.extend_from_slice(b"\nendstream");
        self.put_raw(id, body);
    }

    /// A body that is already PDF syntax.
    pub(crate) fn put_raw(&mut self, id: PdfId, body: Vec<u8>) {
        self.objects.insert(id.number, (id.generation, body));
    }

    /// The whole file, and where the body of each new object begins.
    pub(crate) fn finish(self) -> (Vec<u8>, BTreeMap<u32, usize>) {
        let mut out = self.base.to_vec();
        // Always one, even after another: `first_revision` takes one away. PDF/A (ISO 19005-2 §6.1.9) wants one at least.
        out.push(b'\n');
        let mut offsets = BTreeMap::new();
        let mut bodies = BTreeMap::new();
        for (number, (generation, body)) in &self.objects {
            offsets.insert(*number, (out.len(), *generation));
            out.extend_from_slice(format!("{number} {generation} obj\n").as_bytes());
            bodies.insert(*number, out.len());
            out.extend_from_slice(body);
            out.extend_from_slice(b"\nendobj\n");
        }
        let xref = out.len();
        out.extend_from_slice(b"xref\n");
        for run in runs(&offsets) {
            if let Some((first, _)) = run.first() {
                out.extend_from_slice(format!("{first} {}\n", run.len()).as_bytes());
            }
            for (_, (offset, generation)) in run {
                out.extend_from_slice(format!("{offset:010} {generation:05} n\r\n").as_bytes());
            }
        }
        out.extend_from_slice(b"trailer\n");
        write_dictionary(&self.next_trailer(), &mut out);
        out.extend_from_slice(format!("\nstartxref\n{xref}\n%%EOF\n").as_bytes());
        (out, bodies)
    }

    fn next_trailer(&self) -> PdfDictionary {
        let mut trailer = PdfDictionary::new();
        for key in [b"Root".as_slice(), b"Info"] {
            if let Some(value) = self.trailer.get(key) {
                trailer.insert(key.to_vec(), value.clone());
            }
        }
        trailer.insert(b"Size".to_vec(), PdfObject::Integer(i64::from(self.next)));
        trailer
            .insert(b"Prev".to_vec(), PdfObject::Integer(i64::try_from(self.previous).unwrap_or(i64::MAX)));
        if let Some([first, _]) = self.trailer.get(b"ID".as_slice()).and_then(PdfObject::as_array) {
            let second: Vec<u8> = Sha256::digest(self.base).into_iter().take(16).collect();
            trailer.insert(b"ID".to_vec(), PdfObject::Array(vec![first.clone(), PdfObject::String(second)]));
        }
        trailer
    }
}

/// An offset and a generation.
type Place = (usize, u16);

/// Runs of numbers that follow one another: the subsections of a table.
fn runs(offsets: &BTreeMap<u32, Place>) -> Vec<Vec<(u32, Place)>> {
    let mut runs: Vec<Vec<(u32, Place)>> = Vec::new();
    for (&number, &place) in offsets {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|(last, _)| last.saturating_add(1) == number) => {
                run.push((number, place));
            }
            _ => runs.push(vec![(number, place)]),
        }
    }
    runs
}
