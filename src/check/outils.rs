//! Words and figures that several rules need: a sum told in figures, texts compared without their form.

use rust_decimal::Decimal;

use crate::aggregate::Somme;
use crate::diagnostic::Diagnostic;
use crate::model::Montant;
use crate::model::nombre::francais;

/// Most terms told one by one.
const TERMES_MAX: usize = 24;

/// « 90 000 € + 180 000 € = 270 000 € », the terms past a screen counted.
pub fn addition(somme: &Somme) -> String {
    let mut termes: Vec<String> =
        somme.termes.iter().take(TERMES_MAX).map(|t| t.montant.to_string()).collect();
    let reste = somme.termes.len().saturating_sub(TERMES_MAX);
    if reste > 0 {
        termes.push(format!("… ({reste} autres)"));
    }
    let absents = match somme.absents {
        0 => String::new(),
        1 => " (1 terme sans montant)".to_owned(),
        n => format!(" ({n} termes sans montant)"),
    };
    match termes.as_slice() {
        [_] => format!("{}{absents}", somme.total),
        _ => format!("{} = {}{absents}", termes.join(" + "), somme.total),
    }
}

/// The places of the terms of a sum, each with its amount, after the first place of a finding.
#[must_use]
pub fn montrer_termes(mut constat: Diagnostic, somme: &Somme) -> Diagnostic {
    for terme in somme.termes.iter().take(TERMES_MAX) {
        constat = constat.voir(terme.span, terme.montant.to_string());
    }
    constat
}

/// « ; écart : 10 000 € ».
pub fn ecart(affiche: Montant, calcule: Montant) -> String {
    format!("écart : {}", Montant::arrondi((affiche.euros() - calcule.euros()).abs()).unwrap_or_default())
}

/// A number as French writes it, with the decimals that it has.
pub fn nombre(n: Decimal) -> String {
    francais(n.normalize(), None)
}

/// A percentage with at most two decimals.
pub fn pourcent(n: Decimal) -> String {
    format!("{}\u{a0}%", nombre(n.round_dp(2)))
}

/// A quotient in per cent; `None` when there is nothing to divide by.
pub fn part(partie: Decimal, tout: Decimal) -> Option<Decimal> {
    partie.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(tout)
}

/// The beginning of a text, at most some bytes: what a rule looks at around a number is bounded, or one long
/// paragraph would be read as many times as it has numbers.
pub fn debut(texte: &str, octets: usize) -> &str {
    let fin = (0..=octets.min(texte.len())).rev().find(|i| texte.is_char_boundary(*i));
    texte.get(..fin.unwrap_or(0)).unwrap_or("")
}

/// The end of a text, at most some bytes.
pub fn fin(texte: &str, octets: usize) -> &str {
    let depart = (texte.len().saturating_sub(octets)..=texte.len()).find(|i| texte.is_char_boundary(*i));
    depart.and_then(|d| texte.get(d..)).unwrap_or("")
}

/// Letters and figures of a text, small, without accents of form, one blank between words.
pub fn plat(texte: &str) -> String {
    let mut sortie = Vec::with_capacity(texte.len());
    let mut reste = texte;
    while let Some((place, c)) = etendre_plat(&mut sortie, reste) {
        match accentuee(c) {
            Some(lettre) => sortie.push(lettre),
            None => c.to_lowercase().for_each(|c| {
                if c.is_alphanumeric() {
                    sortie.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                } else if sortie.last().is_some_and(|o| *o != b' ') {
                    sortie.push(b' ');
                }
            }),
        }
        reste = reste.get(place + c.len_utf8()..).unwrap_or("");
    }
    if sortie.last() == Some(&b' ') {
        sortie.pop();
    }
    String::from_utf8(sortie).unwrap_or_default()
}

/// Adds the characters of ASCII that a text starts with; gives the first one that is not, and its place.
fn etendre_plat(sortie: &mut Vec<u8>, texte: &str) -> Option<(usize, char)> {
    let mut blanc = sortie.last().is_none_or(|o| *o == b' ');
    for (i, octet) in texte.bytes().enumerate() {
        if !octet.is_ascii() {
            return texte.get(i..).and_then(|t| t.chars().next()).map(|c| (i, c));
        }
        let plate = if octet.is_ascii_alphanumeric() { octet.to_ascii_lowercase() } else { b' ' };
        if plate != b' ' || !blanc {
            sortie.push(plate);
        }
        blanc = plate == b' ';
    }
    None
}

/// Letters of a word as [`plat`] has them, one after the other.
pub fn lettres(mot: &str) -> impl Iterator<Item = char> {
    mot.chars().flat_map(char::to_lowercase).map(sans_accent)
}

fn sans_accent(c: char) -> char {
    accentuee(c).map_or(c, char::from)
}

/// The plain letter of one that French writes with an accent.
fn accentuee(c: char) -> Option<u8> {
    Some(match c {
        'à' | 'â' | 'ä' | 'À' | 'Â' | 'Ä' => b'a',
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => b'e',
        'î' | 'ï' | 'Î' | 'Ï' => b'i',
        'ô' | 'ö' | 'Ô' | 'Ö' => b'o',
        'ù' | 'û' | 'ü' | 'Ù' | 'Û' | 'Ü' => b'u',
        'ç' | 'Ç' => b'c',
        _ => return None,
    })
}

/// How near two texts are, form aside: 0 for nothing in common, 1 for the same words.
pub fn ressemblance(a: &str, b: &str) -> f64 {
    strsim::normalized_levenshtein(&plat(a), &plat(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_does_not_make_two_texts_differ() {
        assert_eq!(plat("L’Évaluation,  n° 2 !"), "l evaluation n 2");
        assert_eq!(plat(" « ŒUVRE » : ÀÇ·İß "), "œuvre ac i ß");
        assert!(ressemblance("Nombre d’ETP", "nombre d'étp") > 0.99);
    }
}
