//! The front matter of a Markdown page: YAML between two lines `---`.

use crate::diagnostic::Diagnostic;
use crate::text::{FileId, Sources, Span};

/// The zones of the YAML and of the Markdown of a page, fences excluded.
///
/// # Errors
/// One diagnostic (YAML-004): the page does not open with a header, does not close it, or closes it before its last
/// keys.
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
                if keys_after(text.get(start + line.len()..).unwrap_or("")) {
                    let fence = Span { start, end: start + line.trim_end().len(), ..whole };
                    let early = Diagnostic::error(
                        "YAML-004",
                        fence,
                        "l’en-tête se ferme ici, avant ses dernières clés",
                    )
                    .help("retirer cette ligne « --- » : la suivante ferme l’en-tête");
                    return Err(Box::new(early));
                }
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

/// Whether a body begins with keys of YAML that a later fence closes: they would be printed as prose.
fn keys_after(body: &str) -> bool {
    let mut lines = body.lines().skip_while(|line| line.trim().is_empty());
    let is_key = |line: &str| {
        let name = line.split_once(':').filter(|(_, value)| value.is_empty() || value.starts_with(' '));
        name.is_some_and(|(name, _)| {
            name.starts_with(|c: char| c.is_ascii_lowercase())
                && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        })
    };
    let is_yaml = |line: &str| {
        is_key(line) || line.trim().is_empty() || line.starts_with([' ', '#']) || line.starts_with("- ")
    };
    if !lines.next().is_some_and(is_key) {
        return false;
    }
    lines.find(|line| line.trim_end() == "---" || !is_yaml(line)).is_some_and(|line| line.trim_end() == "---")
}
