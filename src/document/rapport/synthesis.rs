//! The synthesis page of the rapport: credits by financeur and by annexe, objectives, largest gaps. A rate or a gap only
//! compares the actions that reported everything, and says how many they are.

use rust_decimal::Decimal;
use serde::Serialize;

use super::charts::{Chart, Pair, chart, per_cent};
use crate::document::tables::{cents, euros, written_out};
use crate::document::view::{Cell, Column, RowKind, TableView};
use crate::ledger::Sum;
use crate::ledger::objectives::{Attainment, track};
use crate::ledger::rapport::{Action, AxeActions, RapportSummary, Share, ShareTotal, percent};
use crate::model::cadre::Axe;
use crate::model::{Absence, Cadre, Montant};

/// Most gaps shown.
const GAPS_MAX: usize = 5;

/// The synthesis page, as its template reads it.
#[derive(Debug, Serialize)]
pub struct Synthesis {
    /// Figures in large print, those that are known.
    pub chiffres: Vec<KeyNumber>,
    /// Whether some executed amount is known.
    pub execution_connue: bool,
    /// Credits by financeur.
    pub financeurs: TableView,
    /// The rows of `financeurs` then of `annexes` as bars, on one scale; `None` when nothing was executed.
    pub graphique: Option<Chart>,
    /// Credits by annexe; `None` when there is only one.
    pub annexes: Option<TableView>,
    /// ObjectiveCounts by outcome.
    pub objectifs: ObjectiveCounts,
    /// Actions with the largest gaps; `None` when none can be computed.
    pub ecarts: Option<TableView>,
}

/// A figure in large print.
#[derive(Debug, Serialize)]
pub struct KeyNumber {
    /// Label.
    pub etiquette: String,
    /// The figure in words.
    pub valeur: String,
    /// The actions that it covers.
    pub precision: String,
}

/// The number of objectives by outcome.
#[derive(Debug, Default, Serialize)]
pub struct ObjectiveCounts {
    /// All of them.
    pub suivis: usize,
    /// Those whose result is compared with a target.
    pub compares: usize,
    /// Reached, or passed.
    pub atteints: usize,
    /// Reached in part.
    pub en_partie: usize,
    /// Not reached.
    pub non_atteints: usize,
    /// Not compared.
    pub inconnus: usize,
}

/// What a total covers: « sur 3 actions renseignées », « sur 3 actions renseignées (5 au total) ».
pub(super) fn scope(total: &ShareTotal) -> String {
    let plural = if total.reported_count > 1 { "s" } else { "" };
    let base = match total.reported_count {
        0 => return format!("aucune action renseignée, sur {}", total.actions),
        n => format!("sur {n} action{plural} renseignée{plural}"),
    };
    if total.is_complete() { base } else { format!("{base} ({} au total)", total.actions) }
}

/// Why a rate is not the one of the amounts beside it.
const LEFT_OUT: &str = "taux et écart hors «\u{a0}sans objet\u{a0}»";

/// What the rate and the gap of a total cover, when it is not all its amounts.
pub(super) fn coverage(total: &ShareTotal) -> Option<String> {
    if !total.is_complete() {
        return Some(format!("taux et écart : {}", scope(total)));
    }
    (total.leaves_some_out && total.actions > 0).then(|| LEFT_OUT.to_owned())
}

/// The same of an action.
pub(super) fn coverage_of_action(share: &Share) -> Option<&'static str> {
    (share.set_aside != Default::default() && share.comparable().is_some()).then_some(LEFT_OUT)
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
    let left = unspent(summary.actions()).filter(|_| summary.has_etat);
    let etat = &summary.total.etat.contracted;
    let shown = cents([total.contracted.total, total.paid.total, etat.total, left.unwrap_or_default()]);
    let contracted_count = summary.actions().filter(|a| !a.total.is_empty()).count();
    let plural = if contracted_count > 1 { "s" } else { "" };
    let mut figures = vec![key_number(
        "Contracté",
        written_out(total.contracted.total, shown),
        format!("{contracted_count} action{plural}, tous financeurs"),
    )];
    if !total.paid.is_empty() {
        let known =
            if total.is_complete() { "liquidé, tous financeurs" } else { "liquidé connu à ce jour" };
        figures.push(key_number("Exécuté", written_out(total.paid.total, shown), known.to_owned()));
    }
    if let Some(rate) = total.rate() {
        figures.push(key_number("Taux d’exécution", per_cent(rate), scope(total)));
    }
    if let Some(left) = left {
        figures.push(key_number(
            "Crédits de l’État non consommés",
            written_out(left, shown),
            scope(&summary.total.etat),
        ));
    } else if summary.has_etat && !etat.is_empty() {
        figures.push(key_number(
            "Crédits de l’État",
            written_out(etat.total, shown),
            share_in_words(etat.total, total.contracted.total),
        ));
    }
    let objectives = count_objectives(cadre, summary.actions());
    let lines: Vec<(&str, &ShareTotal)> = by_financeur(summary);
    let of_axes = by_axe(cadre, summary);
    let of_axes: Vec<(&str, &ShareTotal)> = of_axes.iter().map(|(name, total)| (*name, total)).collect();
    let drawn = lines.iter().chain(of_axes.iter().filter(|_| of_axes.len() > 1));
    let pairs: Vec<Pair> = drawn.map(|(name, cumulated)| pair(name, cumulated)).collect();
    let has_executed = pairs.iter().any(|p| p.executed.is_ok());
    Synthesis {
        chiffres: figures,
        execution_connue: !total.paid.is_empty(),
        financeurs: credits_table("Financeur", &lines, total, decimals),
        graphique: chart("Crédits contractés et exécutés", pairs, decimals).filter(|_| has_executed),
        annexes: (of_axes.len() > 1)
            .then(|| credits_table(&axe_word(cadre, summary), &of_axes, total, decimals)),
        objectifs: objectives,
        ecarts: largest_gaps(summary, decimals),
    }
}

/// « 43,4 % du total contracté », empty without a total.
fn share_in_words(part: Montant, total: Montant) -> String {
    percent(part, total).map(|rate| format!("{} du total contracté", per_cent(rate))).unwrap_or_default()
}

/// What the State promised and did not spend, over the fully reported actions; `None` without one.
/// An overspent action does not make up for another.
pub(super) fn unspent<'a, 'd: 'a>(actions: impl Iterator<Item = &'a Action<'d>>) -> Option<Montant> {
    let gaps = actions.filter_map(|a| a.etat.gap());
    gaps.fold(None, |sum, gap| {
        let left = Montant::ZERO - gap;
        Some(sum.unwrap_or(Montant::ZERO) + left.max(Montant::ZERO))
    })
}

fn credit_decimals(summary: &RapportSummary<'_>) -> u32 {
    let sums = summary.actions().flat_map(|a| a.shares.iter().chain([&a.others]));
    cents(sums.flat_map(|p| [p.contracted.total, p.paid.total]))
}

pub(super) fn by_financeur<'b>(summary: &'b RapportSummary<'_>) -> Vec<(&'b str, &'b ShareTotal)> {
    let mut lines: Vec<(&str, &ShareTotal)> =
        summary.financeurs.iter().map(|f| f.name.as_str()).zip(&summary.total.shares).collect();
    if summary.others {
        lines.push(("Autres", &summary.total.others));
    }
    lines
}

/// The axe at the top of the tree that holds a node.
fn top<'c>(cadre: &'c Cadre, block: &AxeActions<'c>) -> Option<&'c Axe> {
    cadre.axes_up(&block.annexe?.id.value).last()
}

/// What the act calls its parts: « Annexe », « Axe ».
fn axe_word(cadre: &Cadre, summary: &RapportSummary<'_>) -> String {
    summary
        .annexes
        .iter()
        .find_map(|block| top(cadre, block))
        .map(|axe| axe.word.capitalized())
        .unwrap_or_default()
}

/// The totals of the axes at the top of the tree, each with all that is in it.
fn by_axe<'c>(cadre: &'c Cadre, summary: &RapportSummary<'c>) -> Vec<(&'c str, ShareTotal)> {
    let mut totals: Vec<(Option<&Axe>, ShareTotal)> = Vec::new();
    for block in &summary.annexes {
        let axe = top(cadre, block);
        match totals.last_mut().filter(|(same, _)| same.map(|a| &a.id) == axe.map(|a| &a.id)) {
            Some((_, total)) => total.extend(&block.total.total),
            None => totals.push((axe, block.total.total.clone())),
        }
    }
    totals
        .into_iter()
        .map(|(axe, total)| (axe.map_or("non contractées", |a| a.title.as_str()), total))
        .collect()
}

/// A contracted amount, or why there is none: « non renseigné » with a term without amount, « non contracté » without
/// any term.
pub(super) fn contracted_amount(sum: &Sum) -> Result<Montant, Absence> {
    match (sum.is_empty(), sum.missing()) {
        (false, _) => Ok(sum.total),
        (true, 0) => Err(Absence::NotContracted),
        (true, _) => Err(Absence::NotReported),
    }
}

/// The cell of a contracted amount.
pub(super) fn contracted_cell(sum: &Sum, decimals: u32) -> Cell {
    let partial = (sum.missing() > 0).then_some("incomplet");
    contracted_amount(sum).map_or_else(Cell::absent, |m| euros(m, decimals).remark(partial))
}

/// The cell of the contracted amount of an action.
pub(super) fn contracted_share_cell(share: &Share, decimals: u32) -> Cell {
    if share.is_not_applicable && share.contracted.is_empty() {
        return Cell::absent(Absence::NotApplicable);
    }
    contracted_cell(&share.contracted, decimals)
}

fn pair(name: &str, share: &ShareTotal) -> Pair {
    Pair {
        label: name.to_owned(),
        contracted: contracted_amount(&share.contracted),
        executed: if share.paid.is_empty() { Err(share.absence()) } else { Ok(share.paid.total) },
        rate: share.rate().filter(|_| share.is_complete() && !share.leaves_some_out),
        caveat: if share.paid.missing() == 0 { "" } else { " (incomplet)" },
    }
}

/// Contracted, executed, rate and gap, by row and in total.
fn credits_table(title: &str, lines: &[(&str, &ShareTotal)], total: &ShareTotal, decimals: u32) -> TableView {
    let mut table = TableView::new(vec![
        Column::text(title),
        Column::figures("Contracté"),
        Column::figures("Exécuté"),
        Column::figures("Taux"),
        Column::figures("Écart"),
    ]);
    let cells = |name: &str, share: &ShareTotal| {
        vec![
            Cell::text(name).remark(coverage(share).as_deref()),
            contracted_cell(&share.contracted, decimals),
            executed_total_cell(share, decimals),
            rate_cell(share.rate()),
            gap_cell(share.gap(), decimals),
        ]
    };
    for (name, cumulated) in lines {
        table.push(RowKind::Ligne, cells(name, cumulated));
    }
    table.push(RowKind::Total, cells("Total", total));
    table.explain_blanks()
}

/// The executed amount of a total, or the word of its absence.
pub(super) fn executed_total_cell(total: &ShareTotal, decimals: u32) -> Cell {
    if total.paid.is_empty() { Cell::absent(total.absence()) } else { euros(total.paid.total, decimals) }
}

/// A rate in per cent, or a dash when it cannot be computed.
pub(super) fn rate_cell(rate: Option<Decimal>) -> Cell {
    rate.map_or_else(|| Cell::text("–"), |t| Cell::number(t, Some(1), "%"))
}

/// A gap in euros with its sign, or a dash when it cannot be computed.
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

/// An executed amount: « non renseigné » when a term has no amount, a dash without any term.
pub(super) fn executed_cell(part: &Share, decimals: u32) -> Cell {
    if part.is_not_applicable && part.paid.is_empty() && part.paid.missing() == 0 {
        return Cell::absent(Absence::NotApplicable);
    }
    if part.paid.is_empty() {
        return if part.paid.missing() > 0 { Cell::absent(Absence::NotReported) } else { Cell::text("–") };
    }
    let partial = (part.paid.missing() > 0).then_some("incomplet");
    euros(part.paid.total, decimals).remark(partial)
}

/// « 4. Accompagnement différencié »: a column for the number would be wider than the numbers.
pub(super) fn action_name(action: &Action<'_>) -> String {
    format!("{}. {}", action.number, action.title)
}

/// The objectives of some actions, by outcome.
pub(super) fn count_objectives<'a, 'd: 'a>(
    cadre: &'d Cadre,
    actions: impl Iterator<Item = &'a Action<'d>>,
) -> ObjectiveCounts {
    let mut counts = ObjectiveCounts::default();
    for tracking in actions.flat_map(|a| track(cadre, a)) {
        *match tracking.attainment {
            Attainment::Reached => &mut counts.atteints,
            Attainment::Partial => &mut counts.en_partie,
            Attainment::NotReached => &mut counts.non_atteints,
            Attainment::Unknown(_) => &mut counts.inconnus,
        } += 1;
    }
    counts.compares = counts.atteints + counts.en_partie + counts.non_atteints;
    counts.suivis = counts.compares + counts.inconnus;
    counts
}

/// The actions with the largest gaps between executed and contracted, the largest first.
fn largest_gaps(summary: &RapportSummary<'_>, decimals: u32) -> Option<TableView> {
    let mut ranked: Vec<_> = summary
        .actions()
        .filter_map(|action| action.total.gap().map(|gap| (action, gap)))
        .filter(|(_, gap)| !gap.is_zero())
        .collect();
    ranked.sort_by_key(|(action, gap)| (std::cmp::Reverse(gap.euros().abs()), action.number));
    let mut table = TableView::new(vec![
        Column::text("Action"),
        Column::figures("Contracté"),
        Column::figures("Exécuté"),
        Column::figures("Écart"),
        Column::figures("Taux"),
    ]);
    for (action, gap) in ranked.iter().take(GAPS_MAX) {
        table.push(
            RowKind::Ligne,
            vec![
                Cell::text(&action_name(action)).remark(coverage_of_action(&action.total)),
                euros(action.total.contracted.total, decimals),
                euros(action.total.paid.total, decimals),
                gap_cell(Some(*gap), decimals),
                rate_cell(action.total.rate()),
            ],
        );
    }
    (!ranked.is_empty()).then(|| table.explain_blanks())
}
