//! Age bands that overlap, leave gaps, or change within a fiche.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::values::{of_fiches, short};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Fiche;
use crate::model::cadre::Mesure;
use crate::text::{Span, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "des tranches d’âge se chevauchent, laissent un vide ou changent",
    severity: Severity::Advice,
    checks: "Les tranches d’âge (« 12-15 ans ») des indicateurs d’une mesure du cadre, ou des lignes propres d’une \
              fiche, dans l’ordre : chacune commence l’année qui suit la fin de la précédente. Puis, dans une fiche, la \
              légende d’une figure compte par les mêmes tranches que le tableau des objectifs.",
    why: "Un jeune de quinze ans compté dans deux tranches l’est deux fois, et des tranches différentes ne se \
               comparent pas.",
    source: "Une partition range chacun dans une classe et une seule ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "    - { libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
            to: "    - { libelle: Jeunes de 12-15 ans, valeurs: { Cible 2024: 25 personnes } }\n    \
                - { libelle: Jeunes de 15-18 ans, valeurs: { Cible 2024: 20 personnes } }",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "    - { libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
            to: "    - { libelle: Jeunes de 12-15 ans, valeurs: { Cible 2024: 25 personnes } }\n    \
                - { libelle: Jeunes de 16-18 ans, valeurs: { Cible 2024: 20 personnes } }",
        }],
    },
};

static AGE_RANGE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?P<a>[0-9]{1,2})\s?(?:-|–|à)\s?(?P<b>[0-9]{1,2})\s?ans\b"));

type AgeRange = (u8, u8);

/// The band of a label, when it has one and no other.
fn age_range(label: &str) -> Option<AgeRange> {
    let mut readings = AGE_RANGE.captures_iter(label);
    let matched = readings.next().filter(|_| readings.next().is_none())?;
    let bound = |name: &str| matched.name(name)?.as_str().parse::<u8>().ok();
    let (a, b) = (bound("a")?, bound("b")?);
    (a < b).then_some((a, b))
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mesures = context.dossier.cadre.themes.iter().flat_map(|t| &t.mesures);
    let mut findings: Vec<Diagnostic> = mesures.filter_map(of_cadre).collect();
    let mut own_ones: BTreeMap<u32, Vec<(Span, AgeRange)>> = BTreeMap::new();
    let mut every: BTreeMap<u32, Vec<(Span, AgeRange)>> = BTreeMap::new();
    for datum in of_fiches(context) {
        let Some(matched) = age_range(datum.label) else { continue };
        let index = datum.span.file.index();
        let lines = every.entry(index).or_default();
        if lines.last().is_some_and(|(span, _)| *span == datum.span) {
            continue;
        }
        lines.push((datum.span, matched));
        if datum.cadre.is_none() {
            own_ones.entry(index).or_default().push((datum.span, matched));
        }
    }
    findings.extend(own_ones.values().filter_map(|t| check_chain(t, "dans le tableau de la fiche")));
    findings.extend(
        context.fiches().flat_map(|f| legends(f, every.get(&f.span.file.index()).map_or(&[], Vec::as_slice))),
    );
    findings
}

fn of_cadre(mesure: &Mesure) -> Option<Diagnostic> {
    let readings: Vec<_> =
        mesure.indicateurs.iter().filter_map(|i| Some((i.id.span, age_range(&i.label)?))).collect();
    check_chain(&readings, &format!("mesure {}", mesure.number))
}

fn say((a, b): AgeRange) -> String {
    format!("{a}-{b} ans")
}

/// The first two bands that do not follow one another, and all the places.
fn check_chain(age_ranges: &[(Span, AgeRange)], at: &str) -> Option<Diagnostic> {
    let faults: Vec<String> = age_ranges
        .iter()
        .zip(age_ranges.iter().skip(1))
        .filter_map(|((_, before), (_, after))| {
            let (end, start) = (before.1, after.0);
            if start <= before.0 {
                // Not in order: another list begins.
                None
            } else if start <= end {
                Some(format!("{} et {} ont {start} ans en commun", say(*before), say(*after)))
            } else if start > end.saturating_add(1) {
                Some(format!(
                    "entre {} et {}, il manque {} ans",
                    say(*before),
                    say(*after),
                    end.saturating_add(1)
                ))
            } else {
                None
            }
        })
        .collect();
    let (first, others) = age_ranges.split_first()?;
    if faults.is_empty() {
        return None;
    }
    let mut finding = Diagnostic::finding(first.0, format!("{at} : {}", faults.join(" ; ")))
        .here(say(first.1))
        .help("faire commencer chaque tranche l’année qui suit la fin de la précédente");
    for (span, matched) in others {
        finding = finding.also(*span, say(*matched));
    }
    Some(finding)
}

fn legends(fiche: &Fiche, table: &[(Span, AgeRange)]) -> Vec<Diagnostic> {
    let of_table: BTreeSet<AgeRange> = table.iter().map(|(_, t)| *t).collect();
    let claims = |t: &BTreeSet<AgeRange>| t.iter().map(|t| say(*t)).collect::<Vec<_>>().join(", ");
    fiche
        .figures
        .iter()
        .filter_map(|figure| {
            let readings: BTreeSet<AgeRange> = figure.legend.iter().filter_map(|l| age_range(l)).collect();
            let (span, _) = table.first()?;
            if readings.len() < 2 || of_table.len() < 2 || readings.is_subset(&of_table) {
                return None;
            }
            Some(
                Diagnostic::finding(
                    figure.id.span,
                    format!(
                        "la légende de {} compte par {}, le tableau des objectifs par {}",
                        short(&figure.title),
                        claims(&readings),
                        claims(&of_table)
                    ),
                )
                .also(*span, "tranches du tableau")
                .help("compter par les mêmes tranches, ou dire dans la fiche pourquoi elles diffèrent"),
            )
        })
        .collect()
}
