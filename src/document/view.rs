//! What templates see: tables, figures, pieces of a section. Texts are plain; escaping is the render stage's.

use serde::Serialize;

use crate::model::text::{Block, Inline};

/// The prose of a document, kept aside: templates hold its rank, `render` makes its Typst.
#[derive(Debug, Default)]
pub struct Proses(Vec<Prose>);

/// Some prose.
#[derive(Debug)]
pub enum Prose {
    /// Blocks, and what is added to the level of their headings.
    Blocks(Vec<Block>, u8),
    /// A run of text, for a title.
    Ligne(Vec<Inline>),
}

impl Proses {
    /// Keeps some prose and gives its rank.
    pub fn add(&mut self, prose: Prose) -> usize {
        self.0.push(prose);
        self.0.len() - 1
    }

    /// The prose in the order of the ranks.
    pub fn iter(&self) -> impl Iterator<Item = &Prose> {
        self.0.iter()
    }
}

/// A piece of a section, in the order of the page.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "genre", rename_all = "snake_case")]
pub enum Fragment {
    /// Prose, by its rank.
    Prose {
        /// Rank among the prose of the document.
        prose: usize,
    },
    /// A table.
    Tableau {
        /// The table.
        tableau: Box<TableView>,
    },
    /// A figure.
    Figure {
        /// The figure.
        figure: FigureView,
    },
    /// Keys and their values, one a line.
    Coordonnees {
        /// The lines.
        lignes: Vec<KeyValue>,
    },
    /// A short text: the datum of a section.
    Ligne {
        /// The text.
        texte: String,
        /// Whether it tells an absence.
        absence: bool,
    },
}

/// A key and its value.
#[derive(Debug, Clone, Serialize)]
pub struct KeyValue {
    /// What it is.
    pub cle: String,
    /// The value, or the word of its absence.
    pub valeur: String,
    /// Whether it is an absence.
    pub absence: bool,
}

/// A figure.
#[derive(Debug, Clone, Serialize)]
pub struct FigureView {
    /// Caption.
    pub titre: String,
    /// Path of the image in the emitted folder; none when it is missing.
    pub image: Option<String>,
    /// What it shows.
    pub alternative: String,
    /// Entries of the legend.
    pub legende: Vec<String>,
}

/// Alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnAlignment {
    /// Words.
    Left,
    /// Figures.
    Right,
    /// Marks.
    Center,
}

/// A column.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Heading.
    pub titre: String,
    /// Alignment.
    pub align: ColumnAlignment,
    /// Heading shared with neighbours.
    pub groupe: Option<String>,
    /// Most digits after the comma, for alignment.
    pub decimales: u32,
}

impl Column {
    /// A column of words.
    pub fn text(title: &str) -> Self {
        Self { titre: title.to_owned(), align: ColumnAlignment::Left, groupe: None, decimales: 0 }
    }

    /// A column of figures.
    pub fn figures(title: &str) -> Self {
        Self { titre: title.to_owned(), align: ColumnAlignment::Right, groupe: None, decimales: 0 }
    }

    /// Puts the column under a shared heading.
    #[must_use]
    pub fn under(mut self, group: Option<&str>) -> Self {
        self.groupe = group.map(str::to_owned);
        self
    }
}

/// What a row is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RowKind {
    /// A row of data.
    Ligne,
    /// A title over the whole width.
    Titre,
    /// A row that sums those below it.
    Groupe,
    /// A total.
    Total,
    /// A row beside the total.
    Note,
}

/// A row.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// What it is for.
    pub genre: RowKind,
    /// Its cells; those covered by a cell above have the form [`CellForm::Suite`].
    pub cellules: Vec<Cell>,
}

impl Row {
    /// A row of some kind.
    pub fn new(kind: RowKind, cells: Vec<Cell>) -> Self {
        Self { genre: kind, cellules: cells }
    }

    /// A title over the whole width.
    pub fn title(text: &str, columns: usize) -> Self {
        let cell = Cell { colspan: columns, ..Cell::text(text) };
        Self { genre: RowKind::Titre, cellules: vec![cell] }
    }
}

/// How a cell is to be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CellForm {
    /// Words, or figures with their unit.
    Texte,
    /// A figure aligned on the decimal comma.
    Nombre,
    /// The word of an absence.
    Absence,
    /// A box left empty in the act.
    Vide,
    /// A figure that deserves attention.
    Signal,
    /// Covered by the cell above: not printed, kept so that a rank is a column.
    Suite,
}

/// A cell.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// How it is printed.
    pub forme: CellForm,
    /// Lines of words, or the digits before the comma.
    pub lignes: Vec<String>,
    /// Comma and digits after it.
    pub fraction: String,
    /// Unit after a figure.
    pub unite: String,
    /// What the act prints, when it is not that.
    pub acte: Option<String>,
    /// Remarks printed small under it.
    pub precisions: Vec<String>,
    /// A footnote.
    pub note: Option<String>,
    /// How many columns it covers.
    pub colspan: usize,
    /// How many rows it covers.
    pub rowspan: usize,
    /// How deep it is in a tree, for indentation.
    pub retrait: usize,
}

impl Cell {
    /// A cell of a form.
    fn from(form: CellForm, lines: Vec<String>) -> Self {
        Self {
            forme: form,
            lignes: lines,
            fraction: String::new(),
            unite: String::new(),
            acte: None,
            precisions: Vec::new(),
            note: None,
            colspan: 1,
            rowspan: 1,
            retrait: 0,
        }
    }

    /// Words.
    pub fn text(text: &str) -> Self {
        Self::from(CellForm::Texte, text.split('\n').map(str::to_owned).collect())
    }

    /// Nothing to print, by construction of the table.
    pub fn nothing() -> Self {
        Self::from(CellForm::Texte, vec![String::new()])
    }

    /// Covered by the cell above.
    pub fn continued() -> Self {
        Self::from(CellForm::Suite, Vec::new())
    }

    /// A box left empty in the act.
    pub fn empty() -> Self {
        Self::from(CellForm::Vide, Vec::new())
    }

    /// The word of an absence; a blank of the act stays blank.
    pub fn absent(absence: crate::model::Absence) -> Self {
        match absence {
            crate::model::Absence::Blank => Self::empty(),
            other => Self::from(CellForm::Absence, vec![other.word().to_owned()]),
        }
    }

    /// A figure, aligned on its decimal comma.
    pub fn number(value: rust_decimal::Decimal, decimals: Option<u32>, unit: &str) -> Self {
        let (sign, integer_part, fraction) = crate::lang::numbers::printed_parts(value, decimals);
        let mut cell = Self::from(CellForm::Nombre, vec![format!("{sign}{integer_part}")]);
        if !fraction.is_empty() {
            cell.fraction = format!(",{fraction}");
        }
        unit.clone_into(&mut cell.unite);
        cell
    }

    /// Draws attention to the cell.
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

    /// Adds a remark under it.
    #[must_use]
    pub fn remark(mut self, text: Option<&str>) -> Self {
        self.precisions.extend(text.map(str::to_owned));
        self
    }

    /// Says what the act prints instead.
    #[must_use]
    pub fn with_printed(mut self, text: Option<String>) -> Self {
        self.acte = text;
        self
    }

    /// Indents it.
    #[must_use]
    pub fn indent(mut self, indent: usize) -> Self {
        self.retrait = indent;
        self
    }
}

/// A table.
#[derive(Debug, Clone, Serialize)]
pub struct TableView {
    /// Caption.
    pub legende: Option<String>,
    /// Whether headings are shown.
    pub entete: bool,
    /// Columns.
    pub colonnes: Vec<Column>,
    /// Rows.
    pub lignes: Vec<Row>,
    /// Remark under the table.
    pub note: Option<String>,
    /// Whether it is set small, for many columns.
    pub compact: bool,
}

impl TableView {
    /// A table with its columns, to be filled.
    pub fn new(columns: Vec<Column>) -> Self {
        let compact = columns.len() > 6;
        Self { legende: None, entete: true, colonnes: columns, lignes: Vec::new(), note: None, compact }
    }

    /// Adds a row.
    pub fn push(&mut self, kind: RowKind, cells: Vec<Cell>) {
        self.lignes.push(Row::new(kind, cells));
    }

    /// Tells each column the most digits that its cells have after the comma.
    #[must_use]
    pub fn align(mut self) -> Self {
        for line in &self.lignes {
            let mut index = 0;
            for cell in &line.cellules {
                if let Some(column) = self.colonnes.get_mut(index) {
                    let figures = cell.fraction.chars().count().saturating_sub(1);
                    column.decimales = column.decimales.max(u32::try_from(figures).unwrap_or(0));
                }
                index += cell.colspan;
            }
        }
        self
    }
}
