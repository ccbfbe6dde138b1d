//! Prose as a tree of blocks and runs of text: what Markdown says, without Markdown's syntax.

use crate::text::{Chemin, Span, Spanned};

/// A quotation of the model in prose: the dotted name between braces, such as `budget.total`.
pub type Reference = Spanned<String>;

/// A block of prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bloc {
    /// A heading as written, number included. `niveau` counts from 1 (`#`).
    Titre {
        /// 1 to 6, as the number of `#`.
        niveau: u8,
        /// What is printed.
        contenu: Vec<Inline>,
        /// The mark of `{#mark}`.
        repere: Option<Spanned<String>>,
        /// The heading line.
        span: Span,
    },
    /// A paragraph.
    Paragraphe(Vec<Inline>),
    /// A list, numbered when `debut` is given.
    Liste {
        /// First number of an ordered list.
        debut: Option<u64>,
        /// The items, each a sequence of blocks.
        items: Vec<Vec<Bloc>>,
    },
    /// A block quotation.
    Citation(Vec<Bloc>),
    /// Preformatted text, kept to the letter.
    Code(String),
    /// A horizontal rule.
    Filet,
    /// A Markdown table, its first row being the header.
    Table(Table),
    /// An image alone on its paragraph.
    Image(Image),
    /// A quotation of the model alone on its paragraph.
    Reference(Reference),
}

/// A Markdown table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Alignment of each column.
    pub alignements: Vec<Alignement>,
    /// Header cells.
    pub entete: Vec<Vec<Inline>>,
    /// Body rows.
    pub lignes: Vec<Vec<Vec<Inline>>>,
}

/// Horizontal alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignement {
    /// To the left: text.
    Gauche,
    /// Centred.
    Centre,
    /// To the right: figures.
    Droite,
}

/// An image of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Its file, relative to the project.
    pub fichier: Spanned<Chemin>,
    /// Text alternative, never empty.
    pub alternative: String,
}

/// A run of text in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Texte(String),
    /// Strong.
    Gras(Vec<Inline>),
    /// Emphasis.
    Italique(Vec<Inline>),
    /// Struck out.
    Barre(Vec<Inline>),
    /// Literal text.
    Code(String),
    /// A hyperlink.
    Lien {
        /// Destination: `https:`, `http:` or `mailto:`.
        url: String,
        /// What is shown.
        contenu: Vec<Inline>,
    },
    /// A footnote and its text.
    Note(Vec<Bloc>),
    /// A forced line break.
    RetourLigne,
    /// A quotation of the model.
    Reference(Reference),
}

/// The text of inlines without their emphasis, for titles and bookmarks.
pub fn texte_nu(inlines: &[Inline]) -> String {
    let mut sortie = String::new();
    for inline in inlines {
        match inline {
            Inline::Texte(t) | Inline::Code(t) => sortie.push_str(t),
            Inline::Gras(c) | Inline::Italique(c) | Inline::Barre(c) | Inline::Lien { contenu: c, .. } => {
                sortie.push_str(&texte_nu(c));
            }
            Inline::RetourLigne => sortie.push(' '),
            Inline::Note(_) | Inline::Reference(_) => {}
        }
    }
    sortie
}
