//! A comparison as it is shown: to a person, in Markdown, to a program, on one screen.

mod human;
mod markdown;
mod stat;
mod view;

pub use human::said;
pub use view::{ComparisonView, DifferenceView};

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::words::{Fate, Run, text};
use super::{ActComparison, ChangeKind, Consequence, Difference};
use crate::compare::portion::ChangeTopic;
use crate::lang::numbers::format_french;
use crate::model::Montant;
use crate::snapshot::Snapshot;
use crate::text::{Sources, Span};

/// One of the two versions, as it is named to a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// What the user called it: « HEAD », « ../mars », « le dossier de travail ».
    pub name: String,
    /// The edition.
    pub edition: String,
    /// The commit, with its day and its topic; empty when it is a folder.
    pub detail: String,
}

/// A finding that one of the versions has and the other has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingLine {
    /// Its identifier.
    pub name: String,
    /// Its word of severity.
    pub severity: String,
    /// What it says.
    pub message: String,
    /// Where, as `file:line`.
    pub place: String,
}

/// The findings of one version that the other has not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindingsMoved {
    /// Those that are settled.
    pub settled: Vec<FindingLine>,
    /// Those that are new.
    pub new: Vec<FindingLine>,
    /// How many both have.
    pub left: usize,
}

/// A comparison, with what names its versions.
#[derive(Debug)]
pub struct Shown<'c> {
    /// What changed.
    pub comparison: &'c ActComparison,
    /// Both versions.
    pub versions: (Version, Version),
    /// What they say.
    pub snapshots: (&'c Snapshot, &'c Snapshot),
    /// What the check of each says; none when they were not checked.
    pub findings: Option<FindingsMoved>,
}

impl ChangeTopic {
    /// All of them, in order.
    pub const ALL: [Self; 8] = [
        Self::Money,
        Self::Date,
        Self::Party,
        Self::Indicateur,
        Self::Section,
        Self::Wording,
        Self::Framework,
        Self::Life,
    ];

    /// The title of its changes.
    pub fn title(self) -> &'static str {
        match self {
            Self::Money => "Argent",
            Self::Date => "Dates",
            Self::Party => "Parties et partenaires",
            Self::Indicateur => "Indicateurs",
            Self::Section => "Fiches, articles et rubriques",
            Self::Wording => "Rédaction",
            Self::Framework => "Cadre",
            Self::Life => "Vie de l’acte",
        }
    }
}

impl Shown<'_> {
    /// The changes about something, in order.
    pub fn about(&self, topic: ChangeTopic) -> impl Iterator<Item = &Difference> {
        self.comparison.changes.iter().filter(move |change| change.topic == topic)
    }

    /// Where a change is written, as `file:line`: in the second version, or in the first when it is no longer there.
    pub fn place(&self, change: &Difference) -> Option<String> {
        let line = |sources: &Sources, span: Span| {
            let source = sources.source(span.file);
            format!("{}:{}", source.path(), source.line_column(span.start).0)
        };
        let (before, now) = self.snapshots;
        let after = change.places.1.map(|span| line(&now.sources, span));
        after.or_else(|| change.places.0.map(|span| line(&before.sources, span)))
    }

    /// The digests of both acts.
    pub fn digests(&self) -> (String, String) {
        (self.snapshots.0.act_digest(), self.snapshots.1.act_digest())
    }

    /// How many changes there are about each thing.
    pub fn counts(&self) -> Vec<(ChangeTopic, usize)> {
        let count = |topic| (topic, self.about(topic).count());
        ChangeTopic::ALL.into_iter().map(count).filter(|(_, count)| *count > 0).collect()
    }

    /// The files of a version that could not be read.
    pub fn unread(&self) -> Vec<(&Version, &BTreeSet<String>)> {
        let (before, after) = &self.comparison.unread;
        let sides = [(&self.versions.0, before), (&self.versions.1, after)];
        sides.into_iter().filter(|(_, files)| !files.is_empty()).collect()
    }
}

/// « 3 différences ».
pub fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count > 1 { "s" } else { "" })
}

/// « + 20 000 € (+ 4,8 %) »: a difference in euros, and in percent of what there was.
pub fn difference(montant: Montant, before: Option<Montant>) -> String {
    let euros = montant.euros();
    let sign = if euros.is_sign_negative() { "−" } else { "+" };
    let shown = Montant::rounded(euros.abs()).map_or_else(|| euros.abs().to_string(), Montant::in_prose);
    let share =
        before.map(|before| before.euros().abs()).filter(|before| !before.is_zero()).and_then(|before| {
            let percent = euros.abs().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(before)?;
            Some(format!(" ({sign}\u{a0}{}\u{a0}%)", format_french(percent.round_dp(1).normalize(), None)))
        });
    format!("{sign}\u{a0}{shown}{}", share.unwrap_or_default())
}

/// The first words of a text.
pub fn shortened_text(text: &str) -> String {
    const LETTERS: usize = 70;
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= LETTERS {
        return flat;
    }
    let start: String = flat.chars().take(LETTERS).collect();
    format!("{}…", start.rsplit_once(' ').map_or(start.as_str(), |(words, _)| words))
}

/// What became of a change, in a word for a person.
pub fn kind_word(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "ajouté",
        ChangeKind::Removed => "retiré",
        ChangeKind::Changed | ChangeKind::Reworded => "modifié",
        ChangeKind::Moved => "déplacé",
        ChangeKind::Renumbered => "renuméroté",
        ChangeKind::Split => "scindé",
        ChangeKind::Merged => "réuni",
    }
}

/// A reworded text on one line: « [-ce qui part-] », « [+ce qui vient+] », with a few words of what stays around them.
pub fn marked(runs: &[Run], around: usize) -> String {
    let last = runs.len().saturating_sub(1);
    let shown = runs.iter().enumerate().map(|(rank, run)| match run.fate {
        Fate::Removed => format!("[-{}-]", text(&run.tokens)),
        Fate::Added => format!("[+{}+]", text(&run.tokens)),
        Fate::Same => shortened(run, around, rank > 0, rank < last),
    });
    shown.collect::<Vec<_>>().join(" ")
}

/// The words of a run that are next to a change.
fn shortened(run: &Run, around: usize, has_before: bool, has_after: bool) -> String {
    let words = run.tokens.len();
    let (head, tail) = (if has_before { around } else { 0 }, if has_after { around } else { 0 });
    if words <= head + tail + 2 {
        return text(&run.tokens);
    }
    let part = |range: Option<&[super::words::ProseWord]>| range.map(text).unwrap_or_default();
    let (start, end) = (part(run.tokens.get(..head)), part(run.tokens.get(words - tail..)));
    [start.as_str(), "…", end.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A consequence with its difference: « 415 000 € → 395 000 € (− 20 000 €, − 4,8 %) ».
pub fn both(consequence: &Consequence) -> (String, String, Option<String>) {
    let side = |value: &Option<super::consequences::Computed>| {
        value.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string)
    };
    let before = match &consequence.before {
        Some(super::consequences::Computed::Montant(montant, _)) => Some(*montant),
        _ => None,
    };
    let gap = consequence.difference().map(|gap| difference(gap, before));
    (side(&consequence.before), side(&consequence.after), gap)
}
