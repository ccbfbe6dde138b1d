//! Empty rows and columns of tables.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Absence;
use crate::model::table::{Content, DataRow, DataTable};
use crate::text::{Span, Spanned};

pub(crate) static PAGE: Page = Page {
    title: "une ligne ou une colonne d’un tableau est vide",
    severity: Severity::Warning,
    checks: "Dans un tableau de données, une ligne dont toutes les cellules sont vides, ou une colonne d’au moins deux lignes \
              où rien n’est écrit. Une absence dite (« non renseigné », « sans objet »…), un zéro ou une cellule prolongée ne \
              sont pas vides.",
    why: "On ne sait si la donnée manque, n’existe pas, ou reste à fournir ; les parties la lisent chacune à sa façon.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "      Vaunes-le-Haut | 12 | 4 200 €    | 75 %\n      Roquenoire     | 20 | 7 050,50 € | 60 %",
            to: "      Vaunes-le-Haut | 12 | 4 200 €    |\n      Roquenoire     | 20 | 7 050,50 € |",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "      Vaunes-le-Haut | 12 | 4 200 €    | 75 %\n      Roquenoire     | 20 | 7 050,50 € | 60 %",
            to: "      Vaunes-le-Haut | 12 | 4 200 €    | non renseigné\n      Roquenoire     | 20 | 7 050,50 € |",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.fiches().flat_map(|f| &f.tables).flat_map(blanks).collect()
}

fn blanks(table: &DataTable) -> Vec<Diagnostic> {
    let name = table.title.as_deref().unwrap_or(&table.id.value);
    let rows: Vec<&[Spanned<Content>]> = table
        .lines
        .iter()
        .filter_map(|l| match l {
            DataRow::Cells(cells) => Some(cells.as_slice()),
            DataRow::Subheading(_) => None,
        })
        .collect();
    let empty = |c: &Spanned<Content>| c.value == Content::Absent(Absence::Blank);
    let mut findings = Vec::new();
    let mut say = |span: Span, message: String| {
        findings.push(Diagnostic::finding(span, message).help(
            "la remplir, dire pourquoi la donnée manque (« non renseigné », « sans objet »…), ou la retirer",
        ));
    };
    for row in &rows {
        if row.iter().all(empty)
            && let Some(first) = row.first()
        {
            say(first.span, format!("une ligne du tableau « {name} » est vide"));
        }
    }
    let written_rows: Vec<_> = rows.iter().filter(|l| !l.iter().all(empty)).collect();
    for (index, column) in table.columns.iter().enumerate().filter(|_| written_rows.len() > 1) {
        if written_rows.iter().all(|l| l.get(index).is_some_and(empty)) {
            let title = &column.title;
            say(title.span, format!("la colonne « {} » du tableau « {name} » est vide", title.value));
        }
    }
    findings
}
