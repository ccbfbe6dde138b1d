//! A text that is printed, as one string, and the facts that it states: amounts, days, references. Rules look
//! at passages where documents look at blocks; each character leads back to where it was written.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Jour, Montant};
use crate::text::{Fichier, Span};

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// A heading of a level.
    Titre(u8),
    /// A paragraph, or the text of an item of a list.
    Paragraphe,
    /// A cell of a Markdown table.
    Cellule,
    /// A row of a table of data.
    Ligne,
    /// A field of YAML.
    Champ,
    /// Preformatted text, kept to the letter.
    Code,
}

/// The list that a passage is an item of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Number of the list among those of the file.
    pub liste: usize,
    /// Rank of the item in its list, from 1.
    pub rang: usize,
}

/// A part of a document that is referred to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cible {
    /// An article, by its number: `2.1`.
    Article(String),
    /// An annexe, by its letter.
    Annexe(String),
    /// A fiche, by its number.
    Fiche(u16),
    /// A measure, by its number: `3.2`.
    Mesure(String),
}

/// A fact that a passage states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fait {
    /// An amount in euros.
    Montant(Montant),
    /// A day of the calendar.
    Jour(Jour),
    /// A month of a year.
    Mois(u8, u16),
    /// A day and a month without a year: day, month from 1.
    JourSansAnnee(u8, u8),
    /// A percentage, as a number of per cent.
    Pourcentage(Decimal),
    /// A reference to a part of the document.
    Renvoi(Cible),
}

/// A fact and where the passage states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// What is stated.
    pub fait: Fait,
    /// Bytes of the passage's text.
    pub octets: Range<usize>,
}

/// A text that is printed.
#[derive(Debug, Clone)]
pub struct Passage {
    /// What it is.
    pub nature: Nature,
    /// Its text, marks of emphasis aside.
    pub texte: String,
    /// The list that it is an item of.
    pub item: Option<Item>,
    /// The facts that it states, in order.
    pub mentions: Vec<Mention>,
    /// Where it stands.
    pub span: Span,
    /// Byte of the text and byte of the source where each run of common bytes starts.
    reperes: Vec<(usize, usize)>,
}

impl Passage {
    /// A passage whose runs of text stand at known places.
    pub fn new(nature: Nature, texte: String, span: Span, reperes: Vec<(usize, usize)>) -> Self {
        Self { nature, texte, item: None, mentions: Vec::new(), span, reperes }
    }

    /// A passage found again in the slice of source that encodes it: quotes, escapes and folded lines are
    /// stepped over.
    pub fn aligner(nature: Nature, texte: &str, source: &str, span: Span) -> Self {
        let mut reperes: Vec<(usize, usize)> = Vec::new();
        let mut curseur = 0;
        let mut suite = None;
        let mut suivants = texte.chars().skip(1);
        for (i, c) in texte.char_indices() {
            let suivant = suivants.next();
            let reste = source.get(curseur..).unwrap_or("");
            // A run of blanks in the source is one blank of the text, or as many as the text has.
            let saut = if reste.starts_with(c) {
                Some(0)
            } else if c.is_whitespace() {
                proche(reste, 4_000).find(char::is_whitespace)
            } else {
                proche(reste, 200).find(c)
            };
            let Some(saut) = saut else { continue };
            let place = curseur + saut;
            if suite != Some(place) {
                reperes.push((i, span.debut + place));
            }
            let blancs = match c.is_whitespace() && !suivant.is_some_and(char::is_whitespace) {
                true => reste.get(saut..).map_or(0, |r| r.len() - r.trim_start().len()),
                false => reste.get(saut..).and_then(|r| r.chars().next()).map_or(0, char::len_utf8),
            };
            curseur = place + blancs;
            suite = (blancs == c.len_utf8()).then_some(curseur);
        }
        Self::new(nature, texte.to_owned(), span, reperes)
    }

    /// The file.
    pub fn fichier(&self) -> Fichier {
        self.span.fichier
    }

    /// Where some bytes of the text were written.
    pub fn span_de(&self, octets: &Range<usize>) -> Span {
        let place = |octet: usize| {
            let rang = self.reperes.partition_point(|(texte, _)| *texte <= octet).checked_sub(1)?;
            self.reperes.get(rang).map(|(texte, source)| source + (octet - texte))
        };
        let dernier = octets.end.saturating_sub(1).max(octets.start);
        match (place(octets.start), place(dernier)) {
            (Some(debut), Some(fin)) if fin >= debut && octets.end > octets.start => {
                Span { debut, fin: fin + 1, ..self.span }
            }
            (Some(debut), _) => Span { debut, fin: debut, ..self.span },
            (None, _) => self.span,
        }
    }

    /// Where a fact was written.
    pub fn span_du_fait(&self, mention: &Mention) -> Span {
        self.span_de(&mention.octets)
    }

    /// The fact stated in some bytes, or in a part of them.
    pub fn mention_dans(&self, octets: &Range<usize>) -> Option<&Mention> {
        // Facts are in order and none overlaps another.
        let rang = self.mentions.partition_point(|m| m.octets.end <= octets.start);
        self.mentions.get(rang).filter(|m| m.octets.start < octets.end)
    }

    /// The sentence around some bytes: between two signs that end one, at most [`PHRASE_MAX`] bytes away.
    pub fn phrase(&self, octets: &Range<usize>) -> &str {
        let texte = self.texte.as_str();
        let ici = plancher(texte, octets.start);
        let loin = plancher(texte, ici.saturating_sub(PHRASE_MAX));
        let avant = texte.get(loin..ici).unwrap_or("");
        let fins = |(i, signe): (usize, &str)| {
            // Within « … », of three bytes, there is no text to look at: it always ends a sentence.
            let clos = texte.get(i + 1..).is_none_or(|s| s.is_empty() || s.starts_with(' '));
            clos.then_some(i + signe.len())
        };
        let debut = avant.rmatch_indices(FINS).find_map(|(i, s)| fins((loin + i, s)));
        // A sign may be the last of the bytes themselves.
        let la = plancher(texte, octets.end.saturating_sub('…'.len_utf8()));
        let bout = plancher(texte, octets.end.saturating_add(PHRASE_MAX));
        let apres = texte.get(la..bout).unwrap_or("");
        let fin = apres.match_indices(FINS).filter_map(|(i, s)| fins((la + i, s))).find(|f| *f >= octets.end);
        texte.get(debut.unwrap_or(loin)..fin.unwrap_or(bout)).unwrap_or("").trim()
    }
}

/// Signs that end a sentence.
const FINS: [char; 5] = ['.', '!', '?', ';', '…'];
/// Bytes past which a sentence is cut: rules look at one for each fact that it states.
const PHRASE_MAX: usize = 1_200;

/// The beginning of a text, up to the character that has some byte.
fn proche(texte: &str, octets: usize) -> &str {
    let fin = (octets..texte.len()).find(|i| texte.is_char_boundary(*i)).unwrap_or(texte.len());
    texte.get(..fin).unwrap_or(texte)
}

/// The last edge of a character up to a byte.
fn plancher(texte: &str, octet: usize) -> usize {
    let octet = octet.min(texte.len());
    (0..=octet).rev().find(|i| texte.is_char_boundary(*i)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Chemin, Sources};

    #[test]
    fn a_folded_text_leads_back_to_its_source() {
        let mut sources = Sources::default();
        let source = "'l''acte du\n  29 septembre'";
        let fichier = sources.ajouter(Chemin::new("a.yaml").unwrap(), source);
        let span = Span { fichier, debut: 0, fin: source.len() };
        let passage = Passage::aligner(Nature::Champ, "l'acte du 29 septembre", source, span);
        for mot in ["acte", "29", "septembre", "l"] {
            let debut = passage.texte.find(mot).unwrap();
            assert_eq!(sources.texte(passage.span_de(&(debut..debut + mot.len()))), mot);
        }
    }

    #[test]
    fn blanks_that_follow_one_another_keep_their_places() {
        let source = "\"un  mot   et\n   suite\"";
        let fichier = Sources::default().ajouter(Chemin::new("a.yaml").unwrap(), source);
        let span = Span { fichier, debut: 0, fin: source.len() };
        let passage = Passage::aligner(Nature::Champ, "un  mot   et suite", source, span);
        for mot in ["  ", "mot", "   ", "et", "suite"] {
            let debut = passage.texte.find(mot).unwrap();
            let span = passage.span_de(&(debut..debut + mot.len()));
            assert_eq!(source.get(span.debut..span.fin), Some(mot));
        }
    }

    #[test]
    fn a_sentence_ends_where_its_sign_is_followed_by_a_blank() {
        let fichier = Sources::default().ajouter(Chemin::new("a.md").unwrap(), "");
        let texte = "Un. Le coût de 2.5 est dit ; deux. Trois";
        let passage =
            Passage::new(Nature::Paragraphe, texte.into(), Span { fichier, debut: 0, fin: 0 }, vec![]);
        let ou = |mot: &str| texte.find(mot).map(|i| i..i + mot.len()).unwrap();
        assert_eq!(passage.phrase(&ou("2.5")), "Le coût de 2.5 est dit ;");
        assert_eq!(passage.phrase(&ou("Trois")), "Trois");
        assert_eq!(passage.phrase(&ou("dit ;")), "Le coût de 2.5 est dit ;");
        assert_eq!(passage.phrase(&(0..usize::MAX)), texte);
    }
}
