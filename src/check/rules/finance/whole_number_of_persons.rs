//! An amount that pays persons at a unit cost, and not a whole number of them.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::figures_and_words::number;
use crate::check::rules::finance::arithmetic;
use crate::check::rules::finance::magnitudes::{self, Kind, Magnitude};
use crate::check::rules::finance::texts::{by_file, is_prose, passages};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::budget;
use crate::model::budget::Budget;
use crate::model::{Fiche, Montant, Passage};
use crate::text::{Span, pattern};
use regex::Regex;

const FILE: &str = "content/2024/fiches/03-prevention.md";
const SENTENCE: &str = "Une équipe mobile va vers les jeunes dont le parcours s'interrompt, là où ils sont.";

pub(crate) static PAGE: Page = Page {
    title: "un montant ne paie pas un nombre entier de personnes",
    severity: Severity::Advice,
    checks: "Un paragraphe qui donne le coût d’une personne pour un an (« un jeune reçoit 4 800 € par an », « 4 800 € par an \
              et par jeune ») et qui cite par une référence la part d’un financeur : cette part divisée par ce coût. Les \
              coûts approchés et les montants écrits en toutes lettres sont laissés de côté.",
    why: "Une part qui ne correspond à aucun nombre de personnes ne vient pas du calcul annoncé.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: SENTENCE,
            to: "Un jeune reçoit 4 800 € par an. À partir de cette estimation, l'État contribue pour {budget.financements.etat}.",
        }],
        admitted: &[Change {
            file: FILE,
            from: SENTENCE,
            to: "Un jeune reçoit 4 800 € par an. L'équipe mobile va vers lui.",
        }],
    },
};

static PATTERNS: LazyLock<(Regex, Regex, Regex)> = LazyLock::new(|| {
    (
        pattern(
            r"(?i)\b(?:un|une|chaque)\s+(jeune|personne|bénéficiaire|salarié|ménage|stagiaire|enfant|famille)e?\s+(?:\w+\s+){0,2}$",
        ),
        pattern(
            r"(?i)^[\s\x{a0}]*(?:par an\b|chaque année\b)(?:\s+et\s+par\s+(jeune|personne|bénéficiaire|salarié|ménage|stagiaire|enfant|famille))?",
        ),
        pattern(r"\{budget(?:\.[\w-]+)??\.financements\.([\w-]+)\}"),
    )
});

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let all = by_file(c.dossier);
    let within = |f: &Fiche| -> Vec<Diagnostic> {
        let Some(budget) = only(f) else { return Vec::new() };
        let prose = passages(&all, f).iter().filter(|p| is_prose(p) && p.text.contains(".financements."));
        prose.flat_map(|p| examine(p, budget)).collect()
    };
    c.fiches().flat_map(within).collect()
}

/// The budget of a fiche that has only one.
fn only(fiche: &Fiche) -> Option<&Budget> {
    match fiche.budgets.as_slice() {
        [budget] => Some(budget),
        _ => None,
    }
}

fn examine(passage: &Passage, budget: &Budget) -> Vec<Diagnostic> {
    let (before, after, reference) = &*PATTERNS;
    let cost =
        magnitudes::read(passage).into_iter().filter(|g| g.sort == Kind::Euros && g.exact).find_map(|g| {
            let rest = after.captures(g.rest())?;
            let name = rest.get(1).map(|m| m.as_str().to_owned());
            let name = name.or_else(|| Some(before.captures(g.before(60))?.get(1)?.as_str().to_owned()))?;
            Some((g, name))
        });
    // What a false computation gives is told by it.
    let Some((cost, name)) = cost.filter(|(c, _)| !arithmetic::wrong(passage).contains(&c.span())) else {
        return Vec::new();
    };
    let cited = reference.captures_iter(&passage.text).filter_map(|captured| {
        let (whole, id) = (captured.get(0)?, captured.get(1)?.as_str());
        let sum = budget::share(budget, Some(id));
        let term = sum.terms.first().filter(|_| whole.start() > cost.bytes.end && sum.missing == 0)?;
        finding(passage.span_of(&whole.range()), sum.total, term.span, &cost, &name)
    });
    cited.collect()
}

/// « de jeunes », « d’enfants ».
fn of_several(name: &str) -> String {
    let name = name.to_lowercase();
    let from = if name.starts_with("enfant") { "d’" } else { "de " };
    format!("{from}{name}s")
}

fn finding(
    here: Span,
    montant: Montant,
    datum: Span,
    cost: &Magnitude<'_>,
    name: &str,
) -> Option<Diagnostic> {
    let quotient = montant.euros().checked_div(cost.value)?;
    if quotient.is_integer() || quotient < Decimal::ONE {
        return None;
    }
    Some(
        Diagnostic::finding(
            here,
            format!(
                "{montant} à {} par an ne font pas un nombre entier {} : {}",
                cost.as_written(),
                of_several(name),
                number(quotient.round_dp(2))
            ),
        )
        .arithmetic(format!("{montant} / {} = {}", cost.as_written(), number(quotient.round_dp(3))))
        .also(datum, montant.to_string())
        .also(cost.span(), format!("coût d’une personne : {}", cost.as_written()))
        .help("dire combien de personnes sont financées, et pour combien de mois"),
    )
}
