//! What the rules on the identity of the parties share: places of characters, keys of numbers, words of texts.

use std::borrow::Cow;
use std::ops::Range;

use super::Contexte;
use super::outils::plat;
use crate::model::Passage;
use crate::text::{Fichier, Span, mots_et_nombres};

/// The place of some bytes of a field, when the field was written plainly.
pub(crate) fn extrait(c: &Contexte<'_>, span: Span, octets: &Range<usize>) -> Span {
    c.dossier.passages.iter().find(|p| p.span == span).map_or(span, |p| p.span_de(octets))
}

/// Where a file says a text, from a byte on: fields whose place the model does not keep.
pub(crate) fn champ(c: &Contexte<'_>, fichier: Fichier, depuis: usize, texte: &str) -> Option<Span> {
    c.passages_de(fichier).find(|p| p.span.debut >= depuis && p.texte == texte).map(|p| p.span)
}

/// The file that tells who signs.
pub(crate) fn organisation(c: &Contexte<'_>) -> Fichier {
    c.dossier.organisation.departement.siren.span.fichier
}

/// Letters and figures of a number, capitals, without what only makes it readable.
pub(crate) fn compact(numero: &str) -> String {
    numero.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// Remainder by 97 of a text whose letters are worth 10 to 35 (ISO 7064); `None` when another sign is there.
pub(crate) fn modulo_97<'t>(texte: impl IntoIterator<Item = char> + 't) -> Option<u32> {
    texte.into_iter().try_fold(0, |reste: u32, c| {
        let valeur = c.to_digit(36)?;
        Some((reste * if valeur > 9 { 100 } else { 10 } + valeur) % 97)
    })
}

/// Whether an IBAN has the key that its other characters want.
pub(crate) fn iban_juste(iban: &str) -> bool {
    let tournes = iban.chars().skip(4).chain(iban.chars().take(4));
    modulo_97(tournes) == Some(1)
}

/// The parts of a French account: bank, branch, account, key. `None` for an account of another country.
pub(crate) fn rib(iban: &str) -> Option<[(&str, Range<usize>); 4]> {
    if iban.len() != 27 || !(iban.starts_with("FR") || iban.starts_with("MC")) {
        return None;
    }
    let partie = |octets: Range<usize>| iban.get(octets.clone()).map(|texte| (texte, octets));
    Some([partie(4..9)?, partie(9..14)?, partie(14..25)?, partie(25..27)?])
}

/// The key of a French account: letters are worth the figure of their column (A, J and S are 1…).
pub(crate) fn cle_rib(banque: &str, guichet: &str, compte: &str) -> Option<u32> {
    let reste = |texte: &str| {
        texte.chars().try_fold(0, |reste: u32, c| {
            let valeur = match c.to_digit(36)? {
                v @ ..=9 => v,
                v @ 10..=18 => v - 9,
                v @ 19..=27 => v - 18,
                v => v - 26,
            };
            Some((reste * 10 + valeur) % 97)
        })
    };
    let somme = 89 * reste(banque)? + 15 * reste(guichet)? + 3 * reste(compte)?;
    Some(97 - somme % 97)
}

/// Sum of Luhn of figures: a multiple of ten when the last one is their key.
pub(crate) fn luhn(chiffres: &str) -> u32 {
    chiffres.bytes().rev().filter(u8::is_ascii_digit).map(|b| u32::from(b - b'0')).zip(0u32..).fold(
        0,
        |somme, (chiffre, rang)| {
            let double = if rang % 2 == 1 { chiffre * 2 } else { chiffre };
            somme + if double > 9 { double - 9 } else { double }
        },
    )
}

/// The parts of the number of a sent act: département, SIREN, day, number of the author, nature.
#[derive(Debug)]
pub(crate) struct Acte<'n> {
    /// Three characters.
    pub(crate) departement: (&'n str, Range<usize>),
    /// Nine figures.
    pub(crate) siren: (&'n str, Range<usize>),
    /// Year, month and day, eight figures.
    pub(crate) jour: (&'n str, Range<usize>),
    /// What the author calls it.
    pub(crate) interne: (&'n str, Range<usize>),
    /// Two letters.
    pub(crate) nature: (&'n str, Range<usize>),
}

/// Cuts the number of an act at its hyphens.
pub(crate) fn acte(numero: &str) -> Option<Acte<'_>> {
    let mut debut = 0;
    let mut parties = numero.split('-').map(|texte| {
        let octets = debut..debut + texte.len();
        debut = octets.end + 1;
        (texte, octets)
    });
    let acte = Acte {
        departement: parties.next()?,
        siren: parties.next()?,
        jour: parties.next()?,
        interne: parties.next()?,
        nature: parties.next()?,
    };
    parties.next().is_none().then_some(acte)
}

/// The three characters by which acts name a département: « 077 », « 02A », « 974 ».
pub(crate) fn code_long(code: &str) -> String {
    format!("{:0>3}", compact(code))
}

/// A word of a text.
#[derive(Debug)]
pub(crate) struct Mot<'t> {
    /// As written.
    pub(crate) brut: &'t str,
    /// Its bytes.
    pub(crate) octets: Range<usize>,
}

impl<'t> Mot<'t> {
    /// Small, without accents: as it is, most often.
    pub(crate) fn plat(&self) -> Cow<'t, str> {
        if self.brut.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
            Cow::Borrowed(self.brut)
        } else {
            Cow::Owned(plat(self.brut))
        }
    }
}

/// The words of a text: runs of letters and figures.
pub(crate) fn mots(texte: &str) -> Vec<Mot<'_>> {
    mots_et_nombres(texte).map(|(debut, brut)| Mot { brut, octets: debut..debut + brut.len() }).collect()
}

/// The passages of the articles and of the fiches, headers included.
pub(crate) fn corps<'d>(c: &Contexte<'d>) -> impl Iterator<Item = &'d Passage> {
    let articles = c.dossier.articles.iter().map(|a| a.span.fichier);
    let fichiers: std::collections::BTreeSet<Fichier> =
        articles.chain(c.fiches().map(|f| f.span.fichier)).collect();
    c.dossier.passages.iter().filter(move |p| fichiers.contains(&p.fichier()))
}

/// The functions of those who sign, for a man and for a woman.
pub(crate) const FONCTIONS: [(&str, &str); 2] = [("Préfet", "Préfète"), ("Président", "Présidente")];

/// The word of a function in a quality: its form for a man, the one written, the one not written.
pub(crate) fn fonction(qualite: &str) -> Option<(&'static str, &'static str, &'static str)> {
    mots(qualite).iter().find_map(|mot| {
        FONCTIONS.into_iter().find_map(|(homme, femme)| match () {
            () if mot.plat() == plat(homme) => Some((homme, homme, femme)),
            () if mot.plat() == plat(femme) => Some((homme, femme, homme)),
            () => None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_published_examples() {
        assert!(iban_juste("FR1420041010050500013M02606"));
        assert!(!iban_juste("FR1420041010050500013M02607"));
        assert_eq!(cle_rib("20041", "01005", "0500013M026"), Some(6));
        assert_eq!(luhn("732829320"), 40);
        assert_eq!(luhn("732829321") % 10, 1);
    }

    #[test]
    fn words_keep_their_places() {
        let texte = "L’Île-de-France, 77";
        let lus = mots(texte);
        assert_eq!(lus.iter().map(|m| m.plat()).collect::<Vec<_>>(), ["l", "ile", "de", "france", "77"]);
        assert!(lus.iter().all(|m| texte.get(m.octets.clone()) == Some(m.brut)));
    }
}
