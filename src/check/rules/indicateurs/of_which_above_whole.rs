//! Checks « 800 personnes, dont 400… » in the prose: the part does not exceed the total.

use std::sync::LazyLock;

use super::quantities::{Quantity, is_person, passage_quantities};
use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Passage;
use crate::text::pattern;
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "le texte dit « dont » d’un nombre plus grand que le tout",
    severity: Severity::Error,
    checks: "Dans une phrase des articles et des fiches, un nombre de personnes ou d’une chose, puis « dont » et un autre \
              nombre, sans ponctuation forte entre les deux et à moins de quatre-vingts caractères : si les deux comptent \
              des personnes, ou la même chose, le second ne dépasse pas le premier. « 3 sites, dont 120 places » n’est \
              pas comparé.",
    why: "Une partie plus grande que son tout prouve qu’un des deux nombres est faux.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "là où ils sont. Elle rencontre 80 personnes, dont 100 jeunes sans logement.",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont. Elle rencontre 80 personnes, dont 60 jeunes sans logement.",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont. Elle tient 3 accueils, dont 100 places de nuit.",
            },
        ],
    },
};

static IN_BETWEEN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[^.;:0-9]{0,70}\bdont (?:environ |près de |au moins )?$"));

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.prose().filter(|passage| passage.text.contains("dont ")).flat_map(in_passage).collect()
}

fn in_passage(passage: &Passage) -> Vec<Diagnostic> {
    let counts: Vec<Quantity> =
        passage_quantities(passage).into_iter().filter(|quantity| !quantity.per_cent).collect();
    counts
        .iter()
        .zip(counts.iter().skip(1))
        .filter_map(|(total, part)| {
            let in_between = passage.text.get(total.bytes.end..part.bytes.start)?;
            let (total_noun, part_noun) = (total.words.first()?, part.words.first()?);
            let alike = total_noun == part_noun || (is_person(total_noun) && is_person(part_noun));
            (alike && IN_BETWEEN.is_match(in_between) && part.number > total.number).then(|| {
                Diagnostic::finding(
                    passage.span_of(&part.bytes),
                    format!(
                        "« {} », dont « {} » : la partie, {}, dépasse le tout, {}",
                        total.text,
                        part.text,
                        number(part.number),
                        number(total.number)
                    ),
                )
                .also(passage.span_of(&total.bytes), "le tout")
                .help("corriger l’un des deux nombres")
            })
        })
        .collect()
}
