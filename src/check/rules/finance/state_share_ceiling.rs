//! Share of the State out of the bounds of the framework, and a party that pays nothing.

use rust_decimal::Decimal;

use crate::check::figures_and_words::{self, percent};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::budget::{contribution, counted, financements, share};
use crate::model::budget::{Budget, Role};
use crate::model::cadre::{DEPARTEMENT, ETAT};
use crate::model::{Fiche, Montant};

const FILE: &str = "content/2024/fiches/02-diagnostics.md";
const ETAT_PAYS: &str =
    "    - { financeur: etat, montant: 20 000 € }\n    - { financeur: departement, montant: 15 000 € }";

pub(crate) static PAGE: Page = Page {
    title: "la part de l’État dépasse le plafond du cadre, ou une partie ne paie rien",
    severity: Severity::Advice,
    checks: "Dans les budgets comptés de chaque fiche, la part de l’État contre `part_etat_max` du cadre, et le \
              Département ou l’État inscrits pour zéro euro. Un cadre sans plafond, un budget sans financement ou dont un \
              financement est sans montant, ne donnent pas de constat de part. Quand la fiche a aussi un budget de projet \
              où l’État paie le même montant, sa part dans le projet est dite.",
    why: "Le cofinancement est la condition du soutien de l’État : au-delà du plafond, le surplus peut être réclamé.",
    source: "Le cadre de la convention (clé `part_etat_max`), d’après l’instruction qui le fixe.",
    example: Example {
        context: &[],
        fault: &[
            Change {
                file: FILE,
                from: ETAT_PAYS,
                to: "    - { financeur: etat, termes: [{ montant: 20 000 € }, { montant: 2 000 € }] }\n    - { financeur: departement, montant: 13 000 € }",
            },
            Change {
                file: "content/2024/convention.yaml",
                from: "montant_etat: \"90 666,67 €\"",
                to: "montant_etat: \"92 666,67 €\"",
            },
        ],
        admitted: &[Change {
            file: FILE,
            from: ETAT_PAYS,
            to: "    - { financeur: etat, termes: [{ montant: 19 000 € }, { montant: 1 000 € }] }\n    - { financeur: departement, montant: 15 000 € }",
        }],
    },
};

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let cap = c.dossier.cadre.max_etat_share;
    c.fiches().filter_map(|f| beyond(f, cap).or_else(|| nothing(f))).collect()
}

fn beyond(fiche: &Fiche, cap: Option<Decimal>) -> Option<Diagnostic> {
    let cap = cap?;
    let (mut etat, mut total, mut missing) = (Montant::ZERO, Montant::ZERO, 0);
    for budget in counted(fiche) {
        let whole = financements(budget);
        etat = etat + share(budget, Some(ETAT)).total;
        total = total + whole.total;
        missing += whole.missing;
    }
    let rate = figures_and_words::share(etat.euros(), total.euros()).filter(|t| *t > cap && missing == 0)?;
    let allowed = Montant::rounded(total.euros().checked_mul(cap)? / Decimal::ONE_HUNDRED)?;
    let project = fiche.budgets.iter().filter(|b| b.role == Role::Project).find_map(|b| in_project(b, etat));
    let rest = project.map(|p| format!(" ; dans le budget du projet, {}", percent(p))).unwrap_or_default();
    let line = counted(fiche).flat_map(|b| &b.financements).find(|f| is(f, ETAT))?;
    let sum = contribution(line);
    let (here, rest_of_terms) = sum.terms.split_first()?;
    let mut finding = Diagnostic::finding(
        here.span,
        format!(
            "l’État paie {} du budget compté, au-delà du plafond du cadre, {}",
            percent(rate),
            percent(cap)
        ),
    )
    .arithmetic(format!(
        "{etat} / {total} = {} ; plafond du cadre : {allowed} ; dépassement : {}{rest}",
        percent(rate),
        etat - allowed
    ))
    .stake(etat.euros() - allowed.euros())
    .help("ramener la part de l’État au plafond, compléter les cofinancements, ou dire la dérogation");
    for term in rest_of_terms {
        finding = finding.also(term.span, term.montant.to_string());
    }
    for f in counted(fiche).flat_map(|b| &b.financements).filter(|f| !is(f, ETAT)) {
        let sum = contribution(f);
        let zero = if sum.total.is_zero() { "inscrit pour zéro : " } else { "" };
        let span = sum.terms.first().map_or(f.span, |t| t.span);
        finding = finding.also(span, format!("{zero}{}", sum.total));
    }
    Some(finding)
}

fn is(f: &crate::model::budget::Financement, id: &str) -> bool {
    f.financeur.as_ref().is_some_and(|n| n.value == id)
}

/// Share of the State in a budget of the whole project where it pays the same amount.
fn in_project(budget: &Budget, etat: Montant) -> Option<Decimal> {
    let sum = share(budget, Some(ETAT)).total;
    let share = figures_and_words::share(sum.euros(), financements(budget).total.euros())?;
    (sum == etat).then_some(share)
}

/// A party written for no euro at all.
fn nothing(fiche: &Fiche) -> Option<Diagnostic> {
    [(ETAT, "l’État"), (DEPARTEMENT, "le Département")].into_iter().find_map(|(id, name)| {
        let lines: Vec<_> = counted(fiche).flat_map(|b| &b.financements).filter(|f| is(f, id)).collect();
        let sums = || lines.iter().map(|f| contribution(f));
        let all_zero = !lines.is_empty() && sums().all(|s| s.missing == 0 && s.total.is_zero());
        let line = lines.first().filter(|_| all_zero)?;
        Some(
            Diagnostic::finding(
                line.span,
                format!("{name} est inscrit pour 0 € : l’action n’est pas cofinancée"),
            )
            .help("inscrire son apport, ou dire pourquoi il n’en fait pas"),
        )
    })
}
