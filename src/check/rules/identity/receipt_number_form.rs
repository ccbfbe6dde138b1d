//! Form of the number on the receipt of the act.

use super::names::excerpt;
use crate::check::rules::life::lives;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::receipt::ReceiptNumber;
use crate::text::Spanned;

pub(crate) static PAGE: Page = Page {
    title: "le numéro de l’accusé de réception est mal formé",
    severity: Severity::Error,
    checks: "Le numéro que la préfecture donne à un acte télétransmis a cinq parties séparées par des tirets : le \
              département sur trois caractères, le SIREN de la collectivité, le jour de la décision (AAAAMMJJ), le numéro \
              interne (quinze lettres, chiffres ou tirets bas au plus) et la nature de l’acte (DE, AR, AI, CC, BF ou AU). \
              Un numéro d’une tout autre forme est dit en avertissement : l’acte peut avoir été remis sur papier. La \
              concordance avec les données de l’acte relève de IDE-007 et IDE-008.",
    why: "Ce numéro prouve la transmission, qui rend l’acte exécutoire : mal recopié, il ne retrouve plus l’acte.",
    source: "CGCT, art. L. 3131-1 ; décret n° 2005-324 du 7 avril 2005 (transmission des actes par voie électronique) ; \
             cahier des charges de @CTES.",
    example: Example {
        context: &[],
        fault: &[Change { file: "content/2024/vie.yaml", from: "cd2024031200-DE", to: "cd2024031200-D" }],
        admitted: &[Change {
            file: "content/2024/vie.yaml",
            from: "cd2024031200-DE",
            to: "CP_2024_03_12-DE",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    lives(context)
        .iter()
        .filter_map(|own| own.life.receipt_number())
        .flat_map(|number| form(context, number))
        .collect()
}

fn form(context: &Context<'_>, receipt: &Spanned<String>) -> Vec<Diagnostic> {
    let number = receipt.value.as_str();
    let Some(parts) = ReceiptNumber::read(number) else {
        return vec![
            Diagnostic::finding(
                receipt.span,
                format!("« {number} » n’a pas les cinq parties d’un numéro d’acte transmis"),
            )
            .help("recopier le numéro de l’accusé de réception, comme « 012-221200017-20240115-D2024_01-DE »")
            .warning(),
        ];
    };
    faults(&parts)
        .into_iter()
        .map(|(bytes, message)| {
            Diagnostic::finding(
                excerpt(context, receipt.span, &bytes),
                format!("dans le numéro de l’acte, {message}"),
            )
            .help("recopier le numéro de l’accusé de réception")
        })
        .collect()
}

fn faults(a: &ReceiptNumber<'_>) -> Vec<(std::ops::Range<usize>, String)> {
    let digits = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
    let mut faults = Vec::new();
    let mut say = |part: &(&str, std::ops::Range<usize>), is_correct: bool, what: &str| {
        if !is_correct {
            faults.push((part.1.clone(), format!("« {} » n’est pas {what}", part.0)));
        }
    };
    let departement = a.departement.0;
    let corsican =
        departement.starts_with("02") && departement.ends_with(['A', 'B']) && departement.len() == 3;
    say(&a.departement, digits(departement, 3) || corsican, "un département sur trois caractères");
    say(&a.siren, digits(a.siren.0, 9), "un SIREN de neuf chiffres");
    say(&a.day, a.act_day().is_some(), "un jour du calendrier (AAAAMMJJ)");
    let internal = (1..=15).contains(&a.internal.0.len())
        && a.internal.0.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    say(&a.internal, internal, "un numéro interne de quinze lettres, chiffres ou tirets bas au plus");
    say(&a.kind, a.nature().is_some(), "une nature d’acte (DE, AR, AI, CC, BF ou AU)");
    faults
}
