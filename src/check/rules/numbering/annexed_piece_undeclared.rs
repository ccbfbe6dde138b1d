//! Checks that what an article says to be annexed is a declared piece.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::{clause_start, flat, singular};
use crate::model::convention::Article;
use crate::model::passage::{Passage, PassageKind};
use crate::text::{FileId, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "une pièce est dite annexée et n’est déclarée nulle part",
    severity: Severity::Warning,
    checks: "Dans un article, « …, annexé à la convention », « joint en annexe », « que la convention porte en annexe » : \
              les mots qui précèdent ont au moins un mot en commun avec une pièce d’`annexes_annoncees`, un visa qui \
              annonce une pièce, ou une annexe du cadre. Un visa dont le texte annonce une pièce la déclare \
              (`annexe:`). Les annexes d’un autre document (le rapport, l’avenant) ne sont pas retenues.",
    why: "Une pièce annoncée par le texte et absente du dossier ne se voit qu’au moment où l’on en a besoin.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/04-duree.md",
            from: "deux mois à l'avance.",
            to: "deux mois à l'avance, selon le modèle annexé à la convention.",
        }],
        admitted: &[
            Change {
                file: "content/2024/articles/04-duree.md",
                from: "deux mois à l'avance.",
                to: "deux mois à l'avance. La matrice des indicateurs, annexée à la convention, reste due.",
            },
            Change {
                file: "content/2024/articles/03-suivi.md",
                from: "Ce rapport rend compte",
                to: "Ce rapport, auquel les comptes sont joints en annexe, rend compte",
            },
        ],
    },
};

static ANNEXE: LazyLock<Regex> = LazyLock::new(|| {
    let text = r"(?i)\bannexée?s? (?:à|au) (?:la (?:présente )?convention|présent (?:acte|contrat))|\bjointe?s? en annexe(?: (?:à|de) la (?:présente )?convention| au présent acte)|\b(?:convention|acte|contrat) porte en annexe|\bjointe?s? à la (?:présente )?convention";
    pattern(text)
});

/// Words that do not name what is annexed.
const STOP_WORDS: [&str; 12] = [
    "convention",
    "present",
    "presente",
    "annexe",
    "dans",
    "selon",
    "pour",
    "avec",
    "departement",
    "etat",
    "sont",
    "cette",
];

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let dossier = context.dossier;
    let mut known_words: BTreeSet<String> = BTreeSet::new();
    let mut add = |text: &str| known_words.extend(words(text));
    for part in &dossier.convention.announced_annexes {
        add(&part.title.value);
    }
    for visa in dossier.convention.visas.iter().filter(|v| v.annexed.is_some()) {
        add(&visa.designation.value);
    }
    for annexe in &dossier.cadre.axes {
        add(&annexe.title);
        add(&annexe.table_title);
    }
    add("matrice indicateurs tableau fiches actions");
    let articles: BTreeSet<FileId> = dossier.articles.iter().map(|a: &Article| a.span.file).collect();
    let mut findings: Vec<Diagnostic> = context
        .prose()
        .filter(|p| p.kind == PassageKind::Paragraph && articles.contains(&p.file()))
        .flat_map(|p| undeclared(p, &known_words))
        .collect();
    let visas = dossier.convention.visas.iter().filter(|v| v.annexed.is_none());
    findings.extend(
        visas.filter(|v| v.object.as_ref().is_some_and(|o| flat(&o.value).contains("en annexe"))).map(|v| {
            Diagnostic::finding(v.span, "ce visa annonce une pièce en annexe sans la déclarer")
                .help("ajouter « annexe: jointe » ou « annexe: absente »")
        }),
    );
    findings
}

fn words(text: &str) -> Vec<String> {
    flat(text)
        .split(' ')
        .filter(|word| word.len() > 3 && !STOP_WORDS.contains(word))
        .map(|word| singular(word).into_owned())
        .collect()
}

fn undeclared(passage: &Passage, known_words: &BTreeSet<String>) -> Vec<Diagnostic> {
    let text = passage.text.as_str();
    ANNEXE
        .find_iter(text)
        .filter_map(|found| {
            let before = text.get(..found.start())?;
            let start = clause_start(before);
            let words_before = words(before.get(start..)?);
            let nearest_words = words_before.iter().rev().take(6);
            if words_before.is_empty() || nearest_words.clone().any(|word| known_words.contains(word)) {
                return None;
            }
            let phrase = before.get(start..)?.trim().trim_end_matches(',');
            let last_words: Vec<&str> = phrase.split(' ').rev().take(4).collect();
            let last_words: Vec<&str> = last_words.into_iter().rev().collect();
            Some(
                Diagnostic::finding(
                    passage.span_of(&found.range()),
                    format!(
                        "« {} » est dit annexé, et aucune pièce annoncée n’y répond",
                        last_words.join(" ")
                    ),
                )
                .help("ajouter la pièce à « annexes_annoncees » de convention.yaml, ou corriger la phrase"),
            )
        })
        .collect()
}
