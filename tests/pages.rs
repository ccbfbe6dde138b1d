//! Each page of the documents of the repository and of the fixtures, in both presentations, as a demanding reader looks at
//! it: letters large enough, pages full enough, headings with their text, lines of a length that the eye follows.

#![expect(clippy::float_arithmetic, reason = "places on a page are measures")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use calpae::pipeline::{DocumentKind, Presentation, WantedDocument};
use calpae::project::Disk;
use calpae::render::Bundle;
use calpae::snapshot::Snapshot;
use calpae::typeset::{self, PageBoxes, TextBox};

use crate::common::repository;
use crate::common::trees::fixture;
use crate::layout::{compose_as, faults_of, read};

/// Smallest body of a text, in points; the call of a note is smaller.
const SMALLEST: f64 = 8.5;
/// Head and foot of a page, in points: where its text neither begins nor ends.
const HEAD: f64 = 68.0;
const FOOT: f64 = 73.0;
/// A blank that is more than the space between two blocks, in points.
const BLANK: f64 = 60.0;
/// How much of a page is filled, at least, unless it is the last of its part.
const FILLED: f64 = 0.2;
/// Characters of a full line of running text.
const MEASURE: [f64; 2] = [60.0, 90.0];
/// Full lines from which their mean length is not chance.
const LINES: usize = 3;
/// Body of the largest note, in points.
const NOTE: f64 = 9.0;
/// What separates the title of an article from what is above it, at least, in points.
const ABOVE: f64 = 15.0;
/// A thickness, or a gap, that the eye takes for none, in points.
const THIN: f64 = 1.5;
/// What a size may lose by the way, in points.
const LOST: f64 = 0.01;

/// The projects that are looked at.
fn projects() -> Vec<(&'static str, Snapshot)> {
    let fixtures = ["minimal", "quatre-ans", "temoin", "temoin-autre", "temoin-rapport", "val-d-ambre"];
    let read_all = fixtures.into_iter().map(|name| (name, read(&fixture(name))));
    std::iter::once(("2022", read(&Disk::new(repository())))).chain(read_all).collect()
}

/// The documents of a project, each as it is presented.
fn documents(snapshot: &Snapshot) -> Vec<(WantedDocument<'_>, Presentation)> {
    let all = DocumentKind::ALL.into_iter().flat_map(|kind| kind.documents(snapshot));
    all.flat_map(|document| {
        let both = [Presentation::Clean, Presentation::Annotated];
        let count = if document == WantedDocument::CheckReport { 1 } else { both.len() };
        both.into_iter().take(count).map(move |presentation| (document, presentation))
    })
    .collect()
}

/// The pages of a document, and its name for who reads a fault.
struct Shown {
    name: String,
    pages: Vec<PageBoxes>,
}

/// All the documents, set once for all the tests.
static DOCUMENTS: LazyLock<Vec<Shown>> = LazyLock::new(|| {
    let mut shown = Vec::new();
    for (project, snapshot) in projects() {
        for (document, presentation) in documents(&snapshot) {
            let Some(composition) = compose_as(document, presentation, &snapshot) else { continue };
            let name = format!("{project} {} {}", document.stem(), presentation.word());
            shown.push(Shown { name, pages: composition.boxes() });
        }
    }
    shown
});

/// What is wrong with the documents, a line each, given what is wrong with the pages of one.
fn said(faults_of: impl Fn(&[PageBoxes]) -> Vec<String>) -> String {
    let of_document = |shown: &Shown| {
        let faults = faults_of(&shown.pages);
        faults.into_iter().map(|fault| format!("{} {fault}\n", shown.name)).collect::<String>()
    };
    DOCUMENTS.iter().map(of_document).collect()
}

/// Whether a page begins with the heading of a part: nothing recalls at its head what it goes on with.
fn opens_a_part(page: &PageBoxes) -> bool {
    let goes_on = page.texts.iter().any(|text| text.part.is_of_page && text.sides[3] < HEAD);
    let Some(first) = first_text(page).filter(|_| !goes_on) else { return false };
    // A line may stand over the title of a fiche.
    body(page).any(|text| text.part.heading.is_some() && text.sides[1] < first.sides[1] + BLANK)
}

/// The heading that nothing follows on its page, not even on its line.
fn heading_at_the_foot(page: &PageBoxes) -> Option<&TextBox> {
    let last = last_text(page).filter(|text| text.part.heading.is_some())?;
    let is_beside = |text: &TextBox| text.part.heading.is_none() && text.sides[3] > last.sides[1];
    (!body(page).any(is_beside)).then_some(last)
}

fn body(page: &PageBoxes) -> impl Iterator<Item = &TextBox> {
    page.texts.iter().filter(|text| !text.part.is_of_page)
}

fn first_text(page: &PageBoxes) -> Option<&TextBox> {
    body(page).min_by(|a, b| a.sides[1].total_cmp(&b.sides[1]))
}

fn last_text(page: &PageBoxes) -> Option<&TextBox> {
    body(page).max_by(|a, b| a.sides[3].total_cmp(&b.sides[3]))
}

/// The share of the height of the text that something fills, the blanks between blocks included.
fn filled(page: &PageBoxes) -> f64 {
    let mut spans: Vec<[f64; 2]> = body(page)
        .map(|text| text.sides)
        .chain(page.drawn.iter().copied())
        .map(|[_, top, _, bottom]| [top, bottom])
        .collect();
    spans.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let mut filled = 0.0;
    let mut end = HEAD;
    for [top, bottom] in spans {
        let start = if top - end < BLANK { end } else { top };
        filled += (bottom - start).max(0.0);
        end = end.max(bottom);
    }
    filled / (page.height - HEAD - FOOT)
}

/// A line of a paragraph.
struct Line {
    text: String,
    right: f64,
}

/// A paragraph that is neither in a table nor a note.
struct Paragraph {
    /// Where it begins.
    page: usize,
    lines: Vec<Line>,
    /// Right side of the text, on the pages as wide as its own.
    right: f64,
    /// A heading stands on its first line: it has not the whole width.
    is_beside_its_heading: bool,
}

impl Paragraph {
    /// Whether it is not a list of signs, which are narrower than letters.
    fn is_of_words(&self) -> bool {
        let characters = || self.lines.iter().flat_map(|line| line.text.chars());
        let is_of_word = |c: &char| c.is_alphanumeric() || c.is_whitespace();
        characters().filter(is_of_word).count() * 5 > characters().count() * 4
    }

    /// The mean number of characters of its full lines, when they go from one side of the text to the other.
    fn measure(&self) -> Option<f64> {
        let (_, full) = self.lines.split_last().filter(|(_, full)| full.len() >= LINES)?;
        if self.is_beside_its_heading || !self.is_of_words() {
            return None;
        }
        let widest = full.iter().map(|line| line.right).fold(0.0, f64::max);
        let characters: usize = full.iter().map(|line| line.text.trim().chars().count()).sum();
        (widest > self.right * 0.95).then(|| characters as f64 / full.len() as f64)
    }
}

/// The paragraphs of running text, from first to last.
fn paragraphs(pages: &[PageBoxes]) -> Vec<Paragraph> {
    let mut paragraphs: BTreeMap<usize, Paragraph> = BTreeMap::new();
    let mut last: Option<(usize, &TextBox)> = None;
    for (page, number) in pages.iter().zip(1..) {
        let as_wide = pages.iter().filter(|other| (other.width - page.width).abs() < THIN);
        let right = as_wide.flat_map(body).map(|text| text.sides[2]).fold(0.0, f64::max);
        let is_of_text = |text: &&TextBox| {
            text.part.heading.is_none()
                && !text.part.is_of_table
                && (text.part.is_shifted || text.size > NOTE)
        };
        for text in body(page).filter(is_of_text) {
            let Some(rank) = text.part.paragraph else { continue };
            let heads = || body(page).filter(|head| head.part.heading.is_some());
            let is_level = |head: &TextBox| (head.sides[3] - text.sides[3]).abs() < text.size / 2.0;
            let new = || Paragraph {
                page: number,
                lines: Vec::new(),
                right,
                is_beside_its_heading: heads().any(is_level),
            };
            let lines = &mut paragraphs.entry(rank).or_insert_with(new).lines;
            let goes_on = last.is_some_and(|(before, last)| {
                before == number
                    && last.part.paragraph == Some(rank)
                    && (last.sides[3] - text.sides[3]).abs() < text.size * 0.6
            });
            match lines.last_mut().filter(|_| goes_on) {
                Some(line) => {
                    line.text.push_str(&text.text);
                    line.right = line.right.max(text.sides[2]);
                }
                None => lines.push(Line { text: text.text.clone(), right: text.sides[2] }),
            }
            last = Some((number, text));
        }
    }
    paragraphs.into_values().collect()
}

/// A rule that goes through the letters of a text, along it or across it.
fn rule_through(text: &TextBox, drawn: &[[f64; 4]]) -> Option<String> {
    let [left, top, right, bottom] = text.sides;
    let is_through = |[l, t, r, b]: &&[f64; 4]| {
        let is_flat =
            b - t < THIN && *t > top + THIN && *b < bottom - THIN && *l < right - THIN && *r > left + THIN;
        let is_upright =
            r - l < THIN && *l > left + THIN && *r < right - THIN && *t < bottom - THIN && *b > top + THIN;
        is_flat || is_upright
    };
    let rule = drawn.iter().find(is_through)?;
    Some(format!("trait {rule:.0?} dans {:?} {:.0?}", text.text, text.sides))
}

#[test]
fn all_the_documents_are_looked_at() {
    let pages: usize = DOCUMENTS.iter().map(|shown| shown.pages.len()).sum();
    assert!(DOCUMENTS.len() > 30 && pages > 350, "{} documents, {pages} pages", DOCUMENTS.len());
}

#[test]
fn nothing_is_over_a_text() {
    let faults = said(|pages| {
        let of_page = |(page, number): (&PageBoxes, usize)| {
            let through =
                page.texts.iter().filter_map(|text| rule_through(text, &page.drawn)).collect::<Vec<_>>();
            let faults = faults_of(page).into_iter().chain(through);
            faults.map(|fault| format!("page {number} : {fault}")).collect::<Vec<_>>()
        };
        pages.iter().zip(1..).flat_map(of_page).collect()
    });
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn no_text_is_smaller_than_a_note() {
    let faults = said(|pages| {
        let mut small: BTreeMap<String, String> = BTreeMap::new();
        for (page, number) in pages.iter().zip(1..) {
            let is_small = |text: &&TextBox| text.size < SMALLEST - LOST && !text.part.is_shifted;
            for text in page.texts.iter().filter(is_small) {
                small
                    .entry(format!("{:.2} pt", text.size))
                    .or_insert_with(|| format!("page {number} : {:?}", text.text));
            }
        }
        small.into_iter().map(|(size, first)| format!("{first}, {size}")).collect()
    });
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn no_page_is_nearly_empty_unless_it_ends_its_part() {
    let faults = said(|pages| {
        let is_last = |number: usize| pages.get(number).is_none_or(opens_a_part);
        let shares = pages.iter().map(filled).zip(1..).filter(|(share, _)| *share < FILLED);
        shares
            .filter(|(_, number)| !is_last(*number))
            .map(|(share, number)| format!("page {number} : remplie à {:.0} %", share * 100.0))
            .collect()
    });
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn no_heading_is_at_the_foot_of_a_page() {
    let faults = said(|pages| {
        let last =
            pages.iter().zip(1..).filter_map(|(page, number)| Some((heading_at_the_foot(page)?, number)));
        last.map(|(heading, number)| format!("page {number} : {:?}", heading.text)).collect()
    });
    assert!(faults.is_empty(), "{faults}");
}

/// The title of an article that is too near to what stands above it, and how near.
fn glued_title(page: &PageBoxes) -> Option<(f64, &TextBox)> {
    let above = |title: &TextBox| {
        let ends = body(page).map(|text| text.sides[3]).filter(|end| *end <= title.sides[1] + THIN);
        ends.max_by(f64::total_cmp)
    };
    let is_title = |text: &&TextBox| text.part.heading.is_some() && text.text.starts_with("Article");
    let titles = body(page).filter(is_title);
    titles.filter_map(|title| Some((title.sides[1] - above(title)?, title))).find(|(gap, _)| *gap < ABOVE)
}

#[test]
fn the_title_of_an_article_is_apart_from_the_article_before_it() {
    let faults = said(|pages| {
        let glued = pages.iter().zip(1..).filter_map(|(page, number)| Some((glued_title(page)?, number)));
        glued
            .map(|((gap, title), number)| format!("page {number} : {gap:.1} pt : {:?}", title.text))
            .collect()
    });
    assert!(faults.is_empty(), "{faults}");
    let titled = |shown: &Shown| {
        let texts = shown.pages.iter().flat_map(body);
        texts.filter(|text| text.part.heading.is_some() && text.text.starts_with("Article")).count()
    };
    assert!(DOCUMENTS.iter().map(titled).sum::<usize>() > 20, "no title of an article was seen");
}

#[test]
fn the_lines_of_the_text_have_a_length_that_one_reads_with_ease() {
    let measures: Vec<(String, Vec<f64>)> = DOCUMENTS
        .iter()
        .map(|shown| {
            (shown.name.clone(), paragraphs(&shown.pages).iter().filter_map(Paragraph::measure).collect())
        })
        .collect();
    let count: usize = measures.iter().map(|(_, measures)| measures.len()).sum();
    assert!(count > 100, "{count} paragraphs measured");
    for (name, measures) in measures.iter().filter(|(_, measures)| measures.len() > 10) {
        let mean = measures.iter().sum::<f64>() / measures.len() as f64;
        assert!((75.0..=88.0).contains(&mean), "{name} : {mean:.1} signes par ligne");
    }
    let faults = said(|pages| {
        let is_off = |measure: &f64| *measure < MEASURE[0] || *measure > MEASURE[1];
        let measured = paragraphs(pages).into_iter().filter_map(|p| Some((p.measure().filter(is_off)?, p)));
        measured
            .map(|(measure, p)| format!("page {} : {measure:.0} signes : {:?}", p.page, p.lines[0].text))
            .collect()
    });
    assert!(faults.is_empty(), "{faults}");
}

/// What each test looks for, on pages made to have it.
#[test]
fn faulty_pages_are_seen() {
    let sentences = "Les services instruisent les demandes dans l’ordre où elles arrivent. ".repeat(6);
    let source = format!(
        "#set document(title: [x])\n#set page(\"a4\", margin: 24mm)\n#set par(justify: true)\n\
         Début#place(dy: -4pt, line(length: 90pt))\n#v(1fr)\n= Titre\n#pagebreak()\n\
         #text(size: 8pt)[Petit]\n\n{sentences}\n#pagebreak()\n#text(size: 7pt)[{sentences}]\n#text(size: 9.5pt)[{sentences}]"
    );
    let files = BTreeMap::from([("a.typ".to_owned(), source.into_bytes())]);
    let composition = typeset::compose(&Bundle { main_file: "a.typ".to_owned(), files });
    let pages = composition.unwrap_or_else(|errors| panic!("{}", errors[0])).boxes();
    let through =
        |page: &PageBoxes| page.texts.iter().filter_map(|text| rule_through(text, &page.drawn)).count();
    assert_eq!(pages.iter().map(through).collect::<Vec<_>>(), [1, 0, 0]);
    assert_eq!(heading_at_the_foot(&pages[0]).map(|text| text.text.as_str()), Some("Titre"));
    assert!(heading_at_the_foot(&pages[1]).is_none());
    assert!(pages.iter().all(|page| !opens_a_part(page)), "no page begins with a heading");
    let shares: Vec<bool> = pages.iter().map(|page| filled(page) < FILLED).collect();
    assert_eq!(shares, [true, true, true]);
    let measures: Vec<f64> = paragraphs(&pages).iter().filter_map(Paragraph::measure).collect();
    assert!(measures.len() == 2 && measures.iter().all(|measure| *measure > MEASURE[1]), "{measures:?}");
}
