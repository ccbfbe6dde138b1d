//! A report that accounts for two acts of a project: that of its folder, and another edition.

use super::rapport::{append_revision, exercices_of, file_name, folder_of};
use super::{Work, fiche, reference};
use crate::lang::same_label;
use crate::ledger::current::of_exercices;
use crate::ledger::entry::of_act;
use crate::model::rapport::Rapport;
use crate::model::{Dossier, Numero};
use crate::syntax::edit::indented;
use crate::text::Sources;

/// An act that a report accounts for: another one of the project, or its own at one version.
#[derive(Debug)]
pub struct RecordedAct<'a> {
    /// The act.
    pub dossier: &'a Dossier,
    /// Its sources.
    pub sources: &'a Sources,
    /// Digest of its sources.
    pub fingerprint: String,
}

/// Why a report cannot account for another act as well.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// One number would be two actions, whose money would be added up.
    #[error("la fiche {number} n’est pas la même action dans les deux actes : « {own} » et « {other} »")]
    TwoActions {
        /// The number.
        number: Numero,
        /// What it is in the act of the report.
        own: String,
        /// What it is in the other.
        other: String,
    },
    /// The cadre of the report does not know who pays.
    #[error("l’édition {edition} a un financeur que le cadre du rapport ne connaît pas : « {financeur} »")]
    UnknownFinanceur {
        /// The other edition.
        edition: String,
        /// Its funder.
        financeur: String,
    },
}

/// Adds to what [`prepare`](super::rapport::prepare) writes what a second act contracts: its revision, and a sheet for each of its actions. The money
/// of an action that both acts contract under one number and one title adds up.
///
/// # Errors
/// When the two acts cannot be told apart, or when the report could not read what the other contracts.
pub fn join(
    work: &mut Work,
    (dossier, sources): (&Dossier, &Sources),
    id: &str,
    other: &RecordedAct<'_>,
    exists: impl Fn(&str) -> bool,
) -> Result<(), JoinError> {
    for fiche in &other.dossier.fiches {
        let number = fiche.number.value;
        let own = dossier.fiches.iter().find(|own| own.number.value == number);
        if let Some(own) = own.filter(|own| !same_label(own.title_in_table(), fiche.title_in_table())) {
            let (own, other) = (own.title_in_table().to_owned(), fiche.title_in_table().to_owned());
            return Err(JoinError::TwoActions { number, own, other });
        }
    }
    let edition = &other.dossier.edition;
    let paid = of_act(other.dossier);
    let unknown = paid.iter().filter_map(|e| e.financeur).find(|id| dossier.cadre.financeur(id).is_none());
    if let Some(financeur) = unknown {
        return Err(JoinError::UnknownFinanceur {
            edition: edition.clone(),
            financeur: financeur.to_owned(),
        });
    }
    let base = folder_of(sources, &dossier.edition, id);
    let rapport = dossier.rapport(id);
    let recorded = rapport.into_iter().flat_map(|rapport| &rapport.revisions);
    let last = recorded.clone().next_back();
    if !recorded.clone().any(|revision| revision.edition.value == *edition) {
        let revision = reference::revision(other.dossier, other.sources, edition, &other.fingerprint);
        let reference = format!("{base}/reference.yaml");
        if let Some((_, text)) = work.files.iter_mut().find(|(path, _)| *path == reference) {
            text.push_str(&indented(&revision, "  "));
        } else if let Some(last) = last
            && append_revision(work, sources, last.span.file, &revision)
        {
            work.messages.push(format!(
                "reference.yaml : l’édition {edition} est ajoutée à celles que le rapport exécute"
            ));
        }
    }
    let names = rapport.map_or_else(|| exercices_of(dossier, id), |rapport| rapport.exercices.clone());
    let asked = dossier.cadre.asked_of(id);
    for current in of_exercices(other.dossier, &names) {
        let number = current.fiche.number.value;
        let path = format!("{base}/fiches/{}.md", file_name(&current));
        let has_sheet = rapport
            .is_some_and(|rapport| rapport.fiches.iter().any(|sheet| sheet.fiche.value == number))
            || dossier.fiches.iter().any(|own| own.number.value == number);
        let is_later = other.dossier.convention.exercices.are_several() && current.is_of_other_exercices();
        if !has_sheet && !is_later && !exists(&path) {
            work.files.push((path, fiche::new_fiche(&current, &dossier.cadre, &asked)));
        }
    }
    Ok(())
}

/// Whether an action of a report is contracted by another act than that of an edition.
pub(super) fn is_of_another_act(rapport: &Rapport, edition: &str, number: Numero) -> bool {
    let others = rapport.revisions.iter().filter(|revision| revision.edition.value != edition);
    others.flat_map(|revision| &revision.contracts).any(|contract| contract.fiche.value == number)
}
