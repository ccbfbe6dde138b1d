//! Numbers as people, spreadsheets and word processors write them. A number is read one way only: a form that has two
//! readings, or none, is an error that says why.

use rust_decimal::Decimal;

use super::numbers::format_plain;
use crate::text::unseen::unseen_kind;

/// Most digits of a number, those after the decimal mark included.
const MAX_DIGITS: usize = 18;

/// Signs read as a minus before a figure: hyphens, the minus sign, and the en dash that word processors make of them.
const MINUS: [char; 7] = ['-', '−', '–', '\u{2010}', '\u{2011}', '\u{fe63}', '\u{ff0d}'];

/// What a spreadsheet writes in place of a result, in French and in English, in capitals.
const SPREADSHEET_ERRORS: [&str; 16] = [
    "#REF!",
    "#N/A",
    "#NA",
    "#DIV/0!",
    "#VALEUR!",
    "#VALUE!",
    "#NOM?",
    "#NAME?",
    "#NOMBRE!",
    "#NUM!",
    "#NUL!",
    "#NULL!",
    "#CALC!",
    "#EPARS!",
    "#PROPAGATION!",
    "#SPILL!",
];

/// Why a text is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberError {
    /// Not digits with at most one decimal mark.
    Unreadable,
    /// Blanks that do not separate groups of three digits.
    Groups,
    /// More than eighteen digits.
    TooLarge,
    /// Three digits after a point or a comma: the two readings.
    Ambiguous {
        /// When the mark separates thousands.
        grouped: Decimal,
        /// When it is the decimal mark.
        decimal: Decimal,
    },
    /// A power of ten, and its value when it is of a reasonable size.
    Exponent(Option<Decimal>),
    /// The error of a spreadsheet, such as `#REF!`.
    Spreadsheet,
    /// An accountant's way to write a negative number, and that number.
    Brackets(Decimal),
    /// A plus sign, or a minus after the number.
    Sign,
    /// A character that nobody sees.
    Invisible(char),
    /// Words or a sign after the number that change it: « et demi », « milliers », « ½ ».
    Changed,
}

impl std::fmt::Display for NumberError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable => out.write_str("ce n’est pas un nombre"),
            Self::Groups => out.write_str("les chiffres ne sont pas groupés par trois"),
            Self::TooLarge => out.write_str("le nombre a plus de dix-huit chiffres"),
            Self::Ambiguous { grouped, decimal } => {
                write!(out, "{} ou {} ?", format_plain(*grouped, None), format_plain(*decimal, None))
            }
            Self::Exponent(_) => out.write_str("c’est une puissance de dix, comme les tableurs en écrivent"),
            Self::Spreadsheet => out.write_str("c’est une erreur de tableur, et non un nombre"),
            Self::Brackets(_) => {
                out.write_str("un nombre entre parenthèses n’est pas lu comme un nombre négatif")
            }
            Self::Sign => out.write_str("le seul signe est le moins, devant le nombre"),
            Self::Changed => out.write_str("ce qui suit le nombre en change la valeur"),
            Self::Invisible(c) => {
                write!(out, "il s’y trouve un caractère invisible, U+{:04X}", u32::from(*c))
            }
        }
    }
}

impl std::error::Error for NumberError {}

impl NumberError {
    /// What to write instead, when the text says it.
    pub fn advice(self) -> Option<String> {
        match self {
            Self::Ambiguous { grouped, decimal } => {
                // Three decimals that count are told from thousands by a fourth one.
                let short = decimal.normalize();
                let decimals = if short.scale() == 3 { 4 } else { short.scale() };
                Some(format!(
                    "écrire « {} », ou « {} » si ce sont des décimales",
                    format_plain(grouped, None),
                    format_plain(short, Some(decimals))
                ))
            }
            Self::Exponent(Some(value)) => {
                Some(format!("écrire le nombre en entier, comme « {} »", format_plain(value, None)))
            }
            Self::Brackets(value) => Some(format!("écrire « {} »", format_plain(value, None))),
            Self::Sign => Some("retirer le signe, ou écrire « -12 » pour un nombre négatif".to_owned()),
            Self::Spreadsheet => {
                Some("corriger la formule dans le tableur, puis écrire son résultat".to_owned())
            }
            Self::Invisible(_) => Some("effacer ce caractère, qui a été collé avec le texte".to_owned()),
            Self::Unreadable | Self::Groups | Self::TooLarge | Self::Changed | Self::Exponent(None) => None,
        }
    }
}

/// Reads `10 323`, `44,05`, `-3.5`, `1.234.567,8`; the decimals typed are kept (`15,50` has two). Blanks of any kind
/// group digits.
///
/// # Errors
/// See [`NumberError`]. Exactly three digits after a single point or comma are [`NumberError::Ambiguous`].
pub fn read_decimal(text: &str) -> Result<Decimal, NumberError> {
    read(text, false)
}

/// Reads a number that cannot be in thousands, such as a percentage: `12,345` has three decimals.
///
/// # Errors
/// See [`NumberError`].
pub fn read_fraction(text: &str) -> Result<Decimal, NumberError> {
    read(text, true)
}

fn read(text: &str, never_thousands: bool) -> Result<Decimal, NumberError> {
    refuse_strange(text)?;
    let text = text.trim_matches(is_blank);
    if let Some(inside) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        return Err(match read(inside, never_thousands) {
            Ok(value) if !value.is_sign_negative() => NumberError::Brackets(-value),
            Err(NumberError::Ambiguous { grouped, decimal }) => {
                NumberError::Ambiguous { grouped: -grouped, decimal: -decimal }
            }
            Ok(_) => NumberError::Unreadable,
            Err(error) => error,
        });
    }
    let (negative, body) = split_minus(text);
    if body.strip_prefix('+').or_else(|| body.strip_suffix(MINUS)).is_some_and(|t| read_body(t, true).is_ok())
    {
        return Err(NumberError::Sign);
    }
    let signed = |value: Decimal| if negative { -value } else { value };
    match read_body(body, never_thousands) {
        Ok(value) => Ok(signed(value)),
        Err(NumberError::Unreadable) if is_exponent(body) => {
            Err(NumberError::Exponent(exponent(body).map(signed)))
        }
        Err(NumberError::Ambiguous { grouped, decimal }) => {
            Err(NumberError::Ambiguous { grouped: signed(grouped), decimal: signed(decimal) })
        }
        Err(error) => Err(error),
    }
}

/// Refuses what is no figure whatever stands around it: an error of a spreadsheet, an invisible character.
///
/// # Errors
/// [`NumberError::Spreadsheet`] and [`NumberError::Invisible`].
pub fn refuse_strange(text: &str) -> Result<(), NumberError> {
    if is_spreadsheet_error(text) {
        return Err(NumberError::Spreadsheet);
    }
    text.chars().find(|c| is_invisible(*c)).map_or(Ok(()), |c| Err(NumberError::Invisible(c)))
}

/// Whether a text is the error of a spreadsheet and nothing else: `#REF!`, `#####`.
pub fn is_spreadsheet_error(text: &str) -> bool {
    let text = text.trim_matches(is_blank);
    let too_narrow = text.len() >= 3 && text.bytes().all(|b| b == b'#');
    text.starts_with('#') && (too_narrow || SPREADSHEET_ERRORS.contains(&text.to_uppercase().as_str()))
}

/// Takes the minus off a text, and the blanks after it.
pub fn split_minus(text: &str) -> (bool, &str) {
    match text.strip_prefix(MINUS) {
        Some(rest) => (true, rest.trim_start_matches(is_blank)),
        None => (false, text),
    }
}

/// Whether a character is a blank within a line, of any width.
pub fn is_blank(c: char) -> bool {
    c == '\t' || (c.is_whitespace() && !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}'))
}

/// Whether a character is not drawn, or drawn as nothing: controls, joiners, marks of direction, fillers.
pub fn is_invisible(c: char) -> bool {
    let is_blank = matches!(c, '\t' | '\n' | '\r');
    (c.is_control() && !is_blank) || c == char::REPLACEMENT_CHARACTER || unseen_kind(c).is_some()
}

/// What separates two runs of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Blank,
    Apostrophe,
    Comma,
    Point,
}

/// The runs of digits of a text and the mark between each and the next; `None` when it has anything else.
fn digits_and_marks(text: &str) -> Option<(Vec<&str>, Vec<Mark>)> {
    let (mut runs, mut marks) = (Vec::new(), Vec::new());
    let mut rest = text;
    loop {
        let (digits, after) =
            rest.split_at_checked(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()))?;
        if digits.is_empty() {
            return None;
        }
        runs.push(digits);
        let Some(first) = after.chars().next() else { return Some((runs, marks)) };
        let (mark, next) = match first {
            ',' => (Mark::Comma, after.strip_prefix(first)?),
            '.' => (Mark::Point, after.strip_prefix(first)?),
            '\'' | '’' => (Mark::Apostrophe, after.strip_prefix(first)?),
            c if is_blank(c) => (Mark::Blank, after.trim_start_matches(is_blank)),
            _ => return None,
        };
        marks.push(mark);
        rest = next;
    }
}

/// Reads digits and their marks, without a sign.
fn read_body(text: &str, never_thousands: bool) -> Result<Decimal, NumberError> {
    let (mut runs, mut marks) = digits_and_marks(text).ok_or(NumberError::Unreadable)?;
    let last = marks.last().copied();
    let single = last.is_some_and(|last| marks.iter().filter(|m| **m == last).count() == 1);
    let is_decimal = matches!(last, Some(Mark::Comma | Mark::Point)) && single;
    let mut fraction = "";
    if is_decimal {
        marks.pop();
        fraction = runs.pop().unwrap_or_default();
    }
    let whole = group(&runs, &marks)?;
    if whole.len() + fraction.len() > MAX_DIGITS {
        return Err(NumberError::TooLarge);
    }
    let value = |text: &str| Decimal::from_str_exact(text).map_err(|_| NumberError::Unreadable);
    if !is_decimal {
        return value(&whole);
    }
    let decimal = value(&format!("{whole}.{fraction}"))?;
    let could_be_thousands =
        fraction.len() == 3 && marks.is_empty() && whole.len() <= 3 && !whole.starts_with('0');
    if could_be_thousands && !never_thousands {
        return Err(NumberError::Ambiguous { grouped: value(&format!("{whole}{fraction}"))?, decimal });
    }
    Ok(decimal)
}

/// Joins the groups of the digits before the decimal mark: three digits each, one mark for all.
fn group(runs: &[&str], marks: &[Mark]) -> Result<String, NumberError> {
    let [first, others @ ..] = runs else { return Err(NumberError::Unreadable) };
    let mark = marks.first();
    if marks.iter().any(|m| Some(m) != mark) {
        return Err(NumberError::Unreadable);
    }
    if !others.is_empty() && (first.len() > 3 || others.iter().any(|g| g.len() != 3)) {
        let blank = mark == Some(&Mark::Blank);
        return Err(if blank { NumberError::Groups } else { NumberError::Unreadable });
    }
    Ok(runs.concat())
}

fn exponent_parts(text: &str) -> Option<(&str, &str)> {
    let (mantissa, power) = text.split_once(['e', 'E'])?;
    let digits = power.strip_prefix(['+', '-', '−']).unwrap_or(power);
    let is_power = (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    (is_power && read_body(mantissa, true).is_ok()).then_some((mantissa, power))
}

fn is_exponent(text: &str) -> bool {
    exponent_parts(text).is_some()
}

/// The value of `1,5E+05`; `None` past what a number can hold.
fn exponent(text: &str) -> Option<Decimal> {
    let (mantissa, power) = exponent_parts(text)?;
    let mantissa = read_body(mantissa, true).ok()?;
    let power: i32 = power.replace('−', "-").trim_start_matches('+').parse().ok()?;
    let ten = Decimal::TEN;
    let value = (0..power.unsigned_abs().min(30)).try_fold(mantissa, |value, _| {
        if power < 0 { value.checked_div(ten) } else { value.checked_mul(ten) }
    })?;
    (power.abs() <= 15).then(|| value.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn every_blank_groups_digits() {
        for blank in [
            "\u{a0}", "\u{202f}", "\u{2009}", "\u{2007}", "\u{2002}", "\t", "  ", " \u{a0}", "\u{3000}", "’",
            "'",
        ] {
            assert_eq!(read_decimal(&format!("33{blank}333,33")), Ok(number("33333.33")), "{blank:?}");
        }
    }

    #[test]
    fn three_digits_after_one_mark_have_two_readings() {
        for (text, grouped, decimal) in [
            ("14.000", "14000", "14.000"),
            ("14,000", "14000", "14.000"),
            ("-1,125", "-1125", "-1.125"),
            ("90.667", "90667", "90.667"),
        ] {
            let error = NumberError::Ambiguous { grouped: number(grouped), decimal: number(decimal) };
            assert_eq!(read_decimal(text), Err(error), "{text}");
        }
        for (text, value) in [
            ("0,125", "0.125"),
            ("1 234,567", "1234.567"),
            ("1234,567", "1234.567"),
            ("1,1250", "1.1250"),
            ("14.00", "14.00"),
            ("1.234.567", "1234567"),
            ("1.234,56", "1234.56"),
            ("1,234,567.8", "1234567.8"),
        ] {
            assert_eq!(read_decimal(text), Ok(number(value)), "{text}");
        }
        assert_eq!(read_fraction("12,345"), Ok(number("12.345")));
        assert_eq!(read_decimal("1.300").unwrap_err().to_string(), "1 300 ou 1,300 ?");
        assert_eq!(
            read_decimal("1,125").unwrap_err().advice().unwrap(),
            "écrire « 1 125 », ou « 1,1250 » si ce sont des décimales"
        );
    }

    #[test]
    fn a_minus_is_read_and_any_other_sign_is_refused() {
        for text in ["-12", "−12", "–12", "- 12", "–\u{a0}12", "\u{2011}12"] {
            assert_eq!(read_decimal(text), Ok(number("-12")), "{text}");
        }
        for text in ["+12", "12-", "12–"] {
            assert_eq!(read_decimal(text), Err(NumberError::Sign), "{text}");
        }
        assert_eq!(read_decimal("(12)"), Err(NumberError::Brackets(number("-12"))));
        for text in ["—12", "--12", "1-2", "-", "(-12)"] {
            assert_eq!(read_decimal(text), Err(NumberError::Unreadable), "{text}");
        }
    }

    #[test]
    fn what_programs_write_is_named() {
        for text in ["#REF!", "#N/A", " #div/0! ", "#VALEUR!", "#####"] {
            assert_eq!(read_decimal(text), Err(NumberError::Spreadsheet), "{text}");
        }
        assert_eq!(read_decimal("1,5E+05"), Err(NumberError::Exponent(Some(number("150000")))));
        assert_eq!(read_decimal("-2e-3"), Err(NumberError::Exponent(Some(number("-0.002")))));
        assert_eq!(read_decimal("1e999"), Err(NumberError::Exponent(None)));
        for c in ['\u{200b}', '\u{feff}', '\u{ad}', '\u{202e}', '\u{2800}', '\u{0}'] {
            assert_eq!(read_decimal(&format!("1{c}2")), Err(NumberError::Invisible(c)), "{c:?}");
        }
        for text in ["", ",5", "5,", "1,2,3", "29.09.2022", "1 2.3 4", "1.234 567", "3,141 592", "½", "１２"]
        {
            assert!(read_decimal(text).is_err(), "{text}");
        }
        assert_eq!(read_decimal("41 50 00"), Err(NumberError::Groups));
        assert_eq!(read_decimal("99999999999999999999"), Err(NumberError::TooLarge));
    }
}
