//! Names and references, resolved once: each `{budget.total}` of the prose leads to a typed target, and what leads
//! nowhere is told. Later stages look a target up; none of them reads a name again.

mod almost;
mod amounts;
mod holes;
mod names;
mod occurrences;
mod payers;
mod references;
mod target;

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Stage};
use crate::model::Dossier;
use crate::text::Span;

pub use amounts::{AmountScope, AmountTarget, amount, target};
pub use holes::Holes;
pub use payers::PayerNames;
pub use target::{FicheDatum, LinkTarget, names_of_act, names_of_fiche};

/// How a reference stands in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// In a run of text: words take its place.
    InSentence,
    /// Alone on its paragraph: words, a table, a figure or a list take its place.
    Alone,
}

/// How a reference wants its datum written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceFilter {
    /// `lettres`: an amount, a count or a date in letters.
    Letters,
}

impl ReferenceFilter {
    /// The words of the filters.
    const WORDS: [(&str, Self); 1] = [("lettres", Self::Letters)];
}

/// A reference that leads to a datum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The datum. In a sentence, never one that [stands alone](LinkTarget::stands_alone).
    pub target: LinkTarget,
    /// How the reference stands in its text.
    pub standing: Standing,
    /// How it wants the datum written; a datum of its own kind only.
    pub filter: Option<ReferenceFilter>,
}

/// Where every reference leads, by the place where it is written. One that leads nowhere has no link.
#[derive(Debug, Clone, Default)]
pub struct Links(BTreeMap<Span, Link>);

impl Links {
    /// Where the reference written there leads.
    pub fn get(&self, reference: Span) -> Option<&Link> {
        self.0.get(&reference)
    }

    /// All the links, in the order of the files and of their text.
    pub fn iter(&self) -> impl Iterator<Item = (Span, &Link)> {
        self.0.iter().map(|(span, link)| (*span, link))
    }
}

/// The links of a dossier, and what is wrong in its names and references.
#[derive(Debug, Default)]
#[must_use = "the diagnostics are to be shown"]
pub struct Resolved {
    /// Where the references lead.
    pub links: Links,
    /// `REF-001` to `REF-007`.
    pub diagnostics: Vec<Diagnostic>,
}

/// Resolves the names and references of an act and of its rapport. What may lead into a hole has no link and is not
/// told.
pub fn resolve(dossier: &Dossier, holes: &Holes) -> Resolved {
    let mut diagnostics = names::check(dossier, holes);
    let mut holes = holes.clone();
    // A name misspelt in a fiche would be told again by each reference to what it names.
    holes.add_fiches_of(&diagnostics, dossier);
    let (links, faults) = references::link(dossier, &holes);
    diagnostics.extend(faults);
    let diagnostics = diagnostics.into_iter().map(|d| d.at_stage(Stage::Resolve)).collect();
    Resolved { links: Links(links), diagnostics }
}
