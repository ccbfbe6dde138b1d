//! YAML as a person would write it: quotes where they are needed, comments on one line.

use crate::lang::numbers::format_plain;
use crate::model::rapport::Reported;
use crate::model::{Absence, CellValues, Measured, Montant, Value, Window};
use crate::text::Sources;

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
        // Written as its two terms, which its note keeps.
        Measured::Number(n) if raw.contains('/') => {
            let unit = n.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
            ("valeur", quoted(&format!("{}{unit}", format_plain(n.value, None))))
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::yaml::read;
    use crate::text::{ProjectPath, Span};

    #[test]
    fn quotes_hold_any_text() {
        let text = "un « b » : \\ \"c\" # d\te\nf";
        let yaml = format!("a: {}", quoted(text));
        let mut sources = Sources::default();
        let file = sources.add(ProjectPath::new("a.yaml").unwrap(), &yaml);
        let root = read(&sources, Span { file, start: 0, end: yaml.len() }).unwrap();
        assert_eq!(root.entries()[0].1.scalar(), Some(text));
        assert!(!yaml.contains('\n'));
        assert_eq!(line("un\n  deux"), "un deux");
    }
}
