//! Enumerations: the counts that a sentence announces, and how many things follow, in a list or in the sentence.

use std::ops::Range;
use std::sync::LazyLock;

use crate::lang::numbers::{NUMBER_WORDS, read_count};
use crate::lang::{first_sentence, flat, singular};
use crate::model::passage::Passage;
use crate::text::pattern;
use regex::Regex;

/// What a sentence announces in order to enumerate it: other nouns count people and things that nobody lists.
#[rustfmt::skip]
const NAMES: [&str; 107] = [
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

/// The singular of a noun that announces an enumeration.
pub(crate) fn countable(word: &str) -> Option<&'static str> {
    let flat = flat(word);
    NAMES.iter().find(|n| singular(n) == singular(&flat)).copied()
}

/// A count and the noun that it counts.
#[derive(Debug, Clone)]
pub(crate) struct Announcement {
    /// How many.
    pub count: u32,
    /// Of what: the singular, without accents.
    pub name: &'static str,
    /// Bytes of both.
    pub bytes: Range<usize>,
}

static ANNOUNCEMENT: LazyLock<Regex> = LazyLock::new(|| {
    let words = NUMBER_WORDS.join("|");
    pattern(&format!(r"(?i)\b([0-9]{{1,2}}|{words})\s+([^\W\d_]+(?:-[^\W\d_]+)?)"))
});

/// The counts of a text, of nouns that announce an enumeration.
pub(crate) fn announcements(text: &str) -> Vec<Announcement> {
    ANNOUNCEMENT
        .captures_iter(text)
        .filter_map(|found| {
            let (whole, count, name) = (found.get(0)?, found.get(1)?, found.get(2)?);
            // « 2,5 actions », « 1 200 sites », « n° 2 » are no counts.
            let before = text.get(..whole.start())?;
            let digit = count.as_str().starts_with(|c: char| c.is_ascii_digit());
            let rest = |c: char| matches!(c, '°' | '#') || c.is_ascii_digit();
            let glued = before.ends_with([',', '.', '/', '-']) || digit && before.trim_end().ends_with(rest);
            let name = countable(name.as_str())?;
            let count = read_count(count.as_str()).filter(|_| !glued)?;
            Some(Announcement { count, name, bytes: whole.range() })
        })
        .collect()
}

/// The passages of a list that begins at a rank: the first of each of its items.
pub(crate) fn items(passages: &[Passage], start: usize) -> Vec<&Passage> {
    let Some(first) = passages.get(start) else { return Vec::new() };
    let Some(list) = first.item.filter(|i| i.index == 1).map(|i| i.list) else { return Vec::new() };
    let mut output: Vec<&Passage> = Vec::new();
    let mut index = 0;
    for passage in passages.get(start..).unwrap_or(&[]) {
        // A list within an item has a greater number.
        let Some(item) = passage.item.filter(|i| i.list >= list) else { break };
        if passage.file() != first.file() {
            break;
        }
        if item.list == list && item.index > index {
            index = item.index;
            output.push(passage);
        }
    }
    output
}

/// Words after which what is listed is not surely what was counted.
#[rustfmt::skip]
const DETOURS: [&str; 30] = [
    "aux", "dont", "parmi", "notamment", "particulier", "autres", "chez", "contre", "sauf", "selon", "sans", "puis",
    "sont", "ont", "doivent", "exemple", "savoir", "chacun", "chacune", "forment", "animent", "assument", "expriment",
    "affirment", "confirment", "nomment", "resument", "est", "a", "afin",
];

/// Verbs whose subject is what the list then gives: « deux constats le fondent : ».
#[rustfmt::skip]
const PRESENTATION: [&str; 14] = [
    "fondent", "presentent", "comptent", "ouvrent", "existent", "apparaissent", "degagent", "suivent", "ajoutent",
    "composent", "structurent", "guident", "distinguent", "restent",
];

/// Whether what separates a count from the end of its sentence lets the count announce what comes after: a few
/// words, no comma, no other noun that is enumerated, and no verb that governs something else, as in « les deux
/// partenaires s’engagent à : ». `None` when the sentence does not end there.
pub(crate) fn scope(remainder: &str) -> Option<bool> {
    let remainder = remainder.trim();
    if remainder == "." {
        return Some(true);
    }
    let middle = remainder.strip_suffix(':')?.trim();
    let simple = !middle.contains([',', ';', '(', '.', ':', '«', '|', '/']);
    let flat = flat(middle);
    let words: Vec<&str> = flat.split(' ').filter(|m| !m.is_empty()).collect();
    let plural = |m: &str| m.ends_with(['s', 'x']) && countable(m).is_some();
    let digits = |m: &str| m.chars().all(|c| c.is_ascii_digit());
    let detour = words.iter().any(|m| DETOURS.contains(m) || plural(m) || digits(m));
    // « Les 6 conditions suivantes », but not « deux équipes traitent les demandes suivantes ».
    let following = words.iter().skip(2).any(|m| m.starts_with("suivant"));
    // « Pour traiter » says what for; « pour les années à venir » only when.
    let goal = words.windows(2).any(
        |m| matches!(m, ["pour", goal] if goal.ends_with("er") || goal.ends_with("ir") || goal.ends_with("re")),
    );
    let verb = |m: &str| m.len() > 4 && (m.ends_with("ent") && !m.ends_with("ment") || m.ends_with("ont"));
    let main_clause = words.iter().take_while(|m| !matches!(**m, "qui" | "que"));
    let governs = main_clause.clone().any(|m| verb(m) && !PRESENTATION.contains(m));
    Some(simple && !detour && !following && !goal && !governs && words.len() <= 8)
}

/// Words that open something else than a term of an enumeration.
#[rustfmt::skip]
const ASIDES: [&str; 24] = [
    "notamment", "dont", "y", "selon", "entre", "en", "soit", "a", "par", "comme", "d une", "d autre",
    "qui", "que", "ou", "lorsque", "quand", "afin", "pour", "sous", "sans", "avec", "puis", "si",
];

/// Fewest and most terms of an enumeration: « A, B et C » has three, or two when « B et C » is one. `None`
/// when it cannot be cut surely.
pub(crate) fn tally(text: &str, cell: bool) -> Option<(u32, u32)> {
    let sentence = without_asides(first_sentence(text).trim().trim_end_matches(['.', ';']));
    if sentence.contains([':', '?', '/']) || sentence.contains("etc") || sentence.contains('…') {
        return None;
    }
    let terms: Vec<&str> = sentence.split(',').map(str::trim).collect();
    let (last, first_ones) = terms.split_last()?;
    let last = last.strip_prefix("et ").or_else(|| last.strip_prefix("ou ")).unwrap_or(last);
    let flattened = first_ones.iter().chain([&last]).map(|t| flat(t));
    for term in flattened {
        let words = term.split(' ').count();
        let is_aside =
            ASIDES.iter().any(|i| term.strip_prefix(i).is_some_and(|s| s.is_empty() || s.starts_with(' ')));
        if term.is_empty() || words > 6 || is_aside {
            return None;
        }
    }
    let conjunctions = last.matches(" et ").count() + last.matches(" ou ").count();
    let low = u32::try_from(terms.len()).ok()?;
    let high = low.checked_add(u32::try_from(conjunctions).ok()?)?;
    // Terms within guillemets are told apart surely.
    let cited = u32::try_from(sentence.matches('«').count()).ok()?;
    if cited == high && cited > 1 {
        return Some((high, high));
    }
    (cell || high > 1).then_some((low, high))
}

/// A text without what stands between brackets, and with nothing between guillemets.
fn without_asides(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    let (mut parentheses, mut quotes) = (0usize, 0usize);
    for c in text.chars() {
        match c {
            '(' => parentheses += 1,
            ')' => parentheses = parentheses.saturating_sub(1),
            '«' if parentheses == 0 => {
                quotes += 1;
                output.push_str("«cite");
            }
            '»' if parentheses == 0 => {
                quotes = quotes.saturating_sub(1);
                output.push('»');
            }
            c if parentheses == 0 && quotes == 0 => output.push(c),
            _ => {}
        }
    }
    output
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_announces_what_its_sentence_ends_with() {
        assert_eq!(scope(" spécialisés :"), Some(true));
        assert_eq!(scope(" le fondent :"), Some(true));
        assert_eq!(scope("."), Some(true));
        assert_eq!(scope(" suivantes :"), Some(true));
        for remainder in [
            " aux publics suivants :",
            " s’engagent à :",
            " permettent :",
            " se réunissent pour traiter les situations suivantes :",
        ] {
            assert_eq!(scope(remainder), Some(false), "{remainder}");
        }
        assert_eq!(scope(", selon les besoins :"), Some(false));
        assert_eq!(scope(" sont menées"), None);
    }

    #[test]
    fn an_enumeration_is_cut_when_it_can_be() {
        assert_eq!(tally(" Meaux, Lognes", true), Some((2, 2)));
        assert_eq!(tally(" La Ferté Gaucher", true), Some((1, 1)));
        assert_eq!(tally(" la faim, le froid et la peur.", false), Some((2, 3)));
        assert_eq!(tally(" « a, b », « c » et « d »", false), Some((3, 3)));
        for text in [
            " le travail, dont l’accueil, et le soin",
            " réduire les délais",
            " les dossiers de l’un, de l’autre et du troisième répondaient à l’appel",
        ] {
            assert_eq!(tally(text, false), None, "{text}");
        }
    }

    #[test]
    fn a_count_is_that_of_a_noun_that_is_enumerated() {
        let say =
            |t: &str| -> Vec<(u32, &str)> { announcements(t).iter().map(|a| (a.count, a.name)).collect() };
        assert_eq!(say("vers 3 accompagnements spécialisés"), [(3, "accompagnement")]);
        assert_eq!(say("Deux sous-actions ; 2 volets"), [(2, "sous action"), (2, "volet")]);
        for text in ["1 200 sites", "deux ans", "n° 2 actions", "14 agents", "2,5 actions"] {
            assert_eq!(say(text), [], "{text}");
        }
    }
}
