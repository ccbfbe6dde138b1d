//! Checks that no post is valued in another act of the collectivité as well, for more than its time.

use crate::check::figures_and_words::percent;
use crate::check::other_acts::ComparedAct;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::shared::{SharedPost, shared_actions, shared_posts};

const FILE: &str = "content/2024/fiches/01-accueil.md";

pub(crate) static PAGE: Page = Page {
    title: "le même personnel est valorisé aussi dans un autre acte",
    severity: Severity::Warning,
    checks: "Une charge valorisée de même libellé, de même effectif et de même coût, pour des périodes qui se recouvrent, \
              dans cet acte et dans un autre de la même collectivité : la somme des parts de temps ne peut dépasser 100 %. Sans \
              part de temps, des facteurs tous égaux (ETP, coût) sont un conseil, quand le libellé dit plus qu’un métier. \
              Les actions qui sont déjà signalées comme financées deux fois (FIN-044) sont laissées de côté.",
    why: "Le temps d’un agent ne se finance qu’une fois : valorisé dans deux actes, il gonfle deux fois la part de la \
               collectivité.",
    source: "Sincérité des prévisions, CGCT, art. L. 3312-1 et suivants ; non-cumul du financement d’une même dépense.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: "    - libelle: Travailleurs sociaux\n      valorisation: { effectif: 3, quotite: 50 %, cout_annuel: 48 000 € }",
            to: "    - libelle: Éducateurs de rue\n      valorisation: { effectif: 3, quotite: 60 %, cout_annuel: 40 000 € }",
        }],
        admitted: &[Change {
            file: FILE,
            from: "    - libelle: Travailleurs sociaux\n      valorisation: { effectif: 3, quotite: 50 %, cout_annuel: 48 000 € }",
            to: "    - libelle: Éducateurs de rue\n      valorisation: { effectif: 4, quotite: 45 %, cout_annuel: 40 000 € }",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let of_act = |other: &ComparedAct<'_>| {
        let (own, twin) = (context.dossier, other.dossier.as_ref());
        let told = shared_actions(own, twin);
        let is_told =
            |post: &SharedPost<'_>| told.iter().any(|action| action.is_of(post.own.fiche, post.other.fiche));
        let shared = shared_posts(own, twin).into_iter().filter(|post| !is_told(post));
        shared.map(|post| finding(&post, other)).collect::<Vec<_>>()
    };
    context.others().iter().flat_map(of_act).collect()
}

fn finding(post: &SharedPost<'_>, other: &ComparedAct<'_>) -> Diagnostic {
    let SharedPost { own, other: twin, time, stake } = post;
    let label = &own.charge.label;
    let place = other.act.place(twin.charge.label.span);
    let said = match time {
        Some(time) => format!("{} du temps en tout", percent(*time)),
        None => "aux mêmes nombre et coût".to_owned(),
    };
    let message = format!(
        "la valorisation de « {label} » est aussi dans {}, fiche {} : {said}",
        other.act.name, twin.fiche.number.value
    );
    let finding = Diagnostic::finding(label.span, message)
        .here(format!("valorisation aussi dans {place}"))
        .on(format!("{} {} {} {label}", other.act.key, twin.fiche.number.value, own.fiche.number.value))
        .arithmetic(format!("{} ici, {} là ({place})", own.valorisation.product, twin.valorisation.product))
        .stake(stake.euros())
        .help("réduire une part de temps, ou distinguer les personnes par leur libellé");
    if time.is_none() { finding.advice() } else { finding }
}
