//! A value that is missing without a reason, or promised by an act that is signed.

use std::collections::BTreeMap;

use crate::aggregate::matrice::{self, Boite, Ligne};
use crate::check::indicateurs::{Donnee, compte, court, des_fiches};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::cadre::{Indicateur, Mesure};
use crate::model::{Absence, Mesurage, Valeur};
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "IND-003",
    titre: "des valeurs d’indicateurs sont vides, ou promises par un acte signé",
    gravite: Gravite::Avertissement,
    verifie: "Les cases vides sans raison du tableau des objectifs de chaque fiche, puis de la matrice : un constat par \
              fiche, un par mesure, un pour les colonnes entièrement vides. « non contracté », « non renseigné », \
              « non communiqué » et « sans objet » sont des raisons. « à transmettre » et « en cours de construction » \
              n’en sont plus une fois l’acte signé, en conseil ; la matrice dit les deux en un constat par mesure. Une matrice dont rien n’est écrit n’est pas examinée.",
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
    let message = match trouvees.len() {
        1 if cases.len() == 1 => {
            "la seule case du tableau des objectifs est vide, sans raison déclarée".to_owned()
        }
        n if n == cases.len() => {
            format!("les {n} cases du tableau des objectifs sont vides, sans raison déclarée")
        }
        n => format!(
            "{} du tableau des objectifs, sur {}, sans raison déclarée",
            compte(n, "case vide", "cases vides"),
            cases.len()
        ),
    };
    montrer(&par_ligne(&trouvees), message).map(|d| {
        d.aide("donner la valeur, ou la raison de son absence : « non renseigné », « sans objet », « non communiqué »…")
    })
}

fn promises(cases: &[&Donnee<'_>]) -> Option<Diagnostic> {
    let trouvees: Vec<_> = cases.iter().copied().filter(|d| toutes(d.case, &PROMISES)).collect();
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

/// The two ways of promising a value.
const PROMISES: [Absence; 2] = [Absence::ATransmettre, Absence::EnConstruction];

/// A row of the matrix: an indicator and its boxes.
type Rangee<'d> = (&'d Indicateur, Vec<Etat>);

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
    let mut mesures: Vec<(&Mesure, Vec<Rangee<'_>>)> = Vec::new();
    for ligne in matrice::calculer(c.dossier) {
        match ligne {
            Ligne::Mesure(mesure) => mesures.push((mesure, Vec::new())),
            Ligne::Indicateur(indicateur, boites) => {
                let avant =
                    mesures.last().and_then(|(_, lignes)| lignes.last()).map(|(_, etats)| etats.clone());
                let etats = boites.iter().enumerate().map(|(colonne, boite)| {
                    etat(boite).or_else(|| avant.as_ref()?.get(colonne).copied()).unwrap_or(Etat::Autre)
                });
                if let Some((_, lignes)) = mesures.last_mut() {
                    lignes.push((indicateur, etats.collect()));
                }
            }
            Ligne::Theme(_) | Ligne::Groupe(_) => {}
        }
    }
    let colonnes = &c.dossier.cadre.colonnes;
    let vide = |colonne: usize| {
        mesures.iter().flat_map(|(_, l)| l).all(|(_, etats)| etats.get(colonne) == Some(&Etat::Vide))
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
        constats.extend(de_mesure(c, mesure, lignes, &entieres));
    }
    constats
}

/// What a box holds; `None` when it goes on from the one above.
fn etat(boite: &Boite<'_>) -> Option<Etat> {
    let de = |case: &[Valeur]| {
        if toutes(case, &[Absence::Vide]) {
            Etat::Vide
        } else if toutes(case, &PROMISES) {
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

/// The boxes of one measure: one finding for those that are blank and those that are promised.
fn de_mesure(
    c: &Contexte<'_>,
    mesure: &Mesure,
    lignes: &[Rangee<'_>],
    entieres: &[usize],
) -> Option<Diagnostic> {
    let defaut = c.dossier.matrice.span_par_defaut?;
    let trouver = |cherche: Etat| {
        let cases = lignes.iter().flat_map(|(i, l)| l.iter().enumerate().map(move |(k, e)| (*i, k, *e)));
        cases.filter(|(_, k, e)| *e == cherche && !entieres.contains(k)).collect::<Vec<_>>()
    };
    let (vides, promises) = (trouver(Etat::Vide), trouver(Etat::Promis));
    let promises = if c.signature().is_some() { promises } else { Vec::new() };
    let total =
        lignes.iter().map(|(_, l)| l.len()).sum::<usize>().saturating_sub(lignes.len() * entieres.len());
    let vide = match vides.len() {
        0 => None,
        1 if total == 1 => Some("la seule case est vide, sans raison déclarée".to_owned()),
        n if n == total => {
            // The columns that are blank for all the measures have their own finding.
            let ou = if entieres.is_empty() { "" } else { " des autres colonnes" };
            Some(format!("les {n} cases{ou} sont vides, sans raison déclarée"))
        }
        n => Some(format!("{} sans raison déclarée", compte(n, "case vide", "cases vides"))),
    };
    let promis = (!promises.is_empty()).then(|| {
        format!(
            "l’acte est signé, et {}",
            compte(promises.len(), "valeur y reste promise", "valeurs y restent promises")
        )
    });
    let dits: Vec<String> = vide.iter().chain(&promis).cloned().collect();
    if dits.is_empty() {
        return None;
    }
    let ecrite = |etat: &[Absence]| ecrites(c, mesure, etat).next();
    let (place, absences) = if vides.is_empty() {
        (ecrite(&PROMISES).unwrap_or(defaut), &promises)
    } else {
        (ecrite(&[Absence::Vide]).unwrap_or(defaut), &vides)
    };
    let mut constat =
        Diagnostic::constat(place, format!("matrice, mesure {} : {}", mesure.numero, dits.join(" ; ")))
            .ici(nommer(absences));
    if vides.is_empty() {
        return Some(constat.conseil().aide("donner la valeur, ou dire qui la transmettra et quand"));
    }
    for span in ecrites(c, mesure, &PROMISES).take(MONTREES) {
        constat = constat.voir(span, "promise");
    }
    Some(constat.aide("donner la valeur, ou la raison de son absence : « non renseigné », « sans objet »…"))
}

/// Where values of a measure are written in the matrix as absent in some way.
fn ecrites<'c>(
    c: &'c Contexte<'_>,
    mesure: &'c Mesure,
    absences: &'c [Absence],
) -> impl Iterator<Item = Span> + 'c {
    let de = |cible: &str| cible.split_once('/').map_or(cible == mesure.numero, |(m, _)| m == mesure.numero);
    let lignes = c.dossier.matrice.valeurs.iter().filter(move |l| de(&l.cible.valeur));
    lignes
        .flat_map(|l| &l.cases)
        .filter(|(_, case)| toutes(case, absences))
        .filter_map(|(_, case)| case.first().map(|v| v.mesurage.span))
}

/// The indicators of some boxes, each once.
fn nommer(cases: &[(&Indicateur, usize, Etat)]) -> String {
    let mut noms: Vec<String> = Vec::new();
    for (indicateur, ..) in cases {
        let nom = court(&indicateur.libelle);
        if noms.last() != Some(&nom) {
            noms.push(nom);
        }
    }
    let reste = noms.len().saturating_sub(MONTREES);
    noms.truncate(MONTREES);
    let suite = if reste > 0 { format!(", et {}", compte(reste, "autre", "autres")) } else { String::new() };
    format!("{}{suite}", noms.join(", "))
}
