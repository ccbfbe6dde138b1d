//! What is pasted from a word processor, a page of the web or a merge, and what Markdown would drop or change: told at
//! the place, with the line to write.

mod characters_and_merges;
mod headings;
mod lines;
mod notes_and_links;
mod references;

use super::{FICHE, minimal};

/// The Typst of the fiche once a text stands in place of its paragraph.
fn printed(text: &str) -> String {
    let output = minimal()
        .replace(FICHE, "Un accueil ouvre chaque matin.", text)
        .args(["build", "--format", "typ"])
        .output();
    let (_, fiche) = output.iter().find(|(path, _)| path.ends_with("fiche-01.typ")).unwrap();
    String::from_utf8(fiche.clone()).unwrap()
}
