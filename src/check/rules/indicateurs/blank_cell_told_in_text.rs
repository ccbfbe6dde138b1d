//! A target that the prose tells and the table leaves blank.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::rules::indicateurs::quantities::{
    Quantity, is_person, of_passage, prose_by_file, shared, words,
};
use crate::check::rules::indicateurs::values::{count, of_fiches, short, years};
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

/// A row without any value.
struct Blank<'d> {
    span: Span,
    label: &'d str,
    words: BTreeSet<String>,
    share: bool,
    /// Whether each of its boxes promises a value.
    is_promised: bool,
}

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let mut fiches: BTreeMap<u32, Vec<(Blank<'_>, bool)>> = BTreeMap::new();
    for datum in of_fiches(c) {
        let lines = fiches.entry(datum.span.file.index()).or_default();
        match lines.last_mut() {
            Some((line, empty)) if line.span == datum.span => {
                *empty &= has_no_value(datum.cell);
                line.is_promised &= is_promised(datum.cell);
            }
            _ => {
                let first = flat(datum.label);
                let share =
                    ["taux", "part", "proportion", "pourcentage"].iter().any(|m| first.starts_with(m));
                let line = Blank {
                    span: datum.span,
                    label: datum.label,
                    words: words(datum.label),
                    share,
                    is_promised: is_promised(datum.cell),
                };
                lines.push((line, has_no_value(datum.cell)));
            }
        }
    }
    let prose = prose_by_file(c);
    let edition = i32::from(c.dossier.convention.year);
    fiches
        .iter()
        .filter_map(|(index, lines)| {
            let empties: Vec<&Blank<'_>> = lines.iter().filter(|(_, empty)| *empty).map(|(l, _)| l).collect();
            if empties.is_empty() { None } else { report(&empties, prose.get(index)?, edition) }
        })
        .collect()
}

fn is_promised(cell: &[Value]) -> bool {
    cell.iter()
        .all(|v| matches!(v.measured.value, Measured::Absent(Absence::ToBeSent | Absence::UnderConstruction)))
}

fn has_no_value(cell: &[Value]) -> bool {
    cell.iter().all(|v| {
        matches!(
            v.measured.value,
            Measured::Absent(
                Absence::Blank | Absence::NotReported | Absence::ToBeSent | Absence::UnderConstruction
            )
        )
    })
}

fn report(empties: &[&Blank<'_>], passages: &[&Passage], edition: i32) -> Option<Diagnostic> {
    let mut hits: Vec<(&Blank<'_>, Quantity, Span)> = Vec::new();
    let mut facts = Vec::new();
    for passage in passages {
        for quantity in of_passage(passage) {
            let sentence = passage.sentence(&quantity.bytes);
            if !years(sentence).iter().any(|a| *a < edition) {
                let span = passage.span_of(&quantity.bytes);
                facts.push((words(sentence), quantity, span));
            }
        }
    }
    for empty in empties {
        let best =
            facts.iter().filter_map(|(sentence, q, span)| Some((agreement(empty, sentence, q)?, q, span)));
        // The first of the nearest, in the order of the text.
        let best = best.fold(None, |kept: Option<((usize, usize), _, _)>, x| match kept {
            Some(g) if g.0 >= x.0 => Some(g),
            _ => Some(x),
        });
        if let Some((_, quantity, span)) = best {
            hits.push((empty, quantity.clone(), *span));
        }
    }
    let (_, _, first_span) = hits.first()?;
    let statements = hits.iter().map(|(v, q, _)| format!("« {} » pour {}", q.text, short(v.label)));
    let message = format!(
        "le texte donne {} dont le tableau des objectifs {} : {}",
        count(hits.len(), "nombre", "nombres"),
        match hits.iter().filter(|(v, ..)| v.is_promised).count() {
            0 => "laisse la case vide",
            n if n == hits.len() => "dit la valeur « à transmettre »",
            _ => "ne donne pas la valeur",
        },
        statements.collect::<Vec<_>>().join(" ; ")
    );
    let mut finding = Diagnostic::finding(*first_span, message).help(
        "reporter ces nombres dans le tableau, s’ils sont bien la cible ou le résultat de l’indicateur",
    );
    for (index, (empty, _, span)) in hits.iter().enumerate() {
        if index > 0 {
            finding = finding.also(*span, "dit ici");
        }
        finding = finding.also(
            empty.span,
            if empty.is_promised { "« à transmettre » au tableau" } else { "vide au tableau" },
        );
    }
    Some(finding)
}

/// How many words of the label the number itself counts, then how many its sentence shares, when the number can
/// be that of the indicator.
fn agreement(empty: &Blank<'_>, sentence: &BTreeSet<String>, quantity: &Quantity) -> Option<(usize, usize)> {
    let n = shared(&empty.words, sentence);
    let head = quantity.words.first().is_some_and(|t| {
        empty.words.contains(t) || (is_person(t) && empty.words.iter().any(|m| is_person(m)))
    });
    let count = quantity.number >= rust_decimal::Decimal::TWO && head;
    let right_kind = empty.share == quantity.per_cent && (empty.share || count);
    let own_ones = quantity.words.iter().filter(|m| empty.words.contains(*m)).count();
    (right_kind && n >= 2 && n.saturating_mul(5) >= empty.words.len().saturating_mul(2))
        .then_some((own_ones, n))
}
