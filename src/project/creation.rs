//! New files of a project: each whole or not at all, and never over one that is there.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::systeme::en_francais;
use crate::text::Chemin;

/// Whether a path of a project is taken.
pub fn existe(racine: &Path, chemin: &str) -> bool {
    racine.join(chemin).symlink_metadata().is_ok()
}

/// Writes new files, by path from the root of the project.
///
/// # Errors
/// A sentence, with the file that could not be written; those before it are.
pub fn ecrire(racine: &Path, fichiers: &[(String, String)]) -> Result<(), String> {
    for (chemin, texte) in fichiers {
        let sur = Chemin::new(chemin).map_err(|e| format!("« {chemin} » : {e}"))?;
        poser(racine, sur.as_str(), texte.as_bytes())?;
    }
    Ok(())
}

fn poser(racine: &Path, chemin: &str, octets: &[u8]) -> Result<(), String> {
    let place = racine.join(chemin);
    let erreur = |e: std::io::Error| format!("« {chemin} » ne peut être écrit : {}", en_francais(&e));
    let dossier = place.parent().unwrap_or(racine);
    fs::create_dir_all(dossier).map_err(erreur)?;
    let mut neuf = tempfile::NamedTempFile::new_in(dossier).map_err(erreur)?;
    neuf.write_all(octets).map_err(erreur)?;
    lisible(&neuf).map_err(erreur)?;
    neuf.as_file().sync_all().map_err(erreur)?;
    neuf.persist_noclobber(&place).map_err(|e| erreur(e.error))?;
    Ok(())
}

/// Copies files of a project byte for byte: from, to.
///
/// # Errors
/// As [`ecrire`].
pub fn copier(racine: &Path, copies: &[(String, String)]) -> Result<(), String> {
    for (de, vers) in copies {
        let sur = Chemin::new(vers).map_err(|e| format!("« {vers} » : {e}"))?;
        let erreur = |e: std::io::Error| format!("« {de} » ne peut être copié : {}", en_francais(&e));
        let octets = fs::read(racine.join(de)).map_err(erreur)?;
        poser(racine, sur.as_str(), &octets)?;
    }
    Ok(())
}

/// A temporary file is its maker's alone; one of the project is everybody's to read.
#[cfg(unix)]
fn lisible(fichier: &tempfile::NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fichier.as_file().set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn lisible(_: &tempfile::NamedTempFile) -> std::io::Result<()> {
    Ok(())
}
