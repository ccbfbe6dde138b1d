//! The synthesis page: credits by funder and annexe, objectives, the five largest gaps.

use rust_decimal::Decimal;
use serde::Serialize;

use super::charts::{Chart, Pair, graphique, per_cent};
use crate::document::tables::{cents, euros, written_out};
use crate::document::view::{Cell, Column, RowKind, TableView};
use crate::ledger::Sum;
use crate::ledger::objectives::{Attainment, track};
use crate::ledger::rapport::{Action, Block, Cumulated, RapportSummary, Share};
use crate::model::cadre::ETAT;
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
pub(super) fn scope(cumulated: &Cumulated) -> String {
    let s = if cumulated.reported_count > 1 { "s" } else { "" };
    let base = match cumulated.reported_count {
        0 => return format!("aucune action renseignée, sur {}", cumulated.actions),
        n => format!("sur {n} action{s} renseignée{s}"),
    };
    if cumulated.is_complete() { base } else { format!("{base} ({} au total)", cumulated.actions) }
}

/// Composes it.
pub(super) fn synthese(cadre: &Cadre, bilan: &RapportSummary<'_>) -> Synthesis {
    let total = &bilan.total.total;
    let decimales = decimales(bilan);
    let digit = |etiquette: &str, valeur: String, precision: String| KeyNumber {
        etiquette: etiquette.to_owned(),
        valeur,
        precision,
    };
    let s = if total.actions > 1 { "s" } else { "" };
    let nothing = || Absence::NotReported.word().to_owned();
    let mut chiffres = vec![
        digit(
            "Contracté",
            written_out(total.contracted.total, decimales),
            format!("{} action{s}, tous financeurs", total.actions),
        ),
        digit(
            "Exécuté",
            if total.paid.is_empty() { nothing() } else { written_out(total.paid.total, decimales) },
            if total.is_complete() {
                "liquidé, tous financeurs".to_owned()
            } else {
                "liquidé connu à ce jour".to_owned()
            },
        ),
        digit("Taux d’exécution", total.rate().map_or_else(nothing, per_cent), scope(total)),
    ];
    if let Some(etat) = bilan.index(ETAT).and_then(|r| bilan.total.shares.get(r)) {
        chiffres.push(digit(
            "Crédits de l’État non consommés",
            unspent(bilan).map_or_else(nothing, |m| written_out(m, decimales)),
            scope(etat),
        ));
    }
    let (objectifs, objectifs_en_mots) = objectifs(cadre, bilan);
    let lignes: Vec<(&str, &Cumulated)> = by_financeur(bilan);
    let pairs: Vec<Pair> = lignes.iter().map(|(nom, cumulated)| pair(nom, cumulated)).collect();
    let draw = pairs.iter().any(|p| p.execute.is_some());
    Synthesis {
        chiffres,
        financeurs: credits("Financeur", &lignes, total, decimales),
        graphique: graphique("Crédits contractés et exécutés par financeur", pairs, decimales)
            .filter(|_| draw),
        annexes: (bilan.blocks.len() > 1).then(|| credits("Annexe", &by_annexe(bilan), total, decimales)),
        objectifs,
        objectifs_en_mots,
        ecarts: ecarts(bilan, decimales),
    }
}

/// What the State promised and that was not spent, action by action; `None` when no action is fully told.
pub(super) fn unspent(bilan: &RapportSummary<'_>) -> Option<Montant> {
    let index = bilan.index(ETAT)?;
    let parts = bilan.actions().filter_map(|a| a.shares.get(index)).filter(|p| p.is_complete());
    parts.fold(None, |sum, p| {
        let remainder = p.contracted.total - p.paid.total;
        Some(sum.unwrap_or(Montant::ZERO) + remainder.max(Montant::ZERO))
    })
}

fn decimales(bilan: &RapportSummary<'_>) -> u32 {
    let sums = bilan.actions().flat_map(|a| a.shares.iter().chain([&a.others]));
    cents(sums.flat_map(|p| [p.contracted.total, p.paid.total]))
}

fn by_financeur<'b>(bilan: &'b RapportSummary<'_>) -> Vec<(&'b str, &'b Cumulated)> {
    let mut lignes: Vec<(&str, &Cumulated)> =
        bilan.financeurs.iter().map(|f| f.name.as_str()).zip(&bilan.total.shares).collect();
    if bilan.others {
        lignes.push(("Autres", &bilan.total.others));
    }
    lignes
}

fn by_annexe<'b>(bilan: &'b RapportSummary<'_>) -> Vec<(&'b str, &'b Cumulated)> {
    bilan
        .blocks
        .iter()
        .map(|b| (b.annexe.map_or("hors convention", |a| a.title.as_str()), &b.total.total))
        .collect()
}

/// An amount contracted, or why there is none.
pub(super) fn committed(sum: &Sum) -> Result<Montant, Absence> {
    match (sum.is_empty(), sum.missing) {
        (false, _) => Ok(sum.total),
        (true, 0) => Err(Absence::NotContracted),
        (true, _) => Err(Absence::NotReported),
    }
}

/// A cell of it.
pub(super) fn contracted(sum: &Sum, decimales: u32) -> Cell {
    committed(sum).map_or_else(Cell::absence, |m| euros(m, decimales))
}

fn pair(nom: &str, cumulated: &Cumulated) -> Pair {
    Pair {
        libelle: nom.to_owned(),
        prevu: committed(&cumulated.contracted),
        execute: (!cumulated.paid.is_empty()).then_some(cumulated.paid.total),
        taux: cumulated.rate().filter(|_| cumulated.is_complete()),
        reserved: if cumulated.paid.missing == 0 { "" } else { " (incomplet)" },
    }
}

/// Contracted, executed, rate and gap by row, and their total.
fn credits(titre: &str, lignes: &[(&str, &Cumulated)], total: &Cumulated, decimales: u32) -> TableView {
    let mut tableau = TableView::new(vec![
        Column::texte(titre),
        Column::chiffres("Contracté"),
        Column::chiffres("Exécuté"),
        Column::chiffres("Taux"),
        Column::chiffres("Écart"),
    ]);
    let cellules = |nom: &str, c: &Cumulated| {
        let partial = !c.is_complete();
        vec![
            Cell::texte(nom).precision(partial.then(|| format!("taux et écart : {}", scope(c))).as_deref()),
            contracted(&c.contracted, decimales),
            if c.paid.is_empty() {
                Cell::absence(Absence::NotReported)
            } else {
                euros(c.paid.total, decimales)
            },
            taux(c.rate()),
            gap(c.gap(), decimales),
        ]
    };
    for (nom, cumulated) in lignes {
        tableau.ligne(RowKind::Ligne, cellules(nom, cumulated));
    }
    tableau.ligne(RowKind::Total, cellules("Total", total));
    tableau.compact = true;
    tableau.align()
}

/// A rate, or nothing when it cannot be computed.
pub(super) fn taux(taux: Option<Decimal>) -> Cell {
    taux.map_or_else(|| Cell::texte("–"), |t| Cell::nombre(t, Some(1), "%"))
}

/// A gap with its sign, or nothing when it cannot be computed.
pub(super) fn gap(gap: Option<Montant>, decimales: u32) -> Cell {
    let Some(m) = gap else { return Cell::texte("–") };
    let mut cell = euros(m, decimales);
    if m > Montant::ZERO
        && let Some(chiffres) = cell.lignes.first_mut()
    {
        chiffres.insert(0, '+');
    }
    cell
}

/// An executed amount, or the reason why it is not there.
pub(super) fn execute(part: &Share, decimales: u32) -> Cell {
    if part.paid.is_empty() {
        return if part.paid.missing > 0 { Cell::absence(Absence::NotReported) } else { Cell::texte("–") };
    }
    let partial = (part.paid.missing > 0).then_some("incomplet");
    euros(part.paid.total, decimales).precision(partial)
}

/// « 4. Accompagnement différencié »: a column of its own would be wider than the numbers.
pub(super) fn nom(action: &Action<'_>) -> String {
    format!("{}. {}", action.number, action.title)
}

/// What each action of an annexe contracted and executed.
pub(super) fn actions(block: &Block<'_>) -> TableView {
    let decimales = cents(block.actions.iter().flat_map(|a| [a.total.contracted.total, a.total.paid.total]));
    let mut tableau = TableView::new(vec![
        Column::texte("Action"),
        Column::chiffres("Contracté"),
        Column::chiffres("Exécuté"),
        Column::chiffres("Taux"),
        Column::chiffres("Écart"),
    ]);
    for a in &block.actions {
        tableau.ligne(
            RowKind::Ligne,
            vec![
                Cell::texte(&nom(a)),
                contracted(&a.total.contracted, decimales),
                execute(&a.total, decimales),
                taux(a.total.rate()),
                gap(a.total.gap(), decimales),
            ],
        );
    }
    let t = &block.total.total;
    let nom = Cell::texte("Total")
        .precision((!t.is_complete()).then(|| format!("taux et écart : {}", scope(t))).as_deref());
    let executed_values =
        if t.paid.is_empty() { Cell::absence(Absence::NotReported) } else { euros(t.paid.total, decimales) };
    tableau.ligne(
        RowKind::Total,
        vec![
            nom,
            euros(t.contracted.total, decimales),
            executed_values,
            taux(t.rate()),
            gap(t.gap(), decimales),
        ],
    );
    tableau.align()
}

fn objectifs(cadre: &Cadre, bilan: &RapportSummary<'_>) -> (Vec<ObjectiveCount>, String) {
    let mut comptes = [
        (["atteint", "atteints"], "atteint", 0usize),
        (["atteint en partie", "atteints en partie"], "partiel", 0),
        (["non atteint", "non atteints"], "non", 0),
        (["sans réponse possible"; 2], "inconnu", 0),
    ];
    for tracking in bilan.actions().flat_map(|a| track(cadre, a)) {
        let index = match tracking.attainment {
            Attainment::Reached => 0,
            Attainment::Partial => 1,
            Attainment::NotReached => 2,
            Attainment::Unknown(_) => 3,
        };
        if let Some((_, _, n)) = comptes.get_mut(index) {
            *n += 1;
        }
    }
    let comptes: Vec<ObjectiveCount> = comptes
        .into_iter()
        .map(|([one, several], forme, nombre)| ObjectiveCount {
            mot: if nombre > 1 { several } else { one },
            forme,
            nombre,
        })
        .collect();
    let total: usize = comptes.iter().map(|c| c.nombre).sum();
    let detail: Vec<String> = comptes.iter().map(|c| format!("{} {}", c.nombre, c.mot)).collect();
    let s = if total > 1 { "s" } else { "" };
    let words = format!("{total} indicateur{s} suivi{s} par les fiches : {}.", detail.join(", "));
    (comptes, words)
}

/// The actions whose executed amount is the farthest from what was contracted.
fn ecarts(bilan: &RapportSummary<'_>, decimales: u32) -> Option<TableView> {
    let mut ranked: Vec<_> =
        bilan.actions().filter_map(|a| a.total.gap().map(|e| (a, e))).filter(|(_, e)| !e.is_zero()).collect();
    ranked.sort_by_key(|(a, e)| (std::cmp::Reverse(e.euros().abs()), a.number));
    let mut tableau = TableView::new(vec![
        Column::texte("Action"),
        Column::chiffres("Contracté"),
        Column::chiffres("Exécuté"),
        Column::chiffres("Écart"),
        Column::chiffres("Taux"),
    ]);
    for (a, e) in ranked.iter().take(GAPS) {
        tableau.ligne(
            RowKind::Ligne,
            vec![
                Cell::texte(&nom(a)),
                euros(a.total.contracted.total, decimales),
                euros(a.total.paid.total, decimales),
                gap(Some(*e), decimales),
                taux(a.total.rate()),
            ],
        );
    }
    tableau.compact = true;
    (!ranked.is_empty()).then(|| tableau.align())
}
