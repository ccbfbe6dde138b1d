//! Certificates made for the tests, never kept: an authority, signers, and those that must be refused. `tests/` uses them too.

use std::{str::FromStr, sync::LazyLock, time::Duration};

use der::{Encode, asn1::UtcTime};
use p256::ecdsa::SigningKey;
use pkcs8::EncodePrivateKey;
use x509_cert::{
    TbsCertificate,
    builder::{Builder, CertificateBuilder, Result, profile::BuilderProfile},
    ext::{
        Extension, ToExtension,
        pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages},
    },
    name::Name,
    serial_number::SerialNumber,
    spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef},
    time::{Time, Validity},
};

/// A key (PKCS#8) with its certificate.
pub(crate) struct TestSigner {
    pub(crate) key: Vec<u8>,
    pub(crate) certificate: Vec<u8>,
}

/// What a certificate says.
pub(crate) struct CertificateModel {
    pub(crate) subject: &'static str,
    pub(crate) from: u32,
    pub(crate) until: u32,
    pub(crate) usage: Option<KeyUsages>,
    /// An extended use, by its number.
    pub(crate) extended: Option<&'static str>,
    pub(crate) is_authority: bool,
}

impl Default for CertificateModel {
    fn default() -> Self {
        let usage = Some(KeyUsages::NonRepudiation);
        Self {
            subject: "CN=Signataire,O=Essai",
            from: 2025,
            until: 2029,
            usage,
            extended: None,
            is_authority: false,
        }
    }
}

impl BuilderProfile for CertificateModel {
    fn get_issuer(&self, _: &Name) -> Name {
        Name::from_str("CN=Autorité d'essai,O=Essai").unwrap()
    }

    fn get_subject(&self) -> Name {
        Name::from_str(self.subject).unwrap()
    }

    fn build_extensions(
        &self,
        _: SubjectPublicKeyInfoRef<'_>,
        _: SubjectPublicKeyInfoRef<'_>,
        tbs: &TbsCertificate,
    ) -> Result<Vec<Extension>> {
        let mut extensions = Vec::new();
        let constraints = BasicConstraints { ca: self.is_authority, path_len_constraint: None };
        extensions.push((&constraints).to_extension(tbs.subject(), &extensions)?);
        if let Some(usage) = self.usage {
            extensions.push((&KeyUsage(usage.into())).to_extension(tbs.subject(), &extensions)?);
        }
        if let Some(extended) = self.extended {
            let uses = ExtendedKeyUsage(vec![extended.parse().unwrap()]);
            extensions.push(uses.to_extension(tbs.subject(), &extensions)?);
        }
        Ok(extensions)
    }
}

fn new_year(year: u32) -> Time {
    let days = (1970..year).map(|year| if year % 4 == 0 { 366 } else { 365 }).sum::<u64>();
    Time::UtcTime(UtcTime::from_unix_duration(Duration::from_secs(days * 86_400)).unwrap())
}

/// A certificate for that public key, signed by that key.
pub(crate) fn issue(
    model: CertificateModel,
    key: SubjectPublicKeyInfoOwned,
    serial: u32,
    issuer: &SigningKey,
) -> Vec<u8> {
    let validity = Validity::new(new_year(model.from), new_year(model.until));
    let builder = CertificateBuilder::new(model, SerialNumber::from(serial), validity, key).unwrap();
    builder.build::<_, p256::ecdsa::DerSignature>(issuer).unwrap().to_der().unwrap()
}

fn p256_key(seed: u8) -> SigningKey {
    SigningKey::from_slice(&[seed; 32]).unwrap()
}

fn authority_key() -> SigningKey {
    p256_key(1)
}

pub(crate) static AUTHORITY: LazyLock<TestSigner> = LazyLock::new(|| {
    let key = authority_key();
    let usage = Some(KeyUsages::KeyCertSign);
    let model = CertificateModel {
        subject: "CN=Autorité d'essai,O=Essai",
        usage,
        is_authority: true,
        ..Default::default()
    };
    let public = SubjectPublicKeyInfoOwned::from_key(key.verifying_key()).unwrap();
    let certificate = issue(model, public, 1, &key);
    TestSigner { key: p256::SecretKey::from(key).to_pkcs8_der().unwrap().as_bytes().to_vec(), certificate }
});

/// A signer on P-256 whose certificate says that.
pub(crate) fn p256_signer(seed: u8, model: CertificateModel) -> TestSigner {
    let key = p256_key(seed);
    let public = SubjectPublicKeyInfoOwned::from_key(key.verifying_key()).unwrap();
    let certificate = issue(model, public, 100 + u32::from(seed), &authority_key());
    TestSigner { key: p256::SecretKey::from(key).to_pkcs8_der().unwrap().as_bytes().to_vec(), certificate }
}

pub(crate) fn p384_signer() -> TestSigner {
    let key = p384::ecdsa::SigningKey::from_slice(&[7; 48]).unwrap();
    let public = SubjectPublicKeyInfoOwned::from_key(key.verifying_key()).unwrap();
    let certificate = issue(CertificateModel::default(), public, 384, &authority_key());
    TestSigner { key: p384::SecretKey::from(key).to_pkcs8_der().unwrap().as_bytes().to_vec(), certificate }
}

/// A signer with an RSA key of that length.
pub(crate) fn rsa_signer(bits: usize) -> TestSigner {
    let key = rsa::PrivateKey::new(&mut rand::rng(), bits).unwrap();
    let public = SubjectPublicKeyInfoOwned::from_key(key.as_public_key()).unwrap();
    let model = CertificateModel { subject: "CN=Département,O=Essai", ..Default::default() };
    let certificate = issue(model, public, 3072, &authority_key());
    TestSigner { key: key.to_pkcs8_der().unwrap().as_bytes().to_vec(), certificate }
}

pub(crate) static RSA_3072: LazyLock<TestSigner> = LazyLock::new(|| rsa_signer(3072));

pub(crate) static STATE: LazyLock<TestSigner> =
    LazyLock::new(|| p256_signer(2, CertificateModel { subject: "CN=État,O=Essai", ..Default::default() }));
