//! Checks the label that a fiche gives an indicateur against the cadre's.

use std::collections::BTreeMap;
use std::ops::Range;

use super::values::{fiche_cells, quoted_label};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::{flat, similarity};
use crate::text::{Span, words_and_numbers};

pub(crate) static PAGE: Page = Page {
    title: "le libellé d’un indicateur n’est pas celui du référentiel",
    severity: Severity::Warning,
    checks: "Quand une fiche réécrit le libellé d’un indicateur du référentiel, ses mots sont comparés à ceux du \
              cadre, sans égard à la ponctuation, aux accents ni aux articles. Un mot changé est un avertissement, \
              des mots omis un conseil. Des mots ajoutés précisent l’indicateur et sont admis.",
    why: "Deux libellés voisins ne comptent pas la même chose : « contacts » pour « contrats », ou un « dont » \
               perdu, suffit à rendre les résultats incomparables d’un département à l’autre.",
    source: "Libellés du référentiel d’indicateurs du cadre ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "{ indicateur: 2.1/diagnostics, valeurs",
            to: "{ indicateur: 2.1/diagnostics, libelle: Nombre de diagnostics établies, valeurs",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "{ indicateur: 2.1/diagnostics, valeurs",
                to: "{ indicateur: 2.1/diagnostics, libelle: \"Nombre de diagnostics établis, à savoir ceux du marché\", valeurs",
            },
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "{ indicateur: 2.1/diagnostics, valeurs",
                to: "{ indicateur: 2.1/diagnostics, libelle: nombre des diagnostics ÉTABLIS, valeurs",
            },
        ],
    },
};

/// Words that do not change what is counted.
const STOP_WORDS: [&str; 17] =
    ["de", "du", "des", "d", "la", "le", "les", "l", "a", "au", "aux", "et", "en", "un", "c", "est", "cela"];

/// Articles, quoted with the word that follows them.
const ARTICLES: [&str; 11] = ["de", "du", "des", "d", "la", "le", "les", "l", "a", "au", "aux"];

/// A row whose label lacks words of the cadre's.
struct LabelDifference<'d> {
    span: Span,
    reference: Span,
    label: &'d str,
    omitted: Vec<String>,
    added: Vec<String>,
    expected: &'d str,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    // Rows of a fiche with the same difference share one finding: they have one cause.
    let mut groups: BTreeMap<(Span, Vec<String>, Vec<String>), Vec<LabelDifference<'_>>> = BTreeMap::new();
    let mut previous_row = None;
    for cell in fiche_cells(context) {
        // Visit each row once, not once per column.
        if previous_row.replace(cell.span) == Some(cell.span) {
            continue;
        }
        let (Some((_, indicateur)), Some(fiche)) = (cell.cadre, cell.fiche) else { continue };
        let (omitted, added) = compare_labels(&indicateur.label, cell.label);
        if omitted.is_empty() {
            continue;
        }
        let difference = LabelDifference {
            span: cell.span,
            reference: indicateur.id.span,
            label: cell.label,
            expected: &indicateur.label,
            omitted: omitted.clone(),
            added: added.clone(),
        };
        groups.entry((fiche.span, omitted, added)).or_default().push(difference);
    }
    groups.into_values().filter_map(|gaps| report(&gaps)).collect()
}

/// The words of a label: flattened to compare, and as written to quote.
fn words(text: &str) -> Vec<(String, String)> {
    let words = words_and_numbers(text).map(|(_, word)| (flat(word), word.to_owned()));
    words.filter(|(bare, _)| !bare.is_empty() && !STOP_WORDS.contains(&bare.as_str())).collect()
}

/// The cadre's words that the label omits, then the words that it adds.
fn compare_labels(expected: &str, label: &str) -> (Vec<String>, Vec<String>) {
    let mut remaining = words(label);
    let mut omitted = Vec::new();
    for (bare, word) in words(expected) {
        match remaining.iter().position(|(other, _)| *other == bare) {
            Some(index) => {
                remaining.remove(index);
            }
            None => omitted.push(word),
        }
    }
    (omitted, remaining.into_iter().map(|(_, word)| word).collect())
}

/// The omitted words as the cadre writes them: neighbours in one quote, with the articles before them (« du RSA »,
/// « HORS accompagnement global »).
fn omitted_groups(expected: &str, label: &str) -> Vec<String> {
    let words: Vec<(usize, &str, String)> =
        words_and_numbers(expected).map(|(start, word)| (start, word, flat(word))).collect();
    let kept = kept(&words, label);
    let mut groups: Vec<Range<usize>> = Vec::new();
    // Start of the articles just before, end of the last word, and whether that word was omitted.
    let (mut articles_start, mut end, mut group_open) = (None, 0, false);
    for ((start, word, bare), is_kept) in words.iter().zip(kept) {
        let in_between = expected.get(end..*start).unwrap_or("");
        if !in_between.chars().all(|c| c.is_whitespace() || "'’-".contains(c)) {
            (articles_start, group_open) = (None, false);
        }
        end = start + word.len();
        if ARTICLES.contains(&bare.as_str()) {
            articles_start = articles_start.or(Some(*start));
        } else if is_kept {
            (articles_start, group_open) = (None, false);
        } else {
            match groups.last_mut().filter(|_| group_open) {
                Some(group) => group.end = end,
                None => groups.push(articles_start.unwrap_or(*start)..end),
            }
            (articles_start, group_open) = (None, true);
        }
    }
    groups.into_iter().filter_map(|group| expected.get(group)).map(str::to_owned).collect()
}

/// Which of the cadre's words the label keeps. Of a repeated word, the occurrences after the same word go first.
fn kept(words: &[(usize, &str, String)], label: &str) -> Vec<bool> {
    let label_words: Vec<String> = words_and_numbers(label).map(|(_, word)| flat(word)).collect();
    let before = |index: usize| index.checked_sub(1);
    let mut remaining: Vec<(Option<&String>, &String)> = label_words
        .iter()
        .enumerate()
        .map(|(index, word)| (before(index).and_then(|before| label_words.get(before)), word))
        .collect();
    let mut kept: Vec<bool> = words.iter().map(|(.., bare)| STOP_WORDS.contains(&bare.as_str())).collect();
    for in_context in [true, false] {
        for (index, is_kept) in kept.iter_mut().enumerate().filter(|(_, is_kept)| !**is_kept) {
            let Some((.., bare)) = words.get(index) else { continue };
            let previous = before(index).and_then(|before| words.get(before)).map(|(.., word)| word);
            if let Some(index) = remaining
                .iter()
                .position(|(before, word)| *word == bare && (!in_context || *before == previous))
            {
                remaining.remove(index);
                *is_kept = true;
            }
        }
    }
    kept
}

fn report(rows: &[LabelDifference<'_>]) -> Option<Diagnostic> {
    let (first, others) = rows.split_first()?;
    let quotes =
        |words: &[String]| words.iter().map(|word| format!("« {word} »")).collect::<Vec<_>>().join(", ");
    let likeness = similarity(first.expected, first.label);
    let is_changed = first.omitted.len() == first.added.len() && likeness >= 0.8;
    let message = if is_changed {
        format!(
            "le libellé {} dit {} là où le référentiel dit {}",
            quoted_label(first.label),
            quotes(&first.added),
            quotes(&first.omitted)
        )
    } else {
        let omitted = omitted_groups(first.expected, first.label);
        format!("le libellé {} omet du référentiel {}", quoted_label(first.label), quotes(&omitted))
    };
    let mut finding = Diagnostic::finding(first.span, message)
        .also(first.reference, format!("le référentiel dit {}", quoted_label(first.expected)))
        .help("reprendre le libellé du référentiel, en retirant « libelle » de la ligne, ou n’y ajouter qu’une précision");
    for other in others {
        finding = finding.also(other.span, "de même ici");
    }
    Some(if is_changed { finding } else { finding.advice() })
}
