//! What the changes bring about, from the ledger of each side: sums by funder and exercice, the share of the State, what
//! ceilings leave, rules of cofinancement. Only what differs is said.

use rust_decimal::Decimal;

use crate::lang::numbers::share;
use crate::ledger::entry::{self, LedgerEntry};
use crate::ledger::view::{Filter, sum};
use crate::ledger::{Sum, ceilings, cofinancement};
use crate::model::cadre::{Payer, ShareRule};
use crate::model::parties::PartyRole;
use crate::model::{Dossier, Montant};

/// A computed figure that differs from one side to the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequence {
    /// What it is.
    pub what: String,
    /// Its exercice; none for the whole act.
    pub exercice: Option<String>,
    /// Its value before; none when there was no such figure.
    pub before: Option<Computed>,
    /// Its value after; none when there is none any more.
    pub after: Option<Computed>,
}

/// A computed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Computed {
    /// Euros, and what the sum is without: « hors 1 montant non renseigné ».
    Montant(Montant, Option<String>),
    /// What is left of a sum, or what it lacks: a percentage of it would mean nothing.
    Left(Montant, Option<String>),
    /// A share, in words: « 48,2 % »; or why there is no figure.
    Words(String),
    /// Whether a rule is kept, in words.
    Verdict(String),
}

impl std::fmt::Display for Computed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Montant(montant, caveat) | Self::Left(montant, caveat) => {
                let caveat = caveat.as_ref().map(|caveat| format!(" ({caveat})")).unwrap_or_default();
                write!(f, "{}{caveat}", montant.in_prose())
            }
            Self::Words(words) | Self::Verdict(words) => f.write_str(words),
        }
    }
}

impl Computed {
    /// A sum; in words, why there is none.
    fn sum(sum: &Sum) -> Self {
        match sum.amount() {
            Ok(montant) => Self::Montant(montant, sum.caveat()),
            Err(absence) => Self::Words(absence.word().to_owned()),
        }
    }
}

impl Consequence {
    /// Euros more, or less; none of two sums that do not lack the same.
    pub fn difference(&self) -> Option<Montant> {
        match (&self.before, &self.after) {
            (Some(Computed::Montant(before, was)), Some(Computed::Montant(after, is)))
            | (Some(Computed::Left(before, was)), Some(Computed::Left(after, is)))
                if was == is =>
            {
                Some(*after - *before)
            }
            _ => None,
        }
    }
}

/// A figure of an act.
struct Figure {
    /// What tells it from the others, whatever its name becomes.
    key: String,
    what: String,
    exercice: Option<String>,
    value: Computed,
}

impl Figure {
    fn new(key: &str, what: &str, exercice: Option<String>, value: Computed) -> Self {
        Self { key: key.to_owned(), what: what.to_owned(), exercice, value }
    }
}

/// A rule that is kept, or that there is not.
const KEPT: &str = "respectée";

/// The computed figures that differ between two acts, in the order of the second. A rule that is kept, of an action that came
/// or went, is no news.
pub fn between(before: &Dossier, after: &Dossier) -> Vec<Consequence> {
    let (before, after) = (figures(before), figures(after));
    let twin = |figures: &'_ [Figure], figure: &Figure| {
        let same = |other: &&Figure| other.key == figure.key && other.exercice == figure.exercice;
        figures.iter().find(same).map(|other| other.value.clone())
    };
    let mut found: Vec<Consequence> = Vec::new();
    for figure in &after {
        let was = twin(&before, figure);
        if was.as_ref() != Some(&figure.value) {
            let (what, exercice) = (figure.what.clone(), figure.exercice.clone());
            found.push(Consequence { what, exercice, before: was, after: Some(figure.value.clone()) });
        }
    }
    for figure in before.into_iter().filter(|figure| twin(&after, figure).is_none()) {
        let Figure { key: _, what, exercice, value } = figure;
        found.push(Consequence { what, exercice, before: Some(value), after: None });
    }
    let is_kept = |value: &Option<Computed>| match value {
        Some(Computed::Verdict(words)) => words == KEPT,
        Some(_) => false,
        None => true,
    };
    found.retain(|consequence| !(is_kept(&consequence.before) && is_kept(&consequence.after)));
    found
}

fn figures(dossier: &Dossier) -> Vec<Figure> {
    let entries = entry::of_act(dossier);
    let mut figures = Vec::new();
    let exercices = &dossier.convention.exercices;
    let mut periods: Vec<(Option<usize>, Option<String>)> = vec![(None, None)];
    if exercices.are_several() {
        periods
            .extend((0..exercices.count()).map(|rank| (Some(rank), Some(exercices.name(rank).to_owned()))));
    }
    for (rank, name) in &periods {
        let add = |figures: &mut Vec<Figure>, what: &str, value| {
            figures.push(Figure::new(what, what, name.clone(), value));
        };
        let filter = Filter { exercice: *rank, ..Filter::resources() };
        let total = sum(&entries, dossier, &filter);
        let charges = sum(&entries, dossier, &Filter { exercice: *rank, ..Filter::charges() });
        add(&mut figures, "Total des charges", Computed::sum(&charges));
        add(&mut figures, "Total des financements", Computed::sum(&total));
        let etat = paid(&entries, dossier, &Payer::Role(PartyRole::Etat), &filter);
        add(&mut figures, "Part de l’État", Computed::Words(percent(&etat, &total)));
        for financeur in &dossier.cadre.financeurs {
            let payer = dossier.cadre.payer(financeur);
            let montant = Computed::sum(&paid(&entries, dossier, &payer, &filter));
            let key = format!("financeur {}", financeur.id);
            figures.push(Figure::new(&key, &financeur.name, name.clone(), montant));
        }
    }
    for axe in dossier.cadre.axes.iter().filter(|axe| axe.parent.is_none()) {
        let filter = Filter { axe: Some(&axe.id.value), ..Filter::resources() };
        let total = sum(&entries, dossier, &filter);
        figures.push(Figure::new(&axe.heading(), &axe.heading(), None, Computed::sum(&total)));
        let etat = paid(&entries, dossier, &Payer::Role(PartyRole::Etat), &filter);
        let what = format!("{}, part de l’État", axe.heading());
        figures.push(Figure::new(&what, &what, None, Computed::Words(percent(&etat, &total))));
    }
    if let Some(montant) = &dossier.convention.montant_etat {
        let etat = paid(&entries, dossier, &Payer::Role(PartyRole::Etat), &Filter::resources());
        let what = "Montant de l’acte moins la somme des fiches";
        let gap = match etat.amount() {
            Ok(paid) => Computed::Left(montant.value - paid, etat.caveat()),
            Err(absence) => Computed::Words(format!("somme des fiches\u{a0}: {}", absence.word())),
        };
        figures.push(Figure::new(what, what, None, gap));
    }
    figures.extend(of_ceilings(dossier, &entries));
    figures.extend(of_rules(dossier, &entries));
    figures
}

fn paid(entries: &[LedgerEntry<'_>], dossier: &Dossier, payer: &Payer, filter: &Filter<'_>) -> Sum {
    sum(entries, dossier, &Filter { payer: Some(payer), ..*filter })
}

/// A share in words; of a sum that lacks an amount, nobody knows it.
fn percent(part: &Sum, whole: &Sum) -> String {
    if whole.missing() > 0 {
        return "non connue".to_owned();
    }
    share(part.total.euros(), whole.total.euros(), 1).unwrap_or_else(|| "sans objet".to_owned())
}

fn of_ceilings(dossier: &Dossier, entries: &[LedgerEntry<'_>]) -> Vec<Figure> {
    let exercices = &dossier.convention.exercices;
    let mut figures = Vec::new();
    for used in ceilings::uses(dossier, entries) {
        let what = format!("Reste du plafond ({})", used.ceiling.payer.name(&dossier.cadre));
        let exercice = exercices.are_several().then(|| exercices.label(&used.exercices));
        figures.push(Figure::new(&what, &what, exercice, Computed::Left(used.left(), used.used.caveat())));
    }
    figures
}

fn of_rules(dossier: &Dossier, entries: &[LedgerEntry<'_>]) -> Vec<Figure> {
    let mut figures = Vec::new();
    let name = |payer: &Payer| payer.name(&dossier.cadre);
    for unit in cofinancement::units(dossier, entries).into_iter().filter(|unit| unit.is_complete()) {
        let (part, whole) = (unit.part.total, unit.whole.total);
        let bound = |share: Decimal| {
            Decimal::ONE_HUNDRED.checked_mul(part.euros()).zip(share.checked_mul(whole.euros()))
        };
        let (rule, is_kept) = match &unit.rule.rule {
            ShareRule::AtMost(payer, share) => (
                format!("{}\u{a0}: au plus {share}\u{a0}%", name(payer)),
                bound(*share).is_none_or(|(part, bound)| part <= bound),
            ),
            ShareRule::AtLeast(payer, share) => (
                format!("{}\u{a0}: au moins {share}\u{a0}%", name(payer)),
                bound(*share).is_none_or(|(part, bound)| part >= bound),
            ),
            ShareRule::Parity(a, b) => (format!("parité de {} et de {}", name(a), name(b)), part == whole),
        };
        let place = match (unit.fiche, unit.axe) {
            (Some(fiche), _) => format!(", fiche {}", fiche.number),
            (None, Some(axe)) => format!(", {}", axe.heading()),
            (None, None) => String::new(),
        };
        let exercice = unit.exercice.map(|rank| dossier.convention.exercices.name(rank).to_owned());
        let verdict = if is_kept { KEPT } else { "non respectée" };
        let what = format!("Règle « {rule} »{place}");
        figures.push(Figure::new(&what, &what, exercice, Computed::Verdict(verdict.to_owned())));
    }
    figures
}
