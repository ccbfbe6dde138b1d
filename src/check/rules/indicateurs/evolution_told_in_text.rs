//! Checks a trend stated by the prose against the last two closed years of the indicateur.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::values::{IndicateurCell, all_cells, format_measured, quoted_label};
use crate::check::folded_words::FoldedWords;
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

/// A trend that a passage tells.
struct Told<'d> {
    passage: &'d Passage,
    trend: Trend,
    bytes: Range<usize>,
}

/// What the prose says of an indicateur.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trend {
    Increase,
    Decrease,
    Progress,
}

/// The nouns that tell a trend after « en », and the verbs that tell it, flattened.
const TRENDS: [(Trend, &[&str], &[&str]); 3] = [
    (
        Trend::Decrease,
        &["baisse", "diminution", "recul"],
        &["diminue", "diminuent", "recule", "reculent", "baisse", "baissent"],
    ),
    (Trend::Increase, &["hausse", "augmentation"], &["augmente", "augmentent"]),
    (Trend::Progress, &["progression", "amelioration"], &["progresse", "progressent"]),
];
static CAVEATS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:pas|plus que|sauf|devr[{LETTERS}]+|[{LETTERS}]+(?:era|eront|rait|raient)|si|afin|pour que|objectif|viser?)\b",
    ))
});

/// Adjectives between « en » and its noun.
const DEGREES: [&str; 5] = ["forte", "nette", "legere", "constante", "faible"];

/// The first trend that a text tells, and where.
fn trend_told(words: &FoldedWords) -> Option<(Trend, Range<usize>)> {
    let mut before: [Option<(Range<usize>, &str)>; 2] = [None, None];
    for (bytes, word) in words.letters() {
        let [second, last] = &before;
        let preceding = match last {
            Some((_, degree)) if DEGREES.contains(degree) => second,
            _ => last,
        };
        let follows = |wanted| preceding.as_ref().filter(|(_, word)| *word == wanted);
        for (trend, nouns, verbs) in TRENDS {
            if nouns.contains(&word)
                && let Some((start, _)) = follows("en")
            {
                return Some((trend, start.start..bytes.end));
            }
            if verbs.contains(&word) {
                return Some((trend, bytes));
            }
        }
        if ["ameliore", "ameliorent"].contains(&word)
            && let Some((start, _)) = follows("s")
        {
            return Some((Trend::Progress, start.start..bytes.end));
        }
        let [_, last] = before;
        before = [last, Some((bytes, word))];
    }
    None
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let readings = context.readings::<FoldedWords>();
    let series_by_indicateur = series_by_indicateur(context);
    let mut files: BTreeMap<u32, Vec<Told<'_>>> = BTreeMap::new();
    for passage in context.prose().filter(|passage| passage.kind == PassageKind::Paragraph) {
        if let Some((trend, bytes)) = trend_told(&readings.read(&passage.text)) {
            files.entry(passage.file().index()).or_default().push(Told { passage, trend, bytes });
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
        findings.extend(passages.iter().filter_map(|told| compare(told, &cell, series)));
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

fn compare(told: &Told<'_>, cell: &IndicateurCell<'_>, series: &Series<'_>) -> Option<Diagnostic> {
    let Told { passage, trend, bytes } = told;
    let words = passage.text.get(bytes.clone())?;
    let sentence = passage.sentence(bytes);
    // The label must be the whole subject: a qualifier would narrow what is counted.
    let before = sentence.split(words).next().unwrap_or_default();
    let clause = before.rsplit([',', ';', ':', '(', '–', '—']).next().unwrap_or_default();
    let subject = flat(clause);
    let (article, rest) = subject.rsplit_once(flat(cell.label).as_str())?;
    let is_subject = ["", "le", "la", "les", "l"].contains(&article.trim())
        && ["", "est", "sont", "reste", "restent"].contains(&rest.trim());
    if !is_subject || CAVEATS.is_match(sentence) {
        return None;
    }
    let mut years = series.iter().rev();
    let ((year2, end), (year1, start)) = (years.next()?, years.next()?);
    let ((after, value2), (before, value1)) = (end.number()?, start.number()?);
    let gap = after.value - before.value;
    let expected = match (*trend, cell.cadre.and_then(|(_, indicateur)| indicateur.direction)) {
        (Trend::Increase, _) | (Trend::Progress, Some(Direction::Increase)) => gap >= Decimal::ZERO,
        (Trend::Decrease, _) | (Trend::Progress, Some(Direction::Decrease)) => gap <= Decimal::ZERO,
        (Trend::Progress, None) => return None,
    };
    (!expected).then(|| {
        Diagnostic::finding(
            passage.span_of(bytes),
            format!(
                "{} est dit « {} », et passe de {} en {year1} à {} en {year2}",
                quoted_label(cell.label),
                words,
                format_measured(&value1.measured.value),
                format_measured(&value2.measured.value)
            ),
        )
        .also(value1.measured.span, format!("en {year1}"))
        .also(value2.measured.span, format!("en {year2}"))
        .help("corriger le texte, ou les valeurs")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::readings::Reading;

    #[test]
    fn a_trend_is_told_by_a_verb_or_a_noun() {
        let told = |text: &'static str| {
            let (trend, bytes) = trend_told(&FoldedWords::read(text))?;
            Some((trend, text.get(bytes)?))
        };
        assert_eq!(told("Le nombre recule."), Some((Trend::Decrease, "recule")));
        assert_eq!(told("Les sorties AUGMENTENT"), Some((Trend::Increase, "AUGMENTENT")));
        assert_eq!(told("Il est en forte hausse."), Some((Trend::Increase, "en forte hausse")));
        assert_eq!(told("Le délai s’améliore."), Some((Trend::Progress, "s’améliore")));
        assert_eq!(told("L’amélioration du délai."), None);
        assert_eq!(told("Une forte progression."), None);
    }
}
