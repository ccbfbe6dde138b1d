//! Rates of funders told in prose: against the budget, and together.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::figures_and_words::{percent, share};
use crate::check::rules::finance::magnitudes::{self, Kind, Magnitude, roots};
use crate::check::rules::finance::texts::{by_file, is_prose, passages};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::ledger::budget;
use crate::model::budget::Budget;
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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let all = by_file(c.dossier);
    let within = |f: &Fiche| {
        let passages = passages(&all, f);
        let mut findings = cumulations(passages);
        findings.extend(against_budget(f, passages, &c.dossier.cadre));
        findings
    };
    c.fiches().flat_map(within).collect()
}

/// A rate and who pays it.
type Rate<'p> = (Magnitude<'p>, String);

/// Rates of one list for one cost.
fn cumulations(passages: &[Passage]) -> Vec<Diagnostic> {
    let mut lists: BTreeMap<(usize, Vec<String>), Vec<Rate<'_>>> = BTreeMap::new();
    for passage in passages.iter().filter(|p| is_prose(p)) {
        let Some(item) = passage.item else { continue };
        for g in magnitudes::read(passage).into_iter().filter(|g| g.sort == Kind::Percentage) {
            let Some(base) = PATTERNS.base.captures(g.rest()).and_then(|c| c.get(1)) else { continue };
            let Some(who) =
                PATTERNS.contribution.captures(g.before(80)).and_then(|c| Some(flat(c.get(1)?.as_str())))
            else {
                continue;
            };
            let mut key = roots(base.as_str());
            key.truncate(3);
            lists.entry((item.list, key)).or_default().push((g, who));
        }
    }
    lists.into_values().filter_map(|rate| cumulated(&rate)).collect()
}

fn cumulated(rate: &[Rate<'_>]) -> Option<Diagnostic> {
    let total = rate.iter().fold(Decimal::ZERO, |a, (g, _)| a.saturating_add(g.value));
    let (last, who) = rate.last()?;
    if total <= Decimal::ONE_HUNDRED {
        return None;
    }
    if rate.len() == 1 {
        let message = format!("un seul financement atteint {} du coût", percent(total));
        let finding = Diagnostic::finding(last.span(), message);
        return Some(finding.help("corriger le taux : il ne peut dépasser 100 % de ce qu’il finance"));
    }
    if who.is_empty() || rate.iter().filter(|(_, q)| q == who).count() > 1 {
        return None;
    }
    let written_texts: Vec<&str> = rate.iter().map(|(g, _)| g.as_written()).collect();
    // Maxima together are what may be paid, not what is.
    let maxima = rate.iter().any(|(g, _)| PATTERNS.maximum.is_match(g.rest()));
    let verb = if maxima { "peuvent atteindre" } else { "atteignent" };
    let mut finding = Diagnostic::finding(
        last.span(),
        format!("les financements d’un même coût {verb} ensemble {}", percent(total)),
    )
    .arithmetic(format!(
        "{} = {} ; dépassement : {}",
        written_texts.join(" + "),
        percent(total),
        percent(total - Decimal::ONE_HUNDRED)
    ))
    .help("donner des taux dont la somme ne dépasse pas 100 %, ou dire lequel vient en déduction de l’autre");
    for (g, _) in rate.iter().rev().skip(1) {
        finding = finding.also(g.span(), g.as_written().to_owned());
    }
    Some(finding)
}

/// The funders of the budget that is counted: name in plain letters, and the rate that the budget gives.
fn financeurs(cadre: &Cadre, budget: &Budget) -> BTreeMap<String, (Decimal, Span, bool)> {
    let total = budget::financements(budget).total.euros();
    let mut names: BTreeMap<String, (Decimal, Span, bool)> = BTreeMap::new();
    let mut doubles: Vec<String> = Vec::new();
    for line in &budget.financements {
        let Some(financeur) = line.financeur.as_ref().and_then(|f| cadre.financeur(&f.value)) else {
            continue;
        };
        let sum = budget::share(budget, Some(&financeur.id)).total.euros();
        let announced = line.mentions.rate.as_ref();
        let Some(rate) = announced.map(|t| t.value).or_else(|| share(sum, total)) else { continue };
        let span = announced.map_or(line.span, |t| t.span);
        let name = flat(&financeur.name);
        if names.insert(name.clone(), (rate, span, announced.is_some())).is_some() {
            doubles.push(name);
        }
    }
    doubles.iter().for_each(|d| {
        names.remove(d);
    });
    names
}

fn against_budget(fiche: &Fiche, passages: &[Passage], cadre: &Cadre) -> Vec<Diagnostic> {
    let mut counted = budget::counted(fiche);
    let (Some(count), None) = (counted.next(), counted.next()) else { return Vec::new() };
    let names = financeurs(cadre, count);
    let mut findings = Vec::new();
    for passage in passages.iter().filter(|p| is_prose(p) && p.text.contains('%')) {
        for g in magnitudes::read(passage).into_iter().filter(|g| g.sort == Kind::Percentage && g.exact) {
            if !PATTERNS.base.is_match(g.rest()) || PATTERNS.maximum.is_match(g.rest()) {
                continue;
            }
            let Some((name, (rate, span, announced))) = named(&g, &names) else { continue };
            let margin = if *announced { Decimal::ZERO } else { Decimal::ONE / Decimal::TWO };
            if (g.value - *rate).abs() <= margin {
                continue;
            }
            let what = if *announced { "le budget annonce" } else { "sa part dans le budget est de" };
            let name =
                cadre.financeurs.iter().find(|f| flat(&f.name) == *name).map_or(name.as_str(), |f| &f.name);
            findings.push(
                Diagnostic::finding(
                    g.span(),
                    format!(
                        "le texte donne {} pour le financeur « {name} », et {what} {}",
                        g.as_written(),
                        percent(*rate)
                    ),
                )
                .also(*span, format!("dans le budget : {}", percent(*rate)))
                .help("corriger le taux du texte ou celui du budget"),
            );
        }
    }
    findings
}

/// The only funder that the sentence names or, when it takes up the one before, the one that this one names first.
fn named<'n>(
    g: &Magnitude<'_>,
    names: &'n BTreeMap<String, (Decimal, Span, bool)>,
) -> Option<(&'n String, &'n (Decimal, Span, bool))> {
    let text = g.passage.text.as_str();
    let sentence = g.passage.sentence(&g.bytes);
    let within = |t: &str| {
        let flat = format!(" {} ", flat(t));
        let hits: Vec<_> = names.iter().filter(|(name, _)| flat.contains(&format!(" {name} "))).collect();
        (hits.len() == 1).then(|| hits.first().copied()).flatten()
    };
    if let Some(found) = within(sentence) {
        return Some(found);
    }
    if !PATTERNS.resumption.is_match(sentence) {
        return None;
    }
    let start = text.find(sentence)?;
    let before = text.get(..start)?.trim_end();
    let end = before.len().checked_sub(1)?;
    let previous_one = g.passage.sentence(&(end.saturating_sub(1)..end));
    let head: Vec<&str> = previous_one.split_whitespace().take(3).collect();
    within(&head.join(" "))
}
