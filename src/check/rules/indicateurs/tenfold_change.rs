//! Checks that an indicateur does not change tenfold from one year to the next.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::values::{IndicateurCell, all_cells, format_measured, quoted_label};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "une valeur est au moins dix fois plus grande ou plus petite que l’année voisine",
    severity: Severity::Advice,
    checks: "La série d’un indicateur du référentiel, année par année, telle que les fiches et la matrice la donnent, \
              cibles comprises : deux années de suite dont l’une vaut au moins dix fois l’autre, et au moins cent. Un \
              zéro, une valeur de période ou de périmètre dits et une année sans valeur interrompent la série.",
    why: "Un saut de un à dix est le plus souvent un chiffre en trop ou en moins, ou un changement de périmètre \
               que l’acte ne dit pas.",
    source: "Vraisemblance ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change { file: "content/2024/indicateurs.yaml", from: ": 64,", to: ": 6 400," }],
        admitted: &[Change { file: "content/2024/indicateurs.yaml", from: ": 64,", to: ": 5," }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let data = all_cells(context);
    let mut series_by_indicateur: BTreeMap<(String, bool), BTreeMap<i32, &IndicateurCell<'_>>> =
        BTreeMap::new();
    for cell in data.iter().filter(|cell| cell.cadre.is_some()) {
        let Some((_, value)) = cell.number() else { continue };
        if value.perimeter.is_some() || value.window.is_some() {
            continue;
        }
        if let Some(year) = cell.only_year() {
            let series = series_by_indicateur.entry((cell.name(), cell.fiche.is_none())).or_default();
            // Prefer the result to the target of the same year.
            match series.get(&year) {
                Some(known) if !known.meaning.is_target() => {}
                _ => {
                    series.insert(year, cell);
                }
            }
        }
    }
    series_by_indicateur
        .values()
        .flat_map(|series| series.iter().zip(series.iter().skip(1)).filter_map(find_jump))
        .collect()
}

fn find_jump<'d>(
    ((year1, before), (year2, after)): ((&i32, &&IndicateurCell<'d>), (&i32, &&IndicateurCell<'d>)),
) -> Option<Diagnostic> {
    let ((a, value1), (b, value2)) = (before.number()?, after.number()?);
    let (small, large) = (a.value.min(b.value), a.value.max(b.value));
    let jump = small > Decimal::ZERO
        && large >= Decimal::ONE_HUNDRED
        && large >= small.checked_mul(Decimal::TEN)?
        && year2.saturating_sub(*year1) == 1;
    jump.then(|| {
        Diagnostic::finding(
            value2.measured.span,
            format!(
                "{} passe de {} en {year1} à {} en {year2}",
                after.name(),
                format_measured(&value1.measured.value),
                format_measured(&value2.measured.value)
            ),
        )
        .here(quoted_label(after.label))
        .also(value1.measured.span, format!("valeur de {year1}"))
        .help("vérifier les deux nombres, ou dire ce qui explique le saut (« note », « perimetre »)")
    })
}
