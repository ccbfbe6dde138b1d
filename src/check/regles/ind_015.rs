//! A figure of a year that is not over, without a date.

use std::collections::BTreeMap;

use crate::check::indicateurs::{Donnee, annees, chiffre, compte, court, des_fiches, dire, est_cible};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-015",
    titre: "une valeur d’une année non achevée est sans date d’arrêté",
    gravite: Gravite::Conseil,
    verifie: "Dans un acte signé, les nombres d’une colonne de fiche dont la dernière année n’était pas achevée à la \
              signature, et dont le titre n’annonce pas une cible : chacun dit sa date d’arrêté (« au ») ou sa période \
              (« du… au »). Une valeur dont la source est déclarée (« source ») n’est pas examinée. Une borne (« ≥ 3 »), une fourchette et une tolérance sont des cibles, et ne sont pas \
              examinées. Un constat par colonne.",
    pourquoi: "Faute de date, on ne sait si le nombre est un résultat provisoire, une estimation ou une cible : il ne \
               pourra pas être comparé au résultat de l’année.",
    source: "Cohérence interne de l’acte avec sa date de signature.",
    exemple: Exemple {
        contexte: &[],
        faute: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "  colonnes: [Cible 2024]\n",
                a: "  colonnes: [\"2024\"]\n",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "valeurs: { Cible 2024: 45 personnes }",
                a: "valeur: 45 personnes",
            },
        ],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "{ \"2023\": 900, Cible 2024: 1 040 personnes }",
            a: "{ \"2023\": 900, Cible 2024: { valeur: 1 040 personnes, note: Sur deux sites. } }",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some(signature) = c.signature() else { return Vec::new() };
    let donnees = des_fiches(c);
    let mut colonnes: BTreeMap<_, Vec<&Donnee<'_>>> = BTreeMap::new();
    for donnee in &donnees {
        let ouverte = annees(donnee.colonne).last().is_some_and(|a| *a >= signature.annee());
        if ouverte && !est_cible(donnee.colonne) && sans_date(donnee) {
            colonnes.entry(donnee.portee()).or_default().push(donnee);
        }
    }
    colonnes.into_iter().filter_map(|((_, titre), lignes)| signaler(c, titre, &lignes)).collect()
}

/// Whether a figure of the box has no date, nor a source that would give it.
fn sans_date(donnee: &Donnee<'_>) -> bool {
    donnee.case.iter().any(|v| {
        matches!(v.mesurage.valeur, crate::model::Mesurage::Nombre(_))
            && v.fenetre.is_none()
            && v.source.is_none()
    })
}

fn signaler(c: &Contexte<'_>, titre: &str, lignes: &[&Donnee<'_>]) -> Option<Diagnostic> {
    let (premiere, autres) = lignes.split_first()?;
    let dites = |d: &Donnee<'_>| {
        let valeurs = d.case.iter().filter(|v| chiffre(&v.mesurage.valeur).is_some());
        valeurs.map(|v| dire(&v.mesurage.valeur)).collect::<Vec<_>>().join(" et ")
    };
    let montrer = |d: &Donnee<'_>| format!("{} : {}", court(d.libelle), dites(d));
    let valeurs = lignes.iter().map(|d| dites(d)).collect::<Vec<_>>().join(", ");
    let quoi = compte(lignes.len(), "ligne chiffrée est", "lignes chiffrées sont");
    let mut constat = Diagnostic::constat(
        premiere.case.first().map_or(premiere.span, |v| v.mesurage.span),
        format!(
            "colonne « {titre} », période non achevée à la signature : {quoi} sans date d’arrêté ({valeurs})"
        ),
    )
    .ici(montrer(premiere))
    .aide("dire la date ou la période de chaque valeur (« au », « du »), ou titrer la colonne « Cible … »");
    for autre in autres.iter().take(12) {
        constat = constat.voir(autre.span, montrer(autre));
    }
    if let Some(date) = &c.dossier.convention.dates.signature {
        constat = constat.voir(date.span, format!("l’acte est signé le {}", date.valeur));
    }
    Some(constat)
}
