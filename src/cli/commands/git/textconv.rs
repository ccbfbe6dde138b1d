//! `calpae git-textconv FILE`: a file as `git diff` shows it. Git shows nothing at all when it fails: what cannot be read
//! is a line that says so.

use crate::cli::args::GitTextconvArgs;
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::lang::numbers::format_plain;
use crate::merge::{SourceKind, shown};
use crate::text::as_read;

/// Runs the command.
pub fn run(args: &GitTextconvArgs, console: &Console) -> Result<Outcome, CommandError> {
    let text = match super::read(&args.fichier) {
        Ok(bytes) if is_pdf(&bytes) => heard(&bytes),
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes);
            let kind = SourceKind::of(&args.fichier.to_string_lossy(), &text);
            shown(kind, &text).unwrap_or_else(|| as_read(&text))
        }
        Err(error) => format!("(fichier illisible : {})\n", error.cause()),
    };
    console.write(&text)?;
    Ok(Outcome::Success)
}

fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

/// What a screen reader says of a PDF; a line that changes with it when it has nothing to hear.
fn heard(bytes: &[u8]) -> String {
    told(bytes).filter(|text| !text.trim().is_empty()).unwrap_or_else(|| {
        let digest = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |digest, byte| {
            (digest ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        format!(
            "(PDF sans texte balisé : {} octets, empreinte {digest:016x})\n",
            format_plain(bytes.len().into(), None)
        )
    })
}

#[cfg(feature = "pdf")]
fn told(bytes: &[u8]) -> Option<String> {
    use crate::typeset::heard;
    heard::read(bytes).map(|tree| heard::told(&tree))
}

#[cfg(not(feature = "pdf"))]
fn told(_: &[u8]) -> Option<String> {
    None
}
