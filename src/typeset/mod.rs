//! Compiles an emitted folder to pages, then to PDF or PNG, with Typst in process. No disk, network or clock: the same
//! folder always makes the same bytes.

mod boxes;
mod error;
mod fonts;
pub mod heard;
#[cfg(test)]
mod tests;
mod text;
mod trial;
mod world;

use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Datetime, NativeElement as _};
use typst::introspection::Introspector as _;
use typst::pdf::AttachElem;
use typst::utils::Scalar;
use typst_layout::{Page, PagedDocument};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use typst_render::RenderOptions;

pub use boxes::{PageBoxes, Setting, TextBox};
pub use error::{Error, Location, Note};
pub use fonts::Coverage;
pub use trial::{has_family, is_printable};

use crate::render::Bundle;
use world::TypstWorld;

/// Compilations after which an unused cached result is evicted: bounds the memory of a process that recompiles at each
/// change.
const CACHE_AGE: usize = 10;

/// Most pixels of one PNG; beyond, its buffer would pass 800 MB.
const MAX_PIXELS: f64 = 200e6;

/// A document laid out in pages.
pub struct Composition {
    document: PagedDocument,
    world: TypstWorld,
    typst_warnings: Vec<Error>,
}

/// Lays out the main file of a folder.
///
/// # Errors
/// Typst's errors, then its warnings, which often tell the cause.
pub fn compose(bundle: &Bundle) -> Result<Composition, Vec<Error>> {
    let world = TypstWorld::new(bundle)?;
    let Warned { output, warnings } = typst::compile::<PagedDocument>(&world);
    typst::comemo::evict(CACHE_AGE);
    let typst_warnings = error::translate(&world, &warnings);
    match output {
        Ok(document) => Ok(Composition { document, world, typst_warnings }),
        Err(diagnostics) => {
            let mut errors = error::translate(&world, &diagnostics);
            errors.extend(typst_warnings);
            Err(errors)
        }
    }
}

impl Composition {
    /// Typst's warnings, such as a font that does not exist.
    pub fn typst_warnings(&self) -> &[Error] {
        &self.typst_warnings
    }

    /// Number of pages.
    pub fn pages(&self) -> usize {
        self.document.pages().len()
    }

    /// Plain text of each page, in layout order.
    pub fn texts(&self) -> Vec<String> {
        self.document.pages().iter().map(|page| text::page(&page.frame)).collect()
    }

    /// Where what each page shows stands.
    pub fn boxes(&self) -> Vec<PageBoxes> {
        boxes::pages(self.document.pages())
    }

    /// Exports a tagged PDF, PDF/UA-1, and PDF/A-2a or, when it carries files, PDF/A-3a, dated midnight UTC of a (year, month,
    /// day).
    ///
    /// Identifier and creator are left to Typst and nothing is added, so that the stock compiler makes the same bytes.
    ///
    /// # Errors
    /// What the standards refuse: a character without glyph, an image without alternative text, a missing title; or a
    /// date that does not exist.
    pub fn pdf(&self, date: (i32, u8, u8)) -> Result<Vec<u8>, Vec<Error>> {
        let (year, month, day) = date;
        let Some(midnight) = Datetime::from_ymd_hms(year, month, day, 0, 0, 0) else {
            return Err(vec![Error::without_place(format!("date impossible : {year}-{month:02}-{day:02}"))]);
        };
        let standards = PdfStandards::new(&[self.archive_standard(), PdfStandard::Ua_1])
            .map_err(|refusal| vec![Error::without_place(refusal.message().as_str())])?;
        let options =
            PdfOptions { timestamp: Some(Timestamp::new_utc(midnight)), standards, ..PdfOptions::default() };
        typst_pdf::pdf(&self.document, &options).map_err(|diagnostics| self.errors(&diagnostics))
    }

    /// PDF/A-2 admits no attached file.
    fn archive_standard(&self) -> PdfStandard {
        let attached = self.document.introspector().query(&AttachElem::ELEM.select());
        if attached.is_empty() { PdfStandard::A_2a } else { PdfStandard::A_3a }
    }

    /// One PNG per page, at a resolution in pixels per inch.
    ///
    /// # Errors
    /// When a page would exceed 200 million pixels or cannot be encoded.
    pub fn png(&self, ppi: u16) -> Result<Vec<Vec<u8>>, Vec<Error>> {
        let pages = self.document.pages().iter().zip(1..);
        let images = pages.map(|(page, number)| image(page, ppi).map_err(|cause| (number, cause)));
        images
            .collect::<Result<_, (usize, _)>>()
            .map_err(|(number, cause)| vec![Error::without_place(format!("page {number} : {cause}"))])
    }

    fn errors(&self, diagnostics: &[SourceDiagnostic]) -> Vec<Error> {
        error::translate(&self.world, diagnostics)
    }
}

fn image(page: &Page, ppi: u16) -> Result<Vec<u8>, String> {
    let scale = Scalar::new(f64::from(ppi)) / Scalar::new(72.0);
    let sides = [page.frame.width(), page.frame.height()].map(|side| Scalar::new(side.to_pt()) * scale);
    // Typst panics when it cannot allocate the image.
    if sides[0] * sides[1] > Scalar::new(MAX_PIXELS) {
        return Err(format!("image trop grande à {ppi} points par pouce"));
    }
    let options = RenderOptions { pixel_per_pt: scale, ..RenderOptions::default() };
    typst_render::render(page, &options).encode_png().map_err(|cause| cause.to_string())
}
