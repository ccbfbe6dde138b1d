//! The letters that each mark of a page draws, and the spaces between them: a PDF has places where a reader sees spaces,
//! and numbers its glyphs as it likes.

#![expect(clippy::float_arithmetic, reason = "places on a page are measures")]

use std::collections::BTreeMap;
use std::rc::Rc;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Object, ObjectIdentifier, Stream, String as Bytes};
use hayro_syntax::page::Page;

use super::tree::{in_words, several};

/// Texts by page and rank of their mark.
pub(super) type Texts = BTreeMap<(ObjectIdentifier, i32), String>;

/// What a line must move by, in bodies of the font, to be another line: a call of note moves less.
const LINE: f32 = 0.75;
/// The narrowest gap that is a space, in bodies of the font.
const GAP: f32 = 0.12;

/// The texts of the marks of a document; what is marked as an artifact has none.
pub(super) fn texts(pdf: &Pdf) -> Texts {
    let mut fonts = BTreeMap::new();
    let mut texts = Texts::new();
    for page in pdf.pages().iter() {
        let Some(id) = page.raw().obj_id() else { continue };
        let mut reading = Reading { fonts, ..Reading::default() };
        reading.page(page);
        texts.extend(reading.texts.into_iter().map(|(mark, text)| ((id, mark), text)));
        fonts = reading.fonts;
    }
    texts
}

/// A font: what its glyphs stand for, and how wide they are, in thousandths of its body.
#[derive(Debug, Default)]
struct Font {
    letters: BTreeMap<u32, String>,
    widths: BTreeMap<u32, f32>,
}

/// Where a text is drawn: how a step along each axis, and the origin, stand on the page.
#[derive(Debug, Clone, Copy)]
struct Matrix {
    across: [f32; 2],
    upwards: [f32; 2],
    origin: [f32; 2],
}

impl Default for Matrix {
    fn default() -> Self {
        Self { across: [1.0, 0.0], upwards: [0.0, 1.0], origin: [0.0, 0.0] }
    }
}

impl Matrix {
    fn read(operands: Vec<Object<'_>>) -> Self {
        let mut numbers = operands.into_iter().filter_map(Object::into_f32);
        let mut pair = || Some([numbers.next()?, numbers.next()?]);
        let read = pair().zip(pair()).zip(pair());
        read.map_or_else(Self::default, |((across, upwards), origin)| Self { across, upwards, origin })
    }

    /// A step of this frame, on the page.
    fn step(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        [x * self.across[0] + y * self.upwards[0], x * self.across[1] + y * self.upwards[1]]
    }

    /// A point of this frame, on the page.
    fn point(&self, place: [f32; 2]) -> [f32; 2] {
        let [x, y] = self.step(place);
        [x + self.origin[0], y + self.origin[1]]
    }

    /// This one, in the frame of another.
    fn within(self, other: Self) -> Self {
        Self {
            across: other.step(self.across),
            upwards: other.step(self.upwards),
            origin: other.point(self.origin),
        }
    }
}

/// An open mark.
#[derive(Debug, Clone, Copy)]
struct Mark {
    /// Its rank; `None` for an artifact, or a part of another mark.
    rank: Option<i32>,
    /// Whether what it draws has been read already.
    is_read: bool,
}

/// The last text: what comes next is on its line, after a gap, or on another line.
#[derive(Debug, Clone, Copy)]
struct Last {
    mark: i32,
    /// Its end, on its baseline.
    end: [f32; 2],
    size: f32,
}

/// What is known at a place of the instructions of a page.
#[derive(Debug, Default)]
struct Reading {
    fonts: BTreeMap<ObjectIdentifier, Rc<Font>>,
    texts: BTreeMap<i32, String>,
    marks: Vec<Mark>,
    font: Rc<Font>,
    size: f32,
    frame: Matrix,
    kept: Vec<Matrix>,
    text: Matrix,
    last: Option<Last>,
}

impl Reading {
    fn page(&mut self, page: &Page<'_>) {
        let mut instructions = page.operations();
        while let Some(instruction) = instructions.next() {
            let operands: Vec<Object<'_>> = instruction.operands().cloned().collect();
            match &**instruction.operator {
                b"q" => self.kept.push(self.frame),
                b"Q" => self.frame = self.kept.pop().unwrap_or_default(),
                b"cm" => self.frame = Matrix::read(operands).within(self.frame),
                b"BT" => self.text = Matrix::default(),
                b"Tm" => self.text = Matrix::read(operands),
                b"BMC" => self.marks.push(Mark { rank: None, is_read: false }),
                b"BDC" => self.begin(operands.into_iter().find_map(Object::into_dict)),
                b"EMC" => drop(self.marks.pop()),
                b"Tf" => self.set_font(page, operands),
                b"Tj" | b"TJ" => self.draw(operands),
                _ => {}
            }
        }
    }

    fn begin(&mut self, properties: Option<Dict<'_>>) {
        let rank = properties.as_ref().and_then(|properties| properties.get::<i32>("MCID"));
        self.marks.push(Mark { rank, is_read: false });
        let said = properties.and_then(|properties| properties.get::<Bytes<'_>>("ActualText"));
        if let Some(said) = said {
            self.add(&in_words(&said), None);
            self.marks.last_mut().into_iter().for_each(|mark| mark.is_read = true);
        }
    }

    fn set_font(&mut self, page: &Page<'_>, operands: Vec<Object<'_>>) {
        let mut operands = operands.into_iter();
        let dict =
            operands.next().and_then(Object::into_name).and_then(|name| page.resources().get_font(&name));
        self.size = operands.next().and_then(Object::into_f32).unwrap_or_default();
        let Some(dict) = dict else { return };
        self.font = match dict.obj_id() {
            Some(id) => Rc::clone(self.fonts.entry(id).or_insert_with(|| Rc::new(Font::read(&dict)))),
            None => Rc::new(Font::read(&dict)),
        };
    }

    fn draw(&mut self, operands: Vec<Object<'_>>) {
        let mut letters = String::new();
        let mut width = 0.0;
        for piece in operands.into_iter().flat_map(|operand| several(Some(operand))) {
            match piece {
                Object::String(string) => {
                    for code in string.as_bytes().chunks(2).map(number) {
                        letters.extend(self.font.letters.get(&code).map(String::as_str));
                        width += self.font.widths.get(&code).copied().unwrap_or_default();
                    }
                }
                // A space between two glyphs that the font would not put there is taken away from their widths.
                other => width -= other.into_f32().unwrap_or_default(),
            }
        }
        let advance = width / 1000.0 * self.size;
        self.add(&letters, Some(advance));
    }

    /// Adds letters to the open mark, after the space that their place shows. What is drawn has a width.
    fn add(&mut self, letters: &str, advance: Option<f32>) {
        let is_read = self.marks.iter().any(|mark| mark.is_read);
        let Some(mark) = self.marks.iter().rev().find_map(|mark| mark.rank) else { return };
        if let Some(advance) = advance {
            let drawn = self.text.within(self.frame);
            let size = self.size * drawn.across[0].hypot(drawn.across[1]);
            self.space_before(drawn.origin, size, mark);
            // What follows without being placed again begins there.
            self.text.origin = self.text.point([advance, 0.0]);
            self.last = Some(Last { mark, end: drawn.point([advance, 0.0]), size });
        }
        if advance.is_none() || !is_read {
            self.texts.entry(mark).or_default().push_str(letters);
        }
    }

    /// Whether the text of a mark ends within a compound word, or a path, that goes on.
    fn ends_within_a_word(&self, mark: i32) -> bool {
        let mut ending = self.texts.get(&mark).into_iter().flat_map(|text| text.chars().rev());
        ending.next().is_some_and(|sign| "-/_".contains(sign))
            && ending.next().is_some_and(char::is_alphanumeric)
    }

    /// Adds a space when the text that comes is not beside the last one; the first of a page goes on with another page.
    fn space_before(&mut self, start: [f32; 2], size: f32, mark: i32) {
        let is_apart = self.last.is_none_or(|last| {
            let size = size.min(last.size);
            let is_other_line = (start[1] - last.end[1]).abs() > size * LINE;
            let gap = start[0] - last.end[0];
            let is_after_gap = gap > size * GAP || gap < -size * LINE;
            is_other_line && !self.ends_within_a_word(last.mark) || !is_other_line && is_after_gap
        });
        if is_apart {
            self.texts.entry(mark).or_default().push(' ');
        }
    }
}

impl Font {
    fn read(dict: &Dict<'_>) -> Self {
        Self { letters: letters(dict).unwrap_or_default(), widths: widths(dict).unwrap_or_default() }
    }
}

/// The letters of each glyph, from the table of the font.
fn letters(font: &Dict<'_>) -> Option<BTreeMap<u32, String>> {
    let map = latin(&font.get::<Stream<'_>>("ToUnicode")?.decoded().ok()?);
    let mut letters = BTreeMap::new();
    for (opening, closing) in [("beginbfchar", "endbfchar"), ("beginbfrange", "endbfrange")] {
        for section in map.split(opening).skip(1).filter_map(|rest| rest.split(closing).next()) {
            for line in section.lines() {
                let tokens: Vec<Vec<u8>> =
                    line.split(['<', '>', ' ', '[', ']']).filter_map(hexadecimal).collect();
                match tokens.as_slice() {
                    [code, said] => drop(letters.insert(number(code), utf16(said))),
                    [first, last, said] => {
                        let codes = number(first)..=number(last);
                        letters.extend(
                            codes
                                .zip(number(said)..)
                                .map(|(code, said)| (code, char::from_u32(said).into_iter().collect())),
                        );
                    }
                    _ => {}
                }
            }
        }
    }
    Some(letters)
}

/// The bytes of a token written in hexadecimal; `None` of an empty one.
fn hexadecimal(token: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = token.chars().map(|digit| digit.to_digit(16)).collect();
    let bytes = digits?
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit))
        .collect::<Vec<_>>();
    let bytes: Vec<u8> = bytes.into_iter().filter_map(|byte| u8::try_from(byte).ok()).collect();
    (!bytes.is_empty()).then_some(bytes)
}

/// The widths of the glyphs: `first [widths…]`, or `first last width`.
fn widths(font: &Dict<'_>) -> Option<BTreeMap<u32, f32>> {
    let descendants = font.get::<Array<'_>>("DescendantFonts")?;
    let descendant = descendants.iter::<Dict<'_>>().next()?;
    let mut pieces = descendant.get::<Array<'_>>("W")?.iter::<Object<'_>>().collect::<Vec<_>>().into_iter();
    let mut widths = BTreeMap::new();
    let code = |object: Object<'_>| object.into_i32().and_then(|code| u32::try_from(code).ok());
    while let Some(first) = pieces.next().and_then(code) {
        match pieces.next()? {
            Object::Array(each) => {
                let each = each.iter::<Object<'_>>().filter_map(Object::into_f32).collect::<Vec<_>>();
                widths.extend((first..).zip(each));
            }
            last => {
                let width = pieces.next()?.into_f32()?;
                widths.extend((first..=code(last)?).map(|code| (code, width)));
            }
        }
    }
    Some(widths)
}

/// A number written in bytes, the first the heaviest.
fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number.wrapping_mul(256) + u32::from(*byte))
}

/// A text in UTF-16, the heavy byte first.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks(2).filter_map(|unit| u16::try_from(number(unit)).ok()).collect::<Vec<_>>();
    String::from_utf16_lossy(&units)
}

pub(super) fn latin(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}
