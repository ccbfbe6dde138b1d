//! Other spellings of the name of the collectivité.

use std::collections::BTreeSet;

use super::names::{Word, words};
use crate::check::folded_words::FoldedWords;
use crate::check::shares::{FileShare, FileTexts};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::Passage;
use crate::model::fiche::Partners;
use crate::model::parties::CollectiviteKind;
use crate::text::Span;
use crate::text::lookalikes::plain_character;

pub(crate) static PAGE: Page = Page {
    title: "le nom de la collectivité est écrit de plusieurs façons",
    severity: Severity::Warning,
    checks: "Dans les articles et les fiches, les mots du nom de la collectivité écrits avec d’autres traits d’union, d’autres \
              majuscules ou d’autres accents. Sont laissés de côté : un nom tout en capitales ; le nom d’un partenaire ou \
              d’un sigle déclaré, qui peut s’écrire autrement ; une adresse de site ou de courriel ; et, sans trait d’union, des mots qui ne suivent pas une \
              préposition ou un article, car ce peut être le nom d’une association. Toutes les places sont réunies en un \
              constat, avec leur correction.",
    why: "Le nom d’une collectivité a une forme officielle ; écrit de plusieurs façons, il n’est pas retrouvé par une \
               recherche, et l’acte paraît négligé.",
    source: "Code officiel géographique (Insee) : libellés officiels des départements.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "partout en Haute-Vaunoise.",
        }],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "partout en Haute-Vaunoise.",
            to: "partout en Haute Vaunoise.",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "partout en Haute-Vaunoise.",
                to: "partout, avec Haute vaunoise mobilités.",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "partout en Haute-Vaunoise.",
                to: "partout (HAUTE-VAUNOISE).",
            },
        ],
    },
};

/// Words that introduce the name of a place.
const INTRODUCERS: [&str; 12] =
    ["de", "du", "des", "d", "la", "le", "les", "l", "en", "departement", "dans", "et"];

/// The name of the collectivité, by its folded words, and the names that contain it.
#[derive(Debug, PartialEq)]
struct Sought {
    words: Vec<String>,
    proper: BTreeSet<String>,
}

/// Where a fiche or an article spells the name otherwise.
#[derive(Debug)]
struct OtherForms(Vec<(String, Span)>);

impl FileShare for OtherForms {
    type Given = Sought;

    fn of(context: &Context<'_>, file: &FileTexts<'_>, Sought { words: key, proper }: &Sought) -> Self {
        let name = &context.dossier.organisation.collectivite.name.value;
        let readings = context.readings::<FoldedWords>();
        let mut found = Vec::new();
        for passage in file.passages.iter().filter(|_| context.is_of_body(file.file)) {
            // Skip most passages cheaply.
            let Some(first) = key.first().filter(|first| flat_contains(&passage.text, first)) else {
                continue;
            };
            // Fold no word of the many texts that only share a letter with the name.
            let read = readings.read(&passage.text);
            if !read.from(0).any(|(_, word)| word == first) {
                continue;
            }
            let scanned = words(&passage.text);
            for (index, window) in scanned.windows(key.len()).enumerate() {
                let alike = window.iter().zip(key).all(|(word, wanted)| word.flat() == *wanted);
                let other = || other_form(passage, &scanned, index, window, name, proper);
                found.extend(alike.then(other).flatten().map(|(form, place)| (form.to_owned(), place)));
            }
        }
        Self(found)
    }
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let collectivite = &context.dossier.organisation.collectivite;
    let name = &collectivite.name.value;
    let key: Vec<String> = words(name).into_iter().map(|m| m.flat().into_owned()).collect();
    let proper = proper_names(context, &key);
    let files = context.shares::<OtherForms>(Sought { words: key, proper });
    let found = || files.iter().flat_map(|file| &file.0);
    let forms: BTreeSet<&str> = found().map(|(form, _)| form.as_str()).collect();
    let places: Vec<Span> = found().map(|(_, place)| *place).collect();
    let Some((first_place, other_places)) = places.split_first() else { return Vec::new() };
    let written_forms: Vec<String> = forms.iter().map(|f| format!("« {f} »")).collect();
    let finding = Diagnostic::finding(
        *first_place,
        format!(
            "le nom {} s’écrit « {name} », et non {}",
            collectivite.kind.with_of(),
            written_forms.join(" ni ")
        ),
    )
    .on_its_words()
    .help("l’écrire partout comme dans « organisation.yaml »");
    let finding = other_places.iter().fold(finding, |d, s| d.also(*s, "et ici"));
    vec![places.iter().fold(finding, |d, s| d.fix(*s, name.clone()))]
}

/// The spelling and place of an occurrence that differs from the declared name.
fn other_form<'p>(
    passage: &'p Passage,
    scanned: &[Word<'_>],
    index: usize,
    window: &[Word<'_>],
    name: &str,
    proper: &BTreeSet<String>,
) -> Option<(&'p str, Span)> {
    let bytes = window.first()?.bytes.start..window.last()?.bytes.end;
    let form = passage.text.get(bytes.clone())?;
    let common = |t: &str| t.chars().map(plain_character).collect::<String>();
    let capitals = !form.chars().any(char::is_lowercase);
    // Site and mail addresses spell it their own way: « www.val-d-ambre.example ».
    let glued = |c: Option<char>| matches!(c, Some('.' | '/' | '@' | '_' | '-' | ':'));
    let before = passage.text.get(..bytes.start).and_then(|t| t.chars().next_back());
    let mut rest = passage.text.get(bytes.end..).unwrap_or("").chars();
    let address = glued(rest.next()) && rest.next().is_some_and(char::is_alphanumeric)
        || matches!(before, Some('.' | '/' | '@' | '_'));
    // « la métropole de Lyon » is the territory, of whatever name the collectivité bears.
    let is_lowered_kind = CollectiviteKind::of_name(name).is_some()
        && common(form).chars().skip(1).eq(common(name).chars().skip(1));
    if common(form) == common(name) || is_lowered_kind || capitals || address {
        return None;
    }
    let whole = flat(&passage.text);
    if proper.iter().any(|p| whole.contains(p.as_str())) {
        return None;
    }
    let hyphens = |t: &str| t.chars().filter(|c| *c == '-').count();
    if hyphens(&common(form)) < hyphens(name) {
        let before = index.checked_sub(1).and_then(|i| scanned.get(i));
        let is_introduced = before.is_some_and(|m| INTRODUCERS.contains(&m.flat().as_ref()));
        let glued = before.is_some_and(|m| {
            passage
                .text
                .get(m.bytes.end..bytes.start)
                .is_some_and(|t| t.chars().map(plain_character).all(|c| c == ' ' || c == '\''))
        });
        if !is_introduced || !glued || belongs(passage, scanned, index + window.len(), bytes.end) {
            return None;
        }
    }
    Some((form, passage.span_of(&bytes)))
}

/// Whether the next word continues the name: capitalised, after one blank.
fn belongs(passage: &Passage, scanned: &[Word<'_>], next: usize, end: usize) -> bool {
    scanned.get(next).is_some_and(|m| {
        let between = passage.text.get(end..m.bytes.start).unwrap_or("");
        between.chars().map(plain_character).eq([' ']) && m.raw.starts_with(char::is_uppercase)
    })
}

/// Declared names that contain the département's: their spelling is their own.
fn proper_names(context: &Context<'_>, key: &[String]) -> BTreeSet<String> {
    let partners = context.fiches().filter_map(|f| match &f.partners {
        Some(Ok(Partners::List(names))) => Some(names.iter().map(|n| n.value.as_str())),
        _ => None,
    });
    let acronyms = context.dossier.convention.acronyms.iter().map(|(_, direction)| direction.as_str());
    let departement = key.join(" ");
    partners
        .flatten()
        .chain(acronyms)
        .map(|name| flat(name.split('(').next().unwrap_or(name)))
        .filter(|name| name.contains(&departement) && *name != departement)
        .collect()
}

/// Whether a text may hold a folded word: cheap test without allocation.
fn flat_contains(text: &str, word: &str) -> bool {
    let Some(initial) = word.chars().next() else { return false };
    !initial.is_ascii() || text.contains([initial, initial.to_ascii_uppercase()]) || !text.is_ascii()
}
