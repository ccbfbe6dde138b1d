//! An act that is sent more than fifteen days after it was signed.

use super::{SignedLife, lives};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::life::LifeStep;

const SENT: &str = "transmission, le: 2024-03-29 }\n  - { evenement: accusé de réception, le: 2024-03-29, numero: 098-229800040-20240321-cd2024031200-DE }";

pub(crate) static PAGE: Page = Page {
    title: "l’acte est transmis longtemps après sa signature",
    severity: Severity::Advice,
    checks: "Le jour de la transmission, ou celui de l’accusé de réception, contre celui de la dernière signature : plus de \
              quinze jours, et jusqu’à six mois, est dit. Plus de six mois relève de DAT-001. La transmission d’une \
              délibération (nature DE), qui précède la signature, n’est pas jugée.",
    why: "Tant qu’il n’est pas transmis, l’acte n’est pas exécutoire : rien ne peut être versé, et ses délais de recours ne \
          courent pas.",
    source: "CGCT, art. L. 2131-1, L. 3131-1 et L. 4141-1 : quinze jours pour les décisions individuelles. La loi ne fixe pas \
             ce délai à toutes les conventions : ce n’est qu’un conseil.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/vie.yaml",
            from: SENT,
            to: "transmission, le: 2024-04-22 }\n  - { evenement: accusé de réception, le: 2024-04-22, numero: 098-229800040-20240328-cd2024031200-CC }",
        }],
        admitted: &[Change {
            file: "content/2024/vie.yaml",
            from: SENT,
            to: "transmission, le: 2024-04-12 }\n  - { evenement: accusé de réception, le: 2024-04-12, numero: 098-229800040-20240328-cd2024031200-CC }",
        }],
    },
};

/// Most days between the signature and the sending.
const DAYS_MAX: i32 = 15;
/// Beyond these days, DAT-001 doubts one of the dates.
const DOUBTED: i32 = 183;

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    lives(context).iter().filter_map(late).collect()
}

fn late(own: &SignedLife<'_>) -> Option<Diagnostic> {
    let life = own.life;
    if own.is_receipt_of_the_vote() || !life.is_signed(own.parties) {
        return None;
    }
    let last = |step| life.past(step).filter_map(|event| event.day.as_ref()).max_by_key(|day| day.value);
    let signed = last(LifeStep::Signature)?;
    let sent = last(LifeStep::Transmission).or_else(|| last(LifeStep::Receipt))?;
    let days = sent.value.index() - signed.value.index();
    if !(DAYS_MAX + 1..=DOUBTED).contains(&days) {
        return None;
    }
    let message = format!("{} est transmis {days} jours après sa signature", own.name());
    Some(
        Diagnostic::finding(sent.span, message)
            .also(signed.span, format!("signé le {}", signed.value))
            .help("vérifier les deux jours ; la prochaine fois, transmettre dans les quinze jours"),
    )
}
