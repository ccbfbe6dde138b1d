//! Checks that the table of amounts cited in the budget section adds up to an amount of the budgets.

use std::collections::BTreeSet;

use crate::check::blocks::each_reference;
use crate::check::figures_and_words::{addition, gap};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::{Sum, budget};
use crate::model::budget::{Charge, Cost};
use crate::model::cadre::RubriqueContent;
use crate::model::fiche::Section;
use crate::model::table::{ColumnType, Content, DataColumn, DataRow, DataTable};
use crate::model::{Fiche, Montant};
use crate::snapshot::{FicheDatum, LinkTarget};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "le tableau chiffré du budget ne fait le détail d’aucun de ses montants",
    severity: Severity::Warning,
    checks: "Quand la rubrique du budget cite un seul tableau à une seule colonne de montants totalisée, ce total est \
              cherché parmi les montants de la fiche : totaux des budgets, lignes de charges et de financements, \
              termes, montants hors total. S’il n’est aucun d’eux, il est comparé au plus proche des totaux et des \
              montants hors total. Les tableaux des autres rubriques, et une rubrique qui en cite plusieurs, ne sont \
              pas comparés.",
    why: "Un tableau d’actions chiffrées à côté d’un plan de financement se lit comme son détail : s’il ne fait pas \
               le même total, une partie du financement n’a pas d’objet, ou une action n’est pas payée.",
    source: "Cohérence interne de l’acte : un plan de financement couvre les actions qu’il chiffre.",
    example: Example {
        context: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "executions:\n",
                to: "tableaux:\n  - id: actions\n    titre: Les actions de l'équipe\n    colonnes:\n      - { titre: Action }\n      - { titre: Budget, type: montant, total: somme }\n    lignes: |\n      Maraudes    | 20 000 €\n      Permanences | 13 333,33 €\n\nexecutions:\n",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "## 5. Budget détaillé\n",
                to: "## 5. Budget détaillé\n\n{tableau.actions}\n",
            },
        ],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "      Maraudes    | 20 000 €",
            to: "      Maraudes    | 19 000 €",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "      Maraudes    | 20 000 €\n      Permanences | 13 333,33 €",
                to: "      Maraudes    | 10 000 €\n      Permanences | 12 666,66 €",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "      - { titre: Budget, type: montant, total: somme }",
                to: "      - { titre: Coût d'une sortie, type: montant }",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    // Among several tables, none is compared: one whose name is misspelt counts.
    context
        .fiches()
        .filter(|fiche| context.is_linked(fiche))
        .filter_map(|fiche| compare(context, fiche))
        .collect()
}

/// An amount of the budgets: what it is, how much, where.
struct BudgetAmount {
    what: String,
    montant: Montant,
    span: Span,
}

fn compare(context: &Context<'_>, fiche: &Fiche) -> Option<Diagnostic> {
    let (table, index, column) = cited_table(context, fiche)?;
    let total = Montant::rounded(table.sum(index).total)?;
    let printed = column.printed_total.as_ref().and_then(|t| Montant::rounded(t.value));
    let budget_totals = totals(fiche);
    let is_known = |m: Montant| budget_totals.iter().chain(&details(fiche)).any(|amount| amount.montant == m);
    if total.is_zero() || is_known(total) || printed.is_some_and(is_known) {
        return None;
    }
    let near = budget_totals.iter().min_by_key(|amount| (amount.montant.euros() - total.euros()).abs())?;
    let message = format!(
        "le tableau « {} » chiffre {total}, et {} est de {}",
        table.title.as_deref().unwrap_or(&table.id.value),
        near.what,
        near.montant
    );
    let (sum, blank_rows) = cells(table, index);
    let blank_rows = match blank_rows {
        0 => String::new(),
        1 => " ; une ligne est sans montant".to_owned(),
        n => format!(" ; {n} lignes sont sans montant"),
    };
    let mut finding = Diagnostic::finding(column.title.span, message)
        .arithmetic(format!("{} ; {}{blank_rows}", addition(&sum), gap(near.montant, total)))
        .stake(near.montant.euros() - total.euros())
        .help("compléter le tableau, corriger un montant, ou dire ce que le tableau ne couvre pas")
        .also(near.span, near.montant.to_string());
    for term in &sum.terms {
        finding = finding.also(term.span, term.montant.to_string());
    }
    Some(finding)
}

/// The column of amounts with a total that the budget section cites, when there is only one.
fn cited_table<'d>(
    context: &Context<'_>,
    fiche: &'d Fiche,
) -> Option<(&'d DataTable, usize, &'d DataColumn)> {
    let cited = cited_tables(context, fiche);
    let mut candidates = cited
        .into_iter()
        .flat_map(|table| table.columns.iter().enumerate().map(move |(index, column)| (table, index, column)))
        .filter(|(_, _, column)| {
            column.kind == ColumnType::Montant && (column.sum || column.printed_total.is_some())
        });
    let first = candidates.next()?;
    candidates.next().is_none().then_some(first)
}

/// The tables of data that the section of the budget cites.
pub(super) fn cited_tables<'d>(context: &Context<'_>, fiche: &'d Fiche) -> Vec<&'d DataTable> {
    let mut cited = BTreeSet::new();
    for section in fiche.sections.iter().filter(|section| is_of_budget(context, section)) {
        each_reference(&section.body, &mut |reference| {
            if let Some(LinkTarget::Fiche { fiche: number, datum: FicheDatum::Table(rank) }) =
                context.target(reference)
                && *number == fiche.number.value
            {
                cited.insert(*rank);
            }
        });
    }
    cited.into_iter().filter_map(|rank| fiche.tables.get(rank)).collect()
}

/// Whether a section is that of the budget.
pub(super) fn is_of_budget(context: &Context<'_>, section: &Section) -> bool {
    let mut rubriques = context.dossier.cadre.rubriques.iter();
    let rubrique = rubriques.find(|rubrique| rubrique.content == RubriqueContent::Budget);
    rubrique.is_some_and(|rubrique| section.rubrique.as_deref() == Some(rubrique.id.as_str()))
}

/// The totals of the budgets, and the amounts written outside them.
fn totals(fiche: &Fiche) -> Vec<BudgetAmount> {
    let mut totals = Vec::new();
    for budget in &fiche.budgets {
        for (what, sum) in [
            ("la somme des charges", budget::charges(budget, fiche)),
            ("la somme des financements", budget::financements(budget)),
        ] {
            let first = sum.terms.first().map(|term| term.span);
            let span = budget.printed_total.as_ref().map(|printed| printed.span).or(first);
            totals.extend(span.map(|span| BudgetAmount { what: what.to_owned(), montant: sum.total, span }));
        }
        for line in &budget.outside_total {
            for term in budget::contribution(line).terms {
                let name = line.label().unwrap_or("un montant");
                let what = format!("« {name} », hors total,");
                totals.push(BudgetAmount { what, montant: term.montant, span: term.span });
            }
        }
    }
    totals
}

/// The amounts of the lines of the budgets.
fn details(fiche: &Fiche) -> Vec<BudgetAmount> {
    let mut details = Vec::new();
    let mut add = |montant, span| details.push(BudgetAmount { what: String::new(), montant, span });
    for b in &fiche.budgets {
        let lines = b.financements.iter().flat_map(|l| std::iter::once(l).chain(&l.of_which));
        for line in lines {
            let contribution = budget::contribution(line);
            add(contribution.total, line.span);
            contribution.terms.iter().for_each(|t| add(t.montant, t.span));
        }
        for charge in b.charges.iter().flat_map(with_sublines) {
            add(budget::cost(charge, fiche).total, charge.label.span);
            charge.mentions.printed.iter().for_each(|a| add(a.value, a.span));
        }
    }
    details
}

fn with_sublines(charge: &Charge) -> Vec<&Charge> {
    let mut lines = vec![charge];
    if let Cost::Detailed(below) = &charge.cost {
        lines.extend(below.iter().flat_map(with_sublines));
    }
    lines
}

/// The amounts of a column, and the number of rows without one.
fn cells(table: &DataTable, index: usize) -> (Sum, usize) {
    let mut sum = Sum::default();
    let mut blank_rows = 0;
    for line in &table.lines {
        let DataRow::Cells(cells) = line else { continue };
        match cells.get(index).map(|c| (&c.value, c.span)) {
            Some((Content::Montant(m), span)) => sum.add(*m, span),
            Some((Content::Absent(_) | Content::Text(_), _)) => blank_rows += 1,
            _ => {}
        }
    }
    (sum, blank_rows)
}
