//! Fiches that carry one indicator over different periods.

use std::collections::BTreeMap;

use crate::check::indicateurs::{court, des_fiches};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Fenetre;
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "IND-031",
    titre: "deux fiches donnent un même indicateur sur deux périodes",
    gravite: Gravite::Conseil,
    verifie: "Un indicateur du référentiel que plusieurs fiches portent dans une colonne de même titre, avec une période \
              (« au », « du… au ») dans chacune : les périodes sont les mêmes. Puis, dans une fiche, les périodes d’une \
              colonne finissent le même jour. Une valeur sans période, une borne, une fourchette et une tolérance ne \
              sont pas examinées.",
    pourquoi: "La matrice demande la somme des fiches : des nombres arrêtés à des dates différentes ne s’additionnent pas.",
    source: "Cohérence interne de l’acte, entre les fiches et la matrice de l’annexe.",
    exemple: Exemple {
        contexte: &[
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "mesures: [\"1.1\"]\nmesure_affichee: Premier accueil social",
                a: "mesures: [\"1.1\", \"2.1\"]",
            },
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "Cible 2024: 12 jours } }\n",
                a: "Cible 2024: 12 jours } }\n    - indicateur: 2.1/diagnostics\n      \
                    libelle: \"Nombre de diagnostics établis, à savoir à l'accueil\"\n      \
                    valeurs: { \"2023\": { valeur: 20, au: 2023-12-31 }, Cible 2024: { valeur: 30 diagnostics, au: 2024-12-31 } }\n",
            },
        ],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "Cible 2024: 100 diagnostics",
            a: "Cible 2024: { valeur: 100 diagnostics, au: 2024-06-30 }",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "Cible 2024: 100 diagnostics",
            a: "Cible 2024: { valeur: 100 diagnostics, au: 2024-12-31 }",
        }],
    },
    chercher,
};

fn fin(fenetre: Fenetre) -> crate::model::Jour {
    match fenetre {
        Fenetre::Au(fin) | Fenetre::DuAu(_, fin) => fin,
    }
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    let mut indicateurs: BTreeMap<(String, &str), (Fenetre, Span)> = BTreeMap::new();
    let mut colonnes: BTreeMap<(Option<Span>, &str), (Fenetre, Span)> = BTreeMap::new();
    for donnee in des_fiches(c) {
        let Some((_, valeur)) = donnee.nombre() else { continue };
        let (Some(fenetre), span) = (valeur.fenetre, valeur.mesurage.span) else { continue };
        if donnee.cadre.is_some() {
            let (premiere, ou) =
                *indicateurs.entry((donnee.nom(), donnee.colonne)).or_insert((fenetre, span));
            if premiere != fenetre {
                constats.push(
                    Diagnostic::constat(
                        span,
                        format!(
                            "{} est donné {fenetre} ici, et {premiere} dans une autre fiche",
                            donnee.nom()
                        ),
                    )
                    .ici(court(donnee.libelle))
                    .voir(ou, premiere.to_string())
                    .aide("donner les valeurs des deux fiches sur la même période"),
                );
                continue;
            }
        }
        let (premiere, ou) = *colonnes.entry(donnee.portee()).or_insert((fenetre, span));
        if fin(premiere) != fin(fenetre) {
            constats.push(
                Diagnostic::constat(
                    span,
                    format!(
                        "{} est donné {fenetre}, et une autre ligne de la colonne {premiere}",
                        donnee.nom()
                    ),
                )
                .ici(court(donnee.libelle))
                .voir(ou, premiere.to_string())
                .aide("arrêter les valeurs d’une colonne au même jour, ou vérifier la date"),
            );
        }
    }
    constats
}
