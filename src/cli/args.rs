//! The command line: types for clap, whose comments are the help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

const MODELE: &str = "\
{about}

Usage : {usage}

{all-args}{after-help}";

const CODES: &str = "\
Codes de sortie : 0, rien à signaler ; 1, le contenu a des erreurs ; 2, la commande n’a pas pu faire son travail.";

/// Fait une convention à partir de ses fiches : chaque total est calculé, chaque faute est montrée à sa place.
#[derive(Debug, Parser)]
#[command(
    name = "calpae",
    version,
    help_template = MODELE,
    after_help = CODES,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_help_heading = "Commandes\u{a0}",
    subcommand_value_name = "COMMANDE",
    override_usage = "calpae [OPTIONS] <COMMANDE>",
    next_help_heading = "Options\u{a0}"
)]
pub struct Arguments {
    /// Montre cette aide.
    #[arg(short = 'h', long = "help", visible_alias = "aide", action = clap::ArgAction::Help, global = true)]
    aide: Option<bool>,

    /// Montre la version du programme.
    #[arg(short = 'V', long = "version", action = clap::ArgAction::Version)]
    version: Option<bool>,

    /// Ce qu’il faut faire.
    #[command(subcommand)]
    pub commande: Commande,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Commande {
    /// Compose les documents d’une édition : Typst et PDF, dans output/.
    #[command(
        visible_alias = "composer",
        help_template = MODELE,
        after_help = CODES,
        override_usage = "calpae build [DOCUMENT]… [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Build(ArgsBuild),

    /// Vérifie une édition : totaux, dates, renvois, indicateurs, identité, forme.
    #[command(
        visible_alias = "vérifier",
        help_template = MODELE,
        after_help = CODES,
        override_usage = "calpae check [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Check(ArgsCheck),
}

/// What `check` is asked.
#[derive(Debug, Args)]
pub struct ArgsCheck {
    /// Dossier du projet, qui contient « content ».
    #[arg(
        short = 'C',
        long = "projet",
        value_name = "PROJET",
        default_value = ".",
        hide_default_value = true
    )]
    pub projet: PathBuf,

    /// Édition, par exemple 2022 ; la plus récente par défaut.
    #[arg(long, value_name = "ÉDITION")]
    pub edition: Option<String>,

    /// Règles ou familles à vérifier, séparées par des virgules (FIN, DAT-002) ; toutes par défaut.
    #[arg(long, visible_alias = "choisir", value_name = "RÈGLES", value_delimiter = ',')]
    pub select: Vec<String>,

    /// Règles ou familles à laisser de côté.
    #[arg(long, visible_alias = "ignorer", value_name = "RÈGLES", value_delimiter = ',')]
    pub ignore: Vec<String>,
}

/// What `build` is asked.
#[derive(Debug, Args)]
pub struct ArgsBuild {
    /// Documents à composer (convention) ; tous ceux du projet par défaut.
    #[arg(value_name = "DOCUMENT", help_heading = "Arguments\u{a0}")]
    pub documents: Vec<String>,

    /// Dossier du projet, qui contient « content ».
    #[arg(
        short = 'C',
        long = "projet",
        value_name = "PROJET",
        default_value = ".",
        hide_default_value = true
    )]
    pub projet: PathBuf,

    /// Édition, par exemple 2022 ; la plus récente par défaut.
    #[arg(long, value_name = "ÉDITION")]
    pub edition: Option<String>,

    /// Formats à écrire, séparés par des virgules : typ, pdf, png ; typ,pdf par défaut.
    #[arg(long = "format", value_name = "FORMATS", value_delimiter = ',', hide_possible_values = true)]
    pub formats: Vec<Format>,

    /// Dossier où écrire, à la place de « output » ; l’édition y aura son dossier.
    #[arg(short = 'o', long = "output", visible_alias = "sortie", value_name = "DOSSIER")]
    pub sortie: Option<PathBuf>,
}

/// What can be written of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The Typst folder.
    Typ,
    /// The PDF.
    Pdf,
    /// One image a page.
    Png,
}
