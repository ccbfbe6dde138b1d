//! Checks that the period of an earlier convention is the same each time it is cited.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::check::readings::Reading;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::passage::PassageKind;
use crate::text::{Span, pattern};
use regex::{Captures, Regex};

pub(crate) static PAGE: Page = Page {
    title: "la période d’une convention est dite de deux façons",
    severity: Severity::Warning,
    checks: "Les périodes d’années qui suivent « convention », « contrat » ou « contractualisation » dans les visas, les \
              annexes annoncées et les textes (« la convention 2019-2021 ») : celle qui n’est écrite qu’une fois, quand \
              une autre l’est au moins trois et a la même première ou la même dernière année. Une convention passée \
              « avec » un tiers, ou « pour » une période, n’est pas comparée.",
    why: "L’acte désigne celui qu’il prolonge par sa période : une période fausse désigne un autre acte.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[
            Change {
                file: "content/2024/articles/00-preambule.md",
                from: "Le Département de la Haute-Vaunoise est fictif",
                to: "La convention 2021-2023 est close. Le Département de la Haute-Vaunoise est fictif",
            },
            Change {
                file: "content/2024/articles/01-objet.md",
                from: "La convention réunit deux annexes.",
                to: "La convention suit la contractualisation 2021-2023. Elle réunit deux annexes.",
            },
        ],
        fault: &[Change {
            file: "content/2024/articles/00-preambule.md",
            from: "La convention 2021-2023",
            to: "La convention 2021-2024",
        }],
        admitted: &[Change {
            file: "content/2024/articles/00-preambule.md",
            from: "La convention 2021-2023 est close.",
            to: "La convention passée avec la mission locale, 2021-2024, est close.",
        }],
    },
};

static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:convention|contrat|contractualisation)\b(?P<entre>[^.;:()«»{}0-9]{0,110}?)\b(?P<p>(?P<de>[0-9]{4})\s?[-–/]\s?(?P<a>[0-9]{4}))\b",
    )
});

/// The first and last year of the conventions that a text names by their period, and the bytes of that period.
#[derive(Debug)]
struct PeriodsTold(Vec<((u16, u16), Range<usize>)>);

impl Reading for PeriodsTold {
    fn read(text: &str) -> Self {
        let period = |found: Captures<'_>| {
            let in_between = found.name("entre").map_or("", |m| m.as_str());
            let mut words = in_between.split_whitespace();
            if words.clone().any(|m| m == "avec") || matches!(words.next_back(), Some("pour" | "n°")) {
                return None;
            }
            let year = |name: &str| found.name(name).and_then(|m| m.as_str().parse().ok());
            Some(((year("de")?, year("a")?), found.name("p")?.range()))
        };
        Self(PERIOD.captures_iter(text).filter_map(period).collect())
    }
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let readings = context.readings::<PeriodsTold>();
    let mut places_by_period: BTreeMap<(u16, u16), Vec<Span>> = BTreeMap::new();
    for passage in context.dossier.passages.iter().filter(|p| p.kind != PassageKind::Code) {
        for (period, bytes) in &readings.read(&passage.text).0 {
            places_by_period.entry(*period).or_default().push(passage.span_of(bytes));
        }
    }
    places_by_period
        .iter()
        .filter_map(|((from, to), places)| {
            let [only] = places.as_slice() else { return None };
            let ((usual_from, usual_to), usual_places) = places_by_period
                .iter()
                .find(|((usual_from, usual_to), others)| others.len() >= 3 && ((from == usual_from) != (to == usual_to)))?;
            let finding = Diagnostic::finding(
                *only,
                format!(
                    "la période {from}-{to} est écrite ici, et {usual_from}-{usual_to} partout ailleurs ({} fois)",
                    usual_places.len()
                ),
            )
            .help("corriger l’année, ou nommer l’autre convention de façon qu’on ne les confonde pas");
            Some(usual_places.iter().take(3).fold(finding, |d, span| d.also(*span, format!("{usual_from}-{usual_to}"))))
        })
        .collect()
}
