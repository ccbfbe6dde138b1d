//! The cross-reference sections of a file, oldest first: one a revision (ISO 32000-1 §7.5.4, §7.5.6, §7.5.8).

use std::collections::BTreeMap;

use super::{PdfDictionary, PdfError, PdfId, PdfObject, PdfParser, filters};

/// More revisions than any real document has.
const MAX_REVISIONS: usize = 256;

/// Objects of an xref stream unpack to this at most, in bytes.
const MAX_XREF_BYTES: usize = 64 << 20;

/// Where a revision says that an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum XrefEntry {
    /// Freed: the object is no more.
    Free,
    /// At this offset of the file.
    InFile { offset: usize, generation: u16 },
    /// In an object stream, at this place in it.
    InStream { container: u32, index: usize },
}

/// A section: what it changes, and the bytes that it closes.
#[derive(Debug, Clone)]
pub(crate) struct PdfRevision {
    /// Where its bytes begin: the end of the one before.
    pub(crate) start: usize,
    /// Just after its `%%EOF`, before any end of line.
    pub(crate) end: usize,
    /// Offset of `xref`, or of the xref stream.
    pub(crate) xref_at: usize,
    pub(crate) entries: BTreeMap<u32, XrefEntry>,
    pub(crate) trailer: PdfDictionary,
    /// The number of the xref stream, when the section is one.
    pub(crate) xref_stream: Option<u32>,
}

/// All the revisions, oldest first.
///
/// # Errors
/// [`PdfError`] when a section is not where it is said to be, or the chain is not strictly backwards.
pub(super) fn read_revisions(bytes: &[u8]) -> Result<Vec<PdfRevision>, PdfError> {
    if !bytes.starts_with(b"%PDF-") {
        return Err(PdfError::NotPdf);
    }
    let last = rfind(bytes, b"startxref").ok_or(PdfError::NoEnd)?;
    let mut next = Some(read_end(bytes, last)?.0);
    let mut revisions: Vec<PdfRevision> = Vec::new();
    while let Some(at) = next {
        let backwards = revisions.last().is_none_or(|later| at < later.xref_at);
        if !backwards || revisions.len() == MAX_REVISIONS {
            return Err(PdfError::Chain { at });
        }
        let revision = read_section(bytes, at)?;
        if revisions.last().is_some_and(|later| revision.end > later.xref_at) {
            return Err(PdfError::Chain { at });
        }
        next = match revision.trailer.get(b"Prev".as_slice()) {
            None => None,
            Some(previous) => Some(previous.as_length().ok_or(PdfError::Chain { at })?),
        };
        revisions.push(revision);
    }
    revisions.reverse();
    let mut start = 0;
    for revision in &mut revisions {
        revision.start = start;
        start = revision.end;
    }
    Ok(revisions)
}

/// The last place where `needle` stands.
fn rfind(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).rposition(|window| window == needle)
}

/// `startxref`, an offset, `%%EOF`: the offset and where they end.
fn read_end(bytes: &[u8], at: usize) -> Result<(usize, usize), PdfError> {
    let mut parser = PdfParser::new(bytes, at);
    parser.skip_blank();
    if !parser.keyword(b"startxref") {
        return parser.fail("« startxref »");
    }
    parser.skip_blank();
    let offset = parser.number()?;
    parser.skip_blank();
    if !parser.take(b"%%EOF") {
        return parser.fail("« %%EOF »");
    }
    Ok((offset, parser.position()))
}

fn read_section(bytes: &[u8], at: usize) -> Result<PdfRevision, PdfError> {
    let mut parser = PdfParser::new(bytes, at);
    let (entries, trailer, xref_stream) = if parser.keyword(b"xref") {
        let entries = read_table(&mut parser)?;
        let PdfObject::Dictionary(trailer) = parser.object()? else {
            return parser.fail("un dictionnaire après « trailer »");
        };
        (entries, trailer, None)
    } else {
        let (entries, trailer, number) = read_stream(bytes, &mut parser)?;
        (entries, trailer, Some(number))
    };
    if trailer.contains_key(b"XRefStm".as_slice()) {
        return Err(PdfError::Unsupported { what: "une table hybride (/XRefStm)" });
    }
    if trailer.contains_key(b"Encrypt".as_slice()) {
        return Err(PdfError::Unsupported { what: "un chiffrement" });
    }
    let (said, end) = read_end(bytes, parser.position())?;
    if said != at {
        return Err(PdfError::Chain { at });
    }
    Ok(PdfRevision { start: 0, end, xref_at: at, entries, trailer, xref_stream })
}

/// The subsections of a classic table, up to `trailer` (§7.5.4).
fn read_table(parser: &mut PdfParser<'_>) -> Result<BTreeMap<u32, XrefEntry>, PdfError> {
    let mut entries = BTreeMap::new();
    loop {
        parser.skip_blank();
        if parser.keyword(b"trailer") {
            return Ok(entries);
        }
        let first = parser.number()?;
        parser.skip_blank();
        let count = parser.number()?;
        for index in 0..count {
            let at = parser.position();
            parser.skip_blank();
            let offset = parser.number()?;
            parser.skip_blank();
            let generation = parser.number()?;
            parser.skip_blank();
            let entry = if parser.keyword(b"n") {
                let Ok(generation) = u16::try_from(generation) else {
                    return parser.fail("une génération");
                };
                XrefEntry::InFile { offset, generation }
            } else if parser.keyword(b"f") {
                XrefEntry::Free
            } else {
                return parser.fail("« n » ou « f »");
            };
            let number = first.checked_add(index).and_then(|number| u32::try_from(number).ok());
            let Some(number) = number else {
                return parser.fail("un numéro d’objet");
            };
            if entries.insert(number, entry).is_some() {
                return Err(PdfError::Duplicate { at });
            }
        }
    }
}

type StreamSection = (BTreeMap<u32, XrefEntry>, PdfDictionary, u32);

/// An xref stream (§7.5.8): its dictionary is the trailer.
fn read_stream(bytes: &[u8], parser: &mut PdfParser<'_>) -> Result<StreamSection, PdfError> {
    let at = parser.position();
    let indirect = parser.indirect(&|_: PdfId| None)?;
    let malformed = PdfError::Malformed { at, expected: "une table des objets (xref)" };
    let PdfObject::Stream(stream) = indirect.object else {
        return Err(malformed);
    };
    let dictionary = stream.dictionary;
    let raw = bytes.get(stream.data).unwrap_or_default();
    let data = filters::decode(&dictionary, raw, MAX_XREF_BYTES)?;
    let widths = lengths(dictionary.get(b"W".as_slice()));
    let (Some(XREF), Some(&[kind, second, third])) =
        (dictionary.get(b"Type".as_slice()).and_then(PdfObject::as_name), widths.as_deref())
    else {
        return Err(malformed);
    };
    if [kind, second, third].iter().any(|width| *width > 8) || second == 0 {
        return Err(malformed);
    }
    let size = dictionary.get(b"Size".as_slice()).and_then(PdfObject::as_length).unwrap_or_default();
    let index = lengths(dictionary.get(b"Index".as_slice())).unwrap_or_else(|| vec![0, size]);
    let numbers = index.chunks_exact(2).filter_map(|pair| match pair {
        [first, count] => Some(*first..first.checked_add(*count)?),
        _ => None,
    });
    let mut rows = data.chunks_exact(kind + second + third);
    let mut entries = BTreeMap::new();
    for number in numbers.flatten() {
        let row = rows.next().ok_or_else(|| malformed.clone())?;
        let kind_of_row = if kind == 0 { 1 } else { integer(row.get(..kind)) };
        let first = integer(row.get(kind..kind + second));
        let last = integer(row.get(kind + second..));
        let entry = match kind_of_row {
            0 => XrefEntry::Free,
            1 => XrefEntry::InFile {
                offset: first,
                generation: u16::try_from(last).map_err(|_| malformed.clone())?,
            },
            2 => XrefEntry::InStream {
                container: u32::try_from(first).map_err(|_| malformed.clone())?,
                index: last,
            },
            _ => return Err(malformed),
        };
        let number = u32::try_from(number).map_err(|_| malformed.clone())?;
        if entries.insert(number, entry).is_some() {
            return Err(PdfError::Duplicate { at });
        }
    }
    Ok((entries, dictionary, indirect.id.number))
}

const XREF: &[u8] = b"XRef";

fn lengths(array: Option<&PdfObject>) -> Option<Vec<usize>> {
    array?.as_array()?.iter().map(PdfObject::as_length).collect()
}

fn integer(bytes: Option<&[u8]>) -> usize {
    let value = bytes.unwrap_or_default().iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    usize::try_from(value).unwrap_or(usize::MAX)
}
