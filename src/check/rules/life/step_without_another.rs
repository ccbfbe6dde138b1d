//! A step of the life of the act that the law lets come only with another, which nothing tells.

use super::{SignedLife, lives};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::convention::Visa;
use crate::model::life::{LifeEvent, LifeStep};

const SENT: &str = "  - { evenement: transmission, le: 2024-03-29 }\n  - { evenement: accusé de réception, le: 2024-03-29, numero: 098-229800040-20240321-cd2024031200-DE }\n";

pub(crate) static PAGE: Page = Page {
    title: "une étape de la vie de l’acte manque",
    severity: Severity::Warning,
    checks: "Dans `vie.yaml`, de l’acte et de chaque avenant : un acte publié ou notifié est transmis aussi ; un acte qu’une \
              partie a signé a été voté ; un acte transmis est signé de toutes les parties. Un accusé de réception vaut \
              transmission, un visa qui date le vote vaut vote, et la transmission d’une délibération (nature DE) n’attend \
              pas les signatures.",
    why: "Publié sans être transmis, l’acte n’est pas exécutoire ; signé sans vote, il l’est par qui n’en a pas le pouvoir.",
    source: "CGCT, art. L. 3131-1 (départements ; la métropole de Lyon par l’art. L. 3611-3), L. 2131-1 (communes ; leurs \
             groupements et les autres métropoles par l’art. L. 5211-3) et L. 4141-1 (régions) : publication et transmission ; \
             art. L. 3211-1 (le conseil départemental règle par ses délibérations les affaires du département).",
    example: Example {
        context: &[],
        fault: &[Change { file: "content/2024/vie.yaml", from: SENT, to: "" }],
        admitted: &[Change {
            file: "content/2024/vie.yaml",
            from: "evenement: publication, le: 2024-04-02",
            to: "evenement: notification, le: 2024-04-02, a: la caisse d'allocations familiales",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    lives(context).iter().flat_map(|own| [untold(own), unvoted(own), unsigned(own)]).flatten().collect()
}

fn finding(event: &LifeEvent, message: String, help: &str) -> Option<Diagnostic> {
    Some(Diagnostic::finding(event.place(), message).here(event.step.word()).help(help))
}

/// Published or notified, and not sent.
fn untold(own: &SignedLife<'_>) -> Option<Diagnostic> {
    let life = own.life;
    if life.has(LifeStep::Transmission) || life.has(LifeStep::Receipt) {
        return None;
    }
    let event = life.past(LifeStep::Publication).chain(life.past(LifeStep::Notification)).next()?;
    let word = if event.step == LifeStep::Publication { "publié" } else { "notifié" };
    let message = format!("{} est {word}, et rien ne dit qu’il a été transmis au préfet", own.name());
    finding(event, message, "écrire la transmission et son jour : sans elle, l’acte n’est pas exécutoire")
}

/// Signed, and not voted. Nothing forbids the State to sign first: it is only unusual.
fn unvoted(own: &SignedLife<'_>) -> Option<Diagnostic> {
    let life = own.life;
    if life.has(LifeStep::Vote) || own.visas.iter().any(Visa::dates_the_vote) {
        return None;
    }
    let help = "écrire le vote et son jour, ou le dater dans le visa de la délibération";
    if let Some(event) = own.signatures_of_authorities().next() {
        let message = format!("{} est signé, et rien ne dit que l’assemblée l’a voté", own.name());
        return finding(event, message, help);
    }
    let event = life.past(LifeStep::Signature).next()?;
    let message = format!("{} porte déjà une signature, et rien ne dit que l’assemblée l’a voté", own.name());
    finding(event, message, help)
}

/// Sent, and not signed by all.
fn unsigned(own: &SignedLife<'_>) -> Option<Diagnostic> {
    let life = own.life;
    if own.parties.is_empty() || life.is_signed(own.parties) || own.is_receipt_of_the_vote() {
        return None;
    }
    let event = life.past(LifeStep::Transmission).chain(life.past(LifeStep::Receipt)).next()?;
    let name = own.name();
    if !life.has(LifeStep::Signature) {
        let help = "écrire les signatures qui ont eu lieu ; si c’est la délibération seule qui est transmise, écrire le numéro de son accusé de réception, qui finit par « DE »";
        return finding(event, format!("{name} est transmis, et rien ne dit qu’il a été signé"), help);
    }
    let late = own.parties.iter().filter(|party| !life.has_signed(party));
    let late: Vec<&str> = late.map(|party| party.designation.value.as_str()).collect();
    let message = format!("{name} est transmis, et la signature manque encore de : {}", late.join(", "));
    finding(event, message, "écrire les signatures qui ont eu lieu, ou retirer la transmission")
}
