//! Typography of a plain text: what is not written as French wants, and what would be.

use std::ops::Range;

/// Kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Two spaces or more between words.
    Double,
    /// A space before a comma or a full stop.
    Before,
    /// No space before a double sign or a unit.
    Lack,
    /// No space after a comma.
    After,
    /// Straight quotation marks.
    StraightQuotes,
    /// Three full stops.
    Ellipsis,
    /// A long ordinal.
    Ordinal,
    /// The sign of a number.
    HeadingNumber,
    /// « Mr ».
    Monsieur,
    /// `oe` for `œ`.
    Ligature,
    /// Thousands by points.
    Thousands,
}

impl Kind {
    /// What is wrong, and what to do.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Double => ("espaces doubles", "n’en garder qu’une"),
            Self::Before => ("espace de trop avant une virgule ou un point", "la retirer"),
            Self::Lack => ("espace qui manque avant ou après un signe", "l’ajouter"),
            Self::After => ("espace qui manque après une virgule", "l’ajouter"),
            Self::StraightQuotes => ("guillemets droits", "écrire « »"),
            Self::Ellipsis => ("points de suspension tapés un à un", "écrire « … », ou « etc. » seul"),
            Self::Ordinal => ("abréviation d’un ordinal", "écrire « 1er », « 1re », « 2e »"),
            Self::HeadingNumber => ("abréviation de « numéro »", "écrire « n° 5 »"),
            Self::Monsieur => ("abréviation de « Monsieur »", "écrire « M. »"),
            Self::Ligature => ("« oe » sans ligature", "écrire « œ »"),
            Self::Thousands => ("milliers séparés par des points", "les séparer par des espaces"),
        }
    }
}

/// A fault.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Kind.
    pub sort: Kind,
    /// Bytes that change.
    pub bytes: Range<usize>,
    /// The text that is right, when it is certain.
    pub fresh: Option<String>,
}

/// The signs of a text with where they stand.
struct Signs<'t> {
    text: &'t str,
    letters: Vec<(usize, char)>,
}

impl Signs<'_> {
    fn a(&self, i: usize) -> char {
        self.letters.get(i).map_or('\0', |(_, l)| *l)
    }

    fn before(&self, i: usize) -> char {
        i.checked_sub(1).map_or('\0', |i| self.a(i))
    }

    fn bytes(&self, from: usize, a: usize) -> Range<usize> {
        let byte = |i: usize| self.letters.get(i).map_or(self.text.len(), |(o, _)| *o);
        byte(from)..byte(a)
    }

    fn end(&self, from: usize, kind: fn(char) -> bool) -> usize {
        (from..self.letters.len()).find(|k| !kind(self.a(*k))).unwrap_or(self.letters.len())
    }

    fn word(&self, from: usize, a: usize) -> &str {
        self.text.get(self.bytes(from, a)).unwrap_or("")
    }
}

/// Whether a sign ends what is before it: the end, a blank, a closing sign.
fn bound(l: char) -> bool {
    matches!(l, '\0' | ')' | '»' | '|') || l.is_whitespace()
}

/// Whether a text may have a fault: most have none, and two neighbouring bytes tell it.
fn suspect(text: &str) -> bool {
    let bytes = text.as_bytes();
    // The last bytes of « », of the no-break spaces and of °; the first ones of € and of letters with an accent.
    let suspects = bytes.iter().zip(bytes.iter().skip(1).chain([&b' '])).any(|(a, b)| match (*a, *b) {
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
    suspects || text.contains("n °") || text.contains("N °")
}

/// The faults of a text, in order.
pub(crate) fn faults(text: &str) -> Vec<Fault> {
    if !suspect(text) {
        return Vec::new();
    }
    let s = Signs { text, letters: text.char_indices().collect() };
    let mut output: Vec<Fault> = Vec::new();
    for i in 0..s.letters.len() {
        let hit = match s.a(i) {
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
        // A fault within the bytes of the one before is the same fault.
        output.extend(hit.filter(|f| output.last().is_none_or(|d| d.bytes.end <= f.bytes.start)));
    }
    output
}

fn fault(sort: Kind, bytes: Range<usize>, fresh: impl Into<String>) -> Option<Fault> {
    Some(Fault { sort, bytes, fresh: Some(fresh.into()) })
}

fn space(s: &Signs<'_>, i: usize) -> Option<Fault> {
    if s.before(i) == ' ' || i == 0 {
        return None;
    }
    let end = s.end(i, |l| l == ' ');
    let (next, previous) = (s.a(end), s.before(i));
    let closed = previous.is_alphanumeric() || matches!(previous, ')' | '»' | '%' | '€');
    if closed && (next == ',' || next == '.') && bound(s.a(end + 1)) {
        return fault(Kind::Before, s.bytes(i, end), "");
    }
    if end - i < 2 || next == '\0' {
        return None;
    }
    // Between two digits, one blank would make one number of two.
    let number = previous.is_ascii_digit() && next.is_ascii_digit();
    Some(Fault { sort: Kind::Double, bytes: s.bytes(i, end), fresh: (!number).then(|| " ".to_owned()) })
}

fn sign(s: &Signs<'_>, i: usize) -> Option<Fault> {
    let (l, before, after) = (s.a(i), s.before(i), s.a(i + 1));
    let closed = before.is_alphabetic() || matches!(before, ')' | '»');
    let lack = match l {
        ';' | '?' | '!' => (closed || before.is_ascii_digit()) && bound(after),
        ':' => closed && (after == ' ' || after == '\0'),
        '%' | '€' => before.is_ascii_digit() && !after.is_alphanumeric(),
        '»' => closed || before.is_ascii_digit() || matches!(before, '.' | '…'),
        '«' => {
            return after.is_alphanumeric().then(|| fault(Kind::Lack, s.bytes(i, i + 1), "« ")).flatten();
        }
        _ => false,
    };
    lack.then(|| fault(Kind::Lack, s.bytes(i, i + 1), format!(" {l}"))).flatten()
}

fn comma(s: &Signs<'_>, i: usize) -> Option<Fault> {
    let letter = |k: Option<usize>| k.is_some_and(|k| s.a(k).is_lowercase());
    let before = letter(i.checked_sub(1)) && letter(i.checked_sub(2));
    let after = s.a(i + 1).is_alphabetic() && s.a(i + 2).is_lowercase();
    (before && after).then(|| fault(Kind::After, s.bytes(i, i + 1), ", ")).flatten()
}

fn straight_quotes(s: &Signs<'_>, i: usize) -> Option<Fault> {
    let opens = matches!(s.before(i), '\0' | ' ' | '(' | '\'' | '’') && s.a(i + 1).is_alphanumeric();
    if !opens {
        return None;
    }
    let end = (i + 1..s.letters.len()).find(|k| s.a(*k) == '"')?;
    let closes = !s.before(end).is_whitespace()
        && (bound(s.a(end + 1)) || matches!(s.a(end + 1), ',' | '.' | ';' | ':'));
    closes
        .then(|| fault(Kind::StraightQuotes, s.bytes(i, end + 1), format!("« {} »", s.word(i + 1, end))))
        .flatten()
}

fn points(s: &Signs<'_>, i: usize) -> Option<Fault> {
    let end = s.end(i, |l| l == '.');
    let before = s.before(i);
    if end - i != 3 || before == '.' || before == '/' || s.a(end) == '/' {
        return None;
    }
    let etc = i >= 3 && s.word(i - 3, i).eq_ignore_ascii_case("etc");
    fault(Kind::Ellipsis, s.bytes(i, end), if etc { "." } else { "…" })
}

fn number_sign(s: &Signs<'_>, i: usize) -> Option<Fault> {
    let n = |k: usize, j: Option<usize>| {
        matches!(s.a(k), 'n' | 'N') && !j.is_some_and(|j| s.a(j).is_alphanumeric())
    };
    if s.before(i) == ' ' && i > 1 && n(i - 2, i.checked_sub(3)) {
        return fault(Kind::HeadingNumber, s.bytes(i - 1, i), "");
    }
    let glued = i > 0 && n(i - 1, i.checked_sub(2)) && s.a(i + 1).is_ascii_digit();
    glued.then(|| fault(Kind::HeadingNumber, s.bytes(i, i + 1), "° ")).flatten()
}

fn monsieur(s: &Signs<'_>, i: usize) -> Option<Fault> {
    let end = if s.a(i + 2) == '.' { i + 3 } else { i + 2 };
    let is_correct =
        s.a(i + 1) == 'r' && !s.before(i).is_alphanumeric() && s.a(end) == ' ' && s.a(end + 1).is_uppercase();
    is_correct.then(|| fault(Kind::Monsieur, s.bytes(i, end), "M.")).flatten()
}

fn ligature(s: &Signs<'_>, i: usize) -> Option<Fault> {
    let oeu = s.a(i + 1) == 'e' && s.a(i + 2) == 'u';
    let fresh = if s.a(i) == 'o' { "œ" } else { "Œ" };
    oeu.then(|| fault(Kind::Ligature, s.bytes(i, i + 2), fresh)).flatten()
}

fn number(s: &Signs<'_>, i: usize) -> Option<Fault> {
    let end = s.end(i, |l| l.is_ascii_digit());
    if s.before(i).is_alphanumeric() || matches!(s.before(i), '.' | ',' | '-' | '/') {
        return None;
    }
    let words = s.end(end, char::is_alphabetic);
    if words > end {
        let one = s.word(i, end) == "1";
        let fresh = match s.word(end, words) {
            "ier" if one => "er",
            "iers" if one => "ers",
            "ière" | "ère" | "iere" | "ere" if one => "re",
            "ières" | "ères" if one => "res",
            "ème" | "ième" | "eme" | "ieme" if !one => "e",
            "èmes" | "ièmes" if !one => "es",
            _ => return None,
        };
        return fault(Kind::Ordinal, s.bytes(end, words), fresh);
    }
    // « 1.604.636 € »: a figure is never changed by the program.
    let mut k = end;
    while s.a(k) == '.' && s.end(k + 1, |l| l.is_ascii_digit()) == k + 4 {
        k += 4;
    }
    let unit = s.a(k) == '€' || s.a(k) == ' ' && (s.a(k + 1) == '€' || s.word(k + 1, k + 5) == "euro");
    (k > end && end - i <= 3 && unit).then(|| Fault {
        sort: Kind::Thousands,
        bytes: s.bytes(i, k),
        fresh: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(text: &str) -> String {
        let mut output = text.to_owned();
        for fault in faults(text).into_iter().rev() {
            if let Some(fresh) = &fault.fresh {
                output.replace_range(fault.bytes, fresh);
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
            "2.1/taux .. …. v1.2.3 L. 262-29 (n° 5)",
            "# $ @ _ * < > \\ \" ' ~ = - + / {{ x }} {% y %}",
            "A,b (a,b) 3.5 € 12.345 poésie, moelle, 5\" et 6\" de large",
        ] {
            assert_eq!(faults(text), [], "{text}");
        }
    }
}
