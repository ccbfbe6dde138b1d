//! Findings for a person at a terminal: message, excerpt with carets, arithmetic, what to do.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::view::Counts;
use super::visible::{visible, visible_styled};
use super::{Diagnostic, Label, Report, Severity};
use crate::text::{FileId, Source, Sources};

/// Columns of an excerpt; a longer line is cut around the place.
const WIDTH: usize = 120;

/// Bytes past which a line is long: to show a place of it, all of it is read.
const LONG_LINE: usize = 8_192;
/// The findings of a long line that are shown with it; the others are told with their place alone.
const SHOWN_OF_LONG_LINE: usize = 10;

/// Shows the findings of a report in order, then those that the act tolerates, then their count. Empty for an empty
/// report.
pub fn render(report: &Report, sources: &Sources, colour: bool) -> String {
    let findings = report.sorted(sources);
    let with_places = with_excerpts_of(&findings, sources);
    let pairs = findings.par_iter().zip(with_places);
    let shown: Vec<String> = pairs
        .map(|(finding, has_excerpts)| with_excerpts(finding, sources, colour, has_excerpts) + "\n\n")
        .collect();
    let mut output = shown.concat();
    let tolerated = report.tolerated(sources);
    if !tolerated.is_empty() {
        output.push_str("Constats tolérés, que l’acte garde :\n");
        for tolerated in tolerated {
            let location =
                tolerated.finding.labels.first().map_or(String::new(), |label| sources.location(label.span));
            let (name, message) = (tolerated.finding.name(), &tolerated.finding.message);
            let line = format!("  {location}: {name} : {message}\n      raison : {}\n", tolerated.reason);
            output.push_str(&visible(&line));
        }
        output.push('\n');
    }
    let summary = Counts::new(report).to_string();
    if !summary.is_empty() {
        output.push_str(&format!("{summary}\n"));
    }
    if let Some(left) = report.left_aside() {
        output.push_str(&visible(&format!("{left}\n")));
    }
    output
}

/// Which findings are shown with their lines: all but those that come after many others of a long line.
fn with_excerpts_of(findings: &[&Diagnostic], sources: &Sources) -> Vec<bool> {
    let mut shown: FxHashMap<(FileId, usize), usize> = FxHashMap::default();
    let long_line = |label: &Label| {
        let source = sources.source(label.span.file);
        let (line, _) = source.line_column(label.span.start);
        let length = source.line_start(line + 1).saturating_sub(source.line_start(line));
        (length > LONG_LINE).then_some((label.span.file, line))
    };
    let is_shown = |finding: &&Diagnostic| {
        let Some(line) = finding.labels.iter().find_map(long_line) else { return true };
        let count = shown.entry(line).or_default();
        *count += 1;
        *count <= SHOWN_OF_LONG_LINE
    };
    findings.iter().map(is_shown).collect()
}

fn with_excerpts(diagnostic: &Diagnostic, sources: &Sources, colour: bool, has_excerpts: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(WIDTH);
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR.with_name("erreur"),
        Severity::Warning => Level::WARNING.with_name("avertissement"),
        Severity::Advice => Level::INFO.with_name("conseil"),
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.name());
    let mut group = Group::with_title(title);
    let mut labels_left = diagnostic.labels.as_slice();
    let mut primary = true;
    while let Some(head) = labels_left.first() {
        // Consecutive places of one file share an excerpt.
        let same = labels_left.iter().take_while(|label| label.span.file == head.span.file).count();
        let (here, after) = labels_left.split_at(same);
        let source = sources.source(head.span.file);
        if !has_excerpts {
            let (line, column) = source.line_column(head.span.start);
            let place = Origin::path(source.path().as_str()).line(line).char_column(column);
            group = group.element(place);
            labels_left = after;
            continue;
        }
        // Pass those lines alone: the renderer takes time linear in its source.
        let (line, lines) = around(source, here);
        let text = source.text().get(lines.clone()).unwrap_or("");
        let mut excerpt = Snippet::source(text).line_start(line).path(source.path().as_str()).fold(true);
        for label in here {
            let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            primary = false;
            let annotation = kind.span(within(text, label.span.start, label.span.end, lines.start));
            excerpt = excerpt.annotation(if label.text.is_empty() {
                annotation
            } else {
                annotation.label(visible(&label.text))
            });
        }
        group = group.element(excerpt);
        labels_left = after;
    }
    if let Some(arithmetic) = &diagnostic.arithmetic {
        group = group.element(Level::NOTE.with_name("calcul").message(visible(arithmetic)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.with_name("à faire").message(visible(help)));
    }
    visible_styled(&renderer.render(&[group]).to_string()).into_owned()
}

/// A place inside an excerpt that starts at a byte of its file, widened to whole characters: a caret inside one would
/// stop the renderer.
fn within(excerpt: &str, start: usize, end: usize, first: usize) -> Range<usize> {
    let start = excerpt.floor_char_boundary(start.saturating_sub(first));
    let end = excerpt.ceil_char_boundary(end.saturating_sub(first));
    start..end.max(start)
}

/// The lines that hold some places of a file: number of the first line, from 1, and range of bytes.
fn around(source: &Source, places: &[Label]) -> (usize, Range<usize>) {
    let text = source.text();
    let start = places.iter().map(|label| label.span.start.min(label.span.end)).min().unwrap_or(0);
    let start = text.floor_char_boundary(start);
    let end = places.iter().map(|label| label.span.end).max().unwrap_or(0);
    let end = text.ceil_char_boundary(end).max(start);
    // Show the end of a text after its last line, not on the empty one that follows.
    let (line, _) = source.line_column(start.min(text.len().saturating_sub(1)));
    let after = text.get(end..).and_then(|t| t.find('\n')).map_or(text.len(), |i| end + i + 1);
    (line, source.line_start(line)..after)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{ProjectPath, Span};

    #[test]
    fn the_findings_of_a_long_line_are_all_told_and_the_first_ones_shown() {
        let mut sources = Sources::default();
        let text = format!("{{ {} }}\ncourte\n", "cle: a, ".repeat(2_000));
        let file = sources.add(ProjectPath::new("a.yaml").unwrap(), &text);
        let mut report = Report::default();
        for place in 0..40 {
            let span = Span { file, start: 2 + 8 * place, end: 5 + 8 * place };
            report.add(Diagnostic::error("CLE-001", span, format!("faute {place}")).help("la retirer"));
        }
        report.add(Diagnostic::error(
            "CLE-001",
            Span { file, start: text.len() - 3, end: text.len() },
            "fin",
        ));
        let shown = render(&report, &sources, false);
        assert!((0..40).all(|place| shown.contains(&format!("faute {place}\n"))), "{shown}");
        assert_eq!(shown.matches('^').count(), 3 * SHOWN_OF_LONG_LINE + 2, "{shown}");
        assert!(shown.contains("a.yaml:1:315\n"), "{shown}");
        assert_eq!(shown.matches("la retirer").count(), 40);
    }

    proptest! {
        /// A place may come from another text, by a mistake of ours: it is shown somewhere, and nothing stops.
        #[test]
        fn a_place_inside_a_character_is_shown_all_the_same(
            text in "[a-zé€😀\n\t]{0,12}",
            places in prop::collection::vec((0_usize..60, 0_usize..60), 1..4),
            colour in any::<bool>(),
        ) {
            let mut sources = Sources::default();
            let file = sources.add(ProjectPath::new("a.md").unwrap(), &text);
            let mut places = places.into_iter().map(|(start, end)| Span { file, start, end });
            let mut finding = Diagnostic::error("TXT-001", places.next().unwrap(), "une faute\u{1b}[31m");
            finding = places.fold(finding, |finding, span| finding.also(span, "là\u{7}"));
            let mut report = Report::default();
            report.add(finding);
            let shown = render(&report, &sources, colour);
            prop_assert!(shown.contains("une faute␛[31m"), "{}", shown);
            prop_assert_eq!(shown.find('\u{7}'), None);
        }
    }
}
