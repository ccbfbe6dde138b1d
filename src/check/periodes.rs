//! Periods in whole months: what of a budget falls outside a year, and how periods cut another one.

use std::collections::BTreeMap;

use crate::model::budget::Budget;
use crate::model::{DateImprecise, Duree, Jour};

/// First and last month, both included; a month is twelve times its year and its rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mois {
    /// First month.
    pub debut: i32,
    /// Last month.
    pub fin: i32,
}

impl Mois {
    /// The months of a year.
    pub fn annee(annee: u16) -> Self {
        let debut = i32::from(annee) * 12;
        Self { debut, fin: debut + 11 }
    }

    /// The months of a duration that has two ends.
    pub fn de(duree: &Duree) -> Option<Self> {
        let periode = match duree {
            Duree::Periode(a, b) => Self { debut: mois_de(a, true)?, fin: mois_de(b, false)? },
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

/// The month of a date that gives one: its first for a whole year when `premier`, its last otherwise.
pub fn mois_de(date: &DateImprecise, premier: bool) -> Option<i32> {
    let rang = |annee: i32, mois: u8| annee * 12 + i32::from(mois) - 1;
    match date {
        DateImprecise::Jour(j) => Some(rang(j.annee(), j.mois())),
        DateImprecise::Mois(m, a) => Some(rang(i32::from(*a), *m)),
        DateImprecise::Annee(a) => Some(rang(i32::from(*a), if premier { 1 } else { 12 })),
        _ => None,
    }
}

/// What a budget covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Periode {
    /// Whole months.
    Mois(Mois),
    /// Twelve months from a month of that year to one of the next: « 2022-2023 » beside « 2023-2024 ».
    Campagne(u16),
}

const DOUZE: i32 = 12;

/// The periods of budgets of one fiche, when they are whole months.
pub fn periodes(budgets: &[Budget]) -> Vec<Option<Periode>> {
    let lues: Vec<Option<&Duree>> = budgets.iter().map(|b| b.periode.as_ref().map(|p| &p.valeur)).collect();
    let deux_ans = |a: u16| {
        lues.iter().flatten().any(|d| {
            **d == Duree::Periode(DateImprecise::Annee(a), DateImprecise::Annee(a.saturating_add(1)))
        })
    };
    lues.iter()
        .map(|duree| match (*duree)? {
            Duree::Periode(DateImprecise::Annee(a), DateImprecise::Annee(b))
                if a.checked_add(1) == Some(*b) && (deux_ans(*b) || deux_ans(a.saturating_sub(1))) =>
            {
                Some(Periode::Campagne(*a))
            }
            duree => mois_pleins(duree).map(Periode::Mois),
        })
        .collect()
}

/// The months that a duration fills exactly.
fn mois_pleins(duree: &Duree) -> Option<Mois> {
    let (debut, fin) = match duree {
        Duree::Periode(a, b) => (debut(a)?, fin(b)?),
        // A year alone is kept as words.
        Duree::Texte(t) => {
            let annee = DateImprecise::Annee(t.trim().parse().ok().filter(|a| (1900..=2200).contains(a))?);
            (debut(&annee)?, fin(&annee)?)
        }
        Duree::Indeterminee | Duree::Longueur(..) => return None,
    };
    (debut <= fin).then_some(Mois { debut, fin })
}

fn rang(annee: u16, mois: u8) -> i32 {
    i32::from(annee) * DOUZE + i32::from(mois) - 1
}

fn debut(date: &DateImprecise) -> Option<i32> {
    match date {
        DateImprecise::Annee(a) => Some(rang(*a, 1)),
        DateImprecise::Mois(m, a) => Some(rang(*a, *m)),
        DateImprecise::Jour(j) if j.jour() == 1 => Some(rang(u16::try_from(j.annee()).ok()?, j.mois())),
        _ => None,
    }
}

fn fin(date: &DateImprecise) -> Option<i32> {
    match date {
        DateImprecise::Annee(a) => Some(rang(*a, 12)),
        DateImprecise::Mois(m, a) => Some(rang(*a, *m)),
        DateImprecise::Jour(j) => {
            let annee = u16::try_from(j.annee()).ok()?;
            Jour::new(annee, j.mois(), j.jour() + 1).is_none().then(|| rang(annee, j.mois()))
        }
        _ => None,
    }
}

/// The budgets, by index, that follow each other and cover a period exactly; none when two start together.
pub fn partition(tout: Periode, parties: &[(usize, Mois)]) -> Option<Vec<usize>> {
    let mut debuts: BTreeMap<i32, (usize, Mois)> = BTreeMap::new();
    for (rang, mois) in parties {
        if debuts.insert(mois.debut, (*rang, *mois)).is_some() {
            return None;
        }
    }
    let suivre = |voulu: Mois| {
        let mut chaine = Vec::new();
        let mut curseur = voulu.debut;
        while curseur <= voulu.fin {
            let (rang, mois) = debuts.get(&curseur)?;
            chaine.push(*rang);
            curseur = mois.fin + 1;
        }
        (curseur == voulu.fin + 1).then_some(chaine)
    };
    match tout {
        Periode::Mois(voulu) => suivre(voulu),
        Periode::Campagne(annee) => {
            let premier = i32::from(annee) * DOUZE;
            let mut chaines =
                (premier + 1..premier + DOUZE).filter_map(|d| suivre(Mois { debut: d, fin: d + DOUZE - 1 }));
            let chaine = chaines.next()?;
            chaines.next().is_none().then_some(chaine)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_cut_by_those_that_follow_each_other_and_fill_it() {
        let mois = |debut: i32, fin: i32| Mois { debut: 24_000 + debut, fin: 24_000 + fin };
        let semestres = [(7, mois(6, 11)), (8, mois(12, 17)), (9, mois(18, 23)), (10, mois(24, 29))];
        let annee = Periode::Mois(mois(12, 23));
        assert_eq!(partition(annee, &semestres), Some(vec![8, 9]));
        assert_eq!(partition(Periode::Campagne(2000), &semestres), Some(vec![7, 8]));
        assert_eq!(partition(Periode::Campagne(2001), &semestres), Some(vec![9, 10]));
        assert_eq!(partition(Periode::Mois(mois(12, 20)), &semestres), None, "a part goes past the end");
        assert_eq!(partition(Periode::Mois(mois(12, 35)), &semestres), None, "a part is missing");
        let double = [(1, mois(12, 17)), (2, mois(12, 17)), (3, mois(18, 23))];
        assert_eq!(partition(annee, &double), None, "two parts start together");
    }

    #[test]
    fn days_are_months_when_they_fill_them() {
        let jour = |a, m, j| DateImprecise::Jour(Jour::new(a, m, j).unwrap());
        let periode = |fin| mois_pleins(&Duree::Periode(jour(2024, 2, 1), fin));
        assert_eq!(periode(jour(2024, 2, 29)).map(|m| m.fin - m.debut), Some(0));
        assert_eq!(periode(jour(2024, 2, 28)), None);
        assert_eq!(mois_pleins(&Duree::Texte("2024".into())).map(|m| m.fin - m.debut), Some(11));
    }
}
