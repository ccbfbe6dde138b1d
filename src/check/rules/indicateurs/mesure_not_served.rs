//! An indicator of a measure that the fiche does not serve.

use std::collections::BTreeMap;

use super::values::{Datum, count, of_fiches, short};
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
    let data = of_fiches(context);
    let mut groups: BTreeMap<_, Vec<&Datum<'_>>> = BTreeMap::new();
    for datum in &data {
        if let (Some(fiche), Some((mesure, _))) = (datum.fiche, datum.cadre)
            && !fiche.mesures.iter().any(|m| m.value == mesure.number)
        {
            let group = groups.entry((fiche.span, mesure.number.as_str())).or_default();
            if group.last().is_none_or(|d| d.span != datum.span) {
                group.push(datum);
            }
        }
    }
    groups.into_iter().filter_map(|((_, mesure), lines)| report(mesure, &lines)).collect()
}

fn report(mesure: &str, lines: &[&Datum<'_>]) -> Option<Diagnostic> {
    let (first_one, others) = lines.split_first()?;
    let fiche = first_one.fiche?;
    let served_items: Vec<&str> = fiche.mesures.iter().map(|m| m.value.as_str()).collect();
    let serves = match served_items.as_slice() {
        [] => "ne sert aucune mesure".to_owned(),
        served_items => format!("sert la mesure {}", served_items.join(", ")),
    };
    let what = count(lines.len(), "indicateur est", "indicateurs sont");
    let mut finding = Diagnostic::finding(
        first_one.span,
        format!("{what} de la mesure {mesure}, et la fiche {} {serves}", fiche.number),
    )
    .here(short(first_one.label))
    .also(fiche.mesures.first().map_or(fiche.number.span, |m| m.span), serves)
    .help("corriger l’identifiant de l’indicateur, ou ajouter la mesure à « mesures »");
    for other in others {
        finding = finding.also(other.span, short(other.label));
    }
    Some(finding)
}
