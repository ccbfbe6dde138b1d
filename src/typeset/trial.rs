//! Typesets an image alone, to know before the document whether it can be part of a PDF.

use std::collections::BTreeMap;

use super::compose;
use super::fonts::FONTS;
use crate::render::Bundle;

/// Whether an image can be part of a PDF/A. Its bytes must have been looked at: they are decoded.
pub fn is_printable(extension: &str, bytes: &[u8]) -> bool {
    let name = format!("image.{extension}");
    let text = format!("#set document(title: [x])\n#image(\"{name}\", alt: \"x\")\n");
    let files = BTreeMap::from([("a.typ".to_owned(), text.into_bytes()), (name, bytes.to_vec())]);
    let bundle = Bundle { main_file: "a.typ".to_owned(), files };
    compose(&bundle).is_ok_and(|composition| composition.pdf((2000, 1, 1)).is_ok())
}

/// Whether a font family is embedded in the program.
pub fn has_family(name: &str) -> bool {
    FONTS.book().families().any(|(family, _)| family.eq_ignore_ascii_case(name))
}
