//! What an avenant must say: each thing that the act amended says otherwise than the act before, in the order of the avenant.
//! Nothing of it is typed; its words are those of the templates.

mod provisions;

use super::delta::{Delta, DeltaChange, RowStep};
use super::portion::{ChangeTopic, Datum, Portion, PortionContent};
use super::{ActComparison, Difference};
use crate::model::Montant;
pub use provisions::{ProvisionEdit, ProvisionPlace};

/// One thing that an avenant does to the act.
#[derive(Debug, Clone)]
pub enum AvenantClause {
    /// The text of an article says something else, here and there.
    ArticleAmended {
        /// The article, or the numbered part of it.
        place: ProvisionPlace,
        /// What becomes of its text, in order.
        edits: Vec<ProvisionEdit>,
    },
    /// So much of an article changes that it is written again, or it has other tables.
    ArticleReplaced {
        /// The article, as it was.
        place: ProvisionPlace,
        /// Its page, in the edition.
        page: String,
    },
    /// An article comes.
    ArticleAdded {
        /// Its page, in the edition.
        page: String,
    },
    /// An article goes.
    ArticleWithdrawn {
        /// The article, as it was.
        place: ProvisionPlace,
    },
    /// What the State pays, as the act writes it.
    AmountChanged {
        /// What it was; none when the act said none.
        before: Option<Montant>,
        /// What it is.
        after: Option<Montant>,
    },
    /// Who represents a party.
    PartyChanged {
        /// The identifier of the party.
        party: String,
    },
    /// A party comes, or goes.
    PartyAddedOrWithdrawn {
        /// Its name.
        name: String,
        /// Whether it comes.
        comes: bool,
    },
    /// Data of the act, in the words of the comparison.
    DataChanged {
        /// What they are about.
        topic: DataTopic,
        /// Each of them.
        changes: Vec<Difference>,
    },
    /// A fiche takes the place of the one that was.
    FicheReplaced {
        /// Its key, after.
        page: String,
        /// Its name before: « Fiche 4 « Accueil » ».
        before: String,
        /// The same after.
        after: String,
        /// Whether its number or its title is another.
        is_renamed: bool,
        /// What changes in it, what commits money first.
        changes: Vec<Difference>,
    },
    /// A fiche has another number, and says the same otherwise.
    FicheRenumbered {
        /// Its name before.
        before: String,
        /// Its name after.
        after: String,
    },
    /// A fiche comes.
    FicheAdded {
        /// Its key.
        page: String,
    },
    /// A fiche goes.
    FicheWithdrawn {
        /// Its name.
        name: String,
    },
}

/// What data of the act are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DataTopic {
    /// Ceilings, réfaction, bank account.
    Money,
    /// Exercices, days.
    Date,
    /// What else is said of the parties.
    Party,
    /// Annexes, acronyms, visas.
    Annexe,
    /// The matrix of indicators.
    Matrix,
    /// What the cadre asks.
    Framework,
}

/// The clauses that make the second act of the first, in the order of an avenant: articles, money, parties and days, fiches,
/// annexes.
pub fn clauses(comparison: &ActComparison) -> Vec<AvenantClause> {
    let mut clauses = Vec::new();
    let of = |key: &str| part_delta(comparison, key);
    let (before, after) = (&comparison.acts.0, &comparison.acts.1);
    provisions::of_articles(of("articles"), before.part("articles"), after.part("articles"), &mut clauses);
    let own = |key: &str| Some((before.part("convention")?.part(key), after.part("convention")?.part(key)));
    of_amount(own("montant_etat"), &mut clauses);
    of_data(comparison, DataTopic::Money, &mut clauses);
    of_parties(own("parties"), &mut clauses);
    for topic in [DataTopic::Party, DataTopic::Date] {
        of_data(comparison, topic, &mut clauses);
    }
    of_fiches(of("fiches"), (before.part("fiches"), after.part("fiches")), comparison, &mut clauses);
    for topic in [DataTopic::Annexe, DataTopic::Matrix, DataTopic::Framework] {
        of_data(comparison, topic, &mut clauses);
    }
    clauses
}

/// A part on both sides; each may not be there.
type Sides<'p> = Option<(Option<&'p Portion>, Option<&'p Portion>)>;

fn part_delta<'c>(comparison: &'c ActComparison, key: &str) -> Option<&'c Delta> {
    match &comparison.delta.as_ref()?.change {
        DeltaChange::Fields { changed, .. } => changed.iter().find(|delta| delta.keys.1 == key),
        DeltaChange::Content(..) | DeltaChange::Rows { .. } => None,
    }
}

fn of_amount(sides: Sides<'_>, clauses: &mut Vec<AvenantClause>) {
    let Some((before, after)) = sides else { return };
    let montant = |part: Option<&Portion>| match part.and_then(Portion::said) {
        Some(Datum::Montant(montant)) => Some(*montant),
        _ => None,
    };
    let (before, after) = (montant(before), montant(after));
    if before != after {
        clauses.push(AvenantClause::AmountChanged { before, after });
    }
}

fn of_parties(sides: Sides<'_>, clauses: &mut Vec<AvenantClause>) {
    let Some((before, after)) = sides else { return };
    let parties = |side: Option<&Portion>| side.map(|part| part.parts().to_vec()).unwrap_or_default();
    let (before, after) = (parties(before), parties(after));
    let twin = |parties: &'_ [Portion], key: &str| parties.iter().position(|party| party.key == key);
    for party in &after {
        match twin(&before, &party.key).and_then(|rank| before.get(rank)) {
            None => {
                clauses.push(AvenantClause::PartyAddedOrWithdrawn { name: party.name.clone(), comes: true })
            }
            Some(was) => {
                let people = |party: &Portion| party.part("signataires").cloned();
                let is_same = match (people(was), people(party)) {
                    (Some(a), Some(b)) => a.says_as(&b),
                    (a, b) => a.is_none() && b.is_none(),
                };
                if !is_same {
                    clauses.push(AvenantClause::PartyChanged { party: party.key.clone() });
                }
            }
        }
    }
    for party in before.iter().filter(|party| twin(&after, &party.key).is_none()) {
        clauses.push(AvenantClause::PartyAddedOrWithdrawn { name: party.name.clone(), comes: false });
    }
}

/// What a difference of the frame of the act is about; none when another clause says it, or when it is of the life of the
/// act.
fn data_topic(change: &Difference) -> Option<DataTopic> {
    let mut keys = change.path.split('/');
    let (first, second) = (keys.next()?, keys.next().unwrap_or_default());
    match (first, second) {
        ("convention", "montant_etat") => None,
        // It says what the document is for, and an avenant does not amend that.
        ("convention", "demonstration") => None,
        // A party that comes, goes, or is represented by another is a clause of its own.
        ("convention", "parties") if change.path.contains("/signataires") || keys.nth(1).is_none() => None,
        ("convention", "parties") => Some(DataTopic::Party),
        ("convention", "visas" | "annexes_annoncees" | "sigles" | "mention") => Some(DataTopic::Annexe),
        ("convention", _) if change.topic == ChangeTopic::Date => Some(DataTopic::Date),
        ("convention", _) => Some(DataTopic::Money),
        ("organisation", "compte") => Some(DataTopic::Money),
        ("organisation", _) => Some(DataTopic::Party),
        ("matrice", _) => Some(DataTopic::Matrix),
        ("cadre", _) => Some(DataTopic::Framework),
        _ => None,
    }
}

fn of_data(comparison: &ActComparison, topic: DataTopic, clauses: &mut Vec<AvenantClause>) {
    let changes = comparison.changes.iter().filter(|change| data_topic(change) == Some(topic));
    let changes: Vec<Difference> = changes.cloned().collect();
    if !changes.is_empty() {
        clauses.push(AvenantClause::DataChanged { topic, changes });
    }
}

fn of_fiches(
    delta: Option<&Delta>,
    acts: (Option<&Portion>, Option<&Portion>),
    comparison: &ActComparison,
    clauses: &mut Vec<AvenantClause>,
) {
    let Some(delta) = delta else {
        // All of them came, or all went.
        match acts {
            (None, Some(after)) => {
                clauses.extend(after.parts().iter().map(added));
            }
            (Some(before), None) => clauses.extend(before.parts().iter().map(withdrawn)),
            _ => {}
        }
        return;
    };
    let DeltaChange::Rows { steps, removed, .. } = &delta.change else { return };
    let kept = steps.iter().filter_map(|step| match step {
        RowStep::Kept { change: Some(delta), .. } => Some(&**delta),
        _ => None,
    });
    let (renumbered, changed): (Vec<&Delta>, Vec<&Delta>) = kept.partition(|delta| is_only_renumbered(delta));
    // A page that is withdrawn and another that comes are two actions, however alike their words are.
    let (exchanged, replaced): (Vec<&Delta>, Vec<&Delta>) =
        changed.into_iter().partition(|delta| is_another(delta));
    for delta in replaced {
        let path = format!("fiches/{}", delta.keys.1);
        let is_of_it = |change: &&Difference| {
            change.path.strip_prefix(&path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        clauses.push(AvenantClause::FicheReplaced {
            page: delta.keys.1.clone(),
            before: delta.names.0.clone(),
            after: delta.names.1.clone(),
            is_renamed: delta.names.0 != delta.names.1,
            changes: comparison.changes.iter().filter(is_of_it).cloned().collect(),
        });
    }
    let come = exchanged.iter().map(|delta| AvenantClause::FicheAdded { page: delta.keys.1.clone() });
    clauses.extend(come);
    clauses.extend(steps.iter().filter_map(|step| match step {
        RowStep::Added(part) => Some(added(part)),
        RowStep::Kept { .. } => None,
    }));
    clauses.extend(removed.iter().map(|(_, part)| withdrawn(part)));
    let gone = exchanged.iter().map(|delta| AvenantClause::FicheWithdrawn { name: delta.names.0.clone() });
    clauses.extend(gone);
    clauses.extend(renumbered.into_iter().map(|delta| AvenantClause::FicheRenumbered {
        before: delta.names.0.clone(),
        after: delta.names.1.clone(),
    }));
}

fn added(part: &Portion) -> AvenantClause {
    AvenantClause::FicheAdded { page: part.key.clone() }
}

fn withdrawn(part: &Portion) -> AvenantClause {
    AvenantClause::FicheWithdrawn { name: part.name.clone() }
}

/// Whether the fiche of a page is another: it has neither its page, nor its title.
fn is_another(delta: &Delta) -> bool {
    let DeltaChange::Fields { changed, .. } = &delta.change else { return true };
    delta.keys.0 != delta.keys.1 && changed.iter().any(|delta| delta.keys.1 == "titre")
}

/// Whether a fiche only has another number: its page need not be printed again.
fn is_only_renumbered(delta: &Delta) -> bool {
    match &delta.change {
        DeltaChange::Fields { changed, added, removed } => {
            let is_number = |delta: &Delta| {
                delta.keys.1 == "numero"
                    && matches!(delta.change, DeltaChange::Content(PortionContent::Datum(_), _))
            };
            added.is_empty() && removed.is_empty() && !changed.is_empty() && changed.iter().all(is_number)
        }
        DeltaChange::Content(..) | DeltaChange::Rows { .. } => false,
    }
}
