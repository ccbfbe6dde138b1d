//! The words of an emitted folder, read with the parser of Typst: what the page will say, before it is set.

use rayon::prelude::*;
use typst::syntax::{SyntaxKind, SyntaxNode, ast, parse};

use super::PrintedText;

impl PrintedText {
    /// The words of some Typst files: their text and their strings. Notes come after the text that calls them.
    pub fn emitted<'t>(files: impl IntoIterator<Item = &'t str>) -> Self {
        let files: Vec<&str> = files.into_iter().collect();
        let texts: Vec<[String; 2]> = files
            .par_iter()
            .map(|file| {
                let mut text = Text::default();
                text.node(&parse(file));
                [text.flow, text.notes]
            })
            .collect();
        Self::new(texts.iter().flatten().map(String::as_str))
    }
}

#[derive(Default)]
struct Text {
    flow: String,
    notes: String,
}

impl Text {
    fn node(&mut self, node: &SyntaxNode) {
        match node.kind() {
            SyntaxKind::Text => self.flow.push_str(node.leaf_text()),
            SyntaxKind::Escape => {
                if let Some(escape) = node.cast::<ast::Escape<'_>>() {
                    self.flow.push(escape.get());
                }
            }
            SyntaxKind::Str => {
                if let Some(string) = node.cast::<ast::Str<'_>>() {
                    self.apart(|text| text.flow.push_str(&string.get()));
                }
            }
            SyntaxKind::FuncCall => match callee(node) {
                // « 1er » is one word.
                "super" | "strong" | "emph" | "link" | "raw" => self.content(node),
                "footnote" => {
                    let flow = std::mem::take(&mut self.flow);
                    self.children(node);
                    let note = std::mem::replace(&mut self.flow, flow);
                    self.notes.push('\n');
                    self.notes.push_str(&note);
                }
                _ => self.apart(|text| text.children(node)),
            },
            SyntaxKind::ContentBlock => self.apart(|text| text.children(node)),
            SyntaxKind::SmartQuote => self.flow.push('\''),
            SyntaxKind::Space => self.flow.push(' '),
            SyntaxKind::Parbreak | SyntaxKind::Linebreak | SyntaxKind::Comma | SyntaxKind::Colon => {
                self.flow.push('\n')
            }
            _ => self.children(node),
        }
    }

    fn children(&mut self, node: &SyntaxNode) {
        node.children().for_each(|child| self.node(child));
    }

    /// The content of a call that stands in a word or in a sentence.
    fn content(&mut self, call: &SyntaxNode) {
        for args in call.children().filter(|child| child.kind() == SyntaxKind::Args) {
            for arg in args.children() {
                match arg.kind() {
                    SyntaxKind::ContentBlock => self.children(arg),
                    SyntaxKind::LeftParen | SyntaxKind::RightParen | SyntaxKind::Str
                        if callee(call) == "link" => {}
                    // « a`b`c » is one word.
                    SyntaxKind::Str => {
                        let string = arg.cast::<ast::Str<'_>>();
                        self.flow.push_str(&string.map(|s| s.get()).unwrap_or_default());
                    }
                    _ => self.node(arg),
                }
            }
        }
    }

    fn apart(&mut self, add: impl FnOnce(&mut Self)) {
        self.flow.push('\n');
        add(self);
        self.flow.push('\n');
    }
}

/// The name of the function that a call calls.
fn callee(call: &SyntaxNode) -> &str {
    call.children().next().map_or("", |function| function.leaf_text())
}

#[cfg(test)]
mod tests {
    use super::super::unprinted;
    use super::*;
    use crate::model::Passage;
    use crate::model::passage::PassageKind;
    use crate::text::{ProjectPath, Sources, Span};

    #[test]
    fn the_words_of_an_emitted_file_are_those_of_its_page() {
        let typst = "#fiche(titre: [Un *deux*], montant: \"126 000\")\n\nLe 1#super[er]; juillet#footnote[une note]; du #strong[gra]s \\#3.";
        let mut sources = Sources::default();
        let text = "Le 1er juillet du gras 3, un deux, 126 000, une note";
        let file = sources.add(ProjectPath::new("a.md").unwrap(), text);
        let span = Span { file, start: 0, end: text.len() };
        let passage = Passage::new(PassageKind::Paragraph, text.to_owned(), span, vec![(0, 0)]);
        assert_eq!(unprinted([&passage], |_| None, &PrintedText::emitted([typst])), []);
        let lost = unprinted([&passage], |_| None, &PrintedText::emitted(["Le 1er juillet"]));
        assert_eq!(lost.len(), 1);
    }
}
