//! Checks that a class of a list starts at the bound where the previous one ends.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::numbers::read_decimal;
use crate::lang::stem;
use crate::model::Passage;
use crate::model::passage::PassageKind;
use crate::text::pattern;
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "deux classes voisines n’ont pas la même borne",
    severity: Severity::Warning,
    checks: "Deux items de suite d’une même liste, dont le premier finit une classe (« 24 mois au plus », « jusqu’à 24 \
              mois », « 24 mois ou moins ») et le second ouvre la suivante (« plus de 24 mois », « au-delà de 24 mois »), \
              dans la même unité : la borne est la même.",
    why: "Entre deux bornes différentes, une situation n’entre dans aucune classe, ou entre dans les deux.",
    source: "Une partition range chacun dans une classe et une seule ; cohérence interne de l’acte.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "là où ils sont :\n\n- ceux qu'elle suit depuis 6 mois au plus ;\n- ceux qu'elle suit depuis plus de 6 mois.",
        }],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "plus de 6 mois",
            to: "plus de 8 mois",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "plus de 6 mois",
            to: "plus de 2 ans",
        }],
    },
};

static CLASS_END: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?P<n>[0-9]+) (?P<u>\w{2,}) (?:au plus|ou moins|au maximum)\b|jusqu['’]à (?P<m>[0-9]+) (?P<v>\w{2,})",
    )
});

static CLASS_START: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(?:plus de|au-delà de) (?P<n>[0-9]+) (?P<u>\w{2,})"));

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut last_passage: Option<&Passage> = None;
    for passage in context.prose().filter(|p| p.kind == PassageKind::Paragraph) {
        if let Some(previous) = last_passage
            && previous.file() == passage.file()
            && let (Some(a), Some(b)) = (previous.item, passage.item)
            && a.list == b.list
            && a.index + 1 == b.index
        {
            findings.extend(compare(previous, passage));
        }
        last_passage = Some(passage);
    }
    findings
}

fn compare(before: &Passage, after: &Passage) -> Option<Diagnostic> {
    let (end, start) = (CLASS_END.captures(&before.text)?, CLASS_START.captures(&after.text)?);
    let bound = end.name("n").or(end.name("m"))?;
    let unit = end.name("u").or(end.name("v"))?;
    let next_bound = start.name("n")?;
    let decimal = |text: &str| -> Option<Decimal> { read_decimal(text).ok() };
    let (end_value, start_value) = (decimal(bound.as_str())?, decimal(next_bound.as_str())?);
    if end_value == start_value || stem(unit.as_str()) != stem(start.name("u")?.as_str()) {
        return None;
    }
    Some(
        Diagnostic::finding(
            after.span_of(&start.get(0)?.range()),
            format!(
                "une classe finit à {} {u}, et la suivante commence à {} {u}",
                number(end_value),
                number(start_value),
                u = unit.as_str()
            ),
        )
        .also(before.span_of(&end.get(0)?.range()), "fin de la classe précédente")
        .help("donner la même borne aux deux classes"),
    )
}
