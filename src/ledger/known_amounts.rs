//! The amounts in the data of a fiche, each with its place: what the amounts written in its prose are compared with.

use super::{bordereau, budget};
use crate::model::budget::{
    Bordereau, Budget, Charge, Contribution, Cost, FactorKind, Financement, PrintedRow,
};
use crate::model::exercice::Schedule;
use crate::model::fiche::Executed;
use crate::model::table::{ColumnType, Content, DataRow, DataTable};
use crate::model::{Fiche, Montant};
use crate::text::Span;

/// An amount of the data.
#[derive(Debug, Clone)]
pub struct KnownAmount {
    /// The amount.
    pub montant: Montant,
    /// Where it is written; for a computed total, the key or label of what it totals.
    pub span: Span,
    /// What it is, in a few words.
    pub what: &'static str,
}

/// All the amounts of a fiche, computed totals included.
pub fn of_fiche(fiche: &Fiche) -> Vec<KnownAmount> {
    let mut amounts = Amounts::default();
    for budget in &fiche.budgets {
        amounts.add_budget(budget, fiche);
    }
    for bordereau in &fiche.bordereaux {
        amounts.add_bordereau(bordereau);
    }
    for table in &fiche.tables {
        amounts.add_table(table);
    }
    for (_, executed) in fiche.executions.iter().flat_map(|e| &e.years) {
        if let Executed::Montant(m) = executed {
            amounts.add(m.value, m.span, "montant exécuté");
        }
    }
    for (_, m) in &fiche.printed_in_annexe {
        amounts.add(m.value, m.span, "montant affiché en annexe");
    }
    amounts.0
}

#[derive(Default)]
struct Amounts(Vec<KnownAmount>);

impl Amounts {
    fn add(&mut self, montant: Montant, span: Span, what: &'static str) {
        self.0.push(KnownAmount { montant, span, what });
    }

    fn add_budget(&mut self, budget: &Budget, fiche: &Fiche) {
        budget.charges.iter().for_each(|c| self.add_charge(c, fiche));
        budget.financements.iter().for_each(|f| self.add_financement(f, "financement"));
        budget.outside_total.iter().for_each(|f| self.add_financement(f, "montant hors total"));
        if let Some(total) = &budget.printed_total {
            self.add(total.value, total.span, "total affiché");
        }
        for sum in [budget::charges(budget, fiche), budget::financements(budget)] {
            self.add(sum.total, budget.span, "total calculé");
        }
    }

    fn add_charge(&mut self, charge: &Charge, fiche: &Fiche) {
        match &charge.cost {
            Cost::Montant(m) => self.add(m.value, m.span, "charge"),
            Cost::Valorisation(v) => {
                self.add(v.product, v.span, "charge");
                for f in v.factors.iter().filter(|f| matches!(f.kind, FactorKind::Montant(_))) {
                    if let Some(m) = Montant::rounded(f.value.value) {
                        self.add(m, f.value.span, "coût unitaire");
                    }
                }
            }
            Cost::Detailed(lines) => lines.iter().for_each(|l| self.add_charge(l, fiche)),
            Cost::ByExercice(schedule) => self.add_schedule(schedule, "charge d’un exercice"),
            Cost::Bordereau(_) | Cost::Absent(_) => {}
        }
        self.add(budget::cost(charge, fiche).total, charge.label.span, "charge");
        if let Some(m) = &charge.mentions.printed {
            self.add(m.value, m.span, "charge affichée");
        }
    }

    fn add_schedule(&mut self, schedule: &Schedule, what: &'static str) {
        let montants = schedule.instalments.iter().filter_map(|i| i.montant.as_ref().ok());
        montants.for_each(|m| self.add(m.value, m.span, what));
    }

    fn add_financement(&mut self, line: &Financement, what: &'static str) {
        match &line.contribution {
            Contribution::Montant(m) => self.add(m.value, m.span, what),
            Contribution::Terms(terms) => {
                terms.iter().for_each(|t| self.add(t.montant.value, t.montant.span, what));
                self.add(budget::contribution(line).total, line.span, what);
            }
            Contribution::ByExercice(schedule) => self.add_schedule(schedule, what),
            Contribution::Absent(_) => {}
        }
        line.of_which.iter().for_each(|d| self.add_financement(d, what));
    }

    fn add_bordereau(&mut self, bordereau: &Bordereau) {
        bordereau.profiles.iter().for_each(|p| self.add(p.day_rate.value, p.day_rate.span, "tarif"));
        self.add_printed_row(&bordereau.printed);
        for group in &bordereau.groups {
            self.add_printed_row(&group.printed);
            group.lines.iter().for_each(|l| self.add_printed_row(&l.printed));
        }
        let total = bordereau::price(bordereau).total;
        self.add(total.incl_vat, bordereau.id.span, "total du bordereau");
        self.add(total.excl_vat, bordereau.id.span, "total du bordereau");
    }

    fn add_printed_row(&mut self, row: &PrintedRow) {
        for m in row.excl_vat.iter().chain(&row.incl_vat) {
            self.add(m.value, m.span, "montant du bordereau");
        }
    }

    fn add_table(&mut self, table: &DataTable) {
        for line in &table.lines {
            let DataRow::Cells(cells) = line else { continue };
            for c in cells {
                if let Content::Montant(m) = &c.value {
                    self.add(*m, c.span, "montant d’un tableau");
                }
            }
        }
        for (index, column) in table.columns.iter().enumerate().filter(|(_, c)| c.kind == ColumnType::Montant)
        {
            if let Some(total) = &column.printed_total {
                self.add(Montant::rounded(total.value).unwrap_or_default(), total.span, "total d’un tableau");
            }
            if let Some(m) = Montant::rounded(table.sum(index).total) {
                self.add(m, table.id.span, "total d’un tableau");
            }
        }
    }
}
