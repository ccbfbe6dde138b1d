//! The tables of data and the figures of a fiche.

use super::reader::Reader;
use super::typed_cell::{hidden_decimals, read_typed, without_percent};
use super::typed_total;
use crate::diagnostic::Diagnostic;
use crate::lang::flat;
use crate::lang::numbers::read_fraction;
use crate::model::passage::PassageKind;
use crate::model::table::{ColumnType, Content, DataColumn, DataRow, DataTable, Derivation, Figure};
use crate::model::{Absence, Montant};
use crate::syntax::{Node, NodeKind};
use crate::text::lookalikes::joined_accents;
use crate::text::{Span, Spanned};

const TYPES: [(&str, ColumnType); 5] = [
    ("texte", ColumnType::Text),
    ("nombre", ColumnType::Number),
    ("montant", ColumnType::Montant),
    ("pourcentage", ColumnType::Percentage),
    ("valeur", ColumnType::Value),
];

const DERIVATIONS: [(&str, Derivation); 2] =
    [("calcul", Derivation::Computed), ("estimation", Derivation::Estimated)];

/// Most digits after the comma in a column.
const MAX_DECIMALS: u32 = 6;

/// Reads the value of `tableaux`.
pub fn tables(reader: &mut Reader<'_>, node: &Node) -> Vec<DataTable> {
    reader.one_or_many(node).iter().filter_map(|n| table(reader, n)).collect()
}

fn table(reader: &mut Reader<'_>, node: &Node) -> Option<DataTable> {
    let mut map = reader.map(node)?;
    let id = reader.required_name(&mut map, "id");
    let title = reader.optional_text(&mut map, "titre");
    let header = reader.optional_yes_no(&mut map, "entete").unwrap_or(true);
    let columns: Vec<DataColumn> = match reader.require(&mut map, "colonnes") {
        Some(n) => reader.list(n).iter().filter_map(|n| column(reader, n)).collect(),
        None => Vec::new(),
    };
    let lines = match reader.require(&mut map, "lignes") {
        Some(n) => lines(reader, n, &columns)?,
        None => Vec::new(),
    };
    let note = reader.optional_text(&mut map, "note");
    reader.finish(&map);
    Some(DataTable { id: id?, title, header, columns, lines, note })
}

fn column(reader: &mut Reader<'_>, node: &Node) -> Option<DataColumn> {
    let mut map = reader.map(node)?;
    let title = reader.required_text(&mut map, "titre");
    let group = reader.optional_text(&mut map, "groupe");
    let kind = map.take("type").and_then(|n| reader.one_of(n, &TYPES)).unwrap_or(ColumnType::Text);
    let derivation = map.take("deduit").and_then(|n| reader.one_of(n, &DERIVATIONS));
    let decimals = map.take("decimales").and_then(|n| {
        let number = reader.number(n)?;
        let parsed = u32::try_from(number.value).ok().filter(|d| *d <= MAX_DECIMALS);
        if parsed.is_none() {
            reader.say(
                Diagnostic::error("VAL-002", n.span, "il faut un nombre de décimales entre 0 et 6")
                    .help("écrire « 2 »"),
            );
        }
        parsed
    });
    let sum = map.take("total").and_then(|n| reader.one_of(n, &[("somme", true)])).unwrap_or(false);
    let printed_total = map.take("total_affiche").and_then(|n| match kind {
        ColumnType::Montant => reader.montant(n).map(|m| m.map(Montant::euros)),
        ColumnType::Percentage => reader.number_read_by(n, without_percent),
        _ if decimals.is_some_and(|d| d >= 3) => reader.number_read_by(n, read_fraction),
        _ => reader.number(n),
    });
    reader.finish(&map);
    let title = title?;
    if sum && kind == ColumnType::Text {
        reader.say(
            Diagnostic::error(
                "CLE-005",
                map.span_of("total"),
                format!("la colonne « {} » est de texte : elle n’a pas de total", title.value),
            )
            .help("ajouter « type: nombre » ou « type: montant » à la colonne, ou retirer « total: somme »"),
        );
    }
    if let (Some(total), Some(shown)) = (&printed_total, decimals)
        && total.value.normalize().scale() > shown
    {
        reader.say(hidden_decimals(total.span, reader.sources.text(total.span), shown));
    }
    let derivation = derivation.or_else(|| derivation_of_heading(&title.value));
    Some(DataColumn { title, group, kind, derivation, decimals, sum, printed_total })
}

/// How the numbers of a column are come by, when only its heading says it.
fn derivation_of_heading(title: &str) -> Option<Derivation> {
    let words = flat(title);
    let says = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    if says(&["calcul"]) {
        Some(Derivation::Computed)
    } else if says(&["estim", "evolution", "previ", "projection"]) {
        Some(Derivation::Estimated)
    } else {
        None
    }
}

/// The rows of the literal block, one a line, cells between bars.
fn lines(reader: &mut Reader<'_>, node: &Node, columns: &[DataColumn]) -> Option<Vec<DataRow>> {
    if node.scalar().map_or(matches!(node.kind, NodeKind::Null), |text| text.trim().is_empty()) {
        reader.say(Diagnostic::error("CLE-003", node.span, "ce tableau n’a aucune ligne").help(
            "écrire ses lignes sous « lignes: | », cellules séparées par « | », ou retirer le tableau",
        ));
        return None;
    }
    let block = reader.word(node)?;
    let source = reader.sources.source(node.span.file).text();
    let mut cursor = node.span.start;
    let (mut rows, mut spans): (Vec<DataRow>, Vec<Span>) = (Vec::new(), Vec::new());
    for line in block.value.lines().map(str::trim).filter(|t| !t.is_empty()) {
        // A literal block stands in the source as it is decoded, its indentation aside.
        let (start, written) = written_line(source, cursor, line);
        cursor = start + written.len();
        let span = Span { start, end: cursor, ..node.span };
        reader.passage(PassageKind::Row, line, span);
        if let Some(title) = line.strip_prefix("== ") {
            rows.push(DataRow::Subheading(title.trim().replace("\\|", "|")));
            spans.push(span);
            continue;
        }
        let pieces = cells(written);
        if pieces.len() != columns.len() {
            reader.say(
                Diagnostic::error("TAB-001", span, format!("cette ligne a {}, et le tableau {}", counted(pieces.len(), "cellule"), counted(columns.len(), "colonne")))
                    .help("séparer les cellules par « | » ; une case vide se laisse vide entre deux barres, une barre dans le texte s’écrit « \\| »"),
            );
            continue;
        }
        let cells = pieces
            .into_iter()
            .zip(columns)
            .filter_map(|((index, text), column)| {
                let span =
                    Span { start: start + index, end: start + index + text.trim_end().len(), ..node.span };
                cell(reader, &joined_accents(&text), column, span, rows.last())
            })
            .collect::<Vec<_>>();
        if cells.len() == columns.len() {
            rows.push(DataRow::Cells(cells));
            spans.push(span);
        }
    }
    typed_total::tell(reader, &rows, &spans, columns);
    Some(rows)
}

/// A line of a block as it is written from a place on, and where it starts: its accents may be typed apart.
fn written_line<'t>(source: &'t str, from: usize, line: &'t str) -> (usize, &'t str) {
    let rest = source.get(from..).unwrap_or_default();
    if let Some(place) = rest.find(line) {
        return (from + place, line);
    }
    let mut start = from;
    for written in rest.split_inclusive('\n') {
        let trimmed = written.trim();
        if joined_accents(trimmed) == line {
            return (start + written.len() - written.trim_start().len(), trimmed);
        }
        start += written.len();
    }
    (from, line)
}

/// A number of things: « 1 cellule », « 3 cellules ».
fn counted(number: usize, noun: &str) -> String {
    let plural = if number > 1 { "s" } else { "" };
    format!("{number} {noun}{plural}")
}

/// Cuts a row at its bars; the place of each cell is that of its first character.
fn cells(line: &str) -> Vec<(usize, String)> {
    let mut output = Vec::new();
    let mut start = 0;
    let mut text = String::new();
    let mut letters = line.char_indices().peekable();
    let close = |start: usize, text: &mut String| {
        let raw = std::mem::take(text);
        (start + (raw.len() - raw.trim_start().len()), raw.trim().to_owned())
    };
    while let Some((i, c)) = letters.next() {
        match c {
            '\\' if letters.peek().is_some_and(|(_, s)| *s == '|') => {
                text.push('|');
                letters.next();
            }
            '|' => {
                output.push(close(start, &mut text));
                start = i + 1;
            }
            c => text.push(c),
        }
    }
    output.push(close(start, &mut text));
    output
}

fn cell(
    reader: &mut Reader<'_>,
    text: &str,
    column: &DataColumn,
    span: Span,
    above: Option<&DataRow>,
) -> Option<Spanned<Content>> {
    let content = match text {
        "" => Content::Absent(Absence::Blank),
        "^" if matches!(above, Some(DataRow::Cells(_))) => Content::Merged,
        "^" => {
            reader.say(
                Diagnostic::error("TAB-002", span, "il n’y a pas de cellule au-dessus à prolonger")
                    .help("écrire la valeur, ou laisser la case vide"),
            );
            return None;
        }
        _ => match Absence::read(text) {
            Some(absence) => Content::Absent(absence),
            None => read_typed(reader, text, column, span)?,
        },
    };
    Some(Spanned::new(content, span))
}

/// Reads the value of `figures`.
pub fn figures(reader: &mut Reader<'_>, node: &Node) -> Vec<Figure> {
    reader.one_or_many(node).iter().filter_map(|n| figure(reader, n)).collect()
}

fn figure(reader: &mut Reader<'_>, node: &Node) -> Option<Figure> {
    let mut map = reader.map(node)?;
    let id = reader.required_name(&mut map, "id");
    let title = reader.required_text(&mut map, "titre");
    let alternative = reader.required_text(&mut map, "alternative");
    let is_missing = reader.optional_yes_no(&mut map, "manquante").unwrap_or(false);
    let file = map.take("fichier").and_then(|n| reader.word(n)).and_then(|word| reader.image(&word));
    if is_missing == map.has("fichier") {
        reader.say(
            Diagnostic::error("CLE-005", node.span, "une figure a un fichier, ou bien elle est manquante")
                .help("écrire « fichier: images/… » ou « manquante: oui »"),
        );
        return None;
    }
    let legend = match map.take("legende") {
        Some(n) => reader.one_or_many(n).iter().filter_map(|n| reader.text(n)).map(|t| t.value).collect(),
        None => Vec::new(),
    };
    reader.finish(&map);
    // A figure whose image was refused is kept: what cites it leads somewhere.
    Some(Figure { id: id?, title: title?.value, file, alternative: alternative?.value, legend })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_cut_at_its_bars() {
        assert_eq!(
            cells("AIP – Lagny | 120 |  | a \\| b"),
            [
                (0, "AIP – Lagny".to_owned()),
                ("AIP – Lagny | ".len(), "120".to_owned()),
                ("AIP – Lagny | 120 |  ".len(), String::new()),
                ("AIP – Lagny | 120 |  | ".len(), "a | b".to_owned()),
            ]
        );
    }
}
