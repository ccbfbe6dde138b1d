//! Checks that no event told as accomplished is dated after the signature of the act.

use super::facts::{Moment, is_accomplished, moments};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::DateRole;
use crate::lang::flat;
use crate::model::Passage;
use crate::model::life::LifeStep;

pub(crate) static PAGE: Page = Page {
    title: "un fait est raconté comme accompli après la signature de l’acte",
    severity: Severity::Error,
    checks: "Dans un acte signé, une phrase au passé composé (« a rendu », « ont validé », « s’est réuni »…) qui date \
              un fait d’un jour, d’un mois, ou en avertissement d’une année, postérieurs à la signature. Une phrase qui contient un futur ou un devoir (« sera », \
              « devra », « prévu », « au plus tard », « d’ici ») n’est pas retenue.",
    why: "Un acte ne peut constater un fait qui n’a pas encore eu lieu : la date est fausse, ou le texte a été \
               modifié après le vote, ce qui fragilise la délibération.",
    source: "Cohérence de l’acte avec sa date de signature ; CGCT, art. L. 3131-1 (acte transmis tel qu’il a été signé).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Réuni le 26 janvier 2024, le comité de sélection a rendu un avis favorable.",
            to: "Réuni le 26 juillet 2024, le comité de sélection a rendu un avis favorable.",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Réuni le 26 janvier 2024, le comité de sélection a rendu un avis favorable.",
            to: "Le comité qui a été choisi sera réuni le 26 juillet 2024.",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(signature) = context.signature() else { return Vec::new() };
    let passages = context.prose();
    passages
        .flat_map(|passage| moments(passage).into_iter().map(move |moment| (passage, moment)))
        .filter(|(passage, moment)| moment.days.0 > signature && tells_a_fact(passage, moment))
        .filter_map(|(passage, moment)| {
            let when = passage.text.get(moment.bytes.clone())?;
            let mut finding = Diagnostic::finding(
                passage.span_of(&moment.bytes),
                format!(
                    "ce fait, raconté comme accompli, est daté ainsi : {when} ; l’acte est signé avant, le {signature}"
                ),
            )
            .help("corriger la date, ou écrire la phrase au futur ; si l’acte est signé, déclarer une tolérance");
            if let Some(date) = context.dossier.convention.life.day(LifeStep::Signature) {
                finding = finding.also(date.span, format!("l’acte est signé le {signature}"));
            }
            Some(if moment.width() > 31 { finding.warning() } else { finding })
        })
        .collect()
}

/// Whether a moment is that of an accomplished fact.
fn tells_a_fact(passage: &Passage, moment: &Moment) -> bool {
    let facts = passage.facts();
    let before = flat(moment.before(passage));
    let is_since = before.trim_end().ends_with("depuis");
    let is_bound = match moment.role {
        Some(DateRole::By | DateRole::Until) => true,
        Some(DateRole::From) => !is_since,
        None => false,
    };
    let sentence = facts.sentences.get(moment.sentence).and_then(|bytes| passage.text.get(bytes.clone()));
    // A clause has the tense of its first verb: « le comité qui a été choisi sera réuni ».
    let is_to_come = |word: &str| {
        ["doit", "doivent"].contains(&word)
            || word.len() > 3 && ["ra", "ront"].iter().any(|end| word.ends_with(end))
    };
    let is_due = flat(sentence.unwrap_or_default()).split(' ').any(is_to_come);
    !is_bound
        && !is_due
        && (is_accomplished(facts, moment.sentence) || is_since)
        && (moment.width() <= 31 || is_since || is_year_of_a_fact(&before))
}

/// Whether a year is that of a fact: it opens the clause, or follows a participle that foresees nothing.
fn is_year_of_a_fact(before: &str) -> bool {
    const OPENING: [&str; 6] = ["", "en", "au", "a la", "courant", "a"];
    const FORESEEN: [&str; 7] =
        ["prevu", "programme", "attendu", "envisage", "planifie", "espere", "souhaite"];
    let before = before.trim();
    let Some(rest) = before.strip_suffix("en").or_else(|| before.strip_suffix("courant")) else {
        return OPENING.contains(&before);
    };
    let rest = rest.trim_end().trim_end_matches(" en oeuvre");
    let last = rest.rsplit(' ').next().unwrap_or_default();
    let is_participle = ["e", "ee", "es", "ees", "i", "ie", "is", "u", "ue", "us", "ues"]
        .iter()
        .any(|end| last.ends_with(end));
    rest.is_empty() || is_participle && !FORESEEN.iter().any(|stem| last.starts_with(stem))
}
