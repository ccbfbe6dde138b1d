//! Numbers that order the parts of a text: those that open a heading, and the sequence that they should follow.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::model::passage::{Nature, Passage};
use crate::text::{Motif, Span, motif};

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// `2.`
    Arabe,
    /// `II.`
    Romain,
}

impl Style {
    /// « arabes », « romains ».
    pub fn mot(self) -> &'static str {
        match self {
            Self::Arabe => "arabes",
            Self::Romain => "romains",
        }
    }
}

/// The number that opens a heading.
#[derive(Debug, Clone)]
pub struct Numero {
    /// Its parts: 1 and 2 of `1.2`.
    pub parties: Vec<u32>,
    /// How it is written.
    pub style: Style,
    /// Whether a point or a bracket closes it.
    pub ferme: bool,
    /// Its bytes, its closing sign included.
    pub octets: Range<usize>,
    /// Bytes of the same number written a second time, up to the title.
    pub redit: Option<Range<usize>>,
    /// Byte where the title begins.
    pub titre: usize,
}

impl Numero {
    /// As a reference writes it: `1.2`.
    pub fn cle(&self) -> String {
        let parties: Vec<String> = self.parties.iter().map(u32::to_string).collect();
        parties.join(".")
    }

    /// Its last part.
    pub fn dernier(&self) -> u32 {
        self.parties.last().copied().unwrap_or(0)
    }
}

/// A heading of a file.
#[derive(Debug, Clone)]
pub struct Titre<'d> {
    /// Its passage.
    pub passage: &'d Passage,
    /// 2 for `##`.
    pub niveau: u8,
    /// Its number.
    pub numero: Option<Numero>,
}

impl<'d> Titre<'d> {
    /// Its text without its number.
    pub fn texte(&self) -> &'d str {
        let debut = self.numero.as_ref().map_or(0, |n| n.titre);
        self.passage.texte.get(debut..).unwrap_or("").trim()
    }

    /// Where its number is written; the whole heading when it has none.
    pub fn span(&self) -> Span {
        self.numero.as_ref().map_or(self.passage.span, |n| self.passage.span_de(&n.octets))
    }
}

/// The headings among passages, in order.
pub fn titres<'d>(passages: impl Iterator<Item = &'d Passage>) -> Vec<Titre<'d>> {
    passages
        .filter_map(|passage| match passage.nature {
            Nature::Titre(niveau) => Some(Titre { passage, niveau, numero: numero(&passage.texte) }),
            _ => None,
        })
        .collect()
}

static NUMERO: LazyLock<Motif> =
    LazyLock::new(|| motif(r"^\s*(?:([IVXL]{1,7})|([0-9]{1,2}(?:\.[0-9]{1,2})*))([.)])?\s+"));

/// The number that opens a heading. A single figure wants its closing sign: « 3 sites » is a title.
pub fn numero(texte: &str) -> Option<Numero> {
    let premier = un_numero(texte, 0)?;
    let second = un_numero(texte, premier.titre).filter(|s| s.parties == premier.parties);
    match second {
        Some(second) => {
            Some(Numero { redit: Some(premier.titre..second.titre), titre: second.titre, ..premier })
        }
        None => Some(premier),
    }
}

fn un_numero(texte: &str, debut: usize) -> Option<Numero> {
    let trouve = NUMERO.captures(texte.get(debut..)?)?;
    let ferme = trouve.get(3).is_some();
    let (parties, style) = match (trouve.get(1), trouve.get(2)) {
        (Some(romain), _) => (vec![lire_romain(romain.as_str())?], Style::Romain),
        (None, Some(arabe)) => {
            let parties: Option<Vec<u32>> = arabe.as_str().split('.').map(|p| p.parse().ok()).collect();
            (parties?, Style::Arabe)
        }
        _ => return None,
    };
    if parties.len() == 1 && !ferme {
        return None;
    }
    let tout = trouve.get(0)?;
    let fin = debut + tout.as_str().trim_end().len();
    let avant = tout.as_str().len() - tout.as_str().trim_start().len();
    Some(Numero { parties, style, ferme, octets: debut + avant..fin, redit: None, titre: debut + tout.end() })
}

/// The value of a Roman number, written as one should.
pub fn lire_romain(texte: &str) -> Option<u32> {
    (1..90).find(|n| romain(*n) == texte)
}

/// A number below 90 in Roman figures.
pub fn romain(mut n: u32) -> String {
    let signes = [(50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut sortie = String::new();
    for (valeur, signe) in signes {
        while n >= valeur {
            sortie.push_str(signe);
            n -= valeur;
        }
    }
    sortie
}

/// A number that does not follow those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rupture {
    /// Its rank in the sequence, from 0.
    pub rang: usize,
    /// The number that was expected.
    pub attendu: u32,
    /// The rank where the same number was already given.
    pub premier: Option<usize>,
}

/// The breaks of a sequence that should count 1, 2, 3… One wrong number gives one break.
pub fn ruptures(numeros: &[u32]) -> Vec<Rupture> {
    let mut sortie = Vec::new();
    let mut vus: BTreeMap<u32, usize> = BTreeMap::new();
    let mut attendu = 1u32;
    for (rang, n) in numeros.iter().copied().enumerate() {
        if n != attendu {
            sortie.push(Rupture { rang, attendu, premier: vus.get(&n).copied() });
            // When the next number follows the expected one, this one alone is wrong.
            let seul = numeros.get(rang + 1).is_none_or(|suivant| *suivant == attendu.saturating_add(1));
            if !seul {
                attendu = n;
            }
        }
        vus.entry(n).or_insert(rang);
        attendu = attendu.saturating_add(1);
    }
    sortie
}

/// The passages of each file that has some, in order.
pub fn par_fichier(passages: &[Passage]) -> impl Iterator<Item = &[Passage]> {
    passages.chunk_by(|a, b| a.fichier() == b.fichier())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_heading_is_read_and_a_title_is_left() {
        let lu =
            |t: &str| numero(t).map(|n| (n.cle(), n.redit.is_some(), t.get(n.titre..).unwrap().to_owned()));
        assert_eq!(lu("IV. Budget"), Some(("4".into(), false, "Budget".into())));
        assert_eq!(lu("VI. VI. Action"), Some(("6".into(), true, "Action".into())));
        assert_eq!(lu("1.2 Réponse"), Some(("1.2".into(), false, "Réponse".into())));
        assert_eq!(lu("2.1. Les"), Some(("2.1".into(), false, "Les".into())));
        for texte in ["3 sites", "2024. Bilan", "Le X. de", "IIII. Non", "1er axe"] {
            assert_eq!(lu(texte), None, "{texte}");
        }
    }

    #[test]
    fn one_wrong_number_is_one_break() {
        let dire = |n: &[u32]| -> Vec<(usize, u32, Option<usize>)> {
            ruptures(n).iter().map(|r| (r.rang, r.attendu, r.premier)).collect()
        };
        assert_eq!(dire(&[1, 2, 3]), []);
        assert_eq!(dire(&[1, 2, 2, 3, 4]), [(2, 3, Some(1))]);
        assert_eq!(dire(&[1, 2, 9, 4]), [(2, 3, None)]);
        assert_eq!(dire(&[7, 2, 3]), [(0, 1, None)]);
        assert_eq!(dire(&[1, 3, 4]), [(1, 2, None)]);
        assert_eq!(dire(&[1, 2, 8]), [(2, 3, None)]);
    }
}
