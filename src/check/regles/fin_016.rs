//! A « dont » without its amount.

use crate::aggregate::budget::{apport, comptes};
use crate::check::finances::payeur;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Absence;
use crate::model::budget::Apport;

const FICHIER: &str = "content/2024/fiches/02-diagnostics.md";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-016",
    titre: "une part « dont » est annoncée sans son montant",
    gravite: Gravite::Avertissement,
    verifie: "Dans les budgets comptés, une ligne de financement dont le montant est connu et dont une part (`dont`), qui \
              vient d’un autre financeur, n’a pas de montant. Une part « sans objet », et les budgets de rôle « projet », \
              sont laissés de côté.",
    pourquoi: "Sans le montant de cette part, on ne sait pas ce que le payeur de la ligne apporte lui-même, et les totaux \
               par financeur comptent tout à son nom.",
    source: "Cohérence interne de l’acte : le plan de financement dit ce que paie chacun.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: FICHIER,
            de: "    - { financeur: departement, montant: 15 000 € }",
            a: "    - { financeur: departement, montant: 15 000 €, dont: [{ financeur: fse, montant: non renseigné }] }",
        }],
        admis: &[Changement {
            fichier: FICHIER,
            de: "    - { financeur: departement, montant: 15 000 € }",
            a: "    - { financeur: departement, montant: 15 000 €, dont: [{ financeur: fse, montant: sans objet }] }",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let cadre = &c.dossier.cadre;
    let mut constats = Vec::new();
    for ligne in c.fiches().flat_map(comptes).flat_map(|b| &b.financements) {
        let somme = apport(ligne);
        if somme.absents > 0 || somme.total.est_nul() {
            continue;
        }
        for dont in &ligne.dont {
            let Apport::Absent(absence) = &dont.apport else { continue };
            if absence.valeur == Absence::SansObjet {
                continue;
            }
            let message = format!(
                "la part « {} » de {} (« {} ») est annoncée sans son montant",
                payeur(dont, cadre),
                somme.total,
                payeur(ligne, cadre)
            );
            let constat = Diagnostic::constat(absence.span, message).aide(
                "écrire le montant de cette part : le reste est la part propre de celui qui paie la ligne",
            );
            constats.push(
                somme.termes.iter().take(12).fold(constat, |d, t| d.voir(t.span, t.montant.to_string())),
            );
        }
    }
    constats
}
