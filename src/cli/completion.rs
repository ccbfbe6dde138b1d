//! What a shell proposes when the Tab key is pressed: documents, editions, rules, totals. Words that depend on the project
//! are those of the one that the line names by `-C`, or that the current folder is in.

use std::ffi::OsString;
use std::path::PathBuf;

use clap_complete::engine::CompletionCandidate;

use super::commands::explain;
use crate::check::reading_codes;
use crate::check::registry::{FAMILIES, RULES};
use crate::pipeline::{DocumentKind, WantedDocument};
use crate::project::{self, Disk, Project};
use crate::snapshot::Snapshot;

/// The documents of `calpae build`: their kinds, and each report of the project.
pub(super) fn documents() -> Vec<CompletionCandidate> {
    let kinds = DocumentKind::ALL.into_iter().map(|kind| candidate(kind.word(), kind.title()));
    let project = opened().map(|project| project.plan.rapports).unwrap_or_default();
    let rapports = project.into_iter().map(|plan| {
        let word = WantedDocument::Rapport(&plan.id).stem();
        candidate(word, &format!("le rapport {}", plan.id))
    });
    kinds.chain(rapports).collect()
}

/// The reports that the act may have.
pub(super) fn rapports() -> Vec<CompletionCandidate> {
    let dossier = opened().and_then(|project| Snapshot::read(project).dossier);
    let ids = dossier.map(|dossier| {
        let singles = dossier.single_rapports().map(str::to_owned).collect::<Vec<_>>();
        [dossier.exercices(), singles].concat()
    });
    ids.unwrap_or_default().into_iter().map(CompletionCandidate::new).collect()
}

/// The last edition of the project.
fn opened() -> Option<Project> {
    let root = project::find_project(&start(std::env::args_os())).ok()?;
    project::open(&Disk::new(root), None).ok()
}

/// The editions of the project.
pub(super) fn editions() -> Vec<CompletionCandidate> {
    let root = project::find_project(&start(std::env::args_os()));
    let editions = root.and_then(|root| project::editions(&Disk::new(root)));
    editions.unwrap_or_default().into_iter().map(CompletionCandidate::new).collect()
}

/// The verbs, for `calpae help`.
pub(super) fn verbs() -> Vec<CompletionCandidate> {
    let whole = super::command();
    let shown = whole.get_subcommands().filter(|verb| !verb.is_hide_set());
    shown.map(|verb| CompletionCandidate::new(verb.get_name())).collect()
}

/// What `calpae explain` explains: rules, codes of the other stages, families, totals of the project.
pub(super) fn subjects() -> Vec<CompletionCandidate> {
    let others = reading_codes::pages().map(|page| candidate(page.code, page.title));
    rules().into_iter().chain(others).chain(totals()).collect()
}

/// The totals of the project, for `calpae historique`.
pub(super) fn totals() -> Vec<CompletionCandidate> {
    let totals = explain::names(&start(std::env::args_os()), None);
    totals.into_iter().map(|(name, title)| candidate(name, &title)).collect()
}

/// The cadres of the program, each with what it is.
pub(super) fn cadres() -> Vec<CompletionCandidate> {
    let cadres = crate::scaffold::new_project::cadres().into_iter();
    cadres.map(|(name, what)| CompletionCandidate::new(name).help(Some(what.into()))).collect()
}

/// The names of the templates.
pub(super) fn templates() -> Vec<CompletionCandidate> {
    super::commands::new::template::names().into_iter().map(CompletionCandidate::new).collect()
}

/// The families and the rules.
pub(super) fn rules() -> Vec<CompletionCandidate> {
    let families = FAMILIES.iter().map(|(family, title)| candidate(*family, title));
    families.chain(RULES.iter().map(|rule| candidate(rule.code, rule.page.title))).collect()
}

fn candidate(word: impl Into<OsString>, help: &str) -> CompletionCandidate {
    CompletionCandidate::new(word).help(Some(help.to_owned().into()))
}

/// The folder that a line being typed names by `-C`; the current one when it names none.
fn start(line: impl IntoIterator<Item = OsString>) -> PathBuf {
    let mut words = line.into_iter().map(|word| word.to_string_lossy().into_owned());
    while let Some(word) = words.next() {
        let value = match word.as_str() {
            "-C" | "--projet" => words.next(),
            word => word.strip_prefix("--projet=").or(word.strip_prefix("-C")).map(str::to_owned),
        };
        if let Some(folder) = value.filter(|folder| !folder.is_empty()) {
            return PathBuf::from(folder);
        }
    }
    PathBuf::from(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_the_one_that_the_line_names() {
        let start = |line: &str| start(line.split(' ').map(OsString::from));
        for line in
            ["-C ici build", "build -C ici", "build --projet ici", "build --projet=ici", "build -Cici"]
        {
            assert_eq!(start(line), PathBuf::from("ici"), "{line}");
        }
        for line in ["build", "build -C", "build --projet="] {
            assert_eq!(start(line), PathBuf::from("."), "{line}");
        }
    }
}
