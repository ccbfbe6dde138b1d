//! Words of a page that no event carries: Markdown would drop them without a word.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use super::tables::cell_count;
use super::{Page, SpannedEvent};
use crate::diagnostic::Diagnostic;
use crate::text::words_and_numbers;

/// A line `[name]: address`, which CommonMark takes out of the text.
pub(super) struct LinkDefinition {
    pub(super) name: String,
    pub(super) bytes: Range<usize>,
}

/// One finding for each line that has such words.
pub(super) fn unreached(
    events: &[SpannedEvent<'_>],
    definitions: &[LinkDefinition],
    page: Page<'_>,
) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut carried = carried(events, page.text);
    for definition in definitions {
        let is_used = events.iter().any(|(event, _)| {
            matches!(event, Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. })
                if is_by_name(*link_type) && id.to_lowercase() == definition.name.to_lowercase())
        });
        if !is_used {
            faults.push(
                Diagnostic::error(
                    "MD-010",
                    page.span(&definition.bytes),
                    "Markdown prend cette ligne pour l’adresse d’un lien : elle ne s’imprimerait pas",
                )
                .help(format!("écrire « \\[{}]: … » pour l’imprimer", definition.name)),
            );
        }
        carried.push(definition.bytes.clone());
    }
    carried.sort_unstable_by_key(|bytes| bytes.start);
    let mut carried = carried.iter().peekable();
    let mut reach = 0;
    let mut lost: Option<Range<usize>> = None;
    for (start, word) in words_and_numbers(page.text) {
        while let Some(bytes) = carried.next_if(|bytes| bytes.start <= start) {
            reach = reach.max(bytes.end);
        }
        if start < reach {
            continue;
        }
        let bytes = start..start + word.len();
        match &mut lost {
            Some(lost) if page.text.get(lost.end..start).is_some_and(|gap| !gap.contains('\n')) => {
                lost.end = bytes.end;
            }
            _ => {
                faults.extend(lost.replace(bytes).map(|lost| dropped(page, &lost)));
            }
        }
    }
    faults.extend(lost.map(|lost| dropped(page, &lost)));
    faults
}

fn dropped(page: Page<'_>, bytes: &Range<usize>) -> Diagnostic {
    Diagnostic::error(
        "MD-010",
        page.span(bytes),
        "ces mots sont pour Markdown une indication : ils ne s’imprimeraient pas",
    )
    .help("les écrire dans la phrase, ou les retirer")
}

/// The bytes that are printed, or told elsewhere, or that only number or name.
fn carried(events: &[SpannedEvent<'_>], text: &str) -> Vec<Range<usize>> {
    let mut columns = 0;
    let mut carried = Vec::with_capacity(events.len());
    for (event, bytes) in events {
        let written = || text.get(bytes.clone()).unwrap_or("");
        match event {
            Event::Text(_)
            | Event::Code(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::HtmlBlock) => {
                carried.push(bytes.clone())
            }
            Event::Start(Tag::Item) => {
                let margin = written().len() - written().trim_start().len();
                let digits = written().trim_start().bytes().take_while(u8::is_ascii_digit).count();
                carried.push(bytes.start..bytes.start + margin + digits);
            }
            Event::Start(Tag::FootnoteDefinition(_)) => {
                carried.push(bytes.start..bytes.start + written().find("]:").unwrap_or(0));
            }
            Event::Start(Tag::Table(alignments)) => columns = alignments.len(),
            // A row that is too short or too long is told as such.
            Event::Start(Tag::TableHead | Tag::TableRow) if cell_count(written()) != columns => {
                carried.push(bytes.clone());
            }
            _ => {}
        }
    }
    carried
}

fn is_by_name(link: LinkType) -> bool {
    matches!(link, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut)
}
