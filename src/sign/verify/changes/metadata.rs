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

/// The namespace of what a reader shows: titles and authors (Dublin Core).
const DUBLIN_CORE: &str = "http://purl.org/dc/elements/1.1/";

/// The XMP may be written anew, its titles and its authors apart: a reader shows them.
pub(super) fn metadata_may_become(before: &[u8], now: &[u8]) -> bool {
    let shown = |xml: &[u8]| -> Option<[Vec<String>; 2]> {
        let document = parsed(xml)?;
        Some(["title", "creator"].map(|name| shown_texts(&document, name)))
    };
    let (before, now) = (shown(before), shown(now));
    before.is_some() && before == now
}

fn parsed(xml: &[u8]) -> Option<roxmltree::Document<'_>> {
    roxmltree::Document::parse(std::str::from_utf8(xml).ok()?).ok()
}

/// The texts within the elements of a name, in their order, the blanks around them left out.
fn shown_texts(document: &roxmltree::Document<'_>, name: &str) -> Vec<String> {
    let named = document.descendants().filter(|node| node.has_tag_name((DUBLIN_CORE, name)));
    let texts = named.flat_map(|node| node.descendants().filter_map(|node| node.text()));
    texts.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(title: &str) -> Vec<u8> {
        format!(
            "<?xpacket begin=\"\u{feff}\"?><x xmlns:dc=\"{DUBLIN_CORE}\"><dc:title><li>{title}</li></dc:title></x><?xpacket end=\"r\"?>"
        )
        .into_bytes()
    }

    #[test]
    fn another_spelling_of_a_title_is_the_same_and_another_title_is_not() {
        let title = packet("L&apos;acte &#8211; 2024");
        assert!(metadata_may_become(&title, &packet("L'acte – 2024")));
        assert!(metadata_may_become(&title, &packet("<![CDATA[L'acte – 2024]]>")));
        for other in
            ["L'acte – 2025", "<!-- L'acte – 2024 -->", "L'acte – 2024<li>et autre</li>", "</li>", ""]
        {
            assert!(!metadata_may_become(&title, &packet(other)), "{other}");
        }
    }
}
