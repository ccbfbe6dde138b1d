//! Documents that the act says to be in annex, and that are not there.

use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::convention::{AnnexeAnnoncee, Visa};

pub(crate) static REGLE: Regle = Regle {
    code: "NUM-010",
    titre: "une pièce annoncée en annexe est absente",
    gravite: Gravite::Erreur,
    verifie: "Les pièces d’`annexes_annoncees` dites absentes (`presente: non`) et les visas qui annoncent une pièce \
              jointe et absente (`annexe: absente`). Une pièce annoncée aux deux endroits donne un seul constat : le \
              visa contient tous les mots du titre de la pièce.",
    pourquoi: "Ce que l’acte dit lui être annexé en fait partie : absent, il rend l’acte incomplet, et le vote a porté \
               sur un dossier qui l’était aussi.",
    source: "CGCT, art. L. 3121-19 (rapport adressé aux conseillers départementaux sur chaque affaire avant la \
             réunion) ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/convention.yaml",
            de: "{ titre: Tableau financier récapitulatif, article: \"2.1\", presente: oui }",
            a: "{ titre: Tableau financier récapitulatif, article: \"2.1\", presente: non }",
        }],
        admis: &[],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let convention = &c.dossier.convention;
    let mut visas: Vec<(&Visa, String)> = c
        .dossier
        .cadre
        .visas
        .iter()
        .chain(&convention.visas)
        .filter(|v| v.annexee == Some(false))
        .map(|v| (v, plat(&format!("{} {}", v.designation, v.objet.as_deref().unwrap_or("")))))
        .collect();
    let mut constats = Vec::new();
    for piece in convention.annexes_annoncees.iter().filter(|a| !a.presente) {
        let meme = visas.iter().position(|(_, texte)| contient(texte, piece));
        let mut constat = Diagnostic::constat(
            piece.titre.span,
            format!("pièce annoncée en annexe et absente : « {} »", piece.titre.valeur),
        )
        .aide("joindre la pièce, ou retirer son annonce ; si l’acte est signé, déclarer une tolérance");
        if let Some(article) = &piece.article {
            constat = constat.voir(article.span, format!("annoncé par l’article {}", article.valeur));
        }
        if let Some(rang) = meme {
            let (visa, _) = visas.remove(rang);
            constat = constat.voir(visa.span, "annoncé par ce visa");
        }
        constats.push(constat);
    }
    constats.extend(visas.iter().map(|(visa, _)| {
        Diagnostic::constat(
            visa.span,
            format!("ce visa annonce une pièce en annexe qui n’y est pas : « {} »", visa.designation),
        )
        .aide("joindre la pièce, ou retirer son annonce ; si l’acte est signé, déclarer une tolérance")
    }));
    constats
}

/// Whether a visa holds all the words of the title of a document.
fn contient(visa: &str, piece: &AnnexeAnnoncee) -> bool {
    let titre = plat(&piece.titre.valeur);
    let mut mots = titre.split(' ').filter(|m| m.len() > 2).peekable();
    mots.peek().is_some() && mots.all(|m| visa.split(' ').any(|v| v == m))
}
