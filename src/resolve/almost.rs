//! Braces that were meant for a reference: `{ budget.total }`, `{Budget.total}`, `{{convention.lieu}}`. They would be
//! printed as they are typed.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::target::FICHE_WORDS;
use crate::diagnostic::{Diagnostic, Gap, near};
use crate::model::Dossier;
use crate::text::FileId;

/// Where a name leads from a text.
pub(super) enum Reach {
    /// To a datum.
    Datum,
    /// To a part that could not be read, perhaps.
    Hole,
    /// To nothing; the names that lead somewhere.
    Nothing(Vec<String>),
}

/// `REF-005` for each brace of the prose that becomes a reference once blanks, capitals and accents are put aside.
pub(super) fn faults(dossier: &Dossier, reach: impl Fn(FileId, &str) -> Reach) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for brace in &dossier.braces {
        let (name, filter) = match brace.value.split_once('|') {
            Some((name, filter)) => (name, Some(plain(filter, None)).filter(|filter| !filter.is_empty())),
            None => (brace.value.as_str(), None),
        };
        let (joined, dotted) = (plain(name, None), plain(name, Some('.')));
        let Some(first) = [&joined, &dotted].into_iter().find(|name| opens_a_name(name)) else { continue };
        let name = [&joined, &dotted].into_iter().find(|n| matches!(reach(brace.span.file, n), Reach::Datum));
        let meant = match (name, reach(brace.span.file, first)) {
            (Some(name), _) => name.clone(),
            (None, Reach::Nothing(known)) if first.contains('.') => {
                near(first, known.iter().map(String::as_str)).map_or_else(|| first.clone(), str::to_owned)
            }
            (None, _) => continue,
        };
        let meant = filter.map_or_else(|| meant.clone(), |filter| format!("{meant} | {filter}"));
        let message =
            format!("« {} » ne se lit pas comme une donnée : cela s’imprimerait tel quel", brace.value);
        faults.push(
            Diagnostic::error("REF-005", brace.span, message)
                .help(format!("écrire « {{{meant}}} » ; pour imprimer l’accolade, « \\{{ »"))
                .leaves(Gap::Link),
        );
    }
    faults
}

/// A name in the letters of a reference; a blank between two words is dropped, or becomes a sign.
fn plain(text: &str, blank: Option<char>) -> String {
    let mut name = String::with_capacity(text.len());
    for letter in text.trim().chars() {
        if letter.is_whitespace() {
            name.extend(blank.filter(|sign| !name.ends_with(*sign)));
            continue;
        }
        decompose_canonical(letter, |part| {
            let is_sign = part.is_ascii_alphanumeric() || "._+-".contains(part);
            if is_sign && !is_combining_mark(part) {
                name.push(part.to_ascii_lowercase());
            }
        });
    }
    name
}

/// Whether the first word of a name is one that references begin with.
fn opens_a_name(name: &str) -> bool {
    let first = name.split('.').next().unwrap_or("");
    FICHE_WORDS.contains(&first)
        || ["convention", "collectivite", "departement", "compte", "fiche"].contains(&first)
        // Alone, these are words of any text.
        || name.contains('.') && ["total", "axe", "plafond"].contains(&first)
}
