//! Checks the day from which the act holds (`effet`) against what it must agree with: its exercices, its execution
//! period, its new actions, its signature, and what its articles say of it.

use super::facts::{
    Moment, action_end, articles, bounds, days, execution_window, length_of_the_act, moments, say,
};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{SaidDate, SaidValue};
use crate::lang::{flat, sentence_around};
use crate::model::life::LifeStep;
use crate::model::{Day, Fiche, Passage};
use crate::snapshot::LinkTarget;
use crate::text::Spanned;

const FILE: &str = "content/2024/convention.yaml";
const PLACE: &str = "lieu: Vaunes-le-Haut\n";

pub(crate) static PAGE: Page = Page {
    title: "la date d’effet ne s’accorde pas avec le reste de l’acte",
    severity: Severity::Warning,
    checks: "Le jour où l’acte prend effet (`effet`) contre la fin de ses exercices et de sa période d’exécution, le début \
              de celle-ci quand `execution` est écrite, la fin des actions, le début de celles qui sont nouvelles, et le jour \
              d’effet que dit un article (« la présente convention prend effet le… »). Sans `effet`, la durée de l’acte (« conclue \
              pour un an ») dont aucun article ne dit le début. Un effet antérieur à la signature est \
              un conseil, et seulement quand aucun article ne le dit (« rétroactif », ou ce jour lui-même). Une action qui \
              existait déjà, ou dont la date est imprécise, n’est pas jugée.",
    why: "Ce qui est dépensé avant l’effet n’est pas couvert par l’acte ; un effet antérieur à la signature doit être voulu.",
    source: "Cohérence interne de l’acte ; un contrat peut prendre effet avant sa signature quand les parties le disent.",
    example: Example {
        context: &[],
        fault: &[Change { file: FILE, from: PLACE, to: "lieu: Vaunes-le-Haut\neffet: 2024-03-28\n" }],
        admitted: &[Change { file: FILE, from: PLACE, to: "lieu: Vaunes-le-Haut\neffet: 2024-01-01\n" }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(effect) = &context.dossier.convention.effect else {
        return length_without_start(context).into_iter().collect();
    };
    let mut findings: Vec<Diagnostic> = after_the_period(context, effect).into_iter().collect();
    // After the whole of the period, everything else would be told again.
    if findings.is_empty() {
        findings.extend(after_the_start(context, effect));
        findings.extend(context.fiches().filter_map(|fiche| action_before(context, fiche, effect)));
    }
    findings.extend(told_otherwise(context, effect));
    findings.extend(before_the_signature(context, effect));
    findings
}

/// A length of the act that starts on no day: neither `effet` nor an article says it.
fn length_without_start(context: &Context<'_>) -> Option<Diagnostic> {
    let word = context.dossier.cadre.act_word.word();
    let (passage, length) = articles(context).find_map(|p| Some((p, length_of_the_act(p, word)?)))?;
    let has_date = moments(passage).iter().any(|moment| moment.sentence == length.sentence);
    if has_date || articles(context).any(|p| says_start(p, word)) {
        return None;
    }
    Some(
        Diagnostic::finding(
            length.span,
            "l’acte dit combien de temps il dure, et aucun article ne dit quand il commence",
        )
        .help("ajouter « à compter de sa signature », ou écrire `effet` et le citer : « elle prend effet le {convention.effet} »"),
    )
}

/// Whether a text says when something takes effect, or from when.
fn says_start(passage: &Passage, word: &str) -> bool {
    const STARTS: [&str; 9] = [
        "prend effet",
        "prendra effet",
        "prendre effet",
        "prise d effet",
        "entre en vigueur",
        "entrera en vigueur",
        "entree en vigueur",
        "commence",
        "retroacti",
    ];
    let text = flat(&passage.text);
    let of_act =
        || text.split(' ').any(|found| found == flat(word) || ["signature", "notification"].contains(&found));
    STARTS.iter().any(|words| text.contains(words))
        || ["a compter d", "a partir d", "des sa ", "des la "].iter().any(|words| text.contains(words))
            && of_act()
}

fn after_the_period(context: &Context<'_>, effect: &Spanned<Day>) -> Option<Diagnostic> {
    let (window, place) = execution_window(context)?;
    if effect.value <= window.1 {
        return None;
    }
    let message = format!("l’acte prend effet le {effect}, après sa période d’exécution, {}", say(window));
    let finding = Diagnostic::finding(effect.span, message).help("corriger le jour d’effet, ou la période");
    Some(place.into_iter().fold(finding, |finding, place| finding.also(place, "période d’exécution")))
}

/// An execution period that is written begins before the act holds.
fn after_the_start(context: &Context<'_>, effect: &Spanned<Day>) -> Option<Diagnostic> {
    let (window, place) = execution_window(context)?;
    let place = place.filter(|_| window.0 < effect.value)?;
    let message =
        format!("la période d’exécution commence le {}, et l’acte ne prend effet que le {effect}", window.0);
    Some(
        Diagnostic::finding(effect.span, message)
            .also(place, "période d’exécution")
            .help("avancer le jour d’effet, ou commencer la période ce jour-là"),
    )
}

/// An action that is over before the act holds, or a new one that begins before.
fn action_before(context: &Context<'_>, fiche: &Fiche, effect: &Spanned<Day>) -> Option<Diagnostic> {
    let launches = || fiche.launch.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let durations = fiche.duration.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let mut over = durations.filter_map(|duration| {
        let same =
            |object: &Option<String>| object.as_deref().map(flat) == duration.object.as_deref().map(flat);
        let start = launches().find(|d| same(&d.object)).and_then(|d| bounds(&d.datum));
        let (_, latest) = action_end(&duration.datum, start)?;
        (latest < effect.value).then(|| (duration.span, format!("l’action finit le {latest} au plus tard")))
    });
    let cadre = &context.dossier.cadre;
    let is_new = fiche.statuses.iter().any(|s| cadre.status(&s.word.value).is_some_and(|known| known.is_new));
    let mut early = launches().filter(|_| is_new).filter_map(|start| {
        let (_, latest) = bounds(&start.datum)?;
        (latest < effect.value).then(|| (start.span, format!("l’action nouvelle commence ({})", start.datum)))
    });
    let (span, what) = over.next().or_else(|| early.next())?;
    Some(
        Diagnostic::finding(span, format!("{what} avant que l’acte prenne effet, le {effect}"))
            .also(effect.span, "effet de l’acte")
            .help("corriger cette date, ou le jour d’effet"),
    )
}

/// The first article that says another day of effect.
fn told_otherwise(context: &Context<'_>, effect: &Spanned<Day>) -> Option<Diagnostic> {
    let word = flat(context.dossier.cadre.act_word.word());
    articles(context).find_map(|passage| {
        days(passage).find_map(|(day, moment)| {
            if day == effect.value || !is_day_of_effect(passage, &moment, &word) {
                return None;
            }
            let message = format!("l’article dit que l’acte prend effet le {day}, et `effet` le {effect}");
            Some(
                Diagnostic::finding(passage.span_of(&moment.bytes), message)
                    .also(effect.span, "effet de l’acte")
                    .help("garder un seul jour ; « {convention.effet} » le cite"),
            )
        })
    })
}

/// Whether a day ends « la présente convention prend effet le … ».
fn is_day_of_effect(passage: &Passage, moment: &Moment, word: &str) -> bool {
    const BEFORE: [&str; 6] = ["le", "au", "a compter du", "a partir du", "des le", "retroactivement au"];
    let sentence = sentence_around(&passage.text, &moment.bytes);
    let before = passage.text.get(..moment.bytes.start).unwrap_or_default();
    let before = flat(before.rsplit(['.', ';', ':', ',']).next().unwrap_or_default());
    let takes_effect = BEFORE.iter().filter_map(|link| before.trim_end().strip_suffix(link)).any(|rest| {
        let rest = rest.trim_end();
        ["prend effet", "prendra effet", "prendre effet"].iter().any(|verb| rest.ends_with(verb))
    });
    let subject = before.split(' ').take_while(|w| !w.starts_with("pren")).collect::<Vec<_>>().join(" ");
    // « La résiliation de la convention » is not the act.
    let is_act = ["la", "le", "la presente", "le present"]
        .iter()
        .any(|article| subject.trim() == format!("{article} {word}"));
    takes_effect && is_act && !flat(sentence).contains("avenant")
}

/// An effect before the signature, that no article says.
fn before_the_signature(context: &Context<'_>, effect: &Spanned<Day>) -> Option<Diagnostic> {
    let signature = context.dossier.convention.life.day(LifeStep::Signature)?;
    // Without articles, nothing could say it.
    if effect.value >= signature.value || context.dossier.articles.is_empty() {
        return None;
    }
    let (year, month, of_month) = (effect.value.year(), effect.value.month(), effect.value.day());
    let says_it = |passage: &Passage| {
        flat(&passage.text).contains("retroacti")
            || days(passage).any(|(day, _)| day == effect.value)
            || passage.facts().facts.iter().any(|fact| match fact.value {
                SaidValue::Date { date: SaidDate::DayOfMonth(number, day), .. } => {
                    (number, day) == (month, of_month)
                }
                SaidValue::Date { date: SaidDate::Month(of, number), .. } => {
                    (i32::from(of), number) == (year, month)
                }
                _ => false,
            })
    };
    let quotes_it = || context.links().any(|target| *target == LinkTarget::ConventionEffect);
    if articles(context).any(says_it) || quotes_it() {
        return None;
    }
    Some(
        Diagnostic::finding(
            effect.span,
            format!("l’acte prend effet le {effect}, avant sa signature, et aucun article ne le dit"),
        )
        .advice()
        .also(signature.span, "signature")
        .help("l’écrire dans l’article de la durée : « La convention prend effet le {convention.effet}. »"),
    )
}
