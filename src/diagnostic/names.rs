//! The findings on names that nothing declares or that are declared twice, in the same words for every stage.

use super::{Diagnostic, near};
use crate::text::Spanned;

/// Most known names listed in the advice.
const LISTED: usize = 12;

impl Diagnostic {
    /// `REF-001`: `name` is none of the `known` names of its kind. `kind` is an indefinite noun phrase without its
    /// article: « financeur du cadre ».
    pub fn unknown_name<'n>(
        name: &Spanned<String>,
        kind: &str,
        known: impl Iterator<Item = &'n str>,
    ) -> Self {
        let known: Vec<&str> = known.collect();
        let help = match near(&name.value, known.iter().copied()) {
            Some(near) => format!("vouliez-vous dire « {near} » ?"),
            None if known.is_empty() => "le déclarer d’abord".to_owned(),
            None => {
                let listed: Vec<_> = known.iter().take(LISTED).copied().collect();
                let more = if known.len() > LISTED { "…" } else { "" };
                format!("connus : {}{more}", listed.join(", "))
            }
        };
        Self::error("REF-001", name.span, format!("« {} » n’est pas un {kind} connu", name.value)).help(help)
    }

    /// `REF-003`: `second` bears the name of `first`. `kind` has its article: « le tableau ».
    pub fn duplicate_name(second: &Spanned<String>, first: &Spanned<String>, kind: &str) -> Self {
        Self::error("REF-003", second.span, format!("{kind} « {} » apparaît deux fois", second.value))
            .also(first.span, "une première fois ici")
            .help("en retirer un, ou donner un autre nom à l’un des deux")
    }
}
