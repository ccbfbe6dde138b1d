//! Years that no agreement can speak of.

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

/// Where a number of four digits is a year, each with the year as its group `a`; the last two need a proof.
static YEARS: LazyLock<[(Regex, Proof); 4]> = LazyLock::new(|| {
    [
        (
            pattern(
                r"(?i)\b(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre) (?P<a>[0-9]{4})\b",
            ),
            Proof::Nothing,
        ),
        (
            pattern(
                r"(?i)\b(?:l['’]année|même année|rentrée|semestre|trimestre|[0-9]{1,2}[/-][0-9]{1,2}[/-]) ?(?P<a>[0-9]{4})\b",
            ),
            Proof::Nothing,
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

/// Words that may follow a year, and not a number of things.
const FOLLOWERS: [&str; 14] =
    ["pour", "par", "à", "au", "aux", "sont", "est", "du", "selon", "dans", "afin", "avec", "sur", "lors"];

/// What must confirm that a number is a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proof {
    Nothing,
    /// A sign of punctuation follows, and the number is not round.
    Punctuation,
    /// The other number of the pair is a likely year.
    Neighboring,
}

/// The years that an edition may speak of.
struct Bounds {
    edition: u16,
}

impl Bounds {
    fn is_plausible(&self, year: u16) -> bool {
        (1789..=self.edition.saturating_add(30)).contains(&year)
    }

    /// Near enough to prove that the number beside it is a year too.
    fn near(&self, year: u16) -> bool {
        year.abs_diff(self.edition) <= 40
    }
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let bounds = Bounds { edition: context.dossier.convention.year };
    let passages = context.dossier.passages.iter().filter(|p| p.kind != PassageKind::Code);
    let mut output: Vec<Diagnostic> = passages
        .filter(|p| p.text.bytes().any(|b| b.is_ascii_digit()))
        .filter_map(|p| text(p, &bounds))
        .collect();
    for fiche in context.fiches() {
        for period in fiche.budgets.iter().filter_map(|b| b.period.as_ref()) {
            if let Duration::Text(t) = &period.value {
                output.extend(single(t, period.span, "la période de ce budget", &bounds));
            }
        }
        let start_set = fiche.launch.iter().filter_map(|d| d.as_ref().ok()).flatten();
        let durations = fiche.duration.iter().filter_map(|d| d.as_ref().ok()).flatten();
        let days = start_set.filter_map(|d| days_of(&d.datum).map(|i| (i, d.span)));
        let days = days.chain(durations.filter_map(|d| interval(&d.datum).map(|i| (i, d.span))));
        output.extend(days.filter_map(|((from, a), span)| {
            let years = [from, a].into_iter().filter_map(|j| u16::try_from(j.year()).ok());
            let wrong = years.into_iter().find(|a| !bounds.is_plausible(*a))?;
            Some(finding(span, &format!("une date de l’action est de l’année {wrong}"), &bounds))
        }));
        for column in fiche.objectives.iter().flat_map(|o| &o.columns) {
            output.extend(single(&column.value, column.span, "cette colonne", &bounds));
        }
    }
    output
}

/// A field that is a year, or two, and nothing else.
fn single(text: &str, span: Span, what: &str, bounds: &Bounds) -> Option<Diagnostic> {
    let parties: Vec<&str> = text.split(['-', '–', '/']).map(str::trim).collect();
    if parties.len() > 2 || parties.iter().any(|p| p.len() != 4) {
        return None;
    }
    let years: Vec<u16> = parties.iter().map_while(|p| p.parse().ok()).collect();
    let wrong = years.iter().find(|a| !bounds.is_plausible(**a))?;
    (years.len() == parties.len()).then(|| finding(span, &format!("{what} est de l’année {wrong}"), bounds))
}

fn finding(span: Span, what: &str, bounds: &Bounds) -> Diagnostic {
    Diagnostic::finding(span, format!("{what}, invraisemblable dans l’édition {}", bounds.edition))
        .help("corriger l’année")
}

/// The first unlikely year of a passage: a fault of typing is seldom alone by chance.
fn text(passage: &Passage, bounds: &Bounds) -> Option<Diagnostic> {
    let title = matches!(passage.kind, PassageKind::Heading(_));
    YEARS.iter().find_map(|(pattern, proof)| {
        pattern.captures_iter(&passage.text).find_map(|found| {
            let (a, b) = (found.name("a")?, found.name("b"));
            let read = |m: Match<'_>| m.as_str().parse::<u16>().ok();
            let wrong = match (proof, b) {
                (Proof::Neighboring, Some(b)) => {
                    let (x, y) = (read(a)?, read(b)?);
                    if bounds.near(x) && !bounds.is_plausible(y) && !round(y) {
                        b
                    } else if bounds.near(y) && !bounds.is_plausible(x) && !round(x) {
                        a
                    } else {
                        return None;
                    }
                }
                _ => a,
            };
            let year = read(wrong)?;
            // « n° 2008-1249 », or a field that is a number: the second half counts, and dates nothing.
            let number = passage.text.get(..a.start())?.trim_end().ends_with("n°");
            if *proof == Proof::Neighboring && (number || passage.text == found.get(0)?.as_str()) {
                return None;
            }
            let rest = passage.text.get(wrong.end()..)?;
            let end = rest.is_empty() || rest.trim_start().starts_with(['.', ',', ';', ':', ')']);
            // « Dès 2519 pour orienter »: what follows is not what the number counts.
            let word = rest.split_whitespace().next().unwrap_or("");
            let end = end || (found.name("fort").is_some() && FOLLOWERS.contains(&word));
            let decimal =
                rest.starts_with([',', '.']) && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
            let proven = match proof {
                // « 33 % sur 1204. » counts; « Budget détaillé sur 2204 » dates.
                Proof::Punctuation if found.name("titre").is_some() && !title => false,
                Proof::Punctuation => end && !decimal && !round(year),
                Proof::Nothing | Proof::Neighboring => !decimal,
            };
            let bytes = wrong.range();
            (proven && !bounds.is_plausible(year))
                .then(|| finding(passage.span_of(&bytes), &format!("l’année {year} est écrite ici"), bounds))
        })
    })
}

fn round(figure: u16) -> bool {
    figure.is_multiple_of(50)
}
