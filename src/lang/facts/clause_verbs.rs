//! The verb that governs a figure: what it says of the figure, and its subject.

use std::ops::Range;

use super::frames::{Bound, Governed};
use super::modality::is_stating;
use super::participles::is_participle;
use super::parties::party;
use super::phrases::{Nearest, nearest_noun, noun_phrase, region_before};
use super::said::Thing;
use super::scopes::Scopes;
use super::things::{is_paid, is_spending, paying};
use super::tokens::Tokens;
use super::verbs::ADVERBS;

/// A verb with its auxiliaries: « a été versée », « s'engage à recruter ».
#[derive(Debug, Clone, Copy)]
struct VerbGroup {
    /// Its first token, the finite verb.
    verb: usize,
    /// The word that carries the sense: a participle or an infinitive after an auxiliary.
    head: usize,
    /// Where it ends.
    after: usize,
    is_auxiliary: bool,
    is_passive: bool,
}

/// The binding by the verb that governs the figure, or by the nearest noun where there is no verb.
pub(super) fn clause(
    tokens: &Tokens<'_>,
    scopes: &Scopes,
    governed: &Governed<'_>,
    place: usize,
    floor: usize,
) -> Bound {
    let Some(group) = verb_group(tokens, scopes, governed, floor) else {
        // No verb: « une subvention de 3 000 € ».
        return nearest_noun(tokens, scopes, floor, governed.start, place);
    };
    let word = tokens.word(group.head);
    let is_direct = place <= group.after;
    let is_paying = paying(word).is_some() || group.is_auxiliary && is_paid(word);
    if group.is_passive && (is_paying || is_paid(word)) {
        return passive(tokens, scopes, group, governed.start, floor);
    }
    let local = match is_direct {
        true => Bound::default(),
        false => nearest_noun(tokens, scopes, group.after, governed.start, place),
    };
    if is_paying {
        // « verse à l'association une subvention de », « finance l'action à hauteur de ».
        let given = local.thing.filter(|thing| !matches!(thing, Thing::Total | Thing::Expense));
        let by = subject(tokens, scopes, floor, group.verb).or(local.by);
        return Bound { by, thing: given.or(Some(Thing::Contribution)), is_named: false };
    }
    if local.thing.is_some() {
        let is_change = CHANGES.iter().any(|stem| word.starts_with(stem));
        return if is_change { Bound::default() } else { local };
    }
    if is_spending(word) {
        return spent(tokens, scopes, floor, group.verb);
    }
    let states = is_stating(word) || is_stating(tokens.word(group.verb)) || states_by_participle(word);
    if is_direct && states || ceiling_verb(tokens, group.verb, governed.start) {
        return stated(tokens, scopes, governed, floor, group.verb);
    }
    // Who does: « le Département recrute 3 chargés de mission ».
    let is_object = is_direct && governed.figure.tokens.start <= group.after + 2 && tokens.word(place) != "a";
    match is_object && is_doing(word) && !group.is_passive {
        true => Bound { by: subject(tokens, scopes, floor, group.verb), ..Bound::default() },
        false => Bound::default(),
    }
}

/// The nearest verb before a figure in its clause.
fn verb_group(
    tokens: &Tokens<'_>,
    scopes: &Scopes,
    governed: &Governed<'_>,
    floor: usize,
) -> Option<VerbGroup> {
    let clause =
        scopes.scope(governed.figure.tokens.start).map_or(floor, |clause| clause.tokens.start).max(floor);
    let stops = |at: usize| matches!(tokens.word(at), ";" | ":" | "." | "(" | ")" | ",");
    let near = (clause..governed.start).rev().take_while(|at| !stops(*at));
    let verb = near.into_iter().find(|at| scopes.verb(*at).is_some())?;
    let mut after = verb + 1;
    while ADVERBS.contains(&tokens.word(after)) || tokens.word(after).ends_with("ment") {
        after += 1;
    }
    let word = tokens.word(verb);
    let is_auxiliary = scopes.verb(verb).is_some_and(|verb| verb.is_auxiliary) || is_being(word);
    let mut group = VerbGroup { verb, head: verb, after, is_auxiliary, is_passive: false };
    if is_auxiliary && tokens.word(group.after) == "ete" {
        group.is_passive = true;
        group.after += 1;
    }
    let is_modal =
        matches!(word, "doit" | "doivent" | "devra" | "devrait" | "pourra" | "peut" | "devront" | "pourrait");
    if is_auxiliary && is_participle(tokens, group.after) && group.after < governed.start {
        group.is_passive |= !matches!(word, "a" | "ont" | "avait" | "avaient");
        group.head = group.after;
        group.after += 1;
    } else if is_modal && tokens.word(verb + 1).ends_with("er") {
        group.head = verb + 1;
        group.after = verb + 2;
    }
    group.after = tokens.after_any(group.after, &["en charge", "a sa charge"]).unwrap_or(group.after);
    // « s'engage à recruter 2 médiateurs ».
    if word.starts_with("engage")
        && tokens.word(group.after) == "a"
        && is_infinitive(tokens.word(group.after + 1))
    {
        group.after += 2;
    }
    Some(group)
}

/// What is spent: « le projet coûte » says the whole.
fn spent(tokens: &Tokens<'_>, scopes: &Scopes, floor: usize, verb: usize) -> Bound {
    let region = region_before(tokens, scopes, floor, subject_end(tokens, verb));
    let noun = tokens.word(region.start + 1);
    let is_whole =
        region.len() == 2 && matches!(noun, "projet" | "action" | "dispositif" | "operation" | "programme");
    Bound { thing: Some(if is_whole { Thing::Total } else { Thing::Expense }), ..Bound::default() }
}

/// What a verb states of its subject: « la contribution de l'État s'élève à ».
fn stated(tokens: &Tokens<'_>, scopes: &Scopes, governed: &Governed<'_>, floor: usize, verb: usize) -> Bound {
    let region = region_before(tokens, scopes, floor, subject_end(tokens, verb));
    let follows_comma = tokens.before(region.start) == ",";
    // « Le coût, estimé à 30 000 €, n'excède pas 35 000 € ».
    if region.is_empty() && follows_comma && region.start == floor + 1 {
        return governed.previous.cloned().unwrap_or_default();
    }
    // « La contribution de l'État, prévue à l'article 3, s'élève à »: the head stands before the commas.
    let is_apposed = follows_comma && (region.is_empty() || is_participle(tokens, region.start));
    let bound = noun_phrase(tokens, scopes, region.clone(), Nearest::First);
    if bound.thing.is_some() || !is_apposed {
        return bound;
    }
    let comma = region.start - 1;
    let near = noun_phrase(tokens, scopes, region_before(tokens, scopes, floor, comma), Nearest::First);
    if near.thing.is_some() {
        return near;
    }
    // « La contribution de l'État, au titre de l'année 2024, s'élève à ».
    let Some(first) = (floor..comma).rev().find(|at| matches!(tokens.word(*at), "," | ";" | ":" | "("))
    else {
        return near;
    };
    let is_aside = tokens.word(first) == "," && (first..comma).all(|at| scopes.verb(at).is_none());
    match is_aside {
        true => noun_phrase(tokens, scopes, region_before(tokens, scopes, floor, first), Nearest::First),
        false => near,
    }
}

/// Verbs whose object is changed by the figure, and is not the figure.
const CHANGES: &[&str] =
    &["redui", "augment", "diminu", "baiss", "major", "minor", "relev", "abaiss", "complet"];

fn is_infinitive(word: &str) -> bool {
    word.len() > 3 && (word.ends_with("er") || word.ends_with("ir") || word.ends_with("re"))
}

pub(super) fn is_being(word: &str) -> bool {
    matches!(word, "sera" | "seront" | "serait" | "seraient" | "est" | "sont" | "etait" | "etaient" | "fut")
}

fn ceiling_verb(tokens: &Tokens<'_>, verb: usize, start: usize) -> bool {
    (verb..start).any(|at| tokens.word(at).starts_with("exced") || tokens.word(at).starts_with("depasse"))
        && start - verb <= 5
}

fn states_by_participle(word: &str) -> bool {
    let word = word.strip_suffix('s').unwrap_or(word);
    matches!(
        word,
        "fixe"
            | "fixee"
            | "arrete"
            | "arretee"
            | "estime"
            | "estimee"
            | "porte"
            | "portee"
            | "evalue"
            | "evaluee"
            | "atteint"
            | "eleve"
            | "elevee"
            | "chiffre"
            | "chiffree"
            | "ramene"
            | "ramenee"
            | "plafonne"
            | "plafonnee"
            | "limite"
            | "limitee"
            | "passe"
            | "passee"
            | "represente"
            | "etabli"
            | "etablie"
            | "calcule"
            | "calculee"
    )
}

/// Verbs whose subject does what the figure counts.
fn is_doing(word: &str) -> bool {
    !is_stating(word)
        && !["percev", "recev", "benefici", "compt", "perd", "manqu", "demand", "refus"]
            .iter()
            .any(|stem| word.starts_with(stem))
        && ![
            "compte",
            "comptent",
            "comprend",
            "comprennent",
            "beneficie",
            "beneficient",
            "percoit",
            "percoivent",
            "recoit",
            "recoivent",
            "demande",
            "figure",
            "dure",
            "court",
            "totalise",
            "contient",
            "concerne",
            "facture",
            "perd",
            "gagne",
            "vaut",
            "prevoit",
            "vise",
        ]
        .contains(&word)
}

/// « est cofinancé par la CAF pour 18 000 € ».
fn passive(tokens: &Tokens<'_>, scopes: &Scopes, group: VerbGroup, start: usize, floor: usize) -> Bound {
    if let Some(par) = (group.after..start).find(|at| tokens.word(*at) == "par") {
        let by = party(tokens, scopes, par + 1).filter(|party| party.end <= start);
        return Bound { by, thing: Some(Thing::Contribution), is_named: false };
    }
    // « Il est alloué 1 200 € »; « la somme versée est de » has its own subject.
    let region = region_before(tokens, scopes, floor, subject_end(tokens, group.verb));
    let subject = noun_phrase(tokens, scopes, region, Nearest::First);
    match subject.thing {
        Some(_) => subject,
        None => Bound { thing: Some(Thing::Contribution), ..Bound::default() },
    }
}

/// Where the subject ends, before the pronouns of a verb.
fn subject_end(tokens: &Tokens<'_>, verb: usize) -> usize {
    let mut end = verb;
    while matches!(tokens.before(end), "s'" | "se" | "ne" | "n'" | "y" | "lui" | "leur" | "en") {
        end -= 1;
    }
    end
}

/// The subject of a verb, when it is one party and nothing else.
fn subject(tokens: &Tokens<'_>, scopes: &Scopes, floor: usize, verb: usize) -> Option<Range<usize>> {
    let end = subject_end(tokens, verb);
    let region = region_before(tokens, scopes, floor, end);
    let mut start = region.start;
    while matches!(tokens.word(start), "et" | "puis" | "ainsi" | "mais" | "enfin") {
        start += 1;
    }
    let party = party(tokens, scopes, start).filter(|party| party.end <= end)?;
    // « le Département (DGA) versera » : a bracket may follow the name.
    let rest = party.end..end;
    let is_whole =
        rest.is_empty() || tokens.word(rest.start) == "(" && scopes.answer(rest.start) == Some(end - 1);
    // « le Gard et la Lozère financent » has two subjects.
    let is_second = matches!(tokens.word(region.start), "et")
        && region.start < start
        && !tokens.before(region.start).is_empty()
        && scopes.clause(region.start) == scopes.clause(verb)
        && has_noun_before(scopes, region.start, floor);
    (is_whole && !is_second).then_some(party)
}

fn has_noun_before(scopes: &Scopes, at: usize, floor: usize) -> bool {
    let clause = scopes.scope(at).map_or(floor, |clause| clause.tokens.start);
    at > clause.max(floor)
}
