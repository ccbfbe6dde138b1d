//! The code of the département against the numbers that hold it.

use super::names::{compact, excerpt, long_code, luhn};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::receipt::ReceiptNumber;
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "le code du département n’est pas le même partout",
    severity: Severity::Error,
    checks: "Le code déclaré, celui par lequel commence le numéro de l’acte transmis, et celui que porte le SIREN d’un \
              département (22 suivi du code). Quand deux des trois s’accordent, le troisième est montré. Un SIREN que \
              IDE-005 refuse, ou qui n’est pas de cette forme (collectivités à statut particulier), n’est pas retenu.",
    why: "Le code identifie la collectivité dans les fichiers de l’État ; il décide de la préfecture qui contrôle l’acte.",
    source: "Code officiel géographique et répertoire Sirene (Insee) ; cahier des charges de @CTES.",
    example: Example {
        context: &[],
        fault: &[Change { file: "content/organisation.yaml", from: "code: \"98\"", to: "code: \"89\"" }],
        admitted: &[Change { file: "content/organisation.yaml", from: "code: \"98\"", to: "code: \"098\"" }],
    },
};

/// A place that gives the code: three characters, where, what it is.
type Witness = (String, Span, String);

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let collectivite = &context.dossier.organisation.collectivite;
    let declared = long_code(&collectivite.code.value);
    let mut witnesses: Vec<Witness> =
        vec![(declared.clone(), collectivite.code.span, "le code déclaré du département".to_owned())];
    let siren = compact(&collectivite.siren.value);
    if siren.starts_with("22") && siren.len() == 9 && luhn(&siren).is_multiple_of(10) {
        // SIREN of a département: 22, then its code on two digits, three overseas.
        let overseas = declared.starts_with("97");
        let bytes = if overseas { 2..5 } else { 2..4 };
        let code = long_code(siren.get(bytes.clone()).unwrap_or(""));
        let place = excerpt(context, collectivite.siren.span, &bytes);
        let place = if siren == collectivite.siren.value { place } else { collectivite.siren.span };
        // Skip Corsica: its SIREN numbers keep the former code 20.
        let corsican = declared.starts_with("02") && declared.ends_with(['A', 'B']);
        if !corsican {
            witnesses.push((code, place, format!("le SIREN {}", collectivite.siren.value)));
        }
    }
    if let Some(receipt) = context.dossier.convention.life.receipt_number()
        && let Some(parts) = ReceiptNumber::read(&receipt.value)
    {
        let (code, bytes) = parts.departement;
        let place = excerpt(context, receipt.span, &bytes);
        witnesses.push((long_code(code), place, "le numéro de l’acte".to_owned()));
    }
    dissenter(&witnesses).into_iter().collect()
}

/// The witness that the others contradict; the declared code when no two agree.
fn dissenter(witnesses: &[Witness]) -> Option<Diagnostic> {
    let agreements = |code: &str| witnesses.iter().filter(|(other, _, _)| other == code).count();
    let lowest = witnesses.iter().min_by_key(|(code, _, _)| agreements(code))?;
    if agreements(&lowest.0) == witnesses.len() {
        return None;
    }
    let others: Vec<&Witness> = witnesses.iter().filter(|(code, _, _)| *code != lowest.0).collect();
    let against: Vec<String> = others.iter().map(|(code, _, what)| format!("{what} par {code}")).collect();
    let finding = Diagnostic::finding(
        lowest.1,
        format!("{} désigne le département par {}, et {}", lowest.2, lowest.0, against.join(", ")),
    )
    .help("corriger le code, le SIREN ou le numéro de l’acte");
    Some(others.into_iter().fold(finding, |finding, (code, span, _)| finding.also(*span, code.clone())))
}
