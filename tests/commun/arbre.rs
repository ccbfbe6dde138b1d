//! A folder as a value: every file below it, by relative path.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Relative path, with `/`, to bytes.
pub(crate) type Arbre = BTreeMap<String, Vec<u8>>;

/// The files below a folder; none when it does not exist.
pub(crate) fn lire_arbre(dossier: &Path) -> Arbre {
    fichiers(dossier).into_iter().map(|(nom, place)| (nom, fs::read(place).unwrap())).collect()
}

/// The paths of the files below a folder.
pub(crate) fn fichiers(dossier: &Path) -> BTreeMap<String, PathBuf> {
    let mut trouves = BTreeMap::new();
    let mut dossiers = vec![dossier.to_owned()];
    while let Some(ici) = dossiers.pop() {
        for entree in fs::read_dir(&ici).into_iter().flatten() {
            let place = entree.unwrap().path();
            if place.is_dir() {
                dossiers.push(place);
            } else {
                let nom = place.strip_prefix(dossier).unwrap().to_str().unwrap().replace('\\', "/");
                trouves.insert(nom, place);
            }
        }
    }
    trouves
}
