//! Why a file cannot be prepared or signed, in the words that the program prints.

use thiserror::Error;

use super::{cms::TokenError, keys::KeyError, pdf::PdfError};

/// Why `prepare` or `sign` gave nothing. The input is as it was.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SigningError {
    /// The PDF cannot be read with certainty.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// The key or the certificate cannot sign.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The answer of the timestamping authority cannot be used.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The caller's transport failed.
    #[error("le service d’horodatage n’a pas répondu ({0}) ; réessayer, ou signer sans lui")]
    Transport(
        /// What the transport said.
        String,
    ),
    /// A name of field that is empty, has a dot, or is given twice.
    #[error("« {name} » ne peut pas nommer un champ de signature ; donner des noms distincts, sans point")]
    FieldName {
        /// The name.
        name: String,
    },
    /// A page that is not.
    #[error("ce PDF n’a pas de page {} ; il en a {pages}", page.saturating_add(1))]
    NoSuchPage {
        /// Counted from 0.
        page: usize,
        /// How many there are.
        pages: usize,
    },
    /// The file already has other fields.
    #[error("ce PDF a déjà d’autres champs ({}) ; repartir du PDF composé", list(existing))]
    OtherFields {
        /// Their names.
        existing: Vec<String>,
    },
    /// No such field.
    #[error("ce PDF n’a pas de champ « {field} » ; il a : {}", list(existing))]
    NoSuchField {
        /// The one that was asked for.
        field: String,
        /// Those that are there.
        existing: Vec<String>,
    },
    /// The field holds a signature.
    #[error("le champ « {field} » est déjà signé ; choisir celui d’une autre partie")]
    AlreadySigned {
        /// Its name.
        field: String,
    },
    /// The first signer allows no more change (DocMDP 1).
    #[error(
        "le premier signataire n’admet plus de signature après la sienne ; lui demander un autre exemplaire"
    )]
    Locked,
    /// Bytes follow the last revision.
    #[error(
        "des octets suivent la fin de ce PDF : il n’est pas signé, par prudence ; demander une copie intacte"
    )]
    TrailingBytes,
    /// What was made does not fit where it must lie, or PDF/A would not bear it (ISO 19005-2 §6.1.13: 32767 bytes).
    #[error(
        "la signature, certificats compris, est trop longue ({length} octets) ; donner moins de certificats"
    )]
    TooLong {
        /// Its length, in bytes.
        length: usize,
    },
    /// The key refused, or a structure could not be written: ours to repair.
    #[error("la signature n’a pas pu être faite ; c’est un défaut du programme, le signaler")]
    Internal,
}

impl From<der::Error> for SigningError {
    fn from(_: der::Error) -> Self {
        Self::Internal
    }
}

fn list(names: &[String]) -> String {
    if names.is_empty() { "aucun".to_owned() } else { names.join(", ") }
}
