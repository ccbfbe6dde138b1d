//! Checks that the budgets of a fiche that cover the same period agree.

use super::periods::{Months, Period, partition, periods};
use super::sums::is_complete;
use crate::check::figures_and_words::{addition, gap, show_terms};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::{Sum, budget};
use crate::model::budget::{Budget, Role};
use crate::model::cadre::Cadre;
use crate::model::parties::PartyRole;
use crate::model::{Fiche, Montant};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "deux budgets d’une même période ne s’accordent pas",
    severity: Severity::Error,
    checks: "Dans une fiche qui a plusieurs budgets, quand la période d’un budget est celle d’un autre, ou que d’autres \
              budgets la découpent exactement (semestres, années) : les charges des uns sont égales aux financements \
              des autres, s’ils n’ont chacun que l’une des deux listes ; le total d’un budget de plusieurs périodes \
              est la somme de ceux de ses périodes ; la part de l’État du budget compté est celle qu’il a dans le \
              projet, et son total ne dépasse pas celui du projet ; en avertissement, un État qui paie dans le budget compté et n’a, \
              dans le projet, de part que hors de l’année. « 2024-2025 » à côté de « 2025-2026 » est lu comme \
              douze mois à cheval sur deux ans. Des périodes en jours qui ne font pas des mois entiers, et des listes \
              où un montant manque, ne sont pas comparées. Un budget compte pour ses lignes ou pour le total qu’il affiche : \
              quand les deux diffèrent, FIN-001 le dit.",
    why: "Un projet pluriannuel se dit plusieurs fois, par année, par semestre, par convention : chacun de ces \
               plans engage, et ils ne peuvent se contredire.",
    source: "Cohérence interne de l’acte : une dépense et sa couverture, sur la même période, sont égales.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "budget:\n  periode: 2024\n  charges:\n    - { libelle: Équipe mobile, montant: \"33 333,33 €\" }\n  financements:\n    - { financeur: etat, montant: \"10 666,67 €\" }\n    - { financeur: departement, montant: \"22 666,66 €\" }\n  total_affiche: \"33 333,33 €\"\n",
            to: "budget:\n  - id: an\n    periode: 2024\n    charges:\n      - { libelle: Équipe mobile, montant: \"33 333,33 €\" }\n    financements:\n      - { financeur: etat, montant: \"10 666,67 €\" }\n      - { financeur: departement, montant: \"22 666,66 €\" }\n    total_affiche: \"33 333,33 €\"\n  - id: printemps\n    periode: janvier 2024 à juin 2024\n    role: projet\n    financements:\n      - { financeur: etat, montant: \"10 666,67 €\" }\n      - { financeur: departement, montant: 10 000 € }\n  - id: automne\n    periode: juillet 2024 à décembre 2024\n    role: projet\n    financements:\n      - { financeur: departement, montant: \"12 666,66 €\" }\n",
        }],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "      - { financeur: etat, montant: \"10 666,67 €\" }\n      - { financeur: departement, montant: 10 000 € }",
            to: "      - { financeur: etat, montant: \"16 666,67 €\" }\n      - { financeur: departement, montant: 10 000 € }",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "      - { financeur: departement, montant: 10 000 € }",
                to: "      - { financeur: departement, montant: 10 000 € }\n      - { libelle: Fondation, montant: 5 000 € }",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "    periode: juillet 2024 à décembre 2024",
                to: "    periode: septembre 2024 à décembre 2024",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context
        .fiches()
        .filter(|fiche| fiche.budgets.len() > 1)
        .flat_map(|fiche| {
            let act = Months::of_act(context.dossier);
            let mut findings = compare(&context.dossier.cadre, fiche);
            if findings.is_empty() {
                findings.extend(etat_outside_the_year(&context.dossier.cadre, fiche, act));
            }
            findings
        })
        .collect()
}

/// A budget with its sums and the period it covers.
struct PeriodBudget<'d> {
    budget: &'d Budget,
    charges: Sum,
    financements: Sum,
    period: Period,
}

impl PeriodBudget<'_> {
    fn name(&self) -> String {
        let name = self.budget.title.as_ref().map_or(self.budget.id.as_str(), |title| &title.value);
        format!("« {name} »")
    }

    /// The printed total. Its lines may not add up to it: FIN-001 reports that.
    fn printed(&self) -> Option<Montant> {
        self.budget.printed_total.as_ref().map(|t| t.value)
    }

    fn only_charges(&self) -> bool {
        self.budget.financements.is_empty() && is_complete(&self.charges)
    }

    fn only_financements(&self) -> bool {
        self.budget.charges.is_empty() && is_complete(&self.financements)
    }

    fn is_complete(&self) -> bool {
        is_complete(&self.financements) && (is_complete(&self.charges) || self.budget.charges.is_empty())
    }
}

fn compare(cadre: &Cadre, fiche: &Fiche) -> Vec<Diagnostic> {
    let plans: Vec<PeriodBudget<'_>> = fiche
        .budgets
        .iter()
        .zip(periods(&fiche.budgets))
        .filter_map(|(budget, period)| {
            let charges = budget::charges(budget, fiche);
            Some(PeriodBudget {
                budget,
                charges,
                financements: budget::financements(budget),
                period: period?,
            })
        })
        .collect();
    let mut findings = Vec::new();
    for plan in &plans {
        findings.extend(coverage(plan, &plans));
        findings.extend(sum_of_parts(plan, &plans));
    }
    let periods_agree = findings.is_empty();
    for plan in plans.iter().filter(|p| p.budget.role == Role::Convention) {
        let projects = parts(plan, &plans, |p| p.budget.role == Role::Project && p.is_complete());
        findings.extend(etat_share(cadre, plan, &projects));
        // When the periods disagree, an excess over the project is the same fault told again.
        findings.extend(excess_over_project(plan, &projects).filter(|_| periods_agree));
    }
    findings
}

/// The budgets that follow one another and cover exactly the period of `plan`.
fn parts<'p, 'd>(
    plan: &PeriodBudget<'d>,
    plans: &'p [PeriodBudget<'d>],
    belongs: impl Fn(&PeriodBudget<'d>) -> bool,
) -> Vec<&'p PeriodBudget<'d>> {
    let months: Vec<(usize, Months)> = plans
        .iter()
        .enumerate()
        .filter(|(_, p)| p.budget.span != plan.budget.span && belongs(p))
        .filter_map(|(i, p)| match p.period {
            Period::Whole(m) => Some((i, m)),
            Period::Campaign(_) => None,
        })
        .collect();
    let chain = partition(plan.period, &months).unwrap_or_default();
    chain.into_iter().filter_map(|i| plans.get(i)).collect()
}

fn add_up<'p>(sums: impl Iterator<Item = &'p Sum>) -> Sum {
    let mut total = Sum::default();
    sums.for_each(|s| total.extend(s));
    total
}

fn joined_names(plans: &[&PeriodBudget<'_>]) -> String {
    plans.iter().map(|p| p.name()).collect::<Vec<_>>().join(" + ")
}

/// The charges of a period against the financements of the same period, written in other budgets.
fn coverage(plan: &PeriodBudget<'_>, plans: &[PeriodBudget<'_>]) -> Option<Diagnostic> {
    let role = plan.budget.role;
    if plan.only_charges() {
        let others = parts(plan, plans, |p| p.budget.role == role && p.only_financements());
        let sum = add_up(others.iter().map(|p| &p.financements));
        let what = ("les charges de", "ne sont pas égales aux financements de");
        return unequal(plan, &plan.charges, what, &others, &sum);
    }
    // Two budgets that face each other are compared once, from the side of the charges.
    let others = parts(plan, plans, |p| p.budget.role == role && p.only_charges());
    if !plan.only_financements() || others.len() < 2 {
        return None;
    }
    let sum = add_up(others.iter().map(|p| &p.charges));
    let what = ("les financements de", "ne sont pas égaux aux charges de");
    unequal(plan, &plan.financements, what, &others, &sum)
}

fn unequal(
    plan: &PeriodBudget<'_>,
    own: &Sum,
    (what, other): (&str, &str),
    others: &[&PeriodBudget<'_>],
    sum: &Sum,
) -> Option<Diagnostic> {
    if others.is_empty() || all_equal(plan, own.total, others, sum.total) {
        return None;
    }
    let message =
        format!("{what} {}, {}, {other} {}, {}", plan.name(), own.total, joined_names(others), sum.total);
    Some(finding(message, plan, own, sum))
}

/// Whether both sides are equal, by their lines or by their printed totals.
fn all_equal(plan: &PeriodBudget<'_>, own: Montant, others: &[&PeriodBudget<'_>], sum: Montant) -> bool {
    let printed_sum: Option<Montant> = others.iter().map(|p| p.printed()).sum();
    let other_totals = [Some(sum), printed_sum];
    [Some(own), plan.printed()].iter().flatten().any(|m| other_totals.contains(&Some(*m)))
}

/// A budget of several periods against the sum of the budgets of each period.
fn sum_of_parts(plan: &PeriodBudget<'_>, plans: &[PeriodBudget<'_>]) -> Option<Diagnostic> {
    let role = plan.budget.role;
    let others = parts(plan, plans, |p| p.budget.role == role && p.is_complete());
    let sum = add_up(others.iter().map(|p| &p.financements));
    let all_equal = || all_equal(plan, plan.financements.total, &others, sum.total);
    if others.len() < 2 || !plan.is_complete() || all_equal() {
        return None;
    }
    let message = format!(
        "le budget {}, {}, n’est pas la somme de ses périodes, {} : {}",
        plan.name(),
        plan.financements.total,
        joined_names(&others),
        sum.total
    );
    Some(finding(message, plan, &plan.financements, &sum))
}

/// The State's share of the counted budget against its share of the project.
fn etat_share(cadre: &Cadre, plan: &PeriodBudget<'_>, projects: &[&PeriodBudget<'_>]) -> Option<Diagnostic> {
    let own = budget::role_share(plan.budget, cadre, PartyRole::Etat);
    let mut sum = Sum::default();
    projects.iter().for_each(|p| sum.extend(&budget::role_share(p.budget, cadre, PartyRole::Etat)));
    if !is_complete(&own) || !is_complete(&sum) || own.total == sum.total {
        return None;
    }
    let message = format!(
        "l’État paie {} dans {}, et {} dans {}",
        own.total,
        plan.name(),
        sum.total,
        joined_names(projects)
    );
    let finding = finding(message, plan, &own, &sum);
    // The State may also fund the project outside the convention.
    Some(if sum.total > own.total { finding.warning() } else { finding })
}

/// A State that pays in the counted budget what the project has it pay in other years only.
fn etat_outside_the_year(cadre: &Cadre, fiche: &Fiche, act: Months) -> Option<Diagnostic> {
    let mut counted = fiche.budgets.iter().filter(|b| b.role == Role::Convention);
    let (plan, None) = (counted.next()?, counted.next()) else { return None };
    let months = |budget: &Budget| budget.period.as_ref().map(|p| Months::from(&p.value));
    let year = months(plan).unwrap_or(Some(act))?;
    let own = budget::role_share(plan, cadre, PartyRole::Etat);
    let (mut inside, mut outside) = (Sum::default(), Sum::default());
    let (mut covered, mut later) = (Vec::new(), Vec::new());
    for project in fiche.budgets.iter().filter(|b| b.role == Role::Project) {
        let share = budget::role_share(project, cadre, PartyRole::Etat);
        // Without its financements, a budget says nothing of who pays.
        if project.financements.is_empty() || share.missing() > 0 {
            return None;
        }
        let is_of_the_year = months(project)??.shared(year) > 0;
        let (sum, names) =
            if is_of_the_year { (&mut inside, &mut covered) } else { (&mut outside, &mut later) };
        sum.extend(&share);
        names.push(project.title.as_ref().map_or(project.id.as_str(), |title| &title.value));
    }
    let is_told = !covered.is_empty()
        && inside.total == Montant::default()
        && outside.total == own.total
        && is_complete(&own)
        && own.total != Montant::default();
    if !is_told {
        return None;
    }
    let message = format!(
        "l’État paie {} dans le budget compté, et rien dans la part du projet qui est de l’année (« {} ») : il les paie dans « {} »",
        own.total,
        covered.join(" », « "),
        later.join(" », « ")
    );
    let place = own.terms.first().map_or(plan.span, |term| term.span);
    let finding = Diagnostic::finding(place, message)
        .about(plan.span)
        .warning()
        .help("corriger la période d’un budget du projet, ou ne pas compter cette part cette année");
    Some(show_terms(finding, &outside))
}

/// A counted budget larger than the project it belongs to.
fn excess_over_project(plan: &PeriodBudget<'_>, projects: &[&PeriodBudget<'_>]) -> Option<Diagnostic> {
    let sum = add_up(projects.iter().map(|p| &p.financements));
    let total_is_wrong = plan.printed().is_some_and(|t| t != plan.financements.total);
    let are_complete = is_complete(&plan.financements) && is_complete(&sum);
    if total_is_wrong || !are_complete || plan.financements.total <= sum.total {
        return None;
    }
    let message = format!(
        "le budget {}, {}, dépasse celui du projet, {} : {}",
        plan.name(),
        plan.financements.total,
        joined_names(projects),
        sum.total
    );
    Some(finding(message, plan, &plan.financements, &sum))
}

fn finding(message: String, plan: &PeriodBudget<'_>, own: &Sum, others: &Sum) -> Diagnostic {
    let first = own.terms.first().map(|t| t.span);
    let location: Span = first.unwrap_or(plan.budget.span);
    let finding = Diagnostic::finding(location, message)
        .about(plan.budget.span)
        .arithmetic(format!("{} ; {} ; {}", addition(own), addition(others), gap(own.total, others.total)))
        .stake(own.total.euros() - others.total.euros())
        .help("corriger un montant, ou la période de l’un des budgets");
    show_terms(finding, others)
}
