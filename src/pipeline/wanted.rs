//! What can be asked for: the documents of an edition, and the formats of one.

use crate::document::{self, Presentation};
use crate::snapshot::Snapshot;

/// What is wanted of a document.
#[derive(Debug, Clone, Copy)]
pub struct Formats {
    /// The Typst folder.
    pub typ: bool,
    /// The PDF.
    pub pdf: bool,
    /// One image a page.
    pub png: bool,
    /// What a screen reader says of the PDF.
    pub heard: bool,
}

impl Formats {
    /// The end of the name of what is heard of a document.
    pub const HEARD: &str = "-lecture.txt";

    /// Whether a document must be laid out in pages.
    pub fn needs_pages(self) -> bool {
        self.pdf || self.png || self.heard
    }

    /// Whether a file of a document is of a format that is wanted: `convention.pdf`, `convention-001.png` and
    /// `convention-lecture.txt`, whatever follows the word of the document, or the Typst folder, images included.
    pub fn has(self, document: &str, path: &str) -> bool {
        let number = |page: &str| page.rsplit_once('-').is_some_and(|(_, n)| n.parse::<u32>().is_ok());
        match path.strip_prefix(document).filter(|rest| !rest.contains('/')) {
            Some(rest) if rest.ends_with(".pdf") => self.pdf,
            Some(rest) if rest.strip_suffix(".png").is_some_and(number) => self.png,
            Some(rest) if rest.ends_with(Self::HEARD) => self.heard,
            _ => self.typ,
        }
    }
}

/// How a document is made.
#[derive(Debug, Clone, Copy)]
pub struct DocumentForm {
    /// How it shows what the act got wrong.
    pub presentation: Presentation,
    /// Whether its PDF carries its sources. The annexe de contrôle never does.
    pub carries_sources: bool,
}

impl DocumentForm {
    /// A document that carries nothing.
    pub fn without_sources(presentation: Presentation) -> Self {
        Self { presentation, carries_sources: false }
    }
}

/// A kind of document that can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// The act, as it was signed.
    Convention,
    /// What amends it.
    Avenant,
    /// The act as its avenants leave it.
    Consolidated,
    /// The annexe de contrôle: what `check` finds.
    CheckReport,
    /// The rapports d'exécution.
    Rapport,
}

/// A document of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WantedDocument<'a> {
    /// The act, as it was signed.
    Convention,
    /// The avenant of a number.
    Avenant(u16),
    /// The act as its avenants leave it.
    Consolidated,
    /// The annexe de contrôle.
    CheckReport,
    /// The report of an identifier.
    Rapport(&'a str),
}

impl WantedDocument<'_> {
    /// The stem of its files, which is also its word on the command line: `convention`, `rapport-2024`.
    pub fn stem(self) -> String {
        match self {
            Self::Convention => DocumentKind::Convention.word().to_owned(),
            Self::Avenant(number) => document::avenant::stem(number),
            Self::Consolidated => DocumentKind::Consolidated.word().to_owned(),
            Self::CheckReport => DocumentKind::CheckReport.word().to_owned(),
            Self::Rapport(id) => format!("{}-{id}", DocumentKind::Rapport.word()),
        }
    }

    /// The stem of its files: that of its public version is another.
    pub fn word(self, is_public: bool) -> String {
        match is_public {
            true => document::avenant::public_stem(&self.stem()),
            false => self.stem(),
        }
    }

    /// The version of the act that it prints: as signed, as amended by an avenant, as executed, or with all its avenants.
    pub fn version(self, latest: &Snapshot) -> Option<&Snapshot> {
        let last = |snapshot: &Snapshot| {
            snapshot.dossier.as_ref().and_then(|dossier| dossier.avenants.last()).map(|own| own.number)
        };
        match self {
            Self::Convention => Some(latest.as_signed()),
            Self::Avenant(number) => latest.versions().find(|version| last(version) == Some(number)),
            Self::Consolidated | Self::CheckReport => Some(latest),
            Self::Rapport(_) => Some(latest.in_force()),
        }
    }
}

impl DocumentKind {
    /// All of them; the first is made when none is named.
    pub const ALL: [Self; 5] =
        [Self::Convention, Self::Avenant, Self::Consolidated, Self::CheckReport, Self::Rapport];

    /// The documents of this kind in an edition, read or not: all its reports, or the one that it lacks; its last avenant, and
    /// none when it has none.
    pub fn documents(self, snapshot: &Snapshot) -> Vec<WantedDocument<'_>> {
        match self {
            Self::Convention => vec![WantedDocument::Convention],
            Self::Avenant => {
                let last = snapshot.dossier.as_ref().and_then(|dossier| dossier.avenants.last());
                last.map(|avenant| WantedDocument::Avenant(avenant.number)).into_iter().collect()
            }
            Self::Consolidated => vec![WantedDocument::Consolidated],
            Self::CheckReport => vec![WantedDocument::CheckReport],
            Self::Rapport => {
                let ids = snapshot.rapport_ids();
                let ids = if ids.is_empty() { vec![snapshot.edition.as_str()] } else { ids };
                ids.into_iter().map(WantedDocument::Rapport).collect()
            }
        }
    }

    /// The word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Convention => "convention",
            Self::Avenant => "avenant",
            Self::Consolidated => "consolidee",
            Self::CheckReport => "controle",
            Self::Rapport => "rapport",
        }
    }

    /// What it is, for who reads the help.
    pub fn title(self) -> &'static str {
        match self {
            Self::Convention => "par défaut, telle qu’elle a été signée",
            Self::Avenant => "le dernier ; avenant-1 : l’un d’eux",
            Self::Consolidated => "la convention avec tous ses avenants, celui qui est ouvert compris",
            Self::CheckReport => "les constats, pour la réunion des deux services",
            Self::Rapport => "les rapports d’exécution ; rapport-2024 : l’un d’eux",
        }
    }
}
