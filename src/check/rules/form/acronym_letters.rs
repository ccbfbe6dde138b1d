//! A declared acronym has a letter that its expansion does not account for.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "une lettre d’un sigle ne répond à aucun mot de son développement",
    severity: Severity::Advice,
    checks: "Chaque sigle de trois à douze capitales déclaré dans `sigles` : ses lettres se lisent, dans l’ordre, au \
              début des mots du développement ; les petits mots comptent ou non, et un mot peut donner aussi ses lettres \
              suivantes (« société coopérative », SCO). Seul est signalé le sigle dont une lettre, et une seule, est de \
              trop, les autres étant chacune l’initiale d’un mot : un sigle étranger ou un acronyme de fantaisie sont \
              laissés de côté. Un constat pour tous.",
    why: "Une lettre sans mot est le signe d’un mot oublié : le lecteur apprend un développement incomplet, et \
               parfois le nom d’une autre chose (l’intervention pour celui qui intervient).",
    source: "Usage éditorial des listes de sigles ; cohérence interne de l’acte.",
    example: Example {
        context: &[
            Change {
                file: "content/2024/convention.yaml",
                from: "  RSA: revenu de solidarité active\n",
                to: "  RSA: revenu de solidarité active\n  TISF: technicien de l'intervention sociale et familiale\n",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont, avec un TISF.",
            },
        ],
        fault: &[Change {
            file: "content/2024/convention.yaml",
            from: "technicien de l'intervention sociale",
            to: "intervention sociale",
        }],
        admitted: &[
            Change {
                file: "content/2024/convention.yaml",
                from: "technicien de l'intervention sociale et familiale",
                to: "travailleuse à domicile (Intervention Sociale & Familiale)",
            },
            Change {
                file: "content/2024/convention.yaml",
                from: "technicien de l'intervention sociale et familiale",
                to: "Social and family worker",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let declared_names = context.dossier.convention.acronyms.iter();
    let faulty: Vec<(Span, &str, &str, char)> = declared_names
        .filter_map(|(s, expansion)| {
            Some((s.span, s.value.as_str(), expansion.as_str(), superfluous(&s.value, expansion)?))
        })
        .collect();
    let Some(((span, acronym, expansion, letter), rest)) = faulty.split_first() else { return Vec::new() };
    let say = |acronym: &str, expansion: &str, letter: char| {
        format!("le « {letter} » de « {acronym} » ne répond à aucun mot de « {expansion} »")
    };
    let message = match rest.len() {
        0 => say(acronym, expansion, *letter),
        n => {
            let others: Vec<String> = rest.iter().map(|(_, s, ..)| format!("« {s} »")).collect();
            let word = if n == 1 { "aussi" } else { "de même" };
            format!("{} ; {word} {}", say(acronym, expansion, *letter), others.join(", "))
        }
    };
    let finding =
        Diagnostic::finding(*span, message).help("compléter le développement, ou corriger le sigle");
    vec![
        rest.iter()
            .fold(finding, |d, (span, acronym, expansion, l)| d.also(*span, say(acronym, expansion, *l))),
    ]
}

/// The one letter whose removal makes the acronym the initials of its expansion.
fn superfluous(acronym: &str, expansion: &str) -> Option<char> {
    const LETTERS: std::ops::RangeInclusive<usize> = 3..=12;
    let letters: Vec<char> = acronym.chars().collect();
    if !LETTERS.contains(&letters.len()) || !letters.iter().all(char::is_ascii_uppercase) {
        return None;
    }
    let bare = flat(&expansion.replace(['œ', 'Œ'], "oe"));
    let words: Vec<&str> = bare.split(' ').collect();
    let lowercase: Vec<char> = letters.iter().map(char::to_ascii_lowercase).collect();
    if spells(&lowercase, &words) {
        return None;
    }
    let without = |index: usize| {
        let remainder: Vec<char> =
            lowercase.iter().enumerate().filter(|(k, _)| *k != index).map(|(_, l)| *l).collect();
        are_initials(&remainder, &words)
    };
    letters.iter().enumerate().find_map(|(index, letter)| without(index).then_some(*letter))
}

/// Whether each letter is, in order, the initial of a word. Letters inside words do not count here: they would match
/// foreign acronyms by chance.
fn are_initials(letters: &[char], words: &[&str]) -> bool {
    let mut words = words.iter();
    letters.iter().all(|l| words.any(|m| m.starts_with(*l)))
}

/// Whether letters can be read in order: each one starts a word, or continues the word of the previous letter.
fn spells(letters: &[char], words: &[&str]) -> bool {
    // Fewest words consumed, by number of letters read.
    let mut fewest: Vec<Option<usize>> = vec![None; letters.len() + 1];
    if let Some(first) = fewest.first_mut() {
        *first = Some(0);
    }
    for (index, letter) in letters.iter().enumerate() {
        let Some(taken) = fewest.get(index).copied().flatten() else { continue };
        for (k, word) in words.iter().enumerate().skip(taken) {
            let Some(inside) = word.strip_prefix(*letter) else { continue };
            let mut remainder = inside.chars();
            let rest = letters.iter().skip(index + 1).take_while(|l| remainder.any(|c| c == **l)).count();
            for place in fewest.iter_mut().skip(index + 1).take(rest + 1) {
                *place = Some(place.map_or(k + 1, |n| n.min(k + 1)));
            }
        }
    }
    fewest.last().is_some_and(Option::is_some)
}

#[cfg(test)]
mod tests {
    use super::superfluous;

    #[test]
    fn a_letter_without_a_word_is_found_and_usual_acronyms_are_read() {
        assert_eq!(superfluous("TISF", "intervention sociale et familiale"), Some('T'));
        for (acronym, expansion) in [
            ("AVIP", "à vocation d'insertion professionnelle"),
            ("BRSA", "bénéficiaire du revenu de solidarité active"),
            ("CIAS", "centre intercommunal d'action sociale"),
            ("EAJE", "établissement d'accueil du jeune enfant"),
            ("SCOP", "société coopérative et participative"),
            ("FEDER", "Fonds européen de développement régional"),
            ("ADEME", "Agence de l'environnement et de la maîtrise de l'énergie"),
            ("CROUS", "centre régional des œuvres universitaires et scolaires"),
            ("UNICEF", "Fonds des Nations unies pour l'enfance"),
        ] {
            assert_eq!(superfluous(acronym, expansion), None, "{acronym}");
        }
    }
}
