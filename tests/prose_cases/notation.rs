//! How the cases are written; `mod.rs` describes it.

use calpae::project::{Overlay, Tree};
use calpae::text::{Sources, Span};

use crate::common::trees::path;

/// What the added paragraphs follow in the fiche of the diagnostics.
const F2_ANCHOR: &str = "Deux conseillers suivent les personnes, en lien avec la fiche 1.";
const F2: &str = "content/2024/fiches/02-diagnostics.md";

/// A change of a file: the text that is there once, and the one in its place.
#[derive(Debug, Default)]
struct Edit {
    file: String,
    from: String,
    to: String,
}

/// What must be said or not.
#[derive(Debug, Default)]
pub(super) struct Expected {
    pub(super) silent: bool,
    /// Where it is expected; anywhere without it.
    at: Option<String>,
    /// Words of the message.
    pub(super) saying: Option<String>,
    /// Codes that do not count.
    pub(super) beyond: Vec<String>,
}

#[derive(Debug, Default)]
pub(super) struct Case {
    pub(super) name: String,
    edits: Vec<Edit>,
    pub(super) expected: Vec<Expected>,
}

impl Case {
    /// Makes the changes in a tree.
    pub(super) fn apply(&self, tree: &mut Overlay<'_>) {
        for edit in &self.edits {
            let file = path(&edit.file);
            let text = String::from_utf8(tree.read(&file, u64::MAX).unwrap()).unwrap();
            assert_eq!(text.matches(&edit.from).count(), 1, "{}: « {} » in {file}", self.name, edit.from);
            tree.insert(file, text.replacen(&edit.from, &edit.to, 1));
        }
    }

    /// Where the words that are expected stand: in the files that are changed, else in the whole act; none for anywhere.
    pub(super) fn places(&self, expected: &Expected, sources: &Sources) -> Option<Vec<Span>> {
        let words = expected.at.as_deref()?;
        let find = |words: &str, in_edited: bool| {
            let mut places = Vec::new();
            for (file, source) in sources.iter() {
                let is_edited = self.edits.iter().any(|edit| edit.file == source.path().as_str());
                if is_edited == in_edited && source.path().as_str().starts_with("content/") {
                    let found = source.text().match_indices(words);
                    places.extend(found.map(|(start, w)| Span { file, start, end: start + w.len() }));
                }
            }
            places
        };
        if words == "here" {
            return Some(self.edits.iter().flat_map(|edit| find(&edit.to, true)).collect());
        }
        let places = find(words, true);
        Some(if places.is_empty() { find(words, false) } else { places })
    }

    fn close_edit(&mut self) {
        for edit in &mut self.edits {
            for text in [&mut edit.from, &mut edit.to] {
                if text.ends_with('\n') {
                    text.truncate(text.trim_end_matches('\n').len());
                }
            }
            if edit.from.is_empty() {
                F2_ANCHOR.clone_into(&mut edit.from);
                edit.to = format!("{F2_ANCHOR}\n\n{}", edit.to);
            }
        }
    }
}

/// The cases of a file.
pub(super) fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let (sign, rest) = line.split_at(1);
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        if sign == "=" {
            cases.push(Case { name: rest.to_owned(), ..Case::default() });
            continue;
        }
        let Some(case) = cases.last_mut() else {
            assert_eq!(sign, "#", "{line}");
            continue;
        };
        match sign {
            "@" => case.edits.push(Edit { file: file(rest), ..Edit::default() }),
            "-" => case.edits.last_mut().unwrap().from += &format!("{rest}\n"),
            "+" => case.edits.last_mut().unwrap().to += &format!("{rest}\n"),
            "?" => case.expected.push(expected(rest)),
            _ => assert_eq!(sign, "#", "{line}"),
        }
    }
    for case in &mut cases {
        case.close_edit();
        assert!(!case.expected.is_empty(), "{} expects nothing", case.name);
    }
    cases
}

fn file(name: &str) -> String {
    match name {
        "F2" => F2.to_owned(),
        name if name.starts_with("cadres/") => format!("content/{name}"),
        name => format!("content/2024/{name}"),
    }
}

fn expected(text: &str) -> Expected {
    let (text, beyond) = text.split_once("beyond ").unwrap_or((text, ""));
    let (text, saying) = match text.split_once(" saying ") {
        Some((text, words)) => (text, Some(words.trim().to_owned())),
        None => (text, None),
    };
    let (silent, at) = match text.trim().strip_prefix("told ") {
        Some(words) => (false, words),
        None => (true, text.trim().strip_prefix("silent").unwrap().trim_start_matches(" at ")),
    };
    Expected {
        silent,
        at: (!at.is_empty()).then(|| at.trim().to_owned()),
        saying,
        beyond: beyond.split_whitespace().map(str::to_owned).collect(),
    }
}
