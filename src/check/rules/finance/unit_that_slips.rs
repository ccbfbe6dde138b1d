//! Checks that « millions » does not follow an amount that is already written to the euro.

use std::sync::LazyLock;

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::numbers::{format_plain, read_decimal};
use crate::model::passage::PassageKind;
use crate::text::pattern;
use regex::Regex;
use rust_decimal::Decimal;

const FILE: &str = "content/2024/articles/02-financement.md";
const SENTENCE: &str = "La contribution mentionnée à l'article 2.1 est versée en une fois";

pub(crate) static PAGE: Page = Page {
    title: "« millions » suit un montant déjà écrit en euros",
    severity: Severity::Error,
    checks: "Un nombre d’au moins 100 000 suivi de « millions d’euros » ou « M€ », d’au moins 10 000 suivi de « milliards \
              d’euros » ou « Md€ », d’au moins 10 millions suivi de « milliers d’euros » : plus de cent milliards d’euros dans \
              les deux premiers cas. Un nombre plus petit (« 8,15 Md€ », « 40 000 k€ ») n’est pas signalé.",
    why: "Lu à la lettre, l’acte engage mille ou un million de fois la somme.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: SENTENCE,
            to: "Sur les 4 265 686 millions d'euros du programme, la contribution de l'article 2.1 est versée en une fois",
        }],
        admitted: &[Change {
            file: FILE,
            from: SENTENCE,
            to: "Sur les 178 millions d'euros du programme, la contribution de l'article 2.1 est versée en une fois",
        }],
    },
};

static MULTIPLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<n>[0-9]{1,3}(?:[ \x{a0}\x{202f}][0-9]{3})+|[0-9]{5,12})(?:,[0-9]+)?[ \x{a0}\x{202f}]?(?:€[ \x{a0}])?(?P<u>millions?|milliards?|milliers?|M€|Mds?[ \x{a0}\x{202f}]?€)(?P<e>[ \x{a0}](?:d['’]euros?|€))?",
    )
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for passage in context.dossier.passages.iter().filter(|passage| passage.kind != PassageKind::Code) {
        for found in MULTIPLE.captures_iter(&passage.text) {
            let (Some(whole), Some(number), Some(unit)) = (found.get(0), found.name("n"), found.name("u"))
            else {
                continue;
            };
            let before = passage.text.get(..whole.start()).and_then(|t| t.chars().next_back());
            // « 12,500 000 » and « n°12 » are not the number.
            let is_glued =
                before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '.' | '/' | '-' | '°'));
            let is_money = found.name("e").is_some() || whole.as_str().contains('€');
            let Ok(value) = read_decimal(number.as_str()) else { continue };
            let least: i64 = match unit.as_str() {
                unit if unit.starts_with("millier") => 10_000_000,
                unit if unit.starts_with("milliard") || unit.starts_with("Md") => 10_000,
                _ => 100_000,
            };
            if is_glued || !is_money || value < Decimal::from(least) {
                continue;
            }
            let plain = format_plain(value.normalize(), None);
            let message = format!("« {} » : l’unité suit un montant déjà écrit en euros", whole.as_str());
            findings.push(
                Diagnostic::finding(passage.span_of(&whole.range()), message)
                    .help(format!("écrire « {plain} € », ou le nombre de millions")),
            );
        }
    }
    findings
}
