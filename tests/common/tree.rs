//! A folder as a value to compare: the bytes of every file below it, by relative path.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Bytes by relative path, `/`-separated.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// The files below a folder; none when it does not exist.
pub(crate) fn read_tree(dossier: &Path) -> Tree {
    files(dossier).into_iter().map(|(name, place)| (name, fs::read(place).unwrap())).collect()
}

/// The paths of the files below a folder.
pub(crate) fn files(dossier: &Path) -> BTreeMap<String, PathBuf> {
    let mut hits = BTreeMap::new();
    let mut dossiers = vec![dossier.to_owned()];
    while let Some(here) = dossiers.pop() {
        for entry in fs::read_dir(&here).into_iter().flatten() {
            let place = entry.unwrap().path();
            if place.is_dir() {
                dossiers.push(place);
            } else {
                let name = place.strip_prefix(dossier).unwrap().to_str().unwrap().replace('\\', "/");
                hits.insert(name, place);
            }
        }
    }
    hits
}
