//! The digests and signatures that are known here; all others cannot be decided upon, and are never « valid ».

use der::{Encode, Tag, asn1::AnyRef, oid::ObjectIdentifier, referenced::OwnedToRef};
use rsa::signature::hazmat::PrehashVerifier;
use sha2::{Digest, Sha256, Sha384, Sha512};
use x509_cert::Certificate;

use super::{DerElement, oids, tlv};

/// A digest of the SHA-2 family. SHA-1 and MD5 are not known: whoever signs with them proves nothing any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sign) enum DigestKind {
    Sha256,
    Sha384,
    Sha512,
}

impl DigestKind {
    pub(in crate::sign) fn from_oid(oid: ObjectIdentifier) -> Option<Self> {
        match oid {
            oids::SHA256 => Some(Self::Sha256),
            oids::SHA384 => Some(Self::Sha384),
            oids::SHA512 => Some(Self::Sha512),
            _ => None,
        }
    }

    pub(in crate::sign) fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Sha256 => oids::SHA256,
            Self::Sha384 => oids::SHA384,
            Self::Sha512 => oids::SHA512,
        }
    }

    /// The digest of the parts, one after the other.
    pub(in crate::sign) fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
        fn over<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
            let mut digest = D::new();
            for part in parts {
                digest.update(part);
            }
            digest.finalize().to_vec()
        }
        match self {
            Self::Sha256 => over::<Sha256>(parts),
            Self::Sha384 => over::<Sha384>(parts),
            Self::Sha512 => over::<Sha512>(parts),
        }
    }

    /// `AlgorithmIdentifier` without parameters (RFC 5754 §2).
    pub(in crate::sign) fn identifier(self) -> Result<Vec<u8>, der::Error> {
        tlv(Tag::Sequence, &[&self.oid().to_der()?])
    }
}

/// An `AlgorithmIdentifier`, its parameters as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sign) struct AlgorithmUse<'a> {
    pub(in crate::sign) oid: ObjectIdentifier,
    pub(in crate::sign) parameters: Option<DerElement<'a>>,
}

impl<'a> AlgorithmUse<'a> {
    pub(in crate::sign) fn read(element: &DerElement<'a>) -> Result<Self, der::Error> {
        match element.parts(Tag::Sequence)?.as_slice() {
            [oid] => Ok(Self { oid: oid.oid()?, parameters: None }),
            [oid, parameters] => Ok(Self { oid: oid.oid()?, parameters: Some(*parameters) }),
            _ => Err(der::ErrorKind::Failed.into()),
        }
    }

    /// Nothing, or a NULL of no byte.
    pub(in crate::sign) fn has_no_parameters(&self) -> bool {
        self.parameters.is_none_or(|parameters| parameters.tag == Tag::Null && parameters.content.is_empty())
    }
}

/// The digest that a signature algorithm names, if it names one; `None` when the algorithm is not known.
fn digest_named(oid: ObjectIdentifier) -> Option<Option<DigestKind>> {
    match oid {
        oids::RSA => Some(None),
        oids::RSA_SHA256 | oids::ECDSA_SHA256 => Some(Some(DigestKind::Sha256)),
        oids::RSA_SHA384 | oids::ECDSA_SHA384 => Some(Some(DigestKind::Sha384)),
        oids::RSA_SHA512 | oids::ECDSA_SHA512 => Some(Some(DigestKind::Sha512)),
        _ => None,
    }
}

/// Whether `signature` over `message` is of the key of `certificate`.
///
/// # Errors
/// The algorithm, when it or the curve is not known here.
pub(in crate::sign) fn is_signed_by(
    certificate: &Certificate,
    algorithm: AlgorithmUse<'_>,
    digest: Option<DigestKind>,
    message: &[u8],
    signature: &[u8],
) -> Result<bool, ObjectIdentifier> {
    let unknown = algorithm.oid;
    let named = digest_named(algorithm.oid).ok_or(unknown)?;
    let kind = named.or(digest).ok_or(unknown)?;
    if digest.is_some_and(|digest| digest != kind) || !algorithm.has_no_parameters() {
        return Ok(false);
    }
    let hash = kind.digest(&[message]);
    let info = certificate.tbs_certificate().subject_public_key_info();
    let curve =
        info.algorithm.parameters.as_ref().and_then(|curve| curve.decode_as::<ObjectIdentifier>().ok());
    let is_rsa = matches!(algorithm.oid, oids::RSA | oids::RSA_SHA256 | oids::RSA_SHA384 | oids::RSA_SHA512);
    match (info.algorithm.oid, curve) {
        (oids::RSA, _) if is_rsa => {
            let key = rsa::PublicKey::try_from(info.owned_to_ref()).map_err(|_| unknown)?;
            let scheme = match kind {
                DigestKind::Sha256 => rsa::Pkcs1v15Sign::new::<Sha256>(),
                DigestKind::Sha384 => rsa::Pkcs1v15Sign::new::<Sha384>(),
                DigestKind::Sha512 => rsa::Pkcs1v15Sign::new::<Sha512>(),
            };
            Ok(key.verify(scheme, &hash, signature).is_ok())
        }
        (oids::EC, Some(oids::P256)) if !is_rsa => {
            let key = p256::ecdsa::VerifyingKey::try_from(info.owned_to_ref()).map_err(|_| unknown)?;
            let signature = p256::ecdsa::DerSignature::try_from(signature);
            Ok(signature.is_ok_and(|signature| key.verify_prehash(&hash, &signature).is_ok()))
        }
        (oids::EC, Some(oids::P384)) if !is_rsa => {
            let key = p384::ecdsa::VerifyingKey::try_from(info.owned_to_ref()).map_err(|_| unknown)?;
            let signature = p384::ecdsa::DerSignature::try_from(signature);
            Ok(signature.is_ok_and(|signature| key.verify_prehash(&hash, &signature).is_ok()))
        }
        (oids::RSA, _) | (oids::EC, Some(oids::P256 | oids::P384)) => Ok(false),
        (other, _) => Err(other),
    }
}

/// NULL, the parameters of RSA (RFC 3370 §3.2).
pub(super) fn null() -> Result<Vec<u8>, der::Error> {
    AnyRef::NULL.to_der()
}
