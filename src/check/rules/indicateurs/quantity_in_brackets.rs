//! Checks a quantity repeated in brackets in another form: a share as a fraction, months as weeks.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::figures_and_words::{number, percent};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::numbers::read_decimal;
use crate::model::Passage;
use crate::model::passage::PassageKind;
use crate::text::pattern;
use regex::{Captures, Regex};

pub(crate) static PAGE: Page = Page {
    title: "une quantité redite entre parenthèses n’est pas la même",
    severity: Severity::Warning,
    checks: "Dans le texte et les tableaux de données : « 30 % (1 rendez-vous/3) », une part et une fraction, à un point près, en conseil ; « 2 mois \
              (4 à 8 semaines) », une durée et la même en semaines, à un sixième près. Une parenthèse qui dit autre chose \
              n’est pas lue.",
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
    scanned
        .flat_map(|p| {
            PATTERNS.iter().enumerate().flat_map(move |(index, pattern)| {
                pattern.captures_iter(&p.text).filter_map(move |matched| compare(p, index, &matched))
            })
        })
        .collect()
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
