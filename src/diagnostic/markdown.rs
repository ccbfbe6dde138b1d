//! Findings as Markdown, to paste in a mail, a ticket or a note: by file, with the figures.

use super::Report;
use super::view::{Counts, FindingView, findings};
use crate::text::Sources;

/// The findings by file, then those that the act keeps.
pub fn render(report: &Report, sources: &Sources) -> String {
    let (findings, tolerated) = findings(report, sources);
    let counted = Counts::new(report).to_string();
    let mut output = String::from("# Contrôle\n\n");
    output.push_str(if counted.is_empty() { "Rien à signaler." } else { &counted });
    output.push_str(if counted.is_empty() { "\n" } else { ".\n" });
    let mut file = None;
    for c in &findings {
        let location = c.lieux.first().map(|l| l.fichier.as_str());
        if location != file || file.is_none() {
            file = location;
            output.push_str(&format!("\n## {}\n\n", location.map_or("Projet".to_owned(), escape)));
        }
        output.push_str(&one(c));
    }
    if !tolerated.is_empty() {
        output.push_str("\n## Constats tolérés\n\n");
        tolerated.iter().for_each(|c| output.push_str(&one(c)));
    }
    output
}

fn one(c: &FindingView) -> String {
    let mut text = format!("- **{}** ({}) : {}.", c.code, c.gravite, escape(&c.message));
    if let Some(l) = c.lieux.first() {
        text.push_str(&format!(" Ligne {} : `{}`", l.debut.ligne, l.extrait.replace(['`', '\n'], " ")));
    }
    text.push('\n');
    let mut rest = |word: &str, value: &str| {
        text.push_str(&format!("  - {word} : {}\n", escape(value)));
    };
    for l in c.lieux.iter().skip(1) {
        rest("voir", &format!("{}, ligne {}, {}", l.fichier, l.debut.ligne, l.texte));
    }
    for (word, value) in [("calcul", &c.calcul), ("à faire", &c.a_faire), ("toléré", &c.raison)] {
        if let Some(value) = value {
            rest(word, value);
        }
    }
    text
}

/// A text that Markdown takes as it is.
fn escape(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>#|{}".contains(c) {
            output.push('\\');
        }
        output.push(if c == '\n' { ' ' } else { c });
    }
    output
}
