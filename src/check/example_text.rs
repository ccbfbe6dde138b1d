//! The faulty and the repaired text of an example, in whole lines; with some lines around when one of the two takes lines
//! away, so that a reader sees where.

use std::ops::Range;

use include_dir::{Dir, include_dir};
use similar::{DiffTag, TextDiff};

use super::reading_codes::TextChange;
use super::{Change, Rule};

static ACT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/tests/fixtures/temoin");
static RAPPORT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/tests/fixtures/temoin-rapport");
static SMALLEST: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/tests/fixtures/minimal");

/// Lines shown around those that are taken away.
const AROUND: usize = 2;
/// Said of a file that one of the two states does not have.
const ABSENT: &str = "(ce fichier n’est pas là)";

/// A file of an example in its two states; none where it does not exist.
pub(super) struct ShownFile {
    pub(super) file: &'static str,
    repaired: Option<String>,
    faulty: Option<String>,
}

/// One of the two states of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Repaired,
    Faulty,
}

/// The files that the example of a rule changes.
pub(super) fn of_rule(rule: &Rule) -> Vec<ShownFile> {
    of_changes(rule, rule.page.example.fault)
}

/// The files that some changes of the example of a rule change, after its context.
pub(super) fn of_changes(rule: &Rule, changes: &[Change]) -> Vec<ShownFile> {
    let base = if rule.code.starts_with("RAP") { &RAPPORT } else { &ACT };
    let mut files: Vec<ShownFile> = Vec::new();
    for change in changes {
        if !files.iter().any(|shown| shown.file == change.file) {
            let mut text = text_of(base, change.file);
            let context = rule.page.example.context.iter().filter(|context| context.file == change.file);
            for context in context {
                text = text.map(|text| text.replacen(context.from, context.to, 1));
            }
            files.push(ShownFile { file: change.file, repaired: text.clone(), faulty: text });
        }
        if let Some(shown) = files.iter_mut().find(|shown| shown.file == change.file) {
            shown.faulty = shown.faulty.take().map(|text| text.replacen(change.from, change.to, 1));
        }
    }
    files
}

/// The files that the example of a code of reading changes.
pub(super) fn of_reading(changes: &[TextChange]) -> Vec<ShownFile> {
    let mut files: Vec<ShownFile> = Vec::new();
    for change in changes {
        if !files.iter().any(|shown| shown.file == change.file) {
            let text = text_of(&SMALLEST, change.file);
            files.push(ShownFile { file: change.file, repaired: text.clone(), faulty: text });
        }
        let Some(shown) = files.iter_mut().find(|shown| shown.file == change.file) else { continue };
        let states = [(&mut shown.repaired, change.repaired), (&mut shown.faulty, change.faulty)];
        for (text, state) in states {
            *text = match change.replaced {
                Some(replaced) => text.take().map(|text| text.replacen(replaced, state, 1)),
                None => Some(state.to_owned()).filter(|state| !state.is_empty()),
            };
        }
    }
    files.retain(|shown| shown.repaired != shown.faulty);
    files
}

fn text_of(base: &Dir<'_>, file: &str) -> Option<String> {
    base.get_file(file)?.contents_utf8().map(str::to_owned)
}

impl ShownFile {
    /// The lines that differ from the other state; « … » stands for those between.
    pub(super) fn lines(&self, state: State) -> String {
        let (Some(repaired), Some(faulty)) = (&self.repaired, &self.faulty) else {
            let whole = if state == State::Repaired { &self.repaired } else { &self.faulty };
            return whole.clone().unwrap_or_else(|| ABSENT.to_owned());
        };
        let difference = TextDiff::from_lines(repaired.as_str(), faulty.as_str());
        let (old, new) = (difference.old_slices(), difference.new_slices());
        let mut changes: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        for change in difference.ops().iter().filter(|change| change.tag() != DiffTag::Equal) {
            match changes.last_mut() {
                Some((old, new)) if change.old_range().start.saturating_sub(old.end) <= 2 * AROUND => {
                    (old.end, new.end) = (change.old_range().end, change.new_range().end);
                }
                _ => changes.push((change.old_range(), change.new_range())),
            }
        }
        let lines = |around: usize, state: State| -> Vec<String> {
            let shown = changes.iter().filter_map(|(repaired, faulty)| {
                let (all, at) = if state == State::Repaired { (old, repaired) } else { (new, faulty) };
                Some(all.get(at.start.saturating_sub(around)..all.len().min(at.end + around))?.concat())
            });
            shown.collect()
        };
        let is_blank = |texts: Vec<String>| texts.iter().any(|text| text.trim().is_empty());
        let takes_away = is_blank(lines(0, State::Repaired)) || is_blank(lines(0, State::Faulty));
        let groups = lines(if takes_away { AROUND } else { 0 }, state);
        let groups: Vec<&str> = groups.iter().map(|text| text.trim_matches('\n')).collect();
        groups.join("\n…\n")
    }
}
