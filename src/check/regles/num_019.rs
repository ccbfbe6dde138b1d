//! An article of a code cited as that of a law.

use std::sync::LazyLock;

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::text::{Motif, motif};

const FICHIER: &str = "content/2024/fiches/03-prevention.md";
const PHRASE: &str = "là où ils sont.";

pub(crate) static REGLE: Regle = Regle {
    code: "NUM-019",
    titre: "un article de code est cité comme celui d’une loi",
    gravite: Gravite::Avertissement,
    verifie: "Dans la prose, « article » suivi d’un numéro précédé de L., R. ou D., puis de « de la loi » : la lettre est \
              celle de la partie d’un code. Un article de loi (« article 3 de la loi »), un article suivi de son code, et \
              un renvoi où d’autres mots viennent entre le numéro et la loi, ne sont pas retenus.",
    pourquoi: "La loi ainsi désignée n’a pas cet article : le lecteur ne peut pas trouver le texte qui oblige.",
    source: "Numérotation des codes : L. pour la partie législative, R. et D. pour la partie réglementaire (guide de \
             légistique, Secrétariat général du Gouvernement et Conseil d’État).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: FICHIER,
            de: PHRASE,
            a: "là où ils sont, selon l'article L. 262-29 de la loi.",
        }],
        admis: &[
            Changement {
                fichier: FICHIER,
                de: PHRASE,
                a: "là où ils sont, selon l'article L. 262-29 du code de l'action sociale et des familles.",
            },
            Changement { fichier: FICHIER, de: PHRASE, a: "là où ils sont, selon l'article 3 de la loi." },
        ],
    },
    chercher,
};

static CITE: LazyLock<Motif> = LazyLock::new(|| {
    motif(
        r"\b[Aa]rticles?[\s\x{a0}]+([LRD]\.?[\s\x{a0}]*[0-9]+(?:-[0-9]+)*)[\s\x{a0}]+de[\s\x{a0}]+(?:la|cette)[\s\x{a0}]+loi\b",
    )
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    for passage in c.prose().filter(|p| p.texte.contains("rticle")) {
        for prise in CITE.captures_iter(&passage.texte) {
            let (Some(tout), Some(numero)) = (prise.get(0), prise.get(1)) else { continue };
            let numero = numero.as_str();
            constats.push(
                Diagnostic::constat(
                    passage.span_de(&tout.range()),
                    format!("« {} » : l’article {numero} est d’un code, et non d’une loi", tout.as_str()),
                )
                .aide(format!("nommer le code : « article {numero} du code… »")),
            );
        }
    }
    constats
}
