//! The rubrique of the cadre that a heading opens: by its title, number aside, or by what is nearly its title and can be
//! no other's.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::reader::Reader;
use crate::lang::{flat, without_number};
use crate::model::text::{Inline, plain_text};
use crate::text::{Span, Spanned};

/// A rubrique: its identifier and its title.
pub(super) type Titled<'c> = (&'c str, &'c str);

/// Letters that a heading may have wrong in all.
const WRONG_LETTERS: usize = 2;

/// What may follow a title that is nearly right: « Buget pour 2024 » is no other budget, « Objectif général » may be.
const LINKS: [&str; 13] =
    ["sur", "pour", "en", "au", "aux", "a", "du", "de", "des", "d", "dans", "par", "previsionnel"];

/// Words that announce a number: « Rubrique 5 : Budget ».
const COUNTED: [&str; 10] =
    ["n", "no", "rubrique", "partie", "point", "section", "titre", "chapitre", "article", "paragraphe"];

/// What may follow the first words of a title: with a year, « Budget pour 2024 » is that of the year.
const OF_THE_YEAR: [&str; 13] =
    ["sur", "pour", "en", "au", "du", "de", "des", "l", "et", "a", "annee", "annees", "exercice"];

/// A heading, and the rubrique that it is known to open.
pub(super) struct RubriqueHeading<'h> {
    pub title: &'h [Inline],
    pub rubrique: Option<&'h str>,
    /// Whether it bears a mark, `{#budget}`.
    pub is_marked: bool,
    pub span: Span,
}

/// The rubrique that a heading opens by its mark, or by its title; a mark of none is told.
pub(super) fn opened(
    reader: &mut Reader<'_>,
    title: &[Inline],
    mark: Option<&Spanned<String>>,
    rubriques: &[Titled<'_>],
    is_whole: bool,
) -> Option<String> {
    let Some(mark) = mark else {
        return titled(&plain_text(title), rubriques).map(str::to_owned);
    };
    if rubriques.iter().any(|(id, _)| *id == mark.value) {
        return Some(mark.value.clone());
    }
    if is_whole {
        reader.unknown(mark, "un repère de rubrique", rubriques.iter().map(|(id, _)| *id));
    }
    None
}

/// The headings that open a rubrique by what is nearly its title: their ranks, the rubrique, and where the words stand
/// that are nearly its title; the whole heading when marks part them.
pub(super) fn nearly_opened(
    reader: &Reader<'_>,
    headings: &[RubriqueHeading<'_>],
    rubriques: &[Titled<'_>],
) -> Vec<(usize, String, Span)> {
    let mut taken: Vec<&str> = headings.iter().filter_map(|heading| heading.rubrique).collect();
    let mut found = Vec::new();
    for (rank, heading) in headings.iter().enumerate() {
        if heading.rubrique.is_some() || heading.is_marked {
            continue;
        }
        let title = plain_text(heading.title);
        let Some((id, words)) = nearly_titled(&title, rubriques, &taken) else { continue };
        taken.push(id);
        let words = title.get(words).unwrap_or("");
        // A sign inside the words may have another after them, « Buget « détaillé » ».
        let is_plain =
            |c: char| c.is_alphanumeric() || c.is_whitespace() || "-‑'’".contains(c) || is_combining_mark(c);
        let written = reader.sources.text(heading.span);
        let start = written.find(words).filter(|_| words.chars().all(is_plain));
        let place = start.map_or(heading.span, |start| {
            let after = written.get(start + words.len()..).unwrap_or("");
            let cut = ["…", "..."].iter().find(|dots| after.starts_with(**dots)).map_or(0, |dots| dots.len());
            let start = heading.span.start + start;
            Span { start, end: start + words.len() + cut, ..heading.span }
        });
        found.push((rank, id.to_owned(), place));
    }
    found
}

/// The rubrique whose title a heading starts with, number aside: « IV. Budget détaillé sur 2022 : » and « b) Budget
/// détaillé » are « Budget détaillé ».
fn titled<'c>(heading: &str, rubriques: &[Titled<'c>]) -> Option<&'c str> {
    let longest = |title: String| {
        let title = format!("{title} ");
        let opening = rubriques.iter().filter(|(_, own)| title.starts_with(&format!("{} ", flat(own))));
        opening.max_by_key(|(_, own)| own.len()).map(|(id, _)| *id)
    };
    longest(flat(without_number(heading))).or_else(|| {
        let words = words(heading);
        let numbered = numbering(heading, &words);
        let title: Vec<&str> = words.iter().skip(numbered).map(|word| word.flat.as_str()).collect();
        longest(title.join(" "))
    })
}

/// The rubrique whose title a heading nearly is, and the bytes of the heading that stand for the title; none when two
/// rubriques are as near. A rubrique that another heading opens is `taken`.
fn nearly_titled<'c>(
    heading: &str,
    rubriques: &[Titled<'c>],
    taken: &[&str],
) -> Option<(&'c str, Range<usize>)> {
    let words = words(heading);
    let numbered = numbering(heading, &words);
    let articles =
        words.get(numbered..).unwrap_or(&[]).iter().take_while(|word| is_article(&word.flat)).count();
    let starts = [0, numbered, numbered + articles];
    let mut found: Vec<(usize, &'c str, Range<usize>)> = Vec::new();
    for (rank, (id, title)) in rubriques.iter().enumerate() {
        if taken.contains(id) {
            continue;
        }
        let (own, acronyms) = (flat(title), acronyms(title));
        let own: Vec<&str> = own.split(' ').collect();
        let is_distinctive = |word: &str| {
            let mut others = rubriques.iter().enumerate().filter(|(other, _)| *other != rank);
            word.len() >= 4
                && !others.any(|(_, (_, title))| flat(title).split(' ').any(|w| wrong(w, word).is_some()))
        };
        let nearest = starts.iter().filter_map(|start| {
            let rest = words.get(*start..).filter(|rest| !rest.is_empty())?;
            let flat: Vec<&str> = rest.iter().map(|word| word.flat.as_str()).collect();
            let (cost, count) = distance(&flat, &own, &acronyms, is_distinctive)?;
            // The article goes with the title that is written in its place.
            let first = words.get(numbered.min(*start))?;
            let last = rest.get(count.checked_sub(1)?)?;
            Some((cost, first.bytes.start..last.bytes.end))
        });
        found.extend(nearest.min_by_key(|(cost, _)| *cost).map(|(cost, bytes)| (cost, *id, bytes)));
    }
    let least = found.iter().map(|(cost, ..)| *cost).min()?;
    let mut nearest = found.into_iter().filter(|(cost, ..)| *cost == least);
    let (_, id, bytes) = nearest.next()?;
    nearest.next().is_none().then_some((id, bytes))
}

/// A word of a heading.
struct Word {
    bytes: Range<usize>,
    flat: String,
}

/// The words of a heading, folded, as [`flat`] parts them.
fn words(text: &str) -> Vec<Word> {
    let is_letter = |c: char| (c.is_alphanumeric() && c != 'ʼ') || is_combining_mark(c);
    let mut words: Vec<Word> = Vec::new();
    for (start, letter) in text.char_indices().filter(|(_, c)| is_letter(*c)) {
        let end = start + letter.len_utf8();
        match words.last_mut().filter(|word| word.bytes.end == start) {
            Some(word) => word.bytes.end = end,
            None => words.push(Word { bytes: start..end, flat: String::new() }),
        }
    }
    for word in &mut words {
        word.flat = flat(text.get(word.bytes.clone()).unwrap_or(""));
    }
    words.retain(|word| !word.flat.is_empty());
    words
}

/// How many words open a heading as its number, whatever its shape: « b) », « 2.1 – », « n° 4 : », « Rubrique IV – ».
fn numbering(text: &str, words: &[Word]) -> usize {
    let is_number = |word: &Word| {
        let is_elided = text.get(word.bytes.end..).is_some_and(|rest| rest.starts_with(['\'', '’', 'ʼ']));
        let letters = || word.flat.chars();
        let has_digit = letters().any(|c| c.is_ascii_digit()) && word.flat.len() <= 4;
        let is_roman = letters().all(|c| "ivxlc".contains(c)) && word.flat.len() <= 5;
        !is_elided && (has_digit || is_roman || word.flat.len() == 1)
    };
    let mut count = 0;
    while let Some(word) = words.get(count) {
        let announces = COUNTED.contains(&word.flat.as_str()) && words.get(count + 1).is_some_and(is_number);
        match () {
            () if announces => count += 2,
            () if is_number(word) => count += 1,
            () => break,
        }
    }
    count
}

fn is_article(word: &str) -> bool {
    ["le", "la", "les", "l", "un", "une", "notre", "nos"].contains(&word)
}

/// The acronyms of a title, folded: one letter more or less makes another, « FEPI » and « FAPI ».
fn acronyms(title: &str) -> Vec<String> {
    let is_acronym = |word: &&Word| {
        let letters = || title.get(word.bytes.clone()).unwrap_or("").chars();
        letters().count() > 1 && letters().all(char::is_uppercase)
    };
    let words = if title.chars().any(char::is_lowercase) { words(title) } else { Vec::new() };
    words.iter().filter(is_acronym).map(|word| word.flat.clone()).collect()
}

/// How many letters part a heading from a title, and how many of its words stand for the title; none when it is another.
fn distance(
    heading: &[&str],
    own: &[&str],
    acronyms: &[String],
    is_distinctive: impl Fn(&str) -> bool,
) -> Option<(usize, usize)> {
    let pairs = || heading.iter().zip(own);
    let wrong = |word: &str, own: &str| match acronyms.iter().any(|acronym| acronym == own) {
        true => (word == own).then_some(0),
        false => wrong(word, own),
    };
    let cost = pairs()
        .map(|(word, own)| wrong(word, own))
        .sum::<Option<usize>>()
        .filter(|cost| *cost <= WRONG_LETTERS);
    match cost {
        Some(cost) if heading.len() >= own.len() && heading.get(own.len()).is_none_or(|next| links(next)) => {
            return Some((cost, own.len()));
        }
        // « Budget » for « Budget détaillé ».
        Some(cost) if heading.len() < own.len() && pairs().any(|(_, own)| is_distinctive(own)) => {
            return Some((cost + 1, heading.len()));
        }
        _ => {}
    }
    // « Budget 2024 » for « Budget détaillé », « Budget prévisionnel de l’exercice 2024 ».
    let count = pairs().take_while(|(word, own)| wrong(word, own).is_some()).count();
    let after = heading.get(count..).unwrap_or(&[]);
    let is_year =
        |word: &&str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && links(word);
    let tells_which = |word: &&str| is_year(word) || *word == "previsionnel";
    let is_of_the_year = after.iter().all(|word| tells_which(word) || OF_THE_YEAR.contains(word));
    if count < own.len() && is_of_the_year && after.iter().any(tells_which) {
        let cost: usize = pairs().take(count).filter_map(|(word, own)| wrong(word, own)).sum();
        let is_one = pairs().take(count).any(|(_, own)| is_distinctive(own));
        return (is_one && cost <= WRONG_LETTERS).then_some((cost + 1, count));
    }
    // Words joined or parted: « cofinanceurs », « co-financeurs ».
    let (joined, whole) = (heading.concat(), own.concat());
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let is_comparable = whole.len() >= 8
        && joined.chars().next() == whole.chars().next()
        && digits(&joined) == digits(&whole)
        && acronyms.iter().all(|acronym| joined.contains(acronym));
    let cost = is_comparable.then(|| strsim::osa_distance(&joined, &whole))?;
    // One letter alone: two may be another word, « refinancée », or a sign of the heading, « (V) ».
    (cost <= 1).then_some((cost, heading.len()))
}

/// Whether a word after a title says what it is the title of: « pour », « 2024 ».
fn links(word: &str) -> bool {
    LINKS.contains(&word) || word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())
}

/// How many letters of a word are wrong, the mark of the plural aside; none when it is another word.
fn wrong(word: &str, own: &str) -> Option<usize> {
    let singular = |word: &str| word.trim_end_matches(['s', 'x']).to_owned();
    if word == own || word.len() > 3 && singular(word) == singular(own) {
        return Some(0);
    }
    if word.bytes().chain(own.bytes()).any(|b| b.is_ascii_digit()) {
        return None;
    }
    let cost = strsim::osa_distance(word, own);
    let most = match own.chars().count() {
        0..4 => 0,
        4..7 => 1,
        _ if word.chars().next() == own.chars().next() => WRONG_LETTERS,
        _ => 1,
    };
    (cost <= most).then_some(cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CADRE: [Titled<'_>; 7] = [
        ("description", "Description de l'action"),
        ("mise_en_place", "Date de mise en place de l'action"),
        ("duree", "Durée de l'action"),
        ("partenaires", "Partenaires et co-financeurs"),
        ("budget", "Budget détaillé"),
        ("fapi", "Action déjà financée au titre du FAPI"),
        ("objectifs", "Objectifs et progression"),
    ];

    #[test]
    fn a_number_of_any_shape_is_not_the_title() {
        for heading in [
            "Budget détaillé",
            "IV. Budget détaillé sur 2022 :",
            "b) Budget détaillé",
            "B. BUDGET DETAILLE",
            "(4) Budget détaillé",
            "4/ Budget détaillé",
            "n° 4 : Budget détaillé",
            "Rubrique 5 – Budget détaillé",
            "Chapitre 5 : Budget détaillé",
            "Chapitre IV – Budget détaillé",
            "2.1 Budget détaillé",
            "iv) Budget détaillé",
            "5-Budget détaillé",
            "4 bis) Budget détaillé",
        ] {
            let expected = (!heading.contains("bis")).then_some("budget");
            assert_eq!(titled(heading, &CADRE), expected, "{heading}");
        }
    }

    #[test]
    fn a_title_that_is_nearly_one_and_no_other_is_that_one() {
        for (heading, id, words) in [
            ("Buget détaillé", "budget", "Buget détaillé"),
            ("5. Buget", "budget", "Buget"),
            ("b) Budget", "budget", "Budget"),
            ("Le budget détaillé", "budget", "Le budget détaillé"),
            ("3. Les budgets détaillés", "budget", "Les budgets détaillés"),
            ("Budjet détailé pour 2024", "budget", "Budjet détailé"),
            ("Objectif", "objectifs", "Objectif"),
            ("VI. Objectif et progression", "objectifs", "Objectif et progression"),
            ("e) Action déja financée…", "fapi", "Action déja financée"),
            ("Partenaires et cofinanceurs", "partenaires", "Partenaires et cofinanceurs"),
            ("Partenaire et co-financeur", "partenaires", "Partenaire et co-financeur"),
            ("Durée", "duree", "Durée"),
            ("Durée de laction", "duree", "Durée de laction"),
            ("Descripton", "description", "Descripton"),
            ("Budget 2024", "budget", "Budget"),
            ("Budget prévisionnel", "budget", "Budget"),
            ("5. Buget de l'année 2024", "budget", "Buget"),
            ("Budget pour 2024-2025", "budget", "Budget"),
            ("Chapitre 5 : Budget", "budget", "Budget"),
            ("Action déjà financé au titre du FAPI", "fapi", "Action déjà financé au titre du FAPI"),
        ] {
            let found =
                nearly_titled(heading, &CADRE, &[]).and_then(|(id, bytes)| Some((id, heading.get(bytes)?)));
            assert_eq!(found, Some((id, words)), "{heading}");
            assert_eq!(nearly_titled(heading, &CADRE, &[id]), None, "{heading}: taken");
        }
    }

    #[test]
    fn a_title_that_may_be_another_is_no_rubrique() {
        for heading in [
            "Nature de l'action",
            "Action",
            "Objectif 1",
            "Objectif général",
            "Prescription",
            "Budgets des années passées",
            "Budget 2024 de la formation",
            "Budget 2",
            "Budget de l'année",
            "2024",
            "Action déjà financée au titre du FEPI/RAPI",
            "Action déjà financée au titre du FEPI",
            "Action déjà financée au titre du FRAPI",
            "Chapitre des dépenses",
            "Date",
            "Modalités",
            "",
            "4)",
            "Calendrier de l'action",
            "Bilan détaillé",
            "Et progression",
        ] {
            let found = nearly_titled(heading, &CADRE, &[]).map(|(id, _)| id);
            let expected = (heading == "Date").then_some("mise_en_place");
            assert_eq!(found, expected, "{heading}");
        }
        let two = [("a", "Moyens humains"), ("b", "Moyens humain")];
        assert_eq!(nearly_titled("Moyen humain", &two, &[]), None, "two are as near");
    }
}
