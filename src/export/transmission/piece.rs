//! The files that are sent, as they are: only their format is looked at.

/// A format that the platform takes (cahier des charges of @CTES).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceFormat {
    /// PDF.
    Pdf,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl PieceFormat {
    /// The format that the first bytes say.
    fn of(bytes: &[u8]) -> Option<Self> {
        let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        if head.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Some(Self::Png);
        }
        if head.starts_with(b"\xff\xd8\xff") {
            return Some(Self::Jpeg);
        }
        // Readers take a PDF whose header stands in the first kilobyte.
        find(head, b"%PDF-").map(|_| Self::Pdf)
    }

    /// The end of the name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// A file that is sent.
#[derive(Debug, Clone)]
pub struct SentPiece {
    /// The name that it had.
    pub name: String,
    /// What it is.
    pub format: PieceFormat,
    /// Its bytes, which are sent as they are.
    pub bytes: Vec<u8>,
    /// How many electronic signatures it bears, when somebody counted.
    pub signatures: usize,
}

/// Why a file cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PieceError {
    /// The act is no PDF.
    #[error("ce n’est pas un PDF")]
    NotPdf,
    /// Of no format that is taken.
    #[error("ce n’est ni un PDF, ni un JPEG, ni un PNG : la plateforme refuse les autres formats")]
    UnknownFormat,
    /// Its end is missing.
    #[error("ce PDF est coupé : sa fin manque")]
    Cut,
    /// Nobody reads it without a password, or not all may be done with it.
    #[error("ce PDF est protégé par un mot de passe ou par des droits : la plateforme le refuse")]
    Locked,
}

impl SentPiece {
    /// The act itself.
    ///
    /// # Errors
    /// See [`PieceError`].
    pub fn act(name: &str, bytes: Vec<u8>) -> Result<Self, PieceError> {
        let piece = Self::annexe(name, bytes);
        match piece {
            Ok(Self { format: PieceFormat::Jpeg | PieceFormat::Png, .. })
            | Err(PieceError::UnknownFormat) => Err(PieceError::NotPdf),
            piece => piece,
        }
    }

    /// What is joined to the act.
    ///
    /// # Errors
    /// See [`PieceError`].
    pub fn annexe(name: &str, bytes: Vec<u8>) -> Result<Self, PieceError> {
        let format = PieceFormat::of(&bytes).ok_or(PieceError::UnknownFormat)?;
        if format == PieceFormat::Pdf {
            if find_last(&bytes, b"%%EOF").is_none() {
                return Err(PieceError::Cut);
            }
            if is_locked(&bytes) {
                return Err(PieceError::Locked);
            }
        }
        Ok(Self { name: name.to_owned(), format, bytes, signatures: 0 })
    }
}

/// Whether the last trailer of a PDF, or its last stream of references, names a dictionary of encryption (ISO 32000-1,
/// 7.5.5). Neither is ever compressed.
fn is_locked(bytes: &[u8]) -> bool {
    let trailer = find_last(bytes, b"startxref").and_then(|place| {
        let after = bytes.get(place + b"startxref".len()..)?;
        let digits: Vec<u8> =
            after.trim_ascii_start().iter().copied().take_while(u8::is_ascii_digit).collect();
        let start: usize = std::str::from_utf8(&digits).ok()?.parse().ok()?;
        let section = bytes.get(start..place)?;
        // Of a file made to be read while it comes, the last address is that of its first section.
        let end = [find(section, b"startxref"), find(section, b"stream")].into_iter().flatten().min();
        section.get(..end.unwrap_or(section.len()))
    });
    trailer.is_some_and(|trailer| find(trailer, b"/Encrypt").is_some())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn find_last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pdf(trailer: &str) -> Vec<u8> {
        let body = "%PDF-1.7\n1 0 obj (/Encrypt) endobj\n";
        let text = format!("{body}xref\n0 1\ntrailer\n<<{trailer}>>\nstartxref\n{}\n%%EOF\n", body.len());
        text.into_bytes()
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let error = |bytes: &[u8]| SentPiece::act("a.pdf", bytes.to_vec()).unwrap_err();
        assert_eq!(error(b""), PieceError::NotPdf);
        assert_eq!(error(b"PK\x03\x04"), PieceError::NotPdf);
        assert_eq!(error(b"\x89PNG\r\n\x1a\n"), PieceError::NotPdf);
        assert_eq!(error(b"%PDF-1.7\n1 0 obj"), PieceError::Cut);
        assert_eq!(error(&pdf("/Encrypt 3 0 R")), PieceError::Locked);
        assert_eq!(
            SentPiece::annexe("a.docx", b"PK\x03\x04".to_vec()).unwrap_err(),
            PieceError::UnknownFormat
        );
        assert_eq!(SentPiece::annexe("a", b"\x89PNG\r\n\x1a\n".to_vec()).unwrap().format, PieceFormat::Png);
        let piece = SentPiece::act("a.pdf", pdf("/Root 1 0 R")).unwrap();
        assert_eq!(piece.format, PieceFormat::Pdf);
    }

    #[test]
    fn an_address_that_leads_nowhere_is_no_fault() {
        for end in
            ["startxref\n99999999999999999999\n%%EOF", "startxref\n%%EOF", "%%EOF", "startxref\n400\n%%EOF"]
        {
            assert!(SentPiece::act("a.pdf", format!("%PDF-1.4\n{end}").into_bytes()).is_ok(), "{end}");
        }
    }
}
