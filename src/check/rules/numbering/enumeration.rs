//! Enumerations: the counts that a sentence announces, and the number of things that follow in a list or in the
//! sentence.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::lang::numbers::read_count;
use crate::lang::{first_sentence, flat, singular};
use crate::model::passage::Passage;

/// Nouns that a sentence counts in order to enumerate; others count people and things that nobody lists.
#[rustfmt::skip]
const ENUMERABLE_NOUNS: [&str; 107] = [
    "accompagnement", "action", "annexe", "antenne", "article", "atelier", "atout", "attente",
    "avantage", "axe", "besoin", "bloc", "cas", "categorie", "champ", "chantier", "cible",
    "circonstance", "cofinanceur", "composante", "condition", "constat", "contrainte", "critere",
    "difficulte", "dimension", "directive", "dispositif", "domaine", "dossier", "element", "engagement",
    "enjeu", "etape", "exigence", "facon", "fiche", "finalite", "financeur", "fonction", "formation",
    "forme", "frein", "indicateur", "institution", "levier", "lieu", "lot", "maniere", "mesure",
    "methode", "mission", "modalite", "mode", "module", "moment", "motif", "moyen", "niveau",
    "objectif", "objet", "operateur", "option", "ordre", "orientation", "outil", "part", "partenaire",
    "partie", "permanence", "phase", "pilier", "point", "porteur", "possibilite", "preconisation",
    "principe", "priorite", "profil", "projet", "proposition", "public", "question", "raison",
    "recommandation", "regle", "ressource", "resultat", "role", "scenario", "sequence", "signataire",
    "site", "solution", "source", "sous action", "sujet", "temps", "thematique", "theme", "titre",
    "type", "usage", "vague", "valeur", "visee", "volet",
];

/// The entry of [`ENUMERABLE_NOUNS`] for a word, singular or plural.
pub(crate) fn countable(word: &str) -> Option<&'static str> {
    static BY_SINGULAR: LazyLock<BTreeMap<String, &str>> = LazyLock::new(|| {
        // Of two that share their singular, the first.
        ENUMERABLE_NOUNS.iter().rev().map(|noun| (singular(noun).into_owned(), *noun)).collect()
    });
    BY_SINGULAR.get(&*singular(&flat(word))).copied()
}

/// A count and its enumerable noun.
#[derive(Debug, Clone)]
pub(crate) struct AnnouncedCount {
    /// How many.
    pub count: u32,
    /// The noun: singular, without accents.
    pub noun: &'static str,
    /// Bytes of both.
    pub bytes: Range<usize>,
}

/// The counts of enumerable nouns in a text, below a hundred.
pub(crate) fn announcements(text: &str) -> Vec<AnnouncedCount> {
    let mut found = Vec::new();
    let mut start = 0;
    // The count that the word before is, and where it starts.
    let mut before: Option<(u32, usize)> = None;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        if let Some((count, from)) = before {
            let noun = noun_at_the_start(word);
            let bytes = from..start + noun.len();
            found.extend(countable(noun).map(|noun| AnnouncedCount { count, noun, bytes }));
        }
        if !word.is_empty() {
            before = text.get(..start + word.len()).and_then(count_at_the_end);
        }
        start += piece.len();
    }
    found
}

/// The letters that open a word, and those of its second part.
fn noun_at_the_start(word: &str) -> &str {
    // Accents may be typed apart.
    let is_letter = |c: char| c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c);
    let end = |text: &str| text.find(|c| !is_letter(c)).unwrap_or(text.len());
    let first = end(word);
    let second = word.get(first..).and_then(|rest| rest.strip_prefix('-')).map_or(0, end);
    let length = if second == 0 { first } else { first + 1 + second };
    word.get(..length).unwrap_or_default()
}

/// How the words of a number below a hundred begin, from two on.
const NUMBERS_BEGIN: [&str; 16] = [
    "deu", "tro", "qua", "cin", "six", "sep", "hui", "neu", "dix", "onz", "dou", "tre", "qui", "sei", "vin",
    "soi",
];

/// The number from two to ninety-nine, or of one or two digits, that ends a text, and where it starts. « 2,5 », « 1 200 »
/// and « n° 2 » end with none.
fn count_at_the_end(text: &str) -> Option<(u32, usize)> {
    let last_word = |text: &str| text.trim_end_matches(|c: char| c.is_alphanumeric() || c == '-').len();
    let start = last_word(text);
    let (before, word) = text.split_at_checked(start)?;
    if before.ends_with([',', '.', '/']) {
        return None;
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let binds = |c: char| matches!(c, '°' | '#') || c.is_ascii_digit();
        return word
            .parse()
            .ok()
            .filter(|_| word.len() <= 2 && !before.trim_end().ends_with(binds))
            .zip(Some(start));
    }
    // « Vingt et un »: alone, « un » is most often an article.
    let tens = before.trim_end().strip_suffix("et").map(|head| last_word(head.trim_end()));
    tens.into_iter().chain([start]).find_map(|start| {
        let number = text.get(start..)?;
        let begins =
            number.get(..3).filter(|own| NUMBERS_BEGIN.iter().any(|known| known.eq_ignore_ascii_case(own)));
        let count = begins.and_then(|_| read_count(number)).filter(|count| (2..100).contains(count))?;
        Some((count, start))
    })
}

/// The first passage of each item of the list that starts at an index; empty when none starts there.
pub(crate) fn items(passages: &[Passage], start: usize) -> Vec<&Passage> {
    let Some(first) = passages.get(start) else { return Vec::new() };
    let Some(list) = first.item.filter(|i| i.index == 1).map(|i| i.list) else { return Vec::new() };
    let mut items: Vec<&Passage> = Vec::new();
    let mut index = 0;
    for passage in passages.get(start..).unwrap_or(&[]) {
        // Lists are numbered in source order: a nested one has a greater number.
        let Some(item) = passage.item.filter(|i| i.list >= list) else { break };
        if passage.file() != first.file() {
            break;
        }
        if item.list == list && item.index > index {
            index = item.index;
            items.push(passage);
        }
    }
    items
}

/// Words after which the list may not be what was counted.
#[rustfmt::skip]
const DETOURS: [&str; 30] = [
    "aux", "dont", "parmi", "notamment", "particulier", "autres", "chez", "contre", "sauf", "selon", "sans", "puis",
    "sont", "ont", "doivent", "exemple", "savoir", "chacun", "chacune", "forment", "animent", "assument", "expriment",
    "affirment", "confirment", "nomment", "resument", "est", "a", "afin",
];

/// Verbs whose subject the list then gives: « deux constats le fondent : ».
#[rustfmt::skip]
const PRESENTATION: [&str; 14] = [
    "fondent", "presentent", "comptent", "ouvrent", "existent", "apparaissent", "degagent", "suivent", "ajoutent",
    "composent", "structurent", "guident", "distinguent", "restent",
];

/// Whether a count announces what comes after its sentence, judged on the words between the two: few, without
/// comma, other enumerable noun, or verb that governs something else (« les deux partenaires s’engagent à : »).
/// `None` when the sentence does not end there.
pub(crate) fn announces_next(rest: &str) -> Option<bool> {
    let rest = rest.trim();
    if rest == "." {
        return Some(true);
    }
    let between = rest.strip_suffix(':')?.trim();
    let is_simple = !between.contains([',', ';', '(', '.', ':', '«', '|', '/']);
    let flat = flat(between);
    let words: Vec<&str> = flat.split(' ').filter(|word| !word.is_empty()).collect();
    let is_plural_noun = |word: &str| word.ends_with(['s', 'x']) && countable(word).is_some();
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    let has_detour =
        words.iter().any(|word| DETOURS.contains(word) || is_plural_noun(word) || is_number(word));
    // « Les 6 conditions suivantes », but not « deux équipes traitent les demandes suivantes ».
    let has_following = words.iter().skip(2).any(|word| word.starts_with("suivant"));
    // « Pour traiter » announces a goal; « pour les années à venir » does not.
    let is_infinitive = |word: &str| word.ends_with("er") || word.ends_with("ir") || word.ends_with("re");
    let has_goal = words.windows(2).any(|pair| matches!(pair, ["pour", verb] if is_infinitive(verb)));
    let is_verb = |word: &str| {
        word.len() > 4 && (word.ends_with("ent") && !word.ends_with("ment") || word.ends_with("ont"))
    };
    let main_clause = words.iter().take_while(|word| !matches!(**word, "qui" | "que"));
    let has_verb = main_clause.clone().any(|word| is_verb(word) && !PRESENTATION.contains(word));
    Some(is_simple && !has_detour && !has_following && !has_goal && !has_verb && words.len() <= 8)
}

/// Words that open an aside, not a term of an enumeration.
#[rustfmt::skip]
const ASIDES: [&str; 24] = [
    "notamment", "dont", "y", "selon", "entre", "en", "soit", "a", "par", "comme", "d une", "d autre",
    "qui", "que", "ou", "lorsque", "quand", "afin", "pour", "sous", "sans", "avec", "puis", "si",
];

/// Fewest and most terms of an enumeration: « A, B et C » has three, or two when « B et C » is one term. `None`
/// when it cannot be cut with certainty.
pub(crate) fn count_terms(text: &str, in_cell: bool) -> Option<(u32, u32)> {
    let sentence = without_asides(first_sentence(text).trim().trim_end_matches(['.', ';']));
    if sentence.contains([':', '?', '/']) || sentence.contains("etc") || sentence.contains('…') {
        return None;
    }
    let terms: Vec<&str> = sentence.split(',').map(str::trim).collect();
    let (last, others) = terms.split_last()?;
    let last = last.strip_prefix("et ").or_else(|| last.strip_prefix("ou ")).unwrap_or(last);
    let flat_terms = others.iter().chain([&last]).map(|term| flat(term));
    for term in flat_terms {
        let words = term.split(' ').count();
        let is_aside = ASIDES.iter().any(|aside| {
            term.strip_prefix(aside).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        });
        if term.is_empty() || words > 6 || is_aside {
            return None;
        }
    }
    let conjunctions = last.matches(" et ").count() + last.matches(" ou ").count();
    let low = u32::try_from(terms.len()).ok()?;
    let high = low.checked_add(u32::try_from(conjunctions).ok()?)?;
    // Quoted terms are counted with certainty.
    let cited = u32::try_from(sentence.matches('«').count()).ok()?;
    if cited == high && cited > 1 {
        return Some((high, high));
    }
    (in_cell || high > 1).then_some((low, high))
}

/// A text without its bracketed parts, each quotation replaced by « cite ».
fn without_asides(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let (mut depth, mut quote_depth) = (0usize, 0usize);
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '«' if depth == 0 => {
                quote_depth += 1;
                kept.push_str("«cite");
            }
            '»' if depth == 0 => {
                quote_depth = quote_depth.saturating_sub(1);
                kept.push('»');
            }
            c if depth == 0 && quote_depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_announces_what_its_sentence_ends_with() {
        assert_eq!(announces_next(" spécialisés :"), Some(true));
        assert_eq!(announces_next(" le fondent :"), Some(true));
        assert_eq!(announces_next("."), Some(true));
        assert_eq!(announces_next(" suivantes :"), Some(true));
        for remainder in [
            " aux publics suivants :",
            " s’engagent à :",
            " permettent :",
            " se réunissent pour traiter les situations suivantes :",
        ] {
            assert_eq!(announces_next(remainder), Some(false), "{remainder}");
        }
        assert_eq!(announces_next(", selon les besoins :"), Some(false));
        assert_eq!(announces_next(" sont menées"), None);
    }

    #[test]
    fn an_enumeration_is_cut_when_it_can_be() {
        assert_eq!(count_terms(" Meaux, Lognes", true), Some((2, 2)));
        assert_eq!(count_terms(" La Ferté Gaucher", true), Some((1, 1)));
        assert_eq!(count_terms(" la faim, le froid et la peur.", false), Some((2, 3)));
        assert_eq!(count_terms(" « a, b », « c » et « d »", false), Some((3, 3)));
        for text in [
            " le travail, dont l’accueil, et le soin",
            " réduire les délais",
            " les dossiers de l’un, de l’autre et du troisième répondaient à l’appel",
        ] {
            assert_eq!(count_terms(text, false), None, "{text}");
        }
    }

    #[test]
    fn a_count_is_that_of_a_noun_that_is_enumerated() {
        let say =
            |t: &str| -> Vec<(u32, &str)> { announcements(t).iter().map(|a| (a.count, a.noun)).collect() };
        assert_eq!(say("vers 3 accompagnements spécialisés"), [(3, "accompagnement")]);
        assert_eq!(say("Vingt-deux actions, dix-sept fiches"), [(22, "action"), (17, "fiche")]);
        assert_eq!(say("Deux sous-actions ; 2 volets"), [(2, "sous action"), (2, "volet")]);
        assert_eq!(
            say("(vingt et un dossiers), l’une des deux\u{a0}étapes"),
            [(21, "dossier"), (2, "etape")]
        );
        assert_eq!(
            say("TROIS ACTIONS et quatre-vingt-deux crite\u{300}res"),
            [(3, "action"), (82, "critere")]
        );
        for text in [
            "1 200 sites",
            "deux ans",
            "n° 2 actions",
            "14 agents",
            "2,5 actions",
            "une action",
            "A2 actions",
            "120 sites",
            "1/3 fiches",
            "deux-trois actions",
            "un dossier et une fiche",
            "deux partenaires-clés",
        ] {
            assert_eq!(say(text), [], "{text}");
        }
    }
}
