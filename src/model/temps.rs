//! Days, imprecise dates and durations, with the precision that was written.

use std::fmt;

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Jour(time::Date);

/// The months in French.
pub const MOIS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

impl Jour {
    /// A day that exists between 1900 and 2200, or nothing.
    pub fn new(annee: u16, mois: u8, jour: u8) -> Option<Self> {
        if !(1900..=2200).contains(&annee) {
            return None;
        }
        let mois = time::Month::try_from(mois).ok()?;
        time::Date::from_calendar_date(i32::from(annee), mois, jour).ok().map(Self)
    }

    /// Year.
    pub fn annee(self) -> i32 {
        self.0.year()
    }

    /// Month from 1.
    pub fn mois(self) -> u8 {
        u8::from(self.0.month())
    }

    /// Day of the month from 1.
    pub fn jour(self) -> u8 {
        self.0.day()
    }

    /// Rank in a count of days without a gap, for differences; a multiple of 7 is a Monday.
    pub fn rang(self) -> i32 {
        self.0.to_julian_day()
    }

    /// The day so many days later, or earlier.
    pub fn decaler(self, jours: i32) -> Option<Self> {
        time::Date::from_julian_day(self.rang().checked_add(jours)?).ok().map(Self)
    }

    /// As data are written: `2022-09-29`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.annee(), self.mois(), self.jour())
    }
}

/// « 1er juillet 2022 », « 29 septembre 2022 ».
impl fmt::Display for Jour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let suffixe = if self.jour() == 1 { "er" } else { "" };
        write!(f, "{}{suffixe}\u{a0}{} {}", self.jour(), mois(self.mois()), self.annee())
    }
}

/// Name of a month counted from 1.
pub fn mois(numero: u8) -> &'static str {
    MOIS.get(usize::from(numero).wrapping_sub(1)).copied().unwrap_or("")
}

/// The moment, or the interval, at which a value was true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fenetre {
    /// At the end of a day.
    Au(Jour),
    /// From a day to another, both included.
    DuAu(Jour, Jour),
}

/// « au 30 juin 2022 », « du 1er janvier au 30 juin 2022 ».
impl fmt::Display for Fenetre {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Au(jour) => write!(f, "au {jour}"),
            Self::DuAu(debut, fin) if debut.annee() == fin.annee() => {
                let suffixe = if debut.jour() == 1 { "er" } else { "" };
                write!(f, "du {}{suffixe}\u{a0}{} au {fin}", debut.jour(), mois(debut.mois()))
            }
            Self::DuAu(debut, fin) => write!(f, "du {debut} au {fin}"),
        }
    }
}

/// A date with the precision that the act gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateImprecise {
    /// A day.
    Jour(Jour),
    /// A month of a year.
    Mois(u8, u16),
    /// A year.
    Annee(u16),
    /// The beginning of a year.
    Debut(u16),
    /// The end of a year.
    Fin(u16),
    /// One or the other.
    Entre(Box<DateImprecise>, Box<DateImprecise>),
    /// Already under way, no date given.
    EnCours,
    /// Already there, no date given.
    DejaExistante,
    /// Words that are not a date.
    Texte(String),
}

impl fmt::Display for DateImprecise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Jour(j) => j.fmt(f),
            Self::Mois(m, a) => write!(f, "{} {a}", mois(*m)),
            Self::Annee(a) => write!(f, "{a}"),
            Self::Debut(a) => write!(f, "début {a}"),
            Self::Fin(a) => write!(f, "fin {a}"),
            Self::Entre(a, b) => write!(f, "{a} ou {b}"),
            Self::EnCours => f.write_str("en cours"),
            Self::DejaExistante => f.write_str("action déjà existante"),
            Self::Texte(t) => f.write_str(t),
        }
    }
}

/// Unit of a length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unite {
    /// Days.
    Jours,
    /// Weeks.
    Semaines,
    /// Months.
    Mois,
    /// Years.
    Ans,
}

/// How long an action lasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Duree {
    /// No end is foreseen.
    Indeterminee,
    /// A length, and the end that the act deduces from it.
    Longueur(u16, Unite, Option<DateImprecise>),
    /// From a date to another.
    Periode(DateImprecise, DateImprecise),
    /// Words that are not a duration.
    Texte(String),
}

impl fmt::Display for Duree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Indeterminee => f.write_str("indéterminée"),
            Self::Longueur(n, unite, fin) => {
                let pluriel = if *n > 1 { "s" } else { "" };
                match unite {
                    Unite::Jours => write!(f, "{n}\u{a0}jour{pluriel}")?,
                    Unite::Semaines => write!(f, "{n}\u{a0}semaine{pluriel}")?,
                    Unite::Mois => write!(f, "{n}\u{a0}mois")?,
                    Unite::Ans => write!(f, "{n}\u{a0}an{pluriel}")?,
                }
                match fin {
                    // An end told by a vowel takes « jusqu'en », a day « jusqu'au ».
                    Some(DateImprecise::Jour(j)) => write!(f, ", jusqu’au {j}"),
                    Some(fin) => write!(f, ", jusqu’en {fin}"),
                    None => Ok(()),
                }
            }
            Self::Periode(DateImprecise::Annee(a), DateImprecise::Annee(b)) => write!(f, "{a}-{b}"),
            Self::Periode(DateImprecise::Jour(a), DateImprecise::Jour(b)) => {
                write!(f, "{}", Fenetre::DuAu(*a, *b))
            }
            Self::Periode(a, b) => write!(f, "{a} à {b}"),
            Self::Texte(t) => f.write_str(t),
        }
    }
}
