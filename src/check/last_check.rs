//! Checking an act again after an edit. A rule that looks at one fiche or article at a time runs over those that
//! changed alone; the others read again only the texts that changed.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::other_acts::{self, ComparedAct, OtherAct};
use super::readings::Readings;
use super::registry::Scope;
use super::{Context, Findings, Rule, Selection};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Dossier;
use crate::snapshot::{Holes, Snapshot};
use crate::text::{FileId, ProjectPath, Sources};

/// What the last check of an act leaves to the next one. Whatever is edited in between, the findings are those of a
/// check from nothing.
#[derive(Debug, Default)]
pub struct LastCheck {
    readings: Readings,
    last: Option<Run>,
}

/// What was checked, and what was found.
#[derive(Debug)]
struct Run {
    sources: Sources,
    images: BTreeMap<ProjectPath, Vec<u8>>,
    holes: Holes,
    /// Its fiches and its articles.
    parts: BTreeSet<FileId>,
    /// What each rule that looks at one fiche, article or passage at a time has found.
    found: FxHashMap<&'static str, Vec<Diagnostic>>,
}

/// What changed since the last check, when it is only fiches and articles.
struct Changes<'r> {
    /// The fiches and articles that did not.
    same: BTreeSet<FileId>,
    /// The files of the last check that are there again, but for those that a hole changes, and what each is now.
    again: BTreeMap<FileId, FileId>,
    /// What the act says without the latter.
    left: Dossier,
    /// The same with the files that have a hole, when some do.
    left_with_holes: Option<Dossier>,
    /// What rules had found.
    found: &'r FxHashMap<&'static str, Vec<Diagnostic>>,
}

impl LastCheck {
    /// Runs the rules over what could be read, as [`check`](super::check) does.
    pub fn check_again(
        &mut self,
        snapshot: &Snapshot,
        selection: &Selection,
        others: &[OtherAct<'_>],
    ) -> Findings {
        self.check(snapshot, selection, others, true)
    }

    /// The same from nothing, for no other check to come.
    pub(super) fn check_once(
        snapshot: &Snapshot,
        selection: &Selection,
        others: &[OtherAct<'_>],
    ) -> Findings {
        Self::default().check(snapshot, selection, others, false)
    }

    fn check(
        &mut self,
        snapshot: &Snapshot,
        selection: &Selection,
        others: &[OtherAct<'_>],
        keeps: bool,
    ) -> Findings {
        let (Some(read), Some(dossier)) = (&snapshot.dossier, snapshot.readable()) else {
            self.last = None;
            return Findings {
                left_aside: super::left_aside(snapshot, selection, !others.is_empty()),
                ..Findings::default()
            };
        };
        let compared = other_acts::compared(&dossier, &snapshot.edition, others);
        let rules = super::selected(snapshot, read, selection, !compared.is_empty());
        let changes = self.last.as_ref().and_then(|last| last.changes(snapshot, read, &dossier));
        // What depends on more than its file is of the frame, which it may show: no file may have another rank.
        let still = changes.as_ref().filter(|changes| changes.again.iter().all(|(old, new)| old == new));
        self.readings.shares.keep(|file| still.is_some_and(|changes| changes.again.contains_key(&file)));
        let found = self.run(&rules, snapshot, (read, &dossier), changes.as_ref(), &compared);
        if keeps {
            self.keep(&rules, &found, snapshot, &dossier);
        }
        let gather = || super::gather(&rules, found, snapshot, read, selection, !others.is_empty());
        match keeps {
            true => gather(),
            // What was read of each passage is many pieces to give back.
            false => rayon::join(gather, || self.readings = Readings::default()).0,
        }
    }

    fn keep(
        &mut self,
        rules: &[(&'static Rule, Option<Severity>)],
        found: &[Vec<Diagnostic>],
        snapshot: &Snapshot,
        dossier: &Dossier,
    ) {
        self.readings.forget_unused();
        let by_file = rules.iter().zip(found).filter(|((rule, _), _)| is_by_file(rule));
        let found = by_file.map(|((rule, _), found)| (rule.code, found.clone())).collect();
        let images = match self.last.take() {
            Some(last) if last.images == snapshot.images => last.images,
            _ => snapshot.images.clone(),
        };
        let (holes, parts) = (snapshot.holes.clone(), parts(dossier, &snapshot.holes));
        self.last = Some(Run { sources: snapshot.sources.clone(), images, holes, parts, found });
    }

    fn run(
        &self,
        rules: &[(&'static Rule, Option<Severity>)],
        snapshot: &Snapshot,
        (read, dossier): (&Dossier, &Dossier),
        changes: Option<&Changes<'_>>,
        others: &[ComparedAct<'_>],
    ) -> Vec<Vec<Diagnostic>> {
        let over = |dossier| Context::new(dossier, snapshot, &self.readings).beside(others);
        // Without a hole, both are the same act: only one is looked at, whose pieces are cut once.
        let (whole, with_holes) = (over(dossier), (!std::ptr::eq(read, dossier)).then(|| over(read)));
        let left = changes.map(|c| (over(&c.left), c.left_with_holes.as_ref().map(over)));
        super::run(rules, |rule| {
            let of_passages = rule.scope == Scope::Passage;
            let before = changes.and_then(|c| c.found.get(rule.code)).filter(|_| is_by_file(rule));
            match (before, &left, changes) {
                (Some(before), Some((left, with_holes)), Some(changes)) => {
                    let mut found = (rule.check)(with_holes.as_ref().filter(|_| of_passages).unwrap_or(left));
                    found.extend(before.iter().filter_map(|finding| changes.again(finding)));
                    found
                }
                _ => (rule.check)(with_holes.as_ref().filter(|_| of_passages).unwrap_or(&whole)),
            }
        })
    }
}

/// Whether what a rule finds in a file depends on that file alone, beside the frame.
fn is_by_file(rule: &Rule) -> bool {
    matches!(rule.scope, Scope::Passage | Scope::File)
}

impl Run {
    /// What changed since; nothing when more than fiches and articles did.
    fn changes(&self, snapshot: &Snapshot, read: &Dossier, dossier: &Dossier) -> Option<Changes<'_>> {
        let mut again = snapshot.sources.found_again(&self.sources);
        let (old, new) = (&self.holes, &snapshot.holes);
        let here = |files: &BTreeSet<FileId>| -> BTreeSet<FileId> {
            files.iter().filter_map(|file| again.get(file).copied()).collect()
        };
        let same_matrix = old.matrix.and_then(|file| again.get(&file).copied()) == new.matrix;
        if !same_matrix
            || old.pages != new.pages
            || old.rapports != new.rapports
            || self.images != snapshot.images
        {
            return None;
        }
        // What is wrong in another file may make a hole of one that did not change.
        let (files, loose) = (here(&old.files), here(&old.loose));
        let in_holes: BTreeSet<FileId> = files
            .symmetric_difference(&new.files)
            .chain(loose.symmetric_difference(&new.loose))
            .copied()
            .collect();
        again.retain(|_, file| !in_holes.contains(file));
        let kept: BTreeSet<FileId> = again.values().copied().collect();
        let parts = parts(dossier, new);
        let is_gone = |file: &FileId| !again.contains_key(file);
        let is_new = |file: &FileId| !kept.contains(file);
        let mut gone = self.sources.iter().map(|(file, _)| file).filter(is_gone);
        let mut come = snapshot.sources.iter().map(|(file, _)| file).filter(is_new);
        if !gone.all(|file| self.parts.contains(&file)) || !come.all(|file| parts.contains(&file)) {
            return None;
        }
        let same: BTreeSet<FileId> = parts.intersection(&kept).copied().collect();
        let left = dossier.without(&same, &BTreeSet::new());
        let left_with_holes = (!std::ptr::eq(read, dossier)).then(|| read.without(&same, &BTreeSet::new()));
        Some(Changes { same, again, left, left_with_holes, found: &self.found })
    }
}

/// The fiches and the articles, those that lack something included.
fn parts(dossier: &Dossier, holes: &Holes) -> BTreeSet<FileId> {
    let fiches = dossier.fiches.iter().map(|fiche| fiche.span.file);
    let articles = dossier.articles.iter().map(|article| article.span.file);
    fiches.chain(articles).chain(holes.files.iter().copied()).collect()
}

impl Changes<'_> {
    /// A finding of the last check, if it still stands: it is of a fiche or article that did not change.
    fn again(&self, finding: &Diagnostic) -> Option<Diagnostic> {
        let files = finding.labels.iter().map(|label| self.again.get(&label.span.file).copied());
        let files: Vec<FileId> = files.collect::<Option<_>>()?;
        let stands = files.iter().any(|file| self.same.contains(file));
        stands.then(|| finding.moved(|file| self.again.get(&file).copied().unwrap_or(file)))
    }
}
