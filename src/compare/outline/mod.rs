//! The model as a tree of named parts. Each function takes its struct apart without « .. », so that a new field of the model
//! is either compared or said not to be.

mod act;
mod cadre;
mod fiche;
mod indicateurs;
mod life;
mod money;
mod prose;
mod said;

use super::pairing::IDENTIFIED;
use super::portion::{ChangeTopic, Keys, Portion, PortionContent};
use crate::ledger::cited::Citations;
use crate::model::edition::as_amended;
use crate::model::text::Reference;
use crate::model::{Dossier, Exercices, Fiche};
use crate::resolve::ReferenceFilter;
use crate::snapshot::Snapshot;
use crate::text::{ProjectPath, Span, Spanned};
use said::Said;

/// The act of a snapshot; none when its frame could not be read.
pub fn of(snapshot: &Snapshot) -> Option<Portion> {
    let dossier = snapshot.dossier.as_ref()?;
    let outliner = Outliner { snapshot, dossier, citations: Citations::new(dossier) };
    Some(outliner.act())
}

/// The articles and fiches of some files alone; none when the frame of the act could not be read.
pub fn of_pages(snapshot: &Snapshot, is_wanted: impl Fn(&str) -> bool) -> Option<Portion> {
    let dossier = snapshot.dossier.as_ref()?;
    let outliner = Outliner { snapshot, dossier, citations: Citations::new(dossier) };
    Some(outliner.pages(is_wanted))
}

/// The key of a page: its path without the folder of its edition, nor that of an avenant. Two versions are compared page by
/// page.
pub fn page_key(path: &str, edition: &str) -> String {
    let path = as_amended(path, edition);
    let within = path.strip_prefix("content/").and_then(|path| path.strip_prefix(edition));
    within.and_then(|path| path.strip_prefix('/')).unwrap_or(&path).to_owned()
}

/// The key of a fiche: its identifier, else that of its page.
pub fn fiche_key(fiche: &Fiche, edition: &str) -> String {
    match &fiche.id {
        Some(id) => format!("{IDENTIFIED}{id}"),
        None => page_key(fiche.path.as_str(), edition),
    }
}

/// What the parts of one act are outlined with.
struct Outliner<'s> {
    snapshot: &'s Snapshot,
    dossier: &'s Dossier,
    citations: Citations<'s>,
}

impl<'s> Outliner<'s> {
    fn exercices(&self) -> &'s Exercices {
        &self.dossier.convention.exercices
    }

    /// What a reference prints in a sentence.
    fn printed(&self, reference: &Reference) -> Option<String> {
        let link = self.snapshot.links.get(reference.span)?;
        match link.filter {
            Some(ReferenceFilter::Letters) => self.citations.in_letters(&link.target),
            None => self.citations.words(&link.target),
        }
    }

    fn within_edition(&self, path: &str) -> String {
        page_key(path, &self.dossier.edition)
    }

    /// An image, by its path in the edition.
    fn image_name(&self, file: &Spanned<ProjectPath>) -> Spanned<String> {
        Spanned::new(self.within_edition(file.value.as_str()), file.span)
    }
}

/// The pieces of a part that is being outlined.
struct Sheet {
    topic: ChangeTopic,
    parts: Vec<Portion>,
}

impl Sheet {
    fn new(topic: ChangeTopic) -> Self {
        Self { topic, parts: Vec::new() }
    }

    /// Adds what is said under a key; nothing when nothing is.
    fn put(&mut self, key: &str, name: &str, said: &impl Said) -> &mut Self {
        self.put_as(self.topic, key, name, said)
    }

    /// The same, about something else.
    fn put_as(&mut self, topic: ChangeTopic, key: &str, name: &str, said: &impl Said) -> &mut Self {
        if let Some((datum, place)) = said.say() {
            self.parts.push(Portion::datum(key, name, topic, datum, place));
        }
        self
    }

    /// Adds pieces; nothing when there is none.
    fn fields(&mut self, key: &str, name: &str, parts: Vec<Portion>, place: Option<Span>) -> &mut Self {
        if !parts.is_empty() {
            self.parts.push(Portion::new(key, name, self.topic, PortionContent::Fields(parts), place));
        }
        self
    }

    /// Adds rows; nothing when there is none.
    fn rows(&mut self, key: &str, name: &str, rows: Vec<Portion>) -> &mut Self {
        self.rows_told_by(Keys::Names, key, name, rows)
    }

    /// The same, by what their keys are worth.
    fn rows_told_by(&mut self, keys: Keys, key: &str, name: &str, rows: Vec<Portion>) -> &mut Self {
        if !rows.is_empty() {
            self.parts.push(Portion::new(key, name, self.topic, PortionContent::Rows(rows, keys), None));
        }
        self
    }

    /// The columns of a table.
    fn columns(&mut self, columns: Vec<Portion>) -> &mut Self {
        self.rows_told_by(Keys::Places, "colonnes", "Colonnes", columns)
    }

    /// Names, each a row of its own.
    fn list<T: Said>(&mut self, key: &str, name: &str, items: &[T]) -> &mut Self {
        let row = |item: &T| {
            let (datum, place) = item.say()?;
            Some(Portion::datum(&datum.to_string(), "", self.topic, datum, place))
        };
        let rows = items.iter().filter_map(row).collect();
        self.rows(key, name, rows)
    }

    /// The pieces as a row.
    fn row(self, key: &str, name: &str, place: Option<Span>) -> Portion {
        Portion::new(key, name, self.topic, PortionContent::Fields(self.parts), place)
    }
}
