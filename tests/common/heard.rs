//! The structure tree of a PDF with its texts, as a screen reader walks it.

#![expect(clippy::float_arithmetic, reason = "places on a page are measures")]

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream, String as Bytes};
use hayro_syntax::page::Page;

/// An element of the tree.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// `P`, `Table`, `TH`…
    pub(crate) role: String,
    /// What headers call it.
    pub(crate) id: String,
    /// The header cells that a reader announces before this cell.
    pub(crate) headers: Vec<String>,
    /// `Row`, `Column` or `Both`, for a header cell.
    pub(crate) scope: String,
    /// Read instead of what it holds.
    pub(crate) alternative: Option<String>,
    /// From first to last.
    pub(crate) parts: Vec<Part>,
}

/// What an element holds.
#[derive(Debug)]
pub(crate) enum Part {
    Element(Element),
    Text(String),
}

impl Element {
    /// The elements right under it.
    pub(crate) fn children(&self) -> impl Iterator<Item = &Self> {
        self.parts.iter().filter_map(|part| match part {
            Part::Element(element) => Some(element),
            Part::Text(_) => None,
        })
    }

    /// The elements of a role at any depth, those within another of that role left out.
    pub(crate) fn all(&self, role: &str) -> Vec<&Self> {
        let below = |child| if Self::is(child, role) { vec![child] } else { child.all(role) };
        self.children().flat_map(below).collect()
    }

    fn is(&self, role: &str) -> bool {
        self.role == role
    }

    /// What is read aloud.
    pub(crate) fn text(&self) -> String {
        if let Some(alternative) = &self.alternative {
            return alternative.clone();
        }
        let texts = self.parts.iter().map(|part| match part {
            Part::Element(element) => element.text(),
            Part::Text(text) => text.clone(),
        });
        texts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Reads the tree of a document.
pub(crate) fn read(pdf: Vec<u8>) -> Element {
    let pdf = Pdf::new(pdf).unwrap();
    let texts = pdf.pages().iter().flat_map(marked_texts).collect();
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).unwrap();
    let root = catalog.get::<Dict<'_>>("StructTreeRoot").unwrap();
    element(&root, None, &texts)
}

/// Texts by page and rank of their mark.
type Texts = BTreeMap<(ObjectIdentifier, i32), String>;

fn element(dict: &Dict<'_>, page: Option<ObjectIdentifier>, texts: &Texts) -> Element {
    let page = dict.get::<Dict<'_>>("Pg").and_then(|page| page.obj_id()).or(page);
    let mut element = Element {
        role: dict.get::<Name<'_>>("S").map(|name| name.as_str().to_owned()).unwrap_or_default(),
        id: dict.get::<Bytes<'_>>("ID").map(|id| latin(id.as_bytes())).unwrap_or_default(),
        alternative: ["ActualText", "Alt"]
            .iter()
            .find_map(|key| dict.get::<Bytes<'_>>(*key))
            .map(|t| in_words(&t)),
        ..Element::default()
    };
    for attributes in several(dict.get::<Object<'_>>("A")).into_iter().filter_map(Object::into_dict) {
        if let Some(headers) = attributes.get::<Array<'_>>("Headers") {
            element.headers.extend(headers.iter::<Bytes<'_>>().map(|id| latin(id.as_bytes())));
        }
        if let Some(scope) = attributes.get::<Name<'_>>("Scope") {
            element.scope = scope.as_str().to_owned();
        }
    }
    for kid in several(dict.get::<Object<'_>>("K")) {
        match kid {
            Object::Dict(kid) if kid.contains_key("S") => {
                element.parts.push(Part::Element(self::element(&kid, page, texts)));
            }
            Object::Dict(kid) => {
                let page = kid.get::<Dict<'_>>("Pg").and_then(|page| page.obj_id()).or(page);
                push_text(&mut element, page, kid.get::<i32>("MCID"), texts);
            }
            other => push_text(&mut element, page, other.into_i32(), texts),
        }
    }
    element
}

fn push_text(element: &mut Element, page: Option<ObjectIdentifier>, mark: Option<i32>, texts: &Texts) {
    if let Some(text) = page.zip(mark).and_then(|key| texts.get(&key)) {
        element.parts.push(Part::Text(text.clone()));
    }
}

/// One object or the objects of an array.
fn several(object: Option<Object<'_>>) -> Vec<Object<'_>> {
    match object {
        Some(Object::Array(array)) => array.iter::<Object<'_>>().collect(),
        other => other.into_iter().collect(),
    }
}

/// The texts of a page by their marks; what is marked as an artifact has none.
fn marked_texts(page: &Page<'_>) -> Vec<((ObjectIdentifier, i32), String)> {
    let id = page.raw().obj_id().unwrap();
    let mut texts: BTreeMap<i32, String> = BTreeMap::new();
    let mut fonts: BTreeMap<String, BTreeMap<u32, String>> = BTreeMap::new();
    let mut font = String::new();
    let mut height = 0.0;
    // The rank of each mark that is open, `None` of one without.
    let mut marks: Vec<Option<i32>> = Vec::new();
    let mut instructions = page.operations();
    while let Some(instruction) = instructions.next() {
        let operands: Vec<Object<'_>> = instruction.operands().cloned().collect();
        match &**instruction.operator {
            b"BMC" => marks.push(None),
            b"BDC" => {
                marks.push(operands.into_iter().find_map(Object::into_dict).and_then(|d| d.get("MCID")))
            }
            b"EMC" => drop(marks.pop()),
            b"Tf" => {
                let name = operands.into_iter().find_map(Object::into_name).unwrap();
                name.as_str().clone_into(&mut font);
                fonts
                    .entry(font.clone())
                    .or_insert_with(|| codes(&page.resources().get_font(&name).unwrap()));
            }
            b"Tm" | b"Tj" | b"TJ" => {
                let Some(mark) = marks.iter().rev().find_map(|mark| *mark) else { continue };
                let text = texts.entry(mark).or_default();
                if &**instruction.operator == b"Tm" {
                    let place = operands.into_iter().nth(5).and_then(Object::into_f32).unwrap();
                    if (place - height).abs() > 3.0 {
                        text.push(' ');
                    }
                    height = place;
                } else {
                    let strings = operands.into_iter().flat_map(|operand| several(Some(operand)));
                    for string in strings.filter_map(Object::into_string) {
                        let letters = string
                            .as_bytes()
                            .chunks(2)
                            .map(|code| code.iter().fold(0, |a, b| a * 256 + u32::from(*b)));
                        text.extend(letters.filter_map(|code| fonts.get(&font)?.get(&code).cloned()));
                    }
                }
            }
            _ => {}
        }
    }
    texts.into_iter().map(|(mark, text)| ((id, mark), text)).collect()
}

/// The letters of each code of a font.
fn codes(font: &Dict<'_>) -> BTreeMap<u32, String> {
    let stream = font.get::<Stream<'_>>("ToUnicode").unwrap();
    let map = latin(&stream.decoded().unwrap());
    let mut codes = BTreeMap::new();
    let number = |hexadecimal: &str| u32::from_str_radix(hexadecimal, 16).unwrap();
    for (opening, closing) in [("beginbfchar", "endbfchar"), ("beginbfrange", "endbfrange")] {
        for section in map.split(opening).skip(1).filter_map(|rest| rest.split(closing).next()) {
            for line in section.lines() {
                let tokens: Vec<&str> =
                    line.split(['<', '>', ' ', '[', ']']).filter(|t| !t.is_empty()).collect();
                match tokens.as_slice() {
                    [code, letters] => drop(codes.insert(number(code), letters_of(letters))),
                    [first, last, letters] => {
                        let start = number(letters);
                        for (code, letter) in (number(first)..=number(last)).zip(start..) {
                            codes.insert(code, char::from_u32(letter).into_iter().collect());
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    codes
}

/// Letters written in hexadecimal UTF-16.
fn letters_of(hexadecimal: &str) -> String {
    let digits: Vec<char> = hexadecimal.chars().collect();
    let units: Vec<u16> = digits
        .chunks(4)
        .map(|unit| u16::from_str_radix(&unit.iter().collect::<String>(), 16).unwrap())
        .collect();
    String::from_utf16_lossy(&units)
}

fn latin(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// A string for a reader, in UTF-16 after its mark, else in Latin letters.
fn in_words(string: &Bytes<'_>) -> String {
    match string.as_bytes().strip_prefix(&[0xfe, 0xff]) {
        Some(units) => {
            let units: Vec<u16> =
                units.chunks(2).map(|unit| unit.iter().fold(0, |a, b| a * 256 + u16::from(*b))).collect();
            String::from_utf16_lossy(&units)
        }
        None => latin(string.as_bytes()),
    }
}

/// The tree as it is told, an element a line: headings by their level, cells after their column and their row.
pub(crate) fn told(tree: &Element) -> String {
    let mut lines = Vec::new();
    tell(tree, &mut lines);
    lines.join("\n") + "\n"
}

fn tell(element: &Element, lines: &mut Vec<String>) {
    for part in &element.parts {
        match part {
            Part::Text(text) => add(lines, "", text),
            Part::Element(below) => match below.role.as_str() {
                "Table" => tell_table(below, lines),
                "P" | "Caption" | "TOCI" | "Figure" | "Formula" | "Note" | "Title" => {
                    add(lines, &prefix(&below.role), &below.text())
                }
                "LI" => add(lines, "– ", &below.text()),
                role if role.len() == 2 && role.starts_with('H') => add(lines, &prefix(role), &below.text()),
                _ => tell(below, lines),
            },
        }
    }
}

fn prefix(role: &str) -> String {
    if role == "P" { String::new() } else { format!("{role} : ") }
}

fn add(lines: &mut Vec<String>, prefix: &str, text: &str) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !text.is_empty() {
        lines.push(format!("{prefix}{text}"));
    }
}

fn tell_table(table: &Element, lines: &mut Vec<String>) {
    let rows = table.all("TR");
    let heads: BTreeMap<&str, String> =
        rows.iter().flat_map(|row| row.children()).map(|cell| (cell.id.as_str(), cell.text())).collect();
    for row in rows {
        let cells: Vec<String> = row
            .children()
            .map(|cell| {
                let announced = cell.headers.iter().filter_map(|id| heads.get(id.as_str()));
                let announced: Vec<&str> =
                    announced.map(String::as_str).filter(|text| !text.is_empty()).collect();
                let text = if cell.text().is_empty() { "(vide)".to_owned() } else { cell.text() };
                match (cell.role.as_str(), announced.is_empty()) {
                    ("TH", _) => format!("[{text}]"),
                    (_, true) => text,
                    _ => format!("{} : {text}", announced.join(", ")),
                }
            })
            .collect();
        lines.push(format!("| {}", cells.join(" | ")));
    }
}
