//! Checks that the State's share stays under the ceiling of the cadre, and that each party pays something.

use crate::model::parties::PartyRole;
use rust_decimal::Decimal;

use crate::check::figures_and_words::{self, percent};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::budget::{contribution, counted, financements, is_paid_by, role_share};
use crate::model::budget::{Budget, Role};
use crate::model::cadre::Cadre;
use crate::model::{Fiche, Montant};

const FILE: &str = "content/2024/fiches/02-diagnostics.md";
const ETAT_PAYS: &str =
    "    - { financeur: etat, montant: 20 000 € }\n    - { financeur: departement, montant: 15 000 € }";

pub(crate) static PAGE: Page = Page {
    title: "la part de l’État dépasse le plafond du cadre, ou une partie ne paie rien",
    severity: Severity::Advice,
    checks: "Dans les budgets comptés de chaque fiche, la part de l’État contre `part_etat_max` du cadre, et le \
              Département ou l’État inscrits pour zéro euro. Ce qui est « sans objet » n’est pas zéro. Un cadre sans plafond, un budget sans financement ou dont un \
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

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let cadre = &context.dossier.cadre;
    context
        .fiches()
        .filter_map(|fiche| over_ceiling(fiche, cadre).or_else(|| pays_nothing(fiche, cadre)))
        .collect()
}

fn over_ceiling(fiche: &Fiche, cadre: &Cadre) -> Option<Diagnostic> {
    let ceiling = cadre.max_etat_share?;
    let (mut etat, mut total, mut missing) = (Montant::ZERO, Montant::ZERO, 0);
    for budget in counted(fiche) {
        let sum = financements(budget);
        etat = etat + role_share(budget, cadre, PartyRole::Etat).total;
        total = total + sum.total;
        missing += sum.missing();
    }
    let rate =
        figures_and_words::share(etat.euros(), total.euros()).filter(|t| *t > ceiling && missing == 0)?;
    let allowed = Montant::rounded(total.euros().checked_mul(ceiling)? / Decimal::ONE_HUNDRED)?;
    let project = fiche
        .budgets
        .iter()
        .filter(|b| b.role == Role::Project)
        .find_map(|b| share_in_project(b, cadre, etat));
    let project_note =
        project.map(|p| format!(" ; dans le budget du projet, {}", percent(p))).unwrap_or_default();
    let line =
        counted(fiche).flat_map(|b| &b.financements).find(|f| is_paid_by(f, cadre, PartyRole::Etat))?;
    let sum = contribution(line);
    let (first, other_terms) = sum.terms.split_first()?;
    let mut finding = Diagnostic::finding(
        first.span,
        format!(
            "l’État paie {} du budget compté, au-delà du plafond du cadre, {}",
            percent(rate),
            percent(ceiling)
        ),
    )
    .arithmetic(format!(
        "{etat} / {total} = {} ; plafond du cadre : {allowed} ; dépassement : {}{project_note}",
        percent(rate),
        etat - allowed
    ))
    .stake(etat.euros() - allowed.euros())
    .help("ramener la part de l’État au plafond, compléter les cofinancements, ou dire la dérogation");
    for term in other_terms {
        finding = finding.also(term.span, term.montant.to_string());
    }
    let lines = counted(fiche).flat_map(|b| &b.financements);
    for line in lines.filter(|line| !is_paid_by(line, cadre, PartyRole::Etat)) {
        let sum = contribution(line);
        if sum.terms.is_empty() {
            continue;
        }
        let zero = if sum.total.is_zero() { "inscrit pour zéro : " } else { "" };
        let span = sum.terms.first().map_or(line.span, |t| t.span);
        finding = finding.also(span, format!("{zero}{}", sum.total));
    }
    Some(finding)
}

/// The State's share, in per cent, of a project budget in which it pays the same amount.
fn share_in_project(budget: &Budget, cadre: &Cadre, etat: Montant) -> Option<Decimal> {
    let sum = role_share(budget, cadre, PartyRole::Etat).total;
    let share = figures_and_words::share(sum.euros(), financements(budget).total.euros())?;
    (sum == etat).then_some(share)
}

/// A party entered for 0 € in all the counted budgets.
fn pays_nothing(fiche: &Fiche, cadre: &Cadre) -> Option<Diagnostic> {
    let parties = [(PartyRole::Etat, "l’État"), (PartyRole::Authority, "le Département")];
    parties.into_iter().find_map(|(role, name)| {
        let lines: Vec<_> =
            counted(fiche).flat_map(|b| &b.financements).filter(|f| is_paid_by(f, cadre, role)).collect();
        let sums = || lines.iter().map(|f| contribution(f));
        // « sans objet » is no amount.
        let all_zero =
            !lines.is_empty() && sums().all(|s| !s.terms.is_empty() && s.missing() == 0 && s.total.is_zero());
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
