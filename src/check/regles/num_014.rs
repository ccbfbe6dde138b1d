//! A title that says more than its article.

use crate::check::outils::plat;
use crate::check::renvois::{Partie, cibles};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "NUM-014",
    titre: "le titre d’un article annonce un objet dont l’article ne parle pas",
    gravite: Gravite::Conseil,
    verifie: "Dans un titre d’article en deux membres (« Durée et renouvellement »), le premier nom qui suit « et » se \
              retrouve, par ses premières lettres, dans le texte de l’article. Les autres titres, et les articles \
              sans titre, sont laissés de côté.",
    pourquoi: "Un titre qui annonce ce que l’article ne dit pas laisse une lacune : les parties croient le point réglé.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/04-duree.md",
            de: "titre: Durée",
            a: "titre: Durée et reconduction",
        }],
        admis: &[Changement {
            fichier: "content/2024/articles/04-duree.md",
            de: "titre: Durée\n---\nLa convention vaut un an.",
            a: "titre: Durée et renouvellement\n---\nLa convention vaut un an ; elle n'est pas renouvelable.",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let cibles = cibles(c);
    c.dossier
        .articles
        .iter()
        .filter_map(|article| {
            let titre = article.titre.as_ref()?;
            let partie = cibles.article_du_fichier(article.span.fichier)?;
            let mot = second_membre(&titre.valeur)?;
            if contient(partie, &mot, &plat(&titre.valeur)) {
                return None;
            }
            Some(
                Diagnostic::constat(
                    titre.span,
                    format!("le titre annonce « {mot} », et l’article n’en dit rien"),
                )
                .aide("compléter l’article, ou retirer le mot du titre"),
            )
        })
        .collect()
}

/// The first noun after « et », as written.
fn second_membre(titre: &str) -> Option<String> {
    let (_, apres) = titre.split_once(" et ")?;
    let mots = apres.split([' ', '\u{a0}', '\'', '’']);
    // « de l’État et du Département »: both are parties, not objects.
    let premier = mots.clone().next()?;
    if ["de", "du", "des", "d", "à", "au", "aux"].contains(&premier) {
        return None;
    }
    let vides = ["le", "la", "les", "l", "son", "sa", "ses", "leur", "leurs"];
    mots.map(|m| m.trim_matches(|c: char| !c.is_alphanumeric()))
        .find(|m| !vides.contains(m) && m.chars().count() > 4)
        .map(str::to_owned)
}

/// Whether the text of an article has a word of the same family; its own title does not count.
fn contient(partie: &Partie, mot: &str, titre: &str) -> bool {
    let racine: String = plat(mot).chars().take(5).collect();
    let texte = partie.texte.replacen(titre, " ", 1);
    texte.split(' ').any(|m| m.starts_with(&racine))
}
