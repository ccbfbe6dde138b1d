//! Checks that the table of objectives gives the value that the prose of the fiche states.

use std::collections::{BTreeMap, BTreeSet};

use super::quantities::{
    Quantity, content_words, is_person, passage_quantities, prose_by_file, shared_count,
};
use super::values::{fiche_cells, format_count, quoted_label, years};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::{Absence, Measured, Passage, Value};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "le texte donne un nombre dont le tableau des objectifs laisse la case vide",
    severity: Severity::Advice,
    checks: "Une ligne du tableau des objectifs dont toutes les cases sont vides ou promises, et une phrase de la même \
              fiche qui donne un nombre de la même chose : au moins deux mots du libellé, et deux sur cinq, le mot \
              compté étant l’un d’eux (ou, des deux côtés, des personnes). Une part répond à un pourcentage, un nombre \
              à un nombre. Une phrase qui parle d’une année passée n’est pas retenue. Un constat par fiche.",
    why: "La cible existe, mais l’évaluation ne lira que le tableau : une cible dite dans le seul texte ne sera \
               ni suivie ni comparée.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "valeurs: { Cible 2024: 45 personnes }",
            to: "valeurs: { Cible 2024: non renseigné }",
        }],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "là où ils sont. Environ 45 jeunes seront suivis.",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont. En 2021, 45 jeunes ont été suivis.",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont. Elle suit le jeune pendant 45 jours.",
            },
        ],
    },
};

/// A row of the table of objectives without any value.
struct BlankRow<'d> {
    span: Span,
    label: &'d str,
    words: BTreeSet<String>,
    is_share: bool,
    /// Whether all its cells promise a value.
    is_promised: bool,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut rows_by_file: BTreeMap<u32, Vec<(BlankRow<'_>, bool)>> = BTreeMap::new();
    for cell in fiche_cells(context) {
        let rows = rows_by_file.entry(cell.span.file.index()).or_default();
        match rows.last_mut() {
            Some((row, is_blank)) if row.span == cell.span => {
                *is_blank &= is_missing(cell.values);
                row.is_promised &= is_promised(cell.values);
            }
            _ => {
                let first = flat(cell.label);
                let is_share =
                    ["taux", "part", "proportion", "pourcentage"].iter().any(|m| first.starts_with(m));
                let row = BlankRow {
                    span: cell.span,
                    label: cell.label,
                    words: content_words(cell.label),
                    is_share,
                    is_promised: is_promised(cell.values),
                };
                rows.push((row, is_missing(cell.values)));
            }
        }
    }
    let prose = prose_by_file(context);
    let edition = i32::from(context.dossier.convention.year);
    rows_by_file
        .iter()
        .filter_map(|(index, rows)| {
            let blank_rows: Vec<&BlankRow<'_>> =
                rows.iter().filter(|(_, is_blank)| *is_blank).map(|(row, _)| row).collect();
            if blank_rows.is_empty() { None } else { report(&blank_rows, prose.get(index)?, edition) }
        })
        .collect()
}

fn is_promised(cell: &[Value]) -> bool {
    cell.iter().all(|value| {
        matches!(value.measured.value, Measured::Absent(Absence::ToBeSent | Absence::UnderConstruction))
    })
}

fn is_missing(cell: &[Value]) -> bool {
    cell.iter().all(|value| {
        matches!(
            value.measured.value,
            Measured::Absent(
                Absence::Blank | Absence::NotReported | Absence::ToBeSent | Absence::UnderConstruction
            )
        )
    })
}

fn report(blank_rows: &[&BlankRow<'_>], passages: &[&Passage], edition: i32) -> Option<Diagnostic> {
    let mut told: Vec<(&BlankRow<'_>, Quantity, Span)> = Vec::new();
    let mut counts = Vec::new();
    for passage in passages {
        for quantity in passage_quantities(passage) {
            let sentence = passage.sentence(&quantity.bytes);
            if !years(sentence).iter().any(|a| *a < edition) {
                let span = passage.span_of(&quantity.bytes);
                counts.push((content_words(sentence), quantity, span));
            }
        }
    }
    for row in blank_rows {
        let best = counts.iter().filter_map(|(sentence, quantity, span)| {
            Some((agreement(row, sentence, quantity)?, quantity, span))
        });
        // On equal agreement, the first in the text.
        let best = best.fold(None, |kept: Option<((usize, usize), _, _)>, x| match kept {
            Some(kept_key) if kept_key.0 >= x.0 => Some(kept_key),
            _ => Some(x),
        });
        if let Some((_, quantity, span)) = best {
            told.push((row, quantity.clone(), *span));
        }
    }
    let (_, _, first_span) = told.first()?;
    let quotes = told
        .iter()
        .map(|(row, quantity, _)| format!("« {} » pour {}", quantity.text, quoted_label(row.label)));
    let message = format!(
        "le texte donne {} dont le tableau des objectifs {} : {}",
        format_count(told.len(), "nombre", "nombres"),
        match told.iter().filter(|(row, ..)| row.is_promised).count() {
            0 => "laisse la case vide",
            n if n == told.len() => "dit la valeur « à transmettre »",
            _ => "ne donne pas la valeur",
        },
        quotes.collect::<Vec<_>>().join(" ; ")
    );
    let mut finding = Diagnostic::finding(*first_span, message).help(if told.len() == 1 {
        "reporter ce nombre dans le tableau, s’il est bien la cible ou le résultat de l’indicateur"
    } else {
        "reporter ces nombres dans le tableau, s’ils sont bien la cible ou le résultat de l’indicateur"
    });
    for (index, (row, _, span)) in told.iter().enumerate() {
        if index > 0 {
            finding = finding.also(*span, "dit ici");
        }
        finding = finding
            .also(row.span, if row.is_promised { "« à transmettre » au tableau" } else { "vide au tableau" });
    }
    Some(finding)
}

/// How well a number of the text answers to a row: words that its noun phrase shares with the label, then words
/// that its sentence shares. `None` when it cannot be the row's value.
fn agreement(row: &BlankRow<'_>, sentence: &BTreeSet<String>, quantity: &Quantity) -> Option<(usize, usize)> {
    let shared_words = shared_count(&row.words, sentence);
    let same_noun = quantity.words.first().is_some_and(|word| {
        row.words.contains(word) || (is_person(word) && row.words.iter().any(|word| is_person(word)))
    });
    let is_count = quantity.number >= rust_decimal::Decimal::TWO && same_noun && !quantity.is_duration;
    let right_kind = row.is_share == quantity.per_cent && (row.is_share || is_count);
    let own_words = quantity.words.iter().filter(|word| row.words.contains(*word)).count();
    (right_kind && shared_words >= 2 && shared_words.saturating_mul(5) >= row.words.len().saturating_mul(2))
        .then_some((own_words, shared_words))
}
