//! One box, one value.

use std::sync::LazyLock;

use crate::check::indicateurs::{Donnee, chiffre, comparables, court, dire, toutes};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::text::{Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-004",
    titre: "une case, ou un libellé, mêle deux quantités",
    gravite: Gravite::Avertissement,
    verifie: "Une case qui contient deux nombres que ni la période ni le périmètre ne distinguent, dans les fiches et \
              dans la matrice ; puis un libellé propre à une fiche qui nomme deux grandeurs (« Nombre de… et nombre \
              de… »). Les libellés du référentiel ne sont pas examinés.",
    pourquoi: "De deux nombres dans une case, on ne sait lequel répond à l’indicateur : aucun des deux ne peut être \
               suivi, ni comparé à une cible.",
    source: "Cohérence interne de l’acte ; un indicateur, une définition, une valeur par période.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/indicateurs.yaml",
            de: "\"2024\": 100 }",
            a: "\"2024\": [100, 95] }",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/indicateurs.yaml",
                de: "\"2024\": 100 }",
                a: "\"2024\": [100, { valeur: 95, perimetre: dont terminés avant l’été }] }",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "libelle: Nombre de jeunes suivis,",
                a: "libelle: Nombre de jeunes et de familles suivis,",
            },
        ],
    },
    chercher,
};

const GRANDEURS: &str = "nombre|taux|part|proportion|pourcentage|montant|durée|délai|coût";

static DEUX: LazyLock<Motif> = LazyLock::new(|| {
    motif(&format!(
        r"(?i)^(?:le |la )?(?:{GRANDEURS})s? .+(?: et|,) (?:le |la |du |de la )?(?:{GRANDEURS})s? (?:de |d['’]|des |du |moyen)"
    ))
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let donnees = toutes(c);
    let mut constats: Vec<Diagnostic> = donnees.iter().filter_map(case).collect();
    let mut vue = None;
    for donnee in donnees.iter().filter(|d| d.cadre.is_none()) {
        if vue.replace(donnee.span) != Some(donnee.span) && DEUX.is_match(donnee.libelle) {
            constats.push(
                Diagnostic::constat(
                    donnee.span,
                    format!("le libellé {} nomme deux quantités", court(donnee.libelle)),
                )
                .aide("en faire deux lignes, chacune avec sa valeur"),
            );
        }
    }
    constats
}

fn case(donnee: &Donnee<'_>) -> Option<Diagnostic> {
    let chiffres: Vec<_> = donnee.case.iter().filter(|v| chiffre(&v.mesurage.valeur).is_some()).collect();
    let (second, premier) = chiffres
        .iter()
        .enumerate()
        .find_map(|(rang, v)| Some((*v, *chiffres.iter().take(rang).find(|autre| comparables(v, autre))?)))?;
    let constat = Diagnostic::constat(
        second.mesurage.span,
        format!(
            "{} porte deux valeurs dans une case, {} et {}, que rien ne distingue",
            donnee.nom(),
            dire(&premier.mesurage.valeur),
            dire(&second.mesurage.valeur)
        ),
    )
    .voir(premier.mesurage.span, "l’autre valeur")
    .aide("garder la bonne valeur, ou dire la période (« au ») ou le périmètre (« perimetre ») de chacune");
    Some(constat)
}
