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
    let mut line = format!("{key}: ");
    let (mut from, mut first) = (0, None);
    // The colons of a value in quotes are its own.
    let own = match value.text.chars().next().filter(|sign| matches!(sign, '"' | '\'')) {
        Some(quote) => value.text.get(1..)?.find(quote)? + 2,
        None => 0,
    };
    let colons = value.text.match_indices(':').filter(|(colon, _)| *colon >= own);
    for (colon, _) in colons {
        let is_colon = value.text.get(colon + 1..).is_some_and(|rest| rest.starts_with(' '));
        let before = value.text.get(from..colon).unwrap_or("").trim_end();
        let word = quoted_end(before).or_else(|| before.rsplit(char::is_whitespace).next()).unwrap_or("");
        let own = before.get(..before.len() - word.len()).unwrap_or("").trim_end();
        let own = own.trim_end_matches([';', '.', '·', '|']).trim_end();
        // « dit "oui" : non » is a text.
        let is_stuck = value.text.get(from..colon).is_some_and(|typed| typed.ends_with(word));
        let is_key = KEYS.contains(&word) || is_stuck && (word.starts_with(['"', '\'']) || is_year(word));
        if !is_colon || own.is_empty() || !is_key {
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

/// The text in quotes that another one ends with: `"2023"` of `100 € "2023"`.
fn quoted_end(text: &str) -> Option<&str> {
    let quote = text.chars().next_back().filter(|sign| matches!(sign, '"' | '\''))?;
    let inside = text.get(..text.len() - 1)?;
    let start = inside.rfind(quote)?;
    // « l'essai' » closes no text.
    let is_open = inside.get(..start)?.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let word = text.get(start..)?;
    (is_open && word.len() > 2).then_some(word)
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.bytes().all(|b| b.is_ascii_digit())
        && (word.starts_with("19") || word.starts_with("20"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_forgotten_before_a_key_is_told_with_the_line_to_write() {
        let told = |key: &str, text: &str| {
            missing_comma(key, &Piece { text, start: 0 }).map(|c| (c.message, c.help))
        };
        let said = |word: &str, line: &str| {
            Some((format!("il manque une virgule avant « {word} »"), format!("écrire « {line} »")))
        };
        let line = "\"2022\": 100 €, \"2023\": 200 €";
        assert_eq!(told("\"2022\"", "100 € \"2023\": 200 €"), said("\"2023\"", line));
        assert_eq!(told("2022", "100 € 2023: 200 €"), said("2023", "2022: 100 €, 2023: 200 €"));
        assert_eq!(told("'a'", "'100 €' 'b c': 2"), said("'b c'", "'a': '100 €', 'b c': 2"));
        assert_eq!(told("financeur", "etat montant: 5 €"), said("montant", "financeur: etat, montant: 5 €"));
        for text in
            ["\"le: matin\"", "100 €", "accueil : postes", "le bilan 12: 3", "dit \"oui\" : non", "\"a"]
        {
            assert_eq!(told("libelle", text), None, "{text}");
        }
    }
}
