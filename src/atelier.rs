//! The flow, end to end: an opened project to the files of its convention. Each step is a function of its
//! own module; this one only says in what order, and stops before typesetting what has errors.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::chantier::{self, Travaux};
use crate::check::{self, Reglages};
use crate::diagnostic::{Diagnostic, Rapport};
use crate::model::{Dossier, Passage};
use crate::project::Projet;
use crate::render::{self, Emission};
use crate::text::{Chemin, Sources};
use crate::{document, parse};

/// What is wanted of a document.
#[derive(Debug, Clone, Copy)]
pub struct Formats {
    /// The Typst folder.
    pub typ: bool,
    /// The PDF.
    pub pdf: bool,
    /// One image a page.
    pub png: bool,
}

/// Reads a project and follows its references: the model, when nothing prevents it.
pub fn lire(projet: Projet, sources: &Sources, rapport: &mut Rapport) -> Option<Dossier> {
    let dossier = lire_sans_reference(projet, sources, rapport)?;
    let orphelin = dossier.rapport.as_ref().filter(|r| r.revisions.is_empty());
    if let Some(orphelin) = orphelin {
        rapport.ajouter(
            Diagnostic::erreur(
                "PRJ-004",
                orphelin.periode.span,
                "le rapport ne dit pas quelle révision de la convention il exécute",
            )
            .aide("lancer « calpae new rapport » : il écrit reference.yaml et garde ce qui est déjà rempli"),
        );
        return None;
    }
    Some(dossier)
}

/// As [`lire`], of a report that may not be bound to a revision yet.
fn lire_sans_reference(projet: Projet, sources: &Sources, rapport: &mut Rapport) -> Option<Dossier> {
    rapport.etendre(projet.diagnostics);
    let lecture = parse::lire(sources, &projet.plan);
    rapport.etendre(lecture.diagnostics);
    let dossier = lecture.dossier?;
    // With a part that could not be read, sums and references would seem wrong that are not.
    if !rapport.a_des_erreurs() {
        let (convention, execution) = rayon::join(
            || document::convention(&dossier, "").1,
            || dossier.rapport.as_ref().map(|r| document::rapport(&dossier, r, "").1),
        );
        rapport.etendre(convention);
        rapport.etendre(execution.unwrap_or_default());
    }
    (!rapport.a_des_erreurs()).then_some(dossier)
}

/// Checks a project: what cannot be read, then, when everything could be, what the rules find. Nothing is
/// typeset.
pub fn verifier(projet: Projet, sources: &Sources, reglages: &Reglages, rapport: &mut Rapport) {
    if let Some(dossier) = lire(projet, sources, rapport) {
        let constats = check::verifier(&dossier, sources, reglages);
        rapport.etendre(constats.constats);
        rapport.tolerer(constats.toleres);
    }
}

/// Makes the convention of a project. What is wrong goes to the report; the files are given when nothing
/// prevents them. `etape` is told what is being done.
pub fn convention(
    projet: Projet,
    sources: &mut Sources,
    formats: Formats,
    rapport: &mut Rapport,
    etape: impl Fn(&str),
) -> Option<BTreeMap<String, Vec<u8>>> {
    // A fault in the report of execution does not prevent the act that it executes.
    let projet = Projet { plan: parse::Plan { rapport: None, ..projet.plan }, ..projet };
    rapport.etendre(projet.diagnostics);
    let lecture = parse::lire(sources, &projet.plan);
    let incomplet = !lecture.diagnostics.is_empty();
    rapport.etendre(lecture.diagnostics);
    let dossier = lecture.dossier?;
    rapport.etendre(sans_glyphe(&dossier.passages));
    let (convention, fautes) = document::convention(&dossier, &empreinte(sources, &projet.images));
    // With a fiche that could not be read, what quotes it seems to lead nowhere.
    rapport.etendre(fautes.into_iter().filter(|d| !incomplet || d.code != "REF-002"));
    if rapport.a_des_erreurs() {
        return None;
    }
    etape("composition des gabarits…");
    let emission = match render::convention::emettre(&convention, &projet.images, &projet.gabarits, sources) {
        Ok(emission) => emission,
        Err(fautes) => {
            rapport.etendre(fautes);
            return None;
        }
    };
    let date = &convention.acte.date;
    composer(emission, (date.annee, date.mois, date.jour), formats, sources, rapport, etape)
}

/// Makes the annexe de contrôle of a project: what `verifier` finds, as a document. The report holds what
/// prevents it: content that cannot be read, templates that cannot be set.
pub fn controle(
    mut projet: Projet,
    sources: &mut Sources,
    formats: Formats,
    rapport: &mut Rapport,
    etape: impl Fn(&str),
) -> Option<BTreeMap<String, Vec<u8>>> {
    let empreinte = empreinte(sources, &projet.images);
    let gabarits = std::mem::take(&mut projet.gabarits);
    let dossier = lire(projet, sources, rapport)?;
    etape("contrôle…");
    let mut constats = std::mem::take(rapport);
    let trouves = check::verifier(&dossier, sources, &Reglages::default());
    constats.etendre(trouves.constats);
    constats.tolerer(trouves.toleres);
    let document = document::controle(&dossier, &constats, &check::registre::FAMILLES, sources, &empreinte);
    etape("composition des gabarits…");
    let emission = match render::controle::emettre(&document, &gabarits, sources) {
        Ok(emission) => emission,
        Err(fautes) => {
            rapport.etendre(fautes);
            return None;
        }
    };
    let date = &document.acte.date;
    composer(emission, (date.annee, date.mois, date.jour), formats, sources, rapport, etape)
}

/// Makes the report of execution of an edition. What is wrong goes to the findings; the files are given when
/// nothing prevents them.
pub fn rapport(
    mut projet: Projet,
    sources: &mut Sources,
    formats: Formats,
    constats: &mut Rapport,
    etape: impl Fn(&str),
) -> Option<BTreeMap<String, Vec<u8>>> {
    let empreinte = abrege(&digeste(sources, &projet.images, true));
    let gabarits = std::mem::take(&mut projet.gabarits);
    let images = std::mem::take(&mut projet.images);
    let edition = projet.edition.clone();
    let dossier = lire(projet, sources, constats)?;
    let Some(rapport) = &dossier.rapport else {
        constats.ajouter(
            Diagnostic::sans_lieu("PRJ-003", format!("l’édition {edition} n’a pas de rapport d’exécution"))
                .aide("lancer « calpae new rapport » : il en prépare le dossier"),
        );
        return None;
    };
    constats.etendre(sans_glyphe(&rapport.passages));
    let (document, fautes) = document::rapport(&dossier, rapport, &empreinte);
    constats.etendre(fautes);
    if constats.a_des_erreurs() {
        return None;
    }
    etape("composition des gabarits…");
    let emission = match render::rapport::emettre(&document, &images, &gabarits, sources) {
        Ok(emission) => emission,
        Err(fautes) => {
            constats.etendre(fautes);
            return None;
        }
    };
    let date = &document.acte.date;
    composer(emission, (date.annee, date.mois, date.jour), formats, sources, constats, etape)
}

/// What `calpae new rapport` has to write for a project; none when something prevents reading it. `existe` tells
/// which paths are taken.
pub fn amorcer_rapport(
    projet: Projet,
    sources: &Sources,
    rapport: &mut Rapport,
    existe: impl Fn(&str) -> bool,
) -> Option<Travaux> {
    let (edition, empreinte) = (projet.edition.clone(), digeste(sources, &projet.images, false));
    let dossier = lire_sans_reference(projet, sources, rapport)?;
    Some(chantier::rapport::preparer(&dossier, sources, &edition, &empreinte, existe))
}

/// What `calpae new edition` has to write after an edition; none when something prevents reading it.
///
/// # Errors
/// A sentence, when the year is not one that follows.
pub fn amorcer_edition(
    projet: Projet,
    sources: &Sources,
    annee: u16,
    rapport: &mut Rapport,
    existe: impl Fn(&str) -> bool,
) -> Result<Option<Travaux>, String> {
    let depuis = projet.edition.clone();
    let images: Vec<Chemin> = projet.images.keys().cloned().collect();
    let Some(dossier) = lire(projet, sources, rapport) else { return Ok(None) };
    chantier::edition::preparer(&dossier, sources, &images, &depuis, annee, existe).map(Some)
}

/// The first digits of the digest of what the act is made from: two PDFs of the same data bear the same mark,
/// whatever the templates that set them.
fn empreinte(sources: &Sources, images: &BTreeMap<Chemin, Vec<u8>>) -> String {
    abrege(&digeste(sources, images, false))
}

/// The first digits of a digest: enough to tell two versions apart.
fn abrege(digeste: &str) -> String {
    digeste.chars().take(8).collect()
}

/// The digest of `content/`. The report of execution is not part of the act: filling it changes nothing there.
fn digeste(sources: &Sources, images: &BTreeMap<Chemin, Vec<u8>>, avec_rapport: bool) -> String {
    let mut hachage = Sha256::new();
    let mut ajouter = |nom: &str, octets: &[u8]| {
        hachage.update((nom.len() as u64).to_be_bytes());
        hachage.update(nom);
        hachage.update((octets.len() as u64).to_be_bytes());
        hachage.update(octets);
    };
    let compte = |c: &Chemin| {
        let mut parties = c.as_str().split('/');
        let content = parties.next() == Some("content");
        content && (avec_rapport || parties.nth(1) != Some("rapport"))
    };
    for (_, source) in sources.iter().filter(|(_, s)| compte(s.chemin())) {
        ajouter(source.chemin().as_str(), source.texte().as_bytes());
    }
    for (chemin, octets) in images.iter().filter(|(c, _)| compte(c)) {
        ajouter(chemin.as_str(), octets);
    }
    hachage.finalize().iter().map(|o| format!("{o:02x}")).collect()
}

#[cfg(not(feature = "pdf"))]
fn sans_glyphe(_: &[Passage]) -> Vec<Diagnostic> {
    Vec::new()
}

/// The characters that no embedded font can show, one finding per character and place.
#[cfg(feature = "pdf")]
fn sans_glyphe(passages: &[Passage]) -> Vec<Diagnostic> {
    use crate::typeset::Couverture;
    let couverture = Couverture::embarquee();
    let mut fautes = Vec::new();
    for passage in passages {
        for (i, c) in passage.texte.char_indices() {
            if c == '\n' || c == '\t' || couverture.couvre(c) {
                continue;
            }
            let ici = passage.span_de(&(i..i + c.len_utf8()));
            let nom = if c.is_control() || crate::render::echappement::prive(c) {
                String::new()
            } else {
                format!(" « {c} »")
            };
            fautes.push(
                Diagnostic::erreur(
                    "TXT-002",
                    ici,
                    format!("aucune police embarquée n’a le caractère{nom} (U+{:04X})", u32::from(c)),
                )
                .aide("le remplacer par un mot ou par un caractère courant"),
            );
        }
    }
    fautes
}

#[cfg(not(feature = "pdf"))]
fn composer(
    emission: Emission,
    _: (i32, u8, u8),
    formats: Formats,
    _: &Sources,
    rapport: &mut Rapport,
    _: impl Fn(&str),
) -> Option<BTreeMap<String, Vec<u8>>> {
    if formats.pdf || formats.png {
        rapport.ajouter(
            Diagnostic::sans_lieu("TYP-002", "ce programme a été compilé sans la composition en PDF")
                .aide("demander « --format typ », ou installer calpae avec ses options par défaut"),
        );
        return None;
    }
    Some(emission.liasse.fichiers)
}

#[cfg(feature = "pdf")]
fn composer(
    emission: Emission,
    date: (i32, u8, u8),
    formats: Formats,
    sources: &Sources,
    rapport: &mut Rapport,
    etape: impl Fn(&str),
) -> Option<BTreeMap<String, Vec<u8>>> {
    use crate::typeset;
    let Emission { liasse, lignes } = emission;
    let traduire = |erreurs: Vec<typeset::Erreur>| {
        erreurs.into_iter().map(|e| expliquer(&e, &lignes, sources)).collect::<Vec<_>>()
    };
    let mut fichiers = BTreeMap::new();
    if formats.pdf || formats.png {
        etape("mise en page…");
        let radical = liasse.principal.trim_end_matches(".typ").to_owned();
        let faire = || {
            let composition = typeset::composer(&liasse)?;
            if formats.pdf {
                fichiers.insert(format!("{radical}.pdf"), composition.pdf(date)?);
            }
            if formats.png {
                for (rang, octets) in composition.png(144)?.into_iter().enumerate() {
                    fichiers.insert(format!("{radical}-{:03}.png", rang + 1), octets);
                }
            }
            Ok(())
        };
        if let Err(erreurs) = { faire }() {
            rapport.etendre(traduire(erreurs));
            return None;
        }
    }
    if formats.typ {
        fichiers.extend(liasse.fichiers);
    }
    Some(fichiers)
}

/// An error of Typst at the place of the template that made the line, when it is known.
#[cfg(feature = "pdf")]
fn expliquer(
    erreur: &crate::typeset::Erreur,
    lignes: &BTreeMap<String, crate::render::lignes::Lignes>,
    sources: &Sources,
) -> Diagnostic {
    use crate::diagnostic::{Etiquette, Gravite};
    let origine = erreur.lieux().find_map(|l| lignes.get(&l.fichier)?.origine(l.ligne, sources));
    let emis = erreur.lieux().next().map_or(String::new(), |l| format!(" ({l} du dossier composé)"));
    let indices: Vec<&str> = erreur.indices.iter().map(|i| i.texte.as_str()).collect();
    let aide =
        if indices.is_empty() { "vérifier le gabarit ou la charte".to_owned() } else { indices.join(" ; ") };
    let mut d =
        Diagnostic::sans_lieu("TYP-001", format!("Typst refuse la composition : {}{emis}", erreur.message))
            .aide(aide);
    d.etiquettes.extend(origine.map(|span| Etiquette { span, texte: "composé par ce gabarit".to_owned() }));
    if erreur.gravite == Gravite::Avertissement { d.avertissement() } else { d }
}
