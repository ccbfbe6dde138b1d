//! Checks that the statuses of a fiche agree with one another, its intitulé and its mentions.

use std::sync::LazyLock;

use regex::Regex;

use crate::check::section_headings::section;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::SaidClause;
use crate::lang::flat;
use crate::model::Fiche;
use crate::model::cadre::{Cadre, RubriqueContent};
use crate::model::fiche::ActionStatus;
use crate::text::pattern;

pub(crate) static PAGE: Page = Page {
    title: "les statuts d’une fiche se contredisent",
    severity: Severity::Error,
    checks: "Deux statuts que le cadre dit incompatibles (`statuts_exclusifs`) ; en avertissement, un statut d’action \
              nouvelle sous un intitulé qui commence par « Renouvellement », « Reconduction », « Poursuite » ou « Prolongation », ou avec une phrase qui dit mobiliser, reprendre ou poursuivre « une action existante » ; \
              un statut de même nom qu’une rubrique « mention » (`fapi`) quand la réponse à cette rubrique est « non » \
              ou, en conseil, quand la rubrique manque. Une reprise que l’intitulé ne dit pas n’est pas vue.",
    why: "Le statut dit si les crédits portent sur une action nouvelle : deux réponses contraires ne permettent \
               pas de vérifier que l’État ne finance pas l’existant.",
    source: "Vocabulaire du champ statut du cadre ; l’acte s’engage à signaler les fiches nouvelles ou modifiées.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "statut: nouvelle",
            to: "statut: [nouvelle, reconduite]",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "statut: reconduite",
                to: "statut: [reconduite, renforcée]",
            },
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "intitule: Établir des diagnostics",
                to: "intitule: Préparer le renouvellement des diagnostics",
            },
        ],
    },
};

/// Words that take up an action that exists.
static EXISTING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:mobilis(?:er?|era)|repren(?:d|dre|dra)|recondui(?:t|re|ra)|poursui(?:t|vre|vra)|prolong(?:er?|era)|pérennis(?:er?|era))\s+(?:une|l['’]|cette|son)\s*action\s+(?:déjà\s+)?existante\b",
    )
});

/// First words of the intitulé of an action that existed before.
const RESUMPTIONS: [&str; 8] = [
    "renouvellement",
    "renouveler",
    "reconduction",
    "reconduire",
    "poursuite",
    "poursuivre",
    "prolongation",
    "prolonger",
];

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let cadre = &context.dossier.cadre;
    let told = context.fiches().filter_map(|fiche| told_existing(context, fiche));
    context.fiches().flat_map(|fiche| check_fiche(cadre, fiche)).chain(told).collect()
}

fn check_fiche(cadre: &Cadre, fiche: &Fiche) -> Vec<Diagnostic> {
    let status_of = |word: &str| fiche.statuses.iter().find(|status| status.word.value == word);
    let mut findings = Vec::new();
    for (a, b) in &cadre.exclusive_statuses {
        let (Some(a), Some(b)) = (status_of(a), status_of(b)) else { continue };
        let (first, second) = if a.word.span.start < b.word.span.start { (a, b) } else { (b, a) };
        findings.push(
            Diagnostic::finding(
                second.word.span,
                format!("une fiche ne peut être à la fois « {} » et « {} »", first.word, second.word),
            )
            .also(first.word.span, format!("« {} »", label(cadre, first)))
            .help("garder le statut qui est vrai"),
        );
    }
    let is_new = |status: &&ActionStatus| cadre.status(&status.word.value).is_some_and(|known| known.is_new);
    let new_status = fiche.statuses.iter().find(is_new);
    let title = flat(&fiche.title.value);
    let resumption =
        title.split(' ').next().filter(|word| RESUMPTIONS.contains(word)).filter(|_| !fiche.title_supplied);
    if let (Some(status), Some(_)) = (new_status, resumption) {
        let word = fiche.title.value.split_whitespace().next().unwrap_or("");
        findings.push(
            Diagnostic::finding(
                status.word.span,
                format!("la fiche est dite « {} », et son intitulé commence par « {word} »", status.word),
            )
            .also(fiche.title.span, "l’intitulé")
            .help("dire le statut d’une action reprise, ou revoir l’intitulé")
            .warning(),
        );
    }
    findings.extend(fiche.statuses.iter().filter_map(|status| mention(cadre, fiche, status)));
    findings
}

/// A sentence that takes up an action which exists, in a fiche whose every status says that it is new. What completes or
/// adds to an existing action may be new.
fn told_existing(context: &Context<'_>, fiche: &Fiche) -> Option<Diagnostic> {
    let cadre = &context.dossier.cadre;
    let is_new = |status: &ActionStatus| cadre.status(&status.word.value).is_some_and(|known| known.is_new);
    let status = fiche.statuses.first().filter(|_| fiche.statuses.iter().all(is_new))?;
    let mut prose = context.prose().filter(|passage| passage.file() == fiche.span.file);
    prose.find_map(|passage| {
        let text = passage.text.as_str();
        let found = ["xistante", "XISTANTE"]
            .iter()
            .any(|end| text.contains(end))
            .then(|| EXISTING.find(text))
            .flatten()?;
        let clauses = &passage.facts().clauses;
        let holds = |clause: &&SaidClause| clause.bytes.contains(&found.start());
        if clauses.iter().find(holds).is_some_and(|clause| clause.is_negated) {
            return None;
        }
        let message =
            format!("la fiche est dite « {} », et le texte dit « {} »", status.word, found.as_str());
        let finding = Diagnostic::finding(passage.span_of(&found.range()), message)
            .also(status.word.span, "le statut")
            .help("dire le statut d’une action reprise, ou revoir la phrase");
        Some(finding.warning())
    })
}

/// The cadre's label of a status.
fn label<'c>(cadre: &'c Cadre, status: &'c ActionStatus) -> &'c str {
    cadre.status(&status.word.value).map_or(status.word.value.as_str(), |known| &known.label)
}

/// A status against the `mention` rubrique of the same name.
fn mention(cadre: &Cadre, fiche: &Fiche, status: &ActionStatus) -> Option<Diagnostic> {
    let word = &status.word.value;
    let rubrique = cadre
        .rubriques
        .iter()
        .find(|rubrique| rubrique.id == *word && rubrique.content == RubriqueContent::Mention)?;
    let answer = fiche.mentions.iter().find(|(key, _)| key.value == *word);
    let says_no = answer.is_some_and(|(_, reply)| {
        reply.as_ref().is_ok_and(|text| flat(text).split(' ').next() == Some("non"))
    });
    if let Some((key, _)) = answer.filter(|_| says_no) {
        return Some(
            Diagnostic::finding(
                status.word.span,
                format!(
                    "la fiche est dite « {} », et répond « non » à « {} »",
                    label(cadre, status),
                    rubrique.title
                ),
            )
            .also(key.span, "la réponse")
            .help("corriger le statut ou la réponse"),
        );
    }
    if answer.is_some() || section(fiche, word).is_some() {
        return None;
    }
    Some(
        Diagnostic::finding(
            status.word.span,
            format!(
                "la fiche est dite « {} », et n’a pas de rubrique « {} »",
                label(cadre, status),
                rubrique.title
            ),
        )
        .help("ajouter la rubrique, ou corriger le statut")
        .advice(),
    )
}
