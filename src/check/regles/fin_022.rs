//! A computation written in prose whose result is not that of its terms.

use crate::check::calculs::{self, Calcul};
use crate::check::grandeurs::Sorte;
use crate::check::outils::nombre;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Montant;
use crate::model::passage::Nature;

const FICHIER: &str = "content/2024/fiches/02-diagnostics.md";
const PHRASE: &str = "Deux conseillers suivent les personnes, en lien avec la fiche 1.";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-022",
    titre: "un calcul écrit dans le texte est faux",
    gravite: Gravite::Erreur,
    verifie: "Les calculs que le texte (prose, libellés, notes, lignes de tableau) pose lui-même : « 40 € par jour, soit \
              14 600 € par an », « 10 % de 90 000 €, soit 9 000 € », « 41 000 € plus 10 % », « 3 postes à 48 000 €, soit \
              144 000 € », « 20 € + 30 € = 50 € ». Seules les tournures dont les termes sont sûrs sont lues : un montant dont \
              la base n’est pas dans la phrase est laissé de côté, comme un nombre de jours ouvrés plausible. L’arrondi \
              de l’écriture est admis.",
    pourquoi: "Un calcul faux laisse deux lectures du même engagement : celle de ses termes et celle de son résultat.",
    source: "Cohérence interne de l’acte ; principe de sincérité des prévisions, CGCT, art. L. 3312-1 et suivants.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: FICHIER,
            de: PHRASE,
            a: "Une aide de 7 € par jour est versée, soit 2 655 € par an.",
        }],
        admis: &[
            Changement {
                fichier: FICHIER,
                de: PHRASE,
                a: "Une aide de 7 € par jour est versée, soit 2 555 € par an.",
            },
            Changement {
                fichier: FICHIER,
                de: PHRASE,
                a: "Deux postes à 41 300 € par an y consacrent 10 % de leur temps, soit 8 260 €.",
            },
            Changement {
                fichier: FICHIER,
                de: PHRASE,
                a: "Le Département verse 61 300 €. La région prend 40 % du coût, soit 72 450 €.",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.dossier
        .passages
        .iter()
        .filter(|p| p.nature != Nature::Code)
        .flat_map(calculs::lire)
        .filter(|calcul| !calcul.juste())
        .map(|calcul| constat(&calcul))
        .collect()
}

fn constat(calcul: &Calcul<'_>) -> Diagnostic {
    let ecart = (calcul.resultat.valeur - calcul.attendu).abs();
    let argent = calcul.resultat.sorte == Sorte::Euros;
    let dire = |n| if argent { Montant::arrondi(n).unwrap_or_default().to_string() } else { nombre(n) };
    let mut constat = Diagnostic::constat(
        calcul.resultat.span(),
        format!("le texte donne {}, et ses termes font {}", calcul.resultat.ecrite(), dire(calcul.attendu)),
    )
    .ici("résultat écrit")
    .calcul(format!("{} ; écart : {}", calcul.formule, dire(ecart)))
    .aide("corriger le résultat ou l’un des termes");
    if argent {
        constat = constat.enjeu(ecart);
    }
    for terme in &calcul.termes {
        constat = constat.voir(terme.span(), terme.ecrite().to_owned());
    }
    constat
}
