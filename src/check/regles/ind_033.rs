//! « 800 personnes, dont 400… » in the prose.

use std::sync::LazyLock;

use crate::check::outils::nombre;
use crate::check::quantites::{Quantite, du_passage, est_personne};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::text::{Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-033",
    titre: "le texte dit « dont » d’un nombre plus grand que le tout",
    gravite: Gravite::Erreur,
    verifie: "Dans une phrase des articles et des fiches, un nombre de personnes ou d’une chose, puis « dont » et un autre \
              nombre, sans ponctuation forte entre les deux et à moins de quatre-vingts caractères : si les deux comptent \
              des personnes, ou la même chose, le second ne dépasse pas le premier. « 3 sites, dont 120 places » n’est \
              pas comparé.",
    pourquoi: "Une partie plus grande que son tout prouve qu’un des deux nombres est faux.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "là où ils sont.",
            a: "là où ils sont. Elle rencontre 80 personnes, dont 100 jeunes sans logement.",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "là où ils sont.",
                a: "là où ils sont. Elle rencontre 80 personnes, dont 60 jeunes sans logement.",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "là où ils sont.",
                a: "là où ils sont. Elle tient 3 accueils, dont 100 places de nuit.",
            },
        ],
    },
    chercher,
};

static ENTRE: LazyLock<Motif> =
    LazyLock::new(|| motif(r"^[^.;:0-9]{0,70}\bdont (?:environ |près de |au moins )?$"));

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.prose().filter(|p| p.texte.contains("dont ")).flat_map(du_texte).collect()
}

fn du_texte(passage: &Passage) -> Vec<Diagnostic> {
    let dites: Vec<Quantite> = du_passage(passage).into_iter().filter(|q| !q.pour_cent).collect();
    dites
        .iter()
        .zip(dites.iter().skip(1))
        .filter_map(|(tout, partie)| {
            let entre = passage.texte.get(tout.octets.end..partie.octets.start)?;
            let (a, b) = (tout.mots.first()?, partie.mots.first()?);
            let memes = a == b || (est_personne(a) && est_personne(b));
            (memes && ENTRE.is_match(entre) && partie.nombre > tout.nombre).then(|| {
                Diagnostic::constat(
                    passage.span_de(&partie.octets),
                    format!(
                        "« {} », dont « {} » : la partie, {}, dépasse le tout, {}",
                        tout.texte,
                        partie.texte,
                        nombre(partie.nombre),
                        nombre(tout.nombre)
                    ),
                )
                .voir(passage.span_de(&tout.octets), "le tout")
                .aide("corriger l’un des deux nombres")
            })
        })
        .collect()
}
