//! An acronym that nobody develops.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::rules::form::acronyms::{acronyms, expansion};
use crate::check::rules::form::pieces::{Piece, pieces};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::letters;
use crate::text::{FileId, Span, words_and_numbers};

pub(crate) static PAGE: Page = Page {
    title: "un sigle n’est développé nulle part",
    severity: Severity::Advice,
    checks: "Les mots de deux à huit capitales qui s’emploient avec un déterminant (« la CAF », « du PDI »), dans un article ou \
              dans deux fichiers au moins, et que ni `sigles` ni le texte (« Nom complet (SIGLE) », « SIGLE (nom complet) ») ne \
              développe. Un constat par sigle, au premier emploi. Les noms propres (sans déterminant), les chiffres romains, \
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

/// What is known of an acronym.
struct Usages {
    first: Span,
    number: usize,
    files: BTreeSet<FileId>,
    article: bool,
    has_determiner: bool,
    expanded: bool,
}

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let pieces: Vec<&Piece<'_>> = pieces(c).collect();
    let articles: BTreeSet<FileId> = c.dossier.articles.iter().map(|a| a.span.file).collect();
    let mut usages: BTreeMap<&str, Usages> = BTreeMap::new();
    for m in &pieces {
        let cadre = m.of_cadre;
        for acronym in acronyms(m.text).iter().filter(|s| m.free(&s.bytes)) {
            let expanded = expansion(m.text, acronym).is_some();
            if cadre && !expanded {
                continue;
            }
            let e = usages.entry(acronym.letters).or_insert_with(|| Usages {
                first: m.span(&acronym.bytes),
                number: 0,
                files: BTreeSet::new(),
                article: false,
                has_determiner: false,
                expanded: false,
            });
            e.files.insert(m.file());
            e.article |= articles.contains(&m.file());
            e.has_determiner |= acronym.has_determiner;
            e.expanded |= expanded;
        }
    }
    let convention = &c.dossier.convention;
    let declared_names: BTreeSet<&str> = convention
        .acronyms
        .iter()
        .map(|(s, _)| s.value.as_str())
        .chain([c.dossier.cadre.acronym.as_str()])
        .collect();
    let mut lone: BTreeMap<&str, Usages> = usages
        .into_iter()
        .filter(|(s, e)| !e.expanded && e.has_determiner && !declared_names.contains(s))
        .filter(|(_, e)| e.article || e.files.len() > 1)
        .collect();
    for word in in_lowercase(&pieces, lone.keys().copied()) {
        lone.remove(word);
    }
    tally(&pieces, &mut lone);
    lone.iter().map(|(s, e)| say(s, e)).collect()
}

/// Counts all the uses of some acronyms, with those of cells that hold nothing else.
fn tally(pieces: &[&Piece<'_>], lone: &mut BTreeMap<&str, Usages>) {
    if lone.is_empty() {
        return;
    }
    for m in pieces.iter().filter(|m| !m.of_cadre) {
        for (start, word) in words_and_numbers(m.text) {
            if let Some(e) = lone.get_mut(word).filter(|_| m.free(&(start..start + word.len()))) {
                e.number += 1;
                e.files.insert(m.file());
            }
        }
    }
}

/// The acronyms whose letters some text writes as a word.
fn in_lowercase<'s>(pieces: &[&Piece<'_>], acronyms: impl Iterator<Item = &'s str>) -> BTreeSet<&'s str> {
    let mut by_initial: BTreeMap<char, Vec<&str>> = BTreeMap::new();
    for acronym in acronyms {
        by_initial.entry(letters(acronym).next().unwrap_or(' ')).or_default().push(acronym);
    }
    let words = pieces.iter().flat_map(|m| &m.words).map(|(_, word)| *word).filter(|word| word.len() > 2);
    let small_words = words.filter(|word| word.starts_with(char::is_lowercase));
    small_words
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
        .help("l’écrire ici en toutes lettres, le sigle entre parenthèses, ou l’ajouter à « sigles » dans convention.yaml")
}
