//! The fonts embedded in the binary, and the characters that they can show in a PDF/A.

use std::sync::LazyLock;

use typst::layout::Abs;
use typst::text::{Font, FontInstance, FontVariations, is_default_ignorable};
use typst_kit::fonts::{FontStore, embedded};

/// Opening the fonts takes 2 ms; the tables of a font are read when a text uses it.
pub(super) static POLICES: LazyLock<FontStore> = LazyLock::new(|| {
    let mut polices = FontStore::new();
    polices.extend(embedded());
    polices
});

/// The families that a text is set in. Typst looks in the others only for what these lack.
const COURANTES: [&str; 2] = ["Libertinus Serif", "DejaVu Sans Mono"];

/// Marks that combine with the character before them. Typst wants both in one font, so only those that
/// every face has are safe.
const DIACRITIQUES: [(u32, u32); 9] = [
    (0x0300, 0x036f),
    (0x0483, 0x0489),
    (0x064b, 0x065f),
    (0x0951, 0x0957),
    (0x1ab0, 0x1aff),
    (0x1dc0, 0x1dff),
    (0x20d0, 0x20ff),
    (0xfe20, 0xfe2f),
    (0x102e0, 0x102e0),
];

/// The characters that the embedded fonts show in a PDF/A-2a, whatever the weight and the style, in a
/// text set in Libertinus Serif or in DejaVu Sans Mono.
#[derive(Debug)]
pub struct Couverture {
    /// The faces of the running families.
    faces: Vec<FontInstance>,
    /// What they all have: sorted ranges of code points, bounds included.
    communs: Vec<(u32, u32)>,
}

impl Couverture {
    /// That of the fonts of the binary, computed once.
    pub fn embarquee() -> &'static Self {
        static COUVERTURE: LazyLock<Couverture> = LazyLock::new(Couverture::calculer);
        &COUVERTURE
    }

    /// Whether a character of the content can be printed: it has a glyph, or it is a space or an invisible
    /// format character, that needs none.
    pub fn couvre(&self, c: char) -> bool {
        let code = u32::from(c);
        if sans_glyphe(c) || contient(&self.communs, code) {
            return true;
        }
        !est_prive(code) && !contient(&DIACRITIQUES, code) && self.faces.iter().all(|face| montre(face, c))
    }

    fn calculer() -> Self {
        let polices = (0..).map_while(|rang| POLICES.font(rang));
        let courantes = polices.filter(|police| COURANTES.contains(&police.info().family.as_str()));
        let faces: Vec<_> = courantes.map(|police| instance(&police)).collect();
        let mut codes: Vec<_> = faces.iter().flat_map(|face| face.info().coverage.iter()).collect();
        codes.sort_unstable();
        let mut communs: Vec<(u32, u32)> = Vec::new();
        for groupe in codes.chunk_by(PartialEq::eq) {
            let Some(&code) = groupe.first() else { continue };
            // DejaVu Sans Mono gives the null character its box of « no glyph ».
            if groupe.len() < faces.len() || code == 0 || est_prive(code) {
                continue;
            }
            match communs.last_mut() {
                Some((_, fin)) if *fin + 1 == code => *fin = code,
                _ => communs.push((code, code)),
            }
        }
        Self { faces, communs }
    }
}

/// Whether Typst finds a glyph for a text set in a face: in it, else in the one font that it falls back to.
/// That font may not have it: New Computer Modern claims characters that it lacks.
fn montre(face: &FontInstance, c: char) -> bool {
    let secours = || {
        let info = face.info();
        let rang = POLICES.book().select_fallback(Some(info), info.variant, c.encode_utf8(&mut [0; 4]))?;
        POLICES.font(rang)
    };
    a_un_glyphe(face, c) || secours().is_some_and(|police| a_un_glyphe(&instance(&police), c))
}

fn instance(police: &Font) -> FontInstance {
    police.clone().instantiate(police.info().variant, Abs::pt(10.0), &FontVariations::default())
}

fn a_un_glyphe(face: &FontInstance, c: char) -> bool {
    face.ttf().glyph_index(c).is_some_and(|glyphe| glyphe.0 != 0)
}

/// Spaces that Typst makes from any font, and characters that it does not draw. U+1680 alone is a space
/// with a drawing.
fn sans_glyphe(c: char) -> bool {
    (c.is_whitespace() && c != '\u{1680}') || is_default_ignorable(c)
}

/// PDF/A-2a wants a meaning for each character, and those of the private areas have none.
fn est_prive(code: u32) -> bool {
    matches!(code, 0xe000..=0xf8ff | 0xf0000..)
}

fn contient(plages: &[(u32, u32)], code: u32) -> bool {
    let rang = plages.partition_point(|&(_, fin)| fin < code);
    plages.get(rang).is_some_and(|&(debut, _)| debut <= code)
}
