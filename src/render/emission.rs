//! Builds the emitted folder of a document: one rendered template per file, then the charte and the images.

use std::collections::BTreeMap;

use serde::Serialize;

use super::bundle::Bundle;
use super::lines::LineMap;
use super::templates::{DocumentTemplates, Rendered, TemplateStore};
use crate::diagnostic::{Diagnostic, Stage};

/// Most Typst emitted for one document, in bytes: typesetting takes some 300 times that much memory.
const EMITTED_MAX: usize = 20_000_000;

/// An emitted folder, with the template that each of its lines comes from.
#[derive(Debug)]
pub struct Emission {
    /// Files to compile and to write.
    pub bundle: Bundle,
    /// Origin of the lines, by emitted file. Images and the charte have none.
    pub lines: BTreeMap<String, LineMap>,
    /// Date of the document: year, month, day.
    pub date: (i32, u8, u8),
}

/// The context of a template that prints one part of the act: `acte`, and the part under its own name.
pub(super) struct WithAct<'d, T> {
    pub(super) act: &'d crate::document::act::ActView,
    pub(super) name: &'static str,
    pub(super) view: &'d T,
}

impl<T: Serialize> Serialize for WithAct<'_, T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut context = serializer.serialize_map(Some(2))?;
        context.serialize_entry("acte", self.act)?;
        context.serialize_entry(self.name, self.view)?;
        context.end()
    }
}

/// Renders the files of a document one by one, collecting what is wrong in its templates.
pub(super) struct Emitter<'a> {
    templates: DocumentTemplates<'a>,
    files: BTreeMap<String, Vec<u8>>,
    lines: BTreeMap<String, LineMap>,
    faults: Vec<Diagnostic>,
}

impl<'a> Emitter<'a> {
    /// Starts a document. `proses` is what the filter `prose` of its templates returns, by rank.
    pub(super) fn new(store: &'a TemplateStore, proses: Vec<String>) -> Self {
        let templates = store.with_proses(proses);
        Self { templates, files: BTreeMap::new(), lines: BTreeMap::new(), faults: Vec::new() }
    }

    /// Renders a template to a file; a failure is kept for [`Emitter::finish`].
    pub(super) fn render(&mut self, path: &str, template: &str, context: &impl Serialize) {
        match self.templates.render(template, context) {
            Ok(Rendered { text, lines }) => {
                self.files.insert(path.to_owned(), text.into_bytes());
                self.lines.insert(path.to_owned(), lines);
            }
            // A template that fails fails for every fiche: report it once.
            Err(fault) if self.faults.contains(&fault) => {}
            Err(fault) => self.faults.push(*fault),
        }
    }

    /// Adds the charte and `others`, by path.
    ///
    /// # Errors
    /// What is wrong in the templates, when anything is.
    pub(super) fn finish(
        mut self,
        main_file: &str,
        date: (i32, u8, u8),
        others: impl Iterator<Item = (String, Vec<u8>)>,
    ) -> Result<Emission, Vec<Diagnostic>> {
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        let emitted: usize = self.files.values().map(Vec::len).sum();
        if emitted > EMITTED_MAX {
            let longest = self.files.iter().max_by_key(|(_, bytes)| bytes.len());
            let longest = longest.map(|(path, _)| path.as_str()).unwrap_or_default();
            let message = format!(
                "le document serait démesuré : {} Mo de texte composé, dont « {longest} » est le plus long",
                emitted / 1_000_000
            );
            let fault = Diagnostic::without_place("TYP-003", message)
                .help("raccourcir les textes, ou les notes et les tableaux répétés")
                .at_stage(Stage::Render);
            return Err(vec![fault]);
        }
        for (name, text) in self.templates.charte() {
            self.files.insert(name.to_owned(), text.as_bytes().to_vec());
        }
        self.files.extend(others);
        let bundle = Bundle { main_file: main_file.to_owned(), files: self.files };
        Ok(Emission { bundle, lines: self.lines, date })
    }
}
