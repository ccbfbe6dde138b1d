//! The days of the act's life, in the order in which the law makes them come.

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

/// A step and its day.
type Step<'d> = (&'static str, &'d Spanned<Day>);

/// Days between two steps past which one of them is probably wrong.
const LONG_TIME: i32 = 183;

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let dates = &context.dossier.convention.dates;
    let step = |name, day: &'_ Option<Spanned<Day>>| day.clone().map(|j| (name, j));
    let vote = step("délibération", &dates.deliberation);
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
        return say(
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
        .filter(|(a, b)| a.0 != "délibération" && b.1.value.index() - a.1.value.index() > LONG_TIME)
        .collect();
    say(
        &slow,
        "plus de six mois séparent deux étapes de l’acte",
        "vient longtemps après",
        "vérifier les deux dates",
    )
    .map(Diagnostic::warning)
    .into_iter()
    .collect()
}

/// One finding for all the pairs, at the step that most of them blame.
fn say(pairs: &[(Step<'_>, Step<'_>)], what: &str, how: &str, help: &str) -> Option<Diagnostic> {
    let blames = |name: &str| pairs.iter().filter(|(a, b)| a.0 == name || b.0 == name).count();
    let every: Vec<Step<'_>> = pairs.iter().flat_map(|(a, b)| [*b, *a]).collect();
    // The first of the most blamed: the later step of the first pair wins a draw.
    let worst = every.iter().map(|e| blames(e.0)).max()?;
    let faulty = every.iter().copied().find(|e| blames(e.0) == worst)?;
    let others: std::collections::BTreeMap<&str, &Spanned<Day>> =
        every.iter().filter(|e| e.0 != faulty.0).copied().collect();
    let list: Vec<String> = others.iter().map(|(name, j)| format!("{name} le {}", j.value)).collect();
    let finding = Diagnostic::finding(
        faulty.1.span,
        format!("{what} : {} le {}, {}", faulty.0, faulty.1.value, list.join(", ")),
    )
    .here(faulty.0)
    .arithmetic(
        pairs
            .iter()
            .map(|(a, b)| format!("{} ({}) {how} {} ({})", b.0, b.1.value, a.0, a.1.value))
            .collect::<Vec<_>>()
            .join(" ; "),
    )
    .help(help);
    Some(others.into_iter().fold(finding, |d, (name, day)| d.also(day.span, name)))
}
