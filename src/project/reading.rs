//! The bytes of a project, one file after another, to its texts, its images, and what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};

use super::avenants::moved_images;
use super::encoding::{Undecodable, decode};
use super::layout::{Unread, misnamed_file};
use super::pictures::{self, PictureFault};
use super::role::rapport_of;
use super::{FileRole, Part, Project, ProjectError, Tree, TreeError, path};
use crate::diagnostic::{Diagnostic, FolderMove, Gap};
use crate::model::edition::{OLD_RAPPORT, RAPPORTS, in_avenant, in_rapport};
use crate::parse::{Images, Plan, RapportPlan};
use crate::text::{FileId, ProjectPath, Sources, Span};

/// Accumulates the files of a project while it is opened.
pub(super) struct TreeReading<'a> {
    edition: &'a str,
    /// The folder of the edition.
    folder: ProjectPath,
    sources: Sources,
    texts: BTreeMap<FileRole, Vec<FileId>>,
    images: BTreeMap<ProjectPath, Vec<u8>>,
    others: BTreeSet<ProjectPath>,
    /// The fault of each file that was left out.
    faults: BTreeMap<ProjectPath, Diagnostic>,
    /// Those of the files of each report, by its identifier.
    rapport_faults: BTreeMap<String, Vec<Diagnostic>>,
    image_faults: BTreeMap<ProjectPath, Diagnostic>,
    /// What is said of files that are not read, whose names no path may have.
    unread: Vec<Diagnostic>,
}

impl<'a> TreeReading<'a> {
    pub(super) fn new(edition: &'a str, folder: ProjectPath) -> Self {
        Self {
            edition,
            folder,
            sources: Sources::default(),
            texts: BTreeMap::new(),
            images: BTreeMap::new(),
            others: BTreeSet::new(),
            faults: BTreeMap::new(),
            rapport_faults: BTreeMap::new(),
            image_faults: BTreeMap::new(),
            unread: Vec::new(),
        }
    }

    /// Adds a file that has a role.
    pub(super) fn add(&mut self, path: ProjectPath, role: FileRole, bytes: Result<Vec<u8>, TreeError>) {
        match (role, bytes) {
            (FileRole::Image { .. }, Err(error)) => {
                let fault = Diagnostic::without_place("PRJ-001", error.to_string()).warning();
                self.image_faults.insert(path, fault);
            }
            (_, Err(error)) => {
                // A text that could not be read has a place all the same: its beginning.
                let span = self.place(&path, "");
                self.fault(path, role.part(), Diagnostic::error("PRJ-001", span, error.to_string()));
            }
            (FileRole::Image { .. }, Ok(bytes)) => self.picture(path, bytes),
            (_, Ok(bytes)) => self.text(path, role, bytes),
        }
    }

    /// Adds what is said of what nothing reads.
    pub(super) fn leave_out(&mut self, tree: &dyn Tree, unread: impl IntoIterator<Item = Unread>) {
        for Unread { path, image, rapport, mut finding } in unread {
            if let Some(path) = path {
                let bytes = tree.read(&path, FileRole::Article.size_max()).unwrap_or_default();
                let span = self.place(&path, &decode(bytes).unwrap_or_else(|fault| fault.text));
                finding = Diagnostic {
                    severity: finding.severity,
                    help: finding.help,
                    gap: if finding.gap == Gap::Pages { Gap::Pages } else { Gap::File },
                    ..Diagnostic::error(finding.code, span, finding.message)
                };
            }
            match (image, rapport) {
                (Some(image), _) => drop(self.image_faults.insert(image, finding)),
                (None, Some(id)) => self.rapport_faults.entry(id).or_default().push(finding),
                (None, None) => self.unread.push(finding),
            }
        }
    }

    /// Tells the files that a listing has and that have no role: one may be cited as an image.
    pub(super) fn others(&mut self, files: BTreeSet<ProjectPath>) {
        self.others = files.into_iter().filter(|path| !self.images.contains_key(path)).collect();
    }

    /// The beginning of a text that is kept for the excerpt of a diagnostic. It is given no role: it must not be parsed.
    fn place(&mut self, path: &ProjectPath, text: &str) -> Span {
        Span { file: self.sources.add(path.clone(), text), start: 0, end: 0 }
    }

    fn fault(&mut self, path: ProjectPath, part: Part, fault: Diagnostic) {
        let fault = fault.leaves(Gap::File);
        match rapport_of(path.as_str(), self.edition).filter(|_| part == Part::Rapport) {
            Some(id) => self.rapport_faults.entry(id).or_default().push(fault),
            None => drop(self.faults.insert(path, fault)),
        }
    }

    fn text(&mut self, path: ProjectPath, role: FileRole, bytes: Vec<u8>) {
        match decode(bytes) {
            Ok(text) => {
                let file = self.sources.add(path, &text);
                self.texts.entry(role).or_default().push(file);
            }
            Err(undecodable) => {
                let Undecodable { text, fault, message } = *undecodable;
                let span = Span { start: fault.start, end: fault.end, ..self.place(&path, &text) };
                let fault = Diagnostic::error("TXT-001", span, message).help(
                    "l’enregistrer en « UTF-8 » (dans Word ou le Bloc-notes : Enregistrer sous, Encodage)",
                );
                self.fault(path, role.part(), fault);
            }
        }
    }

    fn picture(&mut self, path: ProjectPath, bytes: Vec<u8>) {
        let extension = path.as_str().rsplit_once('.').map_or("", |(_, end)| end);
        match pictures::inspect(extension, &bytes) {
            Ok(()) => drop(self.images.insert(path, bytes)),
            Err(PictureFault { what, help }) => {
                let fault = Diagnostic::without_place("PRJ-002", format!("l’image « {path} » {what}"));
                self.image_faults.insert(path, fault.warning().help(help));
            }
        }
    }

    /// What was read of the edition.
    ///
    /// # Errors
    /// When the organisation or the convention is missing.
    pub(super) fn project(
        mut self,
        tree: &dyn Tree,
        organisation: ProjectPath,
    ) -> Result<Project, ProjectError> {
        let organisation = self.required(tree, FileRole::Organisation, organisation)?;
        let convention = format!("{}/convention.yaml", self.folder);
        let convention = self.required(tree, FileRole::Convention, path(&convention)?)?;
        let cadres = self.all(FileRole::Cadre).into_iter();
        let cadres = cadres.map(|file| (self.sources.source(file).path().stem().to_owned(), file)).collect();
        let unreadable_cadres =
            self.faults.keys().filter(|path| FileRole::of(path, self.edition) == Some(FileRole::Cadre));
        let unreadable_cadres = unreadable_cadres.map(|path| path.stem().to_owned()).collect();
        let templates = self.all(FileRole::Template).into_iter();
        let templates = templates.map(|file| (self.sources.source(file).path().clone(), file)).collect();
        let rapports = self.rapports();
        self.tell_old_place(&rapports);
        let plan = Plan {
            cadres,
            unreadable_cadres,
            organisation,
            convention,
            matrix: self.only(FileRole::Matrix),
            decisions: self.only(FileRole::Decisions),
            life: self.lives().find(|file| !self.is_of_avenant(*file)),
            avenant_lives: self.lives().filter(|file| self.is_of_avenant(*file)).collect(),
            avenants: self.all(FileRole::Avenant),
            articles: self.all(FileRole::Article),
            fiches: self.all(FileRole::Fiche),
            images: Images {
                edition: self.folder.clone(),
                present: self.images.keys().cloned().collect(),
                moved: moved_images(self.images.keys(), self.edition),
                faults: self.image_faults.clone(),
                others: self.others,
            },
            rapports,
        };
        Ok(Project {
            edition: self.edition.to_owned(),
            sources: self.sources,
            plan,
            images: self.images,
            templates,
            diagnostics: self.faults.into_values().chain(self.unread).collect(),
            others: Vec::new(),
            rapport_diagnostics: self.rapport_faults,
            image_diagnostics: self.image_faults,
            unread: BTreeSet::new(),
            avenant: 0,
            amended: None,
        })
    }

    /// The reports that have a main page, by identifier.
    fn rapports(&self) -> Vec<RapportPlan> {
        let id = |file: &FileId| {
            in_rapport(self.sources.source(*file).path().as_str(), self.edition)
                .map(|(id, _)| id.into_owned())
        };
        let main_pages = self.all(FileRole::Rapport).into_iter();
        let plans = main_pages.filter_map(|rapport| {
            let own = id(&rapport)?;
            let of = |role| self.all(role).into_iter().filter(|file| id(file).as_ref() == Some(&own));
            Some(RapportPlan {
                rapport,
                reference: of(FileRole::RapportReference).next(),
                summary: of(FileRole::RapportBilan).next(),
                matrix: of(FileRole::RapportMatrix).next(),
                fiches: of(FileRole::RapportFiche).collect(),
                id: own,
            })
        });
        plans.collect()
    }

    /// Tells the report that stands in the folder where the first versions had the only one.
    fn tell_old_place(&mut self, rapports: &[RapportPlan]) {
        for plan in rapports {
            let path = self.sources.source(plan.rapport).path();
            let old = format!("{}/{OLD_RAPPORT}", self.folder);
            if !path.as_str().strip_prefix(&old).is_some_and(|within| within.starts_with('/')) {
                continue;
            }
            let new = format!("{}/{RAPPORTS}/{}", self.folder, plan.id);
            let place = Span { file: plan.rapport, start: 0, end: 0 };
            let message =
                format!("le dossier de ce rapport est maintenant « {new} » : une édition en a plusieurs");
            let help = "« calpae check --fix » le déplace, avec tout ce qu’il contient";
            let mut finding = Diagnostic::error("PRJ-009", place, message).advice().help(help);
            let paths = (ProjectPath::new(&old), ProjectPath::new(&new));
            if let (Ok(from), Ok(to)) = paths {
                finding.folder_move = Some(FolderMove { from, to });
            }
            self.rapport_faults.entry(plan.id.clone()).or_default().push(finding.leaves(Gap::Nothing));
        }
    }

    /// The pages of the life of the act and of its avenants.
    fn lives(&self) -> impl Iterator<Item = FileId> + use<> {
        self.all(FileRole::Life).into_iter()
    }

    fn is_of_avenant(&self, file: FileId) -> bool {
        in_avenant(self.sources.source(file).path().as_str(), self.edition).is_some()
    }

    /// The texts of a role, in the order of their paths.
    fn all(&self, role: FileRole) -> Vec<FileId> {
        self.texts.get(&role).cloned().unwrap_or_default()
    }

    fn only(&self, role: FileRole) -> Option<FileId> {
        self.texts.get(&role).and_then(|files| files.first().copied())
    }

    /// The text of a role that every project needs; none when it is there and cannot be read, which was said.
    fn required(
        &mut self,
        tree: &dyn Tree,
        role: FileRole,
        path: ProjectPath,
    ) -> Result<Option<FileId>, ProjectError> {
        if self.faults.contains_key(&path) {
            return Ok(None);
        }
        if let Some(file) = self.only(role) {
            return Ok(Some(file));
        }
        let name = format!("« {path} »");
        // A link or a pipe in its place.
        let told = self.unread.iter().find(|finding| finding.message.contains(&name));
        Err(match told.cloned() {
            Some(fault) => ProjectError::UnreadableFile { message: fault.message, help: fault.help },
            None => {
                let folder =
                    path.as_str().rsplit_once('/').and_then(|(folder, _)| ProjectPath::new(folder).ok());
                let near = folder.and_then(|folder| misnamed_file(tree, &folder, path.stem()));
                ProjectError::MissingFile(path, near)
            }
        })
    }
}
