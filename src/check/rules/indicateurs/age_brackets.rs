//! Checks that age brackets neither overlap nor leave gaps, and that a fiche keeps to one set of them.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::prelude::ToPrimitive;

use super::values::{fiche_cells, quoted_label};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{self, SaidNumber, SaidValue};
use crate::model::Fiche;
use crate::model::cadre::Mesure;
use crate::text::Span;

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

/// First and last age.
type AgeBracket = (u8, u8);

/// The bracket of a label that names exactly one.
fn age_bracket(label: &str) -> Option<AgeBracket> {
    let read = label.contains("ans").then(|| facts::read(label))?;
    let mut found = read.facts.iter().filter_map(|fact| match &fact.value {
        SaidValue::Count { number: SaidNumber { low, high: Some(high) }, noun, .. } => {
            (label.get(noun.clone())? == "ans").then_some((low.to_u8()?, high.to_u8()?))
        }
        _ => None,
    });
    found.next().filter(|_| found.next().is_none())
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mesures = context.dossier.cadre.themes.iter().flat_map(|t| &t.mesures);
    let mut findings: Vec<Diagnostic> = mesures.filter_map(in_mesure).collect();
    let mut own_rows: BTreeMap<u32, Vec<(Span, AgeBracket)>> = BTreeMap::new();
    let mut all_rows: BTreeMap<u32, Vec<(Span, AgeBracket)>> = BTreeMap::new();
    for cell in fiche_cells(context) {
        let Some(bracket) = age_bracket(cell.label) else { continue };
        let index = cell.span.file.index();
        let rows = all_rows.entry(index).or_default();
        if rows.last().is_some_and(|(span, _)| *span == cell.span) {
            continue;
        }
        rows.push((cell.span, bracket));
        if cell.cadre.is_none() {
            own_rows.entry(index).or_default().push((cell.span, bracket));
        }
    }
    findings.extend(own_rows.values().filter_map(|t| check_chain(t, "dans le tableau de la fiche")));
    findings.extend(context.fiches().flat_map(|fiche| {
        check_legends(fiche, all_rows.get(&fiche.span.file.index()).map_or(&[], Vec::as_slice))
    }));
    findings
}

fn in_mesure(mesure: &Mesure) -> Option<Diagnostic> {
    let brackets: Vec<_> = mesure
        .indicateurs
        .iter()
        .filter_map(|indicateur| Some((indicateur.id.span, age_bracket(&indicateur.label)?)))
        .collect();
    check_chain(&brackets, &format!("mesure {}", mesure.number))
}

fn format_bracket((a, b): AgeBracket) -> String {
    format!("{a}-{b} ans")
}

/// One finding for all the breaks of a chain of brackets.
fn check_chain(brackets: &[(Span, AgeBracket)], place: &str) -> Option<Diagnostic> {
    let faults: Vec<String> = brackets
        .iter()
        .zip(brackets.iter().skip(1))
        .filter_map(|((_, before), (_, after))| {
            let (end, start) = (before.1, after.0);
            if start <= before.0 {
                // Going back to younger ages starts another list.
                None
            } else if start <= end {
                Some(format!(
                    "{} et {} ont {start} ans en commun",
                    format_bracket(*before),
                    format_bracket(*after)
                ))
            } else if start > end.saturating_add(1) {
                Some(format!(
                    "entre {} et {}, il manque {} ans",
                    format_bracket(*before),
                    format_bracket(*after),
                    end.saturating_add(1)
                ))
            } else {
                None
            }
        })
        .collect();
    let (first, others) = brackets.split_first()?;
    if faults.is_empty() {
        return None;
    }
    let mut finding = Diagnostic::finding(first.0, format!("{place} : {}", faults.join(" ; ")))
        .here(format_bracket(first.1))
        .help("faire commencer chaque tranche l’année qui suit la fin de la précédente");
    for (span, bracket) in others {
        finding = finding.also(*span, format_bracket(*bracket));
    }
    Some(finding)
}

fn check_legends(fiche: &Fiche, rows: &[(Span, AgeBracket)]) -> Vec<Diagnostic> {
    let table_brackets: BTreeSet<AgeBracket> = rows.iter().map(|(_, bracket)| *bracket).collect();
    let format_brackets = |bracket: &BTreeSet<AgeBracket>| {
        bracket.iter().map(|bracket| format_bracket(*bracket)).collect::<Vec<_>>().join(", ")
    };
    fiche
        .figures
        .iter()
        .filter_map(|figure| {
            let legend_brackets: BTreeSet<AgeBracket> =
                figure.legend.iter().filter_map(|entry| age_bracket(entry)).collect();
            let (span, _) = rows.first()?;
            if legend_brackets.len() < 2
                || table_brackets.len() < 2
                || legend_brackets.is_subset(&table_brackets)
            {
                return None;
            }
            Some(
                Diagnostic::finding(
                    figure.id.span,
                    format!(
                        "la légende de {} compte par {}, le tableau des objectifs par {}",
                        quoted_label(&figure.title),
                        format_brackets(&legend_brackets),
                        format_brackets(&table_brackets)
                    ),
                )
                .also(*span, "tranches du tableau")
                .help("compter par les mêmes tranches, ou dire dans la fiche pourquoi elles diffèrent"),
            )
        })
        .collect()
}
