//! Checks a number repeated in brackets (« trois (3) ») against the one before.

use std::sync::LazyLock;

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::lang::numbers::{NUMBER_WORDS, read_count};
use crate::model::passage::Passage;
use crate::text::pattern;
use regex::{Match, Regex};

pub(crate) static PAGE: Page = Page {
    title: "un nombre redit entre parenthèses n’est pas le même",
    severity: Severity::Error,
    checks: "« deux parts (2 parts) », « trois (3) », « 17 % (+ 17 %) » : le nombre entre parenthèses, seul ou suivi du \
              même mot, est celui qui précède. Une parenthèse qui dit autre chose (« deux sites (3 bureaux) », \
              « deux sites (2024) ») n’est pas retenue.",
    why: "Un nombre est écrit deux fois pour lever le doute : s’il diffère, les lettres l’emportent sur les \
               chiffres en droit des contrats, ce que personne n’avait voulu.",
    source: "Code civil, art. 1376 (en cas de différence, l’acte vaut pour la somme écrite en toutes lettres), par \
             analogie ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "là où ils sont. Elle suit trois (4) communes.",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont. Elle suit trois (3) communes, par deux équipes (4 personnes).",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont. La part des jeunes gagne 17 % (12 % en ville).",
            },
        ],
    },
};

static COUNT_TWICE: LazyLock<Regex> = LazyLock::new(|| {
    let words = NUMBER_WORDS.join("|");
    pattern(&format!(r"(?i)\b([0-9]{{1,2}}|{words})(?:\s([^\W\d_]+))?\s\(([0-9]{{1,2}})(?:\s([^\W\d_]+))?\)"))
});

static SHARE_TWICE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b([0-9]+(?:,[0-9]+)?)\s?%\s\(([+-]?\s?[0-9]+(?:,[0-9]+)?)\s?%\)"));

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.prose().filter(|p| p.text.contains('(')).flat_map(in_passage).collect()
}

fn in_passage(passage: &Passage) -> Vec<Diagnostic> {
    let text = passage.text.as_str();
    let mut findings = Vec::new();
    for found in COUNT_TWICE.captures_iter(text) {
        let word = |i| found.get(i).map(|m: Match<'_>| m.as_str());
        let Some((letters, digits)) =
            word(1).and_then(read_count::<u32>).zip(word(3).and_then(read_count::<u32>))
        else {
            continue;
        };
        // Skip bare figures after a noun: a year, an age, a note.
        let same = match (word(2), word(4)) {
            (None, None) => true,
            (Some(a), Some(b)) => flat(a) == flat(b),
            (None, Some(_)) | (Some(_), None) => false,
        };
        if let Some(place) = found.get(3).filter(|_| same && letters != digits) {
            findings.push(say(passage, &place, word(1).unwrap_or(""), place.as_str()));
        }
    }
    for found in SHARE_TWICE.captures_iter(text) {
        let (Some(first), Some(second)) = (found.get(1), found.get(2)) else { continue };
        // Only a bare signed share repeats the first; one with words of its own is another.
        let repeated = second.as_str().trim_start_matches(['+', '-', ' ', '\u{a0}', '\u{202f}']);
        if second.as_str().starts_with(['+', '-']) && repeated != first.as_str() {
            let place = (first.as_str(), second.as_str());
            findings.push(say(passage, &second, &format!("{} %", place.0), &format!("{} %", place.1)));
        }
    }
    findings
}

fn say(passage: &Passage, place: &Match<'_>, first: &str, second: &str) -> Diagnostic {
    Diagnostic::finding(
        passage.span_of(&place.range()),
        format!("« {first} » est redit « {second} » entre parenthèses"),
    )
    .help("garder un seul des deux nombres, le bon")
}
