//! Periods in whole months, to see what of a budget falls outside a year.

use crate::model::{DateImprecise, Duree};

/// Months from the first to the last, both included; a month is twelve times its year and its rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Periode {
    /// First month.
    pub debut: i32,
    /// Last month.
    pub fin: i32,
}

impl Periode {
    /// The months of a year.
    pub fn annee(annee: u16) -> Self {
        let debut = i32::from(annee) * 12;
        Self { debut, fin: debut + 11 }
    }

    /// The months of a duration that has two ends.
    pub fn de(duree: &Duree) -> Option<Self> {
        let periode = match duree {
            Duree::Periode(a, b) => Self { debut: mois(a, true)?, fin: mois(b, false)? },
            Duree::Texte(t) => Self::annee(t.trim().parse().ok().filter(|a| (1900..=2200).contains(a))?),
            Duree::Indeterminee | Duree::Longueur(..) => return None,
        };
        (periode.debut <= periode.fin).then_some(periode)
    }

    /// Number of months.
    pub fn longueur(self) -> i32 {
        self.fin - self.debut + 1
    }

    /// Number of months that two periods have in common.
    pub fn communs(self, autre: Self) -> i32 {
        (self.fin.min(autre.fin) - self.debut.max(autre.debut) + 1).max(0)
    }

    /// The smallest period that holds two.
    pub fn avec(self, autre: Self) -> Self {
        Self { debut: self.debut.min(autre.debut), fin: self.fin.max(autre.fin) }
    }
}

/// The month of a date that gives one.
pub fn mois(date: &DateImprecise, premier: bool) -> Option<i32> {
    let rang = |annee: i32, mois: u8| annee * 12 + i32::from(mois) - 1;
    match date {
        DateImprecise::Jour(j) => Some(rang(j.annee(), j.mois())),
        DateImprecise::Mois(m, a) => Some(rang(i32::from(*a), *m)),
        DateImprecise::Annee(a) => Some(rang(i32::from(*a), if premier { 1 } else { 12 })),
        _ => None,
    }
}
