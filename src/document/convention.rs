//! The input of the convention's templates.

use serde::Serialize;

use super::annexes::{self, AnnexeVue};
use super::fiche::{Composeur, FicheVue};
use super::references::Portee;
use super::vue::{Morceau, Proses, Tableau};
use crate::diagnostic::Diagnostic;
use crate::model::convention::{Article, Convention, Etat, Partie, Visa};
use crate::model::texte::{Bloc, Inline, texte_nu};
use crate::model::{Dossier, Jour};
use crate::text::Spanned;

/// All that the convention prints.
#[derive(Debug, Serialize)]
pub struct DocumentConvention {
    /// Title page and metadata.
    pub acte: Acte,
    /// The visas, without « Vu ».
    pub visas: Vec<String>,
    /// Preamble and articles.
    pub articles: Vec<ArticleVue>,
    /// Place and day, when it is signed.
    pub fait: Option<String>,
    /// Place alone, for an act still to be signed.
    pub lieu: String,
    /// Signature blocks.
    pub signatures: Vec<Signature>,
    /// Annexes.
    pub annexes: Vec<AnnexeVue>,
    /// Fiches.
    pub fiches: Vec<FicheVue>,
    /// Récapitulatif.
    pub recapitulatif: Tableau,
    /// Documents announced in annex.
    pub pieces: Option<Tableau>,
    /// Acronyms.
    pub sigles: Option<Tableau>,
    /// The prose, for the render stage.
    #[serde(skip)]
    pub proses: Proses,
}

/// Title page and metadata.
#[derive(Debug, Serialize)]
pub struct Acte {
    /// Name of the act.
    pub titre: String,
    /// Title of the document in its metadata.
    pub titre_complet: String,
    /// Author of the document in its metadata.
    pub auteur: String,
    /// Its acronym.
    pub sigle: String,
    /// Year.
    pub annee: u16,
    /// Name of the Département.
    pub departement: String,
    /// Name with its preposition.
    pub de_departement: String,
    /// How far it has gone.
    pub etat: String,
    /// Whether it is still a draft.
    pub projet: bool,
    /// Day of the document.
    pub date: JourVue,
    /// Mention printed everywhere.
    pub mention: Option<String>,
    /// First digits of the digest of the sources.
    pub empreinte: String,
    /// Stamp of the legality control; none before the vote.
    pub timbre: Option<Timbre>,
    /// The parties.
    pub parties: Vec<PartieVue>,
}

/// The stamp of the legality control.
#[derive(Debug, Serialize)]
pub struct Timbre {
    /// State of the act.
    pub titre: String,
    /// Number and days.
    pub lignes: Vec<String>,
}

/// A day as Typst wants it.
#[derive(Debug, Serialize)]
pub struct JourVue {
    /// Year.
    pub annee: i32,
    /// Month from 1.
    pub mois: u8,
    /// Day from 1.
    pub jour: u8,
}

/// A party.
#[derive(Debug, Serialize)]
pub struct PartieVue {
    /// Full name.
    pub nom: String,
    /// Who signs.
    pub representant: String,
    /// In what quality.
    pub qualite: String,
    /// Its name in the act.
    pub designation: String,
}

/// A signature block.
#[derive(Debug, Serialize)]
pub struct Signature {
    /// Lines above.
    pub lignes: Vec<String>,
    /// Who signs.
    pub nom: String,
}

/// The preamble or an article.
#[derive(Debug, Serialize)]
pub struct ArticleVue {
    /// Its emitted file.
    pub chemin: String,
    /// Number as printed.
    pub numero: Option<String>,
    /// Title.
    pub titre: Option<String>,
    /// Text.
    pub corps: Vec<Morceau>,
}

/// Composes the convention; `empreinte` identifies the sources.
pub fn convention(dossier: &Dossier, empreinte: &str) -> (DocumentConvention, Vec<Diagnostic>) {
    let mut composeur = Composeur { dossier, proses: Proses::default(), diagnostics: Vec::new() };
    let portee = Portee { dossier, fiche: None, racine: "../", decalage: 0 };
    let articles = dossier.articles.iter().map(|a| article(a, &mut composeur, portee)).collect();
    let fiches = dossier.fiches.iter().map(|f| composeur.fiche(f)).collect();
    let c = &dossier.convention;
    let signe = c.etat >= Etat::Signe;
    let organisation = &dossier.organisation;
    let document = DocumentConvention {
        acte: acte(dossier, empreinte),
        visas: dossier.cadre.visas.iter().chain(&c.visas).map(visa).collect(),
        articles,
        fait: c
            .dates
            .signature
            .as_ref()
            .filter(|_| signe)
            .map(|jour| format!("Fait à {}, le {jour}", c.lieu)),
        lieu: c.lieu.clone(),
        signatures: [&organisation.collectivite, &organisation.etat].map(|p| signature(p, signe)).into(),
        annexes: dossier.cadre.annexes.iter().map(|a| annexes::annexe(a, dossier)).collect(),
        fiches,
        recapitulatif: annexes::recapitulatif(dossier, article_du_montant(dossier).as_deref()),
        pieces: annexes::pieces(&c.annexes_annoncees),
        sigles: annexes::sigles(&c.sigles),
        proses: composeur.proses,
    };
    (document, composeur.diagnostics)
}

/// What every document of an act says of it; `empreinte` identifies the sources.
pub(super) fn acte(dossier: &Dossier, empreinte: &str) -> Acte {
    let c = &dossier.convention;
    let partie = |p: &Partie| PartieVue {
        nom: p.nom.clone(),
        representant: p.representant.valeur.clone(),
        qualite: p.qualite.clone(),
        designation: p.designation.clone(),
    };
    Acte {
        titre: dossier.cadre.intitule.clone(),
        titre_complet: format!(
            "{} – {} – {}",
            dossier.cadre.intitule, dossier.organisation.departement.nom, c.annee
        ),
        auteur: dossier.organisation.collectivite.nom.clone(),
        sigle: dossier.cadre.sigle.clone(),
        annee: c.annee,
        departement: dossier.organisation.departement.nom.clone(),
        de_departement: dossier.organisation.departement.de.clone(),
        etat: c.etat.mot().to_owned(),
        projet: c.etat == Etat::Projet,
        date: JourVue {
            annee: c.date_du_document.annee(),
            mois: c.date_du_document.mois(),
            jour: c.date_du_document.jour(),
        },
        mention: c.mention.clone(),
        empreinte: empreinte.to_owned(),
        timbre: timbre(c),
        parties: [&dossier.organisation.etat, &dossier.organisation.collectivite].map(partie).into(),
    }
}

/// The stamp of the legality control: what the state of the act lets print.
fn timbre(c: &Convention) -> Option<Timbre> {
    let jour = |mot: &str, jour: &Option<Spanned<Jour>>, des: Etat| {
        jour.as_ref().filter(|_| c.etat >= des).map(|j| format!("{mot} : {j}"))
    };
    let accuse = c.accuse_de_reception.as_ref().filter(|_| c.etat >= Etat::Transmis);
    let lignes: Vec<String> = [
        accuse.map(|_| "Accusé de réception, ministère de l’Intérieur".to_owned()),
        accuse.map(|a| a.valeur.clone()),
        jour("Délibération", &c.dates.deliberation, Etat::Delibere),
        jour("Envoi à la préfecture", &c.dates.envoi, Etat::Transmis),
        jour("Réception par le préfet", &c.dates.reception, Etat::Transmis),
        jour("Publication (RAAD)", &c.dates.publication, Etat::Executoire),
    ]
    .into_iter()
    .flatten()
    .collect();
    let titre = match c.etat {
        Etat::Projet => return None,
        Etat::Executoire => "Acte certifié exécutoire".to_owned(),
        autre => format!("Acte {}", autre.mot()),
    };
    Some(Timbre { titre, lignes })
}

fn signature(partie: &Partie, signe: bool) -> Signature {
    Signature {
        lignes: partie.signature.clone(),
        nom: if signe { partie.representant.valeur.clone() } else { String::new() },
    }
}

/// « l’instruction n° X du 4 février 2019 relative à … ».
fn visa(v: &Visa) -> String {
    let mut texte = v.designation.clone();
    if let Some(numero) = &v.numero {
        texte.push_str(&format!(" n°\u{a0}{numero}"));
    }
    if let Some(date) = &v.date {
        texte.push_str(&format!(" du {date}"));
    }
    if let Some(objet) = &v.objet {
        texte.push(' ');
        texte.push_str(objet);
    }
    texte
}

fn article(article: &Article, composeur: &mut Composeur<'_>, portee: Portee<'_>) -> ArticleVue {
    ArticleVue {
        chemin: format!("convention/article-{}.typ", article.chemin.radical()),
        numero: article.numero.as_ref().map(|n| n.valeur.clone()),
        titre: article.titre.as_ref().map(|t| t.valeur.clone()),
        corps: composeur.morceaux(&article.corps, portee),
    }
}

/// The number of the article, or of its part, that quotes the State's amount.
fn article_du_montant(dossier: &Dossier) -> Option<String> {
    let cite = |inlines: &[Inline]| contient(inlines, "convention.montant_etat");
    for article in &dossier.articles {
        let mut numero = article.numero.as_ref().map(|n| n.valeur.clone());
        for bloc in &article.corps {
            match bloc {
                Bloc::Titre { contenu, .. } => {
                    let titre = texte_nu(contenu);
                    let premier = titre.split_whitespace().next().unwrap_or_default().trim_end_matches('.');
                    if premier.starts_with(|c: char| c.is_ascii_digit()) {
                        numero = Some(premier.to_owned());
                    }
                }
                Bloc::Paragraphe(inlines) if cite(inlines) => return numero,
                _ => {}
            }
        }
    }
    None
}

fn contient(inlines: &[Inline], reference: &str) -> bool {
    inlines.iter().any(|i| match i {
        Inline::Reference(r) => r.valeur == reference,
        Inline::Gras(c) | Inline::Italique(c) | Inline::Barre(c) | Inline::Lien { contenu: c, .. } => {
            contient(c, reference)
        }
        _ => false,
    })
}
