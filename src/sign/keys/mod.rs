//! The signer's key and certificate: read, matched, found fit to sign. Nothing here prints a key.

mod fitness;
mod private_key;
mod sources;

use std::fmt;

use der::Decode;
use thiserror::Error;
use time::OffsetDateTime;
use x509_cert::Certificate;

pub(super) use fitness::{certificate_for_people, has_short_key, is_authority, may_sign, moment, validity};
use private_key::PrivateSigningKey;
pub(super) use sources::read_certificates;

use super::cms::DigestKind;

/// RSA keys below this are not safe any more (ANSSI, Guide des mécanismes cryptographiques, RègleFact-1), in bits.
pub const MIN_RSA_BITS: u32 = 2048;

/// Why a key cannot sign.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyError {
    /// Neither PKCS#12, nor PEM, nor DER of a known kind.
    #[error(
        "{what} est illisible : ni PEM, ni DER, ni PKCS#12 que cet outil connaisse ; l’exporter de nouveau"
    )]
    Unreadable {
        /// What is not readable, in French.
        what: &'static str,
    },
    /// The passphrase does not open it.
    #[error("la phrase secrète n’ouvre pas la clé ; la saisir de nouveau")]
    WrongPassphrase,
    /// The key is encrypted and no passphrase was given.
    #[error("la clé est chiffrée ; donner sa phrase secrète")]
    PassphraseNeeded,
    /// No private key within.
    #[error("aucune clé privée n’est dans ce fichier ; exporter le certificat avec sa clé")]
    NoKey,
    /// Several private keys within: which one is meant is not for us to guess.
    #[error("{count} clés privées sont dans ce fichier ; exporter seulement celle qui doit signer")]
    SeveralKeys {
        /// How many.
        count: usize,
    },
    /// No certificate within.
    #[error("aucun certificat n’accompagne la clé ; l’exporter avec son certificat")]
    NoCertificate,
    /// No certificate within is that of the key.
    #[error("la clé et le certificat ne vont pas ensemble ; donner le certificat de cette clé")]
    Mismatch,
    /// The certificate is not valid yet at that time.
    #[error("le certificat n’est valable qu’à partir du {} ; signer après cette date", date(*.from))]
    NotYetValid {
        /// First moment of its validity.
        from: OffsetDateTime,
    },
    /// The certificate is not valid any more at that time.
    #[error("le certificat a expiré le {} ; en demander un nouveau", date(*.until))]
    Expired {
        /// Last moment of its validity.
        until: OffsetDateTime,
    },
    /// keyUsage is there, without digitalSignature nor nonRepudiation (RFC 5280 §4.2.1.3).
    #[error("ce certificat n’est pas fait pour signer (keyUsage) ; employer un certificat de signature")]
    UnfitKeyUsage,
    /// The certificate is that of an authority (RFC 5280 §4.2.1.9).
    #[error(
        "ce certificat est celui d’une autorité, non d’une personne ; employer un certificat de signature"
    )]
    Authority,
    /// The RSA key is too short.
    #[error(
        "la clé RSA n’a que {bits} bits ; il en faut {MIN_RSA_BITS} au moins : demander un nouveau certificat"
    )]
    RsaTooShort {
        /// Its length, in bits.
        bits: u32,
    },
    /// Neither RSA, nor ECDSA on P-256 or P-384.
    #[error("cette sorte de clé n’est pas connue : employer une clé RSA, ou ECDSA sur P-256 ou P-384")]
    UnknownKind,
    /// The key file is encrypted by a way that is not read here.
    #[error(
        "le chiffrement de cette clé n’est pas connu ; la convertir par « openssl pkcs8 -topk8 » ou « openssl pkcs12 »"
    )]
    UnknownEncryption,
}

fn date(time: OffsetDateTime) -> String {
    format!("{:02}/{:02}/{:04}", time.day(), u8::from(time.month()), time.year())
}

/// A private key with its certificate and the certificates above it. The key is wiped from memory when dropped.
pub struct SigningIdentity {
    key: PrivateSigningKey,
    certificate: Certificate,
    certificate_der: Vec<u8>,
    chain: Vec<Vec<u8>>,
}

impl fmt::Debug for SigningIdentity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let subject = self.certificate.tbs_certificate().subject().to_string();
        formatter.debug_struct("SigningIdentity").field("subject", &subject).finish_non_exhaustive()
    }
}

impl SigningIdentity {
    /// Opens a PKCS#12 file (RFC 7292): PBES2 with AES, or the old PBE with SHA-1 and 3DES or RC2.
    ///
    /// # Errors
    /// [`KeyError`]; the validity in time is looked at when signing.
    pub fn from_pkcs12(file: &[u8], passphrase: &str) -> Result<Self, KeyError> {
        let (key, certificates) = sources::open_pkcs12(file, passphrase)?;
        Self::assemble(key, certificates)
    }

    /// Reads a certificate (PEM or DER; a PEM may hold the chain too), a key (PKCS#8 encrypted or not, PKCS#1, SEC 1;
    /// PEM or DER) and the certificates above (PEM or DER).
    ///
    /// # Errors
    /// [`KeyError`]; the validity in time is looked at when signing.
    pub fn from_parts(
        certificate: &[u8],
        key: &[u8],
        passphrase: Option<&str>,
        chain: &[&[u8]],
    ) -> Result<Self, KeyError> {
        let mut certificates = sources::read_certificates(certificate)?;
        for file in chain {
            certificates.extend(sources::read_certificates(file)?);
        }
        Self::assemble(sources::read_key(key, passphrase)?, certificates)
    }

    fn assemble(key: PrivateSigningKey, mut certificates: Vec<Vec<u8>>) -> Result<Self, KeyError> {
        if certificates.is_empty() {
            return Err(KeyError::NoCertificate);
        }
        let unreadable = KeyError::Unreadable { what: "un certificat" };
        let mut found = None;
        for (index, bytes) in certificates.iter().enumerate() {
            let certificate = Certificate::from_der(bytes).map_err(|_| unreadable.clone())?;
            if found.is_none() && key.is_that_of(&certificate) {
                found = Some((index, certificate));
            }
        }
        let (index, certificate) = found.ok_or(KeyError::Mismatch)?;
        let certificate_der = certificates.remove(index);
        certificates.retain(|other| *other != certificate_der);
        key.check_length()?;
        if is_authority(&certificate) {
            return Err(KeyError::Authority);
        }
        if !may_sign(&certificate) {
            return Err(KeyError::UnfitKeyUsage);
        }
        Ok(Self { key, certificate, certificate_der, chain: certificates })
    }

    /// Whether the certificate is valid at that time.
    ///
    /// # Errors
    /// [`KeyError::NotYetValid`] or [`KeyError::Expired`].
    pub fn check_valid_at(&self, time: OffsetDateTime) -> Result<(), KeyError> {
        let Some((from, until)) = validity(&self.certificate) else {
            return Err(KeyError::Unreadable { what: "un certificat" });
        };
        if time < from {
            Err(KeyError::NotYetValid { from })
        } else if time > until {
            Err(KeyError::Expired { until })
        } else {
            Ok(())
        }
    }

    /// The certificate, as told to people.
    #[must_use]
    pub fn certificate(&self) -> super::verify::SignerCertificate {
        certificate_for_people(&self.certificate)
    }

    /// The name to print beside a signature: the common name, or the whole subject.
    #[must_use]
    pub fn name(&self) -> String {
        fitness::common_name(&self.certificate)
    }

    pub(super) fn parts(&self) -> super::cms::SignerParts<'_> {
        super::cms::SignerParts {
            certificate: &self.certificate,
            certificate_der: &self.certificate_der,
            chain: &self.chain,
            digest: self.digest(),
            algorithm: self.key.algorithm(),
        }
    }

    pub(super) fn digest(&self) -> DigestKind {
        self.key.digest()
    }

    /// Signs; the digest is that of [`Self::digest`].
    pub(super) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        self.key.sign(message)
    }

    /// Bytes that the certificates take in a signature.
    pub(super) fn certificates_length(&self) -> usize {
        self.certificate_der.len() + self.chain.iter().map(Vec::len).sum::<usize>()
    }
}
