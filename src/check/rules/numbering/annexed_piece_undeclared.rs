//! Checks that what an article says to be annexed is a declared piece.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::cross_references::act_files;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::SaidValue;
use crate::lang::{PlainText, clause_start, flat, sentence_start, singular};
use crate::model::convention::Article;
use crate::model::passage::{Passage, PassageKind};
use crate::text::{FileId, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "une pièce est dite annexée et n’est déclarée nulle part",
    severity: Severity::Warning,
    checks: "Dans un article, « …, annexé à la convention », « joint en annexe », « que la convention porte en annexe » : \
              les mots qui précèdent (et, en conseil, ceux d’avant la virgule de « , joint en annexe ») ont au moins un mot en commun avec une pièce d’`annexes_annoncees`, un visa qui \
              annonce une pièce, ou une annexe du cadre. Dans un article ou une fiche, en conseil, un document auquel le texte \
              renvoie (« cf. convention de financement », « voir le protocole de coordination »), que ni une date ni un \
              numéro ne désignent, et dont aucune pièce annoncée, aucun visa, ni ce que le cadre fait remettre, n’a un mot. Un visa dont le texte annonce une pièce la déclare \
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
    let text = r"\bannexée?s? (?:à|au) (?:la (?:présente )?convention|présent (?:acte|contrat))|\bjointe?s? en annexe(?: (?:à|de) la (?:présente )?convention| au présent acte)?|\b(?:convention|acte|contrat) porte en annexe|\bjointe?s? à la (?:présente )?convention";
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
    let files = act_files(context);
    let mut findings: Vec<Diagnostic> = Vec::new();
    let articles: BTreeSet<FileId> = dossier.articles.iter().map(|a: &Article| a.span.file).collect();
    let of_articles =
        context.prose().filter(|p| p.kind == PassageKind::Paragraph && articles.contains(&p.file()));
    findings.extend(of_articles.flat_map(|p| undeclared(p, &known_words)));
    for visa in dossier.cadre.visas.iter().chain(&dossier.convention.visas) {
        known_words.extend(words(&visa.words()));
    }
    for deadline in &dossier.cadre.deadlines {
        known_words.extend(words(&deadline.object));
    }
    let in_act = context.prose().filter(|p| files.contains(&p.file()));
    findings.extend(in_act.filter_map(|p| unknown_document(p, &known_words)));
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
    if !["nnex", "NNEX", "oint", "OINT"].iter().any(|stem| text.contains(stem)) {
        return Vec::new();
    }
    let plain = PlainText::of(text);
    ANNEXE
        .captures_iter(plain.as_str())
        .filter_map(|captures| {
            let whole = captures.get(0)?;
            let found = plain.written(&whole.range());
            let before = text.get(..found.start)?;
            let start = clause_start(before);
            let is_bare = whole.as_str().ends_with("en annexe") && whole.as_str().starts_with("joint");
            if is_bare && !stands_beside(before, text.get(found.end..)?) {
                return None;
            }
            let words_before = words(before.get(start..)?);
            let nearest_words = words_before.iter().rev().take(6);
            if words_before.is_empty() || nearest_words.clone().any(|word| known_words.contains(word)) {
                return None;
            }
            let phrase = before.get(start..)?.trim().trim_end_matches(',');
            let last_words: Vec<&str> = phrase.split(' ').rev().take(4).collect();
            let last_words: Vec<&str> = last_words.into_iter().rev().collect();
            let finding = Diagnostic::finding(
                passage.span_of(&found),
                format!("« {} » est dit annexé, et aucune pièce annoncée n’y répond", last_words.join(" ")),
            )
            .help("ajouter la pièce à « annexes_annoncees » de convention.yaml, ou corriger la phrase");
            Some(if is_bare { finding.advice() } else { finding })
        })
        .collect()
}

/// Whether « joint en annexe » without a complement is said of what stands before its comma, in a sentence that is of no
/// other document: « selon le modèle, joint en annexe ».
fn stands_beside(before: &str, after: &str) -> bool {
    let sentence = before.get(sentence_start(before)..).unwrap_or("").trim_end();
    let Some(sentence) = sentence.strip_suffix(',') else { return false };
    let nearest = sentence.rsplit(',').next().unwrap_or("");
    let has = |text: &str, documents: &[&str]| {
        flat(text).split(' ').any(|word| documents.contains(&singular(word).as_ref()))
    };
    after.trim_start().starts_with(['.', ',', ';', ')'])
        && !has(sentence, &["rapport", "avenant", "bilan", "demande", "dossier", "candidature"])
        && !has(
            nearest,
            &["compte", "courrier", "facture", "lettre", "appel", "offre", "deliberation", "contrat"],
        )
}

/// Documents that a text may refer to.
const DOCUMENTS: [&str; 19] = [
    "convention",
    "contrat",
    "accord",
    "protocole",
    "avenant",
    "deliberation",
    "rapport",
    "bilan",
    "etude",
    "cahier",
    "reglement",
    "charte",
    "note",
    "document",
    "compte",
    "courrier",
    "guide",
    "referentiel",
    "livret",
];

/// The first document that a text refers to (« cf. convention de financement ») and that nothing of the act holds, nor a date,
/// a number or a link lets find.
fn unknown_document(passage: &Passage, known_words: &BTreeSet<String>) -> Option<Diagnostic> {
    let text = passage.text.as_str();
    let is_apart = |at: usize| {
        text.get(..at).and_then(|before| before.chars().next_back()).is_none_or(|c| !c.is_alphanumeric())
    };
    let marks = ["cf.", "cf ", "Cf.", "Cf ", "CF.", "voir ", "Voir "].iter();
    let found = marks.flat_map(|mark| text.match_indices(mark)).filter(|(at, _)| is_apart(*at));
    let mut references: Vec<usize> = found.map(|(at, mark)| at + mark.len()).collect();
    references.sort_unstable();
    references.into_iter().find_map(|start| {
        let rest = text.get(start..)?;
        let end = rest.find([',', ';', '.', ':', '(', ')', '«', '\n']).unwrap_or(rest.len());
        let group = rest.get(..end)?.trim();
        let start = start + rest.find(group)?;
        let flat_group = flat(group);
        let mut named =
            flat_group.split(' ').skip_while(|word| ["le", "la", "l", "les", "notre", "son"].contains(word));
        let is_document = named.next().is_some_and(|word| DOCUMENTS.contains(&singular(word).as_ref()));
        // « cf. convention, article 2 »: the document alone is this act, or told before.
        let complement: Vec<&str> =
            named.take_while(|word| !["qui", "que", "dont", "pour", "afin"].contains(word)).collect();
        let is_named = complement.first().is_some_and(|word| ["d", "de", "du", "des"].contains(word));
        let own: Vec<String> = words(&complement.join(" "));
        let is_known = own.iter().any(|word| known_words.contains(word));
        let bytes = start..start + group.len();
        let is_found = passage.facts().facts.iter().any(|fact| {
            let can_tell = matches!(
                fact.value,
                SaidValue::Date { .. }
                    | SaidValue::Period { .. }
                    | SaidValue::Reference { .. }
                    | SaidValue::Bare(_)
            );
            can_tell && fact.bytes.start >= bytes.start && fact.bytes.start <= bytes.end + 3
        }) || group.contains(['°', '/', '{']);
        let is_here = ["ci dessous", "ci dessus", "ci apres", "ci joint", "present"]
            .iter()
            .any(|words| flat_group.contains(words));
        (is_document && is_named && !own.is_empty() && !is_known && !is_found && !is_here).then(|| {
            Diagnostic::finding(
                passage.span_of(&bytes),
                format!("« {group} » n’est ni une pièce annoncée, ni un texte visé"),
            )
            .advice()
            .help("l’annoncer dans « annexes_annoncees » de convention.yaml, ou dire sa date et ses parties")
        })
    })
}
