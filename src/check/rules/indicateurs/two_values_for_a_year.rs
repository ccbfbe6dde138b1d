//! An indicator told twice: in a fiche and in the matrix, or in two fiches.

use std::collections::BTreeMap;

use crate::check::rules::indicateurs::values::{
    Datum, interval, is_target, of_fiches, of_matrix, say, short, year,
};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::{Measured, Value, Window};

pub(crate) static PAGE: Page = Page {
    title: "un même indicateur a deux valeurs pour la même année",
    severity: Severity::Error,
    checks: "La valeur d’un indicateur du référentiel dans une fiche est comparée à celle de la matrice, quand les deux \
              colonnes sont d’une même année et annoncent toutes deux une cible, ou toutes deux non, sauf si la fiche \
              précise le libellé ou si plusieurs fiches portent l’indicateur. Elle l’est aussi, \
              en conseil, à celle d’une autre fiche qui l’imprime sous le même libellé, dans une colonne de même titre. \
              Des nombres doivent être égaux, une borne et une fourchette compatibles. Une valeur arrêtée en cours \
              d’année, ou d’un périmètre dit, n’est comparée qu’à une valeur qui dit de même.",
    why: "L’évaluation portera sur l’une des deux valeurs : tant qu’elles diffèrent, chaque partie peut \
               choisir la sienne.",
    source: "Cohérence interne de l’acte, entre les fiches et la matrice de l’annexe.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/indicateurs.yaml",
            from: "\"2023\": \"17,5 jours\",",
            to: "\"2023\": \"17 jours\",",
        }],
        admitted: &[
            Change {
                file: "content/2024/indicateurs.yaml",
                from: "\"2023\": \"17,5 jours\",",
                to: "\"2023\": { valeur: 17 jours, au: 2023-06-30 },",
            },
            Change {
                file: "content/2024/indicateurs.yaml",
                from: "\"2024\": 12 jours }",
                to: "\"2024\": 10 à 12 jours }",
            },
        ],
    },
};

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let (fiches, matrix) = (of_fiches(c), of_matrix(c));
    let mut index: BTreeMap<_, &Datum<'_>> = BTreeMap::new();
    for datum in &matrix {
        index.insert((datum.name(), year(datum.column), is_target(datum.column)), datum);
    }
    let mut findings = Vec::new();
    // What several fiches carry, the matrix sums.
    let mut bearers: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for datum in &fiches {
        *bearers.entry((datum.name(), datum.column)).or_default() += 1;
    }
    let mut sightings: BTreeMap<(String, String, &str), &Datum<'_>> = BTreeMap::new();
    for datum in fiches.iter().filter(|d| d.cadre.is_some()) {
        let is_precise = datum.cadre.is_some_and(|(_, i)| flat(&i.label) != flat(datum.label));
        let only = bearers.get(&(datum.name(), datum.column)) == Some(&1);
        if let Some(yr) = year(datum.column).filter(|_| only && !is_precise)
            && let Some(other) = index.get(&(datum.name(), Some(yr), is_target(datum.column)))
            && let Some((a, b)) = differing(datum, other)
        {
            let message = format!(
                "{} vaut {} ici et {} dans la matrice, pour {yr}",
                datum.name(),
                say(&a.measured.value),
                say(&b.measured.value)
            );
            findings.push(
                Diagnostic::finding(a.measured.span, message)
                    .here(short(datum.label))
                    .also(b.measured.span, "valeur de la matrice")
                    .help("corriger l’une des deux valeurs, ou dire la période ou le périmètre qui les distingue"),
            );
        }
        match sightings.get(&(datum.name(), flat(datum.label), datum.column)) {
            Some(other) if other.fiche.map(|f| f.span) != datum.fiche.map(|f| f.span) => {
                findings.extend(between_fiches(datum, other));
            }
            Some(_) => {}
            None => {
                sightings.insert((datum.name(), flat(datum.label), datum.column), datum);
            }
        }
    }
    findings
}

fn between_fiches(datum: &Datum<'_>, other: &Datum<'_>) -> Option<Diagnostic> {
    let (a, b) = differing(datum, other)?;
    let finding = Diagnostic::finding(
        a.measured.span,
        format!(
            "{} vaut {} ici et {} dans une autre fiche, sous le même libellé",
            datum.name(),
            say(&a.measured.value),
            say(&b.measured.value)
        ),
    )
    .advice()
    .here(short(datum.label))
    .also(b.measured.span, "valeur de l’autre fiche")
    .help("préciser le libellé de chaque fiche (« …, à savoir … »), ou dire le périmètre de chaque valeur");
    Some(finding)
}

/// The two values, when they cannot both be true.
fn differing<'d>(a: &Datum<'d>, b: &Datum<'d>) -> Option<(&'d Value, &'d Value)> {
    let (va, vb) = (a.single()?, b.single()?);
    if va.perimeter != vb.perimeter || !same_periods(va.window, vb.window) {
        return None;
    }
    let compatible = match (&va.measured.value, &vb.measured.value) {
        (Measured::Number(x), Measured::Number(y)) => x.value == y.value,
        (x, y) => {
            let ((low_x, high_x), (low_y, high_y)) = (interval(x)?, interval(y)?);
            let before = |high: Option<_>, low: Option<_>| high.zip(low).is_some_and(|(h, b)| h < b);
            !before(high_x, low_y) && !before(high_y, low_x)
        }
    };
    (!compatible).then_some((va, vb))
}

/// Whether two periods are the same; one that is not told is that of the whole year.
fn same_periods(a: Option<Window>, b: Option<Window>) -> bool {
    let is_whole_year = |f: Window| {
        let (start, end) = match f {
            Window::AsOf(end) => (None, end),
            Window::FromTo(start, end) => (Some(start), end),
        };
        (end.month(), end.day()) == (12, 31) && start.is_none_or(|d| (d.month(), d.day()) == (1, 1))
    };
    match (a, b) {
        (None, None) => true,
        (Some(f), None) | (None, Some(f)) => is_whole_year(f),
        (Some(a), Some(b)) => a == b || (is_whole_year(a) && is_whole_year(b)),
    }
}
