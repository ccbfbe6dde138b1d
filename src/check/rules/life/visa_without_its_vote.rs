//! An act that was voted, and whose visas do not say by which délibération.

use super::{SignedLife, lives};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::convention::{Visa, VisaKind};
use crate::model::life::{LifeEvent, LifeStep};

const SIGNED: &str = "  - { evenement: signature, le: 2024-03-28 }\n  - { evenement: transmission, le: 2024-03-29 }\n  - { evenement: accusé de réception, le: 2024-03-29, numero: 098-229800040-20240321-cd2024031200-DE }\n  - { evenement: publication, le: 2024-04-02 }";

pub(crate) static PAGE: Page = Page {
    title: "les visas ne disent pas par quelle délibération l’acte est voté",
    severity: Severity::Advice,
    checks: "Tant que personne n’a signé l’acte, ou l’avenant, et une fois son vote écrit dans `vie.yaml` : un visa cite sa \
              délibération, avec le jour et le numéro que dit le vote. Après la première signature, les visas ne changent \
              plus, et rien n’est dit. De plusieurs votes, rien n’est dit non plus.",
    why: "Les visas sont signés avec l’acte, et ce que dit `vie.yaml` ne l’est pas : le programme n’y recopie donc rien. Un \
          visa sans numéro ni date ne désigne aucun vote, et le pouvoir de signer n’est pas prouvé par l’acte.",
    source: "CGCT, art. L. 3211-1 (le conseil départemental règle par ses délibérations les affaires du département) ; usage des \
             visas.",
    example: Example {
        context: &[
            Change { file: "content/2024/vie.yaml", from: SIGNED, to: "" },
            Change {
                file: "content/2024/vie.yaml",
                from: "vote, le: 2024-03-21",
                to: "vote, le: 2024-03-21, numero: CD-2024-03-12",
            },
            Change {
                file: "content/2024/convention.yaml",
                from: "    date: 2024-03-21\n",
                to: "    numero: CD-2024-03-12\n    date: 2024-03-21\n",
            },
        ],
        fault: &[Change {
            file: "content/2024/convention.yaml",
            from: "    numero: CD-2024-03-12\n    date: 2024-03-21\n",
            to: "",
        }],
        admitted: &[Change {
            file: "content/2024/vie.yaml",
            from: "vote, le: 2024-03-21, numero: CD-2024-03-12",
            to: "vote, prevu_le: 2024-03-21",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let cadre = &context.dossier.cadre.visas;
    lives(context).iter().filter_map(|own| uncited(own, cadre)).collect()
}

fn uncited(own: &SignedLife<'_>, cadre: &[Visa]) -> Option<Diagnostic> {
    let mut votes = own.life.past(LifeStep::Vote);
    let vote = votes.next().filter(|_| votes.next().is_none() && !own.life.has(LifeStep::Signature))?;
    let cited: Vec<&Visa> = cadre.iter().chain(own.visas).filter(|visa| may_be_of(visa, vote)).collect();
    let Some(visa) = cited.first() else {
        let message = format!("{} est voté, et aucun de ses visas ne cite sa délibération", own.name());
        let keys = keys(vote, (true, true));
        let keys: String = keys.iter().map(|key| format!(", {key}")).collect();
        let help = format!(
            "ajouter à ses « visas », avant de signer : {{ designation: la délibération …{keys}, objet: autorisant la signature … }}"
        );
        return Some(Diagnostic::finding(vote.place(), message).here("voté").help(help));
    };
    // Another visa may have it.
    if cited.len() > 1 {
        return None;
    }
    let missing = (visa.date.is_none() && vote.day.is_some(), visa.number.is_none() && vote.number.is_some());
    let (what, them) = match missing {
        (true, true) => ("ni jour ni numéro", "les"),
        (true, false) => ("pas de jour", "le"),
        (false, true) => ("pas de numéro", "le"),
        (false, false) => return None,
    };
    let message = format!("le visa de la délibération n’a {what}, et la vie {} {them} dit", own.of_name());
    let help = format!("écrire dans ce visa, avant de signer : {}", keys(vote, missing).join(", "));
    Some(
        Diagnostic::finding(visa.designation.span, message)
            .here("visa")
            .also(vote.place(), "le vote")
            .help(help),
    )
}

/// Whether a visa is of the vote of the act, or may be: a délibération of that day, or of no day, of which nothing else is said.
fn may_be_of(visa: &Visa, vote: &LifeEvent) -> bool {
    let day = |day: &Option<crate::text::Spanned<crate::model::Day>>| day.as_ref().map(|day| day.value);
    let is_bare = visa.object.is_none() && flat(&visa.designation.value).contains("deliberation");
    visa.kind == VisaKind::Vote || is_bare && (visa.date.is_none() || day(&visa.date) == day(&vote.day))
}

/// What a visa takes from a vote: its number, then its day.
fn keys(vote: &LifeEvent, (day, number): (bool, bool)) -> Vec<String> {
    let number = vote.number.as_ref().filter(|_| number).map(|number| format!("numero: {number}"));
    let day = vote.day.as_ref().filter(|_| day).map(|day| format!("date: {}", day.value.iso()));
    number.into_iter().chain(day).collect()
}
