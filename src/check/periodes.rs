//! The periods of budgets, in months, and how periods cut another one.

use std::collections::BTreeMap;

use crate::model::budget::Budget;
use crate::model::{DateImprecise, Duree, Jour};

/// First and last month, counted from the year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mois {
    /// First month.
    pub debut: u32,
    /// Last month.
    pub fin: u32,
}

/// What a budget covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Periode {
    /// Whole months.
    Mois(Mois),
    /// Twelve months from a month of that year to one of the next: « 2022-2023 » beside « 2023-2024 ».
    Campagne(u16),
}

const DOUZE: u32 = 12;

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
            duree => mois(duree).map(Periode::Mois),
        })
        .collect()
}

fn mois(duree: &Duree) -> Option<Mois> {
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

fn rang(annee: u16, mois: u8) -> Option<u32> {
    (u32::from(annee) * DOUZE + u32::from(mois)).checked_sub(1)
}

fn debut(date: &DateImprecise) -> Option<u32> {
    match date {
        DateImprecise::Annee(a) => rang(*a, 1),
        DateImprecise::Mois(m, a) => rang(*a, *m),
        DateImprecise::Jour(j) if j.jour() == 1 => rang(u16::try_from(j.annee()).ok()?, j.mois()),
        _ => None,
    }
}

fn fin(date: &DateImprecise) -> Option<u32> {
    match date {
        DateImprecise::Annee(a) => rang(*a, 12),
        DateImprecise::Mois(m, a) => rang(*a, *m),
        DateImprecise::Jour(j) => {
            let annee = u16::try_from(j.annee()).ok()?;
            Jour::new(annee, j.mois(), j.jour() + 1).is_none().then(|| rang(annee, j.mois()))?
        }
        _ => None,
    }
}

/// The budgets, by index, that follow each other and cover a period exactly; none when two start together.
pub fn partition(tout: Periode, parties: &[(usize, Mois)]) -> Option<Vec<usize>> {
    let mut debuts: BTreeMap<u32, (usize, Mois)> = BTreeMap::new();
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
            let premier = u32::from(annee) * DOUZE;
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
        let mois = |debut: u32, fin: u32| Mois { debut: 24_000 + debut, fin: 24_000 + fin };
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
        let periode = |fin| mois(&Duree::Periode(jour(2024, 2, 1), fin));
        assert_eq!(periode(jour(2024, 2, 29)).map(|m| m.fin - m.debut), Some(0));
        assert_eq!(periode(jour(2024, 2, 28)), None);
        assert_eq!(mois(&Duree::Texte("2024".into())).map(|m| m.fin - m.debut), Some(11));
    }
}
