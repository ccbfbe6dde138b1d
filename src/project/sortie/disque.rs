//! The changes of the disk, each preceded by a call that the tests make fail, and what stands at a path.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::erreur::{ErreurSortie, Obstacle, Raison};
use super::manifeste::{Manifeste, Manifestes, hexadecimal};
use super::{RESERVE, parents};

/// Beginning of the names of the folders where files are prepared.
const ATELIER: &str = "tmp-";

/// What stands at a path of the output folder.
pub(super) enum Etat {
    /// Nothing.
    Absent,
    /// A regular file, with its sum.
    Fichier(String),
    /// Something that prevents a file from standing there.
    Obstacle(Obstacle),
}

/// A file written and synced aside.
pub(super) struct Pret(PathBuf);

/// An output folder that no other process writes.
pub(super) struct Disque<'a> {
    dossier: PathBuf,
    avant: &'a mut dyn FnMut() -> io::Result<()>,
    atelier: Option<TempDir>,
    prepares: usize,
    entame: bool,
    /// Held as long as this lives.
    verrou: Option<File>,
}

impl<'a> Disque<'a> {
    /// Creates the folder if needed and locks it.
    pub(super) fn ouvrir(
        dossier: &Path,
        avant: &'a mut dyn FnMut() -> io::Result<()>,
    ) -> Result<Self, ErreurSortie> {
        fs::create_dir_all(dossier).map_err(|cause| ErreurSortie::disque(dossier, cause))?;
        let verrou = verrouiller(dossier)?;
        Ok(Self { dossier: dossier.to_owned(), avant, atelier: None, prepares: 0, entame: false, verrou })
    }

    pub(super) fn dossier(&self) -> &Path {
        &self.dossier
    }

    /// The manifests found.
    pub(super) fn manifestes(&self) -> Result<Manifestes, ErreurSortie> {
        let reserve = self.dossier.join(RESERVE);
        match fs::symlink_metadata(&reserve) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Manifestes::default()),
            Err(cause) => return Err(ErreurSortie::disque(&reserve, cause)),
            Ok(metadonnees) if metadonnees.is_dir() => {}
            Ok(metadonnees) => {
                let raison = if metadonnees.is_symlink() { Raison::Lien } else { Raison::PasUnDossier };
                let obstacles = vec![Obstacle { chemin: RESERVE.to_owned(), raison }];
                return Err(ErreurSortie::Obstacles { dossier: self.dossier.clone(), obstacles });
            }
        }
        self.lire_la_reserve(&reserve).map_err(|cause| ErreurSortie::disque(&reserve, cause))
    }

    fn lire_la_reserve(&self, reserve: &Path) -> io::Result<Manifestes> {
        let mut manifestes = Manifestes::default();
        for entree in fs::read_dir(reserve)? {
            let entree = entree?;
            let nom = entree.file_name();
            let Some(nom) = nom.to_str() else { continue };
            if let Some(document) = nom.strip_suffix(".sha256") {
                let manifeste = Manifeste::lire(&String::from_utf8_lossy(&fs::read(entree.path())?));
                manifestes.0.insert(document.to_owned(), manifeste);
            } else if nom.starts_with(ATELIER) && entree.file_type()?.is_dir() && self.verrou.is_some() {
                // What a killed run had prepared; under the lock, no other run is at work.
                fs::remove_dir_all(entree.path())?;
            }
        }
        Ok(manifestes)
    }

    /// What stands at a path. No symbolic link is followed.
    pub(super) fn etat(&self, chemin: &str) -> Result<Etat, ErreurSortie> {
        for nom in parents(chemin).chain([chemin]) {
            let place = self.dossier.join(nom);
            let genre = match fs::symlink_metadata(&place) {
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Etat::Absent),
                Err(cause) => return Err(ErreurSortie::disque(&place, cause)),
                Ok(metadonnees) => metadonnees.file_type(),
            };
            let raison = match nom == chemin {
                _ if genre.is_symlink() => Raison::Lien,
                true if !genre.is_file() => Raison::PasUnFichier,
                false if !genre.is_dir() => Raison::PasUnDossier,
                _ => continue,
            };
            return Ok(Etat::Obstacle(Obstacle { chemin: nom.to_owned(), raison }));
        }
        let place = self.dossier.join(chemin);
        somme_du_fichier(&place).map(Etat::Fichier).map_err(|cause| ErreurSortie::disque(&place, cause))
    }

    /// Writes the bytes of a file aside, on the same file system.
    pub(super) fn preparer(&mut self, chemin: &str, octets: &[u8]) -> Result<Pret, ErreurSortie> {
        let pret = self.essayer(chemin, |disque| {
            let pret = disque.atelier()?.join(disque.prepares.to_string());
            disque.prepares += 1;
            // Not through `tempfile`: its files are readable by their owner alone.
            OpenOptions::new().write(true).create_new(true).open(&pret)?.write_all(octets)?;
            Ok(pret)
        })?;
        Ok(Pret(pret))
    }

    /// Waits until all that is prepared is on the disk. Once, after the last: the disk then works on all of
    /// them together.
    pub(super) fn synchroniser(&mut self, chemin: &str) -> Result<(), ErreurSortie> {
        self.essayer(chemin, |disque| {
            let atelier = disque.atelier()?;
            for rang in 0..disque.prepares {
                OpenOptions::new().write(true).open(atelier.join(rang.to_string()))?.sync_all()?;
            }
            Ok(())
        })
    }

    /// Creates the folders of a file.
    pub(super) fn creer_les_dossiers(&mut self, chemin: &str) -> Result<(), ErreurSortie> {
        for parent in parents(chemin) {
            let place = self.dossier.join(parent);
            if !place.is_dir() {
                self.essayer(parent, |_| fs::create_dir(&place))?;
            }
        }
        Ok(())
    }

    /// Puts a prepared file in its place, at once.
    pub(super) fn poser(&mut self, pret: Pret, chemin: &str) -> Result<(), ErreurSortie> {
        let place = self.dossier.join(chemin);
        self.essayer(chemin, |_| fs::rename(&pret.0, &place))?;
        self.entame = true;
        Ok(())
    }

    /// Removes a file, then the folders that it leaves empty.
    pub(super) fn retirer(&mut self, chemin: &str) -> Result<(), ErreurSortie> {
        let place = self.dossier.join(chemin);
        self.essayer(chemin, |_| fs::remove_file(&place))?;
        self.entame = true;
        for parent in parents(chemin).rev() {
            // The system refuses when a file is left there.
            if fs::remove_dir(self.dossier.join(parent)).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// Makes the renames and removals of some files survive a power cut, where the system can.
    pub(super) fn synchroniser_les_dossiers<'c>(&self, chemins: impl IntoIterator<Item = &'c str>) {
        let dossiers: BTreeSet<_> =
            chemins.into_iter().map(|chemin| parents(chemin).next_back().unwrap_or_default()).collect();
        for dossier in dossiers {
            // Some systems refuse, and a folder may be gone with its last file: the files are whole anyway.
            let _ = File::open(self.dossier.join(dossier)).and_then(|dossier| dossier.sync_all());
        }
    }

    fn essayer<T>(
        &mut self,
        chemin: &str,
        action: impl FnOnce(&mut Self) -> io::Result<T>,
    ) -> Result<T, ErreurSortie> {
        let resultat = (self.avant)().and_then(|()| action(self));
        let chemin = self.dossier.join(chemin);
        resultat.map_err(|cause| ErreurSortie::Disque { chemin, cause, entame: self.entame })
    }

    /// The folder where files are prepared, removed with its content when this is dropped.
    fn atelier(&mut self) -> io::Result<PathBuf> {
        if let Some(atelier) = &self.atelier {
            return Ok(atelier.path().to_owned());
        }
        let reserve = self.dossier.join(RESERVE);
        fs::create_dir_all(&reserve)?;
        let atelier = tempfile::Builder::new().prefix(ATELIER).tempdir_in(&reserve)?;
        let chemin = atelier.path().to_owned();
        self.atelier = Some(atelier);
        Ok(chemin)
    }
}

/// Locks a folder against another run. Where a folder cannot be locked (Windows, some network disks) two
/// runs at once still leave whole files: the last one wins.
fn verrouiller(dossier: &Path) -> Result<Option<File>, ErreurSortie> {
    let Ok(verrou) = File::open(dossier) else { return Ok(None) };
    match verrou.try_lock() {
        Ok(()) => Ok(Some(verrou)),
        Err(TryLockError::WouldBlock) => Err(ErreurSortie::Occupe(dossier.to_owned())),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// By pieces: a file that stands in the way may be of any size.
fn somme_du_fichier(place: &Path) -> io::Result<String> {
    let mut fichier = File::open(place)?;
    let mut sha = Sha256::new();
    let mut tampon = vec![0; 1 << 16];
    loop {
        match fichier.read(&mut tampon)? {
            0 => return Ok(hexadecimal(&sha.finalize())),
            lus => sha.update(tampon.get(..lus).unwrap_or_default()),
        }
    }
}
