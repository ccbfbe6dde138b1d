//! A value that is missing without a reason, or promised by an act that is signed.

use std::collections::BTreeMap;

use crate::aggregate::matrice::{self, Boite, Ligne};
use crate::check::indicateurs::{Donnee, compte, court, des_fiches};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::cadre::Mesure;
use crate::model::{Absence, Mesurage, Valeur};
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "IND-003",
    titre: "des valeurs d’indicateurs sont vides, ou promises par un acte signé",
    gravite: Gravite::Avertissement,
    verifie: "Les cases vides sans raison du tableau des objectifs de chaque fiche, puis de la matrice : un constat par \
              fiche, un par mesure, un pour les colonnes entièrement vides. « non contracté », « non renseigné », \
              « non communiqué » et « sans objet » sont des raisons. « à transmettre » et « en cours de construction » \
              n’en sont plus, en conseil, une fois l’acte signé. Une matrice dont rien n’est écrit n’est pas examinée.",
    pourquoi: "Une case vide se lit de trois façons : zéro, inconnu, oublié. Sans situation de départ ni cible, \
               l’évaluation de l’action n’a rien à comparer.",
    source: "Cohérence interne de l’acte, qui annonce des indicateurs renseignés.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "valeurs: { Cible 2024: 100 diagnostics }",
            a: "valeurs: { Cible 2024: vide }",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "valeurs: { Cible 2024: 100 diagnostics }",
            a: "valeurs: { Cible 2024: non renseigné }",
        }],
    },
    chercher,
};

/// Most rows shown one by one.
const MONTREES: usize = 12;

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let donnees = des_fiches(c);
    let mut fiches: BTreeMap<u32, Vec<&Donnee<'_>>> = BTreeMap::new();
    for donnee in &donnees {
        if let Some(fiche) = donnee.fiche {
            fiches.entry(fiche.span.fichier.rang()).or_default().push(donnee);
        }
    }
    let mut constats: Vec<Diagnostic> = fiches.values().filter_map(|cases| vides(cases)).collect();
    if c.signature().is_some() {
        constats.extend(fiches.values().filter_map(|cases| promises(cases)));
    }
    constats.extend(dans_la_matrice(c));
    constats
}

fn toutes(case: &[Valeur], absences: &[Absence]) -> bool {
    !case.is_empty()
        && case.iter().all(|v| matches!(v.mesurage.valeur, Mesurage::Absent(a) if absences.contains(&a)))
}

/// The rows of some boxes, each with the number of its boxes.
fn par_ligne<'c, 'd>(cases: &[&'c Donnee<'d>]) -> Vec<(&'c Donnee<'d>, usize)> {
    let mut lignes: Vec<(&Donnee<'_>, usize)> = Vec::new();
    for case in cases {
        match lignes.last_mut() {
            Some((ligne, n)) if ligne.span == case.span => *n += 1,
            _ => lignes.push((case, 1)),
        }
    }
    lignes
}

fn vides(cases: &[&Donnee<'_>]) -> Option<Diagnostic> {
    let trouvees: Vec<_> = cases.iter().copied().filter(|d| toutes(d.case, &[Absence::Vide])).collect();
    let message = format!(
        "{} du tableau des objectifs, sur {}, sans que rien ne dise pourquoi",
        compte(trouvees.len(), "case vide", "cases vides"),
        cases.len()
    );
    montrer(&par_ligne(&trouvees), message).map(|d| {
        d.aide("donner la valeur, ou la raison de son absence : « non renseigné », « sans objet », « non communiqué »…")
    })
}

fn promises(cases: &[&Donnee<'_>]) -> Option<Diagnostic> {
    let attendues = [Absence::ATransmettre, Absence::EnConstruction];
    let trouvees: Vec<_> = cases.iter().copied().filter(|d| toutes(d.case, &attendues)).collect();
    let message = format!(
        "l’acte est signé, et {} au tableau des objectifs",
        compte(trouvees.len(), "valeur y reste promise", "valeurs y restent promises")
    );
    montrer(&par_ligne(&trouvees), message)
        .map(|d| d.conseil().aide("donner la valeur, ou dire qui la transmettra et quand"))
}

fn montrer(lignes: &[(&Donnee<'_>, usize)], message: String) -> Option<Diagnostic> {
    let dire = |(ligne, n): &(&Donnee<'_>, usize)| match n {
        1 => court(ligne.libelle),
        n => format!("{} : {n} cases", court(ligne.libelle)),
    };
    let (premiere, autres) = lignes.split_first()?;
    let mut constat = Diagnostic::constat(premiere.0.span, message).ici(dire(premiere));
    for ligne in autres.iter().take(MONTREES) {
        constat = constat.voir(ligne.0.span, dire(ligne));
    }
    Some(constat)
}

/// What a box of the matrix holds, as far as this rule looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Etat {
    Vide,
    Promis,
    Autre,
}

fn dans_la_matrice(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let valeurs = &c.dossier.matrice;
    let Some(defaut) = valeurs.span_par_defaut.filter(|_| !valeurs.valeurs.is_empty()) else {
        return Vec::new();
    };
    let mut mesures: Vec<(&Mesure, Vec<Vec<Etat>>)> = Vec::new();
    for ligne in matrice::calculer(c.dossier) {
        match ligne {
            Ligne::Mesure(mesure) => mesures.push((mesure, Vec::new())),
            Ligne::Indicateur(_, boites) => {
                let avant = mesures.last().and_then(|(_, lignes)| lignes.last().cloned());
                let etats = boites.iter().enumerate().map(|(colonne, boite)| {
                    etat(boite).or_else(|| avant.as_ref()?.get(colonne).copied()).unwrap_or(Etat::Autre)
                });
                if let Some((_, lignes)) = mesures.last_mut() {
                    lignes.push(etats.collect());
                }
            }
            Ligne::Theme(_) | Ligne::Groupe(_) => {}
        }
    }
    let colonnes = &c.dossier.cadre.colonnes;
    let vide = |colonne: usize| {
        mesures.iter().flat_map(|(_, l)| l).all(|etats| etats.get(colonne) == Some(&Etat::Vide))
    };
    let entieres: Vec<usize> = (0..colonnes.len()).filter(|k| vide(*k)).collect();
    let mut constats = Vec::new();
    if !entieres.is_empty() {
        let titres: Vec<String> =
            entieres.iter().filter_map(|k| colonnes.get(*k)).map(|c| court(&c.titre)).collect();
        let message = match titres.as_slice() {
            [seul] => format!("la colonne {seul} de la matrice est entièrement vide"),
            _ => format!("les colonnes {} de la matrice sont entièrement vides", titres.join(", ")),
        };
        constats.push(
            Diagnostic::constat(defaut, message)
                .ici("vaut pour toute case qui n’est pas écrite")
                .aide("donner les valeurs, ou la raison de leur absence par « par_defaut: non renseigné »"),
        );
    }
    for (mesure, lignes) in &mesures {
        let ecrite = valeurs.valeurs.iter().find(|l| {
            l.cible.valeur.split_once('/').map_or(l.cible.valeur.as_str(), |(m, _)| m) == mesure.numero
        });
        let span = ecrite.map_or(defaut, |l| l.cible.span);
        constats.extend(de_mesure(c, mesure, lignes, &entieres, span));
    }
    constats
}

/// What a box holds; `None` when it goes on from the one above.
fn etat(boite: &Boite<'_>) -> Option<Etat> {
    let de = |case: &[Valeur]| {
        if toutes(case, &[Absence::Vide]) {
            Etat::Vide
        } else if toutes(case, &[Absence::ATransmettre, Absence::EnConstruction]) {
            Etat::Promis
        } else {
            Etat::Autre
        }
    };
    Some(match boite {
        Boite::Valeurs(case) | Boite::Mesure(case, _) => de(case),
        Boite::Absente(Absence::Vide) => Etat::Vide,
        Boite::Absente(Absence::ATransmettre | Absence::EnConstruction) => Etat::Promis,
        Boite::Absente(_) => Etat::Autre,
        Boite::Suite => return None,
    })
}

fn de_mesure(
    c: &Contexte<'_>,
    mesure: &Mesure,
    lignes: &[Vec<Etat>],
    entieres: &[usize],
    span: Span,
) -> Vec<Diagnostic> {
    let compter = |cherche: Etat| {
        let cases = lignes.iter().flat_map(|l| l.iter().enumerate());
        cases.filter(|(k, e)| **e == cherche && !entieres.contains(k)).count()
    };
    let mut constats = Vec::new();
    let vides = compter(Etat::Vide);
    if vides > 0 {
        let message = format!(
            "matrice, mesure {} : {} sans que rien ne dise pourquoi",
            mesure.numero,
            compte(vides, "case vide", "cases vides")
        );
        constats.push(
            Diagnostic::constat(span, message)
                .aide("donner la valeur, ou la raison de son absence : « non renseigné », « sans objet »…"),
        );
    }
    let promises = compter(Etat::Promis);
    if promises > 0 && c.signature().is_some() {
        let message = format!(
            "matrice, mesure {} : l’acte est signé, et {}",
            mesure.numero,
            compte(promises, "valeur y reste promise", "valeurs y restent promises")
        );
        constats.push(
            Diagnostic::constat(span, message)
                .conseil()
                .aide("donner la valeur, ou dire qui la transmettra et quand"),
        );
    }
    constats
}
