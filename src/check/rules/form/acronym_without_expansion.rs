//! An acronym is expanded nowhere.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::acronyms::AcronymsRead;
use crate::check::pieces::{TextPiece, has_acronyms};
use crate::check::shares::{FileShare, FileTexts};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{SaidValue, names_in_full};
use crate::lang::flat;
use crate::text::{Span, words_and_numbers};

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

/// What a file, or the act, does with one acronym.
#[derive(Debug, Clone)]
struct Usages {
    first: Span,
    number: usize,
    files: usize,
    article: bool,
    has_determiner: bool,
    expanded: bool,
}

/// The acronyms of a file. The framework only expands: its words are the State's.
#[derive(Debug)]
struct OfFile(BTreeMap<String, Usages>);

impl FileShare for OfFile {
    type Given = ();

    fn of(context: &Context<'_>, file: &FileTexts<'_>, (): &()) -> Self {
        let article = context.dossier.articles.iter().any(|article| article.span.file == file.file);
        let acronyms = context.readings::<AcronymsRead>();
        let mut usages: BTreeMap<String, Usages> = BTreeMap::new();
        for piece in file.pieces(context).iter().filter(|piece| has_acronyms(piece.text)) {
            let read = acronyms.read(piece.text);
            for (acronym, expansion) in read.of(piece.text).filter(|(s, _)| piece.free(&s.bytes)) {
                let expanded = expansion.is_some();
                if piece.of_cadre && !expanded {
                    continue;
                }
                let (first, has_determiner) = (piece.span(&acronym.bytes), false);
                let new = || Usages { first, number: 0, files: 1, article, has_determiner, expanded: false };
                let usage = usages.entry(acronym.letters.to_owned()).or_insert_with(new);
                usage.has_determiner |= acronym.has_determiner;
                usage.expanded |= expanded;
            }
        }
        Self(usages)
    }
}

/// What a file says of the acronyms that no parenthesis expands.
#[derive(Debug)]
struct Lone {
    /// Those that it also expands otherwise, or writes as an ordinary word: capitals were only emphasis.
    known: BTreeSet<String>,
    /// How often it writes each, cells that hold only the acronym included.
    number: BTreeMap<String, usize>,
}

impl FileShare for Lone {
    type Given = BTreeSet<String>;

    fn of(context: &Context<'_>, file: &FileTexts<'_>, lone: &BTreeSet<String>) -> Self {
        let pieces = file.pieces(context);
        let mut known = expanded(pieces, lone);
        known.extend(in_lowercase(pieces, lone));
        let mut number: BTreeMap<String, usize> = BTreeMap::new();
        // Every acronym is in capitals: most texts have none.
        for piece in pieces.iter().filter(|piece| !piece.of_cadre && has_acronyms(piece.text)) {
            let words = words_and_numbers(piece.text).filter(|(_, word)| lone.contains(*word));
            for (_, word) in words.filter(|(start, word)| piece.free(&(*start..start + word.len()))) {
                *number.entry(word.to_owned()).or_default() += 1;
            }
        }
        Self { known, number }
    }
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut usages: BTreeMap<&str, Usages> = BTreeMap::new();
    let files = context.shares::<OfFile>(());
    for (letters, of_file) in files.iter().flat_map(|file| &file.0) {
        usages
            .entry(letters)
            .and_modify(|usage| {
                usage.files += 1;
                usage.article |= of_file.article;
                usage.has_determiner |= of_file.has_determiner;
                usage.expanded |= of_file.expanded;
            })
            .or_insert_with(|| of_file.clone());
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
        .filter(|(_, usage)| usage.article || usage.files > 1)
        .collect();
    if lone.is_empty() {
        return Vec::new();
    }
    let written = context.shares::<Lone>(lone.keys().map(|letters| (*letters).to_owned()).collect());
    lone.retain(|letters, _| !written.iter().any(|file| file.known.contains(*letters)));
    for (letters, usage) in &mut lone {
        let counts = files.iter().zip(&written).map(|(file, written)| {
            let number = written.number.get(*letters).copied().unwrap_or(0);
            (number, usize::from(number > 0 || file.0.contains_key(*letters)))
        });
        (usage.number, usage.files) = counts.fold((0, 0), |(n, f), (number, files)| (n + number, f + files));
    }
    lone.iter().map(|(s, usage)| say(s, usage)).collect()
}

/// The acronyms that are expanded with their dots, or whose full name stands in a sentence of its own.
fn expanded(pieces: &[TextPiece<'_>], lone: &BTreeSet<String>) -> BTreeSet<String> {
    let texts = pieces.iter().filter(|piece| has_acronyms(piece.text));
    let facts = texts.flat_map(|piece| {
        let facts = piece.passage.facts();
        facts.facts.iter().map(move |fact| (piece, facts, fact))
    });
    facts
        .filter_map(|(piece, facts, fact)| match &fact.value {
            SaidValue::Acronym { letters, expansion } if lone.contains(letters) => {
                let sentence =
                    facts.sentences.get(fact.sentence).and_then(|s| piece.passage.text.get(s.clone()));
                let is_expanded =
                    expansion.is_some() || sentence.is_some_and(|sentence| names_in_full(sentence, letters));
                is_expanded.then(|| letters.clone())
            }
            _ => None,
        })
        .collect()
}

/// The acronyms that are also written as an ordinary word.
fn in_lowercase(pieces: &[TextPiece<'_>], acronyms: &BTreeSet<String>) -> BTreeSet<String> {
    let by_letters: FxHashMap<String, &String> =
        acronyms.iter().map(|acronym| (flat(acronym), acronym)).collect();
    let longest = by_letters.keys().map(String::len).max().unwrap_or(0);
    let words = pieces.iter().flat_map(|piece| piece.folded_words());
    let lowercase_words = words.filter(|(_, word, folded)| {
        word.len() > 2 && folded.len() <= longest && word.starts_with(char::is_lowercase)
    });
    lowercase_words
        .filter_map(|(_, _, folded)| by_letters.get(folded).map(|acronym| (*acronym).clone()))
        .collect()
}

fn say(acronym: &str, usages: &Usages) -> Diagnostic {
    let how_many = match (usages.number, usages.files) {
        (1, _) => "employé une fois".to_owned(),
        (n, 1) => format!("employé {n} fois"),
        (n, f) => format!("employé {n} fois dans {f} fichiers"),
    };
    Diagnostic::finding(usages.first, format!("le sigle « {acronym} », {how_many}, n’est développé nulle part"))
        .here("premier emploi")
        .on_its_words()
        .help("l’écrire ici en toutes lettres, le sigle entre parenthèses, ou l’ajouter à « sigles » dans convention.yaml")
}
