//! Passages by file, by fiche and by section, and the amounts that they give.

use std::collections::BTreeMap;

use crate::lang::facts::{SaidFact, SaidValue};
use crate::model::{Dossier, Fiche, Montant, Passage};
use crate::text::{FileId, Span};

/// The passages of each file, in order.
pub(crate) fn by_file(dossier: &Dossier) -> BTreeMap<FileId, &[Passage]> {
    let groups = dossier.passages.chunk_by(|a, b| a.file() == b.file());
    groups.filter_map(|g| Some((g.first()?.file(), g))).collect()
}

/// The passages of a fiche among those of [`by_file`].
pub(crate) fn passages<'p>(all: &BTreeMap<FileId, &'p [Passage]>, fiche: &Fiche) -> &'p [Passage] {
    all.get(&fiche.span.file).copied().unwrap_or(&[])
}

/// The passage of the YAML field that starts at `span`.
pub(crate) fn passage_at(passages: &[Passage], span: Span) -> Option<&Passage> {
    let index = passages.partition_point(|p| p.span.start < span.start);
    passages.get(index).filter(|p| p.span.start == span.start)
}

/// The passages of a fiche by section, the header first.
pub(crate) fn by_section<'p>(fiche: &Fiche, passages: &'p [Passage]) -> Vec<&'p [Passage]> {
    let mut bounds: Vec<usize> = std::iter::once(fiche.span.start)
        .chain(fiche.sections.iter().map(|s| s.span.start))
        .map(|start| passages.partition_point(|p| p.span.start < start))
        .collect();
    bounds.push(passages.len());
    bounds.windows(2).filter_map(|b| passages.get(*b.first()?..*b.last()?)).collect()
}

/// The amounts that a passage gives to the cent, in order: neither ranges nor thousands or millions of euros.
pub(crate) fn amounts(passage: &Passage) -> impl Iterator<Item = (Montant, &SaidFact)> {
    let may_give = ["€", "euro", "EUR"].iter().any(|unit| passage.text.contains(unit));
    let facts = may_give.then(|| &passage.facts().facts);
    facts.into_iter().flatten().filter_map(|fact| match &fact.value {
        SaidValue::Amount(amount) if amount.euros.high.is_none() && !amount.is_rounded => {
            Some((Montant::rounded(amount.euros.low)?, fact))
        }
        _ => None,
    })
}
