//! Prose that tells progress where the values tell the contrary.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::rules::indicateurs::values::{Datum, every, is_target, say, short, year};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::Passage;
use crate::model::cadre::Direction;
use crate::model::passage::PassageKind;
use crate::text::pattern;
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "le texte annonce une évolution que les valeurs démentent",
    severity: Severity::Warning,
    checks: "Une phrase d’une fiche dont le sujet est le libellé d’un de ses indicateurs, mot pour mot, et le verbe une \
              évolution au présent (« en hausse », « augmente », « en baisse », « en progression », « s’améliore ») est comparée \
              aux deux dernières années closes que la fiche et la matrice donnent, cibles exclues. « En progression » \
              et « s’améliore » suivent le sens que le cadre donne à l’indicateur. Une phrase niée, au futur ou au \
              conditionnel, n’est pas retenue.",
    why: "Le commentaire est ce que lit l’assemblée : s’il contredit le tableau, l’un des deux l’induit en erreur.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Le nombre de personnes reçues est en progression.",
            to: "Le nombre de personnes reçues est en baisse.",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "Le nombre de personnes reçues est en progression.",
                to: "Le nombre de personnes reçues en été est en baisse.",
            },
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "Le nombre de personnes reçues est en progression.",
                to: "Le délai moyen avant le premier rendez-vous est en baisse, il s’améliore.",
            },
        ],
    },
};

/// What each pattern says, in the order in which they are tried.
#[derive(Clone, Copy)]
enum Stated {
    Increase,
    Decrease,
    Progress,
}

static TRENDS: LazyLock<[(Stated, Regex); 3]> = LazyLock::new(|| {
    [
        (Stated::Decrease, r"\b(?:en (?:forte |nette |légère )?(?:baisse|diminution|recul)|diminuent?|reculent?|baissent?)\b"),
        (Stated::Increase, r"\b(?:en (?:forte |nette |légère )?(?:hausse|augmentation)|augmentent?)\b"),
        (Stated::Progress, r"\b(?:en (?:nette |constante )?(?:progression|amélioration)|s['’]améliorent?|progressent?)\b"),
    ]
    .map(|(stated, text)| (stated, pattern(&format!("(?i){text}"))))
});

static CAVEATS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:pas|plus que|sauf|devr\w+|\w+(?:era|eront|rait|raient)|si|afin|pour que|objectif|viser?)\b",
    )
});

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let all_series = all_series(c);
    let mut files: BTreeMap<u32, Vec<&Passage>> = BTreeMap::new();
    for passage in c.prose().filter(|p| p.kind == PassageKind::Paragraph) {
        if TRENDS.iter().any(|(_, pattern)| pattern.is_match(&passage.text)) {
            files.entry(passage.file().index()).or_default().push(passage);
        }
    }
    let mut findings = Vec::new();
    let mut sightings = None;
    for datum in crate::check::rules::indicateurs::values::of_fiches(c) {
        if sightings.replace(datum.span) == Some(datum.span) {
            continue;
        }
        let Some(series) = all_series.get(&key(&datum)) else { continue };
        let Some(passages) = files.get(&datum.span.file.index()) else { continue };
        findings.extend(passages.iter().filter_map(|p| cross_check(p, &datum, series)));
    }
    findings
}

/// The framework's indicator, or the label and its file.
fn key(datum: &Datum<'_>) -> (Option<u32>, String) {
    (datum.cadre.is_none().then_some(datum.span.file.index()), datum.name())
}

type Series<'d> = BTreeMap<i32, Datum<'d>>;

/// The figures of closed years, by indicator and year.
fn all_series<'d>(c: &Context<'d>) -> BTreeMap<(Option<u32>, String), Series<'d>> {
    let edition = i32::from(c.dossier.convention.year);
    let mut all_series: BTreeMap<_, Series<'_>> = BTreeMap::new();
    for datum in every(c) {
        let Some(year) = year(datum.column).filter(|a| *a < edition && !is_target(datum.column)) else {
            continue;
        };
        if datum.number().is_some() {
            all_series.entry(key(&datum)).or_default().entry(year).or_insert(datum);
        }
    }
    all_series
}

fn cross_check(passage: &Passage, datum: &Datum<'_>, series: &Series<'_>) -> Option<Diagnostic> {
    let (stated, found) = TRENDS.iter().find_map(|(stated, m)| Some((*stated, m.find(&passage.text)?)))?;
    let sentence = passage.sentence(&found.range());
    // The label is the whole subject: nothing may narrow what is counted.
    let subject = flat(sentence.split(found.as_str()).next().unwrap_or_default());
    let (_, rest) = subject.rsplit_once(flat(datum.label).as_str())?;
    if !["", "est", "sont", "reste", "restent"].contains(&rest.trim()) || CAVEATS.is_match(sentence) {
        return None;
    }
    let mut years = series.iter().rev();
    let ((year2, end), (year1, start)) = (years.next()?, years.next()?);
    let ((after, v2), (before, v1)) = (end.number()?, start.number()?);
    let gap = after.value - before.value;
    let expected = match (stated, datum.cadre.and_then(|(_, i)| i.direction)) {
        (Stated::Increase, _) | (Stated::Progress, Some(Direction::Increase)) => gap >= Decimal::ZERO,
        (Stated::Decrease, _) | (Stated::Progress, Some(Direction::Decrease)) => gap <= Decimal::ZERO,
        (Stated::Progress, None) => return None,
    };
    (!expected).then(|| {
        Diagnostic::finding(
            passage.span_of(&found.range()),
            format!(
                "{} est dit « {} », et passe de {} en {year1} à {} en {year2}",
                short(datum.label),
                found.as_str(),
                say(&v1.measured.value),
                say(&v2.measured.value)
            ),
        )
        .also(v1.measured.span, format!("en {year1}"))
        .also(v2.measured.span, format!("en {year2}"))
        .help("corriger le texte, ou les valeurs")
    })
}
