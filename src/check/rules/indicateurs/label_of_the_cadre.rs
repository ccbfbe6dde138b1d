//! Label of an indicator in a fiche against that of the framework.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::rules::indicateurs::values::{of_fiches, short};
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

/// Words that change nothing to what is counted.
const STOP_WORDS: [&str; 17] =
    ["de", "du", "des", "d", "la", "le", "les", "l", "a", "au", "aux", "et", "en", "un", "c", "est", "cela"];

/// Those that are cited with the word that follows them.
const ARTICLES: [&str; 11] = ["de", "du", "des", "d", "la", "le", "les", "l", "a", "au", "aux"];

/// A row whose label lacks words of the framework's.
struct Gap<'d> {
    span: Span,
    reference: Span,
    stated: &'d str,
    omitted: Vec<String>,
    added: Vec<String>,
    expected: &'d str,
}

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    // Rows of one fiche that lack the same words have one cause.
    let mut groups: BTreeMap<(Span, Vec<String>, Vec<String>), Vec<Gap<'_>>> = BTreeMap::new();
    let mut view = None;
    for datum in of_fiches(c) {
        // One row has several columns.
        if view.replace(datum.span) == Some(datum.span) {
            continue;
        }
        let (Some((_, indicateur)), Some(fiche)) = (datum.cadre, datum.fiche) else { continue };
        let (omitted, added) = differences(&indicateur.label, datum.label);
        if omitted.is_empty() {
            continue;
        }
        let gap = Gap {
            span: datum.span,
            reference: indicateur.id.span,
            stated: datum.label,
            expected: &indicateur.label,
            omitted: omitted.clone(),
            added: added.clone(),
        };
        groups.entry((fiche.span, omitted, added)).or_default().push(gap);
    }
    groups.into_values().filter_map(|gaps| report(&gaps)).collect()
}

/// The words of a label: compared without their form, told as written.
fn words(text: &str) -> Vec<(String, String)> {
    let separated = words_and_numbers(text).map(|(_, m)| (flat(m), m.to_owned()));
    separated.filter(|(bare, _)| !bare.is_empty() && !STOP_WORDS.contains(&bare.as_str())).collect()
}

/// The words of the framework that the label lacks, and those that it has instead or besides.
fn differences(expected: &str, stated: &str) -> (Vec<String>, Vec<String>) {
    let mut remaining = words(stated);
    let mut omitted = Vec::new();
    for (bare, word) in words(expected) {
        match remaining.iter().position(|(r, _)| *r == bare) {
            Some(index) => {
                remaining.remove(index);
            }
            None => omitted.push(word),
        }
    }
    (omitted, remaining.into_iter().map(|(_, word)| word).collect())
}

/// The words omitted as the framework writes them: those that follow one another together, with the small words
/// before them (« du RSA », « HORS accompagnement global »).
fn omitted_groups(expected: &str, stated: &str) -> Vec<String> {
    let words: Vec<(usize, &str, String)> =
        words_and_numbers(expected).map(|(start, m)| (start, m, flat(m))).collect();
    let kept_ones = kept_ones(&words, stated);
    let mut groups: Vec<Range<usize>> = Vec::new();
    // Where the articles just before begin, where the last word ended, whether it was omitted.
    let (mut small_words, mut end, mut opened) = (None, 0, false);
    for ((start, word, bare), kept) in words.iter().zip(kept_ones) {
        let in_between = expected.get(end..*start).unwrap_or("");
        if !in_between.chars().all(|c| c.is_whitespace() || "'’-".contains(c)) {
            (small_words, opened) = (None, false);
        }
        end = start + word.len();
        if ARTICLES.contains(&bare.as_str()) {
            small_words = small_words.or(Some(*start));
        } else if kept {
            (small_words, opened) = (None, false);
        } else {
            match groups.last_mut().filter(|_| opened) {
                Some(group) => group.end = end,
                None => groups.push(small_words.unwrap_or(*start)..end),
            }
            (small_words, opened) = (None, true);
        }
    }
    groups.into_iter().filter_map(|g| expected.get(g)).map(str::to_owned).collect()
}

/// Which words of the framework the label keeps; of a word that it says less often, those that follow the same
/// one there.
fn kept_ones(words: &[(usize, &str, String)], stated: &str) -> Vec<bool> {
    let scanned: Vec<String> = words_and_numbers(stated).map(|(_, m)| flat(m)).collect();
    let before = |k: usize| k.checked_sub(1);
    let mut remaining: Vec<(Option<&String>, &String)> =
        scanned.iter().enumerate().map(|(k, m)| (before(k).and_then(|p| scanned.get(p)), m)).collect();
    let mut kept_ones: Vec<bool> =
        words.iter().map(|(.., bare)| STOP_WORDS.contains(&bare.as_str())).collect();
    for tracking in [true, false] {
        for (k, kept) in kept_ones.iter_mut().enumerate().filter(|(_, g)| !**g) {
            let Some((.., bare)) = words.get(k) else { continue };
            let preceding = before(k).and_then(|p| words.get(p)).map(|(.., m)| m);
            if let Some(index) =
                remaining.iter().position(|(p, m)| *m == bare && (!tracking || *p == preceding))
            {
                remaining.remove(index);
                *kept = true;
            }
        }
    }
    kept_ones
}

fn report(gaps: &[Gap<'_>]) -> Option<Diagnostic> {
    let (first, others) = gaps.split_first()?;
    let quotes = |words: &[String]| words.iter().map(|m| format!("« {m} »")).collect::<Vec<_>>().join(", ");
    let near = similarity(first.expected, first.stated);
    let changed = first.omitted.len() == first.added.len() && near >= 0.8;
    let message = if changed {
        format!(
            "le libellé {} dit {} là où le référentiel dit {}",
            short(first.stated),
            quotes(&first.added),
            quotes(&first.omitted)
        )
    } else {
        let omitted = omitted_groups(first.expected, first.stated);
        format!("le libellé {} omet du référentiel {}", short(first.stated), quotes(&omitted))
    };
    let mut finding = Diagnostic::finding(first.span, message)
        .also(first.reference, format!("le référentiel dit {} (ressemblance : {near:.2})", short(first.expected)))
        .help("reprendre le libellé du référentiel, en retirant « libelle » de la ligne, ou n’y ajouter qu’une précision");
    for other in others {
        finding = finding.also(other.span, "de même ici");
    }
    Some(if changed { finding } else { finding.advice() })
}
