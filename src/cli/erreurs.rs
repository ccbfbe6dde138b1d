//! Failures of the command itself, in French: what clap says, what the disk says.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What clap refused, in French.
pub(super) fn traduire(erreur: &clap::Error) -> String {
    let texte = |genre| match erreur.get(genre) {
        Some(ContextValue::String(s)) => s.clone(),
        Some(ContextValue::Strings(s)) => s.join(", "),
        _ => String::new(),
    };
    let argument = texte(ContextKind::InvalidArg);
    let valeur = texte(ContextKind::InvalidValue);
    let message = match erreur.kind() {
        ErrorKind::UnknownArgument => format!("l’option « {argument} » n’existe pas"),
        ErrorKind::InvalidSubcommand => {
            format!("la commande « {} » n’existe pas", texte(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if valeur.is_empty() => format!("l’option « {argument} » attend une valeur"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("« {valeur} » n’est pas une valeur de « {argument} »")
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
    let proche = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .map(texte)
        .find(|t| !t.is_empty());
    let possibles = texte(ContextKind::ValidValue);
    let aide = match proche {
        Some(p) => format!("vouliez-vous dire « {p} » ?"),
        None if !possibles.is_empty() => format!("valeurs possibles : {possibles}"),
        None => "« calpae --help » montre ce qui est possible".to_owned(),
    };
    format!("erreur : {message}\nà faire : {aide}\n")
}
