//! The function of those who sign, for a man or for a woman.

use std::sync::LazyLock;

use crate::check::identite::{champ, corps, fonction, mots, organisation};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::convention::Partie;
use crate::text::{Motif, Span, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "IDE-011",
    titre: "la fonction d’un signataire ne s’accorde pas d’un endroit à l’autre",
    gravite: Gravite::Avertissement,
    verifie: "« Préfet » ou « Préfète », « Président » ou « Présidente » : la forme de la qualité déclarée est cherchée dans la \
              désignation, dans le bloc de signature, puis dans le texte, où ne sont lus que « le Préfet », « la Préfète » \
              (avec leur majuscule, hors préfet de région) et « le Président », « la Présidente » du Conseil départemental. \
              Écrit sans majuscule, le mot désigne la fonction en général et n’est pas retenu.",
    pourquoi: "Une qualité restée celle du prédécesseur montre un texte repris sans relecture, et laisse un doute sur le \
               signataire.",
    source: "Cohérence interne de l’acte ; circulaire du 21 novembre 2017 relative aux règles de féminisation dans les \
             textes publiés au Journal officiel.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/organisation.yaml",
            de: "      - La Préfète de la Haute-Vaunoise",
            a: "      - Le Préfet de la Haute-Vaunoise",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/articles/04-duree.md",
                de: "Chacune des parties peut y mettre fin",
                a: "Le Préfet de région en est informé. Chacune des parties peut y mettre fin",
            },
            Changement {
                fichier: "content/2024/articles/04-duree.md",
                de: "Chacune des parties peut y mettre fin",
                a: "Le préfet de département la notifie, avec la Préfète. Chacune des parties peut y mettre fin",
            },
        ],
    },
    chercher,
};

static NOMMEE: LazyLock<Motif> = LazyLock::new(|| {
    let article = r"(?:[Ll]e|[Ll]a|[Aa]u|[Dd]u)[ \x{a0}]";
    motif(&format!(
        r"{article}(Préfet|Préfète)\b(?: (de (?:la )?[Rr]égion|de [Pp]olice|maritime|honoraire|délégué))?|{article}(Président|Présidente) du (?:[Cc]onseil départemental|Département)\b"
    ))
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let parties = [&c.dossier.organisation.etat, &c.dossier.organisation.collectivite];
    let mut constats: Vec<Diagnostic> = parties.iter().filter_map(|partie| donnees(c, partie)).collect();
    for partie in parties {
        let Some((_, ecrite, autre)) = fonction(&partie.qualite) else { continue };
        let mut places: Vec<Span> = Vec::new();
        for passage in corps(c).filter(|p| p.texte.contains(autre)) {
            for trouve in NOMMEE.captures_iter(&passage.texte) {
                let mot = trouve.get(1).or_else(|| trouve.get(3));
                let nomme = mot.filter(|m| m.as_str() == autre && trouve.get(2).is_none());
                places.extend(nomme.map(|m| passage.span_de(&m.range())));
            }
        }
        let Some((premiere, suivantes)) = places.split_first() else { continue };
        let combien = if suivantes.is_empty() { String::new() } else { format!(" {} fois", places.len()) };
        let constat = Diagnostic::constat(
            *premiere,
            format!("le texte écrit{combien} « {autre} », et le signataire est « {ecrite} »"),
        )
        .aide("accorder la fonction avec la personne qui signe");
        let constat = match champ(c, organisation(c), 0, &partie.qualite) {
            Some(span) => constat.voir(span, format!("qualité : {}", partie.qualite)),
            None => constat,
        };
        constats.push(suivantes.iter().take(9).fold(constat, |d, s| d.voir(*s, autre)));
    }
    constats
}

/// The designation and the block of signature against the quality.
fn donnees(c: &Contexte<'_>, partie: &Partie) -> Option<Diagnostic> {
    let (homme, ecrite, autre) = fonction(&partie.qualite)?;
    let fichier = organisation(c);
    let qualite = champ(c, fichier, 0, &partie.qualite)?;
    let textes = std::iter::once(&partie.designation).chain(&partie.signature);
    textes.into_iter().find_map(|texte| {
        let fautif = mots(texte).into_iter().any(|m| m.plat() == plat(autre));
        let article = if ecrite == homme { "la " } else { "le " };
        let article = texte.to_lowercase().starts_with(&format!("{article}{}", ecrite.to_lowercase()));
        if !fautif && !article {
            return None;
        }
        let span = champ(c, fichier, qualite.debut, texte).or_else(|| champ(c, fichier, 0, texte))?;
        Some(
            Diagnostic::constat(
                span,
                format!("« {texte} » ne s’accorde pas avec la qualité, « {} »", partie.qualite),
            )
            .voir(qualite, "qualité du signataire")
            .aide("accorder la fonction avec la personne qui signe"),
        )
    })
}
