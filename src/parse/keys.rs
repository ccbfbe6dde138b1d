//! The keys of a mapping: a [`MapReader`] knows which were asked for, so that the others can be told, with the nearest known
//! one.

use rustc_hash::FxHashMap;

use super::reader::Reader;
use super::synonyms;
use crate::diagnostic::{Diagnostic, Gap, near};
use crate::model::masked::CONFIDENTIAL;
use crate::syntax::{Node, NodeKind, yaml};
use crate::text::lookalikes::plain_form;
use crate::text::{FileId, Span, Spanned};

/// What is said of the lines of a budget whose amount, or whose payer, is under no known key.
const NO_AMOUNT: &[&str] = &["cette charge n’a pas de montant", "ce financement n’a pas de montant"];
const NO_PAYER: &[&str] = &["ce financement ne dit pas qui paie"];

/// The keys of a YAML mapping, taken one by one.
#[derive(Debug)]
pub struct MapReader<'n> {
    entries: &'n [(Spanned<String>, Node)],
    /// Where the mapping stands.
    pub span: Span,
    known: Vec<&'static str>,
    /// Rank of the first entry of each key.
    ranks: FxHashMap<&'n str, usize>,
}

impl<'n> MapReader<'n> {
    /// The value of a key, if it is there. A key without a value is there: its node is [`NodeKind::Null`].
    pub fn take(&mut self, key: &'static str) -> Option<&'n Node> {
        self.known.push(key);
        self.first(key).map(|(_, n)| n)
    }

    /// The first entry of a key.
    fn first(&self, key: &str) -> Option<&'n (Spanned<String>, Node)> {
        self.entries.get(*self.ranks.get(key)?)
    }

    /// Place of a key.
    pub fn span_of(&self, key: &str) -> Span {
        self.first(key).map_or(self.span, |(name, _)| name.span)
    }

    /// What an unknown key hides: nothing, unless it may be a known one that is absent under another spelling, or, for a
    /// group of keys or a list, under any name.
    fn gap_of(&self, key: &Spanned<String>, value: &Node) -> Gap {
        let absent = || self.known.iter().copied().filter(|known| !self.has(known));
        let is_known_one = match &value.kind {
            NodeKind::Map(_) | NodeKind::List(_) => absent().next().is_some(),
            NodeKind::Null if key.value.starts_with(|c: char| c.is_ascii_digit()) => true,
            NodeKind::Null => false,
            NodeKind::Scalar(_) => near(&key.value, absent()).is_some(),
        };
        if is_known_one { Gap::Part } else { Gap::Nothing }
    }

    /// Whether a key is there.
    pub fn has(&self, key: &str) -> bool {
        self.ranks.contains_key(key)
    }
}

/// What is said of a key that is not there.
fn missing(key: &str) -> String {
    format!("la clé « {key} » manque")
}

impl Reader<'_> {
    /// Opens a mapping; keys written twice are told at once.
    pub fn map<'n>(&mut self, node: &'n Node) -> Option<MapReader<'n>> {
        let NodeKind::Map(entries) = &node.kind else {
            self.expected(node, "des clés et leurs valeurs (« clé: valeur »)");
            return None;
        };
        // « -\u{a0}libelle: … » is for YAML one key, dash included.
        let blanks = entries.iter().filter(|(key, _)| key.value.starts_with('-'));
        let faults: Vec<_> = blanks.filter_map(|(key, _)| yaml::odd_blank(self.sources, key.span)).collect();
        if !faults.is_empty() {
            self.gathered.diagnostics.extend(faults);
            return None;
        }
        let mut ranks: FxHashMap<&str, usize> = FxHashMap::default();
        for (rank, (key, _)) in entries.iter().enumerate() {
            let first = *ranks.entry(&key.value).or_insert(rank);
            if let Some((Spanned { span: first, .. }, _)) = entries.get(first).filter(|_| first != rank) {
                self.say(
                    Diagnostic::error(
                        "YAML-003",
                        key.span,
                        format!("la clé « {} » est écrite deux fois", key.value),
                    )
                    .also(*first, "déjà ici")
                    .help("n’en garder qu’une"),
                );
            }
        }
        Some(MapReader { entries, span: node.span, known: Vec::new(), ranks })
    }

    /// Takes back that a key is missing: it is there, misspelt, which is told.
    fn forget_missing(&mut self, map: &MapReader<'_>, key: &str) {
        if map.has(key) {
            return;
        }
        let start = map.entries.first().map_or(map.span, |(name, _)| name.span);
        let message = missing(key);
        let told = match key {
            "montant" => Some(NO_AMOUNT),
            "financeur" | "libelle" => Some(NO_PAYER),
            _ => None,
        };
        self.gathered.diagnostics.retain(|diagnostic| {
            let place = diagnostic.labels.first().map(|label| label.span);
            let is_of_key =
                diagnostic.code == "CLE-002" && diagnostic.message == message && place == Some(start);
            let is_of_line = told.is_some_and(|told| told.contains(&diagnostic.message.as_str()))
                && place == Some(map.span);
            !is_of_key && !is_of_line
        });
    }

    /// Takes back that a key is missing from a file: another file has it.
    pub(super) fn forget_missing_in(&mut self, file: FileId, key: &str) {
        let message = missing(key);
        self.gathered.diagnostics.retain(|diagnostic| {
            diagnostic.code != "CLE-002"
                || diagnostic.message != message
                || diagnostic.labels.first().is_none_or(|label| label.span.file != file)
        });
    }

    /// The value of a key that must be there.
    pub fn require<'n>(&mut self, map: &mut MapReader<'n>, key: &'static str) -> Option<&'n Node> {
        let node = map.take(key);
        if node.is_none() {
            let start = map.entries.first().map_or(map.span, |(name, _)| name.span);
            self.say(
                Diagnostic::error("CLE-002", start, missing(key))
                    .here("dans ce groupe de clés")
                    .help(format!("ajouter « {key}: … » à ce groupe de clés")),
            );
        }
        node
    }

    /// Tells the keys that nobody asked for.
    pub fn finish(&mut self, map: &MapReader<'_>) {
        // The keys that are taken back as missing: once is enough.
        let mut forgotten: Vec<&str> = Vec::new();
        let mut is_new = |key| (!forgotten.contains(&key)).then(|| forgotten.push(key)).is_some();
        for (rank, (key, value)) in map.entries.iter().enumerate() {
            // A double is told as one.
            if map.known.contains(&key.value.as_str()) || map.ranks.get(key.value.as_str()) != Some(&rank) {
                continue;
            }
            // Any group of keys may say that it is not to be published.
            if key.value == CONFIDENTIAL {
                self.yes_no(value);
                continue;
            }
            let mut gap = map.gap_of(key, value);
            let mut diagnostic =
                Diagnostic::error("CLE-001", key.span, format!("la clé « {} » est inconnue ici", key.value));
            let other_word = synonyms::advice(map, &key.value, value, &map.known);
            diagnostic = if let Some(near) = near(&key.value, map.known.iter().copied()) {
                if is_new(near) {
                    self.forget_missing(map, near);
                }
                diagnostic.help(format!("vouliez-vous dire « {near} » ?"))
            } else if let Some(advice) = other_word {
                gap = advice.gap;
                if let Some(meant) = advice.meant.filter(|meant| is_new(meant)) {
                    self.forget_missing(map, meant);
                }
                diagnostic.help(advice.help)
            } else {
                let mut known = map.known.clone();
                known.sort_unstable();
                diagnostic.help(format!("clés possibles : {}", known.join(", ")))
            };
            diagnostic = diagnostic.name_lookalike(&key.value);
            self.say(diagnostic.leaves(gap));
        }
    }

    /// The entries of a mapping whose keys are free.
    pub fn entries<'n>(&mut self, node: &'n Node) -> &'n [(Spanned<String>, Node)] {
        self.map(node).map_or(&[], |map| map.entries)
    }

    /// The entries of a mapping whose keys are names, as [`Self::name`] reads them.
    pub fn named_entries<'n>(&mut self, node: &'n Node) -> Vec<(Spanned<String>, &'n Node)> {
        let plain = |key: &Spanned<String>| Spanned::new(plain_form(&key.value).into_owned(), key.span);
        self.entries(node).iter().map(|(key, value)| (plain(key), value)).collect()
    }
}
