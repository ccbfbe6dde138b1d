//! The page that a person reads while sending an act: what to type, which file goes where.

use super::{MANIFEST, NATURE, SentAct, SentPiece};
use crate::lang::numbers::format_plain;
use crate::text::one_line;

/// What stands where a thing is not known.
const LEFT_TO_THE_PLATFORM: &str = "non renseigné ici ; la plateforme de transmission le connaît";

/// The slip, in plain text.
pub(super) fn text(act: &SentAct, pieces: &[SentPiece]) -> String {
    let (code, letters, nature) = NATURE;
    let classification = act.classification.map(|day| format!("celle du {day}"));
    let arrondissement = act.arrondissement.clone();
    let rows = [
        ("Identifiant", act.identifier()),
        ("Collectivité", act.collectivite.clone()),
        ("SIREN", act.siren.clone()),
        ("Département", act.departement.clone()),
        ("Arrondissement", arrondissement.unwrap_or_else(|| LEFT_TO_THE_PLATFORM.to_owned())),
        ("Nature de l’acte", format!("{code} – {nature} ({letters})")),
        ("Numéro de l’acte", act.number.clone()),
        ("Date de l’acte", format!("{} (jour de la dernière signature)", act.day)),
        ("Matière", act.matiere.to_string()),
        ("Objet", act.object.clone()),
        ("Classification", classification.unwrap_or_else(|| LEFT_TO_THE_PLATFORM.to_owned())),
        ("État de l’acte", act.status.word().to_owned()),
        ("Empreinte de l’acte", act.digest.clone()),
    ];
    let mut text = String::from("BORDEREAU DE TÉLÉTRANSMISSION (@CTES, message 1-1)\n\n");
    for (name, value) in rows {
        text.push_str(&format!("{name:<20} {}\n", one_line(&value)));
    }
    text.push_str("\nFICHIERS, dans l’ordre où ils sont joints\n\n");
    for (rank, (name, piece)) in act.names(pieces).iter().zip(pieces).enumerate() {
        let role = if rank == 0 { "l’acte".to_owned() } else { format!("annexe {rank}") };
        let signed = match piece.signatures {
            0 => String::new(),
            1 => ", 1 signature électronique".to_owned(),
            count => format!(", {count} signatures électroniques"),
        };
        let size = format_plain(piece.bytes.len().into(), None);
        text.push_str(&format!("{}. {name}\n   {role}, {size} octets{signed}", rank + 1));
        text.push_str(&format!(" ; fichier d’origine : {}\n", one_line(&piece.name)));
    }
    text.push_str(&format!(
        "\nOÙ VA CHAQUE CHOSE, dans le formulaire ou dans le message XML\n\n\
         Date de l’acte       actes:Date\n\
         Numéro de l’acte     actes:NumeroInterne\n\
         Nature de l’acte     actes:CodeNatureActe\n\
         Matière              actes:CodeMatiere1, actes:CodeMatiere2… : un nombre par niveau\n\
         Objet                actes:Objet\n\
         Classification       actes:ClassificationDateVersion\n\
         Fichier 1            actes:Document\n\
         Autres fichiers      actes:Annexes\n\
         SIREN, Département, Arrondissement : dans l’enveloppe, que fait la plateforme\n\n\
         Le type de chaque pièce se choisit sur la plateforme, dans la liste que tient la préfecture.\n\
         Le fichier de l’acte est transmis tel quel : le tampon de l’accusé de réception se met sur une copie.\n\
         Une fois l’accusé reçu, l’écrire dans vie.yaml : événement « accusé de réception », avec son numéro.\n\
         « sha256sum -c {MANIFEST} » vérifie que rien n’a changé.\n"
    ));
    text
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn each_thing_keeps_to_its_line() {
        let act = SentAct { object: "Objet\n\nSIREN   000000000\u{1b}[31m".to_owned(), ..example() };
        let piece = SentPiece::act("a\nb.pdf", b"%PDF-1.7\n%%EOF\n".to_vec()).unwrap();
        let text = text(&act, &[piece]);
        assert!(text.contains("Objet                Objet SIREN 000000000 [31m\n"), "{text}");
        assert!(text.contains("fichier d’origine : a b.pdf\n"), "{text}");
        assert!(text.contains("Nature de l’acte     4 – contrats, conventions et avenants (CC)\n"), "{text}");
        assert!(text.contains("Date de l’acte       3 mai 2024"), "{text}");
    }
}
