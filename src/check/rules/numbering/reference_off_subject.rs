//! Checks that the article referred to speaks of the subject of the reference.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::cross_references::{
    ActParts, CrossReference, NumberedPart, act_parts, cross_references, subjects,
};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::ReferenceKind;
use crate::lang::{flat, singular};
use crate::model::convention::AnnouncedAnnexe;
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

/// Subjects of articles: the word by which a sentence names one, and the flattened forms that the article may use.
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

/// The forms of each subject, compiled for the first reference that names it.
static PATTERNS: [OnceLock<Regex>; OBJECTS.len()] = [const { OnceLock::new() }; OBJECTS.len()];

/// The subjects, each with its forms.
fn subjects_and_forms() -> impl Iterator<Item = (&'static str, impl Fn() -> &'static Regex)> {
    OBJECTS.iter().zip(&PATTERNS).map(|((word, text), kept)| (*word, || kept.get_or_init(|| pattern(text))))
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let parts = act_parts(context);
    let mut ranking = BTreeMap::new();
    let mut findings: Vec<Diagnostic> = cross_references(context)
        .iter()
        .filter_map(|reference| off_subject(reference, &parts, &mut ranking))
        .collect();
    let pieces = &context.dossier.convention.announced_annexes;
    findings.extend(pieces.iter().filter_map(|piece| misplaced_piece(piece, &parts)));
    findings
}

/// Parts by relevance to a subject, by its word.
type Ranking<'p> = BTreeMap<&'static str, Vec<&'p NumberedPart>>;

fn off_subject<'p>(
    reference: &CrossReference,
    parts: &'p ActParts,
    ranking: &mut Ranking<'p>,
) -> Option<Diagnostic> {
    if reference.kind != ReferenceKind::Article {
        return None;
    }
    let key = &reference.number;
    let targeted = parts.unique(key)?;
    let sentence = subjects(reference.sentence());
    let here = parts.around(reference.span)?;
    // Skip subjects that the referring article treats itself elsewhere.
    let rest_of_article = here.text.replacen(&sentence, " ", 1);
    let complement = complement(reference);
    let (word, forms) = subjects_and_forms().find(|(word, forms)| {
        let word = flat(word);
        let named = |m: &str| singular(m) == singular(&word);
        sentence.split(' ').any(named)
            && complement.as_deref().is_none_or(named)
            && !forms().is_match(&rest_of_article)
    })?;
    let pattern = forms();
    if pattern.is_match(&targeted.text) || targeted.key == here.key {
        return None;
    }
    let best = ranking.entry(word).or_insert_with(|| parts_by_relevance(parts, pattern));
    let better = best.iter().find(|part| part.file != here.file)?;
    Some(
        Diagnostic::finding(
            reference.span,
            format!("l’article {key} ne parle pas de « {word} » ; l’article {} en parle", better.key),
        )
        .also(targeted.span, format!("l’article {key}"))
        .also(better.span, format!("« {word} » est ici"))
        .help(format!("vérifier le renvoi : l’article {} semble visé", better.key)),
    )
}

/// The noun that the reference qualifies: « actions » of « les actions de l’article 2.1 ».
fn complement(reference: &CrossReference) -> Option<String> {
    #[rustfmt::skip]
    const NEUTRAL: [&str; 10] = [
        "titre", "application", "sens", "disposition", "vertu", "resultant", "terme", "objet", "cadre", "effet",
    ];
    let before = flat(reference.passage.text.get(..reference.bytes.start)?);
    let noun = before.strip_suffix(" de l")?.rsplit(' ').next()?;
    (!NEUTRAL.contains(&singular(noun).as_ref())).then(|| noun.to_owned())
}

/// The parts that mention a subject: those whose title does, then by mentions, the narrower part before the article that
/// contains it.
fn parts_by_relevance<'p>(parts: &'p ActParts, pattern: &Regex) -> Vec<&'p NumberedPart> {
    let counted = parts.parts.iter().map(|part| (pattern.find_iter(&part.text).count(), part));
    let mut counted: Vec<_> = counted.filter(|(count, _)| *count > 0).collect();
    // Reverse before the stable sort: a part comes after its article and wins ties.
    counted.reverse();
    counted.sort_by_key(|(count, part)| std::cmp::Reverse((pattern.is_match(&part.title), *count)));
    counted.into_iter().map(|(_, part)| part).collect()
}

/// The article declared to announce a piece must have as many words of its title as any other.
fn misplaced_piece(piece: &AnnouncedAnnexe, parts: &ActParts) -> Option<Diagnostic> {
    let article = piece.article.as_ref()?;
    let targeted = parts.unique(&article.value)?;
    let title = flat(&piece.title.value);
    let words: Vec<&str> = title.split(' ').filter(|word| word.len() > 3).collect();
    let words_in = |part: &NumberedPart| {
        words.iter().filter(|word| part.text.split(' ').any(|text_word| text_word == **word)).count()
    };
    let here = words_in(targeted);
    let better = parts.parts.iter().map(|part| (words_in(part), part)).max_by_key(|(count, _)| *count);
    let (count, better) = better.filter(|(count, _)| *count > here && *count == words.len())?;
    Some(
        Diagnostic::finding(
            article.span,
            format!(
                "l’article {} ne parle pas de « {} » ; l’article {} en parle",
                article.value, piece.title.value, better.key
            ),
        )
        .also(targeted.span, format!("{here} mot{} du titre sur {count}", if here > 1 { "s" } else { "" }))
        .also(better.span, format!("les {count} mots du titre"))
        .help("corriger le numéro de l’article qui annonce cette pièce"),
    )
}
