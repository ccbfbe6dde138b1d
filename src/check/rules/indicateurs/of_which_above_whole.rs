//! « 800 personnes, dont 400… » in the prose.

use std::sync::LazyLock;

use super::quantities::{Quantity, is_person, of_passage};
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
    context.prose().filter(|p| p.text.contains("dont ")).flat_map(of_text).collect()
}

fn of_text(passage: &Passage) -> Vec<Diagnostic> {
    let claims: Vec<Quantity> = of_passage(passage).into_iter().filter(|q| !q.per_cent).collect();
    claims
        .iter()
        .zip(claims.iter().skip(1))
        .filter_map(|(whole, party)| {
            let in_between = passage.text.get(whole.bytes.end..party.bytes.start)?;
            let (a, b) = (whole.words.first()?, party.words.first()?);
            let alike = a == b || (is_person(a) && is_person(b));
            (alike && IN_BETWEEN.is_match(in_between) && party.number > whole.number).then(|| {
                Diagnostic::finding(
                    passage.span_of(&party.bytes),
                    format!(
                        "« {} », dont « {} » : la partie, {}, dépasse le tout, {}",
                        whole.text,
                        party.text,
                        number(party.number),
                        number(whole.number)
                    ),
                )
                .also(passage.span_of(&whole.bytes), "le tout")
                .help("corriger l’un des deux nombres")
            })
        })
        .collect()
}
