//! `<édition>/decisions.yaml`: what the services decided of the findings.

use std::collections::BTreeMap;

use super::reader::Reader;
use crate::diagnostic::Diagnostic;
use crate::model::meeting::{FindingDecision, FindingFate};
use crate::syntax::{Node, NodeKind};
use crate::text::Span;

/// Reads the decisions, each of which is of another finding.
pub(super) fn read(reader: &mut Reader<'_>, zone: Span) -> Vec<FindingDecision> {
    let Some(root) = reader.tree(zone) else { return Vec::new() };
    // A file without a line is read as one without a key.
    if matches!(&root.kind, NodeKind::Map(entries) if entries.is_empty()) {
        return Vec::new();
    }
    let lines = reader.list(&root).iter().filter_map(|line| decision(reader, line));
    let mut decisions: BTreeMap<String, FindingDecision> = BTreeMap::new();
    for decision in lines.collect::<Vec<_>>() {
        match decisions.get(&decision.finding.value) {
            Some(first) => {
                let twice = Diagnostic::duplicate_name(&decision.finding, &first.finding, "la décision sur");
                reader.say(twice.help("n’en garder qu’une"));
            }
            None => drop(decisions.insert(decision.finding.value.clone(), decision)),
        }
    }
    decisions.into_values().collect()
}

fn decision(reader: &mut Reader<'_>, node: &Node) -> Option<FindingDecision> {
    let mut map = reader.map(node)?;
    let finding = reader.required_name(&mut map, "constat");
    let fate = reader.require(&mut map, "decision").and_then(|n| reader.one_of(n, &FindingFate::WORDS));
    let words = |reader: &mut Reader<'_>, node: Option<&Node>| {
        node.and_then(|node| reader.word(node)).map(|word| word.value)
    };
    let by = map.take("qui");
    let by = words(reader, by);
    let day = map.take("quand").and_then(|n| reader.day(n));
    let note = map.take("note");
    let note = words(reader, note);
    reader.finish(&map);
    // An identifier is found whatever the case of its letters.
    let finding = finding?.map(|name| match name.rsplit_once('-') {
        Some((code, signs)) => format!("{}-{}", code.to_uppercase(), signs.to_lowercase()),
        None => name,
    });
    Some(FindingDecision { finding, fate: fate?, by, day, note })
}
