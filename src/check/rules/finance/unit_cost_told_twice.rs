//! A unit cost or a rate told again with another value in the same fiche.

use std::sync::LazyLock;

use crate::check::rules::finance::arithmetic::{self, Calculation};
use crate::check::rules::finance::magnitudes::{self, Kind, Magnitude};
use crate::check::rules::finance::near_numbers::{digits, neighbors};
use crate::check::rules::finance::texts::{by_file, is_prose, passages};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::{flat, stem};
use crate::model::Passage;
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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let all = by_file(c.dossier);
    c.fiches().flat_map(|f| in_fiche(passages(&all, f))).collect()
}

fn in_fiche(passages: &[Passage]) -> Vec<Diagnostic> {
    let texts = passages.iter().filter(|p| is_prose(p));
    let caps: Vec<Calculation<'_>> = texts
        .flat_map(arithmetic::read)
        .filter(|c| c.increased && c.is_correct() && c.terms.len() == 2)
        .collect();
    if caps.is_empty() {
        return Vec::new();
    }
    let prose: Vec<Magnitude<'_>> = magnitudes::of_prose(passages).collect();
    caps.iter().flat_map(|p| compare(p, &prose)).collect()
}

fn compare(cap: &Calculation<'_>, prose: &[Magnitude<'_>]) -> Vec<Diagnostic> {
    let [base, rate] = cap.terms.as_slice() else { return Vec::new() };
    let unit = per(&cap.result);
    let thing = rate.names().into_iter().next();
    let others = prose.iter().filter(|g| g.bytes != rate.bytes || g.passage.span != rate.passage.span);
    let montant = |g: &Magnitude<'_>| {
        let same = g.sort == Kind::Euros && unit.is_some() && per(g) == unit;
        let near = |a: &Magnitude<'_>| neighbors(&digits(a.value, 0).0, &digits(g.value, 0).0).is_some();
        let knowns = [base, &cap.result];
        (same && knowns.iter().all(|a| a.value != g.value))
            .then(|| knowns.into_iter().find(|a| near(a)))
            .flatten()
    };
    let same_rate = |g: &Magnitude<'_>| {
        let named_one =
            PATTERNS.1.captures(g.before(60).trim_end()).and_then(|c| Some(stem(&flat(c.get(1)?.as_str()))));
        g.sort == Kind::Percentage && named_one.is_some() && named_one == thing && g.value != rate.value
    };
    others
        .filter_map(|g| {
            let other = montant(g).or_else(|| same_rate(g).then_some(rate))?;
            Some(
                Diagnostic::finding(
                    g.span(),
                    format!("« {} » ici, « {} » dans le calcul du plafond", g.excerpt(), other.excerpt()),
                )
                .arithmetic(cap.formula.clone())
                .also(other.span(), other.excerpt())
                .help("écrire la même valeur aux deux endroits"),
            )
        })
        .collect()
}

/// The unit of a cost: « etp » of « par ETP ».
fn per(g: &Magnitude<'_>) -> Option<String> {
    Some(stem(&flat(PATTERNS.0.captures(g.rest())?.get(1)?.as_str())))
}
