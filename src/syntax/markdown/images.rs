//! Images: alone on their paragraph, and told in words.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::Prose;
use crate::diagnostic::Diagnostic;
use crate::model::passage::PassageKind;
use crate::model::text::{Block, Image};
use crate::text::Spanned;

impl Prose<'_> {
    pub(super) fn image(&mut self, url: &str, title: &str, bytes: &Range<usize>) -> Option<Block> {
        let span = self.page.span(bytes);
        self.tell_title(title, span);
        let mut alternative = String::new();
        while let Some((event, bytes)) = self.next() {
            match event {
                Event::Text(t) | Event::Code(t) => {
                    self.tell_unseen(t, bytes);
                    alternative.push_str(t);
                }
                Event::SoftBreak | Event::HardBreak => alternative.push(' '),
                Event::End(TagEnd::Image) => break,
                _ => {}
            }
        }
        if alternative.trim().is_empty() {
            self.say(
                Diagnostic::error("MD-003", span, "cette image n’a pas de texte de remplacement")
                    .help("dire ce qu’elle montre : « ![Carte des sites](images/carte.png) »"),
            );
        }
        self.keep_aligned(PassageKind::Field, &alternative, span);
        match (self.find_image)(&Spanned::new(url.to_owned(), span)) {
            Ok(file) => Some(Block::Image(Image { file, alternative: alternative.trim().to_owned() })),
            Err(missing) => {
                self.say(*missing);
                // Keep its place: a title that it follows is not followed by nothing.
                Some(Block::Paragraph(Vec::new()))
            }
        }
    }
}
