//! The code that a telephone reads on the page of the signatures: a scanned paper finds the version that was signed.

use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

/// A code to scan.
#[derive(Debug, Clone, Serialize)]
pub struct ScannedCode {
    /// What it says.
    pub texte: String,
    /// The digest in it.
    pub empreinte: String,
    /// Its rows, from the top, a « 1 » for each dark module and a « 0 » for each light one.
    pub lignes: Vec<String>,
}

impl ScannedCode {
    /// The code of a text; none when it is too long for one (some 2 300 bytes).
    pub fn new(text: String, digest: &str) -> Option<Self> {
        // A quarter of a page that was folded or stamped may be lost.
        let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
        let modules: Vec<char> =
            code.to_colors().into_iter().map(|color| if color == Color::Dark { '1' } else { '0' }).collect();
        let rows = modules.chunks(code.width().max(1)).map(|row| row.iter().collect()).collect();
        Some(Self { texte: text, empreinte: digest.to_owned(), lignes: rows })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_square_and_has_its_three_marks() {
        let code =
            ScannedCode::new("Convention 2024, empreinte 0123456789abcdef".to_owned(), "0123456789abcdef")
                .unwrap();
        let side = code.lignes.len();
        assert!(code.lignes.iter().all(|row| row.len() == side), "{code:?}");
        for (row, start) in [(0, 0), (0, side - 7), (side - 7, 0)] {
            assert_eq!(code.lignes[row].get(start..start + 7), Some("1111111"));
        }
        assert!(ScannedCode::new("é".repeat(3000), "").is_none());
    }
}
