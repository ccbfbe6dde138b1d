//! Keys and certificates: what opens, and what is refused and why.

use p12_keystore::{
    Certificate, EncryptionAlgorithm, KeyStore, KeyStoreEntry, MacAlgorithm, PrivateKey, PrivateKeyChain,
};
use pkcs8::{EncodePrivateKey, LineEnding, SecretDocument};
use time::macros::datetime;
use x509_cert::ext::pkix::KeyUsages;

use super::{
    certificates::{AUTHORITY, CertificateModel, RSA_3072, STATE, TestSigner, p256_signer, rsa_signer},
    samples::{AT, prepared},
};
use crate::sign::{KeyError, SigningError, SigningIdentity, SigningRequest, sign};

fn store(signers: &[&TestSigner], algorithm: EncryptionAlgorithm, mac: MacAlgorithm) -> Vec<u8> {
    let mut store = KeyStore::new();
    for (index, signer) in signers.iter().enumerate() {
        let certificates =
            [&signer.certificate, &AUTHORITY.certificate].map(|bytes| Certificate::from_der(bytes).unwrap());
        let chain = PrivateKeyChain::new(
            index.to_string().as_str(),
            PrivateKey::from_der(&signer.key).unwrap(),
            certificates,
        );
        store.add_entry(&index.to_string(), KeyStoreEntry::PrivateKeyChain(chain));
    }
    store.writer("secret").encryption_algorithm(algorithm).mac_algorithm(mac).write().unwrap()
}

#[test]
fn pkcs12_of_today_and_of_yesterday_open() {
    let kinds = [
        (EncryptionAlgorithm::PbeWithHmacSha256AndAes256, MacAlgorithm::HmacSha256),
        (EncryptionAlgorithm::PbeWithShaAnd3KeyTripleDesCbc, MacAlgorithm::HmacSha1),
        (EncryptionAlgorithm::PbeWithShaAnd40BitRc4Cbc, MacAlgorithm::HmacSha1),
    ];
    for (algorithm, mac) in kinds {
        for signer in [&*STATE, &*RSA_3072] {
            let file = store(&[signer], algorithm, mac);
            let identity = SigningIdentity::from_pkcs12(&file, "secret").unwrap();
            assert!(["État", "Département"].contains(&identity.name().as_str()));
            assert_eq!(SigningIdentity::from_pkcs12(&file, "Secret").unwrap_err(), KeyError::WrongPassphrase);
        }
    }
    let both = store(
        &[&STATE, &RSA_3072],
        EncryptionAlgorithm::PbeWithHmacSha256AndAes256,
        MacAlgorithm::HmacSha256,
    );
    assert_eq!(
        SigningIdentity::from_pkcs12(&both, "secret").unwrap_err(),
        KeyError::SeveralKeys { count: 2 }
    );
    let none = store(&[], EncryptionAlgorithm::PbeWithHmacSha256AndAes256, MacAlgorithm::HmacSha256);
    assert_eq!(SigningIdentity::from_pkcs12(&none, "secret").unwrap_err(), KeyError::NoKey);
    assert!(matches!(SigningIdentity::from_pkcs12(b"rien", "secret"), Err(KeyError::Unreadable { .. })));
}

#[test]
fn pem_and_der_keys_are_read() {
    let document = |bytes: &[u8]| SecretDocument::try_from(bytes.to_vec()).unwrap();
    let clear = document(&STATE.key).to_pem("PRIVATE KEY", LineEnding::LF).unwrap();
    let read = |key: &[u8], passphrase| SigningIdentity::from_parts(&STATE.certificate, key, passphrase, &[]);
    assert!(read(clear.as_bytes(), None).is_ok());
    assert!(read(&STATE.key, None).is_ok());
    let secret =
        p256::SecretKey::try_from(pkcs8::PrivateKeyInfoRef::try_from(STATE.key.as_slice()).unwrap()).unwrap();
    let sec1 = secret.to_sec1_pem(LineEnding::LF).unwrap();
    let with_parameters =
        format!("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n{}", *sec1);
    assert!(read(with_parameters.as_bytes(), None).is_ok());
    let encrypted = secret.to_pkcs8_encrypted_der("secret").unwrap();
    assert!(read(encrypted.as_bytes(), Some("secret")).is_ok());
    assert_eq!(read(encrypted.as_bytes(), Some("autre")).unwrap_err(), KeyError::WrongPassphrase);
    assert_eq!(read(encrypted.as_bytes(), None).unwrap_err(), KeyError::PassphraseNeeded);
    assert_eq!(read(&RSA_3072.key, None).unwrap_err(), KeyError::Mismatch);
    assert!(matches!(read(b"rien", None), Err(KeyError::Unreadable { .. })));
    assert!(matches!(
        SigningIdentity::from_parts(b"rien", &STATE.key, None, &[]),
        Err(KeyError::Unreadable { .. })
    ));
    let twice = format!("{}\n{}", *clear, *clear);
    assert_eq!(read(twice.as_bytes(), None).unwrap_err(), KeyError::SeveralKeys { count: 2 });
}

#[test]
fn unfit_certificates_are_refused() {
    let identity =
        |signer: &TestSigner| SigningIdentity::from_parts(&signer.certificate, &signer.key, None, &[]);
    let usage = Some(KeyUsages::KeyEncipherment);
    let cipher = p256_signer(20, CertificateModel { usage, ..Default::default() });
    assert_eq!(identity(&cipher).unwrap_err(), KeyError::UnfitKeyUsage);
    assert_eq!(identity(&AUTHORITY).unwrap_err(), KeyError::Authority);
    // serverAuth, then emailProtection.
    let of_use = |extended| CertificateModel { extended: Some(extended), ..Default::default() };
    let server = p256_signer(23, of_use("1.3.6.1.5.5.7.3.1"));
    assert_eq!(identity(&server).unwrap_err(), KeyError::UnfitKeyUsage);
    assert!(identity(&p256_signer(24, of_use("1.3.6.1.5.5.7.3.4"))).is_ok());
    assert_eq!(identity(&rsa_signer(1024)).unwrap_err(), KeyError::RsaTooShort { bits: 1024 });
    assert!(identity(&p256_signer(21, CertificateModel { usage: None, ..Default::default() })).is_ok());
}

#[test]
fn certificate_is_called_by_its_common_name() {
    let certificate = STATE.identity().certificate();
    assert_eq!((certificate.name.as_str(), certificate.names.len()), ("État", 2));
}

#[test]
fn validity_is_looked_at_when_signing() {
    let signed = |model: CertificateModel| {
        let signer = p256_signer(22, model);
        let identity = signer.identity();
        let request = SigningRequest {
            field: "Signature_etat",
            identity: &identity,
            at: AT,
            reason: None,
            location: None,
        };
        sign(&prepared(), &request, None).map(|_| ())
    };
    let expired = signed(CertificateModel { until: 2026, ..Default::default() });
    let until = datetime!(2026-01-01 0:00 UTC);
    assert_eq!(expired, Err(SigningError::Key(KeyError::Expired { until })));
    assert_eq!(
        expired.unwrap_err().to_string(),
        "le certificat a expiré le 01/01/2026 ; en demander un nouveau"
    );
    let future = signed(CertificateModel { from: 2027, ..Default::default() });
    assert!(matches!(future, Err(SigningError::Key(KeyError::NotYetValid { .. }))));
}

#[test]
fn nothing_prints_a_key() {
    let printed = format!("{:?}", STATE.identity());
    assert_eq!(printed, "SigningIdentity { subject: \"CN=État,O=Essai\", .. }");
}
