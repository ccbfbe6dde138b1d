//! What the rules on the form of the text share: the pieces of prose that they read, their words, and the
//! changes of a source that are certain.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Contexte;
use crate::diagnostic::{Diagnostic, Edition};
use crate::model::Passage;
use crate::model::fiche::LigneObjectif;
use crate::model::passage::Nature;
use crate::text::{Fichier, Span, mots};

/// A piece of text: a passage, or a line of a cell of a table of data.
#[derive(Debug, Clone)]
pub struct Morceau<'d> {
    /// The passage that it is a piece of.
    pub passage: &'d Passage,
    /// The text.
    pub texte: &'d str,
    /// Whether it is in the framework, whose words are the State's.
    pub du_cadre: bool,
    /// Whether its words are the State's, in the framework or in a label of an indicator of it.
    national: bool,
    /// Byte of the passage where it starts.
    debut: usize,
    /// Bytes of the piece that are for programs: references, addresses, literal text; in order, none touching another.
    reserves: Vec<Range<usize>>,
    /// Its words, each with its first byte.
    pub mots: Vec<(usize, &'d str)>,
}

impl Morceau<'_> {
    /// The file.
    pub fn fichier(&self) -> Fichier {
        self.passage.fichier()
    }

    /// Where some bytes of it were written.
    pub fn span(&self, octets: &Range<usize>) -> Span {
        self.passage.span_de(&(self.debut + octets.start..self.debut + octets.end))
    }

    /// Whether some bytes are for readers: outside references, addresses and literal text.
    pub fn libre(&self, octets: &Range<usize>) -> bool {
        let rang = self.reserves.partition_point(|r| r.end <= octets.start);
        self.reserves.get(rang).is_none_or(|r| octets.end <= r.start)
    }

    /// A change of its source that nothing else can be hurt by: the source is that text to the letter, no digit
    /// changes, and YAML still reads what is meant.
    pub fn edition(&self, c: &Contexte<'_>, octets: &Range<usize>, neuf: &str) -> Option<Edition> {
        let ancien = self.texte.get(octets.clone())?;
        let span = self.span(octets);
        let chiffres = |t: &str| t.chars().filter(char::is_ascii_digit).collect::<String>();
        let exact = c.sources.texte(span) == ancien && ancien != neuf && chiffres(ancien) == chiffres(neuf);
        let sur = exact && !self.national && self.libre(octets) && self.lisible(c, octets, neuf);
        sur.then(|| Edition { span, texte: neuf.to_owned() })
    }

    /// Whether a text put there leaves what is around readable.
    fn lisible(&self, c: &Contexte<'_>, octets: &Range<usize>, neuf: &str) -> bool {
        let signes = |interdits: &[char]| {
            let ancien = self.texte.get(octets.clone()).unwrap_or("");
            !neuf.contains(interdits) && !ancien.contains(interdits)
        };
        match self.passage.nature {
            Nature::Champ => match c.sources.texte(self.passage.span).chars().next() {
                Some('"') => signes(&['"', '\\']),
                Some('\'') => signes(&['\'']),
                Some('|' | '>') => signes(&[':', '#']),
                // A plain scalar: nothing that could end it or begin something else.
                _ => {
                    signes(&[':', '#', '"', '\'', ','])
                        && (octets.start > 0 || neuf.starts_with(char::is_alphanumeric))
                }
            },
            Nature::Ligne => signes(&['|', '\n']),
            Nature::Titre(_) | Nature::Paragraphe | Nature::Cellule | Nature::Code => {
                signes(&['\\', '|', '`'])
            }
        }
    }
}

/// The labels of indicators of the framework that a fiche prints in its own way.
fn libelles_nationaux(c: &Contexte<'_>) -> BTreeSet<Span> {
    let lignes = c.fiches().filter_map(|f| f.objectifs.as_ref()).flat_map(|o| &o.lignes);
    lignes
        .filter_map(|l| match l {
            LigneObjectif::Indicateur { indicateur: Some(_), libelle: Some(libelle), .. } => {
                Some(libelle.span)
            }
            LigneObjectif::Indicateur { .. } | LigneObjectif::Titre(_) => None,
        })
        .collect()
}

/// The pieces of text of the act and of its framework, in the order of the files; literal text aside.
pub fn morceaux<'c, 'd>(c: &'c Contexte<'d>) -> impl Iterator<Item = &'c Morceau<'d>> {
    c.morceaux.get_or_init(|| decouper(c).collect()).iter()
}

fn decouper<'d>(c: &Contexte<'d>) -> impl Iterator<Item = Morceau<'d>> {
    let dossier = c.dossier;
    let sources = c.sources;
    let nationaux = libelles_nationaux(c);
    dossier.passages.iter().filter(|p| p.nature != Nature::Code).flat_map(move |passage| {
        let brut = sources.texte(passage.span);
        let du_cadre = sources.source(passage.fichier()).chemin().as_str().starts_with("content/cadres/");
        let national = du_cadre || nationaux.contains(&passage.span);
        let codes = if brut.contains('`') && passage.nature != Nature::Champ {
            codes(brut, passage.span)
        } else {
            Vec::new()
        };
        let parts = match passage.nature {
            Nature::Ligne => cellules(&passage.texte),
            _ => std::iter::once(0..passage.texte.len()).collect(),
        };
        parts.into_iter().filter_map(move |part| {
            let texte = passage.texte.get(part.clone())?;
            let mut reserves = reserves(texte);
            if !codes.is_empty() {
                reserves.extend(texte.char_indices().map(|(i, l)| i..i + l.len_utf8()).filter(|o| {
                    let span = passage.span_de(&(part.start + o.start..part.start + o.end));
                    let code = codes.get(codes.partition_point(|c| c.fin < span.fin));
                    code.is_some_and(|c| c.debut <= span.debut)
                }));
            }
            let reserves = unir(reserves);
            let mots = mots(texte).collect();
            Some(Morceau { passage, texte, du_cadre, national, debut: part.start, reserves, mots })
        })
    })
}

/// Ranges in order, those that touch joined.
fn unir(mut plages: Vec<Range<usize>>) -> Vec<Range<usize>> {
    plages.sort_by_key(|p| (p.start, p.end));
    let mut sortie: Vec<Range<usize>> = Vec::new();
    for plage in plages {
        match sortie.last_mut() {
            Some(derniere) if plage.start <= derniere.end => derniere.end = derniere.end.max(plage.end),
            _ => sortie.push(plage),
        }
    }
    sortie
}

/// The lines of the cells of a row of data, without the blanks around.
fn cellules(ligne: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut debut = 0;
    let barre = |i: usize| !ligne.get(..i).is_some_and(|t| t.ends_with('\\'));
    let bornes = ligne.match_indices('|').filter(|(i, _)| barre(*i)).map(|(i, s)| (i, i + s.len()));
    for (fin, suite) in bornes.chain([(ligne.len(), ligne.len())]) {
        let cellule = ligne.get(debut..fin).unwrap_or("");
        let mut place = debut;
        for part in cellule.split(" // ") {
            let marge = part.len() - part.trim_start().len();
            parts.push(place + marge..place + marge + part.trim().len());
            place += part.len() + " // ".len();
        }
        debut = suite;
    }
    parts.retain(|p| !p.is_empty());
    parts
}

/// Literal text between backticks, in the source of a passage of Markdown: a run of them is closed by the next
/// run of as many; an escaped one opens nothing.
fn codes(brut: &str, span: Span) -> Vec<Span> {
    let mut series: Vec<Range<usize>> = Vec::new();
    for (i, _) in brut.match_indices('`') {
        match series.last_mut() {
            Some(serie) if serie.end == i => serie.end = i + 1,
            _ => series.push(i..i + 1),
        }
    }
    let mut par_longueur: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for serie in &series {
        par_longueur.entry(serie.len()).or_default().push(serie.start);
    }
    let mut sortie: Vec<Span> = Vec::new();
    let mut libre = 0;
    for serie in &series {
        if serie.start < libre {
            continue;
        }
        let barres = brut.get(..serie.start).map_or(0, |t| t.len() - t.trim_end_matches('\\').len());
        // An escaped backtick is a letter; those that follow it open as a shorter run.
        let ouvre = serie.start + barres % 2..serie.end;
        let fermantes = par_longueur.get(&ouvre.len()).map_or(&[][..], Vec::as_slice);
        let rang = fermantes.partition_point(|f| *f < serie.end);
        if let Some(ferme) = fermantes.get(rang).filter(|_| !ouvre.is_empty()) {
            libre = ferme + ouvre.len();
            sortie.push(Span { debut: span.debut + ouvre.start, fin: span.debut + libre, ..span });
        }
    }
    sortie
}

/// References, web and mail addresses, names of files.
fn reserves(texte: &str) -> Vec<Range<usize>> {
    if !texte.contains(['{', '@', '/', '.']) {
        return Vec::new();
    }
    let mut sortie: Vec<Range<usize>> = Vec::new();
    let mut libre = 0;
    for (i, _) in texte.match_indices('{') {
        if i >= libre {
            libre = texte.get(i..).and_then(|t| t.find('}')).map_or(texte.len(), |f| i + f + 1);
            sortie.push(i..libre);
        }
    }
    let mut debut = 0;
    for mot in texte.split_inclusive(char::is_whitespace) {
        let propre = mot.trim_end();
        // A word that only ends with a point is a word.
        let signe = propre.trim_end_matches('.').bytes().any(|o| matches!(o, b'.' | b'@' | b'/'));
        if !signe {
            debut += mot.len();
            continue;
        }
        let adresse = propre.contains("://") || propre.contains("www.") || propre.contains('@');
        if adresse || !propre.contains('{') && fichier(propre) {
            sortie.push(debut..debut + propre.len());
        }
        debut += mot.len();
    }
    sortie
}

/// Whether a word is a name of a file or of a site: `images/carte.png`, `exemple.net`.
fn fichier(mot: &str) -> bool {
    let mot = mot.trim_matches(|c: char| !c.is_alphanumeric());
    mot.rsplit_once('.').is_some_and(|(avant, fin)| {
        (2..=5).contains(&fin.len())
            && fin.chars().all(|c| c.is_ascii_lowercase())
            && avant.chars().all(|c| c.is_alphanumeric() || "-_/.".contains(c))
            && avant.chars().count() > 2
    })
}

/// Adds to a finding the changes that are certain.
#[must_use]
pub fn corriger(constat: Diagnostic, editions: impl IntoIterator<Item = Edition>) -> Diagnostic {
    editions.into_iter().fold(constat, |d, e| d.corriger(e.span, e.texte))
}

/// Whether a text has two capitals that only a point or a hyphen may part: without them, no acronym.
pub fn a_des_sigles(texte: &str) -> bool {
    let octets = texte.as_bytes();
    let grande = |o: Option<&u8>| o.is_some_and(u8::is_ascii_uppercase);
    octets.iter().enumerate().any(|(i, o)| {
        o.is_ascii_uppercase()
            && (grande(octets.get(i + 1))
                || matches!(octets.get(i + 1), Some(b'.' | b'-')) && grande(octets.get(i + 2)))
    })
}

/// « , et 3 autres fois », or nothing.
pub fn autres(n: usize) -> String {
    match n {
        0 => String::new(),
        1 => ", et une autre fois".to_owned(),
        n => format!(", et {n} autres fois"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_cut_into_the_lines_of_its_cells() {
        let ligne = "Un \\| deux  |  a // b |  | c";
        let lus: Vec<&str> = cellules(ligne).into_iter().filter_map(|r| ligne.get(r)).collect();
        assert_eq!(lus, ["Un \\| deux", "a", "b", "c"]);
    }

    #[test]
    fn literal_text_is_between_runs_of_as_many_backticks() {
        let fichier = crate::text::Sources::default().ajouter(crate::text::Chemin::new("a.md").unwrap(), "");
        for (brut, attendu) in [
            ("un `a  b` et `c`", vec!["`a  b`", "`c`"]),
            ("``a ` b  c`` puis `d`", vec!["``a ` b  c``", "`d`"]),
            (r"\`a  b` c`", vec!["` c`"]),
            (r"`a\` b `c`", vec![r"`a\`", "`c`"]),
            (r"\``a  b` c", vec!["`a  b`"]),
            ("un ` seul, et ``deux", vec![]),
        ] {
            let span = Span { fichier, debut: 0, fin: brut.len() };
            let lus: Vec<&str> = codes(brut, span).iter().filter_map(|c| brut.get(c.debut..c.fin)).collect();
            assert_eq!(lus, attendu, "{brut}");
        }
    }

    #[test]
    fn what_is_for_programs_is_known() {
        for texte in
            ["{budget.total}", "https://a.fr/x", "a@b.fr", "images/a.png", "www.a.fr", "ParcoursCréa.net"]
        {
            assert!(!reserves(texte).is_empty(), "{texte}");
        }
        assert!(reserves("une phrase. Puis M. Dupont, etc. et/ou.").is_empty());
    }
}
