//! BIC: form, country and bank against the IBAN.

use super::names::{compact, excerpt, is_valid_iban};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "le BIC est mal formé, ou n’est pas celui de la banque de l’IBAN",
    severity: Severity::Error,
    checks: "Le BIC a 8 ou 11 caractères : quatre pour l’établissement, deux lettres de pays, deux pour la place, trois au \
              besoin pour l’agence. Quand l’IBAN est valable, son pays est comparé à celui du BIC (les codes des outre-mer \
              valent FR) et, pour les deux teneurs de comptes du secteur public, la Banque de France et le Trésor, \
              l’établissement aussi. Les autres banques ne sont pas connues de la règle ; l’agence n’est pas vérifiée.",
    why: "Un BIC d’une autre banque que l’IBAN fait douter du compte entier, et bloque l’enregistrement du tiers \
               dans les applications de paiement.",
    source: "Norme ISO 9362 (BIC) ; codes établissement de la Banque de France et de la direction générale des finances \
             publiques.",
    example: Example {
        context: &[],
        fault: &[Change { file: "content/organisation.yaml", from: "bic: BDFEFR", to: "bic: BDFEBR" }],
        admitted: &[Change {
            file: "content/organisation.yaml",
            from: "bic: BDFEFRPP",
            to: "bic: BDFE FRPP ",
        }],
    },
};

/// Codes of countries that a French IBAN also serves.
const OVERSEAS: [&str; 11] = ["GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC"];

/// Who keeps the accounts of public accountants: bank code of the RIB, start of the BIC, name.
const ACCOUNT_KEEPERS: [(&str, &str, &str); 2] =
    [("30001", "BDFEFRPP", "la Banque de France"), ("10071", "TRPUFRP1", "le Trésor public")];

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(account) = &context.dossier.organisation.account else { return Vec::new() };
    let printed = account.bic.value.as_str();
    let bic = compact(printed);
    let country = bic.get(4..6).filter(|p| p.bytes().all(|b| b.is_ascii_alphabetic()));
    let alphanumeric = bic.bytes().all(|b| b.is_ascii_alphanumeric());
    let Some(country) = country.filter(|_| alphanumeric && matches!(bic.len(), 8 | 11)) else {
        return vec![
            Diagnostic::finding(account.bic.span, format!("« {printed} » n’a pas la forme d’un BIC"))
                .help("recopier le BIC du relevé d’identité bancaire : 8 ou 11 lettres et chiffres, dont le pays en 5e et 6e places"),
        ];
    };
    let iban = compact(&account.iban.value);
    if !is_valid_iban(&iban) {
        return Vec::new();
    }
    let iban_country = iban.get(..2).unwrap_or("");
    if country != iban_country && !(iban_country == "FR" && OVERSEAS.contains(&country)) {
        let span =
            if printed == bic { excerpt(context, account.bic.span, &(4..6)) } else { account.bic.span };
        return vec![
            Diagnostic::finding(
                span,
                format!(
                    "le BIC {printed} est d’une banque du pays {country}, et l’IBAN du pays {iban_country}"
                ),
            )
            .also(account.iban.span, format!("IBAN du pays {iban_country}"))
            .help("recopier le BIC et l’IBAN d’un même relevé d’identité bancaire"),
        ];
    }
    let bank = iban.get(4..9).filter(|_| iban_country == "FR").unwrap_or("");
    ACCOUNT_KEEPERS
        .iter()
        .filter(|(code, start, _)| (*code == bank) != bic.starts_with(start))
        .map(|(code, start, name)| {
            let message = if *code == bank {
                format!("l’IBAN est d’un compte tenu par {name}, et le BIC {printed} d’une autre banque")
            } else {
                format!("le BIC {printed} est celui de {name}, et l’IBAN celui d’une autre banque")
            };
            Diagnostic::finding(account.bic.span, message)
                .also(account.iban.span, format!("code établissement {bank}"))
                .arithmetic(format!("{name} : code établissement {code}, BIC en {start}"))
                .help("recopier le BIC et l’IBAN d’un même relevé d’identité bancaire")
        })
        .take(1)
        .collect()
}
