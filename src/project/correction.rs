//! Repairs made in memory, pass after pass, then written into the sources: all of them or none, each file whole,
//! the bytes around kept, a byte order mark and the line ends of Windows too.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::systeme::en_francais;
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
    /// Number of changes.
    pub nombre: usize,
    /// The bytes of the disk, and those that will replace them.
    lus: Vec<u8>,
    octets: Vec<u8>,
}

/// The files repaired so far.
#[derive(Debug, Default)]
pub struct Corriges(BTreeMap<Fichier, Corrige>);

impl Corriges {
    /// The files, in the order they were read.
    pub fn iter(&self) -> impl Iterator<Item = &Corrige> {
        self.0.values()
    }

    /// Puts the repaired texts in the place of those of the disk.
    pub fn recouvrir(&self, sources: &mut Sources) {
        for (fichier, corrige) in &self.0 {
            sources.remplacer(*fichier, &corrige.apres);
        }
    }

    /// Applies changes in memory and says how many. Of two changes of the same bytes the first stands: the next
    /// pass sees the other.
    ///
    /// # Errors
    /// A sentence, when a file cannot be read again or is no longer the one that was read.
    pub fn appliquer(
        &mut self,
        racine: &Path,
        sources: &Sources,
        editions: &[Edition],
    ) -> Result<usize, String> {
        let mut par_fichier: BTreeMap<Fichier, Vec<&Edition>> = BTreeMap::new();
        for edition in editions.iter().filter(|e| sources.texte(e.span) != e.texte) {
            par_fichier.entry(edition.span.fichier).or_default().push(edition);
        }
        let mut nombre = 0;
        for (fichier, siennes) in par_fichier {
            let corrige = match self.0.remove(&fichier) {
                Some(corrige) => corrige,
                None => lire(racine, sources, fichier)?,
            };
            let corrige = appliquer(corrige, siennes)?;
            nombre += corrige.1;
            self.0.insert(fichier, corrige.0);
        }
        Ok(nombre)
    }

    /// Writes the repaired files, each beside its place and then renamed to it.
    ///
    /// # Errors
    /// A sentence: a file changed meanwhile, and nothing is written; or one could not be written, and those
    /// before it are.
    pub fn ecrire(&self, racine: &Path) -> Result<(), String> {
        for corrige in self.iter() {
            let lus = fs::read(racine.join(&corrige.chemin)).map_err(|e| illisible(&corrige.chemin, &e))?;
            if lus != corrige.lus {
                return Err(change(&corrige.chemin));
            }
        }
        for corrige in self.iter() {
            let place = racine.join(&corrige.chemin);
            let erreur = |e: std::io::Error| {
                format!("« {} » ne peut être écrit : {}", corrige.chemin, en_francais(&e))
            };
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
}

fn illisible(chemin: &str, e: &std::io::Error) -> String {
    format!("« {chemin} » ne peut être lu : {}", en_francais(e))
}

fn change(chemin: &str) -> String {
    format!("« {chemin} » a changé pendant la vérification : relancer la commande")
}

/// A file of the disk, if it still is the one that the rules saw.
fn lire(racine: &Path, sources: &Sources, fichier: Fichier) -> Result<Corrige, String> {
    let source = sources.source(fichier);
    let chemin = source.chemin().to_string();
    let lus = fs::read(racine.join(&chemin)).map_err(|e| illisible(&chemin, &e))?;
    let texte = std::str::from_utf8(&lus).map_err(|_| change(&chemin))?;
    let avant = texte.strip_prefix('\u{feff}').unwrap_or(texte).replace("\r\n", "\n");
    if avant != source.texte() {
        return Err(change(&chemin));
    }
    let octets = lus.clone();
    Ok(Corrige { chemin, apres: avant.clone(), avant, nombre: 0, lus, octets })
}

/// Applies the changes of one file to its text and to its bytes.
fn appliquer(corrige: Corrige, mut editions: Vec<&Edition>) -> Result<(Corrige, usize), String> {
    editions.sort_by_key(|e| (e.span.debut, e.span.fin));
    editions.dedup();
    let brut = String::from_utf8(corrige.octets).map_err(|_| change(&corrige.chemin))?;
    let windows = brut.contains("\r\n");
    let (mut apres, mut octets) = (String::new(), String::new());
    let (mut lu, mut ecrit, mut nombre) = (0, 0, 0);
    let place = places(&brut);
    for edition in editions {
        let span = edition.span;
        if span.debut < lu || span.fin < span.debut {
            continue;
        }
        let (debut, fin) = (place(span.debut), place(span.fin));
        apres.push_str(corrige.apres.get(lu..span.debut).ok_or_else(|| change(&corrige.chemin))?);
        apres.push_str(&edition.texte);
        octets.push_str(brut.get(ecrit..debut).ok_or_else(|| change(&corrige.chemin))?);
        octets.push_str(&if windows { edition.texte.replace('\n', "\r\n") } else { edition.texte.clone() });
        (lu, ecrit) = (span.fin, fin);
        nombre += 1;
    }
    apres.push_str(corrige.apres.get(lu..).unwrap_or(""));
    octets.push_str(brut.get(ecrit..).unwrap_or(""));
    let total = corrige.nombre + nombre;
    Ok((Corrige { apres, octets: octets.into_bytes(), nombre: total, ..corrige }, nombre))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Chemin, Span};

    #[expect(clippy::disallowed_methods, reason = "the test writes what the command reads")]
    fn poser(dossier: &Path, texte: &str) {
        fs::write(dossier.join("a.md"), texte).unwrap();
    }

    fn edition(sources: &Sources, fichier: Fichier, de: &str, a: &str) -> Edition {
        let debut = sources.source(fichier).texte().find(de).unwrap();
        Edition { span: Span { fichier, debut, fin: debut + de.len() }, texte: a.into() }
    }

    #[test]
    fn the_bytes_around_are_kept_over_several_passes() {
        let dossier = tempfile::tempdir().unwrap();
        let brut = "\u{feff}un\r\ndeux  mots\r\nété   fin\r\n";
        poser(dossier.path(), brut);
        let mut sources = Sources::default();
        let fichier = sources.ajouter(Chemin::new("a.md").unwrap(), brut);
        let mut corriges = Corriges::default();
        for (de, a) in [("deux  ", "trois\n"), ("été   ", "été ")] {
            let editions = [edition(&sources, fichier, de, a)];
            assert_eq!(corriges.appliquer(dossier.path(), &sources, &editions), Ok(1));
            corriges.recouvrir(&mut sources);
            assert_eq!(fs::read_to_string(dossier.path().join("a.md")).unwrap(), brut);
        }
        corriges.ecrire(dossier.path()).unwrap();
        let lu = fs::read_to_string(dossier.path().join("a.md")).unwrap();
        assert_eq!(lu, "\u{feff}un\r\ntrois\r\nmots\r\nété fin\r\n");
    }

    #[test]
    fn of_two_changes_of_the_same_bytes_the_first_stands_and_none_is_no_change() {
        let dossier = tempfile::tempdir().unwrap();
        poser(dossier.path(), "abc");
        let mut sources = Sources::default();
        let fichier = sources.ajouter(Chemin::new("a.md").unwrap(), "abc");
        let mut corriges = Corriges::default();
        let editions = [
            edition(&sources, fichier, "bc", "B"),
            edition(&sources, fichier, "ab", "A"),
            edition(&sources, fichier, "c", "c"),
        ];
        assert_eq!(corriges.appliquer(dossier.path(), &sources, &editions), Ok(1));
        assert_eq!(corriges.iter().map(|c| c.apres.as_str()).collect::<Vec<_>>(), ["Ac"]);
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_left_alone() {
        let dossier = tempfile::tempdir().unwrap();
        poser(dossier.path(), "texte");
        let mut sources = Sources::default();
        let fichier = sources.ajouter(Chemin::new("a.md").unwrap(), "texte");
        let editions = [edition(&sources, fichier, "t", "T")];
        let mut corriges = Corriges::default();
        corriges.appliquer(dossier.path(), &sources, &editions).unwrap();
        poser(dossier.path(), "autre");
        assert!(corriges.ecrire(dossier.path()).unwrap_err().contains("a changé"));
        assert_eq!(fs::read_to_string(dossier.path().join("a.md")).unwrap(), "autre");
        let refus = Corriges::default().appliquer(dossier.path(), &sources, &editions);
        assert!(refus.unwrap_err().contains("a changé"));
    }
}
