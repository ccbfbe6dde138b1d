//! Reads the structure tree of a PDF.

use std::cell::Cell;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, String as Bytes};

use super::glyphs::{Texts, latin, texts, utf16};
use super::{Element, ElementPart};

/// The structure tree of a PDF; `None` when it has none.
pub fn read(pdf: &[u8]) -> Option<Element> {
    let pdf = Pdf::new(pdf.to_vec()).ok()?;
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id())?;
    let root = catalog.get::<Dict<'_>>("StructTreeRoot")?;
    Some(element(&root, None, &texts(&pdf), Room { depth: DEPTH_MAX, left: &Cell::new(ELEMENTS_MAX) }))
}

/// Deepest element that is read: a PDF of another program may hold itself.
const DEPTH_MAX: usize = 100;
/// Most elements that are read.
const ELEMENTS_MAX: usize = 1_000_000;

/// How many elements may still be read, under one another and in all.
#[derive(Clone, Copy)]
struct Room<'r> {
    depth: usize,
    left: &'r Cell<usize>,
}

impl Room<'_> {
    /// The room under an element, when there is some.
    fn under(self) -> Option<Self> {
        self.left.set(self.left.get().checked_sub(1)?);
        Some(Self { depth: self.depth.checked_sub(1)?, ..self })
    }
}

fn element(dict: &Dict<'_>, page: Option<ObjectIdentifier>, texts: &Texts, room: Room<'_>) -> Element {
    let page = page_of(dict).or(page);
    let mut element = Element {
        role: dict.get::<Name<'_>>("S").map(|name| name.as_str().to_owned()).unwrap_or_default(),
        id: dict.get::<Bytes<'_>>("ID").map(|id| latin(id.as_bytes())).unwrap_or_default(),
        alternative: ["ActualText", "Alt"]
            .iter()
            .find_map(|key| dict.get::<Bytes<'_>>(*key))
            .map(|text| in_words(&text)),
        ..Element::default()
    };
    for attributes in several(dict.get::<Object<'_>>("A")).into_iter().filter_map(Object::into_dict) {
        if let Some(headers) = attributes.get::<Array<'_>>("Headers") {
            element.headers.extend(headers.iter::<Bytes<'_>>().map(|id| latin(id.as_bytes())));
        }
        if let Some(scope) = attributes.get::<Name<'_>>("Scope") {
            scope.as_str().clone_into(&mut element.scope);
        }
        let columns = attributes.get::<i32>("ColSpan").and_then(|columns| usize::try_from(columns).ok());
        element.columns = columns.or(element.columns);
    }
    for kid in several(dict.get::<Object<'_>>("K")) {
        match kid {
            Object::Dict(kid) if kid.contains_key("S") => {
                let under = room.under().map(|room| self::element(&kid, page, texts, room));
                element.parts.extend(under.map(ElementPart::Element));
            }
            Object::Dict(kid) => match kid.get::<Dict<'_>>("Obj") {
                Some(annotation) => element.target = target(&annotation).or(element.target),
                None => push_text(&mut element, page_of(&kid).or(page), kid.get::<i32>("MCID"), texts),
            },
            other => push_text(&mut element, page, other.into_i32(), texts),
        }
    }
    element
}

fn page_of(dict: &Dict<'_>) -> Option<ObjectIdentifier> {
    dict.get::<Dict<'_>>("Pg")?.obj_id()
}

/// What a link says of where it leads, or its address.
fn target(annotation: &Dict<'_>) -> Option<String> {
    let said = annotation.get::<Bytes<'_>>("Contents").map(|said| in_words(&said));
    said.or_else(|| Some(in_words(&annotation.get::<Dict<'_>>("A")?.get::<Bytes<'_>>("URI")?)))
}

fn push_text(element: &mut Element, page: Option<ObjectIdentifier>, mark: Option<i32>, texts: &Texts) {
    if let Some(text) = page.zip(mark).and_then(|key| texts.get(&key)) {
        element.parts.push(ElementPart::Text(text.clone()));
    }
}

/// One object or the objects of an array.
pub(super) fn several(object: Option<Object<'_>>) -> Vec<Object<'_>> {
    match object {
        Some(Object::Array(array)) => array.iter::<Object<'_>>().collect(),
        other => other.into_iter().collect(),
    }
}

/// A string for a reader, in UTF-16 after its mark, else in Latin letters.
pub(super) fn in_words(string: &Bytes<'_>) -> String {
    match string.as_bytes().strip_prefix(&[0xfe, 0xff]) {
        Some(units) => utf16(units),
        None => latin(string.as_bytes()),
    }
}
