//! Declared acronyms and the text disagree: unused, or expanded otherwise.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::acronyms::{AcronymsRead, initials_match, vicinity};
use crate::check::pieces::has_acronyms;
use crate::check::shares::{FileShare, FileTexts};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::SaidValue;
use crate::lang::{flat, singular};
use crate::model::budget::{Charge, Cost, FactorKind};
use crate::text::{Spanned, words_and_numbers};

pub(crate) static PAGE: Page = Page {
    title: "un sigle déclaré ne répond pas au texte",
    severity: Severity::Warning,
    checks: "Chaque sigle déclaré dans `sigles` : le texte l’emploie (sinon, conseil), et, quand il le développe à côté d’une \
              parenthèse, avec les mots déclarés. Le pluriel, les accents et les capitales ne comptent pas. Un développement \
              dont les initiales ne sont pas celles du sigle n’est pas comparé.",
    why: "Le développement déclaré fixe le sens du sigle pour tout l’acte : deux sens, ou un sigle que rien n’emploie, \
               égarent le lecteur.",
    source: "Cohérence interne de l’acte ; usage éditorial des listes de sigles.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "le revenu de solidarité active (RSA)",
            to: "la ressource de soutien annuelle (RSA)",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "le revenu de solidarité active (RSA)",
            to: "les Revenus de Solidarité Active (RSA)",
        }],
    },
};

/// What a file does with the declared acronyms.
#[derive(Debug)]
struct OfFile {
    /// The ranks of those that it writes.
    written: BTreeSet<usize>,
    /// Where it expands one otherwise.
    faults: Vec<Diagnostic>,
}

impl FileShare for OfFile {
    type Given = ();

    fn of(context: &Context<'_>, file: &FileTexts<'_>, (): &()) -> Self {
        Self { written: written_in(context, file), faults: faults(context, file) }
    }
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let files = context.shares::<OfFile>(());
    let written: BTreeSet<usize> = files.iter().flat_map(|file| &file.written).copied().collect();
    let mut findings = unused(context, &written);
    findings.extend(files.iter().flat_map(|file| &file.faults).cloned());
    findings
}

/// The places of a file where a declared acronym is expanded otherwise.
fn faults(context: &Context<'_>, file: &FileTexts<'_>) -> Vec<Diagnostic> {
    let acronyms = context.readings::<AcronymsRead>();
    let mut findings = Vec::new();
    let mut by_letters: BTreeMap<&str, &(Spanned<String>, String)> = BTreeMap::new();
    for declared in &context.dossier.convention.acronyms {
        by_letters.entry(&declared.0.value).or_insert(declared);
    }
    let pieces = file.pieces(context).iter();
    for piece in pieces.filter(|piece| !piece.of_cadre && has_acronyms(piece.text)) {
        let read = acronyms.read(piece.text);
        for (acronym, expansion) in read.of(piece.text) {
            let declared = by_letters.get(acronym.letters).copied();
            let Some((key, declared_expansion)) = declared.filter(|_| piece.free(&acronym.bytes)) else {
                continue;
            };
            let Some(written_out) =
                expansion.filter(|written_out| initials_match(written_out, acronym.letters))
            else {
                continue;
            };
            if !ends_with_name(vicinity(piece.text, &acronym).unwrap_or(""), declared_expansion) {
                findings.push(
                    Diagnostic::finding(
                        piece.span(&acronym.bytes),
                        format!(
                            "« {} » est développé ici « {} », et déclaré « {declared_expansion} »",
                            acronym.letters,
                            written_out.trim_end_matches(['»', ' '])
                        ),
                    )
                    .also(key.span, "le développement déclaré dans « sigles »")
                    .help("garder un seul développement, ou deux sigles s’il y a deux sens"),
                );
            }
        }
    }
    findings
}

/// The declared acronyms that a file writes. In the one that declares them, only printed texts count: the list itself
/// must not.
fn written_in(context: &Context<'_>, file: &FileTexts<'_>) -> BTreeSet<usize> {
    let convention = &context.dossier.convention;
    let texts: Vec<&str> = match file.file == convention.cadre.span.file {
        true => {
            let names: BTreeSet<&str> = convention.acronyms.iter().map(|(_, s)| s.as_str()).collect();
            let texts = file.passages.iter().map(|passage| passage.text.as_str());
            texts.filter(|text| !names.contains(text)).collect()
        }
        false => vec![context.sources.source(file.file).text()],
    };
    // Nearly all acronyms are one word: each text is read once, however many are declared.
    let first_words = convention.acronyms.iter().filter_map(|(s, _)| words_and_numbers(&s.value).next());
    let wanted: BTreeSet<&str> = first_words.map(|(_, word)| word).collect();
    let words = found_among(&wanted, &texts);
    let is_written = |acronym: &str| match words_and_numbers(acronym).next() {
        Some((_, word)) if word == acronym => words.contains(word),
        Some((_, word)) => words.contains(word) && texts.iter().any(|text| written(text, acronym)),
        None => texts.iter().any(|text| written(text, acronym)),
    };
    let declared = convention.acronyms.iter().enumerate();
    declared.filter(|(_, (s, _))| is_written(&s.value)).map(|(rank, _)| rank).collect()
}

/// Declared acronyms that no text of the project writes.
fn unused(context: &Context<'_>, written: &BTreeSet<usize>) -> Vec<Diagnostic> {
    let posts = context.fiches().flat_map(|f| &f.budgets).flat_map(|b| &b.charges).any(counts_posts);
    let is_used = |s: &str| s == context.dossier.cadre.acronym || (posts && s == "ETP");
    let declared = context.dossier.convention.acronyms.iter().enumerate();
    declared
        .filter(|(rank, (s, _))| {
            !written.contains(rank) && !is_used(&s.value) && !is_dotted(context, &s.value)
        })
        .map(|(_, (s, declared_expansion))| {
            Diagnostic::finding(
                s.span,
                format!("le sigle « {} » ({declared_expansion}) n’est employé nulle part", s.value),
            )
            .advice()
            .help("le retirer de la liste")
        })
        .collect()
}

/// Those of some words that are words of the texts: most words are dismissed on their first byte.
fn found_among<'w>(wanted: &BTreeSet<&'w str>, texts: &[&str]) -> FxHashSet<&'w str> {
    let mut opens = [false; 256];
    for first in wanted.iter().filter_map(|word| word.bytes().next()) {
        opens.iter_mut().skip(usize::from(first)).take(1).for_each(|opens| *opens = true);
    }
    let mut found = FxHashSet::default();
    for text in texts {
        let opening =
            text.bytes().enumerate().filter(|(_, byte)| opens.get(usize::from(*byte)) == Some(&true));
        for (at, _) in opening {
            let rest = text.as_bytes().get(at..).unwrap_or_default();
            let here = wanted.iter().filter(|word| rest.starts_with(word.as_bytes()));
            found.extend(here.filter(|word| is_whole(text, at, word)).copied());
        }
    }
    found
}

/// Whether what stands at a byte of a text touches no letter or digit.
fn is_whole(text: &str, at: usize, word: &str) -> bool {
    let is_bounded = |letter: Option<char>| !letter.is_some_and(char::is_alphanumeric);
    is_bounded(text.get(..at).and_then(|before| before.chars().next_back()))
        && is_bounded(text.get(at + word.len()..).and_then(|after| after.chars().next()))
}

/// Whether a printed text writes an acronym with its dots.
fn is_dotted(context: &Context<'_>, acronym: &str) -> bool {
    let texts = context.dossier.passages.iter().filter(|passage| passage.text.contains('.'));
    let mut facts = texts.flat_map(|passage| &passage.facts().facts);
    facts.any(|fact| matches!(&fact.value, SaidValue::Acronym { letters, .. } if letters == acronym))
}

/// Whether a text holds an acronym as a whole word.
fn written(text: &str, acronym: &str) -> bool {
    text.match_indices(acronym).any(|(at, word)| is_whole(text, at, word))
}

/// Whether a charge prints a number of posts: the program then writes « ETP » itself.
fn counts_posts(charge: &Charge) -> bool {
    match &charge.cost {
        Cost::Valorisation(v) => v.factors.iter().any(|f| f.kind == FactorKind::Number("ETP")),
        Cost::Detailed(lines) => lines.iter().any(counts_posts),
        Cost::Montant(_) | Cost::ByExercice(_) | Cost::Bordereau(_) | Cost::Absent(_) => false,
    }
}

/// The words of more than three letters of a name, singular.
fn content_words(text: &str) -> Vec<String> {
    flat(text).split(' ').filter(|word| word.len() > 3).map(|word| singular(word).into_owned()).collect()
}

/// Whether a text starts or ends with the words of a name, typos allowed.
fn ends_with_name(text: &str, name: &str) -> bool {
    let (text, name) = (content_words(text), content_words(name));
    let alike = |a: &[String]| {
        a.len() == name.len()
            && a.iter()
                .zip(&name)
                .all(|(x, y)| strsim::osa_distance(x, y) <= 2 && x.chars().next() == y.chars().next())
    };
    text.len() >= name.len()
        && (text.get(text.len() - name.len()..).is_some_and(alike)
            || text.get(..name.len()).is_some_and(alike))
}
