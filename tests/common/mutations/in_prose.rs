//! What prose states twice by itself: sums and products, counts of what is listed, columns and their total, references to a
//! part whose title is said.

use calpae::model::Dossier;
use calpae::model::passage::{Item, PassageKind};
use calpae::text::{Sources, Span};
use rust_decimal::Decimal;

use super::figures::{Shape, figures, number, subject_words};
use super::stated_twice::{Medium, Stated, Statement, is_data, line_of};

pub(super) fn statement(stated: &Stated, way: &'static str, twins: Vec<Span>) -> Statement {
    Statement {
        span: stated.span,
        shape: stated.figure.shape,
        medium: stated.medium,
        way,
        twins,
        around: stated.around,
    }
}

/// The figures of a paragraph of which one is the sum or the product of others.
pub(crate) fn sums_and_products(all: &[Stated]) -> Vec<Statement> {
    let mut statements = Vec::new();
    let in_prose: Vec<&Stated> = all.iter().filter(|s| s.passage.is_some()).collect();
    for paragraph in in_prose.chunk_by(|a, b| a.passage == b.passage) {
        // Past a dozen figures, some add up by chance.
        let values: Vec<(&Stated, Decimal)> =
            paragraph.iter().take(12).filter_map(|s| Some((*s, operand(s)?))).collect();
        for (result, total) in values.iter().filter(|(s, v)| is_amount(s) && *v >= Decimal::ONE_HUNDRED) {
            if let Some(terms) = terms(result, *total, &values) {
                let members: Vec<&Stated> = std::iter::once(*result).chain(terms).collect();
                for member in &members {
                    let twins = members.iter().filter(|m| m.span != member.span).map(|m| m.span).collect();
                    statements.push(statement(member, "somme ou produit dans la phrase", twins));
                }
            }
        }
    }
    statements
}

fn is_amount(stated: &Stated) -> bool {
    stated.figure.shape == Shape::Amount
}

/// What a figure brings to a sum or a product.
fn operand(stated: &Stated) -> Option<Decimal> {
    match stated.figure.shape {
        Shape::Amount | Shape::Count => stated.figure.value.parse().ok(),
        Shape::Percentage => {
            let value: Decimal = stated.figure.value.parse().ok()?;
            value.checked_div(Decimal::ONE_HUNDRED)
        }
        _ => None,
    }
}

/// Two amounts that add up to a result, or an amount and one or two factors that make it.
fn terms<'s>(result: &Stated, total: Decimal, values: &[(&'s Stated, Decimal)]) -> Option<Vec<&'s Stated>> {
    let others: Vec<&(&Stated, Decimal)> = values.iter().filter(|(s, _)| s.span != result.span).collect();
    let amounts = || others.iter().filter(|(s, _)| is_amount(s));
    let factors = || others.iter().filter(|(s, v)| !is_amount(s) && *v != Decimal::ONE);
    let is_total = |value: Option<Decimal>| value.is_some_and(|v| (v - total).abs() <= Decimal::ONE);
    for (a, x) in amounts() {
        for (b, y) in amounts().filter(|(b, _)| b.span.start > a.span.start) {
            if is_total(x.checked_add(*y)) {
                return Some(vec![a, b]);
            }
        }
        for (b, y) in factors() {
            let product = x.checked_mul(*y);
            if is_total(product) {
                return Some(vec![a, b]);
            }
            for (c, z) in factors().filter(|(c, _)| c.span.start > b.span.start) {
                if is_total(product.and_then(|p| p.checked_mul(*z))) {
                    return Some(vec![a, b, c]);
                }
            }
        }
    }
    None
}

/// The counts that announce a list, and those of the fiches and annexes of the act.
pub(crate) fn announced_counts(all: &[Stated], dossier: &Dossier) -> Vec<Statement> {
    let mut statements = Vec::new();
    for (at, stated) in all.iter().enumerate().filter(|(_, s)| s.figure.shape == Shape::Count) {
        let Some(rank) = stated.passage else { continue };
        let twins = match stated.figure.noun.as_str() {
            "fiche" | "action" if stated.fiche.is_none() => {
                dossier.fiches.iter().map(|f| f.number.span).collect()
            }
            "annexe" if stated.fiche.is_none() => dossier.cadre.axes.iter().map(|axe| axe.id.span).collect(),
            _ => Vec::new(),
        };
        let is_last = all.get(at + 1).is_none_or(|next| next.passage != Some(rank));
        let listed = if is_last { items_after(rank, dossier) } else { Vec::new() };
        let says = |places: &[Span]| plain_count(places.len()) == stated.figure.value;
        if let Some(places) = [twins, listed].into_iter().find(|places| places.len() > 1 && says(places)) {
            statements.push(statement(stated, "compte d’une liste", places));
        }
    }
    statements
}

fn plain_count(count: usize) -> String {
    count.to_string()
}

/// The items of the list that a paragraph announces by a colon.
fn items_after(rank: usize, dossier: &Dossier) -> Vec<Span> {
    let Some(passage) = dossier.passages.get(rank) else { return Vec::new() };
    if !passage.text.trim_end().ends_with(':') || passage.kind != PassageKind::Paragraph {
        return Vec::new();
    }
    let rest = dossier.passages.iter().skip(rank + 1).take_while(|p| p.file() == passage.file());
    let items: Vec<(&Item, Span)> = rest.map_while(|p| Some((p.item.as_ref()?, p.span))).collect();
    let first = items.first().map(|(item, _)| item.list);
    items.into_iter().filter(|(item, _)| Some(item.list) == first).map(|(_, span)| span).collect()
}

/// The figures of the columns of Markdown tables whose last row is their total.
pub(crate) fn columns(dossier: &Dossier, sources: &Sources) -> Vec<Statement> {
    let mut statements = Vec::new();
    let files =
        dossier.fiches.iter().map(|f| f.span.file).chain(dossier.articles.iter().map(|a| a.span.file));
    for file in files {
        let text = sources.source(file).text();
        let mut rows: Vec<Vec<Span>> = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n').chain(["\n"]) {
            let at = start;
            start += line.len();
            if line.trim_start().starts_with('|') && !is_data(Span { file, start: at, end: at }, sources) {
                rows.push(cells(line, Span { file, start: at, end: at }));
            } else {
                statements.extend(of_table(&std::mem::take(&mut rows), sources));
            }
        }
    }
    statements
}

fn cells(line: &str, at: Span) -> Vec<Span> {
    let bars: Vec<usize> = line.match_indices('|').map(|(byte, _)| at.start + byte).collect();
    bars.windows(2).map(|pair| Span { start: pair[0] + 1, end: pair[1], ..at }).collect()
}

fn of_table(rows: &[Vec<Span>], sources: &Sources) -> Vec<Statement> {
    let mut statements = Vec::new();
    let is_total = |row: &&Vec<Span>| {
        row.first().is_some_and(|cell| sources.text(*cell).trim().to_lowercase().starts_with("total"))
    };
    let Some(total) = rows.last().filter(is_total) else { return statements };
    for (column, cell) in total.iter().enumerate().skip(1) {
        let figure = |span: &Span| number(sources.text(*span)).map(|value| (*span, value));
        let terms: Vec<_> =
            rows[..rows.len() - 1].iter().filter_map(|row| row.get(column)).filter_map(figure).collect();
        let sum: Decimal = terms.iter().map(|(_, value)| *value).sum();
        if number(sources.text(*cell)).is_none_or(|value| value != sum || terms.len() < 2) {
            continue;
        }
        let places: Vec<Span> = terms.iter().map(|(span, _)| *span).chain([*cell]).collect();
        for place in &places {
            statements.push(Statement {
                span: *place,
                shape: Shape::Count,
                medium: Medium::Prose,
                way: "total d’une colonne",
                twins: places.iter().filter(|p| *p != place).copied().collect(),
                around: line_of(*place, sources),
            });
        }
    }
    statements
}

/// A part of the act: its name, the words of its title, its place.
pub(crate) type NamedPart = (String, std::collections::BTreeSet<String>, Span);

/// The fiches, articles, annexes and measures by which prose refers.
pub(crate) fn parts(dossier: &Dossier) -> Vec<NamedPart> {
    let mut parts = Vec::new();
    for fiche in &dossier.fiches {
        let mut words = subject_words(&fiche.title.value);
        words.extend(subject_words(fiche.short_title.as_deref().unwrap_or("")));
        parts.push((format!("fiche {}", fiche.number.value), words, fiche.number.span));
    }
    for article in &dossier.articles {
        let Some(number) = &article.number else { continue };
        let words = article.title.as_ref().map(|t| subject_words(&t.value)).unwrap_or_default();
        parts.push((format!("article {}", number.value), words, number.span));
    }
    for passage in dossier.passages.iter().filter(|p| matches!(p.kind, PassageKind::Heading(_))) {
        let (first, title) = passage.text.split_once(' ').unwrap_or_default();
        let is_sub_article = dossier.articles.iter().any(|a| a.span.file == passage.file());
        if is_sub_article && first.starts_with(|c: char| c.is_ascii_digit()) {
            let name = format!("article {}", first.trim_end_matches('.'));
            parts.push((name, subject_words(title), passage.span));
        }
    }
    for axe in &dossier.cadre.axes {
        parts.push((format!("annexe {}", axe.id.value), subject_words(&axe.title), axe.id.span));
    }
    for mesure in dossier.cadre.themes.iter().flat_map(|theme| &theme.mesures) {
        let place = Span { file: dossier.cadre.file, start: 0, end: 0 };
        parts.push((format!("mesure {}", mesure.number), subject_words(&mesure.title), place));
    }
    parts
}

/// The years that are said to be that of the act.
pub(crate) fn years(all: &[Stated], dossier: &Dossier) -> Vec<Statement> {
    let year = dossier.convention.year.to_string();
    let file = dossier.convention.cadre.span.file;
    let is_of_act =
        |s: &&Stated| s.figure.shape == Shape::Year && s.medium == Medium::Prose && s.figure.value == year;
    let twin = all.iter().find(|s| s.span.file == file).map(|s| Span { start: 0, end: 1, ..s.span });
    let twins: Vec<Span> = twin.into_iter().collect();
    all.iter().filter(is_of_act).map(|s| statement(s, "année de l’acte", twins.clone())).collect()
}

/// The references to a part that exists.
pub(crate) fn references(all: &[Stated], dossier: &Dossier) -> Vec<Statement> {
    let parts = parts(dossier);
    all.iter()
        .filter(|s| s.figure.shape == Shape::Reference && s.medium == Medium::Prose)
        .filter_map(|s| {
            let (.., place) = parts.iter().find(|(name, ..)| *name == s.figure.value)?;
            Some(statement(s, "renvoi à une partie de l’acte", vec![*place]))
        })
        .collect()
}

/// Whether a reader of the act alone sees that a reference is wrong: it leads nowhere, or the words around it are those of the
/// title of the part that it named and not of the one that it names.
pub(crate) fn shows(around: &str, before: &str, after: &str, parts: &[NamedPart]) -> bool {
    let named = |text: &str| {
        let figure = figures(text).into_iter().find(|f| f.shape == Shape::Reference)?;
        parts.iter().find(|(name, ..)| *name == figure.value)
    };
    let words = subject_words(around);
    let said = |part: &NamedPart| part.1.intersection(&words).count();
    match (named(before), named(after)) {
        (_, None) => true,
        (Some(before), Some(after)) => said(before) > said(after),
        (None, Some(_)) => false,
    }
}
