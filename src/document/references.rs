//! Quotations of the model in prose: `{budget.total}`, `{tableau.sites}`, `{fiche.4.budget.total}`.

use super::vue::{CleValeur, FigureVue, Morceau};
use super::{donnees, tableaux};
use crate::aggregate::budget as calcul;
use crate::model::budget::Budget;
use crate::model::convention::Compte;
use crate::model::fiche::{Champ, Partenaires, Pour};
use crate::model::{Absence, Dossier, Fiche, Montant};
use crate::text::Chemin;

/// What a reference leads to.
#[derive(Debug)]
pub enum Cible {
    /// A few words in the sentence.
    Texte(String),
    /// Something that stands alone on its paragraph.
    Blocs(Vec<Morceau>),
}

/// Where a reference is written: which names it sees.
#[derive(Debug, Clone, Copy)]
pub struct Portee<'d> {
    /// The model.
    pub dossier: &'d Dossier,
    /// The fiche that quotes, if it is one.
    pub fiche: Option<&'d Fiche>,
    /// From the file that is emitted to the root of the emitted folder: `../` or nothing.
    pub racine: &'static str,
    /// What is added to the level of headings.
    pub decalage: u8,
}

/// What a name leads to.
///
/// # Errors
/// The names that could have been written instead.
pub fn resoudre(portee: Portee<'_>, nom: &str) -> Result<Cible, Vec<String>> {
    let dossier = portee.dossier;
    let parties: Vec<&str> = nom.split('.').collect();
    match parties.as_slice() {
        ["convention", "montant_etat"] => {
            Ok(Cible::Texte(dossier.convention.montant_etat.valeur.to_string()))
        }
        ["convention", "annee"] => Ok(Cible::Texte(dossier.convention.annee.to_string())),
        ["convention", "lieu"] => Ok(Cible::Texte(dossier.convention.lieu.clone())),
        ["departement", "nom"] => Ok(Cible::Texte(dossier.organisation.departement.nom.clone())),
        ["departement", "de"] => Ok(Cible::Texte(dossier.organisation.departement.de.clone())),
        ["compte"] => match &dossier.organisation.compte {
            Some(compte) => Ok(Cible::Blocs(vec![Morceau::Coordonnees { lignes: coordonnees(compte) }])),
            None => Err(noms(portee)),
        },
        ["fiche", numero, reste @ ..] => {
            let fiche = dossier.fiches.iter().find(|f| f.numero.valeur.to_string() == **numero);
            fiche.and_then(|f| de_fiche(portee, f, reste)).ok_or_else(|| noms(portee))
        }
        autre => portee.fiche.and_then(|f| de_fiche(portee, f, autre)).ok_or_else(|| noms(portee)),
    }
}

/// The names that can be written at a place.
pub fn noms(portee: Portee<'_>) -> Vec<String> {
    let mut noms: Vec<String> = [
        "convention.montant_etat",
        "convention.annee",
        "convention.lieu",
        "departement.nom",
        "departement.de",
    ]
    .map(str::to_owned)
    .to_vec();
    if portee.dossier.organisation.compte.is_some() {
        noms.push("compte".to_owned());
    }
    let Some(fiche) = portee.fiche else {
        noms.extend(portee.dossier.fiches.iter().map(|f| format!("fiche.{}.budget.total", f.numero.valeur)));
        return noms;
    };
    noms.extend(["mise_en_place", "duree", "partenaires", "indicateurs"].map(str::to_owned));
    for budget in &fiche.budgets {
        let prefixe =
            if fiche.budgets.len() == 1 { "budget".to_owned() } else { format!("budget.{}", budget.id) };
        noms.extend(["charges", "financements", "total", "charges.total"].map(|s| format!("{prefixe}.{s}")));
        let financeurs = budget.financements.iter().filter_map(|f| f.financeur.as_ref());
        noms.extend(financeurs.map(|f| format!("{prefixe}.financements.{}", f.valeur)));
    }
    noms.extend(fiche.bordereaux.iter().map(|b| format!("bordereau.{}", b.id.valeur)));
    noms.extend(fiche.tableaux.iter().map(|t| format!("tableau.{}", t.id.valeur)));
    noms.extend(fiche.figures.iter().map(|f| format!("figure.{}", f.id.valeur)));
    noms.extend(fiche.mentions.iter().map(|(m, _)| format!("mention.{}", m.valeur)));
    noms
}

fn de_fiche(portee: Portee<'_>, fiche: &Fiche, parties: &[&str]) -> Option<Cible> {
    let tableau = |t| Cible::Blocs(vec![Morceau::Tableau { tableau: Box::new(t) }]);
    match parties {
        ["budget", reste @ ..] => budget(portee, fiche, reste),
        ["bordereau", id] => {
            fiche.bordereaux.iter().find(|b| b.id.valeur == *id).map(|b| tableau(tableaux::bordereau(b)))
        }
        ["tableau", id] => {
            fiche.tableaux.iter().find(|t| t.id.valeur == *id).map(|t| tableau(donnees::donnees(t)))
        }
        ["figure", id] => fiche
            .figures
            .iter()
            .find(|f| f.id.valeur == *id)
            .map(|f| Cible::Blocs(vec![Morceau::Figure { figure: figure(f, portee) }])),
        ["indicateurs"] => {
            fiche.objectifs.as_ref().map(|o| tableau(donnees::objectifs(o, &portee.dossier.cadre)))
        }
        ["mise_en_place"] => fiche.mise_en_place.as_ref().map(|_| Cible::Texte(pour(&fiche.mise_en_place))),
        ["duree"] => fiche.duree.as_ref().map(|_| Cible::Texte(pour(&fiche.duree))),
        ["partenaires"] => fiche.partenaires.as_ref().map(|_| Cible::Texte(partenaires(&fiche.partenaires))),
        ["mention", id] => {
            let (_, reponse) = fiche.mentions.iter().find(|(m, _)| m.valeur == *id)?;
            Some(Cible::Texte(reponse.as_ref().map_or_else(|a| a.mot().to_owned(), Clone::clone)))
        }
        _ => None,
    }
}

fn budget(portee: Portee<'_>, fiche: &Fiche, parties: &[&str]) -> Option<Cible> {
    let mots = ["charges", "financements", "total"];
    let (choisis, reste): (Vec<&Budget>, &[&str]) = match parties {
        [mot, ..] if mots.contains(mot) => match fiche.budgets.as_slice() {
            [seul] => (vec![seul], parties),
            // Without a name: the one that the convention counts.
            _ => (vec![calcul::comptes(fiche).next()?], parties),
        },
        [ids, reste @ ..] => {
            let trouves: Option<Vec<_>> =
                ids.split('+').map(|id| fiche.budgets.iter().find(|b| b.id == id)).collect();
            (trouves?, reste)
        }
        [] => return None,
    };
    let texte = |m: Montant| Some(Cible::Texte(m.to_string()));
    let tableau = |t| Some(Cible::Blocs(vec![Morceau::Tableau { tableau: Box::new(t) }]));
    match (reste, choisis.as_slice()) {
        (["charges"], budgets) => tableau(tableaux::charges(budgets, fiche)),
        (["financements"], budgets) => tableau(tableaux::financements(budgets, &portee.dossier.cadre)),
        (["total"], [seul]) => texte(calcul::financements(seul).total),
        (["charges", "total"], [seul]) => texte(calcul::charges(seul, fiche).total),
        (["financements", "total"], [seul]) => texte(calcul::financements(seul).total),
        (["financements", financeur], [seul]) => {
            let part = calcul::part(seul, Some(financeur));
            if part.est_vide() { None } else { texte(part.total) }
        }
        _ => None,
    }
}

fn figure(f: &crate::model::tableau::Figure, portee: Portee<'_>) -> FigureVue {
    FigureVue {
        titre: f.titre.clone(),
        image: f.fichier.as_ref().map(|c| format!("{}{}", portee.racine, chemin_emis(&c.valeur))),
        alternative: f.alternative.clone(),
        legende: f.legende.clone(),
    }
}

/// Where an image of an edition stands in the emitted folder: `content/2022/images/a.png` is `images/a.png`.
pub fn chemin_emis(chemin: &Chemin) -> String {
    chemin.as_str().splitn(3, '/').nth(2).unwrap_or(chemin.as_str()).to_owned()
}

fn coordonnees(compte: &Compte) -> Vec<CleValeur> {
    let valeur = |cle: &str, v: &Result<String, Absence>| CleValeur {
        cle: cle.to_owned(),
        valeur: v.clone().unwrap_or_else(|a| a.mot().to_owned()),
        absence: v.is_err(),
    };
    vec![
        valeur("Dénomination sociale", &Ok(compte.titulaire.clone())),
        valeur("Code établissement", &compte.code_etablissement.valeur),
        valeur("Code guichet", &compte.code_guichet.valeur),
        valeur("Numéro de compte", &compte.numero.valeur),
        valeur("Clé RIB", &compte.cle.valeur),
        valeur("IBAN", &Ok(compte.iban.valeur.clone())),
        valeur("BIC", &Ok(compte.bic.valeur.clone())),
    ]
}

/// A header field in words: data of the parts of the action, or the word of its absence.
pub fn pour<T: std::fmt::Display>(champ: &Champ<Vec<Pour<T>>>) -> String {
    match champ {
        None => String::new(),
        Some(Err(absence)) => absence.valeur.mot().to_owned(),
        Some(Ok(liste)) => liste
            .iter()
            .map(|p| match &p.objet {
                Some(objet) => format!("{objet} : {}", p.donnee),
                None => p.donnee.to_string(),
            })
            .collect::<Vec<_>>()
            .join(" ; "),
    }
}

/// The partners in words.
pub fn partenaires(champ: &Champ<Partenaires>) -> String {
    match champ {
        None => String::new(),
        Some(Err(absence)) => absence.valeur.mot().to_owned(),
        Some(Ok(Partenaires::Aucun(_))) => "aucun".to_owned(),
        Some(Ok(Partenaires::Liste(noms))) => {
            noms.iter().map(|n| n.valeur.as_str()).collect::<Vec<_>>().join(", ")
        }
    }
}
