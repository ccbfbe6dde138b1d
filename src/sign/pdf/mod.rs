//! A PDF read from its raw bytes, revision by revision, strictly: what is out of place is an error, never a guess.
//! A reader that repairs would show one document and let another be signed.

mod file;
mod filters;
mod object;
mod parser;
mod update;
mod xref;

pub(crate) use file::{MAX_NODES, PdfFile};
pub(crate) use object::{PdfDictionary, PdfId, PdfObject, PdfStream, pdf_text};
pub(crate) use parser::{PdfParser, dictionary_value_span, is_space};
pub(crate) use update::IncrementalUpdate;
pub(crate) use xref::{PdfRevision, XrefEntry};

use thiserror::Error;

/// Why the bytes are not a PDF that can be read with certainty.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PdfError {
    /// No `%PDF-` at the first byte (ISO 32000-1 §7.5.2).
    #[error("ce fichier n’est pas un PDF : il ne commence pas par « %PDF- » ; vérifier le fichier donné")]
    NotPdf,
    /// No `startxref` followed by an offset and `%%EOF` (§7.5.5).
    #[error("ce PDF est tronqué ou abîmé : sa fin (« startxref ») manque ; demander une copie intacte")]
    NoEnd,
    /// A token that is not what must stand there; `at` in bytes from the start (or in a decoded object stream).
    #[error("ce PDF est abîmé à l’octet {at} : {expected} était attendu ; demander une copie intacte")]
    Malformed {
        /// Offset in bytes.
        at: usize,
        /// What was expected, in French.
        expected: &'static str,
    },
    /// Objects nested deeper than any real document.
    #[error("ce PDF imbrique trop d’objets à l’octet {at} : il n’est pas lu, par prudence")]
    TooDeep {
        /// Offset in bytes.
        at: usize,
    },
    /// The chain of cross-reference sections loops, goes forward (linearised files), or is endless.
    #[error(
        "les tables de ce PDF ne se suivent pas dans l’ordre (octet {at}) : il ne peut pas être vérifié ici"
    )]
    Chain {
        /// Offset of the section, in bytes.
        at: usize,
    },
    /// The same object number twice in one section, or the same key twice in one dictionary: readers would differ.
    #[error("ce PDF dit deux fois la même chose de deux façons (octet {at}) : il n’est pas lu, par prudence")]
    Duplicate {
        /// Offset in bytes.
        at: usize,
    },
    /// A hybrid table, an encrypted file, an unknown filter.
    #[error("ce PDF emploie {what}, que cet outil ne lit pas")]
    Unsupported {
        /// What is not read, in French.
        what: &'static str,
    },
    /// Streams that unpack to more than the bound.
    #[error("ce PDF se déplie en plus de {limit} octets : il n’est pas lu, par prudence")]
    TooLarge {
        /// The bound, in bytes.
        limit: usize,
    },
    /// An object that the document needs and that is absent or of another kind.
    #[error("il manque à ce PDF {what} ; demander une copie intacte")]
    Missing {
        /// What is missing, in French.
        what: &'static str,
    },
}
