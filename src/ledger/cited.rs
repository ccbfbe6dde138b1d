//! What a reference prints in a sentence: the words of the amount, count, date or name that it leads to.

use std::sync::OnceLock;

use super::entry::{self, LedgerEntry};
use super::quoted::quoted_of;
use super::{Sum, budget};
use crate::lang::Gender;
use crate::lang::spelled::spell;
use crate::model::budget::Budget;
use crate::model::fiche::{HeaderField, MeantFor, Partners};
use crate::model::{Dossier, Fiche, Montant};
use crate::resolve::{AmountTarget, FicheDatum, LinkTarget};

/// The citations of an act; its entries are derived once for all of them.
#[derive(Debug)]
pub struct Citations<'d> {
    /// The act.
    pub dossier: &'d Dossier,
    entries: OnceLock<Vec<LedgerEntry<'d>>>,
}

impl<'d> Citations<'d> {
    /// Those of an act.
    pub fn new(dossier: &'d Dossier) -> Self {
        Self { dossier, entries: OnceLock::new() }
    }

    fn quoted(&self, target: &AmountTarget) -> Option<Sum> {
        let entries = self.entries.get_or_init(|| entry::of_act(self.dossier));
        quoted_of(self.dossier, entries, target)
    }

    /// The words of a target; `None` for what takes the place of a paragraph.
    pub fn words(&self, target: &LinkTarget) -> Option<String> {
        let dossier = self.dossier;
        match target {
            LinkTarget::ConventionMontantEtat => {
                Some(dossier.convention.montant_etat.as_ref()?.value.in_prose())
            }
            LinkTarget::ConventionYear => Some(dossier.convention.year.to_string()),
            LinkTarget::ConventionLocation => Some(dossier.convention.signature_place.to_string()),
            LinkTarget::ConventionEffect => Some(dossier.convention.effect.as_ref()?.to_string()),
            LinkTarget::CollectiviteName => Some(dossier.organisation.collectivite.name.value.clone()),
            LinkTarget::CollectiviteOfName => {
                Some(dossier.organisation.collectivite.name_with_de.value.clone())
            }
            LinkTarget::BankAccount => None,
            LinkTarget::Amount(amount) => in_words(&self.quoted(amount)?, |m| Some(m.in_prose())),
            LinkTarget::ActionCount(axe) => Some(action_count(axe.as_deref(), dossier).to_string()),
            LinkTarget::Fiche { fiche: number, datum } => {
                let fiche = dossier.fiches.iter().find(|f| f.number.value == *number)?;
                match datum {
                    FicheDatum::Launch => Some(field_words(&fiche.launch)),
                    FicheDatum::Duration => Some(field_words(&fiche.duration)),
                    FicheDatum::Partners => Some(partners_words(&fiche.partners)),
                    FicheDatum::Mention(rank) => match fiche.mentions.get(*rank)? {
                        (_, Ok(answer)) => Some(answer.clone()),
                        (_, Err(absence)) => Some(absence.word().to_owned()),
                    },
                    _ => in_words(&sum_of(datum, fiche)?, |montant| Some(montant.in_prose())),
                }
            }
        }
    }

    /// The sum behind an amount of a fiche or of the ledger, with its terms; `None` for what is no sum.
    pub fn sum(&self, target: &LinkTarget) -> Option<Sum> {
        let dossier = self.dossier;
        match target {
            LinkTarget::Amount(amount) => self.quoted(amount),
            LinkTarget::Fiche { fiche: number, datum } => {
                let fiche = dossier.fiches.iter().find(|f| f.number.value == *number)?;
                sum_of(datum, fiche)
            }
            _ => None,
        }
    }

    /// An amount, a count or a date in letters; the word of its absence when it has none.
    pub fn in_letters(&self, target: &LinkTarget) -> Option<String> {
        let dossier = self.dossier;
        match target {
            LinkTarget::ConventionMontantEtat => dossier.convention.montant_etat.as_ref()?.value.in_letters(),
            LinkTarget::ConventionYear => spell(u64::from(dossier.convention.year), Gender::Masculine),
            LinkTarget::ConventionEffect => dossier.convention.effect.as_ref()?.value.in_letters(),
            LinkTarget::Amount(amount) => in_words(&self.quoted(amount)?, Montant::in_letters),
            LinkTarget::ActionCount(axe) => {
                spell(u64::try_from(action_count(axe.as_deref(), dossier)).ok()?, Gender::Feminine)
            }
            LinkTarget::Fiche { fiche: number, datum } => {
                let fiche = dossier.fiches.iter().find(|f| f.number.value == *number)?;
                if *datum == FicheDatum::Launch {
                    let launch = fiche.launch.as_ref()?.as_ref().ok()?;
                    return joined(launch, |date| date.in_letters());
                }
                in_words(&sum_of(datum, fiche)?, Montant::in_letters)
            }
            LinkTarget::ConventionLocation
            | LinkTarget::CollectiviteName
            | LinkTarget::CollectiviteOfName
            | LinkTarget::BankAccount => None,
        }
    }
}

/// A sum as a sentence quotes it: its total, with what it lacks, « 3 000 € (hors 1 montant non renseigné) »; or the word of its
/// absence.
fn in_words(sum: &Sum, say: impl Fn(Montant) -> Option<String>) -> Option<String> {
    let words = match sum.amount() {
        Ok(montant) => say(montant)?,
        Err(absence) => return Some(absence.word().to_owned()),
    };
    Some(sum.caveat().map_or(words.clone(), |lack| format!("{words} ({lack})")))
}

/// A sum over budgets of a fiche.
fn sum_of(datum: &FicheDatum, fiche: &Fiche) -> Option<Sum> {
    let (ranks, of_budget): (_, &dyn Fn(&Budget) -> Sum) = match datum {
        FicheDatum::ChargesTotal(ranks) => (ranks, &|b| budget::charges(b, fiche)),
        FicheDatum::BudgetTotal(ranks) => (ranks, &|b| {
            let mut sum = budget::financements(b);
            let of_charges = budget::charges(b, fiche).lack;
            if sum.missing() == 0 && of_charges.untold > 0 {
                sum.lack.extend(of_charges);
            }
            sum
        }),
        FicheDatum::FinancementsTotal(ranks) => (ranks, &budget::financements),
        FicheDatum::Share { budgets, financeur } => (budgets, &|b| budget::share(b, Some(financeur))),
        _ => return None,
    };
    let budgets = ranks.iter().map(|rank| fiche.budgets.get(*rank)).collect::<Option<Vec<_>>>()?;
    let mut sum = Sum::default();
    budgets.iter().for_each(|budget| sum.extend(&of_budget(budget)));
    Some(sum)
}

/// How many actions the act has, or a node of its tree with what is in it.
fn action_count(axe: Option<&str>, dossier: &Dossier) -> usize {
    let is_within = |fiche: &&Fiche| axe.is_none_or(|axe| dossier.cadre.is_within(&fiche.axe.value, axe));
    dossier.fiches.iter().filter(is_within).count()
}

/// A header field in words: its values, each with the part of the action it is for; or the word of its absence. Empty
/// when the header does not have it.
pub fn field_words<T: std::fmt::Display>(field: &HeaderField<Vec<MeantFor<T>>>) -> String {
    match field {
        None => String::new(),
        Some(Err(absence)) => absence.value.word().to_owned(),
        Some(Ok(list)) => joined(list, |datum| Some(datum.to_string())).unwrap_or_default(),
    }
}

/// Values in words, each with the part of the action it is for; `None` when one has no words.
fn joined<T>(list: &[MeantFor<T>], say: impl Fn(&T) -> Option<String>) -> Option<String> {
    let part = |part: &MeantFor<T>| {
        let words = say(&part.datum)?;
        Some(match &part.object {
            Some(object) => format!("{object} : {words}"),
            None => words,
        })
    };
    Some(list.iter().map(part).collect::<Option<Vec<_>>>()?.join(" ; "))
}

/// The partners in words; empty when the header does not have the field.
pub fn partners_words(field: &HeaderField<Partners>) -> String {
    match field {
        None => String::new(),
        Some(Err(absence)) => absence.value.word().to_owned(),
        Some(Ok(Partners::DeclaredNone(_))) => "aucun".to_owned(),
        Some(Ok(Partners::List(names))) => {
            names.iter().map(|n| n.value.as_str()).collect::<Vec<_>>().join(", ")
        }
    }
}
