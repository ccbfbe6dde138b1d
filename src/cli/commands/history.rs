//! `calpae historique SUJET`: who changed a figure, when, from what to what.

use std::path::{Path, PathBuf};

use crate::cli::args::{HistoryArgs, HistoryFormat};
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::history::{self, Present};
use crate::project::{self, CommitLog, Disk, LogSpan, RevisionError};
use crate::snapshot::Snapshot;

/// Most commits that are gone through.
const MOST: usize = 10_000;

/// Runs the command.
pub fn run(args: &HistoryArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    let (root, has_folder) = root(start)?;
    let span = LogSpan { since: args.depuis.as_deref(), all_parents: args.toutes, most: MOST };
    let log = CommitLog::open(&root, "HEAD", &span).map_err(|error| refused(&error))?;
    let folder = Disk::new(&root);
    let (edition, present) = match has_folder {
        true => {
            let snapshot = Snapshot::read(project::open(&folder, args.edition.name())?);
            (snapshot.edition.clone(), Some(Present { tree: &folder, snapshot }))
        }
        false => {
            let tree = log.tree(0).ok_or_else(|| refused(&RevisionError::NoCommit))?;
            (project::open(&tree, args.edition.name())?.edition, None)
        }
    };
    let history = history::follow(&log, present, &edition, &args.sujet)
        .map_err(|unknown| CommandError::with_help(unknown.message, unknown.help))?;
    console.write(&match args.format.unwrap_or(HistoryFormat::Human) {
        HistoryFormat::Human => history.human(),
        HistoryFormat::Markdown => history.markdown(),
        HistoryFormat::Json => history.json(),
    })?;
    Ok(Outcome::Success)
}

/// The folder of the project, and whether it has files: a bare repository has none.
fn root(start: &Path) -> Result<(PathBuf, bool), CommandError> {
    match project::find_project(start) {
        Ok(root) => Ok((root, true)),
        Err(_) if CommitLog::is_bare(start) => Ok((start.to_owned(), false)),
        Err(error) => Err(error.into()),
    }
}

fn refused(error: &RevisionError) -> CommandError {
    let help = match error {
        RevisionError::NoRepository(_) => {
            "l’historique est celui que git garde : « git init » commence un dépôt, « git commit » y garde une version"
                .to_owned()
        }
        _ => error.help(),
    };
    CommandError::with_help(error.to_string(), help)
}
