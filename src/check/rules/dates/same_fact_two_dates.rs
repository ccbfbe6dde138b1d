//! Checks that two similar sentences about one fact give the same date.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::facts::{Moment, differing_digits, moments};
use crate::check::readings::{Reading, ReadingsOf};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::{flat, sentences};
use crate::model::Passage;
use crate::model::passage::is_prose;
use crate::text::FileId;

pub(crate) static PAGE: Page = Page {
    title: "le même fait est daté de deux façons",
    severity: Severity::Warning,
    checks: "Deux phrases de deux fichiers, qui ont au moins six mots longs en commun et plus de la moitié de leurs \
              mots, et qui donnent les mêmes dates, sauf une, qui ne diffère que d’un chiffre. Dans un même \
              fichier, où des phrases semblables font d’ordinaire une série, ne sont comparées que celles qui ont \
              plusieurs dates, et sont identiques à un mot et à leurs dates près.",
    why: "Un texte repris d’une fiche à l’autre doit l’être partout : la date laissée à l’ancienne fait douter de \
               toutes.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                to: "Deux conseillers suivent les personnes. Depuis le 5 mars 2023, la maison départementale de Roquenoire accueille les familles du plateau, en lien avec la fiche 1.",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "Une équipe mobile va vers les jeunes dont le parcours s'interrompt, là où ils sont.",
                to: "Une équipe mobile va vers les jeunes. La maison départementale de Roquenoire accueille les familles du plateau depuis le 5 mars 2023.",
            },
        ],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "depuis le 5 mars 2023.",
            to: "depuis le 5 mars 2021.",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "La maison départementale de Roquenoire accueille les familles du plateau depuis le 5 mars 2023.",
            to: "Un minibus conduit les jeunes à Roquenoire depuis le 5 mars 2021.",
        }],
    },
};

/// A word in more sentences than this does not identify a fact, and would make too many pairs.
const SHARED_WORD_MAX: usize = 8;

/// A sentence with at least one date.
struct DatedSentence<'d> {
    passage: &'d Passage,
    words: Arc<LongWordsOfSentence>,
    moments: Vec<Moment>,
}

/// The folded words of more than three letters of a sentence.
#[derive(Debug)]
struct LongWordsOfSentence(BTreeSet<String>);

impl Reading for LongWordsOfSentence {
    fn read(text: &str) -> Self {
        let text = flat(text);
        let words =
            text.split(' ').filter(|m| m.chars().count() > 3 && !m.contains(|c: char| c.is_ascii_digit()));
        Self(words.map(str::to_owned).collect())
    }
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let readings = context.readings::<LongWordsOfSentence>();
    let prose = context.dossier.passages.iter().filter(|p| is_prose(p));
    let sentences: Vec<DatedSentence<'_>> = prose.flat_map(|p| dated_sentences(p, &readings)).collect();
    let mut index: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (rank, sentence) in sentences.iter().enumerate() {
        for word in &sentence.words.0 {
            index.entry(word).or_default().push(rank);
        }
    }
    let mut findings = Vec::new();
    for (rank, sentence) in sentences.iter().enumerate() {
        let mut candidates: BTreeSet<usize> = BTreeSet::new();
        for ranks in sentence
            .words
            .0
            .iter()
            .filter_map(|m| index.get(m.as_str()))
            .filter(|r| r.len() <= SHARED_WORD_MAX)
        {
            candidates.extend(ranks.iter().filter(|r| **r < rank));
        }
        // One earlier sentence is enough for a finding.
        let previous = candidates
            .iter()
            .filter_map(|other| sentences.get(*other))
            .find_map(|other| differing_moments(other, sentence).map(|(a, b)| (other, a, b)));
        if let Some((other, a, b)) = previous {
            let written = |p: &DatedSentence<'_>, m: &Moment| {
                p.passage.text.get(m.bytes.clone()).unwrap_or("").to_owned()
            };
            findings.push(
                Diagnostic::finding(
                    sentence.passage.span_of(&b.bytes),
                    format!(
                        "ce fait porte ici la date « {} », et ailleurs « {} »",
                        written(sentence, b),
                        written(other, a)
                    ),
                )
                .also(other.passage.span_of(&a.bytes), written(other, a))
                .help("un chiffre les sépare : vérifier laquelle des deux dates est juste"),
            );
        }
    }
    findings
}

fn dated_sentences<'d>(
    passage: &'d Passage,
    readings: &ReadingsOf<LongWordsOfSentence>,
) -> Vec<DatedSentence<'d>> {
    let found_moments = moments(passage);
    if found_moments.is_empty() {
        return Vec::new();
    }
    sentences(&passage.text)
        .into_iter()
        .filter_map(|bytes| {
            let moments: Vec<Moment> = found_moments
                .iter()
                .filter(|m| bytes.start <= m.bytes.start && m.bytes.end <= bytes.end)
                .cloned()
                .collect();
            if moments.is_empty() {
                return None;
            }
            let words = readings.read(passage.text.get(bytes)?);
            Some(DatedSentence { passage, words, moments })
        })
        .collect()
}

/// The only two moments that differ between two sentences about the same fact.
fn differing_moments<'p>(
    a: &'p DatedSentence<'_>,
    b: &'p DatedSentence<'_>,
) -> Option<(&'p Moment, &'p Moment)> {
    if std::ptr::eq(a.passage, b.passage) || a.moments.len() != b.moments.len() {
        return None;
    }
    let mut gaps = a.moments.iter().zip(&b.moments).filter(|(first, second)| first.days != second.days);
    let (first, second) = gaps.next().filter(|_| gaps.next().is_none())?;
    let width = |m: &Moment| m.days.1.index() - m.days.0.index();
    // Compare a day with a day, a month with a month, a year with a year; month and year lengths vary.
    if (width(first) - width(second)).abs() > 3 || differing_digits(first.days.0, second.days.0) != 1 {
        return None;
    }
    let shared = a.words.0.intersection(&b.words.0).count();
    let small = a.words.0.len().min(b.words.0.len());
    let year = width(first) > 300;
    let file = |p: &DatedSentence<'_>| -> FileId { p.passage.file() };
    let large = a.words.0.len().max(b.words.0.len());
    let are_alike =
        large - shared <= 1 && a.moments.len() >= 2 && shared >= 3 && !same_list(a.passage, b.passage);
    let (enough, share) = if year { (7, 55) } else { (6, 60) };
    let are_close = file(a) != file(b) && shared >= enough && shared * 100 >= small * share;
    (are_alike || are_close).then_some((first, second))
}

fn same_list(a: &Passage, b: &Passage) -> bool {
    a.file() == b.file() && a.item.is_some() && a.item.map(|i| i.list) == b.item.map(|i| i.list)
}
