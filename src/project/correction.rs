//! Repairs written back into the sources, each file whole or not at all, the bytes around kept: a byte order
//! mark and the line ends of Windows too.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use crate::diagnostic::Edition;
use crate::text::{Fichier, Sources};

/// A file and its text before and after.
#[derive(Debug)]
pub struct Corrige {
    /// Path from the root of the project.
    pub chemin: String,
    /// Text read, as the rules saw it.
    pub avant: String,
    /// Text repaired, as the rules will see it.
    pub apres: String,
    octets: Vec<u8>,
}

/// Applies changes to the files of a project, in memory. Two changes of the same bytes: the first stands, the
/// next run sees the other.
///
/// # Errors
/// A sentence, when a file cannot be read again or is no longer the one that was read.
pub fn preparer(racine: &Path, sources: &Sources, editions: &[Edition]) -> Result<Vec<Corrige>, String> {
    let mut fichiers: Vec<Fichier> = editions.iter().map(|e| e.span.fichier).collect();
    fichiers.sort();
    fichiers.dedup();
    fichiers.into_iter().map(|f| fichier(racine, sources, f, editions)).collect()
}

fn fichier(
    racine: &Path,
    sources: &Sources,
    fichier: Fichier,
    editions: &[Edition],
) -> Result<Corrige, String> {
    let source = sources.source(fichier);
    let chemin = source.chemin().to_string();
    let brut = fs::read(racine.join(&chemin)).map_err(|e| format!("« {chemin} » ne peut être lu : {e}"))?;
    let change = || format!("« {chemin} » a changé pendant la vérification : relancer la commande");
    let texte = std::str::from_utf8(&brut).map_err(|_| change())?;
    let normal = texte.strip_prefix('\u{feff}').unwrap_or(texte).replace("\r\n", "\n");
    if normal != source.texte() {
        return Err(change());
    }
    let mut siennes: Vec<&Edition> = editions.iter().filter(|e| e.span.fichier == fichier).collect();
    siennes.sort_by_key(|e| (e.span.debut, e.span.fin));
    siennes.dedup();
    let windows = texte.contains("\r\n");
    let (mut apres, mut octets) = (String::new(), Vec::new());
    let (mut lu, mut ecrit) = (0, 0);
    let place = places(texte);
    for edition in siennes {
        let span = edition.span;
        if span.debut < lu || span.fin < span.debut {
            continue;
        }
        let (debut, fin) = (place(span.debut), place(span.fin));
        apres.push_str(normal.get(lu..span.debut).ok_or_else(change)?);
        apres.push_str(&edition.texte);
        octets.extend_from_slice(brut.get(ecrit..debut).ok_or_else(change)?);
        let nouveau = if windows { edition.texte.replace('\n', "\r\n") } else { edition.texte.clone() };
        octets.extend_from_slice(nouveau.as_bytes());
        (lu, ecrit) = (span.fin, fin);
    }
    apres.push_str(normal.get(lu..).unwrap_or(""));
    octets.extend_from_slice(brut.get(ecrit..).unwrap_or(&[]));
    Ok(Corrige { chemin, avant: normal, apres, octets })
}

/// From a byte of the text that rules see to a byte of the file.
fn places(texte: &str) -> impl Fn(usize) -> usize {
    let marque = if texte.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let retours: Vec<usize> = texte
        .get(marque..)
        .unwrap_or("")
        .match_indices("\r\n")
        .enumerate()
        .map(|(n, (i, _))| i - n)
        .collect();
    move |octet| marque + octet + retours.partition_point(|r| *r < octet)
}

/// Writes the repaired files, each beside its place and then renamed to it.
///
/// # Errors
/// A sentence, with the file that could not be written; those before it are.
pub fn ecrire(racine: &Path, corriges: &[Corrige]) -> Result<(), String> {
    for corrige in corriges {
        let place = racine.join(&corrige.chemin);
        let erreur = |e: std::io::Error| format!("« {} » ne peut être écrit : {e}", corrige.chemin);
        let dossier = place.parent().unwrap_or(racine);
        let mut neuf = tempfile::NamedTempFile::new_in(dossier).map_err(erreur)?;
        neuf.write_all(&corrige.octets).map_err(erreur)?;
        let droits = fs::metadata(&place).map_err(erreur)?.permissions();
        neuf.as_file().set_permissions(droits).map_err(erreur)?;
        neuf.as_file().sync_all().map_err(erreur)?;
        neuf.persist(&place).map_err(|e| erreur(e.error))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Chemin, Span};

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test writes what the command reads")]
    fn the_bytes_around_are_kept() {
        let dossier = tempfile::tempdir().unwrap();
        let brut = "\u{feff}un\r\ndeux  mots\r\nfin\r\n";
        fs::write(dossier.path().join("a.md"), brut).unwrap();
        let mut sources = Sources::default();
        let fichier = sources.ajouter(Chemin::new("a.md").unwrap(), brut);
        let debut = sources.source(fichier).texte().find("  ").unwrap();
        let editions = [Edition { span: Span { fichier, debut, fin: debut + 2 }, texte: " ".into() }];
        let corriges = preparer(dossier.path(), &sources, &editions).unwrap();
        ecrire(dossier.path(), &corriges).unwrap();
        let lu = fs::read_to_string(dossier.path().join("a.md")).unwrap();
        assert_eq!(lu, "\u{feff}un\r\ndeux mots\r\nfin\r\n");
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test writes what the command reads")]
    fn a_file_that_changed_meanwhile_is_left_alone() {
        let dossier = tempfile::tempdir().unwrap();
        fs::write(dossier.path().join("a.md"), "autre").unwrap();
        let mut sources = Sources::default();
        let fichier = sources.ajouter(Chemin::new("a.md").unwrap(), "texte");
        let editions = [Edition { span: Span { fichier, debut: 0, fin: 1 }, texte: "T".into() }];
        assert!(preparer(dossier.path(), &sources, &editions).unwrap_err().contains("a changé"));
    }
}
