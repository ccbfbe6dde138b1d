//! A number of things announced, and the things that follow.

use crate::check::headings::by_file;
use crate::check::rules::numbering::enumeration::{Announcement, announcements, items, scope, tally};
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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for passages in by_file(&c.dossier.passages) {
        for (index, passage) in passages.iter().enumerate() {
            match passage.kind {
                PassageKind::Paragraph => {
                    findings.extend(tracked(passages, index, passage));
                    findings.extend(preceded(passages, index, passage));
                    findings.extend(in_sentence(passage));
                }
                PassageKind::Cell | PassageKind::Row => findings.extend(in_sentence(passage)),
                PassageKind::Heading(_) | PassageKind::Field | PassageKind::Code => {}
            }
        }
    }
    findings
}

/// Whether a list says that it is not whole, or counts things of its own.
fn is_open(items: &[&Passage]) -> bool {
    let count = |p: &&Passage| {
        let first =
            p.text.split_whitespace().next().filter(|word| !["un", "une"].contains(&flat(word).as_str()));
        first.and_then(read_count::<u32>).is_some()
    };
    let end = items.last().map_or("", |p| p.text.trim_end_matches([' ', '.', ';', ')', '\u{a0}']));
    items.iter().any(count) || end.ends_with("etc") || end.ends_with('…')
}

/// A count at the end of a paragraph, and the list after it.
fn tracked(passages: &[Passage], index: usize, passage: &Passage) -> Option<Diagnostic> {
    let next = passages.get(index + 1)?;
    next.item.filter(|i| i.index == 1 && passage.item.is_none_or(|p| p.list < i.list))?;
    let text = passage.text.trim_end();
    let start = clause_start(text.trim_end_matches([':', '.', ' ', '\u{a0}']));
    let announced = announcements(text).into_iter().rfind(|a| a.bytes.start >= start)?;
    let remainder = text.get(announced.bytes.end..)?;
    if !scope(remainder)? {
        return None;
    }
    let items = items(passages, index + 1);
    if items.len() == usize::try_from(announced.count).ok()? || is_open(&items) {
        return None;
    }
    let mut finding = say(passage, &announced, &format!("et la liste qui suit en compte {}", items.len()))?
        .help("compléter la liste, ou corriger le nombre annoncé");
    for (i, item) in items.iter().take(12).enumerate() {
        finding = finding.also(item.span, (i + 1).to_string());
    }
    Some(finding)
}

/// « Ces 2 formations », just after a list.
fn preceded(passages: &[Passage], index: usize, passage: &Passage) -> Option<Diagnostic> {
    let text = passage.text.as_str();
    let sentence = first_sentence(text);
    let announced = announcements(sentence).into_iter().find(|a| {
        let before = sentence.get(..a.bytes.start).unwrap_or("").to_lowercase();
        before.trim_end().ends_with("ces")
            && !before.trim_end().trim_end_matches("ces").ends_with(char::is_alphanumeric)
    })?;
    let last = passages.get(index.checked_sub(1)?)?;
    if passage.item.is_some() || last.kind != PassageKind::Paragraph {
        return None;
    }
    last.item?;
    let before = passages.get(..index)?;
    let start = before.iter().rposition(|p| p.item.is_none()).map_or(0, |i| i + 1);
    let items = items(passages, start);
    if items.is_empty() || items.len() == usize::try_from(announced.count).ok()? || is_open(&items) {
        return None;
    }
    let first = items.first()?;
    Some(
        say(passage, &announced, &format!("et la liste qui précède en compte {}", items.len()))?
            .also(first.span, "la liste")
            .help("corriger le nombre, ou la liste")
            .warning(),
    )
}

/// « 2 sites : Meaux, Lognes », within a text.
fn in_sentence(passage: &Passage) -> Vec<Diagnostic> {
    let text = passage.text.as_str();
    let row = passage.kind == PassageKind::Row;
    announcements(text)
        .into_iter()
        .filter_map(|announced| {
            let remainder = text.get(announced.bytes.end..)?;
            let (before, after) = remainder.split_once(':')?;
            if !scope(&format!("{before}:"))? {
                return None;
            }
            let end =
                if row { after.find(['|', ';']).into_iter().chain(after.find(" // ")).min() } else { None };
            let (start, high) = tally(after.get(..end.unwrap_or(after.len()))?, row)?;
            if (start..=high).contains(&announced.count) {
                return None;
            }
            let how_many = if start == high { start.to_string() } else { format!("{start} ou {high}") };
            Some(
                say(passage, &announced, &format!("et l’énumération qui suit en compte {how_many}"))?
                    .help("compléter l’énumération, ou corriger le nombre annoncé")
                    .warning(),
            )
        })
        .collect()
}

fn say(passage: &Passage, announced: &Announcement, rest: &str) -> Option<Diagnostic> {
    let stated = passage.text.get(announced.bytes.clone())?;
    let message = format!("« {stated} » sont annoncés, {rest}");
    Some(Diagnostic::finding(passage.span_of(&announced.bytes), message))
}
