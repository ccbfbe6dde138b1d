//! The rows of the tables of a fiche that its prose says again: objectives, tables of data, tables of the text, capacities
//! of a provider.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::grid::{GridCell, cell_numbers, cell_text, grid_of};
use super::quantities::{
    Quantity, contains_all, content_words, passage_quantities, quantities, shared_count,
};
use super::values::{fiche_cells, format_measured, quoted_label, years};
use crate::check::Context;
use crate::check::figures_and_words::{number, percent};
use crate::diagnostic::Diagnostic;
use crate::lang::facts::{self, CalendarUnit, Modality, SaidValue};
use crate::lang::flat;
use crate::model::passage::PassageKind;
use crate::model::table::{ColumnType, DataTable};
use crate::model::{Fiche, Passage};
use crate::text::{Sources, Span};

/// What a row says.
struct Row {
    label: String,
    /// Words of the label.
    label_words: BTreeSet<String>,
    /// Words of the whole row.
    words: BTreeSet<String>,
    quantities: Vec<Quantity>,
    years: Vec<i32>,
    /// What it says, label included.
    text: String,
    /// Whether it is a row of a Markdown table.
    is_prose: bool,
    span: Span,
}

/// What a row gives of the service of a provider.
struct Capacity {
    provider: String,
    service: String,
    numbers: Vec<Decimal>,
    span: Span,
}

/// The rows of the act, by fiche.
pub(super) struct Rows<'d> {
    sources: &'d Sources,
    /// Those of the tables of objectives, by file.
    objectives: BTreeMap<u32, Vec<Row>>,
}

/// The rows of a fiche.
pub(super) struct RowsOfFiche {
    rows: Vec<Row>,
    capacities: Vec<Capacity>,
}

impl<'d> Rows<'d> {
    pub(super) fn new(context: &Context<'d>) -> Self {
        let mut objectives: BTreeMap<u32, Vec<Row>> = BTreeMap::new();
        for cell in fiche_cells(context) {
            let values: Vec<String> =
                cell.values.iter().map(|v| format_measured(&v.measured.value)).collect();
            let told = format!("{} {}", cell.label, values.join(" ; "));
            if let Some(span) = cell.values.first().map(|v| v.measured.span) {
                let mut row = row(cell.label.to_owned(), &[], told, span);
                row.years.extend(cell.meaning.years.iter().copied().map(i32::from));
                objectives.entry(cell.span.file.index()).or_default().push(row);
            }
        }
        Self { sources: context.sources, objectives }
    }

    /// The rows of a fiche, whose passages are known.
    pub(super) fn of(&mut self, fiche: &Fiche, passages: &[&Passage]) -> RowsOfFiche {
        let mut rows: Vec<Row> = fiche.tables.iter().flat_map(table_rows).collect();
        rows.extend(self.objectives.remove(&fiche.span.file.index()).unwrap_or_default());
        rows.extend(text_rows(passages, self.sources));
        rows.retain(|row| !row.quantities.is_empty() && !row.words.is_empty());
        RowsOfFiche { rows, capacities: fiche.tables.iter().flat_map(capacities).collect() }
    }
}

fn row(label: String, headers: &[&str], text: String, span: Span) -> Row {
    let mut label_words = content_words(&label);
    label_words.extend(headers.iter().flat_map(|e| content_words(e)));
    let mut words = content_words(&text);
    words.extend(label_words.iter().cloned());
    Row {
        label,
        label_words,
        words,
        quantities: quantities(&text),
        years: years(&text),
        text,
        is_prose: false,
        span,
    }
}

/// The rows of a table of data; the label is the first text cell that is not merged.
fn table_rows(table: &DataTable) -> Vec<Row> {
    let mut output = Vec::new();
    for (index, cells) in grid_of(table).iter().enumerate() {
        let own_cells = || cells.iter().zip(&table.columns).filter(|(cell, _)| cell.origin_row == index);
        let text_of = |cell: &GridCell<'_>, kind: ColumnType| {
            let sign = if kind == ColumnType::Percentage { " %" } else { "" };
            format!("{}{sign}", cell_text(&cell.content.value))
        };
        let Some((head, _)) =
            own_cells().find(|(_, column)| column.kind == ColumnType::Text).or(own_cells().next())
        else {
            continue;
        };
        let label = cell_text(&head.content.value);
        let headers: Vec<&str> = table
            .columns
            .iter()
            .filter(|column| column.kind == ColumnType::Percentage)
            .map(|column| column.title.value.as_str())
            .collect();
        let values = own_cells().filter(|(_, column)| column.kind != ColumnType::Montant);
        let text = values.map(|(cell, column)| text_of(cell, column.kind)).collect::<Vec<_>>().join(" ; ");
        // A single percentage column says what the row is about.
        let headers = if headers.len() == 1 { headers.as_slice() } else { &[] };
        let span = own_cells().next_back().map_or(head.content.span, |(cell, _)| cell.content.span);
        output.push(row(label, headers, text, span));
    }
    output
}

/// The rows of the Markdown tables: the cells of one line.
fn text_rows(passages: &[&Passage], sources: &Sources) -> Vec<Row> {
    let mut lines: BTreeMap<usize, Vec<&Passage>> = BTreeMap::new();
    for cell in passages.iter().filter(|passage| passage.kind == PassageKind::Cell) {
        let line = sources.source(cell.file()).line_column(cell.span.start).0;
        lines.entry(line).or_default().push(cell);
    }
    let of_line = |cells: &Vec<&Passage>| {
        let (label, value) = (cells.first()?, cells.last().filter(|_| cells.len() > 1)?);
        let text = cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" ; ");
        Some(Row { is_prose: true, ..row(label.text.clone(), &[], text, value.span) })
    };
    lines.values().filter_map(of_line).collect()
}

/// The first two columns name a provider and a service, and the first numeric cell is the capacity: later ones measure
/// what was done.
fn capacities(table: &DataTable) -> Vec<Capacity> {
    let read = |index: usize, cells: &[GridCell<'_>]| {
        let [provider, service, rest @ ..] = cells else { return None };
        let name = |cell: &GridCell<'_>| flat(&cell_text(&cell.content.value));
        let capacity = rest
            .iter()
            .find(|cell| cell.origin_row == index && !cell_numbers(&cell.content.value).is_empty())?;
        let (provider, service) = (name(provider), name(service));
        let (numbers, span) = (cell_numbers(&capacity.content.value), capacity.content.span);
        (!provider.is_empty() && !service.is_empty()).then_some(Capacity { provider, service, numbers, span })
    };
    grid_of(table).iter().enumerate().filter_map(|(index, cells)| read(index, cells)).collect()
}

/// Whether a flattened text starts with some whole words.
fn begins(text: &str, start: &str) -> bool {
    text.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

impl RowsOfFiche {
    /// What the passages of the fiche say otherwise than the rows.
    pub(super) fn compare(&self, passages: &[&Passage]) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        let mut provider: Option<String> = None;
        for passage in passages {
            if passage.kind == PassageKind::Paragraph && passage.item.is_none() {
                let start = flat(&passage.text);
                let named = self.capacities.iter().find(|row| begins(&start, &row.provider));
                provider = named.map(|row| row.provider.clone());
            }
            let item = provider.as_deref().filter(|_| passage.item.is_some());
            findings.extend(item.and_then(|provider| self.capacity_of_item(passage, provider)));
            findings.extend(said_again(passage, &self.rows));
        }
        findings
    }

    /// The numbers that an item gives in brackets after a service, against the row of the service.
    fn capacity_of_item(&self, item: &Passage, provider: &str) -> Option<Diagnostic> {
        let start = flat(&item.text);
        let mut matching =
            self.capacities.iter().filter(|row| row.provider == provider && begins(&start, &row.service));
        let (row, None) = (matching.next()?, matching.next()) else { return None };
        let (open, close) = (item.text.find('(')?, item.text.find(')')?);
        let bytes = open..close.checked_add(1).filter(|end| *end > open)?;
        let stated = passage_quantities(item)
            .into_iter()
            .filter(|quantity| !quantity.per_cent && bytes.contains(&quantity.bytes.start))
            .flat_map(|quantity| BTreeSet::from([quantity.low, quantity.number]));
        let missing: Vec<String> =
            stated.filter(|stated| !row.numbers.contains(stated)).map(number).collect();
        if missing.is_empty() {
            return None;
        }
        let expected: Vec<String> = row.numbers.iter().take(3).map(|told| number(*told)).collect();
        Some(
            Diagnostic::finding(
                item.span_of(&bytes),
                format!(
                    "« {} » : {} ne figure pas sur la ligne du tableau, qui dit {}",
                    item.text.get(bytes)?,
                    missing.join(" et "),
                    expected.join(", ")
                ),
            )
            .also(row.span, "ligne du tableau")
            .help("corriger l’un des deux nombres"),
        )
    }
}

/// A passage against the rows that it says again.
fn said_again(passage: &Passage, rows: &[Row]) -> Option<Diagnostic> {
    const SHORT_WORDS: usize = 14;
    let claims = passage_quantities(passage);
    if claims.is_empty() || rows.is_empty() {
        return None;
    }
    let text_words = content_words(&passage.text);
    let years = years(&passage.text);
    let words_in_common = |row: &Row| shared_count(&text_words, &row.words);
    let short_enough = text_words.len() <= SHORT_WORDS;
    let per_cent_count = claims.iter().filter(|quantity| quantity.per_cent).count();
    let repeats_row = |row: &Row| {
        let in_common = words_in_common(row);
        // One shared word is enough when it is all that both say: « 95 % de référencement ».
        let enough = in_common >= 2
            || (in_common == 1 && text_words.len() == 1 && per_cent_count == 1 && row.label_words.len() == 1);
        short_enough && enough && in_common.saturating_mul(4) >= text_words.len().saturating_mul(3)
    };
    let repeats_label = |row: &Row| {
        row.label_words.len() >= 2 && per_cent_count == 1 && contains_all(&text_words, &row.label_words)
    };
    let repeats = |row: &&Row| {
        (repeats_row(row) || repeats_label(row))
            && years.iter().all(|year| row.years.contains(year))
            && !(row.is_prose && passage.kind == PassageKind::Cell)
    };
    let candidates: Vec<&Row> = rows.iter().filter(repeats).collect();
    let best = candidates.iter().copied().max_by_key(|row| words_in_common(row))?;
    let best_rows = || candidates.iter().copied().filter(|row| words_in_common(row) == words_in_common(best));
    let other_number = claims.iter().find_map(|quantity| {
        // A long text that holds the label says more than the row: only its percentage is compared.
        let rows = best_rows().filter(|row| quantity.per_cent || repeats_row(row));
        let known: Vec<Decimal> =
            rows.flat_map(|row| same_unit(row, quantity)).flat_map(|told| [told.low, told.number]).collect();
        if known.is_empty() || known.contains(&quantity.number) {
            return None;
        }
        let spell = |n: Decimal| if quantity.per_cent { percent(n) } else { number(n) };
        let expected: BTreeSet<Decimal> = known.into_iter().collect();
        let expected = expected.into_iter().map(spell).collect::<Vec<_>>().join(" ou ");
        let message = format!(
            "le texte dit {}, et le tableau {expected}, pour {}",
            spell(quantity.number),
            quoted_label(&best.label)
        );
        Some(
            Diagnostic::finding(passage.span_of(&quantity.bytes), message)
                .also(best.span, "ligne du tableau")
                .help("corriger l’un des deux nombres, ou dire ce qui les distingue"),
        )
    });
    // Only an item says a row and nothing else.
    other_number.or_else(|| {
        let rows = || best_rows().filter(|row| passage.item.is_some() && repeats_row(row));
        claims.iter().find_map(|quantity| rows().find_map(|row| other_measure(passage, quantity, row)))
    })
}

/// The numbers of a row in the unit of a quantity.
fn same_unit<'r>(row: &'r Row, quantity: &'r Quantity) -> impl Iterator<Item = &'r Quantity> {
    row.quantities.iter().filter(move |other| {
        other.per_cent == quantity.per_cent
            && (other.per_cent || (!other.words.is_empty() && other.words.first() == quantity.words.first()))
    })
}

/// The same number of the same thing, measured otherwise: at least here, on average there; by month here only.
fn other_measure(item: &Passage, quantity: &Quantity, row: &Row) -> Option<Diagnostic> {
    let told = same_unit(row, quantity).find(|told| told.number == quantity.number)?;
    let (here, there) = (how_often(&item.text), how_often(&row.text));
    let ways = (way(quantity, &item.text), way(told, &row.text));
    let difference = match (ways, here, there) {
        ((Some(here), Some(there)), ..) if here != there => {
            format!("« {there} » dans le tableau, et « {here} » dans la liste")
        }
        (_, None, Some(there)) if !quantity.per_cent => format!("{there} dans le tableau seulement"),
        (_, Some(here), None) if !quantity.per_cent => format!("{here} dans la liste seulement"),
        (_, Some(here), Some(there)) if here != there => {
            format!("{there} dans le tableau, et {here} dans la liste")
        }
        _ => return None,
    };
    Some(
        Diagnostic::finding(
            item.span_of(&(quantity.bytes.start..item.text.trim_end().len())),
            format!("« {} » redit {} autrement : {difference}", quantity.text, quoted_label(&row.label)),
        )
        .advice()
        .also(row.span, "ligne du tableau")
        .help("écrire les deux de la même façon, ou dire ce qui les distingue"),
    )
}

/// The way that a number is one of several: on average, at least, at most.
fn way(quantity: &Quantity, text: &str) -> Option<&'static str> {
    let is_mean = flat(text).split(' ').any(|word| matches!(word, "moyenne" | "moyen"));
    match quantity.fact.modality {
        Modality::AtLeast => Some("au moins"),
        Modality::AtMost => Some("au plus"),
        _ => is_mean.then_some("en moyenne"),
    }
}

/// « Par mois », « tous les 2 mois »: the only frequency of a text.
fn how_often(text: &str) -> Option<String> {
    let said = facts::read(text);
    let mut found = said.facts.iter().filter_map(|fact| match &fact.value {
        SaidValue::Every { number, unit } if number.high.is_none() => Some((number.low, *unit)),
        _ => None,
    });
    let (count, unit) = found.next().filter(|_| found.next().is_none())?;
    let unit = match unit {
        CalendarUnit::Minute => "minute",
        CalendarUnit::Hour => "heure",
        CalendarUnit::Day => "jour",
        CalendarUnit::Week => "semaine",
        CalendarUnit::Month => "mois",
        CalendarUnit::Quarter => "trimestre",
        CalendarUnit::Semester => "semestre",
        CalendarUnit::Year => "an",
    };
    Some(if count == Decimal::ONE {
        format!("par {unit}")
    } else {
        format!("tous les {} {unit}", number(count))
    })
}
