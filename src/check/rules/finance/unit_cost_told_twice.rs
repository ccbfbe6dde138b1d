//! Checks that a fiche does not repeat, with another value, the unit cost or the rate of a ceiling it calculates.

use std::sync::LazyLock;

use super::arithmetic::{self, StatedCalculation};
use super::near_numbers::{digits, near_miss};
use super::stated_numbers::{self, NumberKind, StatedNumber};
use super::texts::{by_file, passages};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::{flat, stem};
use crate::model::Passage;
use crate::model::passage::is_prose;
use crate::text::pattern;
use regex::Regex;

const FILE: &str = "content/2024/fiches/02-diagnostics.md";
const SENTENCE: &str = "Deux conseillers suivent les personnes, en lien avec la fiche 1.";

pub(crate) static PAGE: Page = Page {
    title: "un coût unitaire ou un taux est redit avec une autre valeur",
    severity: Severity::Warning,
    checks: "Dans la prose d’une fiche qui calcule un plafond (« 45 100 € par ETP : 41 000 €, plus 10 % de bonification ») : \
              un autre montant de la même unité (« par ETP ») qui n’est ni la base ni le plafond, et n’en diffère que d’un \
              chiffre ; un autre taux donné à la même chose (« la bonification de 15 % »). Une fiche sans un tel calcul est \
              laissée de côté : rien n’y dit que deux coûts sont le même.",
    why: "Le plafond de chaque subvention se calcule sur ces deux nombres.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: SENTENCE,
            to: "La bonification de 15 % est acquise dès cent suivis.\n\nLe plafond est de 45 100 € par ETP (41 000 €, plus 10 % de bonification).",
        }],
        admitted: &[Change {
            file: FILE,
            from: SENTENCE,
            to: "La bonification de 10 % est acquise dès cent suivis, pour 41 000 € par ETP au plus.\n\nLe plafond est de 45 100 € par ETP (41 000 €, plus 10 % de bonification).",
        }],
    },
};

static PATTERNS: LazyLock<(Regex, Regex)> = LazyLock::new(|| {
    (pattern(r"^[\s\x{a0}]*par (\w+)"), pattern(r"(?i)\b(?:la|cette|une) (\w+)(?:,? dans la limite)? de$"))
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let all = by_file(context.dossier);
    context.fiches().flat_map(|fiche| in_fiche(passages(&all, fiche))).collect()
}

fn in_fiche(passages: &[Passage]) -> Vec<Diagnostic> {
    let texts = passages.iter().filter(|p| is_prose(p));
    let ceilings: Vec<StatedCalculation<'_>> = texts
        .flat_map(arithmetic::read)
        .filter(|c| c.increased && c.is_correct() && c.terms.len() == 2)
        .collect();
    if ceilings.is_empty() {
        return Vec::new();
    }
    let prose: Vec<StatedNumber<'_>> = stated_numbers::of_prose(passages).collect();
    ceilings.iter().flat_map(|p| compare(p, &prose)).collect()
}

fn compare(ceiling: &StatedCalculation<'_>, prose: &[StatedNumber<'_>]) -> Vec<Diagnostic> {
    let [base, rate] = ceiling.terms.as_slice() else { return Vec::new() };
    let unit = per(&ceiling.result);
    let rated_thing = rate.names().into_iter().next();
    let others =
        prose.iter().filter(|number| number.bytes != rate.bytes || number.passage.span != rate.passage.span);
    let near_montant = |number: &StatedNumber<'_>| {
        let same = number.kind == NumberKind::Euros && unit.is_some() && per(number) == unit;
        let near =
            |a: &StatedNumber<'_>| near_miss(&digits(a.value, 0).0, &digits(number.value, 0).0).is_some();
        let known = [base, &ceiling.result];
        (same && known.iter().all(|a| a.value != number.value))
            .then(|| known.into_iter().find(|a| near(a)))
            .flatten()
    };
    let same_rate = |number: &StatedNumber<'_>| {
        let named = PATTERNS
            .1
            .captures(number.before(60).trim_end())
            .and_then(|c| Some(stem(&flat(c.get(1)?.as_str()))));
        number.kind == NumberKind::Percentage
            && named.is_some()
            && named == rated_thing
            && number.value != rate.value
    };
    others
        .filter_map(|number| {
            let other = near_montant(number).or_else(|| same_rate(number).then_some(rate))?;
            Some(
                Diagnostic::finding(
                    number.span(),
                    format!(
                        "le texte dit « {} » ici, et « {} » dans le calcul du plafond",
                        number.excerpt(),
                        other.excerpt()
                    ),
                )
                .arithmetic(ceiling.formula.clone())
                .also(other.span(), other.excerpt())
                .help("écrire la même valeur aux deux endroits"),
            )
        })
        .collect()
}

/// The root of the unit of a cost: « etp » in « par ETP ».
fn per(number: &StatedNumber<'_>) -> Option<String> {
    Some(stem(&flat(PATTERNS.0.captures(number.rest())?.get(1)?.as_str())))
}
