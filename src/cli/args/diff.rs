//! The arguments of `calpae diff`: which versions, and how what changed is shown.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::EditionArgs;

/// Presentation of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ComparisonFormat {
    /// For a person.
    Human,
    /// Markdown.
    Markdown,
    /// Our own JSON.
    Json,
    /// A page for a browser.
    Html,
    /// The act typeset with what changed, as a PDF.
    Pdf,
    /// The same, as a Typst folder.
    Typ,
    /// The same, one image a page.
    Png,
}

impl ComparisonFormat {
    /// Whether it is a document, written to a file.
    pub fn is_document(self) -> bool {
        matches!(self, Self::Pdf | Self::Typ | Self::Png)
    }
}

/// Arguments of `calpae diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// Version d’avant : révision git (branche, étiquette, commit, HEAD~3, HEAD@{2022-06-30}), dossier d’un projet, ou PDF
    /// fait par calpae ; le dernier commit par défaut.
    #[arg(value_name = "AVANT", help_heading = "Arguments\u{a0}", value_hint = ValueHint::AnyPath)]
    pub avant: Option<PathBuf>,

    /// Version d’après, de même ; le dossier de travail par défaut.
    #[arg(value_name = "APRÈS", help_heading = "Arguments\u{a0}", value_hint = ValueHint::AnyPath)]
    pub apres: Option<PathBuf>,

    /// The edition.
    #[command(flatten)]
    pub edition: EditionArgs,

    /// Édition d’avant, quand ce n’est pas la même.
    #[arg(long = "edition-avant", value_name = "ÉDITION")]
    pub edition_avant: Option<String>,

    /// Présentation : human (en toutes lettres), markdown, json, html (une page à ouvrir dans un navigateur), pdf (l’acte, avec ce
    /// qui change en évidence), typ ou png (de même).
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    pub format: Option<ComparisonFormat>,

    /// Avec « --format pdf », « typ » ou « png », où écrire : un fichier .pdf, ou un dossier ; output/<édition>/comparaison.pdf
    /// par défaut.
    #[arg(long = "sortie", value_name = "FICHIER|DOSSIER", value_hint = ValueHint::AnyPath)]
    pub sortie: Option<PathBuf>,

    /// Avec « --format pdf », « typ » ou « png », laisse de côté les pages et les alinéas qui n’ont pas changé.
    #[arg(long = "seulement-modifie")]
    pub seulement_modifie: bool,

    /// Remplace aussi ce qui n’a pas été écrit par calpae : c’est gardé à côté, dans un dossier « anciens ».
    #[arg(long = "remplacer")]
    pub remplacer: bool,

    /// Le compte des différences, page par page, sur un écran.
    #[arg(long = "stat")]
    pub stat: bool,

    /// Ne vérifie pas les deux versions : ni constat réglé, ni constat nouveau.
    #[arg(long = "sans-constats")]
    pub sans_constats: bool,
}
