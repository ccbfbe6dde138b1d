//! Checks a number repeated in brackets (« trois (3) ») against the one before.

use std::ops::Range;

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{SaidFact, SaidValue};
use crate::lang::flat;
use crate::model::passage::Passage;

pub(crate) static PAGE: Page = Page {
    title: "un nombre redit entre parenthèses n’est pas le même",
    severity: Severity::Error,
    checks: "« deux parts (2 parts) », « trois (3) », « 17 % (+ 17 %) » : le nombre entre parenthèses, seul ou suivi du \
              même mot, est celui qui précède. Une parenthèse qui dit autre chose (« deux sites (3 bureaux) », \
              « deux sites (2024) ») n’est pas retenue.",
    why: "Un nombre est écrit deux fois pour lever le doute : s’il diffère, les lettres l’emportent sur les \
               chiffres en droit des contrats, ce que personne n’avait voulu.",
    source: "Code civil, art. 1376 (en cas de différence, l’acte vaut pour la somme écrite en toutes lettres), par \
             analogie ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "là où ils sont. Elle suit trois (4) communes.",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont. Elle suit trois (3) communes, par deux équipes (4 personnes).",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont. La part des jeunes gagne 17 % (12 % en ville).",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.prose().filter(|p| p.text.contains('(')).flat_map(in_passage).collect()
}

fn in_passage(passage: &Passage) -> Vec<Diagnostic> {
    let facts = &passage.facts().facts;
    let in_letters = facts.iter().filter_map(|fact| letters_and_digits(passage, fact));
    in_letters.chain(facts.windows(2).filter_map(|pair| told_again(passage, pair))).collect()
}

/// « trois (4) communes ».
fn letters_and_digits(passage: &Passage, fact: &SaidFact) -> Option<Diagnostic> {
    let (number, in_words) = match &fact.value {
        SaidValue::Count { number, in_words, .. } | SaidValue::Duration { number, in_words, .. } => {
            (number, in_words.as_ref()?)
        }
        SaidValue::Amount(amount) => (&amount.euros, amount.in_words.as_ref()?),
        _ => return None,
    };
    if number.high.is_some() || number.low == *in_words {
        return None;
    }
    let written = passage.text.get(fact.bytes.clone())?;
    let (first, rest) = written.split_once('(')?;
    let second = rest.split(')').next()?.trim();
    let start = fact.bytes.start + first.len() + '('.len_utf8();
    Some(say(passage, &(start..start + second.len()), first.trim(), second))
}

/// « deux parts (3 parts) », « 17 % (+ 12 %) »: only a bare signed share repeats the first; one with words of its own is another.
fn told_again(passage: &Passage, pair: &[SaidFact]) -> Option<Diagnostic> {
    let [first, second] = pair else { return None };
    let text = |bytes: Range<usize>| passage.text.get(bytes);
    let (end, close, is_other) = match (&first.value, &second.value) {
        (SaidValue::Count { number, noun, .. }, SaidValue::Count { number: again, noun: same, .. })
            if flat(text(noun.clone())?) == flat(text(same.clone())?) =>
        {
            (noun.end, same.end, number != again)
        }
        (SaidValue::Percentage(share), SaidValue::Percentage(again)) => {
            let is_signed = text(first.bytes.end..second.bytes.end)?
                .trim_start_matches([' ', '('])
                .starts_with(['+', '-']);
            (first.bytes.end, second.bytes.end, is_signed && share.number != again.number)
        }
        _ => return None,
    };
    let is_between = text(end..second.bytes.start)?.trim().trim_end_matches(['+', '-', ' ']) == "(";
    let closes = passage.text.get(close..)?.starts_with(')');
    (is_between && closes && is_other).then(|| {
        say(
            passage,
            &second.bytes,
            text(first.bytes.clone()).unwrap_or_default(),
            text(second.bytes.clone()).unwrap_or_default(),
        )
    })
}

fn say(passage: &Passage, place: &Range<usize>, first: &str, second: &str) -> Diagnostic {
    Diagnostic::finding(
        passage.span_of(place),
        format!("« {first} » est redit « {second} » entre parenthèses"),
    )
    .help("garder un seul des deux nombres, le bon")
}
