//! `calpae git-merge BASE OURS THEIRS`: what git calls to merge a file that both sides changed. The result goes to OURS, and
//! what clashes is told by field.

use std::path::Path;

use crate::cli::args::GitMergeArgs;
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::merge::{Merged, SourceKind, Versions, merge};
use crate::project::lone_file;

/// Most signs of the marks of a conflict.
const MARK_MAX: usize = 1_000;
/// Most conflicts that are told one by one.
const TOLD_MAX: usize = 40;

/// Runs the command.
pub fn run(args: &GitMergeArgs, console: &Console) -> Result<Outcome, CommandError> {
    let read = |path: &Path| {
        super::read(path).map_err(|error| {
            CommandError::with_help(error.to_string(), "« git merge --abort » revient à ce qui était")
        })
    };
    let (base, ours, theirs) = (read(&args.base)?, read(&args.notre)?, read(&args.leur)?);
    let path = args.chemin.as_deref().unwrap_or(&args.notre).to_string_lossy().into_owned();
    let kind = SourceKind::of(&path, &String::from_utf8_lossy(&ours));
    let size = args.taille_marque.clamp(1, MARK_MAX);
    let Merged { bytes, conflicts } =
        merge(Versions { base: &base, ours: &ours, theirs: &theirs }, kind, size);
    if bytes != ours {
        lone_file::replace(&args.notre, &ours, &bytes).map_err(|error| {
            CommandError::with_help(
                format!("la fusion de « {path} » ne peut être écrite : {}", error.cause()),
                "« git merge --abort » revient à ce qui était",
            )
        })?;
    }
    if conflicts.is_empty() {
        return Ok(Outcome::Success);
    }
    let mut said = format!("à décider dans « {path} » :\n");
    for conflict in conflicts.iter().take(TOLD_MAX) {
        said.push_str(&format!("  {conflict}\n"));
    }
    if conflicts.len() > TOLD_MAX {
        said.push_str(&format!("  et {} autres\n", conflicts.len() - TOLD_MAX));
    }
    console.say(&said)?;
    Ok(Outcome::Faults)
}
