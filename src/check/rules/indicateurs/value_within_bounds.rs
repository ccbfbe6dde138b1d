//! Checks that rates are between 0 and 100 %, and counts positive whole numbers.

use rust_decimal::Decimal;

use super::values::{IndicateurCell, all_cells, figure, format_measured, quoted_label, value_range};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::cadre::IndicateurKind;

pub(crate) static PAGE: Page = Page {
    title: "une valeur sort des bornes de son indicateur",
    severity: Severity::Error,
    checks: "Dans les fiches et la matrice : un taux (unité « % », ou nature « taux » au cadre) entre 0 et 100 ; un \
              nombre de quelque chose, positif ; un nombre de personnes, entier. Une évolution, une progression, une \
              occupation ou un remplissage peuvent passer 100 % ; un nombre d’ETP, une moyenne et un rapport (« par \
              conseiller ») peuvent être décimaux.",
    why: "Un taux de 195 % ou un nombre de personnes à virgule est une erreur de saisie ou d’unité : tout calcul \
               qui s’y appuie est faux.",
    source: "Définition d’un taux et d’un dénombrement ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "valeurs: { Cible 2024: 45 personnes }",
            to: "valeurs: { Cible 2024: \"45,5 personnes\" }",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "{ libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
                to: "{ libelle: Nombre moyen de jeunes suivis, valeurs: { Cible 2024: \"45,5 personnes\" } }",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "{ libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
                to: "{ libelle: Taux d’occupation de l’équipe, valeurs: { Cible 2024: 104 % } }",
            },
        ],
    },
};

/// Words of rates that may exceed 100 % or be negative.
const UNBOUNDED_WORDS: [&str; 9] = [
    "evolution",
    "progression",
    "croissance",
    "variation",
    "augmentation",
    "hausse",
    "baisse",
    "occupation",
    "remplissage",
];

/// Words of ratios: a count that may have decimals.
const RATIO_WORDS: [&str; 7] = ["etp", "equivalent", "moyen", "heures", "jours", "par", "mensuel"];

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    all_cells(context)
        .iter()
        .flat_map(|cell| {
            cell.values
                .iter()
                .filter_map(move |value| report(cell, &value.measured.value, value.measured.span))
        })
        .collect()
}

fn report(
    cell: &IndicateurCell<'_>,
    measured: &crate::model::Measured,
    span: crate::text::Span,
) -> Option<Diagnostic> {
    let (low, high) = value_range(measured)?;
    let number = figure(measured)?;
    let label = flat(cell.label);
    let words: Vec<&str> = label.split(' ').collect();
    let unit = number.unit.as_deref().or(cell.unit());
    let kind = cell.cadre.and_then(|(_, indicateur)| indicateur.kind.as_ref());
    let is_rate = unit == Some("%") || kind == Some(&IndicateurKind::Rate);
    let below = |bound: Decimal| [low, high].into_iter().flatten().any(|value| value < bound);
    let above = |bound: Decimal| [low, high].into_iter().flatten().any(|value| value > bound);
    let is_unbounded = words.iter().any(|word| UNBOUNDED_WORDS.contains(word));
    let is_count = matches!(words.first(), Some(&("nombre" | "nombres"))) || label.starts_with("dont nombre");
    let is_ratio = words.iter().any(|word| {
        RATIO_WORDS.iter().any(|ratio| word == ratio || (ratio.len() > 3 && word.starts_with(ratio)))
    }) || unit.is_some_and(|u| u.to_lowercase().starts_with("etp"));
    let is_integer = [low, high].into_iter().flatten().all(|value| value.is_integer());
    let fault = if is_rate && !is_unbounded && (below(Decimal::ZERO) || above(Decimal::ONE_HUNDRED)) {
        "est un taux, et doit être compris entre 0 et 100 %"
    } else if is_count && below(Decimal::ZERO) {
        "compte quelque chose, et ne peut être négatif"
    } else if is_count && !is_rate && !is_ratio && !is_integer {
        "compte des unités, et ne peut avoir de décimales"
    } else {
        return None;
    };
    Some(
        Diagnostic::finding(
            span,
            format!("{} : {} {fault}", format_measured(measured), quoted_label(cell.label)),
        )
        .help("corriger la valeur, ou dire son unité si c’en est une autre"),
    )
}
