//! The fonts embedded in the binary, and the characters that they can print in a PDF/A.

use std::sync::LazyLock;

use typst::layout::Abs;
use typst::text::{Font, FontInstance, FontVariations, is_default_ignorable};
use typst_kit::fonts::{FontStore, embedded};

/// Opened once, in 2 ms; the tables of a font are read when a text first uses it.
pub(super) static FONTS: LazyLock<FontStore> = LazyLock::new(|| {
    let mut fonts = FontStore::new();
    fonts.extend(embedded());
    fonts
});

/// The families that the charte sets text in. Typst falls back to the others only for what these lack.
const COMMON_FONTS: [&str; 2] = ["Libertinus Serif", "DejaVu Sans Mono"];

/// Ranges of combining marks. Typst wants a mark in the font of the character before it, so only those that every face
/// has are safe.
const COMBINING_MARKS: [(u32, u32); 9] = [
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

/// The characters that a PDF/A-2a can hold, in Libertinus Serif and in DejaVu Sans Mono, at every weight and style.
#[derive(Debug)]
pub struct Coverage {
    /// The faces of [`COMMON_FONTS`].
    faces: Vec<FontInstance>,
    /// What all of them have: sorted ranges of code points, bounds included.
    shared: Vec<(u32, u32)>,
}

impl Coverage {
    /// The coverage of the embedded fonts, computed once.
    pub fn built_in() -> &'static Self {
        static COVERAGE: LazyLock<Coverage> = LazyLock::new(Coverage::compute);
        &COVERAGE
    }

    /// Whether a character can be printed, as [`covers`](Self::covers) says; no font is opened for those of French.
    pub fn built_in_covers(character: char) -> bool {
        is_french(character) || Self::built_in().covers(character)
    }

    /// Whether a character can be printed: it has a glyph, or needs none.
    pub fn covers(&self, character: char) -> bool {
        if is_french(character) {
            return true;
        }
        let code = u32::from(character);
        if needs_no_glyph(character) || contains(&self.shared, code) {
            return true;
        }
        !is_private_use(code)
            && !contains(&COMBINING_MARKS, code)
            && self.faces.iter().all(|face| has_glyph_or_fallback(face, character))
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
            // DejaVu Sans Mono maps the null character to its « no glyph » box.
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

/// Letters, digits and signs of French, which each font has.
fn is_french(character: char) -> bool {
    matches!(character, ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='ÿ' | 'Œ' | 'œ' | '–' | '—' | '’' | '…' | '€' | '→')
}

/// Whether Typst finds a glyph, in the face or else in the one font that it falls back to. Asking that font is not
/// idle: New Computer Modern claims characters that it lacks.
fn has_glyph_or_fallback(face: &FontInstance, character: char) -> bool {
    let fallback = || {
        let info = face.info();
        let index =
            FONTS.book().select_fallback(Some(info), info.variant, character.encode_utf8(&mut [0; 4]))?;
        FONTS.font(index)
    };
    has_glyph(face, character)
        || fallback().is_some_and(|typeface| has_glyph(&instance(&typeface), character))
}

fn instance(typeface: &Font) -> FontInstance {
    typeface.clone().instantiate(typeface.info().variant, Abs::pt(10.0), &FontVariations::default())
}

fn has_glyph(face: &FontInstance, character: char) -> bool {
    face.ttf().glyph_index(character).is_some_and(|glyph| glyph.0 != 0)
}

/// Spaces, which Typst makes in any font, and characters that are never drawn. U+1680 is the one space with a
/// drawing.
fn needs_no_glyph(character: char) -> bool {
    (character.is_whitespace() && character != '\u{1680}') || is_default_ignorable(character)
}

/// PDF/A-2a requires every character to have a meaning, and those of the private-use areas have none.
fn is_private_use(code: u32) -> bool {
    matches!(code, 0xe000..=0xf8ff | 0xf0000..)
}

fn contains(ranges: &[(u32, u32)], code: u32) -> bool {
    let index = ranges.partition_point(|&(_, end)| end < code);
    ranges.get(index).is_some_and(|&(start, _)| start <= code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_font_has_the_characters_of_french() {
        let coverage = Coverage::built_in();
        let french = ('\0'..='\u{ffff}').filter(|c| is_french(*c));
        let missing: Vec<char> = french.filter(|c| !contains(&coverage.shared, u32::from(*c))).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
