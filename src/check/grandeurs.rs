//! Numbers stated in texts, with the words that say what they count.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::outils::{debut, plat};
use super::textes::est_prose;
use crate::model::Passage;
use crate::model::nombre::lire_decimal;
use crate::model::passage::Fait;
use crate::text::{Motif, Span, motif};

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sorte {
    /// Persons, things, days: the words after it say which.
    Compte,
    /// Hundredths.
    Pourcentage,
    /// Euros.
    Euros,
}

/// A number stated in a text.
#[derive(Debug, Clone)]
pub struct Grandeur<'p> {
    /// The text.
    pub passage: &'p Passage,
    /// What it counts.
    pub sorte: Sorte,
    /// How many, millions of euros in euros.
    pub valeur: Decimal,
    /// Whether it is given to the unit: neither « environ » nor a number of millions.
    pub exacte: bool,
    /// Bytes of the number and of its unit.
    pub octets: Range<usize>,
}

const NOMBRE: &str = r"[0-9]{1,3}(?:[ \x{a0}\x{202f}][0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?";
const UNITES: &str = r"€|euros?\b|%|millions?[ \x{a0}]d['’]euros|M€|k€";

static MOTIF: LazyLock<Motif> =
    LazyLock::new(|| motif(&format!(r"(?P<n>{NOMBRE})(?:[ \x{{a0}}\x{{202f}}]?(?P<u>{UNITES}))?")));

/// Bytes looked at after a number.
const SUITE_MAX: usize = 600;

/// Words after which a number is not given to the unit.
const APPROCHES: [&str; 9] = [
    "environ",
    "près de",
    "quelque",
    "presque",
    "autour de",
    "de l’ordre de",
    "de l'ordre de",
    "plus de",
    "estimé à",
];

/// Words that say nothing of what is counted.
const VIDES: [&str; 37] = [
    "a", "au", "aux", "avec", "c", "ce", "ces", "d", "dans", "de", "des", "du", "elle", "en", "est", "et",
    "ete", "il", "ils", "l", "la", "le", "les", "leur", "leurs", "n", "ont", "ou", "par", "pour", "qu",
    "que", "qui", "s", "sa", "sont", "sur",
];

impl Grandeur<'_> {
    /// The text after the number, up to a sign that ends a phrase.
    pub fn suite(&self) -> &str {
        let reste = debut(self.passage.texte.get(self.octets.end..).unwrap_or(""), SUITE_MAX);
        let fin = reste.find(|c| ".;:!?,()«»–—|{".contains(c)).unwrap_or(reste.len());
        reste.get(..fin).unwrap_or("")
    }

    /// The text before the number, at most some characters.
    pub fn avant(&self, longueur: usize) -> &str {
        let texte = self.passage.texte.get(..self.octets.start).unwrap_or("");
        let debut = texte.char_indices().rev().nth(longueur.saturating_sub(1)).map_or(0, |(i, _)| i);
        texte.get(debut..).unwrap_or("")
    }

    /// The roots of the telling words after the number, in order.
    pub fn noms(&self) -> Vec<String> {
        racines(self.suite())
    }

    /// Where it is written.
    pub fn span(&self) -> Span {
        self.passage.span_de(&self.octets)
    }

    /// As it is written.
    pub fn ecrite(&self) -> &str {
        self.passage.texte.get(self.octets.clone()).unwrap_or("").trim()
    }

    /// Whether it is a number of thousands or of millions of euros.
    pub fn arrondi(&self) -> bool {
        ["illion", "M€", "k€"].iter().any(|u| self.ecrite().contains(u))
    }

    /// Half of the last digit written, in the unit of the number.
    pub fn demi(&self) -> Decimal {
        let ecrit = self.ecrite();
        let decimales =
            ecrit.split_once(',').map_or(0, |(_, d)| d.chars().take_while(char::is_ascii_digit).count());
        let rang = Decimal::new(5, u32::try_from(decimales).unwrap_or(2) + 1);
        let unite = match ecrit {
            e if e.ends_with("k€") => 1_000,
            _ if self.arrondi() => 1_000_000,
            _ => 1,
        };
        rang.saturating_mul(Decimal::from(unite))
    }

    /// The number and the words that follow it, to be quoted.
    pub fn citee(&self) -> String {
        let mots: Vec<&str> = self.suite().split_whitespace().take(4).collect();
        format!("{} {}", self.ecrite(), mots.join(" ")).trim_end().to_owned()
    }
}

/// The numbers of a text, in order: neither dates, years, references, nor the ends of a range.
pub fn lire(passage: &Passage) -> Vec<Grandeur<'_>> {
    let texte = passage.texte.as_str();
    if !texte.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    MOTIF
        .captures_iter(texte)
        .filter_map(|prise| {
            let (tout, n) = (prise.get(0)?, prise.name("n")?);
            let unite = prise.name("u").map(|u| u.as_str());
            if !isole(texte, n.range(), tout.end(), unite.is_some()) || pris(passage, &n.range()) {
                return None;
            }
            let valeur = lire_decimal(n.as_str()).ok()?;
            let annee = unite.is_none()
                && n.range().len() == 4
                && (n.as_str().starts_with("19") || n.as_str().starts_with("20"));
            if annee {
                return None;
            }
            let (sorte, facteur) = match unite {
                None => (Sorte::Compte, 1),
                Some("%") => (Sorte::Pourcentage, 1),
                Some("k€") => (Sorte::Euros, 1_000),
                Some(u) if u.starts_with(['m', 'M']) => (Sorte::Euros, 1_000_000),
                Some(_) => (Sorte::Euros, 1),
            };
            let valeur = valeur.checked_mul(Decimal::from(facteur))?;
            let mut grandeur =
                Grandeur { passage, sorte, valeur, exacte: facteur == 1, octets: tout.range() };
            let avant = grandeur.avant(20).trim_end().to_lowercase();
            grandeur.exacte &= !APPROCHES.iter().any(|a| avant.ends_with(a));
            Some(grandeur)
        })
        .collect()
}

/// Whether the digits are a number by themselves, and not the end of a range.
fn isole(texte: &str, n: Range<usize>, fin: usize, unite: bool) -> bool {
    let avant = texte.get(..n.start).unwrap_or("");
    let apres = texte.get(fin..).unwrap_or("");
    let dernier = avant.chars().next_back();
    let mut suite = apres.chars();
    let (suivant, second) = (suite.next(), suite.next());
    let colle = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "_#-/.,°".contains(c));
    let prolonge = match suivant {
        Some(c) if c.is_alphanumeric() => !unite || c.is_ascii_digit(),
        Some('-' | '/' | '.' | ',') => second.is_some_and(char::is_alphanumeric),
        _ => false,
    };
    let chiffre = |t: &str| t.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let borne = ["à", "-", "–"].iter().any(|s| {
        apres.trim_start().strip_prefix(s).is_some_and(|r| r.starts_with([' ', '\u{a0}']) && chiffre(r))
            || avant.trim_end().strip_suffix(s).is_some_and(|a| {
                a.ends_with([' ', '\u{a0}']) && a.trim_end().ends_with(|c: char| c.is_ascii_digit())
            })
    });
    !colle(dernier) && !avant.trim_end().ends_with("n°") && !prolonge && !borne
}

/// Whether the digits are those of a date or of a reference.
fn pris(passage: &Passage, n: &Range<usize>) -> bool {
    let rang = passage.mentions.partition_point(|m| m.octets.end <= n.start);
    let mut touchees = passage.mentions.iter().skip(rang).take_while(|m| m.octets.start < n.end);
    touchees.any(|m| !matches!(m.fait, Fait::Montant(_) | Fait::Pourcentage(_)))
}

/// The numbers of the prose of some passages.
pub fn de_prose<'p>(passages: &'p [Passage]) -> impl Iterator<Item = Grandeur<'p>> {
    passages.iter().filter(|p| est_prose(p)).flat_map(lire)
}

/// A word without its marks of number and gender.
pub fn racine(mot: &str) -> String {
    let mot = match mot.strip_suffix("aux") {
        Some(debut) if debut.len() > 2 => format!("{debut}al"),
        _ => mot.to_owned(),
    };
    mot.trim_end_matches(['s', 'x']).trim_end_matches('e').to_owned()
}

/// The roots of the telling words of a text, in order.
pub fn racines(texte: &str) -> Vec<String> {
    plat(texte).split(' ').filter(|m| !m.is_empty() && !VIDES.contains(m)).map(racine).collect()
}

/// Whether a list of roots starts with another one.
pub fn commence(mots: &[String], debut: &[String]) -> bool {
    !debut.is_empty() && mots.len() >= debut.len() && mots.iter().zip(debut).all(|(a, b)| a == b)
}

/// Whether all the words of a list are in a text.
pub fn contient(texte: &BTreeSet<String>, mots: &[String]) -> bool {
    !mots.is_empty() && mots.iter().all(|m| texte.contains(m))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::passage::Nature;

    #[test]
    fn numbers_of_a_text_are_told_with_what_they_count() {
        let fichier = crate::text::Sources::default().ajouter(crate::text::Chemin::new("a.md").unwrap(), "");
        let texte = "Les 14 Directeurs, 250 à 300 bénéficiaires, en 2024, n° 12, 11-17 ans, d'1 ETP, près de 4,5 millions d'euros, 2 574 959 € et 12,5 %.";
        let span = Span { fichier, debut: 0, fin: 0 };
        let passage = Passage::new(Nature::Paragraphe, texte.into(), span, vec![]);
        let lues: Vec<String> =
            lire(&passage).iter().map(|g| format!("{} {:?} {}", g.valeur, g.sorte, g.exacte)).collect();
        assert_eq!(
            lues,
            [
                "14 Compte true",
                "1 Compte true",
                "4500000.0 Euros false",
                "2574959 Euros true",
                "12.5 Pourcentage true"
            ]
        );
    }

    #[test]
    fn roots_join_the_forms_of_a_word() {
        assert_eq!(racines("Conseillers locaux d’insertion"), racines("conseiller local d'insertion"));
        assert_eq!(racines("personnes intégrées"), racines("personne intégré"));
    }
}
