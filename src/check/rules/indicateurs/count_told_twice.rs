//! Checks that what the texts count twice has one number.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::quantities::{Quantity, content_words, is_person, may_count, passage_quantities, shared_count};
use super::values::years;
use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{FigureLink, Modality, Tense};
use crate::lang::flat;
use crate::model::Passage;
use crate::model::passage::{Item, PassageKind, is_prose};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "un nombre déjà donné est repris, et n’est plus le même",
    severity: Severity::Warning,
    checks: "Dans le texte d’une fiche, un nombre précédé d’un article défini (« les 60 personnes intégrées ») et suivi d’un nom \
              et d’un qualificatif, quand la même fiche a donné plus haut un nombre au même qualificatif et au même nom, ou \
              à des personnes des deux côtés : il est l’un d’eux. « Concerné », « retenu », « visé » ne font que \
              renvoyer : le nom doit alors être le même mot que le dernier du nombre déjà donné (« 7 territoires de \
              MDS », « les 7 MDS concernées »). En conseil : un nombre défini d’une chose (« les deux institutions », « ces trois sites »), \
              quand tous les autres nombres de cette chose, dans la fiche, en sont un même autre ; deux nombres de deux chiffres au moins que la même \
              fiche donne aux mêmes mots (« 34 agents d’insertion », « 43 agents d’insertion »), si une faute de frappe mène de l’un à l’autre ; \
              deux nombres de la même chose, dans deux fiches dont les phrases ont six mots en commun, deux de plus que ceux-là. Les nombres approchés, les parties \
              d’un tout, ce qui est dit de chacun ou d’une autre année ne sont pas comparés.",
    why: "Un nombre repris autrement laisse deux populations là où il n’y en a qu’une.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "là où ils sont. Elle compte 40 jeunes repérés. Un éducateur suit les 40 personnes repérées.",
        }],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "les 40 personnes",
            to: "les 60 personnes",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "les 40 personnes repérées",
                to: "les 12 personnes logées",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "suit les 40 personnes",
                to: "suit 30 personnes",
            },
        ],
    },
};

/// Stems of qualifiers that only refer back.
const REFERRING_BACK: [&str; 5] = ["concern", "retenu", "precit", "vis", "identifi"];

/// A number given in a text.
struct GivenCount<'p> {
    quantity: Quantity,
    /// Whether its article says that it was counted before.
    is_definite: bool,
    /// Whether it is of one thing, in the whole, told as it is.
    is_plain: bool,
    /// Words of its sentence.
    sentence: BTreeSet<String>,
    years: Vec<i32>,
    passage: &'p Passage,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut by_file: BTreeMap<u32, Vec<GivenCount<'_>>> = BTreeMap::new();
    let is_read = |passage: &&Passage| {
        is_prose(passage) || passage.kind == PassageKind::Field && may_count(&passage.text)
    };
    for passage in context.dossier.passages.iter().filter(is_read) {
        let counts = given_counts(passage);
        if !counts.is_empty() {
            by_file.entry(passage.file().index()).or_default().extend(counts);
        }
    }
    let mut findings = Vec::new();
    for counts in by_file.values() {
        // A number is told once, by the surest of the comparisons.
        let mut told: BTreeSet<Span> = BTreeSet::new();
        let found = taken_up(counts).into_iter().chain(same_thing(counts)).chain(near_numbers(counts));
        findings.extend(found.filter(|(span, _)| told.insert(*span)).map(|(_, finding)| finding));
    }
    findings.extend(across_files(&by_file));
    findings
}

fn given_counts(passage: &Passage) -> Vec<GivenCount<'_>> {
    let read =
        passage_quantities(passage).into_iter().filter(|q| q.is_count() && !q.is_range() && !q.is_duration);
    read.map(|quantity| {
        let before = passage.text.get(..quantity.bytes.start).unwrap_or("").trim_end();
        let article = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_lowercase();
        let sentence = passage.text.get(quantity.sentence.clone()).unwrap_or("");
        GivenCount {
            is_definite: ["les", "ces", "aux", "des"].contains(&article.as_str()),
            is_plain: is_plain(&quantity, &passage.text, sentence),
            sentence: content_words(sentence),
            years: years(sentence),
            quantity,
            passage,
        }
    })
    .collect()
}

/// Words after a noun that take some of what is counted.
const RESTRICTING: [&str; 15] =
    ["qui", "que", "qu", "dont", "ou", "a", "au", "aux", "de", "du", "des", "d", "dans", "sur", "pour"];

/// Words of a sentence that counts for each, or beside others.
const FOR_EACH_OR_BESIDE: [&str; 12] = [
    "chaque",
    "chacun",
    "chacune",
    "par",
    "autres",
    "autre",
    "supplementaires",
    "nouveaux",
    "nouvelles",
    "contre",
    "lieu",
    "passe",
];

fn is_plain(quantity: &Quantity, text: &str, sentence: &str) -> bool {
    let after = flat(crate::text::head(text.get(quantity.end..).unwrap_or(""), 20));
    let is_restricted = after.split(' ').next().is_some_and(|word| RESTRICTING.contains(&word));
    quantity.fact.modality == Modality::Exact
        && quantity.fact.link == FigureLink::Alone
        && !is_restricted
        && !flat(sentence).split(' ').any(|word| FOR_EACH_OR_BESIDE.contains(&word))
}

impl GivenCount<'_> {
    fn span(&self) -> Span {
        self.passage.span_of(&self.quantity.bytes)
    }

    /// Whether two numbers may be of one moment.
    fn may_be_of_the_time_of(&self, other: &GivenCount<'_>) -> bool {
        let is_planned = |count: &GivenCount<'_>| count.quantity.fact.tense == Tense::Planned;
        self.years == other.years && is_planned(self) == is_planned(other)
    }

    /// Whether two numbers are siblings of a list, or of a sentence: each has its own.
    fn is_beside(&self, other: &GivenCount<'_>) -> bool {
        let list = |item: Option<Item>| item.map(|item| item.list);
        let is_same_list = self.passage.file() == other.passage.file()
            && self.passage.item.is_some()
            && list(self.passage.item) == list(other.passage.item);
        is_same_list || self.is_in_sentence_of(other) || self.passage.kind == PassageKind::Cell
    }

    fn is_in_sentence_of(&self, other: &GivenCount<'_>) -> bool {
        self.passage.span == other.passage.span && self.quantity.sentence == other.quantity.sentence
    }

    /// Whether another count is of the same thing: the same noun, the words that complete it in the sentence of the other.
    fn is_of_what(&self, other: &GivenCount<'_>) -> bool {
        let (mine, its) = (&self.quantity.words, &other.quantity.words);
        let is_alias = |one: &Quantity, words: &[String]| {
            one.acronym.as_ref().is_some_and(|acronym| words == std::slice::from_ref(acronym))
        };
        let is_same_noun = mine.first() == its.first()
            && its.iter().all(|word| mine.contains(word))
            && mine.iter().all(|word| its.contains(word) || other.sentence.contains(word));
        is_same_noun || is_alias(&self.quantity, its) || is_alias(&other.quantity, mine)
    }
}

/// Stems of nouns that count a different thing each time.
const OF_NOTHING: [&str; 14] = [
    "foi", "an", "mois", "jour", "semain", "heur", "minut", "etp", "place", "cas", "poin", "point", "part",
    "typ",
];

/// Advice on two numbers of the same words.
const TELL_APART: &str = "corriger l’un des deux nombres, ou dire ce qui distingue ce qu’ils comptent";

type Found = Vec<(Span, Diagnostic)>;

/// « Les 60 personnes repérées »: one of the numbers given before with this qualifier.
fn taken_up(counts: &[GivenCount<'_>]) -> Found {
    let mut found = Vec::new();
    // Numbers given so far, by qualifier.
    let mut seen: BTreeMap<&str, Vec<&GivenCount<'_>>> = BTreeMap::new();
    for count in counts.iter().filter(|count| is_prose(count.passage)) {
        let words = &count.quantity.words;
        let (Some(head), Some(last)) = (words.first(), words.last()) else { continue };
        let refers_back = REFERRING_BACK.iter().any(|stem| last.starts_with(stem));
        // The last word is the key: « 7 territoires de MDS » is what « les 7 MDS concernées » refers to.
        let key = if refers_back { head } else { last };
        if count.is_definite && words.len() >= 2 {
            let matching: Vec<&GivenCount<'_>> = seen
                .get(key.as_str())
                .into_iter()
                .flatten()
                .copied()
                .filter(|other| {
                    let noun = other.quantity.words.first();
                    let persons = is_person(head) && noun.is_some_and(|word| is_person(word));
                    refers_back || ((persons || noun == Some(head)) && other.quantity.words.len() >= 2)
                })
                .collect();
            found.extend(differing(count, &matching).map(|finding| (count.span(), finding)));
        }
        seen.entry(key).or_default().push(count);
    }
    found
}

fn differing(count: &GivenCount<'_>, others: &[&GivenCount<'_>]) -> Option<Diagnostic> {
    let first = others.first()?;
    if others.iter().any(|other| other.quantity.number == count.quantity.number) {
        return None;
    }
    let given = others.iter().map(|other| other.quantity.number).collect::<BTreeSet<_>>();
    let given = given.into_iter().map(number).collect::<Vec<_>>().join(" ou ");
    let message = format!("« {} » renvoie à un nombre déjà donné, qui est {given}", count.quantity.text);
    Some(finding(count, first, message).help(
        "corriger l’un des deux nombres, ou écrire sans article défini ce qui n’a pas encore été compté",
    ))
}

fn finding(count: &GivenCount<'_>, other: &GivenCount<'_>, message: String) -> Diagnostic {
    Diagnostic::finding(count.span(), message).also(other.span(), format!("« {} »", other.quantity.text))
}

/// « Les deux institutions » where all the other texts of the file count three of them.
fn same_thing(counts: &[GivenCount<'_>]) -> Found {
    let is_clear = |count: &&GivenCount<'_>| {
        let head = count.quantity.words.first().map_or("", String::as_str);
        count.is_plain && !OF_NOTHING.contains(&head) && (count.quantity.words.len() > 1 || !is_person(head))
    };
    let one_other = |count: &GivenCount<'_>| {
        let others: Vec<&GivenCount<'_>> =
            counts.iter().filter(|other| other.span() != count.span() && count.is_of_what(other)).collect();
        let values: BTreeSet<Decimal> = others.iter().map(|other| other.quantity.number).collect();
        let other = others.first().copied().filter(|_| values.len() == 1 && others.iter().all(is_clear))?;
        // « Les 7 ateliers de soutien, et les 3 ateliers »: one of those that have a longer name.
        let has_a_longer_name = |other: &GivenCount<'_>| {
            other.span() != count.span()
                && other.quantity.words.first() == count.quantity.words.first()
                && (other.quantity.number == count.quantity.number || other.is_in_sentence_of(count))
        };
        if counts.iter().any(has_a_longer_name) {
            return None;
        }
        let may_be_one = count.may_be_of_the_time_of(other) && !count.is_beside(other);
        let finding = differing(count, &others).filter(|_| may_be_one)?;
        Some((count.span(), finding.advice()))
    };
    counts.iter().filter(|count| count.is_definite).filter(is_clear).filter_map(one_other).collect()
}

/// « 34 agents d’insertion » and « 43 agents d’insertion »: the same words, and a slip between the numbers.
fn near_numbers(counts: &[GivenCount<'_>]) -> Found {
    let mut by_words: BTreeMap<&[String], Vec<&GivenCount<'_>>> = BTreeMap::new();
    for count in counts.iter().filter(|count| count.is_plain && count.quantity.words.len() > 1) {
        by_words.entry(&count.quantity.words).or_default().push(count);
    }
    let pair = |counts: &Vec<&GivenCount<'_>>| {
        let values: BTreeSet<Decimal> = counts.iter().map(|count| count.quantity.number).collect();
        let (first, last) = (values.first()?, values.last().filter(|_| values.len() == 2)?);
        let other = counts.first()?;
        let count = counts.iter().find(|count| count.quantity.number != other.quantity.number)?;
        let may_be_one =
            is_slip(*first, *last) && count.may_be_of_the_time_of(other) && !count.is_beside(other);
        let message = format!(
            "« {} », et « {} » plus haut : une faute de frappe mène de l’un à l’autre",
            count.quantity.text, other.quantity.text
        );
        may_be_one.then(|| (count.span(), finding(count, other, message).advice().help(TELL_APART)))
    };
    by_words.values().filter_map(pair).collect()
}

/// Whether one slip leads from a number to another: two digits exchanged, or one for another.
fn is_slip(a: Decimal, b: Decimal) -> bool {
    let (a, b) = (a.normalize().to_string(), b.normalize().to_string());
    if a.len() != b.len() || a.len() < 2 {
        return false;
    }
    let pairs: Vec<(char, char)> = a.chars().zip(b.chars()).filter(|(x, y)| x != y).collect();
    match pairs.as_slice() {
        [_] => true,
        [(a, b), (c, d)] => a == d && b == c,
        _ => false,
    }
}

/// The same thing counted in two files by sentences that say the same.
fn across_files(by_file: &BTreeMap<u32, Vec<GivenCount<'_>>>) -> Vec<Diagnostic> {
    const WORDS_IN_COMMON: usize = 6;
    let mut seen: BTreeMap<&[String], Vec<&GivenCount<'_>>> = BTreeMap::new();
    let mut findings = Vec::new();
    let is_clear =
        |count: &&GivenCount<'_>| count.is_plain && is_prose(count.passage) && count.quantity.words.len() > 1;
    for count in by_file.values().flatten().filter(is_clear) {
        let words = count.quantity.words.as_slice();
        let says_the_same = |other: &&&GivenCount<'_>| {
            other.passage.file() != count.passage.file()
                && count.may_be_of_the_time_of(other)
                && shared_count(&count.sentence, &other.sentence) >= WORDS_IN_COMMON.max(words.len() + 2)
        };
        let others = seen.entry(words).or_default();
        if let Some(other) = others.iter().find(says_the_same)
            && other.quantity.number != count.quantity.number
        {
            let message = format!(
                "« {} », et « {} » dans un autre texte qui dit la même chose",
                count.quantity.text, other.quantity.text
            );
            findings.push(finding(count, other, message).advice().help(TELL_APART));
        }
        others.push(count);
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::is_slip;
    use rust_decimal::Decimal;

    #[test]
    fn a_slip_changes_a_digit_or_exchanges_two() {
        let is_slip = |a: i64, b: i64| is_slip(Decimal::from(a), Decimal::from(b));
        assert!(is_slip(34, 43) && is_slip(120, 130) && is_slip(1204, 1240));
        assert!(!is_slip(34, 41) && !is_slip(3, 4) && !is_slip(12, 120) && !is_slip(1234, 4321));
    }
}
