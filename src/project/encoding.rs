//! Bytes of a text file to a text; when they are not UTF-8, what they probably are, for the person who saved them.

use std::ops::Range;

use crate::text::as_read;

/// A text file that is not in UTF-8.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Undecodable {
    /// The text as far as it can be shown.
    pub text: String,
    /// The first fault, in the text as [`as_read`] has it.
    pub fault: Range<usize>,
    /// What is wrong.
    pub message: String,
}

/// Decodes UTF-8, with or without byte order mark.
///
/// # Errors
/// When the bytes are in another encoding.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, Box<Undecodable>> {
    // First, because ASCII in UTF-16 is valid UTF-8, each letter followed by a zero.
    if let Some(text) = utf16(&bytes) {
        let message = "le fichier est en UTF-16 (« Unicode » dans Word), et non en UTF-8".to_owned();
        return Err(Box::new(Undecodable { text, fault: 0..0, message }));
    }
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    let (valid, _) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
    // The mark and the carriage returns are not in the text where the place is shown.
    let start = as_read(&String::from_utf8_lossy(valid)).len();
    let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
    let message = match is_ansi(error.as_bytes()) {
        true => "le fichier est en « ANSI » (Windows-1252), et non en UTF-8",
        false => "le fichier n’est pas en UTF-8",
    };
    let fault = start..start + '\u{fffd}'.len_utf8();
    Err(Box::new(Undecodable { text, fault, message: message.to_owned() }))
}

/// A text in UTF-16, told by its byte order mark or by the zeros between its letters.
fn utf16(bytes: &[u8]) -> Option<String> {
    if !bytes.contains(&0) && !matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return None;
    }
    let pairs = bytes.as_chunks::<2>().0;
    let zeros = |side: usize| pairs.iter().filter(|pair| pair.get(side) == Some(&0)).count();
    let (high, low) = (zeros(0), zeros(1));
    let decode = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, ..] => Some(decode(u16::from_le_bytes)),
        [0xfe, 0xff, ..] => Some(decode(u16::from_be_bytes)),
        _ if low > high && 2 * low > pairs.len() => Some(decode(u16::from_le_bytes)),
        _ if high > low && 2 * high > pairs.len() => Some(decode(u16::from_be_bytes)),
        _ => None,
    }
}

/// Letters and signs of French in Windows-1252: à â ç è é ê ë î ï ô ù û ü À Ç É È Ê, œ, ’ “ ” – — …, € « » ° and
/// the no-break space.
const ANSI: &[u8] = b"\xe0\xe2\xe7\xe8\xe9\xea\xeb\xee\xef\xf4\xf9\xfb\xfc\xc0\xc7\xc9\xc8\xca\x9c\x92\x93\x94\x96\x97\x85\x80\xab\xbb\xb0\xa0";

/// Whether most bytes that are not ASCII are those of French in Windows-1252.
fn is_ansi(bytes: &[u8]) -> bool {
    let others = bytes.iter().filter(|byte| !byte.is_ascii());
    let (known, unknown): (Vec<u8>, Vec<u8>) = others.partition(|byte| ANSI.contains(byte));
    known.len() > 3 * unknown.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn message(bytes: &[u8]) -> String {
        decode(bytes.to_vec()).unwrap_err().message
    }

    #[test]
    fn an_encoding_is_named() {
        assert_eq!(decode("é".into()), Ok("é".to_owned()));
        assert_eq!(decode(Vec::new()), Ok(String::new()));
        assert_eq!(decode(b"a\0".to_vec()).map_err(|fault| fault.text), Err("a".to_owned()));
        for bytes in [&b"\xff\xfea\0"[..], b"\xfe\xff\0a", b"a\0:\0\xe9\0\n\0", b"\0a\0:\0\xe9\0\n"] {
            assert!(message(bytes).starts_with("le fichier est en UTF-16"), "{bytes:?}");
        }
        assert!(message(b"d\xe9partement, 12\xa0\x80").starts_with("le fichier est en « ANSI »"));
        assert_eq!(message(b"\x8e\x8d\x88"), "le fichier n’est pas en UTF-8");
    }

    proptest! {
        /// Word and the Bloc-notes write each combination: a mark or not, either end of line, one letter or many.
        #[test]
        fn the_place_of_a_fault_is_the_letter_itself(
            marks in 0_usize..3,
            lines in prop::collection::vec("[a-zé’€ ]{0,6}", 1..6),
            newline in prop::sample::select(vec!["\r\n", "\n", "\r"]),
            faults in prop::collection::vec((0_usize..40, 0x80_u8..=0xff), 1..4),
        ) {
            let mut bytes = format!("{}{}", "\u{feff}".repeat(marks), lines.join(newline)).into_bytes();
            for (at, byte) in faults {
                bytes.insert(at.min(bytes.len()), byte);
            }
            if let Err(told) = decode(bytes) {
                let text = as_read(&told.text);
                prop_assert!(text.is_char_boundary(told.fault.start));
                if !told.message.contains("UTF-16") {
                    prop_assert_eq!(text.get(told.fault), Some("\u{fffd}"));
                }
            }
        }
    }
}
