//! What of a finding may be said to someone who has no source file before him: neither key, nor file, nor command.

/// What only who writes the sources knows.
const OF_SOURCES: [&str; 7] = [".md", ".yaml", "calpae ", "`", "--", "tolérance", "en-tête"];

/// Whether a sentence speaks of the sources by a key with its value, a file or a command.
pub(super) fn speaks_of_sources(sentence: &str) -> bool {
    let is_key = |quoted: &str| {
        let (key, has_value) = quoted.split_once(':').map_or((quoted, false), |(key, _)| (key, true));
        is_name(key) && (has_value || key.contains('_'))
    };
    OF_SOURCES.iter().any(|mark| sentence.contains(mark)) || quoted(sentence).any(is_key)
}

/// The parts of an advice that do not speak of the sources; none when all do. A lone word in lower case may be a key.
pub(super) fn without_sources(advice: &str) -> Option<String> {
    let is_for_all = |part: &&str| !speaks_of_sources(part) && !quoted(part).any(is_name);
    let parts: Vec<&str> = advice.split(" ; ").filter(is_for_all).collect();
    (!parts.is_empty()).then(|| parts.join(" ; "))
}

/// Whether a text is written as keys are.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// What stands between French quotes.
fn quoted(sentence: &str) -> impl Iterator<Item = &str> {
    sentence.split('«').skip(1).filter_map(|rest| rest.split('»').next()).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_a_file_or_a_command_is_not_said_there() {
        for told in [
            "le sortir du budget compté (« role: projet »)",
            "l’écrire partout comme dans « organisation.yaml »",
            "lancer « calpae check --fix »",
            "retirer « intitule_absent »",
        ] {
            assert!(speaks_of_sources(told), "{told}");
        }
        for said in ["« Gobal » ne s’écrit qu’ici ; l’acte écrit 29 fois « global »", "« Part FSE », 3 €"]
        {
            assert!(!speaks_of_sources(said), "{said}");
        }
    }

    #[test]
    fn an_advice_keeps_what_is_for_all() {
        let advice = "corriger une ligne ou le total ; si l’acte est signé, déclarer une tolérance";
        assert_eq!(without_sources(advice).as_deref(), Some("corriger une ligne ou le total"));
        assert_eq!(without_sources("garder la valeur, ou dire la période (« au »)"), None);
    }
}
