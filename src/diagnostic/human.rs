//! Findings for a person at a terminal: message, excerpt with carets, arithmetic, what to do.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::view::Counts;
use super::{Diagnostic, Label, Report, Severity};
use crate::text::{Source, Sources};

/// Columns of an excerpt; a longer line is cut around the place.
const WIDTH: usize = 120;

/// Shows the findings of a report in order, then those that the act tolerates, then their count. Empty for an empty
/// report.
pub fn render(report: &Report, sources: &Sources, colour: bool) -> String {
    let mut output = String::new();
    for diagnostic in report.sorted(sources) {
        output.push_str(&with_excerpts(diagnostic, sources, colour));
        output.push_str("\n\n");
    }
    let tolerated = report.tolerated(sources);
    if !tolerated.is_empty() {
        output.push_str("Constats tolérés, que l’acte garde :\n");
        for tolerated in tolerated {
            let location =
                tolerated.finding.labels.first().map_or(String::new(), |label| sources.location(label.span));
            let Diagnostic { code, message, .. } = &tolerated.finding;
            output.push_str(&format!(
                "  {location}: {code} : {message}\n      raison : {}\n",
                tolerated.reason
            ));
        }
        output.push('\n');
    }
    let summary = Counts::new(report).to_string();
    if !summary.is_empty() {
        output.push_str(&format!("{summary}\n"));
    }
    output
}

fn with_excerpts(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(WIDTH);
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR.with_name("erreur"),
        Severity::Warning => Level::WARNING.with_name("avertissement"),
        Severity::Advice => Level::INFO.with_name("conseil"),
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code);
    let mut group = Group::with_title(title);
    let mut labels_left = diagnostic.labels.as_slice();
    let mut primary = true;
    while let Some(head) = labels_left.first() {
        // Consecutive places of one file share an excerpt.
        let same = labels_left.iter().take_while(|label| label.span.file == head.span.file).count();
        let (here, after) = labels_left.split_at(same);
        let source = sources.source(head.span.file);
        // Pass those lines alone: the renderer takes time linear in its source.
        let (line, lines) = around(source, here);
        let text = source.text().get(lines.clone()).unwrap_or("");
        let mut excerpt = Snippet::source(text).line_start(line).path(source.path().as_str()).fold(true);
        for label in here {
            let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            primary = false;
            let end = label.span.end.min(lines.end);
            let start = label.span.start.min(end);
            let annotation = kind.span(start - lines.start..end - lines.start);
            excerpt = excerpt.annotation(if label.text.is_empty() {
                annotation
            } else {
                annotation.label(label.text.as_str())
            });
        }
        group = group.element(excerpt);
        labels_left = after;
    }
    if let Some(arithmetic) = &diagnostic.arithmetic {
        group = group.element(Level::NOTE.with_name("calcul").message(arithmetic.as_str()));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.with_name("à faire").message(help.as_str()));
    }
    renderer.render(&[group]).to_string()
}

/// The lines that hold some places of a file: number of the first line, from 1, and range of bytes.
fn around(source: &Source, places: &[Label]) -> (usize, Range<usize>) {
    let text = source.text();
    let start =
        places.iter().map(|label| label.span.start.min(label.span.end)).min().unwrap_or(0).min(text.len());
    let end = places.iter().map(|label| label.span.end).max().unwrap_or(0).clamp(start, text.len());
    // Show the end of a text after its last line, not on the empty one that follows.
    let (line, _) = source.line_column(start.min(text.len().saturating_sub(1)));
    let after = text.get(end..).and_then(|t| t.find('\n')).map_or(text.len(), |i| end + i + 1);
    (line, source.line_start(line)..after)
}
