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
use crate::text::{FileId, ProjectPath, Sources};

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
    /// Said of a rapport that names no revision of the convention: only `calpae new rapport` goes on without one.
    pub unbound_rapport: Option<Diagnostic>,
}

/// The files where errors stand.
fn holes(plan: &Plan, findings: &[Diagnostic]) -> Holes {
    let mut holes = Holes::default();
    for finding in findings.iter().filter(|d| is_error(d)) {
        match finding.labels.first().map(|l| l.span.file) {
            _ if in_rapport(plan, finding) => holes.rapport = true,
            Some(file) if plan.fiches.contains(&file) || plan.articles.contains(&file) => {
                holes.files.insert(file);
            }
            _ => holes.frame = true,
        }
    }
    holes
}

fn in_rapport(plan: &Plan, finding: &Diagnostic) -> bool {
    let file = finding.labels.first().map(|l| l.span.file);
    file.is_some_and(|f| plan.rapport.as_ref().is_some_and(|r| r.contains(f)))
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
        let Project { edition, sources, plan, images, templates, diagnostics } = project;
        let parsed = parse(&sources, &plan);
        let mut findings = diagnostics;
        findings.extend(parsed.diagnostics);
        let resolved = parsed.dossier.as_ref().map(|d| resolve::resolve(d, &holes(&plan, &findings)));
        let Resolved { links, diagnostics } = resolved.unwrap_or_default();
        findings.extend(diagnostics);
        let unbound_rapport = parsed.dossier.as_ref().and_then(unbound);
        let mut holes = holes(&plan, &findings);
        holes.rapport |= unbound_rapport.is_some();
        let (rapport_findings, act_findings): (Vec<_>, Vec<_>) =
            findings.into_iter().partition(|d| in_rapport(&plan, d));
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
