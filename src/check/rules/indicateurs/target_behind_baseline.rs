//! Checks that the targets of a typed indicator go the way that is said to be progress.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::numbers::format_plain;
use crate::model::cadre::{Cadre, Direction};
use crate::model::indicateur::{TypedIndicateur, figure};

pub(crate) static PAGE: Page = Page {
    title: "une cible est en deçà de la situation de départ",
    severity: Severity::Advice,
    checks: "Un indicateur d’une fiche dont les chiffres sont typés (`depart`, `cibles`), avec un `sens` écrit, par la fiche \
              ou par le cadre : une cible d’une hausse n’est pas plus basse que la situation de départ, ni celle d’une baisse \
              plus haute. Une cible égale au départ (se maintenir) est admise.",
    why: "La progression va du départ à la cible : à contresens, tout résultat qui ne bouge pas vaut 100 %.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "indicateurs:\n  colonnes: [Cible 2024]\n  lignes:\n    - { libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
            to: "indicateurs:\n  - { libelle: Nombre de jeunes suivis, sens: hausse, unite: personnes, source: Registre, depart: { valeur: 30, au: 2023-12-31 }, cibles: { 2024: 45 } }",
        }],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "sens: hausse, unite",
            to: "sens: baisse, unite",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "cibles: { 2024: 45 }",
            to: "cibles: { 2024: 30 }",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let typed = context.fiches().filter_map(|fiche| fiche.objectives.as_ref()).flat_map(|o| &o.typed);
    typed.filter_map(|typed| check_typed(&context.dossier.cadre, typed)).collect()
}

fn check_typed(cadre: &Cadre, typed: &TypedIndicateur) -> Option<Diagnostic> {
    let known = typed.indicateur.as_ref().and_then(|id| cadre.indicateur(&id.value)).map(|(_, known)| known);
    let direction = typed.direction.or_else(|| known?.direction)?;
    let baseline_cell = typed.baseline.as_ref()?;
    let baseline = figure(baseline_cell)?;
    let (value, target) = typed.targets.iter().find_map(|target| {
        let value = figure(&target.value)?;
        let is_behind = match direction {
            Direction::Increase => value < baseline,
            Direction::Decrease => value > baseline,
        };
        is_behind.then_some((value, target))
    })?;
    let (way, side) = match direction {
        Direction::Increase => ("hausse", "plus basse"),
        Direction::Decrease => ("baisse", "plus haute"),
    };
    let place = target.value.first()?.measured.span;
    let message = format!(
        "la cible {} ({}) est {side} que la situation de départ ({}), et le progrès est dit en {way}",
        target.written.value,
        format_plain(value, None),
        format_plain(baseline, None),
    );
    let finding =
        Diagnostic::finding(place, message).help("corriger la cible, la situation de départ, ou « sens »");
    Some(match baseline_cell.first() {
        Some(first) => finding.also(first.measured.span, "situation de départ"),
        None => finding,
    })
}
