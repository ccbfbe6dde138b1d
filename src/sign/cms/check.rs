//! The signer of a message: digest, signature, certificate, algorithms (RFC 5652 §5.6, RFC 5035, RFC 6211).

use der::{Tag, oid::ObjectIdentifier};
use sha1::{Digest as _, Sha1};
use x509_cert::Certificate;

use super::{
    DerElement, DigestKind, SignedData,
    algorithms::{AlgorithmUse, is_signed_by},
    element::tagged,
    oids, tlv,
};
use crate::sign::verify::SignatureDefect;

/// What was found of a signer.
pub(in crate::sign) struct CheckedSigner<'a> {
    /// The certificate and its bytes.
    pub(in crate::sign) certificate: Option<(Certificate, &'a [u8])>,
    pub(in crate::sign) defects: Vec<SignatureDefect>,
}

/// Checks all that the message says of itself. `content_digest` gives the digest of what is signed.
pub(in crate::sign) fn check_signer<'a>(
    data: &SignedData<'a>,
    content_type: ObjectIdentifier,
    content_digest: &dyn Fn(DigestKind) -> Vec<u8>,
) -> CheckedSigner<'a> {
    let signer = &data.signer;
    let mut defects = Vec::new();
    if data.has_unchecked_parts
        || signer.unsigned.iter().any(|attribute| attribute.oid != oids::TIMESTAMP_TOKEN)
    {
        defects.push(SignatureDefect::UncheckedPart);
    }
    let said_type = signer.signed_value(oids::CONTENT_TYPE).and_then(|value| value.oid().ok());
    if data.content_type != content_type || said_type != Some(content_type) {
        defects.push(SignatureDefect::ContentTypeMismatch);
    }
    let digest = DigestKind::from_oid(signer.digest.oid);
    match digest {
        None => defects.push(SignatureDefect::UnknownAlgorithm(signer.digest.oid.to_string())),
        Some(digest) => {
            let said = signer
                .signed_value(oids::MESSAGE_DIGEST)
                .and_then(|value| value.value(Tag::OctetString).ok());
            if said.is_none_or(|said| said != content_digest(digest)) || !signer.digest.has_no_parameters() {
                defects.push(SignatureDefect::DigestMismatch);
            }
        }
    }
    if signer.signed.iter().any(|attribute| attribute.oid == oids::ALGORITHM_PROTECTION) && !protects(data) {
        defects.push(SignatureDefect::AlgorithmMismatch);
    }
    let mut named: Vec<_> = data.readable();
    named.retain(|(certificate, _)| signer.names(certificate));
    if named.len() > 1 {
        defects.push(SignatureDefect::CertificateAmbiguous);
    }
    let certificate = named.into_iter().next();
    match &certificate {
        None => defects.push(SignatureDefect::CertificateMissing),
        Some((certificate, bytes)) => {
            defects.extend(check_signing_certificate(data, bytes));
            let signed = tlv(Tag::Set, &[signer.signed_content]).unwrap_or_default();
            match is_signed_by(certificate, signer.algorithm, digest, &signed, signer.signature) {
                Ok(true) => {}
                Ok(false) => defects.push(SignatureDefect::SignatureMismatch),
                Err(oid) => defects.push(SignatureDefect::UnknownAlgorithm(oid.to_string())),
            }
        }
    }
    CheckedSigner { certificate, defects }
}

/// `SigningCertificate ::= SEQUENCE { SEQUENCE OF SEQUENCE { certHash, issuerSerial? }, … }` (RFC 2634 §5.4).
fn named_by_sha1(value: DerElement<'_>) -> Option<&[u8]> {
    let first = *value.parts(Tag::Sequence).ok()?.first()?;
    let first = *first.parts(Tag::Sequence).ok()?.first()?;
    first.parts(Tag::Sequence).ok()?.first()?.value(Tag::OctetString).ok()
}

/// Whether the protected algorithms are those that are used.
fn protects(data: &SignedData<'_>) -> bool {
    let Some(value) = data.signer.signed_value(oids::ALGORITHM_PROTECTION) else {
        return false;
    };
    let Ok(parts) = value.parts(Tag::Sequence) else {
        return false;
    };
    let [digest, signature] = parts.as_slice() else {
        return false;
    };
    let signature = signature.parts(tagged(1)).unwrap_or_default();
    let same_signature = match signature.as_slice() {
        [oid] => oid.oid() == Ok(data.signer.algorithm.oid) && data.signer.algorithm.parameters.is_none(),
        [oid, parameters] => {
            oid.oid() == Ok(data.signer.algorithm.oid)
                && data.signer.algorithm.parameters == Some(*parameters)
        }
        _ => false,
    };
    AlgorithmUse::read(digest).is_ok_and(|digest| digest.oid == data.signer.digest.oid) && same_signature
}

/// The certificate named by the signer: `ESSCertIDv2 ::= SEQUENCE { hashAlgorithm DEFAULT sha256, certHash, issuerSerial? }`.
/// Timestamping services may still name theirs as RFC 2634 does, by SHA-1 (RFC 3161 §2.4.2): its signature is of SHA-2 anyway.
fn check_signing_certificate(data: &SignedData<'_>, certificate: &[u8]) -> Option<SignatureDefect> {
    let Some(value) = data.signer.signed_value(oids::SIGNING_CERTIFICATE_V2) else {
        let older = data.signer.signed_value(oids::SIGNING_CERTIFICATE);
        let hash = older.filter(|_| data.content_type == oids::TST_INFO).and_then(named_by_sha1);
        return match hash {
            None => Some(SignatureDefect::SigningCertificateMissing),
            Some(hash) if hash == Sha1::digest(certificate).as_slice() => None,
            Some(_) => Some(SignatureDefect::SigningCertificateMismatch),
        };
    };
    let read = || {
        let first = *value.parts(Tag::Sequence).ok()?.first()?;
        let first = *first.parts(Tag::Sequence).ok()?.first()?;
        let parts = first.parts(Tag::Sequence).ok()?;
        let (algorithm, rest) = match parts.split_first()? {
            (hash, _) if hash.tag == Tag::OctetString => (oids::SHA256, parts.as_slice()),
            (algorithm, rest) => (AlgorithmUse::read(algorithm).ok()?.oid, rest),
        };
        Some((algorithm, rest.first()?.value(Tag::OctetString).ok()?))
    };
    let Some((algorithm, hash)) = read() else {
        return Some(SignatureDefect::SigningCertificateMismatch);
    };
    match DigestKind::from_oid(algorithm) {
        None => Some(SignatureDefect::UnknownAlgorithm(algorithm.to_string())),
        Some(kind) if kind.digest(&[certificate]) == hash => None,
        Some(_) => Some(SignatureDefect::SigningCertificateMismatch),
    }
}
