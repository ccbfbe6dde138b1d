//! What `verify` found, as plain data: no French, no judgement that the caller could not redo from it.

use std::ops::Range;

use time::OffsetDateTime;

/// All that was found in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedFileReport {
    /// The revisions, oldest first; the first is what the typesetter made.
    pub revisions: Vec<FileRevision>,
    /// The signatures, in the order in which they were put.
    pub signatures: Vec<SignatureReport>,
    /// Signature fields that are there and empty, in the last revision.
    pub unsigned_fields: Vec<String>,
}

impl SignedFileReport {
    /// Whether every revision after the first only prepares fields, fills them, or adds validation data: then what the
    /// first revision shows is what was signed.
    #[must_use]
    pub fn is_only_signed(&self) -> bool {
        self.revisions.iter().all(FileRevision::is_allowed)
    }

    /// The same, looked at that moment: a time that is claimed and has not come proves nothing. A day is let go, for clocks
    /// that write the hour of another zone.
    #[must_use]
    pub fn seen_at(mut self, now: OffsetDateTime) -> Self {
        for signature in &mut self.signatures {
            let is_stamped = signature.timestamp.as_ref().is_some_and(|stamp| stamp.time.is_some());
            let is_later = signature.claimed_time.is_some_and(|time| time > now + time::Duration::DAY);
            if is_later && !is_stamped {
                signature.defects.push(SignatureDefect::ClaimedLater);
            }
        }
        self
    }
}

/// A revision: the bytes appended by one incremental update (ISO 32000-1 §7.5.6), and what they change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRevision {
    /// Its bytes, end of line after `%%EOF` included.
    pub bytes: Range<usize>,
    /// When signatures came before it, only what fills a field is allowed; before, what prepares fields too.
    pub after_signature: bool,
    /// The objects that it changes, adds or frees; empty for the first revision.
    pub changes: Vec<ObjectChange>,
    /// Bytes of it that belong to no object, table or trailer that a reader would look at.
    pub stray_bytes: Vec<Range<usize>>,
}

impl FileRevision {
    /// Whether all that it brings is allowed after (or before) the signatures that precede it.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.stray_bytes.is_empty() && self.changes.iter().all(|change| change.allowed)
    }
}

/// An object that a revision changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectChange {
    /// Its number.
    pub number: u32,
    /// What it is.
    pub kind: ObjectChangeKind,
    /// Whether it was there before.
    pub existed: bool,
    /// Whether that change is allowed there.
    pub allowed: bool,
}

/// What a changed object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObjectChangeKind {
    /// A signature field, empty or being filled.
    SignatureField,
    /// The dictionary of a signature (/V of a field).
    SignatureValue,
    /// The empty appearance of a field that is not seen.
    EmptyAppearance,
    /// The form (/AcroForm).
    Form,
    /// The catalog.
    Catalog,
    /// The permissions of the first signer (/Perms).
    Permissions,
    /// Certificates, revocation lists and their index (/DSS).
    ValidationData,
    /// A page, with its contents.
    Page,
    /// The list of the annotations of a page (/Annots).
    Annotations,
    /// A node of the page tree: pages added, moved or removed.
    PageTree,
    /// What is drawn on a page.
    Content,
    /// An annotation, or a field that is not a signature.
    Annotation,
    /// An attached file or its description.
    AttachedFile,
    /// The XMP metadata.
    Metadata,
    /// The title, the author, the dates (/Info).
    Information,
    /// The structure that a screen reader follows.
    Structure,
    /// The table of objects, or a container of objects.
    Container,
    /// An object that is no more.
    Freed,
    /// The trailer: another catalog, identifier, or number of objects.
    Trailer,
    /// Any other.
    Other,
}

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureReport {
    /// The name of its field.
    pub field: String,
    /// The format (/SubFilter), such as `ETSI.CAdES.detached`.
    pub sub_filter: String,
    /// The revision that it closes, counted from 0; `None` when it closes none.
    pub revision: Option<usize>,
    /// The bytes that it covers end here; 0 when /ByteRange cannot be read.
    pub covered: usize,
    /// The level of DocMDP (1 to 3), when it certifies (ISO 32000-1 §12.8.2.2).
    pub certification: Option<u8>,
    /// The signer's certificate, when it is within.
    pub signer: Option<SignerCertificate>,
    /// The time that the signer claims (/M): nothing proves it.
    pub claimed_time: Option<OffsetDateTime>,
    /// The timestamp, when there is one.
    pub timestamp: Option<TimestampReport>,
    /// The name that it states (/Name).
    pub name: Option<String>,
    /// The reason that it states (/Reason).
    pub reason: Option<String>,
    /// The place that it states (/Location).
    pub location: Option<String>,
    /// What is said of the signer by those whom the caller trusts.
    pub trust: TrustStatus,
    /// All that is wrong or cannot be decided, trust apart.
    pub defects: Vec<SignatureDefect>,
}

impl SignatureReport {
    /// Intact, broken, or undecidable: trust apart.
    #[must_use]
    pub fn integrity(&self) -> SignatureVerdict {
        if self.defects.iter().any(SignatureDefect::is_proof) {
            SignatureVerdict::Invalid
        } else if self.defects.is_empty() {
            SignatureVerdict::Valid
        } else {
            SignatureVerdict::Undecided
        }
    }

    /// Integrity and trust together; without trust given, `Undecided` at best.
    #[must_use]
    pub fn verdict(&self) -> SignatureVerdict {
        match (self.integrity(), &self.trust) {
            (SignatureVerdict::Valid, TrustStatus::NotGiven | TrustStatus::Undecided) => {
                SignatureVerdict::Undecided
            }
            (SignatureVerdict::Valid | SignatureVerdict::Undecided, TrustStatus::Untrusted(_)) => {
                SignatureVerdict::Invalid
            }
            (integrity, _) => integrity,
        }
    }
}

/// Yes, no, or no way to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureVerdict {
    /// All that was looked at holds.
    Valid,
    /// Something does not hold.
    Invalid,
    /// Something is not known here: never « valid ».
    Undecided,
}

/// A certificate, as told to people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerCertificate {
    /// Its subject (RFC 4514).
    pub subject: String,
    /// What to call it: its common name, or its whole subject.
    pub name: String,
    /// The names of the person and of the bodies in its subject: CN, O, OU.
    pub names: Vec<String>,
    /// Its issuer (RFC 4514).
    pub issuer: String,
    /// Its serial number, in hexadecimal.
    pub serial: String,
    /// First moment of its validity.
    pub not_before: OffsetDateTime,
    /// Last moment of its validity.
    pub not_after: OffsetDateTime,
}

/// A timestamp (RFC 3161) over the value of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimestampReport {
    /// The time that it states, once all else holds.
    pub time: Option<OffsetDateTime>,
    /// The authority's certificate, when it is within.
    pub signer: Option<SignerCertificate>,
    /// What is said of the authority by those whom the caller trusts.
    pub trust: TrustStatus,
    /// All that is wrong or cannot be decided, trust apart.
    pub defects: Vec<SignatureDefect>,
}

/// Whether a chain leads to a certificate that the caller trusts (RFC 5280 §6, without revocation).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrustStatus {
    /// The caller gave nobody to trust.
    NotGiven,
    /// A chain leads there: the subjects, the signer's first.
    Trusted(Vec<String>),
    /// No chain leads there.
    Untrusted(UntrustedReason),
    /// An algorithm or a critical extension is not known here, or there is no signer.
    Undecided,
}

/// Why no chain leads to trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UntrustedReason {
    /// Nobody among those trusted issued it.
    UnknownIssuer,
    /// A certificate of the chain was not valid at that time.
    NotValidThen,
    /// The chain goes through a certificate that may not issue others.
    NotAnAuthority,
}

/// What is wrong with a signature, or cannot be decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureDefect {
    /// /SubFilter is not one that is known here.
    UnknownFormat,
    /// /ByteRange is not four numbers within the file, from 0 (ISO 32000-1 §12.8.1).
    ByteRangeMalformed,
    /// The bytes that are left out are not exactly /Contents with its brackets.
    ByteRangeSkips {
        /// What is left out.
        skipped: Range<usize>,
    },
    /// The bytes covered do not end where a revision ends.
    NotWholeRevision,
    /// The signature lies in another revision than the one that it closes.
    OutsideItsRevision,
    /// The bytes of /Contents are not plain hexadecimal, one case, padded with zeros.
    ContentsMalformed,
    /// The message cannot be read, or has not exactly one signer.
    MessageUnreadable,
    /// The covered bytes are not those that were signed.
    DigestMismatch,
    /// The signature is not of the key of the certificate.
    SignatureMismatch,
    /// The type of content that was signed is another.
    ContentTypeMismatch,
    /// The signer's certificate is not within.
    CertificateMissing,
    /// Two certificates answer to the signer's name.
    CertificateAmbiguous,
    /// No attribute says which certificate signed (ETSI EN 319 142-1 §6.3).
    SigningCertificateMissing,
    /// The certificate is not the one that the signer named.
    SigningCertificateMismatch,
    /// The algorithms are not those that the signer named (RFC 6211).
    AlgorithmMismatch,
    /// An algorithm that is not known here.
    UnknownAlgorithm(
        /// Its object identifier.
        String,
    ),
    /// A certificate within is vouched for by nobody.
    UnverifiedCertificate,
    /// Something within is protected by nothing and not looked at.
    UncheckedPart,
    /// The certificate may not sign documents (keyUsage, RFC 5280 §4.2.1.3), or not timestamps.
    UnfitCertificate,
    /// The certificate was not valid at the stamped time, or else at the claimed time.
    CertificateNotValidThen,
    /// The key is too short to prove anything (ANSSI, Guide des mécanismes cryptographiques, RègleFact-1).
    WeakKey,
    /// There is no time: neither claimed nor stamped.
    NoTime,
    /// The claimed time has not come yet: it proves nothing of what was valid then.
    ClaimedLater,
    /// The message states another time than the dictionary, by more than a day.
    TimesDiffer,
    /// Another field bears the same name: what is told of one may be read of the other.
    FieldNameShared,
    /// The timestamp does not hold.
    TimestampBroken,
    /// The timestamp is of something else.
    TimestampOfOther,
    /// A later revision took the signature away from its field.
    Removed,
    /// A later revision changed something that it may not.
    ChangedAfter {
        /// That revision.
        revision: usize,
    },
    /// Bytes follow the last revision.
    TrailingBytes,
    /// DocMDP of the signature and /Perms of the catalog do not agree.
    PermissionsMismatch,
    /// Two signatures certify, or the one that certifies is not the first.
    CertifiedAfterAnother,
}

impl SignatureDefect {
    /// Whether it proves that something is wrong; otherwise nothing can be told.
    #[must_use]
    pub fn is_proof(&self) -> bool {
        !matches!(
            self,
            Self::UnknownFormat
                | Self::MessageUnreadable
                | Self::UnknownAlgorithm(_)
                | Self::UnverifiedCertificate
                | Self::SigningCertificateMissing
                | Self::UncheckedPart
                | Self::NoTime
                | Self::WeakKey
                | Self::ClaimedLater
                | Self::TimesDiffer
        )
    }
}
