//! What @CTES asks of an act that is sent: under `teletransmission` in the page of its life, and the matière of a framework.

use super::reader::Reader;
use crate::diagnostic::Diagnostic;
use crate::model::transmission::{ACT_NUMBER_MAX, Matiere, TransmissionData, is_act_number};
use crate::syntax::Node;
use crate::text::Spanned;

/// Reads what is written of the sending.
pub(super) fn read(reader: &mut Reader<'_>, node: &Node) -> TransmissionData {
    let Some(mut map) = reader.map(node) else { return TransmissionData::default() };
    let number = map.take("numero").map(|n| number(reader, n));
    let matiere = map.take("matiere").map(|n| matiere(reader, n));
    let classification = map.take("classification").map(|n| reader.spanned_day(n));
    let arrondissement = map.take("arrondissement").map(|n| arrondissement(reader, n));
    reader.finish(&map);
    let unread = [
        ("numero", matches!(number, Some(None))),
        ("matiere", matches!(matiere, Some(None))),
        ("classification", matches!(classification, Some(None))),
        ("arrondissement", matches!(arrondissement, Some(None))),
    ];
    TransmissionData {
        number: number.flatten(),
        matiere: matiere.flatten(),
        classification: classification.flatten(),
        arrondissement: arrondissement.flatten(),
        unread: unread.into_iter().filter(|(_, is_unread)| *is_unread).map(|(key, _)| key).collect(),
        extent: Some(node.extent),
    }
}

/// The number of an act; small letters are read, and capitals kept.
fn number(reader: &mut Reader<'_>, node: &Node) -> Option<Spanned<String>> {
    let word = reader.name(node)?;
    if is_act_number(&word.value) {
        return Some(word.map(|text| text.to_ascii_uppercase()));
    }
    let plain: String = word.value.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let form = format!("{ACT_NUMBER_MAX} signes au plus, lettres sans accent, chiffres et « _ »");
    let help = match is_act_number(&plain) && plain.contains(|c| c != '_') {
        true => format!("{form} : « {plain} », par exemple"),
        false => form,
    };
    let message = format!("« {} » n’est pas le numéro d’un acte que l’on transmet", word.value);
    reader.say(Diagnostic::error("TEL-002", word.span, message).help(help));
    None
}

/// A matière of the national list.
pub(super) fn matiere(reader: &mut Reader<'_>, node: &Node) -> Option<Spanned<Matiere>> {
    let word = reader.word(node)?;
    let matiere = Matiere::read(&word.value);
    if matiere.is_none() {
        let message = format!("« {} » n’est pas une matière", word.value);
        reader.say(
            Diagnostic::error("TEL-002", word.span, message)
                .help("écrire son code, et au besoin ses mots, comme « 8.2 Aide sociale »"),
        );
    }
    matiere.map(|matiere| Spanned::new(matiere, word.span))
}

/// The digit of an arrondissement.
fn arrondissement(reader: &mut Reader<'_>, node: &Node) -> Option<Spanned<String>> {
    let word = reader.word(node)?;
    if (1..=2).contains(&word.value.len()) && word.value.bytes().all(|b| b.is_ascii_digit()) {
        return Some(word);
    }
    let message = format!("« {} » n’est pas le chiffre d’un arrondissement", word.value);
    reader.say(
        Diagnostic::error("TEL-002", word.span, message)
            .help("écrire le chiffre que donne la préfecture, comme « 1 »"),
    );
    None
}
