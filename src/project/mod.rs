//! The only reader and writer of the user's disk: a project folder to source texts, results to `output/`.

pub mod correction;
pub mod creation;
pub mod sortie;
mod systeme;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::diagnostic::Diagnostic;
use crate::parse::{Images, Plan, PlanRapport};
use crate::text::{Chemin, Fichier, Sources, Span};

use systeme::en_francais;

/// Largest text file accepted, in bytes.
const TEXTE_MAX: u64 = 2_000_000;
/// Largest image file accepted, in bytes.
const IMAGE_MAX: u64 = 20_000_000;
/// Largest image accepted, in pixels.
const PIXELS_MAX: usize = 40_000_000;
/// Most files accepted in a project.
const FICHIERS_MAX: usize = 5_000;
/// The image formats that Typst reads.
const IMAGES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "svg"];

/// A project that cannot be opened at all.
#[derive(Debug, thiserror::Error)]
pub enum ErreurProjet {
    /// There is no `content/` there.
    #[error("le dossier « {0} » n’est pas un projet : il ne contient pas de dossier « content »")]
    PasUnProjet(String),
    /// A folder of `content/` cannot be listed.
    #[error("le dossier « {0} » ne peut être lu : {1}")]
    Illisible(String, String),
    /// No edition.
    #[error("le projet n’a pas d’édition : aucun dossier de « content » ne contient de convention.yaml")]
    SansEdition,
    /// The edition asked for is not there.
    #[error("l’édition « {0} » n’existe pas ; éditions du projet : {1}")]
    EditionInconnue(String, String),
    /// A file that every project has is missing.
    #[error("le fichier « {0} » manque au projet")]
    FichierManquant(String),
    /// A file that every project has is there and cannot be read.
    #[error("{0}")]
    FichierIllisible(String),
    /// Too many files.
    #[error("le projet a plus de 5 000 fichiers")]
    TropDeFichiers,
}

/// The files of an edition, read.
#[derive(Debug)]
pub struct Projet {
    /// Name of the edition: that of its folder.
    pub edition: String,
    /// The texts.
    pub sources: Sources,
    /// What each file is.
    pub plan: Plan,
    /// The bytes of the images.
    pub images: BTreeMap<Chemin, Vec<u8>>,
    /// The user's own templates: name below `templates/` and text.
    pub gabarits: Vec<(Chemin, Fichier)>,
    /// What was wrong with the files themselves.
    pub diagnostics: Vec<Diagnostic>,
}

/// The editions of a project, the most recent last.
///
/// # Errors
/// See [`ErreurProjet`].
pub fn editions(racine: &Path) -> Result<Vec<String>, ErreurProjet> {
    let content = racine.join("content");
    if !content.is_dir() {
        return Err(ErreurProjet::PasUnProjet(racine.display().to_string()));
    }
    let illisible =
        |e: std::io::Error| ErreurProjet::Illisible(content.display().to_string(), en_francais(&e));
    let mut noms = Vec::new();
    for entree in fs::read_dir(&content).map_err(illisible)? {
        let entree = entree.map_err(illisible)?;
        if entree.path().join("convention.yaml").is_file() {
            noms.extend(entree.file_name().into_string());
        }
    }
    noms.sort();
    if noms.is_empty() { Err(ErreurProjet::SansEdition) } else { Ok(noms) }
}

/// Reads the files of an edition; the most recent one by default.
///
/// # Errors
/// See [`ErreurProjet`]. What is wrong with one file is a diagnostic of the project.
pub fn ouvrir(racine: &Path, edition: Option<&str>) -> Result<Projet, ErreurProjet> {
    let connues = editions(racine)?;
    let edition = match edition {
        Some(e) if connues.iter().any(|c| c == e) => e.to_owned(),
        Some(e) => return Err(ErreurProjet::EditionInconnue(e.to_owned(), connues.join(", "))),
        None => recente(&connues),
    };
    let fichiers = inventaire(racine, &edition)?;
    let mut lecture = Lecture::default();
    let dossier = format!("content/{edition}");
    let (mut cadres, mut articles, mut fiches, mut gabarits) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut organisation, mut convention, mut matrice) = (None, None, None);
    let mut rapport = FichiersDuRapport::default();
    let mut images = BTreeMap::new();
    let lus: Vec<_> = fichiers
        .par_iter()
        .filter_map(|(chemin, disque)| {
            let nature = nature(chemin.as_str(), &dossier)?;
            Some((chemin, octets(chemin, disque, nature.limite()), nature))
        })
        .collect();
    for (chemin, octets, nature) in lus {
        let octets = match octets {
            Ok(octets) => octets,
            Err(erreur) => {
                lecture.diagnostics.push(Diagnostic::sans_lieu("PRJ-001", erreur));
                continue;
            }
        };
        if let Nature::Image { svg } = nature {
            images.extend(lecture.image(chemin, octets, svg).map(|octets| (chemin.clone(), octets)));
            continue;
        }
        let Some(fichier) = lecture.texte(chemin, octets) else { continue };
        match nature {
            Nature::Convention => convention = Some(fichier),
            Nature::Matrice => matrice = Some(fichier),
            Nature::Article => articles.push(fichier),
            Nature::Fiche => fiches.push(fichier),
            Nature::Organisation => organisation = Some(fichier),
            Nature::Cadre => cadres.push((chemin.radical().to_owned(), fichier)),
            Nature::Gabarit => gabarits.push((chemin.clone(), fichier)),
            Nature::Image { .. } => {}
            Nature::Rapport(partie) => rapport.ranger(partie, fichier),
        }
    }
    let manquant = |nom: String| match lecture.diagnostics.iter().find(|d| d.message.contains(&nom)) {
        Some(Diagnostic { message, aide: Some(aide), .. }) => {
            ErreurProjet::FichierIllisible(format!("{message}\nà faire : {aide}"))
        }
        Some(d) => ErreurProjet::FichierIllisible(d.message.clone()),
        None => ErreurProjet::FichierManquant(nom),
    };
    let edition_chemin = Chemin::new(&dossier).map_err(|_| manquant(dossier.clone()))?;
    Ok(Projet {
        plan: Plan {
            cadres,
            organisation: organisation.ok_or_else(|| manquant("content/organisation.yaml".into()))?,
            convention: convention.ok_or_else(|| manquant(format!("{dossier}/convention.yaml")))?,
            matrice,
            articles,
            fiches,
            images: Images {
                edition: edition_chemin,
                presentes: images.keys().cloned().collect::<BTreeSet<_>>(),
            },
            rapport: rapport.plan(),
        },
        edition,
        sources: lecture.sources,
        images,
        gabarits,
        diagnostics: lecture.diagnostics,
    })
}

/// The most recent edition: the last that is named by a year, before a copy left beside it.
fn recente(connues: &[String]) -> String {
    let annee = |nom: &&String| nom.len() == 4 && nom.chars().all(|c| c.is_ascii_digit());
    connues.iter().rev().find(annee).or(connues.last()).cloned().unwrap_or_default()
}

/// What a file of a project is.
enum Nature {
    Image { svg: bool },
    Convention,
    Matrice,
    Article,
    Fiche,
    Organisation,
    Cadre,
    Gabarit,
    Rapport(PartieDuRapport),
}

impl Nature {
    /// Largest size accepted, in bytes.
    fn limite(&self) -> u64 {
        if matches!(self, Self::Image { .. }) { IMAGE_MAX } else { TEXTE_MAX }
    }
}

/// What a file of `rapport/` is.
enum PartieDuRapport {
    Rapport,
    Reference,
    Bilan,
    Matrice,
    Fiche,
}

/// The files of `rapport/` found so far.
#[derive(Default)]
struct FichiersDuRapport {
    rapport: Option<Fichier>,
    reference: Option<Fichier>,
    bilan: Option<Fichier>,
    matrice: Option<Fichier>,
    fiches: Vec<Fichier>,
}

impl FichiersDuRapport {
    fn ranger(&mut self, partie: PartieDuRapport, fichier: Fichier) {
        match partie {
            PartieDuRapport::Rapport => self.rapport = Some(fichier),
            PartieDuRapport::Reference => self.reference = Some(fichier),
            PartieDuRapport::Bilan => self.bilan = Some(fichier),
            PartieDuRapport::Matrice => self.matrice = Some(fichier),
            PartieDuRapport::Fiche => self.fiches.push(fichier),
        }
    }

    /// The report, when its own file is there.
    fn plan(self) -> Option<PlanRapport> {
        let Self { rapport, reference, bilan, matrice, fiches } = self;
        rapport.map(|rapport| PlanRapport { rapport, reference, bilan, matrice, fiches })
    }
}

fn nature(nom: &str, edition: &str) -> Option<Nature> {
    let dans = |dossier: &str, fin: &str| {
        nom.strip_prefix(dossier).and_then(|n| n.strip_prefix('/')).is_some_and(|n| n.ends_with(fin))
    };
    let dessous = |partie: &str| format!("{edition}/{partie}");
    let extension = nom.rsplit_once('.').map_or("", |(_, e)| e).to_lowercase();
    match nom {
        _ if IMAGES.contains(&extension.as_str()) => Some(Nature::Image { svg: extension == "svg" }),
        _ if nom == dessous("convention.yaml") => Some(Nature::Convention),
        _ if nom == dessous("indicateurs.yaml") => Some(Nature::Matrice),
        _ if nom == dessous("rapport/rapport.yaml") => Some(Nature::Rapport(PartieDuRapport::Rapport)),
        _ if nom == dessous("rapport/reference.yaml") => Some(Nature::Rapport(PartieDuRapport::Reference)),
        _ if nom == dessous("rapport/bilan.md") => Some(Nature::Rapport(PartieDuRapport::Bilan)),
        _ if nom == dessous("rapport/indicateurs.yaml") => Some(Nature::Rapport(PartieDuRapport::Matrice)),
        _ if dans(&dessous("rapport/fiches"), ".md") => Some(Nature::Rapport(PartieDuRapport::Fiche)),
        _ if dans(&dessous("articles"), ".md") => Some(Nature::Article),
        _ if dans(&dessous("fiches"), ".md") => Some(Nature::Fiche),
        "content/organisation.yaml" => Some(Nature::Organisation),
        _ if dans("content/cadres", ".yaml") => Some(Nature::Cadre),
        _ if dans("templates", ".tera") || dans("templates", ".typ") => Some(Nature::Gabarit),
        _ => None,
    }
}

/// The regular files of the framework, the edition and the user's templates, sorted by path. Links that lead
/// out of the project are left out by not following any.
fn inventaire(racine: &Path, edition: &str) -> Result<BTreeMap<Chemin, PathBuf>, ErreurProjet> {
    let mut fichiers = BTreeMap::new();
    for depart in ["content/cadres", "content/organisation.yaml", &format!("content/{edition}"), "templates"]
    {
        let base = racine.join(depart);
        if !base.exists() {
            continue;
        }
        for entree in WalkDir::new(&base).follow_links(false).max_depth(8).sort_by_file_name() {
            let entree = entree.map_err(|e| {
                let cause = e.io_error().map_or_else(|| e.to_string(), en_francais);
                ErreurProjet::Illisible(depart.to_owned(), cause)
            })?;
            let relatif = entree
                .path()
                .strip_prefix(racine)
                .ok()
                .and_then(|p| p.to_str())
                .map(|p| p.replace('\\', "/"));
            let cache = entree.file_name().to_str().is_none_or(|n| n.starts_with('.'));
            if !entree.file_type().is_file() || cache {
                continue;
            }
            if let Some(Ok(chemin)) = relatif.as_deref().map(Chemin::new) {
                fichiers.insert(chemin, entree.path().to_owned());
            }
            if fichiers.len() > FICHIERS_MAX {
                return Err(ErreurProjet::TropDeFichiers);
            }
        }
    }
    Ok(fichiers)
}

/// The bytes of a file, or a sentence.
fn octets(chemin: &Chemin, disque: &Path, limite: u64) -> Result<Vec<u8>, String> {
    let illisible = |e| format!("le fichier « {chemin} » ne peut être lu : {}", en_francais(&e));
    if fs::metadata(disque).map_err(illisible)?.len() > limite {
        return Err(format!("le fichier « {chemin} » dépasse {} Mo", limite / 1_000_000));
    }
    fs::read(disque).map_err(illisible)
}

#[derive(Default)]
struct Lecture {
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
}

impl Lecture {
    fn texte(&mut self, chemin: &Chemin, octets: Vec<u8>) -> Option<Fichier> {
        match String::from_utf8(octets) {
            Ok(texte) => Some(self.sources.ajouter(chemin.clone(), &texte)),
            Err(e) => {
                let valide = e.utf8_error().valid_up_to();
                let texte = String::from_utf8_lossy(e.as_bytes()).into_owned();
                let fichier = self.sources.ajouter(chemin.clone(), &texte);
                let span = Span { fichier, debut: valide, fin: valide + '\u{fffd}'.len_utf8() };
                self.diagnostics
                    .push(Diagnostic::erreur("TXT-001", span, "le fichier n’est pas en UTF-8").aide(
                    "l’enregistrer en « UTF-8 » (dans Word ou le Bloc-notes : Enregistrer sous, Encodage)",
                ));
                None
            }
        }
    }

    fn image(&mut self, chemin: &Chemin, octets: Vec<u8>, svg: bool) -> Option<Vec<u8>> {
        if svg {
            return Some(octets);
        }
        let erreur = match imagesize::blob_size(&octets) {
            Ok(t) if t.width.saturating_mul(t.height) <= PIXELS_MAX => return Some(octets),
            Ok(t) => format!(
                "l’image « {chemin} » a {} × {} points : le maximum est de 40 millions",
                t.width, t.height
            ),
            Err(_) => format!("l’image « {chemin} » n’est pas une image lisible"),
        };
        self.diagnostics.push(
            Diagnostic::sans_lieu("PRJ-002", erreur).aide("l’enregistrer de nouveau, en PNG ou en JPEG"),
        );
        None
    }
}
