//! The arguments of `calpae new`: what it prepares, and from what.

use crate::model::Numero;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCandidates;

use super::{EditionArgs, HELP_TEMPLATE, examples};
use crate::cli::completion;

/// Arguments of `calpae new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// What to prepare.
    #[command(subcommand)]
    pub quoi: NewCommand,
}

/// What `new` prepares.
#[derive(Debug, Subcommand)]
pub enum NewCommand {
    /// Commence une convention dans un dossier qui n’en a pas : parties, articles, cadre, première fiche, à compléter.
    ///
    /// Sur un terminal, ce qui manque est demandé. Rien n’est écrit par-dessus un fichier ; le projet se compose et se
    /// vérifie sans erreur dès le premier instant.
    #[command(
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae new projet", "dans le dossier courant, en répondant aux questions"),
            ("calpae new projet finistere --departement 29 --annee 2025", "dans un autre dossier, sans question"),
        ]),
        override_usage = "calpae new projet [DOSSIER] --departement CODE --annee ANNÉE [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Projet(NewProjectArgs),

    /// Ajoute une fiche : les rubriques du cadre, un budget à remplir, le numéro suivant.
    #[command(
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae new fiche \"Aller vers les familles\" --annexe A", "une fiche de l’annexe A, au numéro suivant"),
        ]),
        override_usage = "calpae new fiche [TITRE] [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Fiche(NewFicheArgs),

    /// Copie un gabarit ou un fichier de la charte du programme dans templates/, où on peut le modifier.
    #[command(
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae new gabarit convention/fiche", "la page d’une fiche, à changer dans templates/"),
        ]),
        override_usage = "calpae new gabarit NOM [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Gabarit(NewTemplateArgs),

    /// Écrit content/ÉDITION/rapports/RAPPORT/ : une page par fiche, montants et objectifs contractés à côté des champs.
    ///
    /// Sans nom, c’est celui du premier exercice qui n’en a pas encore. Relancée après un avenant, la commande ajoute ce qui est nouveau, garde tout ce qui est écrit et dit ce qui
    /// n’a plus de contrepartie.
    #[command(
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae new rapport", "celui du premier exercice qui n’en a pas"),
            ("calpae new rapport 2025", "celui d’un exercice"),
            ("calpae new rapport mi-parcours", "l’un de ceux que le cadre demande"),
            ("calpae new rapport --avec 2024-metropole", "un rapport pour deux conventions"),
        ]),
        override_usage = "calpae new rapport [RAPPORT] [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Rapport(NewRapportArgs),

    /// Commence un avenant à l’acte signé : content/ÉDITION/avenants/NN/, qui n’a que les pages qui changent.
    ///
    /// Les pages signées restent comme elles sont. Une page de l’avenant prend la place de celle de l’acte ; « calpae check » et
    /// « calpae diff » lisent l’acte avec ses avenants, celui qui est ouvert compris.
    #[command(
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae new avenant", "avenant.yaml, où il est dit quoi faire ensuite"),
            ("calpae new avenant --page fiches/04", "et une copie de la fiche 4, à modifier"),
            ("calpae new avenant --vers ../copie", "les pages par lesquelles l’autre dossier diffère"),
        ]),
        override_usage = "calpae new avenant [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Avenant(NewAvenantArgs),

    /// Prépare l’édition suivante à partir d’une autre ; ce qui est à décider y est marqué, et « calpae check » le liste.
    #[command(
        visible_alias = "édition",
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae new edition 2025", "l’édition 2025, d’après la plus récente"),
            ("calpae new edition 2025 --depuis 2023", "d’après une autre"),
        ]),
        override_usage = "calpae new edition ANNÉE --depuis ÉDITION [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Edition(NewEditionArgs),
}

/// The help of the cadres that a project can begin with.
fn cadres_help() -> String {
    let names: Vec<&str> = crate::scaffold::new_project::cadres().into_iter().map(|(name, _)| name).collect();
    format!("Cadre : {} (le premier par défaut), ou le chemin d’un cadre (.yaml)", names.join(", "))
}

/// Arguments of `calpae new projet`.
#[derive(Debug, Args)]
pub struct NewProjectArgs {
    /// Dossier du projet, fait s’il n’existe pas ; le dossier courant par défaut.
    #[arg(value_name = "DOSSIER", help_heading = "Arguments\u{a0}")]
    pub dossier: Option<PathBuf>,

    /// Département, par son code ou son nom : 29, 2A, 974, Finistère.
    #[arg(long, visible_alias = "département", value_name = "CODE")]
    pub departement: Option<String>,

    /// Collectivité qui signe, quand ce n’est pas un Conseil départemental : « Métropole de Lyon ».
    #[arg(long, visible_alias = "collectivité", value_name = "NOM")]
    pub collectivite: Option<String>,

    /// Année de la convention, ou sa première année ; elle nomme le dossier de l’édition.
    #[arg(long, visible_alias = "année", value_name = "ANNÉE")]
    pub annee: Option<u16>,

    #[arg(long, value_name = "CADRE", help = cadres_help(), add = ArgValueCandidates::new(completion::cadres))]
    /// The cadre.
    pub cadre: Option<String>,
}

/// Arguments of `calpae new fiche`.
#[derive(Debug, Args)]
pub struct NewFicheArgs {
    /// Titre de l’action, entre guillemets.
    #[arg(value_name = "TITRE", help_heading = "Arguments\u{a0}")]
    pub titre: Option<String>,

    /// The edition.
    #[command(flatten)]
    pub edition: EditionArgs,

    /// Annexe où elle prend place, par exemple A ; inutile quand le cadre n’en a qu’une.
    #[arg(long, value_name = "ANNEXE")]
    pub annexe: Option<String>,

    /// Mesure du cadre qu’elle sert, par exemple 3.2 ; ses indicateurs sont mis dans la fiche.
    #[arg(long, value_name = "MESURE")]
    pub mesure: Option<String>,

    /// Numéro de la fiche ; le suivant par défaut.
    #[arg(long, visible_alias = "numéro", value_name = "N", value_parser = fiche_number)]
    pub numero: Option<Numero>,
}

/// The help of the templates that can be copied.
fn templates_help() -> String {
    format!("Nom du gabarit : {}", crate::cli::commands::new::template::names().join(", "))
}

/// Arguments of `calpae new gabarit`.
#[derive(Debug, Args)]
pub struct NewTemplateArgs {
    /// The name of the template.
    #[arg(value_name = "NOM", help = templates_help(), help_heading = "Arguments\u{a0}", add = ArgValueCandidates::new(completion::templates))]
    pub nom: String,
}

/// Arguments of `calpae new rapport`.
#[derive(Debug, Args)]
pub struct NewRapportArgs {
    /// Exercice (2025), ou nom d’un rapport du cadre (mi-parcours).
    #[arg(value_name = "RAPPORT", help_heading = "Arguments\u{a0}", add = ArgValueCandidates::new(completion::rapports))]
    pub rapport: Option<String>,

    /// Édition d’une autre convention du projet, dont le rapport rend compte aussi : un rapport conjoint.
    #[arg(long, value_name = "ÉDITION", add = ArgValueCandidates::new(completion::editions))]
    pub avec: Option<String>,

    /// The edition.
    #[command(flatten)]
    pub edition: EditionArgs,
}

/// Arguments of `calpae new avenant`.
#[derive(Debug, Args)]
pub struct NewAvenantArgs {
    /// Page à copier dans l’avenant, par exemple fiches/04, articles/02, convention ; plusieurs fois pour plusieurs pages.
    #[arg(long, value_name = "PAGE")]
    pub page: Vec<String>,

    /// Dossier d’un projet où l’acte a déjà été modifié : ce qui diffère fait l’avenant.
    #[arg(long, visible_alias = "depuis-dossier", value_name = "DOSSIER", conflicts_with = "page", value_hint = clap::ValueHint::DirPath)]
    pub vers: Option<PathBuf>,

    /// Objet de l’avenant, en quelques mots.
    #[arg(long, value_name = "OBJET")]
    pub objet: Option<String>,

    /// The edition.
    #[command(flatten)]
    pub edition: EditionArgs,
}

/// Arguments of `calpae new edition`.
#[derive(Debug, Args)]
pub struct NewEditionArgs {
    /// Année de la nouvelle édition, qui nomme son dossier.
    #[arg(value_name = "ANNÉE", help_heading = "Arguments\u{a0}")]
    pub annee: u16,

    /// Édition que l’on reprend ; la plus récente par défaut.
    #[arg(long = "depuis", alias = "from", value_name = "ÉDITION", add = ArgValueCandidates::new(completion::editions))]
    pub depuis: Option<String>,
}

/// The number of a fiche, as clap reads it.
fn fiche_number(text: &str) -> Result<Numero, String> {
    Numero::read(text).ok_or_else(|| "un numéro s’écrit « 4 », « 1.1 » ou « A2 »".to_owned())
}
