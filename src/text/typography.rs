//! French typography of plain text: no-break spaces where a line must not break, curved apostrophes. Replaces a space
//! with another space and an apostrophe with another, and nothing else: no letter is ever touched.

/// Narrow no-break space: before `;`, `!`, `?`, inside guillemets, between thousands, before €.
const THIN_SPACE: char = '\u{202f}';
/// No-break space: before `:`, units and what a number counts, after « n° ».
const NBSP: char = '\u{a0}';

/// Units that stay on the line of their number.
const UNITS: [&str; 11] = ["%", "€", "ETP", "h", "km", "ans", "an", "mois", "jours", "jour", "heures"];

/// Words that a number does not count, with a number of letters that could make one: « 12 et 13 », « 3 sur 4 ».
const FUNCTION_WORDS: [&str; 37] = [
    "au", "aux", "avec", "car", "ce", "ces", "chez", "dans", "de", "des", "donc", "dont", "du", "elle",
    "elles", "en", "est", "et", "il", "ils", "la", "le", "les", "mais", "ne", "ni", "on", "ont", "ou", "par",
    "pour", "puis", "que", "qui", "sont", "sur", "un",
];

/// Words whose number is a name: « l’article 4 fixe ».
const NUMBERED: [&str; 9] =
    ["action", "annexe", "article", "axe", "fiche", "mesure", "objectif", "page", "programme"];

/// Applies French typography to a text. Idempotent.
pub fn apply_typography(text: &str) -> String {
    let mut output = String::with_capacity(text.len() + 8);
    let mut rest = text;
    for (at, sign) in text.match_indices(['\'', ' ', '\u{2009}']) {
        let (before, after) =
            (text.get(..at).unwrap_or_default(), text.get(at + sign.len()..).unwrap_or_default());
        let typeset = match sign {
            "'" => is_apostrophe(before, after).then_some('’'),
            _ => space_between(before, after),
        };
        if let Some(typeset) = typeset {
            let kept = rest.len() - sign.len() - after.len();
            output.push_str(rest.get(..kept).unwrap_or_default());
            output.push(typeset);
            rest = after;
        }
    }
    output.push_str(rest);
    output
}

/// Whether a straight quote is an apostrophe. That of the end of a text elides a word whose next may be in another run, in
/// bold say.
fn is_apostrophe(before: &str, after: &str) -> bool {
    before.ends_with(char::is_alphabetic)
        && match after.chars().next() {
            Some(follows) => follows.is_alphabetic(),
            None => is_elided(last_word(before)),
        }
}

fn is_elided(word: &str) -> bool {
    let word = word.to_lowercase();
    word.ends_with("qu") || matches!(word.as_str(), "l" | "d" | "j" | "m" | "n" | "s" | "t" | "c")
}

/// The letters that end a text.
fn last_word(text: &str) -> &str {
    text.get(text.trim_end_matches(char::is_alphabetic).len()..).unwrap_or_default()
}

/// The letters that open a text.
fn first_word(text: &str) -> &str {
    text.get(..text.len() - text.trim_start_matches(char::is_alphabetic).len()).unwrap_or_default()
}

/// The no-break space that its neighbours call for; none where an ordinary one stays.
fn space_between(before: &str, after: &str) -> Option<char> {
    let (preceding, follows) = (before.chars().next_back()?, after.chars().next()?);
    match (preceding, follows) {
        (' ', _) | (_, ' ') => None,
        (_, '»' | ';' | '!' | '?') | ('«', _) => Some(THIN_SPACE),
        (_, ':') => Some(NBSP),
        (p, _) if p.is_ascii_digit() && opens_with_a_group(after) && ends_with_a_group(before) => {
            Some(THIN_SPACE)
        }
        (p, '€') if p.is_ascii_digit() => Some(THIN_SPACE),
        (p, _) if p.is_ascii_digit() && opens_with_a_unit(after) => Some(NBSP),
        ('°' | 'º', s) if s.is_ascii_digit() => Some(NBSP),
        (p, _)
            if (p.is_ascii_digit() || p == 'r')
                && ends_with_a_quantity(before)
                && opens_with_what_is_counted(after) =>
        {
            Some(NBSP)
        }
        _ => None,
    }
}

/// Whether exactly three digits open a text, as in « 10 000 »; « 2022 350 personnes » has one group too long before them.
fn opens_with_a_group(text: &str) -> bool {
    digits(text.bytes()) == 3
}

/// Whether one to three digits, and no more, end a text.
fn ends_with_a_group(text: &str) -> bool {
    (1..=3).contains(&digits(text.bytes().rev()))
}

fn digits(bytes: impl Iterator<Item = u8>) -> usize {
    bytes.take_while(u8::is_ascii_digit).count()
}

/// Whether a whole word of [`UNITS`] opens a text.
fn opens_with_a_unit(text: &str) -> bool {
    UNITS
        .iter()
        .filter_map(|unit| text.strip_prefix(unit))
        .any(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Whether a number that may count something ends a text: « 30 », « 1er » of a month, but no year.
fn ends_with_a_quantity(text: &str) -> bool {
    let head = text.trim_end_matches(|c: char| c.is_alphanumeric() || c == ',');
    let word = text.get(head.len()..).unwrap_or_default();
    let digits = word.strip_suffix("er").unwrap_or(word);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == ',');
    let is_year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    let mut named = head.chars();
    named.next_back();
    is_number && !is_year && !NUMBERED.contains(&last_word(named.as_str()).to_lowercase().as_str())
}

/// Whether a word that a number counts, or a month, opens a text.
fn opens_with_what_is_counted(text: &str) -> bool {
    let word = first_word(text);
    let is_acronym = word.chars().all(char::is_uppercase);
    word.chars().nth(1).is_some()
        && (is_acronym || word.starts_with(char::is_lowercase))
        && !FUNCTION_WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_do_not_break_where_french_forbids() {
        for (raw, expected) in [
            ("Durée : 2 ans ; fin ?", "Durée\u{a0}: 2\u{a0}ans\u{202f}; fin\u{202f}?"),
            ("« l'aller-vers »", "«\u{202f}l’aller-vers\u{202f}»"),
            ("2 574 959 €", "2\u{202f}574\u{202f}959\u{202f}€"),
            ("en 2022 350 personnes", "en 2022 350\u{a0}personnes"),
            ("n° 2021-1900", "n°\u{a0}2021-1900"),
            ("95 % et 2,5 ETP", "95\u{a0}% et 2,5\u{a0}ETP"),
            ("30 minutes et 4 associations", "30\u{a0}minutes et 4\u{a0}associations"),
            ("le 1er janvier, le 31 décembre 2022", "le 1er\u{a0}janvier, le 31\u{a0}décembre 2022"),
            ("3 CCAS sur 4 avec 1,5 poste", "3\u{a0}CCAS sur 4 avec 1,5\u{a0}poste"),
            ("l’article 4 fixe, la Fiche 3 coûte", "l’article 4 fixe, la Fiche 3 coûte"),
            ("en 2022 commence, 12 Ateliers, 5 à 6", "en 2022 commence, 12 Ateliers, 5 à 6"),
            ("http://a.fr a:b 10:30", "http://a.fr a:b 10:30"),
            ("'mot' 5'", "'mot' 5'"),
            ("à l'", "à l’"),
        ] {
            assert_eq!(apply_typography(raw), expected, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn only_spaces_and_apostrophes_change(text in "[a-zé'’«»:;!?%€°n 0-9\u{a0}\u{202f}\\n]{0,40}") {
            let output = apply_typography(&text);
            prop_assert_eq!(output.chars().count(), text.chars().count());
            for (before, after) in text.chars().zip(output.chars()) {
                let allowed = before == after
                    || (before == ' ' && matches!(after, THIN_SPACE | NBSP))
                    || (before == '\'' && after == '’');
                prop_assert!(allowed, "{:?} est devenu {:?}", before, after);
            }
            prop_assert_eq!(apply_typography(&output), output.clone());
        }
    }
}
