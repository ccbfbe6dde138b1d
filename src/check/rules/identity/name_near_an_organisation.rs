//! A name is nearly another, better known one.

use std::collections::{BTreeMap, BTreeSet};

use super::names::words;
use crate::check::folded_words::FoldedWords;
use crate::check::shares::{FileShare, FileTexts};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::fiche::Partners;
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "un nom est presque celui d’un organisme de l’acte",
    severity: Severity::Warning,
    checks: "Un sigle de quatre capitales au moins, écrit une seule fois, qui devient un sigle déclaré ou employé au moins \
              trois fois quand on échange deux lettres voisines ou que l’on double l’une d’elles ; un mot à majuscule d’au \
              moins sept lettres, écrit une seule fois, à une lettre près d’un nom de partenaire. Un sigle déclaré ou un \
              partenaire n’est jamais retenu, ni un mot qui ne diffère que par sa fin (pluriel, féminin). Deux sigles à une \
              autre lettre près (CNAF, CNAM) sont deux organismes.",
    why: "Un organisme mal nommé n’est plus identifié : on ne sait pas s’il s’agit d’un autre.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Les CCAS en témoignent, et",
            to: "Les CACS en témoignent, et",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Les CCAS en témoignent, et",
            to: "Les CIAS en témoignent, et",
        }],
    },
};

/// Uses from which an undeclared name is taken as right.
const FREQUENT: usize = 3;

fn is_proper_name(word: &str) -> bool {
    acronym(word) || word.starts_with(char::is_uppercase) && word.len() >= 7
}

/// The names of a fiche or of an article: number of uses, first place.
#[derive(Debug)]
struct NamesOfFile(BTreeMap<String, (usize, Span)>);

impl FileShare for NamesOfFile {
    type Given = ();

    fn of(context: &Context<'_>, file: &FileTexts<'_>, (): &()) -> Self {
        let readings = context.readings::<FoldedWords>();
        let mut names: BTreeMap<String, (usize, Span)> = BTreeMap::new();
        for passage in file.passages.iter().filter(|_| context.is_of_body(file.file)) {
            for (bytes, _) in readings.read(&passage.text).from(0) {
                let Some(name) = passage.text.get(bytes.clone()).filter(|word| is_proper_name(word)) else {
                    continue;
                };
                match names.get_mut(name) {
                    Some((number, _)) => *number += 1,
                    None => drop(names.insert(name.to_owned(), (1, passage.span_of(bytes)))),
                }
            }
        }
        Self(names)
    }
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let declared_names = declared_names(context);
    let files = context.shares::<NamesOfFile>(());
    let mut names: BTreeMap<&str, (usize, Span)> = BTreeMap::new();
    for (name, (number, place)) in files.iter().flat_map(|file| &file.0) {
        names.entry(name).or_insert((0, *place)).0 += number;
    }
    // Index known names by their one-letter deletions.
    let mut by_shortened_name: BTreeMap<String, &str> = BTreeMap::new();
    let frequent_names =
        names.iter().filter(|(name, (n, _))| acronym(name) && *n >= FREQUENT).map(|(name, _)| *name);
    for name in declared_names.iter().copied().chain(frequent_names) {
        for shortened in without_one_letter(name).chain([name.to_owned()]) {
            by_shortened_name.entry(shortened).or_insert(name);
        }
    }
    let rare_names = names.iter().filter(|(name, (n, _))| *n == 1 && !declared_names.contains(*name));
    rare_names
        .filter_map(|(name, (_, span))| {
            let shortened_names = without_one_letter(name).chain([(*name).to_owned()]);
            let known = shortened_names
                .filter_map(|r| by_shortened_name.get(&r).copied())
                .find(|known| almost(name, known))?;
            let (times, elsewhere) = names.get(known).copied().unzip();
            let count = match times {
                Some(n) if n > 1 => format!("que l’acte écrit {n} fois"),
                _ => "que l’acte déclare".to_owned(),
            };
            let finding = Diagnostic::finding(*span, format!("« {name} » est presque « {known} », {count}"))
                .help(format!(
                    "écrire « {known} », ou déclarer « {name} » parmi les sigles s’il s’agit d’un autre"
                ));
            Some(match elsewhere {
                Some(place) => finding.also(place, format!("« {known} »")),
                None => finding,
            })
        })
        .collect()
}

/// Declared acronyms and the proper nouns in the names of partners.
fn declared_names<'d>(context: &Context<'d>) -> BTreeSet<&'d str> {
    let acronyms = context.dossier.convention.acronyms.iter().map(|(acronym, _)| acronym.value.as_str());
    let partners = context.fiches().filter_map(|f| match &f.partners {
        Some(Ok(Partners::List(names))) => Some(names.iter().flat_map(|n| words(&n.value))),
        _ => None,
    });
    let proper_words = partners.flatten().filter(|m| is_proper_name(m.raw)).map(|m| m.raw);
    acronyms.filter(|s| acronym(s)).chain(proper_words).collect()
}

fn acronym(word: &str) -> bool {
    word.len() >= 4 && word.bytes().all(|b| b.is_ascii_uppercase())
}

fn without_one_letter(word: &str) -> impl Iterator<Item = String> {
    word.char_indices().map(move |(i, c)| {
        let (before, after) = (word.get(..i).unwrap_or(""), word.get(i + c.len_utf8()..).unwrap_or(""));
        format!("{before}{after}")
    })
}

/// Whether a name is another one with a typo.
fn almost(rare: &str, known: &str) -> bool {
    if rare == known || acronym(rare) != acronym(known) {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (rare.chars().collect(), known.chars().collect());
    let in_common = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    if !acronym(rare) {
        let end = in_common + 1 >= a.len().min(b.len());
        return !end && strsim::osa_distance(rare, known) == 1;
    }
    // Two adjacent letters swapped.
    let mut swapped = a.clone();
    if a.len() == b.len() && in_common + 1 < a.len() {
        swapped.swap(in_common, in_common + 1);
        return swapped == b;
    }
    // A double letter simplified, or the reverse.
    let doubled = |longer: &[char], short: &[char]| {
        longer.len() == short.len() + 1
            && in_common > 0
            && longer.get(in_common) == longer.get(in_common - 1)
            && longer.get(in_common + 1..) == short.get(in_common..)
    };
    doubled(&a, &b) || doubled(&b, &a)
}
