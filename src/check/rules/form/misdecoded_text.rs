//! Letters that another encoding made: « DÃ©partement ».

use crate::check::pieces::{TextPiece, fix, pieces};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "un mot a été mal décodé",
    severity: Severity::Error,
    checks: "Les suites de signes que laisse un texte lu dans un autre encodage que le sien (« DÃ©partement », « dâ€™accueil », « √©t√© ») : \
              celles qui, relues en UTF-8, redonnent une lettre ou un signe du français. Le signe « � » et « ï¿½ », qui \
              remplacent une lettre perdue, aussi.",
    why: "Le texte s’imprimerait ainsi. Il vient d’une copie entre deux logiciels, et le fichier entier est souvent atteint.",
    source: "Usage éditorial.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "lÃ\u{a0} où ils sont.",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "là où ils sont, « À L’ÂGE OÙ L’ON EST\u{a0}: CÔTÉ… ».",
        }],
    },
};

/// The signs of the bytes from 0x80 in windows-1252; those that it leaves out are control characters.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
/// The signs of the bytes from 0x80 on a Macintosh.
const MACINTOSH: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";
/// What a French text may hold beyond ASCII: only what decodes to one of these was surely ill decoded.
const FRENCH: &str = "àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆñáíóú«»‹›°º²³§·•€™’‘“”–—…×½¼¾≥≤−±\u{a0}\u{202f}\u{2009}\u{feff}\u{fffd}";
/// Most findings in one text.
const MOST: usize = 5;
/// The sign that stands for a lost letter.
const LOST: char = '\u{fffd}';

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    pieces(context).flat_map(|piece| words(context, piece)).collect()
}

/// Signs of which every ill decoded word has one.
const SIGNS: [char; 12] = ['Ã', 'Â', 'Å', 'â', 'Ë', 'ï', 'Ï', '√', '¬', '≈', '‚', LOST];

fn words(context: &Context<'_>, piece: &TextPiece<'_>) -> Vec<Diagnostic> {
    if !piece.text.contains(SIGNS) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let mut start = 0;
    // A no-break space may be half of a letter.
    for word in piece.text.split_inclusive(|c: char| c.is_whitespace() && c != '\u{a0}') {
        let bytes = start..start + word.trim_end().len();
        start += word.len();
        let word = word.trim_end();
        if !word.contains(SIGNS) {
            continue;
        }
        let repaired = repaired(word);
        if word.contains(LOST) || repaired.contains(LOST) {
            findings.push(
                Diagnostic::finding(piece.span(&bytes), format!("« {word} » a perdu une lettre à la copie"))
                    .help("retaper le mot"),
            );
        } else if repaired != word {
            let finding =
                Diagnostic::finding(piece.span(&bytes), format!("« {word} » est un texte mal décodé")).help(
                    format!(
                        "écrire « {repaired} » ; reprendre le texte d’origine si le fichier en a d’autres"
                    ),
                );
            findings.push(fix(finding, piece.edit(context, &bytes, &repaired)));
        }
    }
    findings.truncate(MOST);
    findings
}

/// A word as it was before being ill decoded, once or twice.
fn repaired(word: &str) -> String {
    let once = decoded(word);
    let twice = decoded(&once);
    if twice == once { once } else { decoded(&twice) }
}

fn decoded(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut output = String::with_capacity(text.len());
    let mut rest = letters.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let found = one_letter(rest, windows_byte).or_else(|| one_letter(rest, macintosh_byte));
        match found {
            Some((letter, length)) => {
                output.push(letter);
                rest = rest.get(length..).unwrap_or(&[]);
            }
            // The no-break space of « à » becomes a space in most editors.
            None if *first == 'Ã' && after.is_empty() => {
                output.push('à');
                rest = after;
            }
            None => {
                output.push(*first);
                rest = after;
            }
        }
    }
    output
}

/// The letter of French that the first signs are in UTF-8, and how many they are.
fn one_letter(letters: &[char], byte: fn(char) -> Option<u8>) -> Option<(char, usize)> {
    let first = byte(*letters.first()?)?;
    let length = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => return None,
    };
    let bytes: Option<Vec<u8>> = letters.get(..length)?.iter().map(|c| byte(*c)).collect();
    let letter = std::str::from_utf8(&bytes?).ok()?.chars().next()?;
    // « É… » is an end of sentence, not « Ʌ »; what comes of « Ã » and « Â » is always a letter or a sign of Latin-1.
    let is_plausible = ('\u{a0}'..='\u{ff}').contains(&letter) || FRENCH.contains(letter);
    is_plausible.then_some((letter, length))
}

/// The byte that a sign is in windows-1252, or in Latin-1, from 0x80 on.
fn windows_byte(c: char) -> Option<u8> {
    let is_latin = ('\u{80}'..='\u{ff}').contains(&c);
    ranked(c, WINDOWS).or_else(|| u8::try_from(u32::from(c)).ok().filter(|_| is_latin))
}

/// The byte that a sign is on a Macintosh, from 0x80 on.
fn macintosh_byte(c: char) -> Option<u8> {
    ranked(c, MACINTOSH)
}

fn ranked(c: char, signs: &str) -> Option<u8> {
    u8::try_from(0x80 + signs.chars().position(|sign| sign == c)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_ill_decoded_is_found_again() {
        for (typed, expected) in [
            ("DÃ©partement", "Département"),
            ("dâ€™accueil", "d’accueil"),
            ("lâ€™Ã‰tat", "l’État"),
            ("â€“", "–"),
            ("12Â\u{a0}000Â\u{a0}â‚¬", "12\u{a0}000\u{a0}€"),
            ("cÅ“ur", "cœur"),
            ("nÂ°", "n°"),
            ("Ã", "à"),
            ("√©t√©", "été"),
            ("dÃƒÂ©partement", "département"),
            ("lÃ¢â‚¬â„¢avenant", "l’avenant"),
            ("tÃ©moignage", "témoignage"),
        ] {
            assert_eq!(repaired(typed), expected, "{typed}");
        }
    }

    #[test]
    fn the_tables_have_all_the_bytes() {
        assert_eq!((WINDOWS.chars().count(), MACINTOSH.chars().count()), (32, 128));
    }

    #[test]
    fn french_in_capitals_stays() {
        for text in
            ["CÔTÉ…", "QUALITÉ\u{a0}:", "CÔTÉ»", "À", "ÂGE", "ÎLE’", "ACCÈS–", "Ïle", "â", "CONCEIÇÃO"]
        {
            assert_eq!(repaired(text), text);
        }
    }
}
