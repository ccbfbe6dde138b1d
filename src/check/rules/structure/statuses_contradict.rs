//! What a fiche says of its novelty.

use crate::check::section_headings::section;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::Fiche;
use crate::model::cadre::{Cadre, RubriqueContent};
use crate::model::fiche::ActionStatus;

pub(crate) static PAGE: Page = Page {
    title: "les statuts d’une fiche se contredisent",
    severity: Severity::Error,
    checks: "Deux statuts que le cadre dit incompatibles (`statuts_exclusifs`) ; en avertissement, un statut « nouvelle » \
              sous un intitulé qui commence par « Renouvellement », « Reconduction », « Poursuite » ou « Prolongation » ; \
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

/// Words that begin the title of an action that already was.
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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|fiche| audit(&c.dossier.cadre, fiche)).collect()
}

fn audit(cadre: &Cadre, fiche: &Fiche) -> Vec<Diagnostic> {
    let status = |word: &str| fiche.statuses.iter().find(|s| s.word.value == word);
    let mut findings = Vec::new();
    for (a, b) in &cadre.exclusive_statuses {
        let (Some(a), Some(b)) = (status(a), status(b)) else { continue };
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
    let new_one = fiche.statuses.iter().find(|s| {
        let stated = flat(&format!("{} {}", s.word.value, label(cadre, s)));
        stated.split(' ').any(|m| m.starts_with("nouvel"))
    });
    let title = flat(&fiche.heading.value);
    let resumption =
        title.split(' ').next().filter(|m| RESUMPTIONS.contains(m)).filter(|_| !fiche.heading_absent);
    if let (Some(status), Some(_)) = (new_one, resumption) {
        let word = fiche.heading.value.split_whitespace().next().unwrap_or("");
        findings.push(
            Diagnostic::finding(
                status.word.span,
                format!("la fiche est dite « {} », et son intitulé commence par « {word} »", status.word),
            )
            .also(fiche.heading.span, "l’intitulé")
            .help("dire le statut d’une action reprise, ou revoir l’intitulé")
            .warning(),
        );
    }
    findings.extend(fiche.statuses.iter().filter_map(|s| mention(cadre, fiche, s)));
    findings
}

/// What is printed for a status.
fn label<'c>(cadre: &'c Cadre, status: &'c ActionStatus) -> &'c str {
    let found = cadre.statuses.iter().find(|(word, _)| *word == status.word.value);
    found.map_or(status.word.value.as_str(), |(_, label)| label)
}

/// A status of the same name as a section that answers a question.
fn mention(cadre: &Cadre, fiche: &Fiche, status: &ActionStatus) -> Option<Diagnostic> {
    let word = &status.word.value;
    let rubrique = cadre.rubriques.iter().find(|r| r.id == *word && r.content == RubriqueContent::Mention)?;
    let answer = fiche.mentions.iter().find(|(key, _)| key.value == *word);
    let says_no =
        answer.is_some_and(|(_, r)| r.as_ref().is_ok_and(|t| flat(t).split(' ').next() == Some("non")));
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
