//! The emitted folder of the convention: one file per article, annexe and fiche, the charte, the images.

use std::collections::BTreeMap;

use serde::Serialize;

use super::gabarits::{Gabarits, Rendu};
use super::liasse::Liasse;
use super::lignes::Lignes;
use super::prose::{Cadrage, inlines, prose};
use crate::diagnostic::Diagnostic;
use crate::document::DocumentConvention;
use crate::document::references::chemin_emis;
use crate::document::vue::Prose;
use crate::text::{Chemin, Fichier, Sources};

/// The emitted folder, and from which template each of its lines comes.
#[derive(Debug)]
pub struct Emission {
    /// What is compiled and written.
    pub liasse: Liasse,
    /// By emitted file.
    pub lignes: BTreeMap<String, Lignes>,
}

/// Renders the convention.
///
/// # Errors
/// The mistakes of the templates.
pub fn emettre(
    document: &DocumentConvention,
    images: &BTreeMap<Chemin, Vec<u8>>,
    surcharges: &[(Chemin, Fichier)],
    sources: &mut Sources,
) -> Result<Emission, Vec<Diagnostic>> {
    let cadrage = |decalage| Cadrage { decalage, image: |c| format!("../{}", chemin_emis(c)) };
    let typst = |p: &Prose| match p {
        Prose::Blocs(blocs, decalage) => prose(blocs, cadrage(*decalage)),
        Prose::Ligne(texte) => inlines(texte, cadrage(0)),
    };
    let proses = document.proses.iter().map(typst).collect();
    let gabarits = Gabarits::new(sources, surcharges, proses)?;
    let mut atelier = Atelier {
        gabarits: &gabarits,
        sources,
        fichiers: BTreeMap::new(),
        lignes: BTreeMap::new(),
        fautes: Vec::new(),
    };
    let acte = &document.acte;
    atelier.rendre("convention.typ", "convention/convention.typ.tera", document);
    for article in &document.articles {
        atelier.rendre(
            &article.chemin,
            "convention/article.typ.tera",
            &Avec { acte, nom: "article", vue: article },
        );
    }
    for annexe in &document.annexes {
        atelier.rendre(
            &annexe.chemin,
            "convention/annexe.typ.tera",
            &Avec { acte, nom: "annexe", vue: annexe },
        );
    }
    for fiche in &document.fiches {
        atelier.rendre(&fiche.chemin, "convention/fiche.typ.tera", &Avec { acte, nom: "fiche", vue: fiche });
    }
    atelier.rendre("convention/recapitulatif.typ", "convention/recapitulatif.typ.tera", document);
    let Atelier { mut fichiers, lignes, fautes, .. } = atelier;
    if !fautes.is_empty() {
        return Err(fautes);
    }
    for (nom, fichier) in gabarits.charte() {
        fichiers.insert(nom.to_owned(), sources.source(fichier).texte().as_bytes().to_vec());
    }
    for (chemin, octets) in images {
        fichiers.insert(chemin_emis(chemin), octets.clone());
    }
    Ok(Emission { liasse: Liasse { principal: "convention.typ".to_owned(), fichiers }, lignes })
}

/// What a template sees: the act, and the part that it prints, under its own name.
struct Avec<'d, T> {
    acte: &'d crate::document::convention::Acte,
    nom: &'static str,
    vue: &'d T,
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

struct Atelier<'a> {
    gabarits: &'a Gabarits,
    sources: &'a Sources,
    fichiers: BTreeMap<String, Vec<u8>>,
    lignes: BTreeMap<String, Lignes>,
    fautes: Vec<Diagnostic>,
}

impl Atelier<'_> {
    fn rendre(&mut self, chemin: &str, gabarit: &str, contexte: &impl Serialize) {
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
}
