//! What Typst sees of the world: the files of one [`Liasse`] and the embedded fonts. There is no disk,
//! no package, no network and no clock behind it.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use typst::diag::{FileError, FileResult, PackageError};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::erreur::Erreur;
use super::polices::POLICES;
use crate::render::Liasse;

static BIBLIOTHEQUE: LazyLock<LazyHash<Library>> =
    LazyLock::new(|| LazyHash::new(<Library as LibraryExt>::default()));

/// The files of one compilation.
pub(super) struct Monde {
    principal: FileId,
    fichiers: HashMap<FileId, Fichier>,
}

struct Fichier {
    octets: Bytes,
    /// Parsed on first use: images and data never are.
    source: OnceLock<FileResult<Source>>,
}

impl Monde {
    /// A world that holds the files of a folder.
    pub(super) fn new(liasse: &Liasse) -> Result<Self, Vec<Erreur>> {
        let fichiers = liasse
            .fichiers
            .iter()
            .map(|(chemin, octets)| {
                let fichier = Fichier { octets: Bytes::new(octets.clone()), source: OnceLock::new() };
                Ok((identifiant(chemin)?, fichier))
            })
            .collect::<Result<_, _>>();
        match (identifiant(&liasse.principal), fichiers) {
            (Ok(principal), Ok(fichiers)) => Ok(Self { principal, fichiers }),
            (Err(erreur), _) | (_, Err(erreur)) => Err(vec![erreur]),
        }
    }

    fn fichier(&self, id: FileId) -> FileResult<&Fichier> {
        self.fichiers.get(&id).ok_or_else(|| match id.root() {
            VirtualRoot::Project => FileError::NotFound(id.vpath().get_without_slash().into()),
            VirtualRoot::Package(paquet) => FileError::Package(PackageError::NotFound(paquet.clone())),
        })
    }
}

fn identifiant(chemin: &str) -> Result<FileId, Erreur> {
    match VirtualPath::new(chemin) {
        Ok(virtuel) => Ok(RootedPath::new(VirtualRoot::Project, virtuel).intern()),
        Err(cause) => {
            Err(Erreur::sans_lieu(format!("chemin refusé dans la liasse : « {chemin} » ({cause})")))
        }
    }
}

impl World for Monde {
    fn library(&self) -> &LazyHash<Library> {
        &BIBLIOTHEQUE
    }

    fn book(&self) -> &LazyHash<FontBook> {
        POLICES.book()
    }

    fn main(&self) -> FileId {
        self.principal
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let fichier = self.fichier(id)?;
        fichier.source.get_or_init(|| Ok(Source::new(id, texte(&fichier.octets)?.into()))).clone()
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        Ok(self.fichier(id)?.octets.clone())
    }

    fn font(&self, index: usize) -> Option<Font> {
        POLICES.font(index)
    }

    /// Without a date Typst refuses `datetime.today()`: a template that asks for it would make other
    /// bytes tomorrow. The dates of an act are data.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Text of a source file, without the byte order mark that the stock compiler drops too.
fn texte(octets: &[u8]) -> FileResult<&str> {
    let texte = std::str::from_utf8(octets)?;
    Ok(texte.strip_prefix('\u{feff}').unwrap_or(texte))
}
