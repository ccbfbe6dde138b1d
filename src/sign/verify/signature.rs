//! One signature: its bytes, its message, its signer (ISO 32000-1 §12.8, ETSI EN 319 142-1 §5, §6).

use der::Decode;
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, UtcOffset};
use x509_cert::time::Time;

use super::{
    SignatureDefect, SignatureReport, TimestampReport, TrustStatus, TrustedCertificates,
    chain::{KnownCertificate, all_vouched_for, trust_status},
};
use crate::sign::{
    cms::{CheckedSigner, CheckedToken, DerElement, SignedData, check_signer, check_token, oids},
    keys::{certificate_for_people, has_short_key, is_authority, may_sign, moment},
    pdf::{PdfDictionary, PdfError, PdfFile, PdfObject, dictionary_value_span, pdf_text},
};

/// A signature that a field shows.
pub(super) struct FoundSignature {
    pub(super) field: String,
    pub(super) value: PdfObject,
    /// Where its dictionary is in the file; `None` when it is not an object of its own.
    pub(super) offset: Option<usize>,
    pub(super) first_seen: usize,
    pub(super) last_seen: usize,
}

/// What is covered: before the hole, after the hole.
struct CoveredBytes<'a> {
    before: &'a [u8],
    after: &'a [u8],
    end: usize,
}

/// Looks at a signature by itself; its place among the others is judged elsewhere.
///
/// # Errors
/// [`PdfError`] when its dictionary cannot be read.
pub(super) fn check(
    file: &PdfFile<'_>,
    found: &FoundSignature,
    trust: Option<&TrustedCertificates>,
) -> Result<SignatureReport, PdfError> {
    let revision = found.first_seen;
    let value = file.resolve(&found.value, revision)?;
    let empty = PdfDictionary::new();
    let dictionary = value.as_dictionary().unwrap_or(&empty);
    let text = |key: &str| -> Result<Option<String>, PdfError> {
        Ok(file.get(dictionary, key, revision)?.as_string().map(pdf_text))
    };
    let mut report = SignatureReport {
        field: found.field.clone(),
        sub_filter: file.get(dictionary, "SubFilter", revision)?.as_name().map(pdf_text).unwrap_or_default(),
        revision: None,
        covered: 0,
        certification: certification_level(file, dictionary, revision)?
            .and_then(|level| u8::try_from(level).ok()),
        signer: None,
        claimed_time: text("M")?.and_then(|time| read_date(&time)),
        timestamp: None,
        name: text("Name")?,
        reason: text("Reason")?,
        location: text("Location")?,
        trust: trust.map_or(TrustStatus::NotGiven, |_| TrustStatus::Undecided),
        defects: Vec::new(),
    };
    let Some(offset) = found.offset else {
        report.defects.push(SignatureDefect::ByteRangeMalformed);
        return Ok(report);
    };
    let contents = match dictionary.get(b"Contents".as_slice()) {
        Some(PdfObject::String(contents)) => contents.as_slice(),
        _ => &[],
    };
    let Some(covered) = covered_bytes(file, dictionary, offset, &mut report.defects)? else {
        return Ok(report);
    };
    report.covered = covered.end;
    report.revision = closed_revision(file, covered.end);
    let inside = report.revision.and_then(|index| file.revisions().get(index));
    match inside {
        None => report.defects.push(SignatureDefect::NotWholeRevision),
        Some(inside) if !(inside.start..inside.end).contains(&offset) => {
            report.defects.push(SignatureDefect::OutsideItsRevision);
        }
        Some(_) => {}
    }
    match report.sub_filter.as_str() {
        "ETSI.CAdES.detached" | "adbe.pkcs7.detached" => {
            check_message(contents, &covered, trust, &mut report)
        }
        "ETSI.RFC3161" => {
            let parts = [covered.before, covered.after];
            match message(contents, &mut report.defects).and_then(|token| check_token(token, &parts)) {
                None => report.defects.push(SignatureDefect::MessageUnreadable),
                Some(token) => {
                    let stamp = stamp_report(&token, trust);
                    report.defects.extend(stamp.defects.iter().cloned());
                    report.signer.clone_from(&stamp.signer);
                    report.trust = stamp.trust.clone();
                    report.timestamp = Some(stamp);
                }
            }
        }
        _ => report.defects.push(SignatureDefect::UnknownFormat),
    }
    Ok(report)
}

/// /ByteRange against the bytes: from 0, one hole, and the hole is exactly /Contents.
fn covered_bytes<'a>(
    file: &PdfFile<'a>,
    dictionary: &PdfDictionary,
    offset: usize,
    defects: &mut Vec<SignatureDefect>,
) -> Result<Option<CoveredBytes<'a>>, PdfError> {
    let bytes = file.bytes();
    let range = dictionary.get(b"ByteRange".as_slice()).and_then(PdfObject::as_array).unwrap_or_default();
    let range: Vec<usize> = range.iter().filter_map(PdfObject::as_length).collect();
    let &[0, before, after, length] = range.as_slice() else {
        defects.push(SignatureDefect::ByteRangeMalformed);
        return Ok(None);
    };
    let end = after.checked_add(length).filter(|end| *end <= bytes.len() && before < after);
    let (Some(end), Some(first)) = (end, bytes.get(..before)) else {
        defects.push(SignatureDefect::ByteRangeMalformed);
        return Ok(None);
    };
    let hole = dictionary_value_span(bytes, offset, b"Contents")?;
    if hole != Some(before..after) {
        defects.push(SignatureDefect::ByteRangeSkips { skipped: before..after });
    }
    if !bytes.get(before..after).is_some_and(is_plain_hexadecimal) {
        defects.push(SignatureDefect::ContentsMalformed);
    }
    let second = bytes.get(after..end).unwrap_or_default();
    Ok(Some(CoveredBytes { before: first, after: second, end }))
}

/// `<…>`, digits only, in one case: otherwise a byte could be changed without anything showing.
fn is_plain_hexadecimal(hole: &[u8]) -> bool {
    let Some(inside) = hole.strip_prefix(b"<").and_then(|rest| rest.strip_suffix(b">")) else {
        return false;
    };
    let upper = inside.iter().any(u8::is_ascii_uppercase);
    let lower = inside.iter().any(u8::is_ascii_lowercase);
    inside.len() % 2 == 0 && inside.iter().all(u8::is_ascii_hexdigit) && !(upper && lower)
}

/// The revision that ends there, its end of line apart.
fn closed_revision(file: &PdfFile<'_>, end: usize) -> Option<usize> {
    file.revisions().iter().position(|revision| {
        let tail = file.bytes().get(revision.end..end);
        tail.is_some_and(|tail| matches!(tail, b"" | b"\n" | b"\r" | b"\r\n"))
    })
}

/// The message, its padding of zeros taken away.
fn message<'a>(contents: &'a [u8], defects: &mut Vec<SignatureDefect>) -> Option<&'a [u8]> {
    let (message, padding) = DerElement::first(contents).ok()?;
    if padding.iter().any(|byte| *byte != 0) {
        defects.push(SignatureDefect::ContentsMalformed);
    }
    Some(message)
}

fn check_message(
    contents: &[u8],
    covered: &CoveredBytes<'_>,
    trust: Option<&TrustedCertificates>,
    report: &mut SignatureReport,
) {
    let data = message(contents, &mut report.defects).and_then(|message| SignedData::read(message).ok());
    let Some(data) = data else {
        report.defects.push(SignatureDefect::MessageUnreadable);
        return;
    };
    if data.content.is_some() {
        // What is within is not what the pages show.
        report.defects.push(SignatureDefect::UncheckedPart);
    }
    let signed_at = data.signer.signed_value(oids::SIGNING_TIME);
    let signed_at = signed_at.and_then(|value| moment(Time::from_der(value.whole).ok()?));
    if let (Some(one), Some(other)) = (signed_at, report.claimed_time)
        && (one - other).abs() > time::Duration::DAY
    {
        report.defects.push(SignatureDefect::TimesDiffer);
    }
    let signer = check_signer(&data, oids::DATA, &|kind| kind.digest(&[covered.before, covered.after]));
    let stamps = data.signer.unsigned.iter().filter(|attribute| attribute.oid == oids::TIMESTAMP_TOKEN);
    let stamps: Vec<_> = stamps.flat_map(|attribute| attribute.values.iter()).collect();
    match stamps.as_slice() {
        [] => {}
        [stamp] => {
            let stamp = match check_token(stamp.whole, &[data.signer.signature]) {
                Some(token) => stamp_report(&token, trust),
                None => TimestampReport {
                    time: None,
                    signer: None,
                    trust: TrustStatus::Undecided,
                    defects: vec![SignatureDefect::MessageUnreadable],
                },
            };
            if stamp.time.is_none() {
                report.defects.push(SignatureDefect::TimestampBroken);
            }
            report.timestamp = Some(stamp);
        }
        _ => report.defects.push(SignatureDefect::UncheckedPart),
    }
    let stamped = report.timestamp.as_ref().and_then(|stamp| stamp.time);
    let time = stamped.or(report.claimed_time);
    if time.is_none() {
        report.defects.push(SignatureDefect::NoTime);
    }
    let is_pades = report.sub_filter == "ETSI.CAdES.detached";
    let fits = |certificate: &_| may_sign(certificate) && !is_authority(certificate);
    let (signer_report, status, defects) = describe(&signer, &data, trust, time, fits);
    // The older format of ISO 32000-1 does not ask for that attribute.
    report.defects.extend(
        defects
            .into_iter()
            .filter(|defect| is_pades || *defect != SignatureDefect::SigningCertificateMissing),
    );
    report.signer = signer_report;
    report.trust = status;
}

fn stamp_report(token: &CheckedToken<'_>, trust: Option<&TrustedCertificates>) -> TimestampReport {
    let (signer, trust, defects) = describe(&token.signer, &token.data, trust, Some(token.time), |_| true);
    TimestampReport { time: defects.is_empty().then_some(token.time), signer, trust, defects }
}

/// The signer's certificate, whether it is trusted, and all that is wrong with them.
fn describe(
    signer: &CheckedSigner<'_>,
    data: &SignedData<'_>,
    trust: Option<&TrustedCertificates>,
    time: Option<OffsetDateTime>,
    fits: impl Fn(&x509_cert::Certificate) -> bool,
) -> (Option<super::SignerCertificate>, TrustStatus, Vec<SignatureDefect>) {
    let mut defects = signer.defects.clone();
    let known: Vec<KnownCertificate> =
        data.certificates.iter().filter_map(|one| KnownCertificate::read(one)).collect();
    let own = signer.certificate.as_ref().and_then(|(_, bytes)| KnownCertificate::read(bytes));
    let status = trust_status(own.as_ref(), &known, trust, time);
    if let Some(own) = &own {
        if known.len() != data.certificates.len() || !all_vouched_for(own, &known, trust) {
            defects.push(SignatureDefect::UnverifiedCertificate);
        }
        if has_short_key(&own.certificate) {
            defects.push(SignatureDefect::WeakKey);
        }
        if !fits(&own.certificate) {
            defects.push(SignatureDefect::UnfitCertificate);
        }
        if time.is_some_and(|time| !own.is_valid_at(time)) {
            defects.push(SignatureDefect::CertificateNotValidThen);
        }
    }
    (own.map(|own| certificate_for_people(&own.certificate)), status, defects)
}

/// The level of DocMDP in a signature dictionary (ISO 32000-1 table 254: 2 when it is not said).
///
/// # Errors
/// [`PdfError`] when an object cannot be read.
pub(in crate::sign) fn certification_level(
    file: &PdfFile<'_>,
    value: &PdfDictionary,
    revision: usize,
) -> Result<Option<i64>, PdfError> {
    let references = file.get(value, "Reference", revision)?;
    for reference in references.as_array().unwrap_or_default() {
        let reference = file.resolve(reference, revision)?;
        let Some(reference) = reference.as_dictionary() else { continue };
        if file.get(reference, "TransformMethod", revision)?.as_name() == Some(b"DocMDP") {
            let parameters = file.get(reference, "TransformParams", revision)?;
            let level = match parameters.as_dictionary() {
                Some(parameters) => file.get(parameters, "P", revision)?.as_integer(),
                None => None,
            };
            return Ok(Some(level.unwrap_or(2)));
        }
    }
    Ok(None)
}

/// `D:YYYYMMDDHHmmSS` then `Z`, `+HH'mm'` or nothing (ISO 32000-1 §7.9.4).
fn read_date(text: &str) -> Option<OffsetDateTime> {
    let text = text.strip_prefix("D:")?;
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u8>().ok();
    let month = Month::try_from(number(4, 6)?).ok()?;
    let date = Date::from_calendar_date(text.get(..4)?.parse().ok()?, month, number(6, 8)?).ok()?;
    let time = time::Time::from_hms(number(8, 10)?, number(10, 12)?, number(12, 14)?).ok()?;
    let zone = text.get(14..)?;
    let sign = match zone.bytes().next() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => 0,
    };
    let offset = if sign == 0 {
        UtcOffset::UTC
    } else {
        let hours: i8 = zone.get(1..3)?.parse().ok()?;
        let minutes: i8 = zone.get(4..6).map_or(Some(0), |minutes| minutes.parse().ok())?;
        UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok()?
    };
    Some(PrimitiveDateTime::new(date, time).assume_offset(offset))
}
