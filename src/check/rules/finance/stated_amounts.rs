//! The amounts of a fiche, each with its place: what the amounts told in its text are compared with.

use crate::ledger::{bordereau, budget};
use crate::model::budget::{
    Bordereau, Budget, BudgetKind, Charge, Contribution, Cost, Financement, PrintedRow,
};
use crate::model::fiche::Executed;
use crate::model::table::{ColumnType, Content, DataTable, Row};
use crate::model::{Fiche, Montant};
use crate::text::Span;

/// An amount of the data and what it is.
#[derive(Debug, Clone)]
pub(crate) struct Datum {
    /// How much.
    pub montant: Montant,
    /// Where it is written, or the key of the budget when it is computed.
    pub span: Span,
    /// What it is, in a few words.
    pub what: &'static str,
    /// Whether it is written, and not a computed total.
    pub written: bool,
}

/// All the amounts of a fiche, computed totals included.
pub(crate) fn of_fiche(fiche: &Fiche) -> Vec<Datum> {
    let mut list = List::default();
    for budget in &fiche.budgets {
        list.budget(budget, fiche);
    }
    for table in &fiche.bordereaux {
        list.bordereau(table);
    }
    for table in &fiche.tables {
        list.table(table);
    }
    for (_, executed) in fiche.executions.iter().flat_map(|e| &e.years) {
        if let Executed::Montant(m) = executed {
            list.written(m.value, m.span, "montant exécuté");
        }
    }
    for (_, m) in &fiche.printed_in_annexe {
        list.written(m.value, m.span, "montant affiché en annexe");
    }
    list.0
}

#[derive(Default)]
struct List(Vec<Datum>);

impl List {
    fn written(&mut self, montant: Montant, span: Span, what: &'static str) {
        self.0.push(Datum { montant, span, what, written: true });
    }

    fn computed(&mut self, montant: Montant, span: Span, what: &'static str) {
        self.0.push(Datum { montant, span, what, written: false });
    }

    fn budget(&mut self, b: &Budget, fiche: &Fiche) {
        b.charges.iter().for_each(|c| self.charge(c, fiche));
        b.financements.iter().for_each(|f| self.financement(f, "financement"));
        b.outside_total.iter().for_each(|f| self.financement(f, "montant hors total"));
        if let Some(total) = &b.printed_total {
            self.written(total.value, total.span, "total affiché");
        }
        for sum in [budget::charges(b, fiche), budget::financements(b)] {
            self.computed(sum.total, b.span, "total calculé");
        }
    }

    fn charge(&mut self, c: &Charge, fiche: &Fiche) {
        match &c.cost {
            Cost::Montant(m) => self.written(m.value, m.span, "charge"),
            Cost::Valorisation(v) => {
                self.computed(v.product, v.span, "charge");
                for f in v.factors.iter().filter(|f| matches!(f.kind, BudgetKind::Montant(_))) {
                    if let Some(m) = Montant::rounded(f.value.value) {
                        self.written(m, f.value.span, "coût unitaire");
                    }
                }
            }
            Cost::LineMap(lines) => lines.iter().for_each(|l| self.charge(l, fiche)),
            Cost::Bordereau(_) | Cost::Absent(_) => {}
        }
        self.computed(budget::cost(c, fiche).total, c.label.span, "charge");
        if let Some(m) = &c.mentions.printed {
            self.written(m.value, m.span, "charge affichée");
        }
    }

    fn financement(&mut self, f: &Financement, what: &'static str) {
        match &f.contribution {
            Contribution::Montant(m) => self.written(m.value, m.span, what),
            Contribution::Terms(terms) => {
                terms.iter().for_each(|t| self.written(t.montant.value, t.montant.span, what));
                self.computed(budget::contribution(f).total, f.span, what);
            }
            Contribution::Absent(_) => {}
        }
        f.of_which.iter().for_each(|d| self.financement(d, what));
    }

    fn bordereau(&mut self, b: &Bordereau) {
        b.profiles.iter().for_each(|p| self.written(p.day_rate.value, p.day_rate.span, "tarif"));
        self.shown(&b.printed);
        for group in &b.groups {
            self.shown(&group.printed);
            group.lines.iter().for_each(|l| self.shown(&l.printed));
        }
        let total = bordereau::compute(b).total;
        self.computed(total.incl_vat, b.id.span, "total du bordereau");
        self.computed(total.excl_vat, b.id.span, "total du bordereau");
    }

    fn shown(&mut self, l: &PrintedRow) {
        for m in l.excl_vat.iter().chain(&l.incl_vat) {
            self.written(m.value, m.span, "montant du bordereau");
        }
    }

    fn table(&mut self, t: &DataTable) {
        for line in &t.lines {
            let Row::Cells(cells) = line else { continue };
            for c in cells {
                if let Content::Montant(m) = &c.value {
                    self.written(*m, c.span, "montant d’un tableau");
                }
            }
        }
        for (index, column) in t.columns.iter().enumerate().filter(|(_, c)| c.kind == ColumnType::Montant) {
            if let Some(total) = &column.printed_total {
                self.written(
                    Montant::rounded(total.value).unwrap_or_default(),
                    total.span,
                    "total d’un tableau",
                );
            }
            if let Some(m) = Montant::rounded(t.total(index)) {
                self.computed(m, t.id.span, "total d’un tableau");
            }
        }
    }
}
