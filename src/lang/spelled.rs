//! Numbers and amounts in letters, written and read: « deux cent mille euros », « vingt et une ». The spelling is the
//! usual one: hyphens below a hundred, « et » alone before « un » and « onze ».

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::numbers::NUMBER_WORDS;
use super::{Gender, flat};

/// The tens that have a word of their own; seventy and ninety are counted from the ten before.
pub(super) const TENS: [(u64, &str); 5] =
    [(20, "vingt"), (30, "trente"), (40, "quarante"), (50, "cinquante"), (60, "soixante")];

/// Powers that are nouns: they take an s, and « de » before what is counted.
const NOUNS: [(u64, &str); 2] = [(1_000_000_000, "milliard"), (1_000_000, "million")];

/// First number that has no word here.
const END: u64 = 1_000_000_000_000;

/// A number below a thousand billion in letters, agreeing with what it counts; `None` above.
pub fn spell(number: u64, gender: Gender) -> Option<String> {
    if number >= END {
        return None;
    }
    if number == 0 {
        return Some("zéro".to_owned());
    }
    let mut words: Vec<String> = Vec::new();
    let mut rest = number;
    for (power, noun) in NOUNS {
        let count = rest / power;
        rest %= power;
        if count > 0 {
            below_thousand(count, Gender::Masculine, true, &mut words);
            words.push(plural(noun, count));
        }
    }
    let thousands = rest / 1_000;
    if thousands > 1 {
        below_thousand(thousands, Gender::Masculine, false, &mut words);
    }
    if thousands > 0 {
        words.push("mille".to_owned());
    }
    below_thousand(rest % 1_000, gender, true, &mut words);
    Some(words.join(" "))
}

/// Adds the words of a number below a thousand. « Cent » and « vingt » take their s at the end only, and never before
/// « mille ».
fn below_thousand(number: u64, gender: Gender, ends: bool, words: &mut Vec<String>) {
    let (hundreds, rest) = (number / 100, number % 100);
    if hundreds > 1 {
        words.push(unit(hundreds, gender));
    }
    if hundreds > 0 {
        let is_plural = hundreds > 1 && rest == 0 && ends;
        words.push(if is_plural { "cents" } else { "cent" }.to_owned());
    }
    if rest == 80 && ends {
        words.push("quatre-vingts".to_owned());
    } else if rest > 0 {
        words.push(below_hundred(rest, gender));
    }
}

fn below_hundred(number: u64, gender: Gender) -> String {
    match number {
        0..=16 => unit(number, gender),
        17..=19 => format!("dix-{}", unit(number - 10, gender)),
        80 => "quatre-vingt".to_owned(),
        81.. => format!("quatre-vingt-{}", below_hundred(number - 80, gender)),
        20..=79 => {
            let (ten, word) = TENS.iter().rfind(|(ten, _)| *ten <= number).copied().unwrap_or_default();
            match number - ten {
                0 => word.to_owned(),
                rest @ (1 | 11) => format!("{word} et {}", below_hundred(rest, gender)),
                rest => format!("{word}-{}", below_hundred(rest, gender)),
            }
        }
    }
}

/// A number below seventeen.
fn unit(number: u64, gender: Gender) -> String {
    let rank = usize::try_from(number).unwrap_or(0).checked_sub(2);
    match rank.and_then(|rank| NUMBER_WORDS.get(rank)) {
        Some(word) => (*word).to_owned(),
        None if gender == Gender::Feminine => "une".to_owned(),
        None => "un".to_owned(),
    }
}

fn plural(noun: &str, count: u64) -> String {
    format!("{noun}{}", if count > 1 { "s" } else { "" })
}

/// An amount in letters: « quarante mille euros », « un million d’euros », « mille deux cent trente-quatre euros et cinq
/// centimes ». Cents are told when there are some. `None` when it has no words here.
pub fn euros_in_letters(euros: Decimal) -> Option<String> {
    let cents = euros.abs().checked_mul(Decimal::ONE_HUNDRED)?.round().to_u64()?;
    let (whole, cents) = (cents / 100, cents % 100);
    let mut words = String::new();
    if euros.is_sign_negative() && (whole, cents) != (0, 0) {
        words.push_str("moins ");
    }
    if whole > 0 || cents == 0 {
        let of = if whole > 0 && whole % 1_000_000 == 0 { "d’" } else { "" };
        words.push_str(&format!("{} {of}{}", spell(whole, Gender::Masculine)?, plural("euro", whole)));
        if cents > 0 {
            words.push_str(" et ");
        }
    }
    if cents > 0 {
        words.push_str(&format!("{} {}", spell(cents, Gender::Masculine)?, plural("centime", cents)));
    }
    Some(words)
}

/// The number that words write, hyphens, accents and case aside: « vingt-et-une », « deux cents ». `None` of anything else,
/// a count out of its order (« vingt deux cents ») included.
pub fn read_spelled(text: &str) -> Option<u64> {
    let plain = |text: &str| flat(&text.replace('-', " ")).split_whitespace().collect::<Vec<_>>().join(" ");
    let written = plain(text);
    let (mut total, mut current) = (0_u64, 0_u64);
    for word in written.split(' ') {
        let word = if word.len() > 4 { word.strip_suffix('s').unwrap_or(word) } else { word };
        let noun = NOUNS.iter().find(|(_, noun)| *noun == word);
        let ten = TENS.iter().find(|(_, ten)| *ten == word);
        match (word, noun, ten) {
            ("et" | "zero", ..) => {}
            ("un" | "une", ..) => current += 1,
            ("cent", ..) => current = current.max(1).checked_mul(100)?,
            ("mille", ..) => (total, current) = (total.checked_add(current.max(1).checked_mul(1_000)?)?, 0),
            ("vingt", ..) if current % 100 == 4 => current += 76,
            (_, Some((power, _)), _) => {
                (total, current) = (total.checked_add(current.checked_mul(*power)?)?, 0)
            }
            (_, _, Some((value, _))) => current += value,
            _ => {
                let rank = NUMBER_WORDS
                    .iter()
                    .position(|known| *known == word || known.strip_suffix('s') == Some(word))?;
                current = current.checked_add(u64::try_from(rank).ok()? + 2)?;
            }
        }
    }
    let number = total.checked_add(current)?;
    // Only what is written in good order is a number.
    let is_exact = [Gender::Masculine, Gender::Feminine]
        .into_iter()
        .filter_map(|gender| spell(number, gender))
        .any(|words| plain(&words) == written);
    is_exact.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_counted_changes_the_words() {
        let feminine = |number| spell(number, Gender::Feminine).unwrap();
        assert_eq!(
            [1, 21, 81, 1_001, 21_000].map(feminine),
            ["une", "vingt et une", "quatre-vingt-une", "mille une", "vingt et un mille"]
        );
        assert_eq!(spell(END, Gender::Masculine), None);
    }

    #[test]
    fn an_amount_is_spelled_with_its_cents() {
        for (euros, words) in [
            ("40000", "quarante mille euros"),
            ("1234.05", "mille deux cent trente-quatre euros et cinq centimes"),
            ("0", "zéro euro"),
            ("1", "un euro"),
            ("1.01", "un euro et un centime"),
            ("0.80", "quatre-vingts centimes"),
            ("80", "quatre-vingts euros"),
            ("200000", "deux cent mille euros"),
            ("1000000", "un million d’euros"),
            ("80000000.5", "quatre-vingts millions d’euros et cinquante centimes"),
            ("2000000000", "deux milliards d’euros"),
            ("1000001", "un million un euros"),
            ("-12.5", "moins douze euros et cinquante centimes"),
            (
                "999999999999.99",
                "neuf cent quatre-vingt-dix-neuf milliards neuf cent quatre-vingt-dix-neuf millions neuf cent \
                 quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf euros et quatre-vingt-dix-neuf centimes",
            ),
        ] {
            assert_eq!(euros_in_letters(euros.parse().unwrap()).as_deref(), Some(words), "{euros}");
        }
        assert_eq!(euros_in_letters(Decimal::from(END)), None);
    }

    #[test]
    fn words_out_of_order_are_no_number() {
        for text in
            ["", "deux deux", "vingt deux cents", "et", "million", "mille mille", "trois fois", "cent cent"]
        {
            assert_eq!(read_spelled(text), None, "{text}");
        }
        assert_eq!(read_spelled("Vingt-et-une"), Some(21));
        assert_eq!(read_spelled("zéro"), Some(0));
    }

    proptest! {
        #[test]
        fn a_spelled_number_is_read_again(number in 0..END, small in 0..10_000_u64) {
            for number in [number, small, number % 1_000_000] {
                for gender in [Gender::Masculine, Gender::Feminine] {
                    prop_assert_eq!(read_spelled(&spell(number, gender).unwrap()), Some(number));
                }
            }
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,40}") {
            let _ = read_spelled(&text);
        }
    }
}
