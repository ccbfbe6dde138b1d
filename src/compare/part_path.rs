//! The way from the act to a part of it, in the keys that a difference bears: `fiches/fiches/04-emploi.md/titre`.

use super::portion::Portion;

/// Why a way leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoSuchPart {
    /// How far it leads.
    pub found: String,
    /// What follows, and is not there.
    pub left: String,
    /// What is there.
    pub known: Vec<String>,
}

/// The keys that lead to a part, one a level. Rows of the same key are told apart by their rank: « Achats (2) ».
///
/// # Errors
/// When no part is there.
pub fn find(act: &Portion, path: &str) -> Result<Vec<String>, NoSuchPart> {
    let mut search = Search { keys: Vec::new(), deepest: None };
    if search.descend(act, path.trim_matches('/')) {
        return Ok(search.keys);
    }
    Err(search.deepest.unwrap_or_else(|| NoSuchPart {
        found: String::new(),
        left: path.to_owned(),
        known: Vec::new(),
    }))
}

/// The part that keys lead to.
pub fn part<'p>(act: &'p Portion, keys: &[String]) -> Option<&'p Portion> {
    let mut part = act;
    for key in keys {
        part = part.parts().get(rank(part.parts(), key)?)?;
    }
    Some(part)
}

/// The rank of the part of a key, among its siblings.
pub(super) fn rank(parts: &[Portion], key: &str) -> Option<usize> {
    (0..parts.len()).find(|rank| is_key(parts, *rank, key))
}

/// The key of the part of a rank, that no other of its siblings has.
pub(super) fn key(parts: &[Portion], rank: usize) -> String {
    let Some(part) = parts.get(rank) else { return String::new() };
    match earlier(parts, rank) {
        0 => part.key.clone(),
        before => format!("{} ({})", part.key, before + 1),
    }
}

/// How many siblings before a part have its key.
fn earlier(parts: &[Portion], rank: usize) -> usize {
    let Some(part) = parts.get(rank) else { return 0 };
    parts.iter().take(rank).filter(|other| other.key == part.key).count()
}

fn is_key(parts: &[Portion], rank: usize, asked: &str) -> bool {
    parts.get(rank).is_some_and(|part| asked.starts_with(&part.key)) && key(parts, rank) == asked
}

/// A search, with where it went deepest.
struct Search {
    keys: Vec<String>,
    deepest: Option<NoSuchPart>,
}

impl Search {
    /// Whether what is left of a path leads to a part below one.
    fn descend(&mut self, part: &Portion, left: &str) -> bool {
        if left.is_empty() {
            return true;
        }
        let parts = part.parts();
        let mut steps: Vec<(String, usize)> = (0..parts.len()).map(|rank| (key(parts, rank), rank)).collect();
        // A key may have a bar of its own: the longest first. What has no key is not in the path of what is in it.
        steps.sort_by_key(|(key, rank)| (std::cmp::Reverse(key.len()), *rank));
        for (key, rank) in &steps {
            let Some(child) = parts.get(*rank) else { continue };
            let rest = match (child.key.is_empty(), left.strip_prefix(key.as_str())) {
                (true, _) => left,
                (false, Some("")) => "",
                (false, Some(rest)) if rest.starts_with('/') => rest.trim_start_matches('/'),
                (false, _) => continue,
            };
            self.keys.push(key.clone());
            if self.descend(child, rest) {
                return true;
            }
            self.keys.pop();
        }
        let found = self.keys.join("/");
        if self.deepest.as_ref().is_none_or(|deepest| deepest.left.len() > left.len()) {
            steps.sort_by_key(|(_, rank)| *rank);
            let known = steps.into_iter().map(|(key, _)| key).filter(|key| !key.is_empty()).collect();
            self.deepest = Some(NoSuchPart { found, left: left.to_owned(), known });
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::portion::{ChangeTopic, Datum, Keys, PortionContent};

    fn said(key: &str) -> Portion {
        Portion::datum(key, "", ChangeTopic::Wording, Datum::Words(key.to_owned()), None)
    }

    fn rows(key: &str, rows: Vec<Portion>) -> Portion {
        Portion::new(key, "", ChangeTopic::Wording, PortionContent::Rows(rows, Keys::Names), None)
    }

    #[test]
    fn a_path_is_read_whatever_is_in_its_keys() {
        let page = rows("fiches/04.md", vec![said("titre"), said("a/b"), said("a"), said("a")]);
        let act = rows("", vec![rows("fiches", vec![page, rows("", vec![said("dedans")])])]);
        for (path, keys) in [
            ("fiches/fiches/04.md/titre", vec!["fiches", "fiches/04.md", "titre"]),
            ("fiches/fiches/04.md/a/b", vec!["fiches", "fiches/04.md", "a/b"]),
            ("/fiches/fiches/04.md/a/", vec!["fiches", "fiches/04.md", "a"]),
            ("fiches/fiches/04.md/a (2)", vec!["fiches", "fiches/04.md", "a (2)"]),
            ("fiches/dedans", vec!["fiches", "", "dedans"]),
        ] {
            assert_eq!(find(&act, path).unwrap(), keys, "{path}");
            assert!(part(&act, &find(&act, path).unwrap()).is_some(), "{path}");
        }
        let lost = find(&act, "fiches/fiches/04.md/titer").unwrap_err();
        assert_eq!((lost.found.as_str(), lost.left.as_str()), ("fiches/fiches/04.md", "titer"));
        assert_eq!(lost.known, ["titre", "a/b", "a", "a (2)"]);
    }
}
