//! The emitted folder of a document, built file by file from its templates, with the charte and the images.

use std::collections::BTreeMap;

use serde::Serialize;

use super::bundle::Bundle;
use super::lines::LineMap;
use super::templates::{DocumentTemplates, Rendered, TemplateStore};
use crate::diagnostic::Diagnostic;

/// The emitted folder, and from which template each of its lines comes.
#[derive(Debug)]
pub struct Emission {
    /// What is compiled and written.
    pub bundle: Bundle,
    /// By emitted file.
    pub lines: BTreeMap<String, LineMap>,
    /// The day that the document bears: year, month, day.
    pub date: (i32, u8, u8),
}

/// What a template sees besides the act: the part that it prints, under its own name.
pub(super) struct WithAct<'d, T> {
    pub(super) act: &'d crate::document::convention::ActView,
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
    templates: DocumentTemplates<'a>,
    files: BTreeMap<String, Vec<u8>>,
    lines: BTreeMap<String, LineMap>,
    faults: Vec<Diagnostic>,
}

impl<'a> Emitter<'a> {
    /// Starts a document; `proses` is what the filter `prose` of its templates gives, by rank.
    pub(super) fn new(store: &'a TemplateStore, proses: Vec<String>) -> Self {
        let templates = store.with_proses(proses);
        Self { templates, files: BTreeMap::new(), lines: BTreeMap::new(), faults: Vec::new() }
    }

    /// Renders one file.
    pub(super) fn render(&mut self, path: &str, template: &str, context: &impl Serialize) {
        match self.templates.render(template, context) {
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
        date: (i32, u8, u8),
        others: impl Iterator<Item = (String, Vec<u8>)>,
    ) -> Result<Emission, Vec<Diagnostic>> {
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        for (name, text) in self.templates.charte() {
            self.files.insert(name.to_owned(), text.as_bytes().to_vec());
        }
        self.files.extend(others);
        let bundle = Bundle { main_file: main_file.to_owned(), files: self.files };
        Ok(Emission { bundle, lines: self.lines, date })
    }
}
