//! What happened to the act, apart from what it says: nothing of it is amended.

use super::Sheet;
use crate::compare::portion::{ChangeTopic, Portion};
use crate::model::Convention;
use crate::model::life::{LifeEvent, LifeStep};
use crate::model::transmission::TransmissionData;
use crate::text::typography::apply_typography;
use crate::text::words::capitalized;

/// The state of the act, then each event by what it is.
pub(super) fn parts(convention: &Convention) -> Vec<Portion> {
    let mut sheet = Sheet::new(ChangeTopic::Life);
    sheet.put("etat", "État de l’acte", &convention.status.word());
    for event in &convention.life.events {
        put(&mut sheet, convention, event);
    }
    let TransmissionData { number, matiere, classification, arrondissement, unread: _, extent: _ } =
        &convention.life.transmission;
    sheet.put("teletransmission_numero", "Télétransmission : numéro de l’acte", number);
    let matiere = matiere.as_ref().map(|matiere| matiere.value.to_string());
    sheet.put("teletransmission_matiere", "Télétransmission : matière", &matiere);
    sheet.put("teletransmission_classification", "Télétransmission : classification", classification);
    sheet.put("teletransmission_arrondissement", "Télétransmission : arrondissement", arrondissement);
    sheet.put("date_document", "Date du document", &convention.document_date);
    sheet.parts
}

/// An event: its day, and each thing that is said of it.
fn put(sheet: &mut Sheet, convention: &Convention, event: &LifeEvent) {
    let LifeEvent { step, day, is_planned, number, body, party, signatory, detail, span: _, extent: _ } =
        event;
    let (key, name) = match step {
        LifeStep::Vote => ("deliberation", "Délibération"),
        LifeStep::Signature => ("signature", "Signature"),
        LifeStep::Transmission => ("transmission", "Transmission"),
        LifeStep::Receipt => ("reception", "Réception"),
        LifeStep::Publication => ("publication", "Publication"),
        LifeStep::Notification => ("notification", "Notification"),
        LifeStep::End => ("fin", "Fin"),
    };
    let (mut key, mut name) = (key.to_owned(), name.to_owned());
    if let Some(party) = party {
        let known = convention.parties.iter().find(|known| known.id.value == party.value);
        let designation = known.map_or(party.value.as_str(), |known| known.designation.value.as_str());
        key = format!("{key}_{}", party.value);
        name = format!("{name} ({})", apply_typography(designation));
    }
    if let Some(signatory) = signatory {
        key = format!("{key}_{}", signatory.value);
        name = format!("{name}, par {}", apply_typography(&signatory.value));
    }
    if *is_planned {
        key = format!("{key}_prevue");
        name = format!("{} prévue", name);
    }
    // The same thing may happen twice: each has its rank.
    let same =
        sheet.parts.iter().filter(|part| part.key == key || part.key.starts_with(&format!("{key}#"))).count();
    if same > 0 {
        key = format!("{key}#{}", same + 1);
    }
    match day {
        Some(day) => sheet.put(&key, &name, day),
        None => sheet.put(&key, &name, &"sans date".to_owned()),
    };
    let what = capitalized(&name);
    sheet.put(&format!("{key}:numero"), &format!("{what} : numéro"), number);
    sheet.put(&format!("{key}:organe"), &format!("{what} : organe"), body);
    let word = match step {
        LifeStep::Notification => "à qui",
        LifeStep::End => "motif",
        _ => "lieu",
    };
    sheet.put(&format!("{key}:precision"), &format!("{what} : {word}"), detail);
}
