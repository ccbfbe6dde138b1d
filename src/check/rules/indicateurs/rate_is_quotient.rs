//! Checks that an indicateur with `quotient` in the cadre is the quotient of its two terms.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::values::{IndicateurCell, all_cells, format_measured, quoted_label, same_window_and_perimeter};
use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "un taux n’est pas le quotient des deux indicateurs qui le définissent",
    severity: Severity::Error,
    checks: "Quand le cadre dit qu’un indicateur est le quotient de deux autres (`quotient`), sa valeur est recalculée \
              dans chaque colonne des fiches et de la matrice où les trois sont des nombres, et comparée avec les \
              décimales écrites. Des périodes ou des périmètres différents ne sont pas comparés.",
    why: "Le taux est souvent le seul nombre que l’on retient : s’il ne sort pas des deux autres, on ne sait \
               lequel des trois est faux.",
    source: "Définition de l’indicateur au référentiel du cadre ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change { file: "content/2024/indicateurs.yaml", from: ": 50 %,", to: ": 56 %," }],
        admitted: &[Change { file: "content/2024/indicateurs.yaml", from: ": 50 %,", to: ": \"50,0 %\"," }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let data = all_cells(context);
    let mut index = BTreeMap::new();
    for cell in &data {
        if let Some((mesure, indicateur)) = cell.cadre {
            index.insert((cell.column_key(), mesure.number.as_str(), indicateur.id.value.as_str()), cell);
        }
    }
    let term = |cell: &IndicateurCell<'_>, id: &str| {
        index.get(&(cell.column_key(), cell.cadre?.0.number.as_str(), id)).copied()
    };
    data.iter()
        .filter_map(|cell| {
            let (numerator, denominator) = cell.cadre?.1.quotient.as_ref()?;
            compare(cell, term(cell, &numerator.value)?, term(cell, &denominator.value)?)
        })
        .collect()
}

fn compare(
    rate: &IndicateurCell<'_>,
    numerator: &IndicateurCell<'_>,
    denominator: &IndicateurCell<'_>,
) -> Option<Diagnostic> {
    let (stated, value) = rate.number()?;
    let ((dividend, value1), (divisor, value2)) = (numerator.number()?, denominator.number()?);
    if !same_window_and_perimeter(value, value1) || !same_window_and_perimeter(value, value2) {
        // A window declared for one of them only does not make them differ.
        let periods = [value, value1, value2].iter().filter_map(|value| value.window).collect::<Vec<_>>();
        let perimeter = [value, value1, value2].iter().any(|value| value.perimeter.is_some());
        if perimeter || periods.windows(2).any(|pair| pair.first() != pair.last()) {
            return None;
        }
    }
    let per_cent = stated.unit.as_deref().or(rate.unit()) == Some("%");
    let factor = if per_cent { Decimal::ONE_HUNDRED } else { Decimal::ONE };
    let exact = dividend.value.checked_mul(factor)?.checked_div(divisor.value)?;
    let scale = stated.value.scale();
    // Half a unit of the last digit: any rounding is admitted.
    let tolerance = Decimal::new(5, scale.saturating_add(1).min(28));
    if (exact - stated.value).abs() <= tolerance {
        return None;
    }
    let unit = if per_cent { " %" } else { "" };
    let written = format_measured(&value.measured.value);
    Some(
        Diagnostic::finding(
            value.measured.span,
            format!(
                "{} : {written} n’est pas le quotient de {} par {}",
                rate.name(),
                number(dividend.value),
                number(divisor.value)
            ),
        )
        .also(value1.measured.span, quoted_label(numerator.label))
        .also(value2.measured.span, quoted_label(denominator.label))
        .arithmetic(format!(
            "{} ÷ {} = {}{unit} ; affiché : {written}",
            number(dividend.value),
            number(divisor.value),
            number(exact.round_dp(scale.saturating_add(1).min(4)))
        ))
        .help("corriger le taux ou l’un de ses deux termes"),
    )
}
