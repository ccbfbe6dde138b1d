//! The census: every word and figure of the sources is in the document, or somebody is told. Two counts, neither of
//! which trusts who read: [`unread`] looks for what of a file no passage, key or value holds; [`unprinted`] for what
//! of a passage is not in the text of the document.

mod days;
#[cfg(feature = "pdf")]
mod emitted;
mod markdown;
mod printed;
mod read_bytes;
mod words;
mod yaml;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::missing;
use crate::model::Passage;
use crate::project::{FileRole, Part, rapport_of};
use crate::snapshot::Snapshot;
use crate::syntax::{characters, header};
use crate::text::{FileId, ProjectPath, Sources, Span};

pub use printed::{PrintedText, unprinted};

/// Longest extract that a finding quotes, in characters.
const QUOTED_MAX: usize = 60;

/// Something of the sources that reaches no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Where it is written.
    pub span: Span,
    /// How it was lost.
    pub how: Loss,
}

/// How something is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// A comment stands in the place of a value: « engage: #REF! ».
    Value,
    /// A comment stands on the line of a value: it may be its end.
    Comment,
    /// Nothing read it.
    Unread,
    /// It was read, and the document does not have it.
    Unprinted,
}

/// What was counted in the files of an edition, so that those that did not change are not counted again.
#[derive(Debug, Default)]
pub struct Counted(FxHashMap<ProjectPath, FileCount>);

/// What was counted in a file.
#[derive(Debug, Clone)]
struct FileCount {
    text: Arc<str>,
    /// Number of passages, and of bytes in them: what was read of the same text may change with another file.
    passages: (usize, usize),
    lost: Vec<(Range<usize>, Loss)>,
}

/// What no passage, key or value holds, in the files of the edition; those that did not change since they were counted
/// are not counted again.
pub fn unread(snapshot: &Snapshot, counted: &mut Counted) -> Vec<Lost> {
    let mut passages: FxHashMap<FileId, Vec<&Passage>> = FxHashMap::default();
    for passage in snapshot.all_passages() {
        passages.entry(passage.file()).or_default().push(passage);
    }
    let count = |file: &FileId| {
        let source = snapshot.sources.source(*file);
        let within = passages.get(file).map_or(&[][..], Vec::as_slice);
        let size = (within.len(), within.iter().map(|passage| passage.text.len()).sum());
        let kept = counted.0.get(source.path());
        let same = kept.filter(|kept| kept.passages == size && *kept.text == *source.text());
        same.cloned().unwrap_or_else(|| FileCount {
            text: source.shared_text(),
            passages: size,
            lost: lost_in(&snapshot.sources, *file, within),
        })
    };
    let files = counted_files(snapshot);
    let counts: Vec<FileCount> = files.par_iter().map(count).collect();
    let lost = files.iter().zip(&counts).flat_map(|(file, count)| {
        let span = |bytes: &Range<usize>| Span { file: *file, start: bytes.start, end: bytes.end };
        count.lost.iter().map(move |(bytes, how)| Lost { span: span(bytes), how: *how })
    });
    let lost = lost.collect();
    let paths = files.iter().map(|file| snapshot.sources.source(*file).path().clone());
    counted.0 = paths.zip(counts).collect();
    lost
}

/// The files whose words count: those of the edition that were read.
fn counted_files(snapshot: &Snapshot) -> Vec<FileId> {
    let Some(dossier) = &snapshot.dossier else { return Vec::new() };
    let unread_files = snapshot.unread_files();
    // Without its main page, none of a report is read: that is told there.
    let is_unread = |id: &str| {
        dossier.rapport(id).is_none()
            && snapshot.rapport_findings.get(id).into_iter().flatten().any(|d| d.severity == Severity::Error)
    };
    let counts = |path: &ProjectPath| {
        let Some(role) = FileRole::of(path, &snapshot.edition) else { return false };
        let is_text = !matches!(
            role,
            FileRole::Decisions
                | FileRole::Life
                | FileRole::RapportReference
                | FileRole::Template
                | FileRole::Image { .. }
        );
        let rapport = rapport_of(path.as_str(), &snapshot.edition).filter(|_| role.part() == Part::Rapport);
        is_text && !rapport.is_some_and(|id| is_unread(&id))
    };
    let files = snapshot.sources.iter().filter(|(file, _)| !unread_files.contains(file));
    files.filter(|(_, source)| counts(source.path())).map(|(file, _)| file).collect()
}

/// What is lost in a file.
fn lost_in(sources: &Sources, file: FileId, passages: &[&Passage]) -> Vec<(Range<usize>, Loss)> {
    let source = sources.source(file);
    let is_page = source.path().as_str().ends_with(".md");
    let whole = Span { file, start: 0, end: source.text().len() };
    // A file with two versions of itself is not read: that is told.
    if characters::unfinished_merge(sources, whole).is_some() {
        return Vec::new();
    }
    let (data, prose) = match header::separate(sources, file) {
        Ok((head, body)) if is_page => (head, Some(body)),
        Err(_) if is_page => return Vec::new(),
        _ => (whole, None),
    };
    let mut lost = yaml::lost(sources, data, passages.iter().copied());
    lost.extend(prose.into_iter().flat_map(|body| markdown::lost(sources, body, passages.iter().copied())));
    lost.into_iter().map(|l| (l.span.start..l.span.end, l.how)).collect()
}

/// Whether a passage must be in the document of its part: what an organisation or a cadre says is for all the acts,
/// what `reference.yaml` says is the program's, the state of the act says what is printed of its life, an avenant has its own document, and a day is printed in other words than it is typed.
pub fn is_printed(snapshot: &Snapshot, passage: &Passage) -> bool {
    let role = FileRole::of(snapshot.sources.source(passage.file()).path(), &snapshot.edition);
    let is_of_another = matches!(
        role,
        None | Some(
            FileRole::Organisation
                | FileRole::Cadre
                | FileRole::Life
                | FileRole::Avenant
                | FileRole::RapportReference
        )
    );
    !is_of_another
        && !days::is_in_figures(&passage.text)
        && !is_of_the_stamp_of_a_demonstration(snapshot, passage)
        && !is_of_a_silent_sheet(snapshot, passage)
}

/// A sheet of a report that nobody filled has no page: its labels are those that the act contracted.
fn is_of_a_silent_sheet(snapshot: &Snapshot, passage: &Passage) -> bool {
    let path = snapshot.sources.source(passage.file()).path();
    let rapports = snapshot.dossier.iter().flat_map(|dossier| &dossier.rapports);
    let sheet = rapports.flat_map(|rapport| &rapport.fiches).find(|sheet| sheet.path == *path);
    sheet.is_some_and(|sheet| !missing::speaks(sheet))
}

/// A demonstration bears no stamp: what only the stamp prints stays in the content.
fn is_of_the_stamp_of_a_demonstration(snapshot: &Snapshot, passage: &Passage) -> bool {
    let convention = snapshot.dossier.as_ref().map(|dossier| &dossier.convention);
    let number = convention.filter(|c| c.is_demonstration).and_then(|c| c.life.receipt_number());
    number.is_some_and(|number| contains(number.span, passage.span))
}

/// What is lost, said to an agent. What stands on a line that a finding already tells of is left out, and so is what
/// stands under a key of a header of which most is lost, when a finding tells of it.
pub fn findings(snapshot: &Snapshot, lost: &[Lost], told: &[&Diagnostic]) -> Vec<Diagnostic> {
    if lost.is_empty() {
        return Vec::new();
    }
    let line = |span: Span, byte| (span.file, snapshot.sources.source(span.file).line_column(byte).0);
    let labels: Vec<Span> = told.iter().flat_map(|d| d.labels.first()).map(|label| label.span).collect();
    let lines: BTreeSet<(FileId, usize)> = labels
        .iter()
        .flat_map(|label| (line(*label, label.start).1..=line(*label, label.end).1).map(|n| (label.file, n)))
        .collect();
    let told_whole: Vec<Span> = mostly_lost(snapshot, lost)
        .into_iter()
        .filter(|entry| labels.iter().any(|label| contains(*entry, *label)))
        .collect();
    lost.iter()
        .filter(|l| !lines.contains(&line(l.span, l.span.start)))
        .filter(|l| !told_whole.iter().any(|entry| contains(*entry, l.span)))
        .map(|l| finding(snapshot, l))
        .collect()
}

fn contains(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}

/// The entries of the headers that lose most of their printed texts: what is left is found elsewhere by chance.
fn mostly_lost(snapshot: &Snapshot, lost: &[Lost]) -> Vec<Span> {
    let files: BTreeSet<FileId> = lost.iter().map(|l| l.span.file).collect();
    let entries = files.into_iter().flat_map(|file| yaml::entries(snapshot, file));
    entries
        .filter(|entry| {
            let within: Vec<&Passage> =
                snapshot.all_passages().filter(|passage| contains(*entry, passage.span)).collect();
            let is_lost = |passage: &&&Passage| lost.iter().any(|l| contains(passage.span, l.span));
            within.iter().filter(is_lost).count() * 2 >= within.len().max(1)
        })
        .collect()
}

fn finding(snapshot: &Snapshot, lost: &Lost) -> Diagnostic {
    let written = snapshot.sources.text(lost.span).split_whitespace().collect::<Vec<_>>().join(" ");
    let quoted: String = match written.char_indices().nth(QUOTED_MAX) {
        Some((end, _)) => format!("{}…", written.get(..end).unwrap_or_default()),
        None => written,
    };
    match lost.how {
        Loss::Value => Diagnostic::error(
            "TXT-003",
            lost.span,
            format!("la valeur manque : « {quoted} » est lu comme une remarque"),
        )
        .help(format!(
            "écrire la valeur, ou une absence comme « non renseigné » ; pour un texte, « \"{quoted}\" »"
        )),
        Loss::Comment => Diagnostic::error(
            "TXT-003",
            lost.span,
            format!("ce qui suit « # » est une remarque, et ne sera pas imprimé : « {quoted} »"),
        )
        .warning()
        .help("mettre la valeur entre guillemets si elle va plus loin, ou la remarque sur une ligne à elle"),
        Loss::Unread => Diagnostic::error("TXT-004", lost.span, format!("« {quoted} » ne sera pas imprimé"))
            .warning()
            .help("l’écrire dans le texte de la page ou sous une clé qui est lue, ou l’ôter"),
        Loss::Unprinted => {
            Diagnostic::error("TXT-004", lost.span, format!("le document n’imprime pas « {quoted} »"))
                .warning()
                .help("le placer dans le texte, ou compléter le gabarit s’il est du projet")
        }
    }
}
