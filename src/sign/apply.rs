//! A signature put in its field: PAdES B-B, or B-T with a timestamp (ETSI EN 319 142-1 §6).

use time::OffsetDateTime;

use super::{
    SigningError, SigningIdentity,
    cms::{self, DigestKind},
    fields::{FormField, form, signature_fields},
    pdf::{IncrementalUpdate, PdfDictionary, PdfFile, PdfId, PdfObject, is_space},
};

/// The longest string that PDF/A bears (ISO 19005-2 §6.1.13), in bytes.
const MAX_CONTENTS: usize = 32_767;

/// Room for the attributes, the signature and their wrapping, in bytes.
const ROOM: usize = 4096;

/// Room for a timestamp with its certificates, in bytes.
const TIMESTAMP_ROOM: usize = 16_384;

/// What is signed, by whom, when.
#[derive(Debug)]
pub struct SigningRequest<'a> {
    /// The field to fill.
    pub field: &'a str,
    /// The key, its certificate, its chain.
    pub identity: &'a SigningIdentity,
    /// The time that the signer claims; written in UTC.
    pub at: OffsetDateTime,
    /// /Reason.
    pub reason: Option<&'a str>,
    /// /Location.
    pub location: Option<&'a str>,
}

/// Sends a request, gives the answer, or says why there is none.
pub type TimestampTransport<'a> = &'a mut dyn FnMut(&[u8]) -> Result<Vec<u8>, String>;

/// How a timestamp is had: the caller carries the request (RFC 3161, DER) and gives the answer.
pub struct Timestamping<'a> {
    /// A number that the caller draws, never twice the same.
    pub nonce: u64,
    /// What carries it, over HTTP for most authorities (RFC 3161 §3.4).
    pub transport: TimestampTransport<'a>,
}

/// Signs by an incremental update: the bytes before stay as they are. The first signature of a file certifies it and
/// allows signatures only (DocMDP, P = 2: ISO 32000-1 §12.8.2.2); the others approve.
///
/// # Errors
/// [`SigningError`]: the PDF cannot be read, the field is not there or is filled, the certificate is not valid at that
/// time, the timestamp could not be had or does not hold.
pub fn sign(
    pdf: &[u8],
    request: &SigningRequest<'_>,
    timestamping: Option<Timestamping<'_>>,
) -> Result<Vec<u8>, SigningError> {
    request.identity.check_valid_at(request.at)?;
    let mut hole = Hole::dig(pdf, request, timestamping.is_some())?;
    let parts = request.identity.parts();
    let digest = hole.digest(request.identity.digest());
    let attributes = cms::signed_attributes(&parts, &digest)?;
    let signed = cms::tlv(der::Tag::Set, &[&attributes])?;
    let signature = request.identity.sign(&signed).ok_or(SigningError::Internal)?;
    let token = match timestamping {
        None => None,
        Some(Timestamping { nonce, transport }) => {
            let answer =
                transport(&cms::timestamp_request(&signature, nonce)?).map_err(SigningError::Transport)?;
            Some(cms::check_response(&answer, &signature, nonce)?)
        }
    };
    hole.fill(&cms::signed_data(&parts, &attributes, &signature, token.as_deref())?)?;
    Ok(hole.file)
}

/// A file that is signed but for its signature.
struct Hole {
    file: Vec<u8>,
    /// Offset of `<`.
    from: usize,
    /// Offset after `>`.
    to: usize,
}

impl Hole {
    fn dig(pdf: &[u8], request: &SigningRequest<'_>, stamped: bool) -> Result<Self, SigningError> {
        let file = PdfFile::read(pdf)?;
        let revision = file.last();
        let end = file.revisions().last().map_or(0, |revision| revision.end);
        if !pdf.get(end..).unwrap_or_default().iter().all(|byte| is_space(*byte)) {
            return Err(SigningError::TrailingBytes);
        }
        let (fields, _) = signature_fields(&file, revision)?;
        let (field, field_id) = find(&fields, request.field)?;
        let is_first = fields.iter().all(|field| field.value().is_none());
        let (catalog_id, mut catalog) = file.catalog(revision)?;
        if certification(&file, &catalog, revision)? == Some(1) {
            return Err(SigningError::Locked);
        }
        let mut update = IncrementalUpdate::new(&file)?;
        let value = update.reserve();
        let mut dictionary = field.dictionary.clone();
        dictionary.insert(b"V".to_vec(), PdfObject::Reference(value));
        update.put(field_id, &PdfObject::Dictionary(dictionary));
        if is_first {
            let permissions = PdfObject::dictionary([("DocMDP", PdfObject::Reference(value))]);
            catalog.insert(b"Perms".to_vec(), PdfObject::Dictionary(permissions));
            if let Some((form_id, mut form)) = form(&file, revision)? {
                form.insert(b"SigFlags".to_vec(), PdfObject::Integer(3));
                match form_id {
                    Some(id) => update.put(id, &PdfObject::Dictionary(form)),
                    None => drop(catalog.insert(b"AcroForm".to_vec(), PdfObject::Dictionary(form))),
                }
            }
            update.put(catalog_id, &PdfObject::Dictionary(catalog));
        }
        let timestamp = if stamped { TIMESTAMP_ROOM } else { 0 };
        let room = (ROOM + request.identity.certificates_length() + timestamp).min(MAX_CONTENTS);
        let body = value_body(request, is_first, room);
        let (range_at, contents_at) = (body.range_at, body.contents_at);
        update.put_raw(value, body.bytes);
        let (mut signed, offsets) = update.finish();
        let start = offsets.get(&value.number).copied().ok_or(SigningError::Internal)?;
        let from = start + contents_at;
        let to = from + 2 * room + 2;
        let range = format!("0 {from:<10} {to:<10} {:<10}", signed.len() - to);
        let place = signed.get_mut(start + range_at..start + range_at + range.len());
        place.ok_or(SigningError::Internal)?.copy_from_slice(range.as_bytes());
        Ok(Self { file: signed, from, to })
    }

    fn digest(&self, kind: DigestKind) -> Vec<u8> {
        let before = self.file.get(..self.from).unwrap_or_default();
        let after = self.file.get(self.to..).unwrap_or_default();
        kind.digest(&[before, after])
    }

    fn fill(&mut self, message: &[u8]) -> Result<(), SigningError> {
        let too_long = SigningError::TooLong { length: message.len() };
        let inside = self.file.get_mut(self.from + 1..self.to - 1).ok_or(SigningError::Internal)?;
        if message.len() * 2 > inside.len() {
            return Err(too_long);
        }
        for (place, byte) in inside.chunks_exact_mut(2).zip(message) {
            place.copy_from_slice(format!("{byte:02x}").as_bytes());
        }
        Ok(())
    }
}

fn find<'f>(fields: &'f [FormField], name: &str) -> Result<(&'f FormField, PdfId), SigningError> {
    let found = fields.iter().find_map(|field| field.id.filter(|_| field.name == name).map(|id| (field, id)));
    let (field, id) = found.ok_or_else(|| SigningError::NoSuchField {
        field: name.to_owned(),
        existing: fields.iter().map(|field| field.name.clone()).collect(),
    })?;
    if field.value().is_some() {
        return Err(SigningError::AlreadySigned { field: name.to_owned() });
    }
    Ok((field, id))
}

/// The level of DocMDP of the file, if it is certified.
fn certification(
    file: &PdfFile<'_>,
    catalog: &PdfDictionary,
    revision: usize,
) -> Result<Option<i64>, SigningError> {
    let permissions = file.get(catalog, "Perms", revision)?;
    let Some(permissions) = permissions.as_dictionary() else {
        return Ok(None);
    };
    let value = file.get(permissions, "DocMDP", revision)?;
    let Some(value) = value.as_dictionary() else {
        return Ok(None);
    };
    Ok(super::verify::certification_level(file, value, revision)?)
}

struct ValueBody {
    bytes: Vec<u8>,
    range_at: usize,
    contents_at: usize,
}

/// The signature dictionary (ISO 32000-1 table 252), with room for what is not known yet.
fn value_body(request: &SigningRequest<'_>, certifies: bool, room: usize) -> ValueBody {
    let mut bytes = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached".to_vec();
    let name = request.identity.name();
    let texts = [("Name", Some(name.as_str())), ("Reason", request.reason), ("Location", request.location)];
    for (key, text) in texts {
        if let Some(text) = text {
            bytes.extend_from_slice(format!("/{key} ").as_bytes());
            PdfObject::text(text).write(&mut bytes);
        }
    }
    bytes.extend_from_slice(format!("/M(D:{}Z)", digits(request.at)).as_bytes());
    if certifies {
        bytes.extend_from_slice(
            b"/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 2/V/1.2>>>>]",
        );
    }
    bytes.extend_from_slice(b"/ByteRange[");
    let range_at = bytes.len();
    // As long as `0 `, three numbers of ten digits at most, and the spaces between them.
    bytes.extend_from_slice(&[b' '; 34]);
    bytes.extend_from_slice(b"]/Contents");
    let contents_at = bytes.len();
    bytes.push(b'<');
    bytes.resize(bytes.len() + 2 * room, b'0');
    bytes.extend_from_slice(b">>>");
    ValueBody { bytes, range_at, contents_at }
}

/// `YYYYMMDDHHmmSS` in UTC (ISO 32000-1 §7.9.4).
fn digits(time: OffsetDateTime) -> String {
    let time = time.to_offset(time::UtcOffset::UTC);
    format!(
        "{:04}{:02}{:02}{:02}{:02}{:02}",
        time.year(),
        u8::from(time.month()),
        time.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}
