//! Checks that a fiche serves the mesure of each indicateur that it carries.

use std::collections::BTreeMap;

use super::values::{IndicateurCell, fiche_cells, format_count, quoted_label};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "une fiche porte un indicateur d’une mesure qu’elle ne sert pas",
    severity: Severity::Warning,
    checks: "Chaque indicateur du référentiel porté par une fiche appartient à l’une de ses `mesures`. Un constat par \
              fiche et par mesure.",
    why: "Le résultat sera compté pour une mesure à laquelle l’action n’est pas rattachée : le numéro de la mesure \
               ou celui de l’indicateur est faux.",
    source: "Rattachement des indicateurs aux mesures dans le référentiel du cadre ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "{ libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
            to: "{ indicateur: 2.1/diagnostics, valeurs: { Cible 2024: 100 diagnostics } }",
        }],
        admitted: &[],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let data = fiche_cells(context);
    let mut groups: BTreeMap<_, Vec<&IndicateurCell<'_>>> = BTreeMap::new();
    for cell in &data {
        if let (Some(fiche), Some((mesure, _))) = (cell.fiche, cell.cadre)
            // A mesure whose number leads nowhere may be this one.
            && context.is_linked(fiche)
            && !fiche.mesures.iter().any(|served| served.value == mesure.number)
        {
            let cells = groups.entry((fiche.span, mesure.number.as_str())).or_default();
            if cells.last().is_none_or(|last| last.span != cell.span) {
                cells.push(cell);
            }
        }
    }
    groups.into_iter().filter_map(|((_, mesure), cells)| report(mesure, &cells)).collect()
}

fn report(mesure: &str, cells: &[&IndicateurCell<'_>]) -> Option<Diagnostic> {
    let (first, others) = cells.split_first()?;
    let fiche = first.fiche?;
    let served: Vec<&str> = fiche.mesures.iter().map(|mesure| mesure.value.as_str()).collect();
    let serves = match served.as_slice() {
        [] => "ne relève d’aucune mesure".to_owned(),
        served => format!("relève de la mesure {}", served.join(", ")),
    };
    let what = format_count(cells.len(), "indicateur est", "indicateurs sont");
    let mut finding = Diagnostic::finding(
        first.span,
        format!("{what} de la mesure {mesure}, et la fiche {} {serves}", fiche.number),
    )
    .here(quoted_label(first.label))
    .also(fiche.mesures.first().map_or(fiche.number.span, |mesure| mesure.span), serves)
    .help("corriger l’identifiant de l’indicateur, ou ajouter la mesure à « mesures »");
    for other in others {
        finding = finding.also(other.span, quoted_label(other.label));
    }
    Some(finding)
}
