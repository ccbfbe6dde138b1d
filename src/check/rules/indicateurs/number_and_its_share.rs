//! Checks « N personnes, soit P % des X » against the number of X that the fiche gives elsewhere.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::quantities::{Quantity, content_words, passage_quantities, prose_by_file, quantities};
use crate::check::figures_and_words::{number, percent, share};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::numbers::read_decimal;
use crate::model::Passage;
use crate::text::{Span, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "un nombre et la part qu’il ferait d’un autre ne concordent pas",
    severity: Severity::Warning,
    checks: "Une phrase d’une fiche de la forme « 200 personnes, soit 50 % des bénéficiaires intégrés », quand la même \
              fiche compte ailleurs les « bénéficiaires intégrés » par deux mots au moins, les mêmes : la part est \
              recalculée, à l’arrondi près, à un point près quand elle est dite « environ ».",
    why: "Un nombre et sa part se lisent comme deux preuves l’un de l’autre : s’ils se démentent, la cible n’est \
               plus connue.",
    source: "Exactitude arithmétique ; cohérence interne de l’acte.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "là où ils sont. L'équipe a suivi 400 jeunes repérés. Parmi eux, 100 personnes, soit 25 % des jeunes repérés, sont au lycée.",
        }],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "soit 25 % des",
            to: "soit 35 % des",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "soit 25 % des",
                to: "soit environ 26 % des",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "soit 25 % des jeunes repérés,",
                to: "soit 35 % des jeunes du canton,",
            },
        ],
    },
};

static SHARE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<n>[0-9][0-9 \x{a0}\x{202f}]*(?:,[0-9]+)?) [^.;:()0-9]{3,50}?,? soit (?P<e>environ |près de |quelque )?(?P<p>[0-9]{1,3}(?:,[0-9]+)?)\s?% (?:des |du |de la |de l['’])(?P<b>[^.;:,()0-9*]{3,60})",
    )
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for passages in prose_by_file(context).values() {
        let shares: Vec<&&Passage> = passages
            .iter()
            .filter(|passage| passage.text.contains("soit") && SHARE.is_match(&passage.text))
            .collect();
        if shares.is_empty() {
            continue;
        }
        let counted: Vec<(Quantity, Span)> = passages
            .iter()
            .flat_map(|passage| {
                passage_quantities(passage)
                    .into_iter()
                    .map(|quantity| (passage.span_of(&quantity.bytes), quantity))
            })
            .filter(|(_, quantity)| !quantity.per_cent && quantity.words.len() >= 2)
            .map(|(span, quantity)| (quantity, span))
            .collect();
        findings.extend(shares.iter().filter_map(|passage| compare(passage, &counted)));
    }
    findings
}

fn compare(passage: &Passage, counted: &[(Quantity, Span)]) -> Option<Diagnostic> {
    let found = SHARE.captures(&passage.text)?;
    let base = found.name("b")?.as_str();
    // Prefix « 1 » so that the noun phrase is read as that of a quantity.
    let base: BTreeSet<String> =
        quantities(&format!("1 {base}")).into_iter().flat_map(|quantity| quantity.words).collect();
    let base_words = if base.len() >= 2 { base } else { content_words(found.name("b")?.as_str()) };
    let bases: Vec<&(Quantity, Span)> = counted
        .iter()
        .filter(|(quantity, _)| {
            base_words.len() >= 2 && quantity.words.iter().cloned().collect::<BTreeSet<_>>() == base_words
        })
        .collect();
    let count = quantities(found.name("n")?.as_str().trim()).first()?.number;
    let stated = read_decimal(found.name("p")?.as_str()).ok()?;
    let margin = if found.name("e").is_some() {
        Decimal::ONE
    } else {
        Decimal::new(5, stated.scale().saturating_add(1).min(20))
    };
    let agrees = |whole: Decimal| share(count, whole).is_some_and(|exact| (exact - stated).abs() <= margin);
    let (whole, span) = bases.first().map(|(quantity, span)| (quantity, *span))?;
    if bases.iter().any(|(quantity, _)| agrees(quantity.number)) {
        return None;
    }
    let exact = share(count, whole.number)?;
    let bytes = found.name("n")?.start()..found.name("b")?.end();
    Some(
        Diagnostic::finding(
            passage.span_of(&bytes),
            format!("{} ne font pas {} de « {} »", number(count), percent(stated), whole.text),
        )
        .also(span, "compté ici")
        .arithmetic(format!(
            "{} ÷ {} = {} ; affiché : {}",
            number(count),
            number(whole.number),
            percent(exact),
            percent(stated)
        ))
        .help("corriger le nombre, la part ou le total"),
    )
}
