//! The arguments of `calpae historique`: what is followed, how far back, and how it is shown.

use clap::{Args, ValueEnum};
use clap_complete::engine::ArgValueCandidates;

use super::EditionArgs;
use crate::cli::completion;

/// Presentation of a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HistoryFormat {
    /// For a person.
    Human,
    /// Markdown.
    Markdown,
    /// Our own JSON.
    Json,
}

/// Arguments of `calpae historique`.
#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// Ce qui est suivi : un total (fiches/4:etat, total:etat:2025), ce qu’un renvoi cite (fiche.4.duree), une fiche
    /// (fiches/4), ou toute donnée par son chemin (fiches/4/titre, ou le « chemin » de « calpae diff --format json »).
    #[arg(value_name = "SUJET", help_heading = "Arguments\u{a0}", add = ArgValueCandidates::new(completion::totals))]
    pub sujet: String,

    /// Depuis quelle révision git : ce qui a changé après elle, et ce qu’elle dit.
    #[arg(long = "depuis", value_name = "RÉVISION")]
    pub depuis: Option<String>,

    /// Passe aussi par les commits des branches réunies ; sans option, une réunion est un seul commit.
    #[arg(long = "toutes")]
    pub toutes: bool,

    /// The edition.
    #[command(flatten)]
    pub edition: EditionArgs,

    /// Présentation : human (en toutes lettres), markdown ou json.
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    pub format: Option<HistoryFormat>,
}
