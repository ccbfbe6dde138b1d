//! What rules look at: the model, and ways through it that several rules take.

use std::sync::OnceLock;

use super::forme::Morceau;
use crate::aggregate::rapport::Bilan;
use crate::model::passage::{Fait, Mention, Nature};
use crate::model::{Dossier, Fiche, Jour, Passage, RapportExecution};
use crate::text::{Fichier, Sources, Span};

/// The model and its ways.
#[derive(Debug)]
pub struct Contexte<'d> {
    /// All that the edition says.
    pub dossier: &'d Dossier,
    /// What was written: a repair is made on the letter of it.
    pub sources: &'d Sources,
    /// The pieces of text, cut once for all the rules.
    pub(super) morceaux: OnceLock<Vec<Morceau<'d>>>,
}

impl<'d> Contexte<'d> {
    /// Over a model.
    pub fn new(dossier: &'d Dossier, sources: &'d Sources) -> Self {
        Self { dossier, sources, morceaux: OnceLock::new() }
    }

    /// The fiches, in order.
    pub fn fiches(&self) -> impl Iterator<Item = &'d Fiche> {
        self.dossier.fiches.iter()
    }

    /// The passages of a file, in order.
    pub fn passages_de(&self, fichier: Fichier) -> impl Iterator<Item = &'d Passage> {
        self.dossier.passages.iter().filter(move |p| p.fichier() == fichier)
    }

    /// The passages of the prose of the articles and of the fiches: Markdown, without headings and code.
    pub fn prose(&self) -> impl Iterator<Item = &'d Passage> {
        self.dossier.passages.iter().filter(|p| matches!(p.nature, Nature::Paragraphe | Nature::Cellule))
    }

    /// The facts stated in passages, each with its passage.
    pub fn mentions(&self) -> impl Iterator<Item = (&'d Passage, &'d Mention)> {
        self.dossier.passages.iter().flat_map(|p| p.mentions.iter().map(move |m| (p, m)))
    }

    /// The days stated in the prose.
    pub fn jours(&self) -> impl Iterator<Item = (&'d Passage, Jour, Span)> {
        self.prose().flat_map(|p| {
            p.mentions.iter().filter_map(move |m| match m.fait {
                Fait::Jour(jour) => Some((p, jour, p.span_du_fait(m))),
                _ => None,
            })
        })
    }

    /// The fiche that a file is.
    pub fn fiche_de(&self, fichier: Fichier) -> Option<&'d Fiche> {
        self.fiches().find(|f| f.span.fichier == fichier)
    }

    /// The report of execution and its financial account, when there is one.
    pub fn execution(&self) -> Option<(&'d RapportExecution, Bilan<'d>)> {
        let rapport = self.dossier.rapport.as_ref()?;
        Some((rapport, crate::aggregate::rapport::calculer(self.dossier, rapport)))
    }

    /// The day of signature, when the act is signed.
    pub fn signature(&self) -> Option<Jour> {
        use crate::model::convention::Etat;
        let convention = &self.dossier.convention;
        convention.dates.signature.as_ref().filter(|_| convention.etat >= Etat::Signe).map(|j| j.valeur)
    }
}
