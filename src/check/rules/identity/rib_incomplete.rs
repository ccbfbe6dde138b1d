//! Parts of the RIB left empty though the IBAN holds them.

use super::names::{compact, is_valid_iban, rib};
use super::rib_against_iban::NAMES;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "le RIB est incomplet alors que l’IBAN le contient",
    severity: Severity::Advice,
    checks: "Pour un compte français dont l’IBAN est valable, les parties du RIB laissées sans valeur (« sans objet » excepté) sont données, telles \
              que l’IBAN les contient. Un compte d’un autre pays, ou un IBAN faux, n’est pas retenu.",
    why: "Une rubrique vide dans un acte signé se remplit ensuite à la main, sans contrôle ; l’IBAN donne pourtant \
               toutes les valeurs.",
    source: "Norme ISO 13616 : structure de l’IBAN en France.",
    example: Example {
        context: &[],
        fault: &[Change { file: "content/organisation.yaml", from: "  cle: \"49\"", to: "  cle: vide" }],
        admitted: &[Change {
            file: "content/organisation.yaml",
            from: "  numero: E4280000000",
            to: "  numero: E428 0000 000",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(account) = &context.dossier.organisation.account else { return Vec::new() };
    let iban = compact(&account.iban.value);
    let Some(parts) = rib(&iban).filter(|_| is_valid_iban(&iban)) else { return Vec::new() };
    let fields = [&account.bank_code, &account.branch_code, &account.number, &account.key];
    let missing: Vec<_> = fields
        .into_iter()
        .zip(NAMES)
        .zip(parts)
        .filter(|((field, _), _)| field.value.as_ref().is_err_and(|absence| absence.is_missing()))
        .map(|((field, name), (part, _))| (field.span, name, part))
        .collect();
    let Some((first, others)) = missing.split_first() else { return Vec::new() };
    let values: Vec<String> = missing.iter().map(|(_, name, part)| format!("{name} ({part})")).collect();
    let lack = match values.as_slice() {
        [single] => format!("pas {single}"),
        several => format!("ni {}", several.join(", ni ")),
    };
    let mut finding = Diagnostic::finding(first.0, format!("le compte n’a {lack}, que l’IBAN contient"))
        .here(first.2)
        .also(
            account.iban.span,
            if others.is_empty() { "l’IBAN qui la contient" } else { "l’IBAN qui les contient" },
        )
        .help(if others.is_empty() {
            "écrire cette valeur, après l’avoir rapprochée du relevé d’identité bancaire"
        } else {
            "écrire ces valeurs, après les avoir rapprochées du relevé d’identité bancaire"
        });
    for (span, _, part) in others {
        finding = finding.also(*span, *part);
    }
    vec![finding]
}
