//! More people entered than were sent.

use std::collections::BTreeMap;

use crate::check::rules::indicateurs::quantities::words;
use crate::check::rules::indicateurs::values::{Datum, interval, of_fiches, say, short};
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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let data = of_fiches(c);
    let mut scopes: BTreeMap<_, Vec<&Datum<'_>>> = BTreeMap::new();
    for datum in &data {
        scopes.entry(datum.scope()).or_default().push(datum);
    }
    scopes.values().flat_map(|lines| lines.iter().filter_map(|d| report(d, lines))).collect()
}

fn report(referred: &Datum<'_>, lines: &[&Datum<'_>]) -> Option<Diagnostic> {
    let label = flat(referred.label);
    let (_, towards) = label.split_once(" vers ").filter(|(before, _)| {
        ["oriente", "orientes", "orientee", "orientees"].iter().any(|m| before.ends_with(m))
    })?;
    // Two words name the device; what follows them qualifies.
    let scheme: Vec<&str> =
        towards.split(' ').filter(|m| !["l", "le", "la", "les", "un", "une"].contains(m)).take(2).collect();
    let scheme = words(&scheme.join(" "));
    let value = referred.single()?;
    let high = interval(&value.measured.value)?.1?;
    lines.iter().filter(|d| d.span != referred.span && scheme.is_subset(&words(d.label))).find_map(
        |d| {
            let entrants = d.cell.iter().find(|v| {
                v.perimeter
                    .as_deref()
                    .is_some_and(|p| flat(p).starts_with("entre") && !flat(p).starts_with("entre "))
            })?;
            let low = interval(&entrants.measured.value)?.0?;
            let periods = entrants.window.zip(value.window).is_some_and(|(a, b)| a != b);
            (low > high && !scheme.is_empty() && !periods).then(|| {
                Diagnostic::finding(
                    entrants.measured.span,
                    format!(
                        "le tableau compte {} « {} », plus que les {} orientés vers ce dispositif",
                        say(&entrants.measured.value),
                        entrants.perimeter.as_deref().unwrap_or_default(),
                        say(&value.measured.value)
                    ),
                )
                .here(short(d.label))
                .also(value.measured.span, short(referred.label))
                .help("dire la période de chaque nombre (« du », « au »), ou dire la population qu’il compte, ou corriger l’un \
                     des deux")
            })
        },
    )
}
