//! Signatures verified: what they cover, whether they hold, who signed, and what came after.
//!
//! What is covered is worked out from the bytes of the file, never from what a lenient reader makes of them.

mod chain;
mod changes;
mod kinds;
mod report;
mod signature;
mod stray;

use std::collections::BTreeMap;

pub use chain::TrustedCertificates;
pub use report::{
    FileRevision, ObjectChange, ObjectChangeKind, SignatureDefect, SignatureReport, SignatureVerdict,
    SignedFileReport, SignerCertificate, TimestampReport, TrustStatus, UntrustedReason,
};
use signature::FoundSignature;
pub(super) use signature::certification_level;

use super::{
    fields::signature_fields,
    pdf::{PdfError, PdfFile, PdfObject, XrefEntry, is_space},
};

/// Signatures that are looked at; a file with more is not read.
const MAX_SIGNATURES: usize = 64;

/// Looks at every signature and at every revision of a file.
///
/// Without `trust`, no signature is more than [`SignatureVerdict::Undecided`]: its integrity is told all the same. No
/// list of revocation is consulted.
///
/// # Errors
/// [`PdfError`] when the bytes are not a PDF that can be read with certainty: nothing can be said of such a file.
pub fn verify(pdf: &[u8], trust: Option<&TrustedCertificates>) -> Result<SignedFileReport, PdfError> {
    let file = PdfFile::read(pdf)?;
    let found = find_signatures(&file)?;
    let first_signed = found.iter().map(|signature| signature.first_seen).min();
    let mut revisions = Vec::new();
    for index in 0..file.revisions().len() {
        let after_signature = first_signed.is_some_and(|first| index > first);
        revisions.push(changes::read_revision(&file, index, after_signature)?);
    }
    let mut signatures = Vec::new();
    for signature in &found {
        let mut report = signature::check(&file, signature, trust)?;
        judge_position(&file, signature, &found, &revisions, &mut report);
        signatures.push(report);
    }
    let (fields, _) = signature_fields(&file, file.last())?;
    for signature in &mut signatures {
        if fields.iter().filter(|field| field.name == signature.field).count() > 1 {
            signature.defects.push(SignatureDefect::FieldNameShared);
        }
    }
    let unsigned_fields =
        fields.into_iter().filter(|field| field.value().is_none()).map(|field| field.name).collect();
    Ok(SignedFileReport { revisions, signatures, unsigned_fields })
}

/// The length of the bytes that precede the first incremental update, without the end of line that [`super::prepare`]
/// puts before it: what the typesetter made. The whole length when there is no update; `None` when it cannot be told.
#[must_use]
pub fn first_revision(pdf: &[u8]) -> Option<usize> {
    let file = PdfFile::read(pdf).ok()?;
    let [first, _, ..] = file.revisions() else {
        return Some(pdf.len());
    };
    let after = pdf.get(first.end..)?;
    let blank = after.iter().take_while(|byte| is_space(**byte)).count();
    let own = after.get(..blank)?.last().is_some_and(|byte| *byte == b'\n');
    Some(first.end + blank - usize::from(own))
}

/// Every signature that some revision shows in a field, in the order in which they appear.
fn find_signatures(file: &PdfFile<'_>) -> Result<Vec<FoundSignature>, PdfError> {
    let mut found: Vec<FoundSignature> = Vec::new();
    let mut known: BTreeMap<(String, Option<usize>), usize> = BTreeMap::new();
    for revision in 0..file.revisions().len() {
        for field in signature_fields(file, revision)?.0 {
            let Some(value) = field.value() else { continue };
            let offset = value.as_reference().and_then(|id| match file.entry(id.number, revision) {
                Some(XrefEntry::InFile { offset, .. }) => Some(offset),
                _ => None,
            });
            let key = (field.name.clone(), offset);
            if let Some(signature) = known.get(&key).and_then(|index| found.get_mut(*index)) {
                signature.last_seen = revision;
                continue;
            }
            if found.len() == MAX_SIGNATURES {
                return Err(PdfError::Unsupported { what: "trop de signatures" });
            }
            known.insert(key, found.len());
            found.push(FoundSignature {
                field: field.name.clone(),
                value: value.clone(),
                offset,
                first_seen: revision,
                last_seen: revision,
            });
        }
    }
    Ok(found)
}

/// What its place among the revisions says of a signature.
fn judge_position(
    file: &PdfFile<'_>,
    signature: &FoundSignature,
    all: &[FoundSignature],
    revisions: &[FileRevision],
    report: &mut SignatureReport,
) {
    let defects = &mut report.defects;
    if signature.last_seen != file.last() {
        defects.push(SignatureDefect::Removed);
    }
    let Some(own) = report.revision else {
        return;
    };
    if own != signature.first_seen {
        defects.push(SignatureDefect::OutsideItsRevision);
    }
    if own == file.last() && report.covered != file.bytes().len() {
        defects.push(SignatureDefect::TrailingBytes);
    }
    for (revision, later) in revisions.iter().enumerate().skip(own + 1) {
        let signs = later.changes.iter().any(|change| change.kind == ObjectChangeKind::SignatureValue);
        if !later.is_allowed() || (signs && report.certification == Some(1)) {
            defects.push(SignatureDefect::ChangedAfter { revision });
        }
    }
    let is_first = all.iter().all(|other| other.first_seen >= own);
    if report.certification.is_some() && !is_first {
        defects.push(SignatureDefect::CertifiedAfterAnother);
    }
    let end = file.revisions().last().map_or(0, |last| last.end);
    if !file.bytes().get(end..).unwrap_or_default().iter().all(|byte| is_space(*byte)) {
        defects.push(SignatureDefect::TrailingBytes);
    }
    defects.dedup();
    if report.certification.is_some() && permitted(file, own) != signature.value.as_reference() {
        defects.push(SignatureDefect::PermissionsMismatch);
    }
}

/// The signature that the catalog says certifies.
fn permitted(file: &PdfFile<'_>, revision: usize) -> Option<super::pdf::PdfId> {
    let (_, catalog) = file.catalog(revision).ok()?;
    let permissions = file.get(&catalog, "Perms", revision).ok()?;
    permissions.as_dictionary()?.get(b"DocMDP".as_slice()).and_then(PdfObject::as_reference)
}
