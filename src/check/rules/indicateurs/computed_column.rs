//! A column that says it is computed from its row.

use rust_decimal::Decimal;

use crate::check::figures_and_words::number;
use crate::check::rules::indicateurs::grid::{Place, grid, numbers, text};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::table::DataTable;

pub(crate) static PAGE: Page = Page {
    title: "un nombre d’une colonne « calculée » ne se calcule pas sur sa ligne",
    severity: Severity::Warning,
    checks: "Dans un tableau de données, une colonne dont le titre dit un calcul : chaque nombre de ses cellules est la \
              différence de deux nombres des autres cellules de la ligne, ou la somme de deux nombres de sa cellule. La \
              règle ne parle que si deux lignes au moins se calculent ainsi en entier, et toutes sauf une.",
    why: "Un solde annoncé comme calculé sert à demander des moyens : faux, il les demande à tort.",
    source: "Exactitude arithmétique ; cohérence interne de l’acte.",
    example: Example {
        context: &[
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "figures:\n",
                to: "  - id: suivi\n    titre: Les demandes reçues\n    colonnes:\n      - { titre: Lieu }\n      \
                    - { titre: Prévues, type: nombre }\n      - { titre: Reçues, type: nombre }\n      \
                    - { titre: Solde (calcul) }\n    lignes: |\n      Aubière | 120 | 154 | + 34\n      \
                    Bourgon | 85 | 70 | - 15\n      Cerny | 143 | 160 | + 17\n\nfigures:\n",
            },
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "{tableau.sites}\n",
                to: "{tableau.sites}\n\n{tableau.suivi}\n",
            },
        ],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "| 160 | + 17",
            to: "| 160 | + 27",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "| 160 | + 17",
            to: "| 160 | non communiqué",
        }],
    },
};

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|f| f.tables.iter().flat_map(of_table)).collect()
}

fn of_table(table: &DataTable) -> Vec<Diagnostic> {
    let grid = grid(table);
    let computed = table.columns.iter().enumerate().filter(|(_, c)| flat(&c.title.value).contains("calcul"));
    let mut findings = Vec::new();
    for (column, _) in computed {
        let lines: Vec<_> = grid
            .iter()
            .enumerate()
            .filter_map(|(index, l)| {
                let place = l.get(column).filter(|p| p.head == index)?;
                let statements = numbers(&place.cell.value);
                (!statements.is_empty()).then(|| (l, place, unexplained(l, column, &statements)))
            })
            .collect();
        let mut faulty = lines.iter().filter(|(_, _, i)| !i.is_empty());
        if let (Some((line, place, unexplained)), None) = (faulty.next(), faulty.next())
            && lines.len() >= 3
        {
            findings.push(report(line, place, unexplained, column));
        }
    }
    findings
}

/// The numbers of a computed cell that its row does not give.
fn unexplained(line: &[Place<'_>], column: usize, statements: &[Decimal]) -> Vec<Decimal> {
    let others: Vec<Decimal> = line
        .iter()
        .enumerate()
        .filter(|(k, _)| *k != column)
        .flat_map(|(_, p)| numbers(&p.cell.value))
        .collect();
    let pairs = |list: &[Decimal], f: fn(Decimal, Decimal) -> Option<Decimal>, goal: Decimal| {
        list.iter().enumerate().any(|(i, a)| list.iter().skip(i + 1).any(|b| f(*a, *b) == Some(goal)))
    };
    let difference = |a: Decimal, b: Decimal| a.checked_sub(b).map(|d| d.abs());
    statements
        .iter()
        .copied()
        .filter(|n| !pairs(&others, difference, *n) && !pairs(statements, Decimal::checked_add, *n))
        .collect()
}

fn report(line: &[Place<'_>], place: &Place<'_>, unexplained: &[Decimal], column: usize) -> Diagnostic {
    let statements = unexplained.iter().map(|n| number(*n)).collect::<Vec<_>>().join(", ");
    let others = line.iter().enumerate().filter(|(k, _)| *k != column).map(|(_, p)| &p.cell);
    let numeric: Vec<_> = others.filter(|c| !numbers(&c.value).is_empty()).collect();
    let values = numeric.iter().map(|c| format!("« {} »", text(&c.value))).collect::<Vec<_>>().join(", ");
    let mut finding = Diagnostic::finding(
        place.cell.span,
        format!(
            "{statements} n’est pas la différence de deux nombres de la ligne ({values}), comme aux autres lignes"
        ),
    )
    .help("refaire le calcul de la ligne, ou corriger l’un de ses nombres");
    for cell in numeric {
        finding = finding.also(cell.span, text(&cell.value));
    }
    finding
}
