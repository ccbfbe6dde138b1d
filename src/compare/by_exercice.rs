//! The same change in exercices that follow one another is one change.

use super::changes::{ChangeKind, Difference};

/// Joins the differences of exercices that follow one another and say the same: « 2025 à 2027 ». `depth` is that of what holds
/// them.
pub(super) fn gathered(differences: Vec<Difference>, depth: usize) -> Vec<Difference> {
    let mut told: Vec<(Difference, Option<Years>)> = Vec::new();
    for difference in differences {
        let years = Years::of(&difference, depth);
        if let (Some((last, Some(known))), Some(years)) = (told.last_mut(), &years)
            && known.goes_on_with(years)
            && says_as(last, &difference)
        {
            known.last = years.last;
            continue;
        }
        told.push((difference, years));
    }
    told.into_iter().map(|(difference, years)| named(difference, years)).collect()
}

/// The exercices that a difference is of.
struct Years {
    /// What stands before the year: « Cible ».
    words: String,
    first: u16,
    last: u16,
}

impl Years {
    /// The year that ends the name of a difference right under what holds it.
    fn of(difference: &Difference, depth: usize) -> Option<Self> {
        let name = difference.trail.last().filter(|_| difference.trail.len() == depth + 1)?;
        let (words, year) = name.rsplit_once(' ').unwrap_or(("", name));
        let year = year.parse().ok().filter(|_| year.len() == 4)?;
        Some(Self { words: words.to_owned(), first: year, last: year })
    }

    fn goes_on_with(&self, next: &Self) -> bool {
        self.words == next.words && self.last.checked_add(1) == Some(next.first)
    }
}

fn says_as(one: &Difference, other: &Difference) -> bool {
    let values = |of: &Difference| (of.kind, of.topic, of.euros, of.before.clone(), of.after.clone());
    one.kind != ChangeKind::Reworded && values(one) == values(other)
}

/// A difference under the name of all its exercices.
fn named(mut difference: Difference, years: Option<Years>) -> Difference {
    if let (Some(Years { words, first, last }), Some(name)) = (years, difference.trail.last_mut())
        && first != last
    {
        let years = match last.checked_sub(1) == Some(first) {
            true => format!("{first} et {last}, chaque année"),
            false => format!("de {first} à {last}, chaque année"),
        };
        *name = if words.is_empty() { years } else { format!("{words} {years}") };
    }
    difference
}
