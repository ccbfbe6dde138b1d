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
        let leads = |name: &str| matches!(reach(brace.span.file, name), Reach::Datum);
        let names = [plain(name, None), plain(name, Some('.'))];
        let names = names.iter().map(|name| name.trim_end_matches('.').to_owned());
        let names: Vec<String> =
            names.flat_map(|name| [numbered(&name), Some(name)].into_iter().rev()).flatten().collect();
        let is_closed = brace.value.ends_with('}');
        // Without its brace, what is typed must be a name as it stands: « {Total » may be the beginning of anything.
        let typed = brace.value.trim_start_matches('{').trim_end_matches(['.', ',', ';', ':', ')']);
        let is_one = |name: &&String| {
            opens_a_name(name)
                || is_closed && name.starts_with(char::is_alphabetic) && leads(name)
                || !is_closed && *name == typed && leads(name)
        };
        let Some(first) = names.iter().find(is_one) else { continue };
        let shown = |name: &str| match &filter {
            Some(filter) => format!("{{{name} | {filter}}}"),
            None => format!("{{{name}}}"),
        };
        let mut repair = None;
        let help = match (names.iter().find(|name| leads(name)), reach(brace.span.file, first)) {
            (Some(name), _) => {
                // A brace inside is one of the text.
                let is_alone = brace.value.matches(['{', '}']).count() == 2;
                repair = Some(shown(name)).filter(|_| is_closed && is_alone);
                format!("écrire « {} » ; pour imprimer l’accolade, « \\{{ »", shown(name))
            }
            (None, Reach::Nothing(known)) if first.contains('.') => {
                let total = names.iter().map(|name| format!("{name}.total")).find(|name| leads(name));
                match total.or_else(|| near(first, known.iter().map(String::as_str)).map(str::to_owned)) {
                    Some(name) if leads(&name) => {
                        format!("écrire « {} » ; pour imprimer l’accolade, « \\{{ »", shown(&name))
                    }
                    Some(name) => to_be_renamed(&name),
                    None => format!(
                        "pour imprimer l’accolade, « \\{{ » ; références possibles ici : {}",
                        of_the_same_kind(first, &known).join(", ")
                    ),
                }
            }
            (None, _) => continue,
        };
        let message =
            format!("« {} » ne se lit pas comme une donnée : cela s’imprimerait tel quel", brace.value);
        let fault = Diagnostic::error("REF-005", brace.span, message).help(help).leaves(Gap::Link);
        faults.push(match repair {
            Some(repair) => fault.fix(brace.span, repair),
            None => fault,
        });
    }
    faults
}

/// What to do when the name that is meant is that of a datum that cannot be cited yet.
pub(super) fn to_be_renamed(name: &str) -> String {
    let id = name.rsplit('.').next().unwrap_or(name);
    format!(
        "donner le nom « {id} » à ce qui est cité, puis écrire « {{{name}}} » ; pour imprimer l’accolade, « \\{{ »"
    )
}

/// A name whose fiche has its number as it is said: `fiche.n1.total`, `fiche.01.total`; none when it has not.
pub(super) fn numbered(name: &str) -> Option<String> {
    let rest = name.strip_prefix("fiche")?;
    let number = rest.trim_start_matches('.');
    let digits = number.strip_prefix("no").or_else(|| number.strip_prefix('n')).unwrap_or(number);
    let digits = digits.trim_start_matches('.').trim_start_matches('0');
    (digits.starts_with(|c: char| c.is_ascii_digit()) && (number != digits || rest == number))
        .then(|| format!("fiche.{digits}"))
}

/// The names that begin with the same word as another, all when none does.
fn of_the_same_kind<'n>(name: &str, known: &'n [String]) -> Vec<&'n str> {
    let word = name.split('.').next();
    let same: Vec<&str> =
        known.iter().map(String::as_str).filter(|known| known.split('.').next() == word).collect();
    if same.is_empty() { known.iter().map(String::as_str).collect() } else { same }
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
