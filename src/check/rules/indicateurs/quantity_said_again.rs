//! Checks a quantity that is said again in another form: a share as a fraction or as a number, months as weeks, a
//! percentage rounded.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::growth_told;
use super::quantities::{Quantity, passage_quantities, prose_by_file};
use crate::check::figures_and_words::{number, percent, share};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{CalendarUnit, FigureLink, Modality, SaidFact, SaidNumber, SaidValue};
use crate::lang::flat;
use crate::lang::numbers::read_decimal;
use crate::model::Passage;
use crate::model::passage::PassageKind;
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "une quantité redite autrement, en part, entre parenthèses ou arrondie, n’est pas la même",
    severity: Severity::Warning,
    checks: "Dans le texte et les tableaux de données : « 30 % (1 rendez-vous/3) », une part et une fraction, à un point près, en conseil ; « 2 mois \
              (4 à 8 semaines) », une durée et la même en semaines, à un sixième près. En conseil : « arrondir à 35 % » un pourcentage dit juste avant, \
              qui ne s’y arrondit ni à l’unité, ni à 5, ni à 10 points. Une parenthèse qui dit autre chose, et un arrondi \
              dit supérieur ou inférieur, ne sont pas lus. « 200 personnes, soit 50 % des bénéficiaires intégrés », quand le même texte compte \
              ailleurs les « bénéficiaires intégrés » par deux mots au moins, les mêmes : la part est recalculée, à l’arrondi près, à un point \
              près quand elle est dite « environ ». « De 120 à 150 personnes, soit une hausse de 25 % » : la hausse ou la baisse est recalculée \
              de même.",
    why: "La parenthèse est là pour lever le doute : si elle dit autre chose, elle le crée.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "là où ils sont. Elle les voit tous les 2 mois (4 à 12 semaines).",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont. Elle les voit tous les 2 mois (6 à 8 semaines).",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont. L'activité est en hausse de 10 % (8 % l'an dernier).",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont. L'équipe a suivi 400 jeunes repérés. Parmi eux, 100 personnes, soit environ 26 % des jeunes repérés, sont au lycée.",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let scanned = context.dossier.passages.iter().filter(|p| {
        matches!(p.kind, PassageKind::Paragraph | PassageKind::Cell | PassageKind::Row)
            && p.text.contains('(')
    });
    let rounded = context.prose().filter(|p| p.text.contains("rrond")).flat_map(rounded_off);
    let grown = context.prose().filter(|p| p.text.contains('%')).flat_map(growth_told::compare);
    scanned.flat_map(in_brackets).chain(rounded).chain(shares(context)).chain(grown).collect()
}

/// « 200 personnes, soit 50 % des bénéficiaires intégrés », where the same file counts these.
fn shares(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for passages in prose_by_file(context).values() {
        if !passages.iter().any(|passage| passage.text.contains("soit")) {
            continue;
        }
        let read = |passage: &&'_ Passage| passage_quantities(passage);
        let all: Vec<(&Passage, Vec<Quantity>)> =
            passages.iter().map(|passage| (*passage, read(passage))).collect();
        let counted: Vec<(&Quantity, Span)> = all
            .iter()
            .flat_map(|(passage, read)| read.iter().map(|q| (q, passage.span_of(&q.bytes))))
            .filter(|(quantity, _)| quantity.is_count() && !quantity.is_range() && quantity.words.len() >= 2)
            .collect();
        for (passage, read) in &all {
            findings.extend(read.windows(2).filter_map(|pair| share_of(passage, pair, &counted)));
        }
    }
    findings
}

fn share_of(passage: &Passage, pair: &[Quantity], counted: &[(&Quantity, Span)]) -> Option<Diagnostic> {
    let [count, part] = pair else { return None };
    let is_share = count.is_count() && part.per_cent && part.fact.link == FigureLink::Restated;
    if !is_share || count.is_range() || part.is_range() || count.sentence != part.sentence {
        return None;
    }
    let base: BTreeSet<&String> = part.words.iter().collect();
    let is_base = |whole: &Quantity| base.len() >= 2 && whole.words.iter().collect::<BTreeSet<_>>() == base;
    let bases = || counted.iter().filter(|(whole, _)| is_base(whole));
    let margin = match part.fact.modality {
        Modality::About => Decimal::ONE,
        _ => Decimal::new(5, part.number.scale().saturating_add(1).min(20)),
    };
    let agrees = |whole: &Quantity| {
        share(count.number, whole.number).is_some_and(|exact| (exact - part.number).abs() <= margin)
    };
    let (whole, span) = bases().next().filter(|_| !bases().any(|(whole, _)| agrees(whole)))?;
    let exact = share(count.number, whole.number)?;
    let stated = percent(part.number);
    let message = format!("{} ne font pas {stated} de « {} »", number(count.number), whole.text);
    Some(
        Diagnostic::finding(passage.span_of(&(count.bytes.start..part.end)), message)
            .also(*span, "compté ici")
            .arithmetic(format!(
                "{} ÷ {} = {} ; affiché : {stated}",
                number(count.number),
                number(whole.number),
                percent(exact),
            ))
            .help("corriger le nombre, la part ou le total"),
    )
}

/// « 31 % … arrondir ce pourcentage à 35 % »: a percentage that the one before does not round to.
fn rounded_off(passage: &Passage) -> Vec<Diagnostic> {
    let facts = passage.facts();
    let exact = |fact: &SaidFact| match &fact.value {
        SaidValue::Percentage(said) if said.number.high.is_none() && !said.is_points => Some(said.number.low),
        _ => None,
    };
    let percentages: Vec<(&SaidFact, Decimal)> =
        facts.facts.iter().filter_map(|fact| Some((fact, exact(fact)?))).collect();
    let wrong = percentages.windows(2).filter_map(|pair| {
        let [(source, before), (fact, after)] = pair else { return None };
        let clause = facts.clauses.get(fact.clause)?.bytes.clone();
        let start = clause.start.max(source.bytes.end);
        let words = flat(passage.text.get(start..fact.bytes.start)?);
        let whole = flat(passage.text.get(clause)?);
        let has = |text: &str, stem: &str| text.split(' ').any(|word| word.starts_with(stem));
        let is_rounding = has(&words, "arrond") && words.trim_end().ends_with(" a");
        let is_one_way = ["superieur", "inferieur", "hausse", "baisse"].iter().any(|word| has(&whole, word));
        let is_near = source.sentence == fact.sentence || source.sentence + 1 == fact.sentence;
        let gap = (before - after).abs();
        // To the nearest multiple of a step that the result is a multiple of.
        let fits = [1, 5, 10]
            .map(Decimal::from)
            .iter()
            .any(|step| after.checked_rem(*step).is_some_and(|rest| rest.is_zero()) && gap + gap <= *step);
        let has_decimals = !after.fract().is_zero();
        (is_rounding && is_near && !is_one_way && !has_decimals && !fits).then(|| {
            let message = format!(
                "{} ne s’arrondit pas à {} : l’écart est de {} points",
                percent(*before),
                percent(*after),
                number(gap)
            );
            Diagnostic::finding(passage.span_of(&fact.bytes), message)
                .advice()
                .also(passage.span_of(&source.bytes), "avant l’arrondi")
                .help("corriger l’un des deux pourcentages, ou dire pourquoi celui-ci est retenu")
        })
    });
    wrong.collect()
}

/// « 30 % (1 rendez-vous/3) », a share and its fraction; « 2 mois (4 à 8 semaines) », a length of time and the same in weeks.
fn in_brackets(passage: &Passage) -> Vec<Diagnostic> {
    let facts = &passage.facts().facts;
    let compared = facts.windows(2).filter_map(|pair| {
        let [before, after] = pair else { return None };
        let between = passage.text.get(before.bytes.end..after.bytes.start)?;
        (between.trim_start() == "(").then_some(())?;
        let end = passage.text.get(after.bytes.end..)?.find(')')? + after.bytes.end + 1;
        let quoted = passage.text.get(before.bytes.start..end)?;
        let said = |arithmetic: String| {
            let message = format!("« {quoted} » dit deux quantités différentes");
            Diagnostic::finding(passage.span_of(&(before.bytes.start..end)), message)
                .arithmetic(arithmetic)
                .help("corriger l’un des deux nombres, ou retirer la parenthèse")
        };
        match (&before.value, &after.value) {
            (SaidValue::Percentage(whole), SaidValue::Count { number: one, noun, .. }) => {
                let (shown, share) = (whole.number.low, fraction(passage, one, noun.end)?);
                let stated =
                    format!("1 ÷ {} = {} ; affiché : {}", number(share.0), percent(share.1), percent(shown));
                (whole.number.high.is_none() && (share.1 - shown).abs() > Decimal::ONE)
                    .then(|| said(stated).advice())
            }
            (
                SaidValue::Duration { number: months, unit: CalendarUnit::Month, .. }
                | SaidValue::Every { number: months, unit: CalendarUnit::Month },
                SaidValue::Duration { number: weeks, unit: CalendarUnit::Week, .. },
            ) => {
                let (months, told) = (months.high.unwrap_or(months.low), weeks.high.unwrap_or(weeks.low));
                // A month is 4.345 weeks.
                let weeks = months.checked_mul(Decimal::new(4345, 3))?;
                let stated = format!(
                    "{} mois ≈ {} semaines ; affiché : {}",
                    number(months),
                    number(weeks.round_dp(1)),
                    number(told)
                );
                ((weeks - told).abs() > weeks.checked_div(Decimal::from(6))?).then(|| said(stated))
            }
            _ => None,
        }
    });
    compared.collect()
}

/// What « 1 rendez-vous/3 » or « 1 personne sur 3 » is the share of: the number, and the share in per cent.
fn fraction(passage: &Passage, one: &SaidNumber, noun_end: usize) -> Option<(Decimal, Decimal)> {
    let rest = passage.text.get(noun_end..)?.trim_start();
    let rest = rest.strip_prefix('/').or_else(|| rest.strip_prefix("sur "))?.trim_start();
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let of = read_decimal(rest.get(..digits).filter(|_| digits <= 2)?).ok()?;
    (one.low == Decimal::ONE && one.high.is_none()).then_some(())?;
    Some((of, Decimal::ONE_HUNDRED.checked_div(of)?))
}
