//! A step of the life of the act that is told twice, and that happens once.

use super::{SignedLife, lives};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::life::{LifeEvent, LifeStep};
use crate::model::parties::PartyRole;

const VOTE: &str = "  - { evenement: vote, le: 2024-03-21 }\n";

pub(crate) static PAGE: Page = Page {
    title: "une étape de la vie de l’acte est dite deux fois",
    severity: Severity::Advice,
    checks: "Dans `vie.yaml`, de l’acte et de chaque avenant : deux votes, deux signatures d’une même personne pour une même \
              partie, deux fins. Une ligne sans `partie` est la signature de toutes, une ligne sans `par` celle de tous ceux \
              qui signent pour la partie. Quand plusieurs collectivités signent, chacune vote : deux votes sont admis. Deux \
              transmissions, deux accusés de réception (la délibération, puis l’acte), deux publications le sont aussi.",
    why: "L’état et ses jours suivent le dernier vote et la dernière signature : une ligne en trop les déplace.",
    source: "Cohérence interne de l’acte. Un second vote peut être juste, après un retrait : ce n’est qu’un conseil.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/vie.yaml",
            from: VOTE,
            to: "  - { evenement: vote, le: 2024-03-14 }\n  - { evenement: vote, le: 2024-03-21 }\n",
        }],
        admitted: &[Change {
            file: "content/2024/vie.yaml",
            from: VOTE,
            to: "  - { evenement: vote, le: 2024-03-21 }\n  - { evenement: notification, le: 2024-04-03 }\n  - { evenement: notification, le: 2024-04-04 }\n",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    lives(context).iter().flat_map(twice).collect()
}

/// What is told twice of a life, once a kind.
fn twice(own: &SignedLife<'_>) -> Vec<Diagnostic> {
    let authorities = own.parties.iter().filter(|party| party.role == PartyRole::Authority).count();
    let votes = own.life.past(LifeStep::Vote).filter(|_| authorities < 2);
    let ends = own.life.past(LifeStep::End);
    let signatures: Vec<&LifeEvent> = own.life.past(LifeStep::Signature).collect();
    let signed = signatures.iter().enumerate().find_map(|(rank, event)| {
        let before = signatures.get(..rank)?.iter().find(|before| is_same_signature(before, event))?;
        Some((*before, *event))
    });
    let pairs = [first_two(votes), signed, first_two(ends)];
    pairs.into_iter().flatten().map(|pair| told(own, pair)).collect()
}

fn first_two<'l>(mut events: impl Iterator<Item = &'l LifeEvent>) -> Option<(&'l LifeEvent, &'l LifeEvent)> {
    Some((events.next()?, events.next()?))
}

/// Whether two signatures are of one person at least: what names nobody is of all.
fn is_same_signature(a: &LifeEvent, b: &LifeEvent) -> bool {
    let meet = |a: &Option<crate::text::Spanned<String>>, b: &Option<crate::text::Spanned<String>>| {
        a.as_ref().zip(b.as_ref()).is_none_or(|(a, b)| flat(&a.value) == flat(&b.value))
    };
    meet(&a.party, &b.party) && meet(&a.signatory, &b.signatory)
}

fn told(own: &SignedLife<'_>, (before, event): (&LifeEvent, &LifeEvent)) -> Diagnostic {
    let party =
        event.party.as_ref().and_then(|id| own.parties.iter().find(|party| party.id.value == id.value));
    let name = own.name();
    let message = match event.step {
        LifeStep::Vote => format!("{name} est voté deux fois"),
        LifeStep::Signature => match party {
            Some(party) => format!("{name} porte deux fois la signature de : {}", party.designation),
            None => format!("{name} porte deux fois la même signature"),
        },
        _ => format!("{name} prend fin deux fois"),
    };
    let help = match event.step {
        LifeStep::Vote => {
            "si le second vote remplace le premier, ne rien changer : l’état suit le dernier ; sinon, retirer la ligne en trop"
        }
        LifeStep::Signature => "retirer la ligne en trop, ou dire par « par » qui signe",
        _ => "retirer la ligne en trop",
    };
    Diagnostic::finding(event.place(), message)
        .here(event.step.word())
        .also(before.place(), "déjà dit ici")
        .help(help)
}
