//! Templates: tera texts embedded in the binary, overridable file by file, every string of which is
//! escaped on output. `{{`, `{%` and `{#` are tera's; Typst code in a template writes `{ ` with a space.

use std::collections::BTreeMap;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use super::escaping;
use super::lines::{self, LineMap};
use crate::diagnostic::Diagnostic;
use crate::text::{FileId, ProjectPath, Sources, Span};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The templates of a document, and the prose that they may place.
#[derive(Debug)]
pub struct TemplateStore {
    tera: Tera,
    sources: BTreeMap<String, FileId>,
    charte: BTreeMap<String, FileId>,
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
    /// Prepares the templates; `surcharges` are the user's own, by path below the project. `proses` is what
    /// the filter `prose` gives, by rank: the only Typst that a template can place without escaping.
    ///
    /// # Errors
    /// The mistakes of the templates, at their own file and line.
    pub fn new(
        sources: &mut Sources,
        overrides: &[(ProjectPath, FileId)],
        proses: Vec<String>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut texts: BTreeMap<String, FileId> = BTreeMap::new();
        embed(&EMBEDDED, sources, &mut texts);
        for (path, file) in overrides {
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
        let proses = Arc::new(proses);
        tera.register_filter("prose", move |index: usize, _: Kwargs, _: &State<'_>| -> TeraResult<Value> {
            match proses.get(index) {
                Some(typst) => Ok(Value::safe_string(typst)),
                None => Err(tera::Error::message(format!("il n’y a pas de texte de rang {index}"))),
            }
        });
        let marks: Vec<(String, String)> = templates
            .iter()
            .map(|(name, file)| (name.clone(), lines::add_marks(sources.source(*file).text(), *file)))
            .collect();
        let added = tera.add_raw_templates(marks.iter().map(|(n, t)| (n.as_str(), t.as_str())));
        let ready = Self { tera, sources: templates, charte };
        match added {
            Ok(()) => Ok(ready),
            Err(e) => Err(vec![ready.translate(&e, sources)]),
        }
    }

    /// The files of the charte, by path below `charte/`.
    pub fn charte(&self) -> impl Iterator<Item = (&str, FileId)> {
        self.charte.iter().filter(|(n, _)| n.starts_with("charte/")).map(|(n, f)| (n.as_str(), *f))
    }

    /// Renders a template.
    ///
    /// # Errors
    /// What the template asks for and is not there, at its own file and line.
    pub fn render(
        &self,
        name: &str,
        context: &impl Serialize,
        sources: &Sources,
    ) -> Result<Rendered, Box<Diagnostic>> {
        let rendered = Context::from_serialize(context).and_then(|c| self.tera.render(name, &c));
        match rendered {
            Ok(text) => Ok(lines::strip_marks(&text, sources)),
            Err(e) => Err(Box::new(self.translate(&e, sources))),
        }
    }

    fn translate(&self, error: &tera::Error, sources: &Sources) -> Diagnostic {
        let help = "vérifier le gabarit ; les données qu’il reçoit sont décrites dans docs/gabarits.md";
        let (ErrorKind::SyntaxError(rapport) | ErrorKind::RenderingError(rapport)) = error.kind() else {
            return Diagnostic::without_place("GAB-001", format!("les gabarits ne se lisent pas : {error}"))
                .help(help);
        };
        let message = format!("le gabarit a une faute : {}", rapport.message());
        let Some(file) = self.sources.get(rapport.filename()) else {
            return Diagnostic::without_place("GAB-001", message).help(help);
        };
        // tera counts columns in characters, with the mark of the line.
        let source = sources.source(*file);
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
