//! What the content contracts now, in the form of a revision: what `calpae new rapport` records, and what is
//! compared later with what it recorded.

use super::budget as arithmetic;
use super::contract::{self, Commitment};
use crate::lang::numbers::years;
use crate::model::budget::{Contribution, Cost, Financement};
use crate::model::cadre::Direction;
use crate::model::fiche::{Fiche, ObjectiveRow, Objectives};
use crate::model::rapport::{ContractRow, Rapport};
use crate::model::{Absence, BoxValue, Dossier, Measured, Montant};
use crate::text::Span;

/// An amount, or why there is none.
pub type Committed = Result<Montant, Absence>;

/// A line of what is contracted.
#[derive(Debug, Clone)]
pub struct Row<'d> {
    /// Funder of the framework.
    pub financeur: Option<&'d str>,
    /// Label.
    pub label: Option<&'d str>,
    /// How much.
    pub montant: Committed,
    /// Where it is written.
    pub span: Span,
}

/// A target.
#[derive(Debug, Clone)]
pub struct Target<'d> {
    /// Indicator of the framework.
    pub indicateur: Option<&'d str>,
    /// Label of the fiche.
    pub label: Option<&'d str>,
    /// The target.
    pub target: &'d BoxValue,
    /// The situation before.
    pub baseline: Option<&'d BoxValue>,
    /// Which way is progress, when the framework does not say.
    pub direction: Option<Direction>,
    /// Where it is written.
    pub span: Span,
}

impl Target<'_> {
    /// By what a result is bound to it.
    pub fn key(&self) -> &str {
        self.indicateur.or(self.label).unwrap_or("")
    }
}

/// What a fiche contracts.
#[derive(Debug, Clone)]
pub struct Current<'d> {
    /// The fiche.
    pub fiche: &'d Fiche,
    /// Costs, first level.
    pub charges: Vec<Row<'d>>,
    /// A line per funder.
    pub financements: Vec<Row<'d>>,
    /// Targets.
    pub targets: Vec<Target<'d>>,
}

/// What the fiches of the content contract, by number.
pub fn currents(dossier: &Dossier) -> Vec<Current<'_>> {
    dossier.fiches.iter().map(|f| current(dossier, f)).collect()
}

fn current<'d>(dossier: &'d Dossier, fiche: &'d Fiche) -> Current<'d> {
    let committed = |sum: &super::Sum, reason: Option<Absence>| {
        if sum.is_empty() { Err(reason.unwrap_or(Absence::NotReported)) } else { Ok(sum.total) }
    };
    let reason = |f: &Financement| match &f.contribution {
        Contribution::Absent(a) => Some(a.value),
        Contribution::Montant(_) | Contribution::Terms(_) => None,
    };
    let mut charges: Vec<Row<'d>> = Vec::new();
    let mut financements: Vec<Row<'d>> = Vec::new();
    for charge in arithmetic::counted(fiche).flat_map(|b| &b.charges) {
        charges.push(Row {
            financeur: None,
            label: Some(&charge.label.value),
            montant: committed(
                &arithmetic::cost(charge, fiche),
                match &charge.cost {
                    Cost::Absent(a) => Some(a.value),
                    _ => None,
                },
            ),
            span: charge.label.span,
        });
    }
    for financeur in &dossier.cadre.financeurs {
        let sum = arithmetic::fiche_share(fiche, Some(&financeur.id));
        let named = arithmetic::counted(fiche)
            .flat_map(|b| &b.financements)
            .flat_map(|f| std::iter::once(f).chain(&f.of_which))
            .find(|f| f.financeur.as_ref().is_some_and(|n| n.value == financeur.id));
        if let Some(line) = named {
            financements.push(Row {
                financeur: Some(&financeur.id),
                label: None,
                montant: committed(&sum, reason(line)),
                span: sum.terms.first().map_or(line.span, |t| t.span),
            });
        }
    }
    for line in arithmetic::counted(fiche).flat_map(|b| &b.financements).filter(|f| f.financeur.is_none()) {
        financements.push(Row {
            financeur: None,
            label: Some(line.label.as_deref().unwrap_or("Autre financeur")),
            montant: committed(&arithmetic::contribution(line), reason(line)),
            span: line.span,
        });
    }
    let targets = fiche.objectives.as_ref().map(|o| targets(dossier, o)).unwrap_or_default();
    Current { fiche, charges, financements, targets }
}

fn targets<'d>(dossier: &'d Dossier, objectives: &'d Objectives) -> Vec<Target<'d>> {
    let year = dossier.convention.year;
    let Some(index) = column(objectives, year) else { return Vec::new() };
    let before = earlier_column(objectives, year);
    let mut targets = Vec::new();
    for line in &objectives.lines {
        let ObjectiveRow::Indicateur { indicateur, label, cells, span } = line else { continue };
        let Some(target) = cells.get(index) else { continue };
        let indicateur = indicateur.as_ref().map(|i| i.value.as_str());
        let baseline = before
            .filter(|r| *r != index)
            .and_then(|r| cells.get(r))
            .or_else(|| indicateur.and_then(|i| of_matrix(dossier, i, year)))
            .filter(|c| c.iter().any(|v| matches!(v.measured.value, Measured::Number(_))));
        let label = label.as_ref().map(|l| l.value.as_str());
        let decrease = indicateur.is_none() && label.is_some_and(|l| l.to_lowercase().contains("délai"));
        let direction = decrease.then_some(Direction::Decrease);
        targets.push(Target { indicateur, label, target, baseline, direction, span: *span });
    }
    targets
}

/// The column of the targets of a year: the one whose heading names it, or the only one.
fn column(objectives: &Objectives, year: u16) -> Option<usize> {
    let named_one = objectives.columns.iter().rposition(|c| years(&c.value).any(|y| y == year));
    named_one.or((objectives.columns.len() == 1).then_some(0))
}

/// The column of the nearest year before.
fn earlier_column(objectives: &Objectives, year: u16) -> Option<usize> {
    let indexes = objectives.columns.iter().enumerate();
    indexes
        .filter_map(|(index, c)| years(&c.value).max().map(|a| (a, index)))
        .filter(|(a, _)| *a < year)
        .max()
        .map(|(_, index)| index)
}

/// The value of an indicator in the nearest earlier year of the matrix that has one.
pub fn of_matrix<'d>(dossier: &'d Dossier, indicateur: &str, year: u16) -> Option<&'d BoxValue> {
    let lines = dossier.matrix.values.iter().filter(|l| l.target.value == indicateur);
    lines
        .flat_map(|l| &l.cells)
        .filter_map(|(column, cell)| column.value.parse::<u16>().ok().map(|a| (a, cell)))
        .filter(|(a, cell)| *a < year && cell.iter().any(|v| matches!(v.measured.value, Measured::Number(_))))
        .max_by_key(|(a, _)| *a)
        .map(|(_, cell)| cell)
}

/// Something that the content no longer says as the revision recorded it.
#[derive(Debug, Clone)]
pub struct Restatement {
    /// Number of the fiche.
    pub fiche: u16,
    /// What: « la part de État », « la cible … ».
    pub what: String,
    /// As recorded.
    pub sign: String,
    /// As the content says now.
    pub current: String,
    /// Where the content says it.
    pub here: Span,
    /// Where it was recorded.
    pub there: Span,
}

/// The name of the edition that the content is: that of its folder.
pub fn edition(dossier: &Dossier) -> &str {
    dossier.fiches.first().and_then(|f| f.path.as_str().split('/').nth(1)).unwrap_or("")
}

/// What has been restated since the last revision of an edition: amounts by funder, targets, actions removed.
pub fn restatements(dossier: &Dossier, rapport: &Rapport, edition: &str) -> Vec<Restatement> {
    let currents = currents(dossier);
    let mut hits = Vec::new();
    let Some(revision) = contract::latest(rapport).into_iter().find(|r| r.edition.value == edition) else {
        return hits;
    };
    for contract in &revision.contracts {
        let only = Commitment { number: contract.fiche.value, contracts: vec![(revision, contract)] };
        let Some(current) = currents.iter().find(|c| c.fiche.number.value == only.number) else {
            hits.push(Restatement {
                fiche: only.number,
                what: "l’action".to_owned(),
                sign: contract.title.clone(),
                current: "retirée".to_owned(),
                here: contract.fiche.span,
                there: contract.span,
            });
            continue;
        };
        montants(dossier, current, &only, &mut hits);
        for (_, objective) in only.objectives() {
            let Some(target) = current.targets.iter().find(|c| c.key() == objective.key()) else { continue };
            if !alike(target.target, &objective.target) {
                hits.push(Restatement {
                    fiche: only.number,
                    what: format!("la cible « {} »", objective.key()),
                    sign: words(&objective.target),
                    current: words(target.target),
                    here: target.span,
                    there: objective.span,
                });
            }
        }
    }
    hits
}

fn montants(dossier: &Dossier, current: &Current<'_>, only: &Commitment<'_>, hits: &mut Vec<Restatement>) {
    let same = |a: &ContractRow, b: &Row<'_>| {
        a.financeur.as_deref() == b.financeur && (a.financeur.is_some() || a.label.as_deref() == b.label)
    };
    let in_words = |m: &Committed| m.map_or_else(|a| a.word().to_owned(), |m| m.to_string());
    for line in &current.financements {
        let Some(signed_line) = only.financements().find(|l| same(l, line)) else { continue };
        let (sign, span) = match &signed_line.montant {
            Ok(m) => (Ok(m.value), m.span),
            Err(a) => (Err(a.value), a.span),
        };
        let all_equal = match (sign, line.montant) {
            (Ok(a), Ok(b)) => a == b,
            (Err(_), Err(_)) => true,
            _ => false,
        };
        if !all_equal {
            let name = line.financeur.and_then(|f| dossier.cadre.financeur(f)).map(|f| f.name.as_str());
            hits.push(Restatement {
                fiche: only.number,
                what: format!("le montant de « {} »", name.or(line.label).unwrap_or("")),
                sign: in_words(&sign),
                current: in_words(&line.montant),
                here: line.span,
                there: span,
            });
        }
    }
}

/// Whether two boxes say the same figures.
fn alike(a: &BoxValue, b: &BoxValue) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| are_equal(&a.measured.value, &b.measured.value))
}

fn are_equal(a: &Measured, b: &Measured) -> bool {
    match (a, b) {
        (Measured::Absent(_), Measured::Absent(_)) => true,
        (Measured::Number(a), Measured::Number(b)) => a.value == b.value,
        (a, b) => a == b,
    }
}

/// A box in a few words, for a message.
pub fn words(cell: &BoxValue) -> String {
    let one = |m: &Measured| match m {
        Measured::Absent(a) => a.word().to_owned(),
        Measured::Text(t) => t.clone(),
        Measured::Number(n) => digit(n),
        Measured::Bound(c, n) => format!("{}\u{a0}{}", c.sign(), digit(n)),
        Measured::Between(low, n) => {
            format!("{} à {}", crate::lang::numbers::format_french(*low, None), digit(n))
        }
        Measured::Tolerance(n, t) => {
            format!("{} ± {}\u{a0}%", digit(n), crate::lang::numbers::format_french(*t, None))
        }
    };
    cell.iter().map(|v| one(&v.measured.value)).collect::<Vec<_>>().join(" ; ")
}

fn digit(n: &crate::model::Number) -> String {
    let digits = crate::lang::numbers::format_french(n.value, None);
    n.unit.as_ref().map_or(digits.clone(), |u| format!("{digits}\u{a0}{u}"))
}
