//! The number of a fiche: « 4 », « 1.1 », « A2 ». It is a name that people count with, so it is kept as it is written.

use std::cmp::Ordering;
use std::fmt;

use crate::text::ProjectPath;

/// The number of a fiche, short enough to be copied: 1 to 12 letters and digits of ASCII, with points, hyphens or slashes
/// between them. The number 4 is before 10, and 1.2 before 1.10.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Numero {
    bytes: [u8; Self::LONGEST],
    len: u8,
}

impl Numero {
    /// Most characters of a number.
    pub const LONGEST: usize = 12;

    /// Reads a number; `None` for what is none, and for a whole number past 999, which is a year or a slip. Leading zeros
    /// of a whole number are not part of it.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = match text.trim_start_matches('0') {
            "" => return None,
            whole if text.bytes().all(|b| b.is_ascii_digit()) => {
                Some(whole).filter(|digits| digits.len() <= 3)?
            }
            _ => text,
        };
        let is_sign = |b: &u8| matches!(b, b'.' | b'-' | b'/');
        let letters = text.as_bytes();
        let is_number = letters.iter().all(|b| b.is_ascii_alphanumeric() || is_sign(b))
            && letters.iter().any(u8::is_ascii_digit)
            && !letters.first().is_some_and(is_sign)
            && !letters.last().is_some_and(is_sign)
            && !letters.windows(2).any(|pair| pair.iter().all(is_sign));
        let mut bytes = [0; Self::LONGEST];
        bytes.get_mut(..letters.len()).filter(|_| is_number)?.copy_from_slice(letters);
        Some(Self { bytes, len: u8::try_from(letters.len()).ok()? })
    }

    /// The number that the name of a file begins with: « 04-accueil.md », « 1.1 accueil.md ». Four digits are a year.
    pub fn of_file(path: &ProjectPath) -> Option<Self> {
        let stem = path.stem();
        let end = stem.find(['-', '_', ' ']).unwrap_or(stem.len());
        let (head, _) = stem.split_at(end);
        let is_number = head
            .split('.')
            .all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
        Self::read(head).filter(|_| is_number)
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        self.bytes.get(..usize::from(self.len)).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default()
    }

    /// The whole number that it is, when it is one.
    pub fn whole(self) -> Option<u16> {
        self.as_str().parse().ok()
    }

    /// Whether two numbers have as many parts: 4 is like 12, and 1.1 like 2.3.
    pub fn is_like(self, other: Self) -> bool {
        let parts = |number: &Self| number.as_str().split(['.', '-', '/']).count();
        parts(&self) == parts(&other)
    }

    /// For a file name: « 04 », « 1.1 ».
    pub fn in_file_name(self) -> String {
        match self.whole() {
            Some(whole) => format!("{whole:02}"),
            None => self.as_str().replace('/', "-"),
        }
    }

    /// The number that is expected after it: its last figure, one more. None when it ends with a letter.
    pub fn next(self) -> Option<Self> {
        let text = self.as_str();
        let (before, last) = text.split_at(text.trim_end_matches(|c: char| c.is_ascii_digit()).len());
        Self::read(&format!("{before}{}", last.parse::<u32>().ok()?.checked_add(1)?))
    }
}

impl From<u16> for Numero {
    fn from(whole: u16) -> Self {
        let mut number = Self { bytes: [0; Self::LONGEST], len: 0 };
        for (place, digit) in number.bytes.iter_mut().zip(whole.to_string().bytes()) {
            *place = digit;
            number.len += 1;
        }
        number
    }
}

impl fmt::Display for Numero {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Numero {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for Numero {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.whole() {
            Some(whole) => serializer.serialize_u16(whole),
            None => serializer.serialize_str(self.as_str()),
        }
    }
}

impl PartialOrd for Numero {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Numero {
    fn cmp(&self, other: &Self) -> Ordering {
        natural_order(self.as_str(), other.as_str()).then_with(|| self.as_str().cmp(other.as_str()))
    }
}

/// The order of a person: runs of digits as numbers, the rest letter by letter.
pub fn natural_order(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let (head_a, rest_a) = run(a);
        let (head_b, rest_b) = run(b);
        if head_a.is_empty() || head_b.is_empty() {
            return head_a.len().cmp(&head_b.len());
        }
        let as_number = |digits: &str| {
            let significant = digits.trim_start_matches('0');
            (significant.len(), significant.to_owned())
        };
        let is_digit = |head: &str| head.starts_with(|c: char| c.is_ascii_digit());
        let order = match (is_digit(head_a), is_digit(head_b)) {
            (true, true) => as_number(head_a).cmp(&as_number(head_b)),
            _ => head_a.cmp(head_b),
        };
        if order != Ordering::Equal {
            return order;
        }
        (a, b) = (rest_a, rest_b);
    }
}

/// The first run of digits, or of other characters, and what follows.
fn run(text: &str) -> (&str, &str) {
    let is_digit = text.starts_with(|c: char| c.is_ascii_digit());
    let end = text.find(|c: char| c.is_ascii_digit() != is_digit).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_as_it_is_written() {
        for (written, kept) in [
            ("4", Some("4")),
            ("04", Some("4")),
            ("1.10", Some("1.10")),
            ("A2", Some("A2")),
            ("2bis", Some("2bis")),
            ("V1-3", Some("V1-3")),
            ("0", None),
            ("2024", None),
            ("00", None),
            ("", None),
            ("abc", None),
            ("1.", None),
            (".1", None),
            ("1..2", None),
            ("1 2", None),
            ("1é", None),
            ("1234567890123", None),
        ] {
            assert_eq!(Numero::read(written).as_ref().map(Numero::as_str), kept, "{written}");
        }
    }

    #[test]
    fn numbers_sort_as_a_person_counts() {
        let mut numbers =
            ["10", "2", "1.10", "1.2", "1", "2bis", "A10", "A2"].map(|n| Numero::read(n).unwrap());
        numbers.sort();
        assert_eq!(numbers.map(|n| n.to_string()), ["1", "1.2", "1.10", "2", "2bis", "10", "A2", "A10"]);
    }

    #[test]
    fn the_next_number_counts_its_last_figure() {
        for (number, next) in [("9", Some("10")), ("1.9", Some("1.10")), ("A2", Some("A3")), ("2bis", None)] {
            let next_number = Numero::read(number).unwrap().next();
            assert_eq!(next_number.as_ref().map(Numero::as_str), next, "{number}");
        }
    }
}
