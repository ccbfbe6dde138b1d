//! Checks the numbers of the groups and lines of a bordereau.

use super::sequence::sequence_breaks;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::budget::{Bordereau, BordereauRow};

pub(crate) static PAGE: Page = Page {
    title: "les numéros des lignes d’un bordereau ne se suivent pas",
    severity: Severity::Error,
    checks: "Les groupes d’un bordereau sont numérotés 1, 2, 3… et leurs lignes 1.1, 1.2… : chaque numéro de ligne \
              commence par celui de son groupe et suit le précédent. Des numéros qui ne sont pas de cette forme \
              (lettres, codes d’article) sont laissés de côté.",
    why: "Les bons de commande et les factures citent ces numéros : répétés ou sautés, ils ne désignent plus une \
               prestation.",
    source: "Cohérence interne de l’acte avec le bordereau du marché.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "{ numero: \"1.2\", libelle: Entretiens",
            to: "{ numero: \"1.4\", libelle: Entretiens",
        }],
        admitted: &[],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.fiches().flat_map(|fiche| fiche.bordereaux.iter().flat_map(check_bordereau)).collect()
}

fn check_bordereau(bordereau: &Bordereau) -> Vec<Diagnostic> {
    let mut findings = check_lines(&bordereau.groups, None);
    for group in &bordereau.groups {
        findings.extend(check_lines(&group.lines, Some(group)));
    }
    findings
}

/// The last part of a number, when the rest is the number of the group.
fn last_part(number: &str, group: Option<&str>) -> Option<u32> {
    let number = number.trim().trim_end_matches('.');
    match group {
        Some(group) => number.strip_prefix(group)?.strip_prefix('.')?.parse().ok(),
        None => number.parse().ok(),
    }
}

fn check_lines(lines: &[BordereauRow], group: Option<&BordereauRow>) -> Vec<Diagnostic> {
    let prefix = group.map(|group| group.number.value.trim().trim_end_matches('.'));
    let has_form = |line: &BordereauRow| {
        let parts: Option<Vec<u32>> =
            line.number.value.trim().trim_end_matches('.').split('.').map(|part| part.parse().ok()).collect();
        parts.is_some_and(|parts| parts.len() == if group.is_some() { 2 } else { 1 })
    };
    if !lines.iter().all(has_form) || prefix.is_some_and(|part| part.parse::<u32>().is_err()) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let mut numbers = Vec::with_capacity(lines.len());
    let mut expected = 1u32;
    // When no line has the group's number, the group's is wrong: the check of the groups says so.
    let all_misplaced = lines.iter().all(|line| last_part(&line.number.value, prefix).is_none());
    for line in lines {
        if all_misplaced {
            numbers.extend(line.number.value.rsplit('.').next().and_then(|part| part.parse::<u32>().ok()));
        } else if let Some(number) = last_part(&line.number.value, prefix) {
            numbers.push(number);
        } else {
            // Count a line of another group in its place, so that it breaks the sequence only once.
            numbers.push(expected);
            findings.extend(group.map(|group| {
                Diagnostic::finding(
                    line.number.span,
                    format!("la ligne {} est dans le groupe {}", line.number.value, group.number.value),
                )
                .also(group.number.span, "son groupe")
                .help(format!("écrire un numéro qui commence par « {}. »", group.number.value))
            }));
        }
        expected = numbers.last().copied().unwrap_or(0).saturating_add(1);
    }
    let full_number =
        |number: u32| prefix.map_or_else(|| number.to_string(), |part| format!("{part}.{number}"));
    for sequence_break in sequence_breaks(&numbers) {
        let Some(line) = lines.get(sequence_break.index) else { continue };
        let (here, expected) = (&line.number.value, full_number(sequence_break.expected));
        let first = sequence_break.first.and_then(|index| lines.get(index));
        let message = match first {
            Some(_) => format!("le numéro {here} est déjà donné : {expected} est attendu"),
            None => format!("le numéro {here} vient quand {expected} est attendu"),
        };
        let mut finding =
            Diagnostic::finding(line.number.span, message).help("rétablir la suite des numéros");
        if let Some(first) = first {
            finding = finding.also(first.number.span, "donné ici");
        }
        findings.push(finding);
    }
    findings
}
