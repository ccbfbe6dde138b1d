//! Checks the funding rates written in prose against the budget, and that those of one cost stay within 100 %.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::stated_numbers::{self, NumberKind, StatedNumber, roots};
use super::texts::{by_file, passages};
use crate::check::figures_and_words::{percent, share};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::{flat, sentence_bytes};
use crate::ledger::budget;
use crate::model::budget::Budget;
use crate::model::passage::is_prose;
use crate::model::{Cadre, Fiche, Passage};
use crate::text::{Span, pattern};
use regex::Regex;

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

struct Patterns {
    base: Regex,
    maximum: Regex,
    contribution: Regex,
    resumption: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns {
    base: pattern(
        r"(?i)^[\s\x{a0}]*(?:au maximum|au plus|maximum|max\.?)?[\s\x{a0}]*(?:du|des|de la|de l['’])[\s\x{a0}]*((?:coût|montant|dépense|budget|financement)s?\b.*)",
    ),
    maximum: pattern(r"(?i)^[\s\x{a0}]*(?:au maximum|au plus|maximum|max\b)"),
    contribution: pattern(
        r"(?i)\b(?:subvention|cofinancement|financement|participation|contribution|part|aide)\b(.*)$",
    ),
    resumption: pattern(r"(?i)^(?:sa part|il|elle|cette part|ce financement|ce taux)\b"),
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let all = by_file(context.dossier);
    let findings_of = |f: &Fiche| {
        let passages = passages(&all, f);
        let mut findings = rates_of_lists(passages);
        findings.extend(against_budget(f, passages, &context.dossier.cadre));
        findings
    };
    context.fiches().flat_map(findings_of).collect()
}

/// A rate and the words that name its payer.
type PayerRate<'p> = (StatedNumber<'p>, String);

/// Rates of one list for the same cost, whose sum exceeds 100 %.
fn rates_of_lists(passages: &[Passage]) -> Vec<Diagnostic> {
    let mut lists: BTreeMap<(usize, Vec<String>), Vec<PayerRate<'_>>> = BTreeMap::new();
    for passage in passages.iter().filter(|p| is_prose(p)) {
        let Some(item) = passage.item else { continue };
        for number in
            stated_numbers::read(passage).into_iter().filter(|number| number.kind == NumberKind::Percentage)
        {
            let Some(base) = PATTERNS.base.captures(number.rest()).and_then(|c| c.get(1)) else { continue };
            let Some(payer) = PATTERNS
                .contribution
                .captures(number.before(80))
                .and_then(|c| Some(flat(c.get(1)?.as_str())))
            else {
                continue;
            };
            let mut key = roots(base.as_str());
            key.truncate(3);
            lists.entry((item.list, key)).or_default().push((number, payer));
        }
    }
    lists.into_values().filter_map(|rates| over_hundred(&rates)).collect()
}

fn over_hundred(rates: &[PayerRate<'_>]) -> Option<Diagnostic> {
    let total = rates.iter().fold(Decimal::ZERO, |a, (number, _)| a.saturating_add(number.value));
    let (last, payer) = rates.last()?;
    if total <= Decimal::ONE_HUNDRED {
        return None;
    }
    if rates.len() == 1 {
        let message = format!("un seul financement atteint {} du coût", percent(total));
        let finding = Diagnostic::finding(last.span(), message);
        return Some(finding.help("corriger le taux : il ne peut dépasser 100 % de ce qu’il finance"));
    }
    if payer.is_empty() || rates.iter().filter(|(_, other_payer)| other_payer == payer).count() > 1 {
        return None;
    }
    let written: Vec<&str> = rates.iter().map(|(number, _)| number.as_written()).collect();
    // Maxima say what may be paid, not what is.
    let maxima = rates.iter().any(|(number, _)| PATTERNS.maximum.is_match(number.rest()));
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
    for (number, _) in rates.iter().rev().skip(1) {
        finding = finding.also(number.span(), number.as_written().to_owned());
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

/// The rates of a budget by flattened name of financeur, without the names that two lines share.
fn budget_rates(cadre: &Cadre, budget: &Budget) -> BTreeMap<String, BudgetRate> {
    let total = budget::financements(budget).total.euros();
    let mut rates: BTreeMap<String, BudgetRate> = BTreeMap::new();
    let mut repeated: Vec<String> = Vec::new();
    for line in &budget.financements {
        let Some(financeur) = line.financeur.as_ref().and_then(|f| cadre.financeur(&f.value)) else {
            continue;
        };
        let sum = budget::share(budget, Some(&financeur.id)).total.euros();
        let announced = line.mentions.rate.as_ref();
        let Some(rate) = announced.map(|t| t.value).or_else(|| share(sum, total)) else { continue };
        let span = announced.map_or(line.span, |t| t.span);
        let name = flat(&financeur.name);
        let known = BudgetRate { rate, span, is_announced: announced.is_some() };
        if rates.insert(name.clone(), known).is_some() {
            repeated.push(name);
        }
    }
    for name in &repeated {
        rates.remove(name);
    }
    rates
}

fn against_budget(fiche: &Fiche, passages: &[Passage], cadre: &Cadre) -> Vec<Diagnostic> {
    let mut counted = budget::counted(fiche);
    let (Some(budget), None) = (counted.next(), counted.next()) else { return Vec::new() };
    let rates = budget_rates(cadre, budget);
    let mut findings = Vec::new();
    for passage in passages.iter().filter(|p| is_prose(p) && p.text.contains('%')) {
        for number in stated_numbers::read(passage)
            .into_iter()
            .filter(|number| number.kind == NumberKind::Percentage && number.exact)
        {
            if !PATTERNS.base.is_match(number.rest()) || PATTERNS.maximum.is_match(number.rest()) {
                continue;
            }
            let Some((name, budget_rate)) = named_financeur(&number, &rates) else { continue };
            let margin = if budget_rate.is_announced { Decimal::ZERO } else { Decimal::ONE / Decimal::TWO };
            if (number.value - budget_rate.rate).abs() <= margin {
                continue;
            }
            let what =
                if budget_rate.is_announced { "le budget annonce" } else { "sa part dans le budget est de" };
            let name =
                cadre.financeurs.iter().find(|f| flat(&f.name) == *name).map_or(name.as_str(), |f| &f.name);
            findings.push(
                Diagnostic::finding(
                    number.span(),
                    format!(
                        "le texte donne {} pour le financeur « {name} », et {what} {}",
                        number.as_written(),
                        percent(budget_rate.rate)
                    ),
                )
                .also(budget_rate.span, format!("dans le budget : {}", percent(budget_rate.rate)))
                .help("corriger le taux du texte ou celui du budget"),
            );
        }
    }
    findings
}

/// The only financeur that the sentence names or, when the sentence resumes the one before (« sa part »), the one
/// named at the start of that one.
fn named_financeur<'n>(
    number: &StatedNumber<'_>,
    rates: &'n BTreeMap<String, BudgetRate>,
) -> Option<(&'n String, &'n BudgetRate)> {
    let sentence = number.passage.sentence(&number.bytes);
    let only_name_in = |t: &str| {
        let flat = format!(" {} ", flat(t));
        let named: Vec<_> = rates.iter().filter(|(name, _)| flat.contains(&format!(" {name} "))).collect();
        (named.len() == 1).then(|| named.first().copied()).flatten()
    };
    if let Some(found) = only_name_in(sentence) {
        return Some(found);
    }
    if !PATTERNS.resumption.is_match(sentence) {
        return None;
    }
    let start = sentence_bytes(&number.passage.text, &number.bytes).start;
    let before = number.passage.text.get(..start)?.trim_end();
    let end = before.len().checked_sub(1)?;
    let previous = number.passage.sentence(&(end.saturating_sub(1)..end));
    let head: Vec<&str> = previous.split_whitespace().take(3).collect();
    only_name_in(&head.join(" "))
}
