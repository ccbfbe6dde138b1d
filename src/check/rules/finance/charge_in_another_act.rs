//! Checks that no line of charges, by its words and its amount, is counted in another act of the collectivité as well.

use super::action_in_another_act::{exercices, lines_of};
use crate::check::other_acts::ComparedAct;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::shared::{DatedEntry, SharedCharge, shared_actions, shared_charges};
use crate::model::Dossier;
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "la même charge est comptée aussi dans un autre acte",
    severity: Severity::Warning,
    checks: "Une ligne de charges de même libellé et de même montant, pour des périodes qui se recouvrent, dans cet acte et \
              dans un autre de la même collectivité. Un montant rond (multiple de 100 €) n’est qu’un conseil : deux dépenses \
              peuvent coûter autant. Un libellé que toute ligne peut avoir (« Divers », « Frais de déplacement »), un \
              montant de moins de 1 000 € et les charges valorisées (FIN-046) sont laissés de côté, ainsi que les actions \
              qui sont déjà signalées comme financées deux fois (FIN-044).",
    why: "Une même facture, ou un même poste, présenté dans deux actes est payé deux fois.",
    source: "Non-cumul du financement d’une même dépense ; sincérité des prévisions, CGCT, art. L. 3312-1 et suivants.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "{ libelle: Équipe mobile, montant:",
            to: "{ libelle: Aménagement de la maison des adolescents, montant:",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "{ libelle: Équipe mobile, montant:",
            to: "{ libelle: Aménagement de la maison, montant:",
        }],
    },
};

/// Most lines that are shown.
const SHOWN: usize = 6;

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let of_act = |other: &ComparedAct<'_>| {
        let (own, twin) = (context.dossier, other.dossier.as_ref());
        let told = shared_actions(own, twin);
        let is_told =
            |charge: &SharedCharge<'_>| told.iter().any(|action| action.is_of(charge.own, charge.other));
        let shared = shared_charges(own, twin).into_iter().filter(|charge| !is_told(charge));
        shared.map(|charge| finding(&charge, own, other)).collect::<Vec<_>>()
    };
    context.others().iter().flat_map(of_act).collect()
}

fn finding(charge: &SharedCharge<'_>, dossier: &Dossier, other: &ComparedAct<'_>) -> Diagnostic {
    let (own, twins): (Vec<DatedEntry<'_>>, Vec<DatedEntry<'_>>) = charge.entries.iter().cloned().unzip();
    let message = format!(
        "la charge « {} »{}, {}, est comptée aussi dans {}, fiche {}",
        charge.label,
        exercices(&own, dossier),
        charge.stake(),
        other.act.name,
        charge.other.number.value
    );
    let file = other.act.path(charge.other.title.span);
    let terms = format!("{} ici, autant là ({file}, {})", charge.stake(), lines_of(&twins, other));
    let mut places: Vec<Span> = own.iter().map(|line| line.entry.span).collect();
    places.dedup();
    let mut spans = places.into_iter().take(SHOWN);
    let Some(first) = spans.next() else { return Diagnostic::finding(charge.own.title.span, message) };
    let finding = Diagnostic::finding(first, message)
        .on(format!(
            "{} {} {} {}",
            other.act.key, charge.other.number.value, charge.own.number.value, charge.label
        ))
        .arithmetic(terms)
        .stake(charge.stake().euros())
        .help("vérifier que ce sont deux dépenses ; si c’est la même, la retirer d’un des deux actes");
    let finding = spans.fold(finding, |finding, span| finding.also(span, ""));
    if charge.is_round { finding.advice() } else { finding }
}
