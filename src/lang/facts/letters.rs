//! Numbers in letters: « cent douze mille », « quatre-vingt-dix », « vingt et un ».

use super::tokens::Tokens;

/// The value of a word below a hundred, those of Belgium and Switzerland too.
pub(super) fn small(word: &str) -> Option<u64> {
    Some(match word.as_bytes() {
        b"un" | b"une" => 1,
        b"deux" => 2,
        b"trois" => 3,
        b"quatre" => 4,
        b"cinq" => 5,
        b"six" => 6,
        b"sept" => 7,
        b"huit" => 8,
        b"neuf" => 9,
        b"dix" => 10,
        b"onze" => 11,
        b"douze" => 12,
        b"treize" => 13,
        b"quatorze" => 14,
        b"quinze" => 15,
        b"seize" => 16,
        b"vingt" | b"vingts" => 20,
        b"trente" => 30,
        b"quarante" => 40,
        b"cinquante" => 50,
        b"soixante" => 60,
        b"septante" => 70,
        b"huitante" | b"octante" => 80,
        b"nonante" => 90,
        _ => return None,
    })
}

/// The number in letters at a place, and where it ends. The last word of scale above a thousand is left: a unit follows it.
pub(super) fn in_letters(tokens: &Tokens<'_>, at: usize) -> Option<(u64, usize)> {
    let (mut total, mut end) = thousands(tokens, at)?;
    loop {
        let factor = match tokens.word(end) {
            "million" | "millions" => 1_000_000,
            "milliard" | "milliards" => 1_000_000_000,
            _ => return Some((total, end)),
        };
        // « deux millions trois cent mille ».
        let Some((rest, after)) = thousands(tokens, end + 1).filter(|(rest, _)| *rest < factor) else {
            return Some((total, end));
        };
        total = total.checked_mul(factor)?.checked_add(rest)?;
        end = after;
    }
}

/// The place of the next word of a number, past a hyphen.
fn joined(tokens: &Tokens<'_>, at: usize) -> usize {
    let is_hyphen = tokens.word(at) == "-" && tokens.is_glued(at) && tokens.is_glued(at + 1);
    if is_hyphen { at + 1 } else { at }
}

fn thousands(tokens: &Tokens<'_>, at: usize) -> Option<(u64, usize)> {
    let (before, end) = match tokens.word(at) {
        "mille" => (1, at),
        _ => hundreds(tokens, at)?,
    };
    let place = joined(tokens, end);
    if tokens.word(place) != "mille" {
        return Some((before, end));
    }
    let thousands = before * 1000;
    Some(match hundreds(tokens, joined(tokens, place + 1)) {
        Some((rest, end)) if !is_article(tokens, joined(tokens, place + 1), end) => (thousands + rest, end),
        _ => (thousands, place + 1),
    })
}

fn hundreds(tokens: &Tokens<'_>, at: usize) -> Option<(u64, usize)> {
    let is_hundred =
        |place: usize| matches!(tokens.word(place), "cent" | "cents") && tokens.before(place) != "pour";
    let (before, end) = match is_hundred(at) {
        true => (1, at),
        false => tens(tokens, at)?,
    };
    let place = joined(tokens, end);
    if before > 9 || !is_hundred(place) {
        return Some((before, end));
    }
    let next = joined(tokens, place + 1);
    Some(match tens(tokens, next) {
        Some((rest, end)) if !is_article(tokens, next, end) => (before * 100 + rest, end),
        _ => (before * 100, place + 1),
    })
}

/// « cent un » is a number with a hyphen only: « pour cent une aide » has an article.
fn is_article(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    end == at + 1 && matches!(tokens.word(at), "un" | "une") && tokens.before(at) != "-"
}

fn tens(tokens: &Tokens<'_>, at: usize) -> Option<(u64, usize)> {
    let first = small(tokens.word(at))?;
    let next = joined(tokens, at + 1);
    let unit = |place: usize, below: u64| {
        let value = small(tokens.word(place)).filter(|value| *value < below)?;
        // « vingt-et-un », « vingt et un »; « vingt un » is no number.
        (value > 1 || tokens.before(place) == "-").then_some((value, place + 1))
    };
    if first == 4 && matches!(tokens.word(next), "vingt" | "vingts") {
        return Some(match teens(tokens, joined(tokens, next + 1)) {
            Some((rest, end)) => (80 + rest, end),
            None => (80, next + 1),
        });
    }
    if (20..=60).contains(&first) {
        if let Some(rest) = tokens.after(next, "et") {
            let place = joined(tokens, rest);
            if matches!(tokens.word(place), "un" | "une") || first == 60 && tokens.word(place) == "onze" {
                return Some((first + small(tokens.word(place)).unwrap_or(0), place + 1));
            }
        }
        let rest = if first == 60 { teens(tokens, next) } else { unit(next, 10) };
        return Some(rest.map_or((first, at + 1), |(rest, end)| (first + rest, end)));
    }
    if first == 10 {
        return Some(match unit(next, 10) {
            Some((rest, end)) if rest >= 7 => (10 + rest, end),
            _ => (10, at + 1),
        });
    }
    if first >= 70 {
        return Some(unit(next, 10).map_or((first, at + 1), |(rest, end)| (first + rest, end)));
    }
    Some((first, at + 1))
}

/// What follows « soixante » and « quatre-vingt »: up to nineteen.
fn teens(tokens: &Tokens<'_>, at: usize) -> Option<(u64, usize)> {
    let first = small(tokens.word(at)).filter(|value| *value < 20)?;
    if first == 1 && tokens.before(at) != "-" {
        return None;
    }
    let next = joined(tokens, at + 1);
    match small(tokens.word(next)) {
        Some(unit @ 7..=9) if first == 10 => Some((10 + unit, next + 1)),
        _ => Some((first, at + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_letters_are_read_to_their_end() {
        for (text, value) in [
            ("deux", 2),
            ("dix-sept", 17),
            ("vingt et un", 21),
            ("vingt-et-un", 21),
            ("trente deux", 32),
            ("soixante et onze", 71),
            ("soixante-dix-neuf", 79),
            ("quatre-vingts", 80),
            ("quatre-vingt-un", 81),
            ("quatre-vingt-dix-huit", 98),
            ("cent", 100),
            ("cent douze", 112),
            ("deux cents", 200),
            ("deux cent quatre", 204),
            ("mille", 1_000),
            ("mille cinq cents", 1_500),
            ("trois cent mille", 300_000),
            ("cent douze mille trois cent quarante-cinq", 112_345),
            ("deux millions trois cent mille", 2_300_000),
        ] {
            let tokens = Tokens::new(text);
            assert_eq!(in_letters(&tokens, 0), Some((value, tokens.len())), "{text}");
        }
    }

    #[test]
    fn two_numbers_are_not_one() {
        for (text, value, end) in [
            ("deux trois", 2, 1),
            ("vingt douze", 20, 1),
            ("cent une", 100, 1),
            ("dix cinq", 10, 1),
            ("mille mille", 1_000, 1),
        ] {
            assert_eq!(in_letters(&Tokens::new(text), 0), Some((value, end)), "{text}");
        }
        assert_eq!(in_letters(&Tokens::new("et"), 0), None);
    }
}
