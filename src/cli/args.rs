//! The command line, as clap reads it. The comments of its commands and options are the help that agents read:
//! they are in French, and so are the fields that options are named after.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::engine::ArgValueCandidates;

use super::completion;
use crate::diagnostic::Severity;
use crate::pipeline::DocumentKind;

const HELP_TEMPLATE: &str = "\
{about}

Usage : {usage}

{all-args}{after-help}";

const CODES: &str = "\
Codes de sortie : 0, aucune erreur ; 1, le contenu a des erreurs ; 2, la commande n’a pas pu faire son travail.";

const COMPLETION: &str = "\
Compléter par la touche Tab : ajouter à ~/.bashrc la ligne « source <(COMPLETE=bash calpae) », ou à ~/.zshrc « source \
<(COMPLETE=zsh calpae) ».";

/// What follows the options in the help of a verb: command lines to copy, each with what it does, then the exit codes.
fn examples(lines: &[(&str, &str)]) -> String {
    let width = lines.iter().map(|(line, _)| line.chars().count()).max().unwrap_or(0);
    let lines = lines.iter().map(|(line, what)| format!("  {line:<width$}  {what}\n"));
    format!("Exemples\u{a0}:\n{}\n{CODES}", lines.collect::<String>())
}

/// Fait une convention à partir de ses fiches : chaque total est calculé, chaque faute est montrée à sa place.
#[derive(Debug, Parser)]
#[command(
    name = "calpae",
    version,
    help_template = HELP_TEMPLATE,
    after_help = format!("{}\n\n{COMPLETION}", examples(&[
        ("calpae new projet", "commencer une convention dans un dossier vide"),
        ("calpae build", "faire le PDF de l’édition la plus récente"),
        ("calpae check", "voir ce qui est à régler avant le vote"),
    ])),
    arg_required_else_help = true,
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
    #[arg(
        short = 'h',
        long = "help",
        visible_alias = "aide",
        action = clap::ArgAction::Help,
        global = true,
        display_order = 1_000
    )]
    aide: Option<bool>,

    /// Montre la version du programme.
    #[arg(short = 'V', long = "version", action = clap::ArgAction::Version)]
    version: Option<bool>,

    /// Dossier du projet, ou l’un de ses sous-dossiers ; le dossier courant par défaut.
    #[arg(
        short = 'C',
        long = "projet",
        value_name = "PROJET",
        default_value = ".",
        hide_default_value = true,
        global = true,
        display_order = 999,
        value_hint = ValueHint::DirPath
    )]
    pub projet: PathBuf,

    /// Ce qu’il faut faire.
    #[command(subcommand)]
    pub commande: Command,
}

/// Which edition of the project.
#[derive(Debug, Args)]
pub struct EditionArgs {
    /// Édition, par exemple 2022 ; la plus récente par défaut.
    #[arg(long = "edition", value_name = "ÉDITION", add = ArgValueCandidates::new(completion::editions))]
    pub edition: Option<String>,
}

impl EditionArgs {
    /// The edition asked for, if any.
    pub fn name(&self) -> Option<&str> {
        self.edition.as_deref()
    }
}

/// One variant per verb.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compose les documents d’une édition : Typst et PDF, dans output/.
    #[command(
        visible_alias = "composer",
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae build", "la convention de l’édition la plus récente"),
            ("calpae build rapport --format pdf", "le PDF du rapport, sans le dossier Typst"),
        ]),
        override_usage = "calpae build [DOCUMENT]… [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Build(BuildArgs),

    /// Vérifie une édition : totaux, dates, renvois, indicateurs, identité, forme.
    #[command(
        visible_alias = "vérifier",
        alias = "verifier",
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae check", "tout ce qui est à régler"),
            ("calpae check content/2024/fiches/04.md", "ce qui touche à une fiche"),
        ]),
        override_usage = "calpae check [FICHIER]… [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Check(CheckArgs),

    /// Commence un projet, une fiche, un rapport d’exécution, l’édition suivante ; copie un gabarit à changer.
    #[command(
        visible_alias = "nouveau",
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae new projet", "une convention dans un dossier vide"),
            ("calpae new fiche \"Aller vers les familles\"", "une action de plus"),
            ("calpae new edition 2025 --from 2024", "l’édition suivante"),
        ]),
        subcommand_help_heading = "Commandes\u{a0}",
        subcommand_value_name = "QUOI",
        arg_required_else_help = false,
        override_usage = "calpae new <QUOI> [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    New(NewArgs),

    /// Explique une règle (FIN-001) ou un total (annexe-b:total) ; sans argument, en donne la liste.
    #[command(
        visible_alias = "expliquer",
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae explain FIN-001", "ce que vérifie une règle"),
            ("calpae explain annexe-b:total", "les termes d’un total, fichier et ligne"),
        ]),
        override_usage = "calpae explain [SUJET] [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Explain(ExplainArgs),

    /// Déclare que l’acte garde un constat, avec la raison : il sera listé à part, sans faire échouer.
    #[command(
        visible_alias = "tolérer",
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae tolerer FIN-005-qx2t --raison \"voté ainsi\"", "garder un constat"),
            ("calpae tolerer FIN-005 fiches/03 --raison \"voté ainsi\"", "garder les constats d’une règle dans une fiche"),
        ]),
        override_usage = "calpae tolerer CONSTAT --raison RAISON, ou CODE LIEU --raison RAISON",
        next_help_heading = "Options\u{a0}"
    )]
    Tolerer(TolerateArgs),

    /// Montre l’aide d’une commande.
    #[command(
        visible_alias = "aide",
        help_template = HELP_TEMPLATE,
        after_help = examples(&[("calpae help build", "comme « calpae build --help »")]),
        override_usage = "calpae help [COMMANDE]…",
        next_help_heading = "Options\u{a0}"
    )]
    Help(HelpArgs),
}

/// Arguments of `calpae help`.
#[derive(Debug, Args)]
pub struct HelpArgs {
    /// Commande dont on veut l’aide, par exemple build, ou new edition.
    #[arg(value_name = "COMMANDE", help_heading = "Arguments\u{a0}", add = ArgValueCandidates::new(completion::verbs))]
    pub commande: Vec<String>,
}

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

    /// Écrit content/ÉDITION/rapport/ : une page par fiche, montants et objectifs contractés à côté des champs à remplir.
    ///
    /// Relancée après un avenant, la commande ajoute ce qui est nouveau, garde tout ce qui est écrit et dit ce qui
    /// n’a plus de contrepartie.
    #[command(
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae new rapport", "celui de l’édition la plus récente"),
        ]),
        override_usage = "calpae new rapport [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Rapport(NewRapportArgs),

    /// Prépare l’édition suivante à partir d’une autre ; ce qui est à décider y est marqué, et « calpae check » le liste.
    #[command(
        visible_alias = "édition",
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae new edition 2025", "l’édition 2025, d’après la plus récente"),
            ("calpae new edition 2025 --from 2023", "d’après une autre"),
        ]),
        override_usage = "calpae new edition ANNÉE --from ÉDITION [OPTIONS]",
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
    #[arg(long, visible_alias = "numéro", value_name = "N")]
    pub numero: Option<u16>,
}

/// Arguments of `calpae new gabarit`.
#[derive(Debug, Args)]
pub struct NewTemplateArgs {
    /// Nom du gabarit : convention/fiche, charte/couleurs.
    #[arg(value_name = "NOM", help_heading = "Arguments\u{a0}", add = ArgValueCandidates::new(completion::templates))]
    pub nom: String,
}

/// Arguments of `calpae tolerer`.
#[derive(Debug, Args)]
pub struct TolerateArgs {
    /// Nom du constat, comme « calpae check » l’écrit (FIN-005-qx2t), ou code de la règle (FIN-005).
    #[arg(value_name = "CONSTAT", help_heading = "Arguments\u{a0}", add = ArgValueCandidates::new(completion::rules))]
    pub code: String,

    /// Lieu, quand c’est un code : content/2022/fiches/04-….md:12, ou fiches/04.
    #[arg(value_name = "LIEU", help_heading = "Arguments\u{a0}")]
    pub lieu: Option<String>,

    /// Raison pour laquelle l’acte le garde.
    #[arg(long, value_name = "RAISON")]
    pub raison: String,

    /// Mots de la ligne du constat, quand le fichier en a plusieurs de la même règle.
    #[arg(long, value_name = "MOTS")]
    pub extrait: Option<String>,

    /// The edition.
    #[command(flatten)]
    pub edition: EditionArgs,
}

impl TolerateArgs {
    /// What was asked for, as it was typed.
    pub fn subject(&self) -> &str {
        self.lieu.as_deref().unwrap_or(&self.code)
    }
}

/// Arguments of `calpae new rapport`.
#[derive(Debug, Args)]
pub struct NewRapportArgs {
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
    #[arg(long = "from", visible_alias = "depuis", value_name = "ÉDITION", add = ArgValueCandidates::new(completion::editions))]
    pub depuis: Option<String>,
}

/// Arguments of `calpae explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Code d’une règle, ou nom d’un total : fiches/04:financements, annexe-b:total, article-2.2:etat.
    #[arg(value_name = "SUJET", help_heading = "Arguments\u{a0}", add = ArgValueCandidates::new(completion::subjects))]
    pub sujet: Option<String>,

    /// The edition.
    #[command(flatten)]
    pub edition: EditionArgs,
}

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

    /// Dit ce qui est réglé et ce qui est nouveau depuis une vérification enregistrée par « check --format json ».
    #[arg(long, value_name = "FICHIER")]
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

    /// Corrige dans les fichiers ce qui est certain et mécanique : typographie, sigles ; jamais un chiffre.
    #[arg(long, visible_alias = "corriger")]
    pub fix: bool,

    /// Montre les corrections ligne à ligne ; sans « --fix », n’écrit rien.
    #[arg(long)]
    pub diff: bool,
}

/// The help of the documents that `calpae build` can make.
fn documents() -> String {
    let list: Vec<String> =
        DocumentKind::ALL.iter().map(|kind| format!("{} ({})", kind.word(), kind.title())).collect();
    format!("Documents à composer : {}", list.join(", "))
}

/// Arguments of `calpae build`.
#[derive(Debug, Args)]
pub struct BuildArgs {
    /// The documents to make, by their words.
    #[arg(
        value_name = "DOCUMENT",
        help = documents(),
        help_heading = "Arguments\u{a0}",
        add = ArgValueCandidates::new(completion::documents)
    )]
    pub documents: Vec<String>,

    /// The edition.
    #[command(flatten)]
    pub edition: EditionArgs,

    /// Formats à écrire, séparés par des virgules : typ, pdf, png ; typ,pdf par défaut.
    #[arg(long = "format", value_name = "FORMATS", value_delimiter = ',', hide_possible_values = true)]
    pub formats: Vec<Format>,

    /// Dossier où écrire, à la place de « output » ; l’édition y aura son dossier.
    #[arg(
        short = 'o',
        long = "output",
        visible_alias = "sortie",
        value_name = "DOSSIER",
        value_hint = ValueHint::DirPath
    )]
    pub sortie: Option<PathBuf>,

    /// Nomme les PDF et les images d’après le département et l’édition : convention-77-2022.pdf.
    #[arg(long = "full-name", visible_alias = "nom-complet")]
    pub nom_complet: bool,

    /// Remplace aussi ce que calpae n’a pas écrit, ou qui a été modifié depuis ; l’ancien est gardé dans « anciens ».
    #[arg(long = "replace", visible_alias = "remplacer")]
    pub remplacer: bool,
}

/// Format of the files written for a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The Typst folder.
    Typ,
    /// The PDF.
    Pdf,
    /// One image per page.
    Png,
}
