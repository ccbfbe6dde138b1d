//! The emitted folder to pages, then to PDF and PNG, with Typst in process: no disk, no network and no
//! clock, so that the same folder always makes the same bytes.

mod erreur;
mod monde;
mod polices;
#[cfg(test)]
mod tests;
mod texte;

use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::Datetime;
use typst::utils::Scalar;
use typst_layout::{Page, PagedDocument};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use typst_render::RenderOptions;

pub use erreur::{Erreur, Lieu, Note};
pub use polices::Couverture;

use crate::render::Liasse;
use monde::Monde;

/// Compilations after which a cached result that nobody used is forgotten: it bounds the memory of a
/// process that recompiles at each change.
const AGE_DU_CACHE: usize = 10;

/// Largest PNG, in pixels: beyond, the memory for one page would pass 800 MB.
const PIXELS: f64 = 200e6;

/// A document laid out in pages.
pub struct Composition {
    document: PagedDocument,
    monde: Monde,
    avertissements: Vec<Erreur>,
}

/// Lays out the main file of a folder.
///
/// # Errors
/// What Typst refuses: errors first, then its warnings, which often tell the cause.
pub fn composer(liasse: &Liasse) -> Result<Composition, Vec<Erreur>> {
    let monde = Monde::new(liasse)?;
    let Warned { output, warnings } = typst::compile::<PagedDocument>(&monde);
    typst::comemo::evict(AGE_DU_CACHE);
    let avertissements = erreur::traduire(&monde, &warnings);
    match output {
        Ok(document) => Ok(Composition { document, monde, avertissements }),
        Err(diagnostics) => {
            let mut erreurs = erreur::traduire(&monde, &diagnostics);
            erreurs.extend(avertissements);
            Err(erreurs)
        }
    }
}

impl Composition {
    /// What Typst found doubtful, such as a font that does not exist.
    pub fn avertissements(&self) -> &[Erreur] {
        &self.avertissements
    }

    /// Number of pages.
    pub fn pages(&self) -> usize {
        self.document.pages().len()
    }

    /// Plain text of each page, in the order of the layout.
    pub fn textes(&self) -> Vec<String> {
        self.document.pages().iter().map(|page| texte::page(&page.frame)).collect()
    }

    /// The PDF, tagged, PDF/A-2a and PDF/UA-1, dated midnight UTC of a (year, month, day).
    ///
    /// The identifier and the creator are left to Typst and nothing is added to the file, so that the
    /// stock compiler makes the same bytes.
    ///
    /// # Errors
    /// What the standards refuse: a character without glyph, an image without alternative, no title…
    pub fn pdf(&self, date: (i32, u8, u8)) -> Result<Vec<u8>, Vec<Erreur>> {
        let (annee, mois, jour) = date;
        let Some(minuit) = Datetime::from_ymd_hms(annee, mois, jour, 0, 0, 0) else {
            return Err(vec![Erreur::sans_lieu(format!("date impossible : {annee}-{mois:02}-{jour:02}"))]);
        };
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .map_err(|refus| vec![Erreur::sans_lieu(refus.message().as_str())])?;
        let options =
            PdfOptions { timestamp: Some(Timestamp::new_utc(minuit)), standards, ..PdfOptions::default() };
        typst_pdf::pdf(&self.document, &options).map_err(|diagnostics| self.erreurs(&diagnostics))
    }

    /// One PNG a page, at a number of pixels per inch.
    ///
    /// # Errors
    /// When an image would be too large for the memory.
    pub fn png(&self, ppi: u16) -> Result<Vec<Vec<u8>>, Vec<Erreur>> {
        let pages = self.document.pages().iter().zip(1..);
        let images = pages.map(|(page, numero)| image(page, ppi).map_err(|cause| (numero, cause)));
        images
            .collect::<Result<_, (usize, _)>>()
            .map_err(|(numero, cause)| vec![Erreur::sans_lieu(format!("page {numero} : {cause}"))])
    }

    fn erreurs(&self, diagnostics: &[SourceDiagnostic]) -> Vec<Erreur> {
        erreur::traduire(&self.monde, diagnostics)
    }
}

fn image(page: &Page, ppi: u16) -> Result<Vec<u8>, String> {
    let echelle = Scalar::new(f64::from(ppi)) / Scalar::new(72.0);
    let cotes = [page.frame.width(), page.frame.height()].map(|cote| Scalar::new(cote.to_pt()) * echelle);
    // Typst panics on an image that it cannot allocate.
    if cotes[0] * cotes[1] > Scalar::new(PIXELS) {
        return Err(format!("image trop grande à {ppi} points par pouce"));
    }
    let options = RenderOptions { pixel_per_pt: echelle, ..RenderOptions::default() };
    typst_render::render(page, &options).encode_png().map_err(|cause| cause.to_string())
}
