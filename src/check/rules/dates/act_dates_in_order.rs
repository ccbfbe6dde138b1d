//! Checks that the dates of the act follow the order set by law: vote, signature, sending, reception.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Day;
use crate::text::Spanned;

pub(crate) static PAGE: Page = Page {
    title: "les dates de l’acte ne se suivent pas",
    severity: Severity::Error,
    checks: "Le vote précède la signature, la signature l’envoi et la publication, l’envoi la réception ; deux \
              étapes le même jour sont admises. Les étapes en désordre sont dites en un seul constat. Plus de six \
              mois entre deux étapes qui suivent la signature est dit en avertissement. L’ordre de la publication et \
              de l’envoi est libre : l’un et l’autre sont nécessaires, aucun n’a à précéder l’autre.",
    why: "Un exécutif qui signe avant le vote n’en a pas le pouvoir, et un acte reçu avant d’être envoyé ne fait \
               pas foi : l’acte n’est pas exécutoire, et ses délais de recours ne courent pas.",
    source: "CGCT, art. L. 3131-1 (caractère exécutoire : publication et transmission) ; art. L. 3211-1 (le conseil \
             départemental règle par ses délibérations les affaires du département).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/convention.yaml",
            from: "  reception: 2024-03-29",
            to: "  reception: 2024-03-19",
        }],
        admitted: &[Change {
            file: "content/2024/convention.yaml",
            from: "  publication: 2024-04-02",
            to: "  publication: 2024-03-28",
        }],
    },
};

/// The step whose delay to the next ones is not checked.
const VOTE: &str = "délibération";

/// A step of the act and its day.
type Step<'d> = (&'static str, &'d Spanned<Day>);

/// More days than this between two steps suggest that one of them is wrong.
const DAYS_BETWEEN_STEPS_MAX: i32 = 183;

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let dates = &context.dossier.convention.dates;
    let step = |name, day: &'_ Option<Spanned<Day>>| day.clone().map(|j| (name, j));
    let vote = step(VOTE, &dates.deliberation);
    let signature = step("signature", &dates.signature);
    let sending = step("envoi", &dates.sending);
    let reception = step("réception", &dates.reception);
    let publication = step("publication", &dates.publication);
    let sequences = [
        (&vote, &signature),
        (&vote, &sending),
        (&vote, &reception),
        (&vote, &publication),
        (&signature, &sending),
        (&signature, &reception),
        (&signature, &publication),
        (&sending, &reception),
    ];
    let pairs: Vec<(Step<'_>, Step<'_>)> = sequences
        .into_iter()
        .filter_map(|(a, b)| {
            let ((name_a, a), (name_b, b)) = (a.as_ref()?, b.as_ref()?);
            Some(((*name_a, a), (*name_b, b)))
        })
        .collect();
    let out_of_order: Vec<_> = pairs.iter().copied().filter(|(a, b)| a.1.value > b.1.value).collect();
    if !out_of_order.is_empty() {
        return combined_finding(
            &out_of_order,
            "les dates de l’acte ne se suivent pas",
            "vient avant",
            "corriger la date fausse",
        )
        .into_iter()
        .collect();
    }
    let slow: Vec<_> = pairs
        .iter()
        .copied()
        .filter(|(a, b)| a.0 != VOTE && b.1.value.index() - a.1.value.index() > DAYS_BETWEEN_STEPS_MAX)
        .collect();
    combined_finding(
        &slow,
        "plus de six mois séparent deux étapes de l’acte",
        "vient longtemps après",
        "vérifier les deux dates",
    )
    .map(Diagnostic::warning)
    .into_iter()
    .collect()
}

/// « la réception », « l’envoi ».
fn with_article(step: &str) -> String {
    if step.starts_with('e') { format!("l’{step}") } else { format!("la {step}") }
}

/// One finding for all the pairs, at the step that occurs in most of them.
fn combined_finding(pairs: &[(Step<'_>, Step<'_>)], what: &str, how: &str, help: &str) -> Option<Diagnostic> {
    let blames = |name: &str| pairs.iter().filter(|(a, b)| a.0 == name || b.0 == name).count();
    let steps: Vec<Step<'_>> = pairs.iter().flat_map(|(a, b)| [*b, *a]).collect();
    // In a draw, the later step of the first pair.
    let worst = steps.iter().map(|step| blames(step.0)).max()?;
    let faulty = steps.iter().copied().find(|step| blames(step.0) == worst)?;
    let others: std::collections::BTreeMap<&str, &Spanned<Day>> =
        steps.iter().filter(|step| step.0 != faulty.0).copied().collect();
    let days: Vec<String> = others.iter().map(|(name, day)| format!("{name} le {}", day.value)).collect();
    let finding = Diagnostic::finding(
        faulty.1.span,
        format!("{what} : {} le {}, {}", faulty.0, faulty.1.value, days.join(", ")),
    )
    .here(faulty.0)
    .arithmetic(
        pairs
            .iter()
            .map(|(a, b)| {
                format!("{} ({}) {how} {} ({})", with_article(b.0), b.1.value, with_article(a.0), a.1.value)
            })
            .collect::<Vec<_>>()
            .join(" ; "),
    )
    .help(help);
    Some(others.into_iter().fold(finding, |finding, (name, day)| finding.also(day.span, name)))
}
