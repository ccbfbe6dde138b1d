//! Patterns of French text, cheap to compile and to search: the classes are those of French rather than all of
//! Unicode, and an edge of word (`\b`) is searched over bytes first. In Latin letters, what is found is what `regex`
//! would find.

use std::ops::Range;
use std::sync::OnceLock;

use regex_automata::Span;
use regex_automata::util::{captures, syntax};
use regex_syntax::hir::Hir;

use super::bords::{Bords, Large, bords, de_mot};
use super::moteur::Moteur;

/// Letters: the Latin ones with an accent or a ligature, and the combining accents.
const LETTRES: &str = "A-Za-z\u{aa}\u{b5}\u{ba}\u{c0}-\u{d6}\u{d8}-\u{f6}\u{f8}-\u{17f}\u{300}-\u{36f}";
/// Blanks, with those that do not break.
const BLANCS: &str = "\t-\r \u{85}\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}";
/// A pattern: `large` finds wherever the pattern does, and where it is not sure `exact` decides.
#[derive(Debug)]
pub struct Motif {
    /// What `exact` is compiled from.
    source: Hir,
    bords: Bords,
    large: Moteur,
    /// Whether what `large` finds among characters of ASCII is exact.
    net: bool,
    exact: OnceLock<Moteur>,
}

/// Compiles a constant pattern. `\w`, `\d` and `\s` mean French letters, digits and blanks.
#[expect(clippy::expect_used, reason = "the patterns are constants, compiled by the test of their rule")]
pub fn motif(texte: &str) -> Motif {
    let hir = syntax::parse(&reecrire(texte)).expect("a constant pattern");
    let bords = bords(&hir);
    if bords == Bords::Aucun {
        return Motif {
            bords,
            source: Hir::empty(),
            large: Moteur::new(hir),
            net: true,
            exact: OnceLock::new(),
        };
    }
    let large = Large::de(&hir);
    Motif { bords, source: hir, large: Moteur::new(large.hir), net: large.net, exact: OnceLock::new() }
}

/// What a pattern found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match<'t> {
    texte: &'t str,
    span: Span,
}

impl<'t> Match<'t> {
    /// Its bytes.
    pub fn range(&self) -> Range<usize> {
        self.span.range()
    }

    /// Its first byte.
    pub fn start(&self) -> usize {
        self.span.start
    }

    /// The byte after it.
    pub fn end(&self) -> usize {
        self.span.end
    }

    /// Its text.
    pub fn as_str(&self) -> &'t str {
        self.texte.get(self.range()).unwrap_or("")
    }
}

/// What a pattern found, and its groups.
#[derive(Debug)]
pub struct Captures<'t> {
    texte: &'t str,
    groupes: captures::Captures,
}

impl<'t> Captures<'t> {
    /// A group by its rank: 0 is the whole.
    pub fn get(&self, rang: usize) -> Option<Match<'t>> {
        self.groupes.get_group(rang).map(|span| Match { texte: self.texte, span })
    }

    /// A group by its name.
    pub fn name(&self, nom: &str) -> Option<Match<'t>> {
        self.groupes.get_group_by_name(nom).map(|span| Match { texte: self.texte, span })
    }

    /// The groups in order.
    pub fn iter(&self) -> impl Iterator<Item = Option<Match<'t>>> {
        self.groupes.iter().map(|groupe| groupe.map(|span| Match { texte: self.texte, span }))
    }
}

impl Motif {
    /// Whether the text has a match.
    pub fn is_match(&self, texte: &str) -> bool {
        if self.bords == Bords::Aucun { self.large.est_la(texte) } else { self.find(texte).is_some() }
    }

    /// The first match.
    pub fn find<'t>(&self, texte: &'t str) -> Option<Match<'t>> {
        self.find_at(texte, 0)
    }

    /// The groups of the first match.
    pub fn captures<'t>(&self, texte: &'t str) -> Option<Captures<'t>> {
        self.captures_at(texte, 0)
    }

    /// The matches, none over another.
    pub fn find_iter<'t>(&self, texte: &'t str) -> impl Iterator<Item = Match<'t>> {
        suite(texte, |de| self.find_at(texte, de).map(|m| (m.range(), m)))
    }

    /// The groups of each match, none over another.
    pub fn captures_iter<'t>(&self, texte: &'t str) -> impl Iterator<Item = Captures<'t>> {
        suite(texte, |de| self.captures_at(texte, de).and_then(|c| Some((c.get(0)?.range(), c))))
    }

    fn find_at<'t>(&self, texte: &'t str, de: usize) -> Option<Match<'t>> {
        let span = match self.trouver(texte, de)? {
            Trouve::Large(span) => span,
            Trouve::Exact(groupes) => groupes.get_match()?.span(),
        };
        Some(Match { texte, span })
    }

    fn captures_at<'t>(&self, texte: &'t str, de: usize) -> Option<Captures<'t>> {
        let groupes = match self.trouver(texte, de)? {
            Trouve::Large(span) => self.large.groupes(texte, span)?,
            Trouve::Exact(groupes) => groupes,
        };
        Some(Captures { texte, groupes })
    }

    /// The first match from a byte on: that of `large`, when its edges are edges, or else that of `exact` at the
    /// same place. No match starts where `large` has none.
    fn trouver(&self, texte: &str, mut de: usize) -> Option<Trouve> {
        loop {
            let span = self.large.trouver(texte, de)?;
            let (debut, fin) = match self.bords {
                Bords::Aucun => (true, true),
                Bords::Bouts(debut, fin) => {
                    (!debut || bord(texte, span.start), !fin || bord(texte, span.end))
                }
                Bords::Dedans => (true, false),
            };
            let autour = span.start.saturating_sub(1)..texte.len().min(span.end + 1);
            if debut && fin || self.net && texte.as_bytes().get(autour).is_some_and(<[u8]>::is_ascii) {
                return Some(Trouve::Large(span));
            }
            let suite = Span { start: span.start, end: texte.len() };
            if let Some(groupes) = debut.then(|| self.exact().groupes(texte, suite)).flatten() {
                return Some(Trouve::Exact(groupes));
            }
            de = span.start + texte.get(span.start..)?.chars().next()?.len_utf8();
        }
    }

    fn exact(&self) -> &Moteur {
        self.exact.get_or_init(|| Moteur::new(self.source.clone()))
    }
}

/// A match.
enum Trouve {
    /// Of `large`.
    Large(Span),
    /// Of `exact`.
    Exact(captures::Captures),
}

/// Matches one after the other, from a search that starts at a byte.
fn suite<T>(
    texte: &str,
    mut chercher: impl FnMut(usize) -> Option<(Range<usize>, T)>,
) -> impl Iterator<Item = T> {
    let mut de = Some(0);
    let mut fin = None;
    std::iter::from_fn(move || {
        loop {
            let (octets, trouve) = chercher(de?)?;
            // An empty match does not stop the walk, nor is it told against the end of the one before.
            let vide = octets.is_empty();
            let pas = texte.get(octets.end..).and_then(|t| t.chars().next()).map(char::len_utf8);
            de = if vide { pas.map(|p| octets.end + p) } else { Some(octets.end) };
            if !(vide && fin == Some(octets.end)) {
                fin = Some(octets.end);
                return Some(trouve);
            }
        }
    })
}

/// Whether a word starts or ends at a byte.
pub fn bord(texte: &str, octet: usize) -> bool {
    let avant = texte.get(..octet).and_then(|t| t.chars().next_back());
    let apres = texte.get(octet..).and_then(|t| t.chars().next());
    avant.is_some_and(de_mot) != apres.is_some_and(de_mot)
}

/// The pattern with the classes of French.
fn reecrire(motif: &str) -> String {
    let mut sortie = String::with_capacity(motif.len() * 2);
    let mut classe = false;
    let mut reste = motif;
    let jetons: [(&str, String, &str); 8] = [
        (r"[^\W\d_]", format!("(?-i:[{LETTRES}])"), ""),
        (r"\w", format!("(?-i:[0-9_{LETTRES}])"), r"0-9_LETTRES"),
        (r"\W", format!("(?-i:[^0-9_{LETTRES}])"), ""),
        (r"\d", "[0-9]".to_owned(), "0-9"),
        (r"\s", format!("[{BLANCS}]"), BLANCS),
        (r"\S", format!("[^{BLANCS}]"), ""),
        (r"\\", r"\\".to_owned(), r"\\"),
        (r"\x", r"\x".to_owned(), r"\x"),
    ];
    while let Some(c) = reste.chars().next() {
        // What is written anew starts with one of two signs.
        let jeton =
            matches!(c, '\\' | '[').then(|| jetons.iter().find(|(nom, ..)| reste.starts_with(nom))).flatten();
        match jeton {
            Some((nom, hors, _)) if !classe => {
                sortie.push_str(hors);
                reste = reste.get(nom.len()..).unwrap_or("");
                continue;
            }
            Some((nom, _, dans)) if !dans.is_empty() => {
                sortie.push_str(&dans.replace("LETTRES", LETTRES));
                reste = reste.get(nom.len()..).unwrap_or("");
                continue;
            }
            _ => {}
        }
        // An escaped sign stays as it is written.
        let pris = if c == '\\' { 1 + reste.chars().nth(1).map_or(0, char::len_utf8) } else { c.len_utf8() };
        match c {
            '[' => classe = true,
            ']' => classe = false,
            _ => {}
        }
        sortie.push_str(reste.get(..pris).unwrap_or(reste));
        reste = reste.get(pris..).unwrap_or("");
    }
    sortie
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    const TEXTES: [&str; 9] = [
        "L’océan, par an ; par année pleine, né en 2021.",
        "à l’été 2022, l’État a été l’allié de 3 à 12 ans",
        "",
        "an",
        "é",
        "Président·e élu(e) ; 12 % (soit 3 ans) – œuvre, bœuf_an é an",
        "déjà an.ané éan an",
        "catégorie A, catégorie\u{a0}Bé catégorie C",
        "e\u{301}an ₂an ²an ªan",
    ];

    const MOTIFS: [&str; 16] = [
        r"\ban\b",
        r"(?i)\bpar an\b|\bannée pleine\b",
        r"(?i)\bétat",
        r"\b\w+é\b",
        r"\bcatégorie[ \x{a0}]([ABC])\b",
        r"([^\W\d_]+)\s(?:en|à)\b",
        r"(?i)\b[0-9]{1,2}\s?(?:-|–|à)\s?(?P<n>[0-9]{1,2})\s?ans\b",
        r"\w*",
        r"[\w’-]+$",
        r"\bl['’](\w+)",
        r"[^\s.;]+",
        r"\W+",
        r"(?i)\ban\b[^.;]{0,4}?\b(\w+)",
        r"^\s*(?:\b(an|né)\b\W?)+",
        r"\b(?:an\b)?(é|'|)\b",
        r"(?i)(?:s|k)a\b|\b'\b",
    ];

    /// The places of the matches of a pattern, and of their groups.
    type Lieux = Vec<Vec<Option<Range<usize>>>>;

    /// What this module finds, in every way that it has to.
    fn ici(motif: &Motif, texte: &str) -> Lieux {
        let lieux: Lieux =
            motif.captures_iter(texte).map(|c| c.iter().map(|m| m.map(|m| m.range())).collect()).collect();
        let seuls: Vec<_> = motif.find_iter(texte).map(|m| Some(m.range())).collect();
        assert_eq!(lieux.iter().map(|l| l[0].clone()).collect::<Vec<_>>(), seuls, "{motif:?} in {texte}");
        assert_eq!(motif.is_match(texte), !lieux.is_empty(), "{motif:?} in {texte}");
        assert_eq!(motif.captures(texte).is_some(), !lieux.is_empty(), "{motif:?} in {texte}");
        lieux
    }

    fn la(motif: &Regex, texte: &str) -> Lieux {
        motif.captures_iter(texte).map(|c| c.iter().map(|m| m.map(|m| m.range())).collect()).collect()
    }

    #[test]
    fn a_pattern_finds_what_regex_finds() {
        for texte in MOTIFS {
            let (m, r) = (motif(texte), Regex::new(texte).unwrap());
            // Searched often, a pattern takes other ways.
            for t in TEXTES.iter().cycle().take(4 * TEXTES.len()) {
                assert_eq!(ici(&m, t), la(&r, t), "{texte} in {t}");
            }
        }
    }

    #[test]
    fn a_long_text_is_searched_like_a_short_one() {
        let texte = "an é ".repeat(3_000);
        for source in MOTIFS {
            assert_eq!(ici(&motif(source), &texte), la(&Regex::new(source).unwrap(), &texte), "{source}");
        }
    }

    proptest! {
        #[test]
        fn a_pattern_finds_what_regex_finds_in_any_text(texte in "[aank élsE0-2.;'’ _\u{a0}\u{301}-]{0,40}") {
            use std::sync::LazyLock;
            static PAIRES: LazyLock<Vec<(Motif, Regex)>> =
                LazyLock::new(|| MOTIFS.iter().map(|m| (motif(m), Regex::new(m).unwrap())).collect());
            for (m, r) in &*PAIRES {
                prop_assert_eq!(ici(m, &texte), la(r, &texte), "{}", r);
            }
        }
    }
}
