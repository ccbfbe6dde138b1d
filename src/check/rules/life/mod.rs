//! What happened to the act and to its avenants, apart from what they say.

pub(crate) mod late_transmission;
pub(crate) mod step_told_twice;
pub(crate) mod step_without_another;
pub(crate) mod visa_without_its_vote;

use crate::check::Context;
use crate::model::Life;
use crate::model::convention::Visa;
use crate::model::life::{LifeEvent, LifeStep};
use crate::model::parties::{Party, PartyRole};
use crate::model::receipt::ReceiptNumber;

/// The life of an act, or of one of its avenants, with those who sign it.
#[derive(Debug)]
pub(crate) struct SignedLife<'d> {
    /// The number of the avenant; none for the act.
    pub(crate) avenant: Option<u16>,
    /// What happened.
    pub(crate) life: &'d Life,
    /// Those who sign.
    pub(crate) parties: &'d [Party],
    /// What it cites.
    pub(crate) visas: &'d [Visa],
}

impl SignedLife<'_> {
    /// « l’acte », « l’avenant n° 2 ».
    pub(crate) fn name(&self) -> String {
        self.avenant.map_or_else(|| "l’acte".to_owned(), |number| format!("l’avenant n°\u{a0}{number}"))
    }

    /// « de l’acte », « de l’avenant n° 2 ».
    pub(crate) fn of_name(&self) -> String {
        format!("de {}", self.name())
    }

    /// Whether the receipt is that of the vote: nature DE. What is sent is then what was voted, before anybody signs.
    pub(crate) fn is_receipt_of_the_vote(&self) -> bool {
        let number = self.life.receipt_number().and_then(|number| ReceiptNumber::read(&number.value));
        number.and_then(|number| number.nature()).is_some_and(|(code, _)| code == "DE")
    }

    /// Whether a signature is that of a party which no assembly empowers to sign.
    fn is_of_another(&self, event: &LifeEvent) -> bool {
        let is_other = |id: &str| {
            self.parties.iter().any(|party| party.id.value == id && party.role != PartyRole::Authority)
        };
        event.party.as_ref().is_some_and(|party| is_other(&party.value))
    }

    /// What a collectivité has signed.
    pub(crate) fn signatures_of_authorities(&self) -> impl Iterator<Item = &LifeEvent> {
        self.life.past(LifeStep::Signature).filter(|event| !self.is_of_another(event))
    }

    /// What the other parties have signed.
    pub(crate) fn signatures_of_others(&self) -> impl Iterator<Item = &LifeEvent> {
        self.life.past(LifeStep::Signature).filter(|event| self.is_of_another(event))
    }
}

/// The life of the act, then those of its avenants; those of which something could not be read say nothing sure.
pub(crate) fn lives<'d>(context: &Context<'d>) -> Vec<SignedLife<'d>> {
    let convention = &context.dossier.convention;
    let act = SignedLife {
        avenant: None,
        life: &convention.life,
        parties: &convention.parties,
        visas: &convention.visas,
    };
    let of_avenant = |avenant: &'d crate::model::Avenant| SignedLife {
        avenant: Some(avenant.number),
        life: &avenant.life,
        parties: if avenant.parties.is_empty() { &convention.parties } else { &avenant.parties },
        visas: &avenant.visas,
    };
    let all = std::iter::once(act).chain(context.dossier.avenants.iter().map(of_avenant));
    all.filter(|own| !own.life.is_partial).collect()
}
