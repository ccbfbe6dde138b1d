//! The receipt's number of the act against the SIREN and the dates of the act.

use super::names::{compact, excerpt, luhn};
use crate::check::rules::life::lives;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::life::LifeStep;
use crate::model::receipt::ReceiptNumber;
use crate::model::{Day, Life};
use crate::text::Spanned;

pub(crate) static PAGE: Page = Page {
    title: "le numéro de l’accusé de réception ne concorde pas avec l’acte",
    severity: Severity::Error,
    checks: "Dans le numéro de l’acte transmis, le SIREN est comparé à celui de la collectivité, et le jour à celui de la \
              décision : la délibération pour la nature DE, la signature pour la nature CC (contrats et conventions). Pour \
              une autre nature, ou sans ces dates, le jour ne doit pas suivre l’envoi ni la réception. Un SIREN que IDE-005 \
              refuse n’est pas comparé ; le numéro interne, que l’acte ne donne qu’une fois, n’est pas vérifié.",
    why: "L’accusé de réception est la preuve de la transmission : il doit être celui de cet acte et non d’un autre.",
    source: "CGCT, art. L. 3131-1 ; cahier des charges de @CTES (identifiant unique de l’acte).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/vie.yaml",
            from: "098-229800040-20240321",
            to: "098-229800040-20240312",
        }],
        admitted: &[Change {
            file: "content/2024/vie.yaml",
            from: "20240321-cd2024031200-DE",
            to: "20240328-cd2024031200-CC",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    lives(context).iter().flat_map(|own| agreement(context, own.life)).collect()
}

fn agreement(context: &Context<'_>, life: &Life) -> Vec<Diagnostic> {
    let Some(receipt) = life.receipt_number() else { return Vec::new() };
    let Some(parts) = ReceiptNumber::read(&receipt.value) else { return Vec::new() };
    siren(context, receipt, &parts).into_iter().chain(date(context, life, receipt, &parts)).collect()
}

fn siren(context: &Context<'_>, receipt: &Spanned<String>, parts: &ReceiptNumber<'_>) -> Option<Diagnostic> {
    let collectivite = &context.dossier.organisation.collectivite;
    let declared = &collectivite.siren;
    let (stated, bytes) = &parts.siren;
    let expected = compact(&declared.value);
    if stated.len() != 9 || expected.len() != 9 || expected == *stated || !luhn(&expected).is_multiple_of(10)
    {
        return None;
    }
    Some(
        Diagnostic::finding(
            excerpt(context, receipt.span, bytes),
            format!(
                "le numéro de l’acte porte le SIREN {stated}, et {} a le SIREN {}",
                collectivite.kind.with_the(),
                declared.value
            ),
        )
        .also(declared.span, format!("SIREN {}", collectivite.kind.with_of()))
        .help("recopier le numéro de l’accusé de réception"),
    )
}

fn date(
    context: &Context<'_>,
    life: &Life,
    receipt: &Spanned<String>,
    parts: &ReceiptNumber<'_>,
) -> Option<Diagnostic> {
    let claimed = parts.act_day()?;
    let finding = |other: &Spanned<Day>, what: &str, relation: &str| {
        Diagnostic::finding(
            excerpt(context, receipt.span, &parts.day.1),
            format!("le numéro de l’acte porte le {claimed}, {relation} {what}, le {}", other.value),
        )
        .also(other.span, format!("{what} : {}", other.value))
        .help("recopier le numéro de l’accusé de réception, ou corriger la date de l’acte")
    };
    let decision = match parts.kind.0.to_uppercase().as_str() {
        "DE" => life.day(LifeStep::Vote).map(|j| (j, "la délibération")),
        "CC" => life.day(LifeStep::Signature).map(|j| (j, "la signature")),
        _ => None,
    };
    if let Some((day, what)) = decision {
        return (day.value != claimed).then(|| finding(day, what, "qui n’est pas le jour de"));
    }
    let ends = [(life.day(LifeStep::Transmission), "l’envoi"), (life.day(LifeStep::Receipt), "la réception")];
    let (end, what) = ends.into_iter().find_map(|(j, what)| Some((j?, what)))?;
    (end.value < claimed).then(|| finding(end, what, "qui suit"))
}
