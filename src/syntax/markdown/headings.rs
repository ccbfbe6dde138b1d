//! Headings: their level, their mark `{#rubrique}`, and those that are empty or that a row of dashes makes.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel};

use super::Prose;
use super::inlines::{quoted_datum, shows};
use crate::diagnostic::Diagnostic;
use crate::model::passage::PassageKind;
use crate::model::text::Block;
use crate::text::Spanned;

impl Prose<'_> {
    pub(super) fn title(&mut self, level: HeadingLevel, bytes: &Range<usize>) -> Option<Block> {
        let level = level as u8;
        let span = self.page.span(bytes);
        let written = self.page.text.get(bytes.clone()).unwrap_or("");
        if !written.trim_start().starts_with('#') {
            return self.underlined(written, bytes);
        }
        if level == 1 {
            self.say(
                Diagnostic::error(
                    "MD-004",
                    span,
                    "le titre de premier niveau est celui de la fiche ou de l’article",
                )
                .help("commencer par « ## » pour une rubrique"),
            );
        } else if level > self.level + 1 {
            let expected = "#".repeat(usize::from(self.level) + 1);
            self.say(
                Diagnostic::error("MD-004", span, "ce titre saute un niveau")
                    .help(format!("écrire « {expected} »")),
            );
        }
        self.level = level.max(2);
        let anchor = self.anchor(level, bytes);
        self.tell_notes();
        let told = self.said.diagnostics.len();
        let content = self.leaf(PassageKind::Heading(level), true);
        self.cut = usize::MAX;
        if !shows(&content) {
            // What was taken out of it is told already.
            if self.said.diagnostics.len() == told {
                self.say(
                    Diagnostic::error("MD-012", span, "ce titre est vide")
                        .help("écrire le titre, ou retirer la ligne"),
                );
            }
            return None;
        }
        Some(Block::Heading { level, content, anchor, span })
    }

    /// A sentence with a row of dashes or of equal signs under it, which Markdown takes for a heading.
    fn underlined(&mut self, written: &str, bytes: &Range<usize>) -> Option<Block> {
        let row = written.trim_end().lines().last().unwrap_or("").trim().trim_start_matches(['>', ' ']);
        let start = bytes.start + written.rfind(row).unwrap_or(0);
        let help = if row.starts_with('=') {
            "retirer cette ligne ; pour un titre, écrire « ## » devant lui".to_owned()
        } else {
            format!(
                "laisser une ligne vide avant « {row} », ou retirer cette ligne ; pour un titre, écrire « ## » devant lui"
            )
        };
        let row = self.page.span(&(start..start + row.len()));
        self.say(
            Diagnostic::error("MD-012", row, "cette ligne fait un titre de la phrase qui la précède")
                .help(help),
        );
        let inlines = self.leaf(PassageKind::Paragraph, true);
        super::paragraph(inlines)
    }

    /// The mark that ends a heading, which is not printed; any other brace there is a reference, or is told.
    fn anchor(&mut self, level: u8, bytes: &Range<usize>) -> Option<Spanned<String>> {
        let written = self.page.text.get(bytes.clone())?;
        let line = written.trim_end();
        let closing = line.trim_end_matches('#');
        let line = if closing.ends_with([' ', '\t']) { closing.trim_end() } else { line };
        let before = line.strip_suffix('}')?;
        let opening = before.rfind('{')?;
        let inside = before.get(opening + 1..)?;
        let start = bytes.start + opening;
        let place = start..bytes.start + line.len();
        let span = self.page.span(&place);
        let is_text = self.page.is_escaped(start)
            || inside.ends_with('\\')
            || line.get(..opening).is_some_and(|l| l.ends_with('{'))
            || inside.starts_with('%')
            || line.get(opening..).and_then(quoted_datum).is_some();
        if is_text {
            return None;
        }
        match inside.strip_prefix('#').filter(|name| !name.is_empty() && !name.contains(char::is_whitespace))
        {
            Some(name) if level == 2 => {
                self.cut = bytes.start + line.get(..opening).map_or(0, |l| l.trim_end().len());
                Some(Spanned::new(name.to_owned(), self.page.span(bytes)))
            }
            Some(_) => {
                self.say(
                    Diagnostic::error(
                        "MD-013",
                        span,
                        "un repère ne se met qu’à un titre « ## », qui ouvre une rubrique",
                    )
                    .help("retirer le repère, ou écrire le titre avec « ## »"),
                );
                self.cut = bytes.start + line.get(..opening).map_or(0, |l| l.trim_end().len());
                None
            }
            None => {
                let shown = line.get(opening..).unwrap_or("");
                self.say(
                    Diagnostic::error("MD-013", span, format!("« {shown} » n’est ni un repère de rubrique, ni une donnée"))
                        .help(format!("pour imprimer les accolades, écrire « \\{shown} » ; un repère s’écrit « {{#rubrique}} »")),
                );
                None
            }
        }
    }

    /// A note called in a heading would be printed in the table of contents too.
    fn tell_notes(&mut self) {
        let inside = self.events.iter().take_while(|(event, _)| !matches!(event, Event::End(end) if matches!(end, pulldown_cmark::TagEnd::Heading(_))));
        let calls: Vec<_> = inside
            .filter(|(e, _)| matches!(e, Event::FootnoteReference(_)))
            .map(|(_, bytes)| bytes.clone())
            .collect();
        for bytes in calls {
            let span = self.page.span(&bytes);
            self.say(
                Diagnostic::error(
                    "MD-007",
                    span,
                    "une note ne s’appelle pas dans un titre : le sommaire la répéterait",
                )
                .help("placer l’appel dans le texte qui suit"),
            );
        }
    }
}
