//! Checks that two funded fiches do not value the same named action, and are not copies of each other.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::texts::{by_file, passages};
use crate::check::readings::{Reading, ReadingsOf};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{SaidFact, SaidValue};
use crate::lang::flat;
use crate::ledger::budget::fiche_total;
use crate::model::passage::is_prose;
use crate::model::{Fiche, Passage};
use crate::text::{Span, tail};

const FILE_1: &str = "content/2024/fiches/01-accueil.md";
const FILE_2: &str = "content/2024/fiches/02-diagnostics.md";
const SENTENCE_1: &str = "Les CCAS en témoignent, et le RSA n'est pas seul en cause.";
const SENTENCE_2: &str = "Deux conseillers suivent les personnes, en lien avec la fiche 1.";

pub(crate) static PAGE: Page = Page {
    title: "la même action est valorisée dans deux fiches",
    severity: Severity::Advice,
    checks: "Une action qui a un nom propre en capitales (« l’expérimentation NOVA », « le projet NOVA »), que deux fiches \
              financées disent « valoriser » ; et deux fiches financées dont au moins la moitié du texte de la plus courte \
              est recopiée de l’autre. Un dispositif nommé sans être valorisé dans la phrase est laissé de côté.",
    why: "Une même dépense ne se finance qu’une fois ; deux fiches pour une action demandent de dire ce que chacune \
               paie.",
    source: "Sincérité des prévisions, CGCT, art. L. 3312-1 et suivants ; non-cumul du financement d’une même dépense.",
    example: Example {
        context: &[Change {
            file: FILE_1,
            from: SENTENCE_1,
            to: "Les CCAS en témoignent. La convention valorise ici le projet « NOVATEUR ».",
        }],
        fault: &[Change {
            file: FILE_2,
            from: SENTENCE_2,
            to: "Cette fiche valorise le projet « NOVATEUR ».",
        }],
        admitted: &[Change {
            file: FILE_2,
            from: SENTENCE_2,
            to: "Les personnes viennent du projet « NOVATEUR » (fiche 1).",
        }],
    },
};

/// Words per shingle (run of consecutive words).
const SHINGLE_WORDS: usize = 6;
/// Texts with fewer shingles are too short to be compared.
const SHINGLES_MIN: usize = 40;

/// Nouns of what has a name of its own.
const NAMED: [&str; 9] = [
    "experimentation",
    "projet",
    "programme",
    "dispositif",
    "demarche",
    "operation",
    "action",
    "plateforme",
    "plate-forme",
];

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let all = by_file(context.dossier);
    let funded: Vec<(&Fiche, &[Passage])> = context
        .fiches()
        .filter(|fiche| !fiche_total(fiche).total.is_zero())
        .map(|fiche| (fiche, passages(&all, fiche)))
        .collect();
    let mut findings = actions_named_twice(context, &funded);
    findings.extend(copied_texts(context, &funded));
    findings
}

fn actions_named_twice(context: &Context<'_>, fiches: &[(&Fiche, &[Passage])]) -> Vec<Diagnostic> {
    let acronyms: BTreeSet<&str> =
        context.dossier.convention.acronyms.iter().map(|(acronym, _)| acronym.value.as_str()).collect();
    let mut by_name: BTreeMap<&str, Vec<(&Fiche, Span)>> = BTreeMap::new();
    for (fiche, text) in fiches {
        for passage in text.iter().filter(|p| is_prose(p)) {
            if !passage.text.contains("valoris") {
                continue;
            }
            for fact in passage.facts().facts.iter().filter(|fact| is_name(passage, fact)) {
                let Some(name) = passage.text.get(fact.bytes.clone()) else { continue };
                let locations = by_name.entry(name).or_default();
                let already =
                    locations.last().is_some_and(|(other, _)| other.number.value == fiche.number.value);
                let is_valued = passage.sentence(&fact.bytes).contains("valoris");
                if is_valued && !already && !acronyms.contains(name) {
                    locations.push((fiche, passage.span_of(&fact.bytes)));
                }
            }
        }
    }
    let repeated = by_name.into_iter().filter(|(_, locations)| locations.len() > 1);
    repeated
        .filter_map(|(name, locations)| {
            let ((last, span), others) = locations.split_last()?;
            let numbers: Vec<String> =
                others.iter().take(12).map(|(fiche, _)| fiche.number.value.to_string()).collect();
            let message = format!(
                "« {name} » est valorisé dans la fiche {} comme dans la fiche {}",
                last.number.value,
                numbers.join(", ")
            );
            Some(finding(*span, message, others))
        })
        .collect()
}

/// Whether a word in capitals is the name of an action: « le projet NOVA », « l’expérimentation dite « NOVA » ».
fn is_name(passage: &Passage, fact: &SaidFact) -> bool {
    let is_capitals =
        matches!(&fact.value, SaidValue::Acronym { letters, .. } if letters.chars().count() > 3);
    let before = flat(tail(passage.text.get(..fact.bytes.start).unwrap_or(""), 40));
    let mut words =
        before.trim_end().rsplit(' ').skip_while(|word| ["dit", "dite", "nomme", "nommee"].contains(word));
    is_capitals && words.next().is_some_and(|noun| NAMED.contains(&noun.strip_suffix('s').unwrap_or(noun)))
}

fn finding(span: Span, message: String, others: &[(&Fiche, Span)]) -> Diagnostic {
    let mut finding = Diagnostic::finding(span, message)
        .help("vérifier qu’aucune dépense n’est comptée deux fois, et dire ce que chaque fiche finance");
    for (fiche, span) in others.iter().take(12) {
        finding = finding.also(*span, format!("fiche {}", fiche.number.value));
    }
    finding
}

/// Pairs of fiches that share at least half of the shorter one's shingles.
fn copied_texts(context: &Context<'_>, fiches: &[(&Fiche, &[Passage])]) -> Vec<Diagnostic> {
    let readings = context.readings::<Shingles>();
    let sets: Vec<Vec<u64>> = fiches.iter().map(|(_, text)| shingles(text, &readings)).collect();
    let mut index: Vec<(u64, usize)> = sets
        .iter()
        .enumerate()
        .flat_map(|(rank, shingles)| shingles.iter().map(move |hash| (*hash, rank)))
        .collect();
    index.sort_unstable();
    // Comparing with the first fiche only keeps the number of pairs linear when a shingle is a stock phrase.
    let mut pairs: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for same_hash in index.chunk_by(|(a, _), (b, _)| a == b) {
        if let [(_, first), rest @ ..] = same_hash {
            for (_, other) in rest {
                *pairs.entry((*first, *other)).or_default() += 1;
            }
        }
    }
    let copies = pairs.into_iter().filter_map(|((first, second), shared)| {
        let short = sets.get(first)?.len().min(sets.get(second)?.len());
        let ((source, _), (copy, _)) = (fiches.get(first)?, fiches.get(second)?);
        (short >= SHINGLES_MIN && shared * 2 >= short).then_some((*source, *copy, shared * 100 / short))
    });
    copies
        .map(|(source, copy, rate)| {
            let message = format!(
                "la fiche {} reprend le texte de la fiche {}, à {rate} %",
                copy.number.value, source.number.value
            );
            finding(copy.title.span, message, &[(source, source.title.span)])
        })
        .collect()
}

/// Hashes of the shingles of a passage.
#[derive(Debug)]
struct Shingles(Vec<u64>);

impl Reading for Shingles {
    fn read(text: &str) -> Self {
        let words: Vec<u64> = flat(text).split(' ').map(|word| FxBuildHasher.hash_one(word)).collect();
        Self(words.windows(SHINGLE_WORDS).map(|window| FxBuildHasher.hash_one(window)).collect())
    }
}

/// Hashes of the shingles of a text, sorted, without duplicates.
fn shingles(text: &[Passage], readings: &ReadingsOf<Shingles>) -> Vec<u64> {
    let mut hashes = Vec::new();
    for passage in text.iter().filter(|p| is_prose(p)) {
        hashes.extend(&readings.read(&passage.text).0);
    }
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}
