//! The input of the annexe de contrôle: the findings by part of the act, with their figures and room for the
//! decision of the two services.

use serde::Serialize;

use super::convention::{Acte, acte};
use super::vue::{Cellule, Colonne, GenreLigne, Tableau};
use crate::diagnostic::Rapport;
use crate::diagnostic::bilan::{LigneBilan, par_famille};
use crate::diagnostic::vue::{Comptes, Constat, Lieu, constats};
use crate::model::{Dossier, Montant};
use crate::text::Sources;

/// Most places told beside the first one of a finding.
const LIEUX_MAX: usize = 12;

/// All that the annexe de contrôle prints.
#[derive(Debug, Serialize)]
pub struct DocumentControle {
    /// The act that was checked.
    pub acte: Acte,
    /// How many findings, in words; empty when there is none.
    pub comptes: String,
    /// Findings by family; none without a finding.
    pub bilan: Option<Tableau>,
    /// The findings by part of the act, in its order.
    pub groupes: Vec<Groupe>,
    /// Those that the act keeps, likewise.
    pub toleres: Vec<Groupe>,
}

/// A part of the act and its findings.
#[derive(Debug, Serialize)]
pub struct Groupe {
    /// « Fiche 4 – Accompagnement différencié ».
    pub titre: String,
    /// Its findings, in the order of the files.
    pub constats: Vec<ConstatVue>,
}

/// A finding as it is printed.
#[derive(Debug, Serialize)]
pub struct ConstatVue {
    /// Rank in the document, by which the meeting names it.
    pub numero: usize,
    /// Code of the rule.
    pub code: &'static str,
    /// Severity, by its word.
    pub gravite: &'static str,
    /// One sentence.
    pub message: String,
    /// File and line.
    pub lieu: String,
    /// What stands there.
    pub extrait: String,
    /// The places it is compared with.
    pub voir: Vec<String>,
    /// The arithmetic.
    pub calcul: Option<String>,
    /// What to do.
    pub a_faire: Option<String>,
    /// Why the act keeps it, when it does.
    pub raison: Option<String>,
}

/// Composes the annexe de contrôle of a report; `familles` are the codes and titles of the families of rules.
pub fn controle(
    dossier: &Dossier,
    rapport: &Rapport,
    familles: &[(&str, &str)],
    sources: &Sources,
    empreinte: &str,
) -> DocumentControle {
    let (vus, gardes) = constats(rapport, sources);
    let mut numero = 0;
    let bilan = par_famille(rapport, familles);
    DocumentControle {
        acte: acte(dossier, empreinte),
        comptes: Comptes::new(rapport).to_string(),
        bilan: (!bilan.is_empty()).then(|| tableau(&bilan)),
        groupes: grouper(dossier, vus, &mut numero),
        toleres: grouper(dossier, gardes, &mut numero),
    }
}

fn tableau(lignes: &[LigneBilan]) -> Tableau {
    let titres = ["Erreurs", "Avertissements", "Conseils", "Tolérés", "Écarts en euros"];
    let mut colonnes = vec![Colonne::texte("Famille de règles")];
    colonnes.extend(titres.map(Colonne::chiffres));
    let mut tableau = Tableau::new(colonnes);
    let mut total = LigneBilan { famille: "Ensemble".to_owned(), ..LigneBilan::default() };
    for ligne in lignes {
        total.comptes += ligne.comptes;
        total.enjeu = total.enjeu.saturating_add(ligne.enjeu);
        tableau.ligne(GenreLigne::Ligne, cellules(ligne));
    }
    tableau.ligne(GenreLigne::Total, cellules(&total));
    tableau.aligner()
}

fn cellules(ligne: &LigneBilan) -> Vec<Cellule> {
    let c = ligne.comptes;
    let mut cellules = vec![Cellule::texte(&ligne.famille)];
    for n in [c.erreurs, c.avertissements, c.conseils, c.toleres] {
        cellules.push(if n == 0 { Cellule::texte("–") } else { Cellule::nombre(n.into(), None, "") });
    }
    let enjeu = Montant::arrondi(ligne.enjeu).filter(|m| !m.est_nul());
    cellules.push(enjeu.map_or(Cellule::texte("–"), |m| Cellule::nombre(m.euros(), Some(2), "€")));
    cellules
}

/// The findings by part of the act; numbers go on from one part to the next.
fn grouper(dossier: &Dossier, constats: Vec<Constat>, numero: &mut usize) -> Vec<Groupe> {
    let mut rangs: Vec<((usize, String), Constat)> = constats
        .into_iter()
        .map(|c| (partie(dossier, c.lieux.first().map_or("", |l| l.fichier.as_str())), c))
        .collect();
    rangs.sort_by_key(|((rang, _), _)| *rang);
    let mut groupes: Vec<Groupe> = Vec::new();
    for ((_, titre), constat) in rangs {
        *numero += 1;
        let vue = vue(constat, *numero);
        match groupes.last_mut().filter(|g| g.titre == titre) {
            Some(groupe) => groupe.constats.push(vue),
            None => groupes.push(Groupe { titre, constats: vec![vue] }),
        }
    }
    groupes
}

/// The part of the act that a file is: its rank and its title.
fn partie(dossier: &Dossier, fichier: &str) -> (usize, String) {
    let articles = dossier.articles.len();
    if let Some(rang) = dossier.articles.iter().position(|a| a.chemin.as_str() == fichier)
        && let Some(article) = dossier.articles.get(rang)
    {
        let numero = article.numero.as_ref().map(|n| format!("Article {n}"));
        let titre = article.titre.as_ref().map(|t| t.valeur.clone());
        let titre = [numero, titre].into_iter().flatten().collect::<Vec<_>>().join(" – ");
        return (2 + rang, titre);
    }
    if let Some(rang) = dossier.fiches.iter().position(|f| f.chemin.as_str() == fichier)
        && let Some(fiche) = dossier.fiches.get(rang)
    {
        return (2 + articles + rang, format!("Fiche {} – {}", fiche.numero, fiche.titre_en_tableau()));
    }
    let apres = 2 + articles + dossier.fiches.len();
    let nom = fichier.rsplit('/').next().unwrap_or(fichier);
    match nom {
        _ if fichier.contains("/cadres/") => (apres + 1, "Cadre".to_owned()),
        "organisation.yaml" => (1, "Parties".to_owned()),
        "indicateurs.yaml" => (apres, "Matrice des indicateurs".to_owned()),
        _ => (0, "Acte".to_owned()),
    }
}

fn vue(constat: Constat, numero: usize) -> ConstatVue {
    let lieu = |l: &Lieu| format!("{}, ligne {}", court(&l.fichier), l.debut.ligne);
    let premier = constat.lieux.first();
    let mut voir: Vec<String> = Vec::new();
    for l in constat.lieux.iter().skip(1).take(LIEUX_MAX) {
        let mots = if l.texte.is_empty() { &l.extrait } else { &l.texte };
        let meme = premier.is_some_and(|p| p.fichier == l.fichier);
        let ou = if meme { format!("ligne {}", l.debut.ligne) } else { lieu(l) };
        voir.push(format!("{ou} : {mots}"));
    }
    let reste = constat.lieux.len().saturating_sub(1 + LIEUX_MAX);
    if reste > 0 {
        voir.push(format!("et {reste} autres"));
    }
    ConstatVue {
        numero,
        code: constat.code,
        gravite: constat.gravite,
        message: majuscule(&constat.message),
        lieu: premier.map_or(String::new(), lieu),
        extrait: premier.map_or(String::new(), |l| l.ligne.clone()),
        voir,
        calcul: constat.calcul,
        a_faire: constat.a_faire.as_deref().map(majuscule),
        raison: constat.raison,
    }
}

/// A path below `content/` and its edition, as the agents call it.
fn court(fichier: &str) -> &str {
    fichier.strip_prefix("content/").unwrap_or(fichier)
}

/// The sentence with its first letter as a capital.
fn majuscule(phrase: &str) -> String {
    let mut lettres = phrase.chars();
    lettres.next().map_or(String::new(), |c| c.to_uppercase().chain(lettres).collect())
}
