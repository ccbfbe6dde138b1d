//! The front matter of a Markdown page: YAML between two lines `---`.

use crate::diagnostic::Diagnostic;
use crate::text::{FileId, Sources, Span};

/// The zones of the YAML and of the Markdown of a page, fences excluded.
///
/// # Errors
/// One diagnostic (YAML-004): the page does not open with a header, or does not close it.
pub fn separate(sources: &Sources, file: FileId) -> Result<(Span, Span), Box<Diagnostic>> {
    let text = sources.source(file).text();
    let whole = Span { file, start: 0, end: text.len() };
    let mut start = 0;
    let mut opening = None;
    for line in text.split_inclusive('\n') {
        let is_fence = line.trim_end() == "---";
        match opening {
            None if is_fence => opening = Some(start + line.len()),
            None => {
                let place = Span { end: line.trim_end().len(), ..whole };
                let missing = Diagnostic::error("YAML-004", place, "l’en-tête manque")
                    .help("commencer le fichier par une ligne « --- », les clés, puis une ligne « --- »");
                return Err(Box::new(missing));
            }
            Some(yaml) if is_fence => {
                return Ok((
                    Span { start: yaml, end: start, ..whole },
                    Span { start: start + line.len(), ..whole },
                ));
            }
            Some(_) => {}
        }
        start += line.len();
    }
    let message = if opening.is_some() { "l’en-tête n’est pas fermé" } else { "le fichier est vide" };
    let first_line = Span { end: text.find('\n').unwrap_or(text.len()), ..whole };
    let unclosed =
        Diagnostic::error("YAML-004", first_line, message).help("fermer l’en-tête par une ligne « --- »");
    Err(Box::new(unclosed))
}
