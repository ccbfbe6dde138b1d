//! Any bytes: an error in words, never a panic, never a memory without bound.

use super::samples::{Dice, find, signed_twice, typeset};
use crate::sign::{PdfError, TrustedCertificates, attachments, first_revision, prepare, verify};

fn read_all(pdf: &[u8]) {
    let _ = verify(pdf, None);
    let _ = verify(pdf, Some(&TrustedCertificates::default()));
    let _ = attachments(pdf);
    let _ = first_revision(pdf);
    let _ = prepare(pdf, &super::samples::fields());
}

#[test]
fn five_thousand_mutations_never_panic() {
    let pdf = signed_twice();
    let mut dice = Dice(3);
    for _ in 0..5000 {
        let mut changed = pdf.clone();
        for _ in 0..=dice.below(6) {
            let at = dice.below(changed.len());
            match dice.below(5) {
                0 => changed.truncate(at),
                1 => drop(changed.remove(at)),
                2 => changed.insert(at, u8::try_from(dice.below(256)).unwrap()),
                3 => {
                    let from = dice.below(changed.len());
                    let piece: Vec<u8> = changed[from..].iter().take(dice.below(200)).copied().collect();
                    changed.splice(at..at, piece);
                }
                _ => changed[at] = b"0123456789<>[]()/ RnfobjV"[dice.below(25)],
            }
            if changed.is_empty() {
                break;
            }
        }
        read_all(&changed);
    }
}

#[test]
fn mutations_of_the_structure_never_panic() {
    let pdf = typeset();
    let mut dice = Dice(5);
    for _ in 0..5000 {
        let mut changed = pdf.clone();
        for _ in 0..=dice.below(4) {
            let at = dice.below(changed.len());
            changed[at] = b"0123456789<>[]()/ RnfobjV"[dice.below(25)];
        }
        read_all(&changed);
    }
}

#[test]
fn deep_nesting_is_refused() {
    let mut pdf = typeset();
    let at = find(&pdf, b"<</Type/Catalog");
    pdf.splice(at..at + 2, b"<</X ".iter().copied().chain(std::iter::repeat_n(b'[', 100_000)));
    assert!(verify(&pdf, None).is_err());
    let mut trailer = typeset();
    let at = find(&trailer, b"<</Size");
    trailer.splice(at..at + 2, b"<</X ".iter().copied().chain(std::iter::repeat_n(b'[', 100_000)));
    assert!(matches!(verify(&trailer, None), Err(PdfError::TooDeep { .. })));
}

#[test]
fn loops_are_refused() {
    let mut pdf = typeset();
    let xref = find(&pdf, b"xref\n0 9");
    let at = find(&pdf, b"<</Size");
    pdf.splice(at..at + 2, format!("<</Prev {xref}").bytes());
    assert!(matches!(verify(&pdf, None), Err(PdfError::Chain { .. })));
    let pages = String::from_utf8_lossy(&typeset()).replace("Kids[2 0 R 3 0 R]", "Kids[1 0 R 3 0 R]");
    let _ = verify(pages.as_bytes(), None);
}

#[test]
fn huge_numbers_and_strangers_are_refused() {
    for (from, to) in [
        ("/Length 31", "/Length 99999999999"),
        ("0 9\n", "0 99999999\n"),
        ("/Size 9", "/Encrypt 1 0 R/Size 9"),
    ] {
        let mut pdf = typeset();
        let at = find(&pdf, from.as_bytes());
        pdf.splice(at..at + from.len(), to.bytes());
        read_all(&pdf);
    }
    assert_eq!(verify(b"", None), Err(PdfError::NotPdf));
    assert_eq!(verify(b"%PDF-1.7", None), Err(PdfError::NoEnd));
    assert_eq!(attachments(b"PK\x03\x04"), Err(PdfError::NotPdf));
}

/// A stream that unpacks to a gigabyte: refused at the bound, without having been unpacked beyond.
#[test]
fn bombs_are_refused() {
    let zeros = vec![0_u8; 1 << 20];
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&zeros, 9);
    let mut pdf = typeset();
    let at = find(&pdf, b"6 0 obj");
    let end = find(&pdf, b"7 0 obj");
    // The same stream attached over and over.
    let mut body = format!("6 0 obj\n<</Filter/FlateDecode/Length {}>>\nstream\n", packed.len()).into_bytes();
    body.extend(&packed);
    body.extend(b"\nendstream\nendobj\n");
    pdf.splice(at..end, body);
    let names: String = std::iter::repeat_n("(acte.yaml)7 0 R", 300).collect();
    let text = find(&pdf, b"(acte.yaml)7 0 R");
    pdf.splice(text..text + 16, names.bytes());
    // Offsets are written anew.
    let table = find(&pdf, b"xref\n0 9");
    pdf.truncate(table);
    let offsets: Vec<usize> =
        (1..9).map(|number| find(&pdf, format!("\n{number} 0 obj").as_bytes()) + 1).collect();
    pdf.extend(b"xref\n0 9\n0000000000 65535 f\r\n");
    for offset in offsets {
        pdf.extend(format!("{offset:010} 00000 n\r\n").bytes());
    }
    pdf.extend(format!("trailer\n<</Size 9/Root 8 0 R>>\nstartxref\n{table}\n%%EOF").bytes());
    assert!(matches!(attachments(&pdf), Err(PdfError::TooLarge { .. })));
}
