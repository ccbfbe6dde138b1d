//! `calpae verify FICHIER`: whether each signature of a PDF holds, and whether its pages are those that its sources make.

mod json;
mod rebuilt;
mod words;

use std::path::{Path, PathBuf};

use crate::cli::args::{VerificationFormat, VerifyArgs};
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome, carried_pdf};
use crate::project::lone_file;
use crate::sign::{self, SignatureVerdict, SignedFileReport, TrustedCertificates};
use rebuilt::{PagesVerdict, SourcesReport};

/// Most bytes of a certificate file.
const CERTIFICATE_MAX: u64 = 1_000_000;
/// Most files of a folder of certificates.
const CERTIFICATES_MAX: usize = 1_000;

/// All that is said of a PDF.
struct Verification<'a> {
    file: &'a Path,
    /// What its signatures are worth, or why nothing of them can be told.
    signatures: Result<SignedFileReport, String>,
    /// Whether authorities to trust were given.
    trusts: bool,
    /// What its sources make.
    sources: SourcesReport,
}

/// Runs the command.
pub fn run(args: &VerifyArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    let bytes = carried_pdf::bytes(&args.fichier)?;
    let trusted = trusted(&args.trust)?;
    console.progress("signatures…");
    let signatures = sign::verify(&bytes, trusted.as_ref()).map_err(|error| error.to_string());
    console.progress("composition à partir des sources…");
    let sources = rebuilt::report(&bytes, args.against.as_deref(), start)?;
    console.progress("");
    let verification = Verification { file: &args.fichier, signatures, trusts: trusted.is_some(), sources };
    console.write(&match args.format.unwrap_or(VerificationFormat::Human) {
        VerificationFormat::Human => words::told(&verification),
        VerificationFormat::Json => json::told(&verification),
    })?;
    Ok(verification.outcome())
}

impl Verification<'_> {
    /// Success only when all that was asked holds.
    fn outcome(&self) -> Outcome {
        match self.verdict() {
            SignatureVerdict::Valid => Outcome::Success,
            SignatureVerdict::Invalid => Outcome::Faults,
            SignatureVerdict::Undecided => Outcome::Failure,
        }
    }

    fn verdict(&self) -> SignatureVerdict {
        let of_signatures = match &self.signatures {
            Err(_) => SignatureVerdict::Undecided,
            Ok(report) if !report.is_only_signed() => SignatureVerdict::Invalid,
            Ok(report) => worst(report.signatures.iter().map(sign::SignatureReport::verdict)),
        };
        let of_pages = match self.sources.pages {
            PagesVerdict::Same { .. } => SignatureVerdict::Valid,
            PagesVerdict::Others { .. } => SignatureVerdict::Invalid,
            PagesVerdict::Unknown(_) => SignatureVerdict::Undecided,
        };
        worst([of_signatures, of_pages, self.sources.verdict()].into_iter())
    }
}

/// What is proved wrong comes before what cannot be told.
fn worst(verdicts: impl Iterator<Item = SignatureVerdict>) -> SignatureVerdict {
    verdicts.fold(SignatureVerdict::Valid, |worst, verdict| match (worst, verdict) {
        (SignatureVerdict::Invalid, _) | (_, SignatureVerdict::Invalid) => SignatureVerdict::Invalid,
        (SignatureVerdict::Undecided, _) | (_, SignatureVerdict::Undecided) => SignatureVerdict::Undecided,
        _ => SignatureVerdict::Valid,
    })
}

/// The certificates of the authorities that were named; none when none was.
fn trusted(paths: &[PathBuf]) -> Result<Option<TrustedCertificates>, CommandError> {
    if paths.is_empty() {
        return Ok(None);
    }
    let mut files = Vec::new();
    for path in paths {
        match path.is_dir() {
            true => files.extend(certificates_in(path)?),
            false => files.push(path.clone()),
        }
    }
    let read =
        files.iter().map(|path| lone_file::read(path, CERTIFICATE_MAX)).collect::<Result<Vec<_>, _>>()?;
    let read: Vec<&[u8]> = read.iter().map(Vec::as_slice).collect();
    Ok(Some(TrustedCertificates::read(&read)?))
}

/// The certificate files of a folder, in the order of their names.
fn certificates_in(folder: &Path) -> Result<Vec<PathBuf>, CommandError> {
    let unreadable = |cause: std::io::Error| {
        CommandError::new(format!(
            "« {} » ne peut être lu : {}",
            folder.display(),
            crate::project::in_french(&cause)
        ))
    };
    let is_a_certificate = |path: &PathBuf| {
        let extension = path.extension().and_then(|end| end.to_str()).unwrap_or_default().to_lowercase();
        ["pem", "crt", "cer", "der"].contains(&extension.as_str())
    };
    let entries = std::fs::read_dir(folder).map_err(unreadable)?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>();
    let mut paths: Vec<PathBuf> = paths.map_err(unreadable)?.into_iter().filter(is_a_certificate).collect();
    paths.sort();
    match paths.len() {
        0 => Err(CommandError::with_help(
            format!("« {} » n’a pas de certificat", folder.display()),
            "y mettre ceux des autorités auxquelles on se fie : .pem, .crt, .cer ou .der",
        )),
        count if count > CERTIFICATES_MAX => Err(CommandError::new(format!(
            "« {} » a plus de {CERTIFICATES_MAX} certificats",
            folder.display()
        ))),
        _ => Ok(paths),
    }
}
