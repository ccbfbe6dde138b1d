//! The room of signatures: fields prepared, PAdES signatures made, and signatures verified. Bytes in, bytes out: the
//! clock, the files, the passphrase and the network belong to the caller.

mod apply;
mod attachments;
mod cms;
mod error;
mod fields;
mod keys;
mod pdf;
mod prepare;
mod verify;

#[cfg(test)]
mod tests;

pub use apply::{SigningRequest, TimestampTransport, Timestamping, sign};
pub use attachments::{EmbeddedFile, attachments};
pub use cms::TokenError;
pub use error::SigningError;
pub use fields::field_names;
pub use keys::{KeyError, MIN_RSA_BITS, SigningIdentity};
pub use pdf::PdfError;
pub use prepare::{SignatureField, prepare};
pub use verify::{
    FileRevision, ObjectChange, ObjectChangeKind, SignatureDefect, SignatureReport, SignatureVerdict,
    SignedFileReport, SignerCertificate, TimestampReport, TrustStatus, TrustedCertificates, UntrustedReason,
    first_revision, verify,
};
