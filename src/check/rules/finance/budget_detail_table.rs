//! The table of amounts of the budget section against the amounts that it should detail.

use crate::check::figures_and_words::{addition, gap};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::{Sum, budget};
use crate::model::budget::{Charge, Cost};
use crate::model::cadre::{Cadre, RubriqueContent};
use crate::model::table::{Column, ColumnType, Content, DataTable, Row};
use crate::model::text::{Block, Inline};
use crate::model::{Fiche, Montant};
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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    c.fiches().filter_map(|f| compare(f, &c.dossier.cadre)).collect()
}

/// An amount of the budgets: what it is, how much, where.
struct Anchor {
    what: String,
    montant: Montant,
    span: Span,
}

fn compare(fiche: &Fiche, cadre: &Cadre) -> Option<Diagnostic> {
    let (table, index, column) = only(fiche, cadre)?;
    let total = Montant::rounded(table.total(index))?;
    let printed = column.printed_total.as_ref().and_then(|t| Montant::rounded(t.value));
    let knowns = anchors(fiche);
    let known = |m: Montant| knowns.iter().chain(&details(fiche)).any(|r| r.montant == m);
    if total.is_zero() || known(total) || printed.is_some_and(known) {
        return None;
    }
    let near = knowns.iter().min_by_key(|r| (r.montant.euros() - total.euros()).abs())?;
    let message = format!(
        "le tableau « {} » chiffre {total}, et {} est de {}",
        table.title.as_deref().unwrap_or(&table.id.value),
        near.what,
        near.montant
    );
    let (sum, without) = cells(table, index);
    let without = match without {
        0 => String::new(),
        1 => " ; une ligne est sans montant".to_owned(),
        n => format!(" ; {n} lignes sont sans montant"),
    };
    let mut finding = Diagnostic::finding(column.title.span, message)
        .arithmetic(format!("{} ; {}{without}", addition(&sum), gap(near.montant, total)))
        .stake(near.montant.euros() - total.euros())
        .help("compléter le tableau, corriger un montant, ou dire ce que le tableau ne couvre pas")
        .also(near.span, near.montant.to_string());
    for term in &sum.terms {
        finding = finding.also(term.span, term.montant.to_string());
    }
    Some(finding)
}

/// The only column of amounts, totalled, of the only such table that the section of the budget cites.
fn only<'d>(fiche: &'d Fiche, cadre: &Cadre) -> Option<(&'d DataTable, usize, &'d Column)> {
    let rubrique = cadre.rubriques.iter().find(|r| r.content == RubriqueContent::Budget)?;
    let mut cited = Vec::new();
    let sections = fiche.sections.iter().filter(|s| s.rubrique.as_deref() == Some(rubrique.id.as_str()));
    sections.for_each(|s| s.body.iter().for_each(|b| references(b, &mut cited)));
    let mut hits = fiche
        .tables
        .iter()
        .filter(|t| cited.iter().any(|c| c.strip_prefix("tableau.") == Some(t.id.value.as_str())))
        .flat_map(|t| t.columns.iter().enumerate().map(move |(i, c)| (t, i, c)))
        .filter(|(_, _, c)| c.kind == ColumnType::Montant && (c.sum || c.printed_total.is_some()));
    let first = hits.next()?;
    hits.next().is_none().then_some(first)
}

fn references<'d>(block: &'d Block, cited: &mut Vec<&'d str>) {
    match block {
        Block::Reference(r) => cited.push(&r.value),
        Block::Paragraph(inlines) => cited.extend(inlines.iter().filter_map(|i| match i {
            Inline::Reference(r) => Some(r.value.as_str()),
            _ => None,
        })),
        Block::List { items, .. } => items.iter().flatten().for_each(|b| references(b, cited)),
        Block::Citation(blocks) => blocks.iter().for_each(|b| references(b, cited)),
        _ => {}
    }
}

/// The totals of the budgets and the amounts outside them.
fn anchors(fiche: &Fiche) -> Vec<Anchor> {
    let mut anchors = Vec::new();
    for b in &fiche.budgets {
        for (what, sum) in [
            ("la somme des charges", budget::charges(b, fiche)),
            ("la somme des financements", budget::financements(b)),
        ] {
            let first = sum.terms.first().map(|t| t.span);
            let span = b.printed_total.as_ref().map(|t| t.span).or(first);
            anchors.extend(span.map(|span| Anchor { what: what.to_owned(), montant: sum.total, span }));
        }
        for line in &b.outside_total {
            for term in budget::contribution(line).terms {
                let name = line.label.as_deref().unwrap_or("un montant");
                let what = format!("« {name} », hors total,");
                anchors.push(Anchor { what, montant: term.montant, span: term.span });
            }
        }
    }
    anchors
}

/// The amounts of the lines of the budgets.
fn details(fiche: &Fiche) -> Vec<Anchor> {
    let mut details = Vec::new();
    let mut add = |montant, span| details.push(Anchor { what: String::new(), montant, span });
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
    if let Cost::LineMap(below) = &charge.cost {
        lines.extend(below.iter().flat_map(with_sublines));
    }
    lines
}

/// The amounts of a column, and how many rows have none.
fn cells(table: &DataTable, index: usize) -> (Sum, usize) {
    let mut sum = Sum::default();
    let mut without = 0;
    for line in &table.lines {
        let Row::Cells(cells) = line else { continue };
        match cells.get(index).map(|c| (&c.value, c.span)) {
            Some((Content::Montant(m), span)) => sum.add(*m, span),
            Some((Content::Absent(_) | Content::Text(_), _)) => without += 1,
            _ => {}
        }
    }
    (sum, without)
}
