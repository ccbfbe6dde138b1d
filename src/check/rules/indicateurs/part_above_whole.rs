//! Checks that a part does not exceed its whole: an indicateur, a value of a cell, a number after « dont ».

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::quantities::{Quantity, is_person, passage_quantities};
use super::values::{
    IndicateurCell, all_cells, format_measured, quoted_label, same_window_and_perimeter, value_range,
};
use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::FigureLink;
use crate::lang::flat;
use crate::model::cadre::IndicateurKind;
use crate::model::{Passage, Value};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "une partie dépasse le tout dont elle fait partie",
    severity: Severity::Error,
    checks: "Dans une même colonne d’une fiche ou de la matrice : un indicateur qui est une partie d’un autre \
              (`dont_de` au cadre), ou dont le libellé prolonge mot pour mot celui d’un autre de la même mesure \
              (« Nombre de nouveaux entrants orientés en un mois » et « Nombre de nouveaux entrants »), ne le dépasse \
              pas ; dans une case, une valeur de périmètre « dont… » ne dépasse pas celle qui la précède. Des valeurs \
              de périodes ou de périmètres différents ne sont pas comparées. Dans une phrase des articles et des fiches, \
              « dont » et un nombre, après un nombre de personnes ou de la même chose : la partie ne dépasse pas le tout. \
              « 3 sites, dont 120 places » n’est pas comparé.",
    why: "Une partie plus grande que son tout prouve qu’un des deux nombres est faux, ou qu’ils ne comptent pas \
               la même population.",
    source: "Définition des indicateurs au référentiel du cadre ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change { file: "content/2024/indicateurs.yaml", from: ": 310,", to: ": 1 310," }],
        admitted: &[
            Change { file: "content/2024/indicateurs.yaml", from: ": 310,", to: ": 1 150," },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont. Elle rencontre 80 personnes, dont 60 jeunes sans logement.",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont. Elle tient 3 accueils, dont 100 places de nuit.",
            },
        ],
    },
};

type CellIndex<'x, 'd> = BTreeMap<(Option<Span>, &'d str, &'d str, &'d str), &'x IndicateurCell<'d>>;

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let data = all_cells(context);
    let mut index: CellIndex<'_, '_> = BTreeMap::new();
    for cell in &data {
        if let Some((mesure, indicateur)) = cell.cadre {
            let (at, column) = cell.column_key();
            index.entry((at, column, &mesure.number, &indicateur.id.value)).or_insert(cell);
        }
    }
    let mut findings = Vec::new();
    for cell in &data {
        findings.extend(total_of(cell, &index).and_then(|total| exceeds(cell, total)));
        findings.extend(in_cell(cell));
    }
    findings.extend(context.prose().filter(|passage| passage.text.contains("dont ")).flat_map(in_text));
    findings
}

/// « 800 personnes, dont 400 jeunes »: two numbers of persons, or of the same thing.
fn in_text(passage: &Passage) -> Vec<Diagnostic> {
    let read = passage_quantities(passage);
    let counts: Vec<&Quantity> = read.iter().filter(|quantity| !quantity.per_cent).collect();
    let exceeds = |pair: &[&Quantity]| {
        let [total, part] = pair else { return None };
        let alike = match (total.words.first()?, part.words.first()) {
            (total, Some(part)) => total == part || (is_person(total) && is_person(part)),
            // « Dont 120 dans les quartiers »: the noun is that of the whole.
            (_, None) => true,
        };
        let is_part = part.fact.link == FigureLink::Part && total.fact.link != FigureLink::Part;
        (alike && is_part && total.sentence == part.sentence && part.low > total.number).then(|| {
            let message = format!(
                "« {} », dont « {} » : la partie, {}, dépasse le tout, {}",
                total.text,
                part.text,
                number(part.number),
                number(total.number)
            );
            Diagnostic::finding(passage.span_of(&part.bytes), message)
                .also(passage.span_of(&total.bytes), "le tout")
                .help("corriger l’un des deux nombres")
        })
    };
    counts.windows(2).filter_map(exceeds).collect()
}

/// The cell of the total, in the same column of the same table: that of `dont_de`, or of the label that this one
/// extends word for word.
fn total_of<'x, 'd>(cell: &IndicateurCell<'d>, index: &CellIndex<'x, 'd>) -> Option<&'x IndicateurCell<'d>> {
    let (mesure, indicateur) = cell.cadre?;
    let (at, column) = cell.column_key();
    let parent = match &indicateur.part_of {
        Some(parent) => parent.value.as_str(),
        None => {
            let long = flat(&indicateur.label);
            let prefix = |other: &str| {
                long.strip_prefix(flat(other).as_str()).is_some_and(|rest| rest.starts_with(' '))
            };
            let compatible = |left: &Option<IndicateurKind>, right: &Option<IndicateurKind>| {
                left.is_none() || right.is_none() || left == right
            };
            let total = mesure.indicateurs.iter().find(|other| {
                other.group == indicateur.group
                    && compatible(&other.kind, &indicateur.kind)
                    && prefix(&other.label)
            })?;
            total.id.value.as_str()
        }
    };
    index.get(&(at, column, mesure.number.as_str(), parent)).copied()
}

/// The lowest number that a value admits.
fn lowest(value: &Value) -> Option<Decimal> {
    value_range(&value.measured.value)?.0
}

/// The highest number that a value admits.
fn highest(value: &Value) -> Option<Decimal> {
    value_range(&value.measured.value)?.1
}

fn exceeds(part: &IndicateurCell<'_>, total: &IndicateurCell<'_>) -> Option<Diagnostic> {
    let value = part.single()?;
    // Of several values in the cell, the greatest: the doubt is in favour of the act.
    let greatest =
        total.values.iter().filter(|value| highest(value).is_some()).max_by_key(|value| highest(value))?;
    if total.values.iter().any(|v| !same_window_and_perimeter(value, v))
        || lowest(value)? <= highest(greatest)?
    {
        return None;
    }
    Some(
        Diagnostic::finding(
            value.measured.span,
            format!(
                "{} : cette partie, {}, dépasse son tout, {}",
                part.name(),
                format_measured(&value.measured.value),
                format_measured(&greatest.measured.value)
            ),
        )
        .here(quoted_label(part.label))
        .also(greatest.measured.span, quoted_label(total.label))
        .help("corriger l’un des deux nombres"),
    )
}

fn in_cell(cell: &IndicateurCell<'_>) -> Option<Diagnostic> {
    let part = cell.values.iter().skip(1).find(|value| {
        value.perimeter.as_deref().is_some_and(|perimeter| flat(perimeter).starts_with("dont "))
    })?;
    let total = cell.values.first()?;
    if lowest(part)? <= highest(total)? || part.window.is_some() && part.window != total.window {
        return None;
    }
    Some(
        Diagnostic::finding(
            part.measured.span,
            format!(
                "{} : « {} » vaut {}, plus que le tout, {}",
                cell.name(),
                part.perimeter.as_deref().unwrap_or_default(),
                format_measured(&part.measured.value),
                format_measured(&total.measured.value)
            ),
        )
        .also(total.measured.span, "le tout")
        .help("corriger l’un des deux nombres"),
    )
}
