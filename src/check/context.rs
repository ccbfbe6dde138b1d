//! What rules look at: the model, and ways through it that several rules take.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use crate::check::other_acts::ComparedAct;
use crate::check::readings::{Reading, Readings, ReadingsOf};
use crate::check::shares::{FileShare, FileTexts};
use crate::ledger::rapport::RapportSummary;
use crate::model::passage::is_prose;
use crate::model::text::Reference;
use crate::model::{Day, Dossier, Fiche, Passage, Rapport};
use crate::snapshot::{Holes, LinkTarget, Links, Snapshot};
use crate::text::{FileId, Sources};

/// The model and its ways.
#[derive(Debug)]
pub struct Context<'d> {
    /// All that the edition says.
    pub dossier: &'d Dossier,
    /// What was written: a repair is made on the letter of it.
    pub sources: &'d Sources,
    /// Where the references of the texts lead.
    links: &'d Links,
    /// What could not be read.
    holes: &'d Holes,
    /// What was read in the texts.
    readings: &'d Readings,
    /// The other acts that this one is compared with.
    others: &'d [ComparedAct<'d>],
    /// The files and their texts.
    files: OnceLock<Vec<FileTexts<'d>>>,
    /// The financial account of each report.
    summaries: OnceLock<Vec<RapportSummary<'d>>>,
}

impl<'d> Context<'d> {
    /// Over what is left of the model of a snapshot.
    pub fn new(dossier: &'d Dossier, snapshot: &'d Snapshot, readings: &'d Readings) -> Self {
        let Snapshot { sources, links, holes, .. } = snapshot;
        let (files, summaries) = (OnceLock::new(), OnceLock::new());
        Self { dossier, sources, links, holes, readings, others: &[], files, summaries }
    }

    /// Beside other acts of the same collectivité.
    #[must_use]
    pub fn beside(mut self, others: &'d [ComparedAct<'d>]) -> Self {
        self.others = others;
        self
    }

    /// The other acts that this one is compared with.
    pub(crate) fn others(&self) -> &'d [ComparedAct<'d>] {
        self.others
    }

    /// Where a reference of a text leads.
    pub(crate) fn target(&self, reference: &Reference) -> Option<&'d LinkTarget> {
        self.links.get(reference.span).map(|link| &link.target)
    }

    /// The links of all the texts.
    pub(crate) fn all_links(&self) -> &'d Links {
        self.links
    }

    /// Where the references of all the texts lead.
    pub(crate) fn links(&self) -> impl Iterator<Item = &'d LinkTarget> {
        self.links.iter().map(|(_, link)| &link.target)
    }

    /// Whether all the names, references and paths of a fiche lead somewhere: one that does not would have counted.
    pub(crate) fn is_linked(&self, fiche: &Fiche) -> bool {
        !self.holes.loose.contains(&fiche.span.file)
    }

    /// The readings of a kind: asked for once by a rule, which then reads its texts in them.
    pub(crate) fn readings<R: Reading>(&self) -> Arc<ReadingsOf<R>> {
        self.readings.of()
    }

    /// The fiches, in order.
    pub fn fiches(&self) -> impl Iterator<Item = &'d Fiche> {
        self.dossier.fiches.iter()
    }

    /// The files of the edition and their texts: those that print something in the order of their passages, then the others.
    pub(crate) fn files(&self) -> &[FileTexts<'d>] {
        self.files.get_or_init(|| {
            // The passages of a file follow one another.
            let runs = self.dossier.passages.chunk_by(|one, next| one.file() == next.file());
            let file = |file, passages| FileTexts { file, passages, pieces: OnceLock::new() };
            let printed = runs.filter_map(|passages| Some(file(passages.first()?.file(), passages)));
            let mut files: Vec<FileTexts<'d>> = printed.collect();
            let known: BTreeSet<FileId> = files.iter().map(|texts| texts.file).collect();
            let others = self.sources.iter().filter(|(file, _)| !known.contains(file));
            files.extend(others.map(|(other, _)| file(other, &[])));
            files
        })
    }

    /// What a rule takes of each file, in the order of [`Self::files`].
    pub(crate) fn shares<S: FileShare>(&self, given: S::Given) -> Vec<Arc<S>> {
        self.readings.shares.of(self, self.files(), given)
    }

    /// The passages of a file, in order.
    pub fn passages_of(&self, file: FileId) -> impl Iterator<Item = &'d Passage> {
        let texts = self.files().iter().find(|texts| texts.file == file);
        texts.map_or(&[][..], |texts| texts.passages).iter()
    }

    /// The passages of the prose of the articles and of the fiches: Markdown, without headings and code.
    pub fn prose(&self) -> impl Iterator<Item = &'d Passage> {
        self.dossier.passages.iter().filter(|p| is_prose(p))
    }

    /// Whether a file is an article or a fiche.
    pub(crate) fn is_of_body(&self, file: FileId) -> bool {
        self.dossier.articles.iter().any(|article| article.span.file == file) || self.fiche_of(file).is_some()
    }

    /// The fiche that a file is.
    pub fn fiche_of(&self, file: FileId) -> Option<&'d Fiche> {
        self.fiches().find(|f| f.span.file == file)
    }

    /// The reports of execution, each with its financial account, added once for all the rules.
    pub fn executions(&self) -> impl Iterator<Item = (&'d Rapport, &RapportSummary<'d>)> {
        let dossier = self.dossier;
        let summarize = |rapport| crate::ledger::rapport::summarize(dossier, rapport);
        let summaries = self.summaries.get_or_init(|| dossier.rapports.iter().map(summarize).collect());
        dossier.rapports.iter().zip(summaries)
    }

    /// The day of signature, when the act is signed.
    pub fn signature(&self) -> Option<Day> {
        use crate::model::life::{ActStatus, LifeStep};
        let convention = &self.dossier.convention;
        convention
            .life
            .day(LifeStep::Signature)
            .filter(|_| convention.status >= ActStatus::Signed)
            .map(|j| j.value)
    }
}
