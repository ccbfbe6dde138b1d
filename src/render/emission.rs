//! The emitted folder of a document, built file by file from its templates, with the charte and the images.

use std::collections::BTreeMap;

use serde::Serialize;

use super::bundle::Bundle;
use super::lines::LineMap;
use super::templates::{Rendered, TemplateStore};
use crate::diagnostic::Diagnostic;
use crate::text::{FileId, ProjectPath, Sources};

/// The emitted folder, and from which template each of its lines comes.
#[derive(Debug)]
pub struct Emission {
    /// What is compiled and written.
    pub bundle: Bundle,
    /// By emitted file.
    pub lines: BTreeMap<String, LineMap>,
}

/// What a template sees besides the act: the part that it prints, under its own name.
pub(super) struct WithAct<'d, T> {
    pub(super) act: &'d crate::document::convention::Act,
    pub(super) name: &'static str,
    pub(super) view: &'d T,
}

impl<T: Serialize> Serialize for WithAct<'_, T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map_reader = serializer.serialize_map(Some(2))?;
        map_reader.serialize_entry("acte", self.act)?;
        map_reader.serialize_entry(self.name, self.view)?;
        map_reader.end()
    }
}

/// Renders the files of a document and gathers the mistakes of its templates.
pub(super) struct Emitter<'a> {
    templates: TemplateStore,
    sources: &'a Sources,
    files: BTreeMap<String, Vec<u8>>,
    lines: BTreeMap<String, LineMap>,
    faults: Vec<Diagnostic>,
}

impl<'a> Emitter<'a> {
    /// Reads the templates; `proses` is what their filter `prose` gives, by rank.
    pub(super) fn new(
        sources: &'a mut Sources,
        overrides: &[(ProjectPath, FileId)],
        proses: Vec<String>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let templates = TemplateStore::new(sources, overrides, proses)?;
        let (files, lines) = (BTreeMap::new(), BTreeMap::new());
        Ok(Self { templates, sources, files, lines, faults: Vec::new() })
    }

    /// Renders one file.
    pub(super) fn render(&mut self, path: &str, template: &str, context: &impl Serialize) {
        match self.templates.render(template, context, self.sources) {
            Ok(Rendered { text, lines }) => {
                self.files.insert(path.to_owned(), text.into_bytes());
                self.lines.insert(path.to_owned(), lines);
            }
            // The same fault of a template, met for each fiche, is one fault.
            Err(d) if self.faults.contains(&d) => {}
            Err(d) => self.faults.push(*d),
        }
    }

    /// The whole folder: what was rendered, the charte, and other files by path.
    pub(super) fn finish(
        mut self,
        main_file: &str,
        others: impl Iterator<Item = (String, Vec<u8>)>,
    ) -> Result<Emission, Vec<Diagnostic>> {
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        for (name, file) in self.templates.charte() {
            let text = self.sources.source(file).text();
            self.files.insert(name.to_owned(), text.as_bytes().to_vec());
        }
        self.files.extend(others);
        let bundle = Bundle { main_file: main_file.to_owned(), files: self.files };
        Ok(Emission { bundle, lines: self.lines })
    }
}
