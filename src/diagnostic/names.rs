//! The findings on names that nothing declares or that are declared twice, in the same words for every stage.

use super::{Diagnostic, near};
use crate::text::lookalikes::{character_name, first_lookalike};
use crate::text::{Span, Spanned};

/// Most known names listed in the advice.
const LISTED: usize = 12;

impl Diagnostic {
    /// `REF-001`: `name` is none of the `known` names of its kind. `kind` is an indefinite noun phrase with its article:
    /// « un financeur du cadre ».
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
                format!("écrire l’un de ces noms : {}{more}", listed.join(", "))
            }
        };
        Self::error("REF-001", name.span, format!("« {} » n’est pas {kind}", name.value))
            .help(help)
            .name_lookalike(&name.value)
    }

    /// Names the character of a name that passes for one of the keyboard, when it has one: the eye does not see which.
    #[must_use]
    pub fn name_lookalike(mut self, name: &str) -> Self {
        let Some((place, letter)) = first_lookalike(name) else { return self };
        // The place in the source is sure when the name is written as it is read.
        if let Some(label) = self.labels.first_mut()
            && label.span.end - label.span.start == name.len()
        {
            let start = label.span.start + place;
            label.span = Span { start, end: start + letter.len_utf8(), ..label.span };
        }
        let said = self.help.take().map(|help| format!("{help} ; ")).unwrap_or_default();
        self.help(format!("{said}le caractère « {letter} » est {}", character_name(letter)))
    }

    /// `REF-003`: `second` bears the name of `first`. `kind` has its article: « le tableau ».
    pub fn duplicate_name(second: &Spanned<String>, first: &Spanned<String>, kind: &str) -> Self {
        Self::error("REF-003", second.span, format!("{kind} « {} » apparaît deux fois", second.value))
            .also(first.span, "une première fois ici")
            .help("changer l’un des deux noms, ou retirer ce qui est en double")
    }
}
