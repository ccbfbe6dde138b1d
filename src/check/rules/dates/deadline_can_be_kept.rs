//! Deadlines: those of the framework, of the articles, and the end of what they report on.

use std::sync::LazyLock;

use crate::check::rules::dates::facts::{articles, execution};
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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let prose: Vec<&Passage> = articles(c).collect();
    let mut output: Vec<Diagnostic> =
        c.dossier.cadre.deadlines.iter().flat_map(|e| deadline(c, e, &prose)).collect();
    output.extend(prose.iter().filter_map(|p| full_year(p)));
    if let Some(duration) = prose.iter().find_map(|p| Some((*p, PATTERNS.one_year.find(&p.text)?.range()))) {
        output.extend(prose.iter().filter_map(|p| every_year(p, &duration)));
    }
    output
}

fn day_and_month(mention: &Mention) -> Option<(u8, u8)> {
    match mention.fact {
        Fact::Day(j) => Some((j.day(), j.month())),
        Fact::DayWithoutYear(day, month) => Some((day, month)),
        _ => None,
    }
}

/// The sentences of the articles that fix a deadline of the framework, and the deadline itself.
fn deadline(c: &Context<'_>, deadline: &Deadline, prose: &[&Passage]) -> Vec<Diagnostic> {
    let next_one = c.dossier.convention.year.saturating_add(1);
    let Some(day) = Day::new(next_one, deadline.month, deadline.day) else { return Vec::new() };
    let stated = format!("{}\u{a0}{}", deadline.day, month(deadline.month));
    let mut output = Vec::new();
    let mut location = None;
    for passage in prose.iter().filter(|p| flat(&p.text).contains(&flat(&deadline.object))) {
        let days: Vec<&Mention> = passage
            .mentions
            .iter()
            .filter(|m| day_and_month(m).is_some() && PATTERNS.cutoff.is_match(passage.sentence(&m.bytes)))
            .collect();
        let Some(first) = days.first() else { continue };
        let fits = |m: &&&Mention| day_and_month(m) == Some((deadline.day, deadline.month));
        let Some(is_correct) = days.iter().find(fits) else {
            let written = passage.text.get(first.bytes.clone()).unwrap_or("");
            output.push(
                Diagnostic::finding(
                    passage.fact_span(first),
                    format!("l’article fixe le {} au {written}, le cadre au {stated}", deadline.object),
                )
                .help("reprendre l’échéance du cadre"),
            );
            continue;
        };
        if let Fact::Day(j) = is_correct.fact
            && j != day
        {
            output.push(
                Diagnostic::finding(
                    passage.fact_span(is_correct),
                    format!("le {} est dû le {j} ; d’après le cadre, il l’est le {day}", deadline.object),
                )
                .help("écrire l’année qui suit celle de l’édition"),
            );
        }
        location = location.or(Some((*passage, *is_correct, days.clone())));
    }
    output.extend(too_early(c, deadline, day, location));
    output
}

/// A deadline that falls before the end of what it reports on.
fn too_early(
    c: &Context<'_>,
    deadline: &Deadline,
    day: Day,
    location: Option<(&Passage, &Mention, Vec<&Mention>)>,
) -> Option<Diagnostic> {
    let (window, place) = execution(c)?;
    let as_written = place?;
    if day >= window.1 {
        return None;
    }
    let span = location.as_ref().map_or(as_written, |(p, m, _)| p.fact_span(m));
    // Another deadline of the same sentence may be late enough: an option left open in the model.
    let year = u16::try_from(day.year()).ok()?;
    let other = location
        .iter()
        .flat_map(|(_, _, days)| days)
        .filter_map(|m| day_and_month(m))
        .find_map(|(j, m)| Day::new(year, m, j).filter(|other| *other >= window.1));
    let help = match other {
        Some(other) => format!("retenir l’échéance du {other}, que la même phrase admet, et retirer l’autre"),
        None => "reporter l’échéance, ou dire que le rapport est d’étape".to_owned(),
    };
    // A day without its year does not say which year is meant: that is all that can be told.
    if let Some((_, Mention { fact: Fact::DayWithoutYear(..), .. }, _)) = &location {
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
fn full_year(passage: &Passage) -> Option<Diagnostic> {
    let found = PATTERNS.n_and_n1.captures(&passage.text)?;
    let group = |name: &str| found.name(name).map(|m| m.as_str().to_lowercase());
    let figure = |text: String| text.strip_suffix("er").unwrap_or(&text).parse::<u8>().ok();
    let number = |name: String| month_number(&name);
    // Any two years will do, leap years aside.
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

/// A deadline of every year, in an agreement of one year.
fn every_year(passage: &Passage, duration: &(&Passage, std::ops::Range<usize>)) -> Option<Diagnostic> {
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
