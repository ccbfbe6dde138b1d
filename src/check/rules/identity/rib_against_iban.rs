//! RIB against IBAN, and its key.

use super::names::{compact, excerpt, is_valid_iban, rib, rib_key};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "le RIB ne concorde pas avec l’IBAN",
    severity: Severity::Error,
    checks: "Pour un compte français, les parties du RIB qui sont données (établissement, guichet, numéro, clé) sont \
              comparées à celles que l’IBAN contient, et la clé du RIB est recalculée. Un IBAN que IDE-001 refuse n’est pas \
              comparé ; les parties laissées vides relèvent de IDE-004.",
    why: "L’acte donne alors deux comptes : le comptable ne peut savoir lequel est le bon.",
    source: "Norme ISO 13616 (structure de l’IBAN en France : 5, 5, 11 et 2 caractères) ; clé du relevé d’identité bancaire.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/organisation.yaml",
            from: "code_guichet: \"00842\"",
            to: "code_guichet: \"00824\"",
        }],
        admitted: &[Change {
            file: "content/organisation.yaml",
            from: "numero: E4280000000",
            to: "numero: e428 0000 000",
        }],
    },
};

/// French names of the parts of a RIB, in order.
pub(super) const NAMES: [&str; 4] =
    ["le code établissement", "le code guichet", "le numéro de compte", "la clé RIB"];

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(account) = &context.dossier.organisation.account else { return Vec::new() };
    let iban = compact(&account.iban.value);
    let Some(parts) = rib(&iban).filter(|_| is_valid_iban(&iban)) else { return Vec::new() };
    let fields = [&account.bank_code, &account.branch_code, &account.number, &account.key];
    let mut findings = Vec::new();
    for ((field, name), (part, bytes)) in fields.into_iter().zip(NAMES).zip(&parts) {
        if let Ok(value) = &field.value
            && compact(value) != *part
        {
            findings.push(
                Diagnostic::finding(field.span, format!("{name} est {value}, et l’IBAN contient {part}"))
                    .also(
                        place(context, account.iban.span, &account.iban.value, bytes),
                        format!("{part} dans l’IBAN"),
                    )
                    .help("recopier le RIB et l’IBAN d’un même relevé d’identité bancaire"),
            );
        }
    }
    let [(bank, _), (branch, _), (number, _), (key, bytes)] = &parts;
    let expected = rib_key(bank, branch, number).map(|n| format!("{n:02}"));
    if let Some(expected) = expected.filter(|a| a != key) {
        findings.push(
            Diagnostic::finding(
                place(context, account.iban.span, &account.iban.value, bytes),
                format!("la clé RIB que contient l’IBAN est {key}, et le calcul donne {expected}"),
            )
            .arithmetic(format!("97 − (89 × {bank} + 15 × {branch} + 3 × {number}) modulo 97 = {expected}"))
            .help("recopier l’IBAN du relevé d’identité bancaire"),
        );
    }
    findings
}

/// Place in the printed IBAN of bytes counted without spaces.
fn place(
    context: &Context<'_>,
    span: crate::text::Span,
    printed: &str,
    bytes: &std::ops::Range<usize>,
) -> crate::text::Span {
    let significant: Vec<(usize, char)> =
        printed.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
    let bounds = significant.get(bytes.start).zip(bytes.end.checked_sub(1).and_then(|i| significant.get(i)));
    bounds.map_or(span, |((start, _), (end, sign))| excerpt(context, span, &(*start..end + sign.len_utf8())))
}
