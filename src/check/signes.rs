//! Typography of a plain text: what is not written as French wants, and what would be.

use std::ops::Range;

/// Kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sorte {
    /// Two spaces or more between words.
    Double,
    /// A space before a comma or a full stop.
    Avant,
    /// No space before a double sign or a unit.
    Manque,
    /// No space after a comma.
    Apres,
    /// Straight quotation marks.
    Droits,
    /// Three full stops.
    Suspension,
    /// A long ordinal.
    Ordinal,
    /// The sign of a number.
    Numero,
    /// « Mr ».
    Monsieur,
    /// `oe` for `œ`.
    Ligature,
    /// Thousands by points.
    Milliers,
}

impl Sorte {
    /// What is wrong, and what to do.
    pub fn mots(self) -> (&'static str, &'static str) {
        match self {
            Self::Double => ("espaces doubles", "n’en garder qu’une"),
            Self::Avant => ("espace de trop avant une virgule ou un point", "la retirer"),
            Self::Manque => ("espace qui manque avant ou après un signe", "l’ajouter"),
            Self::Apres => ("espace qui manque après une virgule", "l’ajouter"),
            Self::Droits => ("guillemets droits", "écrire « »"),
            Self::Suspension => ("points de suspension tapés un à un", "écrire « … », ou « etc. » seul"),
            Self::Ordinal => ("abréviation d’un ordinal", "écrire « 1er », « 1re », « 2e »"),
            Self::Numero => ("abréviation de « numéro »", "écrire « n° 5 »"),
            Self::Monsieur => ("abréviation de « Monsieur »", "écrire « M. »"),
            Self::Ligature => ("« oe » sans ligature", "écrire « œ »"),
            Self::Milliers => ("milliers séparés par des points", "les séparer par des espaces"),
        }
    }
}

/// A fault.
#[derive(Debug, PartialEq, Eq)]
pub struct Faute {
    /// Kind.
    pub sorte: Sorte,
    /// Bytes that change.
    pub octets: Range<usize>,
    /// The text that is right, when it is certain.
    pub neuf: Option<String>,
}

/// The signs of a text with where they stand.
struct Signes<'t> {
    texte: &'t str,
    lettres: Vec<(usize, char)>,
}

impl Signes<'_> {
    fn a(&self, i: usize) -> char {
        self.lettres.get(i).map_or('\0', |(_, l)| *l)
    }

    fn avant(&self, i: usize) -> char {
        i.checked_sub(1).map_or('\0', |i| self.a(i))
    }

    fn octets(&self, de: usize, a: usize) -> Range<usize> {
        let octet = |i: usize| self.lettres.get(i).map_or(self.texte.len(), |(o, _)| *o);
        octet(de)..octet(a)
    }

    fn fin(&self, de: usize, genre: fn(char) -> bool) -> usize {
        (de..self.lettres.len()).find(|k| !genre(self.a(*k))).unwrap_or(self.lettres.len())
    }

    fn mot(&self, de: usize, a: usize) -> &str {
        self.texte.get(self.octets(de, a)).unwrap_or("")
    }
}

/// Whether a sign ends what is before it: the end, a blank, a closing sign.
fn borne(l: char) -> bool {
    matches!(l, '\0' | ')' | '»' | '|') || l.is_whitespace()
}

/// Whether a text may have a fault: most have none, and two neighbouring bytes tell it.
fn suspect(texte: &str) -> bool {
    let octets = texte.as_bytes();
    // The last bytes of « », of the no-break spaces and of °; the first ones of € and of letters with an accent.
    let suspects = octets.iter().zip(octets.iter().skip(1).chain([&b' '])).any(|(a, b)| match (*a, *b) {
        (b' ', b' ' | b',' | b'.') | (b'.', b'.') | (b'"', _) | (b'M', b'r') | (b'o' | b'O', b'e') => true,
        (0xab, b) => b != b' ',
        (a, 0xc2) => a != b' ',
        (a, b';' | b'?' | b'!' | b':') => a != b' ' && a != 0xa0 && a != 0xaf,
        (a, b'%' | 0xe2) => a.is_ascii_digit(),
        (a, b) if a.is_ascii_digit() => b.is_ascii_lowercase() || b == 0xc3 || b == b'.',
        (b',', b) => b.is_ascii_alphabetic() || b == 0xc3,
        (0xb0, b) => b.is_ascii_digit(),
        _ => false,
    });
    suspects || texte.contains("n °") || texte.contains("N °")
}

/// The faults of a text, in order.
pub fn fautes(texte: &str) -> Vec<Faute> {
    if !suspect(texte) {
        return Vec::new();
    }
    let s = Signes { texte, lettres: texte.char_indices().collect() };
    let mut sortie: Vec<Faute> = Vec::new();
    for i in 0..s.lettres.len() {
        let trouvee = match s.a(i) {
            ' ' => espace(&s, i),
            ';' | '?' | '!' | ':' | '%' | '€' | '«' | '»' => signe(&s, i),
            ',' => virgule(&s, i),
            '"' => droits(&s, i),
            '.' => points(&s, i),
            '°' => numero(&s, i),
            'M' => monsieur(&s, i),
            'o' | 'O' => ligature(&s, i),
            l if l.is_ascii_digit() && !s.avant(i).is_ascii_digit() => nombre(&s, i),
            _ => None,
        };
        // A fault within the bytes of the one before is the same fault.
        sortie.extend(trouvee.filter(|f| sortie.last().is_none_or(|d| d.octets.end <= f.octets.start)));
    }
    sortie
}

fn faute(sorte: Sorte, octets: Range<usize>, neuf: impl Into<String>) -> Option<Faute> {
    Some(Faute { sorte, octets, neuf: Some(neuf.into()) })
}

fn espace(s: &Signes<'_>, i: usize) -> Option<Faute> {
    if s.avant(i) == ' ' || i == 0 {
        return None;
    }
    let fin = s.fin(i, |l| l == ' ');
    let (suivant, precedent) = (s.a(fin), s.avant(i));
    let clos = precedent.is_alphanumeric() || matches!(precedent, ')' | '»' | '%' | '€');
    if clos && (suivant == ',' || suivant == '.') && borne(s.a(fin + 1)) {
        return faute(Sorte::Avant, s.octets(i, fin), "");
    }
    if fin - i < 2 || suivant == '\0' {
        return None;
    }
    // Between two digits, one blank would make one number of two.
    let nombre = precedent.is_ascii_digit() && suivant.is_ascii_digit();
    Some(Faute { sorte: Sorte::Double, octets: s.octets(i, fin), neuf: (!nombre).then(|| " ".to_owned()) })
}

fn signe(s: &Signes<'_>, i: usize) -> Option<Faute> {
    let (l, avant, apres) = (s.a(i), s.avant(i), s.a(i + 1));
    let clos = avant.is_alphabetic() || matches!(avant, ')' | '»');
    let manque = match l {
        ';' | '?' | '!' => (clos || avant.is_ascii_digit()) && borne(apres),
        ':' => clos && (apres == ' ' || apres == '\0'),
        '%' | '€' => avant.is_ascii_digit() && !apres.is_alphanumeric(),
        '»' => clos || avant.is_ascii_digit() || matches!(avant, '.' | '…'),
        '«' => {
            return apres.is_alphanumeric().then(|| faute(Sorte::Manque, s.octets(i, i + 1), "« ")).flatten();
        }
        _ => false,
    };
    manque.then(|| faute(Sorte::Manque, s.octets(i, i + 1), format!(" {l}"))).flatten()
}

fn virgule(s: &Signes<'_>, i: usize) -> Option<Faute> {
    let lettre = |k: Option<usize>| k.is_some_and(|k| s.a(k).is_lowercase());
    let avant = lettre(i.checked_sub(1)) && lettre(i.checked_sub(2));
    let apres = s.a(i + 1).is_alphabetic() && s.a(i + 2).is_lowercase();
    (avant && apres).then(|| faute(Sorte::Apres, s.octets(i, i + 1), ", ")).flatten()
}

fn droits(s: &Signes<'_>, i: usize) -> Option<Faute> {
    let ouvre = matches!(s.avant(i), '\0' | ' ' | '(' | '\'' | '’') && s.a(i + 1).is_alphanumeric();
    if !ouvre {
        return None;
    }
    let fin = (i + 1..s.lettres.len()).find(|k| s.a(*k) == '"')?;
    let ferme = !s.avant(fin).is_whitespace()
        && (borne(s.a(fin + 1)) || matches!(s.a(fin + 1), ',' | '.' | ';' | ':'));
    ferme.then(|| faute(Sorte::Droits, s.octets(i, fin + 1), format!("« {} »", s.mot(i + 1, fin)))).flatten()
}

fn points(s: &Signes<'_>, i: usize) -> Option<Faute> {
    let fin = s.fin(i, |l| l == '.');
    let avant = s.avant(i);
    if fin - i != 3 || avant == '.' || avant == '/' || s.a(fin) == '/' {
        return None;
    }
    let etc = i >= 3 && s.mot(i - 3, i).eq_ignore_ascii_case("etc");
    faute(Sorte::Suspension, s.octets(i, fin), if etc { "." } else { "…" })
}

fn numero(s: &Signes<'_>, i: usize) -> Option<Faute> {
    let n = |k: usize, j: Option<usize>| {
        matches!(s.a(k), 'n' | 'N') && !j.is_some_and(|j| s.a(j).is_alphanumeric())
    };
    if s.avant(i) == ' ' && i > 1 && n(i - 2, i.checked_sub(3)) {
        return faute(Sorte::Numero, s.octets(i - 1, i), "");
    }
    let colle = i > 0 && n(i - 1, i.checked_sub(2)) && s.a(i + 1).is_ascii_digit();
    colle.then(|| faute(Sorte::Numero, s.octets(i, i + 1), "° ")).flatten()
}

fn monsieur(s: &Signes<'_>, i: usize) -> Option<Faute> {
    let fin = if s.a(i + 2) == '.' { i + 3 } else { i + 2 };
    let juste =
        s.a(i + 1) == 'r' && !s.avant(i).is_alphanumeric() && s.a(fin) == ' ' && s.a(fin + 1).is_uppercase();
    juste.then(|| faute(Sorte::Monsieur, s.octets(i, fin), "M.")).flatten()
}

fn ligature(s: &Signes<'_>, i: usize) -> Option<Faute> {
    let oeu = s.a(i + 1) == 'e' && s.a(i + 2) == 'u';
    let neuf = if s.a(i) == 'o' { "œ" } else { "Œ" };
    oeu.then(|| faute(Sorte::Ligature, s.octets(i, i + 2), neuf)).flatten()
}

fn nombre(s: &Signes<'_>, i: usize) -> Option<Faute> {
    let fin = s.fin(i, |l| l.is_ascii_digit());
    if s.avant(i).is_alphanumeric() || matches!(s.avant(i), '.' | ',' | '-' | '/') {
        return None;
    }
    let mots = s.fin(fin, char::is_alphabetic);
    if mots > fin {
        let un = s.mot(i, fin) == "1";
        let neuf = match s.mot(fin, mots) {
            "ier" if un => "er",
            "iers" if un => "ers",
            "ière" | "ère" | "iere" | "ere" if un => "re",
            "ières" | "ères" if un => "res",
            "ème" | "ième" | "eme" | "ieme" if !un => "e",
            "èmes" | "ièmes" if !un => "es",
            _ => return None,
        };
        return faute(Sorte::Ordinal, s.octets(fin, mots), neuf);
    }
    // « 1.604.636 € »: a figure is never changed by the program.
    let mut k = fin;
    while s.a(k) == '.' && s.fin(k + 1, |l| l.is_ascii_digit()) == k + 4 {
        k += 4;
    }
    let unite = s.a(k) == '€' || s.a(k) == ' ' && (s.a(k + 1) == '€' || s.mot(k + 1, k + 5) == "euro");
    (k > fin && fin - i <= 3 && unite).then(|| Faute {
        sorte: Sorte::Milliers,
        octets: s.octets(i, k),
        neuf: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corriger(texte: &str) -> String {
        let mut sortie = texte.to_owned();
        for faute in fautes(texte).into_iter().rev() {
            if let Some(neuf) = &faute.neuf {
                sortie.replace_range(faute.octets, neuf);
            }
        }
        sortie
    }

    #[test]
    fn what_is_wrong_is_set_right() {
        for (texte, attendu) in [
            ("un  mot , puis .", "un mot, puis."),
            ("95% et 3€, oui? (non!)", "95 % et 3 €, oui ? (non !)"),
            ("cf: note «mot»", "cf : note « mot »"),
            ("un,deux", "un, deux"),
            ("le \"mot juste\", oui", "le « mot juste », oui"),
            ("ainsi... etc...", "ainsi… etc."),
            ("1ère et 2ème, 1iers", "1re et 2e, 1ers"),
            ("n ° 5, n°6, Mr Dupont", "n° 5, n° 6, M. Dupont"),
            ("main d'oeuvre, Oeuvre", "main d'œuvre, Œuvre"),
        ] {
            assert_eq!(corriger(texte), attendu);
        }
        for nombre in ["1.604.636 €", "12  345 €"] {
            assert!(!fautes(nombre).is_empty() && corriger(nombre) == nombre, "{nombre}");
        }
    }

    #[test]
    fn what_is_right_stays() {
        for texte in [
            "10:30, 12,5 % ; « oui » ? 1er, 1re, 2e, 1ers, 21e",
            "2.1/taux .. …. v1.2.3 L. 262-29 (n° 5)",
            "# $ @ _ * < > \\ \" ' ~ = - + / {{ x }} {% y %}",
            "A,b (a,b) 3.5 € 12.345 poésie, moelle, 5\" et 6\" de large",
        ] {
            assert_eq!(fautes(texte), [], "{texte}");
        }
    }
}
