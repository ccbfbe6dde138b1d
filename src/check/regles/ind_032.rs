//! A result of a period that was not over when the act was signed.

use crate::check::indicateurs::{annees, chiffre, court, dire, est_resultat, toutes};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Fenetre;

pub(crate) static REGLE: Regle = Regle {
    code: "IND-032",
    titre: "un résultat porte sur une période qui n’était pas achevée à la signature",
    gravite: Gravite::Erreur,
    verifie: "Dans un acte signé, une valeur arrêtée à un jour postérieur à la signature (« au »), hors des colonnes qui \
              annoncent une cible ; puis un nombre d’une colonne qui annonce un résultat ou une situation (« Résultat \
              atteint en… ») d’une année postérieure à celle de la signature. Une valeur de l’année en cours, sans date, \
              n’est pas examinée ici.",
    pourquoi: "Un acte ne peut constater ce qui n’a pas encore eu lieu : c’est une cible, ou la date est fausse.",
    source: "Cohérence interne de l’acte avec sa date de signature.",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "  colonnes: [Cible 2024]\n  lignes:\n    - { libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
            a: "  colonnes: [\"2024\"]\n  lignes:\n    - { libelle: Nombre de jeunes suivis, valeur: { valeur: 45 personnes, au: 2024-02-29 } }",
        }],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "au: 2024-02-29",
            a: "au: 2024-12-31",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "Cible 2024: 1 300 personnes }",
            a: "Cible 2024: { valeur: 1 300 personnes, au: 2024-12-31 } }",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let (Some(signature), Some(date)) = (c.signature(), &c.dossier.convention.dates.signature) else {
        return Vec::new();
    };
    let mut constats = Vec::new();
    for donnee in toutes(c).iter().filter(|d| !crate::check::indicateurs::est_cible(d.colonne)) {
        for valeur in donnee.case.iter().filter(|v| chiffre(&v.mesurage.valeur).is_some()) {
            let tardive = valeur.fenetre.filter(|f| match f {
                Fenetre::Au(fin) | Fenetre::DuAu(_, fin) => *fin > signature,
            });
            let annee = annees(donnee.colonne).last().copied().unwrap_or(0);
            let quand = match tardive {
                Some(fenetre) => fenetre.to_string(),
                None if est_resultat(donnee.colonne) && annee > signature.annee() => format!("en {annee}"),
                None => continue,
            };
            constats.push(
                Diagnostic::constat(
                    valeur.mesurage.span,
                    format!(
                        "{} : {} est donné {quand}, après la signature de l’acte",
                        donnee.nom(),
                        dire(&valeur.mesurage.valeur)
                    ),
                )
                .ici(court(donnee.libelle))
                .voir(date.span, format!("l’acte est signé le {signature}"))
                .aide("corriger la date, ou dire dans le titre de la colonne que c’est une cible"),
            );
        }
    }
    constats
}
