//! Checks the year or the years by which a text is named against its date, and against its other citations: « avenant 2022 »,
//! « loi de finances pour 2024 », « la convention 2021-2023 ».

use std::collections::BTreeMap;
use std::ops::Range;

use super::facts::{days, visas};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{self, Facts, SaidDate, SaidFact, SaidValue};
use crate::lang::flat;
use crate::model::Day;
use crate::model::convention::Visa;
use crate::model::life::LifeStep;
use crate::model::passage::PassageKind;
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "un texte cité n’est pas de l’année, ou de la période, qui le nomme",
    severity: Severity::Warning,
    checks: "Dans les visas : une convention « 2021-2023 » est signée entre l’année qui précède et la dernière de sa \
              période ; un avenant « 2023 » est d’une année de cette période, cité une fois, et signé cette année-là \
              quand chaque avenant a sa date ; une loi « de finances pour 2024 » est du second semestre de l’année \
              précédente, ou du début de la sienne (rectificative : de la sienne) ; un texte « pour 2024 » ou « pour \
              l’année 2024 » est de cette année, ou du second semestre de la précédente. Un bilan, un solde ou un \
              rapport « pour » une année passée est admis. Les avenants annoncés en annexe sont ceux du visa. Dans les visas, \
              les annexes annoncées et les textes : la période d’une convention ou d’un contrat qui n’est écrite qu’une fois, \
              quand une autre l’est au moins trois et a la même première ou la même dernière année ; une convention passée \
              « avec » un tiers, ou « pour » une période, n’est pas comparée.",
    why: "L’année du titre et la date de signature se contrôlent l’une l’autre : si elles se contredisent, la citation \
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
            Change {
                file: "content/2024/articles/00-preambule.md",
                from: "Le Département de la Haute-Vaunoise est fictif",
                to: "La convention passée avec la mission locale, 2021-2024, est close. Le Département de la Haute-Vaunoise est fictif",
            },
        ],
    },
};

/// A visa with its text (designation and object), what it states, and the days in it.
struct CitedVisa<'v> {
    visa: &'v Visa,
    text: String,
    facts: Facts,
    days: Vec<(Day, Span)>,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let life = &context.dossier.convention.life;
    let act = life.day(LifeStep::Signature).or_else(|| life.day(LifeStep::Vote)).map(|d| d.value);
    let of_visas = visas(context).into_iter().filter_map(|(visa, fields)| {
        let text = visa.words();
        let mut told: Vec<(Day, Span)> = visa.date.iter().map(|d| (d.value, d.span)).collect();
        told.extend(fields.iter().flat_map(|p| days(p).map(|(day, moment)| (day, p.span_of(&moment.bytes)))));
        // DAT-011 reports a visa later than the act.
        if told.iter().any(|(day, _)| act.is_some_and(|act| *day > act)) {
            return None;
        }
        let cited = CitedVisa { visa, facts: facts::read(&text), text, days: told };
        finance_act(&cited)
            .or_else(|| target_year(&cited))
            .or_else(|| avenants(&cited))
            .or_else(|| convention(&cited))
    });
    of_visas.chain(unannounced_avenants(context)).chain(period_told_twice(context)).collect()
}

/// A period of years: its first and its last.
type Years = (u16, u16);

/// The conventions and contracts that a text names by their period, and the bytes of that period.
fn named_periods(text: &str, facts: &Facts) -> Vec<(Years, Range<usize>)> {
    let read = |fact: &SaidFact| {
        let SaidValue::Period { from: SaidDate::Year(from), to: SaidDate::Year(to), .. } = fact.value else {
            return None;
        };
        let start = facts.clauses.get(fact.clause)?.bytes.start.min(fact.bytes.start);
        let before = flat(text.get(start..fact.bytes.start)?);
        let words: Vec<&str> = before.split(' ').filter(|word| !word.is_empty()).collect();
        let noun =
            words.iter().rposition(|word| ["convention", "contrat", "contractualisation"].contains(word))?;
        let after = words.get(noun + 1..)?;
        // Another number after the noun is its own.
        let is_other =
            after.contains(&"avec") || after.iter().any(|word| word.contains(|c: char| c.is_ascii_digit()));
        let is_for = matches!(after.last(), Some(&("pour" | "n" | "numero")));
        (!is_other && !is_for && after.len() <= 20).then(|| ((from, to), fact.bytes.clone()))
    };
    facts.facts.iter().filter_map(read).collect()
}

/// The period of a convention that is written once, beside another that is written everywhere else.
fn period_told_twice(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut places: BTreeMap<Years, Vec<Span>> = BTreeMap::new();
    for passage in context.dossier.passages.iter().filter(|p| p.kind != PassageKind::Code) {
        for (years, bytes) in named_periods(&passage.text, passage.facts()) {
            places.entry(years).or_default().push(passage.span_of(&bytes));
        }
    }
    let read = |((from, to), here): (&Years, &Vec<Span>)| {
        let [only] = here.as_slice() else { return None };
        let ((usual_from, usual_to), usual) = places.iter().find(|((usual_from, usual_to), others)| {
            others.len() >= 3 && ((from == usual_from) != (to == usual_to))
        })?;
        let message = format!(
            "la période {from}-{to} est écrite ici, et {usual_from}-{usual_to} partout ailleurs ({} fois)",
            usual.len()
        );
        let finding = Diagnostic::finding(*only, message)
            .help("corriger l’année, ou nommer l’autre convention de façon qu’on ne les confonde pas");
        Some(usual.iter().take(3).fold(finding, |d, span| d.also(*span, format!("{usual_from}-{usual_to}"))))
    };
    places.iter().filter_map(read).collect()
}

/// The years of the avenants that a text names: « les avenants 2022 et 2023 ».
fn years_of_avenants(text: &str, facts: &Facts) -> Vec<u16> {
    let mut years = Vec::new();
    let mut end = None;
    for fact in &facts.facts {
        let SaidValue::Date { date: SaidDate::Year(year), .. } = fact.value else { continue };
        let start = end.unwrap_or(0);
        let before = flat(text.get(start..fact.bytes.start).unwrap_or_default());
        let goes_on = match end {
            None => ["avenant", "avenants"].contains(&before.trim().rsplit(' ').next().unwrap_or_default()),
            Some(_) => ["", "et"].contains(&before.trim()),
        };
        match (goes_on, end) {
            (true, _) => {
                years.push(year);
                end = Some(fact.bytes.end);
            }
            (false, Some(_)) => break,
            (false, None) => {}
        }
    }
    years
}

/// The year that a text is meant for: « de finances pour 2024 ».
fn meant_for(cited: &CitedVisa<'_>) -> Option<u16> {
    cited.facts.facts.iter().find_map(|fact| {
        let SaidValue::Date { date: SaidDate::Year(year), .. } = fact.value else { return None };
        let before = flat(cited.text.get(..fact.bytes.start)?);
        ["pour", "pour l annee", "pour l exercice"]
            .iter()
            .any(|words| before.trim_end().ends_with(words))
            .then_some(year)
    })
}

/// Years of the avenants announced as annexes that the visa of the avenants does not cite.
fn unannounced_avenants(context: &Context<'_>) -> Vec<Diagnostic> {
    let convention = &context.dossier.convention;
    let read =
        |text: &str| Some(years_of_avenants(text, &facts::read(text))).filter(|years| !years.is_empty());
    let cited = convention.visas.iter().find_map(|v| Some((v, read(&v.designation.value)?)));
    let Some((visa, cited_years)) = cited else { return Vec::new() };
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

/// Whether a text of this day can be about `year`: dated that year, or in the second half of the year before.
fn serves(day: Day, year: u16) -> bool {
    let year = i32::from(year);
    day.year() == year || (day.year() == year.saturating_sub(1) && day.month() >= 7)
}

fn finance_act(cited: &CitedVisa<'_>) -> Option<Diagnostic> {
    let flat = flat(&cited.text);
    if !flat.contains("loi") || !flat.contains("de finances") {
        return None;
    }
    let year = meant_for(cited)?;
    let (day, span) = *cited.days.first()?;
    let amending = flat.contains("rectificative") || flat.contains("fin de gestion");
    let is_its_year = day.year() == i32::from(year);
    let is_possible =
        if amending { is_its_year } else { serves(day, year) && (!is_its_year || day.month() <= 3) };
    (!is_possible).then(|| {
        Diagnostic::finding(span, format!("cette loi de finances pour {year} serait du {day}"))
            .help("corriger l’année ou la date")
    })
}

fn target_year(cited: &CitedVisa<'_>) -> Option<Diagnostic> {
    const PAST: [&str; 6] = ["bilan", "solde", "rapport", "compte", "cloture", "execution"];
    // Without a field `date`, the days are signatures of an act, which may be of any year.
    let date = cited.visa.date.as_ref()?;
    let text = flat(&cited.text);
    if text.contains("de finances")
        || text.split(' ').any(|word| PAST.iter().any(|past| word.starts_with(past)))
    {
        return None;
    }
    let year = meant_for(cited).or_else(|| years_of_avenants(&cited.text, &cited.facts).last().copied())?;
    (!serves(date.value, year)).then(|| {
        Diagnostic::finding(date.span, format!("ce texte pour {year} serait du {}", date.value))
            .help("corriger l’année ou la date")
    })
}

/// Avenants: each of a year of the convention's period, cited once, signed in its year.
fn avenants(cited: &CitedVisa<'_>) -> Option<Diagnostic> {
    let years = years_of_avenants(&cited.text, &cited.facts);
    let stated =
        |message: String| Diagnostic::finding(cited.visa.span, message).help("corriger l’année ou la date");
    if let Some((first, last)) = period(cited)
        && let Some(outside) = years.iter().find(|year| !(first..=last).contains(*year))
    {
        return Some(stated(format!(
            "l’avenant {outside} n’est pas d’une année de la convention {first}-{last}"
        )));
    }
    if let Some(repeated) =
        years.windows(2).find_map(|pair| (pair.first() == pair.last()).then(|| pair.first().copied()))
    {
        return Some(stated(format!("l’avenant {} est cité deux fois", repeated.unwrap_or_default())));
    }
    if years.len() != cited.days.len() {
        return None;
    }
    let mut dated = years.iter().zip(&cited.days);
    let (year, (day, span)) = dated.find(|(year, (day, _))| day.year() != i32::from(**year))?;
    Some(
        Diagnostic::finding(*span, format!("l’avenant {year} serait signé le {day}"))
            .help("corriger l’année ou la date"),
    )
}

/// The period of the convention that a visa names.
fn period(cited: &CitedVisa<'_>) -> Option<Years> {
    let text = flat(&cited.text);
    if !["convention", "contrat", "avenant"].iter().any(|noun| text.contains(noun)) {
        return None;
    }
    cited.facts.facts.iter().find_map(|fact| match fact.value {
        SaidValue::Period { from: SaidDate::Year(from), to: SaidDate::Year(to), .. } => Some((from, to)),
        _ => None,
    })
}

/// A convention whose period is reversed, or signed long before or after it.
fn convention(cited: &CitedVisa<'_>) -> Option<Diagnostic> {
    let (first, last) = period(cited)?;
    if !years_of_avenants(&cited.text, &cited.facts).is_empty() || cited.visa.date.is_some() {
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
    (!(i32::from(first).saturating_sub(1)..=i32::from(last)).contains(&day.year())).then(|| {
        Diagnostic::finding(span, format!("cette convention {first}-{last} serait signée le {day}"))
            .help("corriger la période ou la date")
    })
}
