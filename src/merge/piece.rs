//! A text cut in pieces: one tree whose leaves, written one after the other, are the text itself.

use crate::lang;

/// A part of a text, and what the versions of a file find it again by.
#[derive(Debug, Clone)]
pub(super) struct SourcePiece {
    pub(super) kind: PieceKind,
    /// What tells it from its siblings, whatever their order.
    pub(super) identity: String,
    pub(super) body: Body,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// Blanks, punctuation and comments: nothing that is read.
    Mark,
    /// A key of YAML.
    Key,
    /// A value of YAML.
    Value,
    /// Keys and their values.
    Map,
    /// Items.
    List,
    /// A key, its value, and the comments above them.
    Entry,
    /// An item, and the comments above it.
    Item,
    /// A whole file.
    Page,
    /// The Markdown under the header.
    Prose,
    /// A heading and the blocks under it.
    Section,
    /// The heading of a section.
    Heading,
    /// A paragraph, an item, a block of code.
    Paragraph,
    /// A block of text whose lines are the rows of a table.
    Table,
    /// A row of a table.
    Row,
    /// A sentence, with the blanks before it.
    Sentence,
    /// Words: of a sentence, of a cell.
    Words,
    /// A value of several lines, cut in sentences.
    Text,
}

impl PieceKind {
    /// Whether where it begins and ends is part of what is read.
    pub(super) fn is_container(self) -> bool {
        matches!(self, Self::Map | Self::List | Self::Prose | Self::Table)
    }
}

/// A leaf or a branch.
#[derive(Debug, Clone)]
pub(super) enum Body {
    /// The bytes, and what they mean.
    Leaf { written: String, value: String },
    /// Pieces that follow one another.
    Parts(Vec<SourcePiece>),
}

/// What stands for the value of a key that has none.
pub(super) const NOTHING: &str = "\0";

/// What a reader gets of a piece: the check of a merge compares it before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    Open(PieceKind),
    Close,
    Key(String),
    Text(String),
}

impl SourcePiece {
    /// A leaf.
    pub(super) fn leaf(kind: PieceKind, identity: &str, written: &str, value: &str) -> Self {
        let body = Body::Leaf { written: written.to_owned(), value: value.to_owned() };
        Self { kind, identity: identity.to_owned(), body }
    }

    /// Bytes without a meaning.
    pub(super) fn mark(identity: &str, written: &str) -> Self {
        Self::leaf(PieceKind::Mark, identity, written, "")
    }

    /// A branch.
    pub(super) fn branch(kind: PieceKind, identity: &str, parts: Vec<Self>) -> Self {
        Self { kind, identity: identity.to_owned(), body: Body::Parts(parts) }
    }

    /// What it is made of; nothing for a leaf.
    pub(super) fn parts(&self) -> &[Self] {
        match &self.body {
            Body::Parts(parts) => parts,
            Body::Leaf { .. } => &[],
        }
    }

    /// The first part of an identity.
    pub(super) fn part(&self, identity: &str) -> Option<&Self> {
        self.parts().iter().find(|part| part.identity == identity)
    }

    /// Its bytes.
    pub(super) fn written(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    pub(super) fn write(&self, text: &mut String) {
        match &self.body {
            Body::Leaf { written, .. } => text.push_str(written),
            Body::Parts(parts) => parts.iter().for_each(|part| part.write(text)),
        }
    }

    /// What a leaf means; nothing for a branch.
    pub(super) fn value(&self) -> &str {
        match &self.body {
            Body::Leaf { value, .. } => value,
            Body::Parts(_) => "",
        }
    }

    /// Whether two pieces have the same bytes, cut in the same way.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.kind == other.kind
            && match (&self.body, &other.body) {
                (Body::Leaf { written, .. }, Body::Leaf { written: others, .. }) => written == others,
                (Body::Parts(parts), Body::Parts(others)) => {
                    parts.len() == others.len() && parts.iter().zip(others).all(|(one, two)| one.is_same(two))
                }
                _ => false,
            }
    }

    /// What a reader gets of it, in order.
    pub(super) fn events(&self, events: &mut Vec<Event>) {
        match (&self.body, self.kind) {
            (Body::Leaf { .. }, PieceKind::Mark) => {}
            (Body::Leaf { value, .. }, PieceKind::Key) => events.push(Event::Key(words(value))),
            (Body::Leaf { value, .. }, _) => events.push(Event::Text(words(value))),
            (Body::Parts(parts), kind) => {
                events.extend(kind.is_container().then_some(Event::Open(kind)));
                parts.iter().for_each(|part| part.events(events));
                events.extend(kind.is_container().then_some(Event::Close));
            }
        }
    }

    /// What a reader gets of it alone.
    pub(super) fn own_events(&self) -> Vec<Event> {
        let mut events = Vec::new();
        self.events(&mut events);
        events
    }
}

/// A text with one blank where it has several, or a line break; a break that Markdown prints stays visible.
pub(super) fn words(text: &str) -> String {
    let text = text.replace("  \n", " \\\n");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The sentences of a text, each with the blanks before it, then the blanks after the last one.
pub(super) fn sentences(text: &str) -> Vec<SourcePiece> {
    let body = text.trim_end();
    // A line break is a blank like another, of one byte as well.
    let lines = body.replace(['\n', '\t'], " ");
    let mut parts: Vec<SourcePiece> = lang::sentences(&lines)
        .into_iter()
        .filter_map(|bytes| body.get(bytes))
        .map(|sentence| {
            let written = sentence.trim_start();
            let blank = sentence.get(..sentence.len() - written.len()).unwrap_or("");
            let said = words(written);
            let leaf = SourcePiece::leaf(PieceKind::Words, "words", written, &said);
            SourcePiece::branch(PieceKind::Sentence, &said, vec![SourcePiece::mark("blank", blank), leaf])
        })
        .collect();
    parts.push(SourcePiece::mark("tail", text.get(body.len()..).unwrap_or("")));
    parts
}

/// Makes identities of siblings differ, the second of two being `name\0 2`.
pub(super) fn number(parts: &mut [SourcePiece]) {
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    for part in parts {
        let count = seen.entry(part.identity.clone()).or_default();
        *count += 1;
        if *count > 1 {
            part.identity = format!("{}\0 {count}", part.identity);
        }
    }
}
