//! The passages of a file, of a fiche, of a section: what is read together.

use std::collections::BTreeMap;

use crate::model::passage::Nature;
use crate::model::{Dossier, Fiche, Passage};
use crate::text::{Fichier, Span};

/// Whether a passage is Markdown text, headings and code aside.
pub fn est_prose(passage: &Passage) -> bool {
    matches!(passage.nature, Nature::Paragraphe | Nature::Cellule)
}

/// The passages of each file.
pub fn par_fichier(dossier: &Dossier) -> BTreeMap<Fichier, &[Passage]> {
    let groupes = dossier.passages.chunk_by(|a, b| a.fichier() == b.fichier());
    groupes.filter_map(|g| Some((g.first()?.fichier(), g))).collect()
}

/// The passages of a fiche among those of [`par_fichier`].
pub fn passages<'p>(tous: &BTreeMap<Fichier, &'p [Passage]>, fiche: &Fiche) -> &'p [Passage] {
    tous.get(&fiche.span.fichier).copied().unwrap_or(&[])
}

/// The passage that a field of YAML is.
pub fn passage_a(passages: &[Passage], span: Span) -> Option<&Passage> {
    let rang = passages.partition_point(|p| p.span.debut < span.debut);
    passages.get(rang).filter(|p| p.span.debut == span.debut)
}

/// The passages of the sections of a fiche, each section with its own.
pub fn par_section<'p>(fiche: &Fiche, passages: &'p [Passage]) -> Vec<&'p [Passage]> {
    let mut bornes: Vec<usize> = std::iter::once(fiche.span.debut)
        .chain(fiche.sections.iter().map(|s| s.span.debut))
        .map(|debut| passages.partition_point(|p| p.span.debut < debut))
        .collect();
    bornes.push(passages.len());
    bornes.windows(2).filter_map(|b| passages.get(*b.first()?..*b.last()?)).collect()
}
