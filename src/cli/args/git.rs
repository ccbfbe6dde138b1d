//! The arguments of what git and calpae say to one another.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::examples;

/// The examples of `calpae git-setup`, and what git calls.
pub(super) fn setup_help() -> String {
    let examples = examples(&[
        ("calpae git-setup", "une fois dans chaque copie du dépôt"),
        ("calpae git-setup --programme ~/bin/calpae", "quand calpae n’est pas dans le PATH"),
        ("calpae git-setup --retirer", "revenir à git seul"),
    ]);
    format!(
        "Ce que git appelle ensuite\u{a0}:\n  calpae git-textconv FICHIER         pour « git diff », « git log -p », « git show »\u{a0}: un \
         champ par ligne, et d’un PDF ce qu’en dit un lecteur d’écran\n  calpae git-merge BASE NÔTRE LEUR    pour « git merge », \
         « git rebase », « git cherry-pick »\u{a0}: deux personnes qui changent deux champs d’une fiche ne se gênent \
         pas\n\n{examples}"
    )
}

/// The examples of `calpae git-merge`, whose exit codes are those that git expects.
pub(super) fn merge_help() -> String {
    "Exemples\u{a0}:\n  calpae git-merge base.md nôtre.md leur.md --chemin content/2024/fiches/04.md  écrit la fusion dans \
     nôtre.md\n\nCodes de sortie : 0, tout est fusionné ; 1, des champs sont changés des deux côtés ; 129, rien n’a été \
     écrit."
        .to_owned()
}

/// Arguments of `calpae git-setup`.
#[derive(Debug, Args)]
pub struct GitSetupArgs {
    /// Nom ou chemin du programme que git appellera ; « calpae » par défaut.
    #[arg(long, value_name = "PROGRAMME", value_hint = ValueHint::ExecutablePath, conflicts_with = "retirer")]
    pub programme: Option<String>,

    /// Retire ce que cette commande a écrit, et rien d’autre.
    #[arg(long)]
    pub retirer: bool,
}

/// Arguments of `calpae git-textconv`.
#[derive(Debug, Args)]
pub struct GitTextconvArgs {
    /// Fichier à montrer.
    #[arg(value_name = "FICHIER", help_heading = "Arguments\u{a0}", value_hint = ValueHint::FilePath)]
    pub fichier: PathBuf,
}

/// Arguments of `calpae git-merge`.
#[derive(Debug, Args)]
pub struct GitMergeArgs {
    /// Version dont les deux autres viennent (%O).
    #[arg(value_name = "BASE", help_heading = "Arguments\u{a0}", display_order = 1, value_hint = ValueHint::FilePath)]
    pub base: PathBuf,

    /// Version d’ici, où le résultat est écrit (%A).
    #[arg(value_name = "NÔTRE", help_heading = "Arguments\u{a0}", display_order = 2, value_hint = ValueHint::FilePath)]
    pub notre: PathBuf,

    /// Version qui vient (%B).
    #[arg(value_name = "LEUR", help_heading = "Arguments\u{a0}", display_order = 3, value_hint = ValueHint::FilePath)]
    pub leur: PathBuf,

    /// Chemin du fichier dans le dépôt (%P), pour les messages et pour savoir ce qu’il est.
    #[arg(long, value_name = "CHEMIN", allow_hyphen_values = true)]
    pub chemin: Option<PathBuf>,

    /// Nombre de signes des marques d’un conflit (%L).
    #[arg(long, value_name = "NOMBRE", default_value_t = 7, hide_default_value = true)]
    pub taille_marque: usize,
}
