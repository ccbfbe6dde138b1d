//! Checks that a share cited beside the cost of a person pays a whole number of persons.

use std::ops::Range;

use rust_decimal::Decimal;

use super::arithmetic;
use super::stated_numbers::{self, NumberKind, StatedNumber};
use super::texts::{by_file, passages};
use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{CalendarUnit, PerUnit};
use crate::lang::flat;
use crate::ledger::budget;
use crate::model::budget::Budget;
use crate::model::passage::is_prose;
use crate::model::{Fiche, Montant, Passage};
use crate::text::{Span, words};

const FILE: &str = "content/2024/fiches/03-prevention.md";
const SENTENCE: &str = "Une équipe mobile va vers les jeunes dont le parcours s'interrompt, là où ils sont.";

pub(crate) static PAGE: Page = Page {
    title: "un montant ne paie pas un nombre entier de personnes",
    severity: Severity::Advice,
    checks: "Un paragraphe qui donne le coût d’une personne pour un an (« un jeune reçoit 4 800 € par an », « 4 800 € par an \
              et par jeune ») et qui donne ensuite la part d’un financeur, par une référence ou par son montant : cette part divisée par ce coût. Les \
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

/// Who costs what the text gives for a year.
const PERSONS: [&str; 9] =
    ["jeune", "personne", "beneficiaire", "salarie", "salariee", "menage", "stagiaire", "enfant", "famille"];

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let all = by_file(context.dossier);
    let findings_of = |f: &Fiche| -> Vec<Diagnostic> {
        let Some(budget) = only_budget(f) else { return Vec::new() };
        let prose = passages(&all, f).iter().filter(|p| is_prose(p) && p.text.contains('€'));
        prose.flat_map(|p| examine(p, budget)).collect()
    };
    context.fiches().flat_map(findings_of).collect()
}

/// The budget of a fiche that has only one.
fn only_budget(fiche: &Fiche) -> Option<&Budget> {
    match fiche.budgets.as_slice() {
        [budget] => Some(budget),
        _ => None,
    }
}

fn examine(passage: &Passage, budget: &Budget) -> Vec<Diagnostic> {
    let cost = stated_numbers::read(passage)
        .into_iter()
        .filter(|number| number.exact && number.each() == Some(CalendarUnit::Year))
        .find_map(|number| Some((number.clone(), person_of(&number)?)));
    // A wrong calculation is reported by FIN-022.
    let Some((cost, name)) = cost.filter(|(c, _)| !arithmetic::wrong(passage).contains(&c.span())) else {
        return Vec::new();
    };
    // An amount in figures that is the share of a funder is that share.
    let told = stated_numbers::read(passage).into_iter().filter_map(|number| {
        let euros = number.kind == NumberKind::Euros && number.exact && number.bytes.start > cost.bytes.end;
        let montant = Montant::rounded(number.value).filter(|_| euros)?;
        let line = budget.financements.iter().find(|line| {
            let financeur = line.financeur.as_ref().map(|f| budget::share(budget, Some(&f.value)));
            financeur.is_some_and(|sum| sum.missing() == 0 && sum.total == montant)
        })?;
        finding(number.span(), montant, line.span, &cost, &name)
    });
    let cited = references(&passage.text).filter_map(|(bytes, id)| {
        let sum = budget::share(budget, Some(id));
        let term = sum.terms.first().filter(|_| bytes.start > cost.bytes.end && sum.missing() == 0)?;
        finding(passage.span_of(&bytes), sum.total, term.span, &cost, &name)
    });
    cited.chain(told).collect()
}

/// Whom a yearly amount is for: « par an et par jeune », « un jeune reçoit 4 800 € ».
fn person_of(cost: &StatedNumber<'_>) -> Option<String> {
    let of_unit = cost.per().iter().find_map(|unit| match unit {
        PerUnit::Person => Some("personne".to_owned()),
        PerUnit::Household => Some("ménage".to_owned()),
        PerUnit::Noun(noun) if PERSONS.contains(&flat(noun).as_str()) => Some(noun.clone()),
        _ => None,
    });
    let before = cost.before(60);
    let words: Vec<&str> = words(before).map(|(_, word)| word).collect();
    // One or two words may stand between: « un jeune en reçoit ».
    of_unit.or_else(|| {
        let pairs = words.windows(2).rev().take(3);
        pairs.filter_map(|pair| pair.first().zip(pair.last())).find_map(|(article, name)| {
            let is_one = ["un", "une", "chaque"].contains(&flat(article).as_str());
            (is_one && PERSONS.contains(&flat(name).as_str())).then(|| (*name).to_owned())
        })
    })
}

/// The references to the share of a funder, with their bytes and its name: `{budget.financements.etat}`.
fn references(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    text.match_indices("{budget.").filter_map(|(start, _)| {
        let inside = text.get(start + 1..)?;
        let inside = inside.get(..inside.find('}')?)?;
        let (path, id) = inside.rsplit_once('.')?;
        path.ends_with(".financements").then_some((start..start + inside.len() + 2, id))
    })
}

/// « de jeunes », « d’enfants ».
fn of_several(name: &str) -> String {
    let name = name.to_lowercase();
    let preposition = if name.starts_with("enfant") { "d’" } else { "de " };
    format!("{preposition}{name}s")
}

fn finding(
    here: Span,
    montant: Montant,
    share_span: Span,
    cost: &StatedNumber<'_>,
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
        .also(share_span, montant.to_string())
        .also(cost.span(), format!("coût d’une personne : {}", cost.as_written()))
        .help("dire combien de personnes sont financées, et pour combien de mois"),
    )
}
