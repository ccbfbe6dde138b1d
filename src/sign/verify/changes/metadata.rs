//! What other signers rewrite as they sign: dates, producer, the spelling of strings. pyHanko and Acrobat do.

use crate::sign::pdf::{PdfDictionary, PdfObject, pdf_text};

/// The same objects, whatever the encoding in which their strings are spelt.
pub(super) fn same_text(before: &PdfDictionary, now: &PdfDictionary) -> bool {
    before.len() == now.len()
        && before
            .iter()
            .zip(now)
            .all(|((key, before), (other, now))| key == other && same_object(before, now))
}

fn same_object(before: &PdfObject, now: &PdfObject) -> bool {
    match (before, now) {
        (PdfObject::String(before), PdfObject::String(now)) => {
            before == now || pdf_text(before) == pdf_text(now)
        }
        (PdfObject::Array(before), PdfObject::Array(now)) => {
            before.len() == now.len() && before.iter().zip(now).all(|(before, now)| same_object(before, now))
        }
        (PdfObject::Dictionary(before), PdfObject::Dictionary(now)) => same_text(before, now),
        _ => before == now,
    }
}

/// /Info may take another date of change and another producer (ISO 32000-1 table 317); nothing else.
pub(super) fn information_may_become(before: &PdfDictionary, now: &PdfDictionary) -> bool {
    let strip = |information: &PdfDictionary| {
        let mut information = information.clone();
        information.remove(b"ModDate".as_slice());
        information.remove(b"Producer".as_slice());
        information
    };
    same_text(&strip(before), &strip(now))
}

/// The XMP may be written anew, its title and its authors apart: a reader shows them.
pub(super) fn metadata_may_become(before: &[u8], now: &[u8]) -> bool {
    let same = |name: &str| match (element_text(before, name), element_text(now, name)) {
        (Some(before), Some(now)) => before == now,
        (before, now) => before.is_none() && now.is_none(),
    };
    same("dc:title") && same("dc:creator")
}

/// The text within every element of that name, tags and the blanks around them left out.
fn element_text(xml: &[u8], name: &str) -> Option<String> {
    let xml = std::str::from_utf8(xml).ok()?;
    let close = format!("</{name}>");
    let open = format!("<{name}");
    let mut text = String::new();
    let mut rest = xml;
    let mut found = false;
    while let Some((_, after)) = rest.split_once(open.as_str()) {
        let (inside, next) = after.split_once(close.as_str())?;
        found = true;
        // What precedes the first `>` belongs to the opening tag.
        for piece in inside.split('<') {
            text.push_str(piece.split_once('>').map_or("", |(_, text)| text).trim());
            text.push('\n');
        }
        rest = next;
    }
    found.then(|| text.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"))
}
