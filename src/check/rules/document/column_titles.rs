//! Column titles: missing or repeated.

use std::collections::BTreeMap;

use crate::check::blocks::{texts, walk};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::table::DataTable;
use crate::model::text::{Block, Table, plain_text};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "les titres des colonnes d’un tableau manquent ou se répètent",
    severity: Severity::Warning,
    checks: "Un tableau de données imprimé sans sa ligne de titres (`entete: non`, en conseil), une colonne sans titre dans un \
              tableau du texte, deux colonnes de même titre sous un même groupe. La première cellule d’un tableau à double \
              entrée peut rester vide.",
    why: "Sans titre, une colonne ne dit pas ce que ses nombres comptent ; un lecteur d’écran annonce chaque cellule par \
               le titre de sa colonne.",
    source: "RGAA 4.1, critères 5.6 et 5.7 (en-têtes des tableaux de données).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "| Étape        | Durée      |",
            to: "| Étape        | Étape      |",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "| Étape        | Durée      |",
            to: "|              | Durée      |",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = context.fiches().flat_map(|f| &f.tables).flat_map(data).collect();
    for (_, blocks) in texts(context) {
        walk(blocks, &mut |block| {
            if let Block::Table(table) = block {
                findings.extend(of_text(table));
            }
        });
    }
    findings
}

fn data(data_table: &DataTable) -> Vec<Diagnostic> {
    let name = data_table.title.as_deref().unwrap_or(&data_table.id.value);
    if !data_table.header {
        let finding = Diagnostic::finding(
            data_table.id.span,
            format!("le tableau « {name} » est imprimé sans titres de colonnes"),
        );
        return vec![finding.help("retirer « entete: non » : les titres sont déjà écrits").advice()];
    }
    let mut seen: BTreeMap<(Option<String>, String), Span> = BTreeMap::new();
    let mut findings = Vec::new();
    for column in &data_table.columns {
        let key = (column.group.as_deref().map(flat), flat(&column.title.value));
        if let Some(first) = seen.get(&key) {
            let message =
                format!("deux colonnes du tableau « {name} » ont le titre « {} »", column.title.value);
            findings.push(
                Diagnostic::finding(column.title.span, message)
                    .also(*first, "l’autre colonne")
                    .help("donner à chacune un titre qui la distingue"),
            );
        }
        seen.entry(key).or_insert(column.title.span);
    }
    findings
}

fn of_text(table: &Table) -> Vec<Diagnostic> {
    let titles: Vec<String> = table.header.iter().map(|t| plain_text(t).trim().to_owned()).collect();
    let mut seen: BTreeMap<String, ()> = BTreeMap::new();
    let mut findings = Vec::new();
    let mut say = |message: String| {
        findings.push(
            Diagnostic::finding(table.span, message)
                .help("donner à chaque colonne un titre qui la distingue"),
        );
    };
    for (index, title) in titles.iter().enumerate() {
        if title.is_empty() && index > 0 {
            say(format!("la colonne {} de ce tableau n’a pas de titre", index + 1));
        } else if !title.is_empty() && seen.insert(flat(title), ()).is_some() {
            say(format!("deux colonnes de ce tableau ont le titre « {title} »"));
        }
    }
    findings
}
