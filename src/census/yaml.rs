//! What a YAML zone holds besides its keys, its values and remarks on lines of their own.

use std::ops::Range;

use super::days::is_date;
use super::read_bytes::ReadBytes;
use super::{Loss, Lost};
use crate::model::Passage;
use crate::model::passage::PassageKind;
use crate::snapshot::Snapshot;
use crate::syntax::{Node, NodeKind, comments, header, yaml};
use crate::text::{FileId, Sources, Span, escapes};

/// What is lost in a zone of YAML. Nothing when it does not parse: that is told.
pub(super) fn lost<'p>(
    sources: &Sources,
    zone: Span,
    passages: impl Iterator<Item = &'p Passage>,
) -> Vec<Lost> {
    let shared = yaml::shared(sources, zone);
    let Ok(root) = shared.as_ref() else { return Vec::new() };
    let text = sources.text(zone);
    let mut read = ReadBytes::default();
    cover(root, sources, zone, &mut read);
    let printed: Vec<Span> = passages
        .filter(|p| matches!(p.kind, PassageKind::Field | PassageKind::Row) && !is_date(&p.text))
        .map(|p| p.span)
        .collect();
    let mut blanks = Vec::new();
    remarks_for_values(root, sources, &mut blanks);
    let mut lost = Vec::new();
    for comment in comments::read(sources, zone, root) {
        read.add(comment.start - zone.start..comment.end - zone.start);
        let said = sources.text(comment);
        let line = sources.source(zone.file).text().get(..comment.start).unwrap_or_default();
        let before = line.rsplit('\n').next().unwrap_or_default();
        let start = comment.start - before.len();
        // A remark after a printed text may be its end: « Plateforme #2 ».
        let cuts = || printed.iter().any(|span| span.start < comment.start && span.end > start);
        let is_glued = said.chars().nth(1).is_some_and(|c| !c.is_whitespace() && c != '#');
        if is_glued && blanks.contains(&comment) {
            lost.push(Lost { span: comment, how: Loss::Value });
            continue;
        }
        let has_value = !before.trim().is_empty();
        if !said.starts_with(comments::TO_DECIDE) && has_value && (is_glued || cuts()) {
            lost.push(Lost { span: comment, how: Loss::Comment });
        }
    }
    read.sort();
    lost.extend(
        unread_runs(text, &read).into_iter().map(|r| Lost { span: span(zone, r), how: Loss::Unread }),
    );
    lost
}

/// The entries of the header of a page, from key to end of value.
pub(super) fn entries(snapshot: &Snapshot, file: FileId) -> Vec<Span> {
    let Ok((zone, _)) = header::separate(&snapshot.sources, file) else { return Vec::new() };
    let shared = yaml::shared(&snapshot.sources, zone);
    let Ok(root) = shared.as_ref() else { return Vec::new() };
    root.entries().iter().map(|(key, value)| Span { end: value.extent.end, ..key.span }).collect()
}

fn span(zone: Span, range: Range<usize>) -> Span {
    Span { start: zone.start + range.start, end: zone.start + range.end, ..zone }
}

/// The remarks that stand where a value should be.
fn remarks_for_values(node: &Node, sources: &Sources, remarks: &mut Vec<Span>) {
    match &node.kind {
        NodeKind::Null => remarks.extend(comments::in_place_of(sources, node)),
        NodeKind::Scalar(_) => {}
        NodeKind::List(items) => items.iter().for_each(|item| remarks_for_values(item, sources, remarks)),
        NodeKind::Map(entries) => {
            entries.iter().for_each(|(_, value)| remarks_for_values(value, sources, remarks));
        }
    }
}

/// Covers keys and the letters of values.
fn cover(node: &Node, sources: &Sources, zone: Span, read: &mut ReadBytes) {
    match &node.kind {
        NodeKind::Null => read.add(node.span.start - zone.start..node.span.end - zone.start),
        NodeKind::Scalar(value) => {
            let aligned = Passage::align(PassageKind::Field, value, sources.text(node.extent), node.extent);
            aligned.written().for_each(|s| read.add(s.start - zone.start..s.end - zone.start));
            // An accent that an escape names was joined to its letter.
            let start = node.span.start - zone.start;
            let escapes = escapes::all(sources.text(node.span)).map(|(_, bytes)| bytes);
            escapes.for_each(|bytes| read.add(start + bytes.start..start + bytes.end));
        }
        NodeKind::List(items) => items.iter().for_each(|item| cover(item, sources, zone, read)),
        NodeKind::Map(entries) => {
            for (key, value) in entries {
                read.add(key.span.start - zone.start..key.span.end - zone.start);
                cover(value, sources, zone, read);
            }
        }
    }
}

/// The runs with a letter or a digit that nothing covers, up to the end of their line or to what is covered.
fn unread_runs(text: &str, read: &ReadBytes) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let mut is_read = read.in_order();
    for (place, letter) in text.char_indices() {
        if is_read(place) || letter == '\n' {
            runs.extend(open.take());
        } else if !letter.is_whitespace() {
            // Quotes, brackets and dashes are YAML's; a tag starts with its « ! ».
            let starts = letter.is_alphanumeric() || matches!(letter, '!' | '&');
            match &mut open {
                Some(run) => run.end = place + letter.len_utf8(),
                None if starts => open = Some(place..place + letter.len_utf8()),
                None => {}
            }
        }
    }
    runs.extend(open);
    runs.retain(|run| !is_escape_or_indicator(text, run));
    runs
}

/// `\n`, `\u00e9` in double quotes, and the digits and signs of `|2-`.
fn is_escape_or_indicator(text: &str, run: &Range<usize>) -> bool {
    let before = text.get(..run.start).unwrap_or_default();
    before.ends_with(['\\', '|', '>']) || before.ends_with("|-") || before.ends_with(">-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ProjectPath;

    /// What is lost in a text whose passages are the values of `printed` keys.
    fn lost_in(text: &str) -> Vec<(Loss, String)> {
        let mut sources = Sources::default();
        let file = sources.add(ProjectPath::new("a.yaml").unwrap(), text);
        let zone = Span { file, start: 0, end: text.len() };
        let root = yaml::read(&sources, zone).unwrap();
        let passages: Vec<Passage> = root
            .entries()
            .iter()
            .filter(|(key, _)| key.value.starts_with("intitule"))
            .filter_map(|(_, node)| {
                Some(Passage::align(PassageKind::Field, node.scalar()?, sources.text(node.span), node.span))
            })
            .collect();
        lost(&sources, zone, passages.iter())
            .into_iter()
            .map(|l| (l.how, sources.text(l.span).to_owned()))
            .collect()
    }

    #[test]
    fn what_a_sign_cuts_from_a_text_is_lost() {
        let lost = |text: &str| lost_in(text);
        let comment = |text: &str| vec![(Loss::Comment, text.to_owned())];
        assert_eq!(lost("intitule: Plateforme mobilité #2 à Meaux\n"), comment("#2 à Meaux"));
        assert_eq!(lost("intitule: Plateforme # à revoir\n"), comment("# à revoir"));
        assert_eq!(lost("engage: #REF!\n"), [(Loss::Value, "#REF!".to_owned())]);
        assert_eq!(
            lost("a:\n  - #N/A\n  - b: #1\n"),
            [(Loss::Value, "#N/A".to_owned()), (Loss::Value, "#1".to_owned())]
        );
        assert_eq!(lost("a: #un groupe\n  b: 1\n"), comment("#un groupe"));
        assert_eq!(lost("du: 2024-01-01 # voté\n"), []);
        assert_eq!(lost("intitule_date: 1er mars 2024 # voté\n"), []);
        assert_eq!(lost("intitule_date: 1er mars 2024 #2\n"), comment("#2"));
        assert_eq!(lost("# une remarque\nintitule: Un # à décider : lequel\n"), []);
        assert_eq!(lost("intitule: \"Un # deux\"\n"), []);
    }

    #[test]
    fn what_yaml_takes_for_a_tag_is_lost() {
        assert_eq!(lost_in("intitule: !accueil ouvert\n"), [(Loss::Unread, "!accueil".to_owned())]);
        assert_eq!(lost_in("intitule: !!str 12\n"), [(Loss::Unread, "!!str".to_owned())]);
    }

    #[test]
    fn nothing_is_lost_in_the_ways_of_writing_a_value() {
        for text in [
            "a: [un, 'l''autre', \"deux\\nlignes \\u00e9\"]\nb: { c: d, \"e f\": g }\n",
            "intitule: >-\n  Un texte\n  en deux lignes\n\n  et une autre.\nb: |2-\n    mot\n",
            "a:\n  - b: 1\n    c: ~\n  - null\n",
            "intitule: \"caf\\u00e9 renforc\\u00e9e\"\na: \"12\\xa0345 \\\"neuf\\\" \\u2026\"\n",
        ] {
            assert_eq!(lost_in(text), [], "{text}");
        }
    }
}
