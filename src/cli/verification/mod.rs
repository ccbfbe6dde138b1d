//! What can be verified of a PDF: its signatures, who was to put them, and whether its pages are those that its sources
//! make. `verify` tells all of it; `export actes` sends nothing that contradicts it.

mod beside;
pub(super) mod pages;
pub(super) mod signatories;
pub(super) mod sources;

use std::path::Path;

use super::clock::now;
use super::error::CommandError;
use crate::sign::{
    self, SignatureReport, SignatureVerdict, SignedFileReport, SignerCertificate, TimestampReport,
    TrustStatus, TrustedCertificates,
};
use crate::text::one_line;
use signatories::{SignatureSlot, SignerMatch};
use sources::{AskedComparison, SourcesReport};

/// All that is found of a PDF.
pub(super) struct Verification {
    /// What its signatures are worth, or why nothing of them can be told.
    pub signatures: Result<SignedFileReport, String>,
    /// Whether authorities to trust were given.
    pub trusts: bool,
    /// What its sources make.
    pub sources: SourcesReport,
}

impl Verification {
    /// Verifies a PDF: with the authorities to trust, and against another version, when there are.
    ///
    /// # Errors
    /// When the version to compare with cannot be read.
    pub(super) fn new(
        pdf: &[u8],
        trusted: Option<&TrustedCertificates>,
        asked: AskedComparison<'_>,
        start: &Path,
    ) -> Result<Self, CommandError> {
        let signatures = sign::verify(pdf, trusted).map(|report| match now() {
            Some(now) => report.seen_at(now),
            None => report,
        });
        let signatures = signatures.map(on_one_line).map_err(|error| error.to_string());
        Ok(Self { signatures, trusts: trusted.is_some(), sources: sources::report(pdf, asked, start)? })
    }

    /// All that was asked: the document, and what it is compared with.
    pub(super) fn verdict(&self) -> SignatureVerdict {
        worst([self.of_document(), self.sources.verdict_against()])
    }

    /// Whether the document is what it says: signed by all that were to, and with the pages of its sources. Undecided when
    /// something is only missing.
    pub(super) fn of_document(&self) -> SignatureVerdict {
        let is_whole = !self.lacks_signatures() && !self.has_stranger();
        let of_signers = if is_whole { SignatureVerdict::Valid } else { SignatureVerdict::Undecided };
        worst([self.of_signatures(), of_signers, self.sources.verdict()])
    }

    /// Whether the signatures that are there hold.
    pub(super) fn of_signatures(&self) -> SignatureVerdict {
        match &self.signatures {
            Err(_) => SignatureVerdict::Undecided,
            Ok(report) if !report.is_only_signed() => SignatureVerdict::Invalid,
            Ok(report) => worst(report.signatures.iter().map(SignatureReport::verdict)),
        }
    }

    /// The signatures that are there.
    pub(super) fn signed(&self) -> &[SignatureReport] {
        self.signatures.as_ref().map_or(&[], |report| &report.signatures)
    }

    /// The fields that nobody signed yet.
    pub(super) fn left(&self) -> &[String] {
        self.signatures.as_ref().map_or(&[], |report| &report.unsigned_fields)
    }

    /// Whether a signature is missing: of a field, or any when authorities were given to judge them.
    pub(super) fn lacks_signatures(&self) -> bool {
        let is_begun = self.trusts || !self.signed().is_empty();
        is_begun && (self.signed().is_empty() || !self.left().is_empty())
    }

    /// Whether another party signed in the place of one.
    pub(super) fn has_stranger(&self) -> bool {
        self.signed().iter().any(|signature| self.stranger_of(signature).is_some())
    }

    /// Who was to sign a field.
    pub(super) fn slot(&self, field: &str) -> Option<&SignatureSlot> {
        self.sources.slots.iter().find(|slot| slot.field == field)
    }

    /// The other party whose certificate signs a field, if it is sure that it is another.
    pub(super) fn stranger(&self, field: &str, signer: &SignerCertificate) -> Option<&SignatureSlot> {
        match signatories::signer(&self.sources.slots, self.slot(field)?, signer) {
            SignerMatch::Other(other) => Some(other),
            SignerMatch::Own | SignerMatch::Unknown => None,
        }
    }

    /// The same, of a signature.
    pub(super) fn stranger_of(&self, signature: &SignatureReport) -> Option<&SignatureSlot> {
        self.stranger(&signature.field, signature.signer.as_ref()?)
    }
}

/// A report whose texts each keep to their line: whoever signed chose them, and must not write in our place.
fn on_one_line(mut report: SignedFileReport) -> SignedFileReport {
    let certificate = |signer: SignerCertificate| SignerCertificate {
        subject: one_line(&signer.subject),
        name: one_line(&signer.name),
        names: signer.names.iter().map(|name| one_line(name)).collect(),
        issuer: one_line(&signer.issuer),
        ..signer
    };
    let trust = |status: TrustStatus| match status {
        TrustStatus::Trusted(chain) => {
            TrustStatus::Trusted(chain.iter().map(|name| one_line(name)).collect())
        }
        status => status,
    };
    let text = |text: Option<String>| text.map(|text| one_line(&text));
    let signature = |signature: SignatureReport| SignatureReport {
        field: one_line(&signature.field),
        sub_filter: one_line(&signature.sub_filter),
        signer: signature.signer.map(certificate),
        name: text(signature.name),
        reason: text(signature.reason),
        location: text(signature.location),
        trust: trust(signature.trust),
        timestamp: signature.timestamp.map(|stamp| TimestampReport {
            signer: stamp.signer.map(certificate),
            trust: trust(stamp.trust),
            ..stamp
        }),
        ..signature
    };
    report.signatures = report.signatures.into_iter().map(signature).collect();
    report.unsigned_fields = report.unsigned_fields.iter().map(|field| one_line(field)).collect();
    report
}

/// What is proved wrong comes before what cannot be told.
pub(super) fn worst(verdicts: impl IntoIterator<Item = SignatureVerdict>) -> SignatureVerdict {
    verdicts.into_iter().fold(SignatureVerdict::Valid, |worst, verdict| match (worst, verdict) {
        (SignatureVerdict::Invalid, _) | (_, SignatureVerdict::Invalid) => SignatureVerdict::Invalid,
        (SignatureVerdict::Undecided, _) | (_, SignatureVerdict::Undecided) => SignatureVerdict::Undecided,
        _ => SignatureVerdict::Valid,
    })
}
