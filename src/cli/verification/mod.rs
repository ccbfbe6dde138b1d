//! What can be verified of a PDF: its signatures, who was to put them, and whether its pages are those that its sources
//! make. `verify` tells all of it; `export actes` sends nothing that contradicts it.

pub(super) mod signatories;
pub(super) mod sources;

use std::path::Path;

use super::error::CommandError;
use crate::sign::{
    self, SignatureReport, SignatureVerdict, SignedFileReport, SignerCertificate, TrustedCertificates,
};
use signatories::{SignatureSlot, SignerMatch};
use sources::SourcesReport;

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
        against: Option<&Path>,
        start: &Path,
    ) -> Result<Self, CommandError> {
        Ok(Self {
            signatures: sign::verify(pdf, trusted).map_err(|error| error.to_string()),
            trusts: trusted.is_some(),
            sources: sources::report(pdf, against, start)?,
        })
    }

    /// All that was asked: the document, and what it is compared with.
    pub(super) fn verdict(&self) -> SignatureVerdict {
        worst([self.of_document(), self.sources.verdict_against()])
    }

    /// Whether the document is what it says: signed by all that were to, and with the pages of its sources. Undecided when
    /// something is only missing.
    pub(super) fn of_document(&self) -> SignatureVerdict {
        let is_whole = !self.lacks_signatures() && self.strangers().next().is_none();
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

    /// Who was to sign a field.
    pub(super) fn slot(&self, field: &str) -> Option<&SignatureSlot> {
        self.sources.slots.iter().find(|slot| slot.field == field)
    }

    /// The signatures whose certificate is that of another party, with the one that was to sign and that other one.
    pub(super) fn strangers(
        &self,
    ) -> impl Iterator<Item = (&SignatureReport, &SignatureSlot, &SignatureSlot)> {
        self.signed().iter().filter_map(|signature| {
            let own = self.slot(&signature.field)?;
            let found = signatories::signer(&self.sources.slots, own, signature.signer.as_ref()?);
            match found {
                SignerMatch::Other(other) => Some((signature, own, other)),
                SignerMatch::Own | SignerMatch::Unknown => None,
            }
        })
    }
}

/// What is proved wrong comes before what cannot be told.
pub(super) fn worst(verdicts: impl IntoIterator<Item = SignatureVerdict>) -> SignatureVerdict {
    verdicts.into_iter().fold(SignatureVerdict::Valid, |worst, verdict| match (worst, verdict) {
        (SignatureVerdict::Invalid, _) | (_, SignatureVerdict::Invalid) => SignatureVerdict::Invalid,
        (SignatureVerdict::Undecided, _) | (_, SignatureVerdict::Undecided) => SignatureVerdict::Undecided,
        _ => SignatureVerdict::Valid,
    })
}

/// The common name of a certificate, or its whole subject.
pub(super) fn common_name(signer: &SignerCertificate) -> String {
    signatories::part(&signer.subject, "CN").unwrap_or_else(|| signer.subject.replace('\\', ""))
}
