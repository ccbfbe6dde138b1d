//! French typography of plain text: no-break spaces where a line must not break, curved apostrophes.
//! It only ever replaces a space by another space and an apostrophe by another: no letter is touched.

/// Narrow no-break space.
const FINE: char = '\u{202f}';
/// No-break space.
const INSECABLE: char = '\u{a0}';

/// Units that a number is not parted from.
const UNITES: [&str; 11] = ["%", "€", "ETP", "h", "km", "ans", "an", "mois", "jours", "jour", "heures"];

/// Sets a text as French typography wants it. Applied twice it changes nothing more.
pub fn typographier(texte: &str) -> String {
    let lettres: Vec<char> = texte.chars().collect();
    let a = |i: usize| lettres.get(i).copied().unwrap_or('\0');
    let avant = |i: usize| i.checked_sub(1).map_or('\0', a);
    let mut sortie = String::with_capacity(texte.len() + 8);
    for (i, c) in lettres.iter().enumerate() {
        let (precede, suit) = (avant(i), a(i + 1));
        sortie.push(match c {
            '\'' if precede.is_alphabetic()
                && (suit.is_alphabetic() || (suit == '\0' && elision(&lettres, i))) =>
            {
                '’'
            }
            ' ' | '\u{2009}' => espace(&lettres, i, precede, suit),
            c => *c,
        });
    }
    sortie
}

/// Whether an apostrophe that ends a run of text is an elision, before a word in bold for instance.
fn elision(lettres: &[char], i: usize) -> bool {
    let mot: Vec<char> = lettres.iter().take(i).rev().take_while(|c| c.is_alphabetic()).copied().collect();
    let mot: String = mot.iter().rev().collect::<String>().to_lowercase();
    mot.ends_with("qu") || matches!(mot.as_str(), "l" | "d" | "j" | "m" | "n" | "s" | "t" | "c")
}

fn espace(lettres: &[char], i: usize, precede: char, suit: char) -> char {
    let simple = lettres.get(i).copied().unwrap_or(' ');
    if precede == ' ' || suit == ' ' || precede == '\0' || suit == '\0' {
        return simple;
    }
    // « 10 000 »: a group of three digits follows, and nothing makes it longer.
    let groupe = |de: usize| {
        let chiffre = |k: usize| lettres.get(k).is_some_and(char::is_ascii_digit);
        (0..3).all(|k| chiffre(de + k)) && !chiffre(de + 3)
    };
    let numero = |k: usize| matches!(lettres.get(k), Some('°' | 'º'));
    match (precede, suit) {
        (_, '»' | ';' | '!' | '?') | ('«', _) => FINE,
        (_, ':') => INSECABLE,
        (p, s) if p.is_ascii_digit() && s.is_ascii_digit() && groupe(i + 1) && groupe_avant(lettres, i) => {
            FINE
        }
        (p, '€') if p.is_ascii_digit() => FINE,
        (p, _) if p.is_ascii_digit() && unite(lettres, i + 1) => INSECABLE,
        (_, s) if s.is_ascii_digit() && i > 0 && numero(i - 1) => INSECABLE,
        _ => simple,
    }
}

/// One to three digits, alone or ending a number, stand before a space.
fn groupe_avant(lettres: &[char], i: usize) -> bool {
    let chiffres = lettres.iter().take(i).rev().take_while(|c| c.is_ascii_digit()).count();
    (1..=3).contains(&chiffres)
}

fn unite(lettres: &[char], i: usize) -> bool {
    UNITES.iter().any(|u| {
        let n = u.chars().count();
        let egal = u.chars().enumerate().all(|(k, c)| lettres.get(i + k) == Some(&c));
        egal && !lettres.get(i + n).is_some_and(|c| c.is_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_do_not_break_where_french_forbids() {
        for (brut, attendu) in [
            ("Durée : 2 ans ; fin ?", "Durée\u{a0}: 2\u{a0}ans\u{202f}; fin\u{202f}?"),
            ("« l'aller-vers »", "«\u{202f}l’aller-vers\u{202f}»"),
            ("2 574 959 €", "2\u{202f}574\u{202f}959\u{202f}€"),
            ("en 2022 350 personnes", "en 2022 350 personnes"),
            ("n° 2021-1900", "n°\u{a0}2021-1900"),
            ("95 % et 2,5 ETP", "95\u{a0}% et 2,5\u{a0}ETP"),
            ("http://a.fr a:b 10:30", "http://a.fr a:b 10:30"),
            ("'mot' 5'", "'mot' 5'"),
            ("à l'", "à l’"),
        ] {
            assert_eq!(typographier(brut), attendu, "{brut}");
        }
    }

    proptest! {
        #[test]
        fn only_spaces_and_apostrophes_change(texte in "[a-zé'’«»:;!?%€°n 0-9\u{a0}\u{202f}\\n]{0,40}") {
            let sortie = typographier(&texte);
            prop_assert_eq!(sortie.chars().count(), texte.chars().count());
            for (avant, apres) in texte.chars().zip(sortie.chars()) {
                let permis = avant == apres
                    || (avant == ' ' && matches!(apres, FINE | INSECABLE))
                    || (avant == '\'' && apres == '’');
                prop_assert!(permis, "{:?} est devenu {:?}", avant, apres);
            }
            prop_assert_eq!(typographier(&sortie), sortie.clone());
        }
    }
}
