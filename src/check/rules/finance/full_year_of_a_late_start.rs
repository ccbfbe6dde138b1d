//! Checks that an action launched during the year does not count a full year of costs.

use std::ops::Range;

use rust_decimal::Decimal;

use super::periods::{Months, month_of};
use super::texts::{amounts, by_file, by_section, passages};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::ledger::budget::{counted, financements};
use crate::model::passage::is_prose;
use crate::model::{Fiche, Montant, Passage};
use crate::text::{Span, words};

const FILE: &str = "content/2024/fiches/02-diagnostics.md";
const DATE: &str = "mise_en_place: 2024-02-01\nduree: 11 mois, jusqu'en décembre 2024";

pub(crate) static PAGE: Page = Page {
    title: "une année pleine est comptée pour une action qui commence en cours d’année",
    severity: Severity::Advice,
    checks: "Une fiche dont l’action commence après le mois de mars de l’année de l’acte, dont le budget compté couvre toute \
              l’année, et dont une section citant ce budget parle d’« année pleine » ou d’un montant « par an », « chaque \
              année », « annuel ». Une période d’exécution qui va au-delà de l’année compte ; neuf mois ou plus ne donnent rien. Le prorata est donné. Une date sans mois est laissée de côté.",
    why: "Une dépense d’année pleine ne peut être faite en quelques mois : le solde serait à reverser ou à reporter.",
    source: "Annualité budgétaire : CGCT, art. L. 3311-1.",
    example: Example {
        context: &[],
        fault: &[
            Change {
                file: FILE,
                from: DATE,
                to: "mise_en_place: 2024-07-01\nduree: 6 mois, jusqu'en décembre 2024",
            },
            Change {
                file: FILE,
                from: "## 5. Budget détaillé\n",
                to: "## 5. Budget détaillé\n\nLe coût est celui d'une année pleine.\n",
            },
        ],
        admitted: &[
            Change {
                file: FILE,
                from: DATE,
                to: "mise_en_place: 2024-07-01\nduree: 6 mois, jusqu'en décembre 2024",
            },
            Change {
                file: FILE,
                from: "## 5. Budget détaillé\n",
                to: "## 5. Budget détaillé\n\nLe coût est celui d'une année pleine.\n",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let all = by_file(context.dossier);
    let window = context.dossier.convention.execution.as_ref().and_then(|e| Months::from(&e.value));
    let exercice = Months::year(context.dossier.convention.year);
    let act = Months::of_act(context.dossier);
    let end = window.map_or(act.end, |months| months.end.max(act.end));
    context.fiches().filter_map(|fiche| examine(fiche, passages(&all, fiche), exercice, end)).collect()
}

/// The month of the launch; `None` when the fiche gives several dates, or a year only.
fn launch_month(fiche: &Fiche) -> Option<(i32, Span)> {
    let dates = fiche.launch.as_ref()?.as_ref().ok()?;
    let [date] = dates.as_slice() else { return None };
    // First and last month differ for a year alone.
    let (first, last) = (month_of(&date.datum, true)?, month_of(&date.datum, false)?);
    (first == last).then_some((first, date.span))
}

fn examine(fiche: &Fiche, passages: &[Passage], exercice: Months, end: i32) -> Option<Diagnostic> {
    let (first, launch_span) = launch_month(fiche)?;
    let remaining = end - first + 1;
    let mut budgets = counted(fiche);
    let budget = budgets.next().filter(|_| budgets.next().is_none())?;
    let period = Months::from(&budget.period.as_ref()?.value)?;
    if period != exercice || !(1..9).contains(&remaining) {
        return None;
    }
    let total = financements(budget).total;
    let (word, span) =
        by_section(fiche, passages).into_iter().filter(|s| cites_budget(s)).find_map(full_year_words)?;
    let prorata = total.euros().checked_mul(Decimal::from(remaining))? / Decimal::from(12);
    Some(
        Diagnostic::finding(
            span,
            format!("« {word} », quand l’action n’a que {remaining} mois d’ici la fin de la période, et que le budget de {total} est celui de l’année"),
        )
        .arithmetic(format!("au prorata du temps : {total} × {remaining}/12 = {}", Montant::rounded(prorata)?))
        .also(launch_span, "l’action commence ici")
        .also(budget.span, "budget de l’année entière")
        .help("dire ce qui est dépensé dans l’année, ou que le montant est déjà celui de ces seuls mois"),
    )
}

/// Whether a section cites the budget.
fn cites_budget(section: &[Passage]) -> bool {
    section.iter().any(|p| is_prose(p) && p.text.contains("{budget."))
}

/// The words that mean a full year, in a paragraph about money or posts.
fn full_year_words(section: &[Passage]) -> Option<(&str, Span)> {
    section.iter().filter(|passage| is_prose(passage)).find_map(|passage| {
        let bytes = full_year(&passage.text)?;
        let speaks_of_money =
            ["ETP", "{budget.", "coût", "financement"].iter().any(|word| passage.text.contains(word))
                || amounts(passage).next().is_some();
        speaks_of_money.then_some((passage.text.get(bytes.clone())?, passage.span_of(&bytes)))
    })
}

/// « année pleine », « par an », « chaque année », « annuel ».
fn full_year(text: &str) -> Option<Range<usize>> {
    let words: Vec<(usize, &str)> = words(text).collect();
    words.iter().enumerate().find_map(|(rank, (start, word))| {
        let (next, second) = words.get(rank + 1).copied().unwrap_or_default();
        let pair = (flat(word), flat(second));
        match (pair.0.as_str(), pair.1.as_str()) {
            ("annee", "pleine") | ("par", "an" | "annee") | ("chaque", "annee") => {
                Some(*start..next + second.len())
            }
            ("annuel" | "annuels" | "annuelle" | "annuelles", _) => Some(*start..start + word.len()),
            _ => None,
        }
    })
}
