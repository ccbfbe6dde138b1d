//! What the rules on indicators share: the values of the fiches and of the matrix told the same way, compared
//! as intervals, and what a heading of column says of them.


use rust_decimal::Decimal;

use crate::check::Context;
use crate::check::figures_and_words::number;
use crate::lang::flat;
use crate::lang::numbers;
use crate::model::cadre::{Indicateur, Mesure};
use crate::model::fiche::ObjectiveRow;
use crate::model::{Comparison, Fiche, Measured, Number, Value};
use crate::text::{Span, Spanned};

/// A box of the table of objectives of a fiche, or of the matrix.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Datum<'d> {
    /// The fiche; none for the matrix.
    pub fiche: Option<&'d Fiche>,
    /// The indicator of the framework, with its measure; none when it is the fiche's own.
    pub cadre: Option<(&'d Mesure, &'d Indicateur)>,
    /// What is printed.
    pub label: &'d str,
    /// Heading of the column.
    pub column: &'d str,
    /// Title above the row in the fiche.
    pub group: Option<&'d str>,
    /// The values.
    pub cell: &'d [Value],
    /// Where the indicator is named on the row.
    pub span: Span,
}

impl<'d> Datum<'d> {
    /// The value, when the box holds one figure and no more.
    pub(crate) fn single(&self) -> Option<&'d Value> {
        match self.cell {
            [value] if interval(&value.measured.value).is_some() => Some(value),
            _ => None,
        }
    }

    /// The figure, when the box holds one number and no more.
    pub(crate) fn number(&self) -> Option<(&'d Number, &'d Value)> {
        match self.cell {
            [value] => match &value.measured.value {
                Measured::Number(n) => Some((n, value)),
                _ => None,
            },
            _ => None,
        }
    }

    /// What indicator it is: `1.1/delai`, or the label of the fiche's own.
    pub(crate) fn name(&self) -> String {
        match self.cadre {
            Some((mesure, indicateur)) => format!("{}/{}", mesure.number, indicateur.id.value),
            None => self.label.to_owned(),
        }
    }

    /// The unit of the framework.
    pub(crate) fn unit(&self) -> Option<&'d str> {
        self.cadre.and_then(|(_, i)| i.unit.as_deref())
    }

    /// The file where it is written, and the column: values of one scope can be compared.
    pub(crate) fn scope(&self) -> (Option<Span>, &'d str) {
        (self.fiche.map(|f| f.span), self.column)
    }
}

/// The boxes of the fiches, in order.
pub(crate) fn of_fiches<'d>(c: &Context<'d>) -> Vec<Datum<'d>> {
    let mut output = Vec::new();
    for fiche in c.fiches() {
        let Some(objectives) = &fiche.objectives else { continue };
        let mut group = None;
        for line in &objectives.lines {
            let (indicateur, label, cells, span) = match line {
                ObjectiveRow::Heading(title) => {
                    group = Some(title.as_str());
                    continue;
                }
                ObjectiveRow::Indicateur { indicateur, label, cells, span } => {
                    (indicateur, label, cells, span)
                }
            };
            let cadre = indicateur.as_ref().and_then(|id| c.dossier.cadre.indicateur(&id.value));
            let own = label.as_ref().map(|l: &Spanned<String>| l.value.as_str());
            let Some(stated) = own.or(cadre.map(|(_, i)| i.label.as_str())) else { continue };
            let named = indicateur.as_ref().or(label.as_ref()).map_or(*span, |n| n.span);
            for (column, cell) in objectives.columns.iter().zip(cells) {
                output.push(Datum {
                    fiche: Some(fiche),
                    cadre,
                    label: stated,
                    column: &column.value,
                    group,
                    cell,
                    span: named,
                });
            }
        }
    }
    output
}

/// The boxes of the matrix that are written for an indicator, in the order written.
pub(crate) fn of_matrix<'d>(c: &Context<'d>) -> Vec<Datum<'d>> {
    let cadre = &c.dossier.cadre;
    let mut output = Vec::new();
    for line in &c.dossier.matrix.values {
        let Some((mesure, indicateur)) = cadre.indicateur(&line.target.value) else { continue };
        for (id, cell) in &line.cells {
            let Some(column) = cadre.columns.iter().find(|c| c.id == id.value) else { continue };
            output.push(Datum {
                fiche: None,
                cadre: Some((mesure, indicateur)),
                label: &indicateur.label,
                column: &column.title,
                group: indicateur.group.as_deref(),
                cell,
                span: line.target.span,
            });
        }
    }
    output
}

/// All the boxes: those of the fiches, then those of the matrix.
pub(crate) fn every<'d>(c: &Context<'d>) -> Vec<Datum<'d>> {
    let mut output = of_fiches(c);
    output.extend(of_matrix(c));
    output
}

/// What a value admits: lowest and highest, none for no limit on that side.
pub(crate) type Interval = (Option<Decimal>, Option<Decimal>);

/// The interval that a value says; `None` when it says no figure.
pub(crate) fn interval(measured: &Measured) -> Option<Interval> {
    Some(match measured {
        Measured::Number(n) => (Some(n.value), Some(n.value)),
        Measured::Bound(Comparison::LessThan | Comparison::AtMost, n) => (None, Some(n.value)),
        Measured::Bound(Comparison::Above | Comparison::AtLeast, n) => (Some(n.value), None),
        Measured::Between(low, n) => (Some(*low), Some(n.value)),
        Measured::Tolerance(n, per_cent) => {
            let margin = n.value.checked_mul(*per_cent)?.checked_div(Decimal::ONE_HUNDRED)?.abs();
            (n.value.checked_sub(margin), n.value.checked_add(margin))
        }
        Measured::Text(_) | Measured::Absent(_) => return None,
    })
}

/// The number that a value is told with, and its unit.
pub(crate) fn digit(measured: &Measured) -> Option<&Number> {
    match measured {
        Measured::Number(n) | Measured::Bound(_, n) | Measured::Between(_, n) | Measured::Tolerance(n, _) => {
            Some(n)
        }
        Measured::Text(_) | Measured::Absent(_) => None,
    }
}

/// A value as it is written: « 1 204 personnes », « < 30 % ».
pub(crate) fn say(measured: &Measured) -> String {
    let with_unit = |n: &Number| match &n.unit {
        Some(u) => format!("{}\u{a0}{u}", number(n.value)),
        None => number(n.value),
    };
    match measured {
        Measured::Number(n) => with_unit(n),
        Measured::Bound(c, n) => format!("{}\u{a0}{}", c.sign(), with_unit(n)),
        Measured::Between(low, n) => format!("{} à {}", number(*low), with_unit(n)),
        Measured::Tolerance(n, t) => format!("{} ± {}\u{a0}%", with_unit(n), number(*t)),
        Measured::Text(t) => t.clone(),
        Measured::Absent(a) => a.word().to_owned(),
    }
}

/// A label in a message: cut where it is too long to be read at a glance.
pub(crate) fn short(label: &str) -> String {
    const MAX: usize = 70;
    if label.chars().count() <= MAX {
        return format!("« {label} »");
    }
    let start: String = label.chars().take(MAX).collect();
    let start = start.rsplit_once(' ').map_or(start.as_str(), |(d, _)| d);
    format!("« {}… »", start.trim_end_matches([',', ';', ':', ' ']))
}

/// The years that a text names, in order.
pub(crate) fn years(text: &str) -> Vec<i32> {
    numbers::years(text).map(i32::from).collect()
}

/// The year of a heading of column, when it names one and no other.
pub(crate) fn year(text: &str) -> Option<i32> {
    let years = years(text);
    let first_one = years.first().copied()?;
    years.iter().all(|a| *a == first_one).then_some(first_one)
}

/// Whether a heading of column announces what is aimed at.
pub(crate) fn is_target(title: &str) -> bool {
    let title = flat(title);
    ["cible", "objectif", "attendu", "previ", "prevu", "vise"].iter().any(|m| title.contains(m))
}

/// Whether a heading of column announces what was measured.
pub(crate) fn is_result(title: &str) -> bool {
    let title = flat(title);
    !is_target(&title)
        && ["resultat", "realis", "atteint", "situation", "constat"].iter().any(|m| title.contains(m))
}

/// Whether two values are told of the same time and of the same people, as far as they say.
pub(crate) fn are_comparable(a: &Value, b: &Value) -> bool {
    a.window == b.window && a.perimeter == b.perimeter
}

/// « 3 lignes », « 1 ligne ».
pub(crate) fn count(n: usize, one: &str, several: &str) -> String {
    format!("{n} {}", if n > 1 { several } else { one })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_says_its_year_and_its_kind() {
        assert_eq!(year("Situation au 31 déc. 2018"), Some(2018));
        assert_eq!(year("2022-2023"), None);
        assert_eq!(year("Résultat 2020 et situation au 31 décembre 2020"), Some(2020));
        assert!(is_target("Cible 2024") && is_target("Prévisionnel") && !is_target("2024"));
        assert!(is_result("Résultat atteint") && !is_result("Objectif à atteindre : résultat"));
    }
}
