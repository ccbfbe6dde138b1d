//! What leads to one person or to one account: telephone numbers, addresses of electronic mail, IBANs, in the ways in which
//! they are written. Numbers that anyone is meant to call stay: short ones (3949, 115) and those of services (0 8…); so do
//! the addresses of services (`contact@`…).

use std::ops::Range;

use super::official_numbers::{iban_length, is_valid_iban, rib_key};

/// What a contact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactKind {
    /// A telephone number.
    Telephone,
    /// An address of electronic mail.
    Email,
    /// An international bank account number (ISO 13616).
    Iban,
}

/// The names before the @ of the addresses that are nobody's own.
const SERVICES: [&str; 11] = [
    "contact",
    "accueil",
    "info",
    "infos",
    "courrier",
    "mairie",
    "prefecture",
    "standard",
    "communication",
    "webmaster",
    "ne-pas-repondre",
];
/// Most signs between two groups of figures of a telephone number: « 01 - 64 ».
const GAP_MAX: usize = 3;
/// Fewest and most figures of an international number (ITU-T E.164), country included.
const INTERNATIONAL: std::ops::RangeInclusive<usize> = 9..=15;

/// The contacts of a text, in order, as bytes of it. Blanks of all kinds count as spaces.
pub fn contacts(text: &str) -> Vec<(Range<usize>, ContactKind)> {
    let signs: Vec<(usize, char)> = text.char_indices().collect();
    let letters: Vec<char> = signs.iter().map(|(_, c)| if c.is_whitespace() { ' ' } else { *c }).collect();
    let byte = |place: usize| signs.get(place).map_or(text.len(), |(byte, _)| *byte);
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let read = iban(&letters, at)
            .map(|end| (at..end, ContactKind::Iban))
            .or_else(|| rib(&letters, at).map(|end| (at..end, ContactKind::Iban)))
            .or_else(|| telephone(&letters, at).map(|end| (at..end, ContactKind::Telephone)))
            .or_else(|| email(&letters, at).map(|range| (range, ContactKind::Email)));
        match read {
            Some((range, kind)) => {
                at = range.end.max(at + 1);
                found.push((byte(range.start)..byte(range.end), kind));
            }
            None => at += 1,
        }
    }
    found
}

fn at(letters: &[char], place: usize) -> char {
    letters.get(place).copied().unwrap_or('\n')
}

fn before(letters: &[char], place: usize) -> char {
    place.checked_sub(1).map_or('\n', |place| at(letters, place))
}

/// Figures that follow one another, and what separates them from those before.
struct FigureGroup {
    gap: String,
    figures: String,
    end: usize,
}

/// The groups of figures from a place on, as long as little stands between them.
fn groups(letters: &[char], start: usize) -> Vec<FigureGroup> {
    let mut groups: Vec<FigureGroup> = Vec::new();
    let mut place = start;
    loop {
        let mut gap = String::new();
        while gap.chars().count() <= GAP_MAX && " .-/()·•".contains(at(letters, place)) {
            gap.push(at(letters, place));
            place += 1;
        }
        let mut figures = String::new();
        while at(letters, place).is_ascii_digit() {
            figures.push(at(letters, place));
            place += 1;
        }
        let is_far = gap.chars().count() > GAP_MAX || (groups.is_empty() && !gap.is_empty());
        let is_glued = !groups.is_empty() && gap.is_empty();
        if figures.is_empty() || is_far || is_glued || groups.len() >= 16 {
            return groups;
        }
        groups.push(FigureGroup { gap, figures, end: place });
    }
}

/// The end of the telephone number that starts at a place.
fn telephone(letters: &[char], start: usize) -> Option<usize> {
    let first = at(letters, start);
    let last = before(letters, start);
    let follows_figures =
        ".-/,".contains(last) && start.checked_sub(1).is_some_and(|p| before(letters, p).is_ascii_digit());
    if last.is_alphanumeric() || last == '+' || follows_figures {
        return None;
    }
    if first == '+' {
        let skipped = start + 1 + usize::from(at(letters, start + 1) == ' ');
        return international(&groups(letters, skipped));
    }
    if first != '0' {
        return None;
    }
    let groups = groups(letters, start);
    let all: String = groups.iter().map(|group| group.figures.as_str()).collect();
    if all.starts_with("00") {
        return international(&groups);
    }
    if all.starts_with("08") {
        return None;
    }
    let count = closes_at(&groups, 10)?;
    let number = groups.get(..count)?;
    let marks: Vec<&str> = number.iter().skip(1).map(|group| group.gap.trim()).collect();
    let are_pairs = count == 5 && number.iter().all(|group| group.figures.len() == 2);
    let is_even = marks.windows(2).all(|pair| pair.first() == pair.last());
    let is_plain = are_pairs && marks.iter().all(|mark| !mark.contains('/'));
    let is_written = is_even && (are_pairs || marks.iter().all(|mark| mark.is_empty() || *mark == "."));
    // « 01/01/2022 31 » and what goes on after the same mark are dates and references.
    let goes_on = groups.get(count).is_some_and(|next| {
        let is_own_mark = count == 1 || marks.contains(&next.gap.trim());
        !next.gap.is_empty() && !next.gap.contains(' ') && is_own_mark
    });
    ((is_plain || is_written) && !goes_on && all.get(1..2) != Some("0"))
        .then(|| number.last().map(|g| g.end))
        .flatten()
}

/// How many groups make a number of figures, exactly.
fn closes_at(groups: &[FigureGroup], figures: usize) -> Option<usize> {
    let mut sum = 0;
    for (rank, group) in groups.iter().enumerate() {
        sum += group.figures.len();
        if sum >= figures {
            return (sum == figures).then_some(rank + 1);
        }
    }
    None
}

/// The end of a number that starts with the code of a country.
fn international(groups: &[FigureGroup]) -> Option<usize> {
    let all: String = groups.iter().map(|group| group.figures.as_str()).collect();
    let own = all.strip_prefix("00").unwrap_or(&all);
    let prefix = all.len() - own.len();
    let is_french = own.starts_with("33");
    let lengths: Vec<usize> = match is_french {
        true if own.get(2..3) == Some("0") => vec![12],
        true => vec![11],
        false => INTERNATIONAL.rev().collect(),
    };
    let count = lengths.into_iter().find_map(|length| closes_at(groups, length + prefix))?;
    groups.get(count - 1).map(|group| group.end)
}

/// What stands for the @ at a place: its end.
fn at_sign(letters: &[char], start: usize) -> Option<usize> {
    let skip = |place: usize| place + usize::from(at(letters, place) == ' ');
    let place = skip(start);
    if at(letters, place) == '@' {
        return Some(skip(place + 1));
    }
    let is_open = "([{<".contains(at(letters, place));
    let word_start = if is_open { skip(place + 1) } else { place };
    let mut end = word_start;
    while at(letters, end).is_alphabetic() || at(letters, end) == '@' {
        end += 1;
    }
    let word: String = letters.get(word_start..end)?.iter().collect::<String>().to_lowercase();
    let close = skip(end);
    match is_open {
        true if ")]}>".contains(at(letters, close)) => {
            ["a", "at", "à", "@", "arobase", "chez"].contains(&word.as_str()).then(|| skip(close + 1))
        }
        false if word == "arobase" && at(letters, start) == ' ' => Some(skip(end)),
        _ => None,
    }
}

/// The address whose @ is at a place.
fn email(letters: &[char], place: usize) -> Option<Range<usize>> {
    let domain = at_sign(letters, place)?;
    let is_local = |c: char| c.is_alphanumeric() || "._-+%'".contains(c);
    let mut start = place;
    while is_local(before(letters, start)) {
        start -= 1;
    }
    let mut end = domain;
    let mut last_point = None;
    loop {
        let letter = at(letters, end);
        if letter.is_alphanumeric() || letter == '-' {
            end += 1;
        } else if letter == '.' && at(letters, end + 1).is_alphanumeric() {
            last_point = Some(end);
            end += 1;
        } else if let Some(after) = point_word(letters, end) {
            last_point = Some(after - 1);
            end = after;
        } else {
            break;
        }
    }
    let ending = letters.get(last_point? + 1..end)?;
    let local: String = letters.get(start..place)?.iter().collect();
    let is_ending = ending.len() >= 2 && ending.iter().all(|c| c.is_alphabetic());
    let is_service = SERVICES.contains(&local.to_lowercase().as_str());
    (is_ending && !local.is_empty() && !is_service).then_some(start..end)
}

/// « (point) », « [dot] »: its end.
fn point_word(letters: &[char], start: usize) -> Option<usize> {
    let place = start + usize::from(at(letters, start) == ' ');
    let rest: String = letters.get(place..)?.iter().take(7).collect();
    let word = ["(point)", "[point]", "(dot)", "[dot]"].into_iter().find(|word| rest.starts_with(word))?;
    let end = place + word.chars().count();
    Some(end + usize::from(at(letters, end) == ' '))
}

/// The end of the IBAN that starts at a place.
fn iban(letters: &[char], start: usize) -> Option<usize> {
    let is_start = at(letters, start).is_ascii_alphabetic()
        && at(letters, start + 1).is_ascii_alphabetic()
        && !before(letters, start).is_alphanumeric();
    if !is_start {
        return None;
    }
    let mut code = String::new();
    let mut ends = Vec::new();
    let mut place = start;
    while code.len() < 34 {
        let letter = at(letters, place);
        if letter.is_ascii_alphanumeric() {
            code.push(letter.to_ascii_uppercase());
            ends.push(place + 1);
        } else if !(" .-".contains(letter) && at(letters, place + 1).is_ascii_alphanumeric()) {
            break;
        }
        place += 1;
    }
    let check = code.get(2..4)?;
    if !check.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let country = code.get(..2)?;
    let length = iban_length(country)?;
    let own = code.get(..length)?;
    let end = ends.get(length - 1).copied()?;
    // A French one with a slip in it is one all the same, in small letters too; others are as they should be.
    let figures = own.bytes().filter(u8::is_ascii_digit).count();
    let is_capital = letters.get(start..start + 2)?.iter().all(char::is_ascii_uppercase);
    let is_whole = !at(letters, end).is_alphanumeric();
    let is_one = if country == "FR" { figures >= 14 } else { is_capital && is_valid_iban(own) };
    (is_one && is_whole).then_some(end)
}

/// The end of the French account number that starts at a place: bank, branch, account, and a key that is right.
fn rib(letters: &[char], start: usize) -> Option<usize> {
    if !at(letters, start).is_ascii_digit() || before(letters, start).is_alphanumeric() {
        return None;
    }
    let (mut code, mut place) = (String::new(), start);
    while code.len() < 23 {
        let letter = at(letters, place);
        if letter.is_ascii_alphanumeric() {
            code.push(letter.to_ascii_uppercase());
        } else if !(" .-/".contains(letter) && at(letters, place + 1).is_ascii_alphanumeric()) {
            return None;
        }
        place += 1;
    }
    let part = |from: usize, to: usize| code.get(from..to);
    let key = part(21, 23)?.parse::<u32>().ok()?;
    let is_number = part(0, 10)?.bytes().all(|b| b.is_ascii_digit());
    let is_whole = !at(letters, place).is_alphanumeric();
    let is_right = rib_key(part(0, 5)?, part(5, 10)?, part(10, 21)?) == Some(key);
    (is_number && is_whole && is_right).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        contacts(text).into_iter().filter_map(|(range, _)| text.get(range)).collect()
    }

    #[test]
    fn a_telephone_number_is_seen_in_all_its_spellings() {
        for number in [
            "01 64 14 77 77",
            "01\u{a0}64\u{202f}14\u{a0}77 77",
            "01.64.14.77.77",
            "01-64-14-77-77",
            "01·64·14·77·77",
            "01/64/14/77/77",
            "0164147777",
            "01 6414 7777",
            "0 164 14 77 77",
            "01 64.14.77.77",
            "01 - 64 - 14 - 77 - 77",
            "+33 1 64 14 77 77",
            "+33164147777",
            "+33 (0)1 64 14 77 77",
            "+33(0)164147777",
            "0033 1 64 14 77 77",
            "00 33 1 64 14 77 77",
            "+32 2 123 45 67",
            "+262 262 12 34 56",
            "0692 12 34 56",
            "06 12 34 56 78",
            "07.12.34.56.78",
        ] {
            for text in [format!("Tél. : {number}, le matin"), number.to_owned(), format!("({number})")] {
                assert_eq!(found(&text), [number], "{text}");
            }
        }
        assert_eq!(found("au 01 64 14 77 13/14"), ["01 64 14 77 13"]);
        assert_eq!(found("01 64 14 77 77 / 06 12 34 56 78"), ["01 64 14 77 77", "06 12 34 56 78"]);
    }

    #[test]
    fn other_figures_are_no_telephone_number() {
        for text in [
            "appeler le 3949, le 115 ou le 119",
            "0 800 05 95 95 (numéro vert)",
            "du 01/01/2022 au 31/12/2022",
            "01/01/2022 31/12/2022",
            "01.01.2022 31.12.2022",
            "2 574 959 € et 855 883 €",
            "227 700 010 00019",
            "077-227700010-20220929-lmc100000024177-DE",
            "SIREN 227700010",
            "77000 Melun, 01000 Bourg",
            "n° 2022/09/29-0164147777-2",
            "+ 17 % puis 120 (+/-10%)",
            "120 | 152 | 172 | 0,65 | 35 423,15 €",
            "a10164147777",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn an_address_of_a_person_is_seen_and_that_of_a_service_stays() {
        for address in [
            "jeanne.dupont@departement.fr",
            "j_dupont+rsa@mail.departement77.fr",
            "jeanne.dupont (a) departement.fr",
            "jeanne.dupont(at)departement.fr",
            "jeanne.dupont [at] departement [dot] fr",
            "jeanne.dupont arobase departement.fr",
            "jeanne.dupont @ departement.fr",
            "hélène.guérin@département.fr",
        ] {
            assert_eq!(found(&format!("Écrire à {address}.")), [address]);
        }
        for text in
            ["contact@departement.fr", "Accueil@ville.fr", "3 places @ 12 €", "@calpae", "(a) premier"]
        {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn an_account_number_whose_key_is_right_is_seen() {
        for code in ["20041 01005 0500013M026 06", "20041-01005-0500013m026-06", "20041010050500013M02606"] {
            assert_eq!(found(&format!("RIB : {code}.")), [code]);
        }
        for text in ["20041 01005 0500013M026 07", "20041 01005 12345678901", "20041 01005 0500013M026 065"] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn an_iban_is_seen() {
        for code in [
            "FR57 3000 1005 25C7 7000 0000 066",
            "FR5730001005 25c77\u{a0}000000006 6",
            "FR7630006000011234567890189",
            "DE89 3704 0044 0532 0130 00",
        ] {
            assert_eq!(found(&format!("IBAN : {code} ;")), [code]);
        }
        for text in [
            "Le 25 mai, FR57 ou EN 13 normes de 2024",
            "les avenants 2020 et 2021 de la convention d’appui à la lutte",
            "Les moyens mis en 2022 sont ceux de 2021, reconduits",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
