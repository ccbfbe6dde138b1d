//! What the content contracts now, in the shape of a revision: `calpae new rapport` records it, and `check` compares
//! the content with the record.

use std::collections::BTreeMap;

use super::budget;
use super::contract::{self, Commitment};
use super::entry::{self, LedgerEntry};
use crate::model::Numero;
use crate::model::avenant::Avenant;
use crate::model::budget::{Contribution, Cost, Financement};
use crate::model::cadre::{Direction, Side};
use crate::model::column::ObjectiveColumn;
use crate::model::edition::in_avenant;
use crate::model::exercice::Exercices;
use crate::model::fiche::{Fiche, ObjectiveRow, Objectives};
use crate::model::indicateur::TypedIndicateur;
use crate::model::rapport::{ContractRow, Rapport};
use crate::model::{Absence, CellValues, Dossier, Measured, Montant};
use crate::text::{ProjectPath, Span};

/// A contracted amount, or why there is none.
pub type Committed = Result<Montant, Absence>;

/// A contracted charge or funding.
#[derive(Debug, Clone)]
pub struct CurrentRow<'d> {
    /// Funder of the framework.
    pub financeur: Option<&'d str>,
    /// Label.
    pub label: Option<&'d str>,
    /// How much, over all the exercices of the act.
    pub montant: Committed,
    /// How much for each exercice that has some, by its rank; empty when the act has but one, or when nothing says it.
    pub by_exercice: Vec<(usize, Montant)>,
    /// Where it is written.
    pub span: Span,
}

impl CurrentRow<'_> {
    /// The same for some exercices of the act.
    fn narrow(&mut self, ranks: &[usize]) {
        if self.by_exercice.is_empty() {
            return;
        }
        self.by_exercice.retain(|(rank, _)| ranks.contains(rank));
        let own = self.by_exercice.iter();
        self.montant = match self.by_exercice.is_empty() {
            true => Err(Absence::NotApplicable),
            false => Ok(own.fold(Montant::ZERO, |sum, (_, montant)| sum + *montant)),
        };
    }
}

/// A target that a fiche sets for the year of the edition.
#[derive(Debug, Clone)]
pub struct CurrentTarget<'d> {
    /// Indicator of the framework.
    pub indicateur: Option<&'d str>,
    /// Label of the fiche.
    pub label: Option<&'d str>,
    /// The value to reach.
    pub target: &'d CellValues,
    /// The situation before.
    pub baseline: Option<&'d CellValues>,
    /// Which way is progress, when the framework does not say.
    pub direction: Option<Direction>,
    /// Its figures by exercice, when they are typed.
    pub typed: Option<&'d TypedIndicateur>,
    /// Where it is written.
    pub span: Span,
}

impl CurrentTarget<'_> {
    /// The name by which a result refers to it: the indicator, or the label of the fiche's own.
    pub fn key(&self) -> &str {
        self.indicateur.or(self.label).unwrap_or("")
    }
}

/// What a fiche contracts.
#[derive(Debug, Clone)]
pub struct Current<'d> {
    /// The fiche.
    pub fiche: &'d Fiche,
    /// Charges, first level commitment.
    pub charges: Vec<CurrentRow<'d>>,
    /// One line per funder of the framework, then one per other funding.
    pub financements: Vec<CurrentRow<'d>>,
    /// Targets.
    pub targets: Vec<CurrentTarget<'d>>,
}

impl Current<'_> {
    /// Whether all its money is of exercices that the report does not account for.
    pub fn is_of_other_exercices(&self) -> bool {
        let mut rows = self.financements.iter().peekable();
        rows.peek().is_some() && rows.all(|row| row.montant == Err(Absence::NotApplicable))
    }
}

/// What each fiche contracts, in the order of the fiches.
pub fn of_dossier(dossier: &Dossier) -> Vec<Current<'_>> {
    dossier.fiches.iter().map(|f| of_fiche(dossier, f)).collect()
}

/// What each fiche contracts for some exercices of the act.
pub fn of_exercices<'d>(dossier: &'d Dossier, names: &[String]) -> Vec<Current<'d>> {
    let ranks: Vec<usize> = names.iter().filter_map(|name| dossier.convention.exercices.rank(name)).collect();
    let mut currents = of_dossier(dossier);
    let rows = currents.iter_mut().flat_map(|c| c.charges.iter_mut().chain(&mut c.financements));
    rows.for_each(|row| row.narrow(&ranks));
    currents
}

/// The amounts of some entries, by exercice in order; none when the act has but one, or when one of them says no exercice.
fn by_exercice<'e, 'd: 'e>(
    exercices: &Exercices,
    entries: impl Iterator<Item = &'e LedgerEntry<'d>>,
) -> Vec<(usize, Montant)> {
    let mut sums: BTreeMap<usize, Montant> = BTreeMap::new();
    for entry in entries {
        let Ok(montant) = entry.montant else { continue };
        let Some(rank) = entry.exercice.filter(|_| exercices.are_several()) else { return Vec::new() };
        let sum = sums.entry(rank).or_insert(Montant::ZERO);
        *sum = *sum + montant;
    }
    sums.into_iter().collect()
}

fn of_fiche<'d>(dossier: &'d Dossier, fiche: &'d Fiche) -> Current<'d> {
    let committed = |sum: &super::Sum, reason: Option<Absence>| {
        if sum.is_empty() { Err(reason.unwrap_or(Absence::NotReported)) } else { Ok(sum.total) }
    };
    let reason = |f: &Financement| match &f.contribution {
        Contribution::Absent(a) => Some(a.value),
        Contribution::Montant(_) | Contribution::ByExercice(_) | Contribution::Terms(_) => None,
    };
    let mut charges: Vec<CurrentRow<'d>> = Vec::new();
    let mut financements: Vec<CurrentRow<'d>> = Vec::new();
    let exercices = &dossier.convention.exercices;
    let entries: Vec<LedgerEntry<'_>> =
        budget::counted(fiche).flat_map(|b| entry::of_budget(b, fiche, Some(exercices))).collect();
    let counted = budget::counted(fiche).flat_map(|b| b.charges.iter().map(move |charge| (b, charge)));
    for (own_budget, charge) in counted {
        let rank = entry::exercice_of(own_budget, exercices);
        let mut own = entry::of_charge(charge, fiche);
        own.iter_mut().for_each(|entry| entry.exercice = entry.exercice.or(rank));
        charges.push(CurrentRow {
            by_exercice: by_exercice(exercices, own.iter()),
            financeur: None,
            label: Some(&charge.label.value),
            montant: committed(
                &budget::cost(charge, fiche),
                match &charge.cost {
                    Cost::Absent(a) => Some(a.value),
                    _ => None,
                },
            ),
            span: charge.label.span,
        });
    }
    for financeur in &dossier.cadre.financeurs {
        let sum = budget::fiche_share(fiche, Some(&financeur.id));
        let named = budget::counted(fiche)
            .flat_map(|b| &b.financements)
            .flat_map(|f| std::iter::once(f).chain(&f.of_which))
            .find(|f| f.financeur.as_ref().is_some_and(|n| n.value == financeur.id));
        if let Some(line) = named {
            financements.push(CurrentRow {
                by_exercice: by_exercice(
                    exercices,
                    entries.iter().filter(|entry| {
                        entry.side == Side::Resource && entry.financeur == Some(financeur.id.as_str())
                    }),
                ),
                financeur: Some(&financeur.id),
                label: None,
                montant: committed(&sum, reason(line)),
                span: sum.terms.first().map_or(line.span, |t| t.span),
            });
        }
    }
    let others = budget::counted(fiche).flat_map(|b| b.financements.iter().map(move |line| (b, line)));
    for (own_budget, line) in others.filter(|(_, line)| line.financeur.is_none()) {
        let mut own = entry::of_contribution(line);
        let rank = entry::exercice_of(own_budget, exercices);
        own.iter_mut().for_each(|entry| entry.exercice = entry.exercice.or(rank));
        financements.push(CurrentRow {
            by_exercice: by_exercice(exercices, own.iter()),
            financeur: None,
            label: Some(line.label().unwrap_or("Autre financeur")),
            montant: committed(&budget::contribution(line), reason(line)),
            span: line.span,
        });
    }
    let targets = fiche.objectives.as_ref().map(|o| targets(dossier, o)).unwrap_or_default();
    Current { fiche, charges, financements, targets }
}

fn targets<'d>(dossier: &'d Dossier, objectives: &'d Objectives) -> Vec<CurrentTarget<'d>> {
    if !objectives.typed.is_empty() {
        return objectives.typed.iter().filter_map(|typed| typed_target(dossier, typed)).collect();
    }
    let year = dossier.convention.year;
    let Some(index) = target_column(objectives, year) else { return Vec::new() };
    let baseline_column = baseline_column(objectives, year);
    let mut targets = Vec::new();
    for line in &objectives.lines {
        let ObjectiveRow::Indicateur { indicateur, label, direction, cells, span } = line else { continue };
        let Some(target) = cells.get(index) else { continue };
        let indicateur = indicateur.as_ref().map(|i| i.value.as_str());
        let baseline = baseline_column
            .filter(|r| *r != index)
            .and_then(|r| cells.get(r))
            .or_else(|| indicateur.and_then(|i| matrix_value_before(dossier, i, year)))
            .filter(|c| c.iter().any(|v| matches!(v.measured.value, Measured::Number(_))));
        let label = label.as_ref().map(|l| l.value.as_str());
        targets.push(CurrentTarget {
            indicateur,
            label,
            target,
            baseline,
            direction: *direction,
            typed: None,
            span: *span,
        });
    }
    targets
}

/// A typed indicator: its target is that of the exercice in which the edition begins, or the next one.
fn typed_target<'d>(dossier: &'d Dossier, typed: &'d TypedIndicateur) -> Option<CurrentTarget<'d>> {
    let first = dossier.convention.year.to_string();
    let (_, target) = typed.next_target(&first)?;
    Some(CurrentTarget {
        indicateur: typed.indicateur.as_ref().map(|i| i.value.as_str()),
        label: typed.label.as_ref().map(|l| l.value.as_str()),
        target,
        baseline: typed.baseline.as_ref(),
        direction: typed.direction,
        typed: Some(typed),
        span: typed.span,
    })
}

/// The column of the targets of a year: the last one of that year, or the only one; never one of what was measured.
fn target_column(objectives: &Objectives, year: u16) -> Option<usize> {
    let foreseen = |c: &ObjectiveColumn| !c.meaning.is_measured();
    let of_year = |c: &ObjectiveColumn| foreseen(c) && c.meaning.years.contains(&year);
    let named = objectives.columns.iter().rposition(of_year);
    named.or_else(|| matches!(objectives.columns.as_slice(), [only] if foreseen(only)).then_some(0))
}

/// The column of the latest year before `year`; never one of targets.
fn baseline_column(objectives: &Objectives, year: u16) -> Option<usize> {
    let indexes = objectives.columns.iter().enumerate().filter(|(_, c)| !c.meaning.is_target());
    indexes
        .filter_map(|(index, c)| c.meaning.range().map(|(_, last)| (last, index)))
        .filter(|(a, _)| *a < year)
        .max()
        .map(|(_, index)| index)
}

/// The value of an indicator in the matrix, at the latest year before `year` that has a figure.
pub fn matrix_value_before<'d>(dossier: &'d Dossier, indicateur: &str, year: u16) -> Option<&'d CellValues> {
    let lines = dossier.matrix.values.iter().filter(|l| l.key.value == indicateur);
    lines
        .flat_map(|l| &l.cells)
        .filter_map(|(id, cell)| {
            let column = dossier.cadre.columns.iter().find(|c| c.id == id.value)?;
            let meaning = Some(&column.meaning).filter(|meaning| !meaning.is_target())?;
            Some((meaning.range()?.1, cell))
        })
        .filter(|(a, cell)| *a < year && cell.iter().any(|v| matches!(v.measured.value, Measured::Number(_))))
        .max_by_key(|(a, _)| *a)
        .map(|(_, cell)| cell)
}

/// A contracted figure that the content no longer states as the revision recorded it.
#[derive(Debug, Clone)]
pub struct Restatement {
    /// Number of the fiche.
    pub fiche: Numero,
    /// What: « la part de État », « la cible … ».
    pub what: String,
    /// As recorded, in words.
    pub recorded: String,
    /// As the content states it now, in words.
    pub current: String,
    /// Where the content states it.
    pub current_span: Span,
    /// Where it was recorded.
    pub recorded_span: Span,
}

/// What has changed since the last revision of the edition: amounts by funder, targets, actions removed.
pub fn restatements(dossier: &Dossier, rapport: &Rapport) -> Vec<Restatement> {
    let currents = of_dossier(dossier);
    let mut restatements = Vec::new();
    let Some(revision) = contract::latest(rapport).into_iter().find(|r| r.edition.value == dossier.edition)
    else {
        return restatements;
    };
    // What is not in force, or came after the days of the report, is not what it executes.
    let is_later = |avenant: &&Avenant| {
        let day = avenant.effect.as_ref().map(|day| day.value).or(avenant.day());
        !avenant.is_in_force() || day.is_some_and(|day| day > rapport.period.value.1)
    };
    let later: Vec<&Avenant> = dossier.avenants.iter().filter(is_later).collect();
    for contract in &revision.contracts {
        let commitment = Commitment { number: contract.fiche.value, contracts: vec![(revision, contract)] };
        let Some(current) = currents.iter().find(|c| c.fiche.number.value == commitment.number) else {
            if later.iter().any(|avenant| withdraws(avenant, commitment.number)) {
                continue;
            }
            restatements.push(Restatement {
                fiche: commitment.number,
                what: "l’action".to_owned(),
                recorded: contract.title.clone(),
                current: "retirée".to_owned(),
                current_span: contract.fiche.span,
                recorded_span: contract.span,
            });
            continue;
        };
        let amends = in_avenant(current.fiche.path.as_str(), &dossier.edition).map(|(number, _)| number);
        if later.iter().any(|avenant| Some(avenant.number) == amends) {
            continue;
        }
        restated_amounts(dossier, current, &commitment, &mut restatements);
        for (_, objective) in commitment.objectives() {
            let Some(target) = current.targets.iter().find(|c| c.key() == objective.key()) else { continue };
            if let (Some(recorded), Some(current)) = (&objective.typed, target.typed) {
                restated_targets(commitment.number, recorded, current, &mut restatements);
                continue;
            }
            if !same_values(target.target, &objective.target) {
                restatements.push(Restatement {
                    fiche: commitment.number,
                    what: format!("la cible « {} »", objective.key()),
                    recorded: words(&objective.target),
                    current: words(target.target),
                    current_span: target.span,
                    recorded_span: objective.span,
                });
            }
        }
    }
    restatements
}

/// Whether an avenant withdraws the fiche of a number, as the names of the pages say.
fn withdraws(avenant: &Avenant, number: Numero) -> bool {
    let pages = avenant.withdrawn.iter().filter_map(|page| ProjectPath::new(&page.value).ok());
    pages.into_iter().any(|page| Numero::of_file(&page) == Some(number))
}

/// The targets of exercices that are no longer those recorded, exercice by exercice, and the situation before.
fn restated_targets(
    fiche: Numero,
    recorded: &TypedIndicateur,
    current: &TypedIndicateur,
    restatements: &mut Vec<Restatement>,
) {
    let mut exercices: Vec<&str> = recorded.exercices().collect();
    exercices.extend(current.exercices().filter(|id| recorded.target(id).is_none()));
    let targets = exercices
        .into_iter()
        .map(|id| (format!("la cible {id} « {} »", current.key()), recorded.target(id), current.target(id)));
    let baseline = (
        format!("la situation de départ « {} »", current.key()),
        recorded.baseline.as_ref(),
        current.baseline.as_ref(),
    );
    let told = |cell: Option<&CellValues>| cell.map_or_else(|| "aucune".to_owned(), words);
    for (what, before, now) in targets.chain([baseline]) {
        let is_same = match (before, now) {
            (Some(before), Some(now)) => same_values(before, now),
            (None, None) => true,
            _ => false,
        };
        if !is_same {
            restatements.push(Restatement {
                fiche,
                what,
                recorded: told(before),
                current: told(now),
                current_span: now.and_then(|cell| cell.first()).map_or(current.span, |v| v.measured.span),
                recorded_span: before
                    .and_then(|cell| cell.first())
                    .map_or(recorded.span, |v| v.measured.span),
            });
        }
    }
}

fn restated_amounts(
    dossier: &Dossier,
    current: &Current<'_>,
    commitment: &Commitment<'_>,
    restatements: &mut Vec<Restatement>,
) {
    let same = |a: &ContractRow, b: &CurrentRow<'_>| {
        a.financeur.as_deref() == b.financeur && (a.financeur.is_some() || a.label.as_deref() == b.label)
    };
    let in_words = |m: &Committed| m.map_or_else(|a| a.word().to_owned(), |m| m.to_string());
    for line in &current.financements {
        let Some(recorded_line) = commitment.financements().find(|l| same(l, line)) else { continue };
        let (recorded, recorded_span) = match &recorded_line.of_whole_act() {
            Ok(m) => (Ok(m.value), m.span),
            Err(a) => (Err(a.value), a.span),
        };
        let unchanged = match (recorded, line.montant) {
            (Ok(a), Ok(b)) => a == b,
            (Err(_), Err(_)) => true,
            _ => false,
        };
        if !unchanged {
            let name = line.financeur.and_then(|f| dossier.cadre.financeur(f)).map(|f| f.name.as_str());
            restatements.push(Restatement {
                fiche: commitment.number,
                what: format!("le montant de « {} »", name.or(line.label).unwrap_or("")),
                recorded: in_words(&recorded),
                current: in_words(&line.montant),
                current_span: line.span,
                recorded_span,
            });
        }
    }
}

/// Whether two cells state the same figures; one absence equals another.
fn same_values(a: &CellValues, b: &CellValues) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_measure(&a.measured.value, &b.measured.value))
}

fn same_measure(a: &Measured, b: &Measured) -> bool {
    match (a, b) {
        (Measured::Absent(_), Measured::Absent(_)) => true,
        (Measured::Number(a), Measured::Number(b)) => a.value == b.value,
        (a, b) => a == b,
    }
}

/// The values of a cell in a few words, for a message.
pub fn words(cell: &CellValues) -> String {
    let one = |m: &Measured| match m {
        Measured::Absent(a) => a.word().to_owned(),
        Measured::Text(t) => t.clone(),
        Measured::Number(n) => with_unit(n),
        Measured::Bound(c, n) => format!("{}\u{a0}{}", c.sign(), with_unit(n)),
        Measured::Between(low, n) => {
            format!("{} à {}", crate::lang::numbers::format_french(*low, None), with_unit(n))
        }
        Measured::Tolerance(n, t) => {
            format!("{} ± {}\u{a0}%", with_unit(n), crate::lang::numbers::format_french(*t, None))
        }
    };
    cell.iter().map(|v| one(&v.measured.value)).collect::<Vec<_>>().join(" ; ")
}

fn with_unit(n: &crate::model::Number) -> String {
    let digits = crate::lang::numbers::format_french(n.value, None);
    n.unit.as_ref().map_or(digits.clone(), |u| format!("{digits}\u{a0}{u}"))
}
