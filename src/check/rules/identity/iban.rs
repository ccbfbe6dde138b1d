//! IBAN: characters, length, key (ISO 13616).

use super::names::{compact, excerpt, iban_length, is_valid_iban, modulo_97, rib};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::convention::BankAccount;

pub(crate) static PAGE: Page = Page {
    title: "l’IBAN du compte n’est pas valable",
    severity: Severity::Error,
    checks: "L’IBAN n’a que des lettres et des chiffres, commence par un pays et deux chiffres, a la longueur que son pays \
              fixe (27 en France) et passe le contrôle modulo 97. Quand il est faux, les parties du RIB données à côté et \
              qui ne s’y retrouvent pas sont montrées. Une faute qui respecterait par hasard la clé n’est pas vue.",
    why: "C’est le seul compte où l’État peut verser sa contribution : un chiffre faux, et le virement est rejeté.",
    source: "Normes ISO 13616 (IBAN) et ISO 7064 (contrôle modulo 97-10).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/organisation.yaml",
            from: "iban: FR56 3000 1008 42E4 2800 0000 049",
            to: "iban: FR56 3000 1008 42E4 2800 0000 094",
        }],
        admitted: &[Change {
            file: "content/organisation.yaml",
            from: "iban: FR56 3000 1008 42E4 2800 0000 049",
            to: "iban: FR5630001 00842 E4280000000 49",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(account) = &context.dossier.organisation.account else { return Vec::new() };
    fault(context, account).into_iter().collect()
}

fn fault(context: &Context<'_>, account: &BankAccount) -> Option<Diagnostic> {
    let printed = account.iban.value.as_str();
    if let Some((i, sign)) =
        printed.char_indices().find(|(_, c)| !(c.is_ascii_alphanumeric() || c.is_whitespace()))
    {
        let span = excerpt(context, account.iban.span, &(i..i + sign.len_utf8()));
        return Some(
            Diagnostic::finding(span, format!("l’IBAN « {printed} » contient le signe « {sign} »"))
                .help("n’écrire que des lettres, des chiffres et des espaces"),
        );
    }
    let iban = compact(printed);
    let country: String = iban.chars().take(2).collect();
    let key = iban.get(2..4).is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit()));
    if !key || !country.chars().all(|c| c.is_ascii_alphabetic()) {
        return Some(
            Diagnostic::finding(
                account.iban.span,
                format!("l’IBAN « {printed} » ne commence pas par un pays et deux chiffres"),
            )
            .help("recopier l’IBAN du relevé d’identité bancaire, comme « FR76 3000 1… »"),
        );
    }
    let length = iban.len();
    let expected = iban_length(&country);
    if expected.is_some_and(|n| n != length) || !(15..=34).contains(&length) {
        let wanted = expected.map_or("de 15 à 34".to_owned(), |n| n.to_string());
        return Some(
            Diagnostic::finding(
                account.iban.span,
                format!("l’IBAN « {printed} » n’a pas la longueur voulue"),
            )
            .arithmetic(format!("{length} caractères ; il en faut {wanted} pour le pays {country}"))
            .help("recopier l’IBAN du relevé d’identité bancaire"),
        );
    }
    if is_valid_iban(&iban) {
        return None;
    }
    let remainder = modulo_97(iban.chars().skip(4).chain(iban.chars().take(4))).unwrap_or_default();
    let finding = Diagnostic::finding(
        account.iban.span,
        format!("l’IBAN « {printed} » ne passe pas le contrôle de sa clé"),
    )
    .arithmetic(format!("le reste de la division par 97 est {remainder} ; il doit être 1"))
    .help("recopier l’IBAN du relevé d’identité bancaire : un caractère au moins est faux ou déplacé");
    Some(show_rib(finding, account, &iban))
}

/// Points at the parts of the RIB that the IBAN contradicts: the typo is probably there.
fn show_rib(mut finding: Diagnostic, account: &BankAccount, iban: &str) -> Diagnostic {
    let fields = [&account.bank_code, &account.branch_code, &account.number, &account.key];
    for (field, (part, _)) in fields.into_iter().zip(rib(iban).into_iter().flatten()) {
        if let Ok(value) = &field.value
            && compact(value) != part
        {
            finding = finding.also(field.span, format!("le RIB dit {value}, l’IBAN {part}"));
        }
    }
    finding
}
