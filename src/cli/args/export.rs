//! The arguments of `calpae export`: what leaves the act, in which form, and where it goes.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};

use super::{EditionArgs, HELP_TEMPLATE, examples};

/// Arguments of `calpae export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// What to export.
    #[command(subcommand)]
    pub quoi: ExportCommand,
}

/// What `export` writes.
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// Écrit tous les montants de l’acte, un par ligne : fiche, exercice, financeur, étape, fichier et ligne d’où il vient.
    ///
    /// Le CSV s’ouvre tel quel dans un tableur français : points-virgules, virgules décimales, accents.
    #[command(
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae export montants --sortie montants.csv", "pour un tableur"),
            ("calpae export montants --format json", "pour un autre programme"),
        ]),
        override_usage = "calpae export montants [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Montants(ExportAmountsArgs),

    /// Prépare le dossier de télétransmission (@CTES) : l’acte sous son nom réglementaire, ses annexes, ce qui s’en dit.
    ///
    /// Le PDF est celui que l’on donne, d’ordinaire le fichier signé : il est copié, jamais refait. Le dossier est neuf. Un
    /// bordereau dit quoi recopier et où ; manifeste.sha256 donne l’empreinte de chaque fichier. Ce que l’acte ne dit pas
    /// (numéro, matière…) est demandé, avec la clé à écrire.
    #[command(
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae export actes --pdf signe.pdf", "la convention signée"),
            ("calpae export actes --pdf signe.pdf --annexe plan.pdf", "avec une annexe"),
            ("calpae export actes --avenant 1 --pdf avenant-signe.pdf", "un avenant"),
        ]),
        override_usage = "calpae export actes [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Actes(ExportTransmissionArgs),
}

/// Presentation of the amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AmountsFormat {
    /// For a spreadsheet.
    Csv,
    /// For a program.
    Json,
}

/// Arguments of `calpae export montants`.
#[derive(Debug, Args)]
pub struct ExportAmountsArgs {
    /// Présentation : csv (pour un tableur) ou json ; csv par défaut.
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    pub format: Option<AmountsFormat>,

    /// Fichier à écrire, qui n’existe pas encore ; sans cette option, la sortie standard.
    #[arg(short = 'o', long = "sortie", value_name = "FICHIER", value_hint = ValueHint::FilePath)]
    pub sortie: Option<PathBuf>,

    /// The edition.
    #[command(flatten)]
    pub edition: EditionArgs,
}

/// Arguments of `calpae export actes`.
#[derive(Debug, Args)]
pub struct ExportTransmissionArgs {
    /// PDF de l’acte, d’ordinaire signé ; sans cette option, celui de « output », s’il est celui que font les sources.
    #[arg(long, value_name = "FICHIER", value_hint = ValueHint::FilePath)]
    pub pdf: Option<PathBuf>,

    /// Annexe à joindre, en PDF, JPG ou PNG ; l’option se répète, dans l’ordre des annexes.
    #[arg(long = "annexe", value_name = "FICHIER", value_hint = ValueHint::FilePath)]
    pub annexes: Vec<PathBuf>,

    /// Numéro de l’avenant à transmettre, à la place de la convention.
    #[arg(long, value_name = "NUMÉRO")]
    pub avenant: Option<u16>,

    /// Dossier à créer, qui n’existe pas encore ; sans cette option, dans « output », au nom de l’acte.
    #[arg(short = 'o', long = "sortie", value_name = "DOSSIER", value_hint = ValueHint::DirPath)]
    pub sortie: Option<PathBuf>,

    /// The edition.
    #[command(flatten)]
    pub edition: EditionArgs,
}
