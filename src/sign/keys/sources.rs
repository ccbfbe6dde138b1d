//! Keys and certificates read from what people have: PKCS#12, PEM, DER.

use der::{Decode, SecretDocument};
use p12_keystore::{Pkcs12Archive, error::Error as Pkcs12Error};
use pkcs8::EncryptedPrivateKeyInfoRef;
use x509_cert::Certificate;
use zeroize::Zeroizing;

use super::{KeyError, private_key::PrivateSigningKey};

/// The only key of a PKCS#12 file, and its certificates.
pub(super) fn open_pkcs12(
    file: &[u8],
    passphrase: &str,
) -> Result<(PrivateSigningKey, Vec<Vec<u8>>), KeyError> {
    let archive = Pkcs12Archive::from_pkcs12(file, passphrase).map_err(|error| match error {
        // Without a MAC, a wrong passphrase shows as a padding that cannot be.
        Pkcs12Error::MacError(_) | Pkcs12Error::UnpadError | Pkcs12Error::Pkcs5Error(_) => {
            KeyError::WrongPassphrase
        }
        Pkcs12Error::UnsupportedEncryptionScheme | Pkcs12Error::UnsupportedMacAlgorithm => {
            KeyError::UnknownEncryption
        }
        _ => KeyError::Unreadable { what: "le fichier PKCS#12" },
    })?;
    let key = match archive.keys.as_slice() {
        [] => return Err(KeyError::NoKey),
        [key] => PrivateSigningKey::from_pkcs8(key.key.as_der())?,
        keys => return Err(KeyError::SeveralKeys { count: keys.len() }),
    };
    let certificates = archive.certs.iter().map(|bag| bag.cert.as_der().to_vec()).collect();
    Ok((key, certificates))
}

/// One certificate in DER, or all those of a PEM.
pub(in crate::sign) fn read_certificates(file: &[u8]) -> Result<Vec<Vec<u8>>, KeyError> {
    let unreadable = KeyError::Unreadable { what: "un certificat" };
    if Certificate::from_der(file).is_ok() {
        return Ok(vec![file.to_vec()]);
    }
    let text = std::str::from_utf8(file).map_err(|_| unreadable.clone())?;
    let mut certificates = Vec::new();
    for (label, block) in pem_blocks(text) {
        if label == "CERTIFICATE" {
            let (_, document) = der::Document::from_pem(block).map_err(|_| unreadable.clone())?;
            certificates.push(document.into_vec());
        }
    }
    if certificates.is_empty() { Err(unreadable) } else { Ok(certificates) }
}

/// The only private key of a PEM, or one in DER.
pub(super) fn read_key(file: &[u8], passphrase: Option<&str>) -> Result<PrivateSigningKey, KeyError> {
    let text = std::str::from_utf8(file).ok().filter(|text| text.contains("-----BEGIN"));
    let Some(text) = text else {
        return read_der_key(file, passphrase);
    };
    let blocks: Vec<_> =
        pem_blocks(text).into_iter().filter(|(label, _)| label.ends_with("PRIVATE KEY")).collect();
    let (label, block) = match blocks.as_slice() {
        [] => return Err(KeyError::NoKey),
        [only] => *only,
        several => return Err(KeyError::SeveralKeys { count: several.len() }),
    };
    if block.contains("Proc-Type:") {
        return Err(KeyError::UnknownEncryption);
    }
    let unreadable = KeyError::Unreadable { what: "la clé privée" };
    let (_, document) = SecretDocument::from_pem(block).map_err(|_| unreadable)?;
    match label {
        "PRIVATE KEY" => PrivateSigningKey::from_pkcs8(document.as_bytes()),
        "ENCRYPTED PRIVATE KEY" => decrypt(document.as_bytes(), passphrase),
        "RSA PRIVATE KEY" => PrivateSigningKey::from_pkcs1(document.as_bytes()),
        "EC PRIVATE KEY" => PrivateSigningKey::from_sec1(document.as_bytes()),
        _ => Err(KeyError::UnknownKind),
    }
}

fn read_der_key(file: &[u8], passphrase: Option<&str>) -> Result<PrivateSigningKey, KeyError> {
    if EncryptedPrivateKeyInfoRef::try_from(file).is_ok() {
        return decrypt(file, passphrase);
    }
    let pkcs8 = PrivateSigningKey::from_pkcs8(file);
    if !matches!(pkcs8, Err(KeyError::Unreadable { .. })) {
        return pkcs8;
    }
    PrivateSigningKey::from_pkcs1(file)
        .or_else(|_| PrivateSigningKey::from_sec1(file))
        .map_err(|_| KeyError::Unreadable { what: "la clé privée" })
}

fn decrypt(bytes: &[u8], passphrase: Option<&str>) -> Result<PrivateSigningKey, KeyError> {
    let passphrase = passphrase.ok_or(KeyError::PassphraseNeeded)?;
    let encrypted = EncryptedPrivateKeyInfoRef::try_from(bytes).map_err(|_| KeyError::UnknownEncryption)?;
    let document = encrypted.decrypt(passphrase).map_err(|_| KeyError::WrongPassphrase)?;
    // A wrong passphrase may unpad by chance: what comes out is then no key.
    let clear: Zeroizing<Vec<u8>> = document.to_bytes();
    PrivateSigningKey::from_pkcs8(&clear).map_err(|error| match error {
        KeyError::Unreadable { .. } => KeyError::WrongPassphrase,
        other => other,
    })
}

/// The blocks of a PEM with their labels; what stands between them (attributes of bags) is passed over.
fn pem_blocks(text: &str) -> Vec<(&str, &str)> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("-----BEGIN ") {
        let Some((label, body)) = after.split_once("-----") else { break };
        let end = format!("-----END {label}-----");
        let Some((inner, next)) = body.split_once(end.as_str()) else { break };
        // The block lies in `rest`, from its first dash to the last.
        let length = "-----BEGIN ".len() + label.len() + "-----".len() + inner.len() + end.len();
        let start = rest.len() - after.len() - "-----BEGIN ".len();
        if let Some(block) = rest.get(start..start + length) {
            blocks.push((label, block));
        }
        rest = next;
    }
    blocks
}
