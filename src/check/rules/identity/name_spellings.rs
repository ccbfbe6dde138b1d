//! One name has several spellings.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::names::words;
use crate::check::folded_words::FoldedWords;
use crate::check::readings::Reading;
use crate::check::rules::finance::sums::join_words;
use crate::check::shares::{FileShare, FileTexts};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::without_final_s;
use crate::model::Passage;
use crate::model::fiche::Partners;
use crate::model::table::{Content, DataRow};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "un même nom est écrit de plusieurs façons",
    severity: Severity::Advice,
    checks: "Les noms de plusieurs mots (ou d’un sigle et d’un numéro) que l’acte donne : partenaires, financeurs, sigles \
              développés, noms entre guillemets, cellules de tableaux. Leurs occurrences dans les articles et les fiches \
              sont réunies sans tenir compte des majuscules, des traits d’union et des accents ; deux écritures donnent un \
              constat par nom, qui montre une place de chacune. La première lettre, le pluriel et les textes tout en capitales ne font pas \
              de différence, non plus que les accents. Le nom du département relève de IDE-012.",
    why: "Un organisme a un nom : écrit de plusieurs façons, il paraît en être plusieurs, et une recherche en manque.",
    source: "Cohérence interne de l’acte ; règles typographiques de l’Imprimerie nationale.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "Deux conseillers suivent les personnes,",
            to: "Cofinancés par le Fonds social européen, deux conseillers suivent les personnes,",
        }],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "le Fonds social européen, deux",
            to: "le Fonds Social Européen, deux",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "le Fonds social européen, deux",
            to: "le fonds social européen, deux",
        }],
    },
};

/// Places of one name by spelling.
type Forms<'p> = BTreeMap<&'p str, Vec<(&'p str, Span)>>;

/// Leading bytes that tell whether a name can start at a word: most words are dismissed on them.
const START: usize = 3;

/// Most words of a name.
const WORDS_MAX: usize = 6;

/// The names to look for, by their keys.
#[derive(Debug, PartialEq)]
struct KnownNames {
    /// Sorted: those that start alike stand together.
    names: Vec<String>,
    /// Their ranks, by their leading bytes.
    starts: FxHashMap<String, Range<usize>>,
}

impl KnownNames {
    fn new(names: BTreeSet<String>) -> Self {
        let names: Vec<String> = names.into_iter().collect();
        let mut starts: FxHashMap<String, Range<usize>> = FxHashMap::default();
        for (rank, name) in names.iter().enumerate() {
            for start in (1..=START).filter_map(|end| name.get(..end)) {
                match starts.get_mut(start) {
                    Some(ranks) => ranks.end = rank + 1,
                    None => drop(starts.insert(start.to_owned(), rank..rank + 1)),
                }
            }
        }
        Self { names, starts }
    }
}

/// The names that a fiche or an article gives.
#[derive(Debug)]
struct GivenNames(BTreeSet<String>);

impl FileShare for GivenNames {
    type Given = ();

    fn of(context: &Context<'_>, file: &FileTexts<'_>, (): &()) -> Self {
        let is_of_body = context.is_of_body(file.file);
        Self(if is_of_body { given_names(context, file) } else { BTreeSet::new() })
    }
}

/// Where a fiche or an article writes the known names.
#[derive(Debug)]
struct WrittenNames(Vec<WrittenName>);

#[derive(Debug)]
struct WrittenName {
    name: String,
    form: String,
    raw: String,
    place: Span,
}

impl FileShare for WrittenNames {
    type Given = KnownNames;

    fn of(context: &Context<'_>, file: &FileTexts<'_>, known: &KnownNames) -> Self {
        let readings = context.readings::<FoldedWords>();
        let passages = file.passages.iter().filter(|_| context.is_of_body(file.file));
        let written = passages.flat_map(|passage| {
            let found = occurrences(passage, &readings.read(&passage.text), known);
            found.into_iter().filter_map(|(name, bytes)| {
                let raw = passage.text.get(bytes.clone())?.to_owned();
                let (form, place) = (form(&raw)?, passage.span_of(&bytes));
                Some(WrittenName { name: name.to_owned(), form, raw, place })
            })
        });
        Self(written.collect())
    }
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut names = names_of_the_frame(context);
    names.extend(context.shares::<GivenNames>(()).iter().flat_map(|file| &file.0).cloned());
    let files = context.shares::<WrittenNames>(KnownNames::new(names));
    // Name → places by spelling.
    let mut by_name: BTreeMap<&str, Forms<'_>> = BTreeMap::new();
    for WrittenName { name, form, raw, place } in files.iter().flat_map(|file| &file.0) {
        by_name.entry(name).or_default().entry(form).or_default().push((raw, *place));
    }
    by_name.values().filter(|forms| forms.len() > 1).filter_map(finding).collect()
}

fn finding(forms: &Forms<'_>) -> Option<Diagnostic> {
    let mut sorted: Vec<&Vec<(&str, Span)>> = forms.values().collect();
    sorted.sort_by_key(|places| std::cmp::Reverse(places.len()));
    let rare = sorted.last()?;
    let (_, span) = rare.first()?;
    let spellings_told: Vec<String> =
        sorted.iter().map(|places| format!("« {} »", spellings(places))).collect();
    let finding = Diagnostic::finding(*span, format!("un même nom s’écrit {}", join_words(&spellings_told)))
        .on_its_words()
        .help("choisir une écriture et s’y tenir");
    let others = sorted.iter().rev().skip(1).filter_map(|places| places.first());
    Some(others.take(9).fold(finding, |d, (raw, span)| d.also(*span, format!("« {raw} »"))))
}

/// Joins the raw spellings that differ only by number or case: « mobilité / mobilités ».
fn spellings(places: &[(&str, Span)]) -> String {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (raw, _) in places {
        seen.entry(raw.to_lowercase()).or_insert(raw);
    }
    seen.into_values().collect::<Vec<_>>().join(" / ")
}

/// The key of a text that may be a name: its folded singular words, concatenated.
fn name_key(text: &str) -> Option<String> {
    let words = FoldedWords::read(text);
    let has = |sign: fn(&u8) -> bool| words.from(0).any(|(_, word)| word.bytes().any(|b| sign(&b)));
    let number = has(u8::is_ascii_digit);
    let letters =
        words.from(0).any(|(_, word)| word.len() > 2 && word.bytes().any(|b| b.is_ascii_lowercase()));
    let name = letters && (1..=WORDS_MAX).contains(&words.len()) && (words.len() > 1 || number);
    name.then(|| key(&words)).filter(|key| key.len() > 3)
}

fn key(words: &FoldedWords) -> String {
    words.from(0).map(|(_, word)| without_final_s(word)).collect()
}

/// Keys of the names that a fiche or an article gives: partners, table cells, quoted names.
fn given_names(context: &Context<'_>, file: &FileTexts<'_>) -> BTreeSet<String> {
    let mut texts: Vec<&str> = Vec::new();
    if let Some(fiche) = context.fiche_of(file.file) {
        if let Some(Ok(Partners::List(list))) = &fiche.partners {
            texts.extend(list.iter().filter_map(|n| n.value.split('(').next()));
        }
        let cells = fiche.tables.iter().flat_map(|t| &t.lines).flat_map(|l| match l {
            DataRow::Cells(cells) => cells.as_slice(),
            DataRow::Subheading(_) => &[],
        });
        texts.extend(cells.flat_map(|cell| match &cell.value {
            Content::Text(t) => t.split('\n').flat_map(|l| l.split(" - ")).collect(),
            _ => Vec::new(),
        }));
    }
    for passage in file.passages {
        let cited = passage.text.split('«').skip(1).filter_map(|t| t.split_once('»'));
        texts.extend(cited.map(|(name, _)| name.trim()).filter(|name| name.starts_with(char::is_uppercase)));
    }
    keys(context, texts)
}

/// Those that the frame gives: funders, acronyms.
fn names_of_the_frame(context: &Context<'_>) -> BTreeSet<String> {
    let mut texts: Vec<&str> = context.dossier.cadre.financeurs.iter().map(|f| f.name.as_str()).collect();
    texts.extend(context.dossier.convention.acronyms.iter().map(|(_, expansion)| expansion.as_str()));
    keys(context, texts)
}

fn keys(context: &Context<'_>, texts: Vec<&str>) -> BTreeSet<String> {
    let departement = key(&FoldedWords::read(&context.dossier.organisation.collectivite.name.value));
    let short = texts.into_iter().filter(|text| text.len() < 80);
    short.filter_map(name_key).filter(|key| *key != departement).collect()
}

/// Finds names in a passage, the longest at each place.
fn occurrences<'n>(
    passage: &Passage,
    words: &FoldedWords,
    KnownNames { names, starts }: &'n KnownNames,
) -> Vec<(&'n str, Range<usize>)> {
    let mut output = Vec::new();
    let mut free = 0;
    let mut rest = String::new();
    for (i, (first, folded)) in words.from(0).enumerate() {
        if i < free {
            continue;
        }
        let word = without_final_s(folded);
        let names = match word.get(..START.min(word.len())).filter(|start| !start.is_empty()) {
            Some(start) => starts.get(start).and_then(|ranks| names.get(ranks.clone())),
            None => Some(names.as_slice()),
        };
        let Some(names) = names else { continue };
        rest.clear();
        let mut found = None;
        let mut previous_end = first.start;
        for (n, (bytes, folded)) in words.from(i).take(WORDS_MAX).enumerate() {
            let in_between = passage.text.get(previous_end..bytes.start).unwrap_or("");
            previous_end = bytes.end;
            rest.push_str(without_final_s(folded));
            let next = names.get(names.partition_point(|name| *name < rest));
            if !joined(in_between) || !next.is_some_and(|s| s.starts_with(rest.as_str())) {
                break;
            }
            if let Some(name) = next.filter(|s| **s == rest) {
                // « La Ruche 77 » is a name of its own and an occurrence of « La Ruche ».
                let number = folded.bytes().all(|b| b.is_ascii_digit());
                output.extend(found.take().filter(|_| number).map(|(name, bytes, _)| (name, bytes)));
                found = Some((name.as_str(), first.start..bytes.end, i + n + 1));
            }
        }
        if let Some((name, bytes, after)) = found {
            output.push((name, bytes));
            free = after;
        }
    }
    output
}

/// Whether what separates two words lets a name continue.
fn joined(in_between: &str) -> bool {
    in_between.is_empty() || matches!(in_between, " " | "-" | "'" | "’" | "\u{a0}" | "\u{202f}" | "\u{2011}")
}

/// The spelling of a name: hyphens and capitals, without the first capital, accents and plurals. `None` for a name in
/// capitals, which says nothing of its spelling.
fn form(raw: &str) -> Option<String> {
    let digit = raw.bytes().any(|b| b.is_ascii_digit());
    if !digit && !raw.chars().any(char::is_lowercase) {
        return None;
    }
    let mut output = String::with_capacity(raw.len());
    let mut end = 0;
    for (i, word) in words(raw).into_iter().enumerate() {
        let in_between = raw.get(end..word.bytes.start).unwrap_or("");
        output.push_str(if in_between == "-" || in_between == "\u{2011}" {
            "-"
        } else if in_between.is_empty() {
            ""
        } else {
            " "
        });
        end = word.bytes.end;
        let capitals = word.raw.chars().map(char::is_uppercase);
        // Folding maps one letter to one letter.
        let flat = word.flat();
        let letters = without_final_s(&flat).chars().zip(capitals).enumerate();
        output.extend(letters.map(
            |(j, (c, is_upper))| {
                if is_upper && (i, j) != (0, 0) { c.to_ascii_uppercase() } else { c }
            },
        ));
    }
    Some(output)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_is_its_capitals_and_hyphens() {
        assert_eq!(form("Pôle Emploi"), form("pôles Emplois"));
        assert_ne!(form("Pôle emploi"), form("Pôle Emploi"));
        assert_ne!(form("Île-de-France"), form("Ile de France"));
        assert_eq!(form("PÔLE EMPLOI"), None);
    }
}
