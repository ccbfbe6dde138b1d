//! The annexes of the report: financial table, matrix of indicators, what is missing and why.

use std::collections::BTreeMap;

use super::synthese::{contracte, ecart, execute, nom, portee, taux};
use crate::aggregate::manques::{Manque, Partie};
use crate::aggregate::matrice::{Boite, Ligne as LigneMatrice, calculer};
use crate::aggregate::objectifs::{Atteinte, Raison, suivre};
use crate::aggregate::rapport::{Action, Bilan, Cumul};
use crate::aggregate::refaction::{Solde, Unite};
use crate::document::donnees::{NOTE_VIDE, case};
use crate::document::tableaux::{centimes, euros};
use crate::document::vue::{Cellule, Colonne, Forme, GenreLigne, Ligne as Rangee, Tableau};
use crate::model::cadre::ETAT;
use crate::model::nombre::francais;
use crate::model::rapport::{ModeRefaction, NiveauRefaction, RapportExecution, Refaction};
use crate::model::{Absence, Case, Dossier, Mesurage, Montant};

/// How the State pays or takes back, in words.
pub(super) fn regle(regle: Option<&Refaction>) -> String {
    let Some(r) = regle else {
        return "Le cadre ne fixe pas de règle de réfaction : la part de l’État à verser ou à reprendre n’est pas calculée.".to_owned();
    };
    let pour_cent = |n| format!("{}\u{a0}%", francais(n, None));
    let niveau = match r.niveau {
        NiveauRefaction::Fiche => "action par action",
        NiveauRefaction::Annexe => "annexe par annexe",
        NiveauRefaction::Convention => "sur l’ensemble des actions",
    };
    let mode = match r.mode {
        ModeRefaction::Proportionnel => {
            "la part de l’État suit le taux d’exécution du budget, tous financeurs"
        }
        ModeRefaction::DepenseReelle => "la part de l’État est celle de ses crédits qui a été dépensée",
    };
    let mut phrase = format!("Règle du cadre : {mode}, {niveau}");
    if !r.seuil.is_zero() {
        phrase.push_str(&format!(" ; rien n’est repris jusqu’à {} d’écart", pour_cent(r.seuil)));
    }
    phrase.push_str(&format!(" ; au plus {} du montant contracté", pour_cent(r.plafond)));
    if let Some(part) = r.part_max {
        phrase.push_str(&format!(" et {} de la dépense", pour_cent(part)));
    }
    phrase.push_str(&format!(" ; {} versés d’avance.", pour_cent(r.avance)));
    if let Some(source) = &r.source {
        phrase.push_str(&format!(" Source : {source}."));
    }
    phrase
}

/// What is due, and what remains to pay or to take back.
fn solde(solde: Option<&Option<Solde>>, decimales: u32) -> [Cellule; 2] {
    match solde {
        Some(Some(s)) => [euros(s.du, decimales), ecart(Some(s.reste()), decimales)],
        Some(None) => [Cellule::texte("–"), Cellule::absence(Absence::NonRenseigne)],
        None => [Cellule::rien(), Cellule::rien()],
    }
}

/// The financial table: every action, by annexe, and the State's balance where the rule gives one.
pub(super) fn financier(bilan: &Bilan<'_>, regle: Option<&Refaction>, soldes: Option<&[Unite]>) -> Tableau {
    let rang = bilan.rang(ETAT);
    let mut colonnes = vec![Colonne::texte("Action")];
    for titre in ["Contracté", "Exécuté", "Taux", "Écart"] {
        colonnes.push(Colonne::chiffres(titre).sous(Some("Tous financeurs")));
    }
    for titre in ["Contracté", "Exécuté", "Non consommé"] {
        colonnes.push(Colonne::chiffres(titre).sous(Some("État")));
    }
    if regle.is_some() {
        for titre in ["Part due", "À verser (+) ou à reprendre (−)"] {
            colonnes.push(Colonne::chiffres(titre).sous(Some("Solde de l’État")));
        }
    }
    let largeur = colonnes.len();
    let mut tableau = Tableau::new(colonnes);
    let unites = soldes.unwrap_or_default();
    let montants = bilan.actions().flat_map(|a| a.parts.iter().chain([&a.autres]));
    let decimales = centimes(
        montants
            .flat_map(|p| [p.contracte.total, p.liquide.total])
            .chain(unites.iter().filter_map(|u| u.solde).flat_map(|s| [s.du, s.reste()])),
    );
    let trouver = |fiche: Option<u16>, annexe: Option<&str>| {
        unites.iter().find(|u| u.fiche == fiche && u.annexe.as_deref() == annexe).map(|u| &u.solde)
    };
    for bloc in &bilan.blocs {
        let titre = bloc
            .annexe
            .map_or("Actions non contractées".to_owned(), |a| format!("Annexe {} · {}", a.id, a.titre));
        tableau.lignes.push(Rangee::titre(&titre, largeur));
        for action in &bloc.actions {
            let mut cellules = rangee(action, rang, decimales);
            if regle.is_some() {
                cellules.extend(solde(trouver(Some(action.numero), None), decimales));
            }
            tableau.ligne(GenreLigne::Ligne, cellules);
        }
        if bilan.blocs.len() > 1 {
            let nom = bloc.annexe.map_or("Total".to_owned(), |a| format!("Total de l’annexe {}", a.id));
            let etat = rang.and_then(|r| bloc.total.parts.get(r));
            let mut cellules =
                total(&nom, &bloc.total.total, etat, non_consommes(&bloc.actions, rang), decimales);
            if regle.is_some() {
                let numeros: Vec<u16> = bloc.actions.iter().map(|a| a.numero).collect();
                let id = bloc.annexe.map(|a| a.id.as_str());
                cellules.extend(match trouver(None, id).filter(|_| id.is_some()) {
                    Some(s) => solde(Some(s), decimales),
                    None => somme_des_soldes(
                        unites.iter().filter(|u| u.fiche.is_some_and(|f| numeros.contains(&f))),
                        decimales,
                    ),
                });
            }
            tableau.ligne(GenreLigne::Groupe, cellules);
        }
    }
    let etat = rang.and_then(|r| bilan.total.parts.get(r));
    let mut cellules =
        total("Total", &bilan.total.total, etat, super::synthese::non_consommes(bilan), decimales);
    if regle.is_some() {
        cellules.extend(somme_des_soldes(unites.iter(), decimales));
    }
    tableau.ligne(GenreLigne::Total, cellules);
    tableau.compact = true;
    tableau.aligner()
}

fn rangee(action: &Action<'_>, rang: Option<usize>, decimales: u32) -> Vec<Cellule> {
    let t = &action.total;
    let mut cellules = vec![
        Cellule::texte(&nom(action)),
        contracte(&t.contracte, decimales),
        execute(t, decimales),
        taux(t.taux()),
        ecart(t.ecart(), decimales),
    ];
    match rang.and_then(|r| action.parts.get(r)).filter(|p| !p.est_vide()) {
        Some(etat) => {
            cellules.push(contracte(&etat.contracte, decimales));
            cellules.push(execute(etat, decimales));
            let reste = etat.ecart().map(|e| (Montant::ZERO - e).max(Montant::ZERO));
            cellules.push(reste.map_or_else(|| Cellule::texte("–"), |m| euros(m, decimales)));
        }
        None => cellules.extend([Cellule::rien(), Cellule::rien(), Cellule::rien()]),
    }
    cellules
}

fn non_consommes(actions: &[Action<'_>], rang: Option<usize>) -> Option<Montant> {
    let parts = actions.iter().filter_map(|a| a.parts.get(rang?)).filter(|p| p.est_complet());
    parts.fold(None, |somme, p| {
        let reste = (p.contracte.total - p.liquide.total).max(Montant::ZERO);
        Some(somme.unwrap_or(Montant::ZERO) + reste)
    })
}

fn total(
    nom: &str,
    tous: &Cumul,
    etat: Option<&Cumul>,
    reste: Option<Montant>,
    decimales: u32,
) -> Vec<Cellule> {
    let sur = (!tous.est_complet()).then(|| portee(tous));
    let liquide = |c: &Cumul| {
        if c.liquide.est_vide() { Cellule::texte("–") } else { euros(c.liquide.total, decimales) }
    };
    let mut cellules = vec![
        Cellule::texte(nom).precision(sur.as_deref()),
        euros(tous.contracte.total, decimales),
        liquide(tous),
        taux(tous.taux()),
        ecart(tous.ecart(), decimales),
    ];
    match etat {
        Some(e) => cellules.extend([
            euros(e.contracte.total, decimales),
            liquide(e),
            reste.map_or_else(|| Cellule::texte("–"), |m| euros(m, decimales)),
        ]),
        None => cellules.extend([Cellule::rien(), Cellule::rien(), Cellule::rien()]),
    }
    cellules
}

/// What the rule gives for several units; how many they are when some could not be computed.
fn somme_des_soldes<'u>(unites: impl Iterator<Item = &'u Unite>, decimales: u32) -> [Cellule; 2] {
    let unites: Vec<&Unite> = unites.collect();
    let connus: Vec<&Solde> = unites.iter().filter_map(|u| u.solde.as_ref()).collect();
    if connus.is_empty() {
        return [Cellule::texte("–"), Cellule::texte("–")];
    }
    let sur = (connus.len() < unites.len()).then(|| format!("sur {} de {}", connus.len(), unites.len()));
    let du: Montant = connus.iter().map(|s| s.du).sum();
    let reste: Montant = connus.iter().map(|s| s.reste()).sum();
    [euros(du, decimales).precision(sur.as_deref()), ecart(Some(reste), decimales)]
}

/// The matrix: situations of earlier years, targets, results. An indicator that several fiches follow has a
/// value for each, never a sum: the same person may be counted twice.
pub(super) fn matrice(dossier: &Dossier, rapport: &RapportExecution, bilan: &Bilan<'_>) -> Option<Tableau> {
    let mut colonnes = vec![Colonne::texte("Indicateur")];
    colonnes.extend(dossier.cadre.colonnes.iter().map(|c| Colonne::chiffres(&c.titre)));
    let annee = dossier.convention.annee.to_string();
    // A framework may already have a column for the targets of the year: it is printed once.
    colonnes.push(Colonne::chiffres(&format!("Cible {annee} des fiches")));
    colonnes.push(Colonne::chiffres("Résultat"));
    let largeur = colonnes.len();
    let mut tableau = Tableau::new(colonnes);
    let (mut theme, mut mesure) = (String::new(), String::new());
    for ligne in calculer(dossier) {
        match ligne {
            LigneMatrice::Theme(t) => theme = format!("{}. {} · ", t.numero, t.titre),
            LigneMatrice::Mesure(m) => {
                mesure.clone_from(&m.numero);
                let titre = format!("{}{} {}", std::mem::take(&mut theme), m.numero, m.titre);
                tableau.lignes.push(Rangee::titre(&titre, largeur));
            }
            LigneMatrice::Groupe(titre) => {
                let cellule = Cellule { colspan: largeur, ..Cellule::texte(titre) };
                tableau.ligne(GenreLigne::Groupe, vec![cellule]);
            }
            LigneMatrice::Indicateur(indicateur, boites) => {
                let id = format!("{mesure}/{}", indicateur.id.valeur);
                let retrait =
                    usize::from(indicateur.dont_de.is_some()) + usize::from(indicateur.groupe.is_some());
                let mut cellules = vec![Cellule::texte(&indicateur.libelle).retrait(retrait)];
                cellules.extend(boites.iter().map(boite));
                cellules.push(valeurs(&cibles(dossier, bilan, &id)));
                cellules.push(valeurs(&resultats(rapport, bilan, &id)));
                tableau.ligne(GenreLigne::Ligne, cellules);
            }
        }
    }
    tableau.compact = true;
    (!tableau.lignes.is_empty()).then(|| tableau.aligner())
}

fn boite(boite: &Boite<'_>) -> Cellule {
    match boite {
        Boite::Valeurs(valeurs) => case(valeurs),
        Boite::Mesure(valeurs, hauteur) => Cellule { rowspan: *hauteur, ..case(valeurs) },
        Boite::Suite => Cellule::suite(),
        Boite::Absente(absence) => Cellule::absence(*absence),
    }
}

/// Said before the matrix when it has blank boxes: under a table of several pages a note would stand alone.
pub(super) fn note(matrice: Option<&Tableau>) -> Option<&'static str> {
    let cellules = matrice?.lignes.iter().flat_map(|l| &l.cellules);
    cellules.into_iter().any(|c| c.forme == Forme::Vide).then_some(NOTE_VIDE)
}

/// Values by fiche as one box: without their sources, which the sheets give.
fn valeurs(par_fiche: &[(Option<u16>, &Case)]) -> Cellule {
    let plusieurs = par_fiche.len() > 1;
    let mut reunies: Case = Vec::new();
    for (fiche, case) in par_fiche {
        for v in *case {
            let mut v = v.clone();
            v.source = None;
            v.note = None;
            if let Some(n) = fiche.filter(|_| plusieurs) {
                v.perimetre = Some(match v.perimetre {
                    Some(p) => format!("fiche {n}, {p}"),
                    None => format!("fiche {n}"),
                });
            }
            reunies.push(v);
        }
    }
    let absent = |v: &crate::model::Valeur| matches!(v.mesurage.valeur, Mesurage::Absent(_));
    if reunies.iter().any(|v| !absent(v)) {
        reunies.retain(|v| !absent(v));
    } else {
        reunies.truncate(1);
    }
    if reunies.is_empty() { Cellule::texte("–") } else { case(&reunies) }
}

/// The targets of an indicator: what the act holds in the place of one, and is not one, is left out.
fn cibles<'b>(dossier: &'b Dossier, bilan: &'b Bilan<'b>, id: &str) -> Vec<(Option<u16>, &'b Case)> {
    let suivis = bilan.actions().flat_map(|a| suivre(&dossier.cadre, a).into_iter().map(|s| (a.numero, s)));
    suivis
        .filter(|(_, s)| {
            let situation = s.atteinte == Atteinte::Inconnu(Raison::Situation);
            !situation && s.resultat.is_none_or(|r| r.sans_cible.is_none())
        })
        .filter_map(|(numero, s)| Some((numero, s.objectif?)))
        .filter(|(_, o)| o.indicateur.as_deref() == Some(id))
        .map(|(numero, o)| (Some(numero), &o.cible))
        .collect()
}

fn resultats<'b>(
    rapport: &'b RapportExecution,
    bilan: &'b Bilan<'_>,
    id: &str,
) -> Vec<(Option<u16>, &'b Case)> {
    let propres = rapport.matrice.iter().filter(|l| l.cible.valeur == id);
    let mut trouves: Vec<_> = propres.flat_map(|l| &l.cases).map(|(_, c)| (None, c)).collect();
    for action in bilan.actions() {
        let siens = action.fiche.into_iter().flat_map(|f| &f.resultats);
        let siens = siens.filter(|r| r.indicateur.as_ref().is_some_and(|i| i.valeur == id));
        trouves.extend(siens.map(|r| (Some(action.numero), &r.valeur)));
    }
    trouves
}

/// How many blanks, by reason.
pub(super) fn raisons(manques: &[Manque]) -> Option<Tableau> {
    let mut comptes: BTreeMap<Absence, usize> = BTreeMap::new();
    for manque in manques {
        *comptes.entry(manque.raison).or_default() += 1;
    }
    let mut tableau = Tableau::new(vec![Colonne::texte("Raison"), Colonne::chiffres("Données")]);
    for (raison, nombre) in &comptes {
        let mot = if *raison == Absence::Vide { "case vide" } else { raison.mot() };
        tableau
            .ligne(GenreLigne::Ligne, vec![Cellule::texte(mot), Cellule::nombre((*nombre).into(), None, "")]);
    }
    tableau.ligne(
        GenreLigne::Total,
        vec![Cellule::texte("Ensemble"), Cellule::nombre(manques.len().into(), None, "")],
    );
    (!manques.is_empty()).then(|| tableau.aligner())
}

/// Most names told one by one in a line of the table of what is missing.
const NOMS_MAX: usize = 3;

/// What is missing, by action and by reason.
pub(super) fn manques(bilan: &Bilan<'_>, manques: &[Manque]) -> Option<Tableau> {
    let mut groupes: Vec<(Option<u16>, Absence, Vec<&Manque>)> = Vec::new();
    for manque in manques {
        let meme =
            |g: &&mut (Option<u16>, Absence, Vec<&Manque>)| g.0 == manque.fiche && g.1 == manque.raison;
        match groupes.iter_mut().find(meme) {
            Some(groupe) => groupe.2.push(manque),
            None => groupes.push((manque.fiche, manque.raison, vec![manque])),
        }
    }
    let mut tableau = Tableau::new(vec![
        Colonne::texte("Action"),
        Colonne::texte("Ce qui manque"),
        Colonne::texte("Raison"),
    ]);
    for (fiche, raison, siens) in groupes {
        let titre = match fiche.and_then(|n| bilan.actions().find(|a| a.numero == n)) {
            Some(action) => nom(action),
            None => "Matrice, hors fiches".to_owned(),
        };
        let mot = if raison == Absence::Vide { "case vide" } else { raison.mot() };
        let lignes: Vec<String> = PARTIES
            .iter()
            .filter_map(|(partie, un, plusieurs)| {
                let noms: Vec<&str> =
                    siens.iter().filter(|m| m.partie == *partie).map(|m| m.quoi.as_str()).collect();
                ligne_de_manques(*partie, un, plusieurs, &noms)
            })
            .collect();
        tableau.ligne(
            GenreLigne::Ligne,
            vec![Cellule::texte(&titre), Cellule::texte(&lignes.join("\n")), Cellule::texte(mot)],
        );
    }
    (!tableau.lignes.is_empty()).then(|| tableau.aligner())
}

/// The parts of a sheet and what their blanks are called.
const PARTIES: [(Partie, &str, &str); 5] = [
    (Partie::Identite, "", ""),
    (Partie::Contrat, "montant contracté", "montants contractés"),
    (Partie::Charge, "charge", "charges"),
    (Partie::Financeur, "financeur", "financeurs"),
    (Partie::Resultat, "résultat", "résultats"),
];

/// « financeurs : État, Département », « 12 charges ».
fn ligne_de_manques(partie: Partie, un: &str, plusieurs: &str, noms: &[&str]) -> Option<String> {
    let mot = if noms.len() > 1 { plusieurs } else { un };
    match (noms, partie) {
        ([], _) => None,
        (noms, Partie::Identite) => Some(noms.join(", ")),
        (noms, _) if noms.len() > NOMS_MAX => Some(format!("{} {mot}", noms.len())),
        (noms, Partie::Resultat) => Some(format!("{mot} : «\u{a0}{}\u{a0}»", noms.join("\u{a0}», «\u{a0}"))),
        (noms, _) => Some(format!("{mot} : {}", noms.join(", "))),
    }
}
