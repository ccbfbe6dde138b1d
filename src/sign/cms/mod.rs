//! Cryptographic messages (RFC 5652) as PAdES makes them: one signer, content apart, certificates within.

mod algorithms;
mod build;
mod check;
mod element;
mod read;
mod timestamp;

pub(super) use algorithms::{AlgorithmUse, DigestKind, is_signed_by};
pub(super) use build::{SignerParts, signed_attributes, signed_data};
pub(super) use check::{CheckedSigner, check_signer};
pub(super) use element::{DerElement, tlv};
pub(super) use read::SignedData;
pub use timestamp::TokenError;
pub(super) use timestamp::{CheckedToken, check_response, check_token, timestamp_request};

use der::oid::ObjectIdentifier;

/// Object identifiers, by the name that their standard gives them.
pub(super) mod oids {
    use super::ObjectIdentifier;

    const fn oid(text: &str) -> ObjectIdentifier {
        ObjectIdentifier::new_unwrap(text)
    }

    pub(in crate::sign) const DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
    pub(in crate::sign) const SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
    pub(in crate::sign) const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
    pub(in crate::sign) const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
    pub(in crate::sign) const SIGNING_TIME: ObjectIdentifier = oid("1.2.840.113549.1.9.5");
    pub(in crate::sign) const ALGORITHM_PROTECTION: ObjectIdentifier = oid("1.2.840.113549.1.9.52");
    pub(in crate::sign) const SIGNING_CERTIFICATE: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.12");
    pub(in crate::sign) const SIGNING_CERTIFICATE_V2: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.47");
    pub(in crate::sign) const TIMESTAMP_TOKEN: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.14");
    pub(in crate::sign) const TST_INFO: ObjectIdentifier = oid("1.2.840.113549.1.9.16.1.4");
    pub(in crate::sign) const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
    pub(in crate::sign) const RSA_SHA256: ObjectIdentifier = oid("1.2.840.113549.1.1.11");
    pub(in crate::sign) const RSA_SHA384: ObjectIdentifier = oid("1.2.840.113549.1.1.12");
    pub(in crate::sign) const RSA_SHA512: ObjectIdentifier = oid("1.2.840.113549.1.1.13");
    pub(in crate::sign) const EC: ObjectIdentifier = oid("1.2.840.10045.2.1");
    pub(in crate::sign) const P256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
    pub(in crate::sign) const P384: ObjectIdentifier = oid("1.3.132.0.34");
    pub(in crate::sign) const ECDSA_SHA256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
    pub(in crate::sign) const ECDSA_SHA384: ObjectIdentifier = oid("1.2.840.10045.4.3.3");
    pub(in crate::sign) const ECDSA_SHA512: ObjectIdentifier = oid("1.2.840.10045.4.3.4");
    pub(in crate::sign) const SHA256: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.1");
    pub(in crate::sign) const SHA384: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.2");
    pub(in crate::sign) const SHA512: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.3");
    pub(in crate::sign) const TIME_STAMPING: ObjectIdentifier = oid("1.3.6.1.5.5.7.3.8");
}
