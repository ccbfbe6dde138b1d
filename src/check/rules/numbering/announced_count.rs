//! Checks an announced count (« 3 volets : ») against the list or enumeration that follows.

use super::enumeration::{AnnouncedCount, announcements, announces_next, count_terms, items};
use crate::check::headings::by_file;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::numbers::read_count;
use crate::lang::{clause_start, first_sentence, flat};
use crate::model::passage::{Passage, PassageKind};

pub(crate) static PAGE: Page = Page {
    title: "le nombre annoncé n’est pas celui de ce qui suit",
    severity: Severity::Error,
    checks: "« 3 volets : », « les deux actions suivantes : », « de deux ordres. » (en chiffres ou en lettres, pour les \
              noms que l’on énumère : volet, phase, objectif, action, condition…) sont comparés au nombre d’éléments \
              de la liste qui suit aussitôt ; dans une phrase ou une cellule, « 2 sites : Meaux, Lognes » l’est aux \
              termes séparés par des virgules, en avertissement ; « ces 2 formations » l’est à la liste qui précède. \
              Une liste ouverte (« notamment », « etc. »), dont les éléments portent eux-mêmes des nombres, ou une \
              phrase trop complexe pour être découpée sûrement ne sont pas comparées.",
    why: "Un élément annoncé et absent a été perdu ; un élément de trop a été ajouté sans relire : dans les deux \
               cas, l’engagement n’est pas celui que l’on croit.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/01-objet.md",
            from: "Elle comporte trois fiches :",
            to: "Elle comporte quatre fiches :",
        }],
        admitted: &[
            Change {
                file: "content/2024/articles/01-objet.md",
                from: "Elle comporte trois fiches :",
                to: "Parmi les quatre actions envisagées, trois sont retenues :",
            },
            Change {
                file: "content/2024/articles/01-objet.md",
                from: "Elle comporte trois fiches :",
                to: "Le Département affecte 2 dispositifs aux publics suivants :",
            },
            Change {
                file: "content/2024/articles/01-objet.md",
                from: "Elle comporte trois fiches :",
                to: "Les deux partenaires s'engagent à suivre :",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont, en deux temps : le repérage, mené avec soin en rue, puis l'accompagnement.",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for passages in by_file(&context.dossier.passages) {
        for (index, passage) in passages.iter().enumerate() {
            match passage.kind {
                PassageKind::Paragraph => {
                    findings.extend(before_list(passages, index, passage));
                    findings.extend(after_list(passages, index, passage));
                    findings.extend(in_sentence(passage));
                }
                PassageKind::Cell | PassageKind::Row => findings.extend(in_sentence(passage)),
                PassageKind::Heading(_) | PassageKind::Field | PassageKind::Code => {}
            }
        }
    }
    findings
}

/// Whether a list is open-ended, or its items count things themselves.
fn is_open(items: &[&Passage]) -> bool {
    let starts_with_count = |item: &&Passage| {
        let first = item.text.split_whitespace().next();
        let first = first.filter(|word| !["un", "une"].contains(&flat(word).as_str()));
        first.and_then(read_count::<u32>).is_some()
    };
    let end = items.last().map_or("", |item| item.text.trim_end_matches([' ', '.', ';', ')', '\u{a0}']));
    items.iter().any(starts_with_count) || end.ends_with("etc") || end.ends_with('…')
}

/// A count at the end of a paragraph against the list after it.
fn before_list(passages: &[Passage], index: usize, passage: &Passage) -> Option<Diagnostic> {
    let next = passages.get(index + 1)?;
    next.item.filter(|i| i.index == 1 && passage.item.is_none_or(|p| p.list < i.list))?;
    let text = passage.text.trim_end();
    let start = clause_start(text.trim_end_matches([':', '.', ' ', '\u{a0}']));
    let announced = announcements(text).into_iter().rfind(|a| a.bytes.start >= start)?;
    let after_count = text.get(announced.bytes.end..)?;
    if !announces_next(after_count)? {
        return None;
    }
    let items = items(passages, index + 1);
    if items.len() == usize::try_from(announced.count).ok()? || is_open(&items) {
        return None;
    }
    let mut finding = announcement_finding(
        passage,
        &announced,
        &format!("et la liste qui suit en compte {}", items.len()),
    )?
    .help("compléter la liste, ou corriger le nombre annoncé");
    for (i, item) in items.iter().take(12).enumerate() {
        finding = finding.also(item.span, (i + 1).to_string());
    }
    Some(finding)
}

/// « Ces 2 formations » against the list before it.
fn after_list(passages: &[Passage], index: usize, passage: &Passage) -> Option<Diagnostic> {
    let text = passage.text.as_str();
    let sentence = first_sentence(text);
    let announced = announcements(sentence).into_iter().find(|announced| {
        let before = sentence.get(..announced.bytes.start).unwrap_or("").to_lowercase();
        before.trim_end().ends_with("ces")
            && !before.trim_end().trim_end_matches("ces").ends_with(char::is_alphanumeric)
    })?;
    let last = passages.get(index.checked_sub(1)?)?;
    if passage.item.is_some() || last.kind != PassageKind::Paragraph {
        return None;
    }
    last.item?;
    let before = passages.get(..index)?;
    let start = before.iter().rposition(|passage| passage.item.is_none()).map_or(0, |i| i + 1);
    let items = items(passages, start);
    if items.is_empty() || items.len() == usize::try_from(announced.count).ok()? || is_open(&items) {
        return None;
    }
    let first = items.first()?;
    Some(
        announcement_finding(
            passage,
            &announced,
            &format!("et la liste qui précède en compte {}", items.len()),
        )?
        .also(first.span, "la liste")
        .help("corriger le nombre, ou la liste")
        .warning(),
    )
}

/// « 2 sites : Meaux, Lognes » within a text.
fn in_sentence(passage: &Passage) -> Vec<Diagnostic> {
    let text = passage.text.as_str();
    let is_row = passage.kind == PassageKind::Row;
    announcements(text)
        .into_iter()
        .filter_map(|announced| {
            let after_count = text.get(announced.bytes.end..)?;
            let (before, after) = after_count.split_once(':')?;
            if !announces_next(&format!("{before}:"))? {
                return None;
            }
            let end = if is_row {
                after.find(['|', ';']).into_iter().chain(after.find(" // ")).min()
            } else {
                None
            };
            let (low, high) = count_terms(after.get(..end.unwrap_or(after.len()))?, is_row)?;
            if (low..=high).contains(&announced.count) {
                return None;
            }
            let how_many = if low == high { low.to_string() } else { format!("{low} ou {high}") };
            Some(
                announcement_finding(
                    passage,
                    &announced,
                    &format!("et l’énumération qui suit en compte {how_many}"),
                )?
                .help("compléter l’énumération, ou corriger le nombre annoncé")
                .warning(),
            )
        })
        .collect()
}

fn announcement_finding(
    passage: &Passage,
    announced: &AnnouncedCount,
    contradiction: &str,
) -> Option<Diagnostic> {
    let quote = passage.text.get(announced.bytes.clone())?;
    let message = format!("le texte annonce « {quote} », {contradiction}");
    Some(Diagnostic::finding(passage.span_of(&announced.bytes), message))
}
