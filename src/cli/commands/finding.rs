//! A finding by its identifier, for the commands that are given one: `explain` shows it, others decide of it.

use std::path::Path;

use crate::check::{Scope, Selection, is_ignored, registry};
use crate::cli::commands::other_acts::OtherActs;
use crate::cli::error::CommandError;
use crate::diagnostic::Diagnostic;
use crate::pipeline;
use crate::project::{self, Disk};
use crate::render::TemplateStore;
use crate::snapshot::Snapshot;
use crate::text::Sources;

/// The code of an identifier: `FIN-003` of `fin-003-7k2q`. None for anything else, a code included.
pub fn code_of(identifier: &str) -> Option<String> {
    let (code, digest) = identifier.trim().rsplit_once('-')?;
    let is_digest = digest.len() >= 4 && digest.chars().all(|c| c.is_ascii_alphanumeric());
    (is_digest && code.contains('-')).then(|| code.to_uppercase())
}

/// A finding that is asked for by its identifier.
pub enum Sought {
    /// It is there, and these are the sources of its places.
    Found(Box<Diagnostic>, Box<Sources>),
    /// No check finds it: a sentence without its final period.
    Absent(String),
}

/// The finding of an identifier in a project, tolerated or not.
///
/// # Errors
/// When the project cannot be opened.
pub fn identified(
    start: &Path,
    edition: Option<&str>,
    identifier: &str,
    other_acts: &[String],
) -> Result<Sought, CommandError> {
    let disk = Disk::new(project::find_project(start)?);
    let others = OtherActs::open(other_acts, &disk, start)?;
    let snapshot = Snapshot::read(project::open(&disk, edition)?);
    others.ensure_other_than(&snapshot.edition)?;
    let selection = Selection { preview: true, ..Selection::default() };
    let mut report = pipeline::check_beside(&snapshot, &selection, &others.acts());
    let (store, faults) = TemplateStore::new(&snapshot);
    report.extend(faults);
    pipeline::check_documents(&snapshot, &store, &mut report);
    Ok(match report.identified(identifier).cloned() {
        Some(finding) => Sought::Found(Box::new(finding), Box::new(store.into_sources())),
        None => Sought::Absent(absence(identifier, &snapshot, !others.is_empty())),
    })
}

/// Why no finding has an identifier, as far as one can tell: what is not read or not checked settles nothing.
pub fn absence(identifier: &str, snapshot: &Snapshot, has_others: bool) -> String {
    let identifier = identifier.trim();
    let code = code_of(identifier).unwrap_or_default();
    let is_ignored = snapshot.dossier.as_ref().is_some_and(|dossier| is_ignored(dossier, &code));
    let unread: Vec<String> = snapshot.files_with_holes().into_iter().map(ToString::to_string).collect();
    let named = format!("aucun constat ne se nomme « {identifier} »");
    let is_of_two_acts = registry::rule(&code).is_some_and(|rule| rule.scope == Scope::OtherAct);
    match unread.as_slice() {
        _ if is_of_two_acts && !has_others => {
            format!("{named} dans l’acte seul : {code} en compare deux, ajouter « --avec » et l’autre acte")
        }
        _ if is_ignored => format!("{named} : « convention.yaml » met {code} à « ignorée »"),
        [] => format!("{named} : il est réglé, ou d’une autre édition, ou son nom est mal copié"),
        [file] => format!("{named} dans ce qui se lit ; il est peut-être dans {file}, qui ne se lit pas"),
        files => format!(
            "{named} dans ce qui se lit ; il est peut-être dans l’un des fichiers qui ne se lisent pas : {}",
            files.join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_a_code_and_a_digest() {
        assert_eq!(code_of("fin-003-7k2q"), Some("FIN-003".to_owned()));
        for other in ["FIN-003", "annexe-b", "fiches/04:total", "FIN-003-7k", ""] {
            assert_eq!(code_of(other), None, "{other}");
        }
    }
}
