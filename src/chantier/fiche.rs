//! The sheet of an action: empty fields, what was contracted as comments beside them, and the lines that an
//! avenant adds to a sheet already begun.

use super::Travaux;
use super::yaml::{cite, engage, euros, fin_de_liste, ligne, releve, remarque};
use crate::aggregate::courant::{Cible, Courant, Ligne, mots};
use crate::diagnostic::Edition;
use crate::model::rapport::{Contrat, FicheRapport};
use crate::model::{Cadre, Dossier};
use crate::text::{Sources, Span};

/// The only line of costs of an action that has no detail.
const ENSEMBLE: &str = "Ensemble de l’action";

/// A new sheet.
pub(super) fn neuve(courant: &Courant<'_>, cadre: &Cadre) -> String {
    let f = courant.fiche;
    let mut texte = format!(
        "---\n# Fiche {} : {}\nfiche: {}\ndebut:                     # jour où l'action a commencé, ou « septembre 2022 », « en cours »\nfin:                       # jour où elle s'est terminée ; « en cours » si elle continue\n\nexecution:\n",
        f.numero.valeur,
        ligne(&f.intitule.valeur),
        f.numero.valeur
    );
    texte.push_str("  charges:                 # engage : dû en droit ; liquide : arrêté pour paiement ; le reste à payer est calculé\n");
    for l in lignes_de_charges(courant) {
        texte.push_str(&execution("    ", "prévu", &l, cadre));
    }
    texte.push_str("  financements:\n");
    for l in &courant.financements {
        texte.push_str(&execution("    ", "contracté", l, cadre));
    }
    if courant.financements.is_empty() {
        texte.push_str("    - financeur: etat\n      engage:\n      liquide:\n");
    }
    if !courant.cibles.is_empty() {
        texte.push_str("\nresultats:\n");
    }
    for cible in &courant.cibles {
        texte.push_str(&resultat("  ", cible, cadre));
    }
    texte.push_str("\nsuite:                     # poursuivi | modifié | abandonné\npieces:                    # - \"Convention du 3 mai\"\n---\n");
    for (_, titre) in &cadre.rapport.rubriques {
        texte.push_str(&format!("\n## {titre}\n"));
    }
    texte
}

/// The lines of costs; one for the whole when the fiche gives none.
fn lignes_de_charges<'d>(courant: &Courant<'d>) -> Vec<Ligne<'d>> {
    if !courant.charges.is_empty() {
        return courant.charges.clone();
    }
    let total = courant
        .financements
        .iter()
        .try_fold(crate::model::Montant::ZERO, |somme, l| l.montant.map(|m| somme + m));
    vec![Ligne { financeur: None, libelle: Some(ENSEMBLE), montant: total, span: courant.fiche.span }]
}

fn execution(marge: &str, mot: &str, l: &Ligne<'_>, cadre: &Cadre) -> String {
    let (cle, nom) = match (l.financeur, l.libelle) {
        (Some(f), _) => {
            let nom = cadre.financeur(f).map_or("", |f| f.nom.as_str());
            (format!("financeur: {f}"), format!("{nom}, {mot}"))
        }
        (None, libelle) => (format!("libelle: {}", cite(libelle.unwrap_or(""))), mot.to_owned()),
    };
    let montant = l.montant.map_or_else(|a| a.mot().to_owned(), euros);
    format!("{marge}# {nom} : {montant}\n{marge}- {cle}\n{marge}  engage:\n{marge}  liquide:\n")
}

fn resultat(marge: &str, c: &Cible<'_>, cadre: &Cadre) -> String {
    let connu = c.indicateur.and_then(|i| cadre.indicateur(i)).map(|(_, i)| i.libelle.as_str());
    let mut texte = String::new();
    if c.indicateur.is_some() {
        texte.push_str(&format!("{marge}# {}\n", remarque(c.libelle.or(connu).unwrap_or(""))));
    }
    let dates: Vec<String> = c.cible.iter().filter_map(|v| v.fenetre).map(|f| f.to_string()).collect();
    let dates = if dates.is_empty() { String::new() } else { format!(" ({})", dates.join(" ; ")) };
    let depart = c.depart.map(|d| format!(" ; situation de départ : {}", mots(d))).unwrap_or_default();
    let objectif = ligne(&format!("{}{dates}{depart}", mots(c.cible))).replace(['\u{202f}', '\u{a0}'], " ");
    texte.push_str(&format!("{marge}# objectif : {objectif}\n"));
    let cle = match (c.indicateur, c.libelle) {
        (Some(i), _) => format!("indicateur: {}", cite(i)),
        (None, libelle) => format!("libelle: {}", cite(libelle.unwrap_or(""))),
    };
    texte.push_str(&format!(
        "{marge}- {cle}\n{marge}  valeur:\n{marge}  au:                    # jour de la situation ; pour une période, ajouter « du: … »\n{marge}  source: \"\"\n{marge}  commentaire: \"\"\n"
    ));
    texte
}

/// What an avenant adds to a sheet already begun, and what no longer has a counterpart.
pub(super) fn completer(
    travaux: &mut Travaux,
    dossier: &Dossier,
    sources: &Sources,
    courant: &Courant<'_>,
    fiche: &FicheRapport,
) {
    let cadre = &dossier.cadre;
    let numero = fiche.fiche.valeur;
    let connue = |l: &Ligne<'_>| {
        fiche.charges.iter().any(|c| c.libelle.as_ref().map(|t| t.valeur.as_str()) == l.libelle)
    };
    let charges: Vec<String> = lignes_de_charges(courant)
        .iter()
        .filter(|l| !connue(l))
        .map(|l| execution("", "prévu", l, cadre))
        .collect();
    ajouter(travaux, sources, numero, "charges", fiche.charges.first().map(|l| l.span), &charges);
    let paye = |l: &Ligne<'_>| {
        fiche.financements.iter().any(|x| match l.financeur {
            Some(f) => x.financeur.as_ref().is_some_and(|n| n.valeur == f),
            None => x.financeur.is_none() && x.libelle.as_ref().map(|t| t.valeur.as_str()) == l.libelle,
        })
    };
    let financements: Vec<String> = courant
        .financements
        .iter()
        .filter(|l| !paye(l))
        .map(|l| execution("", "contracté", l, cadre))
        .collect();
    ajouter(
        travaux,
        sources,
        numero,
        "financements",
        fiche.financements.first().map(|l| l.span),
        &financements,
    );
    let suivie = |c: &&Cible<'_>| !fiche.resultats.iter().any(|r| r.cle() == c.cle());
    let resultats: Vec<String> =
        courant.cibles.iter().filter(suivie).map(|c| resultat("", c, cadre)).collect();
    ajouter(travaux, sources, numero, "resultats", fiche.resultats.first().map(|r| r.span), &resultats);
    orphelines(travaux, courant, fiche);
}

/// Adds blocks of lines at the end of a list of a sheet.
fn ajouter(
    travaux: &mut Travaux,
    sources: &Sources,
    numero: u16,
    cle: &str,
    premier: Option<Span>,
    blocs: &[String],
) {
    if blocs.is_empty() {
        return;
    }
    let place = premier.and_then(|span| fin_de_liste(sources, span));
    let Some((span, marge)) = place else {
        travaux.messages.push(format!(
            "fiche {numero} : {} à ajouter à la main sous « {cle} », que le programme ne sait pas prolonger :\n{}",
            if blocs.len() > 1 { "lignes" } else { "ligne" },
            blocs.concat().trim_end()
        ));
        return;
    };
    let retrait = |bloc: &String| bloc.lines().map(|l| format!("{marge}{l}\n")).collect::<String>();
    travaux.ajouts.push(Edition { span, texte: blocs.iter().map(retrait).collect() });
    let pluriel = if blocs.len() > 1 { "s" } else { "" };
    travaux
        .messages
        .push(format!("fiche {numero} : {} ligne{pluriel} ajoutée{pluriel} sous « {cle} »", blocs.len()));
}

/// Tells the lines of a sheet that the content no longer has.
fn orphelines(travaux: &mut Travaux, courant: &Courant<'_>, fiche: &FicheRapport) {
    let mut dire = |quoi: &str| {
        travaux.messages.push(format!(
            "fiche {} : « {quoi} » n’a plus de contrepartie dans la convention ; ce qui est écrit est gardé",
            fiche.fiche.valeur
        ));
    };
    let charges = lignes_de_charges(courant);
    for l in fiche.charges.iter().filter_map(|l| l.libelle.as_ref()) {
        if !charges.iter().any(|c| c.libelle == Some(l.valeur.as_str())) {
            dire(&l.valeur);
        }
    }
    for l in &fiche.financements {
        let nom = l.financeur.as_ref().or(l.libelle.as_ref()).map_or("", |t| t.valeur.as_str());
        if !courant.financements.iter().any(|c| c.financeur.or(c.libelle) == Some(nom)) {
            dire(nom);
        }
    }
    for r in &fiche.resultats {
        if !courant.cibles.iter().any(|c| c.cle() == r.cle()) {
            dire(r.cle());
        }
    }
}

/// What changed of an amount since a revision, in a sentence each.
pub(super) fn changements(courant: &Courant<'_>, contrat: &Contrat, cadre: &Cadre) -> Vec<String> {
    let mut phrases = Vec::new();
    for l in &courant.financements {
        let avant = contrat.financements.iter().find(|c| {
            c.financeur.as_deref() == l.financeur
                && (l.financeur.is_some() || c.libelle.as_deref() == l.libelle)
        });
        let nom = l.financeur.and_then(|f| cadre.financeur(f)).map(|f| f.nom.as_str()).or(l.libelle);
        let (ancien, neuf) = (avant.map(|c| releve(&c.montant)), engage(&l.montant).replace('"', ""));
        if let Some(ancien) = ancien.filter(|a| *a != neuf) {
            phrases.push(format!(
                "fiche {} : {} passe de {ancien} à {neuf} (le commentaire de la fiche garde l’ancien montant)",
                courant.fiche.numero.valeur,
                nom.unwrap_or("")
            ));
        }
    }
    phrases
}
