//! The front matter of a Markdown page: YAML between two lines `---`.

use std::ops::Range;

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
    Err(Box::new(match opening {
        Some(yaml) => {
            let end = last_key(text.get(yaml..).unwrap_or_default());
            let place = Span { start: yaml + end.start, end: yaml + end.end, ..whole };
            Diagnostic::error("YAML-004", place, "l’en-tête n’est pas fermé")
                .help("écrire une ligne « --- » après sa dernière clé, qui semble être celle-ci")
        }
        None => Diagnostic::error("YAML-004", whole, "le fichier est vide").help(
            "y écrire une ligne « --- », les clés, une ligne « --- » et le texte, ou retirer le fichier",
        ),
    }))
}

/// The last line that looks like the YAML of a header left open: before a heading, or the first blank line after which
/// no key comes.
fn last_key(text: &str) -> Range<usize> {
    let mut start = 0;
    let mut last = 0..0;
    for line in text.split_inclusive('\n') {
        let written = line.trim_end();
        let is_heading = written.starts_with("## ") || written.starts_with("# ") && last.end > 0;
        if is_heading {
            break;
        }
        let is_inside = written.starts_with([' ', '-']) && last.end > 0;
        let name = written.split_once(':').filter(|(_, rest)| rest.is_empty() || rest.starts_with(' '));
        let is_key = name.is_some_and(|(name, _)| !name.is_empty() && !name.contains(char::is_whitespace));
        if is_key || is_inside {
            last = start..start + written.len();
        }
        start += line.len();
    }
    // A header without a key is told at its first line.
    if last.end == 0 { 0..text.find('\n').unwrap_or(text.len()) } else { last }
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
