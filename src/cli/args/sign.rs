//! The arguments of the verbs that meet a PDF: `extraire`, `signer`, `verifier-pdf`.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

/// Arguments of `calpae extraire`.
#[derive(Debug, Args)]
pub struct ExtractArgs {
    /// PDF fait par calpae, signé ou non.
    #[arg(value_name = "FICHIER", help_heading = "Arguments\u{a0}", value_hint = ValueHint::FilePath)]
    pub fichier: PathBuf,

    /// Dossier à créer ; « convention-sources » par défaut, d’après le nom du fichier.
    #[arg(value_name = "DOSSIER", help_heading = "Arguments\u{a0}", value_hint = ValueHint::DirPath)]
    pub dossier: Option<PathBuf>,
}

/// Arguments of `calpae sign`.
#[derive(Debug, Args)]
pub struct SignArgs {
    /// PDF à signer.
    #[arg(value_name = "FICHIER", help_heading = "Arguments\u{a0}", value_hint = ValueHint::FilePath)]
    pub fichier: PathBuf,

    /// Ajoute les champs de signature, un par signataire, sans signer : pour un parapheur électronique ou un autre outil.
    #[arg(long = "prepare", visible_alias = "préparer", conflicts_with_all = ["p12", "cert", "key", "tsa"])]
    pub prepare: bool,

    /// Partie pour laquelle on signe (etat, departement…), ou nom du champ à remplir ; avec « --prepare » d’un PDF qui ne porte pas
    /// ses sources, une par champ.
    #[arg(long = "partie", value_name = "PARTIE")]
    pub partie: Vec<String>,

    /// Certificat et clé, en un fichier PKCS#12 (.p12, .pfx).
    #[arg(long = "p12", value_name = "FICHIER", value_hint = ValueHint::FilePath, conflicts_with_all = ["cert", "key"])]
    pub p12: Option<PathBuf>,

    /// Certificat du signataire, en PEM ou en DER.
    #[arg(long = "cert", value_name = "FICHIER", value_hint = ValueHint::FilePath, requires = "key")]
    pub cert: Option<PathBuf>,

    /// Clé du signataire, en PEM ou en DER.
    #[arg(long = "cle", visible_alias = "key", value_name = "FICHIER", value_hint = ValueHint::FilePath, requires = "cert")]
    pub key: Option<PathBuf>,

    /// Certificats qui mènent à l’autorité, en PEM ou en DER.
    #[arg(long = "chaine", value_name = "FICHIER", value_hint = ValueHint::FilePath)]
    pub chaine: Vec<PathBuf>,

    /// Descripteur d’où lire la phrase secrète ; sans lui, elle est lue dans PHRASE_SECRETE, ou demandée au clavier.
    #[arg(long = "phrase-fd", value_name = "NUMÉRO")]
    pub phrase_fd: Option<u32>,

    /// Service d’horodatage (http://…), seul accès au réseau de calpae : la signature porte alors une heure que le service
    /// certifie.
    #[arg(long = "tsa", value_name = "ADRESSE")]
    pub tsa: Option<String>,

    /// Motif, écrit dans la signature.
    #[arg(long = "motif", value_name = "TEXTE")]
    pub motif: Option<String>,

    /// Lieu, écrit dans la signature.
    #[arg(long = "lieu", value_name = "TEXTE")]
    pub lieu: Option<String>,

    /// Page qui porte les champs, avec « --prepare » ; la dernière par défaut.
    #[arg(long = "page", value_name = "NUMÉRO", requires = "prepare")]
    pub page: Option<std::num::NonZeroUsize>,

    /// Fichier à écrire ; par défaut « convention-signe.pdf », ou « convention-a-signer.pdf » avec « --prepare ».
    #[arg(short = 'o', long = "sortie", alias = "output", value_name = "FICHIER", value_hint = ValueHint::FilePath)]
    pub sortie: Option<PathBuf>,
}

/// Presentation of a verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum VerificationFormat {
    /// For a person.
    Human,
    /// Our own JSON.
    Json,
}

/// Arguments of `calpae verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// PDF à vérifier.
    #[arg(value_name = "FICHIER", help_heading = "Arguments\u{a0}", value_hint = ValueHint::FilePath)]
    pub fichier: PathBuf,

    /// Autorités auxquelles on se fie : un certificat (PEM ou DER), ou un dossier qui en a. Sans elles, rien ne dit qui a signé.
    #[arg(long = "confiance", visible_alias = "trust", value_name = "DOSSIER|FICHIER", value_hint = ValueHint::AnyPath)]
    pub trust: Vec<PathBuf>,

    /// Version des sources à laquelle comparer celles du PDF : révision git, dossier d’un projet, ou un autre PDF.
    #[arg(long = "contre", visible_alias = "against", value_name = "VERSION", value_hint = ValueHint::AnyPath)]
    pub against: Option<PathBuf>,

    /// Refaire le document avec les gabarits que le PDF emporte, s’il en a : ils s’exécutent, et décident de ce qui est imprimé. Les relire d’abord (« calpae extraire »).
    #[arg(long)]
    pub gabarits: bool,

    /// Présentation : human (en toutes lettres) ou json.
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    pub format: Option<VerificationFormat>,
}
