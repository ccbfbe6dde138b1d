//! Checks that no event told as accomplished is dated after the signature of the act.

use std::sync::LazyLock;

use super::facts::{is_accomplished, moments};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{pattern, tail};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "un fait est raconté comme accompli après la signature de l’acte",
    severity: Severity::Error,
    checks: "Dans un acte signé, une phrase au passé composé (« a rendu », « ont validé », « s’est réuni »…) qui date \
              un fait d’un jour, d’un mois, ou en avertissement d’une année, postérieurs à la signature. Une phrase qui contient un futur ou un devoir (« sera », \
              « devra », « prévu », « au plus tard », « d’ici ») n’est pas retenue.",
    why: "Un acte ne peut constater un fait qui n’a pas encore eu lieu : la date est fausse, ou le texte a été \
               modifié après le vote, ce qui fragilise la délibération.",
    source: "Cohérence de l’acte avec sa date de signature ; CGCT, art. L. 3131-1 (acte transmis tel qu’il a été signé).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Réuni le 26 janvier 2024, le comité de sélection a rendu un avis favorable.",
            to: "Réuni le 26 juillet 2024, le comité de sélection a rendu un avis favorable.",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Réuni le 26 janvier 2024, le comité de sélection a rendu un avis favorable.",
            to: "Le comité qui a été choisi sera réuni le 26 juillet 2024.",
        }],
    },
};

/// Words about the future.
static FUTURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:\w+(?:era|eront|ra|ront)|doit|doivent|prévue?s?|au plus tard|d’ici|d'ici|avant le|à compter|jusqu)\b",
    )
});

/// Words before a year that make it the date of a fact; words that make it a forecast.
static YEAR_OF_A_FACT: LazyLock<(Regex, Regex)> = LazyLock::new(|| {
    (
        pattern(
            r"(?i)(?:^|[.;:] )(?:(?:en|au|à la|courant)\s)?$|\bdepuis\s$|\b\w+(?:é|ée|és|ées|i|ie|is|u|ue|us|ues)(?: en œuvre)? (?:en|courant)\s$",
        ),
        pattern(r"(?i)\b(?:prévu|programmé|attendu|envisagé|planifié|espéré|souhaité)e?s? en\s$"),
    )
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(signature) = context.signature() else { return Vec::new() };
    context.prose()
        .flat_map(|passage| moments(passage).into_iter().map(move |m| (passage, m)))
        .filter_map(|(passage, moment)| {
            let sentence = passage.sentence(&moment.bytes);
            if moment.days.0 <= signature || FUTURE.is_match(sentence) {
                return None;
            }
            let year = moment.days.1.index() - moment.days.0.index() > 31;
            let before = tail(passage.text.get(..moment.bytes.start)?, 200);
            let (date, planned) = &*YEAR_OF_A_FACT;
            let since = before.to_lowercase().trim_end().ends_with("depuis");
            if !(is_accomplished(sentence) || since) || (year && (!date.is_match(before) || planned.is_match(before))) {
                return None;
            }
            let when = passage.text.get(moment.bytes.clone())?;
            let mut finding = Diagnostic::finding(
                passage.span_of(&moment.bytes),
                format!(
                    "ce fait, raconté comme accompli, est daté ainsi : {when} ; l’acte est signé avant, le {signature}"
                ),
            )
            .help("corriger la date, ou écrire la phrase au futur ; si l’acte est signé, déclarer une tolérance");
            if let Some(date) = &context.dossier.convention.dates.signature {
                finding = finding.also(date.span, format!("l’acte est signé le {signature}"));
            }
            Some(if year { finding.warning() } else { finding })
        })
        .collect()
}
