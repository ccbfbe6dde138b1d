//! Results of the parts exceed the result of their total.

use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Measured, Value};
use rust_decimal::Decimal;

pub(crate) static PAGE: Page = Page {
    title: "les « dont » dépassent leur total",
    severity: Severity::Error,
    checks: "Dans une fiche du rapport, la somme des résultats des indicateurs qui sont des parties d’un autre (`dont_de` dans le cadre) est comparée au résultat de celui-ci. Elle n’est faite que de nombres ; une partie absente n’y compte pas.",
    why: "Une partie plus grande que son tout est une erreur de saisie ou de définition : la matrice envoyée à l’État serait fausse.",
    source: "Définition des indicateurs par le cadre.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/rapports/2024/fiches/01-accueil.md",
            from: "    valeur: 420\n",
            to: "    valeur: 1 300\n",
        }],
        admitted: &[Change {
            file: "content/2024/rapports/2024/fiches/01-accueil.md",
            from: "    valeur: 420\n",
            to: "    valeur: 1 240\n",
        }],
    },
};

fn single_number(cell: &[Value]) -> Option<Decimal> {
    match cell {
        [Value { measured, .. }] => match &measured.value {
            Measured::Number(n) => Some(n.value),
            _ => None,
        },
        _ => None,
    }
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for fiche in context.dossier.rapports.iter().flat_map(|r| &r.fiches) {
        for result in &fiche.results {
            let Some(id) = result.indicateur.as_ref() else { continue };
            let (Some(total), Some((mesure, indicateur))) =
                (single_number(&result.value), context.dossier.cadre.indicateur(&id.value))
            else {
                continue;
            };
            let parts: Vec<_> = fiche
                .results
                .iter()
                .filter(|r| {
                    let own = r.indicateur.as_ref().and_then(|i| context.dossier.cadre.indicateur(&i.value));
                    own.is_some_and(|(m, i)| {
                        m.number == mesure.number
                            && i.part_of.as_ref().is_some_and(|d| d.value == indicateur.id.value)
                    })
                })
                .filter_map(|r| single_number(&r.value).map(|n| (r, n)))
                .collect();
            let sum = parts.iter().try_fold(Decimal::ZERO, |s, (_, n)| s.checked_add(*n));
            let Some(sum) = sum.filter(|s| *s > total) else { continue };
            let terms: Vec<String> = parts.iter().map(|(_, n)| number(*n)).collect();
            let mut finding = Diagnostic::finding(
                result.span,
                format!(
                    "les parties de « {} » font {}, plus que le total, {}",
                    indicateur.label,
                    number(sum),
                    number(total)
                ),
            )
            .arithmetic(format!("{} = {} ; total : {}", terms.join(" + "), number(sum), number(total)))
            .help("corriger le total ou l’une des parties");
            for (part, n) in &parts {
                finding = finding.also(part.span, number(*n));
            }
            findings.push(finding);
        }
    }
    findings
}
