//! A `ContentInfo` that holds a `SignedData` of one signer (RFC 5652 §5), read without being copied.

use der::{Decode, Encode, Tag, oid::ObjectIdentifier};
use x509_cert::Certificate;

use super::{DerElement, algorithms::AlgorithmUse, oids};

/// A `SignedData`.
#[derive(Debug)]
pub(in crate::sign) struct SignedData<'a> {
    pub(in crate::sign) content_type: ObjectIdentifier,
    /// What is signed, when it is within.
    pub(in crate::sign) content: Option<&'a [u8]>,
    /// Each certificate, as its bytes are.
    pub(in crate::sign) certificates: Vec<&'a [u8]>,
    pub(in crate::sign) signer: SignerInfo<'a>,
    /// Whether something is within that nothing protects and that is not looked at (revocation lists…).
    pub(in crate::sign) has_unchecked_parts: bool,
}

/// A `SignerInfo`.
#[derive(Debug)]
pub(in crate::sign) struct SignerInfo<'a> {
    pub(in crate::sign) issuer: &'a [u8],
    pub(in crate::sign) serial: &'a [u8],
    pub(in crate::sign) digest: AlgorithmUse<'a>,
    pub(in crate::sign) signed: Vec<CmsAttribute<'a>>,
    /// The content of the signed attributes, for their digest.
    pub(in crate::sign) signed_content: &'a [u8],
    pub(in crate::sign) algorithm: AlgorithmUse<'a>,
    pub(in crate::sign) signature: &'a [u8],
    pub(in crate::sign) unsigned: Vec<CmsAttribute<'a>>,
}

/// An attribute and its values.
#[derive(Debug)]
pub(in crate::sign) struct CmsAttribute<'a> {
    pub(in crate::sign) oid: ObjectIdentifier,
    pub(in crate::sign) values: Vec<DerElement<'a>>,
}

impl<'a> SignerInfo<'a> {
    /// The only value of a signed attribute; `None` when it is absent, or there twice.
    pub(in crate::sign) fn signed_value(&self, oid: ObjectIdentifier) -> Option<DerElement<'a>> {
        let mut found = self.signed.iter().filter(|attribute| attribute.oid == oid);
        match (found.next()?.values.as_slice(), found.next()) {
            ([value], None) => Some(*value),
            _ => None,
        }
    }

    /// Whether it says that this certificate signed.
    pub(in crate::sign) fn names(&self, certificate: &Certificate) -> bool {
        let tbs = certificate.tbs_certificate();
        tbs.issuer().to_der().is_ok_and(|issuer| issuer == self.issuer)
            && tbs.serial_number().to_der().is_ok_and(|serial| serial == self.serial)
    }
}

fn failed() -> der::Error {
    der::ErrorKind::Failed.into()
}

impl<'a> SignedData<'a> {
    /// # Errors
    /// [`der::Error`] for what is not DER, not a `SignedData`, or has not exactly one signer.
    pub(in crate::sign) fn read(bytes: &'a [u8]) -> Result<Self, der::Error> {
        let [kind, wrapped] = exactly(&DerElement::only(bytes)?.parts(Tag::Sequence)?)?;
        if kind.oid()? != oids::SIGNED_DATA || !wrapped.is_tagged(0) {
            return Err(failed());
        }
        let parts = DerElement::only(wrapped.content)?.parts(Tag::Sequence)?;
        let mut parts = parts.into_iter();
        let mut next = || parts.next().ok_or_else(failed);
        let version = next()?.value(Tag::Integer)?;
        let digests: Result<Vec<AlgorithmUse<'_>>, _> =
            next()?.parts(Tag::Set)?.iter().map(AlgorithmUse::read).collect();
        let (content_type, content) = read_content(&next()?)?;
        let mut certificates = Vec::new();
        let mut has_unchecked_parts = false;
        let mut last = next()?;
        if last.is_tagged(0) {
            for element in DerElement::all(last.content)? {
                // Other choices than an X.509 certificate (attribute certificates…) are tagged.
                has_unchecked_parts |= element.tag != Tag::Sequence;
                // Some services write theirs twice.
                if !certificates.contains(&element.whole) {
                    certificates.push(element.whole);
                }
            }
            last = next()?;
        }
        if last.is_tagged(1) {
            has_unchecked_parts = true;
            last = next()?;
        }
        let [signer] = exactly(&last.parts(Tag::Set)?)?;
        let signer = SignerInfo::read(&signer)?;
        // RFC 5652 §5.1: the version follows from the rest; the digests are those of the signers.
        let wanted: &[u8] = if content_type == oids::DATA { &[1] } else { &[3] };
        let [digest] = exactly(&digests?)?;
        if parts.next().is_some()
            || version != wanted
            || digest.oid != signer.digest.oid
            || !digest.has_no_parameters()
        {
            return Err(failed());
        }
        Ok(Self { content_type, content, certificates, signer, has_unchecked_parts })
    }

    /// The certificates that can be read, with their bytes.
    pub(in crate::sign) fn readable(&self) -> Vec<(Certificate, &'a [u8])> {
        let read =
            |bytes: &&'a [u8]| Certificate::from_der(bytes).ok().map(|certificate| (certificate, *bytes));
        self.certificates.iter().filter_map(read).collect()
    }
}

impl<'a> SignerInfo<'a> {
    fn read(element: &DerElement<'a>) -> Result<Self, der::Error> {
        let parts = element.parts(Tag::Sequence)?;
        let (fixed, unsigned) = parts.split_at_checked(6).ok_or_else(failed)?;
        let [version, identity, digest, signed, algorithm, signature] = exactly(fixed)?;
        let [issuer, serial] = exactly(&identity.parts(Tag::Sequence)?)?;
        if version.value(Tag::Integer)? != [1] || !signed.is_tagged(0) {
            return Err(failed());
        }
        let unsigned = match unsigned {
            [] => Vec::new(),
            [unsigned] if unsigned.is_tagged(1) => read_attributes(unsigned.content)?,
            _ => return Err(failed()),
        };
        Ok(Self {
            issuer: issuer.whole,
            serial: serial.whole,
            digest: AlgorithmUse::read(&digest)?,
            signed: read_attributes(signed.content)?,
            signed_content: signed.content,
            algorithm: AlgorithmUse::read(&algorithm)?,
            signature: signature.value(Tag::OctetString)?,
            unsigned,
        })
    }
}

/// Exactly that many elements.
pub(super) fn exactly<T: Copy, const N: usize>(elements: &[T]) -> Result<[T; N], der::Error> {
    <[T; N]>::try_from(elements).map_err(|_| failed())
}

fn read_content<'a>(element: &DerElement<'a>) -> Result<(ObjectIdentifier, Option<&'a [u8]>), der::Error> {
    let parts = element.parts(Tag::Sequence)?;
    match parts.as_slice() {
        [kind] => Ok((kind.oid()?, None)),
        [kind, content] if content.is_tagged(0) => {
            let content = DerElement::only(content.content)?.value(Tag::OctetString)?;
            Ok((kind.oid()?, Some(content)))
        }
        _ => Err(failed()),
    }
}

fn read_attributes(content: &[u8]) -> Result<Vec<CmsAttribute<'_>>, der::Error> {
    let mut attributes = Vec::new();
    for attribute in DerElement::all(content)? {
        let [oid, values] = exactly(&attribute.parts(Tag::Sequence)?)?;
        attributes.push(CmsAttribute { oid: oid.oid()?, values: values.parts(Tag::Set)? });
    }
    Ok(attributes)
}
