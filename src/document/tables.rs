//! Tables of a fiche: costs, funding, priced schedule, data, objectives.

use rust_decimal::Decimal;

use super::view::{Cell, Column, RowKind, TableView};
use crate::lang::numbers::{format_french, share};
use crate::ledger::budget as calcul;
use crate::ledger::{Sum, bordereau as pricing};
use crate::model::budget::{
    Budget, BudgetKind, Charge, Contribution, Cost, Factor, Financement, Mentions, Valorisation,
};
use crate::model::cadre::Cadre;
use crate::model::fiche::Fiche;
use crate::model::{Absence, Montant};
use crate::text::Spanned;

/// Whether one of some amounts has cents: a column is printed with the same decimals throughout.
pub fn cents(montants: impl IntoIterator<Item = Montant>) -> u32 {
    if montants.into_iter().any(|m| m.euros().normalize().scale() > 0) { 2 } else { 0 }
}

/// A cell of euros.
pub fn euros(montant: Montant, decimales: u32) -> Cell {
    Cell::nombre(montant.euros(), Some(decimales), "€")
}

/// An amount with some decimals, in words.
pub fn written_out(montant: Montant, decimales: u32) -> String {
    format!("{}\u{202f}€", format_french(montant.euros(), Some(decimales)))
}

/// What the act prints, when it differs from what is computed.
fn gap(computed: Montant, printed: Option<&Spanned<Montant>>, decimales: u32) -> Option<String> {
    printed.filter(|a| a.value != computed).map(|a| written_out(a.value, decimales.max(cents([a.value]))))
}

/// A cell of a sum, or the reason why there is nothing.
fn sum(s: &Sum, absence: Option<Absence>, decimales: u32) -> Cell {
    match absence {
        Some(absence) if s.is_empty() => Cell::absence(absence),
        _ => euros(s.total, decimales),
    }
}

/// A share of a total; the printed one beside it when the rounding does not explain the difference.
fn taux(party: Montant, whole: Montant, shown: Option<&Spanned<Decimal>>) -> Cell {
    let decimales = shown.map_or(1, |a| a.value.scale());
    let Some(computed) = share(party.euros(), whole.euros(), decimales) else { return Cell::nothing() };
    let acte = shown.map(|a| format!("{}\u{a0}%", format_french(a.value, None)));
    Cell::texte(&computed).acte(acte.filter(|a| *a != computed))
}

/// The name printed for a budget among others.
pub fn budget_name(budget: &Budget) -> String {
    budget
        .title
        .clone()
        .or_else(|| budget.period.as_ref().map(ToString::to_string))
        .unwrap_or_else(|| budget.id.clone())
}

/// What the budgets cost, side by side when there are several.
pub fn charges(budgets: &[&Budget], fiche: &Fiche) -> TableView {
    let every = || budgets.iter().flat_map(|b| &b.charges);
    let montants = every().map(|c| calcul::cost(c, fiche).total);
    let printed_values = every().filter_map(|c| c.mentions.printed.as_ref()).map(|a| a.value);
    let decimales = cents(
        montants
            .chain(printed_values)
            .chain(budgets.iter().filter_map(|b| b.printed_total.as_ref()).map(|t| t.value)),
    );
    let is_computed = every().any(has_calculation);
    let parts = every().any(|c| c.mentions.printed_share.is_some());
    let mut colonnes = vec![Column::texte("Poste")];
    if is_computed {
        colonnes.push(Column::texte("Calcul"));
    }
    for budget in budgets {
        let nom = (budgets.len() > 1).then(|| budget_name(budget));
        colonnes.push(Column::chiffres("Montant").under(nom.as_deref()));
        if parts {
            colonnes.push(Column::chiffres("Part").under(nom.as_deref()));
        }
    }
    let mut tableau = TableView::new(colonnes);
    let mut forme = Form { fiche, decimales, is_computed, parts };
    match budgets {
        [only] => {
            let total = calcul::charges(only, fiche).total;
            forme.lignes(&mut tableau, &only.charges, total, 0);
        }
        _ => forme.side_by_side(&mut tableau, budgets),
    }
    let mut cellules = vec![Cell::texte("Total")];
    if is_computed {
        cellules.push(Cell::nothing());
    }
    for budget in budgets {
        let total = calcul::charges(budget, fiche);
        cellules.push(euros(total.total, decimales).acte(gap(
            total.total,
            budget.printed_total.as_ref(),
            decimales,
        )));
        if parts {
            cellules.push(Cell::texte("100\u{a0}%"));
        }
    }
    tableau.ligne(RowKind::Total, cellules);
    tableau.legende = match budgets {
        [only] => only.title.clone(),
        _ => None,
    };
    tableau.align()
}

fn has_calculation(charge: &Charge) -> bool {
    match &charge.cost {
        Cost::Valorisation(_) => true,
        Cost::LineMap(lignes) => lignes.iter().any(has_calculation),
        _ => false,
    }
}

struct Form<'f> {
    fiche: &'f Fiche,
    decimales: u32,
    is_computed: bool,
    parts: bool,
}

impl Form<'_> {
    fn lignes(&mut self, tableau: &mut TableView, charges: &[Charge], total: Montant, retrait: usize) {
        for charge in charges {
            let mut cellules = vec![
                Cell::texte(&libelle(charge)).retrait(retrait).precision(charge.mentions.note.as_deref()),
            ];
            if self.is_computed {
                cellules.push(match &charge.cost {
                    Cost::Valorisation(v) => Cell::texte(&formula(v)),
                    _ => Cell::nothing(),
                });
            }
            self.montants(&mut cellules, charge, total);
            let genre =
                if matches!(charge.cost, Cost::LineMap(_)) { RowKind::Groupe } else { RowKind::Ligne };
            tableau.ligne(genre, cellules);
            if let Cost::LineMap(lignes) = &charge.cost {
                self.lignes(tableau, lignes, total, retrait + 1);
            }
        }
    }

    fn montants(&self, cellules: &mut Vec<Cell>, charge: &Charge, total: Montant) {
        let cost = calcul::cost(charge, self.fiche);
        let absence = match &charge.cost {
            Cost::Absent(a) => Some(a.value),
            _ => None,
        };
        let acte = gap(cost.total, charge.mentions.printed.as_ref(), self.decimales);
        cellules.push(sum(&cost, absence, self.decimales).acte(acte));
        if self.parts {
            cellules.push(taux(cost.total, total, charge.mentions.printed_share.as_ref()));
        }
    }

    /// Budgets as columns: a line that several name the same way is one row.
    fn side_by_side(&mut self, tableau: &mut TableView, budgets: &[&Budget]) {
        let mut names: Vec<String> = Vec::new();
        for charge in budgets.iter().flat_map(|b| &b.charges) {
            let nom = libelle(charge);
            if !names.contains(&nom) {
                names.push(nom);
            }
        }
        for nom in names {
            let mut cellules = vec![Cell::texte(&nom)];
            if self.is_computed {
                cellules.push(Cell::nothing());
            }
            for budget in budgets {
                let total = calcul::charges(budget, self.fiche).total;
                match budget.charges.iter().find(|c| libelle(c) == nom) {
                    Some(charge) => self.montants(&mut cellules, charge, total),
                    None => cellules.extend((0..=usize::from(self.parts)).map(|_| Cell::nothing())),
                }
            }
            tableau.ligne(RowKind::Ligne, cellules);
        }
    }
}

fn libelle(charge: &Charge) -> String {
    match &charge.count {
        Some(count) => format!("{count} – {}", charge.label.value),
        None => charge.label.value.clone(),
    }
}

/// « 14 × 10 % du temps × 90 000 € par an ».
pub fn formula(valorisation: &Valorisation) -> String {
    valorisation.factors.iter().map(factor).collect::<Vec<_>>().join(" × ")
}

fn factor(factor: &Factor) -> String {
    let valeur = factor.value.value;
    let with = |nombre: String, mot: &str| if mot.is_empty() { nombre } else { format!("{nombre} {mot}") };
    match factor.kind {
        BudgetKind::Number(mot) => with(format_french(valeur, None), mot),
        BudgetKind::Percentage(mot) => {
            with(format!("{}\u{a0}%", format_french(valeur.normalize(), None)), mot)
        }
        BudgetKind::Month => format!("{}/12", format_french(valeur, None)),
        BudgetKind::Montant(mot) => {
            let decimales = if valeur.normalize().scale() > 0 { 2 } else { 0 };
            with(format!("{}\u{202f}€", format_french(valeur, Some(decimales))), mot)
        }
    }
}

/// Who pays for the budgets, side by side when there are several.
pub fn financements(budgets: &[&Budget], cadre: &Cadre) -> TableView {
    let all = || budgets.iter().flat_map(|b| b.financements.iter().chain(&b.outside_total));
    let montants =
        all().flat_map(|f| std::iter::once(f).chain(&f.of_which)).map(|f| calcul::contribution(f).total);
    let decimales =
        cents(montants.chain(budgets.iter().filter_map(|b| b.printed_total.as_ref()).map(|t| t.value)));
    let announced = all().any(|f| f.mentions.rate.is_some());
    let mut colonnes = vec![Column::texte("Financeur")];
    for budget in budgets {
        let nom = (budgets.len() > 1).then(|| budget_name(budget));
        colonnes.push(Column::chiffres("Montant").under(nom.as_deref()));
        colonnes.push(Column::chiffres("Part").under(nom.as_deref()));
        if announced && budgets.len() == 1 {
            colonnes.push(Column::chiffres("Taux annoncé"));
        }
    }
    let width = colonnes.len();
    let mut tableau = TableView::new(colonnes);
    let mut names: Vec<String> = Vec::new();
    for ligne in budgets.iter().flat_map(|b| &b.financements) {
        let nom = payer(ligne, cadre);
        if budgets.len() == 1 || !names.contains(&nom) {
            names.push(nom);
        }
    }
    for (index, nom) in names.iter().enumerate() {
        // Two lines of one budget may bear the same name: with one budget, rank finds the line.
        let sought = |budget: &'_ Budget| match budgets {
            [_] => Some(index),
            _ => budget.financements.iter().position(|f| payer(f, cadre) == *nom),
        };
        let lignes: Vec<Option<&Financement>> =
            budgets.iter().map(|b| sought(b).and_then(|r| b.financements.get(r))).collect();
        row(&mut tableau, nom, &lignes, budgets, decimales, announced && budgets.len() == 1);
        for of_which in lignes.iter().flatten().flat_map(|f| &f.of_which) {
            let mut cellules = vec![Cell::texte(&format!("dont {}", payer(of_which, cadre))).retrait(1)];
            for ligne in &lignes {
                let here = ligne.is_some_and(|l| l.of_which.iter().any(|d| d.span == of_which.span));
                cellules.push(if here { montant(of_which, decimales) } else { Cell::nothing() });
                cellules.push(Cell::nothing());
            }
            cellules.resize_with(width, Cell::nothing);
            tableau.ligne(RowKind::Ligne, cellules);
        }
    }
    let mut cellules = vec![Cell::texte("Total")];
    for budget in budgets {
        let total = calcul::financements(budget).total;
        cellules.push(euros(total, decimales).acte(gap(total, budget.printed_total.as_ref(), decimales)));
        cellules.push(if total.is_zero() { Cell::nothing() } else { Cell::texte("100\u{a0}%") });
    }
    cellules.resize_with(width, Cell::nothing);
    tableau.ligne(RowKind::Total, cellules);
    for out_of_range in budgets.iter().flat_map(|b| &b.outside_total) {
        let mut cellules = vec![
            Cell::texte(&format!("Hors total : {}", payer(out_of_range, cadre)))
                .precision(out_of_range.mentions.note.as_deref()),
            montant(out_of_range, decimales),
        ];
        cellules.resize_with(width, Cell::nothing);
        tableau.ligne(RowKind::Note, cellules);
    }
    tableau.legende = match budgets {
        [only] => only.title.clone(),
        _ => None,
    };
    tableau.align()
}

fn row(
    tableau: &mut TableView,
    nom: &str,
    lignes: &[Option<&Financement>],
    budgets: &[&Budget],
    decimales: u32,
    announced: bool,
) {
    let mut head = Cell::texte(nom);
    for ligne in lignes.iter().flatten() {
        head = head.precision(ligne.mentions.note.as_deref()).precision(terms(ligne).as_deref());
    }
    let mut cellules = vec![head];
    for (ligne, budget) in lignes.iter().zip(budgets) {
        let Some(ligne) = ligne else {
            cellules.extend([Cell::nothing(), Cell::nothing()]);
            continue;
        };
        let total = calcul::financements(budget).total;
        let contribution = calcul::contribution(ligne);
        cellules.push(montant(ligne, decimales).acte(gap(
            contribution.total,
            ligne.mentions.printed.as_ref(),
            decimales,
        )));
        let Mentions { printed_share, rate: announced_value, .. } = &ligne.mentions;
        let reference =
            printed_share.as_ref().or(if budgets.len() > 1 { announced_value.as_ref() } else { None });
        cellules.push(if contribution.is_empty() {
            Cell::nothing()
        } else {
            taux(contribution.total, total, reference)
        });
        if announced {
            cellules.push(match announced_value {
                Some(t) => Cell::texte(&format!("{}\u{a0}%", format_french(t.value.normalize(), None))),
                None => Cell::nothing(),
            });
        }
    }
    tableau.ligne(RowKind::Ligne, cellules);
}

fn montant(ligne: &Financement, decimales: u32) -> Cell {
    match &ligne.contribution {
        Contribution::Absent(a) => Cell::absence(a.value),
        _ => euros(calcul::contribution(ligne).total, decimales),
    }
}

/// « 83 694 € + 52 000 € (mobilité territoires ruraux) ».
fn terms(ligne: &Financement) -> Option<String> {
    let Contribution::Terms(terms) = &ligne.contribution else { return None };
    let one = |t: &crate::model::budget::Term| match &t.label {
        Some(l) => format!("{} ({l})", t.montant.value),
        None => t.montant.value.to_string(),
    };
    Some(terms.iter().map(one).collect::<Vec<_>>().join(" + "))
}

/// Who pays: the label of the line, or the name of the funder.
pub fn payer(ligne: &Financement, cadre: &Cadre) -> String {
    let financeur = ligne.financeur.as_ref();
    let nom = financeur.map(|f| cadre.financeur(&f.value).map_or(f.value.as_str(), |c| c.name.as_str()));
    ligne.label.as_deref().or(nom).unwrap_or_default().to_owned()
}

/// A priced schedule.
pub fn bordereau(b: &crate::model::budget::Bordereau) -> TableView {
    let computed = pricing::compute(b);
    let mut colonnes = vec![Column::texte("N°"), Column::texte("Prestation")];
    for profile in &b.profiles {
        colonnes.push(
            Column::chiffres(&format!("{} ({}/jour)", profile.label, profile.day_rate))
                .under(Some("Jours par profil")),
        );
    }
    colonnes.push(Column::chiffres("Jours"));
    colonnes.push(Column::chiffres("dont sur place"));
    colonnes.push(Column::chiffres("Prix HT"));
    colonnes.push(Column::chiffres("Prix TTC"));
    let mut tableau = TableView::new(colonnes);
    for (groupe, chiffres) in b.groups.iter().zip(&computed.groups) {
        tableau.ligne(
            RowKind::Groupe,
            price_line(&groupe.number.value, &groupe.label, &chiffres.total, &groupe.printed),
        );
        for (ligne, chiffres) in groupe.lines.iter().zip(&chiffres.lines) {
            tableau.ligne(
                RowKind::Ligne,
                price_line(&ligne.number.value, &ligne.label, chiffres, &ligne.printed),
            );
        }
    }
    tableau.ligne(RowKind::Total, price_line("", "Total", &computed.total, &b.printed));
    tableau.legende.clone_from(&b.title);
    tableau.compact = true;
    tableau.align()
}

fn price_line(
    numero: &str,
    libelle: &str,
    chiffres: &pricing::PriceTotals,
    printed: &crate::model::budget::PrintedRow,
) -> Vec<Cell> {
    let days = |computed: Decimal, acte: Option<&Spanned<Decimal>>, decimales: u32| {
        let gap = acte.filter(|a| a.value != computed).map(|a| format_french(a.value, None));
        Cell::nombre(computed, Some(decimales.max(computed.normalize().scale())), "").acte(gap)
    };
    let mut cellules = vec![Cell::texte(numero), Cell::texte(libelle)];
    for (i, profile) in chiffres.profiles.iter().enumerate() {
        cellules.push(days(*profile, printed.profiles.get(i), 2));
    }
    cellules.push(days(chiffres.days, printed.days.as_ref(), 2));
    cellules.push(days(chiffres.on_site, printed.on_site.as_ref(), 1));
    cellules.push(euros(chiffres.excl_vat, 2).acte(gap(chiffres.excl_vat, printed.excl_vat.as_ref(), 2)));
    cellules.push(euros(chiffres.incl_vat, 2).acte(gap(chiffres.incl_vat, printed.incl_vat.as_ref(), 2)));
    cellules
}
