//! Mutation testing of the check: makes one slip at a time, in memory, in what an act states twice (docs/mutations.md defines
//! it), and counts the slips that the check finds, by kind, in the data and in the prose.

mod data;
mod figures;
mod in_prose;
mod mutants;
mod page;
mod stated_twice;
mod twins;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use calpae::pipeline::Session;
use calpae::snapshot::Snapshot;

use mutants::Mutant;
use stated_twice::Statement;
use verdict::FindingKey;

/// The projects that are measured: their name in the page, their folder.
pub(crate) const PROJECTS: [(&str, &str); 4] = [
    ("content/2022", ""),
    ("temoin", "tests/fixtures/temoin"),
    ("quatre-ans", "tests/fixtures/quatre-ans"),
    ("val-d-ambre", "tests/fixtures/val-d-ambre"),
];

/// Slips of each kind and medium in the sample of a project, at most; spread over the act.
const SAMPLE: usize = 24;

/// Which slips are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tried {
    All,
    Sample,
}

/// A slip that the check did not find.
#[derive(Debug)]
pub(crate) struct Survivor {
    slip: Slip,
    medium: Medium,
    way: &'static str,
    location: String,
    before: String,
    after: String,
}

/// Slips found and made.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Rate {
    pub(crate) found: usize,
    pub(crate) made: usize,
}

impl Rate {
    fn add(&mut self, found: bool) {
        self.found += usize::from(found);
        self.made += 1;
    }

    /// Per cent found, rounded down; none when nothing was made.
    pub(crate) fn percentage(self) -> Option<usize> {
        (self.found * 100).checked_div(self.made)
    }
}

/// The rates of all the projects together.
pub(crate) fn together<'m>(rates: impl IntoIterator<Item = &'m Rates>) -> Rates {
    let mut whole = Rates::new();
    for (key, rate) in rates.into_iter().flatten() {
        let sum = whole.entry(*key).or_default();
        sum.found += rate.found;
        sum.made += rate.made;
    }
    whole
}

/// By kind and medium.
pub(crate) type Rates = BTreeMap<(Slip, Medium), Rate>;

/// What was measured on a project.
#[derive(Debug)]
pub(crate) struct Measure {
    pub(crate) project: &'static str,
    pub(crate) rates: Rates,
    /// Slips that could be made, tried or not.
    possible: usize,
    survivors: Vec<Survivor>,
    /// Findings that typing the references adds, and those that it takes away.
    differences: Vec<String>,
    /// References that were typed.
    typed: usize,
}

pub(crate) use mutants::Slip;
pub(crate) use page::generated;
pub(crate) use stated_twice::Medium;

/// Measures a project, on all the cores.
pub(crate) fn measure(repository: &Path, (name, folder): (&'static str, &str), tried: Tried) -> Measure {
    let original = twins::original(repository.join(folder));
    let twin = twins::twin(&original);
    let snapshot = Snapshot::read(twin.project.clone());
    let dossier = snapshot.dossier.as_ref().unwrap();
    let statements = stated_twice::stated_twice(&twin, dossier);
    let sources = &twin.project.sources;
    let all = mutants::mutants(&statements, dossier, sources);
    let sample = sample(&all, &statements);
    let is_tried = |rank: &usize| tried == Tried::All || sample.contains(rank);
    let ranks = (0..all.len()).filter(is_tried);
    // A session checks again what changed: neighbours follow each other.
    let chosen: Vec<&Mutant> = ranks.map(|rank| &all[rank]).collect();
    let keys = |project| -> BTreeSet<FindingKey> {
        verdict::findings(project, &mut Session::default()).into_iter().map(|(key, _)| key).collect()
    };
    let (before_typing, before) = (keys(original), keys(twin.project.clone()));
    let batch = chosen.len().div_ceil(std::thread::available_parallelism().map_or(1, usize::from)).max(1);
    let found: Vec<bool> = std::thread::scope(|scope| {
        let threads: Vec<_> = chosen
            .chunks(batch)
            .map(|batch| {
                let (before, statements, project) = (&before, &statements, &twin.project);
                scope.spawn(move || {
                    let mut session = Session::default();
                    let is_found = |mutant: &&Mutant| {
                        verdict::is_found(mutant, &statements[mutant.of], project, before, &mut session)
                    };
                    batch.iter().map(is_found).collect::<Vec<_>>()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let mut measure = Measure {
        project: name,
        rates: Rates::new(),
        possible: all.len(),
        survivors: Vec::new(),
        differences: differences(&before_typing, &before),
        typed: twin.typed.len(),
    };
    for (mutant, found) in chosen.into_iter().zip(found) {
        let statement = &statements[mutant.of];
        let key = (mutant.slip, statement.medium);
        measure.rates.entry(key).or_default().add(found);
        if !found {
            measure.survivors.push(Survivor {
                slip: mutant.slip,
                medium: statement.medium,
                way: statement.way,
                location: location(name, &sources.location(mutant.place)),
                before: sources.text(mutant.place).to_owned(),
                after: mutant.words.clone(),
            });
        }
    }
    measure
}

/// The ranks of the slips of the sample: the same each time.
fn sample(all: &[Mutant], statements: &[Statement]) -> BTreeSet<usize> {
    let mut strata: BTreeMap<(Slip, Medium), Vec<usize>> = BTreeMap::new();
    for (rank, mutant) in all.iter().enumerate() {
        strata.entry((mutant.slip, statements[mutant.of].medium)).or_default().push(rank);
    }
    let spread = |ranks: Vec<usize>| {
        let step = ranks.len().div_ceil(SAMPLE).max(1);
        ranks.into_iter().step_by(step).collect::<Vec<_>>()
    };
    strata.into_values().flat_map(spread).collect()
}

/// A place of the page: the project when the path does not say it, and the path.
fn location(project: &str, place: &str) -> String {
    let path = place.split_once("content/").map_or(place, |(_, path)| path);
    if project.contains('/') { format!("`{path}`") } else { format!("{project}, `{path}`") }
}

fn differences(original: &BTreeSet<FindingKey>, twin: &BTreeSet<FindingKey>) -> Vec<String> {
    let say = |sign: &str, (code, message, place): &FindingKey| {
        let place = place.as_ref().map_or(String::new(), |(path, line)| format!(" `{path}:{line}`"));
        format!("{sign} {code}{place} : {message}")
    };
    let gone = original.difference(twin).map(|key| say("perdu :", key));
    gone.chain(twin.difference(original).map(|key| say("ajouté :", key))).collect()
}
