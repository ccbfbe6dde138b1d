//! Source texts and positions in them. Every later stage names a place by a [`Span`];
//! only [`Sources`] turns it into a file, a line and a column.

use super::Chemin;

/// Identifies one file of a [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fichier(u32);

impl Fichier {
    /// Rank of the file among those read.
    pub fn rang(self) -> u32 {
        self.0
    }
}

/// A range of bytes in one source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub fichier: Fichier,
    /// First byte.
    pub debut: usize,
    /// Byte after the last one.
    pub fin: usize,
}

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub valeur: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Attaches a place to a value.
    pub fn new(valeur: T, span: Span) -> Self {
        Self { valeur, span }
    }

    /// Applies a function to the value, the place kept.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned::new(f(self.valeur), self.span)
    }
}

impl<T: std::fmt::Display> std::fmt::Display for Spanned<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.valeur.fmt(f)
    }
}

/// One source file: its path in the project and its text.
#[derive(Debug, Clone)]
pub struct Source {
    chemin: Chemin,
    texte: String,
    lignes: Vec<usize>,
    /// Characters before each stretch of [`JALON`] bytes: a column of a very long line is not counted again
    /// from its beginning.
    jalons: Vec<usize>,
}

/// Bytes between two counts of characters.
const JALON: usize = 512;

/// Characters that start in some bytes of UTF-8.
fn lettres(octets: &[u8]) -> usize {
    octets.iter().filter(|o| **o & 0xc0 != 0x80).count()
}

impl Source {
    fn new(chemin: Chemin, texte: &str) -> Self {
        let texte = texte.strip_prefix('\u{feff}').unwrap_or(texte).replace("\r\n", "\n");
        let lignes = std::iter::once(0).chain(texte.match_indices('\n').map(|(i, _)| i + 1)).collect();
        let mut compte = 0;
        let jalons = texte
            .as_bytes()
            .chunks(JALON)
            .map(|morceau| {
                let avant = compte;
                compte += lettres(morceau);
                avant
            })
            .collect();
        Self { chemin, texte, lignes, jalons }
    }

    /// Path relative to the project, with `/`.
    pub fn chemin(&self) -> &Chemin {
        &self.chemin
    }

    /// The text, UTF-8, without byte order mark, lines ended by `\n`.
    pub fn texte(&self) -> &str {
        &self.texte
    }

    /// Line and column, both from 1, of a byte; the column counts characters.
    pub fn ligne_colonne(&self, octet: usize) -> (usize, usize) {
        let octet = octet.min(self.texte.len());
        let ligne = self.lignes.partition_point(|&debut| debut <= octet).max(1);
        let debut = self.lignes.get(ligne - 1).copied().unwrap_or(0);
        let colonne = match self.texte.is_char_boundary(octet) {
            true if octet - debut <= JALON => lettres(self.texte.as_bytes().get(debut..octet).unwrap_or(&[])),
            true => self.lettres_avant(octet) - self.lettres_avant(debut),
            false => 0,
        };
        (ligne, colonne + 1)
    }

    /// Characters before a byte.
    fn lettres_avant(&self, octet: usize) -> usize {
        let rang = octet / JALON;
        let reste = self.texte.as_bytes().get(rang * JALON..octet).unwrap_or(&[]);
        self.jalons.get(rang).map_or_else(|| lettres(self.texte.as_bytes()), |avant| avant + lettres(reste))
    }

    /// First byte of a line counted from 1, or the end of the text.
    pub fn debut_de_ligne(&self, ligne: usize) -> usize {
        ligne.checked_sub(1).and_then(|i| self.lignes.get(i).copied()).unwrap_or(self.texte.len())
    }
}

/// All the source files of a project, in the order they were read.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    fichiers: Vec<Source>,
}

impl Sources {
    /// Adds a file. A byte order mark is dropped and CRLF becomes LF: Word and Windows write them.
    pub fn ajouter(&mut self, chemin: Chemin, texte: &str) -> Fichier {
        let id = Fichier(u32::try_from(self.fichiers.len()).unwrap_or(u32::MAX));
        self.fichiers.push(Source::new(chemin, texte));
        id
    }

    /// Puts another text in the place of that of a file.
    pub fn remplacer(&mut self, fichier: Fichier, texte: &str) {
        if let Some(source) = self.fichiers.get_mut(fichier.0 as usize) {
            *source = Source::new(source.chemin.clone(), texte);
        }
    }

    /// The file of an identifier given by [`Sources::ajouter`].
    ///
    /// # Panics
    /// When the identifier comes from another `Sources`: a bug of ours, never an input.
    #[expect(clippy::expect_used, reason = "identifiers are only made by `ajouter`")]
    pub fn source(&self, fichier: Fichier) -> &Source {
        self.fichiers.get(fichier.0 as usize).expect("identifier of another Sources")
    }

    /// The file of a rank given by [`Fichier::rang`], if there is one.
    pub fn fichier(&self, rang: u32) -> Option<Fichier> {
        self.fichiers.get(rang as usize).map(|_| Fichier(rang))
    }

    /// Text of a span.
    pub fn texte(&self, span: Span) -> &str {
        self.source(span.fichier).texte.get(span.debut..span.fin).unwrap_or("")
    }

    /// `file:line:column` of the beginning of a span.
    pub fn lieu(&self, span: Span) -> String {
        let source = self.source(span.fichier);
        let (ligne, colonne) = source.ligne_colonne(span.debut);
        format!("{}:{ligne}:{colonne}", source.chemin)
    }

    /// All the files, in the order they were read.
    pub fn iter(&self) -> impl Iterator<Item = (Fichier, &Source)> {
        (0u32..).map(Fichier).zip(&self.fichiers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_a_long_line_counts_all_its_characters() {
        let mut sources = Sources::default();
        for n in [JALON - 1, JALON, 4 * JALON] {
            let texte = format!("é\n{}", "éa".repeat(n));
            let id = sources.ajouter(Chemin::new("a.md").unwrap(), &texte);
            let source = sources.source(id);
            assert_eq!(source.ligne_colonne(usize::MAX), (2, 2 * n + 1));
            assert_eq!(source.ligne_colonne(3 + 3 * 400), (2, 801));
        }
    }

    #[test]
    fn columns_count_characters_and_lines_start_at_one() {
        let mut sources = Sources::default();
        let id = sources.ajouter(Chemin::new("a.md").unwrap(), "\u{feff}été\r\nà l’heure\n");
        let source = sources.source(id);
        assert_eq!(source.ligne_colonne(0), (1, 1));
        let a = source.texte().find("l’").unwrap();
        assert_eq!(source.ligne_colonne(a), (2, 3));
        assert_eq!(source.ligne_colonne(usize::MAX), (3, 1));
        assert_eq!(source.debut_de_ligne(2), "été\n".len());
    }
}
