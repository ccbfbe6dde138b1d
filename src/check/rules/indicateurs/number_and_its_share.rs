//! « N personnes, soit P % des X », and the number of X told elsewhere in the fiche.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::figures_and_words::{number, percent, share};
use crate::check::rules::indicateurs::quantities::{Quantity, of_passage, prose_by_file, quantities, words};
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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for passages in prose_by_file(c).values() {
        let shares: Vec<&&Passage> =
            passages.iter().filter(|p| p.text.contains("soit") && SHARE.is_match(&p.text)).collect();
        if shares.is_empty() {
            continue;
        }
        let counted: Vec<(Quantity, Span)> = passages
            .iter()
            .flat_map(|p| of_passage(p).into_iter().map(|q| (p.span_of(&q.bytes), q)))
            .filter(|(_, q)| !q.per_cent && q.words.len() >= 2)
            .map(|(span, q)| (q, span))
            .collect();
        findings.extend(shares.iter().filter_map(|p| compare(p, &counted)));
    }
    findings
}

fn compare(passage: &Passage, counted: &[(Quantity, Span)]) -> Option<Diagnostic> {
    let matched = SHARE.captures(&passage.text)?;
    let base = matched.name("b")?.as_str();
    // The noun phrase as a quantity reads it: « 1 » is only its support.
    let base: BTreeSet<String> = quantities(&format!("1 {base}")).into_iter().flat_map(|q| q.words).collect();
    let keys = if base.len() >= 2 { base } else { words(matched.name("b")?.as_str()) };
    let bases: Vec<&(Quantity, Span)> = counted
        .iter()
        .filter(|(q, _)| keys.len() >= 2 && q.words.iter().cloned().collect::<BTreeSet<_>>() == keys)
        .collect();
    let n = quantities(matched.name("n")?.as_str().trim()).first()?.number;
    let p = read_decimal(matched.name("p")?.as_str()).ok()?;
    let margin = if matched.name("e").is_some() {
        Decimal::ONE
    } else {
        Decimal::new(5, p.scale().saturating_add(1).min(20))
    };
    let is_correct = |whole: Decimal| share(n, whole).is_some_and(|x| (x - p).abs() <= margin);
    let (whole, span) = bases.first().map(|(q, s)| (q, *s))?;
    if bases.iter().any(|(q, _)| is_correct(q.number)) {
        return None;
    }
    let exact = share(n, whole.number)?;
    let bytes = matched.name("n")?.start()..matched.name("b")?.end();
    Some(
        Diagnostic::finding(
            passage.span_of(&bytes),
            format!("{} ne font pas {} de « {} »", number(n), percent(p), whole.text),
        )
        .also(span, "compté ici")
        .arithmetic(format!(
            "{} ÷ {} = {} ; affiché : {}",
            number(n),
            number(whole.number),
            percent(exact),
            percent(p)
        ))
        .help("corriger le nombre, la part ou le total"),
    )
}
