//! The data that a text can cite, with what each prints.

use crate::ledger::cited::Citations;
use crate::model::parties::PartyRole;
use crate::model::{Dossier, Numero};
use crate::resolve::{AmountScope, AmountTarget, FicheDatum, LinkTarget, names_of_act, names_of_fiche};

/// What two names must share to be the same datum for a reader.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CitedPart {
    /// The whole act.
    Act,
    /// A node of the tree.
    Axe(String),
    /// Budgets of a fiche, by rank.
    Budgets(Numero, Vec<usize>),
    /// A ceiling, by rank.
    Ceiling(usize),
    /// A datum that is no amount, by its name.
    Datum(String),
}

/// A datum that a text can cite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CitableDatum {
    /// The reference, without its braces.
    pub name: String,
    /// Where it leads.
    pub target: LinkTarget,
    /// What it prints.
    pub words: String,
    /// What it prints in letters, when it can.
    pub letters: Option<String>,
    /// What it is an amount of.
    pub part: CitedPart,
    /// The rank of its exercice; none when it counts all of them.
    pub exercice: Option<usize>,
    /// Identifiers of the funders whose amount it is; none for a total.
    pub payers: Vec<String>,
}

/// The data that any text can cite: those that print a figure.
pub(super) fn of_act(citations: &Citations<'_>) -> Vec<CitableDatum> {
    cells(citations, names_of_act(citations.dossier))
}

/// The own data of the fiche of a rank.
pub(super) fn of_fiche(citations: &Citations<'_>, rank: usize) -> Vec<CitableDatum> {
    cells(citations, names_of_fiche(citations.dossier, rank))
}

fn cells(citations: &Citations<'_>, names: Vec<(String, LinkTarget)>) -> Vec<CitableDatum> {
    let cells = names.into_iter().filter_map(|(name, target)| cell(citations, name, target));
    cells.filter(|cell| cell.words.bytes().any(|b| b.is_ascii_digit())).collect()
}

fn cell(citations: &Citations<'_>, name: String, target: LinkTarget) -> Option<CitableDatum> {
    if !prints_a_figure(&target) {
        return None;
    }
    let dossier = citations.dossier;
    let words = citations.words(&target)?;
    let letters = citations.in_letters(&target);
    let several = dossier.convention.exercices.are_several();
    let (part, payers, exercice) = place(dossier, &target, &name);
    Some(CitableDatum { name, target, words, letters, part, exercice: exercice.filter(|_| several), payers })
}

/// Whether what a target prints is a figure of the act: the words of an answer and the year of the act are none.
fn prints_a_figure(target: &LinkTarget) -> bool {
    match target {
        LinkTarget::ConventionMontantEtat
        | LinkTarget::ConventionEffect
        | LinkTarget::Amount(_)
        | LinkTarget::ActionCount(_) => true,
        LinkTarget::ConventionYear
        | LinkTarget::ConventionLocation
        | LinkTarget::CollectiviteName
        | LinkTarget::CollectiviteOfName
        | LinkTarget::BankAccount => false,
        LinkTarget::Fiche { datum, .. } => {
            !target.stands_alone() && !matches!(datum, FicheDatum::Partners | FicheDatum::Mention(_))
        }
    }
}

/// What a target is an amount of, whose, and when.
fn place(dossier: &Dossier, target: &LinkTarget, name: &str) -> (CitedPart, Vec<String>, Option<usize>) {
    let of_role = |role| dossier.cadre.financeurs_of(role).map(|f| f.id.clone()).collect::<Vec<_>>();
    match target {
        LinkTarget::ConventionMontantEtat => (CitedPart::Act, of_role(PartyRole::Etat), None),
        LinkTarget::Amount(AmountTarget::Paid { scope, payer, exercice }) => {
            let payers = payer.as_ref().map_or_else(Vec::new, |payer| match payer {
                crate::model::cadre::Payer::Role(role) => of_role(*role),
                crate::model::cadre::Payer::Financeur(id) => vec![id.value.clone()],
            });
            let part = match scope {
                AmountScope::Act => CitedPart::Act,
                AmountScope::Axe(id) => CitedPart::Axe(id.clone()),
                AmountScope::Fiche(number) => CitedPart::Budgets(*number, counted(dossier, *number)),
            };
            (part, payers, *exercice)
        }
        LinkTarget::Amount(AmountTarget::Ceiling { ceiling, exercice, .. }) => {
            (CitedPart::Ceiling(*ceiling), Vec::new(), *exercice)
        }
        LinkTarget::Fiche { fiche, datum } => match datum {
            FicheDatum::ChargesTotal(ranks)
            | FicheDatum::BudgetTotal(ranks)
            | FicheDatum::FinancementsTotal(ranks) => {
                (CitedPart::Budgets(*fiche, ranks.clone()), Vec::new(), None)
            }
            FicheDatum::Share { budgets, financeur } => {
                (CitedPart::Budgets(*fiche, budgets.clone()), vec![financeur.clone()], None)
            }
            _ => (CitedPart::Datum(name.to_owned()), Vec::new(), None),
        },
        _ => (CitedPart::Datum(name.to_owned()), Vec::new(), None),
    }
}

/// The ranks of the budgets of a fiche that the convention counts.
fn counted(dossier: &Dossier, number: Numero) -> Vec<usize> {
    use crate::model::budget::Role;
    let fiche = dossier.fiches.iter().find(|fiche| fiche.number.value == number);
    let budgets = fiche.into_iter().flat_map(|fiche| fiche.budgets.iter().enumerate());
    budgets.filter(|(_, budget)| budget.role == Role::Convention).map(|(rank, _)| rank).collect()
}
