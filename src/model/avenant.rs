//! What amends an act: `avenants/NN/avenant.yaml`. The pages beside it stand for those of the act; this says only what no
//! page of the act can.

use super::Day;
use super::convention::Visa;
use super::life::{ActStatus, Life, LifeStep};
use super::parties::Party;
use crate::text::{Span, Spanned};

/// An avenant of the act.
#[derive(Debug, Clone)]
pub struct Avenant {
    /// Its number, from 1.
    pub number: u16,
    /// The name of its folder: « 01 ».
    pub folder: String,
    /// What it is for, in a few words.
    pub object: Option<Spanned<String>>,
    /// How far it has gone: what its life says.
    pub status: ActStatus,
    /// What happened to it.
    pub life: Life,
    /// The day from which it holds, when it is not that of its signature.
    pub effect: Option<Spanned<Day>>,
    /// The day that its document bears, when no other says it.
    pub document_date: Option<Spanned<Day>>,
    /// Place of signature, when it is not that of the act.
    pub signature_place: Option<Spanned<String>>,
    /// Its own visas.
    pub visas: Vec<Visa>,
    /// The pages that it withdraws, by their paths in the edition.
    pub withdrawn: Vec<Spanned<String>>,
    /// Who signs it, when they are not those of the act as amended.
    pub parties: Vec<Party>,
    /// The digest of the act that it amends, as it was when the avenant was opened.
    pub fingerprint: Option<Spanned<String>>,
    /// Where it is written.
    pub span: Span,
}

impl Avenant {
    /// Whether all the parties have signed it: the act is then what it says.
    pub fn is_in_force(&self) -> bool {
        self.status >= ActStatus::Signed
    }

    /// The day that tells it from the others: that of its signature, else of the vote, else the one that it bears.
    pub fn day(&self) -> Option<Day> {
        let (signature, vote) = (self.life.day(LifeStep::Signature), self.life.day(LifeStep::Vote));
        [self.document_date.as_ref(), signature, vote].into_iter().flatten().next().map(|day| day.value)
    }
}
