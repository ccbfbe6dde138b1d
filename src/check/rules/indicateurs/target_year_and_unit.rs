//! Checks that a target has a unit and a year that is not past.

use std::collections::BTreeMap;

use super::values::{IndicateurCell, fiche_cells, figure, quoted_label};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;

pub(crate) static PAGE: Page = Page {
    title: "une cible est sans année, d’une année passée, ou sans unité",
    severity: Severity::Advice,
    checks: "Les colonnes d’une fiche dont le titre annonce une cible (« cible », « objectif », « attendu », \
              « prévision ») et où figure un nombre : le titre dit une année, qui n’est pas antérieure à celle de \
              l’édition, et un nombre qui n’est pas un dénombrement (« Nombre de… ») a une unité, dans la case ou au \
              cadre.",
    why: "Une cible sans échéance ni unité ne peut être ni atteinte ni manquée.",
    source: "Cohérence interne de l’acte ; une cible se définit par une valeur, une unité et une échéance.",
    example: Example {
        context: &[],
        fault: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "  colonnes: [Cible 2024]\n",
                to: "  colonnes: [Cible]\n",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "valeurs: { Cible 2024: 45 personnes }",
                to: "valeurs: { Cible: 45 personnes }",
            },
        ],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "valeurs: { Cible 2024: 45 personnes }",
            to: "valeurs: { Cible 2024: 45 }",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let edition = i32::from(context.dossier.convention.year);
    let data = fiche_cells(context);
    let mut columns: BTreeMap<_, Vec<&IndicateurCell<'_>>> = BTreeMap::new();
    let target_cells = data.iter().filter(|cell| cell.meaning.is_target());
    for cell in target_cells.filter(|cell| cell.values.iter().any(|v| figure(&v.measured.value).is_some())) {
        columns.entry(cell.column_key()).or_default().push(cell);
    }
    let mut findings = Vec::new();
    for ((_, title), targets) in &columns {
        let Some(first) = targets.first() else { continue };
        let span = first.values.first().map_or(first.span, |v| v.measured.span);
        let which =
            if targets.len() == 1 { "sa cible".to_owned() } else { format!("ses {} cibles", targets.len()) };
        match first.last_year() {
            None => findings.push(
                Diagnostic::finding(span, format!("la colonne « {title} » ne dit pas l’année de {which}"))
                    .help("dire l’année dans le titre de la colonne : « Cible … »"),
            ),
            Some(year) if year < edition => findings.push(
                Diagnostic::finding(
                    span,
                    format!("la colonne « {title} » vise {year}, avant l’année de la convention, {edition}"),
                )
                .help("corriger l’année de la cible"),
            ),
            Some(_) => {}
        }
        findings.extend(without_unit(targets));
    }
    findings
}

fn without_unit(targets: &[&IndicateurCell<'_>]) -> Option<Diagnostic> {
    let without = |cell: &&&IndicateurCell<'_>| {
        let is_count = flat(cell.label)
            .split(' ')
            .any(|word| word == "nombre" || word == "effectif" || word == "effectifs");
        cell.unit().is_none()
            && !is_count
            && cell
                .values
                .iter()
                .filter_map(|value| figure(&value.measured.value))
                .any(|number| number.unit.is_none())
    };
    let mut unitless = targets.iter().filter(without);
    let first = unitless.next()?;
    let value = first
        .values
        .iter()
        .find(|value| figure(&value.measured.value).is_some_and(|number| number.unit.is_none()))?;
    let mut finding = Diagnostic::finding(
        value.measured.span,
        format!("la cible de {} est sans unité", quoted_label(first.label)),
    )
    .help("dire l’unité dans la case : « 45 jours », « 30 % »");
    for other in unitless {
        finding = finding.also(other.span, "cette cible aussi");
    }
    Some(finding)
}
