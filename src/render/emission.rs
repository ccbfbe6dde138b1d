//! The emitted folder of a document, built file by file from its templates, with the charte and the images.

use std::collections::BTreeMap;

use serde::Serialize;

use super::gabarits::{Gabarits, Rendu};
use super::liasse::Liasse;
use super::lignes::Lignes;
use crate::diagnostic::Diagnostic;
use crate::text::{Chemin, Fichier, Sources};

/// The emitted folder, and from which template each of its lines comes.
#[derive(Debug)]
pub struct Emission {
    /// What is compiled and written.
    pub liasse: Liasse,
    /// By emitted file.
    pub lignes: BTreeMap<String, Lignes>,
}

/// What a template sees besides the act: the part that it prints, under its own name.
pub(super) struct Avec<'d, T> {
    pub(super) acte: &'d crate::document::convention::Acte,
    pub(super) nom: &'static str,
    pub(super) vue: &'d T,
}

impl<T: Serialize> Serialize for Avec<'_, T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut carte = serializer.serialize_map(Some(2))?;
        carte.serialize_entry("acte", self.acte)?;
        carte.serialize_entry(self.nom, self.vue)?;
        carte.end()
    }
}

/// Renders the files of a document and gathers the mistakes of its templates.
pub(super) struct Emetteur<'a> {
    gabarits: Gabarits,
    sources: &'a Sources,
    fichiers: BTreeMap<String, Vec<u8>>,
    lignes: BTreeMap<String, Lignes>,
    fautes: Vec<Diagnostic>,
}

impl<'a> Emetteur<'a> {
    /// Reads the templates; `proses` is what their filter `prose` gives, by rank.
    pub(super) fn new(
        sources: &'a mut Sources,
        surcharges: &[(Chemin, Fichier)],
        proses: Vec<String>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let gabarits = Gabarits::new(sources, surcharges, proses)?;
        let (fichiers, lignes) = (BTreeMap::new(), BTreeMap::new());
        Ok(Self { gabarits, sources, fichiers, lignes, fautes: Vec::new() })
    }

    /// Renders one file.
    pub(super) fn rendre(&mut self, chemin: &str, gabarit: &str, contexte: &impl Serialize) {
        match self.gabarits.rendre(gabarit, contexte, self.sources) {
            Ok(Rendu { texte, lignes }) => {
                self.fichiers.insert(chemin.to_owned(), texte.into_bytes());
                self.lignes.insert(chemin.to_owned(), lignes);
            }
            // The same fault of a template, met for each fiche, is one fault.
            Err(d) if self.fautes.contains(&d) => {}
            Err(d) => self.fautes.push(*d),
        }
    }

    /// The whole folder: what was rendered, the charte, and other files by path.
    pub(super) fn finir(
        mut self,
        principal: &str,
        autres: impl Iterator<Item = (String, Vec<u8>)>,
    ) -> Result<Emission, Vec<Diagnostic>> {
        if !self.fautes.is_empty() {
            return Err(self.fautes);
        }
        for (nom, fichier) in self.gabarits.charte() {
            let texte = self.sources.source(fichier).texte();
            self.fichiers.insert(nom.to_owned(), texte.as_bytes().to_vec());
        }
        self.fichiers.extend(autres);
        let liasse = Liasse { principal: principal.to_owned(), fichiers: self.fichiers };
        Ok(Emission { liasse, lignes: self.lignes })
    }
}
