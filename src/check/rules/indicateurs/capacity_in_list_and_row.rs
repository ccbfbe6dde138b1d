//! Checks a capacity given in a list item against the table row of the same provider and service.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::grid::{GridCell, cell_numbers, cell_text, grid_of};
use super::quantities::prose_by_file;
use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::lang::numbers::read_decimal;
use crate::model::passage::PassageKind;
use crate::model::table::DataTable;
use crate::model::{Fiche, Passage};
use crate::text::{Span, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "une capacité dite dans une liste n’est pas celle de la ligne du tableau",
    severity: Severity::Warning,
    checks: "Un tableau de données dont les deux premières colonnes nomment un porteur et une prestation, et une liste \
              de la même fiche : le paragraphe qui la précède commence par le nom du porteur, et un de ses items par le \
              libellé de la prestation. Les nombres que l’item donne entre parenthèses (« (180 bénéficiaires) ») \
              figurent alors dans la première cellule chiffrée de la \
              ligne. Un item sans ligne de ce nom n’est pas examiné.",
    why: "La capacité du texte engage le porteur, celle du tableau mesure son activité : il n’en faut qu’une.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "figures:\n",
                to: "  - id: porteurs\n    titre: Les porteurs\n    colonnes:\n      - { titre: Porteur }\n      \
                    - { titre: Prestation }\n      - { titre: Capacité }\n    lignes: |\n      \
                    Passerelle | Bilan       | 80 / an\n      ^          | Atelier     | 24 / an\n      \
                    Tremplin   | Bilan       | 45 / an\n\nfigures:\n",
            },
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "{tableau.sites}\n",
                to: "{tableau.sites}\n\n**Passerelle** reçoit les personnes :\n\n- bilan de compétences (80 personnes) ;\n\
                    - atelier de recherche (24 personnes).\n\n{tableau.porteurs}\n",
            },
        ],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "(80 personnes)",
            to: "(90 personnes)",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "- bilan de compétences (80 personnes)",
            to: "- suivi dans l'emploi (90 personnes)",
        }],
    },
};

static PARENTHESIS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\([^()]*[0-9][^()]*\)"));

static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[0-9]{1,3}(?:[ \x{a0}\x{202f}][0-9]{3})+|[0-9]+(?:,[0-9]+)?"));

/// The capacity of a service in a row.
struct CapacityRow {
    service: String,
    numbers: Vec<Decimal>,
    span: Span,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let prose = prose_by_file(context);
    let mut findings = Vec::new();
    for fiche in context.fiches() {
        let rows_by_provider = rows_by_provider(fiche);
        let passages = prose.get(&fiche.span.file.index()).map_or(&[] as &[&Passage], Vec::as_slice);
        if rows_by_provider.is_empty() {
            continue;
        }
        let mut rows: Option<&Vec<CapacityRow>> = None;
        for passage in passages.iter().filter(|p| p.kind == PassageKind::Paragraph) {
            if passage.item.is_none() {
                let start = flat(&passage.text);
                rows = rows_by_provider.iter().find(|(name, _)| begins(&start, name)).map(|(_, rows)| rows);
            } else if let Some(rows) = rows {
                findings.extend(compare(passage, rows));
            }
        }
    }
    findings
}

/// Whether a flattened text starts with some whole words.
fn begins(text: &str, start: &str) -> bool {
    !start.is_empty() && text.strip_prefix(start).is_some_and(|r| r.is_empty() || r.starts_with(' '))
}

/// The rows of the tables of a fiche, by the provider named in the first column.
fn rows_by_provider(fiche: &Fiche) -> BTreeMap<String, Vec<CapacityRow>> {
    let mut output: BTreeMap<String, Vec<CapacityRow>> = BTreeMap::new();
    for (provider, row) in fiche.tables.iter().flat_map(capacity_rows) {
        output.entry(provider).or_default().push(row);
    }
    output
}

fn capacity_rows(table: &DataTable) -> Vec<(String, CapacityRow)> {
    let read_row = |index: usize, row: &[GridCell<'_>]| {
        let [provider, service, rest @ ..] = row else { return None };
        let (name, label) =
            (flat(&cell_text(&provider.content.value)), flat(&cell_text(&service.content.value)));
        // The capacity is the first numeric cell: later columns measure what was done.
        let capacity = rest
            .iter()
            .find(|cell| cell.origin_row == index && !cell_numbers(&cell.content.value).is_empty())?;
        let (numbers, span) = (cell_numbers(&capacity.content.value), capacity.content.span);
        (!label.is_empty()).then_some((name, CapacityRow { service: label, numbers, span }))
    };
    grid_of(table).iter().enumerate().filter_map(|(index, row)| read_row(index, row)).collect()
}

fn compare(item: &Passage, rows: &[CapacityRow]) -> Option<Diagnostic> {
    let start = flat(&item.text);
    let mut matching = rows.iter().filter(|row| begins(&start, &row.service));
    let (row, None) = (matching.next()?, matching.next()) else { return None };
    let parenthesis = PARENTHESIS.find(&item.text)?;
    let stated = NUMBER.find_iter(parenthesis.as_str()).filter_map(|m| read_decimal(m.as_str()).ok());
    let missing: Vec<Decimal> = stated.filter(|stated_number| !row.numbers.contains(stated_number)).collect();
    if missing.is_empty() {
        return None;
    }
    let stated = missing.iter().map(|stated_number| number(*stated_number)).collect::<Vec<_>>().join(" et ");
    let expected =
        row.numbers.iter().take(3).map(|stated_number| number(*stated_number)).collect::<Vec<_>>().join(", ");
    Some(
        Diagnostic::finding(
            item.span_of(&parenthesis.range()),
            format!(
                "« {} » : {stated} ne figure pas sur la ligne du tableau, qui dit {expected}",
                parenthesis.as_str()
            ),
        )
        .also(row.span, "ligne du tableau")
        .help("corriger l’un des deux nombres"),
    )
}
