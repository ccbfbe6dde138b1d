//! A finding by its identifier, for the commands that are given one: `explain` shows it, others decide of it.

use std::path::Path;

use crate::check::Selection;
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

/// The finding of an identifier in a project, tolerated or not, and the sources of its places; none when no check finds
/// it any more.
///
/// # Errors
/// When the project cannot be opened.
pub fn identified(
    start: &Path,
    edition: Option<&str>,
    identifier: &str,
) -> Result<Option<(Diagnostic, Sources)>, CommandError> {
    let snapshot = Snapshot::read(project::open(&Disk::new(project::find_project(start)?), edition)?);
    let mut report = pipeline::check(&snapshot, &Selection { preview: true, ..Selection::default() });
    let (store, faults) = TemplateStore::new(&snapshot);
    report.extend(faults);
    pipeline::check_documents(&snapshot, &store, &mut report);
    Ok(report.identified(identifier).cloned().map(|finding| (finding, store.into_sources())))
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
