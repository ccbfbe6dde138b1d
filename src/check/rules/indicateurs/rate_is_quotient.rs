//! A rate that the framework defines as a quotient.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::values::{Datum, are_comparable, every, say, short};
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
    let data = every(context);
    let mut index = BTreeMap::new();
    for datum in &data {
        if let Some((mesure, indicateur)) = datum.cadre {
            index.insert((datum.scope(), mesure.number.as_str(), indicateur.id.value.as_str()), datum);
        }
    }
    let terms = |datum: &Datum<'_>, id: &str| {
        index.get(&(datum.scope(), datum.cadre?.0.number.as_str(), id)).copied()
    };
    data.iter()
        .filter_map(|d| {
            let (high, low) = d.cadre?.1.quotient.as_ref()?;
            compare(d, terms(d, &high.value)?, terms(d, &low.value)?)
        })
        .collect()
}

fn compare(rate: &Datum<'_>, high: &Datum<'_>, low: &Datum<'_>) -> Option<Diagnostic> {
    let (stated, value) = rate.number()?;
    let ((numerator, v1), (denominator, v2)) = (high.number()?, low.number()?);
    if !are_comparable(value, v1) || !are_comparable(value, v2) {
        // A period told for one of them only does not say that they differ.
        let periods = [value, v1, v2].iter().filter_map(|v| v.window).collect::<Vec<_>>();
        let perimeter = [value, v1, v2].iter().any(|v| v.perimeter.is_some());
        if perimeter || periods.windows(2).any(|p| p.first() != p.last()) {
            return None;
        }
    }
    let per_cent = stated.unit.as_deref().or(rate.unit()) == Some("%");
    let factor = if per_cent { Decimal::ONE_HUNDRED } else { Decimal::ONE };
    let exact = numerator.value.checked_mul(factor)?.checked_div(denominator.value)?;
    let scale = stated.value.scale();
    // Half a unit of the last digit written, whichever way it was rounded.
    let tolerance = Decimal::new(5, scale.saturating_add(1).min(28));
    if (exact - stated.value).abs() <= tolerance {
        return None;
    }
    let unit = if per_cent { "\u{a0}%" } else { "" };
    let written = say(&value.measured.value);
    Some(
        Diagnostic::finding(
            value.measured.span,
            format!(
                "{} : {written} n’est pas le quotient de {} par {}",
                rate.name(),
                number(numerator.value),
                number(denominator.value)
            ),
        )
        .also(v1.measured.span, short(high.label))
        .also(v2.measured.span, short(low.label))
        .arithmetic(format!(
            "{} ÷ {} = {}{unit} ; affiché : {written}",
            number(numerator.value),
            number(denominator.value),
            number(exact.round_dp(scale.saturating_add(1).min(4)))
        ))
        .help("corriger le taux ou l’un de ses deux termes"),
    )
}
