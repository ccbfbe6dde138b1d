//! `calpae tolerer`: the entry of a tolérance, added to those of `convention.yaml`.

use super::yaml::{euros, quoted};
use crate::diagnostic::TextEdit;
use crate::model::Montant;
use crate::syntax::{Edits, NodeKind, Style, yaml};
use crate::text::{FileId, Sources, Span};

/// A tolérance to declare.
#[derive(Debug, Clone)]
pub struct NewTolerance {
    /// Code of the rule.
    pub code: String,
    /// File of the finding, from the folder of the edition.
    pub place: String,
    /// Words of its lines, when the file has other findings of the rule.
    pub excerpt: Option<String>,
    /// Identifier of the only finding that it keeps.
    pub finding: Option<String>,
    /// Most euros at stake that it keeps.
    pub gap: Option<Montant>,
    /// Why it is kept.
    pub reason: String,
}

/// The edits that declare it in a `convention.yaml`; none when it is not written in a way that can be added to.
pub fn declare(sources: &Sources, file: FileId, tolerance: &NewTolerance) -> Option<Vec<TextEdit>> {
    let zone = Span { file, start: 0, end: sources.source(file).text().len() };
    let root = yaml::read(sources, zone).ok()?;
    let mut edits = Edits::new(sources, zone, &root);
    let item = item(tolerance);
    let in_lines = format!("tolerances:\n  - {item}\n");
    let done = match root.entry("tolerances") {
        None => edits.append_entries(&root, &[in_lines]),
        Some(entry) => match &entry.1.kind {
            NodeKind::List(items) if !items.is_empty() && entry.1.style == Style::Flow => {
                edits.append_in_brackets(&entry.1, &item)
            }
            NodeKind::List(items) if !items.is_empty() => {
                edits.append_items(&entry.1, &format!("- {item}\n"))
            }
            NodeKind::List(_) | NodeKind::Null => edits.replace_entry(&root, entry, &in_lines),
            NodeKind::Scalar(_) | NodeKind::Map(_) => false,
        },
    };
    done.then(|| edits.finish())
}

/// The entry as it is written.
pub fn item(tolerance: &NewTolerance) -> String {
    let NewTolerance { code, place, excerpt, finding, gap, reason } = tolerance;
    let finding = finding.as_ref().map(|name| format!("constat: {name}, ")).unwrap_or_default();
    let excerpt = excerpt.as_ref().map(|words| format!("extrait: {}, ", quoted(words))).unwrap_or_default();
    let gap = gap.map(|montant| format!("ecart: {}, ", quoted(&euros(montant)))).unwrap_or_default();
    format!("{{ regle: {code}, lieu: {}, {finding}{excerpt}{gap}raison: {} }}", quoted(place), quoted(reason))
}
