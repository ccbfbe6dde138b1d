//! Failures of the command itself, in French: what clap says, what the disk says.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What clap refused, in French.
pub(super) fn translate(error: &clap::Error) -> String {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(s)) => s.clone(),
        Some(ContextValue::Strings(s)) => s.join(", "),
        _ => String::new(),
    };
    let argument = text(ContextKind::InvalidArg);
    let value = text(ContextKind::InvalidValue);
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("l’option « {argument} » n’existe pas"),
        ErrorKind::InvalidSubcommand => {
            format!("la commande « {} » n’existe pas", text(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("l’option « {argument} » attend une valeur"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("« {value} » n’est pas une valeur de « {argument} »")
        }
        ErrorKind::ArgumentConflict => {
            format!("l’option « {argument} » est donnée deux fois, ou avec une autre qui l’exclut")
        }
        ErrorKind::MissingRequiredArgument => format!("il manque : {argument}"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "il manque la commande, par exemple « calpae build »".to_owned()
        }
        _ => "la ligne de commande n’est pas comprise".to_owned(),
    };
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .map(text)
        .find(|t| !t.is_empty());
    let possible = text(ContextKind::ValidValue);
    let aide = match near {
        Some(p) => format!("vouliez-vous dire « {p} » ?"),
        None if !possible.is_empty() => format!("valeurs possibles : {possible}"),
        None => "« calpae --help » montre ce qui est possible".to_owned(),
    };
    format!("erreur : {message}\nà faire : {aide}\n")
}
