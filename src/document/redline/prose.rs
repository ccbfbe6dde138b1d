//! A text as blocks: paragraphs, lists within lists, tables.

use super::blocks::{ListEntry, RedlineBlock};
use super::numbering::KeyPath;
use super::pieces::RedlineFate;
use super::sides::Sides;
use super::writer::Writer;
use crate::compare::portion::{Datum, Form, HOLDERS, Paragraph};

/// A paragraph and where it stands, before lists are made of their items.
struct Placed {
    form: Form,
    block: RedlineBlock,
}

impl Writer<'_> {
    /// The blocks of a text. `quoted` gives the blocks of what a reference quotes in place of a paragraph.
    pub(super) fn prose(
        &mut self,
        text: Sides<'_>,
        path: &KeyPath,
        quoted: &mut dyn FnMut(&mut Self, &str) -> Vec<RedlineBlock>,
    ) -> Vec<RedlineBlock> {
        let mut placed: Vec<Placed> = Vec::new();
        for row in text.parts() {
            let own = path.to(&row.part.key);
            let Some(Datum::Prose(paragraph)) = row.part.said() else {
                placed.extend(
                    self.piece(row, &own).into_iter().map(|block| Placed { form: Form::Running, block }),
                );
                continue;
            };
            let is_whole = text.before.is_some() && text.after.is_some();
            if paragraph.form == Form::Reference && (row.fate() == RedlineFate::Egal || !is_whole) {
                let name = paragraph.tokens.first().map(|token| token.text.as_str()).unwrap_or_default();
                let blocks = quoted(self, name.trim_matches(['{', '}']));
                placed.extend(blocks.into_iter().map(|block| Placed { form: Form::Running, block }));
                continue;
            }
            let numbers = match row.is_changed() {
                true => self.numbering.claim_row(&own, row.before, row.after),
                false => Vec::new(),
            };
            placed.push(Placed { form: paragraph.form, block: block(row, paragraph, numbers) });
        }
        lists(placed)
    }

    /// A table or an image of a text.
    fn piece(&mut self, row: Sides<'_>, path: &KeyPath) -> Vec<RedlineBlock> {
        let is_one_sided = row.before.is_none() || row.after.is_none() || row.is_moved;
        let numbers = match is_one_sided {
            true => self.numbering.claim_row(path, row.before, row.after),
            false => Vec::new(),
        };
        match row.part.part("lignes").or(row.part.part("colonnes")) {
            Some(_) => self.grid(row, path, numbers),
            None => {
                let mut image = Vec::new();
                let is_shown = |part: &Sides<'_>| !["empreinte", HOLDERS].contains(&part.part.key.as_str());
                for part in row.parts().into_iter().filter(is_shown) {
                    image.extend(part.pieces());
                }
                let mut all = numbers;
                all.extend(self.numbering.claim(&path.to("fichier")));
                all.extend(self.numbering.claim(&path.to("empreinte")));
                all.extend(self.numbering.claim(&path.to("alternative")));
                vec![RedlineBlock::Alinea { forme: "image", sort: row.fate(), morceaux: image, numeros: all }]
            }
        }
    }
}

fn block(row: Sides<'_>, paragraph: &Paragraph, numbers: Vec<usize>) -> RedlineBlock {
    let (sort, morceaux) = (row.fate(), row.pieces());
    let forme = match paragraph.form {
        Form::Heading(niveau) => {
            return RedlineBlock::Titre { niveau, sort, morceaux, numeros: numbers };
        }
        Form::Break => return RedlineBlock::Filet,
        Form::Running if paragraph.quoted > 0 => "citation",
        Form::Running | Form::Item(..) => "courant",
        Form::Continued(_) => "suite",
        Form::Code => "code",
        Form::Reference => "renvoi",
    };
    RedlineBlock::Alinea { forme, sort, morceaux, numeros: numbers }
}

/// Makes lists of items that follow one another, lists within lists included.
fn lists(placed: Vec<Placed>) -> Vec<RedlineBlock> {
    let mut blocks = Vec::new();
    // The lists that are open, outermost first.
    let mut open: Vec<OpenList> = Vec::new();
    for Placed { form, block } in placed {
        match form {
            Form::Item(depth, first) => {
                let depth = usize::from(depth.max(1));
                close(&mut open, depth, &mut blocks);
                if open.len() == depth && open.last().is_some_and(|list| list.first != first) {
                    close(&mut open, depth - 1, &mut blocks);
                }
                while open.len() < depth {
                    let is_inner = open.len() + 1 == depth;
                    open.push(OpenList::new(if is_inner { first } else { None }));
                }
                if let Some(list) = open.last_mut() {
                    list.add(block);
                }
            }
            Form::Continued(depth) => {
                close(&mut open, usize::from(depth.max(1)), &mut blocks);
                match open.last_mut().and_then(|list| list.entries.last_mut()) {
                    Some(entry) => entry.corps.push(block),
                    None => blocks.push(block),
                }
            }
            _ => {
                close(&mut open, 0, &mut blocks);
                blocks.push(block);
            }
        }
    }
    close(&mut open, 0, &mut blocks);
    blocks
}

/// Closes the lists that are deeper than that.
fn close(open: &mut Vec<OpenList>, depth: usize, blocks: &mut Vec<RedlineBlock>) {
    while open.len() > depth {
        let Some(list) = open.pop() else { return };
        let block = list.closed();
        match open.last_mut().and_then(|outer| outer.entries.last_mut()) {
            Some(entry) => entry.corps.push(block),
            None => blocks.push(block),
        }
    }
}

/// A list whose items come one by one.
struct OpenList {
    first: Option<u64>,
    entries: Vec<ListEntry>,
    /// The numbers of the next item, in the list that was and in the one that is.
    next: (u64, u64),
}

impl OpenList {
    fn new(first: Option<u64>) -> Self {
        let start = first.unwrap_or_default() / 2;
        Self { first, entries: Vec::new(), next: (start, start) }
    }

    fn add(&mut self, block: RedlineBlock) {
        let fate = match &block {
            RedlineBlock::Alinea { sort, .. } => *sort,
            _ => RedlineFate::Egal,
        };
        let number = if fate == RedlineFate::Retrait { self.next.0 } else { self.next.1 };
        if fate != RedlineFate::Ajout {
            self.next.0 = self.next.0.saturating_add(1);
        }
        if fate != RedlineFate::Retrait {
            self.next.1 = self.next.1.saturating_add(1);
        }
        self.entries.push(ListEntry { numero: self.first.map(|_| number), corps: vec![block] });
    }

    fn closed(self) -> RedlineBlock {
        RedlineBlock::Liste {
            numerotee: self.first.is_some(),
            crochet: self.first.is_some_and(|first| first % 2 == 1),
            elements: self.entries,
        }
    }
}
