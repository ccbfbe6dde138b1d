//! Days outside the window of the report.

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::rapport::Donnee;
use crate::model::{DateImprecise, Fenetre, Jour};

pub(crate) static REGLE: Regle = Regle {
    code: "RAP-005",
    titre: "une date d’exécution sort de la période du rapport",
    gravite: Gravite::Erreur,
    verifie: "Une action qui finit avant de commencer ; une action commencée après la fin de la période ou finie avant son début ; un résultat dont la date, ou la fin de la période, n’est pas dans celle du rapport. Les dates imprécises ne sont pas comparées.",
    pourquoi: "Ce qui s’est passé hors de la période se compte dans un autre rapport : le compter ici, c’est le compter deux fois.",
    source: "Convention, article sur l’évaluation : période d’exécution des actions.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/rapport/fiches/02-equipe-mobile.md",
            de: "    au: 2025-03-31\n    source: \"Carnet",
            a: "    au: 2025-05-31\n    source: \"Carnet",
        }],
        admis: &[Changement {
            fichier: "content/2024/rapport/fiches/02-equipe-mobile.md",
            de: "debut: 2024-06-01",
            a: "debut: 2023-06-01",
        }],
    },
    chercher,
};

fn jour(donnee: &Donnee<DateImprecise>) -> Option<(Jour, crate::text::Span)> {
    match donnee {
        Ok(d) => match d.valeur {
            DateImprecise::Jour(j) => Some((j, d.span)),
            _ => None,
        },
        Err(_) => None,
    }
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some(rapport) = &c.dossier.rapport else { return Vec::new() };
    let (ouverture, cloture) = rapport.periode.valeur;
    let mut constats = Vec::new();
    let mut dire = |span, message: String| {
        constats.push(
            Diagnostic::constat(span, message)
                .voir(rapport.periode.span, format!("période {}", Fenetre::DuAu(ouverture, cloture)))
                .aide("corriger la date, ou la période du rapport"),
        );
    };
    for fiche in &rapport.fiches {
        let (debut, fin) = (jour(&fiche.debut), jour(&fiche.fin));
        match (debut, fin) {
            (Some((debut, _)), Some((fin, span))) if fin < debut => {
                dire(span, format!("l’action finit le {fin}, avant de commencer le {debut}"));
            }
            (Some((debut, span)), _) if debut > cloture => {
                dire(span, format!("l’action commence le {debut}, après la période du rapport"));
            }
            (_, Some((fin, span))) if fin < ouverture => {
                dire(span, format!("l’action a fini le {fin}, avant la période du rapport"));
            }
            _ => {}
        }
    }
    let des_fiches = rapport.fiches.iter().flat_map(|f| &f.resultats).map(|r| &r.valeur);
    let de_la_matrice = rapport.matrice.iter().flat_map(|l| &l.cases).map(|(_, case)| case);
    for valeur in des_fiches.chain(de_la_matrice).flatten() {
        let date = valeur.fenetre.map(|f| match f {
            Fenetre::Au(j) | Fenetre::DuAu(_, j) => j,
        });
        if let Some(date) = date.filter(|d| *d < ouverture || *d > cloture) {
            dire(
                valeur.mesurage.span,
                format!("ce résultat est daté du {date}, hors de la période du rapport"),
            );
        }
    }
    constats
}
