//! Checks a trend stated by the prose against the last two closed years of the indicateur.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::values::{IndicateurCell, all_cells, format_measured, quoted_label};
use crate::check::readings::Reading;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::Passage;
use crate::model::cadre::Direction;
use crate::model::passage::PassageKind;
use crate::text::{LETTERS, pattern};
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

/// What the prose says of an indicateur.
#[derive(Clone, Copy)]
enum Trend {
    Increase,
    Decrease,
    Progress,
}

static TRENDS: LazyLock<[(Trend, Regex); 3]> = LazyLock::new(|| {
    [
        (Trend::Decrease, r"\b(?:en (?:forte |nette |légère )?(?:baisse|diminution|recul)|diminuent?|reculent?|baissent?)\b"),
        (Trend::Increase, r"\b(?:en (?:forte |nette |légère )?(?:hausse|augmentation)|augmentent?)\b"),
        (Trend::Progress, r"\b(?:en (?:nette |constante )?(?:progression|amélioration)|s['’]améliorent?|progressent?)\b"),
    ]
    .map(|(trend, text)| (trend, pattern(&format!("(?i){text}"))))
});

static CAVEATS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:pas|plus que|sauf|devr[{LETTERS}]+|[{LETTERS}]+(?:era|eront|rait|raient)|si|afin|pour que|objectif|viser?)\b",
    ))
});

/// Whether a text tells a trend.
#[derive(Debug)]
struct TellsTrend(bool);

impl Reading for TellsTrend {
    fn read(text: &str) -> Self {
        Self(TRENDS.iter().any(|(_, pattern)| pattern.is_match(text)))
    }
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let readings = context.readings::<TellsTrend>();
    let series_by_indicateur = series_by_indicateur(context);
    let mut files: BTreeMap<u32, Vec<&Passage>> = BTreeMap::new();
    for passage in context.prose().filter(|passage| passage.kind == PassageKind::Paragraph) {
        if readings.read(&passage.text).0 {
            files.entry(passage.file().index()).or_default().push(passage);
        }
    }
    let mut findings = Vec::new();
    let mut previous_row = None;
    for cell in super::values::fiche_cells(context) {
        if previous_row.replace(cell.span) == Some(cell.span) {
            continue;
        }
        let Some(series) = series_by_indicateur.get(&series_key(&cell)) else { continue };
        let Some(passages) = files.get(&cell.span.file.index()) else { continue };
        findings.extend(passages.iter().filter_map(|passage| compare(passage, &cell, series)));
    }
    findings
}

/// The cadre's identifier, or file and label for a fiche's own indicateur.
fn series_key(cell: &IndicateurCell<'_>) -> (Option<u32>, String) {
    (cell.cadre.is_none().then_some(cell.span.file.index()), cell.name())
}

type Series<'d> = BTreeMap<i32, IndicateurCell<'d>>;

/// Figures of the closed years, by indicateur.
fn series_by_indicateur<'d>(context: &Context<'d>) -> BTreeMap<(Option<u32>, String), Series<'d>> {
    let edition = i32::from(context.dossier.convention.year);
    let mut series_by_indicateur: BTreeMap<_, Series<'_>> = BTreeMap::new();
    for cell in all_cells(context) {
        let Some(year) = cell.only_year().filter(|year| *year < edition && !cell.meaning.is_target()) else {
            continue;
        };
        if cell.number().is_some() {
            series_by_indicateur.entry(series_key(&cell)).or_default().entry(year).or_insert(cell);
        }
    }
    series_by_indicateur
}

fn compare(passage: &Passage, cell: &IndicateurCell<'_>, series: &Series<'_>) -> Option<Diagnostic> {
    let (trend, found) =
        TRENDS.iter().find_map(|(trend, pattern)| Some((*trend, pattern.find(&passage.text)?)))?;
    let sentence = passage.sentence(&found.range());
    // The label must be the whole subject: a qualifier would narrow what is counted.
    let subject = flat(sentence.split(found.as_str()).next().unwrap_or_default());
    let (_, rest) = subject.rsplit_once(flat(cell.label).as_str())?;
    if !["", "est", "sont", "reste", "restent"].contains(&rest.trim()) || CAVEATS.is_match(sentence) {
        return None;
    }
    let mut years = series.iter().rev();
    let ((year2, end), (year1, start)) = (years.next()?, years.next()?);
    let ((after, value2), (before, value1)) = (end.number()?, start.number()?);
    let gap = after.value - before.value;
    let expected = match (trend, cell.cadre.and_then(|(_, indicateur)| indicateur.direction)) {
        (Trend::Increase, _) | (Trend::Progress, Some(Direction::Increase)) => gap >= Decimal::ZERO,
        (Trend::Decrease, _) | (Trend::Progress, Some(Direction::Decrease)) => gap <= Decimal::ZERO,
        (Trend::Progress, None) => return None,
    };
    (!expected).then(|| {
        Diagnostic::finding(
            passage.span_of(&found.range()),
            format!(
                "{} est dit « {} », et passe de {} en {year1} à {} en {year2}",
                quoted_label(cell.label),
                found.as_str(),
                format_measured(&value1.measured.value),
                format_measured(&value2.measured.value)
            ),
        )
        .also(value1.measured.span, format!("en {year1}"))
        .also(value2.measured.span, format!("en {year2}"))
        .help("corriger le texte, ou les valeurs")
    })
}
