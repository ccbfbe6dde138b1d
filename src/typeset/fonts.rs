//! The fonts embedded in the binary, and the characters that they can show in a PDF/A.

use std::sync::LazyLock;

use typst::layout::Abs;
use typst::text::{Font, FontInstance, FontVariations, is_default_ignorable};
use typst_kit::fonts::{FontStore, embedded};

/// Opening the fonts takes 2 ms; the tables of a font are read when a text uses it.
pub(super) static FONTS: LazyLock<FontStore> = LazyLock::new(|| {
    let mut fonts = FontStore::new();
    fonts.extend(embedded());
    fonts
});

/// The families that a text is set in. Typst looks in the others only for what these lack.
const COMMON_FONTS: [&str; 2] = ["Libertinus Serif", "DejaVu Sans Mono"];

/// Marks that combine with the character before them. Typst wants both in one font, so only those that
/// every face has are safe.
const DIACRITICS: [(u32, u32); 9] = [
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
pub struct Coverage {
    /// The faces of the running families.
    faces: Vec<FontInstance>,
    /// What they all have: sorted ranges of code points, bounds included.
    shared: Vec<(u32, u32)>,
}

impl Coverage {
    /// That of the fonts of the binary, computed once.
    pub fn built_in() -> &'static Self {
        static COVERAGE: LazyLock<Coverage> = LazyLock::new(Coverage::compute);
        &COVERAGE
    }

    /// Whether a character of the content can be printed: it has a glyph, or it is a space or an invisible
    /// format character, that needs none.
    pub fn covers(&self, c: char) -> bool {
        let code = u32::from(c);
        if missing_glyphs(c) || contains(&self.shared, code) {
            return true;
        }
        !is_private_use(code) && !contains(&DIACRITICS, code) && self.faces.iter().all(|face| shown(face, c))
    }

    fn compute() -> Self {
        let fonts = (0..).map_while(|index| FONTS.font(index));
        let common_fonts = fonts.filter(|typeface| COMMON_FONTS.contains(&typeface.info().family.as_str()));
        let faces: Vec<_> = common_fonts.map(|typeface| instance(&typeface)).collect();
        let mut codes: Vec<_> = faces.iter().flat_map(|face| face.info().coverage.iter()).collect();
        codes.sort_unstable();
        let mut shared: Vec<(u32, u32)> = Vec::new();
        for group in codes.chunk_by(PartialEq::eq) {
            let Some(&code) = group.first() else { continue };
            // DejaVu Sans Mono gives the null character its box of « no glyph ».
            if group.len() < faces.len() || code == 0 || is_private_use(code) {
                continue;
            }
            match shared.last_mut() {
                Some((_, end)) if *end + 1 == code => *end = code,
                _ => shared.push((code, code)),
            }
        }
        Self { faces, shared }
    }
}

/// Whether Typst finds a glyph for a text set in a face: in it, else in the one font that it falls back to.
/// That font may not have it: New Computer Modern claims characters that it lacks.
fn shown(face: &FontInstance, c: char) -> bool {
    let fallback = || {
        let info = face.info();
        let index = FONTS.book().select_fallback(Some(info), info.variant, c.encode_utf8(&mut [0; 4]))?;
        FONTS.font(index)
    };
    has_glyph(face, c) || fallback().is_some_and(|typeface| has_glyph(&instance(&typeface), c))
}

fn instance(typeface: &Font) -> FontInstance {
    typeface.clone().instantiate(typeface.info().variant, Abs::pt(10.0), &FontVariations::default())
}

fn has_glyph(face: &FontInstance, c: char) -> bool {
    face.ttf().glyph_index(c).is_some_and(|glyph| glyph.0 != 0)
}

/// Spaces that Typst makes from any font, and characters that it does not draw. U+1680 alone is a space
/// with a drawing.
fn missing_glyphs(c: char) -> bool {
    (c.is_whitespace() && c != '\u{1680}') || is_default_ignorable(c)
}

/// PDF/A-2a wants a meaning for each character, and those of the private areas have none.
fn is_private_use(code: u32) -> bool {
    matches!(code, 0xe000..=0xf8ff | 0xf0000..)
}

fn contains(ranges: &[(u32, u32)], code: u32) -> bool {
    let index = ranges.partition_point(|&(_, end)| end < code);
    ranges.get(index).is_some_and(|&(start, _)| start <= code)
}
