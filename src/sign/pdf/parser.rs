//! Tokens and objects read from bytes (ISO 32000-1 §7.2, §7.3): bounded depth, no repair.

use std::ops::Range;

use super::{PdfDictionary, PdfError, PdfId, PdfObject, PdfStream};

/// No document nests objects so deep; the stack of the program bears it.
const MAX_DEPTH: usize = 64;

/// White space of PDF (§7.2.2).
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_delimiter(byte: u8) -> bool {
    b"()<>[]{}/%".contains(&byte)
}

/// A place in the bytes, from which objects are read one after the other.
pub(crate) struct PdfParser<'a> {
    bytes: &'a [u8],
    pos: usize,
}

/// An object with its header `n g obj`, and where it ends (after `endobj`).
pub(super) struct IndirectObject {
    pub(super) id: PdfId,
    pub(super) object: PdfObject,
    pub(super) end: usize,
}

impl<'a> PdfParser<'a> {
    pub(crate) fn new(bytes: &'a [u8], pos: usize) -> Self {
        Self { bytes, pos }
    }

    pub(crate) fn position(&self) -> usize {
        self.pos
    }

    pub(super) fn fail<T>(&self, expected: &'static str) -> Result<T, PdfError> {
        Err(PdfError::Malformed { at: self.pos, expected })
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.pos).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.pos..).unwrap_or_default()
    }

    /// Passes white space and comments.
    pub(crate) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                    self.pos += 1;
                }
            } else if is_space(byte) {
                self.pos += 1;
            } else {
                return;
            }
        }
    }

    /// Passes white space only: a comment would hide bytes.
    pub(super) fn skip_blank(&mut self) {
        while self.peek().is_some_and(is_space) {
            self.pos += 1;
        }
    }

    /// Takes the bytes if they stand here.
    pub(super) fn take(&mut self, wanted: &[u8]) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.pos += wanted.len();
        }
        found
    }

    /// Takes a keyword that ends there.
    pub(super) fn keyword(&mut self, wanted: &[u8]) -> bool {
        let ends = self.rest().get(wanted.len()).is_none_or(|byte| is_space(*byte) || is_delimiter(*byte));
        ends && self.take(wanted)
    }

    /// An unsigned decimal number, digits only.
    pub(super) fn number(&mut self) -> Result<usize, PdfError> {
        let digits = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        let text = self.rest().get(..digits).and_then(|digits| std::str::from_utf8(digits).ok());
        match text.and_then(|text| text.parse().ok()) {
            Some(value) => {
                self.pos += digits;
                Ok(value)
            }
            None => self.fail("un nombre"),
        }
    }

    /// One object; `n g R` is a reference.
    pub(crate) fn object(&mut self) -> Result<PdfObject, PdfError> {
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Result<PdfObject, PdfError> {
        if depth > MAX_DEPTH {
            return Err(PdfError::TooDeep { at: self.pos });
        }
        self.skip_space();
        let rest = self.rest();
        match self.peek() {
            Some(b'<') if rest.starts_with(b"<<") => self.dictionary(depth).map(PdfObject::Dictionary),
            Some(b'<') => self.hexadecimal().map(PdfObject::String),
            Some(b'(') => self.literal().map(PdfObject::String),
            Some(b'/') => self.name().map(PdfObject::Name),
            Some(b'[') => {
                self.pos += 1;
                let mut items = Vec::new();
                loop {
                    self.skip_space();
                    if self.take(b"]") {
                        return Ok(PdfObject::Array(items));
                    }
                    items.push(self.nested(depth + 1)?);
                }
            }
            Some(b'0'..=b'9' | b'+' | b'-' | b'.') => self.numeric(),
            _ if self.keyword(b"true") => Ok(PdfObject::Boolean(true)),
            _ if self.keyword(b"false") => Ok(PdfObject::Boolean(false)),
            _ if self.keyword(b"null") => Ok(PdfObject::Null),
            _ => self.fail("un objet"),
        }
    }

    fn dictionary(&mut self, depth: usize) -> Result<PdfDictionary, PdfError> {
        self.pos += 2;
        let mut entries = PdfDictionary::new();
        loop {
            self.skip_space();
            if self.take(b">>") {
                return Ok(entries);
            }
            let at = self.pos;
            let key = self.name()?;
            let value = self.nested(depth + 1)?;
            if entries.insert(key, value).is_some() {
                return Err(PdfError::Duplicate { at });
            }
        }
    }

    fn name(&mut self) -> Result<Vec<u8>, PdfError> {
        if !self.take(b"/") {
            return self.fail("un nom");
        }
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|byte| !is_space(*byte) && !is_delimiter(*byte)) {
            self.pos += 1;
            let escaped = (byte == b'#').then(|| self.rest().get(..2).and_then(hex_pair)).flatten();
            if escaped.is_some() {
                self.pos += 2;
            }
            name.push(escaped.unwrap_or(byte));
        }
        Ok(name)
    }

    fn numeric(&mut self) -> Result<PdfObject, PdfError> {
        let length = self.rest().iter().take_while(|byte| !is_space(**byte) && !is_delimiter(**byte)).count();
        let token = self.rest().get(..length).unwrap_or_default();
        let text = std::str::from_utf8(token).unwrap_or_default();
        if let Ok(value) = text.parse::<i64>() {
            self.pos += length;
            return Ok(self.reference(token, value).unwrap_or(PdfObject::Integer(value)));
        }
        let unsigned = text.trim_start_matches(['+', '-']);
        let real = text.len() <= unsigned.len() + 1
            && unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && unsigned.bytes().filter(|byte| *byte == b'.').count() == 1
            && unsigned.len() > 1;
        if !real {
            return self.fail("un nombre");
        }
        self.pos += length;
        Ok(PdfObject::Real(token.to_vec()))
    }

    /// `g R` after the number that was just read.
    fn reference(&mut self, token: &[u8], number: i64) -> Option<PdfObject> {
        let number = u32::try_from(number).ok().filter(|_| token.first().is_some_and(u8::is_ascii_digit))?;
        let mut ahead = PdfParser::new(self.bytes, self.pos);
        ahead.skip_blank();
        let generation = u16::try_from(ahead.number().ok()?).ok()?;
        ahead.skip_blank();
        if !ahead.keyword(b"R") {
            return None;
        }
        self.pos = ahead.pos;
        Some(PdfObject::Reference(PdfId { number, generation }))
    }

    fn hexadecimal(&mut self) -> Result<Vec<u8>, PdfError> {
        let start = self.pos + 1;
        let Some(length) =
            self.bytes.get(start..).and_then(|rest| rest.iter().position(|byte| *byte == b'>'))
        else {
            return self.fail("la fin d’une chaîne");
        };
        let mut digits: Vec<u8> = self
            .bytes
            .get(start..start + length)
            .unwrap_or_default()
            .iter()
            .copied()
            .filter(|byte| !is_space(*byte))
            .collect();
        if digits.len() % 2 == 1 {
            digits.push(b'0');
        }
        let bytes: Option<Vec<u8>> = digits.chunks(2).map(hex_pair).collect();
        let Some(bytes) = bytes else {
            return self.fail("une chaîne hexadécimale");
        };
        self.pos = start + length + 1;
        Ok(bytes)
    }

    fn literal(&mut self) -> Result<Vec<u8>, PdfError> {
        self.pos += 1;
        let mut bytes = Vec::new();
        let mut open = 1_usize;
        while let Some(byte) = self.peek() {
            self.pos += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        return Ok(bytes);
                    }
                }
                b'\\' => {
                    bytes.extend(self.escape());
                    continue;
                }
                b'\r' => {
                    self.take(b"\n");
                    bytes.push(b'\n');
                    continue;
                }
                _ => {}
            }
            bytes.push(byte);
        }
        self.fail("la fin d’une chaîne")
    }

    fn escape(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.pos += 1;
        match byte {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'b' => Some(8),
            b'f' => Some(12),
            b'\n' => None,
            b'\r' => {
                self.take(b"\n");
                None
            }
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit) = self.peek().filter(|digit| (b'0'..=b'7').contains(digit)) else {
                        break;
                    };
                    value = value * 8 + u32::from(digit - b'0');
                    self.pos += 1;
                }
                u8::try_from(value & 0xFF).ok()
            }
            other => Some(other),
        }
    }

    /// `n g obj … endobj`, with its stream; `length_of` gives an indirect /Length.
    pub(super) fn indirect(
        &mut self,
        length_of: &dyn Fn(PdfId) -> Option<usize>,
    ) -> Result<IndirectObject, PdfError> {
        self.skip_blank();
        let number = self.number()?;
        self.skip_blank();
        let generation = self.number()?;
        self.skip_blank();
        if !self.keyword(b"obj") {
            return self.fail("« obj »");
        }
        let (Ok(number), Ok(generation)) = (u32::try_from(number), u16::try_from(generation)) else {
            return self.fail("un numéro d’objet");
        };
        let mut object = self.object()?;
        self.skip_space();
        if let PdfObject::Dictionary(dictionary) = &object
            && self.take(b"stream")
        {
            let length = dictionary.get(b"Length".as_slice()).and_then(|length| match length {
                PdfObject::Reference(id) => length_of(*id),
                direct => direct.as_length(),
            });
            let data = self.stream_data(length)?;
            object = PdfObject::Stream(PdfStream { dictionary: dictionary.clone(), data });
            self.skip_space();
        }
        if !self.keyword(b"endobj") {
            return self.fail("« endobj »");
        }
        Ok(IndirectObject { id: PdfId { number, generation }, object, end: self.pos })
    }

    fn stream_data(&mut self, length: Option<usize>) -> Result<Range<usize>, PdfError> {
        if !self.take(b"\r\n") && !self.take(b"\n") {
            return self.fail("une fin de ligne après « stream »");
        }
        let start = self.pos;
        let end = length.and_then(|length| start.checked_add(length)).filter(|end| *end <= self.bytes.len());
        let Some(end) = end else {
            return self.fail("une longueur juste (/Length)");
        };
        self.pos = end;
        self.skip_blank();
        if !self.keyword(b"endstream") {
            return self.fail("« endstream »");
        }
        Ok(start..end)
    }
}

pub(super) fn hex_pair(pair: &[u8]) -> Option<u8> {
    let mut value = 0_u32;
    for byte in pair {
        value = value * 16 + char::from(*byte).to_digit(16)?;
    }
    u8::try_from(value).ok()
}

/// Where the value of a key stands, in the dictionary of the indirect object at `offset`.
///
/// # Errors
/// [`PdfError`] if no dictionary stands there.
pub(crate) fn dictionary_value_span(
    bytes: &[u8],
    offset: usize,
    key: &[u8],
) -> Result<Option<Range<usize>>, PdfError> {
    let mut parser = PdfParser::new(bytes, offset);
    parser.skip_blank();
    parser.number()?;
    parser.skip_blank();
    parser.number()?;
    parser.skip_blank();
    if !parser.keyword(b"obj") {
        return parser.fail("« obj »");
    }
    parser.skip_space();
    if !parser.take(b"<<") {
        return parser.fail("un dictionnaire");
    }
    loop {
        parser.skip_space();
        if parser.take(b">>") {
            return Ok(None);
        }
        let name = parser.name()?;
        parser.skip_space();
        let start = parser.pos;
        parser.object()?;
        if name == key {
            return Ok(Some(start..parser.pos));
        }
    }
}
