//! Images: alone on their paragraph, told in words, found in the edition.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::Prose;
use crate::diagnostic::Diagnostic;
use crate::model::passage::PassageKind;
use crate::model::text::{Block, Image};
use crate::parse::reader::Reader;
use crate::text::{ProjectPath, Spanned};

impl Prose<'_, '_> {
    pub(super) fn image(&mut self, url: &str, bytes: &Range<usize>) -> Option<Block> {
        let span = self.span(bytes);
        let mut alternative = String::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Text(t) | Event::Code(t) => alternative.push_str(t),
                Event::SoftBreak | Event::HardBreak => alternative.push(' '),
                Event::End(TagEnd::Image) => break,
                _ => {}
            }
        }
        if alternative.trim().is_empty() {
            self.reader.say(
                Diagnostic::error("MD-003", span, "cette image n’a pas de texte de remplacement")
                    .help("dire ce qu’elle montre : « ![Carte des sites](images/carte.png) »"),
            );
        }
        self.reader.passage(PassageKind::Field, &alternative, span);
        let file = self.reader.image(&Spanned::new(url.to_owned(), span))?;
        Some(Block::Image(Image { file, alternative: alternative.trim().to_owned() }))
    }
}

impl Reader<'_> {
    /// The path of an image of the edition, checked against what the project holds.
    pub fn image(&mut self, word: &Spanned<String>) -> Option<Spanned<ProjectPath>> {
        let path = match ProjectPath::new(&word.value).and_then(|_| self.images.edition.join(&word.value)) {
            Ok(path) => path,
            Err(e) => {
                self.say(
                    Diagnostic::error("MD-002", word.span, format!("« {} » : {e}", word.value))
                        .help("écrire un chemin comme « images/carte.png », depuis le dossier de l’édition"),
                );
                return None;
            }
        };
        if self.images.present.contains(&path) {
            return Some(Spanned::new(path, word.span));
        }
        let edition = format!("{}/", self.images.edition);
        let names = self.images.present.iter().filter_map(|c| c.as_str().strip_prefix(&edition));
        let help = match crate::diagnostic::near(&word.value, names) {
            Some(near) => format!("vouliez-vous dire « {near} » ?"),
            None => format!("placer le fichier dans {edition} (formats PNG, JPEG, GIF, WebP, SVG)"),
        };
        self.say(
            Diagnostic::error("MD-002", word.span, format!("l’image « {} » n’existe pas", word.value))
                .help(help),
        );
        None
    }
}
