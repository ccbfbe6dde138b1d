//! What YAML reads without a fault and not as it was meant: tags, and commas inside a value between brackets. Each is
//! told with the line to write, and the value is read as it was meant, so that nothing else is said of it.

use std::collections::BTreeSet;

use super::yaml_lines::{line_to_write, odd_blank_of};
use super::{Entry, Node, NodeKind, Style, layout};
use crate::diagnostic::Diagnostic;
use crate::text::lookalikes::joined_accents;
use crate::text::{Span, Spanned};

/// Mends a tree read from a text, and tells what was mended.
pub(super) fn mend(root: &mut Node, text: &str) -> Vec<Diagnostic> {
    let mut mender = Mender { text, faults: Vec::new() };
    mender.node(None, root);
    mender.faults
}

struct Mender<'t> {
    text: &'t str,
    faults: Vec<Diagnostic>,
}

impl Mender<'_> {
    fn node(&mut self, key: Option<&str>, node: &mut Node) {
        self.tag(key, node);
        match &mut node.kind {
            NodeKind::Null => {}
            NodeKind::Scalar(text) => {
                // « -\u{202f}État » under a key is for YAML a text.
                if text.starts_with('-') && self.opens_its_line(node.span) {
                    self.odd_blank(node.span);
                }
            }
            NodeKind::List(items) => {
                if node.style == Style::Flow {
                    self.join_items(items);
                }
                items.iter_mut().for_each(|item| self.node(None, item));
            }
            NodeKind::Map(entries) => {
                if node.style == Style::Flow {
                    self.join_entries(entries);
                }
                entries.iter_mut().for_each(|(key, value)| self.node(Some(&key.value), value));
            }
        }
    }

    /// `intitule: !accueil ouvert`: YAML drops the first word, or changes the value.
    fn tag(&mut self, key: Option<&str>, node: &mut Node) {
        let Some(tag) = node.tag else { return };
        let end = node.extent.end.max(tag.end);
        let written = self.text.get(tag.start..end).unwrap_or_default();
        let whole = Span { end, ..tag };
        let diagnostic = Diagnostic::error(
            "YAML-002",
            tag,
            "« ! » en tête d’une valeur est un signe réservé : ce mot ne serait pas lu",
        );
        let is_line = matches!(node.kind, NodeKind::Scalar(_) | NodeKind::Null) && !written.contains('\n');
        self.faults.push(match is_line {
            true => diagnostic.help(line_to_write(key, written)),
            false => diagnostic.help("retirer ce mot"),
        });
        if is_line && !self.is_quoted(node) {
            *node = plain(written, whole);
        }
    }

    fn opens_its_line(&self, span: Span) -> bool {
        let before = self.text.get(..span.start).and_then(|t| t.rsplit('\n').next());
        before.is_some_and(|t| t.trim().is_empty())
    }

    /// Tells the blank that keeps what is written somewhere from being keys or items; says whether there is one.
    fn odd_blank(&mut self, place: Span) -> bool {
        let Some(cause) = odd_blank_of(self.text, place.start, place.end) else { return false };
        let span = Span { start: cause.place.start, end: cause.place.end, ..place };
        self.faults.push(Diagnostic::error("YAML-001", span, cause.message).help(cause.help));
        true
    }

    fn is_quoted(&self, node: &Node) -> bool {
        self.text.get(node.span.start..).is_some_and(|t| t.starts_with(['"', '\'']))
    }

    fn is_plain_scalar(&self, node: &Node) -> bool {
        matches!(node.kind, NodeKind::Scalar(_)) && !self.is_quoted(node)
    }

    /// `{ tarif: 0,5 }` is for YAML a key `tarif`, and a key `5` without a value.
    fn join_entries(&mut self, entries: &mut Vec<Entry>) {
        let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
        let mut cut = BTreeSet::new();
        for (key, value) in std::mem::take(entries) {
            let is_bare = matches!(value.kind, NodeKind::Null)
                && value.span.start == value.span.end
                && layout::after_colon(self.text, key.span) == key.span.end
                && !self.text.get(key.span.start..).is_some_and(|t| t.starts_with(['"', '\'']));
            // « montant:\u{a0}3 000 € » is for YAML a key.
            if is_bare && self.odd_blank(key.span) {
                let (name, written) = key.value.split_once(':').unwrap_or((&key.value, ""));
                let name = Spanned::new(name.to_owned(), key.span);
                kept.push((name, plain(written, key.span)));
                continue;
            }
            if let Some((name, value)) = is_bare.then(|| glued_key(&key.value)).flatten() {
                let line = format!("{name}: {value}");
                let missing = if key.value.contains(':') {
                    "une espace après « : »"
                } else {
                    "« : » après cette clé"
                };
                let fault = Diagnostic::error("YAML-001", key.span, format!("il manque {missing}"));
                self.faults.push(fault.help(format!("écrire « {line} »")));
                let name = Spanned::new(name.to_owned(), key.span);
                kept.push((name, plain(value, key.span)));
                continue;
            }
            match kept.last_mut() {
                Some((_, previous)) if is_bare && self.is_plain_scalar(previous) => {
                    previous.span.end = key.span.end;
                    cut.insert(kept.len() - 1);
                }
                _ => kept.push((key, value)),
            }
        }
        for rank in cut {
            if let Some((name, value)) = kept.get_mut(rank) {
                self.join(Some(&name.value), value);
            }
        }
        *entries = kept;
    }

    /// `[17,5 jours, 14]` is for YAML three values. Two numbers without a unit may be two values.
    fn join_items(&mut self, items: &mut Vec<Node>) {
        let mut kept: Vec<Node> = Vec::with_capacity(items.len());
        for item in std::mem::take(items) {
            match kept.last_mut() {
                Some(previous) if self.is_decimal(previous, &item) => {
                    previous.span.end = item.span.end;
                    self.join(None, previous);
                }
                _ => kept.push(item),
            }
        }
        *items = kept;
    }

    fn is_decimal(&self, whole: &Node, decimals: &Node) -> bool {
        let between = self.text.get(whole.span.end..decimals.span.start);
        let (Some(whole_part), Some(rest)) = (whole.scalar(), decimals.scalar()) else { return false };
        let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_number = |text: &str| {
            text.ends_with(|c: char| c.is_ascii_digit())
                && text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace())
        };
        between == Some(",")
            && is_number(whole_part)
            && unit.len() < rest.len()
            && unit.trim_start().starts_with(|c: char| c.is_alphabetic() || matches!(c, '%' | '€'))
            && !self.is_quoted(whole)
            && !self.is_quoted(decimals)
    }

    /// Reads a value again over the whole of its place, and tells that a comma cut it.
    fn join(&mut self, key: Option<&str>, node: &mut Node) {
        let span = node.span;
        let written = self.text.get(span.start..span.end).unwrap_or_default();
        *node = plain(written, span);
        let brackets = if key.is_some() { "accolades" } else { "crochets" };
        let message = format!("entre {brackets}, la virgule coupe cette valeur en deux");
        self.faults.push(Diagnostic::error("YAML-005", span, message).help(line_to_write(key, written)));
    }
}

/// Keys after which a number is meant for their value: « montant 20 000 € ».
const KEYS_OF_NUMBERS: [&str; 9] =
    ["montant", "tarif", "jours", "heures", "mois", "etp", "nombre", "quotite", "valeur"];

/// The key and the value of what is for YAML a key alone, as `montant:20 000 €`.
fn glued_key(written: &str) -> Option<(&str, &str)> {
    if let Some((name, value)) = written.split_once(':') {
        let is_key = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        // An address is a value.
        return (is_key && !value.is_empty() && !value.starts_with(['/', ' '])).then_some((name, value));
    }
    let (name, value) = written.split_once(' ')?;
    let is_number = value.starts_with(|c: char| c.is_ascii_digit());
    (KEYS_OF_NUMBERS.contains(&name) && is_number).then_some((name, value))
}

/// A plain scalar of one line.
fn plain(written: &str, span: Span) -> Node {
    let text = joined_accents(written.trim()).into_owned();
    Node { kind: NodeKind::Scalar(text), span, extent: span, style: Style::Flow, tag: None }
}
