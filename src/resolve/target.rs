//! The names that a reference may bear, and the datum that each leads to. A new name is added here, in both
//! functions, and worded in `document`.

use super::amounts::{self, AmountTarget};
use crate::lang::flat;
use crate::model::Numero;
use crate::model::budget::{Budget, Financement, Role};
use crate::model::parties::CollectiviteKind;
use crate::model::{Dossier, Fiche, ImpreciseDate};

/// What a reference leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// `convention.montant_etat`: what the act says that the State pays.
    ConventionMontantEtat,
    /// `convention.annee`.
    ConventionYear,
    /// `convention.lieu`: place of signature.
    ConventionLocation,
    /// `collectivite.nom`, or `departement.nom`.
    CollectiviteName,
    /// `collectivite.de`, or `departement.de`: the name with its preposition.
    CollectiviteOfName,
    /// `compte`: where the State pays.
    BankAccount,
    /// `convention.effet`: the day from which the act holds.
    ConventionEffect,
    /// An amount of the ledger.
    Amount(AmountTarget),
    /// `actions`, `axe.<id>.actions`: how many actions the act, or a node of its tree, has.
    ActionCount(Option<String>),
    /// A datum of a fiche, from its own text or after `fiche.<numéro>`.
    Fiche {
        /// Number of the fiche.
        fiche: Numero,
        /// Which of its data.
        datum: FicheDatum,
    },
}

/// A datum of a fiche. Ranks are those of its budgets, bordereaux, tables, figures and mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FicheDatum {
    /// `budget.charges`: the table of the charges of one or several budgets, by rank.
    Charges(Vec<usize>),
    /// `budget.financements`: the table of the financements of one or several budgets, by rank.
    Financements(Vec<usize>),
    /// `budget.charges.total`: what one or several budgets cost, by rank.
    ChargesTotal(Vec<usize>),
    /// `budget.total`: what pays for one or several budgets, by rank, which is not their whole when a charge is not told.
    BudgetTotal(Vec<usize>),
    /// `budget.financements.total`: what pays for one or several budgets, by rank.
    FinancementsTotal(Vec<usize>),
    /// `budget.financements.<financeur>`.
    Share {
        /// Ranks of the budgets.
        budgets: Vec<usize>,
        /// Identifier of the financeur.
        financeur: String,
    },
    /// `bordereau.<id>`, by rank.
    Bordereau(usize),
    /// `tableau.<id>`, by rank.
    Table(usize),
    /// `figure.<id>`, by rank.
    Figure(usize),
    /// `indicateurs`: the table of objectives.
    Objectives,
    /// `mise_en_place`.
    Launch,
    /// `duree`.
    Duration,
    /// `partenaires`.
    Partners,
    /// `mention.<rubrique>`, by rank.
    Mention(usize),
}

impl LinkTarget {
    /// Whether it is a table, a figure or a list, which no sentence can hold.
    pub fn stands_alone(&self) -> bool {
        match self {
            Self::BankAccount => true,
            Self::ConventionMontantEtat
            | Self::ConventionYear
            | Self::ConventionLocation
            | Self::CollectiviteName
            | Self::CollectiviteOfName
            | Self::ConventionEffect
            | Self::Amount(_)
            | Self::ActionCount(_) => false,
            Self::Fiche { datum, .. } => match datum {
                FicheDatum::Charges(_)
                | FicheDatum::Financements(_)
                | FicheDatum::Bordereau(_)
                | FicheDatum::Table(_)
                | FicheDatum::Figure(_)
                | FicheDatum::Objectives => true,
                FicheDatum::ChargesTotal(_)
                | FicheDatum::BudgetTotal(_)
                | FicheDatum::FinancementsTotal(_)
                | FicheDatum::Share { .. }
                | FicheDatum::Launch
                | FicheDatum::Duration
                | FicheDatum::Partners
                | FicheDatum::Mention(_) => false,
            },
        }
    }
}

impl LinkTarget {
    /// Whether it is an amount, a count or a date, which can be written in letters.
    pub(super) fn has_letters(&self, dossier: &Dossier) -> bool {
        match self {
            Self::ConventionMontantEtat
            | Self::ConventionYear
            | Self::ConventionEffect
            | Self::Amount(_)
            | Self::ActionCount(_) => true,
            Self::ConventionLocation
            | Self::CollectiviteName
            | Self::CollectiviteOfName
            | Self::BankAccount => false,
            Self::Fiche { fiche: number, datum } => match datum {
                FicheDatum::ChargesTotal(_)
                | FicheDatum::BudgetTotal(_)
                | FicheDatum::FinancementsTotal(_)
                | FicheDatum::Share { .. } => true,
                FicheDatum::Launch => {
                    let fiche = dossier.fiches.iter().find(|fiche| fiche.number.value == *number);
                    let launch = fiche.and_then(|fiche| fiche.launch.as_ref());
                    let has_words = |date: &ImpreciseDate| date.in_letters().is_some();
                    launch.is_some_and(|l| {
                        l.as_ref().is_ok_and(|l| l.iter().all(|part| has_words(&part.datum)))
                    })
                }
                _ => false,
            },
        }
    }
}

/// The first words of the names of [`FicheDatum`].
pub(super) const FICHE_WORDS: [&str; 9] = [
    "budget",
    "bordereau",
    "tableau",
    "figure",
    "indicateurs",
    "mise_en_place",
    "duree",
    "partenaires",
    "mention",
];

/// What a name leads to, from a text of the fiche of rank `here` or from a text of the act.
pub(super) fn find(dossier: &Dossier, here: Option<usize>, name: &str) -> Option<LinkTarget> {
    let parts: Vec<&str> = name.split('.').collect();
    let (fiche, parts) = match parts.as_slice() {
        ["convention", "montant_etat"] => {
            return dossier.convention.montant_etat.as_ref().map(|_| LinkTarget::ConventionMontantEtat);
        }
        ["convention", "annee"] => return Some(LinkTarget::ConventionYear),
        ["convention", "lieu"] => return Some(LinkTarget::ConventionLocation),
        ["convention", "effet"] => {
            return dossier.convention.effect.as_ref().map(|_| LinkTarget::ConventionEffect);
        }
        ["actions"] => return Some(LinkTarget::ActionCount(None)),
        ["axe" | "annexe", id @ .., "actions"] => {
            let axe = amounts::axe_named(dossier, id)?;
            return Some(LinkTarget::ActionCount(Some(axe.id.value.clone())));
        }
        ["collectivite" | "departement", "nom"] => return Some(LinkTarget::CollectiviteName),
        ["collectivite" | "departement", "de"] => return Some(LinkTarget::CollectiviteOfName),
        ["compte"] => return dossier.organisation.account.as_ref().map(|_| LinkTarget::BankAccount),
        ["fiche", rest @ ..] => fiche_after(dossier, rest)?,
        other => match (amounts::find(dossier, other), here) {
            (Some(amount), _) => return Some(LinkTarget::Amount(amount)),
            (None, here) => (here?, other),
        },
    };
    let fiche = dossier.fiches.get(fiche)?;
    let number = fiche.number.value;
    let datum = of_fiche(fiche, parts).map(|datum| LinkTarget::Fiche { fiche: number, datum });
    datum.or_else(|| amounts::of_fiche(dossier, number, parts).map(LinkTarget::Amount))
}

/// Rank of the fiche that the parts of a name begin with, and the parts that follow its number, which may have points.
pub(super) fn fiche_after<'p, 'n>(dossier: &Dossier, parts: &'p [&'n str]) -> Option<(usize, &'p [&'n str])> {
    (1..=parts.len()).rev().find_map(|count| {
        let (number, rest) = parts.split_at_checked(count)?;
        Some((fiche_of_number(dossier, &number.join("."))?, rest))
    })
}

/// Rank of the fiche that has a number, as it is written after `fiche.`.
fn fiche_of_number(dossier: &Dossier, number: &str) -> Option<usize> {
    // A reference has no capital; a number may.
    let is_named = |f: &Fiche| f.number.value.to_string().eq_ignore_ascii_case(number);
    let mut named = dossier.fiches.iter().enumerate().filter(|(_, f)| is_named(f));
    let (rank, _) = named.next()?;
    named.next().is_none().then_some(rank)
}

fn of_fiche(fiche: &Fiche, parts: &[&str]) -> Option<FicheDatum> {
    match parts {
        ["budget", rest @ ..] => of_budget(&fiche.budgets, rest),
        ["bordereau", id] => {
            fiche.bordereaux.iter().position(|b| b.id.value == *id).map(FicheDatum::Bordereau)
        }
        ["tableau", id] => fiche.tables.iter().position(|t| t.id.value == *id).map(FicheDatum::Table),
        ["figure", id] => fiche.figures.iter().position(|f| f.id.value == *id).map(FicheDatum::Figure),
        ["indicateurs"] => fiche.objectives.as_ref().map(|_| FicheDatum::Objectives),
        ["mise_en_place"] => fiche.launch.as_ref().map(|_| FicheDatum::Launch),
        ["duree"] => fiche.duration.as_ref().map(|_| FicheDatum::Duration),
        ["partenaires"] => fiche.partners.as_ref().map(|_| FicheDatum::Partners),
        ["mention", id] => {
            fiche.mentions.iter().position(|(rubrique, _)| rubrique.value == *id).map(FicheDatum::Mention)
        }
        _ => None,
    }
}

fn of_budget(budgets: &[Budget], parts: &[&str]) -> Option<FicheDatum> {
    let (chosen, parts): (Vec<usize>, &[&str]) = match parts {
        ["charges" | "financements" | "total", ..] => match budgets {
            [_] => (vec![0], parts),
            // Without an identifier: all those that the convention counts, as the head of the fiche prints them.
            _ => {
                let counted = budgets.iter().enumerate().filter(|(_, b)| b.role == Role::Convention);
                (counted.map(|(rank, _)| rank).collect(), parts)
            }
        },
        [ids, rest @ ..] => {
            let ranks = ids.split('+').map(|id| budgets.iter().position(|b| b.id == id));
            (ranks.collect::<Option<_>>()?, rest)
        }
        [] => return None,
    };
    match parts {
        _ if chosen.is_empty() => None,
        ["charges"] => Some(FicheDatum::Charges(chosen)),
        ["financements"] => Some(FicheDatum::Financements(chosen)),
        ["total"] => Some(FicheDatum::BudgetTotal(chosen)),
        ["financements", "total"] => Some(FicheDatum::FinancementsTotal(chosen)),
        ["charges", "total"] => Some(FicheDatum::ChargesTotal(chosen)),
        ["financements", financeur] => {
            let is_paid = chosen.iter().filter_map(|rank| budgets.get(*rank)).any(|b| pays(b, financeur));
            is_paid.then(|| FicheDatum::Share { budgets: chosen, financeur: (*financeur).to_owned() })
        }
        _ => None,
    }
}

/// Whether a financeur pays for a budget, or takes part in what another pays; an amount that is not told is printed so.
fn pays(budget: &Budget, financeur: &str) -> bool {
    let named = |row: &Financement| row.financeur.as_ref().is_some_and(|f| f.value == financeur);
    budget.financements.iter().any(|row| named(row) || row.of_which.iter().any(named))
}

/// Whether a reference can bear an identifier: `{tableau.sites-2024}`.
pub(super) fn can_be_cited(id: &str) -> bool {
    id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
}

/// An identifier in letters that a reference can bear, itself when it has no others.
pub(super) fn citable(id: &str) -> String {
    if can_be_cited(id) { id.to_owned() } else { flat(id).replace(' ', "-") }
}

/// How a name may begin to lead to the budgets of a fiche: to those that the convention counts, or to a named one.
fn budget_prefixes(fiche: &Fiche) -> Vec<(String, Vec<&Budget>)> {
    let counted: Vec<&Budget> = match fiche.budgets.as_slice() {
        [only] => vec![only],
        several => several.iter().filter(|b| b.role == Role::Convention).collect(),
    };
    let all = Some(("budget".to_owned(), counted)).filter(|(_, counted)| !counted.is_empty());
    let named = fiche.budgets.iter().filter(|b| fiche.budgets.len() > 1 && !b.id.is_empty());
    all.into_iter().chain(named.map(|b| (format!("budget.{}", citable(&b.id)), vec![b]))).collect()
}

/// The names that can be written in a text of the fiche of rank `here`, or in a text of the act. What bears a name that no
/// reference can bear has there the name to give it, which leads nowhere yet.
pub(super) fn candidates(dossier: &Dossier, here: Option<usize>) -> Vec<String> {
    let kind = dossier.organisation.collectivite.kind;
    let collectivite = if kind == CollectiviteKind::Departement { "departement" } else { "collectivite" };
    let mut names: Vec<String> = ["convention.annee", "convention.lieu"].map(str::to_owned).to_vec();
    names.extend(["nom", "de"].map(|datum| format!("{collectivite}.{datum}")));
    if dossier.convention.montant_etat.is_some() {
        names.insert(0, "convention.montant_etat".to_owned());
    }
    if dossier.organisation.account.is_some() {
        names.push("compte".to_owned());
    }
    if dossier.convention.effect.is_some() {
        names.push("convention.effet".to_owned());
    }
    names.extend(amounts::candidates(dossier));
    names.push("actions".to_owned());
    let Some(fiche) = here.and_then(|rank| dossier.fiches.get(rank)) else {
        for fiche in &dossier.fiches {
            let totals = budget_prefixes(fiche).into_iter().map(|(prefix, _)| format!("{prefix}.total"));
            names.extend(totals.map(|total| format!("fiche.{}.{total}", fiche.number.value)));
        }
        return names;
    };
    names.extend(own_candidates(fiche));
    names
}

/// The names of the own data of a fiche, in a text of its own.
fn own_candidates(fiche: &Fiche) -> Vec<String> {
    let mut names: Vec<String> =
        ["mise_en_place", "duree", "partenaires", "indicateurs"].map(str::to_owned).to_vec();
    for (prefix, budgets) in budget_prefixes(fiche) {
        names.extend(["charges", "financements", "total", "charges.total"].map(|s| format!("{prefix}.{s}")));
        let lines = budgets.iter().flat_map(|budget| &budget.financements);
        let mut financeurs: Vec<&str> = Vec::new();
        for financeur in lines.filter_map(|line| line.financeur.as_ref()) {
            if !financeurs.contains(&financeur.value.as_str()) {
                financeurs.push(&financeur.value);
            }
        }
        names.extend(financeurs.iter().map(|f| format!("{prefix}.financements.{f}")));
    }
    names.extend(fiche.bordereaux.iter().map(|b| format!("bordereau.{}", citable(&b.id.value))));
    names.extend(fiche.tables.iter().map(|t| format!("tableau.{}", citable(&t.id.value))));
    names.extend(fiche.figures.iter().map(|f| format!("figure.{}", citable(&f.id.value))));
    names.extend(fiche.mentions.iter().map(|(rubrique, _)| format!("mention.{}", rubrique.value)));
    names
}

/// The names that can be written in any text, each with what it leads to.
pub fn names_of_act(dossier: &Dossier) -> Vec<(String, LinkTarget)> {
    leading(dossier, None, candidates(dossier, None))
}

/// The names of the own data of the fiche of a rank, as its texts write them, each with what it leads to.
pub fn names_of_fiche(dossier: &Dossier, rank: usize) -> Vec<(String, LinkTarget)> {
    let Some(fiche) = dossier.fiches.get(rank) else { return Vec::new() };
    let mut names = own_candidates(fiche);
    if dossier.convention.exercices.are_several() {
        for exercice in dossier.convention.exercices.ids() {
            names.extend(dossier.cadre.financeurs.iter().map(|f| format!("{}.{exercice}", f.id)));
        }
    }
    leading(dossier, Some(rank), names)
}

fn leading(dossier: &Dossier, here: Option<usize>, names: Vec<String>) -> Vec<(String, LinkTarget)> {
    names.into_iter().filter_map(|name| find(dossier, here, &name).map(|target| (name, target))).collect()
}
