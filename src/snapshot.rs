//! The act at one version: everything read, nothing drawn. Every later stage takes a [`Snapshot`], and two of them
//! can stand side by side.

mod avenants;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Gap, Severity, causes};
use crate::model::convention::MatrixValues;
use crate::model::masked::{MaskedKind, PublicVersion};
use crate::model::rapport::Rapport;
use crate::model::{Dossier, Passage};
use crate::parse::{self, Parsed, Plan};
use crate::project::{self, DigestScope, FileRole, Part, Project, rapport_of};
use crate::resolve::{self, Resolved};
use crate::text::{FileId, ProjectPath, Sources, Span};

pub use crate::parse::KeptParts;
pub use crate::resolve::{FicheDatum, Holes, LinkTarget, Links, PayerNames};

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
    /// What reading each report and resolving its names says, by the identifier of the report.
    pub rapport_findings: BTreeMap<String, Vec<Diagnostic>>,
    /// Said of a report that names no revision of the convention, or that has no page of its own: only `calpae new
    /// rapport` goes on with it.
    pub unbound_rapports: BTreeMap<String, Diagnostic>,
    /// What stands among the files of the act and that nothing reads, by path.
    pub unread: BTreeSet<String>,
    /// The act before the last avenant that was read; none when it is the act as it was signed.
    pub amended: Option<Box<Self>>,
    /// What is known of the act itself, when this is its public version.
    pub public: Option<PublicVersion>,
}

/// What a document is of: the act, or one of its reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrintedPart<'a> {
    /// The act.
    Act,
    /// The report of an identifier.
    Rapport(&'a str),
}

/// What reading says, sorted as it comes, with what its errors leave out.
struct Sorted<'p> {
    edition: &'p str,
    sources: &'p Sources,
    act: Vec<Diagnostic>,
    rapports: BTreeMap<String, Vec<Diagnostic>>,
    holes: Holes,
}

impl Sorted<'_> {
    /// The role of the file of a finding, or the one that its name was meant to give it.
    fn role(&self, finding: &Diagnostic) -> Option<(FileId, FileRole)> {
        let file = finding.labels.first()?.span.file;
        Some((file, FileRole::meant_by(self.sources.source(file).path(), self.edition)?))
    }

    fn add(&mut self, finding: Diagnostic) {
        let role = self.role(&finding);
        // The act is whole without the settings of the tool.
        let is_of_settings = role.is_some_and(|(_, role)| role.part() == Part::Settings);
        let finding = if is_of_settings && is_error(&finding) { finding.warning() } else { finding };
        let of_rapport = role.filter(|(_, role)| role.part() == Part::Rapport);
        match of_rapport.and_then(|(file, _)| self.rapport(file)) {
            Some(id) => self.add_of_rapport(id, finding),
            None => {
                self.hollow(&finding, role);
                self.act.push(finding);
            }
        }
    }

    /// The report that a file is of.
    fn rapport(&self, file: FileId) -> Option<String> {
        rapport_of(self.sources.source(file).path().as_str(), self.edition)
    }

    fn add_of_rapport(&mut self, id: String, finding: Diagnostic) {
        if leaves_a_hole(&finding) {
            self.holes.rapports.insert(id.clone());
        }
        self.rapports.entry(id).or_default().push(finding);
    }

    /// Notes what an error of the act leaves out. A fiche or an article that was not read, or not under its name, is a
    /// hole of its own; a template is no part of the act.
    fn hollow(&mut self, finding: &Diagnostic, role: Option<(FileId, FileRole)>) {
        let holes = &mut self.holes;
        match role {
            _ if !leaves_a_hole(finding) => {}
            _ if finding.gap == Gap::Pages => holes.pages = true,
            Some((file, FileRole::Fiche | FileRole::Article | FileRole::Matrix))
                if finding.gap == Gap::Link =>
            {
                holes.loose.insert(file);
            }
            Some((file, FileRole::Fiche | FileRole::Article)) => {
                holes.files.insert(file);
            }
            Some((file, FileRole::Matrix)) => holes.matrix = Some(file),
            Some((_, role)) if matches!(role.part(), Part::Layout | Part::Avenant | Part::Life) => {}
            _ => holes.frame = true,
        }
    }

    /// A fault of a file itself. A cadre that the act does not use prevents nothing.
    fn add_of_file(&mut self, fault: Diagnostic, dossier: Option<&Dossier>) {
        let is_unused = |cadre: FileId| dossier.is_some_and(|dossier| dossier.cadre.file != cadre);
        match self.role(&fault) {
            Some((file, FileRole::Cadre)) if is_unused(file) => self.add(fault.warning()),
            _ => self.add(fault),
        }
    }

    /// Whether the file that names the revision that a report executes could not be read: it names one all the same.
    fn lacks_the_reference(&self, id: &str) -> bool {
        let is_of_it = |d: &Diagnostic| matches!(self.role(d), Some((_, FileRole::RapportReference)));
        self.rapports.get(id).into_iter().flatten().any(|d| leaves_a_hole(d) && is_of_it(d))
    }

    /// What is said of the reports that name no revision, and of those that have no page of their own.
    fn unbound(&self, plan: &Plan, dossier: Option<&Dossier>) -> BTreeMap<String, Diagnostic> {
        let has_a_page = |id: &str| plan.rapports.iter().any(|plan| plan.id == id);
        let read = dossier.into_iter().flat_map(|dossier| &dossier.rapports);
        let bound_to_nothing = read
            .filter(|rapport| !self.lacks_the_reference(&rapport.id))
            .filter_map(|rapport| Some((rapport.id.clone(), unbound(rapport)?)));
        let mut found: BTreeMap<String, Diagnostic> = bound_to_nothing.collect();
        for (file, source) in self.sources.iter() {
            let role = FileRole::of(source.path(), self.edition);
            let id = self.rapport(file).filter(|_| role.is_some_and(|role| role.part() == Part::Rapport));
            if let Some(id) = id.filter(|id| !has_a_page(id) && !self.holes.rapports.contains(id)) {
                found.entry(id).or_insert_with(|| unfinished(file, source.path()));
            }
        }
        found
    }
}

/// Whether the model lacks something because of a finding.
fn leaves_a_hole(finding: &Diagnostic) -> bool {
    is_error(finding) && finding.gap != Gap::Nothing
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
    pub fn read_again(mut project: Project, kept: &mut KeptParts) -> Self {
        kept.hand_down(&mut project.sources);
        Self::assemble(project, |sources, plan| parse::read_again(sources, plan, kept))
    }

    fn assemble(project: Project, parse: impl FnOnce(&Sources, &Plan) -> Parsed) -> Self {
        let Project { edition, sources, plan, images, templates, unread, amended, .. } = project;
        let amended = amended.map(|project| Box::new(Self::read(*project)));
        let Parsed { dossier, diagnostics } = parse(&sources, &plan);
        let mut sorted = Sorted {
            edition: &edition,
            sources: &sources,
            act: Vec::new(),
            rapports: BTreeMap::new(),
            holes: Holes::default(),
        };
        project.diagnostics.into_iter().for_each(|d| sorted.add_of_file(d, dossier.as_ref()));
        let is_cited = |path: &str| {
            let name = path.splitn(3, '/').nth(2).unwrap_or(path);
            let of_images = diagnostics.iter().filter(|d| d.code == "MD-002");
            of_images.flat_map(|d| d.labels.first()).any(|label| sources.text(label.span).contains(name))
        };
        project.others.iter().filter_map(|others| others.tell(is_cited)).for_each(|d| sorted.add(d));
        let of_images = of_uncited(project.image_diagnostics.into_values(), &diagnostics);
        of_images.into_iter().chain(diagnostics).for_each(|d| sorted.add(d));
        for (id, said) in project.rapport_diagnostics {
            said.into_iter().for_each(|d| sorted.add_of_rapport(id.clone(), d));
        }
        let resolved = dossier.as_ref().map(|d| resolve::resolve(d, &sorted.holes));
        let Resolved { links, diagnostics } = resolved.unwrap_or_default();
        diagnostics.into_iter().for_each(|d| sorted.add(d));
        let of_avenants =
            avenants::findings(dossier.as_ref(), (&sources, &images, &edition), amended.as_deref());
        of_avenants.into_iter().for_each(|d| sorted.add(d));
        let unbound_rapports = sorted.unbound(&plan, dossier.as_ref());
        let Sorted { act: mut act_findings, rapports: mut rapport_findings, mut holes, .. } = sorted;
        causes::leave_out_consequences(&mut act_findings);
        rapport_findings.values_mut().for_each(causes::leave_out_consequences);
        holes.rapports.extend(unbound_rapports.keys().cloned());
        Self {
            edition,
            sources,
            images,
            overrides: templates,
            dossier,
            links,
            holes,
            act_findings,
            rapport_findings,
            unbound_rapports,
            unread,
            amended,
            public: None,
        }
    }

    /// The act at each of its versions, the last one first, then what it was before each avenant.
    pub fn versions(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |snapshot| snapshot.amended.as_deref())
    }

    /// The act as it was signed, without its avenants.
    pub fn as_signed(&self) -> &Self {
        self.versions().last().unwrap_or(self)
    }

    /// The act as the avenants in force leave it: what is executed, and what reports account for.
    pub fn in_force(&self) -> &Self {
        let is_in_force = |snapshot: &&Self| {
            snapshot.dossier.as_ref().is_none_or(|dossier| dossier.open_avenant().is_none())
        };
        self.versions().find(is_in_force).unwrap_or(self)
    }

    /// This version and those before it, told to be the public versions of those of the act itself, in the same order.
    #[must_use]
    pub fn published_from(mut self, act: &Self, masked: &[MaskedKind]) -> Self {
        self.public = Some(PublicVersion {
            act_digest: act.act_digest(),
            digest_with_avenants: act.digest_with_avenants(),
            masked: masked.to_vec(),
        });
        if let (Some(own), Some(before)) = (self.amended.take(), &act.amended) {
            self.amended = Some(Box::new(own.published_from(before, masked)));
        }
        self
    }

    /// All that reading says, of the act and of its reports.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        let of_rapports = self.rapport_findings.values().flatten();
        self.act_findings.iter().chain(of_rapports).chain(self.unbound_rapports.values())
    }

    /// What reading says of a report alone.
    pub fn findings_of_rapport(&self, id: &str) -> impl Iterator<Item = &Diagnostic> {
        self.rapport_findings.get(id).into_iter().flatten().chain(self.unbound_rapports.get(id))
    }

    /// The reports of which there is something, read or not, in the order of their periods.
    pub fn rapport_ids(&self) -> Vec<&str> {
        let read =
            self.dossier.iter().flat_map(|dossier| &dossier.rapports).map(|rapport| rapport.id.as_str());
        let mut ids: Vec<&str> = read.collect();
        let of_files = self.rapport_findings.keys().chain(self.unbound_rapports.keys());
        let others: Vec<&str> = of_files.map(String::as_str).filter(|id| !ids.contains(id)).collect();
        ids.extend(others.into_iter().collect::<BTreeSet<_>>());
        ids
    }

    /// The printed texts of the act, or of one of its reports.
    pub fn passages(&self, part: PrintedPart<'_>) -> &[Passage] {
        match (&self.dossier, part) {
            (Some(dossier), PrintedPart::Act) => &dossier.passages,
            (Some(dossier), PrintedPart::Rapport(id)) => {
                dossier.rapport(id).map_or(&[], |rapport| rapport.passages.as_slice())
            }
            (None, _) => &[],
        }
    }

    /// The printed texts of the act and of all its reports.
    pub fn all_passages(&self) -> impl Iterator<Item = &Passage> {
        let of_rapports = |dossier| {
            let dossier: &Dossier = dossier;
            dossier.rapports.iter().flat_map(|rapport| &rapport.passages)
        };
        self.passages(PrintedPart::Act).iter().chain(self.dossier.iter().flat_map(of_rapports))
    }

    /// What of the act the files that documents are made of print: the act, then each report.
    pub fn printed_parts(&self) -> impl Iterator<Item = PrintedPart<'_>> {
        let rapports = self.dossier.iter().flat_map(|dossier| &dossier.rapports);
        std::iter::once(PrintedPart::Act).chain(rapports.map(|rapport| PrintedPart::Rapport(&rapport.id)))
    }

    /// The images that a document may print: those of a report are not those of another.
    pub fn images_of(&self, part: PrintedPart<'_>) -> impl Iterator<Item = (&ProjectPath, &Vec<u8>)> {
        let is_of_another = move |path: &ProjectPath| match (rapport_of(path.as_str(), &self.edition), part) {
            (Some(of), PrintedPart::Rapport(id)) => of != id,
            _ => false,
        };
        self.images.iter().filter(move |(path, _)| !is_of_another(path))
    }

    /// Whether a file is of what a document prints.
    pub fn is_printed_in(&self, file: FileId, part: PrintedPart<'_>) -> bool {
        let path = self.sources.source(file).path();
        match (FileRole::of(path, &self.edition).map(FileRole::part), part) {
            (Some(Part::Act), PrintedPart::Act) => true,
            (Some(Part::Rapport), PrintedPart::Rapport(id)) => {
                rapport_of(path.as_str(), &self.edition).as_deref() == Some(id)
            }
            _ => false,
        }
    }

    /// The model, when the act and the rapport were read without error.
    pub fn whole(&self) -> Option<&Dossier> {
        self.dossier.as_ref().filter(|_| !self.findings().any(|d| self.is_of_content(d)))
    }

    /// Whether a finding is an error, and of the act or of the rapport: a template is read for documents alone.
    fn is_of_content(&self, finding: &Diagnostic) -> bool {
        let path = finding.labels.first().map(|label| self.sources.source(label.span.file).path());
        let role = path.and_then(|path| FileRole::meant_by(path, &self.edition));
        is_error(finding) && role.is_none_or(|role| role.part() != Part::Layout)
    }

    /// The model as rules may see it: whole, or without the files that have a hole; none when the frame of the act
    /// has one.
    pub fn readable(&self) -> Option<Cow<'_, Dossier>> {
        let dossier = self.dossier.as_ref().filter(|_| !self.holes.frame)?;
        let Holes { files, matrix, rapports, .. } = &self.holes;
        if files.is_empty() && matrix.is_none() && rapports.is_empty() {
            return Some(Cow::Borrowed(dossier));
        }
        let files: BTreeSet<FileId> = files.iter().chain(matrix).copied().collect();
        let mut left = dossier.without(&files, rapports);
        if matrix.is_some() {
            left.matrix = MatrixValues::empty();
        }
        Some(Cow::Owned(left))
    }

    /// The files whose errors leave something out, by path.
    pub fn files_with_holes(&self) -> BTreeSet<&ProjectPath> {
        let errors = self.findings().filter(|d| self.is_of_content(d) && leaves_a_hole(d));
        errors.filter_map(|d| d.labels.first()).map(|l| self.sources.source(l.span.file).path()).collect()
    }

    /// The files of which nothing was read, though their text is there for findings to show.
    pub fn unread_files(&self) -> BTreeSet<FileId> {
        let findings = self.findings().filter(|d| matches!(d.gap, Gap::File | Gap::Pages));
        findings.filter_map(|d| d.labels.first()).map(|label| label.span.file).collect()
    }

    /// The number of files and folders of which nothing was read, whatever the reason.
    pub fn unread_count(&self) -> usize {
        let faulty = self.unread_files();
        let faulty = faulty.iter().map(|file| self.sources.source(*file).path().as_str());
        faulty.chain(self.unread.iter().map(String::as_str)).collect::<BTreeSet<_>>().len()
    }

    /// The digest of what is signed, in hexadecimal. The life of the act, what is asked of the program and the reports are not
    /// part of it: they change nothing here.
    pub fn act_digest(&self) -> String {
        match &self.public {
            Some(public) => public.act_digest.clone(),
            None => self.digest(DigestScope::Act),
        }
    }

    /// The digest of the act and of one of its reports, in hexadecimal: filling another changes nothing here.
    pub fn digest_with_rapport(&self, id: &str) -> String {
        self.digest(DigestScope::WithRapport(id))
    }

    /// The digest of the act and of what amends it, in hexadecimal.
    pub fn digest_with_avenants(&self) -> String {
        match &self.public {
            Some(public) => public.digest_with_avenants.clone(),
            None => self.digest(DigestScope::WithAvenants),
        }
    }

    fn digest(&self, scope: DigestScope<'_>) -> String {
        let cadre =
            self.dossier.as_ref().map(|dossier| self.sources.source(dossier.cadre.file).path().stem());
        project::digest((&self.sources, &self.images), &self.edition, cadre, scope)
    }
}

/// Said of a report that names no revision of the convention.
fn unbound(rapport: &Rapport) -> Option<Diagnostic> {
    let id = &rapport.id;
    let finding = Diagnostic::error(
        "PRJ-004",
        rapport.period.span,
        "le rapport ne dit pas quelle révision de la convention il exécute",
    );
    let help = format!(
        "lancer « calpae new rapport {id} » : il écrit reference.yaml et garde ce qui est déjà rempli"
    );
    rapport.revisions.is_empty().then(|| finding.help(help))
}

/// Said of the pages of a report that has no `rapport.yaml`, as one that `calpae new rapport` could not finish.
fn unfinished(file: FileId, path: &ProjectPath) -> Diagnostic {
    let path = path.as_str();
    let folder = match path.split_once("/fiches/") {
        Some((folder, _)) => folder,
        None => path.rsplit_once('/').map_or(path, |(folder, _)| folder),
    };
    let id = folder.rsplit_once('/').map_or(folder, |(_, id)| id);
    let what = if id == "rapport" { String::new() } else { format!(" {id}") };
    let message = format!("le rapport n’est pas lu : « {folder}/rapport.yaml » manque");
    let finding = Diagnostic::error("PRJ-005", Span { file, start: 0, end: 0 }, message);
    finding.help(format!("lancer « calpae new rapport{what} » : il l’écrit et garde ce qui est déjà rempli"))
}
