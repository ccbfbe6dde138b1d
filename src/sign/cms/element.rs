//! DER taken apart and put together, one element at a time, by the crate `der` (which refuses what is not DER).
//! Sets are read in the order in which they come: many signers do not sort them.

use der::{Decode, Encode, Reader, SliceReader, Tag, TagNumber, asn1::AnyRef, oid::ObjectIdentifier};

/// An element: its tag, its content, and all its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sign) struct DerElement<'a> {
    pub(in crate::sign) tag: Tag,
    pub(in crate::sign) content: &'a [u8],
    pub(in crate::sign) whole: &'a [u8],
}

impl<'a> DerElement<'a> {
    /// The elements that stand one after the other.
    pub(in crate::sign) fn all(bytes: &'a [u8]) -> Result<Vec<Self>, der::Error> {
        let mut reader = SliceReader::new(bytes)?;
        let mut elements = Vec::new();
        while !reader.is_finished() {
            let before = usize::try_from(reader.position())?;
            let any = AnyRef::decode(&mut reader)?;
            let after = usize::try_from(reader.position())?;
            let whole = bytes.get(before..after).unwrap_or_default();
            elements.push(Self { tag: der::Tagged::tag(&any), content: any.value(), whole });
        }
        Ok(elements)
    }

    /// The first element of these bytes, and what follows it.
    pub(in crate::sign) fn first(bytes: &'a [u8]) -> Result<(&'a [u8], &'a [u8]), der::Error> {
        let header = der::Header::peek(&SliceReader::new(bytes)?)?;
        let length = usize::try_from((der::Encode::encoded_len(&header)? + header.length())?)?;
        bytes.split_at_checked(length).ok_or_else(|| der::ErrorKind::Failed.into())
    }

    /// The only element of these bytes.
    pub(in crate::sign) fn only(bytes: &'a [u8]) -> Result<Self, der::Error> {
        match Self::all(bytes)?.as_slice() {
            [element] => Ok(*element),
            _ => Err(der::ErrorKind::Failed.into()),
        }
    }

    /// Its parts, if it is of that kind.
    pub(in crate::sign) fn parts(&self, tag: Tag) -> Result<Vec<Self>, der::Error> {
        self.tag.assert_eq(tag)?;
        Self::all(self.content)
    }

    /// Its content, if it is of that kind.
    pub(in crate::sign) fn value(&self, tag: Tag) -> Result<&'a [u8], der::Error> {
        self.tag.assert_eq(tag)?;
        Ok(self.content)
    }

    pub(in crate::sign) fn oid(&self) -> Result<ObjectIdentifier, der::Error> {
        ObjectIdentifier::from_der(self.whole)
    }

    /// Whether it is `[number]`, constructed.
    pub(in crate::sign) fn is_tagged(&self, number: u32) -> bool {
        self.tag == tagged(number)
    }
}

/// The tag `[number]`, constructed.
pub(in crate::sign) fn tagged(number: u32) -> Tag {
    Tag::ContextSpecific { constructed: true, number: TagNumber(number) }
}

/// An element made of that tag and these parts, one after the other.
pub(in crate::sign) fn tlv(tag: Tag, parts: &[&[u8]]) -> Result<Vec<u8>, der::Error> {
    let content = parts.concat();
    AnyRef::new(tag, &content)?.to_der()
}
