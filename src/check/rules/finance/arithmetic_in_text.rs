//! Checks that the result of a calculation written in prose follows from its terms.

use super::arithmetic::{self, StatedCalculation};
use super::stated_numbers::NumberKind;
use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Montant;
use crate::model::passage::PassageKind;

const FILE: &str = "content/2024/fiches/02-diagnostics.md";
const SENTENCE: &str = "Deux conseillers suivent les personnes, en lien avec la fiche 1.";

pub(crate) static PAGE: Page = Page {
    title: "un calcul écrit dans le texte est faux",
    severity: Severity::Error,
    checks: "Les calculs que le texte (prose, libellés, notes, lignes de tableau) pose lui-même : « 40 € par jour, soit \
              14 600 € par an », « 10 % de 90 000 €, soit 9 000 € », « 41 000 € plus 10 % », « 3 postes à 48 000 €, soit \
              144 000 € », « 20 € + 30 € = 50 € ». Seules les tournures dont les termes sont sûrs sont lues : un montant dont \
              la base n’est pas dans la phrase est laissé de côté, comme un nombre de jours ouvrés plausible. L’arrondi \
              de l’écriture est admis.",
    why: "Un calcul faux laisse deux lectures du même engagement : celle de ses termes et celle de son résultat.",
    source: "Cohérence interne de l’acte ; principe de sincérité des prévisions, CGCT, art. L. 3312-1 et suivants.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: SENTENCE,
            to: "Une aide de 7 € par jour est versée, soit 2 655 € par an.",
        }],
        admitted: &[
            Change {
                file: FILE,
                from: SENTENCE,
                to: "Une aide de 7 € par jour est versée, soit 2 555 € par an.",
            },
            Change {
                file: FILE,
                from: SENTENCE,
                to: "Deux postes à 41 300 € par an y consacrent 10 % de leur temps, soit 8 260 €.",
            },
            Change {
                file: FILE,
                from: SENTENCE,
                to: "Le Département verse 61 300 €. La région prend 40 % du coût, soit 72 450 €.",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context
        .dossier
        .passages
        .iter()
        .filter(|p| p.kind != PassageKind::Code)
        .flat_map(arithmetic::read)
        .filter(|calculation| !calculation.is_correct())
        .map(|calculation| finding(&calculation))
        .collect()
}

fn finding(calculation: &StatedCalculation<'_>) -> Diagnostic {
    let gap = (calculation.result.value - calculation.expected).abs();
    let money = calculation.result.kind == NumberKind::Euros;
    let say = |n| if money { Montant::rounded(n).unwrap_or_default().to_string() } else { number(n) };
    let mut finding = Diagnostic::finding(
        calculation.result.span(),
        format!(
            "le texte donne {}, et ses termes font {}",
            calculation.result.as_written(),
            say(calculation.expected)
        ),
    )
    .here("résultat écrit")
    .arithmetic(format!("{} ; écart : {}", calculation.formula, say(gap)))
    .help("corriger le résultat ou l’un des termes");
    if money {
        finding = finding.stake(gap);
    }
    for term in &calculation.terms {
        finding = finding.also(term.span(), term.as_written().to_owned());
    }
    finding
}
