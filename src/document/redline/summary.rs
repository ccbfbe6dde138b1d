//! The table of the changes, and what they bring about.

use serde::Serialize;

use super::numbering::Numbering;
use super::pieces::{ComparedText, pieces};
use crate::compare::consequences::Computed;
use crate::compare::portion::{ChangeTopic, Portion};
use crate::compare::shown::{both, difference};
use crate::compare::words::{Fate, ProseWord, Run, WordStyle};
use crate::compare::{ChangeKind, Consequence, Difference};
use crate::document::tables::{cents, euros};
use crate::document::view::{Cell, Column, RowKind, TableView};

/// The changes about one thing.
#[derive(Debug, Serialize)]
pub struct ChangeGroup {
    /// « argent », « dates », « parties », « indicateurs », « rubriques », « redaction », « cadre ».
    pub sujet: &'static str,
    /// In order.
    pub changements: Vec<ChangeView>,
}

/// A change.
#[derive(Debug, Serialize)]
pub struct ChangeView {
    /// Its number.
    pub numero: usize,
    /// The word of what became of it.
    pub genre: &'static str,
    /// The page of the act.
    pub page: String,
    /// The place in the page, outermost first.
    pub lieu: Vec<String>,
    /// What was there.
    pub avant: Option<String>,
    /// What is there.
    pub apres: Option<String>,
    /// The words around what changed in a text.
    pub extrait: Vec<ComparedText>,
    /// The difference in euros.
    pub ecart: Option<String>,
    /// What leads to the place that shows it.
    pub ancre: Option<String>,
    /// The factors of a product, the pages of a renumbering.
    pub details: Vec<DetailView>,
}

/// What makes up a change.
#[derive(Debug, Serialize)]
pub struct DetailView {
    /// What it is.
    pub nom: String,
    /// What it was.
    pub avant: String,
    /// What it is.
    pub apres: String,
}

/// Most characters of what came or went that the table prints.
const SHOWN: usize = 120;
/// Words that stay, shown on each side of what changed.
const AROUND: usize = 5;

/// The changes by what they are about.
pub(super) fn groups(changes: &[Difference], numbering: &Numbering<'_>) -> Vec<ChangeGroup> {
    let mut groups: Vec<ChangeGroup> = Vec::new();
    for (rank, change) in changes.iter().enumerate() {
        let sujet = word(change.topic);
        let view = view(change, rank, numbering);
        match groups.last_mut().filter(|group| group.sujet == sujet) {
            Some(group) => group.changements.push(view),
            None => groups.push(ChangeGroup { sujet, changements: vec![view] }),
        }
    }
    groups
}

fn word(topic: ChangeTopic) -> &'static str {
    match topic {
        ChangeTopic::Money => "argent",
        ChangeTopic::Date => "dates",
        ChangeTopic::Party => "parties",
        ChangeTopic::Indicateur => "indicateurs",
        ChangeTopic::Section => "rubriques",
        ChangeTopic::Wording => "redaction",
        ChangeTopic::Framework => "cadre",
        ChangeTopic::Life => "vie",
    }
}

fn view(change: &Difference, rank: usize, numbering: &Numbering<'_>) -> ChangeView {
    let (page, place) = change.trail.split_first().map_or((String::new(), Vec::new()), |(page, place)| {
        (page.clone(), place.iter().map(|name| shortened(name)).collect())
    });
    let is_text = change.kind == ChangeKind::Reworded;
    // What has a title came or went by its title.
    let title = change.part.as_ref().and_then(|part| part.part("titre")?.said()).map(ToString::to_string);
    let side = |text: &Option<String>| {
        let text = text.as_deref().filter(|_| !is_text)?;
        Some(shortened(title.as_deref().unwrap_or(text)))
    };
    let detail = |detail: &Difference| DetailView {
        nom: detail.trail.last().cloned().unwrap_or_default(),
        avant: detail.before.clone().unwrap_or_default(),
        apres: detail.after.clone().unwrap_or_default(),
    };
    let is_long = |part: &Portion| part.part("sections").is_some() || part.part("lignes").is_some();
    let is_whole = change.part.as_deref().is_some_and(is_long);
    ChangeView {
        numero: rank + 1,
        genre: change.kind.word(),
        page: shortened(&page),
        lieu: place,
        avant: side(&change.before),
        apres: side(&change.after),
        extrait: if is_text { pieces(&excerpt(&change.runs)) } else { Vec::new() },
        ecart: change.difference().map(|gap| difference(gap, None)),
        ancre: numbering.anchor(rank),
        // A page or a table that came or went is printed whole in its place.
        details: change.details.iter().filter(|_| !is_whole).take(DETAILS).map(detail).collect(),
    }
}

/// Most details of a row: the table is a summary.
const DETAILS: usize = 12;

/// The first words of a text, on one line.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = line.char_indices().nth(SHOWN) else { return text.to_owned() };
    let head = line.get(..end).unwrap_or(&line);
    let whole = head.rsplit_once(' ').map_or(head, |(words, _)| words);
    format!("{whole} …")
}

/// What changed in a text, with the words around.
fn excerpt(runs: &[Run]) -> Vec<Run> {
    let last = runs.len().saturating_sub(1);
    let cut = |(rank, run): (usize, &Run)| {
        let (head, tail) = (if rank > 0 { AROUND } else { 0 }, if rank < last { AROUND } else { 0 });
        let count = run.tokens.len();
        if run.fate != Fate::Same || count <= head + tail + 2 {
            return run.clone();
        }
        let mut tokens = run.tokens.get(..head).unwrap_or_default().to_vec();
        tokens.push(ellipsis());
        tokens.extend_from_slice(run.tokens.get(count - tail..).unwrap_or_default());
        Run { fate: Fate::Same, tokens }
    };
    runs.iter().enumerate().map(cut).collect()
}

fn ellipsis() -> ProseWord {
    ProseWord {
        text: "…".to_owned(), spaced: true, style: WordStyle::default(), target: None, printed: None
    }
}

/// Sums, shares, ceilings and rules that differ.
pub(super) fn consequences(consequences: &[Consequence]) -> Option<TableView> {
    let columns = [
        Column::text("Calcul"),
        Column::figures("Avant"),
        Column::figures("Après"),
        Column::figures("Écart"),
    ];
    let mut table = TableView::new(columns.to_vec());
    let montants = consequences.iter().flat_map(|one| [&one.before, &one.after]).flatten();
    let decimals = cents(montants.filter_map(|value| match value {
        Computed::Montant(montant, _) | Computed::Left(montant, _) => Some(*montant),
        Computed::Words(_) | Computed::Verdict(_) => None,
    }));
    let side = |value: &Option<Computed>| match value {
        Some(Computed::Montant(montant, caveat) | Computed::Left(montant, caveat)) => {
            euros(*montant, decimals).remark(caveat.as_deref())
        }
        Some(Computed::Words(words) | Computed::Verdict(words)) => Cell::text(words),
        None => Cell::nothing(),
    };
    for one in consequences {
        let exercice = one.exercice.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
        let (_, _, gap) = both(one);
        table.push(
            RowKind::Ligne,
            vec![
                Cell::text(&format!("{}{exercice}", one.what)),
                side(&one.before),
                side(&one.after),
                gap.map_or_else(Cell::nothing, |gap| Cell::text(&gap)),
            ],
        );
    }
    (!table.lignes.is_empty()).then_some(table)
}
