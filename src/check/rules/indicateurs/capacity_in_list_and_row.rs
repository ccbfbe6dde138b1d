//! A capacity told in a list under a name, and in the row of the same name of a table.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::figures_and_words::number;
use crate::check::rules::indicateurs::grid::{Place, grid, numbers, text};
use crate::check::rules::indicateurs::quantities::prose_by_file;
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

static PATTERNS: LazyLock<(Regex, Regex)> = LazyLock::new(|| {
    let number = r"[0-9]{1,3}(?:[ \x{a0}\x{202f}][0-9]{3})+|[0-9]+(?:,[0-9]+)?";
    (pattern(r"\([^()]*[0-9][^()]*\)"), pattern(number))
});

/// A row: what it is for, its numbers, its place.
struct TableRow {
    service: String,
    numbers: Vec<Decimal>,
    span: Span,
}

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let prose = prose_by_file(c);
    let mut findings = Vec::new();
    for fiche in c.fiches() {
        let bearers = bearers(fiche);
        let passages = prose.get(&fiche.span.file.index()).map_or(&[] as &[&Passage], Vec::as_slice);
        if bearers.is_empty() {
            continue;
        }
        let mut rows: Option<&Vec<TableRow>> = None;
        for passage in passages.iter().filter(|p| p.kind == PassageKind::Paragraph) {
            if passage.item.is_none() {
                let start = flat(&passage.text);
                rows = bearers.iter().find(|(name, _)| begins(&start, name)).map(|(_, r)| r);
            } else if let Some(rows) = rows {
                findings.extend(compare(passage, rows));
            }
        }
    }
    findings
}

/// Whether a text starts with some whole words.
fn begins(text: &str, start: &str) -> bool {
    !start.is_empty() && text.strip_prefix(start).is_some_and(|r| r.is_empty() || r.starts_with(' '))
}

/// The rows of the tables of a fiche, by the name in their first column.
fn bearers(fiche: &Fiche) -> BTreeMap<String, Vec<TableRow>> {
    let mut output: BTreeMap<String, Vec<TableRow>> = BTreeMap::new();
    for (name, row) in fiche.tables.iter().flat_map(of_table) {
        output.entry(name).or_default().push(row);
    }
    output
}

fn of_table(table: &DataTable) -> Vec<(String, TableRow)> {
    let read = |index: usize, line: &[Place<'_>]| {
        let [bearer, service, rest @ ..] = line else { return None };
        let (name, label) = (flat(&text(&bearer.cell.value)), flat(&text(&service.cell.value)));
        // The capacity stands next to its name; the columns that follow measure what was done.
        let capacity = rest.iter().find(|p| p.head == index && !numbers(&p.cell.value).is_empty())?;
        let (numbers, span) = (numbers(&capacity.cell.value), capacity.cell.span);
        (!label.is_empty()).then_some((name, TableRow { service: label, numbers, span }))
    };
    grid(table).iter().enumerate().filter_map(|(index, line)| read(index, line)).collect()
}

fn compare(item: &Passage, rows: &[TableRow]) -> Option<Diagnostic> {
    let start = flat(&item.text);
    let mut alike = rows.iter().filter(|r| begins(&start, &r.service));
    let (row, None) = (alike.next()?, alike.next()) else { return None };
    let parenthesis = PATTERNS.0.find(&item.text)?;
    let statements = PATTERNS.1.find_iter(parenthesis.as_str()).filter_map(|m| read_decimal(m.as_str()).ok());
    let missing: Vec<Decimal> = statements.filter(|n| !row.numbers.contains(n)).collect();
    if missing.is_empty() {
        return None;
    }
    let statements = missing.iter().map(|n| number(*n)).collect::<Vec<_>>().join(" et ");
    let knowns = row.numbers.iter().take(3).map(|n| number(*n)).collect::<Vec<_>>().join(", ");
    Some(
        Diagnostic::finding(
            item.span_of(&parenthesis.range()),
            format!(
                "« {} » : {statements} ne figure pas sur la ligne du tableau, qui dit {knowns}",
                parenthesis.as_str()
            ),
        )
        .also(row.span, "ligne du tableau")
        .help("corriger l’un des deux nombres"),
    )
}
