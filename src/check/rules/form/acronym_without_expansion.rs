//! An acronym is expanded nowhere.

use std::collections::{BTreeMap, BTreeSet};

use super::acronyms::AcronymsRead;
use crate::check::pieces::{TextPiece, has_acronyms, pieces};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{SaidValue, names_in_full};
use crate::lang::letters;
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
    let expanded: Vec<&str> = lone.keys().copied().filter(|letters| is_expanded(&pieces, letters)).collect();
    lone.retain(|letters, _| !expanded.contains(letters));
    for word in in_lowercase(&pieces, lone.keys().copied()) {
        lone.remove(word);
    }
    tally(&pieces, &mut lone);
    lone.iter().map(|(s, usage)| say(s, usage)).collect()
}

/// Whether the act expands an acronym with its dots, or gives the full name in a sentence of its own.
fn is_expanded(pieces: &[&TextPiece<'_>], acronym: &str) -> bool {
    pieces.iter().filter(|piece| has_acronyms(piece.text)).any(|piece| {
        let facts = piece.passage.facts();
        facts.facts.iter().any(|fact| match &fact.value {
            SaidValue::Acronym { letters, expansion } if letters == acronym => {
                let sentence =
                    facts.sentences.get(fact.sentence).and_then(|s| piece.passage.text.get(s.clone()));
                expansion.is_some() || sentence.is_some_and(|sentence| names_in_full(sentence, acronym))
            }
            _ => false,
        })
    })
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
    let mut by_initial: BTreeMap<char, Vec<&str>> = BTreeMap::new();
    for acronym in acronyms {
        by_initial.entry(letters(acronym).next().unwrap_or(' ')).or_default().push(acronym);
    }
    let words =
        pieces.iter().flat_map(|piece| piece.words()).map(|(_, word)| word).filter(|word| word.len() > 2);
    let lowercase_words = words.filter(|word| word.starts_with(char::is_lowercase));
    lowercase_words
        .filter_map(|word| Some((word, by_initial.get(&letters(word).next()?)?)))
        .flat_map(|(word, acronyms)| acronyms.iter().copied().filter(move |s| letters(word).eq(letters(s))))
        .collect()
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
