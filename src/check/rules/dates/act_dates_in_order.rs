//! Checks that the dates of the act follow the order set by law: vote, signature, sending, reception.

use crate::check::rules::life::{SignedLife, lives};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Day;
use crate::model::life::LifeStep;
use crate::text::Spanned;

pub(crate) static PAGE: Page = Page {
    title: "les dates de l’acte ne se suivent pas",
    severity: Severity::Error,
    checks: "Dans la vie de l’acte et dans celle de chaque avenant, le vote précède la signature de la collectivité, la \
              signature l’envoi, la publication et la notification, l’envoi la réception, et la fin vient après ; deux \
              étapes le même jour sont admises, et la transmission d’une délibération (nature DE) précède la signature. Les étapes en désordre sont dites en un seul constat. Plus de six \
              mois entre deux étapes qui suivent la signature est dit en avertissement, comme la signature d’une autre partie \
              avant le vote, que rien n’interdit ; de plusieurs votes, le premier compte. L’ordre de la publication et \
              de l’envoi est libre : l’un et l’autre sont nécessaires, aucun n’a à précéder l’autre.",
    why: "Un exécutif qui signe avant le vote n’en a pas le pouvoir, et un acte reçu avant d’être envoyé ne fait \
               pas foi : l’acte n’est pas exécutoire, et ses délais de recours ne courent pas.",
    source: "CGCT, art. L. 3131-1 (caractère exécutoire : publication et transmission) ; art. L. 3211-1 (le conseil \
             départemental règle par ses délibérations les affaires du département).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/vie.yaml",
            from: "accusé de réception, le: 2024-03-29",
            to: "accusé de réception, le: 2024-03-19",
        }],
        admitted: &[Change {
            file: "content/2024/vie.yaml",
            from: "publication, le: 2024-04-02",
            to: "publication, le: 2024-03-28",
        }],
    },
};

/// The step whose delay to the next ones is not checked.
const VOTE: &str = "délibération";
const SIGNATURE: &str = "signature";

/// A step of the act and its day.
type Step<'d> = (&'static str, &'d Spanned<Day>);

/// More days than this between two steps suggest that one of them is wrong.
const DAYS_BETWEEN_STEPS_MAX: i32 = 183;

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    lives(context).iter().filter_map(order).collect()
}

/// What is out of order in a life, or else too far apart.
fn order(own: &SignedLife<'_>) -> Option<Diagnostic> {
    let life = own.life;
    let step = |name, step| life.day(step).map(|day| (name, day));
    // A second vote, after a withdrawal, takes nothing from what the first one empowered to do.
    let votes = life.past(LifeStep::Vote).filter_map(|event| event.day.as_ref());
    let vote = votes.min_by_key(|day| day.value).or_else(|| life.day(LifeStep::Vote)).map(|day| (VOTE, day));
    // Whom the vote empowers to sign; the State needs none.
    let empowered = own.signatures_of_authorities().filter_map(|event| event.day.as_ref());
    let first = empowered.min_by_key(|day| day.value).map(|day| (SIGNATURE, day));
    let signature = step(SIGNATURE, LifeStep::Signature);
    let first = if life.has(LifeStep::Signature) { first } else { signature };
    let sending = step("envoi", LifeStep::Transmission);
    let reception = step("réception", LifeStep::Receipt);
    let publication = step("publication", LifeStep::Publication);
    let notification = step("notification", LifeStep::Notification);
    let end = step("fin", LifeStep::End);
    // What was voted is sent before it is signed.
    let signed_then_sent =
        if own.is_receipt_of_the_vote() && sent_before(signature, sending) { None } else { signature };
    let sequences = [
        (&vote, &first),
        (&vote, &sending),
        (&vote, &reception),
        (&vote, &publication),
        (&signed_then_sent, &sending),
        (&signed_then_sent, &reception),
        (&signature, &publication),
        (&sending, &reception),
        (&signature, &notification),
        (&signature, &end),
        (&publication, &end),
    ];
    let pairs: Vec<(Step<'_>, Step<'_>)> =
        sequences.into_iter().filter_map(|(a, b)| Some(((*a)?, (*b)?))).collect();
    let out_of_order: Vec<_> = pairs.iter().copied().filter(|(a, b)| a.1.value > b.1.value).collect();
    if !out_of_order.is_empty() {
        let what = format!("les dates {} ne se suivent pas", own.of_name());
        return combined_finding(&out_of_order, &what, "vient avant", "corriger la date fausse");
    }
    let others = own.signatures_of_others().filter_map(|event| event.day.as_ref());
    let other = others.min_by_key(|day| day.value).map(|day| (SIGNATURE, day));
    let early: Vec<_> = vote.zip(other).into_iter().filter(|(a, b)| a.1.value > b.1.value).collect();
    if !early.is_empty() {
        let what = format!("une partie a signé avant le vote {}", own.of_name());
        let help = "vérifier les deux dates ; la collectivité, elle, ne signe qu’après le vote";
        return combined_finding(&early, &what, "vient avant", help).map(Diagnostic::warning);
    }
    let slow: Vec<_> = pairs
        .iter()
        .copied()
        .filter(|(a, b)| {
            a.0 != VOTE && b.0 != "fin" && b.1.value.index() - a.1.value.index() > DAYS_BETWEEN_STEPS_MAX
        })
        .collect();
    let what = format!("plus de six mois séparent deux étapes {}", own.of_name());
    combined_finding(&slow, &what, "vient longtemps après", "vérifier les deux dates")
        .map(Diagnostic::warning)
}

/// Whether the sending comes before the signature.
fn sent_before(signature: Option<Step<'_>>, sending: Option<Step<'_>>) -> bool {
    signature.zip(sending).is_some_and(|(signature, sending)| sending.1.value < signature.1.value)
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
