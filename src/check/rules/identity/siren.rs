//! Keys of SIREN and SIRET.

use std::sync::LazyLock;

use super::names::{compact, excerpt, luhn};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::receipt::ReceiptNumber;
use crate::text::pattern;
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "un numéro SIREN ou SIRET est faux",
    severity: Severity::Error,
    checks: "Le SIREN de la collectivité, et tout numéro qui suit les mots SIREN ou SIRET dans un texte : 9 ou 14 chiffres, \
              dont le dernier est la clé de Luhn. Les SIRET de La Poste, qui ont leur propre clé, sont admis. Un numéro \
              sans l’un de ces mots n’est pas retenu ; l’existence du numéro au répertoire n’est pas vérifiée.",
    why: "Le SIREN désigne la personne publique qui s’engage : faux, il en désigne une autre, ou aucune.",
    source: "Code de commerce, art. R. 123-220 et suivants (répertoire Sirene) ; norme ISO/IEC 7812 (formule de \
             Luhn).",
    example: Example {
        context: &[Change {
            file: "content/2024/articles/04-duree.md",
            from: "La convention vaut un an.",
            to: "La convention vaut un an. Elle engage le Département, SIREN 229 800 040.",
        }],
        fault: &[Change {
            file: "content/2024/articles/04-duree.md",
            from: "SIREN 229 800 040.",
            to: "SIREN 229 800 004.",
        }],
        admitted: &[
            Change {
                file: "content/2024/articles/04-duree.md",
                from: "SIREN 229 800 040.",
                to: "et La Poste (SIRET 35600000049837).",
            },
            Change {
                file: "content/2024/articles/04-duree.md",
                from: "SIREN 229 800 040.",
                to: "dont le numéro SIREN compte 9 chiffres.",
            },
        ],
    },
};

/// SIREN of La Poste: its SIRET numbers follow another rule (digits sum to a multiple of five).
const LA_POSTE: &str = "356000000";

static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    let digits = "[0-9](?:[ \u{a0}\u{202f}.]?[0-9]){5,}";
    pattern(&format!(r"\b(SIRE[NT])\b[ \x{{a0}}:n°]{{0,8}}({digits})"))
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let siren = &context.dossier.organisation.collectivite.siren;
    let mut findings: Vec<Diagnostic> = Vec::new();
    if let Some(fault) = fault("SIREN", &siren.value) {
        let mut finding = Diagnostic::finding(siren.span, fault.0).arithmetic(fault.1).help(HELP);
        let receipt = context.dossier.convention.life.receipt_number();
        if let Some((receipt, parts)) = receipt.and_then(|n| Some((n, ReceiptNumber::read(&n.value)?)))
            && parts.siren.0 != compact(&siren.value)
        {
            let place = excerpt(context, receipt.span, &parts.siren.1);
            finding = finding.also(place, format!("le numéro de l’acte dit {}", parts.siren.0));
        }
        findings.push(finding);
    }
    for passage in context.dossier.passages.iter().filter(|p| p.text.contains("SIRE")) {
        for found in PATTERN.captures_iter(&passage.text) {
            let (Some(name), Some(number)) = (found.get(1), found.get(2)) else { continue };
            if let Some((message, arithmetic)) = fault(name.as_str(), number.as_str()) {
                let span = passage.span_of(&number.range());
                findings.push(Diagnostic::finding(span, message).arithmetic(arithmetic).help(HELP));
            }
        }
    }
    findings
}

const HELP: &str = "recopier le numéro de l’avis de situation au répertoire Sirene";

/// The fault of a number and the arithmetic that shows it.
fn fault(name: &str, number: &str) -> Option<(String, String)> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let wanted = if name == "SIREN" { 9 } else { 14 };
    let other_signs = number.chars().any(|c| !(c.is_ascii_digit() || c.is_whitespace() || c == '.'));
    if other_signs || digits.len() != wanted {
        return Some((
            format!("le {name} « {number} » n’a pas {wanted} chiffres"),
            format!("{} chiffres ; il en faut {wanted}", digits.len()),
        ));
    }
    let sum = luhn(&digits);
    let simple: u32 = digits.chars().filter_map(|c| c.to_digit(10)).sum();
    let post = wanted == 14 && digits.starts_with(LA_POSTE) && simple.is_multiple_of(5);
    (!sum.is_multiple_of(10) && !post).then(|| {
        (
            format!("le {name} « {number} » ne passe pas le contrôle de sa clé"),
            format!("la somme de contrôle est {sum} ; elle doit être un multiple de 10"),
        )
    })
}
