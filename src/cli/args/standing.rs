//! The arguments of `calpae etat`: which edition, on which day, and how it is shown.

use clap::{Args, ValueEnum};
use clap_complete::engine::ArgValueCandidates;

use crate::cli::completion;

/// Presentation of where an act stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StandingFormat {
    /// For a person.
    Human,
    /// Markdown.
    Markdown,
    /// Our own JSON.
    Json,
}

/// Arguments of `calpae etat`.
#[derive(Debug, Args)]
pub struct StandingArgs {
    /// Édition, par exemple 2022 ; la plus récente par défaut.
    #[arg(value_name = "ÉDITION", help_heading = "Arguments\u{a0}", add = ArgValueCandidates::new(completion::editions))]
    pub edition: Option<String>,

    /// Jour où l’on se place, comme 2025-06-30 : ce qui est daté d’après lui n’a pas eu lieu, ce qui devait être fait avant
    /// est en retard. Aujourd’hui par défaut.
    #[arg(long = "au", value_name = "JOUR")]
    pub au: Option<String>,

    /// Présentation : human (en toutes lettres), markdown ou json.
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    pub format: Option<StandingFormat>,
}
