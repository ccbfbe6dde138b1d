//! A PAdES baseline signature made (ETSI EN 319 142-1 §6; RFC 5652 §5; RFC 5035 for the signing certificate).

use der::{Encode, Tag, oid::ObjectIdentifier};
use x509_cert::Certificate;

use super::{DigestKind, algorithms::null, element::tagged, oids, tlv};

/// What a signer brings, beside the signature itself.
pub(in crate::sign) struct SignerParts<'a> {
    pub(in crate::sign) certificate: &'a Certificate,
    pub(in crate::sign) certificate_der: &'a [u8],
    /// The certificates above it, as their bytes are.
    pub(in crate::sign) chain: &'a [Vec<u8>],
    pub(in crate::sign) digest: DigestKind,
    /// What signs: an algorithm of signature.
    pub(in crate::sign) algorithm: ObjectIdentifier,
}

impl SignerParts<'_> {
    fn signature_algorithm(&self, tag: Tag) -> Result<Vec<u8>, der::Error> {
        let oid = self.algorithm.to_der()?;
        let is_rsa = matches!(self.algorithm, oids::RSA_SHA256 | oids::RSA_SHA384 | oids::RSA_SHA512);
        if is_rsa { tlv(tag, &[&oid, &null()?]) } else { tlv(tag, &[&oid]) }
    }
}

/// The content of the signed attributes: type of content, digest, signing certificate, protected algorithms.
/// No signing time: in PAdES the claimed time is /M (EN 319 142-1 §6.3).
///
/// # Errors
/// [`der::Error`] when a length is out of bounds.
pub(in crate::sign) fn signed_attributes(
    parts: &SignerParts<'_>,
    message_digest: &[u8],
) -> Result<Vec<u8>, der::Error> {
    // RFC 5035 §4: SHA-256 is the default, hence not written.
    let certificate_digest = DigestKind::Sha256.digest(&[parts.certificate_der]);
    let hash = tlv(Tag::OctetString, &[&certificate_digest])?;
    let identified = tlv(Tag::Sequence, &[&tlv(Tag::Sequence, &[&tlv(Tag::Sequence, &[&hash])?])?])?;
    // RFC 6211: without it, the algorithms of the signer's information are protected by nothing.
    let algorithms = [parts.digest.identifier()?, parts.signature_algorithm(tagged(1))?].concat();
    let attributes = [
        attribute(oids::CONTENT_TYPE, &oids::DATA.to_der()?)?,
        attribute(oids::MESSAGE_DIGEST, &tlv(Tag::OctetString, &[message_digest])?)?,
        attribute(oids::SIGNING_CERTIFICATE_V2, &identified)?,
        attribute(oids::ALGORITHM_PROTECTION, &tlv(Tag::Sequence, &[&algorithms])?)?,
    ];
    Ok(sorted(attributes.to_vec()))
}

/// The whole message: a `ContentInfo` (RFC 5652 §3).
///
/// # Errors
/// [`der::Error`] when a length is out of bounds.
pub(in crate::sign) fn signed_data(
    parts: &SignerParts<'_>,
    signed_attributes: &[u8],
    signature: &[u8],
    timestamp_token: Option<&[u8]>,
) -> Result<Vec<u8>, der::Error> {
    let tbs = parts.certificate.tbs_certificate();
    let identity = tlv(Tag::Sequence, &[&tbs.issuer().to_der()?, &tbs.serial_number().to_der()?])?;
    let digest = parts.digest.identifier()?;
    let mut info = [
        tlv(Tag::Integer, &[&[1]])?,
        identity,
        digest.clone(),
        tlv(tagged(0), &[signed_attributes])?,
        parts.signature_algorithm(Tag::Sequence)?,
        tlv(Tag::OctetString, &[signature])?,
    ]
    .concat();
    if let Some(token) = timestamp_token {
        info.extend(tlv(tagged(1), &[&attribute(oids::TIMESTAMP_TOKEN, token)?])?);
    }
    let mut certificates = parts.chain.to_vec();
    certificates.push(parts.certificate_der.to_vec());
    certificates.sort();
    certificates.dedup();
    let message = [
        tlv(Tag::Integer, &[&[1]])?,
        tlv(Tag::Set, &[&digest])?,
        tlv(Tag::Sequence, &[&oids::DATA.to_der()?])?,
        tlv(tagged(0), &[&sorted(certificates)])?,
        tlv(Tag::Set, &[&tlv(Tag::Sequence, &[&info])?])?,
    ]
    .concat();
    let message = tlv(Tag::Sequence, &[&message])?;
    tlv(Tag::Sequence, &[&oids::SIGNED_DATA.to_der()?, &tlv(tagged(0), &[&message])?])
}

fn attribute(oid: ObjectIdentifier, value: &[u8]) -> Result<Vec<u8>, der::Error> {
    tlv(Tag::Sequence, &[&oid.to_der()?, &tlv(Tag::Set, &[value])?])
}

/// DER wants the members of a set in the order of their bytes (X.690 §11.6).
fn sorted(mut members: Vec<Vec<u8>>) -> Vec<u8> {
    members.sort();
    members.concat()
}
