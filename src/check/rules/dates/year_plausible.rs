//! Checks that years are plausible: from 1789 to thirty years after the edition.

use std::sync::LazyLock;

use super::facts::{bounds as days_of, interval};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::passage::PassageKind;
use crate::model::{Duration, Passage};
use crate::text::{Span, pattern};
use regex::{Match, Regex};

pub(crate) static PAGE: Page = Page {
    title: "une année est invraisemblable",
    severity: Severity::Warning,
    checks: "Un nombre de quatre chiffres écrit comme une année et antérieur à 1789, ou postérieur de plus de trente ans \
              à l’édition : après un nom de mois, après « l’année » ; dans « 2022-2023 », quand l’autre est une année \
              vraisemblable ; après « en », « depuis », « dès », « fin », « début », « trimestre »…, avant un \
              signe de ponctuation, s’il n’est pas un nombre rond. De même, les dates d’une action, la période d’un \
              budget et l’année d’une colonne d’indicateurs. Un nombre suivi de ce qu’il compte n’est pas une année.",
    why: "Une faute de frappe sur une année passe à la relecture, et déplace un engagement de plusieurs siècles.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            to: "Depuis mars 2204, deux conseillers suivent les personnes, en lien avec la fiche 1.",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                to: "Pour 2204 personnes, deux conseillers assurent un suivi, en lien avec la fiche 1.",
            },
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                to: "L'association (loi de 1901) suit les personnes, en lien avec la fiche 1, à l'horizon 2050.",
            },
        ],
    },
};

/// Contexts in which a number of four digits is a year (group `a`), with the proof that each needs.
static YEAR_PATTERNS: LazyLock<[(Regex, Proof); 4]> = LazyLock::new(|| {
    [
        (
            pattern(
                r"(?i)\b(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre) (?P<a>[0-9]{4})\b",
            ),
            Proof::None,
        ),
        (
            pattern(
                r"(?i)\b(?:l['’]année|même année|rentrée|semestre|trimestre|[0-9]{1,2}[/-][0-9]{1,2}[/-]) ?(?P<a>[0-9]{4})\b",
            ),
            Proof::None,
        ),
        (
            pattern(
                r"(?i)\b(?:(?P<fort>en|depuis|dès|fin|début|courant|jusqu['’]en|à partir de|date de)|budget|convention|programmation|(?P<titre>pour|sur)) (?P<a>[0-9]{4})\b",
            ),
            Proof::Punctuation,
        ),
        (pattern(r"\b(?P<a>[0-9]{4}) ?(?:[-–/]|à|et) ?(?P<b>[0-9]{4})\b"), Proof::Neighboring),
    ]
});

/// Words that may follow a year but not a count.
const FOLLOWERS: [&str; 14] =
    ["pour", "par", "à", "au", "aux", "sont", "est", "du", "selon", "dans", "afin", "avec", "sur", "lors"];

/// What confirms that a number is a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proof {
    /// The pattern is enough.
    None,
    /// Punctuation follows, and the number is not round.
    Punctuation,
    /// The other number of the pair is a year near the edition.
    Neighboring,
}

/// The years that an edition may plausibly mention.
struct PlausibleYears {
    edition: u16,
}

impl PlausibleYears {
    fn is_plausible(&self, year: u16) -> bool {
        (1789..=self.edition.saturating_add(30)).contains(&year)
    }

    /// Whether it is near enough to the edition to prove that the number beside it is a year too.
    fn near(&self, year: u16) -> bool {
        year.abs_diff(self.edition) <= 40
    }
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let bounds = PlausibleYears { edition: context.dossier.convention.year };
    let passages = context.dossier.passages.iter().filter(|p| p.kind != PassageKind::Code);
    let mut findings: Vec<Diagnostic> = passages
        .filter(|p| p.text.bytes().any(|b| b.is_ascii_digit()))
        .filter_map(|p| check_text(p, &bounds))
        .collect();
    for fiche in context.fiches() {
        for period in fiche.budgets.iter().filter_map(|b| b.period.as_ref()) {
            if let Duration::Text(_) | Duration::Period(..) = &period.value {
                let written = period.value.to_string();
                findings.extend(check_field(&written, period.span, "la période de ce budget", &bounds));
            }
        }
        let named = fiche.budgets.iter().filter_map(|b| b.period.as_ref());
        let named = named.filter(|p| matches!(p.value, Duration::Named(..)));
        let launches = fiche.launch.iter().filter_map(|d| d.as_ref().ok()).flatten();
        let durations = fiche.duration.iter().filter_map(|d| d.as_ref().ok()).flatten();
        let days = launches.filter_map(|d| days_of(&d.datum).map(|i| (i, d.span)));
        let days = days.chain(durations.filter_map(|d| interval(&d.datum).map(|i| (i, d.span))));
        let days = days.chain(named.filter_map(|p| interval(&p.value).map(|i| (i, p.span))));
        findings.extend(days.filter_map(|((first, last), span)| {
            let years = [first, last].into_iter().filter_map(|j| u16::try_from(j.year()).ok());
            let wrong = years.into_iter().find(|year| !bounds.is_plausible(*year))?;
            Some(finding(span, &format!("une date de l’action est de l’année {wrong}"), &bounds))
        }));
        for column in fiche.objectives.iter().flat_map(|o| &o.columns) {
            findings.extend(check_field(&column.title.value, column.title.span, "cette colonne", &bounds));
        }
    }
    findings
}

/// A field that is one year or two, and nothing else.
fn check_field(text: &str, span: Span, what: &str, bounds: &PlausibleYears) -> Option<Diagnostic> {
    let parts: Vec<&str> = text.split(['-', '–', '/']).map(str::trim).collect();
    if parts.len() > 2 || parts.iter().any(|p| p.len() != 4) {
        return None;
    }
    let years: Vec<u16> = parts.iter().map_while(|p| p.parse().ok()).collect();
    let wrong = years.iter().find(|a| !bounds.is_plausible(**a))?;
    (years.len() == parts.len()).then(|| finding(span, &format!("{what} est de l’année {wrong}"), bounds))
}

fn finding(span: Span, what: &str, bounds: &PlausibleYears) -> Diagnostic {
    Diagnostic::finding(span, format!("{what}, invraisemblable dans l’édition {}", bounds.edition))
        .help("corriger l’année")
}

/// The first implausible year of a passage.
fn check_text(passage: &Passage, bounds: &PlausibleYears) -> Option<Diagnostic> {
    let title = matches!(passage.kind, PassageKind::Heading(_));
    YEAR_PATTERNS.iter().find_map(|(pattern, proof)| {
        pattern.captures_iter(&passage.text).find_map(|found| {
            let (a, b) = (found.name("a")?, found.name("b"));
            let read = |m: Match<'_>| m.as_str().parse::<u16>().ok();
            let wrong = match (proof, b) {
                (Proof::Neighboring, Some(b)) => {
                    let (x, y) = (read(a)?, read(b)?);
                    if bounds.near(x) && !bounds.is_plausible(y) && !is_round(y) {
                        b
                    } else if bounds.near(y) && !bounds.is_plausible(x) && !is_round(x) {
                        a
                    } else {
                        return None;
                    }
                }
                _ => a,
            };
            let year = read(wrong)?;
            // « n° 2008-1249 », or a field that is a number: the second half is not a year.
            let number = passage.text.get(..a.start())?.trim_end().ends_with("n°");
            if *proof == Proof::Neighboring && (number || passage.text == found.get(0)?.as_str()) {
                return None;
            }
            let rest = passage.text.get(wrong.end()..)?;
            let end = rest.is_empty() || rest.trim_start().starts_with(['.', ',', ';', ':', ')']);
            // « Dès 2519 pour orienter »: the next word is not what the number counts.
            let word = rest.split_whitespace().next().unwrap_or("");
            let end = end || (found.name("fort").is_some() && FOLLOWERS.contains(&word));
            let decimal =
                rest.starts_with([',', '.']) && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
            let proven = match proof {
                // « 33 % sur 1204. » counts; the title « Budget détaillé sur 2204 » dates.
                Proof::Punctuation if found.name("titre").is_some() && !title => false,
                Proof::Punctuation => end && !decimal && !is_round(year),
                Proof::None | Proof::Neighboring => !decimal,
            };
            let bytes = wrong.range();
            (proven && !bounds.is_plausible(year))
                .then(|| finding(passage.span_of(&bytes), &format!("l’année {year} est écrite ici"), bounds))
        })
    })
}

fn is_round(figure: u16) -> bool {
    figure.is_multiple_of(50)
}
