//! Links whose text does not say where they lead.

use crate::check::document::{Lieux, inlines, parcourir, textes};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::texte::{Inline, texte_nu};
use crate::text::Fichier;

pub(crate) static REGLE: Regle = Regle {
    code: "DOC-007",
    titre: "un lien ne dit pas où il mène",
    gravite: Gravite::Avertissement,
    verifie: "Un lien dont le texte est « ici », « cliquez ici », « lien », « en savoir plus »… ou l’adresse elle-même (une \
              adresse de courriel, ou le seul nom d’un site, est admise) ; en conseil, un lien en `http:` quand `https:` est \
              l’usage. Le contenu de la page n’est pas vérifié.",
    pourquoi: "Imprimé, un lien « ici » ne mène nulle part ; lu par une synthèse vocale, hors de sa phrase, il ne dit rien.",
    source: "RGAA 4.1, critère 6.1 (liens explicites).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/01-objet.md",
            de: "La convention réunit deux annexes.",
            a: "La convention, à lire [ici](https://haute-vaunoise.example/convention), réunit deux annexes.",
        }],
        admis: &[Changement {
            fichier: "content/2024/articles/01-objet.md",
            de: "La convention réunit deux annexes.",
            a: "La convention, [publiée par le Département](https://haute-vaunoise.example/convention), réunit deux annexes.",
        }],
    },
    chercher,
};

/// Texts of links that say nothing out of their sentence.
const CREUX: [&str; 14] = [
    "ici",
    "cliquer ici",
    "cliquez ici",
    "la",
    "lien",
    "ce lien",
    "le lien",
    "lien suivant",
    "en savoir plus",
    "plus d informations",
    "lire la suite",
    "voir",
    "suivre ce lien",
    "page",
];

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let lieux = Lieux::new(c);
    let mut constats = Vec::new();
    for (fichier, blocs) in textes(c) {
        parcourir(blocs, &mut |bloc| {
            // Words of the block before a link find its passage again.
            let mut avant = "";
            inlines(bloc, &mut |inline| match inline {
                Inline::Texte(t) => avant = t.as_str(),
                Inline::Lien { url, contenu } => {
                    constats.extend(lien(&lieux, fichier, avant, url, &texte_nu(contenu)))
                }
                _ => {}
            });
        });
    }
    constats
}

fn lien(lieux: &Lieux<'_>, fichier: Fichier, avant: &str, url: &str, texte: &str) -> Option<Diagnostic> {
    let adresse = texte.contains("://") || texte.starts_with("www.") && texte.contains('/');
    let (message, conseil) = if CREUX.contains(&plat(texte).as_str()) {
        (format!("le lien « {texte} » ne dit pas où il mène"), false)
    } else if adresse {
        (format!("le texte du lien est son adresse, « {texte} »"), false)
    } else if url.starts_with("http:") {
        (format!("le lien « {texte} » mène à une adresse non chiffrée, « {url} »"), true)
    } else {
        return None;
    };
    let suite = format!("{avant}{texte}");
    let (p, decalage) = lieux
        .passage(fichier, 0, &suite)
        .map(|p| (p, avant.len()))
        .or_else(|| lieux.passage(fichier, 0, texte).map(|p| (p, 0)))?;
    let debut = p.texte.find(if decalage > 0 { suite.as_str() } else { texte })? + decalage;
    let constat = Diagnostic::constat(p.span_de(&(debut..debut + texte.len())), message);
    Some(if conseil {
        constat.aide("écrire l’adresse en « https: »").conseil()
    } else {
        constat.aide("donner au lien le titre de la page où il mène")
    })
}
