//! A capital in the middle of a signature.

use crate::check::identite::{champ, organisation};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "IDE-013",
    titre: "une ligne d’un bloc de signature continue la précédente par une majuscule",
    gravite: Gravite::Conseil,
    verifie: "Les lignes d’un bloc de signature se lisent à la suite : « Le Préfet » puis « de la Creuse ». Une ligne qui \
              commence par « De », « Du », « Des » ou « D’ » après une ligne sans point est montrée, avec sa correction. Les \
              autres majuscules (noms, « Pour le Préfet ») ne sont pas retenues.",
    pourquoi: "C’est la dernière page de l’acte, celle que l’on montre : la majuscule y coupe le titre du signataire.",
    source: "Règles typographiques de l’Imprimerie nationale (emploi de la majuscule).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/organisation.yaml",
            de: "      - La Préfète de la Haute-Vaunoise",
            a: "      - La Préfète\n      - De la Haute-Vaunoise",
        }],
        admis: &[Changement {
            fichier: "content/organisation.yaml",
            de: "      - La Préfète de la Haute-Vaunoise",
            a: "      - La Préfète\n      - Denise Vanelle, par délégation",
        }],
    },
    chercher,
};

const PREPOSITIONS: [&str; 5] = ["De ", "Du ", "Des ", "D’", "D'"];

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let organisation_de = &c.dossier.organisation;
    let mut constats = Vec::new();
    for partie in [&organisation_de.etat, &organisation_de.collectivite] {
        for (avant, ligne) in partie.signature.iter().zip(partie.signature.iter().skip(1)) {
            let coupe =
                PREPOSITIONS.iter().any(|p| ligne.starts_with(p)) && !avant.ends_with(['.', '!', ':']);
            let Some(span) = champ(c, organisation(c), 0, ligne).filter(|_| coupe) else { continue };
            let mut petite = ligne.clone();
            petite.replace_range(..1, "d");
            constats.push(
                Diagnostic::constat(span, format!("« {ligne} » continue « {avant} » par une majuscule"))
                    .aide(format!("écrire « {petite} »"))
                    .corriger(span, petite),
            );
        }
    }
    constats
}
