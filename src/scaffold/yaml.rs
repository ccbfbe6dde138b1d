//! YAML as a person would write it: quotes where they are needed, comments on one line, the end of a list.

use crate::model::rapport::Reported;
use crate::model::{Absence, CellValues, Measured, Montant, Value, Window};
use crate::text::{Sources, Span};

/// A text between quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut output = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                output.push('\\');
                output.push(c);
            }
            '\n' => output.push_str("\\n"),
            '\t' => output.push_str("\\t"),
            c if c.is_control() => {}
            c => output.push(c),
        }
    }
    output.push('"');
    output
}

/// A text on one line, for a comment.
pub(super) fn line(text: &str) -> String {
    let flat: Vec<&str> = text.split_whitespace().collect();
    flat.join(" ").chars().filter(|c| !c.is_control()).collect()
}

/// A comment, shortened so that a line can be read.
pub(super) fn remark(text: &str) -> String {
    let flat = line(text);
    if flat.chars().count() <= 90 {
        return flat;
    }
    let start: String = flat.chars().take(88).collect();
    format!("{} […]", start.trim_end())
}

/// An amount with ordinary spaces: « 835 580,45 € ».
pub(super) fn euros(montant: Montant) -> String {
    montant.in_prose().replace('\u{202f}', " ")
}

/// An amount or the word of its absence, as a value.
pub(super) fn committed(montant: &Result<Montant, Absence>) -> String {
    match montant {
        Ok(m) => quoted(&euros(*m)),
        Err(a) => a.word().to_owned(),
    }
}

/// An amount or the word of its absence, in a sentence.
pub(super) fn reported(r: &Reported<Montant>) -> String {
    match r {
        Ok(m) => euros(m.value),
        Err(a) => a.value.word().to_owned(),
    }
}

/// A box as it was written, with its dates and its sources.
pub(super) fn cell(cell: &CellValues, sources: &Sources) -> String {
    let values: Vec<String> = cell.iter().map(|v| value(v, sources)).collect();
    match values.as_slice() {
        [single] => single.clone(),
        several => format!("[{}]", several.join(", ")),
    }
}

fn value(v: &Value, sources: &Sources) -> String {
    let raw = sources.text(v.measured.span).trim().trim_matches(['"', '\'']);
    let (key, word) = match &v.measured.value {
        Measured::Absent(a) => ("valeur", a.word().to_owned()),
        Measured::Text(t) => ("texte", quoted(t)),
        _ => ("valeur", quoted(raw)),
    };
    let mut keys = vec![format!("{key}: {word}")];
    match v.window {
        Some(Window::FromTo(a, b)) => keys.push(format!("du: {}, au: {}", a.iso(), b.iso())),
        Some(Window::AsOf(b)) => keys.push(format!("au: {}", b.iso())),
        None => {}
    }
    for (key, text) in [("perimetre", &v.perimeter), ("source", &v.source), ("note", &v.note)] {
        keys.extend(text.as_ref().map(|t| format!("{key}: {}", quoted(t))));
    }
    if keys.len() == 1 && key == "valeur" { word } else { format!("{{ {} }}", keys.join(", ")) }
}

/// Where a line can be added at the end of a block list one item of which starts there, and the blanks before
/// its dash; `None` when the list is written on one line, between brackets.
pub(super) fn list_end(sources: &Sources, item: Span) -> Option<(Span, String)> {
    let text = sources.source(item.file).text();
    let start = text.get(..item.start)?.rfind('\n').map_or(0, |i| i + 1);
    let first_one = text.get(start..)?.lines().next()?;
    let margin = first_one.len() - first_one.trim_start().len();
    if !first_one.trim_start().starts_with('-') {
        return None;
    }
    let end =
        block_end(text, start, |line, indent| indent > margin || (indent == margin && line.starts_with('-')));
    Some((Span { file: item.file, start: end, end }, first_one.get(..margin)?.to_owned()))
}

/// Where a line can be added after a key and what it holds, and the blanks before the key.
pub(super) fn key_end(sources: &Sources, key: Span) -> Option<(Span, String)> {
    let text = sources.source(key.file).text();
    let start = text.get(..key.start)?.rfind('\n').map_or(0, |i| i + 1);
    let blanks = text.get(start..key.start)?;
    if !blanks.trim().is_empty() {
        return None;
    }
    let margin = blanks.len();
    let end = block_end(text, start, |_, indent| indent > margin);
    Some((Span { file: key.file, start: end, end }, blanks.to_owned()))
}

/// The end of the last line, from `debut` on, that still belongs to a block: blank lines do when something of
/// the block follows them.
fn block_end(text: &str, start: usize, inside: impl Fn(&str, usize) -> bool) -> usize {
    let mut place = start;
    let mut end = start;
    for (index, line) in text.get(start..).unwrap_or("").split_inclusive('\n').enumerate() {
        let bare = line.trim();
        let indent = line.len() - line.trim_start().len();
        place += line.len();
        // A comment belongs to what follows it.
        if index > 0 && (bare.is_empty() || bare.starts_with('#')) {
            continue;
        }
        if index == 0 || (bare != "---" && inside(bare, indent)) {
            end = place;
        } else {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ProjectPath;

    fn appended(text: &str, item: &str) -> Option<String> {
        let mut sources = Sources::default();
        let file = sources.add(ProjectPath::new("a.md").unwrap(), text);
        let start = text.find(item).unwrap();
        let (span, margin) = list_end(&sources, Span { file, start, end: start + item.len() })?;
        let (before, after) = text.split_at(span.start);
        Some(format!("{before}{margin}- neuf\n{after}"))
    }

    #[test]
    fn a_line_goes_at_the_end_of_its_list_whatever_stands_around() {
        // Comments between items, a blank line, a comment of the next key, which stays with it.
        let text = "a:\n  # un\n  - x: 1\n    y:\n\n  # deux\n  - x: 2\n    y: |\n      # mot\n      fin\n\n# de b\nb: 3\n---\n";
        let expected = text.replace("      fin\n", "      fin\n  - neuf\n");
        assert_eq!(appended(text, "x: 1"), Some(expected));
        // A list at the margin of its key; the end of the header.
        assert_eq!(
            appended("a:\n- x: 1\n- x: 2\n---\ntexte\n", "x: 1").unwrap(),
            "a:\n- x: 1\n- x: 2\n- neuf\n---\ntexte\n"
        );
        assert_eq!(appended("a:\n  - x: 1\n  b: 2\n", "x: 1").unwrap(), "a:\n  - x: 1\n  - neuf\n  b: 2\n");
        // Between brackets, the end of a line is not the end of the list.
        assert_eq!(appended("a: [{ x: 1 }]\n", "x: 1"), None);
    }

    #[test]
    fn quotes_hold_any_text() {
        let text = "un « b » : \\ \"c\" # d\te\nf";
        let yaml = format!("a: {}\n", quoted(text));
        let mut sources = Sources::default();
        let file = sources.add(ProjectPath::new("a.yaml").unwrap(), &yaml);
        assert!(!yaml.trim_end().contains('\n') && sources.source(file).text() == yaml);
        assert_eq!(line("un\n  deux"), "un deux");
    }
}
