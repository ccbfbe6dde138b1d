//! A comma forgotten between two keys in braces: YAML reads both as one value.

use super::yaml_lines::{Cause, Piece};

/// Keys that are often typed between braces: before one of them, a colon is that of a key.
const KEYS: [&str; 38] = [
    "affiche",
    "annee",
    "au",
    "cibles",
    "code",
    "commentaire",
    "date",
    "dont",
    "du",
    "duree",
    "engage",
    "evenement",
    "fichier",
    "financeur",
    "id",
    "indicateur",
    "jour",
    "jours",
    "le",
    "libelle",
    "liquide",
    "montant",
    "nature",
    "nom",
    "note",
    "numero",
    "objet",
    "partie",
    "periode",
    "pour",
    "qualite",
    "source",
    "statut",
    "tarif",
    "titre",
    "type",
    "valeur",
    "valeurs",
];
/// A key that a comma should precede: `{ financeur: etat montant: 5 000 € }`.
pub(super) fn missing_comma(key: &str, value: &Piece<'_>) -> Option<Cause> {
    if value.text.starts_with(['"', '\'']) {
        return None;
    }
    let mut line = format!("{key}: ");
    let (mut from, mut first) = (0, None);
    for (colon, _) in value.text.match_indices(':') {
        let is_colon = value.text.get(colon + 1..).is_some_and(|rest| rest.starts_with(' '));
        let before = value.text.get(from..colon).unwrap_or("").trim_end();
        let word = before.rsplit(char::is_whitespace).next().unwrap_or("");
        let own = before.get(..before.len() - word.len()).unwrap_or("").trim_end();
        let own = own.trim_end_matches([';', '.', '·', '|']).trim_end();
        if !is_colon || own.is_empty() || !KEYS.contains(&word) {
            continue;
        }
        let start = value.start + from + before.len() - word.len();
        first = first.or(Some((word, start)));
        line.push_str(&format!("{own}, "));
        from = start - value.start;
    }
    let (word, start) = first?;
    line.push_str(value.text.get(from..)?.trim());
    Some(Cause {
        place: start..start + word.len(),
        message: format!("il manque une virgule avant « {word} »"),
        help: format!("écrire « {} »", line.replace(" :", ":")),
    })
}
