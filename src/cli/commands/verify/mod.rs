//! `calpae verify FICHIER`: whether each signature of a PDF holds, and whether its pages are those that its sources make.

mod json;
mod words;

use std::path::{Path, PathBuf};

use crate::cli::args::{VerificationFormat, VerifyArgs};
use crate::cli::error::CommandError;
use crate::cli::verification::Verification;
use crate::cli::verification::sources::AskedComparison;
use crate::cli::{Console, Outcome, carried_pdf};
use crate::project::lone_file;
use crate::sign::{SignatureVerdict, TrustedCertificates};

/// Most bytes of a certificate file.
const CERTIFICATE_MAX: u64 = 1_000_000;
/// Most files of a folder of certificates.
const CERTIFICATES_MAX: usize = 1_000;

/// Runs the command.
pub fn run(args: &VerifyArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    let bytes = carried_pdf::bytes(&args.fichier)?;
    let trusted = trusted(&args.trust)?;
    console.progress("signatures, puis composition à partir des sources…");
    let asked = AskedComparison { against: args.against.as_deref(), follows_templates: args.gabarits };
    let verification = Verification::new(&bytes, trusted.as_ref(), asked, start)?;
    console.progress("");
    let told = match args.format.unwrap_or(VerificationFormat::Human) {
        VerificationFormat::Human => words::told,
        VerificationFormat::Json => json::told,
    };
    console.write(&told(&args.fichier, &verification))?;
    // Success only when all that was asked holds.
    Ok(match verification.verdict() {
        SignatureVerdict::Valid => Outcome::Success,
        SignatureVerdict::Invalid => Outcome::Faults,
        SignatureVerdict::Undecided => Outcome::Failure,
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
