//! A target that cannot be judged: no year, a past year, no unit.

use std::collections::BTreeMap;

use crate::check::rules::indicateurs::values::{Datum, count, digit, is_target, of_fiches, short, years};
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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let edition = i32::from(c.dossier.convention.year);
    let data = of_fiches(c);
    let mut columns: BTreeMap<_, Vec<&Datum<'_>>> = BTreeMap::new();
    let numeric = data.iter().filter(|d| is_target(d.column));
    for datum in numeric.filter(|d| d.cell.iter().any(|v| digit(&v.measured.value).is_some())) {
        columns.entry(datum.scope()).or_default().push(datum);
    }
    let mut findings = Vec::new();
    for ((_, title), targets) in &columns {
        let Some(first_one) = targets.first() else { continue };
        let span = first_one.cell.first().map_or(first_one.span, |v| v.measured.span);
        let number = count(targets.len(), "cible", "cibles");
        match years(title).last() {
            None => findings.push(
                Diagnostic::finding(
                    span,
                    format!("la colonne « {title} » ne dit pas l’année de ses {number}"),
                )
                .help("dire l’année dans le titre de la colonne : « Cible … »"),
            ),
            Some(year) if *year < edition => findings.push(
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

fn without_unit(targets: &[&Datum<'_>]) -> Option<Diagnostic> {
    let without = |d: &&&Datum<'_>| {
        let count = flat(d.label).split(' ').any(|m| m == "nombre" || m == "effectif" || m == "effectifs");
        d.unit().is_none()
            && !count
            && d.cell.iter().filter_map(|v| digit(&v.measured.value)).any(|n| n.unit.is_none())
    };
    let mut faulty = targets.iter().filter(without);
    let first = faulty.next()?;
    let value = first.cell.iter().find(|v| digit(&v.measured.value).is_some_and(|n| n.unit.is_none()))?;
    let mut finding = Diagnostic::finding(
        value.measured.span,
        format!("la cible de {} est sans unité", short(first.label)),
    )
    .help("dire l’unité dans la case : « 45 jours », « 30 % »");
    for other in faulty {
        finding = finding.also(other.span, "cette cible aussi");
    }
    Some(finding)
}
