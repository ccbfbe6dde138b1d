//! A table uses a code that nothing explains.

use std::collections::BTreeMap;

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::passage::PassageKind;
use crate::model::table::{ColumnType, Content, DataRow, DataTable};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "un tableau emploie un code que rien n’explique",
    severity: Severity::Advice,
    checks: "Les cases d’un tableau qui ne contiennent que « nc », « nr », « nd », « na », « so » (avec ou sans points), « / » \
              ou « ? », et « - » dans une colonne de valeurs. Un constat par tableau. Un code que la note du tableau ou \
              les sigles de l’acte expliquent n’est pas retenu, ni « - » dans une colonne de texte.",
    why: "« nc » se lit « non communiqué », « non concerné » ou « non connu » : un chiffre qui manque, une question qui ne \
               se pose pas et un zéro ne se distinguent plus.",
    source: "Usage des tableaux statistiques : les signes conventionnels y sont expliqués.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "| Suivi        | trois mois |",
            to: "| Suivi        | nc         |",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "| Suivi        | trois mois |",
            to: "| Suivi        | non connue |",
        }],
    },
};

/// The code that a cell holds, lower case and without points.
fn code(text: &str) -> Option<String> {
    let short: String = text.chars().filter(|c| *c != '.').flat_map(char::to_lowercase).collect();
    let short = short.trim();
    let is_code = matches!(
        short,
        "nc" | "n/c" | "nr" | "nd" | "na" | "n/a" | "so" | "ns" | "/" | "?" | "-" | "–" | "—"
    );
    is_code.then(|| short.to_owned())
}

fn dash(code: &str) -> bool {
    matches!(code, "-" | "–" | "—")
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let data =
        context.fiches().flat_map(|f| &f.tables).filter_map(|t| say(context, cells(t), t.note.as_deref()));
    data.chain(prose(context)).collect()
}

/// The cells of a data table that hold a code.
fn cells(table: &DataTable) -> Vec<(String, Span)> {
    let mut hits = Vec::new();
    for line in &table.lines {
        let DataRow::Cells(row_cells) = line else { continue };
        for (cell, column) in row_cells.iter().zip(&table.columns) {
            let Content::Text(text) = &cell.value else { continue };
            let found = code(text).filter(|k| !dash(k) || column.kind != ColumnType::Text);
            hits.extend(found.map(|k| (k, cell.span)));
        }
    }
    hits
}

/// Codes in Markdown tables: consecutive cells of a file belong to one table.
fn prose(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut readings: Vec<(String, Span)> = Vec::new();
    let mut file = None;
    for passage in &context.dossier.passages {
        if passage.kind != PassageKind::Cell || file != Some(passage.file()) {
            findings.extend(say(context, std::mem::take(&mut readings), None));
            file = Some(passage.file());
        }
        if passage.kind == PassageKind::Cell {
            let whole = 0..passage.text.len();
            readings.extend(code(&passage.text).filter(|k| !dash(k)).map(|k| (k, passage.span_of(&whole))));
        }
    }
    findings.extend(say(context, readings, None));
    findings
}

fn say(context: &Context<'_>, mut cells: Vec<(String, Span)>, note: Option<&str>) -> Option<Diagnostic> {
    let note = note.unwrap_or("").to_lowercase();
    let acronym =
        |k: &str| context.dossier.convention.acronyms.iter().any(|(s, _)| s.value.to_lowercase() == k);
    let explains = |k: &str| {
        acronym(k) || [" :", "\u{a0}:", ":", " =", " »"].iter().any(|f| note.contains(&format!("{k}{f}")))
    };
    cells.retain(|(k, _)| !explains(k));
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for (k, _) in &cells {
        *counted.entry(k).or_default() += 1;
    }
    let times = |n: usize| if n == 1 { "1 case".to_owned() } else { format!("{n} cases") };
    let codes: Vec<String> = counted.iter().map(|(k, n)| format!("« {k} » ({})", times(*n))).collect();
    let ((_, first), rest) = cells.split_first()?;
    let finding = Diagnostic::finding(*first, format!("ce tableau emploie {} sans l’expliquer", codes.join(", ")))
        .help("écrire l’absence en toutes lettres (« non communiqué », « sans objet »…), ou expliquer le code sous le tableau");
    let shown = rest.iter().take(2);
    Some(shown.fold(finding, |d, (k, span)| d.also(*span, format!("« {k} » aussi"))))
}
