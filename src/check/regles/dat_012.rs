//! Windows of values and years of columns that contradict each other.

use std::collections::BTreeMap;

use crate::check::dates::{Intervalle, dire, intervalle};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::fiche::LigneObjectif;
use crate::model::passage::Nature;
use crate::model::tableau::Colonne;
use crate::model::temps::Fenetre;
use crate::model::{DateImprecise, Duree, Jour, Valeur};
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-012",
    titre: "une valeur n’est pas de l’année de sa colonne, ou une colonne pas de son année",
    gravite: Gravite::Erreur,
    verifie: "La période de mesure d’une valeur tient dans l’année, ou les années, que nomme sa colonne (tableaux des \
              fiches et matrice). Une colonne de la matrice dont l’identifiant est une année la redit dans son titre, \
              et n’en dit pas d’autre. En avertissement : un même indicateur du cadre, dans une même colonne, mesuré \
              dans deux fiches sur deux périodes dont les jours diffèrent ; une colonne « au 30-06-2024 » hors de la \
              période de son groupe. Une colonne sans année est laissée de côté.",
    pourquoi: "On compare des colonnes : une valeur d’une autre année y fait une progression, ou un recul, qui n’ont pas \
               eu lieu ; deux fiches mesurées sur des périodes différentes ne s’additionnent pas.",
    source: "Comparabilité des indicateurs : matrice et fiches du cadre ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "au: 2023-12-31, source",
            a: "au: 2021-12-31, source",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "au: 2023-12-31, source",
            a: "du: 2023-01-01, au: 2023-12-31, source",
        }],
    },
    chercher,
};

/// Where an indicator was measured, in a column.
type Mesures<'d> = BTreeMap<(&'d str, &'d str), Vec<(Span, Fenetre)>>;

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let dossier = c.dossier;
    let mut sortie = Vec::new();
    let mut mesures: Mesures<'_> = BTreeMap::new();
    for objectifs in c.fiches().filter_map(|f| f.objectifs.as_ref()) {
        for ligne in &objectifs.lignes {
            let LigneObjectif::Indicateur { indicateur, cases, .. } = ligne else { continue };
            for (case, colonne) in cases.iter().zip(&objectifs.colonnes) {
                sortie
                    .extend(case.iter().filter_map(|v| hors_colonne(v, &colonne.valeur, Some(colonne.span))));
                let Some(indicateur) = indicateur else { continue };
                let fenetres = case.iter().filter_map(|v| v.fenetre.map(|f| (v.mesurage.span, f)));
                mesures
                    .entry((indicateur.valeur.as_str(), colonne.valeur.as_str()))
                    .or_default()
                    .extend(fenetres);
            }
        }
    }
    for ligne in &dossier.matrice.valeurs {
        for (colonne, case) in &ligne.cases {
            let place = Some(colonne.span);
            sortie.extend(case.iter().filter_map(|v| hors_colonne(v, &colonne.valeur, place)));
        }
    }
    sortie.extend(
        mesures.iter().filter_map(|((indicateur, colonne), lues)| partagee(indicateur, colonne, lues)),
    );
    sortie.extend(colonnes(c));
    sortie.extend(c.fiches().flat_map(|f| &f.tableaux).flat_map(|t| &t.colonnes).filter_map(hors_groupe));
    sortie
}

/// A column of a day that is not of the period of its group: « Files au 30-06-2023 », « Convention du … au … ».
fn hors_groupe(colonne: &Colonne) -> Option<Diagnostic> {
    let (debut, fin) = match jours_ecrits(colonne.groupe.as_deref()?).as_slice() {
        [debut, fin] if debut < fin => (*debut, *fin),
        _ => return None,
    };
    let titre = jours_ecrits(&colonne.titre.valeur);
    let jour = titre.iter().find(|j| **j < debut || fin < **j)?;
    Some(
        Diagnostic::constat(
            colonne.titre.span,
            format!("la colonne donne le {jour}, hors de la période de son groupe, {}", dire((debut, fin))),
        )
        .avertissement()
        .aide("corriger le jour, ou la période du groupe"),
    )
}

/// The days written in figures in a heading.
fn jours_ecrits(texte: &str) -> Vec<Jour> {
    let mots = texte.split(|c: char| !(c.is_ascii_digit() || c == '-' || c == '/'));
    mots.filter_map(|mot| {
        let parties: Vec<&str> = mot.split(['-', '/']).collect();
        let [jour, mois, annee] = parties.as_slice() else { return None };
        Jour::new(annee.parse().ok()?, mois.parse().ok()?, jour.parse().ok()?)
    })
    .collect()
}

fn annees(texte: &str) -> Vec<u16> {
    texte
        .split(|c: char| !c.is_ascii_digit())
        .filter(|m| m.len() == 4)
        .filter_map(|m| m.parse().ok())
        .filter(|a| (1900..=2200).contains(a))
        .collect()
}

fn jours_de(titre: &str) -> Option<Intervalle> {
    let annees = annees(titre);
    let (de, a) = (annees.iter().min()?, annees.iter().max()?);
    intervalle(&Duree::Periode(DateImprecise::Annee(*de), DateImprecise::Annee(*a)))
}

fn hors_colonne(valeur: &Valeur, colonne: &str, place: Option<Span>) -> Option<Diagnostic> {
    let fenetre = valeur.fenetre?;
    let (debut, fin) = match fenetre {
        Fenetre::Au(j) => (j, j),
        Fenetre::DuAu(a, b) => (a, b),
    };
    let jours = jours_de(colonne)?;
    if jours.0 <= debut && fin <= jours.1 {
        return None;
    }
    let constat = Diagnostic::constat(
        valeur.mesurage.span,
        format!("cette valeur de la colonne « {colonne} » est mesurée {fenetre}"),
    )
    .aide("corriger la période de mesure, ou changer la valeur de colonne");
    Some(match place {
        Some(place) => constat.voir(place, format!("colonne « {colonne} »")),
        None => constat,
    })
}

/// One indicator of the framework, measured by several fiches over different days.
fn partagee(indicateur: &str, colonne: &str, lues: &[(Span, Fenetre)]) -> Option<Diagnostic> {
    let (premier, fenetre) = lues.first()?;
    let (autre, differente) = lues.iter().find(|(_, f)| f != fenetre)?;
    Some(
        Diagnostic::constat(
            *autre,
            format!(
                "l’indicateur {indicateur}, colonne « {colonne} », est mesuré {differente} ici, et {fenetre} ailleurs"
            ),
        )
        .avertissement()
        .voir(*premier, fenetre.to_string())
        .aide("mesurer le même indicateur sur la même période"),
    )
}

/// The columns of the matrix whose year is not that of their title.
fn colonnes(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let textes: BTreeMap<&str, Span> = c
        .dossier
        .passages
        .iter()
        .filter(|p| p.nature == Nature::Champ)
        .map(|p| (p.texte.as_str(), p.span))
        .collect();
    c.dossier
        .cadre
        .colonnes
        .iter()
        .filter_map(|colonne| {
            let id: u16 = Some(&colonne.id).filter(|id| id.len() == 4)?.parse().ok()?;
            let dites = colonne.titre.split(|c: char| !c.is_ascii_digit()).filter(|m| m.len() == 4);
            let fausse = dites.filter_map(|m| m.parse::<u16>().ok()).find(|a| *a != id)?;
            Some(
                Diagnostic::constat(
                    *textes.get(colonne.titre.as_str())?,
                    format!(
                        "la colonne {id} de la matrice s’intitule « {} », et dit {fausse}",
                        colonne.titre
                    ),
                )
                .aide("accorder l’identifiant et le titre de la colonne"),
            )
        })
        .collect()
}
