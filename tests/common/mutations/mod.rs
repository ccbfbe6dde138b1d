//! Mutation testing of the check: changes in turn, in memory, every digit of what the act states twice. A mutant is found
//! when the check reports something that it does not report on the content as it is.

mod tokens;

use std::collections::{BTreeMap, BTreeSet};

use calpae::check::Selection;
use calpae::diagnostic::Diagnostic;
use calpae::parse;
use calpae::pipeline::Session;
use calpae::project::Project;
use calpae::text::{Sources, Span};

/// What tells two findings apart: code, message, file and offset.
type FindingKey = (&'static str, String, Option<(u32, usize)>);

/// A mutant that the check did not find.
pub(crate) struct Survivor {
    pub(crate) location: String,
    reason: &'static str,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// The mutants of a project.
pub(crate) struct MutationSummary {
    /// Found and tried, by reason.
    mutants: BTreeMap<&'static str, (usize, usize)>,
    pub(crate) survivors: Vec<Survivor>,
}

impl MutationSummary {
    /// Counts by reason, survivors and rate, in words.
    pub(crate) fn say(&self) -> String {
        let mut text = String::new();
        for (reason, (hits, mutants)) in &self.mutants {
            text.push_str(&format!("{hits:>5} / {mutants:<5} {reason}\n"));
        }
        for s in &self.survivors {
            text.push_str(&format!(
                "survit : {} ({}) « {} » → « {} »\n",
                s.location, s.reason, s.before, s.after
            ));
        }
        let (hits, mutants) = self.rate();
        let per_mille = hits * 1000 / mutants.max(1);
        text + &format!("{hits} mutants trouvés sur {mutants} : {},{} %\n", per_mille / 10, per_mille % 10)
    }

    /// Found and tried, in total.
    pub(crate) fn rate(&self) -> (usize, usize) {
        self.mutants.values().fold((0, 0), |(t, n), (a, b)| (t + a, n + b))
    }
}

fn findings(sources: Sources, project: &Project, session: &mut Session) -> BTreeSet<FindingKey> {
    let snapshot = session.read(Project { sources, ..project.clone() });
    // The rapport records the figures of the signed act, which would give every slip away. Before the vote it does not
    // exist yet.
    let before_vote = Selection { ignored: ["RAP".to_owned()].into(), preview: true, ..Selection::default() };
    let report = session.check(&snapshot, &before_vote);
    let place = |d: &Diagnostic| d.labels.first().map(|e| (e.span.file.index(), e.span.start));
    let all = report.diagnostics().iter().chain(report.tolerated_findings());
    all.map(|d| (d.code, d.message.clone(), place(d))).collect()
}

/// The sources with one digit replaced.
fn mutate(sources: &Sources, span: Span, byte: usize, digit: char) -> Sources {
    let mut others = Sources::default();
    for (file, source) in sources.iter() {
        let mut text = source.text().to_owned();
        if file == span.file {
            text.replace_range(byte..=byte, &digit.to_string());
        }
        others.add(source.path().clone(), &text);
    }
    others
}

/// A digit at a distance of one.
fn neighbor(digit: char) -> char {
    let n = digit.to_digit(10).unwrap();
    char::from_digit(if n == 9 { 8 } else { n + 1 }, 10).unwrap()
}

/// Tries every mutant, on all the cores.
pub(crate) fn attempt(project: &Project) -> MutationSummary {
    let sources = &project.sources;
    let dossier = parse::read(sources, &project.plan).dossier.unwrap();
    let before = findings(sources.clone(), project, &mut Session::default());
    let mut changes = Vec::new();
    for (span, reason) in tokens::locate(&dossier, sources) {
        let text = sources.text(span);
        // Of a heading or a key of the matrix, mutate the number and not the words.
        let end = if reason == "suite des numéros" || reason == "renvoi à un indicateur" {
            text.find(|c: char| c == '/' || c.is_alphabetic() && c.is_lowercase()).unwrap_or(text.len())
        } else {
            text.len()
        };
        for (i, c) in text.get(..end).unwrap_or("").char_indices().filter(|(_, c)| c.is_ascii_digit()) {
            changes.push((span, reason, span.start + i, c));
        }
    }
    let batch = changes.len().div_ceil(std::thread::available_parallelism().map_or(1, usize::from));
    let results: Vec<bool> = std::thread::scope(|s| {
        let threads: Vec<_> = changes
            .chunks(batch.max(1))
            .map(|batch| {
                let before = &before;
                s.spawn(move || {
                    let mut session = Session::default();
                    let is_found = |(span, _, byte, c): &(Span, &str, usize, char)| {
                        let mutant = mutate(sources, *span, *byte, neighbor(*c));
                        let after = findings(mutant, project, &mut session);
                        after.iter().any(|d| !before.contains(d))
                    };
                    batch.iter().map(is_found).collect::<Vec<_>>()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let mut summary = MutationSummary { mutants: BTreeMap::new(), survivors: Vec::new() };
    for ((span, reason, byte, c), found) in changes.into_iter().zip(results) {
        let count = summary.mutants.entry(reason).or_default();
        count.0 += usize::from(found);
        count.1 += 1;
        if !found {
            let text = sources.text(span);
            let mut after = text.to_owned();
            after.replace_range(byte - span.start..=byte - span.start, &neighbor(c).to_string());
            let location = sources.location(Span { start: byte, ..span });
            summary.survivors.push(Survivor { location, reason, before: text.to_owned(), after });
        }
    }
    summary
}
