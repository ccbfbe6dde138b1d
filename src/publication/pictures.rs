//! An image without what it says of itself: who made it, where, with what, and what was noted in it. What is seen of it stays
//! the same.

use quick_xml::events::Event;
use quick_xml::{Reader, Writer};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[u8] = b"\xff\xd8";

/// The bytes of an image, without its notes; as they are when they cannot be told apart.
pub(super) fn plain(bytes: &[u8]) -> Vec<u8> {
    let plain = match bytes {
        _ if bytes.starts_with(PNG) => png(bytes),
        _ if bytes.starts_with(JPEG) => jpeg(bytes),
        _ if is_svg(bytes) => svg(bytes),
        _ => None,
    };
    plain.unwrap_or_else(|| bytes.to_vec())
}

fn is_svg(bytes: &[u8]) -> bool {
    bytes.get(..bytes.len().min(4_096)).is_some_and(|head| head.windows(4).any(|window| window == b"<svg"))
}

/// The chunks that are drawn, up to the last: not texts, dates, EXIF (PNG, third edition, §11.3).
fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    const NOTES: [&[u8]; 5] = [b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf"];
    let mut kept = PNG.to_vec();
    let mut rest = bytes.get(PNG.len()..)?;
    loop {
        let length = usize::try_from(u32::from_be_bytes(rest.get(..4)?.try_into().ok()?)).ok()?;
        let chunk = rest.get(..length.checked_add(12)?)?;
        let kind = chunk.get(4..8)?;
        if !NOTES.contains(&kind) {
            kept.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(kept);
        }
        rest = rest.get(chunk.len()..)?;
    }
}

/// The segments that are drawn: not comments, nor those of applications, but for the shape of the file, its colours and
/// Adobe's (ITU-T T.81, annex B).
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = JPEG.to_vec();
    let mut rest = bytes.get(JPEG.len()..)?;
    loop {
        let [0xff, marker, ..] = rest else { return None };
        // From the scan on, all is drawn.
        if *marker == 0xda {
            let end = rest.windows(2).rposition(|window| window == [0xff, 0xd9])?;
            kept.extend_from_slice(rest.get(..end + 2)?);
            return Some(kept);
        }
        let length = usize::from(u16::from_be_bytes(rest.get(2..4)?.try_into().ok()?));
        let segment = rest.get(..length.checked_add(2)?)?;
        let is_note = matches!(marker, 0xe1 | 0xe3..=0xed | 0xef | 0xfe)
            || (*marker == 0xe2 && !segment.get(4..)?.starts_with(b"ICC_PROFILE\0"));
        if !is_note {
            kept.extend_from_slice(segment);
        }
        rest = rest.get(segment.len()..)?;
    }
}

/// The elements that are drawn: not comments, metadata, titles and descriptions.
fn svg(bytes: &[u8]) -> Option<Vec<u8>> {
    const NOTES: [&str; 3] = ["metadata", "title", "desc"];
    let mut reader = Reader::from_str(std::str::from_utf8(bytes).ok()?);
    let mut writer = Writer::new(Vec::new());
    let mut depth_of_note = 0_usize;
    loop {
        let event = reader.read_event().ok()?;
        let is_note = |name: quick_xml::name::QName<'_>| NOTES.contains(&name.local_name().as_ref());
        match &event {
            Event::Eof => return Some(writer.into_inner()),
            Event::Start(start) if depth_of_note > 0 || is_note(start.name()) => depth_of_note += 1,
            Event::End(_) if depth_of_note > 0 => depth_of_note -= 1,
            Event::Empty(empty) if is_note(empty.name()) => {}
            Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
            _ if depth_of_note > 0 => {}
            _ => writer.write_event(event).ok()?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(body.len()).unwrap();
        [&length.to_be_bytes()[..], kind, body, b"crc!"].concat()
    }

    #[test]
    fn notes_go_and_what_is_drawn_stays() {
        let drawn = [PNG, &chunk(b"IHDR", b"head"), &chunk(b"IDAT", b"drawn"), &chunk(b"IEND", b"")].concat();
        let noted = [
            PNG,
            &chunk(b"IHDR", b"head"),
            &chunk(b"tEXt", b"Author\0Zorglub"),
            &chunk(b"IDAT", b"drawn"),
            &chunk(b"IEND", b""),
            b"Zorglub",
        ]
        .concat();
        assert_eq!(plain(&noted), drawn);
        let segment = |marker: u8, body: &[u8]| {
            let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
            [&[0xff, marker][..], &length, body].concat()
        };
        let scan = [&segment(0xda, b"scan")[..], b"drawn\xff\x00more\xff\xd9"].concat();
        let noted = [
            JPEG,
            &segment(0xe0, b"JFIF\0"),
            &segment(0xe1, b"Exif\0Zorglub"),
            &segment(0xfe, b"Zorglub"),
            &scan,
            b"Zorglub",
        ]
        .concat();
        assert_eq!(plain(&noted), [JPEG, &segment(0xe0, b"JFIF\0"), &scan].concat());
        let noted = "<svg xmlns=\"http://www.w3.org/2000/svg\"><!-- Zorglub --><title>Zorglub</title>\
                     <metadata><a>Zorglub</a></metadata><text x=\"1\">Vu &amp; lu</text></svg>";
        let drawn = "<svg xmlns=\"http://www.w3.org/2000/svg\"><text x=\"1\">Vu &amp; lu</text></svg>";
        assert_eq!(String::from_utf8(plain(noted.as_bytes())).unwrap(), drawn);
    }

    #[test]
    fn what_is_cut_is_kept_as_it_is() {
        for bytes in
            [PNG, JPEG, b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT", b"\xff\xd8\xff\xe1\x00", b"<svg><a", b""]
        {
            let _ = plain(bytes);
        }
        assert_eq!(plain(b"\xff\xd8\xff\xe1\x00"), b"\xff\xd8\xff\xe1\x00");
    }
}
