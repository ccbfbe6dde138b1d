//! The act as a tree of named parts, whatever the struct of the model that says them: what is compared.

use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::words::ProseWord;
use crate::lang::numbers::format_plain;
use crate::model::{Absence, Day, Montant};
use crate::text::Span;

/// What a part is about. The order is that of what it commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeTopic {
    /// Euros, and what they are counted by.
    Money,
    /// A day, a period.
    Date,
    /// Who signs, who takes part.
    Party,
    /// An indicator, a target.
    Indicateur,
    /// An article, a fiche, a section that comes or goes.
    Section,
    /// Words.
    Wording,
    /// What the framework asks.
    Framework,
    /// What happens to the act, and changes nothing of it.
    Life,
}

/// A named piece of the act.
#[derive(Debug, Clone)]
pub struct Portion {
    /// What tells it from its siblings: the key of the content format, or what identifies a row.
    pub key: String,
    /// What a reader calls it; empty when only what is in it has a name.
    pub name: String,
    /// What it is about.
    pub topic: ChangeTopic,
    /// What it says.
    pub content: PortionContent,
    /// Where it is written.
    pub place: Option<Span>,
}

/// What a part says.
#[derive(Debug, Clone)]
pub enum PortionContent {
    /// One thing.
    Datum(Datum),
    /// Pieces whose order means nothing, told apart by their keys.
    Fields(Vec<Portion>),
    /// Pieces whose order is printed, and what their keys are worth.
    Rows(Vec<Portion>, Keys),
}

/// How far the key of a row tells which one it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// It is its name: the same key is the same row, unless all else differs.
    Names,
    /// It is its name, and its place is worth one: a column that is renamed stays where it is.
    Places,
    /// It helps: a file may be given another action.
    Hints,
    /// There is none: only what it says tells.
    None,
}

/// One thing that is said. Two are the same when they print the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datum {
    /// Euros.
    Montant(Montant),
    /// A number and its unit, which may be empty.
    Number(Decimal, String),
    /// A day.
    Day(Day),
    /// A name, a title, a remark.
    Words(String),
    /// Nothing, for a reason.
    Absent(Absence),
    /// Whether it is so.
    Flag(bool),
    /// A paragraph.
    Prose(Paragraph),
}

/// A paragraph of prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// How it stands in the page.
    pub form: Form,
    /// How many quotations it is in.
    pub quoted: u8,
    /// How many lists hold it, when its form does not say it: a text kept to the letter, a rule across the page.
    pub listed: u8,
    /// Whether it begins a list or a quotation right after another: nothing else tells that they are two.
    pub apart: bool,
    /// Its words, shared by the versions of what compares them.
    pub tokens: Arc<[ProseWord]>,
}

/// How a paragraph stands in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// A heading, by its rank.
    Heading(u8),
    /// Running text.
    Running,
    /// An item of a list, by its depth; the number of the first when the list is numbered.
    Item(u8, Option<u64>),
    /// What follows in the same item.
    Continued(u8),
    /// Preformatted.
    Code,
    /// A rule across the page.
    Break,
    /// A quotation of the model in the place of a paragraph.
    Reference,
}

impl Form {
    /// What it is called.
    pub fn word(self) -> String {
        match self {
            Self::Heading(level) => format!("titre de niveau {level}"),
            Self::Running => "alinéa".to_owned(),
            Self::Item(depth, None) => format!("tiret de niveau {depth}"),
            Self::Item(depth, Some(first)) => {
                let sign = if first % 2 == 1 { ")" } else { "." };
                format!("élément de niveau {depth}, numéroté à partir de {}{sign}", first / 2)
            }
            Self::Continued(depth) => format!("suite d’un élément de niveau {depth}"),
            Self::Code => "texte littéral".to_owned(),
            Self::Break => "filet".to_owned(),
            Self::Reference => "renvoi".to_owned(),
        }
    }
}

impl Paragraph {
    /// Whether both stand the same in the page.
    pub fn stands_as(&self, other: &Self) -> bool {
        let stands = |own: &Self| (own.form, own.quoted, own.listed, own.apart);
        stands(self) == stands(other)
    }

    /// How it stands, in words.
    pub fn stands(&self) -> String {
        let apart = match (self.apart, self.quoted) {
            (false, _) => "",
            (true, 0) => ", au début d’une autre liste",
            (true, _) => ", au début d’une autre citation ou liste",
        };
        let within = holders(self.quoted, self.listed).map_or(String::new(), |words| format!(", {words}"));
        format!("{}{within}{apart}", self.form.word())
    }

    /// Its words as one line.
    pub fn text(&self) -> String {
        super::words::text(&self.tokens)
    }
}

/// The key of what holds a table or an image: it is no part of it.
pub const HOLDERS: &str = "place";

/// What holds a block, in words: « dans une citation »; none when nothing does.
pub fn holders(quotations: u8, lists: u8) -> Option<String> {
    let quotation = match quotations {
        0 => None,
        1 => Some("dans une citation".to_owned()),
        depth => Some(format!("dans une citation de niveau {depth}")),
    };
    let item = (lists > 0).then(|| format!("dans un élément de niveau {lists}"));
    let words: Vec<String> = quotation.into_iter().chain(item).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

impl fmt::Display for Datum {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Montant(montant) => out.write_str(&montant.in_prose()),
            Self::Number(number, unit) if unit.is_empty() => out.write_str(&format_plain(*number, None)),
            Self::Number(number, unit) => write!(out, "{}\u{a0}{unit}", format_plain(*number, None)),
            Self::Day(day) => day.fmt(out),
            Self::Words(words) => out.write_str(words),
            Self::Absent(absence) => out.write_str(absence.word()),
            Self::Flag(true) => out.write_str("oui"),
            Self::Flag(false) => out.write_str("non"),
            Self::Prose(paragraph) => out.write_str(&paragraph.text()),
        }
    }
}

impl Portion {
    /// A part that says one thing.
    pub fn datum(key: &str, name: &str, topic: ChangeTopic, datum: Datum, place: Option<Span>) -> Self {
        Self::new(key, name, topic, PortionContent::Datum(datum), place)
    }

    /// A part.
    pub fn new(
        key: &str,
        name: &str,
        topic: ChangeTopic,
        mut content: PortionContent,
        place: Option<Span>,
    ) -> Self {
        if let PortionContent::Fields(parts) = &mut content {
            tell_apart(parts);
        }
        Self { key: key.to_owned(), name: name.to_owned(), topic, content, place }
    }

    /// Whether both say the same, wherever they are written.
    pub fn says_as(&self, other: &Self) -> bool {
        self.key == other.key && self.content.says_as(&other.content)
    }

    /// The pieces that it is made of.
    pub fn parts(&self) -> &[Self] {
        match &self.content {
            PortionContent::Datum(_) => &[],
            PortionContent::Fields(parts) | PortionContent::Rows(parts, _) => parts,
        }
    }

    /// The piece of a key.
    pub fn part(&self, key: &str) -> Option<&Self> {
        self.parts().iter().find(|part| part.key == key)
    }

    /// What it says, when it is one thing.
    pub fn said(&self) -> Option<&Datum> {
        match &self.content {
            PortionContent::Datum(datum) => Some(datum),
            PortionContent::Fields(_) | PortionContent::Rows(..) => None,
        }
    }

    /// All the things that are said in it, in order.
    pub fn data(&self) -> Vec<(&Self, &Datum)> {
        let mut data = Vec::new();
        let mut left = vec![self];
        while let Some(part) = left.pop() {
            match &part.content {
                PortionContent::Datum(datum) => data.push((part, datum)),
                PortionContent::Fields(parts) | PortionContent::Rows(parts, _) => {
                    left.extend(parts.iter().rev())
                }
            }
        }
        data
    }
}

/// Gives each field a key of its own: what is written twice is two fields.
fn tell_apart(parts: &mut [Portion]) {
    for rank in 1..parts.len() {
        let (known, rest) = parts.split_at_mut(rank);
        let Some(own) = rest.first_mut() else { return };
        let key = own.key.clone();
        let mut count = 1;
        while known.iter().any(|part| part.key == own.key) {
            count += 1;
            own.key = format!("{key} ({count})");
        }
    }
}

impl PortionContent {
    /// Whether both say the same: fields in any order, rows in theirs.
    pub fn says_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Datum(a), Self::Datum(b)) => a == b,
            (Self::Rows(a, _), Self::Rows(b, _)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.says_as(b))
            }
            (Self::Fields(a), Self::Fields(b)) => {
                let twin = |part: &Portion| b.iter().find(|other| other.key == part.key);
                a.len() == b.len() && a.iter().all(|part| twin(part).is_some_and(|twin| part.says_as(twin)))
            }
            _ => false,
        }
    }
}
