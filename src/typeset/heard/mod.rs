//! What a screen reader says of a PDF: its structure tree with the texts, and that tree told in lines.

mod glyphs;
mod told;
mod tree;

pub use told::told;
pub use tree::read;

/// An element of the structure tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    /// `P`, `Table`, `TH`…
    pub role: String,
    /// What headers call it.
    pub id: String,
    /// The header cells that a reader announces before this cell.
    pub headers: Vec<String>,
    /// `Row`, `Column` or `Both`, for a header cell.
    pub scope: String,
    /// How many columns a cell takes, when it says so.
    pub columns: Option<usize>,
    /// Read instead of what it holds.
    pub alternative: Option<String>,
    /// What a link says of where it leads.
    pub target: Option<String>,
    /// From first to last.
    pub parts: Vec<ElementPart>,
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ElementPart {
    /// An element under it.
    Element(Element),
    /// Letters, with the spaces that separate them from their neighbours.
    Text(String),
}

impl Element {
    /// The elements right under it.
    pub fn children(&self) -> impl Iterator<Item = &Self> {
        self.parts.iter().filter_map(|part| match part {
            ElementPart::Element(element) => Some(element),
            ElementPart::Text(_) => None,
        })
    }

    /// The elements of a role at any depth, those within another of that role left out.
    pub fn all(&self, role: &str) -> Vec<&Self> {
        self.children()
            .flat_map(|child| if child.role == role { vec![child] } else { child.all(role) })
            .collect()
    }

    /// What is read aloud, without what is said of links.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        one_line(&text)
    }

    fn add_text(&self, text: &mut String) {
        if let Some(alternative) = &self.alternative {
            text.push_str(alternative);
            return;
        }
        for part in &self.parts {
            match part {
                ElementPart::Text(letters) => text.push_str(letters),
                ElementPart::Element(element) => {
                    let space = if element.is_inline() { "" } else { " " };
                    text.push_str(space);
                    element.add_text(text);
                    text.push_str(space);
                }
            }
        }
    }

    /// Whether it is a part of a sentence.
    fn is_inline(&self) -> bool {
        let is_named = matches!(
            self.role.as_str(),
            "Span"
                | "Strong"
                | "Em"
                | "Link"
                | "Reference"
                | "Quote"
                | "Code"
                | "Sub"
                | "Annot"
                | "Note"
                | "Lbl"
        );
        is_named && self.children().all(|child| self.role == "Note" || child.is_inline())
    }
}

/// A text with one space where it has several, or a line break; a word cut at the end of a line is whole again, and
/// what has no sound is left out.
fn one_line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace("\u{ad} ", "").replace(['\u{ad}', '\u{2060}', '\u{200b}'], "")
}
