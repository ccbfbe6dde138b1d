//! The arguments of `calpae check`: which findings are looked for, and how they are shown.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};
use clap_complete::engine::ArgValueCandidates;

use super::{EditionArgs, OtherActsArgs};
use crate::cli::completion;
use crate::diagnostic::Severity;

/// Presentation of the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FindingsFormat {
    /// Excerpts, carets and arithmetic, for a person.
    Human,
    /// One line per finding.
    Short,
    /// Our own JSON.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// GitHub workflow commands.
    Github,
    /// Markdown.
    Markdown,
    /// What to settle first, on one screen.
    Resume,
}

/// Lowest severity that makes the exit code 1, or that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SeverityLevel {
    /// Errors only.
    Erreur,
    /// Errors and warnings.
    Avertissement,
    /// Any finding.
    Conseil,
}

impl SeverityLevel {
    /// The severity of that level.
    pub fn severity(self) -> Severity {
        match self {
            Self::Erreur => Severity::Error,
            Self::Avertissement => Severity::Warning,
            Self::Conseil => Severity::Advice,
        }
    }
}

/// Arguments of `calpae check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Fichiers ou dossiers dont on veut les constats ; toute l’édition par défaut.
    #[arg(value_name = "FICHIER", help_heading = "Arguments\u{a0}", value_hint = ValueHint::AnyPath)]
    pub fichiers: Vec<PathBuf>,

    /// The edition.
    #[command(flatten)]
    pub edition: EditionArgs,

    /// The acts that it is compared with.
    #[command(flatten)]
    pub other_acts: OtherActsArgs,

    /// Règles ou familles à vérifier, séparées par des virgules (FIN, DAT-002) ; toutes par défaut.
    #[arg(long, visible_alias = "choisir", value_name = "RÈGLES", value_delimiter = ',', add = ArgValueCandidates::new(completion::rules))]
    pub select: Vec<String>,

    /// Règles ou familles à laisser de côté.
    #[arg(long, visible_alias = "ignorer", value_name = "RÈGLES", value_delimiter = ',', add = ArgValueCandidates::new(completion::rules))]
    pub ignore: Vec<String>,

    /// Gravité à partir de laquelle le code de sortie est 1 : erreur, avertissement ou conseil.
    #[arg(long, visible_alias = "refuser", value_name = "GRAVITÉ", hide_possible_values = true)]
    pub deny: Option<SeverityLevel>,

    /// Ne montre que les constats de cette gravité ou d’une plus haute : erreur, avertissement ou conseil.
    #[arg(long, value_name = "GRAVITÉ", hide_possible_values = true)]
    pub gravite: Option<SeverityLevel>,

    /// Montre tous les constats, même sur un terminal, où un résumé les remplace.
    #[arg(long)]
    pub tout: bool,

    /// Dit ce qui est réglé et ce qui est nouveau depuis une révision de git (« main », « HEAD~3 »), ou depuis une
    /// vérification enregistrée par « check --format json ».
    #[arg(long, value_name = "RÉVISION|FICHIER")]
    pub depuis: Option<PathBuf>,

    /// Présentation : human, resume, short, json, sarif, github ou markdown.
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    pub format: Option<FindingsFormat>,

    /// Passe aussi les règles à l’essai : celles qui n’ont encore servi qu’à un seul acte.
    #[arg(long, visible_alias = "essai")]
    pub preview: bool,

    /// Ajoute les nombres de constats par famille et les écarts en euros.
    #[arg(long)]
    pub bilan: bool,

    /// Dit sur quoi repose chaque chiffre du texte : calculé, lié à une donnée, sourcé, déclaré ou libre ; rien d’autre
    /// n’est vérifié.
    #[arg(long, visible_alias = "chiffres", conflicts_with_all = ["fix", "diff", "depuis", "bilan", "avec"])]
    pub figures: bool,

    /// Corrige dans les fichiers ce qui est certain et mécanique : typographie, sigles, citation d’une donnée saisie
    /// dans le texte ; jamais un chiffre.
    #[arg(long, visible_alias = "corriger")]
    pub fix: bool,

    /// Montre les corrections ligne à ligne ; sans « --fix », n’écrit rien.
    #[arg(long)]
    pub diff: bool,
}
