//! From a certificate to those whom the caller trusts (RFC 5280 §6.1, without revocation nor policies).

use der::{Decode, Encode, Tag, oid::AssociatedOid};
use time::OffsetDateTime;
use x509_cert::{
    Certificate,
    ext::pkix::{BasicConstraints, CertificatePolicies, ExtendedKeyUsage, KeyUsage, SubjectAltName},
};

use super::{TrustStatus, UntrustedReason};
use crate::sign::{
    cms::{AlgorithmUse, DerElement, is_signed_by},
    keys::{KeyError, read_certificates, validity},
};

/// Certificates above a signer at most.
const MAX_DEPTH: usize = 8;

/// Signatures of certificates that are computed at most, for one chain.
const MAX_CHECKS: usize = 64;

/// The certificates that the caller trusts.
#[derive(Debug, Clone, Default)]
pub struct TrustedCertificates(Vec<KnownCertificate>);

impl TrustedCertificates {
    /// Reads files, each a certificate in DER or several in PEM.
    ///
    /// # Errors
    /// [`KeyError::Unreadable`] at the first that is neither.
    pub fn read(files: &[&[u8]]) -> Result<Self, KeyError> {
        let mut certificates = Vec::new();
        for file in files {
            for bytes in read_certificates(file)? {
                let read =
                    KnownCertificate::read(&bytes).ok_or(KeyError::Unreadable { what: "un certificat" })?;
                certificates.push(read);
            }
        }
        Ok(Self(certificates))
    }
}

/// A certificate and its bytes.
#[derive(Debug, Clone)]
pub(super) struct KnownCertificate {
    pub(super) certificate: Certificate,
    bytes: Vec<u8>,
}

impl KnownCertificate {
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        Some(Self { certificate: Certificate::from_der(bytes).ok()?, bytes: bytes.to_vec() })
    }

    fn is_named_issuer_of(&self, other: &Self) -> bool {
        self.certificate.tbs_certificate().subject() == other.certificate.tbs_certificate().issuer()
    }

    /// Whether `self` signed `other`; `None` when the algorithm is not known.
    fn signed(&self, other: &Self) -> Option<bool> {
        let parts = DerElement::only(&other.bytes).ok()?.parts(Tag::Sequence).ok()?;
        let [tbs, algorithm, _] = parts.as_slice() else {
            return None;
        };
        let inner = other.certificate.tbs_certificate().signature().to_der().ok()?;
        let signature = other.certificate.signature().as_bytes()?;
        let used = AlgorithmUse::read(algorithm).ok()?;
        let signed = is_signed_by(&self.certificate, used, None, tbs.whole, signature).ok()?;
        Some(signed && inner == algorithm.whole)
    }

    fn has_unknown_critical_extension(&self) -> bool {
        let known = [
            BasicConstraints::OID,
            KeyUsage::OID,
            ExtendedKeyUsage::OID,
            CertificatePolicies::OID,
            SubjectAltName::OID,
        ];
        let extensions = self.certificate.tbs_certificate().extensions();
        let mut critical = extensions.into_iter().flatten().filter(|extension| extension.critical);
        critical.any(|extension| !known.contains(&extension.extn_id))
    }

    /// Whether it may issue a certificate below which `below` authorities stand.
    fn may_issue(&self, below: usize) -> bool {
        let tbs = self.certificate.tbs_certificate();
        let Ok(Some((_, constraints))) = tbs.get_extension::<BasicConstraints>() else {
            return false;
        };
        let deep_enough = constraints.path_len_constraint.is_none_or(|length| below <= usize::from(length));
        let usage = match tbs.get_extension::<KeyUsage>() {
            Ok(usage) => usage.is_none_or(|(_, usage)| usage.key_cert_sign()),
            Err(_) => false,
        };
        constraints.ca && deep_enough && usage
    }

    pub(super) fn is_valid_at(&self, time: OffsetDateTime) -> bool {
        validity(&self.certificate).is_some_and(|(from, until)| from <= time && time <= until)
    }

    fn subject(&self) -> String {
        self.certificate.tbs_certificate().subject().to_string()
    }
}

/// Looks for a chain at that time, through the certificates within the signature.
pub(super) fn trust_status(
    signer: Option<&KnownCertificate>,
    within: &[KnownCertificate],
    trust: Option<&TrustedCertificates>,
    time: Option<OffsetDateTime>,
) -> TrustStatus {
    let Some(TrustedCertificates(trusted)) = trust else {
        return TrustStatus::NotGiven;
    };
    let (Some(signer), Some(time)) = (signer, time) else {
        return TrustStatus::Undecided;
    };
    let mut search = ChainSearch { within, trusted, time, checks: 0, failure: None, undecided: false };
    let mut path = vec![signer.clone()];
    if search.climb(&mut path) {
        return TrustStatus::Trusted(path.iter().map(KnownCertificate::subject).collect());
    }
    match search.failure {
        _ if search.undecided => TrustStatus::Undecided,
        Some(reason) => TrustStatus::Untrusted(reason),
        None => TrustStatus::Untrusted(UntrustedReason::UnknownIssuer),
    }
}

struct ChainSearch<'a> {
    within: &'a [KnownCertificate],
    trusted: &'a [KnownCertificate],
    time: OffsetDateTime,
    checks: usize,
    failure: Option<UntrustedReason>,
    undecided: bool,
}

impl ChainSearch<'_> {
    /// Whether the last of the path is trusted, or leads there; the path is then the whole chain.
    fn climb(&mut self, path: &mut Vec<KnownCertificate>) -> bool {
        let Some(current) = path.last().cloned() else {
            return false;
        };
        if !current.is_valid_at(self.time) {
            self.failure = Some(UntrustedReason::NotValidThen);
            return false;
        }
        if current.has_unknown_critical_extension() {
            self.undecided = true;
            return false;
        }
        if self.trusted.iter().any(|trusted| trusted.bytes == current.bytes) {
            return true;
        }
        if path.len() > MAX_DEPTH {
            return false;
        }
        for issuer in self.trusted.iter().chain(self.within) {
            let known = path.iter().any(|other| other.bytes == issuer.bytes);
            if known || !issuer.is_named_issuer_of(&current) || self.checks == MAX_CHECKS {
                continue;
            }
            self.checks += 1;
            match issuer.signed(&current) {
                Some(true) if issuer.may_issue(path.len() - 1) => {}
                Some(true) => {
                    self.failure.get_or_insert(UntrustedReason::NotAnAuthority);
                    continue;
                }
                Some(false) => continue,
                None => {
                    self.undecided = true;
                    continue;
                }
            }
            path.push(issuer.clone());
            if self.climb(path) {
                return true;
            }
            path.pop();
        }
        false
    }
}

/// Whether each certificate within, the signer's apart, is vouched for: issued by another that is known, by itself, or
/// (when nobody is trusted) the issuer of another. A byte of it could be changed otherwise without anything showing.
pub(super) fn all_vouched_for(
    signer: &KnownCertificate,
    within: &[KnownCertificate],
    trust: Option<&TrustedCertificates>,
) -> bool {
    if within.len() > MAX_DEPTH * 2 {
        return false;
    }
    let trusted = trust.map_or(&[][..], |trust| &trust.0);
    within.iter().filter(|certificate| certificate.bytes != signer.bytes).all(|certificate| {
        let issued = within
            .iter()
            .chain(trusted)
            .any(|issuer| issuer.is_named_issuer_of(certificate) && issuer.signed(certificate) == Some(true));
        let issues = within.iter().any(|other| {
            other.bytes != certificate.bytes
                && certificate.is_named_issuer_of(other)
                && certificate.signed(other) == Some(true)
        });
        issued || (trust.is_none() && issues)
    })
}
