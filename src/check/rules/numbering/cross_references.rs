//! References of the act to its own parts: what they aim at, and what is there.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use crate::check::Context;
use crate::check::headings;
use crate::lang::flat;
use crate::model::passage::{Fact, Passage, Target};
use crate::text::{FileId, Span, pattern};
use regex::Regex;

/// A reference in a text of the act.
#[derive(Debug, Clone)]
pub(crate) struct CrossReference<'d> {
    /// The text.
    pub passage: &'d Passage,
    /// What is aimed at.
    pub target: Target,
    /// Where it is written.
    pub span: Span,
    /// Its bytes.
    pub bytes: Range<usize>,
}

impl CrossReference<'_> {
    /// The sentence that holds it.
    pub(crate) fn sentence(&self) -> &str {
        self.passage.sentence(&self.bytes)
    }
}

/// A part of the act that has a number: an article, or a part of one.
#[derive(Debug, Clone)]
pub(crate) struct Party {
    /// Its number: `2.1`.
    pub key: String,
    /// Where it is given.
    pub span: Span,
    /// Its title and its text, flattened.
    pub text: String,
    /// Its file.
    pub file: FileId,
    /// The bytes of the file that it covers.
    pub zone: Range<usize>,
}

/// What the references can aim at.
#[derive(Debug, Default)]
pub(crate) struct Targets {
    /// The articles and their parts, in order.
    pub parties: Vec<Party>,
    /// Ranks in `parties`, by number.
    pub articles: BTreeMap<String, Vec<usize>>,
    /// Ranks in `parties`, by file.
    pub files: BTreeMap<FileId, Vec<usize>>,
}

impl Targets {
    /// The narrowest part where a place stands.
    pub(crate) fn around(&self, span: Span) -> Option<&Party> {
        let inside = self.files.get(&span.file).into_iter().flatten();
        inside.filter_map(|i| self.parties.get(*i)).rfind(|p| p.zone.contains(&span.start))
    }

    /// The article that is a file, when it has a number.
    pub(crate) fn article_of_file(&self, file: FileId) -> Option<&Party> {
        self.parties.get(*self.files.get(&file)?.first()?)
    }

    /// The part of a number, when it alone bears it.
    pub(crate) fn only(&self, key: &str) -> Option<&Party> {
        match self.articles.get(key)?.as_slice() {
            [index] => self.parties.get(*index),
            _ => None,
        }
    }

    /// The parts of a number.
    pub(crate) fn article(&self, key: &str) -> Vec<&Party> {
        self.articles.get(key).into_iter().flatten().filter_map(|i| self.parties.get(*i)).collect()
    }
}

/// The articles and their numbered parts.
pub(crate) fn targets(c: &Context<'_>) -> Targets {
    let mut targets = Targets::default();
    let files: BTreeMap<FileId, _> = c.dossier.articles.iter().map(|a| (a.span.file, a)).collect();
    for passages in headings::by_file(&c.dossier.passages) {
        let Some(article) = passages.first().and_then(|p| files.get(&p.file())) else { continue };
        let file = article.span.file;
        let text = |zone: &Range<usize>| {
            let inside = passages.iter().filter(|p| zone.contains(&p.span.start));
            inside.map(|p| flat(&p.text)).collect::<Vec<_>>().join(" ")
        };
        if let Some(number) = &article.number {
            let zone = 0..usize::MAX;
            let text = text(&zone);
            targets.parties.push(Party { key: key(&number.value), span: number.span, text, file, zone });
        }
        let titles = headings::titles(passages.iter());
        for (i, title) in titles.iter().enumerate() {
            let Some(number) = title.number.as_ref().filter(|n| n.parties.len() > 1) else { continue };
            let end = titles.iter().skip(i + 1).find(|t| t.level <= title.level);
            let zone = title.passage.span.start..end.map_or(usize::MAX, |t| t.passage.span.start);
            let text = text(&zone);
            targets.parties.push(Party { key: number.key(), span: title.span(), text, file, zone });
        }
    }
    for (i, party) in targets.parties.iter().enumerate() {
        targets.articles.entry(party.key.clone()).or_default().push(i);
        targets.files.entry(party.file).or_default().push(i);
    }
    targets
}

/// A number as references write it: « 1er » is 1.
fn key(number: &str) -> String {
    number.trim().trim_end_matches("er").trim_end_matches('.').to_owned()
}

/// The files of the articles and of the fiches.
pub(crate) fn act_files(c: &Context<'_>) -> BTreeSet<FileId> {
    let articles = c.dossier.articles.iter().map(|a| a.span.file);
    articles.chain(c.dossier.fiches.iter().map(|f| f.span.file)).collect()
}

static ELSEWHERE: LazyLock<(Regex, Regex, Regex, Regex)> = LazyLock::new(|| {
    let after = r"(?i)^\s*,?\s*(?:du|de la|de l['’]|des|de cette|de cet|dudit|de ladite)\s*([^\W\d_]+)(?:\s+([^\W\d_]+|[0-9]+))?";
    let before = r"(?i)(?:\b(?:son|sa|ses|leur|leurs)|dit)\s+$";
    let law = r"(?i)\b(?:lois?|codes?|décrets?|arrêtés?|ordonnances?|règlements?|circulaires?|instructions?|constitution|statuts|charte|directives?|traités?)\b";
    let rest = r"^\s*(?:,|et|ou|à|au)\s+([0-9]{1,3}(?:\.[0-9]{1,3})*)\b";
    (pattern(after), pattern(before), pattern(law), pattern(rest))
});

/// The references of the articles and of the fiches to parts of this act. « L'article 3 de la loi » aims
/// elsewhere; « articles 2 et 3 » are two.
pub(crate) fn cross_references<'d>(c: &Context<'d>) -> Vec<CrossReference<'d>> {
    let files = act_files(c);
    let mut output = Vec::new();
    for (passage, mention) in c.mentions() {
        let Fact::CrossReference(target) = &mention.fact else { continue };
        if !files.contains(&passage.file()) {
            continue;
        }
        let mut group = vec![(target.clone(), mention.bytes.clone())];
        let text = passage.text.as_str();
        let plural =
            text.get(mention.bytes.clone()).is_some_and(|t| t.contains("s ") || t.contains("s\u{a0}"));
        let mut end = mention.bytes.end;
        while let Some(other) = plural.then(|| ELSEWHERE.3.captures(text.get(end..)?)?.get(1)).flatten() {
            let bytes = end + other.start()..end + other.end();
            end = bytes.end;
            group.extend(similar_target(target, other.as_str()).map(|c| (c, bytes)));
        }
        if is_external(text, mention.bytes.start, end) {
            continue;
        }
        output.extend(group.into_iter().map(|(target, bytes)| CrossReference {
            passage,
            target,
            span: passage.span_of(&bytes),
            bytes,
        }));
    }
    output
}

/// A target of the same kind.
fn similar_target(target: &Target, name: &str) -> Option<Target> {
    match target {
        Target::Article(_) => Some(Target::Article(name.to_owned())),
        Target::Fiche(_) => name.parse().ok().map(Target::Fiche),
        Target::Mesure(_) if name.contains('.') => Some(Target::Mesure(name.to_owned())),
        Target::Annexe(_) | Target::Mesure(_) => None,
    }
}

/// Whether what stands around a reference says that it aims at another act.
fn is_external(text: &str, start: usize, end: usize) -> bool {
    let (after, before, ..) = &*ELSEWHERE;
    if text.get(..start).is_some_and(|t| before.is_match(t)) {
        return true;
    }
    let Some(found) = text.get(end..).and_then(|t| after.captures(t)) else { return false };
    let word = |i| found.get(i).map(|m| flat(m.as_str())).unwrap_or_default();
    let next = word(2);
    match word(1).as_str() {
        "presente" | "present" => false,
        "convention" | "contrat" | "acte" | "accord" => next.starts_with(|c: char| c.is_ascii_digit()),
        _ => true,
    }
}

/// Whether a sentence speaks of the law: its references may aim there.
pub(crate) fn speaks_of_law(sentence: &str) -> bool {
    ELSEWHERE.2.is_match(sentence)
}
