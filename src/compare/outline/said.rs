//! The scalars of the model as data that are compared by what they print.

use rust_decimal::Decimal;

use crate::compare::portion::Datum;
use crate::ledger::current::words;
use crate::model::{Absence, CellValues, Day, Duration, ImpreciseDate, Measured, Montant, Numero, Value};
use crate::text::lookalikes::joined_accents;
use crate::text::typography::apply_typography;
use crate::text::{ProjectPath, Span, Spanned};

/// What says one thing, or nothing.
pub(super) trait Said {
    /// What is said, and where.
    fn say(&self) -> Option<(Datum, Option<Span>)>;
}

/// Words as they are printed: kinds of apostrophes and of blanks are one, accents typed apart are joined.
fn as_printed(text: &str) -> String {
    let plain = |letter: char| if letter.is_whitespace() && letter != '\n' { ' ' } else { letter };
    apply_typography(&joined_accents(text)).chars().map(plain).collect()
}

/// What is said by its words.
macro_rules! said_by_words {
    ($($type:ident),*) => {$(
        impl Said for $type {
            fn say(&self) -> Option<(Datum, Option<Span>)> {
                Some((Datum::Words(as_printed(&self.to_string())), None))
            }
        }
    )*};
}

said_by_words!(String, str, Duration, ImpreciseDate, Numero, ProjectPath, u16);

impl Said for &str {
    fn say(&self) -> Option<(Datum, Option<Span>)> {
        (*self).say()
    }
}

impl Said for Montant {
    fn say(&self) -> Option<(Datum, Option<Span>)> {
        Some((Datum::Montant(*self), None))
    }
}

impl Said for Decimal {
    fn say(&self) -> Option<(Datum, Option<Span>)> {
        Some((Datum::Number(self.normalize(), String::new()), None))
    }
}

impl Said for Day {
    fn say(&self) -> Option<(Datum, Option<Span>)> {
        Some((Datum::Day(*self), None))
    }
}

impl Said for Absence {
    fn say(&self) -> Option<(Datum, Option<Span>)> {
        Some((Datum::Absent(*self), None))
    }
}

impl Said for bool {
    fn say(&self) -> Option<(Datum, Option<Span>)> {
        Some((Datum::Flag(*self), None))
    }
}

impl Said for CellValues {
    fn say(&self) -> Option<(Datum, Option<Span>)> {
        let place = self.first().map(|value| value.measured.span);
        let datum = match self.as_slice() {
            [] => return None,
            [only] => simple(only).unwrap_or_else(|| Datum::Words(in_words(only))),
            several => Datum::Words(several.iter().map(in_words).collect::<Vec<_>>().join(" ; ")),
        };
        Some((datum, place))
    }
}

/// A value that is but a number, or the reason of its absence.
fn simple(value: &Value) -> Option<Datum> {
    let Value { measured, window: None, perimeter: None, source: None, note: None, printed: None } = value
    else {
        return None;
    };
    match &measured.value {
        Measured::Number(number) => {
            Some(Datum::Number(number.value.normalize(), number.unit.clone().unwrap_or_default()))
        }
        Measured::Absent(absence) => Some(Datum::Absent(*absence)),
        _ => None,
    }
}

/// A value with all that is said of it.
fn in_words(value: &Value) -> String {
    let Value { window, perimeter, source, note, printed, .. } = value;
    let mut all = words(&vec![value.clone()]);
    let mut add = |before: &str, said: Option<String>| {
        if let Some(said) = said {
            all.push_str(&format!("{before}{said}"));
        }
    };
    add(" ", window.map(|window| window.to_string()));
    add(", ", perimeter.clone());
    add(", source\u{a0}: ", source.clone());
    add(", note\u{a0}: ", note.clone());
    add(", imprimé\u{a0}: ", printed.clone());
    all
}

impl<T: Said> Said for Option<T> {
    fn say(&self) -> Option<(Datum, Option<Span>)> {
        self.as_ref()?.say()
    }
}

impl<T: Said, E: Said> Said for Result<T, E> {
    fn say(&self) -> Option<(Datum, Option<Span>)> {
        match self {
            Ok(said) => said.say(),
            Err(reason) => reason.say(),
        }
    }
}

impl<T: Said> Said for Spanned<T> {
    fn say(&self) -> Option<(Datum, Option<Span>)> {
        let (datum, _) = self.value.say()?;
        Some((datum, Some(self.span)))
    }
}
