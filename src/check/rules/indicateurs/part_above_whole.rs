//! A part above its whole.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::check::rules::indicateurs::values::{Datum, are_comparable, every, interval, say, short};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::Value;
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "une partie dépasse le tout dont elle fait partie",
    severity: Severity::Error,
    checks: "Dans une même colonne d’une fiche ou de la matrice : un indicateur qui est une partie d’un autre \
              (`dont_de` au cadre), ou dont le libellé prolonge mot pour mot celui d’un autre de la même mesure \
              (« Nombre de nouveaux entrants orientés en un mois » et « Nombre de nouveaux entrants »), ne le dépasse \
              pas ; dans une case, une valeur de périmètre « dont… » ne dépasse pas celle qui la précède. Des valeurs \
              de périodes ou de périmètres différents ne sont pas comparées.",
    why: "Une partie plus grande que son tout prouve qu’un des deux nombres est faux, ou qu’ils ne comptent pas \
               la même population.",
    source: "Définition des indicateurs au référentiel du cadre ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change { file: "content/2024/indicateurs.yaml", from: ": 310,", to: ": 1 310," }],
        admitted: &[Change { file: "content/2024/indicateurs.yaml", from: ": 310,", to: ": 1 150," }],
    },
};

type Index<'x, 'd> = BTreeMap<(Option<Span>, &'d str, &'d str, &'d str), &'x Datum<'d>>;

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let data = every(c);
    let mut index: Index<'_, '_> = BTreeMap::new();
    for datum in &data {
        if let Some((mesure, indicateur)) = datum.cadre {
            let (at, column) = datum.scope();
            index.entry((at, column, &mesure.number, &indicateur.id.value)).or_insert(datum);
        }
    }
    let mut findings = Vec::new();
    for datum in &data {
        findings.extend(whole_of(datum, &index).and_then(|whole| exceeds(datum, whole)));
        findings.extend(in_cell(datum));
    }
    findings
}

/// The whole of which an indicator is a part, in the same column of the same table.
fn whole_of<'x, 'd>(datum: &Datum<'d>, index: &Index<'x, 'd>) -> Option<&'x Datum<'d>> {
    let (mesure, indicateur) = datum.cadre?;
    let (at, column) = datum.scope();
    let parent = match &indicateur.part_of {
        Some(parent) => parent.value.as_str(),
        None => {
            let long = flat(&indicateur.label);
            let prefix = |other: &str| {
                long.strip_prefix(flat(other).as_str()).is_some_and(|rest| rest.starts_with(' '))
            };
            let alike = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
            let whole = mesure.indicateurs.iter().find(|i| {
                i.group == indicateur.group && alike(&i.kind, &indicateur.kind) && prefix(&i.label)
            })?;
            whole.id.value.as_str()
        }
    };
    index.get(&(at, column, mesure.number.as_str(), parent)).copied()
}

/// The lowest that a value can be, and the highest.
fn low(v: &Value) -> Option<Decimal> {
    interval(&v.measured.value)?.0
}

fn high(v: &Value) -> Option<Decimal> {
    interval(&v.measured.value)?.1
}

fn exceeds(party: &Datum<'_>, whole: &Datum<'_>) -> Option<Diagnostic> {
    let value = party.single()?;
    // With several values in the box, the greatest is the least favourable.
    let other = whole.cell.iter().filter(|v| high(v).is_some()).max_by_key(|v| high(v))?;
    if whole.cell.iter().any(|v| !are_comparable(value, v)) || low(value)? <= high(other)? {
        return None;
    }
    Some(
        Diagnostic::finding(
            value.measured.span,
            format!(
                "{} : cette partie, {}, dépasse son tout, {}",
                party.name(),
                say(&value.measured.value),
                say(&other.measured.value)
            ),
        )
        .here(short(party.label))
        .also(other.measured.span, short(whole.label))
        .help("corriger l’un des deux nombres"),
    )
}

fn in_cell(datum: &Datum<'_>) -> Option<Diagnostic> {
    let party = datum
        .cell
        .iter()
        .skip(1)
        .find(|v| v.perimeter.as_deref().is_some_and(|p| flat(p).starts_with("dont ")))?;
    let whole = datum.cell.first()?;
    if low(party)? <= high(whole)? || party.window.is_some() && party.window != whole.window {
        return None;
    }
    Some(
        Diagnostic::finding(
            party.measured.span,
            format!(
                "{} : « {} » vaut {}, plus que le tout, {}",
                datum.name(),
                party.perimeter.as_deref().unwrap_or_default(),
                say(&party.measured.value),
                say(&whole.measured.value)
            ),
        )
        .also(whole.measured.span, "le tout")
        .help("corriger l’un des deux nombres"),
    )
}
