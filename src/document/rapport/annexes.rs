//! The annexes of the report: financial table, matrix of indicators, what is missing and why.

use std::collections::BTreeMap;

use super::synthesis::{contracted, execute, gap, nom, scope, taux};
use crate::document::data::{BLANK_NOTE, cell};
use crate::document::tables::{cents, euros};
use crate::document::view::{Cell, Column, Form, RowKind, RowView as TableRow, TableView};
use crate::lang::numbers::format_french;
use crate::ledger::lacks::{Lack, Party};
use crate::ledger::matrix::{MatrixCell, Row as MatrixRow, compute};
use crate::ledger::objectives::{Attainment, Reason, track};
use crate::ledger::rapport::{Action, Cumulated, RapportSummary};
use crate::ledger::refaction::{Balance, Unit};
use crate::model::cadre::ETAT;
use crate::model::rapport::{Rapport, Refaction, RefactionLevel, RefactionMode};
use crate::model::{Absence, BoxValue, Dossier, Measured, Montant};

/// How the State pays or takes back, in words.
pub(super) fn regle(regle: Option<&Refaction>) -> String {
    let Some(r) = regle else {
        return "Le cadre ne fixe pas de règle de réfaction : la part de l’État à verser ou à reprendre n’est pas calculée.".to_owned();
    };
    let per_cent = |n| format!("{}\u{a0}%", format_french(n, None));
    let level = match r.level {
        RefactionLevel::Fiche => "action par action",
        RefactionLevel::Annexe => "annexe par annexe",
        RefactionLevel::Convention => "sur l’ensemble des actions",
    };
    let mode = match r.mode {
        RefactionMode::Proportional => {
            "la part de l’État suit le taux d’exécution du budget, tous financeurs"
        }
        RefactionMode::ActualExpense => "la part de l’État est celle de ses crédits qui a été dépensée",
    };
    let mut sentence = format!("Règle du cadre : {mode}, {level}");
    if !r.threshold.is_zero() {
        sentence.push_str(&format!(" ; rien n’est repris jusqu’à {} d’écart", per_cent(r.threshold)));
    }
    sentence.push_str(&format!(" ; au plus {} du montant contracté", per_cent(r.cap)));
    if let Some(part) = r.max_share {
        sentence.push_str(&format!(" et {} de la dépense", per_cent(part)));
    }
    sentence.push_str(&format!(" ; {} versés d’avance.", per_cent(r.advance)));
    if let Some(source) = &r.source {
        sentence.push_str(&format!(" Source : {source}."));
    }
    sentence
}

/// What is due, and what remains to pay or to take back.
fn balance(balance: Option<&Option<Balance>>, decimales: u32) -> [Cell; 2] {
    match balance {
        Some(Some(s)) => [euros(s.due, decimales), gap(Some(s.remainder()), decimales)],
        Some(None) => [Cell::texte("–"), Cell::absence(Absence::NotReported)],
        None => [Cell::nothing(), Cell::nothing()],
    }
}

/// The financial table: every action, by annexe, and the State's balance where the rule gives one.
pub(super) fn financier(
    bilan: &RapportSummary<'_>,
    regle: Option<&Refaction>,
    balances: Option<&[Unit]>,
) -> TableView {
    let index = bilan.index(ETAT);
    let mut colonnes = vec![Column::texte("Action")];
    for titre in ["Contracté", "Exécuté", "Taux", "Écart"] {
        colonnes.push(Column::chiffres(titre).under(Some("Tous financeurs")));
    }
    for titre in ["Contracté", "Exécuté", "Non consommé"] {
        colonnes.push(Column::chiffres(titre).under(Some("État")));
    }
    if regle.is_some() {
        for titre in ["Part due", "À verser (+) ou à reprendre (−)"] {
            colonnes.push(Column::chiffres(titre).under(Some("Solde de l’État")));
        }
    }
    let width = colonnes.len();
    let mut tableau = TableView::new(colonnes);
    let units = balances.unwrap_or_default();
    let montants = bilan.actions().flat_map(|a| a.shares.iter().chain([&a.others]));
    let decimales = cents(
        montants
            .flat_map(|p| [p.contracted.total, p.paid.total])
            .chain(units.iter().filter_map(|u| u.balance).flat_map(|s| [s.due, s.remainder()])),
    );
    let locate = |fiche: Option<u16>, annexe: Option<&str>| {
        units.iter().find(|u| u.fiche == fiche && u.annexe.as_deref() == annexe).map(|u| &u.balance)
    };
    for block in &bilan.blocks {
        let titre = block
            .annexe
            .map_or("Actions non contractées".to_owned(), |a| format!("Annexe {} · {}", a.id, a.title));
        tableau.lignes.push(TableRow::titre(&titre, width));
        for action in &block.actions {
            let mut cellules = row(action, index, decimales);
            if regle.is_some() {
                cellules.extend(balance(locate(Some(action.number), None), decimales));
            }
            tableau.ligne(RowKind::Ligne, cellules);
        }
        if bilan.blocks.len() > 1 {
            let nom = block.annexe.map_or("Total".to_owned(), |a| format!("Total de l’annexe {}", a.id));
            let etat = index.and_then(|r| block.total.shares.get(r));
            let mut cellules =
                total(&nom, &block.total.total, etat, unspent(&block.actions, index), decimales);
            if regle.is_some() {
                let numbers: Vec<u16> = block.actions.iter().map(|a| a.number).collect();
                let id = block.annexe.map(|a| a.id.as_str());
                cellules.extend(match locate(None, id).filter(|_| id.is_some()) {
                    Some(s) => balance(Some(s), decimales),
                    None => sum_of_balances(
                        units.iter().filter(|u| u.fiche.is_some_and(|f| numbers.contains(&f))),
                        decimales,
                    ),
                });
            }
            tableau.ligne(RowKind::Groupe, cellules);
        }
    }
    let etat = index.and_then(|r| bilan.total.shares.get(r));
    let mut cellules = total("Total", &bilan.total.total, etat, super::synthesis::unspent(bilan), decimales);
    if regle.is_some() {
        cellules.extend(sum_of_balances(units.iter(), decimales));
    }
    tableau.ligne(RowKind::Total, cellules);
    tableau.compact = true;
    tableau.align()
}

fn row(action: &Action<'_>, index: Option<usize>, decimales: u32) -> Vec<Cell> {
    let t = &action.total;
    let mut cellules = vec![
        Cell::texte(&nom(action)),
        contracted(&t.contracted, decimales),
        execute(t, decimales),
        taux(t.rate()),
        gap(t.gap(), decimales),
    ];
    match index.and_then(|r| action.shares.get(r)).filter(|p| !p.is_empty()) {
        Some(etat) => {
            cellules.push(contracted(&etat.contracted, decimales));
            cellules.push(execute(etat, decimales));
            let remainder = etat.gap().map(|e| (Montant::ZERO - e).max(Montant::ZERO));
            cellules.push(remainder.map_or_else(|| Cell::texte("–"), |m| euros(m, decimales)));
        }
        None => cellules.extend([Cell::nothing(), Cell::nothing(), Cell::nothing()]),
    }
    cellules
}

fn unspent(actions: &[Action<'_>], index: Option<usize>) -> Option<Montant> {
    let parts = actions.iter().filter_map(|a| a.shares.get(index?)).filter(|p| p.is_complete());
    parts.fold(None, |sum, p| {
        let remainder = (p.contracted.total - p.paid.total).max(Montant::ZERO);
        Some(sum.unwrap_or(Montant::ZERO) + remainder)
    })
}

fn total(
    nom: &str,
    all: &Cumulated,
    etat: Option<&Cumulated>,
    remainder: Option<Montant>,
    decimales: u32,
) -> Vec<Cell> {
    let safe = (!all.is_complete()).then(|| scope(all));
    let paid = |c: &Cumulated| {
        if c.paid.is_empty() { Cell::texte("–") } else { euros(c.paid.total, decimales) }
    };
    let mut cellules = vec![
        Cell::texte(nom).precision(safe.as_deref()),
        euros(all.contracted.total, decimales),
        paid(all),
        taux(all.rate()),
        gap(all.gap(), decimales),
    ];
    match etat {
        Some(e) => cellules.extend([
            euros(e.contracted.total, decimales),
            paid(e),
            remainder.map_or_else(|| Cell::texte("–"), |m| euros(m, decimales)),
        ]),
        None => cellules.extend([Cell::nothing(), Cell::nothing(), Cell::nothing()]),
    }
    cellules
}

/// What the rule gives for several units; how many they are when some could not be computed.
fn sum_of_balances<'u>(units: impl Iterator<Item = &'u Unit>, decimales: u32) -> [Cell; 2] {
    let units: Vec<&Unit> = units.collect();
    let knowns: Vec<&Balance> = units.iter().filter_map(|u| u.balance.as_ref()).collect();
    if knowns.is_empty() {
        return [Cell::texte("–"), Cell::texte("–")];
    }
    let safe = (knowns.len() < units.len()).then(|| format!("sur {} de {}", knowns.len(), units.len()));
    let due: Montant = knowns.iter().map(|s| s.due).sum();
    let remainder: Montant = knowns.iter().map(|s| s.remainder()).sum();
    [euros(due, decimales).precision(safe.as_deref()), gap(Some(remainder), decimales)]
}

/// The matrix: situations of earlier years, targets, results. An indicator that several fiches follow has a
/// value for each, never a sum: the same person may be counted twice.
pub(super) fn matrice(dossier: &Dossier, rapport: &Rapport, bilan: &RapportSummary<'_>) -> Option<TableView> {
    let mut colonnes = vec![Column::texte("Indicateur")];
    colonnes.extend(dossier.cadre.columns.iter().map(|c| Column::chiffres(&c.title)));
    let annee = dossier.convention.year.to_string();
    // A framework may already have a column for the targets of the year: it is printed once.
    colonnes.push(Column::chiffres(&format!("Cible {annee} des fiches")));
    colonnes.push(Column::chiffres("Résultat"));
    let width = colonnes.len();
    let mut tableau = TableView::new(colonnes);
    let (mut theme, mut mesure) = (String::new(), String::new());
    for ligne in compute(dossier) {
        match ligne {
            MatrixRow::Theme(t) => theme = format!("{}. {} · ", t.number, t.title),
            MatrixRow::Mesure(m) => {
                mesure.clone_from(&m.number);
                let titre = format!("{}{} {}", std::mem::take(&mut theme), m.number, m.title);
                tableau.lignes.push(TableRow::titre(&titre, width));
            }
            MatrixRow::Group(titre) => {
                let view_cell = Cell { colspan: width, ..Cell::texte(titre) };
                tableau.ligne(RowKind::Groupe, vec![view_cell]);
            }
            MatrixRow::Indicateur(indicateur, matrix_cells) => {
                let id = format!("{mesure}/{}", indicateur.id.value);
                let retrait =
                    usize::from(indicateur.part_of.is_some()) + usize::from(indicateur.group.is_some());
                let mut cellules = vec![Cell::texte(&indicateur.label).retrait(retrait)];
                cellules.extend(matrix_cells.iter().map(matrix_cell));
                cellules.push(values(&targets(dossier, bilan, &id)));
                cellules.push(values(&results(rapport, bilan, &id)));
                tableau.ligne(RowKind::Ligne, cellules);
            }
        }
    }
    tableau.compact = true;
    (!tableau.lignes.is_empty()).then(|| tableau.align())
}

fn matrix_cell(matrix_cell: &MatrixCell<'_>) -> Cell {
    match matrix_cell {
        MatrixCell::Values(values) => cell(values),
        MatrixCell::Mesure(values, height) => Cell { rowspan: *height, ..cell(values) },
        MatrixCell::Continuation => Cell::suite(),
        MatrixCell::Absent(absence) => Cell::absence(*absence),
    }
}

/// Said before the matrix when it has blank boxes: under a table of several pages a note would stand alone.
pub(super) fn note(matrice: Option<&TableView>) -> Option<&'static str> {
    let cellules = matrice?.lignes.iter().flat_map(|l| &l.cellules);
    cellules.into_iter().any(|c| c.forme == Form::Vide).then_some(BLANK_NOTE)
}

/// Values by fiche as one box: without their sources, which the sheets give.
fn values(by_fiche: &[(Option<u16>, &BoxValue)]) -> Cell {
    let several = by_fiche.len() > 1;
    let mut merged: BoxValue = Vec::new();
    for (fiche, cell) in by_fiche {
        for v in *cell {
            let mut v = v.clone();
            v.source = None;
            v.note = None;
            if let Some(n) = fiche.filter(|_| several) {
                v.perimeter = Some(match v.perimeter {
                    Some(p) => format!("fiche {n}, {p}"),
                    None => format!("fiche {n}"),
                });
            }
            merged.push(v);
        }
    }
    let absent = |v: &crate::model::Value| matches!(v.measured.value, Measured::Absent(_));
    if merged.iter().any(|v| !absent(v)) {
        merged.retain(|v| !absent(v));
    } else {
        merged.truncate(1);
    }
    if merged.is_empty() { Cell::texte("–") } else { cell(&merged) }
}

/// The targets of an indicator: what the act holds in the place of one, and is not one, is left out.
fn targets<'b>(
    dossier: &'b Dossier,
    bilan: &'b RapportSummary<'b>,
    id: &str,
) -> Vec<(Option<u16>, &'b BoxValue)> {
    let trackings = bilan.actions().flat_map(|a| track(&dossier.cadre, a).into_iter().map(|s| (a.number, s)));
    trackings
        .filter(|(_, s)| {
            let situation = s.attainment == Attainment::Unknown(Reason::Situation);
            !situation && s.result.is_none_or(|r| r.no_target.is_none())
        })
        .filter_map(|(numero, s)| Some((numero, s.objective?)))
        .filter(|(_, o)| o.indicateur.as_deref() == Some(id))
        .map(|(numero, o)| (Some(numero), &o.target))
        .collect()
}

fn results<'b>(
    rapport: &'b Rapport,
    bilan: &'b RapportSummary<'_>,
    id: &str,
) -> Vec<(Option<u16>, &'b BoxValue)> {
    let own_ones = rapport.matrix.iter().filter(|l| l.target.value == id);
    let mut hits: Vec<_> = own_ones.flat_map(|l| &l.cells).map(|(_, c)| (None, c)).collect();
    for action in bilan.actions() {
        let own = action.fiche.into_iter().flat_map(|f| &f.results);
        let own = own.filter(|r| r.indicateur.as_ref().is_some_and(|i| i.value == id));
        hits.extend(own.map(|r| (Some(action.number), &r.value)));
    }
    hits
}

/// How many blanks, by reason.
pub(super) fn raisons(manques: &[Lack]) -> Option<TableView> {
    let mut comptes: BTreeMap<Absence, usize> = BTreeMap::new();
    for lack in manques {
        *comptes.entry(lack.reason).or_default() += 1;
    }
    let mut tableau = TableView::new(vec![Column::texte("Raison"), Column::chiffres("Données")]);
    for (raison, nombre) in &comptes {
        let mot = if *raison == Absence::Blank { "case vide" } else { raison.word() };
        tableau.ligne(RowKind::Ligne, vec![Cell::texte(mot), Cell::nombre((*nombre).into(), None, "")]);
    }
    tableau
        .ligne(RowKind::Total, vec![Cell::texte("Ensemble"), Cell::nombre(manques.len().into(), None, "")]);
    (!manques.is_empty()).then(|| tableau.align())
}

/// Most names told one by one in a line of the table of what is missing.
const NAMES_MAX: usize = 3;

/// What is missing, by action and by reason.
pub(super) fn manques(bilan: &RapportSummary<'_>, manques: &[Lack]) -> Option<TableView> {
    let mut groupes: Vec<(Option<u16>, Absence, Vec<&Lack>)> = Vec::new();
    for lack in manques {
        let same = |g: &&mut (Option<u16>, Absence, Vec<&Lack>)| g.0 == lack.fiche && g.1 == lack.reason;
        match groupes.iter_mut().find(same) {
            Some(groupe) => groupe.2.push(lack),
            None => groupes.push((lack.fiche, lack.reason, vec![lack])),
        }
    }
    let mut tableau = TableView::new(vec![
        Column::texte("Action"),
        Column::texte("Ce qui manque"),
        Column::texte("Raison"),
    ]);
    for (fiche, raison, own) in groupes {
        let titre = match fiche.and_then(|n| bilan.actions().find(|a| a.number == n)) {
            Some(action) => nom(action),
            None => "Matrice, hors fiches".to_owned(),
        };
        let mot = if raison == Absence::Blank { "case vide" } else { raison.word() };
        let lignes: Vec<String> = PARTIES
            .iter()
            .filter_map(|(party, one, several)| {
                let names: Vec<&str> =
                    own.iter().filter(|m| m.party == *party).map(|m| m.what.as_str()).collect();
                lacks_line(*party, one, several, &names)
            })
            .collect();
        tableau.ligne(
            RowKind::Ligne,
            vec![Cell::texte(&titre), Cell::texte(&lignes.join("\n")), Cell::texte(mot)],
        );
    }
    (!tableau.lignes.is_empty()).then(|| tableau.align())
}

/// The parts of a sheet and what their blanks are called.
const PARTIES: [(Party, &str, &str); 5] = [
    (Party::Identity, "", ""),
    (Party::Contract, "montant contracté", "montants contractés"),
    (Party::Charge, "charge", "charges"),
    (Party::Financeur, "financeur", "financeurs"),
    (Party::ResultValue, "résultat", "résultats"),
];

/// « financeurs : État, Département », « 12 charges ».
fn lacks_line(party: Party, one: &str, several: &str, names: &[&str]) -> Option<String> {
    let mot = if names.len() > 1 { several } else { one };
    match (names, party) {
        ([], _) => None,
        (names, Party::Identity) => Some(names.join(", ")),
        (names, _) if names.len() > NAMES_MAX => Some(format!("{} {mot}", names.len())),
        (names, Party::ResultValue) => {
            Some(format!("{mot} : «\u{a0}{}\u{a0}»", names.join("\u{a0}», «\u{a0}")))
        }
        (names, _) => Some(format!("{mot} : {}", names.join(", "))),
    }
}
