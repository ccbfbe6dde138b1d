//! References of the act to its own parts, and the numbered parts that they may target.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use crate::check::Context;
use crate::check::headings;
use crate::check::shares::{FileShare, FileTexts};
use crate::lang::facts::{ReferenceKind, SaidFact, SaidValue};
use crate::lang::flat;
use crate::model::passage::Passage;
use crate::text::{FileId, LETTERS, Span, pattern};
use regex::Regex;

/// A reference in a text of the act.
#[derive(Debug, Clone)]
pub(crate) struct CrossReference {
    /// Passage that holds it.
    pub passage: Passage,
    /// What it refers to.
    pub kind: ReferenceKind,
    /// Its number: `2.1`, `A`.
    pub number: String,
    /// Where it is written.
    pub span: Span,
    /// Its bytes in the passage.
    pub bytes: Range<usize>,
}

impl CrossReference {
    /// The sentence that holds it.
    pub(crate) fn sentence(&self) -> &str {
        self.passage.sentence(&self.bytes)
    }
}

/// A part of the act that has a number: an article, or a part of one.
#[derive(Debug, Clone)]
pub(crate) struct NumberedPart {
    /// Its number: `2.1`.
    pub key: String,
    /// Where its number is written.
    pub span: Span,
    /// Its title, flattened.
    pub title: String,
    /// Its title and its text, flattened, without the phrases that name no subject.
    pub text: String,
    /// Its file.
    pub file: FileId,
    /// Bytes of the file that it covers.
    pub zone: Range<usize>,
}

/// The parts of the act, by number and by file.
#[derive(Debug, Default)]
pub(crate) struct ActParts {
    /// Articles and their numbered headings, in order.
    pub parts: Vec<NumberedPart>,
    /// Indices in `parts`, by number.
    pub by_number: BTreeMap<String, Vec<usize>>,
    /// Indices in `parts`, by file.
    pub by_file: BTreeMap<FileId, Vec<usize>>,
}

impl ActParts {
    /// The narrowest part that contains a place.
    pub(crate) fn around(&self, span: Span) -> Option<&NumberedPart> {
        let inside = self.by_file.get(&span.file).into_iter().flatten();
        inside.filter_map(|index| self.parts.get(*index)).rfind(|part| part.zone.contains(&span.start))
    }

    /// The first numbered part of a file: its article.
    pub(crate) fn article_of_file(&self, file: FileId) -> Option<&NumberedPart> {
        self.parts.get(*self.by_file.get(&file)?.first()?)
    }

    /// The part of a number, when no other has the same.
    pub(crate) fn unique(&self, key: &str) -> Option<&NumberedPart> {
        match self.by_number.get(key)?.as_slice() {
            [index] => self.parts.get(*index),
            _ => None,
        }
    }

    /// All the parts of a number.
    pub(crate) fn with_number(&self, key: &str) -> Vec<&NumberedPart> {
        self.by_number.get(key).into_iter().flatten().filter_map(|index| self.parts.get(*index)).collect()
    }
}

/// Phrases that hold the name of a subject and do not speak of it.
static NO_SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:par rapport (?:a|au|aux)|(?:en|sans|de) rapports? avec|rapports? entre)\b")
});

/// A text, flattened, without the phrases that name no subject: « par rapport à », « en rapport avec ».
pub(crate) fn subjects(text: &str) -> String {
    let text = flat(text);
    match text.contains("rapport") {
        true => NO_SUBJECT.replace_all(&text, "").into_owned(),
        false => text,
    }
}

/// The articles and their numbered parts.
pub(crate) fn act_parts(context: &Context<'_>) -> ActParts {
    let mut act_parts = ActParts::default();
    let articles: BTreeMap<FileId, _> =
        context.dossier.articles.iter().map(|article| (article.span.file, article)).collect();
    for passages in headings::by_file(&context.dossier.passages) {
        let Some(article) = passages.first().and_then(|passage| articles.get(&passage.file())) else {
            continue;
        };
        let file = article.span.file;
        let text_in = |zone: &Range<usize>| {
            let inside = passages.iter().filter(|passage| zone.contains(&passage.span.start));
            inside.map(|passage| subjects(&passage.text)).collect::<Vec<_>>().join(" ")
        };
        if let Some(number) = &article.number {
            let zone = 0..usize::MAX;
            let text = text_in(&zone);
            act_parts.parts.push(NumberedPart {
                key: key(&number.value),
                span: number.span,
                title: article.title.as_ref().map(|title| flat(&title.value)).unwrap_or_default(),
                text,
                file,
                zone,
            });
        }
        let headings = headings::headings_of(passages.iter());
        for (index, heading) in headings.iter().enumerate() {
            let Some(number) = heading.number.as_ref().filter(|number| number.parts.len() > 1) else {
                continue;
            };
            let end = headings.iter().skip(index + 1).find(|next| next.level <= heading.level);
            let zone = heading.passage.span.start..end.map_or(usize::MAX, |next| next.passage.span.start);
            let text = text_in(&zone);
            let title = flat(&heading.passage.text);
            let (key, span) = (number.key(), heading.span());
            act_parts.parts.push(NumberedPart { key, span, title, text, file, zone });
        }
    }
    for (index, part) in act_parts.parts.iter().enumerate() {
        act_parts.by_number.entry(part.key.clone()).or_default().push(index);
        act_parts.by_file.entry(part.file).or_default().push(index);
    }
    act_parts
}

/// An article number as references write it: « 1er » is 1.
fn key(number: &str) -> String {
    number.trim().trim_end_matches("er").trim_end_matches('.').to_owned()
}

/// The files of the articles and of the fiches.
pub(crate) fn act_files(context: &Context<'_>) -> BTreeSet<FileId> {
    let articles = context.dossier.articles.iter().map(|article| article.span.file);
    articles.chain(context.dossier.fiches.iter().map(|fiche| fiche.span.file)).collect()
}

/// What owns the part referred to: « de la loi », « du code ».
static OWNER_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^\s*,?\s*(?:du|de la|de l['’]|des|de cette|de cet|dudit|de ladite)\s*([{LETTERS}]+)(?:\s+([{LETTERS}]+|[0-9]+))?",
    ))
});

/// A possessive before the reference: « son article 2 ».
static OWNER_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(?:\b(?:son|sa|ses|leur|leurs)|dit)\s+$"));

/// Words for texts of law.
static LAW_WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:lois?|codes?|décrets?|arrêtés?|ordonnances?|règlements?|circulaires?|instructions?|constitution|statuts|charte|directives?|traités?)\b",
    )
});

/// The references of articles and fiches to parts of this act. « L’article 3 de la loi » refers elsewhere;
/// « articles 2 et 3 » are two references.
pub(crate) fn cross_references(context: &Context<'_>) -> Vec<CrossReference> {
    context.shares::<ReferencesOfFile>(()).iter().flat_map(|file| &file.0).cloned().collect()
}

/// The references of a fiche or of an article.
#[derive(Debug)]
struct ReferencesOfFile(Vec<CrossReference>);

impl FileShare for ReferencesOfFile {
    type Given = ();

    fn of(context: &Context<'_>, file: &FileTexts<'_>, (): &()) -> Self {
        let in_act = file.passages.iter().filter(|_| context.is_of_body(file.file));
        Self(in_act.flat_map(in_passage).collect())
    }
}

fn in_passage(passage: &Passage) -> Vec<CrossReference> {
    let text = passage.text.as_str();
    let facts = &passage.facts().facts;
    let mut references = Vec::new();
    let mut rank = 0;
    while let Some(first) = facts.get(rank) {
        // « Les articles 3 et 4 de la loi » are of the law, both.
        let group = facts.get(rank..).unwrap_or_default();
        let length = 1 + group.windows(2).take_while(|pair| goes_on(text, pair)).count();
        rank += length;
        let group = group.get(..length).unwrap_or_default();
        if !matches!(first.value, SaidValue::Reference { .. }) {
            continue;
        }
        let end = group.last().map_or(first.bytes.end, |last| last.bytes.end);
        if is_external(text, first.bytes.start, end) {
            continue;
        }
        for fact in group {
            let SaidValue::Reference { kind, number } = &fact.value else { continue };
            // Of « fiches 2 à 5 », the ends.
            references.extend(number.split("..").map(|number| CrossReference {
                passage: passage.clone(),
                kind: *kind,
                number: number.to_owned(),
                span: passage.span_of(&fact.bytes),
                bytes: fact.bytes.clone(),
            }));
        }
    }
    references
}

/// Whether two facts are references in one list: the second does not say again of what it is the number.
fn goes_on(text: &str, pair: &[SaidFact]) -> bool {
    let [SaidFact { value: SaidValue::Reference { kind, .. }, .. }, next] = pair else { return false };
    matches!(&next.value, SaidValue::Reference { kind: other, .. } if other == kind)
        && text.get(next.bytes.start..).is_some_and(|text| text.starts_with(|c: char| c.is_ascii_digit()))
}

/// Words after « de la convention » that make it another: « collective », « de délégation ».
#[rustfmt::skip]
const QUALIFIERS: [&str; 16] = [
    "collective", "nationale", "internationale", "interprofessionnelle", "conclue", "conclu", "signee", "signe", "passee",
    "passe", "relative", "relatif", "de", "du", "d", "des",
];

/// Whether the words around a reference say that it targets another act.
fn is_external(text: &str, start: usize, end: usize) -> bool {
    if text.get(..start).is_some_and(|t| OWNER_BEFORE.is_match(t)) {
        return true;
    }
    let Some(found) = text.get(end..).and_then(|t| OWNER_AFTER.captures(t)) else { return false };
    let word = |i| found.get(i).map(|m| flat(m.as_str())).unwrap_or_default();
    let next = word(2);
    match word(1).as_str() {
        "presente" | "present" => false,
        "convention" | "contrat" | "acte" | "accord" => {
            let after = found.get(0).and_then(|whole| text.get(end + whole.end()..));
            let is_compound = after.is_some_and(|rest| rest.starts_with(['-', '‑']));
            is_compound
                || next.starts_with(|c: char| c.is_ascii_digit())
                || QUALIFIERS.contains(&next.as_str())
        }
        _ => true,
    }
}

/// Whether a sentence speaks of the law: its references may target that.
pub(crate) fn speaks_of_law(sentence: &str) -> bool {
    LAW_WORD.is_match(sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_of_another_act_is_external() {
        let external = |after: &str| is_external(&format!("L’article 9{after}"), 0, "L’article 9".len());
        for after in [
            " de la convention collective le dit",
            " de la convention de délégation",
            " du contrat de ville",
            " de l’accord-cadre",
            " de la convention 2019-2021",
            " du marché",
        ] {
            assert!(external(after), "{after}");
        }
        for after in [" de la présente convention", " de la convention fixe", " du contrat.", " le dit"] {
            assert!(!external(after), "{after}");
        }
    }
}
