//! A table of money: the entries of the ledger that a filter admits, summed by row and column. Every cell keeps its terms.

use super::Sum;
use super::entry::{LedgerEntry, MoneyStage};
use crate::model::budget::BudgetSection;
use crate::model::cadre::{Dimension, Payer, Side};
use crate::model::{Dossier, Numero};

/// A row or a column of a view. Their order is that of the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A fiche, by its rank among those of the act, then by its number.
    Action(usize, Numero),
    /// A node of the tree, by its rank.
    Axe(usize),
    /// An exercice, by its rank.
    Exercice(usize),
    /// What says no exercice.
    Undated,
    /// A funder of the cadre, by its rank.
    Financeur(usize),
    /// The funders that the cadre does not name.
    OtherFinanceurs,
    /// A section, or what says none.
    Section(Option<BudgetSection>),
    /// A stage.
    Stage(MoneyStage),
}

/// Which entries a view counts; what is not said is not asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'f> {
    /// Spent, or paying.
    pub side: Option<Side>,
    /// How far they have gone.
    pub stage: Option<MoneyStage>,
    /// Who pays.
    pub payer: Option<&'f Payer>,
    /// Their exercice, by its rank.
    pub exercice: Option<usize>,
    /// A node of the tree, with all that is in it.
    pub axe: Option<&'f str>,
    /// A fiche.
    pub fiche: Option<Numero>,
}

impl Filter<'_> {
    /// What pays, as the act promises it: what most tables count.
    pub fn resources() -> Self {
        Self { side: Some(Side::Resource), stage: Some(MoneyStage::Planned), ..Self::default() }
    }

    /// What is spent, as the act foresees it.
    pub fn charges() -> Self {
        Self { side: Some(Side::Charge), stage: Some(MoneyStage::Planned), ..Self::default() }
    }

    /// Whether a view counts an entry. What the convention does not count, no view does.
    pub fn admits(&self, entry: &LedgerEntry<'_>, dossier: &Dossier) -> bool {
        entry.counted
            && self.side.is_none_or(|side| side == entry.side)
            && self.stage.is_none_or(|stage| stage == entry.stage)
            && self.exercice.is_none_or(|rank| entry.exercice == Some(rank))
            && self.fiche.is_none_or(|fiche| fiche == entry.fiche)
            && self.axe.is_none_or(|axe| dossier.cadre.is_within(entry.axe, axe))
            && self.payer.is_none_or(|payer| pays(payer, entry, dossier))
    }
}

/// Whether an entry is paid by a payer.
fn pays(payer: &Payer, entry: &LedgerEntry<'_>, dossier: &Dossier) -> bool {
    match (payer, entry.financeur) {
        (Payer::Role(role), Some(id)) => dossier.cadre.has_role(id, *role),
        (Payer::Financeur(name), Some(id)) => name.value == id,
        (_, None) => false,
    }
}

/// The sum of the entries that a filter admits.
pub fn sum(entries: &[LedgerEntry<'_>], dossier: &Dossier, filter: &Filter<'_>) -> Sum {
    Sum::of(entries.iter().filter(|entry| filter.admits(entry, dossier)))
}

/// A table of sums.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// The rows, in order.
    pub rows: Vec<Key>,
    /// The columns, in order.
    pub columns: Vec<Key>,
    /// A row of cells for each row.
    pub cells: Vec<Vec<Sum>>,
    /// The total of each row; empty over several stages.
    pub row_totals: Vec<Sum>,
    /// The total of each column; empty over several stages.
    pub column_totals: Vec<Sum>,
    /// The total of all; empty over several stages.
    pub total: Sum,
}

impl View {
    /// The cell of a row and a column; empty where the view has none.
    pub fn cell(&self, row: Key, column: Key) -> Sum {
        let (row, column) = (self.rows.binary_search(&row), self.columns.binary_search(&column));
        let (Ok(row), Ok(column)) = (row, column) else { return Sum::default() };
        self.cells.get(row).and_then(|cells| cells.get(column)).cloned().unwrap_or_default()
    }

    /// What was contracted and what was then spent of it are the same money: a total over several stages means nothing.
    fn forget_sums_over_stages(&mut self) {
        let are_stages = |keys: &[Key]| keys.len() > 1 && keys.iter().all(|key| matches!(key, Key::Stage(_)));
        if are_stages(&self.columns) {
            self.row_totals.fill(Sum::default());
            self.total = Sum::default();
        }
        if are_stages(&self.rows) {
            self.column_totals.fill(Sum::default());
            self.total = Sum::default();
        }
    }

    /// The total of a column; empty where the view has none.
    pub fn column_total(&self, column: Key) -> Sum {
        let column = self.columns.binary_search(&column).ok();
        column.and_then(|column| self.column_totals.get(column)).cloned().unwrap_or_default()
    }
}

/// Sums entries by rows and columns.
pub fn view(
    entries: &[LedgerEntry<'_>],
    dossier: &Dossier,
    (rows, columns): (Dimension, Dimension),
    filter: &Filter<'_>,
) -> View {
    let admitted = entries.iter().filter(|entry| filter.admits(entry, dossier));
    let placed =
        admitted.map(|entry| (key(rows, entry, dossier), key(columns, entry, dossier), entry)).collect();
    summed(placed, &[])
}

/// Sums the entries of a node of the tree: a row for each of its own actions, then one for each node right under it, with all
/// that is in that one, even when nothing is.
pub fn view_of_node(
    entries: &[LedgerEntry<'_>],
    dossier: &Dossier,
    node: &str,
    columns: Dimension,
    filter: &Filter<'_>,
) -> View {
    let cadre = &dossier.cadre;
    let rank = |id: &str| cadre.axes.iter().position(|axe| axe.id.value == id).map(Key::Axe);
    let row = |entry: &LedgerEntry<'_>| {
        let below = cadre.axes_up(entry.axe).find(|axe| axe.parent.as_deref() == Some(node));
        below.and_then(|axe| rank(&axe.id.value)).unwrap_or_else(|| key(Dimension::Action, entry, dossier))
    };
    let filter = Filter { axe: Some(node), ..*filter };
    let admitted = entries.iter().filter(|entry| filter.admits(entry, dossier));
    let placed = admitted.map(|entry| (row(entry), key(columns, entry, dossier), entry)).collect();
    let nodes: Vec<Key> = cadre.axes_under(node).filter_map(|axe| rank(&axe.id.value)).collect();
    summed(placed, &nodes)
}

/// The sums of entries that have their row and column. `rows` are there whatever they hold.
fn summed(placed: Vec<(Key, Key, &LedgerEntry<'_>)>, rows: &[Key]) -> View {
    let mut view = View {
        rows: sorted(placed.iter().map(|p| p.0).chain(rows.iter().copied())),
        columns: sorted(placed.iter().map(|p| p.1)),
        ..View::default()
    };
    view.cells = vec![vec![Sum::default(); view.columns.len()]; view.rows.len()];
    view.row_totals = vec![Sum::default(); view.rows.len()];
    view.column_totals = vec![Sum::default(); view.columns.len()];
    for (row_key, column_key, entry) in placed {
        let (row, column) = (view.rows.binary_search(&row_key), view.columns.binary_search(&column_key));
        let (Ok(row), Ok(column)) = (row, column) else { continue };
        let cell = view.cells.get_mut(row).and_then(|cells| cells.get_mut(column));
        let totals =
            [view.row_totals.get_mut(row), view.column_totals.get_mut(column), Some(&mut view.total), cell];
        totals.into_iter().flatten().for_each(|sum| sum.add_entry(entry));
    }
    view.forget_sums_over_stages();
    view
}

fn sorted(keys: impl Iterator<Item = Key>) -> Vec<Key> {
    let mut keys: Vec<Key> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Where an entry stands along a dimension.
fn key(dimension: Dimension, entry: &LedgerEntry<'_>, dossier: &Dossier) -> Key {
    let cadre = &dossier.cadre;
    match dimension {
        Dimension::Action => {
            let rank = dossier.fiches.iter().position(|f| f.number.value == entry.fiche);
            Key::Action(rank.unwrap_or(usize::MAX), entry.fiche)
        }
        Dimension::Axe => {
            let top = cadre.axes_up(entry.axe).last().map(|axe| &axe.id.value);
            let rank = top.and_then(|top| cadre.axes.iter().position(|axe| axe.id.value == *top));
            Key::Axe(rank.unwrap_or(usize::MAX))
        }
        Dimension::Exercice => entry.exercice.map_or(Key::Undated, Key::Exercice),
        Dimension::Financeur => {
            let rank = entry.financeur.and_then(|id| cadre.financeurs.iter().position(|f| f.id == id));
            rank.map_or(Key::OtherFinanceurs, Key::Financeur)
        }
        Dimension::Section => Key::Section(entry.section),
        Dimension::Stage => Key::Stage(entry.stage),
    }
}

impl Key {
    /// What it is, for a heading.
    pub fn label(&self, dossier: &Dossier) -> String {
        let cadre = &dossier.cadre;
        match self {
            Self::Action(rank, number) => {
                let title = dossier.fiches.get(*rank).map(|fiche| fiche.title_in_table());
                title.map_or_else(|| format!("action {number}"), str::to_owned)
            }
            Self::Axe(rank) => cadre.axes.get(*rank).map(|axe| axe.heading()).unwrap_or_default(),
            Self::Exercice(rank) => dossier.convention.exercices.name(*rank).to_owned(),
            Self::Undated => "sans exercice".to_owned(),
            Self::Financeur(rank) => cadre.financeurs.get(*rank).map(|f| f.name.clone()).unwrap_or_default(),
            Self::OtherFinanceurs => "Autres".to_owned(),
            Self::Section(section) => section.map_or("Sans section", BudgetSection::word).to_owned(),
            Self::Stage(stage) => stage.word().to_owned(),
        }
    }
}

impl MoneyStage {
    /// The word printed at the head of its column.
    pub fn word(self) -> &'static str {
        match self {
            Self::Planned => "Contracté",
            Self::Revised => "Révisé",
            Self::Committed => "Engagé",
            Self::Paid => "Liquidé",
            Self::Granted => "Accordé",
            Self::Sent => "Versé",
        }
    }
}
