//! What a `{reference}` prints: the words, table or figure of the target of its link.

use super::view::{FigureView, Fragment, KeyValue, TableView};
use super::{data, tables};
use crate::ledger::cited::Citations;
use crate::model::budget::Budget;
use crate::model::convention::BankAccount;
use crate::model::table::Figure;
use crate::model::{Absence, Dossier, Fiche};
use crate::resolve::{FicheDatum, Link, LinkTarget, ReferenceFilter};
use crate::text::ProjectPath;

/// Path to the root of the emitted folder from the files that quote data, all one folder below.
const ROOT: &str = "../";

/// The printed form of a target.
#[derive(Debug)]
pub enum Wording {
    /// Words inside a sentence.
    Words(String),
    /// A table, a figure or bank details, which take the place of a paragraph.
    Pieces(Vec<Fragment>),
}

/// What a link prints; `None` when the dossier is not the one that it was resolved in.
pub fn wording(link: &Link, citations: &Citations<'_>) -> Option<Wording> {
    match link.filter {
        Some(ReferenceFilter::Letters) => citations.in_letters(&link.target).map(Wording::Words),
        None => plain_wording(&link.target, citations),
    }
}

/// A table, a figure or a list; words otherwise.
fn plain_wording(target: &LinkTarget, citations: &Citations<'_>) -> Option<Wording> {
    let dossier = citations.dossier;
    match target {
        LinkTarget::BankAccount => {
            let lignes = bank_details(dossier.organisation.account.as_ref()?);
            Some(Wording::Pieces(vec![Fragment::Coordonnees { lignes }]))
        }
        LinkTarget::Fiche { fiche: number, datum } if target.stands_alone() => {
            let fiche = dossier.fiches.iter().find(|f| f.number.value == *number)?;
            of_fiche(datum, fiche, dossier)
        }
        _ => citations.words(target).map(Wording::Words),
    }
}

/// Bytes of Typst that a quoted datum becomes, about.
pub fn emitted_size(wording: &Wording) -> usize {
    match wording {
        Wording::Words(words) => words.len(),
        Wording::Pieces(pieces) => pieces.iter().map(piece_size).sum(),
    }
}

fn piece_size(piece: &Fragment) -> usize {
    match piece {
        Fragment::Tableau { tableau } => table_size(tableau),
        _ => 1_000,
    }
}

fn table_size(table: &TableView) -> usize {
    const CELL: usize = 40;
    let cells = table.lignes.iter().flat_map(|row| &row.cellules);
    let of_cells: usize = cells
        .flat_map(|cell| std::iter::once(cell).chain(&cell.valeurs))
        .map(|cell| CELL + cell.lignes.iter().chain(&cell.precisions).map(String::len).sum::<usize>())
        .sum();
    of_cells + table.colonnes.iter().map(|column| CELL + column.titre.len()).sum::<usize>()
}

fn of_fiche(datum: &FicheDatum, fiche: &Fiche, dossier: &Dossier) -> Option<Wording> {
    let budget = |rank: &usize| fiche.budgets.get(*rank);
    let exercices = &dossier.convention.exercices;
    let budgets = |ranks: &[usize]| ranks.iter().map(budget).collect::<Option<Vec<&Budget>>>();
    match datum {
        FicheDatum::Charges(ranks) => {
            let budgets = budgets(ranks)?;
            // Side by side, budgets show amounts alone.
            if budgets.len() > 1 && budgets.iter().flat_map(|b| &b.charges).any(tables::has_details) {
                let each = budgets.into_iter().map(|budget| tables::charges(&[budget], fiche, exercices));
                let each = each.map(|table| Fragment::Tableau { tableau: Box::new(table) });
                return Some(Wording::Pieces(each.collect()));
            }
            table(tables::charges(&budgets, fiche, exercices))
        }
        FicheDatum::Financements(ranks) => {
            table(tables::financements(&budgets(ranks)?, &dossier.cadre, exercices))
        }
        FicheDatum::Bordereau(rank) => table(tables::bordereau(fiche.bordereaux.get(*rank)?)),
        FicheDatum::Table(rank) => table(data::data(fiche.tables.get(*rank)?)),
        FicheDatum::Figure(rank) => {
            let figure = figure(fiche.figures.get(*rank)?);
            Some(Wording::Pieces(vec![Fragment::Figure { figure }]))
        }
        FicheDatum::Objectives => table(data::objectives(fiche.objectives.as_ref()?, &dossier.cadre)),
        // Words: they stand in a sentence.
        _ => None,
    }
}

fn table(table: TableView) -> Option<Wording> {
    Some(Wording::Pieces(vec![Fragment::Tableau { tableau: Box::new(table) }]))
}

fn figure(figure: &Figure) -> FigureView {
    FigureView {
        titre: Some(figure.title.clone()),
        image: figure.file.as_ref().map(|file| format!("{ROOT}{}", emitted_path(&file.value))),
        alternative: figure.alternative.clone(),
        legende: figure.legend.clone(),
        a_signaler: figure.file.is_none(),
    }
}

/// Path of an image in the emitted folder: `images/a.png` for `content/2022/images/a.png`.
pub fn emitted_path(path: &ProjectPath) -> String {
    path.as_str().splitn(3, '/').nth(2).unwrap_or(path.as_str()).to_owned()
}

fn bank_details(account: &BankAccount) -> Vec<KeyValue> {
    let line = |key: &str, value: &Result<String, Absence>| KeyValue {
        cle: key.to_owned(),
        valeur: value.clone().unwrap_or_else(|absence| absence.word().to_owned()),
        absence: value.is_err(),
    };
    // Masked, they are absent like the others.
    let code = |text: &str, shown: fn(&str) -> String| match Absence::read(text) {
        Some(Absence::NotPublished) => Err(Absence::NotPublished),
        _ => Ok(shown(text)),
    };
    vec![
        line("Dénomination sociale", &code(&account.holder.value, str::to_owned)),
        line("Code établissement", &account.bank_code.value),
        line("Code guichet", &account.branch_code.value),
        line("Numéro de compte", &account.number.value),
        line("Clé RIB", &account.key.value),
        line("IBAN", &code(&account.iban.value, iban_in_groups)),
        line("BIC", &code(&account.bic.value, in_capitals)),
    ]
}

/// An IBAN as it is printed: capitals, by groups of four (ISO 13616). Anything else than letters and digits leaves it
/// as typed.
fn iban_in_groups(written: &str) -> String {
    let iban = in_capitals(written);
    if !iban.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return written.to_owned();
    }
    let mut groups = String::new();
    for (i, c) in iban.chars().enumerate() {
        if i > 0 && i % 4 == 0 {
            groups.push(' ');
        }
        groups.push(c);
    }
    groups
}

/// A code in capitals and without blanks.
fn in_capitals(code: &str) -> String {
    code.split_whitespace().collect::<String>().to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iban_is_printed_by_groups_of_four() {
        assert_eq!(
            iban_in_groups("fr5730001005 25c777\u{a0}00000000066"),
            "FR57 3000 1005 25C7 7700 0000 0006 6"
        );
        assert_eq!(iban_in_groups("FR57 3000 1005 25C7 7000 0000 066"), "FR57 3000 1005 25C7 7000 0000 066");
        assert_eq!(iban_in_groups("à transmettre"), "à transmettre");
        assert_eq!(in_capitals("bdfefrpp cct"), "BDFEFRPPCCT");
    }
}
