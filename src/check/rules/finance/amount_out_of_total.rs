//! Checks that an amount written outside the total of a budget is counted in some total of the fiche.

use std::collections::{BTreeMap, BTreeSet};

use super::sums::is_complete;
use super::texts::amounts;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::budget;
use crate::model::budget::Budget;
use crate::model::{Fiche, Montant};
use crate::text::FileId;

pub(crate) static PAGE: Page = Page {
    title: "un montant hors total n’est repris dans aucun total de budget",
    severity: Severity::Warning,
    checks: "Un montant écrit à côté d’un budget (`hors_total`) doit être repris quelque part : le total d’un autre \
              budget de la fiche, ou une phrase de la fiche qui dit le total augmenté de ce montant. Un montant dont \
              une `note` dit pourquoi il est à part, un montant nul ou absent ne sont pas signalés.",
    why: "Un crédit annoncé après le total n’entre ni dans le plan de financement, ni dans l’annexe, ni dans le \
               récapitulatif : on ne sait pas s’il engage son auteur.",
    source: "Cohérence interne de l’acte : ce qui engage les parties se retrouve dans un total.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "  total_affiche: 120 000 €\n",
            to: "  total_affiche: 120 000 €\n  hors_total:\n    - { libelle: Décision modificative, financeur: departement, montant: 7 000 € }\n",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "  total_affiche: 120 000 €\n",
                to: "  total_affiche: 120 000 €\n  hors_total:\n    - { libelle: Décision modificative, financeur: departement, montant: 7 000 €, note: Versée en 2025 sur un autre budget. }\n",
            },
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "  total_affiche: 120 000 €\n",
                to: "  total_affiche: 120 000 €\n  hors_total:\n    - { libelle: Prêt d'un véhicule, financeur: departement, montant: non renseigné }\n",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut stated_amounts: BTreeMap<FileId, BTreeSet<Montant>> = BTreeMap::new();
    if context.fiches().flat_map(|fiche| &fiche.budgets).any(|b| !b.outside_total.is_empty()) {
        for passage in &context.dossier.passages {
            let own = stated_amounts.entry(passage.file()).or_default();
            own.extend(amounts(passage).map(|(montant, _)| montant));
        }
    }
    let none = BTreeSet::new();
    let check = |f| compare(f, stated_amounts.get(&f.span.file).unwrap_or(&none));
    context.fiches().flat_map(check).collect()
}

fn compare(fiche: &Fiche, stated_amounts: &BTreeSet<Montant>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for budget in fiche.budgets.iter().filter(|b| !b.outside_total.is_empty()) {
        let total = total(budget, fiche);
        let all_outside: Montant = budget.outside_total.iter().map(|l| budget::contribution(l).total).sum();
        for line in &budget.outside_total {
            let contribution = budget::contribution(line);
            let is_counted = |m: Montant| {
                let others = fiche.budgets.iter().filter(|b| b.span != budget.span);
                stated_amounts.contains(&m) || others.map(|b| self::total(b, fiche)).any(|t| t == m)
            };
            let unexplained =
                is_complete(&contribution) && !contribution.total.is_zero() && line.mentions.note.is_none();
            let Some(term) = contribution.terms.first().filter(|_| unexplained) else { continue };
            if is_counted(total + contribution.total) || is_counted(total + all_outside) {
                continue;
            }
            let name = line.label().unwrap_or("ce montant");
            let message =
                format!("« {name} », {}, n’est repris dans aucun total de budget", contribution.total);
            let mut finding = Diagnostic::finding(term.span, message)
                .arithmetic(format!(
                    "{total} + {} = {}, que l’acte n’écrit pas",
                    contribution.total,
                    total + contribution.total
                ))
                .stake(contribution.total.euros())
                .help("compter ce montant dans le budget, ou dire dans une note pourquoi il est à part");
            if let Some(printed) = &budget.printed_total {
                finding = finding.also(printed.span, "total sans ce montant");
            }
            findings.push(finding);
        }
    }
    findings
}

/// The printed total, else the sum of the financements or, when incomplete, of the charges.
fn total(budget: &Budget, fiche: &Fiche) -> Montant {
    let financements = budget::financements(budget);
    let computed =
        if is_complete(&financements) { financements.total } else { budget::charges(budget, fiche).total };
    budget.printed_total.as_ref().map_or(computed, |t| t.value)
}
