//! Checks the counts that an article states of the act itself (« la convention réunit deux annexes », « l’axe 2 comporte
//! trois actions ») against its tree and its fiches.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{Modality, SaidValue};
use crate::lang::{flat, singular};
use crate::model::Dossier;
use crate::model::cadre::Axe;
use crate::model::passage::{Passage, PassageKind};
use rust_decimal::prelude::ToPrimitive;

const FILE: &str = "content/2024/articles/01-objet.md";
const SENTENCE: &str = "La convention réunit deux annexes.";

pub(crate) static PAGE: Page = Page {
    title: "un article dit un nombre d’axes ou d’actions que l’acte n’a pas",
    severity: Severity::Warning,
    checks: "Ce qu’un article dit de l’acte entier, ou d’une branche du cadre : « la convention comporte seize actions », « les \
              quatre axes du contrat », « l’axe 2 réunit trois actions ». Le nombre est comparé aux branches de ce nom \
              (`mots`, `mot`), à tout étage, avec ou sans celles qui renvoient à un autre acte, et aux fiches. Une partie de \
              l’ensemble (« deux axes prioritaires », « parmi les quatre axes ») et ce qui n’est dit ni de l’acte, ni d’une \
              branche n’est pas comparé.",
    why: "Un axe ou une action annoncé et absent a été perdu ; ou l’article n’a pas suivi le projet.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change { file: FILE, from: SENTENCE, to: "La convention réunit quatre fiches-actions." }],
        admitted: &[
            Change {
                file: FILE,
                from: SENTENCE,
                to: "La convention réunit deux annexes et trois fiches-actions.",
            },
            Change { file: FILE, from: SENTENCE, to: "La convention comporte deux actions prioritaires." },
            Change { file: FILE, from: SENTENCE, to: "Le Département mène quatre actions." },
        ],
    },
};

/// Verbs of what holds things.
const HOLDS: [&str; 18] = [
    "comporte",
    "comprend",
    "compte",
    "reunit",
    "contient",
    "regroupe",
    "rassemble",
    "se compose de",
    "est compose de",
    "est composee de",
    "s articule autour de",
    "se decline en",
    "s organise en",
    "est organise en",
    "est organisee en",
    "est structure en",
    "est structuree en",
    "porte sur",
];

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let dossier = context.dossier;
    let files: BTreeSet<_> = dossier.articles.iter().map(|article| article.span.file).collect();
    let is_prose = |passage: &&Passage| {
        files.contains(&passage.file()) && matches!(passage.kind, PassageKind::Paragraph | PassageKind::Cell)
    };
    dossier.passages.iter().filter(is_prose).flat_map(|passage| in_passage(passage, dossier)).collect()
}

/// A count that a text states of the act or of a node.
struct StatedCount {
    subject: String,
    count: usize,
    noun: String,
    bytes: Range<usize>,
}

fn in_passage(passage: &Passage, dossier: &Dossier) -> Vec<Diagnostic> {
    let facts = passage.facts();
    let mut findings = Vec::new();
    // What holds the count before, and where that count ends: « deux annexes et trois fiches ».
    let mut before: Option<(String, Range<usize>)> = None;
    for fact in &facts.facts {
        let SaidValue::Count { number, noun, .. } = &fact.value else { continue };
        let Some(clause) = facts.clauses.get(fact.clause) else { continue };
        let text = |bytes: Range<usize>| flat(passage.text.get(bytes).unwrap_or_default());
        let introduction = text(clause.bytes.start.min(fact.bytes.start)..fact.bytes.start);
        let mut bytes = fact.bytes.start..noun.end;
        let goes_on = before
            .take()
            .filter(|(_, last)| ["et", ""].contains(&text(last.end.min(bytes.start)..bytes.start).trim()));
        let noun = text(noun.clone());
        let noun = noun.trim_end_matches(" suivants").trim_end_matches(" suivantes").to_owned();
        let holder = holder_before(&introduction).or(goes_on.map(|(subject, _)| subject));
        let (subject, noun) = match holder {
            Some(subject) => {
                before = Some((subject.clone(), bytes.clone()));
                (subject, noun)
            }
            None => {
                let Some((noun, subject)) = of_a_whole(&introduction, &noun) else { continue };
                let written = passage.text.get(bytes.clone()).unwrap_or_default();
                let end = [" du ", " de la ", " de l"].iter().filter_map(|link| written.find(link)).min();
                bytes.end = end.map_or(bytes.end, |end| bytes.start + end);
                (subject, noun)
            }
        };
        let is_exact = fact.modality == Modality::Exact && number.high.is_none() && !clause.is_negated;
        let Some(count) = number.low.to_usize().filter(|_| is_exact) else { continue };
        findings.extend(contradicted(passage, &StatedCount { subject, count, noun, bytes }, dossier));
    }
    findings
}

/// What is said to hold what a count follows: « la convention comporte ».
fn holder_before(introduction: &str) -> Option<String> {
    let introduction = introduction.trim();
    let introduction =
        ["les", "ses"].iter().find_map(|word| introduction.strip_suffix(word)).unwrap_or(introduction);
    let introduction = introduction.trim_end();
    HOLDS
        .iter()
        .find_map(|verb| Some(introduction.strip_suffix(verb)?.trim().to_owned()))
        .filter(|s| !s.is_empty())
}

/// The noun and the whole of « les quatre axes de la présente convention », when all of them are meant.
fn of_a_whole(introduction: &str, noun: &str) -> Option<(String, String)> {
    const PARTS: [&str; 9] =
        ["parmi", "un", "une", "deux", "trois", "chacun", "plusieurs", "certains", "dont"];
    let mut words = introduction.split(' ').rev().filter(|word| !word.is_empty());
    let is_all = words.next().is_some_and(|word| ["les", "des", "aux", "ces"].contains(&word));
    let is_part = words.next().is_some_and(|word| PARTS.contains(&word));
    let (noun, whole) = [" du ", " de la ", " de l "].iter().find_map(|link| noun.split_once(link))?;
    (is_all && !is_part).then(|| (noun.to_owned(), whole.to_owned()))
}

fn contradicted(passage: &Passage, stated: &StatedCount, dossier: &Dossier) -> Option<Diagnostic> {
    let holder = holder(&stated.subject, dossier)?;
    let possible = possible_counts(&holder, &stated.noun, dossier)?;
    if possible.contains(&stated.count) {
        return None;
    }
    let quote = passage.text.get(stated.bytes.clone())?;
    let (whose, all) = match &holder {
        Holder::Act => ("l’acte en a".to_owned(), &possible),
        Holder::Axe(axe) => (format!("{} en a", axe.the()), &possible),
    };
    let counts: Vec<String> = all.iter().map(usize::to_string).collect();
    let message = format!("l’article dit « {quote} », et {whose} {}", counts.join(" ou "));
    Some(
        Diagnostic::finding(passage.span_of(&stated.bytes), message)
            .help("corriger le nombre, ou ajouter ce qui manque au cadre ou aux fiches"),
    )
}

/// What a sentence counts the things of.
enum Holder<'d> {
    Act,
    Axe(&'d Axe),
}

/// What a subject names: « la présente convention », « de l’axe 2 ».
fn holder<'d>(subject: &str, dossier: &'d Dossier) -> Option<Holder<'d>> {
    let subject = flat(subject);
    let words = subject
        .split(' ')
        .filter(|word| !["la", "le", "l", "du", "de", "present", "presente", ""].contains(word));
    let named = words.collect::<Vec<_>>().join(" ");
    if named == flat(dossier.cadre.act_word.word()) {
        return Some(Holder::Act);
    }
    dossier.cadre.axes.iter().find(|axe| flat(&axe.heading()) == named).map(Holder::Axe)
}

/// The counts that a noun may have in the act or in a node; `None` of a noun that the act does not count.
fn possible_counts(holder: &Holder<'_>, noun: &str, dossier: &Dossier) -> Option<BTreeSet<usize>> {
    let noun = flat(noun);
    let noun = singular(&noun).into_owned();
    let cadre = &dossier.cadre;
    let is_in = |id: &str| match holder {
        Holder::Act => true,
        Holder::Axe(axe) => cadre.is_within(id, &axe.id.value),
    };
    let nodes: Vec<&Axe> = cadre.axes.iter().filter(|axe| is_in(&axe.id.value)).collect();
    if ["action", "fiche", "fiches action", "fiche action"].contains(&noun.as_str()) {
        // The actions of a node that refers to another act are not here.
        if nodes.iter().any(|axe| axe.referral.is_some()) {
            return None;
        }
        let fiches = dossier.fiches.iter().filter(|fiche| is_in(&fiche.axe.value)).count();
        return (fiches > 0).then(|| BTreeSet::from([fiches]));
    }
    let below = |axe: &&&Axe| !matches!(holder, Holder::Axe(holder) if holder.id == axe.id);
    let named: Vec<&&Axe> =
        nodes.iter().filter(below).filter(|axe| singular(&flat(axe.word.word())) == noun).collect();
    if named.is_empty() {
        return None;
    }
    let depth = |axe: &Axe| cadre.axes_up(&axe.id.value).count();
    let depths: BTreeSet<usize> = named.iter().map(|axe| depth(axe)).collect();
    let mut counts = BTreeSet::new();
    for kept in depths.iter().map(|depth| Some(*depth)).chain([None]) {
        let at = || named.iter().filter(|axe| kept.is_none_or(|kept| depth(axe) == kept));
        counts.insert(at().count());
        counts.insert(at().filter(|axe| axe.referral.is_none()).count());
    }
    // Documents announced in annexe are annexes too.
    let announced = dossier.convention.announced_annexes.len();
    if noun == "annexe" && announced > 0 {
        let most = counts.iter().max().copied().unwrap_or(0);
        counts.extend(most..=most + announced);
    }
    Some(counts)
}
