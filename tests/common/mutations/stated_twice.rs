//! What an act states twice, as docs/mutations.md defines it: the figures of its data that other data give, and those of its
//! prose that the data, the prose or a count of items give again. It knows the act and no rule.

use std::collections::BTreeSet;

use calpae::ledger::budget as sums;
use calpae::model::passage::{Passage, PassageKind};
use calpae::model::{Dossier, Fiche};
use calpae::text::{FileId, Sources, Span};
use rust_decimal::Decimal;

use super::data::relations;
use super::figures::{Figure, Shape, figures, plain, subject_words};
use super::in_prose;
use super::twins::Twin;

/// Where a figure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Medium {
    Data,
    Prose,
}

/// A figure that is stated twice.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) span: Span,
    pub(crate) shape: Shape,
    pub(crate) medium: Medium,
    /// How it is stated again, in the words of the page.
    pub(crate) way: &'static str,
    /// Where it is.
    pub(crate) twins: Vec<Span>,
    /// The sentence or the line around it.
    pub(crate) around: Span,
}

/// A figure of the act, with what tells its subject.
#[derive(Debug, Clone)]
pub(crate) struct Stated {
    pub(crate) figure: Figure,
    pub(crate) span: Span,
    pub(crate) medium: Medium,
    /// The sentence or the line.
    pub(crate) around: Span,
    /// What the sentence or the line is about.
    pub(crate) words: BTreeSet<String>,
    /// The fiche; none for the act.
    pub(crate) fiche: Option<FileId>,
    /// The rank of its passage.
    pub(crate) passage: Option<usize>,
}

/// All that an act states twice, in the order of its places. Each place is told once, with the first way that holds.
pub(crate) fn stated_twice(twin: &Twin, dossier: &Dossier) -> Vec<Statement> {
    let sources = &twin.project.sources;
    let all = all_figures(dossier, sources);
    let mut statements: Vec<Statement> = Vec::new();
    for relation in relations(dossier, sources) {
        for place in &relation.places {
            let is_heading = !is_data(*place, sources);
            let twins = relation.places.iter().filter(|other| *other != place).copied().collect();
            let medium = if is_heading { Medium::Prose } else { Medium::Data };
            let shape = all.iter().find(|s| touches(s.span, *place)).map_or(Shape::Code, |s| s.figure.shape);
            let around = line_of(*place, sources);
            statements.push(Statement { span: *place, shape, medium, way: relation.way, twins, around });
        }
    }
    for (at, stated) in all.iter().enumerate() {
        let told = |way, twins| in_prose::statement(stated, way, twins);
        let others = all.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other);
        let again: Vec<Span> =
            others.filter(|other| says_the_same(stated, other)).map(|other| other.span).collect();
        if twin.typed.iter().any(|span| touches(*span, stated.span)) {
            statements.push(told("référence retapée", again));
            continue;
        }
        if !again.is_empty() {
            statements.push(told("dit deux fois", again));
        }
        if stated.medium == Medium::Prose
            && stated.figure.shape == Shape::Amount
            && let Some(fiche) = dossier.fiches.iter().find(|f| Some(f.span.file) == stated.fiche)
            && computed(fiche).contains(&stated.figure.value)
        {
            statements.push(told("total ou part calculés", fiche.budgets.iter().map(|b| b.span).collect()));
        }
    }
    statements.extend(in_prose::sums_and_products(&all));
    statements.extend(in_prose::announced_counts(&all, dossier));
    statements.extend(in_prose::columns(dossier, sources));
    statements.extend(in_prose::years(&all, dossier));
    statements.extend(in_prose::references(&all, dossier));
    settle(statements, sources)
}

/// One statement a place, the widest of those that overlap, with the twins of all.
fn settle(mut statements: Vec<Statement>, sources: &Sources) -> Vec<Statement> {
    statements.retain(|s| sources.text(s.span).chars().any(char::is_alphanumeric));
    statements.sort_by_key(|s| (s.span.file, s.span.start, std::cmp::Reverse(s.span.end)));
    let mut settled: Vec<Statement> = Vec::new();
    for statement in statements {
        match settled.last_mut().filter(|last| touches(last.span, statement.span)) {
            Some(last) => last.twins.extend(statement.twins),
            None => settled.push(statement),
        }
    }
    for statement in &mut settled {
        statement.twins.sort();
        statement.twins.dedup();
    }
    settled
}

pub(crate) fn touches(a: Span, b: Span) -> bool {
    a.file == b.file && a.start < b.end && b.start < a.end
}

/// Whether two figures state one thing: the same value of the same subject.
fn says_the_same(a: &Stated, b: &Stated) -> bool {
    let (x, y) = (&a.figure, &b.figure);
    if x.shape != y.shape || x.value != y.value || touches(a.span, b.span) {
        return false;
    }
    let shares_a_word = !a.words.is_disjoint(&b.words);
    // Two equal figures of the data are two things, unless the words beside them say otherwise.
    let is_told_by_words =
        matches!(x.shape, Shape::Count | Shape::Duration) && shares_a_word && a.fiche.is_some();
    if a.medium == Medium::Data && b.medium == Medium::Data && !is_told_by_words {
        return false;
    }
    let same_part = a.fiche == b.fiche;
    match x.shape {
        Shape::Amount => {
            let is_known_by_itself = x.value.parse().is_ok_and(|v: Decimal| v >= Decimal::ONE_THOUSAND);
            same_part && (is_known_by_itself || shares_a_word)
        }
        Shape::Percentage | Shape::Duration => same_part && shares_a_word,
        Shape::Day => shares_a_word || same_part && !x.value.starts_with('-'),
        Shape::Month => same_part,
        Shape::Count => {
            let words = a.words.intersection(&b.words).filter(|word| **word != x.noun);
            x.noun == y.noun && (same_part || words.count() > 1)
        }
        Shape::Year | Shape::Reference | Shape::Code => false,
    }
}

/// The totals of a fiche and the shares of its financeurs.
fn computed(fiche: &Fiche) -> BTreeSet<String> {
    let mut values = BTreeSet::new();
    for budget in &fiche.budgets {
        values.insert(plain(sums::charges(budget, fiche).total.euros()));
        values.insert(plain(sums::financements(budget).total.euros()));
        for line in &budget.financements {
            values.insert(plain(sums::contribution(line).total.euros()));
        }
        for charge in &budget.charges {
            values.insert(plain(sums::cost(charge, fiche).total.euros()));
        }
    }
    values.remove("0");
    values
}

/// The figures of the prose, and those of the data as they are written.
fn all_figures(dossier: &Dossier, sources: &Sources) -> Vec<Stated> {
    let fiche = |file: FileId| dossier.fiches.iter().any(|f| f.span.file == file).then_some(file);
    let mut all = Vec::new();
    for (rank, passage) in dossier.passages.iter().enumerate().filter(|(_, p)| is_prose(p, sources)) {
        for figure in figures(&passage.text) {
            let sentence = passage.sentence(&figure.bytes);
            let start = sentence.as_ptr() as usize - passage.text.as_ptr() as usize;
            all.push(Stated {
                span: passage.span_of(&figure.bytes),
                medium: Medium::Prose,
                around: passage.span_of(&(start..start + sentence.len())),
                words: subject_words(sentence),
                fiche: fiche(passage.file()),
                passage: Some(rank),
                figure,
            });
        }
    }
    for (file, source) in sources.iter().filter(|(_, s)| s.path().as_str().starts_with("content/")) {
        let mut start = 0;
        for line in source.text().split_inclusive('\n') {
            let around = Span { file, start, end: start + line.trim_end().len() };
            start += line.len();
            if !is_data(around, sources) || line.trim_start().starts_with('#') {
                continue;
            }
            for figure in figures(line) {
                let place = |byte| around.start + byte;
                all.push(Stated {
                    span: Span { start: place(figure.bytes.start), end: place(figure.bytes.end), file },
                    medium: Medium::Data,
                    around,
                    words: subject_words(line),
                    fiche: fiche(file),
                    passage: None,
                    figure,
                });
            }
        }
    }
    all
}

fn is_prose(passage: &Passage, sources: &Sources) -> bool {
    matches!(passage.kind, PassageKind::Paragraph | PassageKind::Cell | PassageKind::Heading(_))
        && !is_data(passage.span, sources)
}

/// Whether a place is in a file of data, or in the data that open a text.
pub(crate) fn is_data(span: Span, sources: &Sources) -> bool {
    let source = sources.source(span.file);
    if !source.path().as_str().ends_with(".md") {
        return true;
    }
    let end = source.text().get(3..).and_then(|text| text.find("\n---")).map_or(0, |end| end + 3);
    source.text().starts_with("---") && span.start < end
}

pub(crate) fn line_of(span: Span, sources: &Sources) -> Span {
    let text = sources.source(span.file).text();
    let start = text[..span.start].rfind('\n').map_or(0, |n| n + 1);
    let end = text[span.start..].find('\n').map_or(text.len(), |n| span.start + n);
    Span { start, end, ..span }
}
