//! A full year counted for an action that starts in the course of the year.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::rules::finance::periods::{Month, month_of};
use crate::check::rules::finance::texts::{by_file, by_section, is_prose, passages};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::budget::{counted, financements};
use crate::model::passage::Fact;
use crate::model::{Fiche, Montant, Passage};
use crate::text::{Span, pattern};
use regex::Regex;

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

static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\bannée pleine\b|\bpar an\b|\bchaque année\b|\bpar année\b|\bannuelle?s?\b")
});

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let all = by_file(c.dossier);
    let window = c.dossier.convention.execution.as_ref().and_then(|e| Month::from(&e.value));
    let exercice = Month::year(c.dossier.convention.year);
    let end = window.map_or(exercice.end, |f| f.end.max(exercice.end));
    c.fiches().filter_map(|f| examine(f, passages(&all, f), exercice, end)).collect()
}

/// The first month of the action, when all its parts start in the year.
fn start(fiche: &Fiche) -> Option<(i32, Span)> {
    let dates = fiche.launch.as_ref()?.as_ref().ok()?;
    let [date] = dates.as_slice() else { return None };
    // A year alone tells no month.
    let (first, last) = (month_of(&date.datum, true)?, month_of(&date.datum, false)?);
    (first == last).then_some((first, date.span))
}

fn examine(fiche: &Fiche, passages: &[Passage], exercice: Month, end: i32) -> Option<Diagnostic> {
    let (first, date) = start(fiche)?;
    let remaining = end - first + 1;
    let mut budgets = counted(fiche);
    let budget = budgets.next().filter(|_| budgets.next().is_none())?;
    let period = Month::from(&budget.period.as_ref()?.value)?;
    if period != exercice || !(1..9).contains(&remaining) {
        return None;
    }
    let total = financements(budget).total;
    let (word, span) = by_section(fiche, passages).into_iter().filter(|s| quoted(s)).find_map(full)?;
    let prorata = total.euros().checked_mul(Decimal::from(remaining))? / Decimal::from(12);
    Some(
        Diagnostic::finding(
            span,
            format!("« {word} », quand l’action n’a que {remaining} mois d’ici la fin de la période, et que le budget de {total} est celui de l’année"),
        )
        .arithmetic(format!("au prorata du temps : {total} × {remaining}/12 = {}", Montant::rounded(prorata)?))
        .also(date, "l’action commence ici")
        .also(budget.span, "budget de l’année entière")
        .help("dire ce qui est dépensé dans l’année, ou que le montant est déjà celui de ces seuls mois"),
    )
}

/// Whether a section shows the budget.
fn quoted(section: &[Passage]) -> bool {
    section.iter().any(|p| is_prose(p) && p.text.contains("{budget."))
}

/// The words of a full year, in a paragraph that speaks of money or of posts.
fn full(section: &[Passage]) -> Option<(&str, Span)> {
    section.iter().filter(|p| is_prose(p)).find_map(|p| {
        let found = YEAR.find(&p.text)?;
        let money = p.mentions.iter().any(|m| matches!(m.fact, Fact::Montant(_)));
        let speaks_of_money =
            money || ["ETP", "{budget.", "coût", "financement"].iter().any(|m| p.text.contains(m));
        speaks_of_money.then(|| (found.as_str(), p.span_of(&found.range())))
    })
}
