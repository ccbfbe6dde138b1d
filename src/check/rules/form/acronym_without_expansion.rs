//! An acronym is expanded nowhere.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::acronyms::AcronymsRead;
use crate::check::pieces::{TextPiece, has_acronyms, pieces};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{SaidValue, names_in_full};
use crate::lang::flat;
use crate::text::{FileId, Span, words_and_numbers};

pub(crate) static PAGE: Page = Page {
    title: "un sigle n’est développé nulle part",
    severity: Severity::Advice,
    checks: "Les mots de deux à huit capitales qui s’emploient avec un déterminant (« la CAF », « du PDI »), dans un article ou \
              dans deux fichiers au moins, et que ni `sigles` ni le texte (« Nom complet (SIGLE) », « SIGLE (nom complet) », avec \
              ou sans points, ou le nom complet dans la même phrase) ne développe. Un constat par sigle, au premier emploi. Les noms propres (sans déterminant), les chiffres romains, \
              les textes tout en capitales et les mots qui s’écrivent aussi en minuscules sont laissés de côté, comme le \
              cadre, dont les mots sont ceux de l’État.",
    why: "L’acte est lu par des élus, des habitants et un juge : un sigle que l’on ne connaît pas arrête la lecture.",
    source: "WCAG 2.1, critère 3.1.4 (abréviations) ; usage éditorial : un sigle est développé à son premier emploi.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/04-duree.md",
            from: "La convention vaut un an.",
            to: "La convention vaut un an, sauf pour le PDI.",
        }],
        admitted: &[
            Change {
                file: "content/2024/articles/04-duree.md",
                from: "La convention vaut un an.",
                to: "La convention vaut un an, sauf pour le programme départemental d'insertion (PDI).",
            },
            Change {
                file: "content/2024/articles/04-duree.md",
                from: "La convention vaut un an.",
                to: "La convention vaut un an, comme le dit ACME.",
            },
        ],
    },
};

/// What the act does with one acronym.
struct Usages {
    first: Span,
    number: usize,
    files: BTreeSet<FileId>,
    article: bool,
    has_determiner: bool,
    expanded: bool,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let pieces: Vec<&TextPiece<'_>> = pieces(context).collect();
    let articles: BTreeSet<FileId> = context.dossier.articles.iter().map(|a| a.span.file).collect();
    let acronyms = context.readings::<AcronymsRead>();
    let mut usages: BTreeMap<&str, Usages> = BTreeMap::new();
    for piece in &pieces {
        let cadre = piece.of_cadre;
        let read = acronyms.read(piece.text);
        for (acronym, expansion) in read.of(piece.text).filter(|(s, _)| piece.free(&s.bytes)) {
            let expanded = expansion.is_some();
            if cadre && !expanded {
                continue;
            }
            let usage = usages.entry(acronym.letters).or_insert_with(|| Usages {
                first: piece.span(&acronym.bytes),
                number: 0,
                files: BTreeSet::new(),
                article: false,
                has_determiner: false,
                expanded: false,
            });
            usage.files.insert(piece.file());
            usage.article |= articles.contains(&piece.file());
            usage.has_determiner |= acronym.has_determiner;
            usage.expanded |= expanded;
        }
    }
    let convention = &context.dossier.convention;
    let declared_acronyms: BTreeSet<&str> = convention
        .acronyms
        .iter()
        .map(|(s, _)| s.value.as_str())
        .chain([context.dossier.cadre.acronym.as_str()])
        .collect();
    let mut lone: BTreeMap<&str, Usages> = usages
        .into_iter()
        .filter(|(s, usage)| !usage.expanded && usage.has_determiner && !declared_acronyms.contains(s))
        .filter(|(_, usage)| usage.article || usage.files.len() > 1)
        .collect();
    for letters in expanded(&pieces, &lone) {
        lone.remove(letters);
    }
    for word in in_lowercase(&pieces, lone.keys().copied()) {
        lone.remove(word);
    }
    tally(&pieces, &mut lone);
    lone.iter().map(|(s, usage)| say(s, usage)).collect()
}

/// The acronyms that the act expands with their dots, or whose full name it gives in a sentence of its own.
fn expanded<'a>(pieces: &'a [&TextPiece<'_>], lone: &BTreeMap<&str, Usages>) -> BTreeSet<&'a str> {
    let texts = pieces.iter().filter(|piece| !lone.is_empty() && has_acronyms(piece.text));
    let facts = texts.flat_map(|piece| {
        let facts = piece.passage.facts();
        facts.facts.iter().map(move |fact| (piece, facts, fact))
    });
    facts
        .filter_map(|(piece, facts, fact)| match &fact.value {
            SaidValue::Acronym { letters, expansion } if lone.contains_key(letters.as_str()) => {
                let sentence =
                    facts.sentences.get(fact.sentence).and_then(|s| piece.passage.text.get(s.clone()));
                let is_expanded =
                    expansion.is_some() || sentence.is_some_and(|sentence| names_in_full(sentence, letters));
                is_expanded.then_some(letters.as_str())
            }
            _ => None,
        })
        .collect()
}

/// Counts every use, cells that hold only the acronym included.
fn tally(pieces: &[&TextPiece<'_>], lone: &mut BTreeMap<&str, Usages>) {
    if lone.is_empty() {
        return;
    }
    for piece in pieces.iter().filter(|piece| !piece.of_cadre) {
        // Every acronym is in capitals: most texts have none.
        let candidates = has_acronyms(piece.text).then(|| words_and_numbers(piece.text));
        for (start, word) in candidates.into_iter().flatten() {
            if let Some(usage) = lone.get_mut(word).filter(|_| piece.free(&(start..start + word.len()))) {
                usage.number += 1;
                usage.files.insert(piece.file());
            }
        }
    }
}

/// The acronyms that the act also writes as an ordinary word: capitals were only emphasis.
fn in_lowercase<'s>(pieces: &[&TextPiece<'_>], acronyms: impl Iterator<Item = &'s str>) -> BTreeSet<&'s str> {
    let by_letters: FxHashMap<String, &str> = acronyms.map(|acronym| (flat(acronym), acronym)).collect();
    let longest = by_letters.keys().map(String::len).max().unwrap_or(0);
    let words = pieces.iter().flat_map(|piece| piece.folded_words());
    let lowercase_words = words.filter(|(_, word, folded)| {
        word.len() > 2 && folded.len() <= longest && word.starts_with(char::is_lowercase)
    });
    lowercase_words.filter_map(|(_, _, folded)| by_letters.get(folded).copied()).collect()
}

fn say(acronym: &str, usages: &Usages) -> Diagnostic {
    let how_many = match (usages.number, usages.files.len()) {
        (1, _) => "employé une fois".to_owned(),
        (n, 1) => format!("employé {n} fois"),
        (n, f) => format!("employé {n} fois dans {f} fichiers"),
    };
    Diagnostic::finding(usages.first, format!("le sigle « {acronym} », {how_many}, n’est développé nulle part"))
        .here("premier emploi")
        .on_its_words()
        .help("l’écrire ici en toutes lettres, le sigle entre parenthèses, ou l’ajouter à « sigles » dans convention.yaml")
}
