//! Quotations. A `>` before a figure is a comparison rather than a quotation, which would take its sign away.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Page, Previous, Prose, brief, is_glued};
use crate::diagnostic::Diagnostic;
use crate::model::text::Block;
use crate::text::pattern;

/// `= 12`, `12 places`, `–5 %`, `€ 12`; « 12. » and « 12) » open the item of a list.
static COMPARED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:=\s*)?(?:[-+−–~≈±€]\s?)?[0-9]|^=(?:\s|$)"));
static ITEM: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[0-9]{1,9}[.)](?:\s|$)|^[-+]\s"));
/// Longest line that may be a comparison and no sentence, in characters.
const COMPARISON_MAX: usize = 60;

impl Prose<'_> {
    pub(super) fn quotation(&mut self, bytes: &Range<usize>, previous: Option<&Previous>) -> Block {
        if is_comparison(self.page, bytes, previous) {
            let sign = bytes.start..bytes.start + 1;
            let line = brief(self.page.line_at(bytes.start));
            self.say(
                Diagnostic::error(
                    "MD-015",
                    self.page.span(&sign),
                    "« > » devant un chiffre ouvre ici une citation : il ne s’imprimerait pas",
                )
                .help(format!(
                    "pour une comparaison, écrire « \\{line} » ; pour une citation, la commencer par un guillemet"
                )),
            );
        }
        Block::Citation(self.blocks())
    }
}

/// Whether a quotation is a figure that something is compared with: its sign touches the figure, it goes on with the
/// line above, or none of its lines ends like a sentence.
fn is_comparison(page: Page<'_>, bytes: &Range<usize>, previous: Option<&Previous>) -> bool {
    let margin = page.text.get(page.line_start(bytes.start)..bytes.start).unwrap_or("");
    let mut lines = page.text.get(bytes.clone()).unwrap_or("").trim_end().lines();
    let Some(first) = lines.next().and_then(|line| line.strip_prefix('>')) else { return false };
    if margin.contains('>') || !is_compared(first) {
        return false;
    }
    let touches = !first.starts_with([' ', '\t']);
    let is_phrase = |line: &str| {
        let line = line.trim();
        line.chars().count() <= COMPARISON_MAX && !line.ends_with(['.', '!', '?', '…', '»', ','])
    };
    let goes_on = matches!(previous, Some(Previous::Paragraph(above)) if is_glued(page, above, bytes.start));
    let mut is_each_a_phrase = || {
        let inside = |line: &str| is_compared(line.trim_start().strip_prefix('>').unwrap_or(line));
        is_phrase(first) && lines.all(|line| is_phrase(line) && inside(line))
    };
    touches || goes_on || is_each_a_phrase()
}

fn is_compared(text: &str) -> bool {
    let text = text.trim_start_matches(['>', ' ', '\t', '\u{a0}', '\u{202f}']);
    COMPARED.is_match(text) && !ITEM.is_match(text)
}
