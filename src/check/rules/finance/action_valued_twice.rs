//! The same action funded in two fiches.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;
use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;

use crate::check::rules::finance::texts::{by_file, is_prose, passages};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::ledger::budget::fiche_total;
use crate::model::{Fiche, Passage};
use crate::text::{Span, pattern};
use regex::Regex;

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

/// Words of a shingle, and fewest shingles of a text that is compared.
const WORDS: usize = 6;
const SHINGLES: usize = 40;

static NAME: LazyLock<Regex> = LazyLock::new(|| {
    let name = r"\b(?:expérimentation|projet|programme|dispositif|démarche|opération|action|plateforme)s?\s+(?:dite?s?\s+|nommée?s?\s+)?«?[\s\x{a0}]*([A-ZÉÈÀ]{4,})\b";
    pattern(name)
});

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let all = by_file(c.dossier);
    let funded: Vec<(&Fiche, &[Passage])> =
        c.fiches().filter(|f| !fiche_total(f).total.is_zero()).map(|f| (f, passages(&all, f))).collect();
    let mut findings = named_findings(c, &funded);
    findings.extend(copied(&funded));
    findings
}

fn named_findings(c: &Context<'_>, fiches: &[(&Fiche, &[Passage])]) -> Vec<Diagnostic> {
    let acronyms: BTreeSet<&str> =
        c.dossier.convention.acronyms.iter().map(|(s, _)| s.value.as_str()).collect();
    let mut by_name: BTreeMap<&str, Vec<(&Fiche, Span)>> = BTreeMap::new();
    for (fiche, text) in fiches {
        for passage in text.iter().filter(|p| is_prose(p)) {
            for name in NAME.captures_iter(&passage.text).filter_map(|p| p.get(1)) {
                let sentence = passage.sentence(&name.range()).to_lowercase();
                let locations = by_name.entry(name.as_str()).or_default();
                let already = locations.last().is_some_and(|(f, _)| f.number.value == fiche.number.value);
                if sentence.contains("valoris") && !already && !acronyms.contains(name.as_str()) {
                    locations.push((fiche, passage.span_of(&name.range())));
                }
            }
        }
    }
    let doubles = by_name.into_iter().filter(|(_, locations)| locations.len() > 1);
    doubles
        .filter_map(|(name, locations)| {
            let ((last, span), others) = locations.split_last()?;
            let numbers: Vec<String> =
                others.iter().take(12).map(|(f, _)| f.number.value.to_string()).collect();
            let message = format!(
                "« {name} » est valorisé dans la fiche {} comme dans la fiche {}",
                last.number.value,
                numbers.join(", ")
            );
            Some(finding(*span, message, others))
        })
        .collect()
}

fn finding(span: Span, message: String, others: &[(&Fiche, Span)]) -> Diagnostic {
    let mut finding = Diagnostic::finding(span, message)
        .help("vérifier qu’aucune dépense n’est comptée deux fois, et dire ce que chaque fiche finance");
    for (f, span) in others.iter().take(12) {
        finding = finding.also(*span, format!("fiche {}", f.number.value));
    }
    finding
}

/// Fiches half of whose text is that of another one.
fn copied(fiches: &[(&Fiche, &[Passage])]) -> Vec<Diagnostic> {
    let sets: Vec<Vec<u64>> = fiches.iter().map(|(_, t)| shingles(t)).collect();
    let mut index: Vec<(u64, usize)> =
        sets.iter().enumerate().flat_map(|(rank, e)| e.iter().map(move |b| (*b, rank))).collect();
    index.sort_unstable();
    // A shingle of many fiches is a formula of the act; each fiche is compared with the first that shares it.
    let mut pairs: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for alike in index.chunk_by(|(a, _), (b, _)| a == b) {
        if let [(_, first), rest @ ..] = alike {
            for (_, other) in rest {
                *pairs.entry((*first, *other)).or_default() += 1;
            }
        }
    }
    let copies = pairs.into_iter().filter_map(|((a, b), shared)| {
        let short = sets.get(a)?.len().min(sets.get(b)?.len());
        let ((x, _), (y, _)) = (fiches.get(a)?, fiches.get(b)?);
        (short >= SHINGLES && shared * 2 >= short).then_some((*x, *y, shared * 100 / short))
    });
    copies
        .map(|(a, b, rate)| {
            let message = format!(
                "la fiche {} reprend le texte de la fiche {}, à {rate} %",
                b.number.value, a.number.value
            );
            finding(b.heading.span, message, &[(a, a.heading.span)])
        })
        .collect()
}

/// What stands for the shingles of a text, in order, each once.
fn shingles(text: &[Passage]) -> Vec<u64> {
    let mut overall = Vec::new();
    for passage in text.iter().filter(|p| is_prose(p)) {
        let flat = flat(&passage.text);
        let words: Vec<u64> = flat.split(' ').map(|word| FxBuildHasher.hash_one(word)).collect();
        overall.extend(words.windows(WORDS).map(|rest| FxBuildHasher.hash_one(rest)));
    }
    overall.sort_unstable();
    overall.dedup();
    overall
}
