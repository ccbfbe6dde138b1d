//! Checks that a past event dated by a day or a month has a year nearby.

use std::sync::LazyLock;

use super::facts::is_accomplished;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::sentences;
use crate::model::Passage;
use crate::model::passage::is_prose;
use crate::text::pattern;
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "un fait est daté sans année",
    severity: Severity::Advice,
    checks: "Une phrase au passé composé qui date un fait d’un jour ou d’un mois sans année (« le comité de juin a \
              validé ») quand ni elle ni le reste du paragraphe ne donnent d’année ; un titre de colonne qui nomme \
              un mois sans année, ni lui, ni son groupe, ni une colonne voisine du même mois n’en donnant. Ce qui revient chaque année, et ce qui est à \
              venir, est laissé de côté.",
    why: "L’acte se lit des années après : un mois sans année ne désigne plus aucun jour.",
    source: "Cohérence interne de l’acte : une date de fait s’écrit avec son année.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            to: "Deux conseillers suivent les personnes, en lien avec la fiche 1. Le comité de janvier a validé ce choix.",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                to: "Deux conseillers suivent les personnes, en lien avec la fiche 1. Chaque année, en juin, le comité a examiné leur travail.",
            },
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                to: "En 2023, deux conseillers suivaient les personnes. Le comité de novembre a validé ce choix.",
            },
        ],
    },
};

/// A month; a year; words for what recurs every year.
static PATTERNS: LazyLock<(Regex, Regex, Regex)> = LazyLock::new(|| {
    const MONTHS: &str =
        "(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)";
    (
        pattern(&format!(
            r"(?i:\b(?:de|en|du|courant|fin|début|depuis|[àa]|mois de|d['’]|[0-9]{{1,2}}|1er)) ?(?P<mois>{MONTHS})\b"
        )),
        pattern(r"\b(?:19|20)[0-9]{2}\b|\b[0-9]{1,2}/[0-9]{2}\b"),
        pattern(r"(?i)\b(?:chaque|tous les|toutes les|annuel\w*|de \w+ à \w+)\b"),
    )
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let prose = context.dossier.passages.iter().filter(|p| is_prose(p)).flat_map(check_passage);
    let columns = context.fiches().flat_map(|fiche| &fiche.tables).flat_map(|table| {
        let (month, year, _) = &*PATTERNS;
        table.columns.iter().filter_map(move |column| {
            let text = &column.title.value;
            let found = month.captures(text)?.name("mois")?.as_str();
            let group = column.group.as_deref().unwrap_or("");
            // A column with the same month and a year gives the year for both.
            let dated =
                |title: &str| year.is_match(title) && title.to_lowercase().contains(&found.to_lowercase());
            let neighbour_has_it = table.columns.iter().any(|other| dated(&other.title.value));
            if year.is_match(text) || year.is_match(group) || neighbour_has_it {
                return None;
            }
            Some(
                Diagnostic::finding(
                    column.title.span,
                    format!("la colonne « {text} » nomme le mois de {} sans son année", found.to_lowercase()),
                )
                .help("ajouter l’année"),
            )
        })
    });
    prose.chain(columns).collect()
}

fn check_passage(passage: &Passage) -> Vec<Diagnostic> {
    let (month, year, recurring) = &*PATTERNS;
    if year.is_match(&passage.text) {
        return Vec::new();
    }
    sentences(&passage.text)
        .into_iter()
        .filter_map(|bytes| {
            let sentence = passage.text.get(bytes.clone())?;
            let found = month.captures(sentence)?.name("mois")?;
            if !is_accomplished(sentence) || recurring.is_match(sentence) {
                return None;
            }
            let month_bytes = bytes.start + found.start()..bytes.start + found.end();
            let message =
                format!("ce fait est daté du mois de {} sans son année", found.as_str().to_lowercase());
            Some(Diagnostic::finding(passage.span_of(&month_bytes), message).help("ajouter l’année"))
        })
        .collect()
}
