//! Templates: tera texts embedded in the binary, overridable file by file, every string of which is
//! escaped on output. `{{`, `{%` and `{#` are tera's; Typst code in a template writes `{ ` with a space.

use std::collections::BTreeMap;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use super::escaping;
use super::lines::{self, LineMap};
use crate::diagnostic::{Diagnostic, Stage};
use crate::snapshot::Snapshot;
use crate::text::{FileId, ProjectPath, Sources, Span};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The templates of a run, compiled once: those of the program, and the project's own in their place.
#[derive(Debug)]
pub struct TemplateStore {
    tera: Tera,
    /// The texts of the project, then those of the program: a place of either is found here.
    sources: Sources,
    templates: BTreeMap<String, FileId>,
    charte: BTreeMap<String, FileId>,
}

/// The templates of a document: those of a store, and the prose that they may place.
pub(super) struct DocumentTemplates<'a> {
    store: &'a TemplateStore,
    tera: Tera,
}

/// A rendered file and where its lines come from.
#[derive(Debug)]
pub struct Rendered {
    /// The Typst text.
    pub text: String,
    /// Line by line, the template's own line.
    pub lines: LineMap,
}

impl TemplateStore {
    /// Compiles the templates. What is wrong in them comes beside, at its own file and line.
    pub fn new(snapshot: &Snapshot) -> (Self, Vec<Diagnostic>) {
        let mut sources = snapshot.sources.clone();
        let mut texts: BTreeMap<String, FileId> = BTreeMap::new();
        embed(&EMBEDDED, &mut sources, &mut texts);
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

    /// The texts of the project and of the program: where findings are shown from.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The same templates with the prose of a document.
    pub(super) fn with_proses(&self, proses: Vec<String>) -> DocumentTemplates<'_> {
        let mut tera = self.tera.clone();
        register_proses(&mut tera, proses);
        DocumentTemplates { store: self, tera }
    }

    fn translate(&self, error: &tera::Error) -> Diagnostic {
        let help = "vérifier le gabarit ; les données qu’il reçoit sont décrites dans docs/gabarits.md";
        let (ErrorKind::SyntaxError(rapport) | ErrorKind::RenderingError(rapport)) = error.kind() else {
            return Diagnostic::without_place("GAB-001", format!("les gabarits ne se lisent pas : {error}"))
                .help(help);
        };
        let message = format!("le gabarit a une faute : {}", rapport.message());
        let Some(file) = self.templates.get(rapport.filename()) else {
            return Diagnostic::without_place("GAB-001", message).help(help);
        };
        // tera counts columns in characters, with the mark of the line.
        let source = self.sources.source(*file);
        let line = rapport.span().start_line;
        let column = rapport.span().start_col.saturating_sub(lines::mark_length(source.text(), line, *file));
        let text = source.text().lines().nth(line.saturating_sub(1)).unwrap_or("");
        let byte = |index: usize| text.char_indices().nth(index).map_or(text.len(), |(i, _)| i);
        let end = if rapport.span().end_line == line {
            column + rapport.span().range.len().max(1)
        } else {
            usize::MAX
        };
        let here = source.line_start(line);
        let (start, end) = (here + byte(column), here + byte(end));
        Diagnostic::error("GAB-001", Span { file: *file, start, end: end.max(start) }, message).help(help)
    }
}

impl DocumentTemplates<'_> {
    /// The files of the charte, by path below `charte/`, and their text.
    pub(super) fn charte(&self) -> impl Iterator<Item = (&str, &str)> {
        let files = self.store.charte.iter().filter(|(name, _)| name.starts_with("charte/"));
        files.map(|(name, file)| (name.as_str(), self.store.sources.source(*file).text()))
    }

    /// Renders a template.
    ///
    /// # Errors
    /// What the template asks for and is not there, at its own file and line.
    pub(super) fn render(&self, name: &str, context: &impl Serialize) -> Result<Rendered, Box<Diagnostic>> {
        let rendered = Context::from_serialize(context).and_then(|c| self.tera.render(name, &c));
        match rendered {
            Ok(text) => Ok(lines::strip_marks(&text, &self.store.sources)),
            Err(e) => Err(Box::new(self.store.translate(&e).at_stage(Stage::Render))),
        }
    }
}

/// The filter `prose`, by rank: the only Typst that a template places without escaping.
fn register_proses(tera: &mut Tera, proses: Vec<String>) {
    let proses = Arc::new(proses);
    tera.register_filter("prose", move |rank: usize, _: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        match proses.get(rank) {
            Some(typst) => Ok(Value::safe_string(typst)),
            None => Err(tera::Error::message(format!("il n’y a pas de texte de rang {rank}"))),
        }
    });
}

fn embed(dossier: &Dir<'_>, sources: &mut Sources, texts: &mut BTreeMap<String, FileId>) {
    for file in dossier.files() {
        let path = file.path().to_str().map(|p| format!("templates/{}", p.replace('\\', "/")));
        if let (Some(Ok(path)), Some(text)) = (path.as_deref().map(ProjectPath::new), file.contents_utf8()) {
            let name = path.as_str().to_owned();
            texts.insert(name, sources.add(path, text));
        }
    }
    for under in dossier.dirs() {
        embed(under, sources, texts);
    }
}
