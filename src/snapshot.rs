//! The act at one version: everything read, nothing drawn. Every later stage takes a [`Snapshot`], and two of them
//! can stand side by side.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Dossier, Passage};
use crate::parse::{self, Parsed, Plan};
use crate::project::{FileRole, Part, Project};
use crate::resolve::{self, Links, Resolved};
use crate::text::{FileId, ProjectPath, Sources, Span};

pub use crate::parse::KeptParts;
pub use crate::resolve::Holes;

/// An edition of a project, read once.
#[derive(Debug)]
pub struct Snapshot {
    /// Name of the edition: that of its folder.
    pub edition: String,
    /// The texts, the project's own templates included.
    pub sources: Sources,
    /// The bytes of the images.
    pub images: BTreeMap<ProjectPath, Vec<u8>>,
    /// The project's own templates, by path from its root.
    pub overrides: Vec<(ProjectPath, FileId)>,
    /// The model, with holes; none when the convention, the organisation or the cadre could not be read.
    pub dossier: Option<Dossier>,
    /// Where the references of the model lead.
    pub links: Links,
    /// What could not be read.
    pub holes: Holes,
    /// What reading the act and resolving its names says.
    pub act_findings: Vec<Diagnostic>,
    /// What reading the rapport and resolving its names says.
    pub rapport_findings: Vec<Diagnostic>,
    /// Said of a rapport that names no revision of the convention, or that has no page of its own: only `calpae new
    /// rapport` goes on with it.
    pub unbound_rapport: Option<Diagnostic>,
}

/// The files where errors stand. A fiche or an article that was not read, or not under its name, is a hole of its own.
fn holes(edition: &str, sources: &Sources, act: &[Diagnostic], rapport: &[Diagnostic]) -> Holes {
    let mut holes = Holes { rapport: rapport.iter().any(is_error), ..Holes::default() };
    for finding in act.iter().filter(|d| is_error(d)) {
        let file = finding.labels.first().map(|l| l.span.file);
        let role = file.and_then(|f| FileRole::meant_by(sources.source(f).path(), edition));
        match (file, role) {
            (Some(file), Some(FileRole::Fiche | FileRole::Article)) => drop(holes.files.insert(file)),
            _ => holes.frame = true,
        }
    }
    holes
}

/// Whether a finding is of a file of the rapport.
fn in_rapport(edition: &str, sources: &Sources, finding: &Diagnostic) -> bool {
    let file = finding.labels.first().map(|l| l.span.file);
    let role = file.and_then(|f| FileRole::meant_by(sources.source(f).path(), edition));
    role.is_some_and(|role| role.part() == Part::Rapport)
}

/// The faults of images that nothing cites: where one is cited, the same is said at its place.
fn of_uncited(images: impl Iterator<Item = Diagnostic>, parsed: &[Diagnostic]) -> Vec<Diagnostic> {
    images
        .filter(|fault| !parsed.iter().any(|d| d.code == fault.code && d.message == fault.message))
        .collect()
}

fn is_error(finding: &Diagnostic) -> bool {
    finding.severity == Severity::Error
}

impl Snapshot {
    /// Reads the files of an opened project.
    pub fn read(project: Project) -> Self {
        Self::assemble(project, parse::read)
    }

    /// Reads them once more: the parts that did not change are those of the last reading.
    pub fn read_again(project: Project, kept: &mut KeptParts) -> Self {
        Self::assemble(project, |sources, plan| parse::read_again(sources, plan, kept))
    }

    fn assemble(project: Project, parse: impl FnOnce(&Sources, &Plan) -> Parsed) -> Self {
        let Project { edition, sources, plan, images, templates, .. } = project;
        let parsed = parse(&sources, &plan);
        let mut act_findings = project.diagnostics;
        act_findings.extend(of_uncited(project.image_diagnostics.into_values(), &parsed.diagnostics));
        let mut rapport_findings = project.rapport_diagnostics;
        let sort = |findings: Vec<Diagnostic>, act: &mut Vec<Diagnostic>, rapport: &mut Vec<Diagnostic>| {
            let (of_rapport, of_act): (Vec<_>, Vec<_>) =
                findings.into_iter().partition(|d| in_rapport(&edition, &sources, d));
            act.extend(of_act);
            rapport.extend(of_rapport);
            holes(&edition, &sources, act, rapport)
        };
        let holes = sort(parsed.diagnostics, &mut act_findings, &mut rapport_findings);
        let resolved = parsed.dossier.as_ref().map(|d| resolve::resolve(d, &holes));
        let Resolved { links, diagnostics } = resolved.unwrap_or_default();
        let mut holes = sort(diagnostics, &mut act_findings, &mut rapport_findings);
        let unbound_rapport = match plan.rapport {
            Some(_) => parsed.dossier.as_ref().and_then(unbound),
            None => unfinished(&sources, &edition).filter(|_| !holes.rapport),
        };
        holes.rapport |= unbound_rapport.is_some();
        Self {
            edition,
            sources,
            images,
            overrides: templates,
            dossier: parsed.dossier,
            links,
            holes,
            act_findings,
            rapport_findings,
            unbound_rapport,
        }
    }

    /// All that reading says, of the act and of the rapport.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.act_findings.iter().chain(&self.rapport_findings).chain(&self.unbound_rapport)
    }

    /// The printed texts of the act, or of its rapport.
    pub fn passages(&self, part: Part) -> &[Passage] {
        match (&self.dossier, part) {
            (Some(dossier), Part::Act) => &dossier.passages,
            (Some(Dossier { rapport: Some(rapport), .. }), Part::Rapport) => &rapport.passages,
            _ => &[],
        }
    }

    /// The model, when the act and the rapport were read without error.
    pub fn whole(&self) -> Option<&Dossier> {
        self.dossier.as_ref().filter(|_| !self.holes.in_act() && !self.holes.rapport)
    }

    /// The model as rules may see it: whole, or without the files that have a hole; none when the frame of the act
    /// has one.
    pub fn readable(&self) -> Option<Cow<'_, Dossier>> {
        let dossier = self.dossier.as_ref().filter(|_| !self.holes.frame)?;
        Some(match self.whole() {
            Some(whole) => Cow::Borrowed(whole),
            None => Cow::Owned(dossier.without(&self.holes.files, self.holes.rapport)),
        })
    }

    /// The digest of the act, in hexadecimal. The rapport is not part of the act: filling it changes nothing here.
    pub fn act_digest(&self) -> String {
        self.digest(false)
    }

    /// The digest of the act and of its rapport, in hexadecimal.
    pub fn full_digest(&self) -> String {
        self.digest(true)
    }

    fn digest(&self, with_rapport: bool) -> String {
        let mut hasher = Sha256::new();
        let mut add = |name: &str, bytes: &[u8]| {
            hasher.update((name.len() as u64).to_be_bytes());
            hasher.update(name);
            hasher.update((bytes.len() as u64).to_be_bytes());
            hasher.update(bytes);
        };
        let counts = |path: &ProjectPath| match FileRole::of(path, &self.edition).map(FileRole::part) {
            Some(Part::Act) => true,
            Some(Part::Rapport) => with_rapport,
            Some(Part::Layout) | None => false,
        };
        for (_, source) in self.sources.iter().filter(|(_, s)| counts(s.path())) {
            add(source.path().as_str(), source.text().as_bytes());
        }
        for (path, bytes) in self.images.iter().filter(|(path, _)| counts(path)) {
            add(path.as_str(), bytes);
        }
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Said of a rapport that names no revision of the convention.
fn unbound(dossier: &Dossier) -> Option<Diagnostic> {
    let rapport = dossier.rapport.as_ref().filter(|r| r.revisions.is_empty())?;
    let finding = Diagnostic::error(
        "PRJ-004",
        rapport.period.span,
        "le rapport ne dit pas quelle révision de la convention il exécute",
    );
    Some(
        finding
            .help("lancer « calpae new rapport » : il écrit reference.yaml et garde ce qui est déjà rempli"),
    )
}

/// Said of the pages of a rapport that has no `rapport.yaml`, as one that `calpae new rapport` could not finish.
fn unfinished(sources: &Sources, edition: &str) -> Option<Diagnostic> {
    let is_page =
        |path: &ProjectPath| FileRole::of(path, edition).is_some_and(|role| role.part() == Part::Rapport);
    let (file, _) = sources.iter().find(|(_, source)| is_page(source.path()))?;
    let message = format!("le rapport n’est pas lu : « content/{edition}/rapport/rapport.yaml » manque");
    let finding = Diagnostic::error("PRJ-005", Span { file, start: 0, end: 0 }, message);
    Some(finding.help("lancer « calpae new rapport » : il l’écrit et garde ce qui est déjà rempli"))
}
