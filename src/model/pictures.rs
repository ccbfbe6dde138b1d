//! The images that an act and its rapport print, in the order of their texts.

use super::convention::Dossier;
use super::rapport::Rapport;
use super::text::{Block, Inline};
use crate::text::{ProjectPath, Spanned};

/// The marks of the parties, which the title page of each document shows.
pub fn of_parties(dossier: &Dossier) -> impl Iterator<Item = &Spanned<ProjectPath>> {
    dossier.convention.parties.iter().filter_map(|party| party.mark.as_ref()).map(|mark| &mark.file)
}

/// The images of the act, each where it is cited.
pub fn of_act(dossier: &Dossier) -> Vec<&Spanned<ProjectPath>> {
    let mut found = Vec::new();
    for article in &dossier.articles {
        of_blocks(&article.body, &mut found);
    }
    for fiche in &dossier.fiches {
        found.extend(fiche.figures.iter().filter_map(|figure| figure.file.as_ref()));
        of_blocks(&fiche.introduction, &mut found);
        fiche.sections.iter().for_each(|section| of_blocks(&section.body, &mut found));
    }
    found
}

/// The images of a rapport, each where it is cited.
pub fn of_rapport(rapport: &Rapport) -> Vec<&Spanned<ProjectPath>> {
    let mut found = Vec::new();
    of_blocks(&rapport.summary, &mut found);
    for fiche in &rapport.fiches {
        of_blocks(&fiche.introduction, &mut found);
        fiche.sections.iter().for_each(|section| of_blocks(&section.body, &mut found));
    }
    found
}

fn of_blocks<'d>(blocks: &'d [Block], found: &mut Vec<&'d Spanned<ProjectPath>>) {
    for block in blocks {
        match block {
            Block::Image(image) => found.push(&image.file),
            Block::List { items, .. } => items.iter().for_each(|item| of_blocks(item, found)),
            Block::Citation(blocks) => of_blocks(blocks, found),
            Block::Heading { content, .. } | Block::Paragraph(content) => of_inlines(content, found),
            Block::Table(_) | Block::Code(_) | Block::ThematicBreak | Block::Reference(_) => {}
        }
    }
}

/// A note may hold an image.
fn of_inlines<'d>(inlines: &'d [Inline], found: &mut Vec<&'d Spanned<ProjectPath>>) {
    for inline in inlines {
        match inline {
            Inline::Note(blocks) => of_blocks(blocks, found),
            Inline::Bold(content) | Inline::Italic(content) | Inline::Link { content, .. } => {
                of_inlines(content, found)
            }
            Inline::Text(_) | Inline::Code(_) | Inline::LineBreak | Inline::Reference(_) => {}
        }
    }
}
