//! Who is to sign a document, by its sources: the field of each, and whether a certificate bears a name of theirs.

use std::collections::BTreeSet;

use crate::lang::flat;
use crate::model::parties::{Party, Signatory};
use crate::pipeline::WantedDocument;
use crate::sign::SignerCertificate;
use crate::snapshot::Snapshot;
use crate::text::one_line;

/// A field of signature, and who is to fill it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct SignatureSlot {
    /// The name of the field.
    pub field: String,
    /// The party, by its identifier.
    pub party: String,
    /// The name of the party.
    pub of: String,
    /// First and last names of the person.
    pub name: String,
    /// In what capacity.
    pub title_held: String,
}

/// Whose certificate it is.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::cli) enum SignerMatch<'s> {
    /// Of who was to sign, or of their party.
    Own,
    /// Of another party of the act.
    Other(&'s SignatureSlot),
    /// It bears none of these names: somebody may sign for another.
    Unknown,
}

/// The fields of the document that a stem names, by its sources.
pub(super) fn slots(stem: &str, snapshot: &Snapshot) -> Vec<SignatureSlot> {
    let document = WantedDocument::of_stem(stem, snapshot);
    let version = document.and_then(|document| document.version(snapshot)).unwrap_or(snapshot);
    let Some(dossier) = &version.dossier else { return Vec::new() };
    let own = match document {
        Some(WantedDocument::Avenant(_)) => dossier.avenants.last().map(|avenant| avenant.parties.as_slice()),
        _ => None,
    };
    let parties = own.filter(|own| !own.is_empty()).unwrap_or(&dossier.convention.parties);
    parties.iter().flat_map(of_party).collect()
}

/// A field for each signatory of a party.
fn of_party(party: &Party) -> impl Iterator<Item = SignatureSlot> {
    let several = party.signatories.len() > 1;
    party.signatories.iter().zip(1..).map(move |(signatory, rank)| {
        let Signatory { name, title_held, .. } = signatory;
        let number = if several { format!("_{rank}") } else { String::new() };
        SignatureSlot {
            field: format!("{}{number}", field_name(&party.id.value)),
            party: party.id.value.clone(),
            of: one_line(&party.name.value),
            name: one_line(&name.value),
            title_held: one_line(&title_held.value),
        }
    })
}

/// « Signature_etat »: a name of field has no dot.
pub(in crate::cli) fn field_name(party: &str) -> String {
    format!("Signature_{}", party.replace('.', "_"))
}

/// Whose certificate signs, or is to sign, the field of `own`. Sure of another party only when a part of its subject is
/// that party's name, or the name of its signatory.
pub(in crate::cli) fn signer<'s>(
    slots: &'s [SignatureSlot],
    own: &SignatureSlot,
    signer: &SignerCertificate,
) -> SignerMatch<'s> {
    let all = words(&signer.subject);
    let bears = |text: &str| is_within(&words(text), &all);
    let id = words(&own.party);
    if bears(&own.of) || bears(person(&own.name)) || is_within(&id, &all) {
        return SignerMatch::Own;
    }
    let parts: Vec<BTreeSet<String>> = signer.names.iter().map(|name| words(name)).collect();
    let is_part = |text: &str| {
        let wanted = words(text);
        !wanted.is_empty() && parts.contains(&wanted)
    };
    let is_of = |slot: &&SignatureSlot| {
        slot.party != own.party && (is_part(&slot.of) || is_part(person(&slot.name)) || is_part(&slot.party))
    };
    slots.iter().find(is_of).map_or(SignerMatch::Unknown, SignerMatch::Other)
}

/// A name without what comes before it.
fn person(name: &str) -> &str {
    let titles = ["Monsieur ", "Madame ", "M. ", "Mme "];
    titles.iter().find_map(|title| name.strip_prefix(title)).unwrap_or(name)
}

fn is_within(wanted: &BTreeSet<String>, all: &BTreeSet<String>) -> bool {
    !wanted.is_empty() && wanted.is_subset(all)
}

/// The words of a name that tell it from another.
fn words(text: &str) -> BTreeSet<String> {
    let text = flat(text);
    let words = text.split(|c: char| !c.is_alphanumeric());
    let links = ["de", "du", "des", "d", "la", "le", "les", "l", "et"];
    words.filter(|word| !word.is_empty() && !links.contains(word)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;

    use super::*;

    fn slot(party: &str, of: &str, name: &str) -> SignatureSlot {
        SignatureSlot {
            field: field_name(party),
            party: party.to_owned(),
            of: of.to_owned(),
            name: name.to_owned(),
            title_held: String::new(),
        }
    }

    fn found(subject: &str) -> Option<String> {
        let slots = [
            slot("etat", "L’État", "M. Jean-Noël Préfet"),
            slot("departement", "Le Département de la Vaunoise", "Mme Anne Martin"),
            slot("caf", "Caisse d’allocations familiales", "Paul Durand"),
        ];
        let parts = subject.replace("\\,", "\0");
        let names = parts.split(',').filter_map(|part| part.split_once('='));
        let certificate = SignerCertificate {
            subject: subject.to_owned(),
            name: String::new(),
            names: names.map(|(_, name)| name.replace('\0', ",")).collect(),
            issuer: String::new(),
            serial: String::new(),
            not_before: OffsetDateTime::UNIX_EPOCH,
            not_after: OffsetDateTime::UNIX_EPOCH,
        };
        match signer(&slots, &slots[0], &certificate) {
            SignerMatch::Own => Some("etat".to_owned()),
            SignerMatch::Other(other) => Some(other.party.clone()),
            SignerMatch::Unknown => None,
        }
    }

    #[test]
    fn a_certificate_is_of_a_party_by_its_names_only() {
        assert_eq!(found("CN=PREFET JEAN NOEL,O=Ministère").as_deref(), Some("etat"));
        assert_eq!(found("CN=État").as_deref(), Some("etat"));
        assert_eq!(found("CN=Paul Durand,O=CNAF").as_deref(), Some("caf"));
        assert_eq!(found("O=Caisse d'Allocations Familiales,CN=Agent").as_deref(), Some("caf"));
        assert_eq!(found("CN=caf").as_deref(), Some("caf"));
        // Who signs for the préfet, of an administration that names the département.
        assert_eq!(found("CN=Luc Petit,O=Préfecture du département de la Vaunoise"), None);
        assert_eq!(found("CN=Anne\\, Martin").as_deref(), Some("departement"));
    }
}
