//! Checks that no executed amount is left blank without a reason.

use super::sums::join_words;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::executions::first_year;
use crate::model::fiche::Executed;
use crate::model::{Absence, Fiche};

pub(crate) static PAGE: Page = Page {
    title: "un montant exécuté est laissé vide",
    severity: Severity::Warning,
    checks: "Les années de `executions` dont la case est vide sans que l’acte y imprime rien : un constat par fiche. Une \
              case qui dit pourquoi elle n’a pas de montant (« non renseigné », « sans objet », « à transmettre »…), un \
              montant nul, et les années qui précèdent le début d’une action nouvelle, sont laissés de côté.",
    why: "Une case vide ne dit pas si rien n’a été dépensé ou si le montant manque : l’engagement ne peut être \
               comparé à ce qui se faisait avant lui.",
    source: "Cohérence interne de l’acte : le tableau des engagements compare l’année aux précédentes.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "\"2021\": 18 200 €",
            to: "\"2021\": vide",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "\"2021\": 18 200 €",
            to: "\"2021\": sans objet",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.fiches().filter_map(|fiche| check_fiche(context, fiche)).collect()
}

fn check_fiche(context: &Context<'_>, fiche: &Fiche) -> Option<Diagnostic> {
    let start = first_year(&context.dossier.cadre, fiche);
    let all_years = fiche.executions.iter().flat_map(|e| &e.years);
    let blank_years: Vec<_> = all_years
        .filter(|(_, e)| matches!(e, Executed::Absent(Absence::Blank, None)))
        .filter(|(year, _)| start.is_none_or(|start| i32::from(year.value) >= start))
        .map(|(year, _)| year)
        .collect();
    let first = blank_years.first()?;
    let names: Vec<String> = blank_years.iter().map(|a| a.value.to_string()).collect();
    let what = match blank_years.len() {
        1 => "le montant exécuté est laissé vide",
        _ => "les montants exécutés sont laissés vides",
    };
    let finding =
        Diagnostic::finding(first.span, format!("{what}, sans raison déclarée : {}", join_words(&names)))
            .help("écrire le montant, « 0 € » si rien n’a été dépensé, ou pourquoi il n’est pas connu");
    Some(blank_years.iter().skip(1).take(12).fold(finding, |d, a| d.also(a.span, a.value.to_string())))
}
