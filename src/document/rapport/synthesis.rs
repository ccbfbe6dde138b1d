//! The synthesis page: credits by funder and annexe, objectives, the five largest gaps.

use rust_decimal::Decimal;
use serde::Serialize;

use super::charts::{Chart, Pair, chart, per_cent};
use crate::document::tables::{cents, euros, written_out};
use crate::document::view::{Cell, Column, RowKind, TableView};
use crate::ledger::Sum;
use crate::ledger::objectives::{Attainment, track};
use crate::ledger::rapport::{Action, AnnexeActions, RapportSummary, Share, ShareTotal};
use crate::model::{Absence, Cadre, Montant};

/// How many gaps are shown.
const GAPS: usize = 5;

/// The synthesis page.
#[derive(Debug, Serialize)]
pub struct Synthesis {
    /// Figures set large.
    pub chiffres: Vec<KeyNumber>,
    /// Credits by funder.
    pub financeurs: TableView,
    /// The same as bars.
    pub graphique: Option<Chart>,
    /// Credits by annexe, when there are several.
    pub annexes: Option<TableView>,
    /// Objectives by outcome, in the order of the outcomes.
    pub objectifs: Vec<ObjectiveCount>,
    /// How many objectives and what became of them, in a sentence.
    pub objectifs_en_mots: String,
    /// The largest gaps; none when nothing can be compared.
    pub ecarts: Option<TableView>,
}

/// A figure set large.
#[derive(Debug, Serialize)]
pub struct KeyNumber {
    /// What it is.
    pub etiquette: String,
    /// The figure.
    pub valeur: String,
    /// What it bears on.
    pub precision: String,
}

/// Objectives of an outcome.
#[derive(Debug, Serialize)]
pub struct ObjectiveCount {
    /// The outcome.
    pub mot: &'static str,
    /// Which pattern fills it.
    pub forme: &'static str,
    /// How many.
    pub nombre: usize,
}

/// « sur 3 actions renseignées », « sur 3 actions renseignées de 5 ».
pub(super) fn scope(cumulated: &ShareTotal) -> String {
    let s = if cumulated.reported_count > 1 { "s" } else { "" };
    let base = match cumulated.reported_count {
        0 => return format!("aucune action renseignée, sur {}", cumulated.actions),
        n => format!("sur {n} action{s} renseignée{s}"),
    };
    if cumulated.is_complete() { base } else { format!("{base} ({} au total)", cumulated.actions) }
}

/// Composes the synthesis page.
pub(super) fn synthesis(cadre: &Cadre, summary: &RapportSummary<'_>) -> Synthesis {
    let total = &summary.total.total;
    let decimals = credit_decimals(summary);
    let key_number = |label: &str, value: String, precision: String| KeyNumber {
        etiquette: label.to_owned(),
        valeur: value,
        precision,
    };
    let s = if total.actions > 1 { "s" } else { "" };
    let nothing = || Absence::NotReported.word().to_owned();
    let mut figures = vec![
        key_number(
            "Contracté",
            written_out(total.contracted.total, decimals),
            format!("{} action{s}, tous financeurs", total.actions),
        ),
        key_number(
            "Exécuté",
            if total.paid.is_empty() { nothing() } else { written_out(total.paid.total, decimals) },
            if total.is_complete() {
                "liquidé, tous financeurs".to_owned()
            } else {
                "liquidé connu à ce jour".to_owned()
            },
        ),
        key_number("Taux d’exécution", total.rate().map_or_else(nothing, per_cent), scope(total)),
    ];
    if summary.has_etat {
        figures.push(key_number(
            "Crédits de l’État non consommés",
            unspent(summary.actions()).map_or_else(nothing, |m| written_out(m, decimals)),
            scope(&summary.total.etat),
        ));
    }
    let (objectives, objectives_in_words) = count_objectives(cadre, summary);
    let lines: Vec<(&str, &ShareTotal)> = by_financeur(summary);
    let pairs: Vec<Pair> = lines.iter().map(|(name, cumulated)| pair(name, cumulated)).collect();
    let has_executed = pairs.iter().any(|p| p.executed.is_some());
    Synthesis {
        chiffres: figures,
        financeurs: credits_table("Financeur", &lines, total, decimals),
        graphique: chart("Crédits contractés et exécutés par financeur", pairs, decimals)
            .filter(|_| has_executed),
        annexes: (summary.annexes.len() > 1)
            .then(|| credits_table("Annexe", &by_annexe(summary), total, decimals)),
        objectifs: objectives,
        objectifs_en_mots: objectives_in_words,
        ecarts: largest_gaps(summary, decimals),
    }
}

/// What the State promised and did not spend, over the fully reported actions; `None` without one.
/// An overspent action does not make up for another.
pub(super) fn unspent<'a, 'd: 'a>(actions: impl Iterator<Item = &'a Action<'d>>) -> Option<Montant> {
    let shares = actions.map(|a| &a.etat).filter(|p| p.is_complete());
    shares.fold(None, |sum, share| {
        let left = share.contracted.total - share.paid.total;
        Some(sum.unwrap_or(Montant::ZERO) + left.max(Montant::ZERO))
    })
}

fn credit_decimals(summary: &RapportSummary<'_>) -> u32 {
    let sums = summary.actions().flat_map(|a| a.shares.iter().chain([&a.others]));
    cents(sums.flat_map(|p| [p.contracted.total, p.paid.total]))
}

fn by_financeur<'b>(summary: &'b RapportSummary<'_>) -> Vec<(&'b str, &'b ShareTotal)> {
    let mut lines: Vec<(&str, &ShareTotal)> =
        summary.financeurs.iter().map(|f| f.name.as_str()).zip(&summary.total.shares).collect();
    if summary.others {
        lines.push(("Autres", &summary.total.others));
    }
    lines
}

fn by_annexe<'b>(summary: &'b RapportSummary<'_>) -> Vec<(&'b str, &'b ShareTotal)> {
    summary
        .annexes
        .iter()
        .map(|b| (b.annexe.map_or("hors convention", |a| a.title.as_str()), &b.total.total))
        .collect()
}

/// A contracted amount: a missing term means « non renseigné », no term « non contracté ».
pub(super) fn contracted_amount(sum: &Sum) -> Result<Montant, Absence> {
    match (sum.is_empty(), sum.missing) {
        (false, _) => Ok(sum.total),
        (true, 0) => Err(Absence::NotContracted),
        (true, _) => Err(Absence::NotReported),
    }
}

/// The cell of a contracted amount.
pub(super) fn contracted_cell(sum: &Sum, decimals: u32) -> Cell {
    contracted_amount(sum).map_or_else(Cell::absent, |m| euros(m, decimals))
}

fn pair(name: &str, cumulated: &ShareTotal) -> Pair {
    Pair {
        label: name.to_owned(),
        contracted: contracted_amount(&cumulated.contracted),
        executed: (!cumulated.paid.is_empty()).then_some(cumulated.paid.total),
        rate: cumulated.rate().filter(|_| cumulated.is_complete()),
        caveat: if cumulated.paid.missing == 0 { "" } else { " (incomplet)" },
    }
}

/// Contracted, executed, rate and gap by row, and their total.
fn credits_table(title: &str, lines: &[(&str, &ShareTotal)], total: &ShareTotal, decimals: u32) -> TableView {
    let mut table = TableView::new(vec![
        Column::text(title),
        Column::figures("Contracté"),
        Column::figures("Exécuté"),
        Column::figures("Taux"),
        Column::figures("Écart"),
    ]);
    let cells = |name: &str, c: &ShareTotal| {
        let partial = !c.is_complete();
        vec![
            Cell::text(name).remark(partial.then(|| format!("taux et écart : {}", scope(c))).as_deref()),
            contracted_cell(&c.contracted, decimals),
            if c.paid.is_empty() {
                Cell::absent(Absence::NotReported)
            } else {
                euros(c.paid.total, decimals)
            },
            rate_cell(c.rate()),
            gap_cell(c.gap(), decimals),
        ]
    };
    for (name, cumulated) in lines {
        table.push(RowKind::Ligne, cells(name, cumulated));
    }
    table.push(RowKind::Total, cells("Total", total));
    table.compact = true;
    table.align()
}

/// A rate, or nothing when it cannot be computed.
pub(super) fn rate_cell(rate: Option<Decimal>) -> Cell {
    rate.map_or_else(|| Cell::text("–"), |t| Cell::number(t, Some(1), "%"))
}

/// A gap with its sign, or nothing when it cannot be computed.
pub(super) fn gap_cell(gap: Option<Montant>, decimals: u32) -> Cell {
    let Some(m) = gap else { return Cell::text("–") };
    let mut cell = euros(m, decimals);
    if m > Montant::ZERO
        && let Some(figures) = cell.lignes.first_mut()
    {
        figures.insert(0, '+');
    }
    cell
}

/// An executed amount, or the reason why it is not there.
pub(super) fn executed_cell(part: &Share, decimals: u32) -> Cell {
    if part.paid.is_empty() {
        return if part.paid.missing > 0 { Cell::absent(Absence::NotReported) } else { Cell::text("–") };
    }
    let partial = (part.paid.missing > 0).then_some("incomplet");
    euros(part.paid.total, decimals).remark(partial)
}

/// « 4. Accompagnement différencié »: a column of its own would be wider than the numbers.
pub(super) fn action_name(action: &Action<'_>) -> String {
    format!("{}. {}", action.number, action.title)
}

/// What each action of an annexe contracted and executed.
pub(super) fn actions_table(annexe: &AnnexeActions<'_>) -> TableView {
    let decimals = cents(annexe.actions.iter().flat_map(|a| [a.total.contracted.total, a.total.paid.total]));
    let mut table = TableView::new(vec![
        Column::text("Action"),
        Column::figures("Contracté"),
        Column::figures("Exécuté"),
        Column::figures("Taux"),
        Column::figures("Écart"),
    ]);
    for a in &annexe.actions {
        table.push(
            RowKind::Ligne,
            vec![
                Cell::text(&action_name(a)),
                contracted_cell(&a.total.contracted, decimals),
                executed_cell(&a.total, decimals),
                rate_cell(a.total.rate()),
                gap_cell(a.total.gap(), decimals),
            ],
        );
    }
    let t = &annexe.total.total;
    let name = Cell::text("Total")
        .remark((!t.is_complete()).then(|| format!("taux et écart : {}", scope(t))).as_deref());
    let executed_values =
        if t.paid.is_empty() { Cell::absent(Absence::NotReported) } else { euros(t.paid.total, decimals) };
    table.push(
        RowKind::Total,
        vec![
            name,
            euros(t.contracted.total, decimals),
            executed_values,
            rate_cell(t.rate()),
            gap_cell(t.gap(), decimals),
        ],
    );
    table.align()
}

fn count_objectives(cadre: &Cadre, summary: &RapportSummary<'_>) -> (Vec<ObjectiveCount>, String) {
    let mut counts = [
        (["atteint", "atteints"], "atteint", 0usize),
        (["atteint en partie", "atteints en partie"], "partiel", 0),
        (["non atteint", "non atteints"], "non", 0),
        (["sans réponse possible"; 2], "inconnu", 0),
    ];
    for tracking in summary.actions().flat_map(|a| track(cadre, a)) {
        let index = match tracking.attainment {
            Attainment::Reached => 0,
            Attainment::Partial => 1,
            Attainment::NotReached => 2,
            Attainment::Unknown(_) => 3,
        };
        if let Some((_, _, n)) = counts.get_mut(index) {
            *n += 1;
        }
    }
    let counts: Vec<ObjectiveCount> = counts
        .into_iter()
        .map(|([one, several], form, number)| ObjectiveCount {
            mot: if number > 1 { several } else { one },
            forme: form,
            nombre: number,
        })
        .collect();
    let total: usize = counts.iter().map(|c| c.nombre).sum();
    let detail: Vec<String> = counts.iter().map(|c| format!("{} {}", c.nombre, c.mot)).collect();
    let s = if total > 1 { "s" } else { "" };
    let words = format!("{total} indicateur{s} suivi{s} par les fiches : {}.", detail.join(", "));
    (counts, words)
}

/// The actions whose executed amount is the farthest from what was contracted.
fn largest_gaps(summary: &RapportSummary<'_>, decimals: u32) -> Option<TableView> {
    let mut ranked: Vec<_> = summary
        .actions()
        .filter_map(|a| a.total.gap().map(|e| (a, e)))
        .filter(|(_, e)| !e.is_zero())
        .collect();
    ranked.sort_by_key(|(a, e)| (std::cmp::Reverse(e.euros().abs()), a.number));
    let mut table = TableView::new(vec![
        Column::text("Action"),
        Column::figures("Contracté"),
        Column::figures("Exécuté"),
        Column::figures("Écart"),
        Column::figures("Taux"),
    ]);
    for (a, e) in ranked.iter().take(GAPS) {
        table.push(
            RowKind::Ligne,
            vec![
                Cell::text(&action_name(a)),
                euros(a.total.contracted.total, decimals),
                euros(a.total.paid.total, decimals),
                gap_cell(Some(*e), decimals),
                rate_cell(a.total.rate()),
            ],
        );
    }
    table.compact = true;
    (!ranked.is_empty()).then(|| table.align())
}
