//! Checksums of the files that each document made, in the format of `sha256sum -c`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::text::ProjectPath;

/// SHA-256, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing in a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The files one document made, with their checksums. A path has two while its file is being replaced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest(BTreeMap<String, BTreeSet<String>>);

impl Manifest {
    /// Parses a manifest. Ignores lines that are not ours, such as merge conflict marks: at worst a file of ours is
    /// then taken for somebody's work, and kept.
    pub(super) fn read(text: &str) -> Self {
        let mut manifest = Self::default();
        for line in text.lines() {
            let Some((sum, path)) = line.split_once("  ").or_else(|| line.split_once(" *")) else {
                continue;
            };
            let is_checksum = sum.len() == 64 && sum.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'));
            if is_checksum && ProjectPath::new(path).is_ok_and(|c| c.as_str() == path) {
                manifest.add(path, sum.to_owned());
            }
        }
        manifest
    }

    pub(super) fn add(&mut self, path: &str, sum: String) {
        self.0.entry(path.to_owned()).or_default().insert(sum);
    }

    pub(super) fn union(mut self, other: &Self) -> Self {
        for (path, sums) in &other.0 {
            self.0.entry(path.clone()).or_default().extend(sums.iter().cloned());
        }
        self
    }

    /// The files whose paths are kept.
    pub(super) fn only(&self, is_kept: impl Fn(&str) -> bool) -> Self {
        let kept = self.0.iter().filter(|(path, _)| is_kept(path));
        Self(kept.map(|(path, sums)| (path.clone(), sums.clone())).collect())
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(super) fn text(&self) -> String {
        let lines = self.0.iter().flat_map(|(path, sums)| sums.iter().map(move |sum| (sum, path)));
        lines.map(|(sum, path)| format!("{sum}  {path}\n")).collect()
    }
}

/// The manifests of an output folder, by document.
#[derive(Debug, Default)]
pub(super) struct Manifests(pub(super) BTreeMap<String, Manifest>);

impl Manifests {
    /// The manifest of a document; empty when it was never written.
    pub(super) fn of(&self, document: &str) -> Manifest {
        self.0.get(document).cloned().unwrap_or_default()
    }

    /// Whether any document made this file with this checksum: a document may replace a file that it shares with
    /// another, such as the charte.
    pub(super) fn knows(&self, path: &str, sum: &str) -> bool {
        self.0.values().any(|m| m.0.get(path).is_some_and(|sums| sums.contains(sum)))
    }

    /// Whether any document made a file at a path.
    pub(super) fn named(&self, path: &str) -> bool {
        self.0.values().any(|m| m.0.contains_key(path))
    }

    /// Whether another document made a file at a path.
    pub(super) fn named_elsewhere(&self, document: &str, path: &str) -> bool {
        self.0.iter().any(|(other, m)| other != document && m.0.contains_key(path))
    }
}
