//! Unit of a value against that of the framework.

use crate::check::indicateurs::{Donnee, chiffre, court, dire, toutes};
use crate::check::objectifs::objectif;
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Valeur;
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "IND-012",
    titre: "l’unité d’une valeur manque, ou n’est pas celle du référentiel",
    gravite: Gravite::Avertissement,
    verifie: "Les nombres des fiches et de la matrice dont le cadre donne l’unité : l’unité écrite est la même (au \
              pluriel près, et la fin en est libre : « jours ouvrés ») ; l’unité absente se lit dans le libellé \
              (« Nombre de personnes… »). Quand la définition de l’indicateur donne son objectif dans une autre unité, \
              c’est celle-ci qui est citée. Les personnes peuvent être dites bénéficiaires, jeunes, usagers…",
    pourquoi: "« 39,5 » peut être des jours, des semaines ou un pourcentage : sans unité, la valeur ne se compare \
               ni à la cible ni au seuil du cadre.",
    source: "Unités du référentiel d’indicateurs du cadre ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement { fichier: "content/2024/indicateurs.yaml", de: ": 20 jours,", a: ": 20," }],
        admis: &[Changement {
            fichier: "content/2024/indicateurs.yaml",
            de: ": 20 jours,",
            a: ": 20 jours ouvrés,",
        }],
    },
    chercher,
};

/// Words that all count people.
const PERSONNES: [&str; 11] = [
    "personne",
    "beneficiaire",
    "jeune",
    "usager",
    "allocataire",
    "participant",
    "agent",
    "salarie",
    "enfant",
    "eleve",
    "stagiaire",
];

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    toutes(c).iter().flat_map(|d| d.case.iter().filter_map(|v| signaler(d, v))).collect()
}

/// A unit without its plural.
fn singulier(unite: &str) -> String {
    let unite = plat(&unite.replace('%', "pourcent").replace('€', "euro"));
    let premier = unite.split(' ').next().unwrap_or_default();
    let premier = premier.strip_suffix(['s', 'x']).unwrap_or(premier);
    if premier == "j" { "jour".to_owned() } else { premier.to_owned() }
}

/// A value without a unit, whose objective the framework tells in another one: which of the two is meant is open.
fn sans_unite_visee(donnee: &Donnee<'_>, attendue: &str, ecrit: &str, span: Span) -> Option<Diagnostic> {
    let (_, indicateur) = donnee.cadre?;
    let vise = objectif(indicateur).filter(|o| singulier(o.unite) != singulier(attendue))?;
    let message = format!(
        "{} : {ecrit} est sans unité ; l’objectif du référentiel est en {}",
        donnee.nom(),
        vise.unite
    );
    Some(
        Diagnostic::constat(span, message)
            .ici(court(donnee.libelle))
            .voir(indicateur.id.span, format!("objectif du référentiel : « {} »", vise.mots))
            .aide(format!("écrire l’unité de la valeur : {attendue} ou {}", vise.unite)),
    )
}

fn signaler(donnee: &Donnee<'_>, valeur: &Valeur) -> Option<Diagnostic> {
    let attendue = donnee.unite()?;
    let nombre = chiffre(&valeur.mesurage.valeur)?;
    let ecrit = dire(&valeur.mesurage.valeur);
    let span = valeur.mesurage.span;
    let racine = singulier(attendue);
    let constat = match nombre.unite.as_deref() {
        Some(dite) => {
            let dite_racine = singulier(dite);
            let personnes = PERSONNES.contains(&racine.as_str()) && PERSONNES.contains(&dite_racine.as_str());
            if dite_racine == racine || personnes {
                return None;
            }
            Diagnostic::constat(
                span,
                format!(
                    "{} : {ecrit} est en « {dite} », et le référentiel compte en « {attendue} »",
                    donnee.nom()
                ),
            )
            .aide("convertir la valeur, ou corriger son unité")
        }
        None => {
            // « Nombre de personnes » says its unit; « Délai moyen » does not.
            let libelle = plat(donnee.libelle);
            let dit =
                |racine: &str| libelle.split(' ').any(|m| m.strip_suffix(['s', 'x']).unwrap_or(m) == racine);
            let nombre_de = libelle.split(' ').any(|m| m == "nombre" || m == "nombres");
            if dit(&racine) || nombre_de {
                return None;
            }
            if let Some(constat) = sans_unite_visee(donnee, attendue, &ecrit, span) {
                return Some(constat);
            }
            Diagnostic::constat(
                span,
                format!(
                    "{} : {ecrit} est sans unité, et le référentiel compte en « {attendue} »",
                    donnee.nom()
                ),
            )
            .aide(format!("écrire l’unité : « {ecrit} {attendue} »"))
        }
    };
    let reference = donnee.cadre.map(|(_, i)| i.id.span)?;
    Some(constat.ici(court(donnee.libelle)).voir(reference, format!("unité du référentiel : « {attendue} »")))
}
