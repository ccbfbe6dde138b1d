//! Which datum a typed figure is, when it is one and no other: the same words, the same party, the same part of the act.

use std::ops::Range;

use super::cells::{CitableDatum, CitedPart};
use crate::lang::facts::{DateRole, Facts, FigureLink, Modality, SaidFact, SaidValue, Tense, Thing};
use crate::lang::flat;
use crate::ledger::known_amounts::KnownAmount;
use crate::model::cadre::RubriqueContent;
use crate::model::{Montant, Passage};
use crate::resolve::{FicheDatum, LinkTarget, PayerNames};
use crate::text::ProjectPath;

/// Where a text stands, and what it can cite.
pub(super) struct Surroundings<'a, 'd> {
    /// Its file.
    pub path: &'a ProjectPath,
    /// The data that it can cite: those of its fiche, those of the act.
    pub cells: [&'a [CitableDatum]; 2],
    /// The amounts of its fiche, that no reference cites included.
    pub known: &'a [KnownAmount],
    /// The names of who pays.
    pub payers: &'a PayerNames<'d>,
    /// What its section holds.
    pub section: Option<RubriqueContent>,
}

/// The references that would print a typed figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// The references, with their filter, the likeliest first.
    pub names: Vec<String>,
    /// Bytes of the passage that the first would take the place of, when it is the figure and no other is.
    pub certain: Option<Range<usize>>,
}

/// The data whose words a fact has.
pub(super) fn choose(
    passage: &Passage,
    facts: &Facts,
    fact: &SaidFact,
    around: &Surroundings<'_, '_>,
) -> Choice {
    let matching: Vec<(&CitableDatum, Range<usize>, bool)> = around
        .cells
        .into_iter()
        .flatten()
        .filter(|cell| can_be(fact, cell))
        .filter_map(|cell| {
            let plain = place_of_words(passage, fact, &cell.words).map(|bytes| (cell, bytes, false));
            let letters = || Some((cell, place_of_words(passage, fact, cell.letters.as_ref()?)?, true));
            plain.or_else(letters)
        })
        .collect();
    let Some(kept) = only_datum(passage, facts, fact, &matching, around) else {
        let names = matching.iter().map(|(cell, _, letters)| name(cell, *letters)).collect();
        return Choice { names, certain: None };
    };
    let (cell, bytes, letters) = kept;
    Choice { names: vec![name(cell, letters)], certain: Some(bytes) }
}

fn name(cell: &CitableDatum, letters: bool) -> String {
    if letters { format!("{} | lettres", cell.name) } else { cell.name.clone() }
}

/// Whether a fact is of the kind that a datum prints.
fn can_be(fact: &SaidFact, cell: &CitableDatum) -> bool {
    let is_plain =
        fact.modality == Modality::Exact && fact.tense != Tense::Past && fact.link != FigureLink::Part;
    match (&fact.value, &cell.target) {
        (SaidValue::Amount(amount), LinkTarget::ConventionMontantEtat | LinkTarget::Amount(_)) => {
            is_plain && amount.per.is_empty()
        }
        (SaidValue::Amount(amount), LinkTarget::Fiche { datum, .. }) => {
            let is_amount = !matches!(datum, FicheDatum::Launch | FicheDatum::Duration);
            is_plain && amount.per.is_empty() && is_amount
        }
        (SaidValue::Count { .. }, LinkTarget::ActionCount(_)) => is_plain,
        (SaidValue::Date { .. }, LinkTarget::ConventionEffect) => true,
        (
            SaidValue::Date { .. } | SaidValue::Duration { .. } | SaidValue::Period { .. },
            LinkTarget::Fiche { datum, .. },
        ) => {
            matches!(datum, FicheDatum::Launch | FicheDatum::Duration)
        }
        _ => false,
    }
}

/// Where the words of a datum stand at a fact, whatever the kinds of their blanks; none inside a longer word.
fn place_of_words(passage: &Passage, fact: &SaidFact, words: &str) -> Option<Range<usize>> {
    let text = passage.text.get(fact.bytes.start..)?;
    let mut typed = text.char_indices();
    for wanted in words.chars() {
        let (_, letter) = typed.next()?;
        let is_same = letter == wanted || is_blank(letter) && is_blank(wanted);
        if !is_same {
            return None;
        }
    }
    let length = typed.next().map_or(text.len(), |(at, _)| at);
    let after = text.get(length..)?.chars().next();
    let goes_on = after.is_some_and(char::is_alphanumeric) || length < fact.bytes.len();
    (!goes_on).then(|| fact.bytes.start..fact.bytes.start + length)
}

fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\u{a0}' | '\u{202f}')
}

type Match<'c> = (&'c CitableDatum, Range<usize>, bool);

/// The only datum that the figure can be.
fn only_datum<'c>(
    passage: &Passage,
    facts: &Facts,
    fact: &SaidFact,
    matching: &[Match<'c>],
    around: &Surroundings<'_, '_>,
) -> Option<Match<'c>> {
    match &fact.value {
        SaidValue::Amount(amount) => {
            let montant = Montant::rounded(amount.euros.low)?;
            only_amount(passage, facts, fact, montant, matching, around)
        }
        // « 16 actions », and of nothing narrower.
        SaidValue::Count { noun, .. } => {
            let noun = flat(passage.text.get(noun.clone())?);
            let is_action =
                matches!(noun.as_str(), "actions" | "fiches" | "fiches action" | "fiches actions");
            let act = matching.iter().find(|(cell, ..)| cell.target == LinkTarget::ActionCount(None));
            act.filter(|_| is_action).cloned()
        }
        SaidValue::Date { role, .. } => {
            let starts = *role == Some(DateRole::From) || around.section == Some(RubriqueContent::Launch);
            only(matching).filter(|_| starts)
        }
        SaidValue::Duration { .. } | SaidValue::Period { .. } => {
            only(matching).filter(|_| around.section == Some(RubriqueContent::Duration))
        }
        _ => None,
    }
}

fn only<'c>(matching: &[Match<'c>]) -> Option<Match<'c>> {
    match matching {
        [one] => Some(one.clone()),
        _ => None,
    }
}

fn only_amount<'c>(
    passage: &Passage,
    facts: &Facts,
    fact: &SaidFact,
    montant: Montant,
    matching: &[Match<'c>],
    around: &Surroundings<'_, '_>,
) -> Option<Match<'c>> {
    // What a cost is, is nobody's amount, whoever shares it out after.
    let is_cost = fact.frame.by.is_none() && matches!(fact.frame.thing, Some(Thing::Total | Thing::Expense));
    let party = if is_cost { None } else { party(passage, facts, fact, around.payers) };
    let of_party = |cell: &CitableDatum| match &party {
        Some(ids) => cell.payers.iter().any(|id| ids.contains(id)),
        None => cell.payers.is_empty(),
    };
    let kept: Vec<&Match<'c>> = matching.iter().filter(|(cell, ..)| of_party(cell)).collect();
    let first = kept.first()?;
    let same = |other: &CitableDatum| other.part == first.0.part && other.exercice == first.0.exercice;
    // A node of the tree that has all the actions is the act; another part of the act is another amount.
    if !kept.iter().all(|(cell, ..)| same(cell)) {
        return None;
    }
    if party.is_none() {
        let is_whole = is_cost || says_total(passage, facts, fact);
        // A line of the budget may have the amount of the whole.
        let is_line = |known: &&KnownAmount| known.montant == montant && !known.what.starts_with("total");
        if !is_whole
            || matches!(first.0.part, CitedPart::Budgets(..))
                && around.known.iter().filter(is_line).count() > 1
        {
            return None;
        }
        let costs = fact.frame.thing == Some(Thing::Expense);
        let is_cost = |cell: &CitableDatum| {
            matches!(cell.target, LinkTarget::Fiche { datum: FicheDatum::ChargesTotal(_), .. })
        };
        return Some((*kept.iter().find(|(cell, ..)| is_cost(cell) == costs).unwrap_or(first)).clone());
    }
    Some((*first).clone())
}

/// Identifiers of who pays: whom the figure is bound to, or the only one that its clause, or its sentence, names.
fn party(passage: &Passage, facts: &Facts, fact: &SaidFact, payers: &PayerNames<'_>) -> Option<Vec<String>> {
    let ids = |names: Vec<&crate::model::cadre::Financeur>| -> Option<Vec<String>> {
        (!names.is_empty()).then(|| names.into_iter().map(|f| f.id.clone()).collect())
    };
    if let Some(by) = &fact.frame.by {
        // Bound to somebody who is no funder: it is none of their amounts.
        return ids(payers.called(passage.text.get(by.clone())?)).or(Some(Vec::new()));
    }
    let clause = facts.clauses.get(fact.clause).map(|clause| clause.bytes.clone());
    let sentence = facts.sentences.get(fact.sentence).cloned();
    for scope in [clause, sentence].into_iter().flatten() {
        let mut named: Vec<_> = payers.named_in(passage.text.get(scope)?).collect();
        named.dedup_by_key(|financeur| financeur.name.as_str());
        match named.len() {
            0 => {}
            1 => return ids(named),
            _ => return Some(Vec::new()),
        }
    }
    None
}

/// Whether the clause says « total ».
fn says_total(passage: &Passage, facts: &Facts, fact: &SaidFact) -> bool {
    let clause = facts.clauses.get(fact.clause).and_then(|clause| passage.text.get(clause.bytes.clone()));
    clause.is_some_and(|clause| flat(clause).split(' ').any(|word| word == "total"))
}
