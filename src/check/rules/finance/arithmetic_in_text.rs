//! Checks that the result of a calculation written in prose follows from its terms, and that no part exceeds its whole.

use super::arithmetic::{self, StatedCalculation, quotient, told_again};
use super::stated_numbers::{self, NumberKind, StatedNumber};
use super::texts::by_file;
use crate::check::figures_and_words::{number, percent};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{FigureLink, Modality};
use crate::model::passage::{PassageKind, is_prose};
use crate::model::{Montant, Passage};

const FILE: &str = "content/2024/fiches/02-diagnostics.md";
const SENTENCE: &str = "Deux conseillers suivent les personnes, en lien avec la fiche 1.";

pub(crate) static PAGE: Page = Page {
    title: "un calcul écrit dans le texte est faux",
    severity: Severity::Error,
    checks: "Les calculs que le texte (prose, libellés, notes, lignes de tableau) pose lui-même : « 40 € par jour, soit \
              14 600 € par an », « 10 % de 90 000 €, soit 9 000 € », « 41 000 € plus 10 % », « 3 postes à 48 000 €, soit \
              144 000 € », « 20 € + 30 € = 50 € », « 2 × (1 000 € + 500 €) = 3 000 € », « 30 % de 1 000 € + 200 € = 500 € », « 10 000 € = 8 000 € + \
              2 000 € », « 126 000 / 14 = 9 000 », « 81 640 € », puis « 157 \
              personnes, soit un coût moyen de 520 € » ; une partie (« dont ») plus grande que son tout. Un plafond qui est calculé \
              (« 45 100 € par ETP : 41 000 €, plus 10 % ») est redit avec la même base et le même taux. Seules les tournures dont les termes sont sûrs sont lues : un montant dont \
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
    let passages = &context.dossier.passages;
    let written = || passages.iter().filter(|p| p.kind != PassageKind::Code);
    let calculations = written().flat_map(arithmetic::read).filter(|calculation| !calculation.is_correct());
    let mut findings: Vec<Diagnostic> = calculations.map(|calculation| finding(&calculation)).collect();
    findings.extend(written().filter(|p| is_prose(p)).flat_map(parts_above_whole));
    findings.extend(quotient::wrong(passages.iter()));
    findings.extend(by_file(context.dossier).into_values().flat_map(told_again::wrong));
    findings
}

/// « 40 000 €, dont 50 000 € ».
fn parts_above_whole(passage: &Passage) -> Vec<Diagnostic> {
    if !passage.text.contains("dont") {
        return Vec::new();
    }
    let numbers = stated_numbers::read(passage);
    let above = numbers.windows(2).filter_map(|pair| match pair {
        [whole, part] if is_part(whole, part) && part.value > whole.value => Some((whole, part)),
        _ => None,
    });
    above
        .map(|(whole, part)| {
            let (whole_said, part_said) = (whole.as_written(), part.as_written());
            Diagnostic::finding(part.span(), format!("la partie, {part_said}, dépasse le tout, {whole_said}"))
                .also(whole.span(), whole_said.to_owned())
                .stake(part.value - whole.value)
                .help("corriger l’un des deux montants")
        })
        .collect()
}

/// Whether an amount is a part of the one before it, in its sentence.
fn is_part(whole: &StatedNumber<'_>, part: &StatedNumber<'_>) -> bool {
    part.fact.link == FigureLink::Part
        && [whole, part].iter().all(|number| number.kind == NumberKind::Euros)
        && part.fact.sentence == whole.fact.sentence
        && part.per() == whole.per()
        && matches!(whole.fact.modality, Modality::Exact | Modality::AtMost | Modality::Below)
        && matches!(part.fact.modality, Modality::Exact | Modality::AtLeast | Modality::Above)
}

fn finding(calculation: &StatedCalculation<'_>) -> Diagnostic {
    let gap = (calculation.result.value - calculation.expected).abs();
    let money = calculation.result.kind == NumberKind::Euros;
    let say = |n| match calculation.result.kind {
        NumberKind::Euros => Montant::rounded(n).unwrap_or_default().to_string(),
        NumberKind::Percentage => percent(n),
        NumberKind::Count => number(n),
    };
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
