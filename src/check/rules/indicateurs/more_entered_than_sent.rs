//! Checks that no more people entered a scheme than were referred to it.

use std::collections::BTreeMap;

use super::quantities::content_words;
use super::values::{IndicateurCell, fiche_cells, format_measured, quoted_label, value_range};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;

pub(crate) static PAGE: Page = Page {
    title: "plus de personnes sont entrées dans un dispositif qu’il n’en a été orienté",
    severity: Severity::Advice,
    checks: "Dans une colonne d’une fiche : un indicateur de personnes « orientées vers » un dispositif, et une \
              valeur de périmètre « entrés… » d’un indicateur du même dispositif. Les entrées ne dépassent pas les \
              orientations. Un nombre en cours (un stock) n’est pas comparé à un flux.",
    why: "On n’entre qu’après avoir été orienté : plus d’entrées que d’orientations révèle deux périodes ou deux \
               définitions, que l’acte ne dit pas.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "    - { libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
            to: "    - { libelle: Nombre de jeunes orientés vers l’équipe mobile, valeurs: { Cible 2024: 45 personnes } }\n    \
                - { libelle: Nombre de jeunes suivis par l’équipe mobile, valeurs: { Cible 2024: { valeur: 40 personnes, perimetre: entrés dans l’année } } }",
        }],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "{ valeur: 40 personnes, perimetre: entrés dans l’année }",
            to: "{ valeur: 60 personnes, perimetre: entrés dans l’année }",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "{ valeur: 40 personnes, perimetre: entrés dans l’année }",
            to: "60 personnes",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let data = fiche_cells(context);
    let mut scopes: BTreeMap<_, Vec<&IndicateurCell<'_>>> = BTreeMap::new();
    for cell in &data {
        scopes.entry(cell.column_key()).or_default().push(cell);
    }
    scopes.values().flat_map(|cells| cells.iter().filter_map(|cell| report(cell, cells))).collect()
}

fn report(referred: &IndicateurCell<'_>, cells: &[&IndicateurCell<'_>]) -> Option<Diagnostic> {
    let label = flat(referred.label);
    let (_, destination) = label.split_once(" vers ").filter(|(before, _)| {
        ["oriente", "orientes", "orientee", "orientees"].iter().any(|word| before.ends_with(word))
    })?;
    // Two words name the scheme; the rest qualifies.
    let scheme: Vec<&str> = destination
        .split(' ')
        .filter(|word| !["l", "le", "la", "les", "un", "une"].contains(word))
        .take(2)
        .collect();
    let scheme = content_words(&scheme.join(" "));
    let value = referred.single()?;
    let high = value_range(&value.measured.value)?.1?;
    cells.iter().filter(|cell| cell.span != referred.span && scheme.is_subset(&content_words(cell.label))).find_map(
        |cell| {
            let entrants = cell.values.iter().find(|value| {
                value.perimeter
                    .as_deref()
                    .is_some_and(|perimeter| flat(perimeter).starts_with("entre") && !flat(perimeter).starts_with("entre "))
            })?;
            let low = value_range(&entrants.measured.value)?.0?;
            let other_period = entrants.window.zip(value.window).is_some_and(|(entered, sent)| entered != sent);
            (low > high && !scheme.is_empty() && !other_period).then(|| {
                Diagnostic::finding(
                    entrants.measured.span,
                    format!(
                        "le tableau compte {} « {} », plus que l’orientation vers ce dispositif n’en compte, {}",
                        format_measured(&entrants.measured.value),
                        entrants.perimeter.as_deref().unwrap_or_default(),
                        format_measured(&value.measured.value)
                    ),
                )
                .here(quoted_label(cell.label))
                .also(value.measured.span, quoted_label(referred.label))
                .help("dire la période de chaque nombre (« du », « au »), ou dire la population qu’il compte, ou corriger l’un \
                     des deux")
            })
        },
    )
}
