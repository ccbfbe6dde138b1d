//! A private key in memory: RSA, or ECDSA on P-256 or P-384. The types of these crates wipe themselves when dropped.

use der::oid::ObjectIdentifier;
use pkcs8::{EncodePublicKey, PrivateKeyInfoRef};
use rsa::{
    sha2::Sha256,
    signature::{SignatureEncoding, Signer},
    traits::PublicKeyParts,
};
use x509_cert::Certificate;

use super::{KeyError, MIN_RSA_BITS};
use crate::sign::cms::{DigestKind, oids};

pub(super) enum PrivateSigningKey {
    Rsa(Box<rsa::pkcs1v15::SigningKey<Sha256>>),
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
}

impl PrivateSigningKey {
    /// A PKCS#8 structure (RFC 5958).
    pub(super) fn from_pkcs8(bytes: &[u8]) -> Result<Self, KeyError> {
        let unreadable = KeyError::Unreadable { what: "la clé privée" };
        let info = PrivateKeyInfoRef::try_from(bytes).map_err(|_| unreadable.clone())?;
        match (info.algorithm.oid, info.algorithm.parameters_oid().ok()) {
            (oids::RSA, _) => rsa::PrivateKey::try_from(info).map(Self::from_rsa).map_err(|_| unreadable),
            (oids::EC, Some(oids::P256)) => {
                p256::ecdsa::SigningKey::try_from(info).map(Self::P256).map_err(|_| unreadable)
            }
            (oids::EC, Some(oids::P384)) => {
                p384::ecdsa::SigningKey::try_from(info).map(Self::P384).map_err(|_| unreadable)
            }
            _ => Err(KeyError::UnknownKind),
        }
    }

    /// A PKCS#1 structure (RFC 8017 §A.1.2).
    pub(super) fn from_pkcs1(bytes: &[u8]) -> Result<Self, KeyError> {
        use rsa::pkcs1::DecodeRsaPrivateKey;
        let key = rsa::PrivateKey::from_pkcs1_der(bytes);
        key.map(Self::from_rsa).map_err(|_| KeyError::Unreadable { what: "la clé privée" })
    }

    /// A SEC 1 structure (RFC 5915), which names its curve or not: the length of the key tells.
    pub(super) fn from_sec1(bytes: &[u8]) -> Result<Self, KeyError> {
        if let Ok(key) = p256::SecretKey::from_sec1_der(bytes) {
            return Ok(Self::P256(key.into()));
        }
        p384::SecretKey::from_sec1_der(bytes)
            .map(|key| Self::P384(key.into()))
            .map_err(|_| KeyError::UnknownKind)
    }

    fn from_rsa(key: rsa::PrivateKey) -> Self {
        Self::Rsa(Box::new(rsa::pkcs1v15::SigningKey::new(key)))
    }

    pub(super) fn check_length(&self) -> Result<(), KeyError> {
        match self {
            Self::Rsa(key) => {
                let key: &rsa::PrivateKey = key.as_ref().as_ref();
                let bits = key.n().bit_width();
                if bits < MIN_RSA_BITS { Err(KeyError::RsaTooShort { bits }) } else { Ok(()) }
            }
            Self::P256(_) | Self::P384(_) => Ok(()),
        }
    }

    /// Whether the certificate holds the public half.
    pub(super) fn is_that_of(&self, certificate: &Certificate) -> bool {
        let ours = match self {
            Self::Rsa(key) => {
                let key: &rsa::PrivateKey = key.as_ref().as_ref();
                key.as_public_key().to_public_key_der()
            }
            Self::P256(key) => key.verifying_key().to_public_key_der(),
            Self::P384(key) => key.verifying_key().to_public_key_der(),
        };
        let theirs = certificate.tbs_certificate().subject_public_key_info();
        let theirs = der::Encode::to_der(theirs);
        ours.is_ok_and(|ours| theirs.is_ok_and(|theirs| ours.as_bytes() == theirs))
    }

    pub(super) fn algorithm(&self) -> ObjectIdentifier {
        match self {
            Self::Rsa(_) => oids::RSA_SHA256,
            Self::P256(_) => oids::ECDSA_SHA256,
            Self::P384(_) => oids::ECDSA_SHA384,
        }
    }

    pub(super) fn digest(&self) -> DigestKind {
        match self {
            Self::Rsa(_) | Self::P256(_) => DigestKind::Sha256,
            Self::P384(_) => DigestKind::Sha384,
        }
    }

    /// RSA signs blinded, with the randomness of the system (RUSTSEC-2023-0071); ECDSA by RFC 6979, without any.
    pub(super) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Rsa(key) => key.try_sign(message).ok().map(|signature| signature.to_vec()),
            Self::P256(key) => {
                let signature: Option<p256::ecdsa::DerSignature> = key.try_sign(message).ok();
                signature.map(|signature| signature.as_bytes().to_vec())
            }
            Self::P384(key) => {
                let signature: Option<p384::ecdsa::DerSignature> = key.try_sign(message).ok();
                signature.map(|signature| signature.as_bytes().to_vec())
            }
        }
    }
}
