//! Checks the date of a text cited by a visa against the year it names: « avenant 2022 », « de finances pour 2024 ».

use std::sync::LazyLock;

use super::facts::visas;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::Day;
use crate::model::convention::Visa;
use crate::model::passage::Fact;
use crate::text::{Span, pattern};
use regex::{Match, Regex};

pub(crate) static PAGE: Page = Page {
    title: "un texte visé n’est pas de l’année qu’il nomme",
    severity: Severity::Warning,
    checks: "Dans les visas : une convention « 2021-2023 » est signée entre l’année qui précède et la dernière de sa \
              période ; un avenant « 2023 » est d’une année de cette période, cité une fois, et signé cette année-là \
              quand chaque avenant a sa date ; une loi « de finances pour 2024 » est du second semestre de l’année \
              précédente, ou du début de la sienne (rectificative : de la sienne) ; un texte « pour 2024 » ou « pour \
              l’année 2024 » est de cette année, ou du second semestre de la précédente. Un bilan, un solde ou un \
              rapport « pour » une année passée est admis. Les avenants annoncés en annexe sont ceux du visa.",
    why: "L’année du titre et la date de signature se contrôlent l’une l’autre : si elles se contredisent, le visa \
               désigne un autre texte, ou aucun.",
    source: "LO n° 2001-692 du 1er août 2001 relative aux lois de finances (loi de finances de l’année) ; cohérence interne \
             de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/convention.yaml",
            from: "et 9 juin 2023",
            to: "et 9 juin 2021",
        }],
        admitted: &[
            Change {
                file: "content/2024/convention.yaml",
                from: "signée le 24 juin 2021 entre",
                to: "signée le 18 décembre 2020 entre",
            },
            Change {
                file: "content/cadres/essai-2024.yaml",
                from: "    objet: relative aux conventions d'essai pour l'insertion",
                to: "    objet: relative au bilan des conventions d'essai pour l'année 2023",
            },
        ],
    },
};

struct Patterns {
    period: Regex,
    avenants: Regex,
    meant_for: Regex,
    past: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns {
    period: pattern(r"(?i)\b(?:convention|contrat|avenant)\b.{0,120}?\b([0-9]{4})\s?[-–/]\s?([0-9]{4})\b"),
    avenants: pattern(r"(?i)\bavenants?((?:,? (?:et )?[0-9]{4}\b)+)"),
    meant_for: pattern(r"(?i)\bpour (?:l['’]année |l['’]exercice )?([0-9]{4})\b"),
    past: pattern(r"(?i)\b(?:bilan|solde|rapport|compte|clôture|exécution)"),
});

/// A visa with its text (designation and object) and the days in it.
struct CitedVisa<'v> {
    visa: &'v Visa,
    text: String,
    days: Vec<(Day, Span)>,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let dates = &context.dossier.convention.dates;
    let act = dates.signature.as_ref().or(dates.deliberation.as_ref()).map(|d| d.value);
    visas(context)
        .into_iter()
        .filter_map(|(visa, fields)| {
            let text = visa.words();
            let mut days: Vec<(Day, Span)> = visa.date.iter().map(|d| (d.value, d.span)).collect();
            days.extend(fields.iter().flat_map(|p| {
                p.mentions.iter().filter_map(|m| match m.fact {
                    Fact::Day(day) => Some((day, p.fact_span(m))),
                    _ => None,
                })
            }));
            // DAT-011 reports a visa later than the act.
            if days.iter().any(|(day, _)| act.is_some_and(|act| *day > act)) {
                return None;
            }
            let cited = CitedVisa { visa, text, days };
            finance_act(&cited)
                .or_else(|| target_year(&cited))
                .or_else(|| avenants(&cited))
                .or_else(|| convention(&cited))
        })
        .chain(unannounced_avenants(context))
        .collect()
}

/// Years of the avenants announced as annexes that the visa of the avenants does not cite.
fn unannounced_avenants(context: &Context<'_>) -> Vec<Diagnostic> {
    let convention = &context.dossier.convention;
    let read = |text: &str| -> Option<Vec<i32>> {
        let years_text = PATTERNS.avenants.captures(text)?.get(1)?.as_str();
        let years = years_text.split(|c: char| !c.is_ascii_digit()).filter(|year| year.len() == 4);
        Some(years.filter_map(|year| year.parse().ok()).collect())
    };
    let Some((visa, cited_years)) =
        convention.visas.iter().find_map(|v| Some((v, read(&v.designation.value)?)))
    else {
        return Vec::new();
    };
    convention
        .announced_annexes
        .iter()
        .filter_map(|annexe| {
            let years = read(&annexe.title.value)?;
            let wrong = years.iter().find(|year| !cited_years.contains(year))?;
            Some(
                Diagnostic::finding(
                    annexe.title.span,
                    format!("l’avenant {wrong} est annoncé en annexe, et le visa ne le cite pas"),
                )
                .also(visa.span, &visa.designation.value)
                .help("corriger l’année"),
            )
        })
        .collect()
}

fn year(text: Option<Match<'_>>) -> Option<i32> {
    text?.as_str().parse().ok()
}

/// Whether a text of this day can be about `year`: dated that year, or in the second half of the year before.
fn serves(day: Day, year: i32) -> bool {
    day.year() == year || (day.year() == year.saturating_sub(1) && day.month() >= 7)
}

fn finance_act(cited: &CitedVisa<'_>) -> Option<Diagnostic> {
    let flat = flat(&cited.text);
    if !flat.contains("loi") || !flat.contains("de finances") {
        return None;
    }
    let year = year(PATTERNS.meant_for.captures(&cited.text)?.get(1))?;
    let (day, span) = *cited.days.first()?;
    let amending = flat.contains("rectificative") || flat.contains("fin de gestion");
    let is_possible = if amending {
        day.year() == year
    } else {
        serves(day, year) && (day.year() < year || day.month() <= 3)
    };
    (!is_possible).then(|| {
        Diagnostic::finding(span, format!("cette loi de finances pour {year} serait du {day}"))
            .help("corriger l’année ou la date")
    })
}

fn target_year(cited: &CitedVisa<'_>) -> Option<Diagnostic> {
    // Without a field `date`, the days are signatures of an act, which may be of any year.
    let date = cited.visa.date.as_ref()?;
    if flat(&cited.text).contains("de finances") || PATTERNS.past.is_match(&cited.text) {
        return None;
    }
    let found = PATTERNS.meant_for.captures(&cited.text).and_then(|t| year(t.get(1)));
    let found = found.or_else(|| {
        let years = PATTERNS.avenants.captures(&cited.text)?.get(1)?.as_str();
        years.split(|c: char| !c.is_ascii_digit()).rfind(|year| year.len() == 4)?.parse().ok()
    })?;
    (!serves(date.value, found)).then(|| {
        Diagnostic::finding(date.span, format!("ce texte pour {found} serait du {}", date.value))
            .help("corriger l’année ou la date")
    })
}

/// Avenants: each of a year of the convention's period, cited once, signed in its year.
fn avenants(cited: &CitedVisa<'_>) -> Option<Diagnostic> {
    let years_text = PATTERNS.avenants.captures(&cited.visa.designation.value)?.get(1)?.as_str();
    let years: Vec<i32> = years_text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|year| year.len() == 4)
        .filter_map(|year| year.parse().ok())
        .collect();
    let stated =
        |message: String| Diagnostic::finding(cited.visa.span, message).help("corriger l’année ou la date");
    if let Some((first, last)) = period(cited)
        && let Some(outside) = years.iter().find(|n| !(first..=last).contains(*n))
    {
        return Some(stated(format!(
            "l’avenant {outside} n’est pas d’une année de la convention {first}-{last}"
        )));
    }
    if let Some(repeated) = years.windows(2).find_map(|p| (p.first() == p.last()).then(|| p.first().copied()))
    {
        return Some(stated(format!("l’avenant {} est cité deux fois", repeated.unwrap_or_default())));
    }
    if years.len() != cited.days.len() {
        return None;
    }
    years.iter().zip(&cited.days).find(|(year, (day, _))| day.year() != **year).map(|(year, (day, span))| {
        Diagnostic::finding(*span, format!("l’avenant {year} serait signé le {day}"))
            .help("corriger l’année ou la date")
    })
}

fn period(cited: &CitedVisa<'_>) -> Option<(i32, i32)> {
    let found = PATTERNS.period.captures(&cited.text)?;
    Some((year(found.get(1))?, year(found.get(2))?))
}

/// A convention whose period is reversed, or signed long before or after it.
fn convention(cited: &CitedVisa<'_>) -> Option<Diagnostic> {
    let (first, last) = period(cited)?;
    if PATTERNS.avenants.is_match(&cited.visa.designation.value) || cited.visa.date.is_some() {
        return None;
    }
    if last < first {
        return Some(
            Diagnostic::finding(
                cited.visa.span,
                format!("la période {first}-{last} finit avant de commencer"),
            )
            .help("corriger l’une des deux années"),
        );
    }
    let (day, span) = *cited.days.first()?;
    (!(first.saturating_sub(1)..=last).contains(&day.year())).then(|| {
        Diagnostic::finding(span, format!("cette convention {first}-{last} serait signée le {day}"))
            .help("corriger la période ou la date")
    })
}
