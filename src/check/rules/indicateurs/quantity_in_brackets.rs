//! Checks a quantity that is said again in another form: a share as a fraction, months as weeks, a percentage rounded.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::figures_and_words::{number, percent};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{SaidFact, SaidValue};
use crate::lang::flat;
use crate::lang::numbers::read_decimal;
use crate::model::Passage;
use crate::model::passage::PassageKind;
use crate::text::pattern;
use regex::{Captures, Regex};

pub(crate) static PAGE: Page = Page {
    title: "une quantité redite entre parenthèses ou arrondie n’est pas la même",
    severity: Severity::Warning,
    checks: "Dans le texte et les tableaux de données : « 30 % (1 rendez-vous/3) », une part et une fraction, à un point près, en conseil ; « 2 mois \
              (4 à 8 semaines) », une durée et la même en semaines, à un sixième près. En conseil : « arrondir à 35 % » un pourcentage dit juste avant, \
              qui ne s’y arrondit ni à l’unité, ni à 5, ni à 10 points. Une parenthèse qui dit autre chose, et un arrondi \
              dit supérieur ou inférieur, ne sont pas lus.",
    why: "La parenthèse est là pour lever le doute : si elle dit autre chose, elle le crée.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "là où ils sont. Elle les voit tous les 2 mois (4 à 12 semaines).",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont. Elle les voit tous les 2 mois (6 à 8 semaines).",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont. L'activité est en hausse de 10 % (8 % l'an dernier).",
            },
        ],
    },
};

/// A share and its fraction, then months and weeks.
static PATTERNS: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    let n = r"[0-9]+(?:,[0-9]+)?";
    [
        format!(r"(?P<a>{n})\s?% \(1 [\w ]{{2,20}}(?:/|sur )\s?(?P<b>[0-9]{{1,2}})\b"),
        format!(r"(?P<a>{n}) mois \((?:[0-9]+ à )?(?P<b>[0-9]+) semaines\)"),
    ]
    .map(|text| pattern(&text))
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let scanned = context.dossier.passages.iter().filter(|p| {
        matches!(p.kind, PassageKind::Paragraph | PassageKind::Cell | PassageKind::Row)
            && p.text.contains('(')
    });
    let rounded = context.prose().filter(|p| p.text.contains("rrond")).flat_map(rounded_off);
    let bracketed = scanned.flat_map(|p| {
        PATTERNS.iter().enumerate().flat_map(move |(index, pattern)| {
            pattern.captures_iter(&p.text).filter_map(move |matched| compare(p, index, &matched))
        })
    });
    bracketed.chain(rounded).collect()
}

/// « 31 % … arrondir ce pourcentage à 35 % »: a percentage that the one before does not round to.
fn rounded_off(passage: &Passage) -> Vec<Diagnostic> {
    let facts = passage.facts();
    let exact = |fact: &SaidFact| match &fact.value {
        SaidValue::Percentage(said) if said.number.high.is_none() && !said.is_points => Some(said.number.low),
        _ => None,
    };
    let percentages: Vec<(&SaidFact, Decimal)> =
        facts.facts.iter().filter_map(|fact| Some((fact, exact(fact)?))).collect();
    let wrong = percentages.windows(2).filter_map(|pair| {
        let [(source, before), (fact, after)] = pair else { return None };
        let clause = facts.clauses.get(fact.clause)?.bytes.clone();
        let start = clause.start.max(source.bytes.end);
        let words = flat(passage.text.get(start..fact.bytes.start)?);
        let whole = flat(passage.text.get(clause)?);
        let has = |text: &str, stem: &str| text.split(' ').any(|word| word.starts_with(stem));
        let is_rounding = has(&words, "arrond") && words.trim_end().ends_with(" a");
        let is_one_way = ["superieur", "inferieur", "hausse", "baisse"].iter().any(|word| has(&whole, word));
        let is_near = source.sentence == fact.sentence || source.sentence + 1 == fact.sentence;
        let gap = (before - after).abs();
        // To the nearest multiple of a step that the result is a multiple of.
        let fits = [1, 5, 10]
            .map(Decimal::from)
            .iter()
            .any(|step| after.checked_rem(*step).is_some_and(|rest| rest.is_zero()) && gap + gap <= *step);
        let has_decimals = !after.fract().is_zero();
        (is_rounding && is_near && !is_one_way && !has_decimals && !fits).then(|| {
            let message = format!(
                "{} ne s’arrondit pas à {} : l’écart est de {} points",
                percent(*before),
                percent(*after),
                number(gap)
            );
            Diagnostic::finding(passage.span_of(&fact.bytes), message)
                .advice()
                .also(passage.span_of(&source.bytes), "avant l’arrondi")
                .help("corriger l’un des deux pourcentages, ou dire pourquoi celui-ci est retenu")
        })
    });
    wrong.collect()
}

fn compare(passage: &Passage, pattern: usize, matched: &Captures<'_>) -> Option<Diagnostic> {
    let read = |name| read_decimal(matched.name(name)?.as_str()).ok();
    let (a, b) = (read("a")?, read("b")?);
    let whole = matched.get(0)?;
    let (is_correct, arithmetic) = match pattern {
        0 => {
            let share = Decimal::ONE_HUNDRED.checked_div(b)?;
            let stated = format!("1 ÷ {} = {} ; affiché : {}", number(b), percent(share), percent(a));
            ((share - a).abs() <= Decimal::ONE, stated)
        }
        _ => {
            // A month is 4.345 weeks.
            let weeks = a.checked_mul(Decimal::new(4345, 3))?;
            let margin = weeks.checked_div(Decimal::from(6))?;
            let stated = format!(
                "{} mois ≈ {} semaines ; affiché : {}",
                number(a),
                number(weeks.round_dp(1)),
                number(b)
            );
            ((weeks - b).abs() <= margin, stated)
        }
    };
    if is_correct {
        return None;
    }
    // Quote up to the closing bracket.
    let end = passage
        .text
        .get(whole.end()..)
        .and_then(|t| t.find(')'))
        .map_or(whole.end(), |i| whole.end() + i + 1);
    let end = if whole.as_str().ends_with(')') { whole.end() } else { end };
    let bytes = whole.start()..end;
    let quoted = passage.text.get(bytes.clone()).unwrap_or(whole.as_str());
    let finding =
        Diagnostic::finding(passage.span_of(&bytes), format!("« {quoted} » dit deux quantités différentes"))
            .arithmetic(arithmetic)
            .help("corriger l’un des deux nombres, ou retirer la parenthèse");
    Some(if pattern == 0 { finding.advice() } else { finding })
}
