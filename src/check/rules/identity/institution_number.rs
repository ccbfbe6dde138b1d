//! The number of the département in the names of its institutions.

use super::names::long_code;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::text::{head, words_and_numbers};

pub(crate) static PAGE: Page = Page {
    title: "une institution porte le numéro d’un autre département",
    severity: Severity::Error,
    checks: "Le numéro joint au nom du département (« 23-Creuse », « Creuse (23) ») est comparé à son code : un autre est \
              une erreur. Celui qui suit le sigle d’une institution départementale (CAF, CD, CPAM, MDPH, DDETS, UDAF, SDIS…) \
              ou les mots « Département », « dans le » ne donne qu’un conseil quand il diffère, car un autre département \
              peut être cité à dessein. Les noms propres à chiffres (« Initiatives 23 ») ne sont pas retenus, et rien ne l’est quand le \
              code lui-même est contesté par IDE-008.",
    why: "Une convention reprise d’un autre département garde parfois ses partenaires : le numéro le trahit.",
    source: "Code officiel géographique (Insee).",
    example: Example {
        context: &[
            Change {
                file: "content/2024/articles/01-objet.md",
                from: "La convention réunit deux annexes.",
                to: "La convention, que suit la CAF 98, réunit deux annexes.",
            },
            Change {
                file: "content/2024/convention.yaml",
                from: "  CCAS: ",
                to: "  CAF: Caisse d'allocations familiales\n  CCAS: ",
            },
        ],
        fault: &[Change {
            file: "content/2024/articles/01-objet.md",
            from: "la CAF 98, réunit",
            to: "la CAF 89, réunit",
        }],
        admitted: &[
            Change {
                file: "content/2024/articles/01-objet.md",
                from: "la CAF 98, réunit",
                to: "la CAF (20 agents), réunit",
            },
            Change {
                file: "content/2024/articles/01-objet.md",
                from: "la CAF 98, réunit",
                to: "la CAF 12 fois par an, réunit",
            },
            Change {
                file: "content/2024/articles/01-objet.md",
                from: "la CAF 98, réunit",
                to: "la CAF 98 accompagne, réunit",
            },
        ],
    },
};

/// What a number of département may follow.
#[rustfmt::skip]
const INSTITUTIONS: [&str; 25] = [
    "CAF", "CAf", "CaF", "Caf", "caf", "CD", "CG", "CPAM", "MDPH", "MSA", "DDETS", "DDETSPP", "DDCS", "UDAF", "SDIS",
    "CIDFF", "CDG", "EPE", "DSDEN", "UD", "Département", "Conseil départemental", "dans le", "Dans le",
    "territoire du",
];

/// Those of them after which a verb does not tell a number from a count.
const IN_FULL: [&str; 4] = ["Département", "dans le", "Dans le", "territoire du"];

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    // IDE-008 already reports a code that the SIREN and the receipt contradict.
    if !super::departement_code::check(context).is_empty() {
        return Vec::new();
    }
    let collectivite = &context.dossier.organisation.collectivite;
    let code = long_code(&collectivite.code.value);
    let mut findings = Vec::new();
    for passage in &context.dossier.passages {
        let text = passage.text.as_str();
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let mut say = |bytes: std::ops::Range<usize>, number: &str, what: &str, safe: bool| {
            if long_code(number) == code {
                return;
            }
            let finding = Diagnostic::finding(
                passage.span_of(&bytes),
                format!(
                    "« {what} » porte le numéro {number}, et le département le code {}",
                    collectivite.code
                ),
            )
            .help("corriger le numéro, s’il ne s’agit pas d’un autre département")
            .also(collectivite.code.span, "code du département");
            findings.push(if safe { finding } else { finding.advice() });
        };
        if let Some((bytes, number, what)) = adjoining(text, &collectivite.name.value) {
            say(bytes, number, what, true);
        }
        for (place, word) in words_and_numbers(text) {
            let Some(number) = number_at_end(word) else { continue };
            let end = place + word.len();
            let bytes = end - number.len()..end;
            if let Some(start) = institution_before(text, bytes.start)
                && is_isolated(text, start, end)
            {
                say(bytes, number, text.get(start..end).unwrap_or(""), false);
            }
        }
    }
    findings
}

/// The number of a département that ends a word: « 77 », « CAF77 ».
fn number_at_end(word: &str) -> Option<&str> {
    let tail = |bytes: usize| word.get(word.len().checked_sub(bytes)?..);
    let overseas = tail(3).filter(|end| matches!(end.as_bytes(), [b'9', b'7', b'1'..=b'6']));
    overseas.or_else(|| {
        tail(2).filter(|end| *end == "2A" || *end == "2B" || end.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// Where the name of an institution starts that ends before a number, glued to it or not.
fn institution_before(text: &str, number: usize) -> Option<usize> {
    let before = text.get(..number)?;
    let before = before.strip_suffix([' ', '\u{a0}', '\u{202f}', '-']).unwrap_or(before);
    let starts = INSTITUTIONS.iter().filter_map(|name| Some(before.strip_suffix(name)?.len()));
    let is_whole = |start: &usize| {
        before.get(..*start).is_some_and(|t| !t.ends_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    starts.filter(is_whole).min()
}

/// Whether nothing around makes the number a quantity, a date or a part of another number.
fn is_isolated(text: &str, start: usize, end: usize) -> bool {
    let within_word =
        text.get(..start).is_some_and(|t| t.ends_with(|c: char| c.is_alphanumeric() || c == '-'));
    let rest = text.get(end..).unwrap_or("");
    let mut letters = rest.chars();
    let first = letters.next();
    let second = letters.next();
    let sign = first.is_none_or(|c| matches!(c, '.' | ';' | ':' | ')' | '»' | '?' | '!' | '|') || c == ',');
    let decimal = matches!(first, Some(',' | '.')) && second.is_some_and(|c| c.is_ascii_digit());
    let punctuated = first == Some(' ')
        && second.is_some_and(|c| matches!(c, '|' | '»' | ';' | ':' | '/' | '–' | '-' | '('));
    let is_acronym =
        text.get(start..end).is_some_and(|named| !IN_FULL.iter().any(|name| named.starts_with(name)));
    !within_word && !decimal && (sign || punctuated || is_acronym && acts(rest))
}

/// What a number that is the name of somebody comes before, in a sentence: « La CAF 77 vient », « la CAF 77 et la MSA ». A
/// number that counts comes before its noun.
fn acts(rest: &str) -> bool {
    #[rustfmt::skip]
    const VERBS: [&str; 54] = [
        "a", "accompagne", "accueille", "adresse", "apporte", "appuie", "assure", "attribue", "communique", "contribue",
        "coordonne", "cofinance", "dispose", "doit", "est", "etudie", "finance", "fournit", "gere", "informe", "instruit",
        "intervient", "met", "mobilise", "organise", "oriente", "paie", "participe", "peut", "pilote", "porte", "poursuit",
        "propose", "recoit", "recrute", "reunit", "sera", "signe", "siege", "soutient", "suit", "tient", "transmet",
        "travaille", "verse", "veille", "vient", "avait", "etait", "aura", "qui", "dont", "ainsi", "puis",
    ];
    let Some(rest) = rest.strip_prefix([' ', '\u{a0}', '\u{202f}']) else { return false };
    let mut following = words_and_numbers(head(rest, 40)).map(|(_, word)| flat(word));
    let first = following.next().unwrap_or_default();
    let mut is_joined = || {
        let next = following.next().unwrap_or_default();
        ["et", "ou"].contains(&first.as_str()) && ["la", "le", "l", "les"].contains(&next.as_str())
    };
    VERBS.contains(&first.as_str()) || is_joined()
}

/// A number joined to the name of the département: « 23-Creuse », « Creuse (23) ».
fn adjoining<'t>(text: &'t str, name: &str) -> Option<(std::ops::Range<usize>, &'t str, &'t str)> {
    let index = text.find(name)?;
    let code = |t: &str| (2..=3).contains(&t.len()) && flat(t).bytes().all(|b| b.is_ascii_digit());
    let before = text.get(..index)?;
    if let Some(joined) = before.strip_suffix(['-', '–']) {
        let start = joined
            .rfind(|c: char| !c.is_ascii_digit())
            .map_or(0, |i| i + joined.get(i..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8));
        let number = joined.get(start..)?;
        return code(number)
            .then(|| (start..joined.len(), number, text.get(start..index + name.len()).unwrap_or("")));
    }
    let after = text.get(index + name.len()..)?;
    let number = after.strip_prefix(" (")?.split(')').next()?;
    let start = index + name.len() + 2;
    code(number).then(|| {
        (start..start + number.len(), number, text.get(index..start + number.len() + 1).unwrap_or(""))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_follows_its_institution_glued_or_not() {
        let read = |text: &'static str| {
            let mut words = words_and_numbers(text);
            words.find_map(|(place, word)| {
                let number = number_at_end(word)?;
                let end = place + word.len();
                text.get(institution_before(text, end - number.len())?..end)
            })
        };
        assert_eq!(read("avec la CAF 77, puis"), Some("CAF 77"));
        assert_eq!(read("le CD2A signe"), Some("CD2A"));
        assert_eq!(read("la Caf-974"), Some("Caf-974"));
        assert_eq!(read("dans le 93"), Some("dans le 93"));
        assert_eq!(read("la MCAF 77"), None);
        assert_eq!(read("la CAF 1977"), None);
        assert_eq!(read("la CAF  77"), None);
    }
}
