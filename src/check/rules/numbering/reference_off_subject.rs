//! A reference to an article that does not speak of what the reference says.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::check::rules::numbering::cross_references::{
    CrossReference, Party, Targets, cross_references, targets,
};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::{flat, singular};
use crate::model::convention::AnnouncedAnnexe;
use crate::model::passage::Target;
use crate::text::pattern;
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "un renvoi vise un article qui ne parle pas de son objet",
    severity: Severity::Warning,
    checks: "Quand une phrase renvoie à un article de l’acte et nomme un objet précis (rapport, bilan, versement, \
              durée, évaluation, résiliation, avenant…), l’article visé contient ce mot. Rien n’est dit si aucun autre \
              article ne le contient, ni si l’article qui porte le renvoi parle lui-même de cet objet ailleurs. De \
              même pour une pièce annoncée : l’article nommé est celui qui en parle le mieux.",
    why: "Un renvoi resté sur un ancien numéro fait peser une obligation sur un article qui ne la contient pas.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/04-duree.md",
            from: "deux mois à l'avance.",
            to: "deux mois à l'avance. L'obligation de remettre un rapport, prévue à l'article 1, demeure.",
        }],
        admitted: &[Change {
            file: "content/2024/articles/04-duree.md",
            from: "deux mois à l'avance.",
            to: "deux mois à l'avance. L'obligation de remettre un rapport, prévue à l'article 3, demeure.",
        }],
    },
};

/// Objects that an article treats: how a sentence names them, and how the article may, flattened.
const OBJECTS: [(&str, &str); 14] = [
    ("rapport", r"\brapports?\b"),
    ("bilan", r"\bbilans?\b"),
    ("versement", r"\bvers(?:e|ee|es|ement|ements)\b"),
    ("durée", r"\b(?:duree|ans?|mois)\b"),
    ("évaluation", r"\bevalu"),
    ("suivi", r"\bsuiv(?:i|is|ie|ies|ent)\b"),
    ("dénonciation", r"\b(?:denonc|resili|mettre fin)"),
    ("résiliation", r"\b(?:denonc|resili|mettre fin)"),
    ("avenant", r"\b(?:avenants?|modifi)"),
    ("renouvellement", r"\b(?:renouvel|reconduit|reconduction|prolong)"),
    ("litige", r"\b(?:litiges?|differends?|tribunal)\b"),
    ("pilotage", r"\b(?:pilotage|pilote|comites?)\b"),
    ("confidentialité", r"\bconfidentiel|\bconfidentialite"),
    ("récapitulatif", r"\brecapitulatif"),
];

static PATTERNS: LazyLock<Vec<(&'static str, Regex)>> =
    LazyLock::new(|| OBJECTS.iter().map(|(word, text)| (*word, pattern(text))).collect());

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let targets = targets(c);
    let mut ranking = BTreeMap::new();
    let mut findings: Vec<Diagnostic> = cross_references(c)
        .iter()
        .filter_map(|cross_reference| off_topic(cross_reference, &targets, &mut ranking))
        .collect();
    let announced_list = &c.dossier.convention.announced_annexes;
    findings.extend(announced_list.iter().filter_map(|a| part(a, &targets)));
    findings
}

/// The parts that speak most of an object, one a file, by the word of the object.
type Ranking<'p> = BTreeMap<&'static str, Vec<&'p Party>>;

fn off_topic<'p>(
    cross_reference: &CrossReference<'_>,
    targets: &'p Targets,
    ranking: &mut Ranking<'p>,
) -> Option<Diagnostic> {
    let Target::Article(key) = &cross_reference.target else { return None };
    let targeted = targets.only(key)?;
    let sentence = flat(cross_reference.sentence());
    let here = targets.around(cross_reference.span)?;
    // What the article that holds the reference says elsewhere is its own matter.
    let remainder = here.text.replacen(&sentence, " ", 1);
    let complement = complement(cross_reference);
    let (word, pattern) = PATTERNS.iter().find(|(word, pattern)| {
        let word = flat(word);
        let named = |m: &str| singular(m) == singular(&word);
        sentence.split(' ').any(named)
            && complement.as_deref().is_none_or(named)
            && !pattern.is_match(&remainder)
    })?;
    if pattern.is_match(&targeted.text) || targeted.key == here.key {
        return None;
    }
    let best_ones = ranking.entry(word).or_insert_with(|| best_ones(targets, pattern));
    let is_correct = best_ones.iter().find(|p| p.file != here.file)?;
    Some(
        Diagnostic::finding(
            cross_reference.span,
            format!("l’article {key} ne parle pas de « {word} » ; l’article {} en parle", is_correct.key),
        )
        .also(targeted.span, format!("l’article {key}"))
        .also(is_correct.span, format!("« {word} » est ici"))
        .help(format!("vérifier le renvoi : l’article {} semble visé", is_correct.key)),
    )
}

/// The noun that the reference completes: « actions » of « les actions de l’article 2.1 ».
fn complement(cross_reference: &CrossReference<'_>) -> Option<String> {
    #[rustfmt::skip]
    const NEUTRAL: [&str; 10] = [
        "titre", "application", "sens", "disposition", "vertu", "resultant", "terme", "objet", "cadre", "effet",
    ];
    let before = flat(cross_reference.passage.text.get(..cross_reference.bytes.start)?);
    let name = before.strip_suffix(" de l")?.rsplit(' ').next()?;
    (!NEUTRAL.contains(&singular(name).as_ref())).then(|| name.to_owned())
}

/// The narrowest part of each article that speaks of something, those that speak most of it first.
fn best_ones<'p>(targets: &'p Targets, pattern: &Regex) -> Vec<&'p Party> {
    let counted = targets.parties.iter().map(|p| (pattern.find_iter(&p.text).count(), p));
    let mut counted: Vec<_> = counted.filter(|(n, _)| *n > 0).collect();
    // Of a whole article and of its part that says as much, the part: it comes after.
    counted.reverse();
    counted.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    counted.into_iter().map(|(_, p)| p).collect()
}

/// The article that is said to announce a document speaks of it, as much as any other.
fn part(announced_value: &AnnouncedAnnexe, targets: &Targets) -> Option<Diagnostic> {
    let article = announced_value.article.as_ref()?;
    let targeted = targets.only(&article.value)?;
    let title = flat(&announced_value.title.value);
    let words: Vec<&str> = title.split(' ').filter(|m| m.len() > 3).collect();
    let present = |p: &Party| words.iter().filter(|m| p.text.split(' ').any(|t| t == **m)).count();
    let here = present(targeted);
    let is_correct = targets.parties.iter().map(|p| (present(p), p)).max_by_key(|(n, _)| *n);
    let (n, is_correct) = is_correct.filter(|(n, _)| *n > here && *n == words.len())?;
    Some(
        Diagnostic::finding(
            article.span,
            format!(
                "l’article {} ne parle pas de « {} » ; l’article {} en parle",
                article.value, announced_value.title.value, is_correct.key
            ),
        )
        .also(targeted.span, format!("{here} mot{} du titre sur {n}", if here > 1 { "s" } else { "" }))
        .also(is_correct.span, format!("les {n} mots du titre"))
        .help("corriger le numéro de l’article qui annonce cette pièce"),
    )
}
