//! Failures of a command itself, and their French wording: clap's refusals, unopenable projects, disk errors.

use std::fmt;
use std::io;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::diagnostic::near;
use crate::model::edition::only_years;
use crate::pipeline::RapportError;
use crate::project::git_settings::SettingsError;
use crate::project::lone_file::LoneFileError;
use crate::project::output::OutputError;
use crate::project::{ProjectError, WriteError, in_french};
use crate::scaffold::action::ActionError;
use crate::scaffold::edition::EditionError;
use crate::scaffold::joint_rapport::JoinError;
use crate::scaffold::new_project::NewProjectError;
use crate::scaffold::rapport::RapportIdError;
use crate::sign::{KeyError, PdfError, SigningError};

/// Why a command could not do its work (exit code 2). Faults of the content are a
/// [`Report`](crate::diagnostic::Report) instead.
#[derive(Debug)]
pub struct CommandError {
    message: String,
    help: Option<String>,
}

impl CommandError {
    /// A failure without advice.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    /// A failure and what to do about it.
    pub fn with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: Some(help.into()) }
    }

    /// What is wrong and what to do, in one sentence with « ; » between them, as the room of signatures says it.
    pub(super) fn advised(sentence: &str) -> Self {
        match sentence.rsplit_once(" ; ") {
            Some((message, help)) => Self::with_help(message, help),
            None => Self::new(sentence),
        }
    }

    /// An unknown word: suggests the nearest known one, or falls back to `help`.
    pub fn unknown<'w>(
        message: impl Into<String>,
        word: &str,
        known: impl Iterator<Item = &'w str>,
        help: &str,
    ) -> Self {
        match near(word, known) {
            Some(near) => Self::with_help(message, format!("vouliez-vous dire « {near} » ?")),
            None => Self::with_help(message, help),
        }
    }

    /// A standard stream that cannot be written.
    pub(super) fn unwritable(stream: &str, cause: &io::Error) -> Self {
        Self::new(format!("la {stream} ne peut être écrite : {}", in_french(cause)))
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "erreur : {}", self.message)?;
        match &self.help {
            Some(help) => writeln!(f, "à faire : {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for CommandError {}

impl From<ProjectError> for CommandError {
    fn from(error: ProjectError) -> Self {
        Self { message: error.to_string(), help: error.help() }
    }
}

impl From<WriteError> for CommandError {
    fn from(error: WriteError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<PdfError> for CommandError {
    fn from(error: PdfError) -> Self {
        Self::advised(&error.to_string())
    }
}

impl From<SigningError> for CommandError {
    fn from(error: SigningError) -> Self {
        Self::advised(&error.to_string())
    }
}

impl From<KeyError> for CommandError {
    fn from(error: KeyError) -> Self {
        Self::advised(&error.to_string())
    }
}

impl From<LoneFileError> for CommandError {
    fn from(error: LoneFileError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<EditionError> for CommandError {
    fn from(error: EditionError) -> Self {
        match &error {
            EditionError::Open { year, edition, .. } => Self::with_help(
                error.to_string(),
                format!("« calpae new rapport {year} --edition {edition} » ouvre le rapport de cet exercice"),
            ),
            EditionError::Exists(_) | EditionError::NotAfter { .. } => Self::new(error.to_string()),
        }
    }
}

impl From<RapportError> for CommandError {
    fn from(error: RapportError) -> Self {
        match error {
            RapportError::Id(error) => Self::from(error),
            RapportError::Join(error @ JoinError::TwoActions { .. }) => Self::with_help(
                error.to_string(),
                "donner à l’une d’elles un autre numéro, par exemple « M1 » : sous un même numéro, les montants s’additionnent",
            ),
            RapportError::Join(error @ JoinError::UnknownFinanceur { .. }) => Self::with_help(
                error.to_string(),
                "l’ajouter aux « financeurs » du cadre de l’édition qui a le rapport",
            ),
        }
    }
}

impl From<RapportIdError> for CommandError {
    fn from(error: RapportIdError) -> Self {
        let possible = format!("écrire l’un de ceux-ci : {}", error.possible.join(", "));
        // A year resembles any other: only words are guessed.
        let words = error.possible.iter().map(String::as_str).filter(|id| only_years(id).is_none());
        Self::unknown(error.to_string(), &error.id, words, &possible)
    }
}

impl From<ActionError> for CommandError {
    fn from(error: ActionError) -> Self {
        let help = match &error {
            ActionError::NoAnnexe(_) | ActionError::UnknownAnnexe(..) => "écrire par exemple « --annexe A »",
            ActionError::UnknownMesure(..) => "donner un de ces numéros, ou retirer « --mesure »",
            ActionError::NumberTaken(..) => "retirer « --numero » : la fiche prendra le suivant",
            ActionError::NoNumberAfter(_) => "donner le numéro, par exemple « --numero 1.2 »",
            ActionError::NoTitle(_) => return Self::new(error.to_string()),
        };
        Self::with_help(error.to_string(), help)
    }
}

impl From<NewProjectError> for CommandError {
    fn from(error: NewProjectError) -> Self {
        Self { message: error.to_string(), help: error.help() }
    }
}

impl From<SettingsError> for CommandError {
    fn from(error: SettingsError) -> Self {
        Self::with_help(error.to_string(), error.help())
    }
}

impl From<OutputError> for CommandError {
    fn from(error: OutputError) -> Self {
        Self::with_help(error.to_string(), error.help())
    }
}

impl CommandError {
    /// A refusal of clap; `command` is the one whose help says what is possible, as « calpae check ».
    pub(super) fn refused(error: &clap::Error, command: &str) -> Self {
        let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .into_iter()
            .map(|kind| context(error, kind))
            .find(|text| !text.is_empty());
        // Clap finds « diff » near to « pdf », and gives what it finds in no order.
        let typed = context(error, ContextKind::InvalidSubcommand);
        let near = match typed.as_str() {
            "" => near,
            typed => near.and_then(|near| nearest_verb(typed, &near)),
        };
        let other = other_words(error, command);
        let possible = context(error, ContextKind::ValidValue);
        let unknown = match error.kind() {
            ErrorKind::InvalidSubcommand => context(error, ContextKind::InvalidSubcommand),
            _ => String::new(),
        };
        let help = match near {
            _ if other.is_some() => other.unwrap_or_default(),
            // « calpae help fiche »
            None if verbs_after("calpae new").contains(&unknown) => {
                format!("écrire « calpae new {unknown} » ; « calpae new {unknown} --help » en est l’aide")
            }
            None if !unknown.is_empty() => {
                format!(
                    "commandes : {} ; « {command} --help » dit ce qu’elles font",
                    verbs_after(command).join(", ")
                )
            }
            // « calpae new fiche Les crèches »
            None if is_surplus(error) && command == "calpae new fiche" => {
                "mettre le titre entre guillemets, comme « calpae new fiche \"Aller vers les familles\" »"
                    .to_owned()
            }
            None if is_surplus(error) && command == "calpae tolerer" => {
                "mettre la raison entre guillemets, comme « --raison \"voté ainsi\" »".to_owned()
            }
            Some(near) => format!("vouliez-vous dire « {near} » ?"),
            None if !possible.is_empty() => format!("valeurs possibles : {possible}"),
            None => format!("« {command} --help » montre ce qui est possible"),
        };
        Self::with_help(refusal(error, command), help)
    }
}

/// The verb that a word begins with, « verify » of « verify-pdf », else the nearest of those that clap found.
fn nearest_verb(typed: &str, found: &str) -> Option<String> {
    let begun = |verb: &&str| typed.strip_prefix(*verb).is_some_and(|rest| rest.starts_with(['-', '_']));
    let nearest = found.split(", ").find(begun).or_else(|| near(typed, found.split(", ")));
    nearest.map(str::to_owned)
}

/// What to write for an option or a value whose meaning is plain.
fn other_words(error: &clap::Error, command: &str) -> Option<String> {
    let (argument, value) =
        (context(error, ContextKind::InvalidArg), context(error, ContextKind::InvalidValue));
    if error.kind() == ErrorKind::UnknownArgument && command == "calpae check" {
        let levels = [("--erreur", "erreur"), ("--avertissement", "avertissement"), ("--conseil", "conseil")];
        let level = levels.iter().find(|(start, _)| argument.trim_end_matches('s') == *start);
        return level.map(|(_, level)| format!("écrire « --gravite {level} »"));
    }
    // « --annee 2026-2028 »
    let first = value.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()))?;
    let goes_on = value.get(4..)?.starts_with(|c: char| !c.is_alphanumeric());
    let is_year = error.kind() == ErrorKind::ValueValidation && argument.contains("ANNÉE");
    (is_year && goes_on).then(|| format!("donner la première année : « {first} »"))
}

/// Whether what clap does not know is a word too many, and no option.
fn is_surplus(error: &clap::Error) -> bool {
    error.kind() == ErrorKind::UnknownArgument && !context(error, ContextKind::InvalidArg).starts_with('-')
}

/// The refusal of clap, in French.
fn refusal(error: &clap::Error, command: &str) -> String {
    let argument = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument if is_surplus(error) => format!("« {argument} » est de trop"),
        ErrorKind::UnknownArgument => format!("l’option « {argument} » n’existe pas"),
        ErrorKind::InvalidSubcommand => {
            format!("la commande « {} » n’existe pas", context(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("l’option « {argument} » attend une valeur"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("« {value} » n’est pas une valeur de « {argument} »")
        }
        ErrorKind::ArgumentConflict => {
            format!("l’option « {argument} » est donnée deux fois, ou avec une autre qui l’exclut")
        }
        ErrorKind::MissingRequiredArgument => format!("il manque : {argument}"),
        ErrorKind::MissingSubcommand => {
            format!("il manque la suite de « {command} » : {}", verbs_after(command).join(", "))
        }
        _ => "la ligne de commande n’est pas comprise".to_owned(),
    }
}

/// What may follow « calpae » or « calpae new ».
fn verbs_after(command: &str) -> Vec<String> {
    let whole = super::command();
    let mut place = &whole;
    for verb in command.split(' ').skip(1) {
        place = place.find_subcommand(verb).unwrap_or(place);
    }
    // The other spellings of a name would be taken for other commands.
    let shown = place.get_subcommands().filter(|verb| !verb.is_hide_set());
    shown.map(|verb| verb.get_name().to_owned()).collect()
}

/// One item of the context of a clap error; empty when absent.
fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    }
}
