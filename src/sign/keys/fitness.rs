//! What a certificate may do, and when (RFC 5280 §4.1.2.5, §4.2.1.3, §4.2.1.9).

use std::fmt::Write;

use der::oid::db::rfc4519::{COMMON_NAME, ORGANIZATION_NAME, ORGANIZATIONAL_UNIT_NAME};
use der::referenced::OwnedToRef;
use rsa::traits::PublicKeyParts;
use time::OffsetDateTime;
use x509_cert::{
    Certificate,
    ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage, name::DirectoryString},
    name::Name,
    time::Time,
};

use super::MIN_RSA_BITS;
use crate::sign::verify::SignerCertificate;

/// The first and the last moment of its validity; `None` outside the years that exist.
pub(in crate::sign) fn validity(certificate: &Certificate) -> Option<(OffsetDateTime, OffsetDateTime)> {
    let validity = certificate.tbs_certificate().validity();
    Some((moment(validity.not_before)?, moment(validity.not_after)?))
}

/// A time of a certificate or of a message; `None` outside the years that exist.
pub(in crate::sign) fn moment(time: Time) -> Option<OffsetDateTime> {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).ok()?;
    OffsetDateTime::from_unix_timestamp(seconds).ok()
}

/// Whether it may issue others.
pub(in crate::sign) fn is_authority(certificate: &Certificate) -> bool {
    let constraints = certificate.tbs_certificate().get_extension::<BasicConstraints>();
    matches!(constraints, Ok(Some((_, BasicConstraints { ca: true, .. }))))
}

/// keyUsage, when it is there, says digitalSignature or nonRepudiation; extKeyUsage does not keep it to machines.
pub(in crate::sign) fn may_sign(certificate: &Certificate) -> bool {
    let usage = match certificate.tbs_certificate().get_extension::<KeyUsage>() {
        Ok(None) => true,
        Ok(Some((_, usage))) => usage.digital_signature() || usage.non_repudiation(),
        Err(_) => false,
    };
    // RFC 5280 §4.2.1.12: serverAuth, codeSigning, timeStamping, OCSPSigning. Those of persons vary with who issues.
    let of_machines = ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.3", "1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9"];
    let extended = match certificate.tbs_certificate().get_extension::<ExtendedKeyUsage>() {
        Ok(None) => true,
        Ok(Some((_, ExtendedKeyUsage(uses)))) => {
            uses.iter().any(|each| !of_machines.contains(&each.to_string().as_str()))
        }
        Err(_) => false,
    };
    usage && extended
}

/// Whether it is of an RSA key of less than [`MIN_RSA_BITS`]; one that cannot be read verifies nothing anyway.
pub(in crate::sign) fn has_short_key(certificate: &Certificate) -> bool {
    let info = certificate.tbs_certificate().subject_public_key_info();
    let key = rsa::PublicKey::try_from(info.owned_to_ref());
    key.is_ok_and(|key| key.n().bit_width() < MIN_RSA_BITS)
}

/// The common name, or the whole subject.
pub(super) fn common_name(certificate: &Certificate) -> String {
    let subject = certificate.tbs_certificate().subject();
    match subject.common_name() {
        Ok(Some(name)) => name.value().into_owned(),
        _ => subject.to_string(),
    }
}

/// The common names, the organisations and their units of a subject, as they are.
fn names(subject: &Name) -> Vec<String> {
    let of_people = [COMMON_NAME, ORGANIZATION_NAME, ORGANIZATIONAL_UNIT_NAME];
    let parts = subject.iter().filter(|part| of_people.contains(&part.oid));
    let read = parts.filter_map(|part| DirectoryString::try_from(&part.value).ok());
    read.map(|name| name.value().into_owned()).collect()
}

/// What is told of it.
pub(in crate::sign) fn certificate_for_people(certificate: &Certificate) -> SignerCertificate {
    let tbs = certificate.tbs_certificate();
    let (not_before, not_after) =
        validity(certificate).unwrap_or((OffsetDateTime::UNIX_EPOCH, OffsetDateTime::UNIX_EPOCH));
    let mut serial = String::new();
    for byte in tbs.serial_number().as_bytes() {
        // Writing to a string cannot fail.
        let _ = write!(serial, "{byte:02X}");
    }
    SignerCertificate {
        subject: tbs.subject().to_string(),
        name: common_name(certificate),
        names: names(tbs.subject()),
        issuer: tbs.issuer().to_string(),
        serial,
        not_before,
        not_after,
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    #[test]
    fn names_of_a_subject_are_read_as_they_are() {
        let read = |subject: &str| {
            let mut names = names(&Name::from_str(subject).unwrap());
            names.sort();
            names
        };
        assert_eq!(read("CN=a\\, b,O=c"), ["a, b", "c"]);
        assert_eq!(read("O=CN,OU=x,C=FR"), ["CN", "x"]);
    }
}
