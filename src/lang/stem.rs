//! Words without their inflection. No stemmer crate fits: rules compare stems with short lists of their own, and
//! only need that the forms of one word meet. Words come in folded, as [`flat`](super::flat) gives them.

use std::borrow::Cow;

/// A word without its mark of the plural: `mesures` → `mesure`, `lieux` → `lieu`, `sociaux` → `social`. A word that
/// ends in `s` in the singular loses it as well: compare only with other results.
pub fn singular(word: &str) -> Cow<'_, str> {
    match word.strip_suffix("aux") {
        Some(start) if start.len() > 2 => Cow::Owned(format!("{start}al")),
        _ => Cow::Borrowed(word.trim_end_matches(['s', 'x'])),
    }
}

/// A word without its final `s` only: the key of a name, where « locaux » must not meet « local ».
pub fn without_final_s(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// A word without what number, gender and the past participle add: `intégrées` and `intégré`, `moyenne` and `moyen`
/// meet.
pub fn stem(word: &str) -> String {
    let singular = singular(word);
    let mut short = singular.as_ref();
    while short.chars().count() > STEM_MIN {
        match short.strip_suffix(['s', 'e', 'x']) {
            Some(rest) => short = rest,
            None => break,
        }
    }
    let mut letters = short.chars().rev();
    match (letters.next(), letters.next()) {
        (Some(a), Some(b)) if a == b && short.chars().count() > 4 => {
            short.strip_suffix(a).unwrap_or(short).to_owned()
        }
        _ => short.to_owned(),
    }
}

/// Letters that a stem keeps.
const STEM_MIN: usize = 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_a_word_meet() {
        for (a, b) in [("integrees", "integre"), ("moyenne", "moyen"), ("sociaux", "sociale"), ("ans", "an")]
        {
            assert_eq!(stem(a), stem(b));
        }
        assert_eq!(singular("lieux"), "lieu");
        assert_eq!(singular("departementaux"), "departemental");
        assert_eq!(singular("aux"), "au");
    }
}
