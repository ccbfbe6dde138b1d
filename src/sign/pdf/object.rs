//! The objects of a PDF (ISO 32000-1 §7.3) and how they are written back.

use std::{collections::BTreeMap, ops::Range};

/// Number and generation of an indirect object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PdfId {
    pub(crate) number: u32,
    pub(crate) generation: u16,
}

/// A dictionary: keys are unique (the parser refuses others) and written in order, so that output is deterministic.
pub(crate) type PdfDictionary = BTreeMap<Vec<u8>, PdfObject>;

/// A stream: its dictionary and where its raw bytes lie in the file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PdfStream {
    pub(crate) dictionary: PdfDictionary,
    pub(crate) data: Range<usize>,
}

/// An object; real numbers keep their text, so that nothing is rounded.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum PdfObject {
    Null,
    Boolean(bool),
    Integer(i64),
    Real(Vec<u8>),
    Name(Vec<u8>),
    String(Vec<u8>),
    Array(Vec<PdfObject>),
    Dictionary(PdfDictionary),
    Stream(PdfStream),
    Reference(PdfId),
}

impl PdfObject {
    pub(crate) fn name(text: &str) -> Self {
        Self::Name(text.as_bytes().to_vec())
    }

    /// A text string: ASCII as it is, otherwise UTF-16BE with its mark (§7.9.2.2).
    pub(crate) fn text(text: &str) -> Self {
        if text.is_ascii() {
            return Self::String(text.as_bytes().to_vec());
        }
        let units = text.encode_utf16().flat_map(u16::to_be_bytes);
        Self::String([0xFE, 0xFF].into_iter().chain(units).collect())
    }

    pub(crate) fn dictionary<const N: usize>(entries: [(&str, Self); N]) -> PdfDictionary {
        entries.into_iter().map(|(key, value)| (key.as_bytes().to_vec(), value)).collect()
    }

    /// The dictionary itself, or that of the stream.
    pub(crate) fn as_dictionary(&self) -> Option<&PdfDictionary> {
        match self {
            Self::Dictionary(dictionary) | Self::Stream(PdfStream { dictionary, .. }) => Some(dictionary),
            _ => None,
        }
    }

    pub(crate) fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn as_name(&self) -> Option<&[u8]> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(crate) fn as_string(&self) -> Option<&[u8]> {
        match self {
            Self::String(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(crate) fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(*value),
            _ => None,
        }
    }

    pub(crate) fn as_length(&self) -> Option<usize> {
        self.as_integer().and_then(|value| usize::try_from(value).ok())
    }

    pub(crate) fn as_reference(&self) -> Option<PdfId> {
        match self {
            Self::Reference(id) => Some(*id),
            _ => None,
        }
    }

    /// Appends the object as PDF syntax. The bytes of a stream are not known here: only its dictionary is written.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend_from_slice(b"null"),
            Self::Boolean(value) => out.extend_from_slice(value.to_string().as_bytes()),
            Self::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
            Self::Real(text) => out.extend_from_slice(text),
            Self::Name(name) => write_name(name, out),
            Self::String(bytes) => write_string(bytes, out),
            Self::Array(items) => {
                out.push(b'[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(b' ');
                    }
                    item.write(out);
                }
                out.push(b']');
            }
            Self::Dictionary(dictionary) | Self::Stream(PdfStream { dictionary, .. }) => {
                write_dictionary(dictionary, out);
            }
            Self::Reference(id) => {
                out.extend_from_slice(format!("{} {} R", id.number, id.generation).as_bytes())
            }
        }
    }
}

pub(super) fn write_dictionary(dictionary: &PdfDictionary, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<<");
    for (key, value) in dictionary {
        write_name(key, out);
        out.push(b' ');
        value.write(out);
    }
    out.extend_from_slice(b">>");
}

fn write_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for &byte in name {
        if byte > b' ' && byte < 0x7F && !b"#/()<>[]{}%".contains(&byte) {
            out.push(byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

fn write_string(bytes: &[u8], out: &mut Vec<u8>) {
    let plain = bytes.iter().all(|byte| (b' '..0x7F).contains(byte) && !b"()\\".contains(byte));
    if plain {
        out.push(b'(');
        out.extend_from_slice(bytes);
        out.push(b')');
    } else {
        out.push(b'<');
        for byte in bytes {
            out.extend_from_slice(format!("{byte:02X}").as_bytes());
        }
        out.push(b'>');
    }
}

/// A text string as Unicode (§7.9.2.2): UTF-16BE or UTF-8 by its mark, otherwise PDFDocEncoding.
pub(crate) fn pdf_text(bytes: &[u8]) -> String {
    if let Some(utf16) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        let units =
            utf16.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok()).map(u16::from_be_bytes);
        return char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    }
    if let Some(utf8) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return String::from_utf8_lossy(utf8).into_owned();
    }
    bytes.iter().map(|byte| pdf_doc_character(*byte)).collect()
}

/// PDFDocEncoding (annex D.2): Latin-1 but for these.
fn pdf_doc_character(byte: u8) -> char {
    const ACCENTS: [char; 8] =
        ['\u{2D8}', '\u{2C7}', '\u{2C6}', '\u{2D9}', '\u{2DD}', '\u{2DB}', '\u{2DA}', '\u{2DC}'];
    const MARKS: [char; 33] = [
        '•',
        '†',
        '‡',
        '…',
        '—',
        '–',
        'ƒ',
        '\u{2044}',
        '‹',
        '›',
        '\u{2212}',
        '‰',
        '„',
        '“',
        '”',
        '‘',
        '’',
        '‚',
        '™',
        '\u{FB01}',
        '\u{FB02}',
        'Ł',
        'Œ',
        'Š',
        'Ÿ',
        'Ž',
        'ı',
        'ł',
        'œ',
        'š',
        'ž',
        char::REPLACEMENT_CHARACTER,
        '€',
    ];
    let special = match byte {
        0x18..=0x1F => ACCENTS.get(usize::from(byte - 0x18)),
        0x80..=0xA0 => MARKS.get(usize::from(byte - 0x80)),
        _ => None,
    };
    special.copied().unwrap_or(char::from(byte))
}
