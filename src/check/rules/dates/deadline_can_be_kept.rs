//! Checks the deadlines in the articles against those of the cadre and the end of the period they report on.

use std::sync::LazyLock;

use super::facts::{articles, execution_window};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::cadre::Deadline;
use crate::model::passage::{Fact, Mention};
use crate::model::time::{month, month_number};
use crate::model::{Day, Passage};
use crate::text::pattern;
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "une échéance ne peut pas être tenue, ou en contredit une autre",
    severity: Severity::Error,
    checks: "Une phrase d’un article qui fixe une échéance à ce que le cadre en fixe une (`echeances`) donne le même \
              jour, l’année qui suit celle de l’édition. En avertissement : cette échéance tombe avant la fin de la \
              période d’exécution dont elle rend compte (en conseil quand son année n’est pas écrite) ; « entre le 1er juillet de l’année n et le 30 juin de \
              l’année n+1 » ne fait pas un an. En conseil : une échéance « de chaque année » dans une convention \
              conclue pour un an. Une échéance d’un autre objet n’est pas comparée.",
    why: "Un rapport dû avant la fin de ce qu’il relate sera incomplet ou en retard ; deux échéances pour un même \
               devoir laissent chacun choisir la sienne.",
    source: "Échéances de l’instruction qui fixe le cadre de la convention (`cadres/*.yaml`) ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/03-suivi.md",
            from: "le 31 mars 2025 au plus tard",
            to: "le 31 mai 2025 au plus tard",
        }],
        admitted: &[
            Change {
                file: "content/2024/articles/03-suivi.md",
                from: "le 31 mars 2025 au plus tard",
                to: "le 31 mars de l'exercice suivant, au plus tard",
            },
            Change {
                file: "content/2024/articles/03-suivi.md",
                from: "Ce rapport rend compte des engagements de l'article 2.",
                to: "Les pièces comptables sont remises avant le 15 mai 2025.",
            },
        ],
    },
};

struct Patterns {
    cutoff: Regex,
    every_year: Regex,
    one_year: Regex,
    n_and_n1: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns {
    cutoff: pattern(r"(?i)\b(?:au plus tard|avant le|dernier délai|date limite)\b"),
    every_year: pattern(r"(?i)\b(?:de |du )?chaque (?:année|exercice)\b"),
    one_year: pattern(r"(?i)\b(?:conclue?|vaut|valable|signée?)\b[^.;]{0,40}?\b(?:un|1) an\b"),
    n_and_n1: pattern(
        r"(?i)(?P<j1>1er|[0-9]{1,2}) (?P<m1>\w+) de l['’]année n et (?:de |du )?(?:le )?(?P<j2>1er|[0-9]{1,2}) (?P<m2>\w+) de l['’]année n ?\+ ?1\b",
    ),
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let prose: Vec<&Passage> = articles(context).collect();
    let mut findings: Vec<Diagnostic> =
        context.dossier.cadre.deadlines.iter().flat_map(|d| check_deadline(context, d, &prose)).collect();
    findings.extend(prose.iter().filter_map(|p| year_n_to_n1(p)));
    if let Some(duration) = prose.iter().find_map(|p| Some((*p, PATTERNS.one_year.find(&p.text)?.range()))) {
        findings.extend(prose.iter().filter_map(|p| yearly_deadline(p, &duration)));
    }
    findings
}

fn day_and_month(mention: &Mention) -> Option<(u8, u8)> {
    match mention.fact {
        Fact::Day(j) => Some((j.day(), j.month())),
        Fact::DayWithoutYear(day, month) => Some((day, month)),
        _ => None,
    }
}

/// The sentences of the articles about an object that the cadre gives a deadline, against this deadline.
fn check_deadline(context: &Context<'_>, deadline: &Deadline, prose: &[&Passage]) -> Vec<Diagnostic> {
    let next_year = context.dossier.convention.year.saturating_add(1);
    let Some(day) = Day::new(next_year, deadline.month, deadline.day) else { return Vec::new() };
    let stated = format!("{} {}", deadline.day, month(deadline.month));
    let mut findings = Vec::new();
    let mut matched = None;
    for passage in prose.iter().filter(|p| flat(&p.text).contains(&flat(&deadline.object))) {
        let days: Vec<&Mention> = passage
            .mentions
            .iter()
            .filter(|m| day_and_month(m).is_some() && PATTERNS.cutoff.is_match(passage.sentence(&m.bytes)))
            .collect();
        let Some(first) = days.first() else { continue };
        let fits = |m: &&&Mention| day_and_month(m) == Some((deadline.day, deadline.month));
        let Some(matching) = days.iter().find(fits) else {
            let written = passage.text.get(first.bytes.clone()).unwrap_or("");
            findings.push(
                Diagnostic::finding(
                    passage.fact_span(first),
                    format!("l’article fixe le {} au {written}, le cadre au {stated}", deadline.object),
                )
                .help("reprendre l’échéance du cadre"),
            );
            continue;
        };
        if let Fact::Day(j) = matching.fact
            && j != day
        {
            findings.push(
                Diagnostic::finding(
                    passage.fact_span(matching),
                    format!("le {} est dû le {j} ; d’après le cadre, il l’est le {day}", deadline.object),
                )
                .help("écrire l’année qui suit celle de l’édition"),
            );
        }
        matched = matched.or(Some((*passage, *matching, days.clone())));
    }
    findings.extend(too_early(context, deadline, day, matched));
    findings
}

/// A deadline before the end of the execution period that it reports on.
fn too_early(
    context: &Context<'_>,
    deadline: &Deadline,
    day: Day,
    matched: Option<(&Passage, &Mention, Vec<&Mention>)>,
) -> Option<Diagnostic> {
    let (window, written_at) = execution_window(context)?;
    let as_written = written_at?;
    if day >= window.1 {
        return None;
    }
    let span = matched.as_ref().map_or(as_written, |(p, m, _)| p.fact_span(m));
    // The sentence may hold two options left open, one of them late enough.
    let year = u16::try_from(day.year()).ok()?;
    let other = matched
        .iter()
        .flat_map(|(_, _, days)| days)
        .filter_map(|m| day_and_month(m))
        .find_map(|(j, m)| Day::new(year, m, j).filter(|other| *other >= window.1));
    let help = match other {
        Some(other) => format!("retenir l’échéance du {other}, que la même phrase admet, et retirer l’autre"),
        None => "reporter l’échéance, ou dire que le rapport est d’étape".to_owned(),
    };
    // Without a year, the deadline is only ambiguous.
    if let Some((_, Mention { fact: Fact::DayWithoutYear(..), .. }, _)) = &matched {
        let message = format!(
            "l’échéance du {} est ambiguë : sans son année, elle peut tomber le {day}, avant la fin des actions, le {}",
            deadline.object, window.1
        );
        let finding = Diagnostic::finding(span, message).advice();
        return Some(finding.also(as_written, format!("actions menées jusqu’au {}", window.1)).help(
            match other {
                Some(_) => help,
                None => "écrire l’échéance avec son année".to_owned(),
            },
        ));
    }
    Some(
        Diagnostic::finding(
            span,
            format!(
                "le {} est dû le {day}, avant la fin des actions dont il rend compte, le {}",
                deadline.object, window.1
            ),
        )
        .warning()
        .also(as_written, format!("actions menées jusqu’au {}", window.1))
        .help(help),
    )
}

/// « entre le 1er juillet de l’année n et le 30 juin de l’année n+1 ».
fn year_n_to_n1(passage: &Passage) -> Option<Diagnostic> {
    let found = PATTERNS.n_and_n1.captures(&passage.text)?;
    let group = |name: &str| found.name(name).map(|m| m.as_str().to_lowercase());
    let figure = |text: String| text.strip_suffix("er").unwrap_or(&text).parse::<u8>().ok();
    let number = |name: String| month_number(&name);
    // Two consecutive years without a 29 February.
    let start = Day::new(2001, number(group("m1")?)?, figure(group("j1")?)?)?;
    let end = Day::new(2002, number(group("m2")?)?, figure(group("j2")?)?)?;
    let days = end.index() - start.index() + 1;
    if days == 365 {
        return None;
    }
    let bytes = found.get(0)?.range();
    let text = passage.text.get(bytes.clone())?;
    Some(
        Diagnostic::finding(
            passage.span_of(&bytes),
            format!("« {text} » ne fait pas un an, mais {days} jours"),
        )
        .warning()
        .help("corriger l’un des deux jours"),
    )
}

/// A yearly deadline in a convention of one year.
fn yearly_deadline(passage: &Passage, duration: &(&Passage, std::ops::Range<usize>)) -> Option<Diagnostic> {
    let mention = passage.mentions.iter().find(|m| {
        let rest = passage.text.get(m.bytes.end..).unwrap_or("");
        let near = rest.char_indices().nth(25).map_or(rest, |(i, _)| rest.get(..i).unwrap_or(""));
        matches!(m.fact, Fact::DayWithoutYear(..)) && PATTERNS.every_year.is_match(near)
    })?;
    let written = passage.text.get(mention.bytes.clone())?;
    Some(
        Diagnostic::finding(
            passage.fact_span(mention),
            format!("l’échéance du {written} est « de chaque année », et la convention est d’un an"),
        )
        .advice()
        .also(duration.0.span_of(&duration.1), "la durée")
        .help("écrire l’échéance avec son année"),
    )
}
