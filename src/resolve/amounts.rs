//! The names that lead to an amount of the ledger: `total.etat.2025`, `axe.1.total`, `fiche.1.1.etat.2025`,
//! `plafond.etat.2024`, `plafond.reste.2024`.

use super::LinkTarget;
use crate::model::cadre::{Axe, Horizon, Payer};
use crate::model::parties::PartyRole;
use crate::model::{Dossier, Numero};

/// An amount of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmountTarget {
    /// What is paid.
    Paid {
        /// For which actions.
        scope: AmountScope,
        /// By whom; none for all.
        payer: Option<Payer>,
        /// In which exercice, by its rank; none for all.
        exercice: Option<usize>,
    },
    /// A ceiling, or what the actions leave of it.
    Ceiling {
        /// Its rank among those of the act.
        ceiling: usize,
        /// In which exercice, by its rank; none when it is one amount for all.
        exercice: Option<usize>,
        /// Whether it is what is left.
        is_left: bool,
    },
}

/// The actions that an amount sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmountScope {
    /// All of them.
    Act,
    /// Those of a node of the tree, by its identifier.
    Axe(String),
    /// One.
    Fiche(Numero),
}

/// What a name leads to, from any text: `convention.effet`, `fiche.4.duree`, `total.etat.2025`.
pub fn target(dossier: &Dossier, name: &str) -> Option<LinkTarget> {
    super::target::find(dossier, None, name)
}

/// The amount of the ledger that a name leads to, from any text: `total.etat.2025`, `fiche.1.1.etat.2025`.
pub fn amount(dossier: &Dossier, name: &str) -> Option<AmountTarget> {
    match target(dossier, name)? {
        LinkTarget::Amount(target) => Some(target),
        _ => None,
    }
}

/// The amount of a name, split at its points.
pub(super) fn find(dossier: &Dossier, parts: &[&str]) -> Option<AmountTarget> {
    match parts {
        ["total"] => Some(paid(AmountScope::Act, None, None)),
        ["total", rest @ ..] => of_payer(dossier, AmountScope::Act, rest),
        ["axe" | "annexe", rest @ ..] => {
            // An identifier may have points of its own.
            (1..rest.len()).rev().find_map(|count| {
                let (id, rest) = rest.split_at_checked(count)?;
                let axe = axe_named(dossier, id)?;
                of_total(dossier, AmountScope::Axe(axe.id.value.clone()), rest)
            })
        }
        ["plafond", rest @ ..] => ceiling(dossier, rest),
        _ => None,
    }
}

/// The node that the parts of a name write: a reference has no capital, its identifier may.
pub(super) fn axe_named<'d>(dossier: &'d Dossier, parts: &[&str]) -> Option<&'d Axe> {
    let id = parts.join(".");
    let mut named = dossier.cadre.axes.iter().filter(|axe| axe.id.value.eq_ignore_ascii_case(&id));
    let first = named.next()?;
    named.next().is_none().then_some(first)
}

/// The amount of a fiche, from what follows its number.
pub(super) fn of_fiche(dossier: &Dossier, fiche: Numero, parts: &[&str]) -> Option<AmountTarget> {
    of_total(dossier, AmountScope::Fiche(fiche), parts)
}

/// « total », « total.2025 », « etat », « etat.2025 ».
fn of_total(dossier: &Dossier, scope: AmountScope, parts: &[&str]) -> Option<AmountTarget> {
    match parts {
        ["total"] => Some(paid(scope, None, None)),
        ["total", exercice @ ..] => Some(paid(scope, None, Some(rank(dossier, exercice)?))),
        _ => of_payer(dossier, scope, parts),
    }
}

/// « etat », « etat.2025 », or an exercice alone.
fn of_payer(dossier: &Dossier, scope: AmountScope, parts: &[&str]) -> Option<AmountTarget> {
    let (first, rest) = parts.split_first()?;
    if let Some(payer) = payer(dossier, first) {
        let exercice = if rest.is_empty() { None } else { Some(rank(dossier, rest)?) };
        return Some(paid(scope, Some(payer), exercice));
    }
    Some(paid(scope, None, Some(rank(dossier, parts)?)))
}

fn paid(scope: AmountScope, payer: Option<Payer>, exercice: Option<usize>) -> AmountTarget {
    AmountTarget::Paid { scope, payer, exercice }
}

fn rank(dossier: &Dossier, parts: &[&str]) -> Option<usize> {
    dossier.convention.exercices.rank(&parts.join("."))
}

/// A funder of the cadre, or a role. The funder goes first: « etat » is both where the State has one.
fn payer(dossier: &Dossier, name: &str) -> Option<Payer> {
    if let Some(role) = PartyRole::of_word(name) {
        return Some(Payer::Role(role));
    }
    let financeur = dossier.cadre.financeur(name)?;
    Some(dossier.cadre.payer(financeur))
}

/// « etat.2024 », « reste.2024 », « etat.reste.2024 », without the exercice for a ceiling over the whole act.
fn ceiling(dossier: &Dossier, parts: &[&str]) -> Option<AmountTarget> {
    let is_left = parts.contains(&"reste");
    let parts: Vec<&str> = parts.iter().copied().filter(|part| *part != "reste").collect();
    let (payer, exercice) = match parts.split_first() {
        Some((first, rest)) if payer(dossier, first).is_some() => (payer(dossier, first), rest.to_vec()),
        _ => (None, parts),
    };
    let exercice = if exercice.is_empty() { None } else { Some(rank(dossier, &exercice)?) };
    let same = |a: &Payer, b: &Payer| match (a, b) {
        (Payer::Role(a), Payer::Role(b)) => a == b,
        (Payer::Financeur(a), Payer::Financeur(b)) => a.value == b.value,
        _ => false,
    };
    let mut fitting = dossier.convention.ceilings.iter().enumerate().filter(|(_, ceiling)| {
        payer.as_ref().is_none_or(|payer| same(payer, &ceiling.payer))
            && match ceiling.horizon {
                Horizon::Exercice => exercice.is_some_and(|rank| ceiling.exercices.contains(&rank)),
                Horizon::Contract => exercice.is_none(),
            }
    });
    let (ceiling, _) = fitting.next()?;
    fitting.next().is_none().then_some(AmountTarget::Ceiling { ceiling, exercice, is_left })
}

/// The names that can be written in any text.
pub(super) fn candidates(dossier: &Dossier) -> Vec<String> {
    let exercices: Vec<&str> = dossier.convention.exercices.iter().map(|e| e.id.value.as_str()).collect();
    let mut names = vec!["total".to_owned()];
    for financeur in &dossier.cadre.financeurs {
        names.push(format!("total.{}", financeur.id));
        if exercices.len() > 1 {
            names.extend(exercices.iter().map(|exercice| format!("total.{}.{exercice}", financeur.id)));
        }
    }
    names.extend(
        dossier.cadre.axes.iter().map(|axe| format!("axe.{}.total", axe.id.value.to_ascii_lowercase())),
    );
    if !dossier.convention.ceilings.is_empty() {
        names.extend(exercices.iter().map(|exercice| format!("plafond.reste.{exercice}")));
    }
    names
}
