//! Writes the files of a document in its output folder: never over somebody else's work, and so that a full
//! disk or a killed process leaves each file whole, as it was or as it must be.

mod disque;
mod erreur;
mod manifeste;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

pub use erreur::{ErreurSortie, Obstacle, Raison};

use crate::text::Chemin;
use disque::{Disque, Etat};
use manifeste::{Manifeste, Manifestes, somme};

/// Folder, inside the output folder, of the manifests and of the files being written. It is ours alone.
const RESERVE: &str = ".calpae";

/// What was done, by path, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bilan {
    /// Files created or replaced.
    pub ecrits: Vec<String>,
    /// Files that had the right bytes and were not touched.
    pub inchanges: Vec<String>,
    /// Files made by an earlier run, no longer part of the document, removed.
    pub retires: Vec<String>,
    /// Such files that somebody has modified since, or whose name changed by its case alone: they stay, and
    /// are no longer ours.
    pub laisses: Vec<String>,
}

/// Writes the files of a document, by relative path, and removes those that it no longer has.
///
/// Each document keeps in `.calpae/<document>.sha256` the sums of what it made, in the format of
/// `sha256sum -c`; so two documents share a folder, and even files, without removing each other's. A file
/// that no manifest knows, or whose bytes are not those of its line, is somebody's work: nothing is written
/// at all then, unless its bytes are the right ones.
///
/// All the files are written and synced aside before the first is renamed to its place: a full disk changes
/// nothing. During the renames the manifest has both the old and the new sums, so that a run killed there
/// does not take its own files for somebody's; the next run finishes its work.
///
/// # Errors
/// See [`ErreurSortie`]; it says whether files were already replaced.
pub fn ecrire(
    dossier: &Path,
    document: &str,
    fichiers: &BTreeMap<String, Vec<u8>>,
) -> Result<Bilan, ErreurSortie> {
    ecrire_avec(dossier, document, fichiers, &mut || Ok(()))
}

/// As [`ecrire`], with a function called before each change of the disk: the tests make it fail.
fn ecrire_avec(
    dossier: &Path,
    document: &str,
    fichiers: &BTreeMap<String, Vec<u8>>,
    avant: &mut dyn FnMut() -> io::Result<()>,
) -> Result<Bilan, ErreurSortie> {
    verifier_les_noms(document, fichiers)?;
    let mut disque = Disque::ouvrir(dossier, avant)?;
    let manifestes = disque.manifestes()?;
    let plan = Plan::etablir(&disque, document, fichiers, &manifestes)?;
    let ancien = manifestes.de(document);
    if !plan.bilan.ecrits.is_empty() || !plan.bilan.retires.is_empty() || plan.manifeste != ancien {
        executer(&mut disque, document, fichiers, &plan, ancien)?;
    }
    Ok(plan.bilan)
}

/// What there is to do, decided before anything is done.
struct Plan {
    bilan: Bilan,
    /// The manifest once it is done.
    manifeste: Manifeste,
}

impl Plan {
    fn etablir(
        disque: &Disque<'_>,
        document: &str,
        fichiers: &BTreeMap<String, Vec<u8>>,
        manifestes: &Manifestes,
    ) -> Result<Self, ErreurSortie> {
        let mut bilan = Bilan::default();
        let mut manifeste = Manifeste::default();
        let mut obstacles = Vec::new();
        for (chemin, octets) in fichiers {
            let voulue = somme(octets);
            match disque.etat(chemin)? {
                Etat::Absent => bilan.ecrits.push(chemin.clone()),
                Etat::Fichier(somme) if somme == voulue => bilan.inchanges.push(chemin.clone()),
                Etat::Fichier(somme) if manifestes.connait(chemin, &somme) => {
                    bilan.ecrits.push(chemin.clone())
                }
                Etat::Fichier(_) => {
                    let connu = manifestes.nomme(chemin);
                    let raison = if connu { Raison::Modifie } else { Raison::Etranger };
                    obstacles.push(Obstacle { chemin: chemin.clone(), raison });
                }
                Etat::Obstacle(obstacle) => obstacles.push(obstacle),
            }
            manifeste.ajouter(chemin, voulue);
        }
        if !obstacles.is_empty() {
            obstacles.sort();
            obstacles.dedup();
            return Err(ErreurSortie::Obstacles { dossier: disque.dossier().to_owned(), obstacles });
        }
        for chemin in manifestes.de(document).chemins() {
            if fichiers.contains_key(chemin) || manifestes.nomme_ailleurs(document, chemin) {
                continue;
            }
            // Where case does not count, the new `Plan.svg` is the file that was `plan.svg`.
            if fichiers.keys().any(|nouveau| nouveau.to_lowercase() == chemin.to_lowercase()) {
                bilan.laisses.push(chemin.to_owned());
                continue;
            }
            match disque.etat(chemin)? {
                Etat::Absent => {}
                Etat::Fichier(somme) if manifestes.connait(chemin, &somme) => {
                    bilan.retires.push(chemin.to_owned())
                }
                Etat::Fichier(_) | Etat::Obstacle(_) => bilan.laisses.push(chemin.to_owned()),
            }
        }
        Ok(Self { bilan, manifeste })
    }
}

fn executer(
    disque: &mut Disque<'_>,
    document: &str,
    fichiers: &BTreeMap<String, Vec<u8>>,
    plan: &Plan,
    ancien: Manifeste,
) -> Result<(), ErreurSortie> {
    let place = format!("{RESERVE}/{document}.sha256");
    let mut prets = Vec::new();
    for chemin in &plan.bilan.ecrits {
        let octets = fichiers.get(chemin).map_or(&[][..], Vec::as_slice);
        prets.push((disque.preparer(chemin, octets)?, chemin));
    }
    let transitoire = disque.preparer(&place, ancien.union(&plan.manifeste).texte().as_bytes())?;
    let definitif = disque.preparer(&place, plan.manifeste.texte().as_bytes())?;
    disque.synchroniser(&place)?;

    for (_, chemin) in &prets {
        disque.creer_les_dossiers(chemin)?;
    }
    disque.poser(transitoire, &place)?;
    disque.synchroniser_les_dossiers([place.as_str()]);
    for (pret, chemin) in prets {
        disque.poser(pret, chemin)?;
    }
    for chemin in &plan.bilan.retires {
        disque.retirer(chemin)?;
    }
    let changes = plan.bilan.ecrits.iter().chain(&plan.bilan.retires);
    disque.synchroniser_les_dossiers(changes.map(String::as_str));
    disque.poser(definitif, &place)?;
    disque.synchroniser_les_dossiers([place.as_str()]);
    Ok(())
}

/// Paths come from our own templates, but an image is named by a person.
fn verifier_les_noms(document: &str, fichiers: &BTreeMap<String, Vec<u8>>) -> Result<(), ErreurSortie> {
    let refus =
        |nom: &str, cause: &str| Err(ErreurSortie::Nom { nom: nom.to_owned(), cause: cause.to_owned() });
    for nom in std::iter::once(document).chain(fichiers.keys().map(String::as_str)) {
        match Chemin::new(nom) {
            Err(cause) => return refus(nom, &cause.to_string()),
            Ok(chemin) if chemin.as_str() != nom => return refus(nom, "il a des « / » ou des « . » en trop"),
            Ok(_) => {}
        }
        if nom.split('/').next().is_some_and(|tete| tete.eq_ignore_ascii_case(RESERVE)) {
            return refus(nom, "ce dossier est réservé à calpae");
        }
        if parents(nom).any(|parent| fichiers.contains_key(parent)) {
            return refus(nom, "un autre fichier porte le nom de son dossier");
        }
    }
    if document.contains('/') {
        return refus(document, "le nom d’un document n’a pas de « / »");
    }
    Ok(())
}

/// The folders of a path, outermost first.
fn parents(chemin: &str) -> impl DoubleEndedIterator<Item = &str> {
    chemin.match_indices('/').filter_map(|(fin, _)| chemin.get(..fin))
}
