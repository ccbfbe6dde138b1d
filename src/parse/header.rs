//! The front matter of a Markdown page: YAML between two lines `---`.

use super::reader::Reader;
use crate::diagnostic::Diagnostic;
use crate::text::{FileId, Span};

/// The zones of the YAML and of the Markdown of a page.
pub fn separate(l: &mut Reader<'_>, file: FileId) -> Option<(Span, Span)> {
    let text = l.sources.source(file).text();
    let whole = Span { file, start: 0, end: text.len() };
    let mut start = 0;
    let mut opening = None;
    for line in text.split_inclusive('\n') {
        let is_fence = line.trim_end() == "---";
        match opening {
            None if is_fence => opening = Some(start + line.len()),
            None => {
                l.say(
                    Diagnostic::error(
                        "YAML-004",
                        Span { end: line.trim_end().len(), ..whole },
                        "l’en-tête manque",
                    )
                    .help("commencer le fichier par une ligne « --- », les clés, puis une ligne « --- »"),
                );
                return None;
            }
            Some(yaml) if is_fence => {
                return Some((
                    Span { start: yaml, end: start, ..whole },
                    Span { start: start + line.len(), ..whole },
                ));
            }
            Some(_) => {}
        }
        start += line.len();
    }
    let message = if opening.is_some() { "l’en-tête n’est pas fermé" } else { "le fichier est vide" };
    l.say(
        Diagnostic::error("YAML-004", Span { end: text.find('\n').unwrap_or(text.len()), ..whole }, message)
            .help("fermer l’en-tête par une ligne « --- »"),
    );
    None
}
