//! Timestamps over the value of a signature: request, answer, token (RFC 3161; RFC 5816 for the certificate).

use der::{Encode, Tag};
use thiserror::Error;
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time};
use x509_cert::{Certificate, ext::pkix::ExtendedKeyUsage};

use super::{
    CheckedSigner, DerElement, DigestKind, SignedData,
    algorithms::{AlgorithmUse, null},
    check_signer, oids,
    read::exactly,
    tlv,
};
use crate::sign::verify::SignatureDefect;

/// Why the answer of a timestamping authority cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TokenError {
    /// The answer is not a `TimeStampResp`.
    #[error("la réponse du service d’horodatage est illisible ; vérifier son adresse")]
    Unreadable,
    /// The authority refused (RFC 3161 §2.4.2).
    #[error("le service d’horodatage a refusé la demande (état {status}) ; réessayer ou en choisir un autre")]
    Refused {
        /// `PKIStatus`.
        status: u8,
    },
    /// It stamped something else.
    #[error(
        "le service d’horodatage a daté autre chose que cette signature : sa réponse est écartée ; réessayer"
    )]
    OtherImprint,
    /// It answers to another request.
    #[error("le service d’horodatage répond à une autre demande : sa réponse est écartée ; réessayer")]
    OtherNonce,
    /// Its signature does not hold, or cannot be checked here.
    #[error(
        "la signature du service d’horodatage ne peut pas être vérifiée : sa réponse est écartée ; en choisir un autre"
    )]
    Unverified,
}

/// The request (DER) for a timestamp over a signature value; the certificate is asked for.
///
/// # Errors
/// [`der::Error`] when a length is out of bounds.
pub(in crate::sign) fn timestamp_request(signature: &[u8], nonce: u64) -> Result<Vec<u8>, der::Error> {
    let algorithm = tlv(Tag::Sequence, &[&oids::SHA256.to_der()?, &null()?])?;
    let digest = DigestKind::Sha256.digest(&[signature]);
    let imprint = tlv(Tag::Sequence, &[&algorithm, &tlv(Tag::OctetString, &[&digest])?])?;
    tlv(Tag::Sequence, &[&tlv(Tag::Integer, &[&[1]])?, &imprint, &nonce.to_der()?, &true.to_der()?])
}

/// The token of an answer, checked: status, imprint, nonce, signature.
///
/// # Errors
/// [`TokenError`], each with its reason.
pub(in crate::sign) fn check_response(
    response: &[u8],
    signature: &[u8],
    nonce: u64,
) -> Result<Vec<u8>, TokenError> {
    let unreadable = |_: der::Error| TokenError::Unreadable;
    let parts =
        DerElement::only(response).and_then(|response| response.parts(Tag::Sequence)).map_err(unreadable)?;
    let (status, rest) = parts.split_first().ok_or(TokenError::Unreadable)?;
    let status = status.parts(Tag::Sequence).map_err(unreadable)?;
    let status = status.first().ok_or(TokenError::Unreadable)?.value(Tag::Integer).map_err(unreadable)?;
    match status {
        // Granted, or granted with modifications.
        [0 | 1] => {}
        [status] => return Err(TokenError::Refused { status: *status }),
        _ => return Err(TokenError::Unreadable),
    }
    let [token] = exactly(rest).map_err(unreadable)?;
    let checked = check_token(token.whole, &[signature]).ok_or(TokenError::Unreadable)?;
    if checked.signer.defects.contains(&SignatureDefect::TimestampOfOther) {
        return Err(TokenError::OtherImprint);
    }
    if !checked.signer.defects.is_empty() {
        return Err(TokenError::Unverified);
    }
    if checked.nonce.as_deref() != nonce.to_der().ok().as_deref() {
        return Err(TokenError::OtherNonce);
    }
    Ok(token.whole.to_vec())
}

/// A token that was looked at.
pub(in crate::sign) struct CheckedToken<'a> {
    pub(in crate::sign) time: OffsetDateTime,
    /// The nonce, as its bytes are.
    pub(in crate::sign) nonce: Option<Vec<u8>>,
    pub(in crate::sign) signer: CheckedSigner<'a>,
    pub(in crate::sign) data: SignedData<'a>,
}

/// Checks a token over these bytes, one part after the other; `None` when it is not one.
pub(in crate::sign) fn check_token<'a>(token: &'a [u8], stamped: &[&[u8]]) -> Option<CheckedToken<'a>> {
    let data = SignedData::read(token).ok()?;
    let content = data.content?;
    let info = DerElement::only(content).and_then(|info| info.parts(Tag::Sequence)).ok()?;
    let (fixed, rest) = info.split_at_checked(5)?;
    let [version, _policy, imprint, _serial, time] = exactly(fixed).ok()?;
    let [algorithm, hash] = exactly(&imprint.parts(Tag::Sequence).ok()?).ok()?;
    let time = read_time(time.value(Tag::GeneralizedTime).ok()?)?;
    let mut signer = check_signer(&data, oids::TST_INFO, &|kind| kind.digest(&[content]));
    match DigestKind::from_oid(AlgorithmUse::read(&algorithm).ok()?.oid) {
        None => signer.defects.push(SignatureDefect::UnknownAlgorithm("messageImprint".to_owned())),
        Some(kind) => {
            let same = hash.value(Tag::OctetString).is_ok_and(|hash| hash == kind.digest(stamped));
            if !same || version.content != [1] {
                signer.defects.push(SignatureDefect::TimestampOfOther);
            }
        }
    }
    if signer.certificate.as_ref().is_some_and(|(certificate, _)| !may_stamp(certificate)) {
        signer.defects.push(SignatureDefect::UnfitCertificate);
    }
    let nonce = rest.iter().find(|part| part.tag == Tag::Integer).map(|nonce| nonce.whole.to_vec());
    Some(CheckedToken { time, nonce, signer, data })
}

/// RFC 3161 §2.3: the only extended use, and critical.
fn may_stamp(certificate: &Certificate) -> bool {
    let uses = certificate.tbs_certificate().get_extension::<ExtendedKeyUsage>();
    matches!(uses, Ok(Some((true, ExtendedKeyUsage(uses)))) if uses == [oids::TIME_STAMPING])
}

/// `YYYYMMDDhhmmss[.f]Z` (RFC 3161 §2.4.2); the fraction is let go.
fn read_time(text: &[u8]) -> Option<OffsetDateTime> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if whole.len() != 14 || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| whole.get(from..to)?.parse::<u8>().ok();
    let month = Month::try_from(number(4, 6)?).ok()?;
    let date = Date::from_calendar_date(whole.get(..4)?.parse().ok()?, month, number(6, 8)?).ok()?;
    let time = Time::from_hms(number(8, 10)?, number(10, 12)?, number(12, 14)?).ok()?;
    Some(PrimitiveDateTime::new(date, time).assume_utc())
}

#[cfg(test)]
mod tests {
    use der::{Decode, asn1::Int};

    use super::*;

    #[test]
    fn nonce_of_a_request_is_an_integer() {
        let request = timestamp_request(b"signature", u64::MAX).unwrap();
        let parts = DerElement::only(&request).unwrap().parts(Tag::Sequence).unwrap();
        assert!(Int::from_der(parts[2].whole).is_ok());
        assert_eq!(parts[2].content.len(), 9, "a leading zero keeps it positive");
    }

    #[test]
    fn time_with_fraction_is_read() {
        assert_eq!(read_time(b"20261127205609.25Z"), read_time(b"20261127205609Z"));
        assert!(read_time(b"20261327205609Z").is_none());
        assert!(read_time(b"20261127205609+0100").is_none());
    }
}
