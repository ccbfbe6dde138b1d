//! Findings as Markdown, by severity and stake, to paste into a mail, a ticket or a note.

use super::Report;
use super::view::{Counts, FindingView, findings};
use crate::text::Sources;

/// A report under one heading per severity and stake, tolerated findings last.
pub fn render(report: &Report, sources: &Sources) -> String {
    let (findings, tolerated) = findings(report, sources);
    let counted = Counts::new(report).to_string();
    let mut output = String::from("# Contrôle\n\n");
    output.push_str(if counted.is_empty() { "Rien à signaler." } else { &counted });
    output.push_str(if counted.is_empty() { "\n" } else { ".\n" });
    if let Some(left) = report.left_aside() {
        output.push_str(&format!("\n{}.\n", escape(&left.to_string())));
    }
    let mut title = String::new();
    for finding in &findings {
        let own = finding.heading();
        if own != title {
            title = own;
            output.push_str(&format!("\n## {title}\n\n"));
        }
        output.push_str(&item(finding));
    }
    if !tolerated.is_empty() {
        output.push_str("\n## Constats tolérés\n\n");
        tolerated.iter().for_each(|finding| output.push_str(&item(finding)));
    }
    output
}

/// A finding as an item of a list.
pub(super) fn item(finding: &FindingView) -> String {
    let mut text = format!("- **{}** : {}.", finding.name(), escape(&finding.message));
    if let Some(label) = finding.lieux.first() {
        text.push_str(&format!(
            " {}, ligne {} : `{}`",
            escape(&label.fichier),
            label.debut.ligne,
            label.extrait.replace(['`', '\n'], " ")
        ));
    }
    text.push('\n');
    let mut add = |word: &str, value: &str| {
        text.push_str(&format!("  - {word} : {}\n", escape(value)));
    };
    for label in finding.lieux.iter().skip(1) {
        add("voir", &format!("{}, ligne {}, {}", label.fichier, label.debut.ligne, label.texte));
    }
    for (word, value) in
        [("calcul", &finding.calcul), ("à faire", &finding.a_faire), ("toléré", &finding.raison)]
    {
        if let Some(value) = value {
            add(word, value);
        }
    }
    text
}

/// Escapes what Markdown would take as syntax.
pub fn escape(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>#|{}".contains(c) {
            output.push('\\');
        }
        output.push(if c == '\n' { ' ' } else { c });
    }
    output
}
