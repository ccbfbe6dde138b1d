//! A capital without its accent.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::rules::form::pieces::{Piece, fix, others, pieces};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::FileId;

pub(crate) static PAGE: Page = Page {
    title: "une capitale a perdu son accent",
    severity: Severity::Advice,
    checks: "Les mots à capitale dont l’accent est certain (« Etat », « Evaluer », « Eléments », « Equipe », « Ile »…) et « A » en \
              tête de phrase devant un article, un démonstratif ou une locution (« A l’issue », « A compter »). Un constat par \
              fichier ; « --fix » les corrige, hors du cadre et des libellés nationaux d’indicateurs. Les textes tout en \
              capitales, les noms propres et « A minima » (latin) sont laissés de côté.",
    why: "L’accent a pleine valeur orthographique : « Etat » et « État » sont deux mots pour une recherche comme pour un \
               lecteur d’écran.",
    source: "Académie française, « Accentuation des majuscules » ; Lexique des règles typographiques en usage à l’Imprimerie \
             nationale.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/02-financement.md",
            from: "État apporte",
            to: "Etat apporte",
        }],
        admitted: &[Change {
            file: "content/2024/articles/04-duree.md",
            from: "La convention vaut un an.",
            to: "A minima, en Essonne, la convention vaut un an.",
        }],
    },
};

/// Beginnings of words whose first letter has an accent, whatever follows.
const STARTS: [&str; 42] = [
    "Etat",
    "Evalu",
    "Evolu",
    "Element",
    "Elément",
    "Equivalen",
    "Equip",
    "Equit",
    "Equilib",
    "Etabli",
    "Etude",
    "Etudi",
    "Etape",
    "Ecole",
    "Ecolog",
    "Econom",
    "Ecosyst",
    "Educa",
    "Egalit",
    "Egale",
    "Elabor",
    "Energ",
    "Epargn",
    "Evènement",
    "Evénement",
    "Evenement",
    "Echéan",
    "Echean",
    "Echang",
    "Ecart",
    "Ecout",
    "Electr",
    "Eligib",
    "Emission",
    "Enonc",
    "Etrang",
    "Etant",
    "Elargi",
    "Emerg",
    "Eveil",
    "Evit",
    "Eventu",
];

/// What « A » stands before, at the head of a sentence, when it is the preposition.
const AFTER_A: [&str; 16] = [
    "l",
    "la",
    "ce",
    "cet",
    "cette",
    "ces",
    "partir",
    "compter",
    "noter",
    "titre",
    "défaut",
    "savoir",
    "terme",
    "chaque",
    "destination",
    "cela",
];

/// A letter of a piece of text, and the one that is right.
type Letter<'d> = (&'d Piece<'d>, Range<usize>, &'static str);

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let mut hits: BTreeMap<FileId, Vec<Letter<'_>>> = BTreeMap::new();
    for m in pieces(c).filter(|m| !m.of_cadre) {
        for (bytes, fresh) in capitals(m).into_iter().filter(|(o, _)| m.free(o)) {
            hits.entry(m.file()).or_default().push((m, bytes, fresh));
        }
    }
    hits.values().filter_map(|list| say(c, list)).collect()
}

/// The capitals without their accent: one letter each, and the letter that is right.
fn capitals(m: &Piece<'_>) -> Vec<(Range<usize>, &'static str)> {
    let text = m.text;
    if !text.contains(['E', 'A', 'I']) {
        return Vec::new();
    }
    let mut output = Vec::new();
    let mut before: Option<(usize, &str)> = None;
    for &(start, word) in &m.words {
        let letter = start..start + 1;
        match before {
            Some((place, "A")) if AFTER_A.contains(&word) && single(text, place, start) => {
                output.push((place..place + 1, "À"))
            }
            _ => {}
        }
        if STARTS.iter().any(|d| word.starts_with(d)) {
            output.push((letter, "É"));
        } else if word == "Ile" || word == "Iles" {
            output.push((letter, "Î"));
        }
        before = Some((start, word));
    }
    output
}

/// Whether « A » is at the head of a sentence, and a blank after it.
fn single(text: &str, place: usize, rest: usize) -> bool {
    let head = text
        .get(..place)
        .is_some_and(|t| t.trim().is_empty() || t.trim_end().ends_with(['.', '!', '?']) && t.ends_with(' '));
    head && text.get(place + 1..rest) == Some(" ")
}

fn say(c: &Context<'_>, list: &[Letter<'_>]) -> Option<Diagnostic> {
    let ((m, bytes, fresh), rest) = list.split_first()?;
    let word = |m: &Piece<'_>, o: &Range<usize>| {
        m.text
            .get(o.start..)
            .and_then(|t| t.split(|l: char| !l.is_alphabetic()).next())
            .unwrap_or("")
            .to_owned()
    };
    let shown = word(m, bytes);
    let is_correct = format!("{fresh}{}", shown.get(1..).unwrap_or(""));
    // The same word again is told as such; other words are counted.
    let next_ones = match rest.len() {
        n if rest.iter().all(|(m, o, _)| word(m, o) == shown) => others(n),
        1 => ", et une autre capitale de même".to_owned(),
        n => format!(", et {n} autres capitales de même"),
    };
    let finding = Diagnostic::finding(
        m.span(&(bytes.start..bytes.start + shown.len())),
        format!("« {shown} » se lit « {is_correct} », avec son accent{next_ones}"),
    );
    let mut editions = list.iter().filter_map(|(m, o, fresh)| m.edition(c, o, fresh)).peekable();
    let fact = if editions.peek().is_some() { " ; « calpae check --fix » le fait" } else { "" };
    let finding = fix(finding.help(format!("mettre l’accent{fact}")), editions);
    Some(rest.iter().take(2).fold(finding, |d, (m, o, _)| d.also(m.span(o), format!("« {} »", word(m, o)))))
}
