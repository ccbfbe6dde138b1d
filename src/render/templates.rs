//! The tera templates embedded in the binary, which a project may override file by file. Every string is escaped on
//! output. `{{`, `{%` and `{#` belong to tera: Typst code in a template writes `{ ` with a space.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use include_dir::{Dir, File, include_dir};
use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use super::escaping;
use super::lines::{self, LineMap};
use crate::diagnostic::{Diagnostic, Stage, near};
use crate::snapshot::Snapshot;
use crate::text::{FileId, ProjectPath, Sources, Span};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The templates of a run, compiled once: the program's, with the project's in place of those it overrides.
#[derive(Debug)]
pub struct TemplateStore {
    tera: Tera,
    /// Files of the project, then templates of the program, so that a place in either resolves here.
    sources: Sources,
    templates: BTreeMap<String, FileId>,
    charte: BTreeMap<String, FileId>,
}

/// The templates of a store, with the prose of one document behind their `prose` filter.
pub(super) struct DocumentTemplates<'a> {
    store: &'a TemplateStore,
    tera: Tera,
}

/// A rendered file.
#[derive(Debug)]
pub struct Rendered {
    /// Typst source.
    pub text: String,
    /// Where each line comes from.
    pub lines: LineMap,
}

impl TemplateStore {
    /// Compiles the templates. What is wrong in them comes beside, at the file and line of the template.
    pub fn new(snapshot: &Snapshot) -> (Self, Vec<Diagnostic>) {
        let mut sources = snapshot.sources.clone();
        let mut texts: BTreeMap<String, FileId> = BTreeMap::new();
        for (path, file) in overridable() {
            if let (Ok(name), Some(text)) = (ProjectPath::new(&path), file.contents_utf8()) {
                texts.insert(path, sources.add(name, text));
            }
        }
        for (path, file) in &snapshot.overrides {
            texts.insert(path.as_str().to_owned(), *file);
        }
        let (templates, charte) = texts
            .into_iter()
            .filter_map(|(name, f)| name.strip_prefix("templates/").map(|n| (n.to_owned(), f)))
            .partition::<BTreeMap<_, _>, _>(|(name, _)| name.ends_with(".typ.tera"));
        let mut tera = Tera::default();
        tera.autoescape_on([".typ.tera"]);
        tera.set_escape_fn(|text, output| output.write_all(escaping::text(text).as_bytes()));
        tera.register_filter("chaine", |text: &str, _: Kwargs, _: &State<'_>| {
            Value::safe_string(&escaping::string(text))
        });
        register_proses(&mut tera, Vec::new());
        let marked: Vec<(String, String)> = templates
            .iter()
            .map(|(name, file)| (name.clone(), lines::add_marks(sources.source(*file).text(), *file)))
            .collect();
        let added = tera.add_raw_templates(marked.iter().map(|(n, t)| (n.as_str(), t.as_str())));
        let store = Self { tera, sources, templates, charte };
        let faults = added.err().map(|e| store.translate(&e).at_stage(Stage::Render)).into_iter().collect();
        (store, faults)
    }

    /// The files of the project and the templates of the program: what a place in a finding resolves in.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Those texts, when nothing more is to be rendered.
    pub fn into_sources(self) -> Sources {
        self.sources
    }

    /// Gives the templates the prose of a document, by rank.
    pub(super) fn with_proses(&self, proses: Vec<String>) -> DocumentTemplates<'_> {
        let mut tera = self.tera.clone();
        register_proses(&mut tera, proses);
        DocumentTemplates { store: self, tera }
    }

    /// Turns an error of tera into a finding in the template, its marks discounted.
    fn translate(&self, error: &tera::Error) -> Diagnostic {
        let help = "vérifier le gabarit, ou le mettre de côté : celui du programme reprend sa place, et « calpae new gabarit » en donne une copie à comparer";
        let (ErrorKind::SyntaxError(fault) | ErrorKind::RenderingError(fault)) = error.kind() else {
            return Diagnostic::without_place("GAB-001", format!("les gabarits ne se lisent pas : {error}"))
                .help(help);
        };
        let message = format!("le gabarit a une faute : {}", fault.message());
        let Some(file) = self.templates.get(fault.filename()) else {
            return Diagnostic::without_place("GAB-001", message).help(help);
        };
        // tera counts columns in characters, the mark of the line included.
        let source = self.sources.source(*file);
        let line = fault.span().start_line;
        let column = fault.span().start_col.saturating_sub(lines::mark_length(source.text(), line, *file));
        let text = source.text().lines().nth(line.saturating_sub(1)).unwrap_or("");
        let byte = |index: usize| text.char_indices().nth(index).map_or(text.len(), |(i, _)| i);
        let end =
            if fault.span().end_line == line { column + fault.span().range.len().max(1) } else { usize::MAX };
        let here = source.line_start(line);
        let (start, end) = (here + byte(column), here + byte(end));
        Diagnostic::error("GAB-001", Span { file: *file, start, end: end.max(start) }, message).help(help)
    }
}

/// The templates and the charte of the program: path from the root of a project that would take their place, and text.
pub fn embedded() -> BTreeMap<String, &'static str> {
    overridable().into_iter().filter_map(|(path, file)| Some((path, file.contents_utf8()?))).collect()
}

/// Their paths.
pub fn names() -> impl Iterator<Item = String> {
    overridable().into_keys()
}

/// A template of the program, by its path below `templates/`.
pub(super) fn embedded_text(name: &str) -> Option<&'static str> {
    EMBEDDED.get_file(name)?.contents_utf8()
}

/// Whether a template of the project says something else than the program's.
pub fn has_own(snapshot: &Snapshot) -> bool {
    own_templates(snapshot).next().is_some()
}

/// The templates of the project that say something else than the program's.
pub fn own_templates(snapshot: &Snapshot) -> impl Iterator<Item = &(ProjectPath, FileId)> {
    snapshot.overrides.iter().filter(|(path, file)| {
        let name = path.as_str().strip_prefix("templates/");
        let own = name.and_then(embedded_text);
        own != Some(snapshot.sources.source(*file).text())
    })
}

/// What is said of the project's own templates that take the place of none of the program's, and that none of the
/// project's others names: they change nothing.
pub fn idle_overrides(snapshot: &Snapshot) -> Vec<Diagnostic> {
    if snapshot.overrides.is_empty() {
        return Vec::new();
    }
    let known: BTreeSet<String> = program_files().into_keys().collect();
    let text = |file: &FileId| snapshot.sources.source(*file).text();
    let mut findings = Vec::new();
    for (path, file) in &snapshot.overrides {
        let name = path.as_str().rsplit('/').next().unwrap_or_default();
        let is_named =
            |(other, text_of): &(ProjectPath, FileId)| other != path && text(text_of).contains(name);
        if known.contains(path.as_str()) || snapshot.overrides.iter().any(is_named) {
            continue;
        }
        let help = match near(path.as_str(), known.iter().map(String::as_str)) {
            Some(near) => format!("vouliez-vous dire « {near} » ?"),
            None => "« calpae new gabarit --help » donne la liste de ceux que l’on peut remplacer".to_owned(),
        };
        let here = Span { file: *file, start: 0, end: 0 };
        let message = format!("« {path} » ne remplace aucun gabarit");
        findings.push(Diagnostic::error("PRJ-006", here, message).warning().help(help));
    }
    findings
}

impl DocumentTemplates<'_> {
    /// The files of the charte: path below `templates/`, text.
    pub(super) fn charte(&self) -> impl Iterator<Item = (&str, &str)> {
        let files = self.store.charte.iter().filter(|(name, _)| name.starts_with("charte/"));
        files.map(|(name, file)| (name.as_str(), self.store.sources.source(*file).text()))
    }

    /// Renders a template.
    ///
    /// # Errors
    /// What tera refuses, such as a field that does not exist, at the file and line of the template.
    pub(super) fn render(&self, name: &str, context: &impl Serialize) -> Result<Rendered, Box<Diagnostic>> {
        let rendered = Context::from_serialize(context).and_then(|c| self.tera.render(name, &c));
        match rendered {
            Ok(text) => Ok(lines::strip_marks(&text, &self.store.sources)),
            Err(e) => Err(Box::new(self.store.translate(&e).at_stage(Stage::Render))),
        }
    }
}

/// Registers the filter `prose`, from rank to Typst: the only text that a template outputs unescaped.
fn register_proses(tera: &mut Tera, proses: Vec<String>) {
    let proses = Arc::new(proses);
    tera.register_filter("prose", move |rank: usize, _: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        match proses.get(rank) {
            Some(typst) => Ok(Value::safe_string(typst)),
            None => Err(tera::Error::message(format!("il n’y a pas de texte de rang {rank}"))),
        }
    });
}

/// The files of the program that a project may override, by the path of its own.
fn overridable() -> BTreeMap<String, &'static File<'static>> {
    let mut files = program_files();
    // The page of a comparison is no document of a project: none overrides it.
    files.retain(|path, _| !path.ends_with(".html.tera"));
    files
}

/// The templates and the charte of the program, by the path of those of a project.
fn program_files() -> BTreeMap<String, &'static File<'static>> {
    let mut found = BTreeMap::new();
    add_files(&EMBEDDED, &mut found);
    found
}

fn add_files(folder: &'static Dir<'static>, found: &mut BTreeMap<String, &'static File<'static>>) {
    for file in folder.files() {
        if let Some(path) = file.path().to_str() {
            found.insert(format!("templates/{}", path.replace('\\', "/")), file);
        }
    }
    folder.dirs().for_each(|subfolder| add_files(subfolder, found));
}
