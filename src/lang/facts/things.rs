//! The nouns of money: what an amount is, in the words of the phrase that governs it.

use std::ops::Range;

use super::nouns::after_de;
use super::parties::party;
use super::said::Thing;
use super::scopes::Scopes;
use super::tokens::Tokens;

/// A noun of money and the tokens of its phrase up to its adjectives.
#[derive(Debug, Clone)]
pub(super) struct ThingRead {
    pub tokens: Range<usize>,
    pub thing: Thing,
}

/// What is paid for as a whole.
const WHOLES: [&str; 10] = [
    "action",
    "actions",
    "projet",
    "dispositif",
    "convention",
    "operation",
    "programme",
    "mesure",
    "ensemble",
    "plan",
];

/// Whether a word is a noun of money: no party is named by it.
pub(super) fn is_thing_word(tokens: &Tokens<'_>, at: usize) -> bool {
    contribution_noun(tokens.word(at))
        || matches!(
            tokens.word(at),
            "cout" | "budget" | "enveloppe" | "depense" | "depenses" | "avance" | "solde" | "charges"
        )
}

fn contribution_noun(word: &str) -> bool {
    matches!(
        word,
        "contribution"
            | "contributions"
            | "participation"
            | "participations"
            | "subvention"
            | "subventions"
            | "apport"
            | "apports"
            | "concours"
            | "financement"
            | "financements"
            | "cofinancement"
            | "cofinancements"
            | "abondement"
            | "credits"
            | "soutien"
    )
}

/// Adjectives that go over from a noun of money to its complement.
fn is_money_adjective(word: &str) -> bool {
    let word = word.strip_suffix('s').unwrap_or(word);
    matches!(
        word,
        "financier"
            | "financiere"
            | "total"
            | "totale"
            | "global"
            | "globale"
            | "annuel"
            | "annuelle"
            | "previsionnel"
            | "previsionnelle"
            | "maximal"
            | "maximale"
            | "maximum"
            | "minimal"
            | "minimale"
            | "propre"
            | "forfaitaire"
            | "exceptionnel"
            | "exceptionnelle"
            | "complementaire"
            | "estime"
            | "estimee"
            | "prevu"
            | "prevue"
            | "reel"
            | "reelle"
            | "directe"
            | "direct"
            | "restant"
            | "unitaire"
            | "moyen"
            | "moyenne"
            | "net"
            | "nette"
            | "brut"
            | "brute"
            | "eligible"
            | "initial"
            | "initiale"
            | "attendu"
            | "attendue"
            | "verse"
            | "versee"
            | "public"
            | "publique"
            | "departemental"
            | "departementale"
            | "regional"
            | "regionale"
            | "europeen"
            | "europeenne"
    )
}

/// The noun of money at a place.
pub(super) fn thing_at(tokens: &Tokens<'_>, scopes: &Scopes, at: usize) -> Option<ThingRead> {
    let word = tokens.word(at);
    let mut end = at + 1;
    while is_money_adjective(tokens.word(end)) {
        end += 1;
    }
    let adjectives = at + 1..end;
    let has = |words: &[&str]| adjectives.clone().any(|at| words.contains(&tokens.word(at)));
    let is_whole = || {
        has(&["total", "totale", "global", "globale"])
            || after_de(tokens, end).is_some_and(|of| {
                WHOLES.contains(&tokens.word(of))
                    || matches!(tokens.word(of.saturating_sub(1)), "cette" | "ce")
                        && WHOLES.contains(&tokens.word(of))
            })
    };
    let read = |thing, end| Some(ThingRead { tokens: at..end, thing });
    if word == "reste"
        && let Some(end) = tokens.after(at, "reste a charge")
    {
        return read(Thing::LeftToPay, end);
    }
    match word {
        "avance" | "avances" | "acompte" | "acomptes" => read(Thing::Advance, end),
        "solde" => read(Thing::FinalPayment, end),
        "cout" | "couts" if has(&["unitaire", "unitaires", "moyen", "moyens"]) => read(Thing::UnitCost, end),
        // « coût par personne »: « par le Département » is who pays.
        "cout" | "couts"
            if tokens.word(end) == "par"
                && tokens.is_word(end + 1)
                && !tokens.is_capitalized(end + 1)
                && !matches!(tokens.word(end + 1), "le" | "la" | "les" | "l'" | "un" | "une" | "des") =>
        {
            read(Thing::UnitCost, end + 2)
        }
        "cout" | "couts" if is_whole() => read(Thing::Total, end),
        "cout" | "couts" => read(Thing::Expense, end),
        "budget" | "enveloppe" if is_whole() => read(Thing::Total, end),
        "montant"
            if has(&["total", "global"])
                && is_whole()
                && after_de(tokens, end).is_some_and(|of| WHOLES.contains(&tokens.word(of))) =>
        {
            read(Thing::Total, end)
        }
        "depense" | "depenses" if has(&["total", "totale", "totales", "globale"]) => {
            read(Thing::Expense, end)
        }
        "depense" | "depenses" | "remuneration" | "remunerations" | "salaire" | "salaires" => {
            read(Thing::Expense, end)
        }
        "charges" | "charge"
            if !matches!(tokens.before(at), "a" | "sa" | "la" | "leur" | "en")
                && tokens.word(at + 1) != "de"
                || matches!(word, "charges") && tokens.after(at, "charges de personnel").is_some() =>
        {
            read(Thing::Expense, end)
        }
        "tarif" | "tarifs" | "forfait" | "prix" | "indemnite" | "indemnites" => read(Thing::UnitCost, end),
        "part" | "parts"
            if party_of(tokens, scopes, end).is_some() || owner(tokens, scopes, at).is_some() =>
        {
            read(Thing::Contribution, end)
        }
        _ if contribution_noun(word) && !is_compound(tokens, at) => read(Thing::Contribution, end),
        _ => None,
    }
}

/// « plan de financement », « demande de subvention »: nouns of paper, not of money.
fn is_compound(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.before(at) == "de"
        && at > 1
        && matches!(
            tokens.before(at - 1),
            "plan" | "demande" | "convention" | "taux" | "appel" | "dossier" | "source" | "sources"
        )
        || tokens.word(at) == "participation" && matches!(tokens.word(at + 1), "a" | "au" | "aux")
}

/// The party that a noun of money is of: « de l'État », « FSE+ », « délégués par l'ARS ».
pub(super) fn party_of(tokens: &Tokens<'_>, scopes: &Scopes, at: usize) -> Option<Range<usize>> {
    if let Some(of) = after_de(tokens, at) {
        return party(tokens, scopes, of);
    }
    let is_given = ["delegu", "vers", "apport", "accord", "allou", "attribu", "octroy", "mobilis"]
        .iter()
        .any(|stem| tokens.word(at).starts_with(stem));
    if is_given && tokens.word(at + 1) == "par" {
        return party(tokens, scopes, at + 2);
    }
    // « apport FSE+ », « part État ».
    let is_name = tokens.is_word(at) && tokens.is_capitalized(at) && !tokens.is_glued(at);
    if is_name { party(tokens, scopes, at) } else { None }
}

/// The party of « sa part »: what the sentence before starts with, when it is one.
pub(super) fn owner(tokens: &Tokens<'_>, scopes: &Scopes, noun: usize) -> Option<Range<usize>> {
    if !matches!(tokens.before(noun), "sa" | "son" | "leur") {
        return None;
    }
    let sentence = scopes.sentence(noun).start;
    // « Le FSE cofinancera. Sa part sera »: at the start of its own sentence, or its owner may stand in it.
    if noun > sentence + 2 {
        return None;
    }
    let before = scopes.sentence(sentence.checked_sub(1)?).start;
    party(tokens, scopes, before)
}

/// What a verb of money makes of its object.
pub(super) fn paying(word: &str) -> Option<Thing> {
    let stem = [
        "verse",
        "finance",
        "cofinance",
        "apporte",
        "abonde",
        "contribue",
        "participe",
        "subventionne",
        "attribue",
        "alloue",
        "concourt",
        "concour",
    ]
    .iter()
    .any(|stem| {
        word.strip_prefix(stem).is_some_and(|end| {
            matches!(end, "" | "nt" | "ra" | "ront" | "rait" | "raient" | "s" | "es" | "e" | "t" | "ent")
        })
    });
    stem.then_some(Thing::Contribution)
}

/// The participles of the same verbs.
pub(super) fn is_paid(word: &str) -> bool {
    let word = word.strip_suffix('s').unwrap_or(word);
    let word = word.strip_suffix("ee").map_or(word.to_owned(), |stem| format!("{stem}e"));
    matches!(
        word.as_str(),
        "verse"
            | "finance"
            | "cofinance"
            | "apporte"
            | "abonde"
            | "contribue"
            | "participe"
            | "subventionne"
            | "attribue"
            | "alloue"
    )
}

/// Verbs that spend, and their participles.
pub(super) fn is_spending(word: &str) -> bool {
    ["cout", "depens", "remuner"].iter().any(|stem| {
        word.strip_prefix(stem).is_some_and(|end| {
            matches!(end, "e" | "ent" | "es" | "ee" | "ees" | "era" | "eront" | "erait" | "ait" | "aient")
        })
    })
}
