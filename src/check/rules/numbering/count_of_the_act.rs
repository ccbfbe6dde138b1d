//! Checks the counts that an article states of the act itself (« la convention réunit deux annexes », « l’axe 2 comporte
//! trois actions ») against its tree and its fiches.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::numbers::{NUMBER_WORDS, read_count};
use crate::lang::spelled::SPELLED;
use crate::lang::{flat, singular};
use crate::model::Dossier;
use crate::model::cadre::Axe;
use crate::model::passage::{Passage, PassageKind};
use crate::text::pattern;
use regex::Regex;

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

/// What is said to hold a number of things, the verb that says it, and the number.
static HOLDS: LazyLock<Regex> = LazyLock::new(|| {
    let number = number_pattern();
    pattern(&format!(
        r"(?i)\b(?P<sujet>(?:la|le|l['’])\s?(?:présente?\s)?[^\W\d_]+(?:\s(?:[A-Z]?[0-9]{{1,2}}(?:\.[0-9a-z]{{1,2}})*|[A-Z])\b)?)\s(?:comporte|comprend|compte|réunit|contient|regroupe|rassemble|se\scompose\sde|est\scomposée?\sde|s['’]articule\sautour\sde|se\sdécline\sen|s['’]organise\sen|est\sorganisée?\sen|est\sstructurée?\sen)\s(?:les\s|ses\s)?(?P<n>{number})\s(?P<nom>[^\W\d_]+(?:-[^\W\d_]+)?)(?P<apres>.?\s?[^\W\d_]*)"
    ))
});

/// « Les quatre axes de la présente convention ».
static OF_THE_ACT: LazyLock<Regex> = LazyLock::new(|| {
    let number = number_pattern();
    pattern(&format!(
        r"(?i)(?P<avant>[^\W\d_]*\s?)\b(?:les|des|aux|ces)\s(?P<n>{number})\s(?P<nom>[^\W\d_]+(?:-[^\W\d_]+)?)\s(?P<sujet>(?:de\s(?:la|l['’])|du)\s?(?:présente?\s)?[^\W\d_]+(?:\s(?:[A-Z]?[0-9]{{1,2}}(?:\.[0-9a-z]{{1,2}})*|[A-Z])\b)?)(?P<suite>.?\s?[^\W\d_]*)"
    ))
});

fn number_pattern() -> String {
    format!("[0-9]{{1,2}}|{SPELLED}|{}", NUMBER_WORDS.join("|"))
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let dossier = context.dossier;
    let files: BTreeSet<_> = dossier.articles.iter().map(|article| article.span.file).collect();
    let is_prose = |passage: &&Passage| {
        files.contains(&passage.file()) && matches!(passage.kind, PassageKind::Paragraph | PassageKind::Cell)
    };
    dossier.passages.iter().filter(is_prose).flat_map(|passage| in_passage(passage, dossier)).collect()
}

/// A count that a text states of the act or of a node.
struct StatedCount<'t> {
    subject: &'t str,
    count: usize,
    noun: &'t str,
    bytes: Range<usize>,
}

fn in_passage(passage: &Passage, dossier: &Dossier) -> Vec<Diagnostic> {
    let text = passage.text.as_str();
    // Both patterns need a number word or a digit near a verb or an article: most texts have no plural at all.
    let found = HOLDS.captures_iter(text).chain(OF_THE_ACT.captures_iter(text));
    let stated = found.filter_map(|found| {
        let (subject, n, noun) = (found.name("sujet")?, found.name("n")?, found.name("nom")?);
        // « Parmi les quatre axes », « l’un des quatre axes », « deux des quatre axes ».
        let before = found.name("avant").map_or(String::new(), |before| flat(before.as_str()));
        let is_part = ["parmi", "un", "une", "deux", "trois", "chacun", "plusieurs", "certains", "dont"]
            .contains(&before.trim());
        let ends = found.name("apres").is_none_or(|after| ends_the_noun(after.as_str()))
            && found.name("suite").is_none_or(|after| ends_the_subject(after.as_str()));
        (ends && !is_part).then_some(())?;
        let bytes = n.start()..noun.end();
        Some(StatedCount {
            subject: subject.as_str(),
            count: read_count::<u16>(n.as_str())?.into(),
            noun: noun.as_str(),
            bytes,
        })
    });
    stated.filter_map(|stated| contradicted(passage, &stated, dossier)).collect()
}

/// Whether what follows a noun leaves it whole: an adjective would make it a part.
fn ends_the_noun(after: &str) -> bool {
    let after = after.trim_start();
    let word = flat(after.trim_start_matches([',', ';', ':', '.', ')', ' ']));
    !after.starts_with(|c: char| c.is_alphanumeric())
        || ["et", "suivants", "suivantes", "pour", "dont", "repartis", "reparties", "a", "au", "dans"]
            .contains(&word.trim())
}

/// Whether what follows « du contrat » leaves it that of the act: « du contrat de ville » is another.
fn ends_the_subject(after: &str) -> bool {
    let after = after.trim_start();
    !after.starts_with(|c: char| c.is_alphanumeric())
        || ["sont", "ont", "font", "et", "se", "seront", "peuvent", "doivent"].contains(&flat(after).trim())
}

fn contradicted(passage: &Passage, stated: &StatedCount<'_>, dossier: &Dossier) -> Option<Diagnostic> {
    let holder = holder(stated.subject, dossier)?;
    let possible = possible_counts(&holder, stated.noun, dossier)?;
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
