//! The sums of the files that a document made, as `sha256sum -c` reads them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::text::Chemin;

/// SHA-256 of some bytes, in hexadecimal.
pub(super) fn somme(octets: &[u8]) -> String {
    hexadecimal(&Sha256::digest(octets))
}

pub(super) fn hexadecimal(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |mut texte, octet| {
        // Writing in a String cannot fail.
        let _ = write!(texte, "{octet:02x}");
        texte
    })
}

/// What one document made: path to sums. A path has two sums while its file is being replaced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifeste(BTreeMap<String, BTreeSet<String>>);

impl Manifeste {
    /// Reads a manifest. A line that is not ours, such as the marks of a merge conflict, is ignored: at
    /// worst a file is then taken for somebody's, and kept.
    pub(super) fn lire(texte: &str) -> Self {
        let mut manifeste = Self::default();
        for ligne in texte.lines() {
            let Some((somme, chemin)) = ligne.split_once("  ").or_else(|| ligne.split_once(" *")) else {
                continue;
            };
            let est_somme =
                somme.len() == 64 && somme.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'));
            if est_somme && Chemin::new(chemin).is_ok_and(|c| c.as_str() == chemin) {
                manifeste.ajouter(chemin, somme.to_owned());
            }
        }
        manifeste
    }

    pub(super) fn ajouter(&mut self, chemin: &str, somme: String) {
        self.0.entry(chemin.to_owned()).or_default().insert(somme);
    }

    pub(super) fn union(mut self, autre: &Self) -> Self {
        for (chemin, sommes) in &autre.0 {
            self.0.entry(chemin.clone()).or_default().extend(sommes.iter().cloned());
        }
        self
    }

    pub(super) fn chemins(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(super) fn texte(&self) -> String {
        let lignes =
            self.0.iter().flat_map(|(chemin, sommes)| sommes.iter().map(move |somme| (somme, chemin)));
        lignes.map(|(somme, chemin)| format!("{somme}  {chemin}\n")).collect()
    }
}

/// The manifests of all the documents of an output folder.
#[derive(Debug, Default)]
pub(super) struct Manifestes(pub(super) BTreeMap<String, Manifeste>);

impl Manifestes {
    /// That of a document; empty when it was never written.
    pub(super) fn de(&self, document: &str) -> Manifeste {
        self.0.get(document).cloned().unwrap_or_default()
    }

    /// Whether one of them made a file with this sum: a document may replace a file that it shares with
    /// another, such as the charte.
    pub(super) fn connait(&self, chemin: &str, somme: &str) -> bool {
        self.0.values().any(|m| m.0.get(chemin).is_some_and(|sommes| sommes.contains(somme)))
    }

    /// Whether one of them names a path.
    pub(super) fn nomme(&self, chemin: &str) -> bool {
        self.0.values().any(|m| m.0.contains_key(chemin))
    }

    /// Whether another document names a path.
    pub(super) fn nomme_ailleurs(&self, document: &str, chemin: &str) -> bool {
        self.0.iter().any(|(autre, m)| autre != document && m.0.contains_key(chemin))
    }
}
