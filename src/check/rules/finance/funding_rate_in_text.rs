//! Checks the funding rates written in prose against the budget, and that those of one cost stay within 100 %.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::texts::{by_file, passages};
use crate::check::figures_and_words::{percent, share};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{Modality, SaidFact, SaidPercentage, SaidValue, Thing};
use crate::lang::{flat, stem};
use crate::ledger::budget;
use crate::model::budget::Budget;
use crate::model::cadre::Financeur;
use crate::model::passage::is_prose;
use crate::model::{Fiche, Passage};
use crate::snapshot::PayerNames;
use crate::text::Span;

const FILE: &str = "content/2024/fiches/02-diagnostics.md";
const SENTENCE: &str = "Deux conseillers suivent les personnes, en lien avec la fiche 1.";

pub(crate) static PAGE: Page = Page {
    title: "un taux de financement du texte contredit le budget ou dépasse le coût",
    severity: Severity::Warning,
    checks: "Un taux du coût, du montant ou du budget que la prose donne pour un financeur nommé dans la phrase (ou au \
              début de la précédente) est comparé au taux que le budget annonce pour lui ou, à défaut, à sa part. Les \
              taux d’une même liste, donnés par des financeurs différents pour le même coût, ne peuvent dépasser \
              100 % ensemble, ni un seul à lui seul. Un taux « maximum » n’est pas comparé à la part ; une fiche qui a plusieurs budgets comptés \
              est laissée de côté.",
    why: "Un taux qui ne correspond pas aux montants rend le versement contestable ; des maxima qui dépassent \
               ensemble le coût ouvrent la voie à un double financement.",
    source: "Cohérence interne de l’acte ; interdiction du double financement d’une même dépense par les fonds européens, \
             règlement (UE) 2021/1060, art. 63, paragraphe 9.",
    example: Example {
        context: &[],
        fault: &[Change { file: FILE, from: SENTENCE, to: "Le FSE prend 15 % du montant total." }],
        admitted: &[
            Change { file: FILE, from: SENTENCE, to: "Le FSE prend 12,5 % du montant total." },
            Change {
                file: FILE,
                from: SENTENCE,
                to: "- Subvention départementale : 40 % maximum du coût du projet.\n- Cofinancement du FSE : 60 % maximum du coût du projet.",
            },
        ],
    },
};

/// Roots of what a rate of funding is a rate of.
const COSTS: [&str; 6] = ["cout", "montant", "depens", "budget", "financement", "total"];

/// A rate of a cost that a text gives to who pays.
struct ToldRate<'p> {
    passage: &'p Passage,
    fact: &'p SaidFact,
    rate: Decimal,
    /// What it is a rate of, by its first words.
    cost: Vec<String>,
}

impl ToldRate<'_> {
    fn span(&self) -> Span {
        self.passage.span_of(&self.fact.bytes)
    }

    fn as_written(&self) -> &str {
        self.passage.text.get(self.fact.bytes.clone()).unwrap_or("").trim()
    }

    fn payer(&self) -> Option<&str> {
        self.passage.text.get(self.fact.frame.by.clone()?)
    }
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let all = by_file(context.dossier);
    let payers = PayerNames::new(context.dossier);
    let findings_of = |fiche: &Fiche| {
        let rates: Vec<ToldRate<'_>> = passages(&all, fiche)
            .iter()
            .filter(|p| is_prose(p) && p.text.contains('%'))
            .flat_map(told)
            .collect();
        let mut findings = rates_of_lists(&rates);
        findings.extend(against_budget(fiche, &rates, &payers));
        findings
    };
    context.fiches().flat_map(findings_of).collect()
}

/// The rates of a cost in a passage.
fn told(passage: &Passage) -> Vec<ToldRate<'_>> {
    passage.facts().facts.iter().filter_map(|fact| told_rate(passage, fact)).collect()
}

fn told_rate<'p>(passage: &'p Passage, fact: &'p SaidFact) -> Option<ToldRate<'p>> {
    let SaidValue::Percentage(said) = &fact.value else { return None };
    let SaidPercentage { number, base, is_points: false, trend: None } = said else { return None };
    let mut cost: Vec<String> = flat(passage.text.get(base.clone()?)?).split(' ').map(stem).collect();
    cost.retain(|word| word.len() > 2);
    cost.truncate(3);
    let is_cost = cost.first().is_some_and(|first| COSTS.contains(&first.as_str()));
    (is_cost && number.high.is_none()).then_some(ToldRate { passage, fact, rate: number.low, cost })
}

/// Rates of one list for the same cost, whose sum exceeds 100 %.
fn rates_of_lists(rates: &[ToldRate<'_>]) -> Vec<Diagnostic> {
    let mut lists: BTreeMap<(usize, &[String]), Vec<&ToldRate<'_>>> = BTreeMap::new();
    for rate in rates.iter().filter(|rate| rate.fact.frame.thing == Some(Thing::Contribution)) {
        if let Some(item) = rate.passage.item {
            lists.entry((item.list, &rate.cost)).or_default().push(rate);
        }
    }
    lists.into_values().filter_map(|rates| over_hundred(&rates)).collect()
}

fn over_hundred(rates: &[&ToldRate<'_>]) -> Option<Diagnostic> {
    let total = rates.iter().fold(Decimal::ZERO, |sum, rate| sum.saturating_add(rate.rate));
    let last = rates.last()?;
    if total <= Decimal::ONE_HUNDRED {
        return None;
    }
    if rates.len() == 1 {
        let message = format!("un seul financement atteint {} du coût", percent(total));
        let finding = Diagnostic::finding(last.span(), message);
        return Some(finding.help("corriger le taux : il ne peut dépasser 100 % de ce qu’il finance"));
    }
    // A list may tell the years of one payer: only items that begin otherwise are other payments.
    let label = |rate: &ToldRate<'_>| {
        let before = rate.passage.text.get(..rate.fact.bytes.start).unwrap_or("");
        flat(before.split(':').next().unwrap_or(""))
    };
    let own = label(last);
    if own.is_empty() || rates.iter().filter(|rate| label(rate) == own).count() > 1 {
        return None;
    }
    let written: Vec<&str> = rates.iter().map(|rate| rate.as_written()).collect();
    // Maxima say what may be paid, not what is.
    let maxima = rates.iter().any(|rate| rate.fact.modality == Modality::AtMost);
    let verb = if maxima { "peuvent atteindre" } else { "atteignent" };
    let mut finding = Diagnostic::finding(
        last.span(),
        format!("les financements d’un même coût {verb} ensemble {}", percent(total)),
    )
    .arithmetic(format!(
        "{} = {} ; dépassement : {}",
        written.join(" + "),
        percent(total),
        percent(total - Decimal::ONE_HUNDRED)
    ))
    .help("donner des taux dont la somme ne dépasse pas 100 %, ou dire lequel vient en déduction de l’autre");
    for rate in rates.iter().rev().skip(1) {
        finding = finding.also(rate.span(), rate.as_written().to_owned());
    }
    Some(finding)
}

/// The rate of a financeur in the budget.
struct BudgetRate {
    /// Per cent.
    rate: Decimal,
    span: Span,
    /// Whether the budget announces it; it is the share of the total otherwise.
    is_announced: bool,
}

/// The rate of a financeur in a budget where it has one line.
fn budget_rate(budget: &Budget, financeur: &Financeur) -> Option<BudgetRate> {
    let mut lines = budget
        .financements
        .iter()
        .filter(|line| line.financeur.as_ref().is_some_and(|named| named.value == financeur.id));
    let line = lines.next().filter(|_| lines.next().is_none())?;
    let total = budget::financements(budget).total.euros();
    let announced = line.mentions.rate.as_ref();
    let own = || share(budget::share(budget, Some(&financeur.id)).total.euros(), total);
    Some(BudgetRate {
        rate: announced.map(|rate| rate.value).or_else(own)?,
        span: announced.map_or(line.span, |rate| rate.span),
        is_announced: announced.is_some(),
    })
}

fn against_budget(fiche: &Fiche, rates: &[ToldRate<'_>], payers: &PayerNames<'_>) -> Vec<Diagnostic> {
    let mut counted = budget::counted(fiche);
    let (Some(budget), None) = (counted.next(), counted.next()) else { return Vec::new() };
    let exact = rates.iter().filter(|rate| rate.fact.modality == Modality::Exact);
    exact.filter_map(|rate| compare(rate, budget, payers)).collect()
}

fn compare(told: &ToldRate<'_>, budget: &Budget, payers: &PayerNames<'_>) -> Option<Diagnostic> {
    let named = payers.called(told.payer()?);
    // Funders may share a name: that one which has a line.
    let mut with_line =
        named.iter().filter_map(|financeur| Some((financeur, budget_rate(budget, financeur)?)));
    let (financeur, budget_rate) = with_line.next()?;
    let margin = if budget_rate.is_announced { Decimal::ZERO } else { Decimal::ONE / Decimal::TWO };
    if with_line.next().is_some() || (told.rate - budget_rate.rate).abs() <= margin {
        return None;
    }
    let what = if budget_rate.is_announced { "le budget annonce" } else { "sa part dans le budget est de" };
    let message = format!(
        "le texte donne {} pour le financeur « {} », et {what} {}",
        told.as_written(),
        financeur.name,
        percent(budget_rate.rate)
    );
    let finding = Diagnostic::finding(told.span(), message)
        .also(budget_rate.span, format!("dans le budget : {}", percent(budget_rate.rate)));
    Some(finding.help("corriger le taux du texte ou celui du budget"))
}
