//! The figures of the prose, one by one, and how many rest on something.

use std::collections::BTreeMap;
use std::ops::Range;

use super::FigureTally;
use super::cells::{self, CitableDatum, CitedPart};
use super::choice::{Surroundings, choose};
use crate::lang::facts::{Facts, ReferenceKind, SaidDate, SaidFact, SaidValue};
use crate::lang::gives_a_source;
use crate::ledger::cited::Citations;
use crate::ledger::known_amounts;
use crate::model::cadre::RubriqueContent;
use crate::model::passage::is_prose;
use crate::model::{Dossier, Fiche, Passage};
use crate::resolve::{AmountTarget, FicheDatum, LinkTarget, Links, PayerNames};
use crate::text::{FileId, ProjectPath, Span};

/// What a figure rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FigureStanding {
    /// A reference prints what the program computes.
    Computed,
    /// A reference prints a datum that is typed once.
    Linked,
    /// Its sentence gives its source.
    WithSource,
    /// The act says that it is free, and why.
    Declared,
    /// Nothing: typed, and held by nothing else.
    Free(Proposal),
}

/// The references that would print a free figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// Their names, the likeliest first; empty when the act holds no such datum.
    pub names: Vec<String>,
    /// The place that the first would take, when the figure is that datum and no other.
    pub certain: Option<Span>,
}

/// A figure of the prose.
#[derive(Debug, Clone)]
pub struct FigureUse {
    /// Where it is written.
    pub span: Span,
    /// What it rests on.
    pub standing: FigureStanding,
}

/// The figures of a file.
#[derive(Debug)]
pub struct FiguresOfFile<'d> {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: &'d ProjectPath,
    /// The fiche that it is, if it is one.
    pub fiche: Option<&'d Fiche>,
    /// Its figures, in order.
    pub uses: Vec<FigureUse>,
}

/// The figures of the prose of an act.
#[derive(Debug)]
pub struct Inventory<'d> {
    /// Its articles, then its fiches.
    pub files: Vec<FiguresOfFile<'d>>,
}

impl FiguresOfFile<'_> {
    /// How many rest on what.
    pub fn tally(&self) -> FigureTally {
        FigureTally::of(&self.uses)
    }
}

impl Inventory<'_> {
    /// How many rest on what, in the whole act.
    pub fn tally(&self) -> FigureTally {
        self.files.iter().fold(FigureTally::default(), |sum, file| sum.plus(file.tally()))
    }
}

/// The data of an act that its texts can cite.
#[derive(Debug, PartialEq, Eq)]
pub struct CitableData {
    of_act: Vec<CitableDatum>,
    /// Those that a fiche may tell: it rarely tells the money of another, and two fiches have the same amount by chance.
    of_act_without_fiches: Vec<CitableDatum>,
    of_fiches: BTreeMap<FileId, Vec<CitableDatum>>,
}

impl CitableData {
    /// The data of an act.
    pub fn of(dossier: &Dossier) -> Self {
        let citations = Citations::new(dossier);
        let of_act = cells::of_act(&citations);
        let is_of_act = |cell: &&CitableDatum| !matches!(cell.part, CitedPart::Budgets(..));
        let of_act_without_fiches = of_act.iter().filter(is_of_act).cloned().collect();
        let fiches = dossier.fiches.iter().enumerate();
        let of_fiches = fiches.map(|(rank, fiche)| (fiche.span.file, cells::of_fiche(&citations, rank)));
        Self { of_act, of_act_without_fiches, of_fiches: of_fiches.collect() }
    }
}

/// The figures of the articles and of the fiches of an act.
pub fn inventory<'d>(dossier: &'d Dossier, links: &Links) -> Inventory<'d> {
    let citable = CitableData::of(dossier);
    let articles = dossier.articles.iter().map(|article| article.span.file);
    let files = articles.chain(dossier.fiches.iter().map(|fiche| fiche.span.file));
    Inventory { files: files.filter_map(|file| of_file(dossier, links, file, &citable)).collect() }
}

/// The figures of an article or of a fiche; none for another file.
pub fn of_file<'d>(
    dossier: &'d Dossier,
    links: &Links,
    file: FileId,
    citable: &CitableData,
) -> Option<FiguresOfFile<'d>> {
    let payers = PayerNames::new(dossier);
    let passages = prose_of(dossier, file);
    if let Some(article) = dossier.articles.iter().find(|article| article.span.file == file) {
        let path = &article.path;
        let cells: [&[CitableDatum]; 2] = [&[], &citable.of_act];
        let around = |_: &Passage| Surroundings { path, cells, known: &[], payers: &payers, section: None };
        let uses = uses(dossier, links, file, passages, &around);
        return Some(FiguresOfFile { path, file, fiche: None, uses });
    }
    let fiche = dossier.fiches.iter().find(|fiche| fiche.span.file == file)?;
    let path = &fiche.path;
    let own = citable.of_fiches.get(&file).map_or(&[][..], Vec::as_slice);
    let cells = [own, &citable.of_act_without_fiches];
    let known = known_amounts::of_fiche(fiche);
    let around = |passage: &Passage| {
        let section = section(dossier, fiche, passage);
        Surroundings { path, cells, known: &known, payers: &payers, section }
    };
    let uses = uses(dossier, links, file, passages, &around);
    Some(FiguresOfFile { path, file, fiche: Some(fiche), uses })
}

fn prose_of(dossier: &Dossier, file: FileId) -> impl Iterator<Item = &Passage> {
    dossier.passages.iter().filter(move |passage| passage.file() == file && is_prose(passage))
}

/// What the section of a passage holds.
fn section(dossier: &Dossier, fiche: &Fiche, passage: &Passage) -> Option<RubriqueContent> {
    let section = fiche.sections.iter().rfind(|section| section.span.start <= passage.span.start)?;
    let id = section.rubrique.as_ref()?;
    dossier.cadre.rubriques.iter().find(|rubrique| rubrique.id == *id).map(|rubrique| rubrique.content)
}

fn uses<'a, 'd: 'a>(
    dossier: &'d Dossier,
    links: &Links,
    file: FileId,
    passages: impl Iterator<Item = &'d Passage>,
    around: &dyn Fn(&Passage) -> Surroundings<'a, 'd>,
) -> Vec<FigureUse> {
    let cited = links.iter().filter(|(span, _)| span.file == file);
    let mut uses: Vec<FigureUse> = cited
        .filter_map(|(span, link)| Some(FigureUse { span, standing: standing_of(&link.target)? }))
        .collect();
    for passage in passages.filter(|passage| passage.text.bytes().any(|b| b.is_ascii_digit())) {
        let facts = passage.facts();
        let braces = braces(&passage.text);
        let typed = facts.facts.iter().enumerate().filter(|(rank, fact)| {
            is_figure(facts, *rank, fact)
                && !braces.iter().any(|b| b.start < fact.bytes.end && fact.bytes.start < b.end)
        });
        let around = around(passage);
        uses.extend(typed.map(|(_, fact)| FigureUse {
            span: passage.span_of(&fact.bytes),
            standing: typed_standing(dossier, passage, facts, fact, &around),
        }));
    }
    uses.sort_by_key(|figure| figure.span.start);
    uses
}

/// How a reference stands: none for what prints no figure.
fn standing_of(target: &LinkTarget) -> Option<FigureStanding> {
    match target {
        LinkTarget::Amount(AmountTarget::Ceiling { is_left: false, .. })
        | LinkTarget::ConventionMontantEtat
        | LinkTarget::ConventionYear
        | LinkTarget::ConventionEffect => Some(FigureStanding::Linked),
        LinkTarget::Amount(_) | LinkTarget::ActionCount(_) => Some(FigureStanding::Computed),
        LinkTarget::ConventionLocation
        | LinkTarget::CollectiviteName
        | LinkTarget::CollectiviteOfName
        | LinkTarget::BankAccount => None,
        LinkTarget::Fiche { datum, .. } => match datum {
            FicheDatum::ChargesTotal(_)
            | FicheDatum::BudgetTotal(_)
            | FicheDatum::FinancementsTotal(_)
            | FicheDatum::Share { .. } => Some(FigureStanding::Computed),
            FicheDatum::Launch | FicheDatum::Duration => Some(FigureStanding::Linked),
            _ => None,
        },
    }
}

/// Whether a fact is a figure that somebody answers for: the date of a law and a year alone are none.
fn is_figure(facts: &Facts, rank: usize, fact: &SaidFact) -> bool {
    match &fact.value {
        SaidValue::Amount(_)
        | SaidValue::Percentage(_)
        | SaidValue::Count { .. }
        | SaidValue::Duration { .. } => true,
        SaidValue::Date { date: SaidDate::Day(..) | SaidDate::Month(..), .. } => {
            let before = rank.checked_sub(1).and_then(|before| facts.facts.get(before));
            let is_of_law = |before: &SaidFact| {
                matches!(before.value, SaidValue::Reference { kind: ReferenceKind::Law, .. })
                    && fact.bytes.start.saturating_sub(before.bytes.end) < LAW_REACH
            };
            !before.is_some_and(is_of_law)
        }
        _ => false,
    }
}

/// Bytes between the number of a law and its date: « n° 2022-217 du ».
const LAW_REACH: usize = 12;

fn typed_standing(
    dossier: &Dossier,
    passage: &Passage,
    facts: &Facts,
    fact: &SaidFact,
    around: &Surroundings<'_, '_>,
) -> FigureStanding {
    let sentence = facts.sentences.get(fact.sentence).and_then(|bytes| passage.text.get(bytes.clone()));
    if sentence.is_some_and(gives_a_source) {
        return FigureStanding::WithSource;
    }
    let span = passage.span_of(&fact.bytes);
    let written = passage.text.get(fact.bytes.clone()).unwrap_or_default();
    if let Some(declared) = dossier
        .convention
        .figures
        .iter()
        .find(|declared| declared.covers(around.path, &passage.text, written))
    {
        return if declared.source.is_some() { FigureStanding::WithSource } else { FigureStanding::Declared };
    }
    let choice = choose(passage, facts, fact, around);
    let certain =
        choice.certain.map(|bytes| passage.span_of(&bytes)).filter(|place| place.start == span.start);
    FigureStanding::Free(Proposal { names: choice.names, certain })
}

/// Bytes of the references of a text, braces included.
fn braces(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (start, _) in text.match_indices('{') {
        if found.last().is_none_or(|last| last.end <= start) {
            let end =
                text.get(start..).and_then(|rest| rest.find('}')).map_or(text.len(), |end| start + end + 1);
            found.push(start..end);
        }
    }
    found
}
