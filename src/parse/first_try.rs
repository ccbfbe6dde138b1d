//! The lines of a budget or of a table of objectives as a person first writes them, « - Personnel : 45 000 € », or pastes
//! them from a spreadsheet: one finding each, with the line to write.

use super::reader::Reader;
use super::synonyms::meant;
use crate::diagnostic::{Diagnostic, near};
use crate::lang::numbers::{number_in_letters, read_decimal};
use crate::model::cadre::Financeur;
use crate::model::payer_words::designated;
use crate::model::{Absence, Montant};
use crate::syntax::{Entry, Node, NodeKind, between_quotes};
use crate::text::{Sources, Span};

/// Longest line looked at, in bytes: past it, nobody wrote one.
const LINE_MAX: usize = 300;
/// Signs that a value in braces cannot have without quotes.
const SIGNS: &[char] =
    &[',', '{', '}', '[', ']', '#', ':', '"', '\'', '\\', '&', '*', '!', '|', '>', '%', '@', '`'];

/// What the lines of a list are.
#[derive(Debug, Clone, Copy)]
pub(super) enum LineKind<'c> {
    /// What something costs.
    Charge,
    /// Who pays, among the financeurs of the cadre or beside them.
    Financement(&'c [Financeur]),
    /// An indicateur and its value.
    Objective,
}

impl LineKind<'_> {
    /// The keys of such a line.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Charge => &[
                "libelle",
                "compte",
                "montant",
                "valorisation",
                "lignes",
                "bordereau",
                "affiche",
                "part_affichee",
                "taux",
                "note",
            ],
            Self::Financement(_) => &[
                "financeur",
                "libelle",
                "montant",
                "termes",
                "dont",
                "affiche",
                "part_affichee",
                "taux",
                "note",
            ],
            Self::Objective => &["indicateur", "libelle", "titre", "sens", "valeur", "valeurs"],
        }
    }

    fn is_key(self, key: &str) -> bool {
        near(key, self.keys().iter().copied()).is_some()
    }

    /// What such a line is called, with its article.
    fn name(self) -> &'static str {
        match self {
            Self::Charge => "une ligne de charge",
            Self::Financement(_) => "une ligne de financement",
            Self::Objective => "une ligne d’objectif",
        }
    }

    /// What is missing of such a line, when its two values are there.
    fn lack(self) -> &'static str {
        match self {
            Self::Charge => "« libelle » et « montant »",
            Self::Financement(_) => "« financeur » ou « libelle », et « montant »",
            Self::Objective => "« indicateur » ou « libelle », et « valeur »",
        }
    }

    /// The line to write.
    fn line(self, label: &str, value: &str) -> String {
        let label = if label.is_empty() { "…" } else { label };
        let (label, value) =
            (in_braces(label), if value.is_empty() { "…".to_owned() } else { in_braces(value) });
        match self {
            Self::Charge => format!("« - {{ libelle: {label}, montant: {value} }} »"),
            Self::Financement(known) => match designated(&label, known, None) {
                Some(Financeur { id, .. }) => format!("« - {{ financeur: {id}, montant: {value} }} »"),
                None => format!(
                    "« - {{ libelle: {label}, montant: {value} }} », ou « financeur: … » au lieu de « libelle » pour un financeur du cadre"
                ),
            },
            Self::Objective => format!(
                "« - {{ libelle: {label}, valeur: {value} }} », ou « indicateur: … » au lieu de « libelle » pour un indicateur du cadre"
            ),
        }
    }
}

/// The line to write for a charge.
pub(super) fn charge_line(label: &str, montant: &str) -> String {
    LineKind::Charge.line(label, montant)
}

/// A text as a value between braces, in quotes when it needs them.
pub(super) fn in_braces(text: &str) -> String {
    let text = text.trim();
    if text == "…" || !(text.contains(SIGNS) || text.starts_with('-')) || is_amount_without_comma(text) {
        return text.to_owned();
    }
    between_quotes(text)
}

fn is_amount_without_comma(text: &str) -> bool {
    !text.contains(',')
        && (Montant::read(text).is_ok()
            || text.strip_suffix('%').is_some_and(|n| read_decimal(n.trim()).is_ok()))
}

/// Cuts « Personnel\t45 000 € » or « Personnel : 45 000 € » into words and an amount, the first amount that goes to the
/// end of the line.
fn label_and_amount(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let is_end_of_label =
        |c: char| c.is_whitespace() || matches!(c, ':' | '=' | '-' | '–' | '—' | ',' | ';' | '|' | '.');
    if line.len() > LINE_MAX || line.contains(['{', '}']) || line.matches('€').count() > 1 {
        return None;
    }
    let mut before = ' ';
    for (place, c) in line.char_indices() {
        let starts = c.is_ascii_digit() && !before.is_ascii_digit() && !before.is_alphabetic();
        before = c;
        if starts
            && let Some((label, amount)) = line.split_at_checked(place)
            && Montant::read(amount).is_ok()
            && (!label.ends_with([',', '.']))
        {
            return Some((
                label.trim_start_matches(['-', '•', '*', ' ', '\t']).trim_end_matches(is_end_of_label),
                amount.trim(),
            ));
        }
    }
    None
}

impl Reader<'_> {
    /// The items of a list of lines that are written with keys; tells the others, each once, with the line to write.
    pub(super) fn lines<'n>(&mut self, node: &'n Node, kind: LineKind<'_>) -> Vec<&'n Node> {
        match &node.kind {
            NodeKind::Null => Vec::new(),
            NodeKind::List(items) => items.iter().filter(|item| !self.tells_first_try(item, kind)).collect(),
            NodeKind::Map(_) if self.tells_first_try(node, kind) => Vec::new(),
            NodeKind::Scalar(_) if self.tells_first_try(node, kind) => Vec::new(),
            NodeKind::Map(entries) if entries.iter().all(|(key, _)| kind.is_key(&key.value)) => {
                let written =
                    "mettre « - » devant la première clé de la ligne, et aligner les suivantes avec elle";
                self.say(
                    Diagnostic::error("CLE-003", node.span, "il faut ici une liste, et son tiret manque")
                        .help(written),
                );
                Vec::new()
            }
            _ => self.list(node).iter().collect(),
        }
    }

    /// Tells a line that has no key of its kind, or the lines of a text; says whether there was one.
    fn tells_first_try(&mut self, node: &Node, kind: LineKind<'_>) -> bool {
        match &node.kind {
            NodeKind::Map(entries) => {
                let is_try = |value: &Node| matches!(value.kind, NodeKind::Scalar(_) | NodeKind::Null);
                if entries.is_empty()
                    || entries.iter().any(|(key, value)| {
                        kind.is_key(&key.value) || key.value.starts_with('-') || !is_try(value)
                    })
                {
                    return false;
                }
                if let Some((label, value)) = self.by_other_words(entries, kind) {
                    let line = Span { end: node.extent.end.max(node.span.end), ..node.span };
                    self.say_first_try(line, kind, label, value);
                    return true;
                }
                for (key, value) in entries {
                    let written = value.scalar().unwrap_or_default();
                    let label = key.value.trim_start_matches(['•', '*', ' ']).trim();
                    let is_value = matches!(kind, LineKind::Objective)
                        || Montant::read(written).is_ok()
                        || Absence::read(written).is_some();
                    let span = Span { end: value.extent.end.max(key.span.end), ..key.span };
                    self.say_first_try(span, kind, label, if is_value { written } else { "" });
                }
                true
            }
            NodeKind::Scalar(_) => {
                let lines = lines_of(self.sources, node.extent);
                for (span, label, amount) in &lines {
                    self.say_first_try(*span, kind, label, amount);
                }
                !lines.is_empty()
            }
            _ => false,
        }
    }

    /// The label and the value of a line whose keys are all other words for the right ones: « poste », « coût ».
    fn by_other_words<'n>(&self, entries: &'n [Entry], kind: LineKind<'_>) -> Option<(&'n str, &'n str)> {
        let (mut label, mut value) = ("", "");
        for (key, written) in entries {
            match meant(&key.value, kind.keys())? {
                "libelle" | "financeur" | "indicateur" => label = written.scalar().unwrap_or_default(),
                "montant" | "valeur" => value = written.scalar().unwrap_or_default(),
                _ => {}
            }
        }
        (!label.is_empty()).then_some((label, value))
    }

    fn say_first_try(&mut self, span: Span, kind: LineKind<'_>, label: &str, value: &str) {
        let written = self.sources.text(span).split_whitespace().collect::<Vec<_>>().join(" ");
        let shown: String = written.chars().take(60).collect();
        let message = format!("« {shown} » n’est pas {} : il y manque {}", kind.name(), kind.lack());
        let help = format!("écrire {}", kind.line(label, value));
        self.say(Diagnostic::error("CLE-003", span, message).help(help));
    }
}

/// The lines of a text that are words and an amount; none when one of them is not.
fn lines_of(sources: &Sources, extent: Span) -> Vec<(Span, &str, &str)> {
    let mut found = Vec::new();
    let mut start = extent.start;
    for line in sources.text(extent).split('\n') {
        let (indent, written) = (line.len() - line.trim_start().len(), line.trim());
        if !written.is_empty() {
            let Some((label, amount)) = label_and_amount(written) else { return Vec::new() };
            let from = start + indent;
            found.push((Span { start: from, end: from + written.len(), ..extent }, label, amount));
        }
        start += line.len() + 1;
    }
    found
}

/// A duration whose number is in letters, with the number in figures: « deux ans » is « 2 ans ».
pub(super) fn in_figures(text: &str) -> Option<String> {
    let (word, rest) = text.trim().split_once(char::is_whitespace)?;
    number_in_letters(word).map(|number| format!("{number} {}", rest.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parties::PartyRole;

    #[test]
    fn words_and_an_amount_are_told_apart() {
        for (line, label, amount) in [
            ("Personnel\t45 000 €", "Personnel", "45 000 €"),
            ("Personnel : 45 000 €", "Personnel", "45 000 €"),
            ("Personnel - 45 000,50 €", "Personnel", "45 000,50 €"),
            ("Achats du lot 2 ; 45000", "Achats du lot 2", "45000"),
            ("- Achats = 30 €", "Achats", "30 €"),
            ("45 000 €", "", "45 000 €"),
        ] {
            assert_eq!(label_and_amount(line), Some((label, amount)), "{line}");
        }
        for line in ["Personnel", "État 1 200 €, Département 1 800 euros et plus", "T3", ""] {
            assert_eq!(label_and_amount(line), None, "{line}");
        }
    }

    #[test]
    fn the_line_to_write_can_be_read() {
        assert_eq!(
            LineKind::Charge.line("Achats, fournitures", "5 000,50 €"),
            "« - { libelle: \"Achats, fournitures\", montant: \"5 000,50 €\" } »"
        );
        let financeur = |id: &str, name: &str| Financeur {
            id: id.to_owned(),
            name: name.to_owned(),
            role: PartyRole::ThirdParty,
        };
        let known = [financeur("etat", "État"), financeur("metropole", "Métropole de Lyon")];
        let line = |label| LineKind::Financement(&known).line(label, "3 €");
        assert_eq!(line("État"), "« - { financeur: etat, montant: 3 € } »");
        assert_eq!(line("l’Etat"), "« - { financeur: etat, montant: 3 € } »");
        assert_eq!(line("La Métropole de Lyon"), "« - { financeur: metropole, montant: 3 € } »");
        assert!(line("Département").starts_with("« - { libelle: Département, montant: 3 € }"));
        assert_eq!(in_figures("deux ans").as_deref(), Some("2 ans"));
    }
}
