//! Checks the deadlines in the articles against those of the cadre and the end of the period they report on.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::facts::{LengthOfTheAct, articles, execution_window, length_of_the_act};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{CalendarUnit, DateRole, SaidDate, SaidFact, SaidValue, Tense};
use crate::lang::flat;
use crate::model::cadre::Deadline;
use crate::model::time::{month, month_number};
use crate::model::{Day, Passage};
use crate::text::{LETTERS, Span, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "une échéance ne peut pas être tenue, ou en contredit une autre",
    severity: Severity::Error,
    checks: "Une phrase d’un article qui fixe une échéance à ce que le cadre en fixe une (`echeances`) donne le même \
              jour, l’année qui suit celle de l’édition ou la fin des actions. De deux échéances d’un objet, vaut celle \
              dont la signature remplit la condition (`conclue_depuis`). L’objet est ce qui est remis, dans la même \
              proposition que le jour (« le rapport est transmis au plus tard le »). En avertissement : cette échéance tombe avant la fin de la \
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
            Change {
                file: "content/2024/articles/03-suivi.md",
                from: "Ce rapport rend compte des engagements de l'article 2.",
                to: "Le solde est versé au plus tard le 30 novembre, et un rapport d'étape remis au plus tard le 30 juin.",
            },
        ],
    },
};

static YEAR_N: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?P<j1>1er|[0-9]{{1,2}}) (?P<m1>[{LETTERS}]+) de l['’]année n et (?:de |du )?(?:le )?(?P<j2>1er|[0-9]{{1,2}}) (?P<m2>[{LETTERS}]+) de l['’]année n ?\+ ?1\b",
    ))
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let prose: Vec<&Passage> = articles(context).collect();
    let objects: BTreeSet<&str> = context.dossier.cadre.deadlines.iter().map(|d| d.object.as_str()).collect();
    let mut findings: Vec<Diagnostic> =
        objects.iter().flat_map(|object| check_object(context, object, &prose)).collect();
    findings.extend(prose.iter().filter_map(|p| year_n_to_n1(p)));
    let word = context.dossier.cadre.act_word.word();
    let length = prose.iter().find_map(|p| length_of_the_act(p, word)).filter(|length| length.months == 12);
    if let Some(LengthOfTheAct { span, .. }) = length {
        findings.extend(prose.iter().filter_map(|p| yearly_deadline(p, span)));
    }
    findings
}

/// The deadline of each object against what the articles say of it. The cadre may fix one for the acts concluded from a
/// day on: without a signature, any of those of the object may be the right one.
fn check_object(context: &Context<'_>, object: &str, prose: &[&Passage]) -> Vec<Diagnostic> {
    let cadre = &context.dossier.cadre;
    let year = context.dossier.convention.year;
    let admitted: Vec<&Deadline> = match context.signature() {
        Some(day) => cadre.deadline(object, year, Some(day)).into_iter().collect(),
        None => cadre.deadlines.iter().filter(|d| d.object == object).collect(),
    };
    let Some(first) = admitted.first() else { return Vec::new() };
    let end = execution_window(context).map(|(window, _)| window.1);
    let told: Vec<(&Passage, Vec<DueDay>)> = prose
        .iter()
        .flat_map(|passage| due_days(passage, object).into_iter().map(|days| (*passage, days)))
        .collect();
    let mut findings = Vec::new();
    for (passage, days) in &told {
        let fixed_by = |due: &DueDay| admitted.iter().find(|d| (d.day, d.month) == (due.day, due.month));
        let Some((matching, deadline)) = days.iter().find_map(|due| Some((due, fixed_by(due)?))) else {
            let Some(wrong) = days.first() else { continue };
            let written = passage.text.get(wrong.bytes.clone()).unwrap_or("");
            let stated = format!("{} {}", first.day, month(first.month));
            findings.push(
                Diagnostic::finding(
                    passage.span_of(&wrong.bytes),
                    format!("l’article fixe le {object} au {written}, le cadre au {stated}"),
                )
                .help("reprendre l’échéance du cadre"),
            );
            continue;
        };
        // After the actions of two years, the year of the deadline is that of their end or the next.
        let follows_the_actions = |day: Day| {
            let next = end.and_then(|end| end.shift_months(12));
            end.zip(next).is_some_and(|(end, next)| end <= day && day < next)
        };
        if let (Some(written), Some(day)) = (matching.whole(), deadline.day_of(year))
            && written != day
            && !follows_the_actions(written)
        {
            findings.push(
                Diagnostic::finding(
                    passage.span_of(&matching.bytes),
                    format!("le {object} est dû le {written} ; d’après le cadre, il l’est le {day}"),
                )
                .help("écrire l’année qui suit celle de l’édition"),
            );
        }
    }
    if findings.is_empty() {
        findings.extend(too_early(context, first, &told));
    }
    findings
}

/// A day by which something is due.
struct DueDay {
    day: u8,
    month: u8,
    year: Option<u16>,
    bytes: Range<usize>,
}

impl DueDay {
    fn whole(&self) -> Option<Day> {
        Day::new(self.year?, self.month, self.day)
    }

    fn read(fact: &SaidFact) -> Option<(Self, Option<DateRole>)> {
        let SaidValue::Date { date, role } = fact.value else { return None };
        let (year, month, day) = match date {
            SaidDate::Day(year, month, day) => (Some(year), month, day),
            SaidDate::DayOfMonth(month, day) => (None, month, day),
            _ => return None,
        };
        Some((Self { day, month, year, bytes: fact.bytes.clone() }, role))
    }
}

/// The days by which a passage makes an object due, by sentence: « remet le rapport au plus tard le 31 mars [ou le 30
/// juin] ». The day is in the clause of the object, beside it.
fn due_days(passage: &Passage, object: &str) -> Vec<Vec<DueDay>> {
    let facts = passage.facts();
    let mut by_sentence: BTreeMap<usize, Vec<DueDay>> = BTreeMap::new();
    // Where the last day of a clause ends: what comes before it has its own day.
    let mut last = 0;
    for fact in &facts.facts {
        let Some((due, role)) = DueDay::read(fact) else { continue };
        let Some(clause) = facts.clauses.get(fact.clause) else { continue };
        let text = |bytes: Range<usize>| flat(passage.text.get(bytes).unwrap_or_default());
        let is_first = last <= clause.bytes.start;
        let before = text(clause.bytes.start.max(last)..due.bytes.start);
        let is_due = role == Some(DateRole::By) && clause.tense != Tense::Past && {
            let whole = text(clause.bytes.clone());
            let names_it = is_thing_sent(&before, object)
                || is_first
                    && before.split(' ').count() <= LEADING_WORDS
                    && is_thing_sent(&text(due.bytes.end..clause.bytes.end), object);
            let previous = clause.sentence.checked_sub(1).and_then(|rank| facts.sentences.get(rank).cloned());
            let previous = previous.map(text).unwrap_or_default();
            names_it && is_sent(&whole) || resumes(&before, &whole, &previous, object)
        };
        let is_option = ["ou le", "ou au plus tard le"].contains(&before.trim());
        last = due.bytes.end;
        match by_sentence.get_mut(&fact.sentence) {
            Some(days) if is_due || is_option => days.push(due),
            None if is_due => drop(by_sentence.insert(fact.sentence, vec![due])),
            _ => {}
        }
    }
    by_sentence.into_values().collect()
}

/// How many words may come before a day that opens its clause: « Chaque année, au plus tard le ».
const LEADING_WORDS: usize = 6;

/// Whether words say that something is handed over.
fn is_sent(text: &str) -> bool {
    const STEMS: [&str; 16] = [
        "transm",
        "remet",
        "remis",
        "adress",
        "envo",
        "envoi",
        "communiqu",
        "depos",
        "fourn",
        "produi",
        "etabl",
        "rend",
        "attend",
        "livr",
        "publi",
        "parv",
    ];
    text.split(' ').any(|word| STEMS.iter().any(|stem| word.starts_with(stem)))
}

/// Whether words hold an object as what is handed over, not as what another thing goes with (« avec le rapport ») or is of
/// (« l’examen du rapport »), and not another of its name (« rapport d’étape »).
fn is_thing_sent(text: &str, object: &str) -> bool {
    const ARTICLES: [&str; 8] = ["le", "la", "l", "un", "une", "ce", "son", "leur"];
    const HANDING_OVER: [&str; 7] =
        ["remise", "transmission", "envoi", "depot", "communication", "production", "publication"];
    const LINKS: [&str; 13] = [
        "avec", "de", "d", "dans", "sur", "apres", "avant", "pour", "sans", "selon", "suivant", "outre", "vu",
    ];
    const OTHERS: [&str; 6] = ["intermediaire", "d etape", "d activite", "de stage", "a mi", "de mi"];
    let object = flat(object);
    let padded = format!(" {text} ");
    padded.match_indices(&format!(" {object} ")).any(|(at, found)| {
        let after = padded.get(at + found.len()..).unwrap_or_default();
        let mut before = padded.get(..at).unwrap_or_default().rsplit(' ').filter(|word| !word.is_empty());
        let determiner = before.next().unwrap_or_default();
        let link = before.next().unwrap_or_default();
        let is_handed = match determiner {
            "du" | "de" | "d" => HANDING_OVER.contains(&link),
            "" => true,
            _ if ARTICLES.contains(&determiner) => {
                !LINKS.contains(&link) || before.next().is_some_and(|word| HANDING_OVER.contains(&word))
            }
            _ => false,
        };
        is_handed && !OTHERS.iter().any(|other| after.starts_with(other))
    })
}

/// Whether a clause takes up the object of the sentence before: « Cette transmission a lieu », « Il est transmis ».
fn resumes(before: &str, clause: &str, previous: &str, object: &str) -> bool {
    const HANDING_OVER: [&str; 5] =
        ["cette transmission", "cette remise", "cet envoi", "ce depot", "cette communication"];
    if HANDING_OVER.iter().any(|words| before.starts_with(words)) {
        return is_sent(previous) && is_thing_sent(previous, object);
    }
    let subject = previous.split(' ').nth(1).unwrap_or_default();
    ["il ", "elle ", "celui ci ", "celle ci "].iter().any(|pronoun| before.starts_with(pronoun))
        && subject == flat(object)
        && is_sent(clause)
}

/// A deadline before the end of the execution period that it reports on.
fn too_early(
    context: &Context<'_>,
    deadline: &Deadline,
    told: &[(&Passage, Vec<DueDay>)],
) -> Option<Diagnostic> {
    let (window, written_at) = execution_window(context)?;
    let as_written = written_at?;
    let object = &deadline.object;
    let next_year = context.dossier.convention.year.checked_add(1)?;
    let day_of = |due: &DueDay| Day::new(due.year.unwrap_or(next_year), due.month, due.day);
    // The sentence may hold two options left open, one of them late enough.
    let early = told.iter().find_map(|(passage, days)| {
        let due = days.iter().find(|due| day_of(due).is_some_and(|day| day < window.1))?;
        Some((*passage, due, days.iter().filter_map(day_of).find(|day| *day >= window.1)))
    });
    let Some((passage, due, other)) = early else {
        let day = deadline.day_of(context.dossier.convention.year).filter(|day| *day < window.1)?;
        return told
            .is_empty()
            .then(|| {
                let help = "reporter l’échéance, ou dire que le rapport est d’étape";
                before_the_end(as_written, object, day, window.1).help(help)
            })
            .map(|finding| finding.also(as_written, format!("actions menées jusqu’au {}", window.1)));
    };
    let (day, span) = (day_of(due)?, passage.span_of(&due.bytes));
    let actions = format!("actions menées jusqu’au {}", window.1);
    let retained = other
        .map(|other| format!("retenir l’échéance du {other}, que la même phrase admet, et retirer l’autre"));
    // Without a year, the deadline is only ambiguous.
    if due.year.is_none() {
        let message = format!(
            "l’échéance du {object} est ambiguë : sans son année, elle peut tomber le {day}, avant la fin des actions, le {}",
            window.1
        );
        return Some(
            Diagnostic::finding(span, message)
                .advice()
                .also(as_written, actions)
                .help(retained.unwrap_or_else(|| "écrire l’échéance avec son année".to_owned())),
        );
    }
    let help =
        retained.unwrap_or_else(|| "reporter l’échéance, ou dire que le rapport est d’étape".to_owned());
    Some(before_the_end(span, object, day, window.1).also(as_written, actions).help(help))
}

fn before_the_end(span: Span, object: &str, day: Day, end: Day) -> Diagnostic {
    let message =
        format!("le {object} est dû le {day}, avant la fin des actions dont il rend compte, le {end}");
    Diagnostic::finding(span, message).warning()
}

/// « entre le 1er juillet de l’année n et le 30 juin de l’année n+1 ».
fn year_n_to_n1(passage: &Passage) -> Option<Diagnostic> {
    if !passage.text.to_ascii_lowercase().contains("année n et ") && !passage.text.contains("NNÉE") {
        return None;
    }
    let found = YEAR_N.captures(&passage.text)?;
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
fn yearly_deadline(passage: &Passage, duration: Span) -> Option<Diagnostic> {
    let (day, _) = passage.facts().facts.windows(2).find_map(|pair| {
        let [day, every] = pair else { return None };
        let is_day = matches!(day.value, SaidValue::Date { date: SaidDate::DayOfMonth(..), .. });
        let is_yearly = matches!(every.value, SaidValue::Every { unit: CalendarUnit::Year, .. });
        (is_day && is_yearly && every.bytes.start - day.bytes.end <= 12).then_some((day, every))
    })?;
    let written = passage.text.get(day.bytes.clone())?;
    Some(
        Diagnostic::finding(
            passage.span_of(&day.bytes),
            format!("l’échéance du {written} est « de chaque année », et la convention est d’un an"),
        )
        .advice()
        .also(duration, "la durée")
        .help("écrire l’échéance avec son année"),
    )
}
