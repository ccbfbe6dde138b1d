//! The building blocks of documents that templates print: tables, figures, pieces of a section. Texts are plain;
//! `render` escapes them.

use serde::Serialize;

use super::redline::{ComparedText, RedlineFate};
use crate::model::text::{Block, Inline};

/// The prose of a document. Templates only hold its rank; `render` makes it Typst.
#[derive(Debug, Default)]
pub struct Proses(Vec<Prose>);

/// A piece of prose.
#[derive(Debug)]
pub enum Prose {
    /// Blocks, with what to add to the level of their headings.
    Blocks(Vec<Block>, u8),
    /// The text of a heading.
    Ligne(Vec<Inline>),
}

impl Proses {
    /// Keeps a piece of prose and returns its rank.
    pub fn add(&mut self, prose: Prose) -> usize {
        self.0.push(prose);
        self.0.len() - 1
    }

    /// The pieces by rank.
    pub fn iter(&self) -> impl Iterator<Item = &Prose> {
        self.0.iter()
    }
}

/// A piece of a section.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "genre", rename_all = "snake_case")]
pub enum Fragment {
    /// Text.
    Prose {
        /// Rank in [`Proses`].
        prose: usize,
    },
    /// A table quoted by the text.
    Tableau {
        /// Boxed, being much larger than the others.
        tableau: Box<TableView>,
    },
    /// An image quoted by the text.
    Figure {
        /// Image, caption and legend.
        figure: FigureView,
    },
    /// Bank details.
    Coordonnees {
        /// One key a line.
        lignes: Vec<KeyValue>,
    },
    /// The datum that a section without text prints.
    Ligne {
        /// A sentence.
        texte: String,
        /// Whether it words an absence.
        absence: bool,
    },
}

/// A line of bank details.
#[derive(Debug, Clone, Serialize)]
pub struct KeyValue {
    /// Label, such as « IBAN ».
    pub cle: String,
    /// The value, or the word of its absence.
    pub valeur: String,
    /// Whether [`KeyValue::valeur`] words an absence.
    pub absence: bool,
}

/// An image with its caption.
#[derive(Debug, Clone, Serialize)]
pub struct FigureView {
    /// Caption; `None` when the heading above says the same.
    pub titre: Option<String>,
    /// Path of the image from the emitted file; `None` when the act does not give it.
    pub image: Option<String>,
    /// Text alternative, required by PDF/UA.
    pub alternative: String,
    /// Entries of the legend, in order.
    pub legende: Vec<String>,
    /// Whether to say that the act does not give the image, when it does not.
    pub a_signaler: bool,
}

/// How the cells of a column are aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnAlignment {
    /// For words.
    Left,
    /// For figures.
    Right,
    /// For marks.
    Center,
}

/// A column of a table.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Heading.
    pub titre: String,
    /// Alignment of its cells and its heading.
    pub align: ColumnAlignment,
    /// Heading above that of the column, shared with its neighbours.
    pub groupe: Option<String>,
    /// What became of the column, in a comparison.
    pub sort: Option<RedlineFate>,
}

impl Column {
    /// A left-aligned column.
    pub fn text(title: &str) -> Self {
        Self { titre: title.to_owned(), align: ColumnAlignment::Left, groupe: None, sort: None }
    }

    /// A right-aligned column.
    pub fn figures(title: &str) -> Self {
        Self { titre: title.to_owned(), align: ColumnAlignment::Right, groupe: None, sort: None }
    }

    /// Puts the column under a heading shared with its neighbours.
    #[must_use]
    pub fn under(mut self, group: Option<&str>) -> Self {
        self.groupe = group.map(str::to_owned);
        self
    }
}

/// The role of a row, which decides its look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RowKind {
    /// Data.
    Ligne,
    /// A title across the table.
    Titre,
    /// A subtotal, or the heading of the rows below.
    Groupe,
    /// The total of the table.
    Total,
    /// An amount that the total leaves out.
    Note,
    /// A gap between two amounts, which looks like a subtotal and is shown where gaps are.
    #[serde(rename = "groupe")]
    Gap,
}

/// A row of a table.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Its role.
    pub genre: RowKind,
    /// From left to right; a cell covered by the one above has the form [`CellForm::Suite`].
    pub cellules: Vec<Cell>,
}

impl Row {
    /// A row with one cell per column, merged ones aside.
    pub fn new(kind: RowKind, cells: Vec<Cell>) -> Self {
        Self { genre: kind, cellules: cells }
    }

    /// A title across `columns` columns.
    pub fn title(text: &str, columns: usize) -> Self {
        let cell = Cell { colspan: columns, ..Cell::text(text) };
        Self { genre: RowKind::Titre, cellules: vec![cell] }
    }

    /// The same at a depth of a tree, from 1.
    pub fn title_at(depth: usize, text: &str, columns: usize) -> Self {
        let mut row = Self::title(text, columns);
        row.cellules.iter_mut().for_each(|cell| cell.retrait = depth.saturating_sub(1));
        row
    }
}

/// How a cell is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CellForm {
    /// Words, or figures with their unit.
    Texte,
    /// A figure, aligned on its decimal comma.
    Nombre,
    /// The word of an absence.
    Absence,
    /// A cell that the act leaves blank, printed as a sign.
    Vide,
    /// Several values, one under the other.
    Valeurs,
    /// A figure that calls for attention, such as a gap.
    Signal,
    /// Covered by the cell above: not printed, but there so that the rank of a cell is its column.
    Suite,
}

/// A cell of a table.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// How to print it.
    pub forme: CellForm,
    /// Lines of words; for a figure, its sign and the digits before the comma.
    pub lignes: Vec<String>,
    /// The comma and the digits after it; empty for a whole number.
    pub fraction: String,
    /// Unit printed after a figure; may be empty.
    pub unite: String,
    /// The values of a cell that has several, each with its own remarks; else empty.
    pub valeurs: Vec<Cell>,
    /// What the act prints instead, when it differs.
    pub acte: Option<String>,
    /// Remarks in small print under it.
    pub precisions: Vec<String>,
    /// Footnote.
    pub note: Option<String>,
    /// Anchor that its words lead to.
    pub cible: Option<String>,
    /// Columns that it spans, at least 1.
    pub colspan: usize,
    /// Rows that it spans, at least 1.
    pub rowspan: usize,
    /// Levels of indentation.
    pub retrait: usize,
    /// What became of it, in a comparison.
    pub sort: Option<RedlineFate>,
    /// Its words with what became of each, in place of the lines, in a comparison.
    pub morceaux: Vec<ComparedText>,
    /// What leads to it, in a comparison.
    pub ancres: Vec<String>,
    /// Whether a bar before it tells that its row changed, in a comparison.
    pub barre: bool,
}

impl Cell {
    fn with_form(form: CellForm, lines: Vec<String>) -> Self {
        Self {
            forme: form,
            lignes: lines,
            fraction: String::new(),
            unite: String::new(),
            valeurs: Vec::new(),
            acte: None,
            precisions: Vec::new(),
            note: None,
            cible: None,
            colspan: 1,
            rowspan: 1,
            retrait: 0,
            sort: None,
            morceaux: Vec::new(),
            ancres: Vec::new(),
            barre: false,
        }
    }

    /// Words; `\n` starts a new line.
    pub fn text(text: &str) -> Self {
        Self::with_form(CellForm::Texte, text.split('\n').map(str::to_owned).collect())
    }

    /// Nothing to print: the table has no datum here.
    pub fn nothing() -> Self {
        Self::with_form(CellForm::Texte, vec![String::new()])
    }

    /// Covered by the cell above.
    pub fn continued() -> Self {
        Self::with_form(CellForm::Suite, Vec::new())
    }

    /// A cell that the act leaves blank.
    pub fn empty() -> Self {
        Self::with_form(CellForm::Vide, Vec::new())
    }

    /// The word of an absence; a blank stays blank.
    pub fn absent(absence: crate::model::Absence) -> Self {
        match absence {
            crate::model::Absence::Blank => Self::empty(),
            other => Self::with_form(CellForm::Absence, vec![other.word().to_owned()]),
        }
    }

    /// A figure aligned on its decimal comma; without `decimals`, with those it has.
    pub fn number(value: rust_decimal::Decimal, decimals: Option<u32>, unit: &str) -> Self {
        let (sign, integer_part, fraction) = crate::lang::numbers::printed_parts(value, decimals);
        let mut cell = Self::with_form(CellForm::Nombre, vec![format!("{sign}{integer_part}")]);
        if !fraction.is_empty() {
            cell.fraction = format!(",{fraction}");
        }
        unit.clone_into(&mut cell.unite);
        cell
    }

    /// Several values in one cell, each aligned as it would be alone.
    pub fn several(values: Vec<Self>) -> Self {
        Self { valeurs: values, ..Self::with_form(CellForm::Valeurs, Vec::new()) }
    }

    /// Puts a sign before a figure: « ≥ 95 ».
    #[must_use]
    pub fn signed(mut self, sign: &str) -> Self {
        if let Some(digits) = self.lignes.first_mut() {
            *digits = format!("{sign}\u{a0}{digits}");
        }
        self
    }

    /// A number that prints as it is typed.
    pub fn typed_number(digits: &str) -> Self {
        Self::with_form(CellForm::Nombre, vec![digits.to_owned()])
    }

    /// Draws attention to the cell. A figure loses its alignment.
    #[must_use]
    pub fn highlight(mut self) -> Self {
        if self.forme == CellForm::Nombre {
            let text = format!("{}{}\u{202f}{}", self.lignes.concat(), self.fraction, self.unite);
            self.lignes = vec![text];
            self.fraction.clear();
            self.unite.clear();
        }
        self.forme = CellForm::Signal;
        self
    }

    /// Adds a remark in small print.
    #[must_use]
    pub fn remark(mut self, text: Option<&str>) -> Self {
        self.precisions.extend(text.map(str::to_owned));
        self
    }

    /// Adds what the act prints instead.
    #[must_use]
    pub fn with_printed(mut self, text: Option<String>) -> Self {
        self.acte = text;
        self
    }

    /// Makes its words lead to an anchor of the document.
    #[must_use]
    pub fn leading_to(mut self, anchor: String) -> Self {
        self.cible = Some(anchor);
        self
    }

    /// Words with what became of each.
    pub fn compared(pieces: Vec<ComparedText>) -> Self {
        Self { morceaux: pieces, ..Self::nothing() }
    }

    /// Says what became of the cell.
    #[must_use]
    pub fn with_fate(mut self, fate: RedlineFate) -> Self {
        self.sort = Some(fate);
        self
    }

    /// Sets the levels of indentation.
    #[must_use]
    pub fn indent(mut self, indent: usize) -> Self {
        self.retrait = indent;
        self
    }
}

/// A table, as the function `tableau` of the charte takes it.
#[derive(Debug, Clone, Serialize)]
pub struct TableView {
    /// Caption.
    pub legende: Option<String>,
    /// Whether to print the headings of the columns.
    pub entete: bool,
    /// From left to right.
    pub colonnes: Vec<Column>,
    /// From top to bottom.
    pub lignes: Vec<Row>,
    /// Remark printed under the table.
    pub note: Option<String>,
    /// Whether it has blank cells, whose sign is to be explained; set by [`TableView::explain_blanks`].
    pub cases_vides: bool,
}

impl TableView {
    /// A table without rows.
    pub fn new(columns: Vec<Column>) -> Self {
        Self {
            legende: None,
            entete: true,
            colonnes: columns,
            lignes: Vec::new(),
            note: None,
            cases_vides: false,
        }
    }

    /// Adds a row at the bottom.
    pub fn push(&mut self, kind: RowKind, cells: Vec<Cell>) {
        self.lignes.push(Row::new(kind, cells));
    }

    /// Computes [`TableView::cases_vides`]. Call it once all the rows are there.
    #[must_use]
    pub fn explain_blanks(mut self) -> Self {
        let cells = self.lignes.iter().flat_map(|row| &row.cellules);
        let mut values = cells.flat_map(|cell| std::iter::once(cell).chain(&cell.valeurs));
        self.cases_vides = values.any(|value| value.forme == CellForm::Vide);
        self
    }
}
