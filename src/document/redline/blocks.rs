//! What a page of a comparison is made of, and what is left out when only what changed is wanted.

use serde::Serialize;

use super::pieces::{ComparedText, RedlineFate, plain};
use crate::document::view::TableView;

/// A piece of a page.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "genre", rename_all = "snake_case")]
pub enum RedlineBlock {
    /// A heading within the page.
    Titre {
        /// Its level.
        niveau: u8,
        /// What became of it.
        sort: RedlineFate,
        /// Its words.
        morceaux: Vec<ComparedText>,
        /// The numbers of its changes.
        numeros: Vec<usize>,
    },
    /// A paragraph.
    Alinea {
        /// « courant », « citation », « code », « suite », « renvoi », « image ».
        forme: &'static str,
        /// What became of it.
        sort: RedlineFate,
        /// Its words.
        morceaux: Vec<ComparedText>,
        /// The numbers of its changes.
        numeros: Vec<usize>,
    },
    /// A rule across the page.
    Filet,
    /// The place of a table that the act draws from its data.
    Donnees,
    /// A list.
    Liste {
        /// Whether its items are numbered.
        numerotee: bool,
        /// Whether a bracket follows their numbers.
        crochet: bool,
        /// Its items.
        elements: Vec<ListEntry>,
    },
    /// A table.
    Tableau {
        /// The table, its rows and cells with what became of them.
        tableau: Box<TableView>,
        /// What became of it.
        sort: RedlineFate,
        /// The numbers of the changes of the whole table.
        numeros: Vec<usize>,
        /// Rows left out, which did not change.
        omises: usize,
        /// The heading that it opens with, which follows it on a turned page.
        titre: Option<Box<RedlineBlock>>,
    },
    /// What came, went or was renamed, told in a sentence: a column, an action.
    Annonce {
        /// The word of what became of it.
        changement: &'static str,
        /// What it is: « colonne ».
        objet: &'static str,
        /// What it was called.
        avant: Option<String>,
        /// What it is called.
        apres: Option<String>,
        /// The numbers of its changes.
        numeros: Vec<usize>,
    },
    /// What did not change and is left out.
    Inchange {
        /// The headings of what is left out whole.
        titres: Vec<String>,
        /// How many paragraphs, when no heading tells.
        alineas: usize,
        /// How many tables.
        tableaux: usize,
    },
}

/// An item of a list.
#[derive(Debug, Clone, Serialize)]
pub struct ListEntry {
    /// Its number, in a numbered list.
    pub numero: Option<u64>,
    /// Its paragraphs.
    pub corps: Vec<RedlineBlock>,
}

impl RedlineBlock {
    /// Whether something in it changed.
    pub(super) fn is_changed(&self) -> bool {
        match self {
            Self::Titre { sort, .. } | Self::Alinea { sort, .. } | Self::Tableau { sort, .. } => {
                *sort != RedlineFate::Egal
            }
            Self::Annonce { .. } => true,
            Self::Filet | Self::Donnees | Self::Inchange { .. } => false,
            Self::Liste { elements, .. } => {
                elements.iter().any(|element| element.corps.iter().any(Self::is_changed))
            }
        }
    }
}

/// Gives each heading that a table follows to the table.
pub(super) fn entitled(blocks: Vec<RedlineBlock>) -> Vec<RedlineBlock> {
    let mut all: Vec<RedlineBlock> = Vec::new();
    for mut block in blocks {
        if let RedlineBlock::Tableau { titre, numeros, .. } = &mut block
            && numeros.is_empty()
            && all.last().is_some_and(|last| matches!(last, RedlineBlock::Titre { .. }))
        {
            *titre = all.pop().map(Box::new);
        }
        all.push(block);
    }
    all
}

/// Leaves out what did not change; the headings that lead to what did stay.
pub(super) fn without_unchanged(blocks: Vec<RedlineBlock>) -> Vec<RedlineBlock> {
    let is_kept: Vec<bool> = (0..blocks.len()).map(|rank| is_kept(&blocks, rank)).collect();
    let mut kept = Vec::new();
    let mut left = Left::default();
    for (block, is_kept) in blocks.into_iter().zip(is_kept) {
        if !is_kept {
            left.add(&block);
            continue;
        }
        push_left(&mut kept, std::mem::take(&mut left));
        match block {
            RedlineBlock::Liste { numerotee, crochet, elements } => {
                for block in changed_entries(elements, numerotee, crochet) {
                    push(&mut kept, block);
                }
            }
            other => kept.push(other),
        }
    }
    push_left(&mut kept, left);
    kept
}

fn push_left(kept: &mut Vec<RedlineBlock>, left: Left) {
    left.told().into_iter().for_each(|block| push(kept, block));
}

/// Adds a block; what is left out goes with what was left out just before.
fn push(kept: &mut Vec<RedlineBlock>, block: RedlineBlock) {
    match (kept.last_mut(), block) {
        (
            Some(RedlineBlock::Inchange { titres, alineas, tableaux }),
            RedlineBlock::Inchange { titres: others, alineas: paragraphs, tableaux: tables },
        ) if titres.is_empty() => {
            *titres = others;
            *alineas += paragraphs;
            *tableaux += tables;
        }
        (_, block) => kept.push(block),
    }
}

fn is_kept(blocks: &[RedlineBlock], rank: usize) -> bool {
    let Some((block, rest)) = blocks.get(rank..).and_then(<[_]>::split_first) else { return false };
    let RedlineBlock::Titre { niveau, .. } = block else { return block.is_changed() };
    let is_within = |other: &&RedlineBlock| match other {
        RedlineBlock::Titre { niveau: of_other, .. } => of_other > niveau,
        _ => true,
    };
    block.is_changed() || rest.iter().take_while(is_within).any(RedlineBlock::is_changed)
}

/// The items that changed: what stands between them, which did not, cuts the list.
fn changed_entries(entries: Vec<ListEntry>, is_numbered: bool, has_bracket: bool) -> Vec<RedlineBlock> {
    let mut kept: Vec<RedlineBlock> = Vec::new();
    let mut left = Left::default();
    for entry in entries {
        if !entry.corps.iter().any(RedlineBlock::is_changed) {
            entry.corps.iter().for_each(|block| left.add(block));
            continue;
        }
        kept.extend(std::mem::take(&mut left).told());
        let entry = ListEntry { corps: without_unchanged(entry.corps), ..entry };
        match kept.last_mut() {
            Some(RedlineBlock::Liste { elements, .. }) => elements.push(entry),
            _ => kept.push(RedlineBlock::Liste {
                numerotee: is_numbered,
                crochet: has_bracket,
                elements: vec![entry],
            }),
        }
    }
    kept.extend(left.told());
    kept
}

/// What is left out, until something is not.
#[derive(Debug, Default)]
struct Left {
    /// The level of the headings that are told: the highest.
    level: Option<u8>,
    titles: Vec<String>,
    paragraphs: usize,
    tables: usize,
}

impl Left {
    fn add(&mut self, block: &RedlineBlock) {
        match block {
            RedlineBlock::Titre { niveau, morceaux, .. } => {
                if self.level.is_none_or(|level| *niveau <= level) {
                    self.level = Some(*niveau);
                    let title = plain(morceaux, RedlineFate::Retrait);
                    self.titles.push(title.trim_end_matches([' ', '\u{a0}', ':']).to_owned());
                }
            }
            _ if self.level.is_some() => {}
            RedlineBlock::Alinea { .. } => self.paragraphs += 1,
            RedlineBlock::Tableau { .. } => self.tables += 1,
            RedlineBlock::Liste { elements, .. } => {
                elements.iter().flat_map(|element| &element.corps).for_each(|block| self.add(block));
            }
            RedlineBlock::Filet
            | RedlineBlock::Donnees
            | RedlineBlock::Annonce { .. }
            | RedlineBlock::Inchange { .. } => {}
        }
    }

    fn told(self) -> Option<RedlineBlock> {
        let Self { titles, paragraphs, tables, .. } = self;
        (!titles.is_empty() || paragraphs + tables > 0).then_some(RedlineBlock::Inchange {
            titres: titles,
            alineas: paragraphs,
            tableaux: tables,
        })
    }
}
