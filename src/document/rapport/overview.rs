//! The actions at a glance: what each contracts, by financeur, and what it did of it.

use rust_decimal::Decimal;
use serde::Serialize;

use super::charts::per_ten_thousand;
use super::synthesis::{
    ObjectiveCounts, action_name, contracted_cell, contracted_share_cell, count_objectives,
    coverage_of_action, executed_cell, rate_cell,
};
use crate::document::tables::{cents, written_out};
use crate::document::view::Cell;
use crate::ledger::rapport::{Action, AxeActions, RapportSummary, Share, ShareTotal, percent};
use crate::model::{Cadre, Montant, Numero};

/// All the actions, on one scale.
#[derive(Debug, Serialize)]
pub struct Overview {
    /// The financeurs who contract, with what they contract in all, in the order of the parts of the bars.
    pub financeurs: Vec<FinanceurKey>,
    /// The actions by annexe.
    pub groupes: Vec<ActionGroup>,
    /// Number of actions.
    pub actions: usize,
    /// Number of those that have a page in the report.
    pub comptes_rendus: usize,
    /// Whether some objective is compared with its target.
    pub a_objectifs: bool,
    /// Whether something is proposed for some action.
    pub a_suites: bool,
    /// Whether the State contracts something.
    pub a_etat: bool,
    /// Contracted in all.
    pub contracte: Cell,
    /// Contracted by the State.
    pub etat: Cell,
}

/// A financeur in the key of the bars.
#[derive(Debug, Serialize)]
pub struct FinanceurKey {
    /// Name.
    pub nom: String,
    /// What it contracts in all, in words.
    pub montant: String,
    /// Its share of the whole, per thousand; `None` when nothing is contracted.
    pub pour_mille: Option<u32>,
}

/// The actions of an annexe.
#[derive(Debug, Serialize)]
pub struct ActionGroup {
    /// « Annexe A – Engagements socles »; empty for actions that were not contracted.
    pub titre: String,
    /// In the order of their numbers.
    pub actions: Vec<ActionRow>,
}

/// An action at a glance.
#[derive(Debug, Serialize)]
pub struct ActionRow {
    /// Number of the fiche.
    pub numero: Numero,
    /// « 4. Accompagnement différencié ».
    pub nom: String,
    /// What its rate leaves out; `None` when it leaves nothing.
    pub reserve: Option<&'static str>,
    /// Whether it has a page in the report.
    pub parle: bool,
    /// Mark of the place that tells of it: its page, or its line among what is awaited.
    pub cible: String,
    /// Contracted.
    pub contracte: Cell,
    /// Contracted by the State.
    pub etat: Cell,
    /// Executed.
    pub execute: Cell,
    /// Executed over contracted.
    pub taux: Cell,
    /// Lengths of the parts of its contract by financeur, per ten thousand of the largest action.
    pub parts: Vec<u32>,
    /// Length of its contract, likewise.
    pub longueur_prevu: u32,
    /// Length of what it executed; `None` when it is not known.
    pub longueur_execute: Option<u32>,
    /// Its objectives by outcome.
    pub objectifs: ObjectiveCounts,
    /// What is proposed for it, in words; `None` when not reported.
    pub suite: Option<String>,
}

/// The mark of the place that tells of a fiche: its page, or its line among what is awaited.
pub(super) fn mark(number: Numero, speaks: bool) -> String {
    format!("{}-{number}", if speaks { "fiche" } else { "attendu" })
}

/// Composes the actions at a glance. `speaks` tells whether a fiche has a page.
pub(super) fn overview(
    cadre: &Cadre,
    summary: &RapportSummary<'_>,
    speaks: impl Fn(Numero) -> bool,
) -> Overview {
    let amounts = || summary.actions().flat_map(|a| [a.total.contracted.total, a.total.paid.total]);
    let decimals = cents(amounts());
    let longest = amounts().map(|m| m.euros()).max().unwrap_or_default();
    let length = |m: Montant| per_ten_thousand(m.euros().max(Decimal::ZERO), longest);
    let row = |action: &Action<'_>| ActionRow {
        numero: action.number,
        nom: action_name(action),
        reserve: coverage_of_action(&action.total),
        parle: speaks(action.number),
        cible: mark(action.number, speaks(action.number)),
        contracte: contracted_share_cell(&action.total, decimals),
        etat: if action.etat.is_empty() {
            Cell::text("–")
        } else {
            contracted_share_cell(&action.etat, decimals)
        },
        execute: executed_cell(&action.total, decimals),
        taux: rate_cell(action.total.rate()),
        parts: shares(action, summary).map(|share| length(share.contracted.total)).collect(),
        longueur_prevu: length(action.total.contracted.total),
        longueur_execute: (!action.total.paid.is_empty()).then(|| length(action.total.paid.total)),
        objectifs: count_objectives(cadre, std::iter::once(action)),
        suite: action
            .fiche
            .and_then(|sheet| sheet.follow_up.as_ref().ok())
            .map(|follow_up| follow_up.value.word().to_owned()),
    };
    let groups: Vec<ActionGroup> = summary
        .annexes
        .iter()
        .map(|block| ActionGroup { titre: title(block), actions: block.actions.iter().map(row).collect() })
        .collect();
    let rows = || groups.iter().flat_map(|group| &group.actions);
    Overview {
        financeurs: keys(summary, decimals),
        actions: rows().count(),
        comptes_rendus: rows().filter(|action| action.parle).count(),
        a_objectifs: rows().any(|action| action.objectifs.compares > 0),
        a_suites: rows().any(|action| action.suite.is_some()),
        a_etat: summary.has_etat,
        contracte: contracted_cell(&summary.total.total.contracted, decimals),
        etat: contracted_cell(&summary.total.etat.contracted, decimals),
        // Last: the others look at them.
        groupes: groups,
    }
}

/// « Annexe A – Engagements socles »; empty for actions that were not contracted.
fn title(block: &AxeActions<'_>) -> String {
    block.annexe.map(|axe| format!("{} – {}", axe.heading(), axe.title)).unwrap_or_default()
}

/// The shares of an action in the order of the key.
fn shares<'a>(
    action: &'a Action<'_>,
    summary: &RapportSummary<'_>,
) -> impl Iterator<Item = &'a Share> + use<'a> {
    action.shares.iter().chain(summary.others.then_some(&action.others))
}

fn keys(summary: &RapportSummary<'_>, decimals: u32) -> Vec<FinanceurKey> {
    let whole = summary.total.total.contracted.total;
    let key = |(name, total): (&str, &ShareTotal)| FinanceurKey {
        nom: name.to_owned(),
        montant: written_out(total.contracted.total, decimals),
        pour_mille: percent(total.contracted.total, whole)
            .and_then(|rate| u32::try_from((rate * Decimal::TEN).round()).ok()),
    };
    super::synthesis::by_financeur(summary).into_iter().map(key).collect()
}
