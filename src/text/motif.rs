//! Patterns of French text, cheap to compile and to search: the classes are those of French rather than all of
//! Unicode, and an edge of word (`\b`) is searched over bytes first. In Latin letters, what is found is what `regex`
//! would find.

use std::ops::Range;
use std::sync::OnceLock;

use regex_automata::meta::{Config, Regex};
use regex_automata::{Input, Span, util};

/// Letters: the Latin ones with an accent or a ligature, and the combining accents.
const LETTRES: &str = r"A-Za-z\x{aa}\x{b5}\x{ba}\x{c0}-\x{d6}\x{d8}-\x{f6}\x{f8}-\x{17f}\x{300}-\x{36f}";
/// Blanks, with those that do not break.
const BLANCS: &str = r"\t-\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}";
/// What holds wherever an edge of word does: one of its sides is no letter of ASCII. Unlike `\b` it needs no
/// table of Unicode, for which the fast engine gives up at the first accent.
const BORD_LARGE: &str = r"(?-u:\b{start-half}|\b{end-half})";
/// A pattern: `large` finds wherever the pattern does, and where it is not sure `exact` decides.
#[derive(Debug)]
pub struct Motif {
    large: Regex,
    exact: OnceLock<Regex>,
    source: String,
    bords: Bords,
}

/// Where a pattern asks for edges of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bords {
    /// Nowhere: what `large` finds is exact.
    Aucun,
    /// At its start (first) or at its end (second) and nowhere else.
    Bouts(bool, bool),
    /// Inside.
    Dedans,
}

/// Compiles a constant pattern. `\w`, `\d` and `\s` mean French letters, digits and blanks.
pub fn motif(texte: &str) -> Motif {
    let source = reecrire(texte, r"\b");
    let bords = bords(&source);
    let large = if bords == Bords::Aucun { source.clone() } else { reecrire(texte, BORD_LARGE) };
    Motif { large: compiler(&large), exact: OnceLock::new(), source, bords }
}

/// Without what makes the thousandth search faster and costs more than the hundred that a check makes: literals
/// to look for first, whole tables.
#[expect(clippy::expect_used, reason = "the patterns are constants, compiled by the test of their rule")]
fn compiler(texte: &str) -> Regex {
    let sobre = Config::new().auto_prefilter(false).dfa(false).onepass(false);
    Regex::builder().configure(sobre).build(texte).expect("a constant pattern")
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
    groupes: util::captures::Captures,
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
        if self.bords == Bords::Aucun { self.large.is_match(texte) } else { self.find(texte).is_some() }
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
        match self.candidat(texte, de)? {
            (trouve, true) => Some(trouve),
            (trouve, false) => trouver(self.exact(), texte, trouve.start()),
        }
    }

    fn captures_at<'t>(&self, texte: &'t str, de: usize) -> Option<Captures<'t>> {
        match self.candidat(texte, de)? {
            (trouve, true) => capturer(&self.large, texte, trouve.start()),
            (trouve, false) => capturer(self.exact(), texte, trouve.start()),
        }
    }

    /// What `large` finds, and whether it is surely the match. No match starts before it.
    fn candidat<'t>(&self, texte: &'t str, mut de: usize) -> Option<(Match<'t>, bool)> {
        loop {
            let trouve = trouver(&self.large, texte, de)?;
            let Bords::Bouts(debut, fin) = self.bords else {
                return Some((trouve, self.bords == Bords::Aucun));
            };
            if !debut || bord(texte, trouve.start()) {
                return Some((trouve, !fin || bord(texte, trouve.end())));
            }
            // No match starts here: the next may start one character further.
            de = trouve.start() + texte.get(trouve.start()..)?.chars().next()?.len_utf8();
        }
    }

    fn exact(&self) -> &Regex {
        self.exact.get_or_init(|| compiler(&self.source))
    }
}

fn trouver<'t>(moteur: &Regex, texte: &'t str, de: usize) -> Option<Match<'t>> {
    let trouve = moteur.find(Input::new(texte).range(de..))?;
    Some(Match { texte, span: trouve.span() })
}

fn capturer<'t>(moteur: &Regex, texte: &'t str, de: usize) -> Option<Captures<'t>> {
    let mut groupes = moteur.create_captures();
    moteur.captures(Input::new(texte).range(de..), &mut groupes);
    groupes.is_match().then_some(Captures { texte, groupes })
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

/// Whether a character is one of those of a word, as `\w` of Unicode has it for Latin letters.
fn de_mot(c: char) -> bool {
    c == '_'
        || c.is_ascii_alphanumeric()
        || !c.is_ascii()
            && (c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}'))
}

/// The pattern with the classes of French and `bord` for the edges of words.
fn reecrire(motif: &str, bord: &str) -> String {
    let mut sortie = String::with_capacity(motif.len() * 2);
    let mut classe = false;
    let mut reste = motif;
    let jetons: [(&str, String, &str); 10] = [
        // Already over bytes.
        (r"(?-u:\b)", r"(?-u:\b)".to_owned(), r"(?-u:\b)"),
        (r"[^\W\d_]", format!("(?-i:[{LETTRES}])"), ""),
        (r"\w", format!("(?-i:[0-9_{LETTRES}])"), r"0-9_LETTRES"),
        (r"\W", format!("(?-i:[^0-9_{LETTRES}])"), ""),
        (r"\d", "[0-9]".to_owned(), "0-9"),
        (r"\s", format!("[{BLANCS}]"), BLANCS),
        (r"\S", format!("[^{BLANCS}]"), ""),
        (r"\b", bord.to_owned(), ""),
        (r"\\", r"\\".to_owned(), r"\\"),
        (r"\x", r"\x".to_owned(), r"\x"),
    ];
    while let Some(c) = reste.chars().next() {
        let jeton = jetons.iter().find(|(nom, ..)| reste.starts_with(nom));
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

/// Where a rewritten pattern asks for edges.
fn bords(motif: &str) -> Bords {
    let nu = motif.replace(r"\\", "").replace(r"(?-u:\b)", "");
    let tous = nu.matches(r"\b").count();
    if tous == 0 {
        return Bords::Aucun;
    }
    let corps = nu.strip_prefix("(?i)").unwrap_or(&nu);
    let (debut, fin) = (corps.starts_with(r"\b"), corps.ends_with(r"\b"));
    if usize::from(debut) + usize::from(fin) < tous || alternatives(corps) {
        return Bords::Dedans;
    }
    Bords::Bouts(debut, fin)
}

/// Whether a pattern is several, outside of any group.
fn alternatives(motif: &str) -> bool {
    let (mut profondeur, mut classe, mut echappe) = (0_usize, false, false);
    for c in motif.chars() {
        match c {
            _ if echappe => echappe = false,
            '\\' => echappe = true,
            '[' => classe = true,
            ']' => classe = false,
            _ if classe => {}
            '(' => profondeur += 1,
            ')' => profondeur = profondeur.saturating_sub(1),
            '|' if profondeur == 0 => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn a_pattern_finds_what_regex_finds() {
        let motifs = [
            r"\ban\b",
            r"(?i)\bpar an\b|\bannée pleine\b",
            r"(?i)\bétat",
            r"\b\w+é\b",
            r"\bcatégorie[ \x{a0}]([ABC])\b",
            r"([^\W\d_]+)\s(?:en|à)\b",
            r"(?i)\b[0-9]{1,2}\s?(?:-|–|à)\s?([0-9]{1,2})\s?ans\b",
            r"\w*",
            r"[\w’-]+$",
            r"\bl['’](\w+)",
            r"[^\s.;]+",
            r"\W+",
        ];
        for texte in motifs {
            let (ici, la) = (motif(texte), Regex::new(texte).unwrap());
            for t in TEXTES {
                assert_eq!(ici.is_match(t), la.is_match(t), "{texte} in {t}");
                let (a, b): (Vec<_>, Vec<_>) = (ici.find_iter(t).collect(), la.find_iter(t).collect());
                assert_eq!(a, b, "{texte} in {t}");
                let groupes = |c: &Captures<'_>| -> Vec<Option<Range<usize>>> {
                    c.iter().map(|m| m.map(|m| m.range())).collect()
                };
                let a: Vec<_> = ici.captures_iter(t).map(|c| groupes(&c)).collect();
                let b: Vec<_> = la.captures_iter(t).map(|c| groupes(&c)).collect();
                assert_eq!(a, b, "{texte} in {t}");
            }
        }
    }
}
