//! The command line, as clap reads it. The comments of its commands and options are the help that agents read:
//! they are in French, and so are the fields that options are named after.

mod check;
mod diff;
mod export;
mod git;
pub(super) mod help;
mod history;
mod new;
mod sign;
mod standing;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::engine::ArgValueCandidates;

use super::completion;
use crate::pipeline::DocumentKind;

pub use check::{CheckArgs, FindingsFormat, SeverityLevel};
pub use diff::{ComparisonFormat, DiffArgs};
pub use export::{AmountsFormat, ExportAmountsArgs, ExportArgs, ExportCommand, ExportTransmissionArgs};
pub use git::{GitMergeArgs, GitSetupArgs, GitTextconvArgs};
pub use history::{HistoryArgs, HistoryFormat};
pub use new::{
    NewArgs, NewAvenantArgs, NewCommand, NewEditionArgs, NewFicheArgs, NewProjectArgs, NewRapportArgs,
    NewTemplateArgs,
};
pub use sign::{ExtractArgs, SignArgs, VerificationFormat, VerifyArgs};
pub use standing::{StandingArgs, StandingFormat};

const HELP_TEMPLATE: &str = "\
{about}

Usage\u{a0}: {usage}

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

/// The acts that an edition is compared with.
#[derive(Debug, Args)]
pub struct OtherActsArgs {
    /// Autre acte de la collectivité, à comparer : une édition du projet, ou le dossier d’un autre projet, qui est lu et
    /// jamais modifié.
    #[arg(long = "avec", value_name = "ÉDITION|DOSSIER", value_hint = ValueHint::DirPath, add = ArgValueCandidates::new(completion::editions))]
    pub avec: Vec<String>,
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
            ("calpae build --format lecture", "la convention telle qu’un lecteur d’écran la dit"),
            ("calpae build --public", "la version à publier, sans ce qui ne doit pas l’être"),
        ]),
        override_usage = "calpae build [DOCUMENT]… [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Build(BuildArgs),

    /// Vérifie une édition, avenant ouvert compris : totaux, dates, renvois, indicateurs, identité, forme.
    #[command(
        visible_alias = "vérifier",
        alias = "verifier",
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae check", "tout ce qui est à régler"),
            ("calpae check content/2024/fiches/04.md", "ce qui touche à une fiche"),
            ("calpae check --avec ../contrat-emploi", "et ce qu’un autre acte compte aussi"),
        ]),
        override_usage = "calpae check [FICHIER]… [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Check(CheckArgs),

    /// Dit ce qui a changé entre deux versions de l’acte, avenant ouvert compris : montants, dates, indicateurs, rédaction.
    #[command(
        visible_alias = "comparer",
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae diff", "ce qui a changé depuis le dernier commit"),
            ("calpae diff v1 v2", "d’une étiquette à l’autre"),
            ("calpae diff ../version-de-mars", "depuis un dossier gardé à part"),
            ("calpae diff v1 --format pdf", "l’acte en PDF, avec ce qui change en évidence"),
        ]),
        override_usage = "calpae diff [AVANT] [APRÈS] [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Diff(DiffArgs),

    /// Dit qui a changé un montant, une date ou un titre, quand, et ce qu’il était, d’après les commits de git.
    #[command(
        alias = "history",
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae historique fiches/4:etat", "la part de l’État dans la fiche 4, quels qu’aient été son numéro et son fichier"),
            ("calpae historique total.etat --depuis vote", "ce que l’État verse, depuis une étiquette"),
            ("calpae historique fiches/4/titre", "un intitulé ; « fiches/4 » suit toute la fiche"),
        ]),
        override_usage = "calpae historique SUJET [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Historique(HistoryArgs),

    /// Dit où en est l’acte : ce qui lui est arrivé, ce qui vient, par qui et quand, ce qui est en retard.
    #[command(
        visible_alias = "état",
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae etat", "où en est l’édition la plus récente, ses avenants, ses rapports"),
            ("calpae etat 2024 --au 2025-06-30", "ce qui sera en retard ce jour-là"),
            ("calpae etat --format markdown", "la même chose, pour un message"),
        ]),
        override_usage = "calpae etat [ÉDITION] [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Etat(StandingArgs),

    /// Prépare ce qui sort de l’acte : ses montants en tableau, le dossier de télétransmission (@CTES).
    #[command(
        visible_alias = "exporter",
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae export montants > montants.csv", "un montant par ligne, pour un tableur"),
            ("calpae export actes --pdf convention-signee.pdf", "l’acte signé, sous le nom que demande la préfecture"),
        ]),
        subcommand_help_heading = "Commandes\u{a0}",
        subcommand_value_name = "QUOI",
        arg_required_else_help = false,
        override_usage = "calpae export <QUOI> [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Export(ExportArgs),

    /// Commence un projet, une fiche, un rapport d’exécution, un avenant, l’édition suivante ; copie un gabarit à changer.
    #[command(
        visible_alias = "nouveau",
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae new projet", "une convention dans un dossier vide"),
            ("calpae new fiche \"Aller vers les familles\"", "une action de plus"),
            ("calpae new edition 2025 --depuis 2024", "l’édition suivante"),
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

    /// Signe un PDF pour l’une des parties, ou y prépare les champs d’un parapheur électronique.
    #[command(
        visible_alias = "signer",
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae sign output/2024/convention.pdf --prepare", "les champs à signer, pour un parapheur"),
            ("calpae sign convention.pdf --partie etat --p12 prefet.p12", "la première signature"),
            ("calpae sign convention-signe.pdf --partie departement --p12 president.p12", "la suivante, ajoutée au même fichier"),
        ]),
        override_usage = "calpae sign FICHIER [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Sign(SignArgs),

    /// Vérifie un PDF : ses signatures, et si ses pages sont bien celles que font ses sources.
    #[command(
        visible_alias = "vérifier-pdf",
        alias = "verifier-pdf",
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae verify convention-signe.pdf", "ce que l’on peut dire du seul fichier"),
            ("calpae verify convention-signe.pdf --confiance autorites/", "et de qui l’a signé"),
            ("calpae verify convention-signe.pdf --contre vote", "et si c’est ce qui a été voté"),
        ]),
        override_usage = "calpae verify FICHIER [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    Verify(VerifyArgs),

    /// Retire d’un PDF les sources qu’il emporte : de quoi le refaire, dans un nouveau dossier.
    #[command(
        alias = "extract",
        help_template = HELP_TEMPLATE,
        after_help = examples(&[
            ("calpae extraire convention.pdf", "dans « convention-sources »"),
            ("calpae extraire convention.pdf ../reprise", "dans un dossier que l’on nomme"),
        ]),
        override_usage = "calpae extraire FICHIER [DOSSIER]",
        next_help_heading = "Options\u{a0}"
    )]
    Extraire(ExtractArgs),

    /// Apprend à git à comparer et à fusionner les fiches champ par champ, dans le dépôt du projet.
    #[command(
        name = "git-setup",
        visible_alias = "configurer-git",
        help_template = HELP_TEMPLATE,
        after_help = git::setup_help(),
        override_usage = "calpae git-setup [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    GitSetup(GitSetupArgs),

    /// Écrit un fichier comme « git diff » le montre : un champ par ligne, une phrase par ligne.
    #[command(
        name = "git-textconv",
        hide = true,
        help_template = HELP_TEMPLATE,
        after_help = examples(&[("calpae git-textconv content/2024/fiches/04.md", "ce que git compare d’une fiche")]),
        override_usage = "calpae git-textconv FICHIER",
        next_help_heading = "Options\u{a0}"
    )]
    GitTextconv(GitTextconvArgs),

    /// Fusionne trois versions d’un fichier champ par champ, et écrit le résultat dans la deuxième.
    #[command(
        name = "git-merge",
        hide = true,
        help_template = HELP_TEMPLATE,
        after_help = git::merge_help(),
        override_usage = "calpae git-merge BASE NÔTRE LEUR [OPTIONS]",
        next_help_heading = "Options\u{a0}"
    )]
    GitMerge(GitMergeArgs),

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

    /// The acts that it is compared with.
    #[command(flatten)]
    pub other_acts: OtherActsArgs,
}

impl TolerateArgs {
    /// What was asked for, as it was typed.
    pub fn subject(&self) -> &str {
        self.lieu.as_deref().unwrap_or(&self.code)
    }
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

    /// The acts that it is compared with.
    #[command(flatten)]
    pub other_acts: OtherActsArgs,
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

    /// Formats à écrire, séparés par des virgules : typ, pdf, png, lecture (le texte qu’entend qui écoute le PDF) ; typ,pdf
    /// par défaut.
    #[arg(long = "format", value_name = "FORMATS", value_delimiter = ',', hide_possible_values = true)]
    pub formats: Vec<Format>,

    /// Dossier où écrire, à la place de « output » ; l’édition y aura son dossier.
    #[arg(
        short = 'o',
        long = "sortie",
        alias = "output",
        value_name = "DOSSIER",
        value_hint = ValueHint::DirPath
    )]
    pub sortie: Option<PathBuf>,

    /// Nomme les PDF et les images d’après le département et l’édition : convention-77-2022.pdf.
    #[arg(long = "nom-complet", alias = "full-name")]
    pub nom_complet: bool,

    /// Version nette, pour le vote et la signature : une erreur qui n’est pas tolérée l’empêche. Sans option, calpae la fait
    /// s’il le peut.
    #[arg(long = "nette", conflicts_with = "annotee")]
    pub nette: bool,

    /// Version annotée, pour la réunion des services : à côté de ce qui est calculé, ce que l’acte imprime.
    #[arg(long = "annotee", visible_alias = "annotée")]
    pub annotee: bool,

    /// N’emporte pas les sources dans le PDF, qui est alors un PDF/A-2a ; sans cette option il les porte en pièces jointes
    /// (PDF/A-3a), et « calpae extraire » les en retire.
    #[arg(long = "sans-sources")]
    pub sans_sources: bool,

    /// Version publique de la convention, de sa version consolidée ou d’un avenant : sans coordonnées bancaires, lignes directes,
    /// signatures, ni ce que l’acte dit confidentiel ; écrite à part, convention-publique.pdf.
    #[arg(long = "public", visible_alias = "publique")]
    pub public: bool,

    /// Remplace aussi ce que calpae n’a pas écrit, ou qui a été modifié depuis ; l’ancien est gardé dans « anciens ».
    #[arg(long = "remplacer", alias = "replace")]
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
    /// What a screen reader says.
    Lecture,
}
