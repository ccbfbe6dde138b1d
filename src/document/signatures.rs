//! The end of an act: where and when it was signed, a block for each signatory, the code of the version that is signed.

use std::collections::BTreeSet;

use serde::Serialize;

use super::presentation::Imprint;
use super::scanned::ScannedCode;
use crate::model::Dossier;
use crate::model::convention::Convention;
use crate::model::life::{ActStatus, LifeStep};
use crate::model::parties::{Party, Signatory};

/// A signature block.
#[derive(Debug, Serialize)]
pub struct Signature {
    /// Lines above the signature.
    pub lignes: Vec<String>,
    /// Name of who signs, as the act gives it: it stands under the block before anyone signed, and tells where.
    pub nom: String,
    /// Whether that person has signed.
    pub a_signe: bool,
    /// The day, when each signs on a day of its own, or when some have not signed yet.
    pub signe_le: Option<String>,
    /// The place, said with that day.
    pub signe_a: Option<String>,
}

/// « Fait à …, le … », once the act is signed.
pub(super) fn done_at(convention: &Convention) -> Option<String> {
    let day = convention.life.day(LifeStep::Signature).filter(|_| convention.status >= ActStatus::Signed);
    day.map(|day| format!("Fait à {}, le {day}", convention.signature_place))
}

/// The signatures, in the order of the parties: who signs, and for those who have signed their days, when they differ or
/// when `says_days` asks for them.
pub(super) fn signatures(convention: &Convention, says_days: bool) -> Vec<Signature> {
    let life = &convention.life;
    let is_signed = convention.status >= ActStatus::Signed;
    let days: BTreeSet<Option<i32>> =
        life.past(LifeStep::Signature).map(|event| event.day.as_ref().map(|day| day.value.index())).collect();
    let says_days = says_days || !is_signed || days.len() > 1;
    let block = |(party, rank, signatory): (&Party, usize, &Signatory)| {
        let event = life.signature_of(party, rank);
        let own = event.filter(|_| says_days);
        Signature {
            lignes: signatory.block.iter().map(|line| line.value.clone()).collect(),
            nom: signatory.name.value.clone(),
            a_signe: is_signed || event.is_some(),
            signe_le: own.and_then(|event| event.day.as_ref()).map(ToString::to_string),
            signe_a: own.and_then(|event| event.detail.as_ref()).map(|place| place.value.clone()),
        }
    };
    let ranked = |party: &'_ Party| -> Vec<Signature> {
        let signatories = party.signatories.iter().enumerate();
        signatories.map(|(rank, signatory)| block((party, rank, signatory))).collect()
    };
    convention.parties.iter().flat_map(ranked).collect()
}

/// What a scanned page says: which act, how far it had gone, and of which sources. Nobody signs a public version.
pub(super) fn code(dossier: &Dossier, imprint: Imprint<'_>) -> Option<ScannedCode> {
    let (act, collectivite) = (&dossier.cadre.acronym, &dossier.organisation.collectivite.name);
    let convention = &dossier.convention;
    let state = if convention.is_demonstration { "démonstration" } else { convention.status.word() };
    let years = convention.exercices.label_of_all();
    let digest = imprint.digest;
    let text = format!("{act}, {collectivite}, {years}, {state}. Empreinte des sources : {digest}");
    imprint.masked.is_none().then(|| ScannedCode::new(text, digest)).flatten()
}
