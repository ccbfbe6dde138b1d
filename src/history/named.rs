//! What a name of the ledger is worth at one version, unless what could not be read counts in it.

use std::collections::BTreeSet;

use crate::ledger::cited::Citations;
use crate::ledger::totals::{self, Total};
use crate::model::{Dossier, Montant};
use crate::project::FileRole;
use crate::resolve::{self, LinkTarget};
use crate::snapshot::Snapshot;
use crate::text::FileId;

/// What a name is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamedValue {
    /// Euros.
    Montant(Montant),
    /// Anything else that a reference prints: a date, a count, a name.
    Words(String),
}

/// The total of a name, when all that it sums was read.
pub fn total(snapshot: &Snapshot, name: &str) -> Option<Total> {
    let dossier = snapshot.readable().filter(|_| !depends_on_a_hole(snapshot, name))?;
    totals::named(&dossier, name)
}

/// Whether what could not be read may count in a total: the total of a fiche that was read holds, even if another fiche
/// was not; that of the fiches holds, even if an article, the matrix or the rapport was not.
pub fn depends_on_a_hole(snapshot: &Snapshot, total: &str) -> bool {
    let role = |file: &FileId| FileRole::meant_by(snapshot.sources.source(*file).path(), &snapshot.edition);
    let lacks_a_fiche =
        snapshot.holes.pages || snapshot.holes.files.iter().any(|file| role(file) != Some(FileRole::Article));
    match total.split([':', '/']).next() {
        Some("fiches") => false,
        Some("rapport") => lacks_a_fiche || !snapshot.holes.rapports.is_empty(),
        Some(head) => {
            let rapport = head.strip_prefix("rapport-");
            lacks_a_fiche || rapport.is_some_and(|id| snapshot.holes.rapports.contains(id))
        }
        None => lacks_a_fiche,
    }
}

/// What a name is worth: that of a total, or of a reference.
pub(super) fn value(dossier: &Dossier, name: &str) -> Option<NamedValue> {
    if let Some(total) = totals::named(dossier, name) {
        return Some(NamedValue::Montant(total.sum.total));
    }
    let target = resolve::target(dossier, name)?;
    if target == LinkTarget::ConventionMontantEtat {
        return Some(NamedValue::Montant(dossier.convention.montant_etat.as_ref()?.value));
    }
    let citations = Citations::new(dossier);
    match citations.sum(&target) {
        Some(sum) if !sum.is_empty() => Some(NamedValue::Montant(sum.total)),
        _ => citations.words(&target).map(NamedValue::Words),
    }
}

/// What a name is, for a reader.
pub(super) fn title(dossier: &Dossier, name: &str) -> String {
    let total = totals::named(dossier, name);
    total.map_or_else(|| format!("ce que cite {{{name}}}"), |total| total.title)
}

/// The names that there are: totals, and references of any text.
pub(super) fn names(dossier: &Dossier) -> BTreeSet<String> {
    let references = resolve::names_of_act(dossier).into_iter().map(|(name, _)| name);
    totals::all(dossier).into_iter().map(|total| total.name).chain(references).collect()
}
