//! Finds faults of French typography in plain text, with their correction when it is certain.

use std::ops::Range;

/// Kinds of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SignKind {
    /// Two spaces or more between words.
    Double,
    /// A space before a comma or a full stop.
    Before,
    /// No space around a double sign (`; ? ! :`), a guillemet or a unit.
    Lack,
    /// No space after a comma.
    After,
    /// Straight quotation marks.
    StraightQuotes,
    /// Ellipsis typed as three full stops.
    Ellipsis,
    /// Long form of an ordinal: `2ème`.
    Ordinal,
    /// « n° » misspaced.
    NumberSign,
    /// « Mr » for « M. ».
    Monsieur,
    /// `oe` for `œ`.
    Ligature,
    /// Thousands grouped by points.
    Thousands,
    /// A number without a space before what it counts: `les 7MDS`.
    Glued,
}

impl SignKind {
    /// What is wrong and what to do, in French.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Double => ("espaces doubles", "n’en garder qu’une"),
            Self::Before => ("espace de trop avant une virgule ou un point", "la retirer"),
            Self::Lack => ("espace qui manque avant ou après un signe", "l’ajouter"),
            Self::After => ("espace qui manque après une virgule", "l’ajouter"),
            Self::StraightQuotes => ("guillemets droits", "écrire « »"),
            Self::Ellipsis => ("points de suspension tapés un à un", "écrire « … », ou « etc. » seul"),
            Self::Ordinal => ("abréviation d’un ordinal", "écrire « 1er », « 1re », « 2e »"),
            Self::NumberSign => ("abréviation de « numéro »", "écrire « n° 5 »"),
            Self::Monsieur => ("abréviation de « Monsieur »", "écrire « M. »"),
            Self::Ligature => ("« oe » sans ligature", "écrire « œ »"),
            Self::Glued => ("nombre collé à ce qu’il compte", "les séparer par une espace"),
            Self::Thousands => ("milliers séparés par des points", "les séparer par des espaces"),
        }
    }
}

/// A typographical fault.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SignFault {
    /// What is wrong.
    pub kind: SignKind,
    /// Bytes to replace.
    pub bytes: Range<usize>,
    /// Replacement, when certain.
    pub corrected: Option<String>,
}

/// A text with random access to its characters; `\0` stands outside of it.
struct Signs<'t> {
    text: &'t str,
    letters: Vec<(usize, char)>,
}

impl Signs<'_> {
    fn at(&self, i: usize) -> char {
        self.letters.get(i).map_or('\0', |(_, l)| *l)
    }

    fn before(&self, i: usize) -> char {
        i.checked_sub(1).map_or('\0', |i| self.at(i))
    }

    fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        let byte = |i: usize| self.letters.get(i).map_or(self.text.len(), |(o, _)| *o);
        byte(from)..byte(to)
    }

    fn end(&self, from: usize, inside: fn(char) -> bool) -> usize {
        (from..self.letters.len()).find(|k| !inside(self.at(*k))).unwrap_or(self.letters.len())
    }

    fn word(&self, from: usize, to: usize) -> &str {
        self.text.get(self.bytes(from, to)).unwrap_or("")
    }
}

/// Whether a character ends a word or a phrase: end of text, blank, closing sign.
fn bound(l: char) -> bool {
    matches!(l, '\0' | ')' | '»' | '|') || l.is_whitespace()
}

/// Cheap scan of byte pairs that rules out most texts.
fn suspect(text: &str) -> bool {
    let bytes = text.as_bytes();
    // 0xab: last byte of «; 0xc2: first of » and °; 0xa0, 0xaf: last of no-break spaces; 0xe2: first of €; 0xc3: first
    // of accented letters; 0xb0: last of °.
    let suspects = bytes.iter().zip(bytes.iter().skip(1).chain([&b' '])).any(|(a, b)| match (*a, *b) {
        (b' ', b' ' | b',' | b'.') | (b'.', b'.') | (b'"', _) | (b'M', b'r') | (b'o' | b'O', b'e') => true,
        (0xab, b) => b != b' ',
        (a, 0xc2) => a != b' ',
        (a, b';' | b'?' | b'!' | b':') => a != b' ' && a != 0xa0 && a != 0xaf,
        (a, b'%' | 0xe2) => a.is_ascii_digit(),
        (a, b) if a.is_ascii_digit() => b.is_ascii_alphabetic() || b == 0xc3 || b == b'.',
        (b',', b) => b.is_ascii_alphabetic() || b == 0xc3,
        (0xb0, b) => b.is_ascii_digit(),
        _ => false,
    });
    suspects || text.contains("n °") || text.contains("N °")
}

/// Finds the faults of a text, in order and disjoint.
pub(crate) fn faults(text: &str) -> Vec<SignFault> {
    if !suspect(text) {
        return Vec::new();
    }
    let s = Signs { text, letters: text.char_indices().collect() };
    let mut output: Vec<SignFault> = Vec::new();
    for i in 0..s.letters.len() {
        let found = match s.at(i) {
            ' ' => space(&s, i),
            ';' | '?' | '!' | ':' | '%' | '€' | '«' | '»' => sign(&s, i),
            ',' => comma(&s, i),
            '"' => straight_quotes(&s, i),
            '.' => points(&s, i),
            '°' => number_sign(&s, i),
            'M' => monsieur(&s, i),
            'o' | 'O' => ligature(&s, i),
            l if l.is_ascii_digit() && !s.before(i).is_ascii_digit() => number(&s, i),
            _ => None,
        };
        // Skip a fault that overlaps the previous one: it is the same.
        output.extend(found.filter(|f| output.last().is_none_or(|d| d.bytes.end <= f.bytes.start)));
    }
    output
}

fn fault(kind: SignKind, bytes: Range<usize>, corrected: impl Into<String>) -> Option<SignFault> {
    Some(SignFault { kind, bytes, corrected: Some(corrected.into()) })
}

fn space(s: &Signs<'_>, i: usize) -> Option<SignFault> {
    if s.before(i) == ' ' || i == 0 {
        return None;
    }
    let end = s.end(i, |l| l == ' ');
    let (next, previous) = (s.at(end), s.before(i));
    let closed = previous.is_alphanumeric() || matches!(previous, ')' | '»' | '%' | '€');
    if closed && (next == ',' || next == '.') && bound(s.at(end + 1)) {
        return fault(SignKind::Before, s.bytes(i, end), "");
    }
    if end - i < 2 || next == '\0' {
        return None;
    }
    // Between digits, one blank would merge two numbers: propose no correction.
    let number = previous.is_ascii_digit() && next.is_ascii_digit();
    Some(SignFault {
        kind: SignKind::Double,
        bytes: s.bytes(i, end),
        corrected: (!number).then(|| " ".to_owned()),
    })
}

fn sign(s: &Signs<'_>, i: usize) -> Option<SignFault> {
    let (l, before, after) = (s.at(i), s.before(i), s.at(i + 1));
    // « &nbsp; » is one sign.
    if l == ';' && is_entity(s, i) {
        return None;
    }
    let closed = before.is_alphabetic() || matches!(before, ')' | '»');
    let lack = match l {
        ';' | '?' | '!' => (closed || before.is_ascii_digit()) && bound(after),
        ':' => closed && (after == ' ' || after == '\0'),
        '%' | '€' => before.is_ascii_digit() && !after.is_alphanumeric(),
        '»' => closed || before.is_ascii_digit() || matches!(before, '.' | '…'),
        '«' => {
            return after.is_alphanumeric().then(|| fault(SignKind::Lack, s.bytes(i, i + 1), "« ")).flatten();
        }
        _ => false,
    };
    lack.then(|| fault(SignKind::Lack, s.bytes(i, i + 1), format!(" {l}"))).flatten()
}

/// Whether a semicolon ends an entity of HTML.
fn is_entity(s: &Signs<'_>, i: usize) -> bool {
    let name = (1..10).find(|back| {
        !i.checked_sub(*back).is_some_and(|k| s.at(k).is_ascii_alphanumeric() || s.at(k) == '#')
    });
    name.and_then(|back| i.checked_sub(back)).is_some_and(|k| k + 1 < i && s.at(k) == '&')
}

fn comma(s: &Signs<'_>, i: usize) -> Option<SignFault> {
    let letter = |k: Option<usize>| k.is_some_and(|k| s.at(k).is_lowercase());
    let before = letter(i.checked_sub(1)) && letter(i.checked_sub(2));
    let after = s.at(i + 1).is_alphabetic() && s.at(i + 2).is_lowercase();
    (before && after).then(|| fault(SignKind::After, s.bytes(i, i + 1), ", ")).flatten()
}

fn straight_quotes(s: &Signs<'_>, i: usize) -> Option<SignFault> {
    let opens = matches!(s.before(i), '\0' | ' ' | '(' | '\'' | '’') && s.at(i + 1).is_alphanumeric();
    if !opens {
        return None;
    }
    let end = (i + 1..s.letters.len()).find(|k| s.at(*k) == '"')?;
    let closes = !s.before(end).is_whitespace()
        && (bound(s.at(end + 1)) || matches!(s.at(end + 1), ',' | '.' | ';' | ':'));
    closes
        .then(|| fault(SignKind::StraightQuotes, s.bytes(i, end + 1), format!("« {} »", s.word(i + 1, end))))
        .flatten()
}

fn points(s: &Signs<'_>, i: usize) -> Option<SignFault> {
    let end = s.end(i, |l| l == '.');
    let before = s.before(i);
    if end - i != 3 || before == '.' || before == '/' || s.at(end) == '/' {
        return None;
    }
    let etc = i >= 3 && s.word(i - 3, i).eq_ignore_ascii_case("etc");
    fault(SignKind::Ellipsis, s.bytes(i, end), if etc { "." } else { "…" })
}

fn number_sign(s: &Signs<'_>, i: usize) -> Option<SignFault> {
    let n = |k: usize, j: Option<usize>| {
        matches!(s.at(k), 'n' | 'N') && !j.is_some_and(|j| s.at(j).is_alphanumeric())
    };
    if s.before(i) == ' ' && i > 1 && n(i - 2, i.checked_sub(3)) {
        return fault(SignKind::NumberSign, s.bytes(i - 1, i), "");
    }
    let glued = i > 0 && n(i - 1, i.checked_sub(2)) && s.at(i + 1).is_ascii_digit();
    glued.then(|| fault(SignKind::NumberSign, s.bytes(i, i + 1), "° ")).flatten()
}

fn monsieur(s: &Signs<'_>, i: usize) -> Option<SignFault> {
    let end = if s.at(i + 2) == '.' { i + 3 } else { i + 2 };
    let is_correct = s.at(i + 1) == 'r'
        && !s.before(i).is_alphanumeric()
        && s.at(end) == ' '
        && s.at(end + 1).is_uppercase();
    is_correct.then(|| fault(SignKind::Monsieur, s.bytes(i, end), "M.")).flatten()
}

fn ligature(s: &Signs<'_>, i: usize) -> Option<SignFault> {
    let oeu = s.at(i + 1) == 'e' && s.at(i + 2) == 'u';
    let corrected = if s.at(i) == 'o' { "œ" } else { "Œ" };
    oeu.then(|| fault(SignKind::Ligature, s.bytes(i, i + 2), corrected)).flatten()
}

fn number(s: &Signs<'_>, i: usize) -> Option<SignFault> {
    let end = s.end(i, |l| l.is_ascii_digit());
    if s.before(i).is_alphanumeric() || matches!(s.before(i), '.' | ',' | '-' | '/') {
        return None;
    }
    let words = s.end(end, char::is_alphabetic);
    if words > end {
        let one = s.word(i, end) == "1";
        // « les 7MDS »: after a plural article, digits number what follows; « la loi 3DS » is a name.
        let capitals = words - end > 2 && s.word(end, words).bytes().all(|b| b.is_ascii_uppercase());
        let is_counted = || {
            let before = s.text.get(..s.bytes(0, i).end).unwrap_or("").trim_end();
            let article = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_lowercase();
            matches!(article.as_str(), "les" | "des" | "aux" | "ces" | "nos" | "ses" | "leurs")
        };
        if capitals && !s.at(words).is_alphanumeric() && is_counted() {
            return fault(
                SignKind::Glued,
                s.bytes(i, words),
                format!("{} {}", s.word(i, end), s.word(end, words)),
            );
        }
        let corrected = match s.word(end, words) {
            "ier" if one => "er",
            "iers" if one => "ers",
            "ière" | "ère" | "iere" | "ere" if one => "re",
            "ières" | "ères" if one => "res",
            "ème" | "ième" | "eme" | "ieme" if !one => "e",
            "èmes" | "ièmes" if !one => "es",
            _ => return None,
        };
        return fault(SignKind::Ordinal, s.bytes(end, words), corrected);
    }
    // « 1.604.636 € »: report only, never rewrite a figure.
    let mut k = end;
    while s.at(k) == '.' && s.end(k + 1, |l| l.is_ascii_digit()) == k + 4 {
        k += 4;
    }
    let unit = s.at(k) == '€' || s.at(k) == ' ' && (s.at(k + 1) == '€' || s.word(k + 1, k + 5) == "euro");
    (k > end && end - i <= 3 && unit).then(|| SignFault {
        kind: SignKind::Thousands,
        bytes: s.bytes(i, k),
        corrected: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(text: &str) -> String {
        let mut output = text.to_owned();
        for fault in faults(text).into_iter().rev() {
            if let Some(corrected) = &fault.corrected {
                output.replace_range(fault.bytes, corrected);
            }
        }
        output
    }

    #[test]
    fn what_is_wrong_is_set_right() {
        for (text, expected) in [
            ("un  mot , puis .", "un mot, puis."),
            ("95% et 3€, oui? (non!)", "95 % et 3 €, oui ? (non !)"),
            ("cf: note «mot»", "cf : note « mot »"),
            ("un,deux", "un, deux"),
            ("le \"mot juste\", oui", "le « mot juste », oui"),
            ("ainsi... etc...", "ainsi… etc."),
            ("1ère et 2ème, 1iers", "1re et 2e, 1ers"),
            ("n ° 5, n°6, Mr Dupont", "n° 5, n° 6, M. Dupont"),
            ("dans les 7MDS concernées", "dans les 7 MDS concernées"),
            ("main d'oeuvre, Oeuvre", "main d'œuvre, Œuvre"),
        ] {
            assert_eq!(fix(text), expected);
        }
        for number in ["1.604.636 €", "12  345 €"] {
            assert!(!faults(number).is_empty() && fix(number) == number, "{number}");
        }
    }

    #[test]
    fn what_is_right_stays() {
        for text in [
            "10:30, 12,5 % ; « oui » ? 1er, 1re, 2e, 1ers, 21e",
            "la loi 3DS, le site 7MDS, des 2CV, les 4X4, aux 16H30",
            "2.1/taux .. …. v1.2.3 L. 262-29 (n° 5)",
            "# $ @ _ * < > \\ \" ' ~ = - + / {{ x }} {% y %}",
            "10&nbsp;km, l&#39; et &amp;",
            "A,b (a,b) 3.5 € 12.345 poésie, moelle, 5\" et 6\" de large",
        ] {
            assert_eq!(faults(text), [], "{text}");
        }
    }
}
