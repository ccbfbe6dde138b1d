//! What changed, as it is told: each difference once, what commits money first.

use std::cmp::Reverse;

use super::portion::{ChangeTopic, Datum, Portion};
use super::words::Run;
use crate::model::Montant;
use crate::text::Span;

/// What became of a piece of the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It came.
    Added,
    /// It went.
    Removed,
    /// It says something else.
    Changed,
    /// Its words changed.
    Reworded,
    /// It says the same elsewhere.
    Moved,
    /// It has another number, and perhaps another title.
    Renumbered,
    /// A part of it became another.
    Split,
    /// It went into another.
    Merged,
}

impl ChangeKind {
    /// The word of it for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "ajout",
            Self::Removed => "retrait",
            Self::Changed => "modification",
            Self::Reworded => "rédaction",
            Self::Moved => "déplacement",
            Self::Renumbered => "numérotation",
            Self::Split => "scission",
            Self::Merged => "fusion",
        }
    }
}

/// One difference.
#[derive(Debug, Clone)]
pub struct Difference {
    /// What became of it.
    pub kind: ChangeKind,
    /// What it is about.
    pub topic: ChangeTopic,
    /// Where it is in the act, in names that a reader knows, from the fiche or article down.
    pub trail: Vec<String>,
    /// The same in keys, for programs.
    pub path: String,
    /// What was there; none for what came.
    pub before: Option<String>,
    /// What is there; none for what went.
    pub after: Option<String>,
    /// The amounts, when it says some.
    pub euros: (Option<Montant>, Option<Montant>),
    /// The words, when they were compared.
    pub runs: Vec<Run>,
    /// The places.
    pub places: (Option<Span>, Option<Span>),
    /// What makes it up: the factors of a product, the fiches that a renumbering touches.
    pub details: Vec<Difference>,
    /// What came or went, whole.
    pub part: Option<Box<Portion>>,
}

impl Difference {
    pub(super) fn new(kind: ChangeKind, topic: ChangeTopic, trail: &Trail) -> Self {
        Self {
            kind,
            topic,
            trail: trail.names.clone(),
            path: trail.keys.join("/"),
            before: None,
            after: None,
            euros: (None, None),
            runs: Vec::new(),
            places: trail.places,
            details: Vec::new(),
            part: None,
        }
    }

    /// A computed value that is not what it was.
    pub fn of_value(values: (String, String), euros: (Option<Montant>, Option<Montant>)) -> Self {
        let mut change = Self::new(ChangeKind::Changed, ChangeTopic::Money, &Trail::default());
        (change.before, change.after) = (Some(values.0), Some(values.1));
        change.euros = euros;
        change
    }

    /// Euros that it adds, or takes; none when it is no change of an amount.
    pub fn difference(&self) -> Option<Montant> {
        match (self.kind, self.euros) {
            (ChangeKind::Moved, _) | (_, (None, None)) => None,
            // An amount that was awaited is no difference with zero.
            (ChangeKind::Changed, (None, _) | (_, None)) => None,
            (_, (before, after)) => Some(after.unwrap_or(Montant::ZERO) - before.unwrap_or(Montant::ZERO)),
        }
    }
}

/// The way from the act to a part.
#[derive(Debug, Clone, Default)]
pub(super) struct Trail {
    pub(super) names: Vec<String>,
    pub(super) keys: Vec<String>,
    /// The nearest places that are known.
    pub(super) places: (Option<Span>, Option<Span>),
}

impl Trail {
    /// The same, at places of its own when it has some.
    pub(super) fn at(mut self, places: (Option<Span>, Option<Span>)) -> Self {
        self.places = (places.0.or(self.places.0), places.1.or(self.places.1));
        self
    }

    /// One step down.
    pub(super) fn to(&self, key: &str, name: &str) -> Self {
        let mut next = self.clone();
        if !name.is_empty() {
            next.names.push(name.to_owned());
        }
        if !key.is_empty() {
            next.keys.push(key.to_owned());
        }
        next
    }
}

/// What commits money first; in each topic, the greatest difference, then the order of the act.
pub(super) fn sort(changes: &mut [Difference]) {
    changes.sort_by_key(|change| {
        let difference = change.difference().map(|montant| montant.euros().abs());
        (change.topic, Reverse(difference))
    });
}

/// The amount that a part says, of whatever shape: an amount, one for each exercice, a product, a detail. None when it says
/// none, or when a term is awaited.
pub fn amount(part: &Portion) -> Option<Montant> {
    match part.said() {
        Some(Datum::Montant(montant)) => Some(*montant),
        Some(_) => None,
        None => match part.key.as_str() {
            "valorisation" => amount(part.part("produit")?),
            "montant" | "detail" | "termes" => sum(part.parts()),
            "budgets" => funding(part),
            _ if part.part("budgets").is_some() => funding(part.part("budgets")?),
            // A line: of a budget, of a detail, of a sum; else a row that says one amount.
            _ => match AMOUNTS.iter().find_map(|key| part.part(key)) {
                Some(line) => amount(line),
                None => only_amount(part),
            },
        },
    }
}

/// The amount of a row of a table that has no other.
fn only_amount(part: &Portion) -> Option<Montant> {
    let mut amounts = part.parts().iter().filter_map(|cell| match cell.said() {
        Some(Datum::Montant(montant)) => Some(*montant),
        _ => None,
    });
    let first = amounts.next()?;
    amounts.next().is_none().then_some(first)
}

/// What budgets commit: the fundings of those that the convention counts.
fn funding(budgets: &Portion) -> Option<Montant> {
    let is_counted =
        |budget: &&Portion| budget.part("compte").and_then(Portion::said) == Some(&Datum::Flag(true));
    let budgets = budgets.parts().iter().filter(is_counted);
    let lines = budgets.filter_map(|budget| budget.part("financements")).flat_map(|lines| lines.parts());
    let mut amounts = lines.map(|line| amount(line).unwrap_or_default()).peekable();
    amounts.peek()?;
    Some(amounts.fold(Montant::ZERO, |sum, montant| sum + montant))
}

fn sum(parts: &[Portion]) -> Option<Montant> {
    let mut parts = parts.iter().map(amount).peekable();
    parts.peek()?;
    parts.try_fold(Montant::ZERO, |sum, montant| Some(sum + montant?))
}

/// The keys under which a line says its amount, in one of its shapes.
pub const AMOUNTS: [&str; 5] = ["montant", "valorisation", "detail", "termes", "bordereau"];

/// A part in one line.
pub fn summary(part: &Portion) -> String {
    if let Some(datum) = part.said() {
        let text = datum.to_string();
        return match datum {
            Datum::Prose(paragraph) if text.is_empty() => paragraph.stands(),
            _ => text,
        };
    }
    let is_line =
        AMOUNTS.iter().any(|key| part.part(key).is_some() || part.key == *key) || part.key == "budgets";
    if let Some(montant) = amount(part).filter(|_| is_line) {
        return montant.in_prose();
    }
    let named = ["titre", "texte", "nom", "regle"];
    let own = named.iter().find_map(|key| part.part(key)).and_then(Portion::said);
    let name = own.map(ToString::to_string).unwrap_or_default();
    if !name.is_empty() && name != part.name {
        return name;
    }
    // A row of values: those that it says.
    let data: Vec<String> = part.data().iter().take(6).map(|(_, datum)| datum.to_string()).collect();
    data.join(" · ")
}
